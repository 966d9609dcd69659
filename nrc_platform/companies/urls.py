"""Addresses of companies."""

from django.urls import URLPattern, path

from nrc_platform.companies import views

app_name = "companies"
urlpatterns: list[URLPattern] = [
    path("", views.company_list, name="list"),
    path("nouvelle/", views.company_new, name="new"),
    path("contacts/<uuid:contact_id>/modifier/", views.contact_edit, name="contact_edit"),
    path("lieux/<uuid:site_id>/modifier/", views.site_edit, name="site_edit"),
    path("<uuid:company_id>/", views.company, name="detail"),
    path("<uuid:company_id>/modifier/", views.company_edit, name="edit"),
    path("<uuid:company_id>/verifier/", views.company_verify, name="verify"),
    path("<uuid:company_id>/fusionner/", views.company_merge, name="merge"),
    path(
        "<uuid:company_id>/fusionner/<uuid:survivor_id>/",
        views.company_merge_confirm,
        name="merge_confirm",
    ),
    path("<uuid:company_id>/contacts/nouveau/", views.contact_new, name="contact_new"),
    path("<uuid:company_id>/lieux/nouveau/", views.site_new, name="site_new"),
    path("<uuid:company_id>/notes/nouvelle/", views.note_new, name="note_new"),
]
