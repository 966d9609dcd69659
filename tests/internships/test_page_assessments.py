"""Assessments: through the tutor's link, and what the company never reads (L124-4)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from internships.facts.assessment import assessment_form
from internships.models import Assessment, Internship
from internships.services import assessments as services
from internships.views.assessments import tutor_assessment
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink
from nrc_platform.web.views.acts import ACTS
from tests.exams.factories import make_e4
from tests.harness.client import HouseClient
from tests.internships.factories import AssessmentFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
SECRET = "L’accueil était froid et le tuteur absent."


@pytest.fixture
def stage(alice: User, promotion: Promotion) -> Internship:
    """Alice's signed stage, whose convention names C32."""
    row = stage_of(alice, promotion)
    row.convention.competences.add(make_e4()["C32"])
    return row


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def whole(kind: str, **more: str) -> dict[str, str]:
    """Return an answer to every question."""
    form = assessment_form(kind)
    answers = {
        question.code: question.choices[0][0] if question.choices else "Bien."
        for question in form.questions
    }
    return {**answers, **({"outcome": "completed"} if form.asks_outcome else {}), **more}


def link_of(stage: Internship, actor: User) -> AccessLink:
    """Ask the tutor, and return the link they got."""
    row = services.ask_tutor(stage, actor=actor)
    return AccessLink.objects.live().get(subject_id=row.pk)


def act(link: AccessLink, data: dict[str, str] | None = None) -> Any:
    """Open the act of a link, once the code was given."""
    factory = RequestFactory()
    request = factory.get("/s/x/") if data is None else factory.post("/s/x/", data)
    return tutor_assessment(request, link, None)  # type: ignore[arg-type]


def page(stage: Internship, kind: str) -> str:
    """Return the address of an assessment."""
    return reverse("internships:assessment", args=[stage.pk, kind])


def test_link_of_the_tutor_opens_this_act() -> None:
    assert ACTS[services.PURPOSE] is tutor_assessment


def test_teacher_sends_the_link_once_a_day(
    stage: Internship, bob: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(bob), reverse("internships:ask_tutor", args=[stage.pk])
    assert "Le lien du bilan part à Dora Delmas." in text(browser.post(url, follow=True))
    assert "moins de 24" in text(browser.post(url, follow=True))


def test_tutor_saves_comes_back_and_hands_in(stage: Internship, bob: User) -> None:
    link = link_of(stage, bob)
    shown = text(act(link))
    assert "Écoute du client" in shown
    assert "C32" in shown
    kept = text(act(link, {"listening": "3", "level_C32": "alone", "action": "save"}))
    assert "Vos réponses sont enregistrées." in kept
    again = text(act(link))
    chosen = re.search(r'name="listening" value="3"[^>]*checked', again)
    assert chosen is not None
    missing = text(act(link, {"listening": "3", "action": "submit"}))
    assert "Choisissez une réponse pour « Ponctualité et assiduité »." in missing
    assert 'href="#id_punctuality_0"' in missing
    done = text(act(link, whole("tutor", action="submit")))
    assert "Le bilan est remis" in done
    link.refresh_from_db()
    assert not link.is_live


def test_tutor_never_reads_the_opinion_of_the_student(
    stage: Internship, alice: User, bob: User
) -> None:
    values = {"answers": whole("student", comment=SECRET)}
    services.save_assessment(stage, "student", actor=alice, values=values, submit=True)
    link = link_of(stage, bob)
    for answer in (act(link), act(link, whole("tutor", action="submit"))):
        assert SECRET not in text(answer)


def test_link_to_the_opinion_of_the_student_opens_nothing(
    stage: Internship, alice: User, bob: User
) -> None:
    opinion = AssessmentFactory(internship=stage, kind="student", author=alice)
    link = link_of(stage, bob)
    link.subject_id = opinion.pk
    with pytest.raises(Http404):
        act(link)


def test_student_gives_an_opinion_the_school_reads(
    stage: Internship, alice: User, bob: User, classmate: User, signed_in: SignIn
) -> None:
    student, url = signed_in(alice), page(stage, "student")
    assert "L’entreprise ne le voit pas et il ne compte dans aucune note" in text(student.get(url))
    student.post(url, whole("student", comment=SECRET, action="save"))
    assert signed_in(bob).get(url).status_code == 404
    student.post(url, whole("student", comment=SECRET, action="submit"))
    assert SECRET in text(signed_in(bob).get(url))
    assert signed_in(classmate).get(url).status_code == 404


def test_referent_writes_with_levels_and_the_student_reads(
    stage: Internship, alice: User, bob: User, signed_in: SignIn
) -> None:
    url = page(stage, "teacher")
    teacher = signed_in(bob)
    assert "Remettre le bilan" in text(teacher.get(url))
    assert "Dites comment le stage s’est passé." in text(
        teacher.post(url, {**whole("teacher", action="submit"), "outcome": ""})
    )
    teacher.post(url, whole("teacher", level_C32="alone", action="submit"))
    assert Assessment.objects.get().levels == {"C32": "alone"}
    shown = text(signed_in(alice).get(url))
    assert "en autonomie" in shown
    assert "Objectif de la période atteint" in shown


def test_nobody_writes_for_the_tutor(stage: Internship, bob: User, signed_in: SignIn) -> None:
    assert signed_in(bob).get(page(stage, "tutor")).status_code == 404
    assert signed_in(bob).get(page(stage, "company")).status_code == 404
