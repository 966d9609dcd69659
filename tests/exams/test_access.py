"""Who may do what: every role, every question, in every state of a fiche."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from exams import access
from exams.models import Fiche
from exams.states import FicheState
from nrc_platform.core import clock
from nrc_platform.people.models import RoleGrant, User
from tests.exams.factories import (
    FicheAnnexFactory,
    FicheFactory,
    RemarkFactory,
    TrainingPaperFactory,
)

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
    "other_head",
    "anonymous",
)
OPEN = {FicheState.DRAFT, FicheState.RETURNED}
HANDED_IN = {FicheState.SUBMITTED, FicheState.RETURNED, FicheState.VISAED}
ALL = set(FicheState)
SUBMITTED = {FicheState.SUBMITTED}
VISAED = {FicheState.VISAED}
NEVER: set[FicheState] = set()

# question -> role -> states in which the answer is yes; a role left out never gets a yes.
MATRIX: dict[str, dict[str, set[FicheState]]] = {
    "visible_fiches": {"alice": ALL, "bob": ALL, "head": ALL},
    "visible_annexes": {"alice": ALL, "bob": HANDED_IN, "head": HANDED_IN},
    "visible_remarks": {"bob": ALL},
    "visible_candidates": {"alice": ALL, "bob": ALL, "head": ALL},
    "visible_file_enrolments": {"alice": ALL, "bob": ALL, "head": ALL},
    "can_edit_fiche": {"alice": OPEN},
    "can_submit_fiche": {"alice": OPEN},
    "can_annex_fiche": {"alice": OPEN},
    "can_place_fiche": {"alice": ALL - VISAED},
    "can_remark_fiche": {"bob": SUBMITTED},
    "can_send_back_fiche": {"bob": SUBMITTED},
    "can_grant_visa": {"bob": SUBMITTED},
    "can_withdraw_visa": {"bob": VISAED},
    "can_create_fiche": {"alice": ALL, "classmate": ALL},
    "can_set_candidate_number": {"bob": ALL, "emil": ALL},
    "visible_candidate_promotions": {"bob": ALL, "head": ALL},
    "visible_training_papers": {"alice": ALL, "bob": ALL, "head": ALL},
    "can_mark_papers": {"bob": ALL},
}


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return every role by name."""
    named = {name: request.getfixturevalue(name) for name in ROLES if name != "anonymous"}
    return {**named, "anonymous": AnonymousUser()}


OF_THE_CLASS = {"can_create_fiche", "can_set_candidate_number", "can_mark_papers"}


def _answer(question: str, user: Any, fiche: Fiche, things: dict[str, Any]) -> bool:
    ask = getattr(access, question)
    shown = {
        "visible_fiches": {"pk": fiche.pk},
        "visible_annexes": {"pk": things["annex"].pk},
        "visible_remarks": {"pk": things["remark"].pk},
        "visible_training_papers": {"pk": things["paper"].pk},
        "visible_candidates": {"pk": fiche.student_id},
        "visible_file_enrolments": {"student": fiche.student_id},
        "visible_candidate_promotions": {"pk": fiche.promotion_id},
    }
    if question in shown:
        return bool(ask(user).filter(**shown[question]).exists())
    return bool(ask(user, fiche.promotion if question in OF_THE_CLASS else fiche))


@pytest.mark.parametrize("state", list(FicheState))
def test_every_role_gets_the_answers_of_the_matrix(
    people: dict[str, Any], alice: User, bob: User, promotion: Any, state: FicheState
) -> None:
    traits = {} if state == FicheState.DRAFT else {state.value: True}
    if state == FicheState.VISAED:
        traits["visa_by"] = bob  # type: ignore[assignment]
    fiche = FicheFactory(student=alice, promotion=promotion, **traits)
    things = {"annex": FicheAnnexFactory(fiche=fiche), "remark": RemarkFactory(fiche=fiche)}
    whose = {"student": alice, "promotion": promotion, "marked_by": bob}
    things["paper"] = TrainingPaperFactory(**whose)
    wrong = []
    for question, cells in MATRIX.items():
        for role, user in people.items():
            expected = state in cells.get(role, NEVER)
            if _answer(question, user, fiche, things) != expected:
                wrong.append(f"{question}({role}) in {state} should be {expected}")
    assert wrong == []


def test_matrix_covers_every_question() -> None:
    asked = {
        name
        for name in vars(access)
        if name.startswith(("can_", "visible_"))
        and getattr(access, name).__module__ == "exams.access"
    }
    apart = {"can_read_fiche", "can_handle_remark", "visible_rule_sets"}
    assert asked - apart == set(MATRIX)


def test_draft_is_read_by_its_author_alone(
    draft: Fiche, alice: User, bob: User, head: User
) -> None:
    assert access.can_read_fiche(alice, draft)
    assert not access.can_read_fiche(bob, draft)
    assert not access.can_read_fiche(head, draft)


def test_handed_in_fiche_is_read_by_those_who_know_of_it(submitted: Fiche, bob: User) -> None:
    assert access.can_read_fiche(bob, submitted)


def test_student_reads_a_remark_once_it_is_sent(submitted: Fiche, alice: User, bob: User) -> None:
    kept, sent = RemarkFactory(fiche=submitted), RemarkFactory(fiche=submitted, sent=True)
    assert set(access.visible_remarks(alice)) == {sent}
    assert set(access.visible_remarks(bob)) == {kept, sent}


def test_only_the_author_handles_a_sent_remark(returned: Fiche, alice: User, bob: User) -> None:
    remark = RemarkFactory(fiche=returned, sent=True)
    assert access.can_handle_remark(alice, remark)
    assert not access.can_handle_remark(bob, remark)


def test_teacher_whose_grant_ended_sees_nothing_more(submitted: Fiche, bob: User) -> None:
    RoleGrant.objects.filter(user=bob).update(ends_on=clock.today() - timedelta(days=1))
    again = User.objects.get(pk=bob.pk)
    assert not access.visible_fiches(again).exists()
    assert not access.can_grant_visa(again, submitted)


def test_student_keeps_reading_after_the_end_of_the_class(draft: Fiche, alice: User) -> None:
    alice.enrolments.update(ends_on=clock.today() - timedelta(days=1))
    again = User.objects.get(pk=alice.pk)
    assert list(access.visible_fiches(again)) == [draft]
    assert not access.can_create_fiche(again, draft.promotion)


def test_rule_sets_of_another_school_stay_hidden(alice: User, other_student: User) -> None:
    from tests.curriculum.factories import RuleSetFactory

    everywhere = RuleSetFactory()
    own = RuleSetFactory(school=alice.grants.get().school)
    assert set(access.visible_rule_sets(alice)) == {everywhere, own}
    assert set(access.visible_rule_sets(other_student)) == {everywhere}
    assert not access.visible_rule_sets(AnonymousUser()).exists()
