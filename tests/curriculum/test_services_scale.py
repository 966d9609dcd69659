"""The scale of a school: its own from a day on, the words of before kept."""

from datetime import date, timedelta

import pytest

from curriculum.models import EvidenceScale
from curriculum.rules.scale import steps_from
from curriculum.selectors import current_levels, scale_on
from curriculum.services.evidence import add_evidence
from curriculum.services.scale import default_scale, set_scale
from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid, NotAllowed
from nrc_platform.people.models import Promotion, School, User
from tests.curriculum.acquis import competences

pytestmark = pytest.mark.django_db
THREE = steps_from("débute : guidé\nprogresse : avec aide\nmaîtrise : seul")


def test_every_school_has_the_four_steps_of_the_platform(school: School) -> None:
    assert [step["value"] for step in scale_on(school.pk).steps] == [1, 2, 3, 4]
    assert default_scale() == default_scale()
    assert EvidenceScale.objects.count() == 1


def test_school_writes_its_own_and_the_words_of_before_stay(
    alice: User, bob: User, emil: User, promotion: Promotion
) -> None:
    codes = competences()
    words = {"actor": bob, "by_role": "teacher"}
    with clock.at(clock.now() - timedelta(days=3)):
        add_evidence(alice, promotion, codes["C31"], **words, level=4)
    set_scale(promotion.school, steps=THREE, starts_on=clock.today(), actor=emil)
    add_evidence(alice, promotion, codes["C32"], **words, level=3)
    with pytest.raises(Invalid):
        add_evidence(alice, promotion, codes["C33"], **words, level=4)
    levels = current_levels(alice, promotion)
    before, after = (levels[codes[code].pk].levels["teacher"] for code in ("C31", "C32"))
    assert (before.value, before.of, before.label) == (4, 4, "avec aisance")
    assert (after.value, after.of, after.label) == (3, 3, "maîtrise")


def test_scale_of_a_day_is_the_latest_begun(school: School, emil: User) -> None:
    default_scale()
    soon = clock.today() + timedelta(days=30)
    set_scale(school, steps=THREE, starts_on=soon, actor=emil)
    assert len(scale_on(school.pk).steps) == 4
    assert len(scale_on(school.pk, soon).steps) == 3


def test_scale_of_another_school_is_not_ours(school: School, other_head: User) -> None:
    with pytest.raises(NotAllowed):
        set_scale(school, steps=THREE, starts_on=clock.today(), actor=other_head)
    theirs = other_head.grants.get().school
    set_scale(theirs, steps=THREE, starts_on=clock.today(), actor=other_head)
    assert len(scale_on(school.pk).steps) == 4


def test_broken_scale_and_odd_day_are_refused(school: School, emil: User) -> None:
    with pytest.raises(Invalid, match="2 à 8 degrés"):
        set_scale(school, steps=THREE[:1], starts_on=clock.today(), actor=emil)
    with pytest.raises(Invalid, match="année écoulée"):
        set_scale(school, steps=THREE, starts_on=date(2019, 9, 1), actor=emil)
    set_scale(school, steps=THREE, starts_on=clock.today(), actor=emil)
    with pytest.raises(Invalid, match="déjà une échelle"):
        set_scale(school, steps=THREE, starts_on=clock.today(), actor=emil)
