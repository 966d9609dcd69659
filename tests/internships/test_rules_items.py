"""The fifteen items of D124-4 and the five signers: each missing one is said, and blocks."""

from datetime import date
from typing import Any

import pytest

from internships.rules import Schedule, convention_findings
from internships.rules.items import ITEMS
from tests.internships.checks import check, said, schedule, trainee

MINOR = date(2009, 6, 1)


@pytest.mark.req(61, rule="convention.item_7")
def test_a_convention_in_order_lacks_nothing() -> None:
    assert convention_findings(check()) == []
    assert said(check(supervision=""), "convention.item_7")


@pytest.mark.parametrize(
    ("item", "spoilt", "field"),
    [
        (1, {"course_title": ""}, "course_title"),
        (1, {"course_hours": 0}, "course_hours"),
        (2, {"referent": None}, "referent"),
        (2, {"tutor": None}, "tutor"),
        (3, {"competences": 0}, "competences"),
        (4, {"subject": "  "}, "subject"),
        (4, {"activities": ""}, "activities"),
        (5, {"starts_on": None}, "starts_on"),
        (5, {"ends_on": None}, "ends_on"),
        (6, {"schedule": Schedule()}, "monday_hours"),
        (6, {"night_presence": True}, "presence_note"),
        (6, {"holiday_presence": True}, "presence_note"),
        (7, {"supervision": ""}, "supervision"),
        (8, {"gratification": ""}, "gratification"),
        (8, {"gratification": "minimum"}, "payment"),
        (9, {"social_protection": ""}, "social_protection"),
        (10, {"leave_terms": ""}, "leave_terms"),
        (11, {"termination_terms": ""}, "termination_terms"),
        (12, {"validation_terms": ""}, "validation_terms"),
        (13, {"gives_meals": None}, "gives_meals"),
        (13, {"gives_transport": None}, "gives_transport"),
        (13, {"gives_activities": None}, "gives_activities"),
        (14, {"house_rules": ""}, "house_rules"),
        (15, {"attestation_terms": ""}, "attestation_terms"),
    ],
)
def test_a_missing_item_blocks_the_sending_and_leads_to_its_field(
    item: int, spoilt: dict[str, Any], field: str
) -> None:
    [finding] = said(check(**spoilt), f"convention.item_{item}")
    assert (finding.severity, finding.blocks) == ("blocking", "send")
    assert finding.source.endswith(f"D124-4, {item}°")
    assert finding.url == f"/conventions/1/modifier/#id_{field}"


def test_all_fifteen_items_are_checked() -> None:
    assert sorted(ITEMS) == list(range(1, 16))


@pytest.mark.req(12, rule="convention.item_3")
def test_a_stage_records_the_competences_to_acquire() -> None:
    [finding] = said(check(competences=0), "convention.item_3")
    assert "compétence" in finding.message


@pytest.mark.req(11, rule="convention.functions")
def test_a_stage_says_which_situations_of_reference_the_student_meets() -> None:
    [finding] = said(check(functions=0), "convention.functions")
    assert finding.blocks == "send"


@pytest.mark.parametrize(
    ("spoilt", "who"),
    [({"host": None}, "student"), ({"signatory": None}, "student"), ({"head": None}, "office")],
)
@pytest.mark.req(58, rule="convention.signers")
def test_who_must_sign_is_named_before_sending(spoilt: dict[str, Any], who: str) -> None:
    findings = said(check(**spoilt), "convention.signers")
    assert [finding.who for finding in findings] == [who]


def test_a_minor_without_representative_cannot_sign() -> None:
    young = trainee(born_on=MINOR)
    [finding] = said(check(trainees=(young,)), "convention.signers")
    assert "représentant légal" in finding.message
    followed = trainee(born_on=MINOR, representatives=1)
    assert said(check(trainees=(followed,)), "convention.signers") == []


def test_the_student_who_comes_of_age_before_signing_signs_alone() -> None:
    signing = date(2026, 12, 1)
    of_age = trainee(born_on=date(2008, 12, 1))
    assert said(check(trainees=(of_age,), signing_on=signing), "convention.signers") == []
    still = trainee(born_on=date(2008, 12, 2))
    assert said(check(trainees=(still,), signing_on=signing), "convention.signers")


def test_born_on_29_february_one_is_of_age_on_1_march() -> None:
    leap = trainee(born_on=date(2008, 2, 29))
    eve, day = date(2026, 2, 28), date(2026, 3, 1)
    assert said(check(trainees=(leap,), signing_on=eve), "convention.signers")
    assert said(check(trainees=(leap,), signing_on=day), "convention.signers") == []


def test_the_company_attests_that_the_stage_is_no_job() -> None:
    [finding] = said(check(not_a_job=False), "convention.not_a_job")
    assert (finding.who, finding.blocks) == ("company", "send")


def test_a_project_in_weekly_hours_alone_needs_no_week_of_presence() -> None:
    held = check(kind="project", schedule=Schedule(), project_weekly_hours=4)
    assert said(held, "convention.item_6") == []
    assert said(check(kind="project", schedule=Schedule()), "convention.item_6")
    assert said(check(kind="project", schedule=schedule()), "convention.item_6") == []
