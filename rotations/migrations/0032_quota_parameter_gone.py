"""The share of excellent people is said by the rating text (RatingScale); the parameter of this name judged nothing."""

from django.db import migrations


def remove_quota(apps, schema_editor):
    apps.get_model("rotations", "RegulationParameter").objects.filter(code="excellent_quota_percent").delete()


class Migration(migrations.Migration):
    dependencies = [("rotations", "0031_plan_version_amendments_known")]

    operations = [migrations.RunPython(remove_quota, migrations.RunPython.noop)]
