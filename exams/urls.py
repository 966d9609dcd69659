"""Addresses of the exam files: French paths, English names."""

from django.urls import path

from exams.views import annexes, printed, reading, review, training, writing

app_name = "exams"
_FICHE = "fiches/<uuid:fiche_id>/"
_PAPER = "entrainements/<uuid:paper_id>/"
urlpatterns = [
    path("", reading.home, name="home"),
    path("dossiers/<uuid:student_id>/", reading.dossier, name="dossier"),
    path("fiches/nouvelle/", writing.fiche_new, name="fiche_new"),
    path(_FICHE, reading.fiche, name="fiche"),
    path(f"{_FICHE}modifier/", writing.fiche_edit, name="fiche_edit"),
    path(f"{_FICHE}brouillon/", writing.fiche_autosave, name="fiche_autosave"),
    path(f"{_FICHE}comparer/", writing.fiche_resolve, name="fiche_resolve"),
    path(f"{_FICHE}remettre/", writing.fiche_submit, name="fiche_submit"),
    path(f"{_FICHE}place/", writing.fiche_place, name="fiche_place"),
    path(f"{_FICHE}remarques/", review.fiche_remark, name="fiche_remark"),
    path(f"{_FICHE}renvoyer/", review.fiche_return, name="fiche_return"),
    path(f"{_FICHE}viser/", review.fiche_visa, name="fiche_visa"),
    path(f"{_FICHE}retirer-le-visa/", review.fiche_withdraw, name="fiche_withdraw"),
    path(f"{_FICHE}versions/", reading.fiche_versions, name="fiche_versions"),
    path(f"{_FICHE}versions/<int:number>/", reading.fiche_version, name="fiche_version"),
    path(f"{_FICHE}pdf/", printed.fiche_pdf, name="fiche_pdf"),
    path(f"{_FICHE}pdf/fichier/", printed.fiche_pdf_file, name="fiche_pdf_file"),
    path(f"{_FICHE}annexes/", annexes.annex_new, name="annex_new"),
    path("annexes/<uuid:annex_id>/", annexes.annex_file, name="annex"),
    path("annexes/<uuid:annex_id>/retirer/", annexes.annex_remove, name="annex_remove"),
    path("remarques/<uuid:remark_id>/retirer/", review.remark_remove, name="remark_remove"),
    path("entrainements/", training.training_papers, name="training_papers"),
    path(
        "entrainements/classes/<uuid:promotion_id>/nouvelle/",
        training.training_paper_new,
        name="training_paper_new",
    ),
    path(_PAPER, training.training_paper, name="training_paper"),
    path(f"{_PAPER}modifier/", training.training_paper_edit, name="training_paper_edit"),
    path(f"{_PAPER}retirer/", training.training_paper_remove, name="training_paper_remove"),
]
