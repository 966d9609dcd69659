"""The database itself refuses to change what was frozen for signing."""

from django.db import migrations

SENTENCE = "what is frozen for signing never changes"
FROZEN = ("facts", "facts_sha256", "kind", "subject_id", "round", "template", "school_id", "opened_at")
COLUMNS = ", ".join(f'"{name}"' for name in FROZEN)

# A save writes every column: only one that really differs is refused.
SQLITE = [
    f"""CREATE TRIGGER signatures_signingrequest_frozen BEFORE UPDATE OF {COLUMNS}
    ON signatures_signingrequest
    WHEN {" OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in FROZEN)}
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
]
SQLITE_BACK = ["DROP TRIGGER signatures_signingrequest_frozen"]

POSTGRESQL = [
    f"""CREATE FUNCTION signatures_signingrequest_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER signatures_signingrequest_frozen BEFORE UPDATE OF {COLUMNS}
    ON signatures_signingrequest
    FOR EACH ROW WHEN ({" OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in FROZEN)})
    EXECUTE FUNCTION signatures_signingrequest_refuse()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER signatures_signingrequest_frozen ON signatures_signingrequest",
    "DROP FUNCTION signatures_signingrequest_refuse()",
]


def _run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def guard(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def unguard(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
