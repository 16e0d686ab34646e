"""What must never be false and cannot be declared on a model for both databases.

- One main post at a time: an exclusion constraint on PostgreSQL, a trigger on SQLite.
- Not more people in a post than its quota: triggers on both. On PostgreSQL the post's row is locked first, so that
  two people who fill the last seat at the same moment cannot both succeed; SQLite has one writer at a time.

SQLite rebuilds a table to alter it and loses its triggers: a migration that alters `postholding` or `post` runs
`guard_sqlite` again. The tests of the invariants fail if it is forgotten.
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

FULL = """
    EXISTS (
        SELECT 1 FROM rotations_postholding p
        WHERE p.post_id = {post} {since}
          AND (SELECT COUNT(*) FROM rotations_postholding h
               WHERE h.post_id = p.post_id AND h.held_from <= p.held_from
                 AND (h.held_until IS NULL OR h.held_until > p.held_from))
              > (SELECT quota FROM rotations_post WHERE id = p.post_id)
    )
"""
SINCE_NEW = "AND p.held_from >= NEW.held_from AND (NEW.held_until IS NULL OR p.held_from < NEW.held_until)"
HOLDING_FULL = FULL.format(post="NEW.post_id", since=SINCE_NEW)
POST_FULL = FULL.format(post="NEW.id", since="")

SQLITE_OVERLAP = """
    EXISTS (
        SELECT 1 FROM rotations_postholding h
        WHERE h.official_id = NEW.official_id AND h.is_main AND h.id <> NEW.id
          AND (NEW.held_until IS NULL OR h.held_from < NEW.held_until)
          AND (h.held_until IS NULL OR h.held_until > NEW.held_from)
    )
"""

SQLITE_TRIGGERS = {
    "holding_one_main_post_insert": ("INSERT ON rotations_postholding", f"NEW.is_main AND {SQLITE_OVERLAP}"),
    "holding_one_main_post_update": ("UPDATE ON rotations_postholding", f"NEW.is_main AND {SQLITE_OVERLAP}"),
    "holding_within_quota_insert": ("INSERT ON rotations_postholding", HOLDING_FULL),
    "holding_within_quota_update": ("UPDATE ON rotations_postholding", HOLDING_FULL),
    "holding_within_quota_post": ("UPDATE OF quota ON rotations_post", POST_FULL),
}

POSTGRESQL = f"""
ALTER TABLE rotations_postholding ADD CONSTRAINT holding_one_main_post
    EXCLUDE USING gist (official_id WITH =, daterange(held_from, held_until) WITH &&) WHERE (is_main);

CREATE FUNCTION rotations_holding_within_quota() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM 1 FROM rotations_post WHERE id = NEW.post_id FOR NO KEY UPDATE;
    IF {HOLDING_FULL} THEN
        RAISE EXCEPTION 'holding_within_quota' USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_within_quota';
    END IF;
    RETURN NULL;
END $body$;

CREATE FUNCTION rotations_post_quota_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF {POST_FULL} THEN
        RAISE EXCEPTION 'holding_within_quota' USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_within_quota';
    END IF;
    RETURN NULL;
END $body$;

CREATE TRIGGER holding_within_quota AFTER INSERT OR UPDATE OF post_id, held_from, held_until
    ON rotations_postholding FOR EACH ROW EXECUTE FUNCTION rotations_holding_within_quota();
CREATE TRIGGER holding_within_quota_post AFTER UPDATE OF quota
    ON rotations_post FOR EACH ROW EXECUTE FUNCTION rotations_post_quota_kept();
"""

POSTGRESQL_UNDO = """
DROP TRIGGER holding_within_quota_post ON rotations_post;
DROP TRIGGER holding_within_quota ON rotations_postholding;
DROP FUNCTION rotations_post_quota_kept();
DROP FUNCTION rotations_holding_within_quota();
ALTER TABLE rotations_postholding DROP CONSTRAINT holding_one_main_post;
"""


def guard_sqlite(schema_editor):
    for name, (event, refused) in SQLITE_TRIGGERS.items():
        guard = "holding_within_quota" if "quota" in name else "holding_one_main_post"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} AFTER {event} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{guard}'); END"
        )


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        guard_sqlite(schema_editor)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_UNDO, params=None)
    else:
        for name in SQLITE_TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("rotations", "0001_initial")]

    operations = [BtreeGistExtension(), migrations.RunPython(guard, unguard)]
