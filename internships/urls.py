"""Addresses of the stages: French paths, English names."""

from django.urls import URLPattern, path

from internships.views import (
    absences,
    assessments,
    attestations,
    avenants,
    calendar,
    class_drafts,
    clauses,
    conventions,
    dispensations,
    follow_up,
    home,
    logbook,
    papers,
    printing,
    project,
    reading,
    review,
    search,
    sending,
    signing,
    visits,
)

app_name = "internships"
_AVENANT = "conventions/avenants/<uuid:avenant_id>/"
_CLASS = "conventions/classe/<uuid:period_id>/"
_ONE = "conventions/<uuid:convention_id>/"
_SIGNER = "conventions/signataires/<uuid:signer_id>/"
_STAGE = "stages/<uuid:internship_id>/"
urlpatterns: list[URLPattern] = [
    # Conventions: list, begin, read, write.
    path("conventions/", conventions.convention_list, name="conventions"),
    path("conventions/nouvelle/", conventions.convention_new, name="convention_new"),
    path("conventions/projet/", project.project_new, name="project_new"),
    path(_CLASS, class_drafts.class_grid, name="class_grid"),
    path(f"{_CLASS}lot/", class_drafts.class_pack, name="class_pack"),
    path("conventions/clauses/<uuid:school_id>/", clauses.clauses, name="clauses"),
    path("conventions/clauses/<uuid:school_id>/pdf/", clauses.clauses_pdf, name="clauses_pdf"),
    path(_ONE, reading.convention, name="convention"),
    path(f"{_ONE}pdf/", reading.convention_file, name="convention_file"),
    path(f"{_ONE}calendrier/", printing.calendar_ask, name="calendar_ask"),
    path(f"{_ONE}missions/", project.missions, name="convention_missions"),
    path(f"{_ONE}modifier/", conventions.convention_edit, name="convention_edit"),
    path(f"{_ONE}comparer/", conventions.convention_resolve, name="convention_resolve"),
    # Its steps.
    path(f"{_ONE}remettre/", review.convention_submit, name="convention_submit"),
    path(f"{_ONE}relancer/", review.convention_remind, name="convention_remind"),
    path(f"{_ONE}verifier/", review.convention_check, name="convention_check"),
    path(f"{_ONE}renvoyer/", review.convention_send_back, name="convention_send_back"),
    path(f"{_ONE}envoyer/", sending.convention_send, name="convention_send"),
    path(f"{_ONE}reprendre/", sending.convention_reopen, name="convention_reopen"),
    path(f"{_ONE}refuser/", review.convention_refuse, name="convention_refuse"),
    path(f"{_ONE}annuler/", review.convention_cancel, name="convention_cancel"),
    path(f"{_ONE}rompre/", review.convention_terminate, name="convention_terminate"),
    # Signatures on paper.
    path(f"{_SIGNER}rappeler/", signing.signer_remind, name="signer_remind"),
    path(f"{_SIGNER}papier/", signing.signer_paper, name="signer_paper"),
    path(f"{_SIGNER}page/", signing.signer_scan, name="signer_scan"),
    path(f"{_SIGNER}adresse/", signing.signer_address, name="signer_address"),
    path(f"{_SIGNER}remplacer/", signing.signer_replace, name="signer_replace"),
    path(
        "conventions/collegues/<uuid:delegation_id>/",
        signing.delegate_decide,
        name="delegate_decide",
    ),
    # Avenants.
    path(f"{_ONE}avenants/nouveau/", avenants.avenant_new, name="avenant_new"),
    path(_AVENANT, avenants.avenant, name="avenant"),
    path(f"{_AVENANT}pdf/", avenants.avenant_file, name="avenant_file"),
    path(f"{_AVENANT}modifier/", avenants.avenant_edit, name="avenant_edit"),
    path(f"{_AVENANT}envoyer/", avenants.avenant_send, name="avenant_send"),
    path(f"{_AVENANT}annuler/", avenants.avenant_cancel, name="avenant_cancel"),
    path(f"{_AVENANT}refuser/", avenants.avenant_refuse, name="avenant_refuse"),
    # Printed forms.
    path("stages/formulaires/", printing.blank_forms, name="blank_forms"),
    path(
        "stages/formulaires/<uuid:school_id>/<slug:form>/",
        printing.blank_form_ask,
        name="blank_form_ask",
    ),
    # Before the stage: the class, its calendar, the search, the papers.
    path("stages/", home.home, name="home"),
    path("stages/etapes-de-la-classe/<uuid:period_id>/", home.steps, name="steps"),
    path("stages/calendrier/<uuid:promotion_id>/", calendar.calendar, name="calendar"),
    path("stages/calendrier/<uuid:promotion_id>/periode/", calendar.period_new, name="period_new"),
    path("stages/calendrier/<uuid:promotion_id>/etape/", calendar.step_new, name="step_new"),
    path("stages/periodes/<uuid:period_id>/", calendar.period_edit, name="period_edit"),
    path(
        "stages/periodes/<uuid:period_id>/retirer/", calendar.period_remove, name="period_remove"
    ),
    path("stages/etapes/<uuid:step_id>/", calendar.step_edit, name="step_edit"),
    path("stages/etapes/<uuid:step_id>/retirer/", calendar.step_remove, name="step_remove"),
    path("stages/recherche/<uuid:student_id>/", search.search, name="search"),
    path("stages/demarches/<uuid:entry_id>/", search.entry_edit, name="entry_edit"),
    path("stages/demarches/<uuid:entry_id>/retirer/", search.entry_remove, name="entry_remove"),
    path("stages/pieces/", papers.queue, name="papers_queue"),
    path("stages/pieces/etudiant/<uuid:student_id>/", papers.papers, name="papers"),
    path("stages/pieces/<uuid:paper_id>/fichier/", papers.paper_file, name="paper_file"),
    path("stages/pieces/<uuid:paper_id>/verifier/", papers.paper_check, name="paper_check"),
    path("stages/pieces/<uuid:paper_id>/retirer/", papers.paper_withdraw, name="paper_withdraw"),
    # During and after: logbook, follow-up, assessments, end.
    path("stages/carnet/", logbook.own_logbook, name="own_logbook"),
    path("stages/carnet/<uuid:student_id>/", logbook.logbook, name="logbook"),
    path("stages/notes/<uuid:entry_id>/", logbook.log_edit, name="log_edit"),
    path("stages/notes/<uuid:entry_id>/retirer/", logbook.log_remove, name="log_remove"),
    path("stages/notes/<uuid:entry_id>/repondre/", logbook.log_answer, name="log_answer"),
    path("stages/notes/<uuid:entry_id>/photo/", logbook.log_photo, name="log_photo"),
    path(_STAGE, follow_up.stage, name="stage"),
    path(f"{_STAGE}issue/", follow_up.outcome, name="outcome"),
    path(f"{_STAGE}secteur/", search.sector, name="sector"),
    path(f"{_STAGE}attestation/", attestations.attestation_make, name="attestation_make"),
    path(f"{_STAGE}absences/", absences.absence_new, name="absence_new"),
    path(f"{_STAGE}accidents/", absences.accident_new, name="accident_new"),
    path(f"{_STAGE}visites/", visits.visit_new, name="visit_new"),
    path(f"{_STAGE}contacts/", visits.contact_new, name="contact_new"),
    path(f"{_STAGE}bilans/demander/", assessments.ask_tutor, name="ask_tutor"),
    path(f"{_STAGE}bilans/<slug:kind>/", assessments.assessment, name="assessment"),
    path(
        "stages/absences/<uuid:absence_id>/retirer/",
        absences.absence_remove,
        name="absence_remove",
    ),
    path(
        "stages/accidents/<uuid:accident_id>/declarer/",
        absences.accident_declare,
        name="accident_declare",
    ),
    path(
        "stages/attestations/<uuid:attestation_id>/annuler/",
        attestations.attestation_cancel,
        name="attestation_cancel",
    ),
    path(
        "stages/attestations/<uuid:attestation_id>/pdf/",
        attestations.attestation_file,
        name="attestation_file",
    ),
    path("stages/visites/<uuid:visit_id>/", visits.visit_edit, name="visit_edit"),
    path("stages/visites/<uuid:visit_id>/compte-rendu/", visits.visit_report, name="visit_report"),
    path("stages/visites/<uuid:visit_id>/retirer/", visits.visit_remove, name="visit_remove"),
    path(
        "stages/dispenses/etudiant/<uuid:student_id>/",
        dispensations.dispensations,
        name="dispensations",
    ),
    path(
        "stages/dispenses/etudiant/<uuid:student_id>/nouvelle/",
        dispensations.dispensation_new,
        name="dispensation_new",
    ),
    path(
        "stages/dispenses/<uuid:dispensation_id>/fichier/",
        dispensations.dispensation_file,
        name="dispensation_file",
    ),
]
