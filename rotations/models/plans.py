"""Yearly plans: targets, and the versions each submission froze."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from rotations.models.fields import (
    FoldedField,
    Recorded,
    TidyCharField,
    TidyTextField,
    in_choices,
    or_none,
    words_in,
)
from rotations.models.positions import Position
from rotations.models.regulations import Regulation
from rotations.models.terms import Term
from rotations.models.units import Unit
from rotations.vocabulary import NEXT_PLAN_STATUSES, Direction, PlanStatus, UnitLevel

# What is said to who would set up a plan while no text is on record.
NO_REGULATION: Final = "Chưa có quy định nào về luân chuyển; hãy nhập quy định trước khi lập kế hoạch."
# The lower the text, the more specific it is.
SPECIFIC_FIRST: Final = (UnitLevel.COMMUNE, UnitLevel.DISTRICT, UnitLevel.PROVINCE, UnitLevel.CENTRAL)


def regulation_of_year(year: int, texts: Sequence[Regulation]) -> Regulation | None:
    """The text a new plan of a year is judged by unless somebody says another.

    Shape   a year and all texts in, one out. No query.
    Units   in force on 1 January, else on the last day of the year, else the oldest known; of several the lowest
            level (a district's own text before the central one), then the newest.
    Errors  none; None when there is no text at all.
    Source  domain reference §1.2.
    """
    for day in (date(year, 1, 1), date(year, 12, 31)):
        if in_force := [text for text in texts if text.is_in_force_on(day)]:
            return min(
                in_force,
                key=lambda text: (
                    SPECIFIC_FIRST.index(UnitLevel(text.level)),
                    -text.effective_from.toordinal(),
                    text.pk,
                ),
            )
    return min(texts, key=lambda text: (text.effective_from, text.pk), default=None)


class PlanStepRefused(Exception):
    """The plan cannot go from its status to the one asked for."""


@dataclass(frozen=True)
class AmendmentPaper:
    """The document that says an approved plan is changed. One whose number is on record for the plan already needs
    nothing else."""

    document_number: str
    document_on: date | None = None
    reason: str = ""


class RotationPlanQuerySet(models.QuerySet["RotationPlan"]):
    """Plans in domain words."""

    def matching(self, text: str) -> RotationPlanQuerySet:
        """Plans whose title, number or year hold every word of `text`, marks and case aside."""
        return self.filter(words_in("search_fold", text))

    def announced_by(self, day: date) -> RotationPlanQuerySet:
        """Plans made known to units on or before `day`."""
        return self.filter(announced_on__lte=day)

    def of_year(self, year: int) -> RotationPlan | None:
        """The plan of a year, if there is one."""
        return self.filter(year=year).first()

    def for_listing(self) -> RotationPlanQuerySet:
        """All that one row of a list shows, with `rotation_count`, in one query."""
        # Each plan's own, off an index: joined to its plan, every case of every year would be sorted.
        of_plan = self.model.rotations.rel.related_model._default_manager.filter(plan=models.OuterRef("pk"))
        number = of_plan.order_by().values("plan").annotate(number=models.Count("pk")).values("number")
        return self.select_related("regulation", "term").annotate(
            rotation_count=Coalesce(models.Subquery(number), 0)
        )


class RotationPlan(Recorded):
    """The plan (kế hoạch luân chuyển) of one year; there is one a year, amended by versions.

    `regulation` is the text its cases are judged by, for ever. `status` is written by `record_status` alone.
    People are its rotations; numbers of people are never stored here: they are counted.
    """

    year = models.PositiveSmallIntegerField("Năm")
    title = TidyCharField("Tên kế hoạch", max_length=250)
    document_number = TidyCharField("Số, ký hiệu", max_length=50, blank=True, help_text="Ví dụ: 79-KH/HU")
    issued_on = models.DateField("Ngày ban hành", null=True, blank=True)
    search_fold = FoldedField("title", "document_number", "year")
    term = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name="Nhiệm kỳ cấp ủy",
    )
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="plans", verbose_name="Theo quy định"
    )
    status = models.CharField(
        "Trạng thái", max_length=12, choices=PlanStatus, default=PlanStatus.DRAFT, editable=False
    )
    purpose = TidyTextField("Mục đích, yêu cầu", blank=True)
    scope = TidyTextField("Phạm vi, đối tượng, tiêu chuẩn", blank=True)
    policy = TidyTextField("Chế độ, chính sách", blank=True)
    announced_on = models.DateField("Ngày công bố tới đơn vị", null=True, blank=True)
    note = TidyTextField("Ghi chú", blank=True)

    objects = RotationPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch luân chuyển"
        verbose_name_plural = "kế hoạch luân chuyển"
        ordering = ("-year",)
        constraints = [
            models.UniqueConstraint(
                name="plan_once_a_year",
                fields=["year"],
                violation_error_message="Năm này đã có kế hoạch; hãy mở kế hoạch đó để bổ sung.",
            ),
            models.CheckConstraint(
                name="plan_year_sane",
                condition=Q(year__range=(1990, 2100)),
                violation_error_message="Năm kế hoạch phải từ 1990 đến 2100.",
            ),
            in_choices("plan_status_known", "status", PlanStatus),
        ]

    def __str__(self) -> str:
        return self.title or f"Kế hoạch năm {self.year}"

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("rotations:plan-detail", args=[self.pk])

    @property
    def is_fixed(self) -> bool:
        """Whether it has been approved, so that a change of its people is an amendment."""
        return self.status not in (PlanStatus.DRAFT, PlanStatus.CONSULTING, PlanStatus.SUBMITTED)

    @property
    def is_amendable(self) -> bool:
        """Whether a change of what it says needs an amendment paper, and may have one: until it is summed up."""
        return self.status in (PlanStatus.APPROVED, PlanStatus.RUNNING)

    def record_status(self, to: PlanStatus) -> None:
        """Write the next status; PlanStepRefused when it does not follow. Called by `workflow` alone."""
        if to not in NEXT_PLAN_STATUSES[PlanStatus(self.status)]:
            raise PlanStepRefused(
                f"Kế hoạch đang ở “{self.get_status_display()}”, không chuyển sang “{to.label}” được."
            )
        self.status = to
        self.save(update_fields=["status", "changed_at"])


class PlanTargetQuerySet(models.QuerySet["PlanTarget"]):
    """Targets in domain words."""

    def find(self, key: int) -> PlanTarget | None:
        """The target with this key, if it is among these."""
        return self.filter(pk=key).first()

    def of_whole_directions(self) -> PlanTargetQuerySet:
        """Targets that name neither unit nor post."""
        return self.filter(unit__isnull=True, position__isnull=True)

    def for_listing(self) -> PlanTargetQuerySet:
        """All that one row of a table shows, in one query."""
        return self.select_related("unit", "position")


class PlanTarget(Recorded):
    """How many people a plan wants for a post, an area or a direction, before any name stands.

    `gathered` is the number that came from the units' needs last; a quantity that is another one was set by a person.
    """

    plan = models.ForeignKey(
        RotationPlan, on_delete=models.CASCADE, related_name="targets", verbose_name="Kế hoạch"
    )
    direction = models.CharField("Hướng", max_length=25, choices=Direction)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_targets",
        verbose_name="Địa bàn",
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_targets",
        verbose_name="Chức danh",
    )  # fmt: skip
    quantity = models.PositiveSmallIntegerField("Số lượng", default=1)
    gathered = models.PositiveSmallIntegerField("Gom từ nhu cầu", null=True, blank=True, editable=False)
    note = TidyCharField("Ghi chú", max_length=300, blank=True)

    objects = PlanTargetQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu kế hoạch"
        verbose_name_plural = "chỉ tiêu kế hoạch"
        ordering = ("plan", "direction", "pk")
        constraints = [
            models.CheckConstraint(
                name="plan_target_quantity",
                condition=Q(quantity__gte=1),
                violation_error_message="Số lượng phải từ 1.",
            ),
            models.UniqueConstraint(
                "plan",
                "direction",
                or_none("unit"),
                or_none("position"),
                name="plan_target_once",
                violation_error_message="Kế hoạch đã có chỉ tiêu này; hãy sửa số lượng.",
            ),
            in_choices("plan_target_direction_known", "direction", Direction),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.quantity}"

    def get_absolute_url(self) -> str:
        """The page of its plan."""
        return self.plan.get_absolute_url()

    @property
    def key(self) -> str:
        """What it is a target of, the same in every version of the plan."""
        return f"{self.direction}/{self.unit_id or 0}/{self.position_id or 0}"


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    """Versions in domain words."""

    def numbered(self, number: int) -> PlanVersion | None:
        """The version of that number."""
        return self.filter(number=number).first()

    def standing_on(self, day: date) -> PlanVersion | None:
        """The version in which a plan stood at the end of `day`: the last one frozen by then; None before the first."""
        return self.filter(frozen_on__lte=day).order_by("-number").first()

    def amendments(self) -> PlanVersionQuerySet:
        """Those an amendment paper stands behind, the latest first."""
        return self.filter(is_amendment=True).order_by("plan", "-number")

    def for_listing(self) -> PlanVersionQuerySet:
        """All that one line of a list shows, without the contents, in one query."""
        return self.select_related("frozen_by").defer("content")


class PlanVersion(models.Model):
    """The plan as it stood when it was submitted or amended. Written once and never changed, so it keeps no
    history of its own; `content` is the whole list of people and targets in words, readable for ever.

    One amendment paper may stand behind several versions: each act done under it leaves its own.
    """

    plan = models.ForeignKey(
        RotationPlan, on_delete=models.PROTECT, related_name="versions", verbose_name="Kế hoạch"
    )
    number = models.PositiveSmallIntegerField("Phiên bản")
    document_number = TidyCharField("Số, ký hiệu văn bản", max_length=50, blank=True)
    issued_on = models.DateField("Ngày văn bản", null=True, blank=True)
    reason = TidyCharField("Lý do, nội dung điều chỉnh", max_length=300, blank=True)
    is_amendment = models.BooleanField("Điều chỉnh, bổ sung", default=False)
    content = models.JSONField("Nội dung")
    frozen_on = models.DateField("Ngày chốt")
    frozen_at = models.DateTimeField("Ghi lúc", auto_now_add=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Người chốt",
    )

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản kế hoạch"
        verbose_name_plural = "phiên bản kế hoạch"
        ordering = ("plan", "-number")
        constraints = [
            models.UniqueConstraint(
                name="plan_version_once",
                fields=["plan", "number"],
                violation_error_message="Kế hoạch đã có phiên bản mang số này.",
            ),
            models.CheckConstraint(
                name="plan_version_numbered_from_one",
                condition=Q(number__gte=1) & (Q(issued_on__isnull=True) | Q(frozen_on__gte=F("issued_on"))),
                violation_error_message="Phiên bản phải có số từ 1 và ngày chốt không trước ngày văn bản.",
            ),
            models.CheckConstraint(
                name="plan_version_amendment_has_paper",
                condition=Q(is_amendment=False)
                | (Q(issued_on__isnull=False) & ~Q(document_number="") & ~Q(reason="")),
                violation_error_message="Điều chỉnh, bổ sung phải có số, ngày văn bản và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, phiên bản {self.number}"

    def get_absolute_url(self) -> str:
        """The version's page."""
        return reverse("rotations:plan-version", args=[self.plan_id, self.number])
