"""The share of excellent people is said by the rating text (RatingScale); the parameter of this name judged nothing.

What it was stays in the history, with the line that it is gone.
"""

from django.db import migrations
from django.utils import timezone


def remove_quota(apps, schema_editor):
    gone = apps.get_model("rotations", "RegulationParameter").objects.filter(code="excellent_quota_percent")
    history = apps.get_model("rotations", "HistoricalRegulationParameter")
    now = timezone.now()
    history.objects.bulk_create(
        history(history_type="-", history_date=now, history_change_reason="Không quy tắc nào đọc tham số này.", **row)
        for row in gone.values()
    )
    gone.delete()


class Migration(migrations.Migration):
    dependencies = [("rotations", "0031_plan_version_amendments_known")]

    operations = [migrations.RunPython(remove_quota, migrations.RunPython.noop)]
