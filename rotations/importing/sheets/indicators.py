"""Indicators of localities."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from rotations import access
from rotations.importing.sheets.columns import Choice, Column, KnownBy, Number, Text, Whole, YesNo
from rotations.importing.sheets.sheet import Sheet
from rotations.models import LocalityIndicator
from rotations.vietnamese import match_key
from rotations.vocabulary import IndicatorKind


class IndicatorSheet(Sheet):
    """One row per figure, known by unit, year, indicator, its own name and the criteria set."""

    noun: ClassVar[str] = "chỉ tiêu"

    unit = Column(
        "unit",
        "Đơn vị",
        KnownBy("units", "danh mục đơn vị"),
        spellings=("Xã", "Tên đơn vị", "Mã đơn vị"),
        required=True,
    )
    year = Column("year", "Năm", Whole(), required=True)
    kind = Column("kind", "Chỉ tiêu", Choice(IndicatorKind), required=True)
    name = Column("name", "Tên chỉ tiêu khác", Text(), spellings=("Tên chỉ tiêu",))
    value = Column("value", "Giá trị", Number(), spellings=("Số liệu", "Kết quả"), required=True)
    value_to = Column(
        "value_to", "Đến (nếu là khoảng)", Number(), spellings=("Đến giá trị", "Giá trị đến", "Đến")
    )
    criteria_set = Column("criteria_set", "Bộ tiêu chí", KnownBy("criteria_sets", "danh mục bộ tiêu chí"))
    measure = Column("measure", "Đơn vị tính", Text(), spellings=("ĐVT",))
    is_estimate = Column("is_estimate", "Ước thực hiện", YesNo(), spellings=("Ước",))
    source = Column("source", "Nguồn số liệu", Text(), spellings=("Nguồn",))
    note = Column("note", "Ghi chú", Text())

    class Meta:
        model = LocalityIndicator
        name = "Chỉ tiêu địa bàn"
        import_id_fields = ("unit",)
        fields = (
            "unit", "year", "kind", "name", "value", "value_to", "criteria_set", "measure", "is_estimate", "source",
            "note",
        )  # fmt: skip
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False

    def get_queryset(self) -> QuerySet[LocalityIndicator]:
        """Figures the account may see."""
        return access.visible_indicators(self.account, on=self.on).select_related(
            "unit__parent", "criteria_set"
        )

    def row_key(self, row: dict[str, Any]) -> Any:
        """All columns a figure is known by."""
        return tuple(
            match_key(self.cell(row, name)) for name in ("unit", "year", "kind", "name", "criteria_set")
        )

    def record_of(self, row: dict[str, Any]) -> LocalityIndicator | None:
        """By what makes a figure one; a row with an unreadable cell among them has none."""
        known: dict[str, Any] = {"name": self.cell(row, "name")}
        try:
            for name in ("unit", "year", "kind", "criteria_set"):
                known[name] = self.fields[name].clean(row) if self.cell(row, name) else None
        except ValueError:
            return None
        return (
            self.get_queryset()
            .filter(**{n: v for n, v in known.items() if v is not None})
            .filter(**{f"{n}__isnull": True for n, v in known.items() if v is None})
            .first()
        )

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """With the names, in one query."""
        return queryset.select_related("unit__parent", "criteria_set")
