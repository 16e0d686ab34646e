"""Comments on rotated officials."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from rotations import access, workflow
from rotations.importing.sheets.columns import Choice, Column, Day, KnownBy, Lines, Number, Text, Whole, YesNo
from rotations.importing.sheets.sheet import Sheet
from rotations.models import Evaluation, EvaluationQuerySet, Rotation
from rotations.vietnamese import match_key
from rotations.vocabulary import EvaluationAuthor, EvaluationKind, QualityRating, RotationStatus


class EvaluationSheet(Sheet):
    """One row per comment, known by the person's rotation, kind, side and period.

    The rotation is found by the person, the plan's year and, where a person has several, the receiving unit.
    A comment goes to another rotation only by hand.
    """

    noun: ClassVar[str] = "nhận xét"

    code = Column(
        "rotation__official__official_code", "Số hiệu cán bộ", Text(), spellings=("Số hiệu",), readonly=True
    )
    person = Column(
        "rotation__official__full_name",
        "Họ và tên",
        Text(),
        spellings=("Họ tên", "Cán bộ"),
        required=True,
        readonly=True,
    )
    year = Column(
        "rotation__plan__year", "Năm kế hoạch", Whole(), spellings=("Năm luân chuyển",), readonly=True
    )
    receiving = Column(
        "rotation__receiving_unit", "Nơi đến", KnownBy("units", "danh mục đơn vị"), readonly=True
    )
    kind = Column("kind", "Loại nhận xét", Choice(EvaluationKind), default=EvaluationKind.PERIODIC)
    author = Column("author", "Bên nhận xét", Choice(EvaluationAuthor), default=EvaluationAuthor.RECEIVING)
    unit = Column("unit", "Đơn vị nhận xét", KnownBy("units", "danh mục đơn vị"))
    author_name = Column(
        "author_name", "Người chịu trách nhiệm nhận xét", Text(), spellings=("Người nhận xét",), required=True
    )
    written_on = Column("written_on", "Ngày nhận xét", Day(), required=True)
    period_from = Column("period_from", "Kỳ nhận xét từ", Day(), spellings=("Từ ngày",), required=True)
    period_to = Column(
        "period_to", "Đến hết ngày", Day(), spellings=("Đến ngày", "Kỳ nhận xét đến"), required=True
    )
    qualities = Column("qualities", "Phẩm chất chính trị, đạo đức, lối sống", Lines())
    discipline = Column("discipline", "Ý thức tổ chức kỷ luật", Lines())
    results = Column("results", "Kết quả thực hiện nhiệm vụ", Lines())
    relations = Column("relations", "Quan hệ, đoàn kết, uy tín", Lines())
    strengths = Column("strengths", "Ưu điểm", Lines())
    weaknesses = Column("weaknesses", "Hạn chế, khuyết điểm", Lines(), spellings=("Hạn chế",))
    prospects = Column("prospects", "Triển vọng", Lines())
    proposal = Column("proposal", "Đề xuất bố trí", Lines())
    score = Column("score", "Điểm", Number())
    self_rating = Column("self_rating", "Tự xếp loại", Choice(QualityRating))
    proposed_rating = Column("proposed_rating", "Đề nghị xếp loại", Choice(QualityRating))
    rating = Column("rating", "Xếp loại", Choice(QualityRating))
    rating_reason = Column("rating_reason", "Lý do xếp loại khi có điểm cần xem xét", Lines())
    document = Column("document", "Số, ngày văn bản", Text(), spellings=("Văn bản",))
    is_open_to_official = Column("is_open_to_official", "Cho cán bộ được xem", YesNo())

    class Meta:
        model = Evaluation
        name = "Nhận xét, đánh giá"
        import_id_fields = ("person",)
        fields = (
            "code", "person", "year", "receiving", "kind", "author", "unit", "author_name", "written_on",
            "period_from", "period_to", "qualities", "discipline", "results", "relations", "strengths", "weaknesses",
            "prospects", "proposal", "score", "self_rating", "proposed_rating", "rating", "rating_reason",
            "document",
            "is_open_to_official",
        )  # fmt: skip
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False

    def get_queryset(self) -> EvaluationQuerySet:
        """Comments the account may see."""
        return self._with_names(access.visible_evaluations(self.account, on=self.on))

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """With the names, in one query."""
        return self._with_names(queryset)

    def _with_names(self, rows: EvaluationQuerySet) -> EvaluationQuerySet:
        return rows.select_related(
            "rotation__official", "rotation__plan", "rotation__receiving_unit__parent", "unit__parent"
        )

    def row_key(self, row: dict[str, Any]) -> Any:
        """Person, year, kind, side and period, as written."""
        names = ("code", "person", "year", "receiving", "kind", "author", "period_from", "period_to")
        return tuple(match_key(self.cell(row, name)) for name in names)

    def record_of(self, row: dict[str, Any]) -> Evaluation | None:
        """By what makes a comment one; a row whose rotation or period cannot be told has none."""
        try:
            rotation = self._rotation(row)
            known = {
                "kind": self.fields["kind"].clean(row) if self.cell(row, "kind") else EvaluationKind.PERIODIC,
                "author": self.fields["author"].clean(row)
                if self.cell(row, "author")
                else EvaluationAuthor.RECEIVING,
                "period_from": self.fields["period_from"].clean(row),
                "period_to": self.fields["period_to"].clean(row),
            }
        except ValueError:
            return None
        return self.get_queryset().filter(rotation=rotation, **known).first()

    def settle_instance(self, instance: Evaluation, row: dict[str, Any]) -> None:
        """Find the rotation the comment is about."""
        if instance.pk is None:
            try:
                instance.rotation = self._rotation(row)
            except ValueError as unknown:
                raise ValidationError({"rotation__official__full_name": str(unknown)}) from unknown

    def _rotation(self, row: dict[str, Any]) -> Rotation:
        code, name = self.cell(row, "code"), self.cell(row, "person")
        rows = access.visible_rotations(self.account, on=self.on).filter(official__match_key=match_key(name))
        if code:
            rows = rows.filter(official__official_code=code)
        if self.cell(row, "year"):
            rows = rows.filter(plan__year=self.fields["year"].clean(row) or 0)
        if self.cell(row, "receiving"):
            rows = rows.filter(receiving_unit=self.fields["receiving"].clean(row))
        found = list(rows.select_related("official", "plan", "receiving_unit__parent")[:5])
        if len(found) > 1:
            found = [rotation for rotation in found if rotation.status != RotationStatus.CANCELLED] or found
        if len(found) == 1:
            return found[0]
        who = f"“{name}”" + (f" ({code})" if code else "")
        if not found:
            raise ValueError(
                f"{who} không có lượt luân chuyển nào khớp với dòng này; hãy kiểm tra tên, số hiệu, năm."
            )
        raise ValueError(
            f"{who} có nhiều lượt luân chuyển; hãy ghi thêm Số hiệu cán bộ, Năm kế hoạch hoặc Nơi đến."
        )

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """A comment is recorded by the workflow, like one written on screen."""
        try:
            workflow.record_evaluation(instance, by=self.account, on=self.on)
        except workflow.MoveRefused as refused:
            raise ValidationError(str(refused)) from refused
