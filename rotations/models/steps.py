"""What was done in a case: steps, opinions, and what the rules said at the time."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rotations.models.decisions import Decision
from rotations.models.fields import Recorded, TidyCharField, TidyTextField, in_choices
from rotations.models.officials import Official
from rotations.models.regulations import Regulation, StepTemplateItem
from rotations.models.rotations import Rotation
from rotations.models.units import Unit
from rotations.vocabulary import OPEN_STATUSES, CheckOutcome, ConditionCode, RotationStatus, StepOutcome


class RotationStepQuerySet(models.QuerySet["RotationStep"]):
    """Steps in domain words."""

    def planned(self) -> RotationStepQuerySet:
        """To be done: a day is set, and the step is not."""
        return self.filter(planned_on__isnull=False, done_on__isnull=True)

    def late_on(self, day: date) -> RotationStepQuerySet:
        """Planned for a day before `day` and not done, in a case that still goes on."""
        return self.planned().filter(planned_on__lt=day, rotation__status__in=OPEN_STATUSES)


class RotationStep(Recorded):
    """One act in a case: a step of its procedure, or a change of its status, or both.

    Steps planned but not done have no `done_on`; a step done again is another row, and so is the correction of one
    that was written down wrongly, which `corrects` it. `recorded_by` is empty for
    acts of the system itself (data loaded before accounts existed).
    """

    rotation = models.ForeignKey(
        Rotation, on_delete=models.CASCADE, related_name="steps", verbose_name="Lượt luân chuyển"
    )
    template_item = models.ForeignKey(
        StepTemplateItem, on_delete=models.PROTECT, null=True, blank=True, related_name="steps",
        verbose_name="Bước của quy trình",
        db_index=False,  # no step is looked for by it alone
    )  # fmt: skip
    name = TidyCharField("Nội dung", max_length=200)
    planned_on = models.DateField("Ngày dự kiến", null=True, blank=True)
    done_on = models.DateField("Ngày thực hiện", null=True, blank=True)
    person = TidyCharField("Người, cơ quan thực hiện", max_length=200, blank=True)
    outcome = models.CharField("Kết quả", max_length=12, choices=StepOutcome, blank=True)
    papers = TidyTextField("Văn bản", blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="steps",
        verbose_name="Quyết định",
        db_index=False,  # `rotation_step_of_decision` has the few that have one
    )  # fmt: skip
    note = TidyTextField("Ghi chú, lý do", blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="corrected_by",
        verbose_name="Đính chính bước", editable=False,
    )  # fmt: skip
    status_before = models.CharField(max_length=30, choices=RotationStatus, blank=True, editable=False)
    status_after = models.CharField(max_length=30, choices=RotationStatus, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người ghi",
        editable=False,
        db_index=False,  # no step is looked for by it
    )  # fmt: skip
    recorded_at = models.DateTimeField("Ghi lúc", auto_now_add=True)

    objects = RotationStepQuerySet.as_manager()

    class Meta:
        verbose_name = "bước thực hiện"
        verbose_name_plural = "các bước thực hiện"
        ordering = ("rotation", "recorded_at", "pk")
        indexes = [
            # What is planned and not done is a handful among all the steps ever done.
            models.Index(
                name="rotation_step_planned",
                fields=["planned_on"],
                condition=Q(planned_on__isnull=False, done_on__isnull=True),
            ),
            models.Index(
                name="rotation_step_of_decision",
                fields=["decision"],
                condition=Q(decision__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="rotation_step_done_when_status_moves",
                condition=Q(status_after="") | Q(done_on__isnull=False),
                violation_error_message="Bước làm đổi trạng thái phải có ngày thực hiện.",
            ),
            models.CheckConstraint(
                name="rotation_step_outcome_known",
                condition=Q(outcome__in=["", *StepOutcome.values]),
                violation_error_message="Kết quả bước không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_late_on(self, day: date) -> bool:
        """Whether it should have been done before `day` and was not."""
        return self.done_on is None and self.planned_on is not None and self.planned_on < day


class AppraisalOpinion(Recorded):
    """A body was asked for its opinion (ý kiến thẩm định) on one case, and what it answered.

    Being asked is what lets an appraiser see the case at all.
    """

    rotation = models.ForeignKey(
        Rotation, on_delete=models.CASCADE, related_name="opinions", verbose_name="Lượt luân chuyển"
    )
    asked_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="opinions_asked", verbose_name="Cơ quan được hỏi"
    )
    asked_on = models.DateField("Ngày hỏi")
    deadline = models.DateField("Hạn trả lời", null=True, blank=True)
    answered_on = models.DateField("Ngày trả lời", null=True, blank=True)
    outcome = models.CharField("Ý kiến", max_length=12, choices=StepOutcome, blank=True)
    opinion = TidyTextField("Nội dung ý kiến", blank=True)
    document = TidyCharField("Văn bản", max_length=200, blank=True)

    class Meta:
        verbose_name = "ý kiến thẩm định"
        verbose_name_plural = "ý kiến thẩm định"
        ordering = ("rotation", "asked_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="opinion_answered_after_asked",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                violation_error_message="Ngày trả lời không thể trước ngày hỏi.",
            ),
            models.UniqueConstraint(
                name="opinion_asked_once_a_day",
                fields=["rotation", "asked_unit", "asked_on"],
                violation_error_message="Cơ quan này đã được hỏi trong ngày đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_unit}: {self.get_outcome_display() or 'chưa trả lời'}"


class EligibilityCheck(models.Model):
    """What one condition said of a case at one step, with the figures and the text it went by.

    Written once and never changed, so it keeps no history. `figures` holds numbers and dates as text; `parameter`
    and `cited` are the number and its article in words, so that the line reads the same after the regulation's row is
    amended.
    """

    rotation = models.ForeignKey(
        Rotation, on_delete=models.CASCADE, related_name="checks", verbose_name="Lượt luân chuyển"
    )
    step = models.ForeignKey(
        RotationStep,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name="Tại bước",
    )
    code = models.SlugField("Điều kiện", max_length=40)
    outcome = models.CharField("Kết quả", max_length=8, choices=CheckOutcome)
    message = models.TextField("Nhận định")
    figures = models.JSONField("Số liệu", default=dict)
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="checks", verbose_name="Quy định"
    )
    parameter = TidyCharField("Tham số", max_length=200, blank=True)
    cited = TidyCharField("Căn cứ", max_length=250, blank=True)
    checked_on = models.DateField("Ngày xét")
    exception_reason = TidyTextField("Lý do trường hợp đặc biệt", blank=True)
    approved_by = models.ForeignKey(
        Official,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Người chấp thuận",
    )
    document = TidyCharField("Văn bản chấp thuận", max_length=200, blank=True)

    class Meta:
        verbose_name = "kiểm tra tiêu chuẩn, điều kiện"
        verbose_name_plural = "kiểm tra tiêu chuẩn, điều kiện"
        ordering = ("rotation", "-checked_on", "pk")
        constraints = [in_choices("check_outcome_known", "outcome", CheckOutcome)]

    def __str__(self) -> str:
        label = ConditionCode(self.code).label if self.code in ConditionCode.values else "Điều kiện cũ"
        return f"{label}: {self.get_outcome_display()}"
