"""Page-shaped reads: what they say, and their number of queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from exams import services
from exams.facts import changed_rubrics, facts_from_dict, fiche_facts
from exams.models import Fiche, FicheSnapshot
from exams.selectors import (
    dossier_facts,
    e4_codes,
    student_todo,
    teacher_todo,
    with_content,
)
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import DeadlineFactory, RuleSetFactory, RuleValueFactory
from tests.exams.factories import CandidacyFactory, FicheFactory
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db


def test_fiche_that_waits_nine_days_is_late_for_its_teacher(submitted: Fiche, bob: User) -> None:
    Fiche.objects.filter(pk=submitted.pk).update(submitted_at=clock.now() - timedelta(days=9))
    (line,) = teacher_todo(bob)
    assert (line.count, line.phrase, line.group) == (1, "fiche E4 à viser", "late")
    assert (line.due, line.detail) == ("depuis 9\u00a0jours", "Alice Aubry")


def test_teacher_of_another_class_has_nothing_to_do(submitted: Fiche, charlie: User) -> None:
    assert teacher_todo(charlie) == []


def test_many_waiting_fiches_are_one_line(
    e4: Any, promotion: Promotion, bob: User, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        FicheFactory(student=make_student(promotion), promotion=promotion, submitted=True)
    with django_assert_num_queries(1):
        (line,) = teacher_todo(bob)
    assert (line.count, line.phrase) == (5, "fiches E4 à viser")
    assert line.detail.endswith("et 3 autres")
    assert line.url.endswith("?state=submitted")


def test_student_is_told_what_to_take_up_again_first(
    returned: Fiche, make_fiche: Callable[..., Fiche], alice: User, promotion: Promotion
) -> None:
    make_fiche(slot=2)
    DeadlineFactory(
        promotion=promotion, kind="e4_fiches", at=clock.now() + timedelta(days=2, hours=1)
    )
    lines = student_todo(alice)
    assert [(line.count, line.verb, line.group) for line in lines] == [
        (1, "Reprendre", "week"),
        (1, "Continuer", "week"),
        (1, "Commencer", "later"),
    ]


@pytest.mark.req(145, rule="e4.managerial")
def test_managerial_rule_is_a_dated_setting_of_the_school(
    draft: Fiche, alice: User, promotion: Promotion
) -> None:
    def managerial() -> list[Any]:
        found = dossier_facts(alice, promotion).findings
        return [finding for finding in found if finding.rule == "e4.managerial"]

    RuleValueFactory(rule_set=RuleSetFactory(source="Circulaire 2027"))
    assert "Circulaire 2027" in managerial()[0].source
    off = RuleSetFactory(school=promotion.school)
    RuleValueFactory(rule_set=off, value=False)
    assert managerial() == []


def test_file_costs_the_same_queries_for_one_fiche_or_four(
    draft: Fiche,
    make_fiche: Callable[..., Fiche],
    alice: User,
    promotion: Promotion,
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(15):
        dossier_facts(alice, promotion)
    for slot in (2, 3, None):
        make_fiche(written=True, slot=slot)
    with django_assert_num_queries(15):
        facts = dossier_facts(alice, promotion)
    assert len(facts.spare) == 1
    assert facts.state == "incomplete"


def test_codes_of_e4_leave_the_others_out(e4: Any) -> None:
    codes = e4_codes()
    assert codes.competence_codes == {"C31", "C32", "C33"}
    assert codes.savoir_codes == {"S51"}


def test_kept_facts_come_back_the_same(draft: Fiche, alice: User, promotion: Promotion) -> None:
    CandidacyFactory(student=alice, promotion=promotion, number="2027-0418")
    services.submit_fiche(draft, actor=alice)
    kept = FicheSnapshot.objects.get(fiche=draft)
    facts = facts_from_dict(kept.facts)
    assert facts == fiche_facts(with_content(draft), candidate_number="2027-0418")
    assert facts.as_dict() == kept.facts
    assert facts_from_dict(facts.as_dict()).sha256 == facts.sha256


def test_versions_say_which_rubrics_changed(draft: Fiche, alice: User, bob: User) -> None:
    services.submit_fiche(draft, actor=alice)
    before = facts_from_dict(FicheSnapshot.objects.get(fiche=draft).facts)
    fiche = services.send_back_fiche(draft, actor=bob, message="À revoir.")
    services.save_draft(
        fiche, actor=alice, version=fiche.version, values={"results_text": "Rien."}
    )
    after = fiche_facts(with_content(fiche))
    assert [rubric.value for rubric in changed_rubrics(before.content, after.content)] == [
        "results"
    ]
