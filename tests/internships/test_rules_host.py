"""The host of a stage: what it is, what it owes, how many it takes."""

from datetime import date, timedelta
from typing import Any

import pytest

from internships.rules import Figure, PaperFacts, Person, PreviousStage
from tests.internships.checks import (
    FIRST,
    LAST,
    check,
    host,
    said,
    schedule,
    stage,
    trainee,
)

NINE_WEEKS = date(2026, 9, 7), date(2026, 11, 6)


def nine_weeks(**changes: Any) -> Any:
    """Return a stage of nine weeks in autumn 2026: no public holiday, 315 hours."""
    first, last = NINE_WEEKS
    return check(starts_on=first, ends_on=last, schedule=schedule(first, last), **changes)


@pytest.mark.req(19, rule="convention.host_identified")
def test_the_host_is_a_known_enterprise_or_organisation() -> None:
    [finding] = said(check(host=host(identified=False)), "convention.host_identified")
    assert finding.blocks == "send"


@pytest.mark.req(20, rule="convention.host_sells")
@pytest.mark.req(163, rule="convention.host_sells")
@pytest.mark.parametrize("sells", [None, False])
def test_the_host_s_main_activity_is_to_sell(sells: bool | None) -> None:
    [finding] = said(check(host=host(sells_goods_or_services=sells)), "convention.host_sells")
    assert (finding.severity, finding.blocks) == ("blocking", "send")


@pytest.mark.req(21, rule="convention.host_clientele")
def test_the_host_s_customers_are_recorded() -> None:
    [finding] = said(check(host=host(clientele=())), "convention.host_clientele")
    assert (finding.severity, finding.blocks) == ("warning", None)


@pytest.mark.req(17, rule="convention.host_team")
@pytest.mark.parametrize("team", ["", "none"])
def test_a_sales_team_is_preferred_and_never_demanded(team: str) -> None:
    [finding] = said(check(host=host(sales_team=team)), "convention.host_team")
    assert (finding.severity, finding.blocks) == ("warning", None)


@pytest.mark.req(18, rule="convention.host_team")
@pytest.mark.parametrize("active", [None, False])
def test_an_active_approach_is_preferred(active: bool | None) -> None:
    [finding] = said(check(host=host(active_approach=active)), "convention.host_team")
    assert "au-devant" in finding.message


@pytest.mark.req(22, rule="convention.host_sells")
@pytest.mark.req(23, rule="convention.host_sells")
def test_several_hosts_of_one_sector_are_allowed() -> None:
    """What refuses a host is what it does, never how many there are nor in which sector."""
    others = (
        stage(date(2026, 5, 4), date(2026, 6, 5), siren="798451233", sector="46"),
        stage(date(2026, 9, 7), date(2026, 9, 18), siren="432987618", sector="46"),
    )
    held = check(trainees=(trainee(other_stages=others),))
    assert said(held, "convention.host_sells") == []
    assert said(check(host=host(sells_goods_or_services=False)), "convention.host_sells")


def test_under_the_threshold_nothing_is_due() -> None:
    assert said(check(), "convention.gratification") == []


def test_nine_weeks_without_pay_are_refused_with_the_hours() -> None:
    [finding] = said(nine_weeks(), "convention.gratification")
    assert (finding.who, finding.blocks) == ("company", "send")
    assert "315\u00a0h" in finding.message
    assert "308\u00a0h" in finding.message


@pytest.mark.parametrize(("cents", "refused"), [(449, True), (450, False)])
def test_too_little_pay_is_refused_to_the_cent(cents: int, refused: bool) -> None:
    held = nine_weeks(gratification="rate", hourly_cents=cents, payment="Virement")
    assert bool(said(held, "convention.gratification")) is refused


def test_the_branch_s_higher_minimum_wins() -> None:
    held = nine_weeks(
        gratification="rate", hourly_cents=460, payment="Virement", branch_hourly_cents=500
    )
    [finding] = said(held, "convention.gratification")
    assert "5,00\u00a0€" in finding.message


def test_paying_more_is_allowed_and_its_contributions_are_said() -> None:
    held = nine_weeks(gratification="rate", hourly_cents=500, payment="Virement")
    assert said(held, "convention.gratification") == []
    [finding] = said(held, "convention.gratification_voluntary")
    assert (finding.severity, finding.blocks) == ("info", None)
    assert "157,50\u00a0€" in finding.message


def test_a_ceiling_not_published_leaves_the_line_open() -> None:
    held = check(ceilings={2027: Figure(0)}, gratification="minimum", payment="Virement")
    [finding] = said(held, "convention.ceiling_unpublished")
    assert (finding.severity, finding.blocks) == ("warning", None)
    assert said(check(ceilings={}), "convention.ceiling_unpublished") == []


@pytest.mark.parametrize(
    ("headcount", "present", "warned"),
    [(19, 2, False), (19, 3, True), (20, 2, False), (20, 3, True), (100, 14, False),
     (101, 15, False), (100, 15, True), (1, 2, False)],
)  # fmt: skip
def test_the_host_takes_15_percent_or_three(headcount: int, present: int, warned: bool) -> None:
    """15 % of 20 is 3, of 101 is 15.15 rounded up to 16; under 20 people, three."""
    held = check(host=host(headcount=headcount, interns_declared=present))
    findings = said(held, "convention.host_quota")
    assert [finding.severity for finding in findings] == (["warning"] if warned else [])


def test_interns_known_here_count_when_the_company_says_fewer() -> None:
    busy = host(headcount=10, interns_declared=0, interns_by_week={FIRST: 1, LAST: 3})
    assert said(check(host=busy), "convention.host_quota")


def test_a_headcount_not_declared_is_asked_for() -> None:
    [finding] = said(check(host=host(headcount=None)), "convention.host_quota")
    assert (finding.severity, finding.who) == ("info", "company")


@pytest.mark.parametrize(("count", "warned"), [(2, False), (3, True)])
def test_a_tutor_of_three_interns_takes_no_fourth(count: int, warned: bool) -> None:
    findings = said(check(tutor_conventions=count), "convention.tutor_quota")
    assert [finding.severity for finding in findings] == (["warning"] if warned else [])


@pytest.mark.parametrize(
    ("count", "severity"), [(19, None), (20, "warning"), (24, "warning"), (25, "blocking")]
)
def test_a_referent_is_warned_at_20_and_refused_at_25(count: int, severity: str | None) -> None:
    findings = said(check(referent_interns=count), "convention.referent_quota")
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_a_school_may_fix_fewer_interns_for_its_referents() -> None:
    figures = {"referent_max_interns": Figure(16), "referent_warn_interns": Figure(12)}
    [finding] = said(check(referent_interns=17, figures=figures), "convention.referent_quota")
    assert finding.severity == "blocking"


@pytest.mark.parametrize(
    ("first", "warned"), [(date(2027, 1, 6), True), (date(2027, 1, 7), False)]
)
def test_a_third_of_the_last_stage_separates_two_interns(first: date, warned: bool) -> None:
    """28 days end on 27 December: a third is ten days, so 7 January is the first day."""
    last = PreviousStage(date(2026, 11, 30), date(2026, 12, 27))
    held = check(starts_on=first, previous=last)
    findings = said(held, "convention.gap")
    assert [finding.severity for finding in findings] == (["warning"] if warned else [])
    cut = PreviousStage(last.starts_on, last.ends_on, cut_by_intern=True)
    assert said(check(starts_on=first, previous=cut), "convention.gap") == []


@pytest.mark.parametrize(
    ("paper", "who"),
    [
        (None, "student"),
        (PaperFacts("refused", date(2027, 8, 31)), "student"),
        (PaperFacts("to_check", date(2027, 8, 31)), "office"),
        (PaperFacts("accepted", LAST - timedelta(days=1)), "student"),
    ],
)
def test_insurance_blocks_the_start_not_the_signature(paper: Any, who: str) -> None:
    [finding] = said(check(trainees=(trainee(insurance=paper),)), "convention.insurance")
    assert (finding.blocks, finding.who, finding.due) == ("start", who, "2027-01-03")


def test_insurance_valid_on_the_last_day_is_enough() -> None:
    enough = trainee(insurance=PaperFacts("accepted", LAST))
    assert said(check(trainees=(enough,)), "convention.insurance") == []


def test_past_the_middle_two_contacts_are_expected() -> None:
    middle = FIRST + timedelta(days=20)
    once = trainee(contacts=1)
    held = check(signed_on=FIRST, today=middle, trainees=(once,))
    [finding] = said(held, "convention.contacts")
    assert finding.severity == "warning"
    early = check(signed_on=FIRST, today=middle - timedelta(days=1), trainees=(once,))
    assert said(early, "convention.contacts") == []
    twice = check(signed_on=FIRST, today=LAST, trainees=(trainee(contacts=2),))
    assert said(twice, "convention.contacts") == []


def test_each_person_is_named_in_the_quota() -> None:
    held = check(tutor=Person("Nadia Lambert"), tutor_conventions=3)
    assert "Nadia Lambert" in said(held, "convention.tutor_quota")[0].message


def test_pay_of_a_team_is_that_of_the_student_with_the_most_hours_here() -> None:
    before = stage(date(2026, 9, 7), date(2026, 10, 16))
    team = (trainee(), trainee(name="Samir Haddad", other_stages=(before,)))
    [finding] = said(check(trainees=team), "convention.gratification")
    assert "420\u00a0h" in finding.message
    assert said(check(trainees=team[:1]), "convention.gratification") == []
