"""The page of the sponsor's opinion: read on a phone, without account nor JavaScript."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import RequestFactory

from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink
from nrc_platform.web.views.acts import ACTS
from projects.facts.opinion import opinion_form
from projects.models import Project, SponsorOpinion
from projects.services import opinions
from projects.views.opinion import sponsor_opinion
from tests.projects.team import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(promotion: Promotion, bob: User, alice: User) -> AccessLink:
    """The link that the professional of Alice's project got."""
    project: Project = make_project(promotion, bob, alice)
    row = opinions.ask_sponsor(project, actor=bob)
    return AccessLink.objects.live().get(subject_id=row.pk)


def text(answer: Any) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def act(link: AccessLink, data: dict[str, str] | None = None) -> Any:
    """Open the act of a link, once the code was given."""
    factory = RequestFactory()
    request = factory.get("/s/x/") if data is None else factory.post("/s/x/", data)
    return sponsor_opinion(request, link, None)  # type: ignore[arg-type]


def whole() -> dict[str, str]:
    """Return an answer to every question."""
    return {
        each.code: each.choices[-1][0] if each.choices else "Bravo."
        for each in opinion_form().questions
    }


def test_link_of_the_professional_opens_this_act() -> None:
    assert ACTS[opinions.PURPOSE] is sponsor_opinion


def test_professional_reads_of_which_project_and_gives_an_opinion(link: AccessLink) -> None:
    shown = text(act(link))
    assert "Ouvrir le secteur Nord" in shown
    for question in opinion_form().questions:
        assert question.label in shown
    assert "Votre avis est donné" in text(act(link, whole()))
    assert SponsorOpinion.objects.get().answers == whole()


def test_what_is_missing_is_said_and_what_was_chosen_stays(link: AccessLink) -> None:
    shown = text(act(link, {**whole(), "useful": ""}))
    assert SponsorOpinion.objects.get().state == "asked"
    assert 'href="#id_useful' in shown
    assert "Bravo." in shown


def test_link_to_nothing_is_not_found(link: AccessLink) -> None:
    link.subject_id = uuid4()
    with pytest.raises(Http404):
        act(link)
