"""Pages and lists: queries of the class board, cost of an API list."""

import uuid
from typing import Any

import orjson
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIRequestFactory, force_authenticate

from bench.measure import Measure, at_most, cpu_ratio
from internships.access import visible_conventions
from internships.models import Convention, Internship, Terms
from internships.selectors.listing import list_rows, saved_views
from nrc_platform.companies.api import CompanyViewset
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.core.text import fold
from nrc_platform.people.access import held_grants, office_schools
from nrc_platform.people.models import Promotion, User
from nrc_platform.people.services import students

CLASS, LIST, ROUNDS = 35, 100, 31
# Session, person, roles, class and frame, then one query a domain.
BOARD_QUERIES, LIST_RATIO = 12, 4.0
CONVENTIONS, LIST_QUERIES = 500, 6


def fill_class(promotion: Promotion, size: int) -> None:
    """Enrol students until the class has that size."""
    present = promotion.enrolments.count()
    for number in range(present, size):
        students.create_student(
            promotion, actor=None, first_name="Alex", last_name=f"Renfort {number}"
        )


def _board_queries(client: Client, promotion: Promotion, *, expected: int) -> int:
    url = reverse("web:promotion_board", args=[promotion.code])
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(url)
    rows = answer.content.count(b'scope="row"')
    if answer.status_code != 200 or rows != expected:
        raise RuntimeError(f"The board answered {answer.status_code} with {rows} rows.")
    return len(captured)


def web_class() -> list[Measure]:
    """Count the queries of the board for one student, then for a class of 35."""
    teacher = User.objects.get(email="prof@demo.example")
    promotion = Promotion.objects.get(school__uai="0491234A", label="NRC2")
    client = Client()
    client.force_login(teacher)
    first = promotion.enrolments.order_by("pk").first()
    if first is None:
        raise RuntimeError("The class of the demo has no student.")
    with transaction.atomic():
        promotion.enrolments.exclude(pk=first.pk).delete()
        one = _board_queries(client, promotion, expected=1)
        transaction.set_rollback(True)
    fill_class(promotion, CLASS)
    many = _board_queries(client, promotion, expected=CLASS)
    if one != many:
        raise RuntimeError(f"{one} queries for one student, {many} for {CLASS}.")
    return [
        at_most(
            "web-class", many, BOARD_QUERIES, unit="queries",
            reference=f"board of 1, then {CLASS}", rounds=1,
        )
    ]  # fmt: skip


def _companies(user: User, count: int) -> None:
    school = office_schools(user).get()
    present = Company.objects.filter(school=school).count()
    Company.objects.bulk_create(
        Company(
            school=school,
            legal_name=f"Mesure {number} {uuid.uuid4().hex[:6]}",
            display_name=f"Mesure {number}",
            search_text=fold(f"mesure {number}"),
            no_siret_reason="mesure",
            main_activity="Vente",
        )
        for number in range(present, count)
    )


def _list(user: User, size: int) -> bytes:
    request = APIRequestFactory().get("/api/v1/companies/", {"page_size": size})
    force_authenticate(request, user=user)
    answer = CompanyViewset.as_view({"get": "list"})(request)
    answer.render()
    content: bytes = answer.content
    return content


def _queries(user: User, size: int) -> int:
    user = User.objects.get(pk=user.pk)  # what a person once read is kept on their object
    with CaptureQueriesContext(connection) as captured:
        shown = orjson.loads(_list(user, size))["results"]
    if len(shown) != size:
        raise RuntimeError(f"The list answered {len(shown)} rows instead of {size}.")
    return len(captured)


def api_list() -> list[Measure]:
    """Compare a list of 100 rows with the same columns by `.values()` and orjson."""
    user = User.objects.get(email="ddfpt@demo.example")
    _companies(user, LIST)
    if _queries(user, 1) != _queries(user, LIST):
        raise RuntimeError("The list asks more queries for more rows.")
    first: dict[str, Any] = orjson.loads(_list(user, 1))["results"][0]
    columns = [field.name for field in Company._meta.concrete_fields if field.name in first]

    def bare() -> bytes:
        rows = Company.objects.order_by("legal_name", "id").values(*columns)[:LIST]
        return orjson.dumps(list(rows), default=str)

    value = cpu_ratio(lambda: _list(user, LIST), bare, rounds=ROUNDS)
    return [
        at_most(
            "api-list", value, LIST_RATIO, unit="ratio of cpu",
            reference=f"the same {LIST} rows by .values() and orjson", rounds=ROUNDS,
        )
    ]  # fmt: skip


def _conventions(promotion: Promotion, count: int) -> None:
    """Begin conventions of one student in that class up to a number, unsigned and dated."""
    student = promotion.enrolments.select_related("student").order_by("pk")[0].student
    company = Company.objects.filter(school=promotion.school).order_by("pk").first()
    present = Convention.objects.filter(school=promotion.school).count()
    made = Convention.objects.bulk_create(
        Convention(school=promotion.school, company=company, state_since=clock.now())
        for _ in range(present, count)
    )
    Internship.objects.bulk_create(
        Internship(convention=row, student=student, promotion=promotion) for row in made
    )
    Terms.objects.bulk_create(Terms(convention=row) for row in made)


def _read_list(user: User) -> tuple[int, int]:
    """Return how many conventions the list shows, and the queries of its lines and counts."""
    with CaptureQueriesContext(connection) as captured:
        rows = visible_conventions(user)
        total = rows.count()
        saved_views(rows, {})
        lines = list_rows(rows.with_people(), user)
    if len(lines) != total:
        raise RuntimeError(f"The list read {len(lines)} lines of {total} conventions.")
    return total, len(captured)


def web_conventions() -> list[Measure]:
    """Count the queries of the list of conventions, 500 lines at once."""
    user = User.objects.get(email="ddfpt@demo.example")
    promotion = Promotion.objects.get(school__uai="0491234A", label="NRC2")
    held_grants(user)  # read once a request, whatever the page
    with transaction.atomic():
        _conventions(promotion, CONVENTIONS)
        total, many = _read_list(user)
        transaction.set_rollback(True)
    if total < CONVENTIONS:
        raise RuntimeError(f"The list holds {total} conventions instead of {CONVENTIONS}.")
    return [
        at_most(
            "web-conventions", many, LIST_QUERIES, unit="queries",
            reference=f"lines and counts of {CONVENTIONS} conventions", rounds=1,
        )
    ]  # fmt: skip
