"""A resource over the schools, with a write, to prove what every resource shares."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.urls import include, path
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from nrc_platform.api import urls as real
from nrc_platform.api.idempotency import idempotent
from nrc_platform.core.api import Out, Viewset
from nrc_platform.core.errors import DomainError, Incomplete, Invalid
from nrc_platform.core.findings import Finding
from nrc_platform.people.access import can_manage_people, visible_schools
from nrc_platform.people.models import School

FINDING = Finding("toy.rule", "blocking", "Il manque tout.", "essai", "student")


class SchoolOut(Out):
    """A school."""

    def represent(self, row: School) -> dict[str, Any]:
        """Return the plain dict."""
        return {"id": row.pk, "name": row.name, "city": row.city, "uai": row.uai}


class ToyViewset(Viewset):
    """Schools, with one write per kind of refusal."""

    visible = visible_schools
    serializer_class = SchoolOut
    parser_classes = (JSONParser, MultiPartParser)
    ordering = ("name", "id")
    ordering_fields = ("name", "city", "created_at")
    checks: ClassVar[Any] = {"manage": can_manage_people}

    @action(detail=True, methods=["post"])
    def rename(self, request: Request, pk: str) -> Response:
        """Rename, or refuse in the way that is asked."""
        school = self.get_object()
        school.version = 3
        self.check_version(school)
        match request.data.get("refuse"):
            case "domain":
                raise DomainError("Ce nom est déjà pris.", code="taken")
            case "invalid":
                raise Invalid({"name": ["Donnez un nom."]})
            case "incomplete":
                raise Incomplete("Le dossier n’est pas complet.", [FINDING])
            case "late":
                School.objects.filter(pk=school.pk).update(city="Perdue")
                raise DomainError("Trop tard.")
        with transaction.atomic():
            School.objects.filter(pk=school.pk).update(
                name=models.functions.Concat(models.F("name"), models.Value("!"))
            )
        school.refresh_from_db()
        return self.answer(school, status=201)


router = DefaultRouter()
router.include_format_suffixes = False
router.register("toys", idempotent(ToyViewset), basename="toys")
urlpatterns = [
    path("api/v1/", include(router.urls)),
    path("api/", include(real)),
]


def rename_url(school: School) -> str:
    """Return the address of the toy's write."""
    return f"/api/v1/toys/{school.pk}/rename/"
