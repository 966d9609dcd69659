"""The database itself refuses to change, delete or empty what was read, observed or handed in."""

from django.db import migrations

GUARDED = {
    "projects_reading": "a reading is corrected by another one",
    "projects_observation": "an observation never changes",
    "projects_deliverableversion": "a version handed in never changes",
}


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
    dependencies = [("projects", "0003_work")]
    operations = [migrations.RunPython(guard, unguard)]
