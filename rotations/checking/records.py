"""What holds of any record: its keys are those its text gives, its history knows it, its versions count without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, Model, OuterRef

from rotations.checking.constraints import our_models
from rotations.checking.findings import CHUNK, Finding, of_rows
from rotations.models import ImportBatch, ImportRow, PlanVersion, Regulation, RotationPlan, Unit
from rotations.models.fields import DerivedField, Recorded
from rotations.vocabulary import ImportStatus


def derived_keys_are_true() -> Iterator[Finding]:
    """Keys for search, equality and order are what their text gives."""
    for model in our_models():
        derived = [field for field in model._meta.concrete_fields if isinstance(field, DerivedField)]
        if not derived:
            continue
        names = list(dict.fromkeys(name for field in derived for name in (field.name, *field.sources)))
        rows = model._base_manager.order_by().values_list("pk", *names).iterator(chunk_size=CHUNK)
        for key, *values in rows:
            held = dict(zip(names, values, strict=True))
            for field in derived:
                if held[field.name] != _key(field, held):
                    yield Finding(
                        f"{model._meta.model_name}_{field.name}",
                        model._meta.db_table,
                        key,
                        f"Khóa tìm kiếm, sắp xếp “{field.name}” khác với chữ mà nó được tính ra; tìm kiếm có thể bỏ sót.",
                    )


def _key(field: DerivedField, held: dict[str, Any]) -> str:
    text = " ".join(str(held[name]) for name in field.sources if held[name])
    return type(field).compute(text)[: field.max_length]


def every_record_has_its_history() -> Iterator[Finding]:
    """A record whose changes are kept has at least the line that says it was made."""
    for model in our_models():
        if not issubclass(model, Recorded):
            continue
        kept = model.history.filter(id=OuterRef("pk"))
        yield from of_rows(
            f"{model._meta.model_name}_history",
            model._base_manager.filter(~Exists(kept)),
            "Bản ghi không có dòng lịch sử nào: không biết ai ghi, khi nào.",
        )


def versions_count_without_a_gap() -> Iterator[Finding]:
    """The versions of a plan are numbered 1, 2, 3 …"""
    numbered = (
        PlanVersion.objects.order_by()
        .values("plan")
        .annotate(many=Count("pk"), first=Min("number"), last=Max("number"))
        .exclude(first=1, last=F("many"))
        .values("plan")
    )
    yield from of_rows(
        "plan_version_numbers",
        RotationPlan.objects.filter(pk__in=numbered),
        "Số phiên bản của kế hoạch không liền nhau từ 1.",
    )


def journals_name_records_that_are_there() -> Iterator[Finding]:
    """What a file that stands wrote is still there, or was taken away by somebody since, which history tells."""
    by_name: dict[str, type[Model]] = {
        model._meta.model_name: model for model in our_models() if model._meta.model_name
    }
    for kept, table in (
        (ImportRow.objects.filter(batch__status=ImportStatus.COMMITTED), ImportRow._meta.db_table),
        (ImportBatch.objects.filter(status=ImportStatus.COMMITTED), ImportBatch._meta.db_table),
    ):
        rows = kept.exclude(written=[]).order_by("pk").values_list("pk", "written").iterator(chunk_size=CHUNK)
        for part in _parts(rows):
            wanted: dict[str, set[Any]] = {}
            for _row, entries in part:
                for entry in entries:
                    wanted.setdefault(entry.get("model", ""), set()).add(entry.get("pk"))
            there = {name: _there(by_name[name], keys) for name, keys in wanted.items() if name in by_name}
            for key, entries in part:
                if any(entry.get("pk") not in there.get(entry.get("model", ""), set()) for entry in entries):
                    yield Finding(
                        "import_journal",
                        table,
                        key,
                        "Nhật ký của dòng nhập nêu một bản ghi không có và chưa từng bị xóa trong chương trình.",
                    )


def _parts(rows: Iterator[tuple[Any, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    part: list[tuple[Any, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK // 4:
            yield part
            part = []
    if part:
        yield part


def _there(model: type[Model], keys: set[Any]) -> set[Any]:
    """Which of `keys` are stored, or were deleted with a line of history."""
    found = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    if (lost := keys - found) and issubclass(model, Recorded):
        deleted = model.history.filter(id__in=lost, history_type="-")
        found |= set(deleted.values_list("id", flat=True))
    return found


def nothing_stands_above_itself() -> Iterator[Finding]:
    """Walking up from a unit or a regulation comes to an end."""
    for model, what in ((Unit, "Đơn vị cấp trên"), (Regulation, "Văn bản cấp trên")):
        above = dict(model._base_manager.order_by().values_list("pk", "parent"))
        for key in above:
            seen, at = {key}, above[key]
            while at is not None and at not in seen:
                seen.add(at)
                at = above.get(at)
            if at == key:
                yield Finding(
                    f"{model._meta.model_name}_above_itself",
                    model._meta.db_table,
                    key,
                    f"{what} đi vòng trở lại chính nó.",
                )
