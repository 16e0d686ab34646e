"""The table behind the rate limits. It holds nothing that outlives an hour, so no model and no backup knows it."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", "rate_counts", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS rate_counts")


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0023_sign_in'),
    ]

    operations = [migrations.RunPython(make, drop)]
