"""Placements decided before cases kept the day themselves: from now on the case says it too."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def take_over_the_day(apps: Any, schema_editor: Any) -> None:
    """The day a decided placement takes effect, on its case."""
    database = schema_editor.connection.alias
    placements = apps.get_model("rotations", "Placement").objects.using(database)
    decided = placements.filter(decided_on__isnull=False)
    day = Subquery(decided.filter(rotation=OuterRef("pk")).values("decided_on")[:1])
    cases = apps.get_model("rotations", "Rotation").objects.using(database)
    cases.filter(pk__in=decided.values("rotation")).update(placed_on=day)


class Migration(migrations.Migration):
    dependencies = [("rotations", "0025_dates_and_corrections")]

    operations = [migrations.RunPython(take_over_the_day, migrations.RunPython.noop)]
