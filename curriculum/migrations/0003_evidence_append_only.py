"""
The database itself refuses to change, delete or empty the evidence of competences.

What was written beside an evidence lies in a table of its own, which may be erased. A scale that
evidence cites is never reworded either.
"""

from django.db import migrations

GUARDED = {
    "curriculum_evidence": "evidence of competences is append-only",
    "curriculum_evidencescale": "a scale of levels never changes",
}
# A scale that no evidence cites may be deleted with its school; evidence never.
REFUSED = {
    "curriculum_evidence": ("UPDATE", "DELETE"),
    "curriculum_evidencescale": ("UPDATE",),
}


def _sqlite(table, sentence):
    return [
        f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
        for verb in REFUSED[table]
    ]


def _postgresql(table, sentence):
    return [
        f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{sentence}'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {table}_no_change BEFORE {" OR ".join(REFUSED[table])} ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
    ]


def _sqlite_back(table):
    return [f"DROP TRIGGER {table}_no_{verb.lower()}" for verb in REFUSED[table]]


def _postgresql_back(table):
    return [
        f"DROP TRIGGER {table}_no_truncate ON {table}",
        f"DROP TRIGGER {table}_no_change ON {table}",
        f"DROP FUNCTION {table}_refuse()",
    ]


def guard(apps, schema_editor):
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for table, sentence in GUARDED.items():
        for statement in make(table, sentence):
            schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    drop = {"sqlite": _sqlite_back, "postgresql": _postgresql_back}
    for table in GUARDED:
        for statement in drop[schema_editor.connection.vendor](table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0002_evidence")]
    operations = [migrations.RunPython(guard, unguard)]
