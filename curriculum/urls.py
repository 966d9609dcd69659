"""Addresses of the référentiel, of its rules and deadlines, and of competences."""

from django.urls import path

from curriculum.views import coverage, diploma, evidence, scales

app_name = "curriculum"
_STUDENT = "acquis/etudiants/<uuid:student_id>/"
_CLASS = "acquis/classes/<uuid:promotion_id>/"
urlpatterns = [
    path("", diploma.tree, name="tree"),
    path("savoirs/<str:code>/", diploma.savoir, name="savoir"),
    path("competences/<str:code>/", diploma.competence, name="competence"),
    path("epreuves/<str:code>/", diploma.epreuve, name="epreuve"),
    path("fonctions/<str:code>/", diploma.fonction, name="fonction"),
    path("echeances/", diploma.deadlines, name="deadlines"),
    path(
        "echeances/<uuid:promotion_id>/<slug:kind>/",
        diploma.deadline_edit,
        name="deadline_edit",
    ),
    path(
        "echeances/<uuid:promotion_id>/<slug:kind>/retirer/",
        diploma.deadline_remove,
        name="deadline_remove",
    ),
    path("regles/", diploma.rules, name="rules"),
    path("regles/<uuid:school_id>/echelle/", scales.scale_edit, name="scale_edit"),
    path("regles/<uuid:school_id>/<str:key>/", diploma.rule_edit, name="rule_edit"),
    path("regles/<uuid:school_id>/<str:key>/retirer/", diploma.rule_remove, name="rule_remove"),
    # Competences of students: « acquis », beside « competences/ » which reads the référentiel.
    path("acquis/", coverage.coverage, name="coverage"),
    path(_STUDENT, coverage.student_coverage, name="student_coverage"),
    path(f"{_STUDENT}me-situer/", evidence.position_self, name="position_self"),
    path(f"{_STUDENT}preuve/", evidence.evidence_new, name="evidence_new"),
    path(f"{_STUDENT}competences/<str:code>/", coverage.competence_story, name="competence_story"),
    path(
        "acquis/preuves/<uuid:evidence_id>/corriger/",
        evidence.evidence_correct,
        name="evidence_correct",
    ),
    path(
        "acquis/preuves/<uuid:evidence_id>/retirer/",
        evidence.evidence_withdraw,
        name="evidence_withdraw",
    ),
    path(_CLASS, coverage.class_coverage, name="class_coverage"),
    path(f"{_CLASS}tableau.csv", coverage.class_coverage_file, name="class_coverage_file"),
]
