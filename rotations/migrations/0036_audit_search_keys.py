"""Entries written before can be looked for by their text too, and sessions of a vote that came over from the posts have
the line of history that says so."""

from django.db import migrations
from django.utils.timezone import now

REASON = "Chuyển từ chức danh bầu của lượt luân chuyển"
PORTION = 2000


def fill_search_keys(apps, schema_editor):
    entries = apps.get_model("rotations", "AuditEntry").objects
    for entry in entries.filter(search_fold="").order_by("pk").iterator(chunk_size=PORTION):
        entry.save(update_fields=["search_fold"])


def write_missing_history(apps, schema_editor):
    history = apps.get_model("rotations", "HistoricalElectionSession").objects
    known = set(history.values_list("id", flat=True))
    for row in apps.get_model("rotations", "ElectionSession").objects.order_by("pk").iterator(chunk_size=PORTION):
        if row.pk not in known:
            history.create(
                **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields},
                history_date=now(),
                history_type="+",
                history_change_reason=REASON,
            )


class Migration(migrations.Migration):
    dependencies = [("rotations", "0035_audit_of_the_door")]

    operations = [
        migrations.RunPython(fill_search_keys, migrations.RunPython.noop),
        migrations.RunPython(write_missing_history, migrations.RunPython.noop),
    ]
