"""Deliverables: versions that follow each other, and the remarks on them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.documents import storage
from nrc_platform.people.models import Promotion, User
from projects import access
from projects.models import Deliverable, DeliverableVersion, Project
from projects.selectors.work import work_sheet
from projects.services import deliverables
from tests.internships.life import image
from tests.projects.team import make_project
from tests.projects.work_factories import DeliverableFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 etude %%EOF"


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


@pytest.fixture
def study(project: Project) -> Deliverable:
    """A study due in two weeks."""
    return DeliverableFactory(project=project)


def test_versions_follow_each_other_and_none_replaces_another(
    study: Deliverable, alice: User, project: Project
) -> None:
    first = deliverables.hand_in(study, actor=alice, content=PDF)
    second = deliverables.hand_in(
        study, actor=alice, content=image("PNG"), note="Le graphique seul"
    )
    assert (first.number, first.extension, second.number, second.extension) == (1, "pdf", 2, "jpg")
    with storage.open_file(first.blob_id) as kept:
        assert kept.read() == PDF
    line = work_sheet(alice, project).deliverables[0]
    assert (line.versions, line.last) == ((second, first), second)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"PK\x03\x04 word", "autre format"),
        (b"%PDF-1.7 cut", "incomplet"),
        (b"<svg/>", "autre format"),
    ],
)
def test_file_is_known_by_its_content(
    study: Deliverable, alice: User, content: bytes, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        deliverables.hand_in(study, actor=alice, content=content)
    assert not DeliverableVersion.objects.exists()


def test_database_refuses_to_change_or_delete_a_version(study: Deliverable, alice: User) -> None:
    row = deliverables.hand_in(study, actor=alice, content=PDF)
    for act in (
        lambda: DeliverableVersion.objects.filter(pk=row.pk).update(note="Autre"),
        lambda: DeliverableVersion.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            act()


def test_teacher_remarks_and_the_team_says_it_is_dealt_with(
    study: Deliverable, alice: User, bob: User, project: Project
) -> None:
    version = deliverables.hand_in(study, actor=alice, content=PDF)
    with pytest.raises(NotAllowed):
        deliverables.remark_on(version, actor=alice, text="Bien.")
    remark = deliverables.remark_on(version, actor=bob, text="La source manque.")
    assert work_sheet(bob, project).deliverables[0].open_remarks == 1
    with pytest.raises(NotAllowed):
        deliverables.handle_remark(remark, actor=bob)
    remark = deliverables.handle_remark(remark, actor=alice)
    again = deliverables.handle_remark(remark, actor=alice)
    assert again.handled_at == remark.handled_at
    assert work_sheet(bob, project).deliverables[0].open_remarks == 0


def test_deliverable_handed_in_stays(study: Deliverable, alice: User, project: Project) -> None:
    study = deliverables.edit_deliverable(
        study, actor=alice, version=1, values={"due_on": clock.today() - timedelta(days=1)}
    )
    assert work_sheet(alice, project).deliverables[0].is_late(clock.today())
    deliverables.hand_in(study, actor=alice, content=PDF)
    assert not work_sheet(alice, project).deliverables[0].is_late(clock.today())
    with pytest.raises(DomainError, match="il reste"):
        deliverables.remove_deliverable(study, actor=alice)
    other = deliverables.add_deliverable(project, actor=alice, values={"title": "Affiche"})
    deliverables.remove_deliverable(other, actor=alice)
    with pytest.raises(DomainError, match="déjà retiré"):
        deliverables.remove_deliverable(other, actor=alice)


@pytest.mark.parametrize("who", ["classmate", "bob", "charlie", "emil", "head"])
def test_files_are_handed_in_by_the_team_alone(
    study: Deliverable, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        deliverables.hand_in(study, actor=request.getfixturevalue(who), content=PDF)


def test_files_are_seen_by_the_team_and_who_follows_it(
    study: Deliverable, alice: User, bob: User, classmate: User, charlie: User
) -> None:
    row = deliverables.hand_in(study, actor=alice, content=PDF)
    assert list(access.visible_versions(alice)) == list(access.visible_versions(bob)) == [row]
    assert not access.visible_versions(classmate).exists()
    assert not access.visible_versions(charlie).exists()
