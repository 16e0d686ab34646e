"""Posts given up so far get their rows, and a first line of history of the day their case came on record.

Who wrote them down, and what was taken out before, was never kept; the line says so.
"""

from django.db import migrations

OLD, NEW, LINES = "rotations_rotation_left_posts", "rotations_leftpost", "rotations_historicalleftpost"
WHY = "Có từ trước khi giữ lịch sử"


def go_on_counting(schema_editor, table):
    """The next key of a table that was filled with keys: SQLite goes on from the highest by itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
        )


def fill(apps, schema_editor):
    schema_editor.execute(
        f"INSERT INTO {NEW} (id, rotation_id, post_id, changed_at) SELECT held.id, held.rotation_id, held.post_id, COALESCE("
        "(SELECT MIN(line.history_date) FROM rotations_historicalrotation line WHERE line.id = held.rotation_id), "
        "kept.changed_at) "
        f"FROM {OLD} held JOIN rotations_rotation kept ON kept.id = held.rotation_id ORDER BY held.id"
    )
    go_on_counting(schema_editor, NEW)
    schema_editor.execute(
        f"INSERT INTO {LINES} (id, rotation_id, post_id, changed_at, history_date, history_type, history_change_reason) "
        f"SELECT id, rotation_id, post_id, changed_at, changed_at, '+', '{WHY}' FROM {NEW} ORDER BY id"
    )


def empty(apps, schema_editor):
    schema_editor.execute(
        f"INSERT INTO {OLD} (id, rotation_id, post_id) SELECT id, rotation_id, post_id FROM {NEW} ORDER BY id"
    )
    go_on_counting(schema_editor, OLD)
    schema_editor.execute(f"DELETE FROM {NEW}")


class Migration(migrations.Migration):
    dependencies = [("rotations", "0068_left_post")]

    operations = [migrations.RunPython(fill, empty)]
