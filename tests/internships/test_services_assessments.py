"""Assessments: the tutor by a link, the student on the welcome, the referent."""

from datetime import timedelta
from typing import Any

import pytest

from internships import access
from internships.facts.assessment import SCALE, answers_in_words, assessment_form
from internships.models import Assessment, Internship
from internships.services import assessments
from nrc_platform.companies.models import Contact
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.selectors import history
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink
from tests.exams.factories import make_e4
from tests.internships.factories import AssessmentFactory
from tests.internships.life import stage_of, terms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(alice: User, promotion: Promotion) -> Internship:
    """Alice's signed stage, whose convention names the competence C32."""
    row = stage_of(alice, promotion)
    row.convention.competences.add(make_e4()["C32"])
    return row


def whole(kind: str, **more: Any) -> dict[str, Any]:
    """Return an answer to every question of a form."""
    form = assessment_form(kind)
    answers = {
        question.code: question.choices[0][0] if question.choices else "Bien."
        for question in form.questions
    }
    values: dict[str, Any] = {"answers": answers}
    if form.asks_outcome:
        values["outcome"] = "completed"
    return {**values, **more}


def asked(stage: Internship, actor: User) -> tuple[Assessment, AccessLink]:
    """Ask the tutor; return the assessment and the link."""
    row = assessments.ask_tutor(stage, actor=actor)
    return row, AccessLink.objects.live().get(subject_id=row.pk)


def test_tutor_is_asked_by_a_link_that_lies_in_no_row(stage: Internship, bob: User) -> None:
    row, link = asked(stage, bob)
    mail = Message.objects.get()
    assert (mail.to_email, link.email) == ("dora@entreprise.example",) * 2
    assert mail.subject.startswith("Bilan de stage")
    assert "/s/" not in mail.body_text + mail.body_html
    assert (row.state, link.purpose) == ("draft", assessments.PURPOSE)
    assert link.expires_at.date() == terms_of(stage).ends_on + timedelta(days=30)  # type: ignore[operator]


def test_tutor_without_an_address_gets_no_link(stage: Internship, bob: User) -> None:
    tutor = terms_of(stage).tutor
    Contact.objects.filter(pk=tutor.pk).update(email="", phone="+33241000000")  # type: ignore[union-attr]
    with pytest.raises(DomainError, match="Ajoutez-la à sa fiche"):
        assessments.ask_tutor(stage, actor=bob)
    assert not AccessLink.objects.exists()


def test_second_link_waits_a_day_and_kills_the_first(stage: Internship, bob: User) -> None:
    row, first = asked(stage, bob)
    with pytest.raises(DomainError, match="moins de 24"):
        assessments.ask_tutor(stage, actor=bob)
    Assessment.objects.filter(pk=row.pk).update(asked_at=clock.now() - timedelta(days=2))
    _, second = asked(stage, bob)
    first.refresh_from_db()
    assert not first.is_live
    assert second.generation == 2


def test_link_stays_good_until_the_tutor_hands_the_assessment_in(
    stage: Internship, bob: User
) -> None:
    row, link = asked(stage, bob)
    partly = {"answers": {"punctuality": "4"}, "levels": {"C32": "alone"}}
    row = assessments.save_by_tutor(row, link=link, values=partly, submit=False)
    link.refresh_from_db()
    assert (row.state, row.levels, link.is_live) == ("draft", {"C32": "alone"}, True)
    row = assessments.save_by_tutor(row, link=link, values=whole("tutor"), submit=True)
    link.refresh_from_db()
    assert (row.state, row.author_name, link.is_live) == ("submitted", "Dora Delmas", False)
    with pytest.raises(NotAllowed, match="Demandez-en un nouveau"):
        assessments.save_by_tutor(row, link=link, values=whole("tutor"), submit=False)
    kinds = [fact.kind for fact in history(row)]
    assert "internships.assessment.submit" in kinds
    assert "internships.assessment.by_link" in kinds


def test_link_opens_its_own_assessment_and_no_other(
    stage: Internship, bob: User, classmate: User, promotion: Promotion
) -> None:
    _, link = asked(stage, bob)
    other = AssessmentFactory(internship=stage_of(classmate, promotion))
    with pytest.raises(NotAllowed):
        assessments.save_by_tutor(other, link=link, values=whole("tutor"), submit=True)


def test_what_is_missing_is_said_at_each_question(stage: Internship, bob: User) -> None:
    row, link = asked(stage, bob)
    with pytest.raises(Invalid) as refusal:
        assessments.save_by_tutor(row, link=link, values={"answers": {}}, submit=True)
    scales = {q.code for q in assessment_form("tutor").questions if q.kind == SCALE}
    assert set(refusal.value.errors) == {*scales, "outcome"}
    row.refresh_from_db()
    assert row.state == "draft"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answers": {"punctuality": "9"}}, "punctuality"),
        ({"answers": {"strengths": "x" * 2001}}, "strengths"),
        ({"levels": {"C99": "alone"}}, "levels"),
        ({"levels": {"C32": "genius"}}, "levels"),
    ],
)
def test_answer_outside_the_form_is_refused(
    stage: Internship, bob: User, wrong: dict[str, Any], field: str
) -> None:
    row, link = asked(stage, bob)
    with pytest.raises(Invalid) as refusal:
        assessments.save_by_tutor(row, link=link, values=wrong, submit=False)
    assert list(refusal.value.errors) == [field]


def test_no_show_says_whose(stage: Internship, bob: User) -> None:
    with pytest.raises(Invalid, match="de quel fait"):
        assessments.save_assessment(
            stage, "teacher", actor=bob, values=whole("teacher", outcome="no_show"), submit=True
        )
    values = whole("teacher", outcome="no_show", outcome_party="company")
    row = assessments.save_assessment(stage, "teacher", actor=bob, values=values, submit=True)
    assert (row.outcome, row.outcome_party) == ("no_show", "company")


@pytest.mark.req(11, rule="internships.access.can_write_assessment")
@pytest.mark.req(12, rule="internships.access.can_write_assessment")
@pytest.mark.req(13, rule="internships.access.can_write_assessment")
def test_referent_says_reality_competences_and_link_with_the_course(
    stage: Internship, bob: User
) -> None:
    values = whole("teacher", levels={"C32": "alone"})
    row = assessments.save_assessment(stage, "teacher", actor=bob, values=values, submit=True)
    said = [answered.label for answered in answers_in_words(row)]
    assert said[:3] == [
        "Rencontre de situations commerciales réelles",
        "Compétences acquises ou approfondies",
        "Lien avec les enseignements et la progression",
    ]
    assert row.levels == {"C32": "alone"}
    with pytest.raises(DomainError, match="déjà remis"):
        assessments.save_assessment(stage, "teacher", actor=bob, values=values, submit=False)


def test_opinion_of_the_student_has_no_outcome_nor_level_that_a_mark_could_use(
    stage: Internship, alice: User
) -> None:
    values = whole("student", outcome="completed", levels={"C32": "alone"})
    row = assessments.save_assessment(stage, "student", actor=alice, values=values, submit=True)
    assert (row.outcome, row.levels, row.author) == ("", {}, alice)


def test_link_of_the_tutor_opens_no_opinion_of_the_student(
    stage: Internship, alice: User, bob: User
) -> None:
    opinion = assessments.save_assessment(
        stage, "student", actor=alice, values=whole("student"), submit=True
    )
    row, link = asked(stage, bob)
    assert link.subject_id == row.pk != opinion.pk
    with pytest.raises(NotAllowed):
        assessments.save_by_tutor(opinion, link=link, values=whole("tutor"), submit=True)


@pytest.mark.parametrize(
    ("kind", "people"),
    [
        ("student", ["classmate", "bob", "emil", "head"]),
        ("teacher", ["alice", "emil", "head", "charlie"]),
        ("tutor", ["alice", "bob", "emil", "head"]),
    ],
)
def test_each_assessment_is_written_by_whom_it_asks(
    stage: Internship, kind: str, people: list[str], request: pytest.FixtureRequest
) -> None:
    for name in people:
        with pytest.raises(NotAllowed):
            assessments.save_assessment(
                stage,
                kind,
                actor=request.getfixturevalue(name),
                values=whole(kind),
                submit=False,
            )
    assert not Assessment.objects.exists()


def test_draft_of_the_student_is_read_by_nobody_else(
    stage: Internship, alice: User, bob: User, classmate: User, emil: User
) -> None:
    row = assessments.save_assessment(
        stage, "student", actor=alice, values=whole("student"), submit=False
    )
    assert list(access.visible_assessments(alice)) == [row]
    for other in (bob, emil, classmate):
        assert not access.visible_assessments(other).exists()
    assessments.save_assessment(
        stage, "student", actor=alice, values=whole("student"), submit=True
    )
    assert access.visible_assessments(bob).exists()
    assert not access.visible_assessments(classmate).exists()
