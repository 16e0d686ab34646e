"""Needs of units (Biểu 1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from rotations import access
from rotations.importing.sheets.columns import Choice, Column, KnownBy, Lines, PartialDay, Text, Whole
from rotations.importing.sheets.sheet import Sheet
from rotations.models import RotationNeed, RotationNeedQuerySet
from rotations.vietnamese import match_key
from rotations.vocabulary import NeedDirection, NeedReason

KNOWN_BY = ("unit", "year", "direction", "position", "position_text", "proposed_official", "proposed_text")


class NeedSheet(Sheet):
    """One row per line of Biểu 1, known by its number in the program, else by unit, year, direction, post, person."""

    noun: ClassVar[str] = "nhu cầu"

    number = Column("pk", "Mã nhu cầu", Whole(), spellings=("Mã số nhu cầu",), readonly=True)
    call = Column("call", "Đợt đề xuất", KnownBy("calls", "các đợt đề xuất nhu cầu"))
    year = Column("year", "Năm kế hoạch", Whole(), spellings=("Năm",), required=True)
    unit = Column(
        "unit", "Đơn vị đề xuất", KnownBy("units", "danh mục đơn vị"), spellings=("Đơn vị", "Cơ quan, đơn vị"), required=True
    )  # fmt: skip
    direction = Column(
        "direction",
        "Hướng",
        Choice(NeedDirection, **{"đến": "in", "đi": "out", "xin bổ sung": "in", "cử đi": "out"}),
        default=NeedDirection.IN,
    )
    position = Column(
        "position", "Chức danh cần bổ sung", KnownBy("positions", "danh mục chức danh"), spellings=("Chức danh", "Chức vụ")
    )  # fmt: skip
    position_text = Column(
        "position_text", "Vị trí (ghi thêm)", Text(), spellings=("Vị trí", "Vị trí cần bổ sung")
    )
    quantity = Column("quantity", "Số lượng", Whole(), default=1)
    reason = Column("reason", "Lý do", Choice(NeedReason), default=NeedReason.VACANCY)
    requirements = Column(
        "requirements", "Yêu cầu về chuyên môn, lý luận chính trị", Lines(), spellings=("Yêu cầu", "Yêu cầu chuyên môn")
    )  # fmt: skip
    proposed_official = Column(
        "proposed_official", "Nhân sự đề xuất", KnownBy("officials", "danh sách cán bộ"), spellings=("Số hiệu nhân sự đề xuất",)
    )  # fmt: skip
    proposed_text = Column("proposed_text", "Nhân sự đề xuất ghi theo đơn vị", Text())
    expected = Column("expected", "Thời gian dự kiến", PartialDay(), spellings=("Dự kiến",))
    note = Column("note", "Ghi chú", Lines())

    class Meta:
        model = RotationNeed
        name = "Nhu cầu luân chuyển"
        import_id_fields = ("unit",)
        fields = (
            "number", "call", "year", "unit", "direction", "position", "position_text", "quantity", "reason",
            "requirements", "proposed_official", "proposed_text", "expected", "note",
        )  # fmt: skip
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False

    def get_queryset(self) -> RotationNeedQuerySet:
        """Needs the account may see."""
        return access.visible_needs(self.account, on=self.on).select_related(
            "unit__parent", "position", "proposed_official__unit", "call"
        )

    def row_key(self, row: dict[str, Any]) -> Any:
        """The number, else all columns a need is known by."""
        if number := self.cell(row, "number"):
            return ("number", number)
        return tuple(match_key(self.cell(row, name)) for name in KNOWN_BY)

    def record_of(self, row: dict[str, Any]) -> RotationNeed | None:
        """By number, which must be there; else by what makes a need one."""
        if number := self.cell(row, "number"):
            found = self.get_queryset().filter(pk=int(number)).first() if number.isdecimal() else None
            if found is None:
                raise ValidationError(
                    {"pk": f"Không có nhu cầu mang mã “{number}”; để trống ô này nếu là nhu cầu mới."}
                )
            return found
        known: dict[str, Any] = {}
        try:
            for name in KNOWN_BY:
                known[name] = self.fields[name].clean(row) if self.cell(row, name) else self._blank(name)
        except ValueError:
            return None
        rows = self.get_queryset()
        for name, value in known.items():
            rows = rows.filter(**({f"{name}__isnull": True} if value is None else {name: value}))
        several = list(rows[:2])
        if len(several) > 1:
            raise ValidationError(
                {"unit": "Đơn vị có nhiều nhu cầu giống nhau; hãy ghi Mã nhu cầu (lấy từ tệp xuất ra)."}
            )
        return several[0] if several else None

    def _blank(self, name: str) -> Any:
        return {"direction": NeedDirection.IN, "position_text": "", "proposed_text": ""}.get(name)

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """With the names, in one query."""
        return queryset.select_related("unit__parent", "position", "proposed_official__unit", "call")
