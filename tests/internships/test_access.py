"""Who may see and do what in a stage: every role, every question, in every state."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from internships import access
from internships.models import Convention, Internship
from internships.states import AttestationState, AvenantState, ConventionState, PaperState
from nrc_platform.people.models import Promotion, User
from tests.internships import factories as make
from tests.internships.acts import make_convention
from tests.signatures.factories import SignerFactory, SigningRequestFactory

pytestmark = pytest.mark.django_db

ROLES = (
    "alice",
    "classmate",
    "schoolmate",
    "bob",
    "charlie",
    "head",
    "emil",
    "juror",
    "admin",
    "nobody",
    "other_student",
    "other_teacher",
    "other_office",
    "other_head",
    "anonymous",
)
S = ConventionState
States = set[Any]
ALL: States = set(S)
WRITING = {S.DRAFT, S.RETURNED}
AT_COMPANY = {S.COMPANY_CHECK}
REVIEW = {S.TEACHER_REVIEW}
SIGNING = {S.READY_TO_SIGN, S.PARTLY_SIGNED}
SIGNED = {S.SIGNED}
COVERING = {S.SIGNED, S.CLOSED, S.TERMINATED}
REFUSABLE = AT_COMPANY | REVIEW | SIGNING
CANCELLABLE = WRITING | AT_COMPANY | REVIEW | SIGNING | SIGNED


def followers(states: States) -> dict[str, States]:
    """The teacher of the class and the internship office of its school."""
    return {"bob": states, "emil": states}


# question → role → states in which the answer is yes; a role left out never gets a yes.
ACTS: dict[str, dict[str, States]] = {
    "can_edit_convention": {"alice": WRITING, **followers(WRITING | REVIEW)},
    "can_submit_convention": {"alice": WRITING, **followers(WRITING)},
    "can_check_for_company": {"emil": AT_COMPANY},
    "can_remind_company": {"alice": AT_COMPANY, **followers(AT_COMPANY)},
    "can_send_back_convention": followers(AT_COMPANY | REVIEW),
    "can_send_convention": followers(REVIEW),
    "can_record_paper": followers(ALL),
    "can_correct_contact": followers(SIGNING),
    "can_reopen_convention": followers(SIGNING),
    "can_refuse_convention": followers(REFUSABLE),
    "can_cancel_convention": {"alice": WRITING, **followers(CANCELLABLE)},
    "can_terminate_convention": followers(SIGNED),
    "can_draft_avenant": followers(SIGNED),
    "can_record_absence": {"alice": COVERING, **followers(COVERING)},
    "can_record_accident": {"alice": COVERING, **followers(COVERING)},
    "can_plan_visit": {"bob": COVERING},
    "can_ask_tutor": followers(COVERING),
    "can_write_assessment": {"alice": COVERING, "bob": COVERING},
    "can_make_attestation": followers(COVERING),
    "can_set_outcome": followers(COVERING),
}
OF_INTERNSHIP = {
    "can_record_absence",
    "can_record_accident",
    "can_plan_visit",
    "can_ask_tutor",
    "can_make_attestation",
    "can_set_outcome",
}
# question → who gets a yes, whatever the state of the convention.
ALWAYS: dict[str, set[str]] = {
    "can_edit_calendar": {"bob", "emil"},
    "can_draft_convention": {"alice", "bob", "emil"},
    "can_draft_for_class": {"bob", "emil"},
    "can_write_search": {"alice"},
    "can_give_paper": {"alice", "emil"},
    "can_write_log": {"alice"},
    "can_answer_log": {"alice", "bob"},
    "can_record_dispensation": {"emil"},
    "can_edit_clauses": {"emil"},
}
SEES_STAGE = {"alice", "bob", "head", "emil"}
SEES_CLASS = {"alice", "classmate", "bob", "head", "emil"}
VISIBLE: dict[str, set[str]] = {
    "visible_internships": SEES_STAGE,
    "visible_conventions": SEES_STAGE,
    "visible_avenants": SEES_STAGE,
    "visible_attestations": SEES_STAGE,
    "visible_absences": SEES_STAGE,
    "visible_accidents": SEES_STAGE,
    "visible_visits": SEES_STAGE,
    "visible_assessments": SEES_STAGE,
    "visible_signing_requests": SEES_STAGE,
    "visible_signers": SEES_STAGE,
    "visible_search_entries": SEES_STAGE,
    "visible_papers": SEES_STAGE,
    "visible_dispensations": SEES_STAGE,
    "visible_log_entries": {"alice", "bob"},
    "visible_periods": SEES_CLASS,
    "visible_steps": SEES_CLASS,
    "visible_classes": SEES_CLASS,
    "visible_clauses": {"bob", "charlie", "head", "emil"},
    "followed_classes": {"bob", "head", "emil"},
    "recordable_requests": {"bob", "emil"},
}
# Rows with states of their own, below.
APART = {"can_check_paper", "can_edit_avenant", "can_cancel_attestation"}


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return every role by name."""
    named = {name: request.getfixturevalue(name) for name in ROLES if name != "anonymous"}
    return {**named, "anonymous": AnonymousUser()}


def in_state(alice: User, promotion: Promotion, state: str) -> Convention:
    """Return Alice's convention in that state."""
    trait = {"ready_to_sign": "sent"}.get(state, state)
    return make_convention(alice, promotion, **({} if state == S.DRAFT else {trait: True}))


def compare(
    people: dict[str, Any], expected: set[str], ask: Callable[[Any], bool], question: str
) -> list[str]:
    """Return what differs from the table, in words."""
    return [
        f"{question}({role}) should be {role in expected}"
        for role, user in people.items()
        if bool(ask(user)) is not (role in expected)
    ]


def answer(question: str, user: Any, row: Convention, one: Internship) -> bool:
    """Ask one question about the convention or the stage."""
    ask = getattr(access, question)
    if question == "can_write_assessment":
        return bool(ask(user, one, "student") or ask(user, one, "teacher"))
    return bool(ask(user, one if question in OF_INTERNSHIP else row))


@pytest.mark.parametrize("state", list(S))
def test_every_act_follows_the_table_in_every_state(
    people: dict[str, Any], alice: User, promotion: Promotion, state: ConventionState
) -> None:
    row = in_state(alice, promotion, state)
    one = row.internships.get()
    wrong = []
    for question, cells in ACTS.items():
        expected = {role for role, states in cells.items() if state in states}
        wrong += compare(
            people, expected, lambda user, q=question: answer(q, user, row, one), question
        )
    assert wrong == []


def test_every_act_about_a_class_or_a_student_follows_the_table(
    people: dict[str, Any], alice: User, promotion: Promotion
) -> None:
    entry = make.LogEntryFactory(student=alice, promotion=promotion)
    about: dict[str, tuple[Any, ...]] = {
        "can_edit_calendar": (promotion,),
        "can_draft_convention": (alice, promotion),
        "can_draft_for_class": (promotion,),
        "can_write_search": (alice,),
        "can_give_paper": (alice, promotion),
        "can_write_log": (alice,),
        "can_answer_log": (entry,),
        "can_record_dispensation": (promotion,),
        "can_edit_clauses": (promotion.school,),
    }
    wrong = []
    for question, expected in ALWAYS.items():
        ask = getattr(access, question)
        given = about[question]
        wrong += compare(
            people, expected, lambda user, ask=ask, given=given: ask(user, *given), question
        )
    assert wrong == []


@pytest.fixture
def things(alice: User, promotion: Promotion, bob: User) -> dict[str, Any]:
    """A row of each kind that hangs on Alice's signed convention or on her class."""
    row = in_state(alice, promotion, S.SIGNED)
    one = row.internships.get()
    own = {"student": alice, "promotion": promotion}
    held = SigningRequestFactory(
        kind="internships.convention", subject_id=row.pk, school=promotion.school
    )
    return {
        "visible_internships": one,
        "visible_conventions": row,
        "visible_avenants": make.AvenantFactory(convention=row),
        "visible_attestations": make.AttestationFactory(internship=one),
        "visible_absences": make.AbsenceFactory(internship=one),
        "visible_accidents": make.AccidentFactory(internship=one),
        "visible_visits": make.VisitFactory(internship=one, teacher=bob),
        "visible_assessments": make.AssessmentFactory(internship=one, submitted=True),
        "visible_signing_requests": held,
        "visible_signers": SignerFactory(request=held),
        "visible_search_entries": make.SearchEntryFactory(student=alice, period=one.period),
        "visible_papers": make.SupportingPaperFactory(**own),
        "visible_dispensations": make.DispensationFactory(**own),
        "visible_log_entries": make.LogEntryFactory(**own),
        "visible_periods": one.period,
        "visible_steps": make.ProgressionStepFactory(promotion=promotion),
        "visible_classes": promotion,
        "visible_clauses": make.SchoolClausesFactory(school=promotion.school),
        "followed_classes": promotion,
        "recordable_requests": held,
    }


def test_everybody_sees_what_the_table_says(
    people: dict[str, Any], things: dict[str, Any]
) -> None:
    wrong = []
    for question, expected in VISIBLE.items():
        ask, row = getattr(access, question), things[question]
        wrong += compare(
            people,
            expected,
            lambda user, ask=ask, row=row: ask(user).filter(pk=row.pk).exists(),
            question,
        )
    assert wrong == []


def test_tables_cover_every_question() -> None:
    asked = {
        name
        for name in vars(access)
        if name.startswith(("can_", "visible_", "followed_", "recordable_"))
    }
    assert asked == set(ACTS) | set(ALWAYS) | set(VISIBLE) | APART


@pytest.mark.parametrize("state", list(PaperState))
def test_a_paper_is_checked_by_the_office_once(
    people: dict[str, Any], alice: User, promotion: Promotion, state: PaperState
) -> None:
    trait = {} if state == PaperState.TO_CHECK else {state.value: True}
    paper = make.SupportingPaperFactory(student=alice, promotion=promotion, **trait)
    expected = {"emil"} if state == PaperState.TO_CHECK else set()
    assert compare(people, expected, lambda u: access.can_check_paper(u, paper), "paper") == []


@pytest.mark.parametrize("state", list(AvenantState))
def test_an_avenant_is_written_until_it_is_signed(
    people: dict[str, Any], alice: User, promotion: Promotion, state: AvenantState
) -> None:
    trait = {AvenantState.DRAFT: {}, AvenantState.READY_TO_SIGN: {"sent": True}}
    row = in_state(alice, promotion, S.SIGNED)
    avenant = make.AvenantFactory(convention=row, **trait.get(state, {state.value: True}))
    ended = {AvenantState.SIGNED, AvenantState.REFUSED, AvenantState.CANCELLED}
    expected = set() if state in ended else {"bob", "emil"}
    asked = compare(people, expected, lambda u: access.can_edit_avenant(u, avenant), "avenant")
    assert asked == []


@pytest.mark.parametrize("state", list(AttestationState))
def test_an_attestation_is_taken_back_once(
    people: dict[str, Any], alice: User, promotion: Promotion, state: AttestationState
) -> None:
    trait = {} if state == AttestationState.READY_TO_SIGN else {state.value: True}
    one = in_state(alice, promotion, S.SIGNED).internships.get()
    row = make.AttestationFactory(internship=one, **trait)
    expected = set() if state == AttestationState.CANCELLED else {"bob", "emil"}
    asked = compare(people, expected, lambda u: access.can_cancel_attestation(u, row), "back")
    assert asked == []
