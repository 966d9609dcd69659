"""The search of a place: contacts noted, several hosts, one sector, its reason."""

from datetime import date, timedelta
from typing import Any

import pytest

from curriculum.models import Competence
from internships.models import InternshipPeriod, SearchEntry
from internships.services import search
from internships.states import SearchOutcome, SectorReason
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.people.models import Promotion, School, User
from tests.companies.factories import CompanyFactory
from tests.exams.factories import make_e4
from tests.internships.factories import InternshipPeriodFactory, SearchEntryFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(promotion: Promotion) -> InternshipPeriod:
    """The period that Alice looks a place for."""
    row: InternshipPeriod = InternshipPeriodFactory(promotion=promotion)
    return row


def values(**more: Any) -> dict[str, Any]:
    """Return a contact taken yesterday."""
    return {
        "company_name": "Néoprint",
        "contacted_on": clock.today() - timedelta(days=1),
        "means": "phone",
        **more,
    }


def test_student_notes_a_contact_and_the_competences_it_trains(
    alice: User, period: InternshipPeriod
) -> None:
    codes = make_e4()
    row = search.add_entry(
        alice, actor=alice, period=period, values=values(note="Rappeler"), tags=[codes["C32"]]
    )
    assert (row.outcome, row.note) == (SearchOutcome.WAITING, "Rappeler")
    assert list(row.competences.all()) == [codes["C32"]]


def test_company_of_the_directory_lends_its_name(
    alice: User, school: School, period: InternshipPeriod
) -> None:
    company = CompanyFactory(school=school, legal_name="OPTILOC", display_name="Optiloc")
    row = search.add_entry(
        alice, actor=alice, period=period, values=values(company=company, company_name="")
    )
    assert (row.company, row.company_name) == (company, "Optiloc")


@pytest.mark.req(22, rule="internships.access.can_write_search")
@pytest.mark.req(23, rule="internships.access.can_write_search")
def test_several_hosts_of_one_sector_are_noted_and_never_refused(
    alice: User, promotion: Promotion, school: School, period: InternshipPeriod
) -> None:
    hosts = [CompanyFactory(school=school, naf_code="46.69B", naf_version="rev2") for _ in "123"]
    for host in hosts:
        search.add_entry(alice, actor=alice, period=period, values=values(company=host))
    stages = [stage_of(alice, promotion, company=host) for host in hosts[:2]]
    assert alice.search_entries.count() == 3
    assert {stage.convention.company for stage in stages} == set(hosts[:2])


@pytest.mark.req(24, rule="internships.access.can_draft_convention")
def test_the_reason_for_one_sector_is_recorded(
    alice: User, bob: User, promotion: Promotion
) -> None:
    stage = stage_of(alice, promotion)
    row = search.set_sector_reason(stage, actor=alice, reason=SectorReason.PERSONAL)
    assert row.sector_reason == SectorReason.PERSONAL
    row = search.set_sector_reason(row, actor=bob, reason=SectorReason.SURROUNDINGS)
    assert row.get_sector_reason_display() == "les entreprises autour de l’établissement"
    with pytest.raises(Invalid, match="raison de la liste"):
        search.set_sector_reason(row, actor=bob, reason="autre")


def test_contact_to_come_and_follow_up_before_it_get_a_sentence(
    alice: User, period: InternshipPeriod
) -> None:
    with pytest.raises(Invalid, match="ce jour est à venir"):
        search.add_entry(
            alice,
            actor=alice,
            period=period,
            values=values(contacted_on=clock.today() + timedelta(days=1)),
        )
    with pytest.raises(Invalid, match="La relance vient après le contact"):
        search.add_entry(
            alice, actor=alice, period=period, values=values(follow_up_on=date(2020, 1, 1))
        )
    assert not SearchEntry.objects.exists()


def test_period_of_another_class_is_refused(alice: User, other_promotion: Promotion) -> None:
    other = InternshipPeriodFactory(promotion=other_promotion)
    with pytest.raises(Invalid, match="période de votre classe"):
        search.add_entry(alice, actor=alice, period=other, values=values())


def test_outcome_is_noted_later_and_a_second_tab_overwrites_nothing(
    alice: User, period: InternshipPeriod
) -> None:
    row = search.add_entry(alice, actor=alice, period=period, values=values())
    changed = search.edit_entry(
        row, actor=alice, version=1, values={"outcome": SearchOutcome.INTERVIEW}
    )
    assert (changed.outcome, changed.version) == (SearchOutcome.INTERVIEW, 2)
    with pytest.raises(Stale):
        search.edit_entry(row, actor=alice, version=1, values={"outcome": SearchOutcome.REFUSED})


def test_too_many_competences_say_nothing(alice: User, period: InternshipPeriod) -> None:
    make_e4()
    row = SearchEntryFactory(student=alice, period=period)
    many = list(Competence.objects.all())[:1] * 7
    with pytest.raises(Invalid, match="6\u00a0compétences au plus"):
        search.edit_entry(row, actor=alice, version=1, values={}, tags=many)


@pytest.mark.req(22, rule="internships.access.can_write_search")
@pytest.mark.parametrize("person", ["classmate", "bob", "emil", "head", "admin"])
def test_diary_is_written_by_its_student_alone(
    alice: User, period: InternshipPeriod, person: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(person)
    row = SearchEntryFactory(student=alice, period=period)
    with pytest.raises(NotAllowed):
        search.add_entry(alice, actor=actor, period=period, values=values())
    with pytest.raises(NotAllowed):
        search.edit_entry(row, actor=actor, version=1, values={"note": "x"})
    with pytest.raises(NotAllowed):
        search.remove_entry(row, actor=actor)


def test_contact_is_removed_once(alice: User, period: InternshipPeriod) -> None:
    row = SearchEntryFactory(student=alice, period=period)
    search.remove_entry(row, actor=alice)
    with pytest.raises(DomainError, match="déjà retirée"):
        search.remove_entry(row, actor=alice)
