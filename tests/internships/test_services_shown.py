"""What a stage shows of competences: the logbook, the assessments."""

from datetime import timedelta
from typing import Any

import pytest

from curriculum.models import Evidence
from internships.models import Assessment, Internship, LogEntry
from internships.services import assessments, logbook
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink
from tests.exams.factories import make_e4
from tests.internships.life import stage_of
from tests.internships.test_services_assessments import asked, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(db: None) -> dict[str, Any]:
    """C31, C32 and C33."""
    return make_e4()


@pytest.fixture
def stage(alice: User, promotion: Promotion, codes: dict[str, Any]) -> Internship:
    """Alice's signed stage, whose convention names C31 and C32."""
    row = stage_of(alice, promotion)
    row.convention.competences.add(codes["C31"], codes["C32"])
    return row


def _standing() -> dict[str, tuple[str, int | None]]:
    rows = Evidence.objects.standing().select_related("competence")
    return {row.competence.code: (row.by_role, row.level) for row in rows}


def _note(alice: User, codes: dict[str, Any], *names: str) -> LogEntry:
    values = {"happened_on": clock.today(), "text": "Douze appels."}
    return logbook.add_log(alice, actor=alice, values=values, tags=[codes[name] for name in names])


@pytest.mark.req(12, rule="internships.services.shown.show_log")
def test_day_of_the_logbook_shows_the_competences_it_trained(
    alice: User, promotion: Promotion, codes: dict[str, Any]
) -> None:
    entry = _note(alice, codes, "C31", "C32")
    assert _standing() == {"C31": ("student", None), "C32": ("student", None)}
    row = Evidence.objects.filter(source_id=entry.pk)[0]
    assert (row.source_kind, row.on) == ("log_entry", entry.happened_on)
    assert row.source_label.startswith("Carnet du ")


def test_corrected_day_shows_what_it_says_now(
    alice: User, promotion: Promotion, codes: dict[str, Any]
) -> None:
    entry = _note(alice, codes, "C31")
    kept = {"happened_on": clock.today(), "text": "Treize appels."}
    entry = logbook.edit_log(entry, actor=alice, version=1, values=kept, tags=[codes["C31"]])
    assert Evidence.objects.count() == 1
    entry = logbook.edit_log(entry, actor=alice, version=2, values=kept, tags=[codes["C33"]])
    assert _standing() == {"C33": ("student", None)}
    day = clock.today() - timedelta(days=1)
    logbook.edit_log(entry, actor=alice, version=2, values={**kept, "happened_on": day})
    assert Evidence.objects.standing().get().on == day


def test_removed_day_is_taken_back(
    alice: User, promotion: Promotion, codes: dict[str, Any]
) -> None:
    logbook.remove_log(_note(alice, codes, "C31"), actor=alice)
    assert _standing() == {}


def _tutor_says(stage: Internship, bob: User, levels: dict[str, str], submit: bool) -> None:
    row = Assessment.objects.filter(internship=stage).first()
    if row is None:
        row, _ = asked(stage, bob)
    link = AccessLink.objects.live().get(subject_id=row.pk)
    assessments.save_by_tutor(row, link=link, values=whole("tutor", levels=levels), submit=submit)


@pytest.mark.req(12, rule="internships.services.shown.show_assessment")
def test_assessment_of_the_tutor_counts_once_it_is_handed_in(stage: Internship, bob: User) -> None:
    levels = {"C31": "alone", "C32": "none"}
    _tutor_says(stage, bob, levels, submit=False)
    assert _standing() == {}
    _tutor_says(stage, bob, levels, submit=True)
    assert _standing() == {"C31": ("tutor", 3)}
    row = Evidence.objects.get()
    assert row.by is None
    assert row.source_label.startswith("Bilan du tuteur, stage chez ")


def test_assessment_of_the_referent_is_the_word_of_a_teacher(
    stage: Internship, bob: User, alice: User
) -> None:
    said = whole("teacher", levels={"C31": "expert", "C32": "helped"})
    assessments.save_assessment(stage, "teacher", actor=bob, values=said, submit=True)
    assert _standing() == {"C31": ("teacher", 4), "C32": ("teacher", 2)}
    assert {row.by for row in Evidence.objects.all()} == {bob}


def test_opinion_on_the_welcome_shows_nothing_of_the_student(
    stage: Internship, alice: User
) -> None:
    assessments.save_assessment(
        stage, "student", actor=alice, values=whole("student"), submit=True
    )
    assert not Evidence.objects.exists()
