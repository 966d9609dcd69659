"""Addresses of the administration of a school."""

from django.urls import URLPattern, path

from nrc_platform.people import views

app_name = "people"
_SCHOOL = "etablissements/<uuid:school_id>"
_PERSON = "personnes/<uuid:person_id>"
_PROMOTION = "promotions/<uuid:promotion_id>"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("etablissements/nouveau/", views.school_new, name="school_new"),
    path(f"{_SCHOOL}/", views.school, name="school"),
    path(f"{_SCHOOL}/modifier/", views.school_edit, name="school_edit"),
    path(f"{_SCHOOL}/chef/", views.head_change, name="head_change"),
    path(f"{_SCHOOL}/personnes/", views.people_list, name="list"),
    path(f"{_SCHOOL}/personnes/nouvelle/", views.account_new, name="account_new"),
    path(f"{_SCHOOL}/personnes/<uuid:person_id>/roles/", views.grant_new, name="grant_new"),
    path(f"{_SCHOOL}/promotions/nouvelle/", views.promotion_new, name="promotion_new"),
    path(f"{_PERSON}/", views.account, name="account"),
    path(f"{_PERSON}/modifier/", views.account_edit, name="account_edit"),
    path(f"{_PERSON}/fermer/", views.account_close, name="account_close"),
    path(f"{_PERSON}/rouvrir/", views.account_reopen, name="account_reopen"),
    path(f"{_PERSON}/inscrire/", views.enrolment_new, name="enrolment_new"),
    path(f"{_PERSON}/representants/", views.representative_new, name="representative_new"),
    path(
        "representants/<uuid:representative_id>/",
        views.representative_edit,
        name="representative_edit",
    ),
    path(
        "representants/<uuid:representative_id>/retirer/",
        views.representative_remove,
        name="representative_remove",
    ),
    path("roles/<uuid:grant_id>/terminer/", views.grant_end, name="grant_end"),
    path("inscriptions/<uuid:enrolment_id>/terminer/", views.enrolment_end, name="enrolment_end"),
    path("enseignements/<uuid:assignment_id>/terminer/", views.teaching_end, name="teaching_end"),
    path(f"{_PROMOTION}/", views.promotion, name="promotion"),
    path(f"{_PROMOTION}/modifier/", views.promotion_edit, name="promotion_edit"),
    path(f"{_PROMOTION}/etudiants/nouveau/", views.student_new, name="student_new"),
    path(f"{_PROMOTION}/enseignements/nouveau/", views.teaching_new, name="teaching_new"),
]
