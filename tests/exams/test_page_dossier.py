"""The E4 file: three places, what is missing, the épreuve as the référentiel prints it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from curriculum.services.referentiel import load_referentiel
from exams.models import Candidacy, Fiche
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import FicheFactory
from tests.harness.client import HouseClient
from tests.people.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def student(alice: User, signed_in: Callable[[User], HouseClient]) -> HouseClient:
    """Alice's browser."""
    return signed_in(alice)


def _file(client: HouseClient, student: User) -> str:
    answer = client.get(reverse("exams:dossier", args=[student.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.req(144, rule="e4.three_fiches")
def test_student_sees_three_places_and_what_is_missing(
    student: HouseClient, draft: Fiche, alice: User
) -> None:
    page = student.get(reverse("exams:home")).content.decode()
    for place in (1, 2, 3):
        assert f'id="place-{place}"' in page
    assert "Le dossier compte une fiche sur trois" in page
    assert "Incomplet" in page


@pytest.mark.req(145, rule="e4.negotiation_sale")
def test_file_without_negotiation_sale_says_so_in_plain_french(
    student: HouseClient, make_fiche: Callable[..., Fiche], alice: User
) -> None:
    make_fiche(visaed=True, slot=1, kind="managerial")
    assert "n’est une négociation-vente" in _file(student, alice)


def test_three_visaed_fiches_make_a_ready_file(
    student: HouseClient, make_fiche: Callable[..., Fiche], alice: User
) -> None:
    for slot, kind in ((1, "negotiation_sale"), (2, "managerial"), (3, "negotiation_sale")):
        make_fiche(visaed=True, slot=slot, kind=kind)
    page = _file(student, alice)
    assert "Tout est en règle" in page
    assert "Prêt" in page


def test_empty_rubric_links_to_its_field(
    student: HouseClient, make_fiche: Callable[..., Fiche], alice: User
) -> None:
    fiche = make_fiche(written=True, slot=2, results_text="")
    target = f"{reverse('exams:fiche_edit', args=[fiche.pk])}#id_results_text"
    page = _file(student, alice)
    assert "Fiche 2, résultats\u00a0: la rubrique est vide" in page
    assert f'href="{target}"' in page


def test_student_moves_a_fiche_to_another_place(
    student: HouseClient, draft: Fiche, alice: User
) -> None:
    student.post(reverse("exams:fiche_place", args=[draft.pk]), {"slot": "3"})
    draft.refresh_from_db()
    assert draft.slot == 3
    student.post(reverse("exams:fiche_place", args=[draft.pk]), {"slot": ""})
    draft.refresh_from_db()
    assert draft.slot is None
    assert "Hors du dossier" in _file(student, alice)


def test_teacher_records_the_candidate_number(
    alice: User, bob: User, e4: Any, signed_in: Callable[[User], HouseClient]
) -> None:
    teacher = signed_in(bob)
    teacher.post(reverse("exams:dossier", args=[alice.pk]), {"number": "2027-0418"})
    assert Candidacy.objects.get(student=alice).number == "2027-0418"
    assert "2027-0418" in _file(teacher, alice)


def test_student_records_no_number(student: HouseClient, alice: User, e4: Any) -> None:
    student.post(reverse("exams:dossier", args=[alice.pk]), {"number": "2027-0418"})
    assert not Candidacy.objects.exists()


@pytest.mark.parametrize("who", ["classmate", "charlie", "emil", "admin", "juror", "other_head"])
def test_others_find_no_file(
    alice: User,
    who: str,
    signed_in: Callable[[User], HouseClient],
    request: pytest.FixtureRequest,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse("exams:dossier", args=[alice.pk])).status_code == 404


@pytest.mark.parametrize("who", ["emil", "admin", "juror"])
def test_roles_without_fiches_are_told_who_reads_them(
    who: str, signed_in: Callable[[User], HouseClient], request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    page = client.get(reverse("exams:home")).content.decode()
    assert "Aucune fiche ne vous est ouverte" in page


def test_file_costs_the_same_queries_for_one_fiche_or_ten(
    student: HouseClient, draft: Fiche, alice: User, assert_same_queries: Callable[..., int]
) -> None:
    assert_same_queries(
        reverse("exams:dossier", args=[alice.pk]),
        lambda: FicheFactory(student=alice, promotion=draft.promotion, written=True),
        client=student,
    )


@pytest.mark.req(138)
@pytest.mark.req(139)
@pytest.mark.req(141)
@pytest.mark.req(142)
@pytest.mark.req(143)
def test_file_prints_the_test_as_the_referentiel_has_it(student: HouseClient, alice: User) -> None:
    source = Path(settings.BASE_DIR) / "curriculum" / "data" / "nrc-2003.yaml"
    load_referentiel(source.read_text(encoding="utf-8"))
    page = _file(student, alice)
    assert "40 minutes, précédées de 40 minutes de préparation" in page
    for code in ("C31", "C32", "C33"):
        assert code in page
    assert "analyser et maîtriser une situation de communication" in page
    assert "10\u00a0critères d’évaluation, les mêmes à l’oral ponctuel" in page
    first, last = page.index("son contexte"), page.index("envisager ou non son suivi")
    assert first < last


def test_teacher_reads_no_word_of_a_draft_in_the_file(
    draft: Fiche, alice: User, bob: User, signed_in: Callable[[User], HouseClient]
) -> None:
    page = _file(signed_in(bob), alice)
    assert "En cours d’écriture" in page
    assert "Vendre un contrat" not in page


def test_student_who_changed_class_takes_nothing_of_it_to_the_old_teachers(
    draft: Fiche,
    alice: User,
    bob: User,
    charlie_promotion: Promotion,
    signed_in: Callable[[User], HouseClient],
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    alice.enrolments.update(ends_on=yesterday)
    EnrolmentFactory(student=alice, promotion=charlie_promotion, starts_on=clock.today())
    FicheFactory(
        student=alice,
        promotion=charlie_promotion,
        submitted=True,
        title="Titre de l’autre classe",
    )
    page = _file(signed_in(bob), alice)
    assert "Titre de l’autre classe" not in page
    assert "En cours d’écriture" in page
    assert "Titre de l’autre classe" in _file(signed_in(alice), alice)


def test_student_still_opens_the_file_after_the_last_day(
    draft: Fiche, alice: User, signed_in: Callable[[User], HouseClient]
) -> None:
    alice.enrolments.update(ends_on=clock.today() - timedelta(days=1))
    page = signed_in(alice).get(reverse("exams:home")).content.decode()
    assert "Mon dossier E4" in page
    assert "Commencer une fiche" not in page
