"""The database itself refuses to change what was issued: bytes, reference, version, facts."""

from django.db import migrations

ISSUED = '"blob_id", "reference", "key", "version", "facts_sha256", "page_count"'
SENTENCE = "issued documents are immutable"

SQLITE = [
    f"""CREATE TRIGGER documents_document_issued BEFORE UPDATE OF {ISSUED} ON documents_document
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
]
SQLITE_BACK = ["DROP TRIGGER documents_document_issued"]

POSTGRESQL = [
    f"""CREATE FUNCTION documents_document_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER documents_document_issued BEFORE UPDATE OF {ISSUED} ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_document_refuse()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER documents_document_issued ON documents_document",
    "DROP FUNCTION documents_document_refuse()",
]


def _run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def guard(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def unguard(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
