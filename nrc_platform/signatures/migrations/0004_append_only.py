"""
The database itself refuses to change, delete or empty evidence, or to reword a consent.

SQLite remakes a table to change a constraint, and its triggers are lost with the former one: the
guard of what was frozen is made again.
"""

from django.db import migrations

GUARDED = {
    "signatures_evidence": "evidence is append-only",
    "signatures_consenttext": "a consent text never changes",
}


SENTENCE = "what is frozen for signing never changes"
FROZEN = ("facts", "facts_sha256", "kind", "subject_id", "round", "template", "school_id", "opened_at")
COLUMNS = ", ".join(f'"{name}"' for name in FROZEN)
FROZEN_AGAIN = [
    "DROP TRIGGER IF EXISTS signatures_signingrequest_frozen",
    f"""CREATE TRIGGER signatures_signingrequest_frozen BEFORE UPDATE OF {COLUMNS}
    ON signatures_signingrequest
    WHEN {" OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in FROZEN)}
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
]


def _sqlite(table, sentence):
    return [
        f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
        for verb in ("UPDATE", "DELETE")
    ]


def _postgresql(table, sentence):
    return [
        f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{sentence}'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
    ]


def _sqlite_back(table):
    return [f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete")]


def _postgresql_back(table):
    return [
        f"DROP TRIGGER {table}_no_truncate ON {table}",
        f"DROP TRIGGER {table}_no_change ON {table}",
        f"DROP FUNCTION {table}_refuse()",
    ]


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in FROZEN_AGAIN if vendor == "sqlite" else []:
        schema_editor.execute(statement, params=None)
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    for table, sentence in GUARDED.items():
        for statement in make(table, sentence):
            schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    drop = {"sqlite": _sqlite_back, "postgresql": _postgresql_back}
    for table in GUARDED:
        for statement in drop[schema_editor.connection.vendor](table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("signatures", "0003_online")]
    operations = [migrations.RunPython(guard, unguard)]
