"""What is written with every new case: indexes nobody asks are gone, and those of an end, a placement and a decision hold
the cases and steps that have one.

Indexes of one column are dropped by the database itself: on SQLite another column would mean another table, without its
triggers.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROPPED = {
    "rotation": ("step_template_id",),
    "rotationpost": ("term_id",),
    "rotationstep": ("decision_id", "recorded_by_id", "template_item_id"),
}
indexes_of = import_module("rotations.migrations.0071_indexes_nobody_asks").indexes_of


def drop(apps, schema_editor):
    for model, columns in DROPPED.items():
        table = apps.get_model("rotations", model)._meta.db_table
        for column in columns:
            for name in indexes_of(schema_editor, table, column):
                schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0072_lists_of_a_million'),
    ]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='rotation',
                    name='step_template',
                    field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rotations', to='rotations.steptemplate', verbose_name='Quy trình'),
                ),
                migrations.AlterField(
                    model_name='rotationpost',
                    name='term',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rotation_posts', to='rotations.term', verbose_name='Nhiệm kỳ'),
                ),
                migrations.AlterField(
                    model_name='rotationstep',
                    name='decision',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='rotations.decision', verbose_name='Quyết định'),
                ),
                migrations.AlterField(
                    model_name='rotationstep',
                    name='recorded_by',
                    field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
                ),
                migrations.AlterField(
                    model_name='rotationstep',
                    name='template_item',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='rotations.steptemplateitem', verbose_name='Bước của quy trình'),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name='rotation',
            name='rotation_by_end',
        ),
        migrations.RemoveIndex(
            model_name='rotation',
            name='rotation_by_placement',
        ),
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(condition=models.Q(('ended_on__isnull', False)), fields=['ended_on'], name='rotation_by_end'),
        ),
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(condition=models.Q(('placed_on__isnull', False)), fields=['placed_on'], name='rotation_by_placement'),
        ),
        migrations.AddIndex(
            model_name='rotationstep',
            index=models.Index(condition=models.Q(('decision__isnull', False)), fields=['decision'], name='rotation_step_of_decision'),
        ),
    ]
