"""Versions frozen after the approval of their plan, with a paper of their own, are its amendments."""

from django.db import migrations


def tell_amendments(apps, schema_editor):
    versions = apps.get_model("rotations", "PlanVersion").objects.defer("content")
    plans = apps.get_model("rotations", "RotationPlan").objects
    history = apps.get_model("rotations", "HistoricalRotationPlan").objects
    for plan in plans.filter(status__in=["approved", "running", "reviewed", "archived"]):
        approved = history.filter(id=plan.pk, status="approved").order_by("history_date").first()
        if approved is None:
            continue
        since = versions.filter(plan=plan, frozen_at__gte=approved.history_date).order_by("number")
        # The first of them is the approval itself.
        for version in list(since)[1:]:
            if version.issued_on and version.reason and version.document_number not in ("", plan.document_number):
                versions.filter(pk=version.pk).update(is_amendment=True)


class Migration(migrations.Migration):
    dependencies = [("rotations", "0030_plan_version_amendment")]

    operations = [migrations.RunPython(tell_amendments, migrations.RunPython.noop)]
