"""Companies, their places and their contacts in the REST API."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from nrc_platform.companies import access, services
from nrc_platform.companies.forms import CompanyFilter, ContactFilter, SiteFilter
from nrc_platform.companies.models import Company, Contact, Site
from nrc_platform.companies.rules import company_findings
from nrc_platform.companies.selectors import writing_schools
from nrc_platform.companies.services import KnownSiret
from nrc_platform.companies.states import ContactKind, NafVersion, SalesTeam, SizeBand
from nrc_platform.core.access import require
from nrc_platform.core.api import FindingShape, Out, Viewset
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.people.models import User

COMPANY_NAMES = (
    "siret",
    "no_siret_reason",
    "legal_name",
    "display_name",
    "address",
    "postal_code",
    "city",
    "country",
    "phone",
    "naf_code",
    "naf_version",
    "main_activity",
    "sells_goods_or_services",
    "size_band",
    "sales_team",
    "active_approach",
    "serves_consumers",
    "serves_users",
    "serves_prescribers",
    "serves_resellers",
)
CONTACT_NAMES = ("kind", "first_name", "last_name", "function", "email", "phone")
SITE_NAMES = ("label", "address", "postal_code", "city", "phone")


def _caller(request: Request) -> User:
    return cast("User", request.user)


def _seen(request: Request) -> int | None:
    """Return the version that `If-Match` names, none when any will do."""
    asked = request.headers.get("If-Match", "*").strip('" ')
    if asked == "*":
        return None
    if not asked.isascii() or not asked.isdigit():
        raise Invalid({"If-Match": ["Donnez la version de l’objet, un nombre entier."]})
    return int(asked)


def _asked(
    shape: type[serializers.Serializer[Any]], request: Request, **how: Any
) -> dict[str, Any]:
    asked = shape(data=request.data, **how)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


# DRF takes declared fields out of the class: `label` hides nothing of it.
class CompanyIn(serializers.Serializer[Any]):
    """What is written of a company; every field may come alone."""

    school = serializers.UUIDField(required=False)
    siret = serializers.CharField(allow_blank=True, required=False, max_length=60)
    no_siret_reason = serializers.CharField(allow_blank=True, required=False, max_length=200)
    legal_name = serializers.CharField(required=False, max_length=200)
    display_name = serializers.CharField(allow_blank=True, required=False, max_length=120)
    address = serializers.CharField(allow_blank=True, required=False, max_length=200)
    postal_code = serializers.CharField(allow_blank=True, required=False, max_length=12)
    city = serializers.CharField(allow_blank=True, required=False, max_length=100)
    country = serializers.CharField(required=False, max_length=60)
    phone = serializers.CharField(allow_blank=True, required=False, max_length=30)
    naf_code = serializers.CharField(allow_blank=True, required=False, max_length=10)
    naf_version = serializers.ChoiceField(NafVersion.choices, allow_blank=True, required=False)
    main_activity = serializers.CharField(allow_blank=True, required=False, max_length=500)
    sells_goods_or_services = serializers.BooleanField(allow_null=True, required=False)
    size_band = serializers.ChoiceField(SizeBand.choices, allow_blank=True, required=False)
    sales_team = serializers.ChoiceField(SalesTeam.choices, allow_blank=True, required=False)
    active_approach = serializers.BooleanField(allow_null=True, required=False)
    serves_consumers = serializers.BooleanField(required=False)
    serves_users = serializers.BooleanField(required=False)
    serves_prescribers = serializers.BooleanField(required=False)
    serves_resellers = serializers.BooleanField(required=False)


class MergeIn(serializers.Serializer[Any]):
    """The company that stands for this one from now on."""

    into = serializers.UUIDField()
    reason = serializers.CharField(allow_blank=True, default="", max_length=300)


class CompanyOut(Out):
    """A company of the school; `merged_into` names the one that stands for it."""

    version = serializers.IntegerField()
    school = serializers.UUIDField()
    state = serializers.CharField()
    siret = serializers.CharField()
    siren = serializers.CharField()
    no_siret_reason = serializers.CharField()
    legal_name = serializers.CharField()
    display_name = serializers.CharField()
    address = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    country = serializers.CharField()
    phone = serializers.CharField()
    naf_code = serializers.CharField()
    naf_version = serializers.CharField()
    main_activity = serializers.CharField()
    sells_goods_or_services = serializers.BooleanField(allow_null=True)
    size_band = serializers.CharField()
    sales_team = serializers.CharField()
    active_approach = serializers.BooleanField(allow_null=True)
    serves_consumers = serializers.BooleanField()
    serves_users = serializers.BooleanField()
    serves_prescribers = serializers.BooleanField()
    serves_resellers = serializers.BooleanField()
    verified_at = serializers.DateTimeField(allow_null=True)
    merged_into = serializers.UUIDField(allow_null=True)
    findings = FindingShape(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def represent(self, row: Company) -> dict[str, Any]:
        """Return the plain dict of a company."""
        return {name: getattr(row, name) for name in COMPANY_NAMES} | {
            "id": row.pk,
            "version": row.version,
            "school": row.school_id,
            "state": row.state,
            "siren": row.siren,
            "verified_at": row.verified_at,
            "merged_into": row.merged_into_id,
            "findings": [finding.as_dict() for finding in company_findings(row)],
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }


class CompanyViewset(Viewset):
    """Companies of the caller's schools, merged ones included."""

    visible = access.visible_companies
    serializer_class = CompanyOut
    filterset_class = CompanyFilter
    ordering: ClassVar[Sequence[str]] = ("legal_name", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("legal_name", "city", "created_at", "updated_at")
    checks: ClassVar[Any] = {
        "edit": lambda user, row: access.can_edit_company(user, row),
        "verify": lambda user, row: access.can_verify_company(user, row),
        "merge": lambda user, row: access.can_merge_company(user, row),
        "add_contact": lambda user, row: access.can_add_contact(user, row),
        "add_site": lambda user, row: access.can_add_site(user, row),
    }

    @extend_schema(request=CompanyIn, responses={201: CompanyOut})
    def create(self, request: Request) -> Response:
        """Add a company; a SIRET the school knows is a 409 that names the one to use."""
        values = _asked(CompanyIn, request)
        schools = writing_schools(request.user).order_by("name", "id")
        asked = values.pop("school", None)
        school = schools.filter(pk=asked).first() if asked else schools.first()
        require(school is not None, "Vous ne pouvez pas ajouter d’entreprise.")
        if not values.get("legal_name"):
            raise Invalid({"legal_name": ["Donnez la raison sociale de l’entreprise."]})
        try:
            row = services.create_company(school, actor=_caller(request), **values)  # type: ignore[arg-type]
        except KnownSiret as error:
            message = f"{error.message} Son identifiant\u00a0: {error.company.pk}."
            raise DomainError(message, code=error.code) from error
        return self.answer(row, status=201)

    @extend_schema(request=CompanyIn, responses=CompanyOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct a company; send `If-Match` with the version you read."""
        row = self.get_object()
        values = _asked(CompanyIn, request)
        values.pop("school", None)
        row = services.update_company(
            row, actor=_caller(request), version=_seen(request), **values
        )
        return self.answer(row)

    @extend_schema(request=None, responses=CompanyOut)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Vouch for the record."""
        return self.answer(services.verify_company(self.get_object(), actor=_caller(request)))

    @extend_schema(request=MergeIn, responses=CompanyOut)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Make this record give way to another; both keep their history."""
        row, values = self.get_object(), _asked(MergeIn, request)
        survivor = get_object_or_404(access.visible_companies(request.user), pk=values["into"])
        row = services.merge_company(
            row, survivor, actor=_caller(request), reason=values["reason"]
        )
        return self.answer(row)


class ContactIn(serializers.Serializer[Any]):
    """What is written of somebody in a company."""

    company = serializers.UUIDField(required=False)
    site = serializers.UUIDField(allow_null=True, required=False)
    kind = serializers.ChoiceField(ContactKind.choices, required=False)
    first_name = serializers.CharField(required=False, max_length=80)
    last_name = serializers.CharField(required=False, max_length=80)
    function = serializers.CharField(allow_blank=True, required=False, max_length=120)
    email = serializers.EmailField(allow_blank=True, required=False)
    phone = serializers.CharField(allow_blank=True, required=False, max_length=30)


class ContactOut(Out):
    """Somebody of a company."""

    version = serializers.IntegerField()
    company = serializers.UUIDField()
    site = serializers.UUIDField(allow_null=True)
    kind = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    function = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()

    def represent(self, row: Contact) -> dict[str, Any]:
        """Return the plain dict of a contact."""
        return {name: getattr(row, name) for name in CONTACT_NAMES} | {
            "id": row.pk,
            "version": row.version,
            "company": row.company_id,
            "site": row.site_id,
        }


class SiteIn(serializers.Serializer[Any]):
    """What is written of a place."""

    company = serializers.UUIDField(required=False)
    label = serializers.CharField(required=False, max_length=120)  # type: ignore[assignment]
    address = serializers.CharField(required=False, max_length=200)
    postal_code = serializers.CharField(required=False, max_length=5)
    city = serializers.CharField(required=False, max_length=100)
    phone = serializers.CharField(allow_blank=True, required=False, max_length=30)


class SiteOut(Out):
    """A place of a company."""

    version = serializers.IntegerField()
    company = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    address = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    phone = serializers.CharField()

    def represent(self, row: Site) -> dict[str, Any]:
        """Return the plain dict of a place."""
        return {name: getattr(row, name) for name in SITE_NAMES} | {
            "id": row.pk,
            "version": row.version,
            "company": row.company_id,
        }


class PartViewset(Viewset):
    """What contacts and places share: they belong to a company the caller sees."""

    ordering: ClassVar[Sequence[str]] = ("created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("created_at",)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the visible rows with their company, which says what may be done."""
        return super().get_queryset().select_related("company")

    def company_of(self, values: dict[str, Any]) -> Company:
        """Return the company named in a new row, or refuse."""
        asked = values.pop("company", None)
        if asked is None:
            raise Invalid({"company": ["Donnez l’identifiant de l’entreprise."]})
        rows = access.visible_companies(self.request.user)
        return get_object_or_404(rows, pk=asked)

    def with_site(self, company: Company, values: dict[str, Any]) -> dict[str, Any]:
        """Turn the identifier of a place into its row."""
        if values.get("site") is None:
            return values
        rows = access.visible_sites(self.request.user).filter(company=company)
        return values | {"site": get_object_or_404(rows, pk=values["site"])}


class ContactViewset(PartViewset):
    """People of the companies the caller sees."""

    visible = access.visible_contacts
    serializer_class = ContactOut
    filterset_class = ContactFilter
    ordering_fields: ClassVar[Sequence[str]] = ("created_at", "last_name")
    checks: ClassVar[Any] = {"edit": lambda user, row: access.can_edit_contact(user, row)}

    @extend_schema(request=ContactIn, responses={201: ContactOut})
    def create(self, request: Request) -> Response:
        """Add somebody of a company."""
        values = _asked(ContactIn, request)
        company = self.company_of(values)
        values = self.with_site(company, values)
        row = services.add_contact(company, actor=_caller(request), **values)
        return self.answer(row, status=201)

    @extend_schema(request=ContactIn, responses=ContactOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct somebody of a company."""
        row, values = self.get_object(), _asked(ContactIn, request)
        values.pop("company", None)
        values = self.with_site(row.company, values)
        row = services.update_contact(
            row, actor=_caller(request), version=_seen(request), **values
        )
        return self.answer(row)


class SiteViewset(PartViewset):
    """Places of the companies the caller sees."""

    visible = access.visible_sites
    serializer_class = SiteOut
    filterset_class = SiteFilter
    checks: ClassVar[Any] = {"edit": lambda user, row: access.can_edit_site(user, row)}

    @extend_schema(request=SiteIn, responses={201: SiteOut})
    def create(self, request: Request) -> Response:
        """Add a place of a company."""
        values = _asked(SiteIn, request)
        company = self.company_of(values)
        row = services.add_site(company, actor=_caller(request), **values)
        return self.answer(row, status=201)

    @extend_schema(request=SiteIn, responses=SiteOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct a place of a company."""
        row, values = self.get_object(), _asked(SiteIn, request)
        values.pop("company", None)
        row = services.update_site(row, actor=_caller(request), version=_seen(request), **values)
        return self.answer(row)


ROUTES: list[tuple[str, type[Viewset], str]] = [
    ("companies", CompanyViewset, "company"),
    ("sites", SiteViewset, "site"),
    ("contacts", ContactViewset, "contact"),
]
