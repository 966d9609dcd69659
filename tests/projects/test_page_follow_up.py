"""The page of the follow-up of a project: meetings, deliverables, notes of the logbook."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.models import Meeting, Project
from tests.harness.client import HouseClient
from tests.internships.factories import LogEntryFactory
from tests.internships.life import PDF
from tests.projects import work_factories as make
from tests.projects.acts import make_mission
from tests.projects.pages import text
from tests.projects.team import make_project

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def url(name: str, row: object) -> str:
    """Return the address of a page about a row."""
    return reverse(f"projects:{name}", args=[row.pk])  # type: ignore[attr-defined]


@pytest.mark.req(73, rule="projects.access.can_plan_meeting")
def test_work_session_is_planned_then_reported_with_who_was_there(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    day = today() + timedelta(days=3)
    sent = {
        "about": str(project.pk),
        "form": "work_session",
        "day": f"{day:%d/%m/%Y}",
        "hour": "14 h 30",
        "themes": ["time"],
        "other_domain": "Prise de parole",
    }
    page = text(browser.post(url("meeting_new", project), sent, follow=True))
    assert "La rencontre est prévue." in page
    assert "gestion du temps" in page
    assert "Prise de parole" in page
    row = project.meetings.get()
    report = {
        "form": "work_session",
        "held_on": f"{today():%d/%m/%Y}",
        "attended": [str(alice.pk), str(bob.pk)],
        "professionals": [str(project.sponsor_id)],
        "decisions": "Cibler les restaurants.",
        "next_steps": "Un fichier de 50 noms.",
        "version": 1,
    }
    page = text(browser.post(url("meeting_report", row), report, follow=True))
    assert "Cibler les restaurants." in page
    assert "Dora Delmas" in page
    assert str(alice) in page
    assert "son compte rendu reste" in text(browser.post(url("meeting_remove", row), follow=True))


@pytest.mark.req(76, rule="projects.access.can_ask_meeting")
def test_student_asks_and_the_teacher_gives_a_day(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    sent = {"about": str(project.pk), "asker": "group", "purpose": "Le fichier"}
    page = text(signed_in(alice).post(url("meeting_ask", project), sent, follow=True))
    assert "à la demande du groupe d’étudiants" in page
    assert "Retirer ma demande" in page
    row = project.meetings.get()
    assert "Fixer le jour" in text(signed_in(bob).get(url("follow_up", project)))
    assert signed_in(alice).get(url("meeting_edit", row)).status_code == 403
    signed_in(alice).post(url("meeting_remove", row))
    assert not Meeting.objects.exists()


def test_meeting_without_a_decision_is_refused_in_words(
    project: Project, bob: User, signed_in: SignIn
) -> None:
    sent = {"about": str(project.pk), "form": "on_site", "held_on": f"{today():%d/%m/%Y}"}
    browser = signed_in(bob)
    assert "ce qui a été décidé" in text(browser.post(url("meeting_log", project), sent))
    sent = {**sent, "form": "unplanned", "decisions": "Rien."}
    page = text(browser.post(url("meeting_log", project), sent))
    assert "dites de qui" in page


def test_what_is_to_correct_is_never_folded_away(
    project: Project, bob: User, signed_in: SignIn
) -> None:
    browser, page = signed_in(bob), url("meeting_log", project)
    assert '<details class="nrc-fold"><summary>' in text(browser.get(page))
    long = text(browser.post(page, {"about": str(project.pk), "purpose": "x" * 301}))
    assert '<details class="nrc-fold" open><summary>' in long


def test_meeting_of_a_mission_shows_in_its_project(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    mission = make_mission(project, alice, title="Étude du samedi")
    make.MeetingFactory(project=None, mission=mission, held=True, held_by=bob)
    page = text(signed_in(bob).get(url("follow_up", project)))
    assert "mission « Étude du samedi »" in page
    row = Meeting.objects.get()
    assert signed_in(bob).get(url("meeting_report", row)).status_code == 200


def test_deliverable_is_handed_in_remarked_on_and_taken_up(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    student, teacher = signed_in(alice), signed_in(bob)
    sent = {"title": "Étude de marché", "due_on": f"{today() - timedelta(days=2):%d/%m/%Y}"}
    page = text(student.post(url("deliverable_new", project), sent, follow=True))
    assert "attendu depuis le" in page
    row = project.deliverables.get()
    wrong = {"file": SimpleUploadedFile("etude.pdf", b"pas un PDF")}
    assert "Joignez un PDF, un JPEG ou un PNG" in text(student.post(url("hand_in", row), wrong))
    given = {"file": SimpleUploadedFile("etude.pdf", PDF), "note": "Chiffres de 2026"}
    page = text(student.post(url("hand_in", row), given, follow=True))
    assert "Chiffres de 2026" in page
    assert "attendu depuis le" not in page
    version = row.versions.get()
    assert b"".join(teacher.get(url("version_file", version)).streaming_content) == PDF
    page = text(teacher.post(url("remark_new", version), {"text": "La source ?"}, follow=True))
    assert "1 remarque à traiter" in page
    remark = version.remarks.get()
    assert teacher.post(url("remark_handle", remark)).status_code == 403
    page = text(student.post(url("remark_handle", remark), follow=True))
    assert "à traiter" not in page


def test_note_is_written_attached_and_detached(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    browser, day = signed_in(alice), f"{today():%d/%m/%Y}"
    sent = {"text": "Vingt appels.", "happened_on": day, "about": str(project.pk)}
    assert "Vingt appels." in text(browser.post(url("note_new", project), sent, follow=True))
    entry = LogEntryFactory(student=alice, promotion=project.promotion, text="Six visites.")
    attach = url("note_attach", project)
    offered = text(browser.get(attach))
    assert "Six visites." in offered
    assert "Vingt appels." not in offered
    page = text(
        browser.post(attach, {"entry": str(entry.pk), "about": str(project.pk)}, follow=True)
    )
    assert "Six visites." in page
    detach = reverse("projects:note_detach", args=[project.pk, entry.project_link.pk])
    assert "Six visites." not in text(browser.post(detach, follow=True))


def test_office_reads_no_note(
    project: Project, alice: User, emil: User, signed_in: SignIn
) -> None:
    entry = LogEntryFactory(student=alice, promotion=project.promotion, text="Six visites.")
    make.LogLinkFactory(project=project, log_entry=entry)
    page = text(signed_in(emil).get(url("follow_up", project)))
    assert "Six visites." not in page


def test_page_asks_the_same_queries_for_one_and_ten_rows(
    project: Project,
    alice: User,
    bob: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        held = make.MeetingFactory(project=project, held=True, held_by=bob)
        held.attended.add(alice)
        held.professionals.add(project.sponsor)
        make.MeetingFactory(project=project, asked=True)
        version = make.DeliverableVersionFactory(deliverable__project=project)
        make.DeliverableRemarkFactory(version=version)
        entry = LogEntryFactory(student=alice, promotion=project.promotion)
        make.LogLinkFactory(project=project, log_entry=entry)

    address = url("follow_up", project)
    for reader in (alice, bob):
        assert assert_same_queries(address, add, client=signed_in(reader)) <= 45
