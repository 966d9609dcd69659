"""Addresses of documents."""

from django.urls import path

from nrc_platform.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("<uuid:pk>/fichier/", views.document_file, name="file"),
]
