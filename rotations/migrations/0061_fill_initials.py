"""People and units written before have their initials too."""

from django.db import migrations

PORTION = 2000
SOURCES = {"Official": "full_name", "Unit": "name"}


def fill(apps, schema_editor):
    for model, source in SOURCES.items():
        rows = apps.get_model("rotations", model).objects
        last = 0
        # Each row works its key out anew when it is written, from the name it was read with.
        while portion := list(rows.filter(pk__gt=last).order_by("pk").only("pk", source, "initials")[:PORTION]):
            rows.bulk_update(portion, ["initials"])
            last = portion[-1].pk


class Migration(migrations.Migration):
    dependencies = [("rotations", "0060_search_initials")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
