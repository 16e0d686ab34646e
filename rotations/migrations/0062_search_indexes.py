"""A word is found in a million names as in a thousand: trigram indexes, which PostgreSQL has and SQLite does not.

They serve a condition that a word of the key begins with what was typed (`models.fields.word_in`), which SQLite answers
by reading through. They are not on the models, which both databases share.
"""

from django.db import migrations

INDEXES = {
    "official_search_words": ("rotations_official", "search_fold"),
    "unit_search_words": ("rotations_unit", "name_fold"),
    "unit_search_initials": ("rotations_unit", "initials"),
    "unitalias_search_words": ("rotations_unitalias", "name_fold"),
    "decision_search_words": ("rotations_decision", "search_fold"),
    "attachment_search_words": ("rotations_attachment", "name_fold"),
}


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for name, (table, column) in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("rotations", "0061_fill_initials")]

    operations = [migrations.RunPython(make, drop)]
