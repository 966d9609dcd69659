"""What the database holds true of a document."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.documents.factories import DocumentFactory


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
