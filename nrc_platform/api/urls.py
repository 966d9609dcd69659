"""Addresses of the REST API: the resources of every app under one router."""

from collections.abc import Sequence

from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter

from curriculum import api as curriculum
from exams import api as exams
from internships import api as internships
from nrc_platform.api.idempotency import idempotent
from nrc_platform.api.views import DocsView, MeView, SchemaView, UnknownView
from nrc_platform.companies import api as companies
from nrc_platform.core.api import Viewset
from nrc_platform.documents import api as documents
from nrc_platform.people import api as people
from projects import api as projects

ROUTES: Sequence[tuple[str, type[Viewset], str]] = [
    *curriculum.ROUTES,
    *people.ROUTES,
    *companies.ROUTES,
    *documents.ROUTES,
    *internships.ROUTES,
    *projects.ROUTES,
    *exams.ROUTES,
]

router = DefaultRouter()
router.include_format_suffixes = False
for prefix, viewset, basename in ROUTES:
    router.register(prefix, idempotent(viewset), basename=basename)

app_name = "api"
urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("v1/me/", MeView.as_view(), name="me"),
    path("v1/", include(router.urls)),
    re_path(r"^(?:.*/)?$", UnknownView.as_view(), name="unknown"),
]
