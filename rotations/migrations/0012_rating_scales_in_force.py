"""The texts by which officials are classified: words alone until 2025, then points; how many may be excellent."""

from datetime import date

from django.db import migrations
from django.utils.timezone import now

REASON = "Dữ liệu dùng chung"
DEFAULT = "Mặc định của phần mềm, cần đối chiếu với văn bản."
# document, from, to, percent, note, bands
SCALES = [
    ("132-QĐ/TW", date(2018, 3, 8), date(2023, 10, 4), 20, DEFAULT, ()),
    ("124-QĐ/TW", date(2023, 10, 4), date(2025, 8, 30), 20, DEFAULT, ()),
    (
        "366-QĐ/TW", date(2025, 8, 30), None, 20,
        "Thang 100 điểm; tỷ lệ theo Nghị định 335/2025/NĐ-CP. Đơn vị được khen có thể được tỷ lệ cao hơn.",
        (("excellent", 90), ("good", 70), ("completed", 50), ("not_completed", 0)),
    ),
]  # fmt: skip


def with_history(apps, name, **values):
    row = apps.get_model("rotations", name).objects.create(**values)
    apps.get_model("rotations", f"Historical{name}").objects.create(
        **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields},
        history_date=now(),
        history_type="+",
        history_change_reason=REASON,
    )
    return row


def load(apps, schema_editor):
    for document, start, end, percent, note, bands in SCALES:
        if apps.get_model("rotations", "RatingScale").objects.filter(effective_from=start).exists():
            continue
        scale = with_history(
            apps, "RatingScale", document=document, effective_from=start, effective_to=end, quota_percent=percent,
            quota_base="good", note=note,
        )  # fmt: skip
        for rating, score in bands:
            with_history(apps, "RatingBand", scale=scale, rating=rating, from_score=score)


class Migration(migrations.Migration):
    dependencies = [("rotations", "0011_rating_scales")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
