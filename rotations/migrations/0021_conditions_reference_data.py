"""What the texts say of local people, of posts not for them, and of the findings that ask for no reason.

Loaded as 0003 loads: a row the office has since changed is its own, and only what is missing is added.
"""

from datetime import date
from importlib import import_module

from django.db import migrations

reference = import_module("rotations.migrations.0003_reference_data")

# code: (value, note) for either text. The wording of 65-QĐ/TW was not seen; the office checks it against its province's.
LOCAL_PERSON = {
    "local_unit_level": (2, "Địa phương tính theo huyện."),
    "local_by_birth_place": (1, ""),
    "local_by_native_place": (1, ""),
    "local_residence_years": (18, "Lớn lên, trưởng thành tại địa phương."),
    "local_signs_needed": (1, "Một dấu hiệu là đủ để phải xem xét."),
    "local_work_years": (20, "Học tập, công tác lâu năm tại địa phương."),
}
# From that day there is no district level, so the commune is the locality.
NO_DISTRICTS = date(2025, 7, 1)

# position, level, text, from which day
LATER_NON_LOCAL_POSTS = [
    ("Chủ nhiệm Ủy ban Kiểm tra", "province", "Kết luận 200-KL/TW, 201-KL/TW", date(2025, 12, 15)),
    ("Chánh Thanh tra", "province", "Kết luận 200-KL/TW, 201-KL/TW", date(2025, 12, 15)),
    ("Bí thư Đảng ủy", "commune", "Kết luận 210-KL/TW", date(2026, 1, 1)),
    ("Chủ tịch UBND", "commune", "Kết luận 210-KL/TW", date(2026, 1, 1)),
]


def load(apps, schema_editor):
    loader = reference.Loader(apps)
    regulations, positions = loader.model("Regulation").objects, loader.model("Position").objects
    for symbol in ("98-QĐ/TW", "65-QĐ/TW"):
        text = regulations.filter(symbol=symbol).first()
        if text is None:
            continue
        for code, (value, note) in LOCAL_PERSON.items():
            until = NO_DISTRICTS if (symbol, code) == ("65-QĐ/TW", "local_unit_level") else None
            loader.ensure(
                "RegulationParameter", {"regulation": text, "code": code, "valid_from": None},
                value=value, article="", valid_to=until, note=f"{note} {reference.DEFAULT}".strip(),
            )  # fmt: skip
        loader.ensure(
            "ConditionRule", {"regulation": text, "code": "two_terms", "valid_from": None}, needs_reason=False
        )
    text = regulations.filter(symbol="65-QĐ/TW").first()
    if text is not None:
        loader.ensure(
            "RegulationParameter", {"regulation": text, "code": "local_unit_level", "valid_from": NO_DISTRICTS},
            value=3, article="", note=f"Từ 01/7/2025 không còn cấp huyện: địa phương tính theo xã. {reference.DEFAULT}",
        )  # fmt: skip
        for name, level, article, since in LATER_NON_LOCAL_POSTS:
            position = positions.filter(name=name).first()
            if position is not None:
                loader.ensure(
                    "NonLocalPost", {"regulation": text, "position": position, "level": level, "valid_from": since},
                    article=article,
                )  # fmt: skip
    loader.write_history()
    name_certificates(loader)


def name_certificates(loader):
    """The certificate of health is known by its kind from now on, in each line and in its history."""
    named = {"name__startswith": "Giấy chứng nhận sức khỏe", "kind": "other"}
    for model in ("DossierTemplateItem", "HistoricalDossierTemplateItem"):
        loader.model(model).objects.filter(**named).update(kind="health_certificate")


class Migration(migrations.Migration):
    dependencies = [("rotations", "0020_regulation_conditions")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
