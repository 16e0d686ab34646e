"""Over a million cases the list opens, is sorted by the end of the term, and a year is counted as over a thousand.

The last end first, and cases without one at the end of the list, is an order SQLite has no index for.
"""

from django.db import migrations, models

LAST_DUE_FIRST = "CREATE INDEX rotation_last_due_first ON rotations_rotation (due_on DESC NULLS LAST)"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LAST_DUE_FIRST)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS rotation_last_due_first")


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0071_indexes_nobody_asks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(fields=['plan', 'ordinal', 'id'], name='rotation_by_plan_order'),
        ),
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(fields=['plan', 'status', 'movement_type', 'direction', 'starts_on', 'ended_on', 'placed_on'], name='rotation_by_plan_standing'),
        ),
        migrations.RemoveIndex(
            model_name='rotation',
            name='rotation_by_plan_status',
        ),
        migrations.RunPython(make, drop),
    ]
