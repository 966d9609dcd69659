"""Schools, class-years, students and teachers in the REST API."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from nrc_platform.core.api import Out, Viewset
from nrc_platform.people import access, services
from nrc_platform.people.forms import PeopleFilter, PromotionFilter, StudentFilter
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.people.selectors import open_enrolments, open_teaching


def _caller(request: Request) -> User:
    return cast("User", request.user)


class SchoolOut(Out):
    """A lycée."""

    uai = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()

    def represent(self, row: School) -> dict[str, Any]:
        """Return the plain dict of a school."""
        names = ("uai", "name", "address", "postal_code", "city", "email", "phone")
        return {"id": row.pk} | {name: getattr(row, name) for name in names}


class SchoolViewset(Viewset):
    """Schools where the caller holds a role."""

    visible = access.visible_schools
    serializer_class = SchoolOut
    ordering: ClassVar[Sequence[str]] = ("name", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("name", "created_at")
    checks: ClassVar[Any] = {
        "manage_people": lambda user, row: access.can_manage_people(user, row),
        "change_head": lambda user, row: access.can_change_head(user, row),
    }


# DRF takes declared fields out of the class: `label` hides nothing of it.
class PromotionIn(serializers.Serializer[Any]):
    """A new class-year."""

    school = serializers.UUIDField()
    code = serializers.CharField(max_length=12)
    label = serializers.CharField(max_length=20)  # type: ignore[assignment]
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)


class PromotionOut(Out):
    """A class-year."""

    school = serializers.UUIDField()
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    session_year = serializers.IntegerField()

    def represent(self, row: Promotion) -> dict[str, Any]:
        """Return the plain dict of a class-year."""
        return {
            "id": row.pk,
            "school": row.school_id,
            "code": row.code,
            "label": row.label,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "session_year": row.session_year,
        }


class PromotionViewset(Viewset):
    """Class-years the caller may see."""

    visible = access.visible_promotions
    serializer_class = PromotionOut
    filterset_class = PromotionFilter
    ordering: ClassVar[Sequence[str]] = ("-code", "label", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("code", "label", "starts_on")
    checks: ClassVar[Any] = {"edit": lambda user, row: access.can_edit_promotion(user, row)}

    @extend_schema(request=PromotionIn, responses={201: PromotionOut})
    def create(self, request: Request) -> Response:
        """Open a class-year."""
        asked = PromotionIn(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        rows = access.managed_schools(request.user)
        school = get_object_or_404(rows, pk=values.pop("school"))
        row = services.create_promotion(school, actor=_caller(request), **values)
        return self.answer(row, status=201)


class StudentIn(serializers.Serializer[Any]):
    """Somebody who joins a class."""

    promotion = serializers.UUIDField()
    first_name = serializers.CharField(max_length=80)
    last_name = serializers.CharField(max_length=80)
    email = serializers.EmailField(required=False)
    phone = serializers.CharField(allow_blank=True, required=False, max_length=30)
    birth_date = serializers.DateField(required=False)
    starts_on = serializers.DateField(required=False)


class PersonOut(Out):
    """A person as their school knows them."""

    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField(allow_null=True)
    promotions = serializers.ListField(child=serializers.UUIDField())

    def promotions_of(self, row: User) -> list[Any]:
        """Return the identifiers of the classes of today."""
        raise NotImplementedError

    def represent(self, row: User) -> dict[str, Any]:
        """Return the plain dict of a person."""
        return {
            "id": row.pk,
            "first_name": row.first_name,
            "last_name": row.last_name,
            "email": row.email,
            "promotions": self.promotions_of(row),
        }


class StudentOut(PersonOut):
    """A student and the class they are in."""

    def promotions_of(self, row: User) -> list[Any]:
        """Return the class the student is in today."""
        return [each.promotion_id for each in row.open_enrolments]  # type: ignore[attr-defined]


class TeacherOut(PersonOut):
    """A teacher and the classes they follow."""

    def promotions_of(self, row: User) -> list[Any]:
        """Return the classes the teacher follows today."""
        return [each.promotion_id for each in row.open_teaching if each.promotion_id]  # type: ignore[attr-defined]


class PeopleViewset(Viewset):
    """What students and teachers share."""

    ordering: ClassVar[Sequence[str]] = ("last_name", "first_name", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("last_name", "first_name", "created_at")


class StudentViewset(PeopleViewset):
    """Students the caller follows, or themselves."""

    visible = access.visible_students
    serializer_class = StudentOut
    filterset_class = StudentFilter

    def get_queryset(self) -> QuerySet[User]:
        """Return the students with their class of today."""
        held = Prefetch("enrolments", open_enrolments(), to_attr="open_enrolments")
        return super().get_queryset().prefetch_related(held)

    @extend_schema(request=StudentIn, responses={201: StudentOut})
    def create(self, request: Request) -> Response:
        """Open a student's account in a class."""
        asked = StudentIn(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        rows = access.visible_promotions(request.user).select_related("school")
        promotion = get_object_or_404(rows, pk=values.pop("promotion"))
        row = services.create_student(promotion, actor=_caller(request), **values)
        return self.answer(self.get_queryset().get(pk=row.pk), status=201)


class TeacherViewset(PeopleViewset):
    """Teachers of the caller's schools."""

    visible = access.visible_teachers
    serializer_class = TeacherOut
    filterset_class = PeopleFilter

    def get_queryset(self) -> QuerySet[User]:
        """Return the teachers with the classes they follow today."""
        held = Prefetch("grants", open_teaching(_caller(self.request)), to_attr="open_teaching")
        return super().get_queryset().prefetch_related(held)


ROUTES: list[tuple[str, type[Viewset], str]] = [
    ("schools", SchoolViewset, "school"),
    ("promotions", PromotionViewset, "promotion"),
    ("students", StudentViewset, "student"),
    ("teachers", TeacherViewset, "teacher"),
]
