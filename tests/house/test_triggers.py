"""Every table that must not change is still guarded once all migrations have run."""

import pytest
from django.db import connection

GUARDED = {
    "journal_entry",
    "documents_document",
    "signatures_signingrequest",
    "signatures_evidence",
    "signatures_consenttext",
    "projects_initialgoals",
    "projects_simulation",
    "projects_reading",
    "projects_observation",
    "projects_deliverableversion",
    "curriculum_evidence",
    "curriculum_evidencescale",
}


@pytest.mark.django_db
def test_no_later_migration_dropped_a_guard() -> None:
    """SQLite loses the triggers of a table that a migration remakes."""
    asked = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT event_object_table FROM information_schema.triggers "
        "WHERE trigger_schema = current_schema()",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert {name for (name,) in cursor.fetchall()} == GUARDED
