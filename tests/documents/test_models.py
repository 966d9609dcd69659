"""What the database holds true of a document."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from nrc_platform.core import clock
from nrc_platform.documents.models import Document
from tests.documents.factories import DocumentFactory, kept_blob


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ({"key": "a", "version": 1, "replaced": True}, {"key": "a", "version": 1}, "existe déjà"),
        ({"key": "a", "version": 1}, {"key": "a", "version": 2}, "déjà une version en cours"),
        (None, {"page_count": 0}, "au moins une page"),
        (None, {"version": 0}, "commencent à 1"),
    ],
    ids=[
        "document_version_unique",
        "document_one_current",
        "document_has_pages",
        "document_version_positive",
    ],
)
def test_each_constraint_refuses_and_speaks_french(
    db: None, first: dict[str, Any] | None, second: dict[str, Any], sentence: str
) -> None:
    if first:
        DocumentFactory(**first)
    with pytest.raises(ValidationError, match=sentence):
        DocumentFactory.build(**second).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(**second)


@pytest.mark.parametrize(
    "change",
    [{"reference": "0" * 10}, {"key": "autre"}, {"version": 9}, {"facts_sha256": "1" * 64}],
)
def test_what_was_issued_is_never_changed(db: None, change: dict[str, Any]) -> None:
    document = DocumentFactory()
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(blob=kept_blob())
    assert Document.objects.filter(pk=document.pk).update(replaced_at=clock.now()) == 1
