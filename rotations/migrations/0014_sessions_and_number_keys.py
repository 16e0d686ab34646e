"""Elections on record become sessions, and every decision's number gets the key by which it is unique."""

from django.db import migrations


def fill(apps, schema_editor):
    Decision = apps.get_model("rotations", "Decision")
    # The key is computed by its own column, from the number as it is kept.
    for decision in Decision.objects.exclude(number="").iterator():
        decision.save(update_fields=["number_key"])
    RotationPost = apps.get_model("rotations", "RotationPost")
    ElectionSession = apps.get_model("rotations", "ElectionSession")
    voted = RotationPost.objects.filter(session_on__isnull=False)
    for row in voted.iterator():
        ElectionSession.objects.create(
            rotation_post=row,
            session_on=row.session_on,
            result=row.result,
            votes_for=row.votes_for,
            votes_total=row.votes_total,
        )


class Migration(migrations.Migration):
    dependencies = [("rotations", "0013_rotation_life")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
