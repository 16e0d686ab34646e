"""Comments on rotated officials."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from rotations import vietnamese
from rotations.models.fields import FoldedField, Recorded, TidyCharField, TidyTextField, in_choices
from rotations.models.official_records import AnnualRating
from rotations.models.rotations import Rotation
from rotations.models.units import Unit
from rotations.vocabulary import EvaluationAuthor, EvaluationKind, QualityRating


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations in domain words."""

    def matching(self, text: str) -> EvaluationQuerySet:
        """Whose person, unit or author contains `text`, marks and case aside."""
        folded = vietnamese.fold(text)
        return self.filter(
            Q(rotation__official__search_fold__contains=folded)
            | Q(unit__name_fold__contains=folded)
            | Q(search_fold__contains=folded)
        )

    def written_by(self, day: date) -> EvaluationQuerySet:
        """Dated on or before `day`."""
        return self.filter(written_on__lte=day)

    def of_one_occasion(self, evaluation: Evaluation) -> EvaluationQuerySet:
        """The papers about one person for one occasion: every side's comment of the same kind, up to the same day; at
        the end of a rotation all that were written."""
        papers = self.filter(rotation=evaluation.rotation_id, kind=evaluation.kind)
        if evaluation.kind == EvaluationKind.FINAL:
            return papers
        return papers.filter(period_to=evaluation.period_to)

    def for_listing(self) -> EvaluationQuerySet:
        """All that one row of a list shows, in one query."""
        return self.select_related("rotation__official", "rotation__receiving_unit", "unit")


class Evaluation(Recorded):
    """One comment (nhận xét, đánh giá) on the official of one rotation, by one author, for one period.

    Whoever comments answers for it, hence author and date. `rating` is the final one, given by the deciding authority
    after the own and the proposed one; `rated_on` is when. It is closed to the person it is about unless
    `is_open_to_official`. The ordinary yearly rating is `AnnualRating`; `annual_rating` links the two.
    """

    rotation = models.ForeignKey(
        Rotation, on_delete=models.PROTECT, related_name="evaluations", verbose_name="Lượt luân chuyển"
    )
    kind = models.CharField(
        "Loại nhận xét", max_length=12, choices=EvaluationKind, default=EvaluationKind.PERIODIC
    )
    author = models.CharField(
        "Bên nhận xét", max_length=10, choices=EvaluationAuthor, default=EvaluationAuthor.RECEIVING
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluations",
        verbose_name="Đơn vị nhận xét",
    )  # fmt: skip
    author_name = TidyCharField("Người chịu trách nhiệm nhận xét", max_length=200)
    search_fold = FoldedField("author_name", "document")
    written_on = models.DateField("Ngày nhận xét")
    period_from = models.DateField("Kỳ nhận xét từ")
    period_to = models.DateField("đến hết ngày")
    qualities = TidyTextField("Phẩm chất chính trị, đạo đức, lối sống", blank=True)
    discipline = TidyTextField("Ý thức tổ chức kỷ luật", blank=True)
    results = TidyTextField("Kết quả thực hiện nhiệm vụ", blank=True)
    relations = TidyTextField("Quan hệ, đoàn kết, uy tín", blank=True)
    strengths = TidyTextField("Ưu điểm", blank=True)
    weaknesses = TidyTextField("Hạn chế, khuyết điểm", blank=True)
    prospects = TidyTextField("Triển vọng", blank=True)
    proposal = TidyTextField("Đề xuất bố trí", blank=True)
    score = models.DecimalField("Điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    self_rating = models.CharField("Tự xếp loại", max_length=15, choices=QualityRating, blank=True)
    proposed_rating = models.CharField("Đề nghị xếp loại", max_length=15, choices=QualityRating, blank=True)
    rating = models.CharField("Xếp loại", max_length=15, choices=QualityRating, blank=True)
    rating_reason = TidyTextField("Lý do xếp loại khi có điểm cần xem xét", blank=True)
    rated_on = models.DateField("Ngày xếp loại", null=True, blank=True)
    annual_rating = models.ForeignKey(
        AnnualRating, on_delete=models.SET_NULL, null=True, blank=True, related_name="evaluations",
        verbose_name="Xếp loại hằng năm đi cùng",
    )  # fmt: skip
    document = TidyCharField("Số, ngày văn bản", max_length=200, blank=True)
    is_open_to_official = models.BooleanField("Cho cán bộ được xem", default=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "nhận xét, đánh giá"
        verbose_name_plural = "nhận xét, đánh giá"
        ordering = ("-written_on", "pk")
        constraints = [
            models.UniqueConstraint(
                name="evaluation_once",
                fields=["rotation", "kind", "author", "period_from", "period_to"],
                violation_error_message="Đã có nhận xét của bên này cho kỳ đó.",
            ),
            models.CheckConstraint(
                name="evaluation_period_in_order",
                condition=Q(period_to__gte=F("period_from")),
                violation_error_message="Kỳ nhận xét phải kết thúc sau khi bắt đầu.",
            ),
            models.CheckConstraint(
                name="evaluation_score",
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)),
                violation_error_message="Điểm phải từ 0 đến 100.",
            ),
            models.CheckConstraint(
                name="evaluation_rating_known",
                condition=Q(rating__in=["", *QualityRating.values]),
                violation_error_message="Xếp loại không có trong danh mục.",
            ),
            in_choices("evaluation_kind_known", "kind", EvaluationKind),
            in_choices("evaluation_author_known", "author", EvaluationAuthor),
        ]

    def __str__(self) -> str:
        return f"{self.rotation.official}: {self.get_kind_display()} {self.period_to:%Y}"

    def get_absolute_url(self) -> str:
        """The comment's page."""
        return reverse("rotations:evaluation-detail", args=[self.pk])
