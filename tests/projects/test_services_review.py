"""The review: observations of the teachers, and the two-minute opinion of the professional."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from nrc_platform.companies.models import Contact
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.selectors import history
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink
from projects import access
from projects.facts.opinion import answers_in_words, opinion_form
from projects.models import Observation, Project, SponsorOpinion
from projects.services import observations, opinions
from projects.states import ProjectState, Responsibility
from tests.companies.factories import ContactFactory
from tests.projects.team import join, make_project, member_of
from tests.projects.work_factories import ObservationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def seen(**more: Any) -> dict[str, Any]:
    """Return the values of an observation of today."""
    return {
        "responsibility_level": Responsibility.DECIDES,
        "responsibility": "Choisit ses cibles.",
        "autonomy": "Seule au téléphone.",
        "initiative": "Propose un salon.",
        "time_management": "Tient son planning.",
        "teamwork": "Partage ses fiches.",
        **more,
    }


@pytest.mark.req(98, 99, 100, 101, 103, rule="projects.access.work.can_observe")
def test_supervisor_observes_each_student(project: Project, alice: User, bob: User) -> None:
    row = observations.observe(member_of(project, alice), actor=bob, values=seen())
    row.refresh_from_db()
    assert (row.responsibility_level, row.on, row.by) == (3, clock.today(), bob)
    assert [row.autonomy, row.initiative, row.time_management, row.teamwork] == [
        "Seule au téléphone.",
        "Propose un salon.",
        "Tient son planning.",
        "Partage ses fiches.",
    ]
    assert [fact.kind for fact in history(row.member)] == ["projects.observation.add"]


@pytest.mark.req(102, rule="projects.access.work.can_observe")
def test_student_who_organises_a_small_team_is_observed_as_such(
    project: Project, classmate: User, bob: User
) -> None:
    leader = join(project, classmate, organises=True)
    row = observations.observe(leader, actor=bob, values=seen(responsibility_level=4))
    assert (row.member.organises, row.get_responsibility_level_display()) == (
        True,
        "répond du projet devant l’entreprise",
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"responsibility_level": 7}, "choix valide|de la liste"),
        ({"on": "tomorrow"}, "à venir"),
        (
            dict.fromkeys(observations.TEXTS, ""),
            "un degré seul",
        ),
    ],
)
def test_observation_is_on_the_scale_of_a_day_past_and_says_something(
    project: Project, alice: User, bob: User, wrong: dict[str, Any], words: str
) -> None:
    if "on" in wrong:
        wrong = {"on": clock.today() + timedelta(days=1)}
    with pytest.raises(Invalid, match=words):
        observations.observe(member_of(project, alice), actor=bob, values=seen(**wrong))


def test_database_refuses_to_change_or_delete_an_observation(
    project: Project, alice: User
) -> None:
    row = ObservationFactory(member=member_of(project, alice))
    for act in (
        lambda: Observation.objects.filter(pk=row.pk).update(autonomy="Rien"),
        lambda: Observation.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            act()


def test_student_reads_what_is_written_of_them_and_of_nobody_else(
    project: Project, alice: User, classmate: User, bob: User, charlie: User, emil: User
) -> None:
    join(project, classmate)
    row = ObservationFactory(member=member_of(project, alice))
    assert list(access.visible_observations(alice)) == [row]
    assert list(access.visible_observations(bob)) == [row]
    for other in (classmate, charlie, emil):
        assert not access.visible_observations(other).exists()


@pytest.mark.parametrize("who", ["alice", "charlie", "emil", "head"])
def test_observation_comes_from_who_follows_the_project(
    project: Project, alice: User, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        observations.observe(
            member_of(project, alice), actor=request.getfixturevalue(who), values=seen()
        )


def whole() -> dict[str, str]:
    """Return an answer to every question."""
    return {
        each.code: each.choices[-1][0] if each.choices else "Bravo." for each in
        opinion_form().questions
    }  # fmt: skip


def asked(project: Project, actor: User) -> tuple[SponsorOpinion, AccessLink]:
    """Ask the professional; return the opinion and the link."""
    row = opinions.ask_sponsor(project, actor=actor)
    return row, AccessLink.objects.live().get(subject_id=row.pk)


def test_professional_is_asked_by_a_link_that_lies_in_no_row(project: Project, bob: User) -> None:
    row, link = asked(project, bob)
    mail = Message.objects.get()
    assert (mail.to_email, link.email) == ("dora@firm.example",) * 2
    assert mail.subject == "Votre avis : Ouvrir le secteur Nord"
    assert "/s/" not in mail.body_text + mail.body_html
    assert project.ends_on is not None
    assert (row.state, link.purpose) == ("asked", opinions.PURPOSE)
    assert link.expires_at.date() == project.ends_on + timedelta(days=30)


def test_professional_gives_an_opinion_once_and_the_link_dies(
    project: Project, bob: User, alice: User
) -> None:
    row, link = asked(project, bob)
    assert not access.visible_opinions(alice).exists()
    row = opinions.give_by_sponsor(row, link=link, values=whole())
    link.refresh_from_db()
    assert (row.state, row.author_name, link.is_live) == ("given", "Dora Delmas", False)
    assert [each.answer for each in answers_in_words(row)][0] == "tout à fait"
    assert list(access.visible_opinions(alice)) == [row]
    kinds = [fact.kind for fact in history(row)]
    assert "projects.sponsoropinion.give" in kinds
    assert "projects.sponsoropinion.by_link" in kinds
    with pytest.raises(NotAllowed, match="Demandez-en un nouveau"):
        opinions.give_by_sponsor(row, link=link, values=whole())
    with pytest.raises(DomainError, match="déjà donné"):
        opinions.ask_sponsor(project, actor=bob)


def test_link_opens_its_own_opinion_and_no_other(
    project: Project, promotion: Promotion, bob: User, classmate: User
) -> None:
    _, link = asked(project, bob)
    other = opinions.ask_sponsor(make_project(promotion, bob, classmate), actor=bob)
    with pytest.raises(NotAllowed):
        opinions.give_by_sponsor(other, link=link, values=whole())


def test_what_is_missing_or_outside_the_form_is_said_at_its_question(
    project: Project, bob: User
) -> None:
    row, link = asked(project, bob)
    with pytest.raises(Invalid) as refusal:
        opinions.give_by_sponsor(row, link=link, values={})
    assert set(refusal.value.errors) == {
        each.code for each in opinion_form().questions if each.required
    }
    for wrong in ({"useful": "9"}, {"comment": "x" * 2001}):
        with pytest.raises(Invalid) as refusal:
            opinions.give_by_sponsor(row, link=link, values={**whole(), **wrong})
        assert set(refusal.value.errors) == set(wrong)
    row.refresh_from_db()
    assert row.state == "asked"


def test_professional_without_an_address_gets_no_link(project: Project, bob: User) -> None:
    Contact.objects.filter(pk=project.sponsor_id).update(email="", phone="+33241000000")
    with pytest.raises(DomainError, match="Nommez-le"):
        opinions.ask_sponsor(Project.objects.get(), actor=bob)
    assert not AccessLink.objects.exists()


def test_second_link_waits_a_day_and_kills_the_first(
    project: Project, bob: User, freeze: Callable[..., Any]
) -> None:
    travel = freeze()
    _, first = asked(project, bob)
    travel.shift(timedelta(hours=23, minutes=59))
    with pytest.raises(DomainError, match="moins de 24"):
        opinions.ask_sponsor(project, actor=bob)
    travel.shift(timedelta(minutes=1))
    _, second = asked(project, bob)
    first.refresh_from_db()
    assert (first.is_live, second.generation) == (False, 2)


def test_another_professional_is_asked_at_once_and_each_address_waits_for_its_own_link(
    project: Project, bob: User
) -> None:
    _, first = asked(project, bob)
    former, other = project.sponsor, ContactFactory(company=project.company, sponsor=True)
    project.sponsor = other
    project.save()
    row, second = asked(project, bob)
    first.refresh_from_db()
    assert (first.is_live, second.email, row.author_name) == (False, other.email, str(other))
    assert Message.objects.latest("created_at").to_email == other.email
    for sponsor in (other, former):
        project.sponsor = sponsor
        with pytest.raises(DomainError, match="moins de 24"):
            opinions.ask_sponsor(project, actor=bob)
    Contact.objects.filter(pk=other.pk).update(email=other.email.upper())
    with pytest.raises(DomainError, match="moins de 24"):
        opinions.ask_sponsor(Project.objects.get(), actor=bob)


@pytest.mark.parametrize("who", ["alice", "charlie", "emil", "head"])
def test_professional_is_asked_by_who_follows_the_project(
    project: Project, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        opinions.ask_sponsor(project, actor=request.getfixturevalue(who))


def test_project_that_has_not_begun_asks_no_opinion(
    promotion: Promotion, bob: User, alice: User
) -> None:
    agreed = make_project(promotion, bob, alice, state=ProjectState.AGREED)
    with pytest.raises(NotAllowed, match="en cours"):
        opinions.ask_sponsor(agreed, actor=bob)
