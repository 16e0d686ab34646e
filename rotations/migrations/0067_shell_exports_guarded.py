"""SQLite rebuilt the table of the trail for its new constraint, and lost its guards: it is guarded again."""

from importlib import import_module

from django.db import migrations

trail_guards = import_module("rotations.migrations.0037_trail_guards")


def guard_the_trail(apps, schema_editor):
    trail_guards.guard(schema_editor, ["rotations_auditentry"])


class Migration(migrations.Migration):
    dependencies = [("rotations", "0066_shell_exports_noted")]

    operations = [migrations.RunPython(guard_the_trail, migrations.RunPython.noop)]
