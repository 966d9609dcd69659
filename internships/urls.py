"""Addresses of the stages: French paths, English names."""

from django.urls import URLPattern, path

from internships.views import (
    class_drafts,
    clauses,
    conventions,
    printing,
    reading,
    review,
    sending,
)

app_name = "internships"
_CLASS = "conventions/classe/<uuid:period_id>/"
_ONE = "conventions/<uuid:convention_id>/"
urlpatterns: list[URLPattern] = [
    # Conventions: list, begin, read, write.
    path("conventions/", conventions.convention_list, name="conventions"),
    path("conventions/nouvelle/", conventions.convention_new, name="convention_new"),
    path(_CLASS, class_drafts.class_grid, name="class_grid"),
    path(f"{_CLASS}lot/", class_drafts.class_pack, name="class_pack"),
    path("conventions/clauses/<uuid:school_id>/", clauses.clauses, name="clauses"),
    path("conventions/clauses/<uuid:school_id>/pdf/", clauses.clauses_pdf, name="clauses_pdf"),
    path(_ONE, reading.convention, name="convention"),
    path(f"{_ONE}pdf/", reading.convention_file, name="convention_file"),
    path(f"{_ONE}calendrier/", printing.calendar_ask, name="calendar_ask"),
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
    # Printed forms.
    path("stages/formulaires/", printing.blank_forms, name="blank_forms"),
    path(
        "stages/formulaires/<uuid:school_id>/<slug:form>/",
        printing.blank_form_ask,
        name="blank_form_ask",
    ),
]
