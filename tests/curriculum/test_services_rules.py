"""A school's own value of a dated rule: fixed, dated, bounded by the law, taken back."""

from datetime import date, timedelta

import pytest

from curriculum.models import RuleSet, RuleValue
from curriculum.selectors import rule_fact, rule_value
from curriculum.services.rules import remove_rule, set_rule
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import School, User
from tests.curriculum.nrc2003 import load

pytestmark = pytest.mark.django_db
MANAGERIAL = "e4.managerial_required"
SOURCE = "Décision de l’équipe"


@pytest.fixture(autouse=True)
def _general(db: None) -> None:
    """The general values of the delivered file."""
    load()


def _off(school: School, actor: User, starts_on: date | None = None) -> RuleSet:
    day = starts_on or clock.today()
    return set_rule(school, MANAGERIAL, value=False, starts_on=day, source=SOURCE, actor=actor)


@pytest.mark.req(145)
def test_office_switches_the_managerial_rule_off_for_its_school_alone(
    school: School, other_school: School, emil: User
) -> None:
    rules = _off(school, emil)
    assert rule_value(MANAGERIAL, school=school) is False
    assert rule_fact(MANAGERIAL, school=school).source == SOURCE
    assert rule_value(MANAGERIAL, school=other_school) is True
    (line,) = history(rules)
    assert (line.kind, line.actor_id, line.data["value"]) == (
        "curriculum.rule.set",
        emil.pk,
        False,
    )


def test_head_and_platform_admin_may_too(school: School, head: User, admin: User) -> None:
    _off(school, head)
    _off(school, admin)
    assert RuleSet.objects.filter(school=school).count() == 1


@pytest.mark.parametrize(
    "person", ["alice", "bob", "juror", "nobody", "other_office", "other_head"]
)
def test_others_are_refused(
    person: str, school: School, request: pytest.FixtureRequest, emil: User
) -> None:
    user: User = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        _off(school, user)
    _off(school, emil)
    with pytest.raises(NotAllowed):
        remove_rule(school, MANAGERIAL, actor=user)
    assert rule_value(MANAGERIAL, school=school) is False


def test_value_holds_from_its_day_on(school: School, emil: User) -> None:
    later = clock.today() + timedelta(days=10)
    _off(school, emil, later)
    assert rule_value(MANAGERIAL, school=school) is True
    assert rule_value(MANAGERIAL, school=school, on=later) is False


def test_setting_it_twice_the_same_day_keeps_one_value(school: School, emil: User) -> None:
    _off(school, emil)
    set_rule(school, MANAGERIAL, value=True, starts_on=clock.today(), source="Autre", actor=emil)
    assert RuleValue.objects.filter(rule_set__school=school).count() == 1
    assert rule_fact(MANAGERIAL, school=school).source == "Autre"


def test_school_may_lower_the_legal_number_of_interns_never_raise_it(
    school: School, head: User
) -> None:
    today = clock.today()
    set_rule(school, "referent_max_interns", value=16, starts_on=today, source=SOURCE, actor=head)
    assert rule_value("referent_max_interns", school=school) == 16
    with pytest.raises(Invalid) as refused:
        set_rule(
            school, "referent_max_interns", value=25, starts_on=today, source=SOURCE, actor=head
        )
    assert "24 au plus" in refused.value.errors["value"][0]
    assert rule_value("referent_max_interns", school=school) == 16


@pytest.mark.parametrize("value", ["oui", 1, -3, None])
def test_value_of_the_wrong_kind_is_refused(school: School, emil: User, value: object) -> None:
    with pytest.raises(Invalid):
        set_rule(
            school,
            MANAGERIAL,
            value=value,  # type: ignore[arg-type]
            starts_on=clock.today(),
            source=SOURCE,
            actor=emil,
        )


@pytest.mark.parametrize("year", [2000, 2060])
def test_day_far_away_is_refused(school: School, emil: User, year: int) -> None:
    with pytest.raises(Invalid) as refused:
        _off(school, emil, date(year, 1, 1))
    assert "starts_on" in refused.value.errors


def test_unknown_rule_is_refused(school: School, emil: User) -> None:
    with pytest.raises(DomainError):
        set_rule(school, "e4.none", value=True, starts_on=clock.today(), source=SOURCE, actor=emil)


def test_taking_it_back_keeps_what_held_before(school: School, emil: User) -> None:
    yesterday = clock.today() - timedelta(days=1)
    _off(school, emil, yesterday - timedelta(days=30))
    _off(school, emil, clock.today() + timedelta(days=30))
    remove_rule(school, MANAGERIAL, actor=emil)
    remove_rule(school, MANAGERIAL, actor=emil)
    assert rule_value(MANAGERIAL, school=school) is True
    assert rule_value(MANAGERIAL, school=school, on=yesterday) is False
    assert rule_value(MANAGERIAL, school=school, on=clock.today() + timedelta(days=60)) is True


def test_what_the_text_alone_fixes_has_no_value_of_a_school(school: School, emil: User) -> None:
    percent = "gratification.percent"
    with pytest.raises(DomainError, match="n’a pas la sienne"):
        set_rule(school, percent, value=10, starts_on=clock.today(), source=SOURCE, actor=emil)
    assert rule_value(percent, school=school) == 15
