"""Who sees which documents."""

import pytest
from django.contrib.auth.models import AnonymousUser

from nrc_platform.documents.access import can_download_document, visible_documents
from nrc_platform.people.models import Promotion, User
from tests.documents.factories import DocumentFactory

# Alice's document, a classmate's, one of the other class, one of the other school.
SEES = {
    "alice": {"alice"},
    "classmate": {"classmate"},
    "bob": {"alice", "classmate"},
    "charlie": {"schoolmate"},
    "head": {"alice", "classmate", "schoolmate"},
    "emil": set(),
    "juror": set(),
    "nobody": set(),
    "admin": set(),
    "other_student": {"other"},
    "other_teacher": {"other"},
    "other_head": {"other"},
    "other_office": set(),
}


@pytest.mark.parametrize("name", sorted(SEES))
def test_each_person_sees_their_share(
    name: str,
    request: pytest.FixtureRequest,
    promotion: Promotion,
    charlie_promotion: Promotion,
    other_promotion: Promotion,
    alice: User,
    classmate: User,
    schoolmate: User,
    other_student: User,
) -> None:
    owners = {
        "alice": (alice, promotion),
        "classmate": (classmate, promotion),
        "schoolmate": (schoolmate, charlie_promotion),
        "other": (other_student, other_promotion),
    }
    rows = {
        label: DocumentFactory(student=student, promotion=where, school=where.school)
        for label, (student, where) in owners.items()
    }
    user: User = request.getfixturevalue(name)
    seen = set(visible_documents(user))
    assert {label for label, row in rows.items() if row in seen} == SEES[name]
    may = {label for label, row in rows.items() if can_download_document(user, row)}
    assert may == SEES[name]


def test_a_visitor_sees_none(db: None) -> None:
    document = DocumentFactory()
    assert not visible_documents(AnonymousUser()).exists()
    assert not can_download_document(AnonymousUser(), document)
