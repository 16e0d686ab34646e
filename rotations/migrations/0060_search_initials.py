"""People and units are found by the letters their names are shortened to.

SQLite rebuilds the two history tables and loses their triggers, so they are guarded again.
"""

from importlib import import_module

from django.db import migrations, models

import rotations.models.fields

guard = import_module("rotations.migrations.0037_trail_guards").guard
TABLES = ["rotations_historicalofficial", "rotations_historicalunit"]


def guard_again(apps, schema_editor):
    guard(schema_editor, TABLES)


def of_a_name(name, length):
    return rotations.models.fields.InitialsField(name, max_length=length)


class Migration(migrations.Migration):
    dependencies = [("rotations", "0050_frozen_reports")]

    operations = [
        migrations.AddField("official", "initials", of_a_name("full_name", 30)),
        migrations.AddField("historicalofficial", "initials", of_a_name("full_name", 30)),
        migrations.AddField("unit", "initials", of_a_name("name", 60)),
        migrations.AddField("historicalunit", "initials", of_a_name("name", 60)),
        migrations.AddIndex("official", models.Index(fields=["initials"], name="official_by_initials")),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
