"""The trail and the history of every record are written once: the database itself refuses to change or empty them.

Triggers for each row on both databases, so that adding a line costs nothing; PostgreSQL refuses TRUNCATE as well. The
one way through is said by name and only on PostgreSQL, where a whole installation is put in the place of another in
one transaction: `SET LOCAL cadre.history_open = 'restore'`. SQLite does that in a new file.

A migration that makes a history table, or alters one on SQLite (which rebuilds the table and loses its triggers), runs
`guard` again with the names of the tables; the tests of the trail fail if it is forgotten.
"""

from django.db import migrations

REFUSED = "trail_is_written_once"

FUNCTION = f"""
CREATE OR REPLACE FUNCTION rotations_trail_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF current_setting('cadre.history_open', true) = 'restore' THEN
        IF TG_OP = 'UPDATE' THEN RETURN NEW; ELSIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '{REFUSED}: %', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $body$;
"""


def trail_tables(apps):
    """The trail, and the history of every record."""
    return sorted(
        model._meta.db_table
        for model in apps.get_app_config("rotations").get_models()
        if model._meta.model_name == "auditentry" or model._meta.model_name.startswith("historical")
    )


def guard(schema_editor, tables):
    """Refuse change of these tables from now on; those that are guarded stay so."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE TRIGGER {REFUSED} BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION rotations_trail_is_written_once()"
            )
            schema_editor.execute(
                f"CREATE OR REPLACE TRIGGER {REFUSED}_emptied BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION rotations_trail_is_written_once()"
            )
        else:
            for event in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
                )


def leave_open(schema_editor, tables):
    """Take the guards of these tables away."""
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {REFUSED} ON {table}")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {REFUSED}_emptied ON {table}")
        else:
            for event in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION rotations_trail_is_written_once()")


def guard_all(apps, schema_editor):
    guard(schema_editor, trail_tables(apps))


def leave_all_open(apps, schema_editor):
    leave_open(schema_editor, trail_tables(apps))


class Migration(migrations.Migration):
    dependencies = [("rotations", "0036_audit_search_keys")]

    operations = [migrations.RunPython(guard_all, leave_all_open)]
