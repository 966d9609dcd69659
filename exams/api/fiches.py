"""Fiches in the REST API: written by their student, answered by the teachers."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from exams import access, services
from exams.facts import PLAIN_FIELDS
from exams.forms import FicheFilter
from exams.models import Fiche
from exams.rules import Actor
from exams.selectors import e4_codes, with_content
from exams.states import Kind, Lived, Origin
from nrc_platform.companies.access import visible_companies
from nrc_platform.core.api import Out, Viewset
from nrc_platform.core.errors import Invalid
from nrc_platform.people.access import current_enrolment
from nrc_platform.people.models import User

_WRITTEN = tuple(name for name in PLAIN_FIELDS if name not in {"title", "kind"})


class ActorShape(serializers.Serializer[Any]):
    """A person of the situation."""

    name = serializers.CharField(allow_blank=True, max_length=120)
    capacity = serializers.CharField(allow_blank=True, max_length=200)
    profile = serializers.CharField(allow_blank=True, max_length=500, default="")


class AnnexShape(serializers.Serializer[Any]):
    """A PDF joined to the fiche."""

    id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    page_count = serializers.IntegerField()


class FicheIn(serializers.Serializer[Any]):
    """What a student writes; every field may come alone."""

    title = serializers.CharField(max_length=150, required=False)
    kind = serializers.ChoiceField(Kind.choices, allow_blank=True, required=False)
    lived = serializers.ChoiceField(Lived.choices, allow_blank=True, required=False)
    is_oral = serializers.BooleanField(required=False)
    is_real = serializers.BooleanField(required=False)
    origin_kind = serializers.ChoiceField(Origin.choices, allow_blank=True, required=False)
    origin_text = serializers.CharField(allow_blank=True, max_length=200, required=False)
    company = serializers.UUIDField(allow_null=True, required=False)
    company_name = serializers.CharField(allow_blank=True, max_length=200, required=False)
    company_address = serializers.CharField(allow_blank=True, max_length=300, required=False)
    company_activity = serializers.CharField(allow_blank=True, required=False)
    object_text = serializers.CharField(allow_blank=True, required=False)
    context_text = serializers.CharField(allow_blank=True, required=False)
    goals_text = serializers.CharField(allow_blank=True, required=False)
    took_place_on = serializers.DateField(allow_null=True, required=False)
    duration_minutes = serializers.IntegerField(
        allow_null=True, required=False, min_value=1, max_value=1440
    )
    place = serializers.CharField(allow_blank=True, max_length=200, required=False)
    conditions_text = serializers.CharField(allow_blank=True, required=False)
    strategy_text = serializers.CharField(allow_blank=True, required=False)
    difficulties_text = serializers.CharField(allow_blank=True, required=False)
    results_text = serializers.CharField(allow_blank=True, required=False)
    actors = ActorShape(many=True, required=False)
    competences = serializers.ListField(child=serializers.CharField(), required=False)
    savoirs = serializers.ListField(child=serializers.CharField(), required=False)


class SendBackIn(serializers.Serializer[Any]):
    """What the student reads first."""

    message = serializers.CharField(allow_blank=True, default="")


class VisaIn(serializers.Serializer[Any]):
    """What is printed with the visa."""

    remarks = serializers.CharField(allow_blank=True, default="")


class FicheOut(Out):
    """A fiche; the text of a draft is null for others, and lists leave the text out."""

    version = serializers.IntegerField()
    state = serializers.CharField()
    student = serializers.UUIDField()
    promotion = serializers.UUIDField()
    slot = serializers.IntegerField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    kind = serializers.CharField(allow_null=True)
    submission_number = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    visa_by = serializers.UUIDField(allow_null=True)
    visa_at = serializers.DateTimeField(allow_null=True)
    visa_remarks = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    written = FicheIn(allow_null=True, required=False)
    annexes = AnnexShape(many=True, required=False)

    def represent(self, row: Fiche) -> dict[str, Any]:
        """Return the plain dict of a fiche."""
        view = self.context["view"]
        readable = access.can_read_fiche(view.request.user, row)
        shape = {
            "id": row.pk,
            "version": row.version,
            "state": row.state,
            "student": row.student_id,
            "promotion": row.promotion_id,
            "slot": row.slot,
            "title": row.title if readable else None,
            "kind": row.kind if readable else None,
            "submission_number": row.submission_number,
            "submitted_at": row.submitted_at,
            "returned_at": row.returned_at,
            "visa_by": row.visa_by_id,
            "visa_at": row.visa_at,
            "visa_remarks": row.visa_remarks,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
        if view.action != "list":
            shape |= {"written": _written(row) if readable else None}
            shape |= {"annexes": _annexes(row) if readable else []}
        return shape


def _written(row: Fiche) -> dict[str, Any]:
    shape: dict[str, Any] = {name: getattr(row, name) for name in ("title", "kind", *_WRITTEN)}
    shape["company"] = row.company_id
    shape["actors"] = [
        {"name": actor.name, "capacity": actor.capacity, "profile": actor.profile}
        for actor in row.actors.all()
    ]
    shape["competences"] = sorted(node.code for node in row.competences.all())
    shape["savoirs"] = sorted(node.code for node in row.savoirs.all())
    return shape


def _annexes(row: Fiche) -> list[dict[str, Any]]:
    return [
        {"id": annex.pk, "label": annex.label, "page_count": annex.page_count}
        for annex in row.annexes.all()
    ]


def _caller(request: Request) -> User:
    return cast("User", request.user)


class FicheViewset(Viewset):
    """Fiches E4: written by their student, answered by the teachers of the class."""

    visible = access.visible_fiches
    serializer_class = FicheOut
    filterset_class = FicheFilter
    ordering: ClassVar[Sequence[str]] = ("-updated_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("updated_at", "created_at")

    def abilities(self, row: Fiche) -> dict[str, bool]:
        """Return what the caller may do to the fiche now."""
        return access.fiche_abilities(self.request.user, row)

    def get_queryset(self) -> QuerySet[Fiche]:
        """Return the fiches; a single one comes with all that is written in it."""
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        return rows.select_related("student", "promotion__school").prefetch_related(
            "actors", "competences", "savoirs", "annexes"
        )

    def _values(self, request: Request) -> dict[str, Any]:
        """Return the given fields, codes and company turned into their rows."""
        asked = FicheIn(data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        if "actors" in values:
            values["actors"] = [Actor(**actor) for actor in values["actors"]]
        codes = e4_codes()
        for name in ("competences", "savoirs"):
            if name in values:
                values[name] = _rows_of(name, values[name], getattr(codes, name))
        if values.get("company") is not None:
            company = visible_companies(request.user).filter(pk=values["company"]).first()
            if company is None:
                raise Invalid({"company": ["Cette entreprise n’est pas dans votre annuaire."]})
            values["company"] = company
        return values

    def _answer(self, row: Fiche, *, status: int = 200) -> Response:
        return self.answer(with_content(row), status=status)

    @extend_schema(request=FicheIn, responses={201: FicheOut})
    def create(self, request: Request) -> Response:
        """Begin a fiche in the caller's own class."""
        values = self._values(request)
        title = values.pop("title", "")
        if not title:
            raise Invalid({"title": ["Donnez un titre à la fiche."]})
        enrolment = current_enrolment(request.user)
        if enrolment is None:
            raise Invalid({"": ["Seule une personne inscrite écrit une fiche."]})
        row = services.create_fiche(
            actor=_caller(request), promotion=enrolment.promotion, title=title, values=values
        )
        return self._answer(row, status=201)

    @extend_schema(request=FicheIn, responses=FicheOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Keep what is given of a draft; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        values = self._values(request)
        row = services.save_draft(row, actor=_caller(request), version=row.version, values=values)
        return self._answer(row)

    @extend_schema(request=None, responses=FicheOut)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand the fiche in; 409 lists what is missing."""
        row = self.get_object()
        self.check_version(row)
        return self._answer(services.submit_fiche(row, actor=_caller(request)))

    @extend_schema(request=SendBackIn, responses=FicheOut)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, pk: str) -> Response:
        """Give the fiche back to its student, with a message."""
        row = self.get_object()
        self.check_version(row)
        asked = SendBackIn(data=request.data)
        asked.is_valid(raise_exception=True)
        message = asked.validated_data["message"]
        return self._answer(services.send_back_fiche(row, actor=_caller(request), message=message))

    @extend_schema(request=VisaIn, responses=FicheOut)
    @action(detail=True, methods=["post"], url_path="grant-visa", url_name="grant-visa")
    def grant_visa(self, request: Request, pk: str) -> Response:
        """Close the fiche and have its PDF made."""
        row = self.get_object()
        self.check_version(row)
        asked = VisaIn(data=request.data)
        asked.is_valid(raise_exception=True)
        remarks = asked.validated_data["remarks"]
        return self._answer(services.grant_visa(row, actor=_caller(request), remarks=remarks))


def _rows_of(name: str, codes: Sequence[str], known: Sequence[Any]) -> list[Any]:
    by_code = {row.code: row for row in known}
    unknown = [code for code in codes if code not in by_code]
    if unknown:
        raise Invalid({name: [f"Hors de l’épreuve E4 : {', '.join(unknown)}."]})
    return [by_code[code] for code in codes]
