"""
What a document is worth is as immutable as its bytes.

SQLite remakes a table to add a constraint, and its triggers are lost with the former one.
"""

from django.db import migrations

FORMER = '"blob_id", "reference", "key", "version", "facts_sha256", "page_count"'
ISSUED = f'{FORMER}, "standing", "stamped_at", "certificate_sha256"'
SENTENCE = "issued documents are immutable"
TRIGGER = "documents_document_issued"


def _sqlite(columns):
    return [
        f"DROP TRIGGER IF EXISTS {TRIGGER}",
        f"""CREATE TRIGGER {TRIGGER} BEFORE UPDATE OF {columns} ON documents_document
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
    ]


def _postgresql(columns):
    return [
        f"DROP TRIGGER {TRIGGER} ON documents_document",
        f"""CREATE TRIGGER {TRIGGER} BEFORE UPDATE OF {columns} ON documents_document
        FOR EACH ROW EXECUTE FUNCTION documents_document_refuse()""",
    ]


def _run(schema_editor, columns):
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in make(columns):
        schema_editor.execute(statement, params=None)


def guard(apps, schema_editor):
    _run(schema_editor, ISSUED)


def unguard(apps, schema_editor):
    _run(schema_editor, FORMER)


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_standing")]
    operations = [migrations.RunPython(guard, unguard)]
