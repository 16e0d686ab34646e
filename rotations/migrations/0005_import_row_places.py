"""Rows of files taken in before: a file was one sheet, so its row numbers are their places."""

from django.db import migrations
from django.db.models import F


def number_places(apps, schema_editor):
    apps.get_model("rotations", "ImportRow").objects.filter(place=None).update(place=F("row_number"))


class Migration(migrations.Migration):
    dependencies = [("rotations", "0004_import_journal")]

    operations = [migrations.RunPython(number_places, migrations.RunPython.noop)]
