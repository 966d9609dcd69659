"""The table of the letters."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.journal.letters import Letter


@pytest.fixture(scope="session")
def letters_table(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the table once, outside any test's transaction."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Letter)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Letter)


@pytest.fixture
def letters(letters_table: None, db: None) -> None:
    """Letters, rolled back after the test."""


@pytest.fixture
def shared_letters(letters_table: None, transactional_db: None) -> Iterator[None]:
    """Letters that several threads see; the product's flush does not know their table."""
    yield
    Letter.objects.all().delete()
