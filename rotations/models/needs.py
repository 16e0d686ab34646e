"""What the board asks of units in a yearly call, and what they ask for and offer in answer (Biểu 1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.urls import reverse

from rotations import vietnamese
from rotations.models.fields import (
    FoldedField,
    PartialDateOf,
    Recorded,
    TidyCharField,
    TidyTextField,
    in_choices,
    precision_field,
)
from rotations.models.officials import Official
from rotations.models.positions import Position
from rotations.models.terms import Term
from rotations.models.units import Unit, UnitQuerySet, heirs
from rotations.vocabulary import NeedDirection, NeedReason, UnitLevel


class NeedCallQuerySet(models.QuerySet["NeedCall"]):
    """Calls in domain words."""

    def open_on(self, day: date) -> NeedCallQuerySet:
        """Calls that take answers on `day`: sent by then, and not closed. Past its deadline a call is open still, and
        an answer is late."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)

    def overdue_on(self, day: date) -> NeedCallQuerySet:
        """Open calls whose deadline has passed; on the day of the deadline itself an answer is in time."""
        return self.open_on(day).filter(deadline__lt=day)

    def closed_by(self, day: date) -> NeedCallQuerySet:
        """Calls that take no answer on `day` any more."""
        return self.filter(closed_on__lte=day)

    def asking(self, units: Collection[int]) -> NeedCallQuerySet:
        """Calls sent to one of `units` (keys); a call that names no unit is sent to all."""
        if not units:
            return self.none()
        named = NeedCall.units.through.objects
        return self.filter(
            Q(pk__in=named.filter(unit__in=units).values("needcall"))
            | ~Exists(named.filter(needcall=OuterRef("pk")))
        )

    def unanswered_by(self, units: Collection[int], *, on: date) -> NeedCallQuerySet:
        """Calls sent to `units`, taken as one (a unit and those it took over from), that none of them had answered by
        `on`."""
        answers = NeedAnswer.objects.given_by(on).filter(call=OuterRef("pk"), unit__in=units)
        needs = RotationNeed.objects.stated_by(on).filter(call=OuterRef("pk"), unit__in=units)
        return self.asking(units).filter(~Exists(answers), ~Exists(needs))

    def for_listing(self) -> NeedCallQuerySet:
        """All that one row of a list shows, with `asked_count`, in one query."""
        return self.annotate(asked_count=models.Count("units", distinct=True))


class NeedCall(Recorded):
    """The board's yearly request to units to state their needs, with a deadline.

    `closed_on` is the first day on which no answer is taken any more; a deadline that passed closes nothing. A call
    that names no unit is sent to every unit there was on the day.
    """

    year = models.PositiveSmallIntegerField("Năm")
    title = TidyCharField("Trích yếu", max_length=250)
    document_number = TidyCharField("Số công văn", max_length=50, blank=True)
    opened_on = models.DateField("Ngày gửi")
    deadline = models.DateField("Hạn trả lời")
    units = models.ManyToManyField(
        Unit, related_name="need_calls", verbose_name="Đơn vị được hỏi", blank=True
    )
    closed_on = models.DateField("Ngày khép đợt", null=True, blank=True)

    objects = NeedCallQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt đề xuất nhu cầu"
        verbose_name_plural = "đợt đề xuất nhu cầu"
        ordering = ("-year", "-opened_on")
        constraints = [
            models.UniqueConstraint(
                name="need_call_once",
                fields=["year", "opened_on"],
                violation_error_message="Đã có đợt đề xuất gửi ngày này.",
            ),
            models.CheckConstraint(
                name="need_call_deadline_after_opening",
                condition=Q(deadline__gte=F("opened_on")),
                violation_error_message="Hạn trả lời phải từ ngày gửi trở đi.",
            ),
            models.CheckConstraint(
                name="need_call_closed_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="Ngày khép đợt phải từ ngày gửi trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"

    def get_absolute_url(self) -> str:
        """The call's page."""
        return reverse("rotations:need-call-detail", args=[self.pk])

    def is_open_on(self, day: date) -> bool:
        """Whether an answer is taken on `day`."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def is_overdue_on(self, day: date) -> bool:
        """Whether an answer given on `day` is late."""
        return day > self.deadline

    def asked_units(self) -> UnitQuerySet:
        """The units it was sent to; every unit of the day it was sent, when it names none."""
        named = Unit.objects.filter(need_calls=self)
        return named if named.exists() else Unit.objects.existing_on(self.opened_on)

    def answer_of(self, unit: Unit) -> NeedAnswer | None:
        """The unit's own answer; None while there is none, or only needs that came by a file."""
        return self.answers.filter(unit=unit).first()

    def answers_by_unit(self, *, on: date) -> list[UnitAnswer]:
        """What each unit that was asked has answered by `on`, in the order of the alphabet.

        Shape   one UnitAnswer for each unit asked. A unit that is no more is answered for by those that took over from
                it by `on`, whichever answers first; what it answered itself still counts. Six queries at most.
        Units   people, not lines. Needs that carry the call count as an answer, typed or from a file.
        Errors  none.
        Source  product §3 (1); domain reference §3.3 (Biểu 1).
        """
        asked = list(self.asked_units())
        taken_over = heirs({unit.pk for unit in asked if not unit.exists_on(on)}, on=on)
        answers = {answer.unit_id: answer for answer in self.answers.given_by(on).select_related("unit")}
        stated = {
            row["unit"]: row
            for row in self.needs.stated_by(on)
            .order_by()
            .values("unit")
            .annotate(
                first=models.Min("stated_on"),
                asked_for=Sum("quantity", filter=Q(direction=NeedDirection.IN), default=0),
                offered=Sum("quantity", filter=Q(direction=NeedDirection.OUT), default=0),
            )
        }
        found = []
        for unit in asked:
            speakers = taken_over.get(unit.pk) or []
            keys = [unit.pk, *(speaker.pk for speaker in speakers)]
            given = [answers[key] for key in keys if key in answers]
            lines = [stated[key] for key in keys if key in stated]
            days = [answer.answered_on for answer in given] + [row["first"] for row in lines if row["first"]]
            found.append(
                UnitAnswer(
                    call=self,
                    unit=unit,
                    speakers=speakers,
                    answer=given[0] if given else None,
                    answered=bool(given or lines),
                    answered_on=min(days, default=None),
                    asked_for=sum(row["asked_for"] for row in lines),
                    offered=sum(row["offered"] for row in lines),
                )
            )
        return found

    def silent_units(self, *, on: date) -> list[Unit]:
        """The units asked that had not answered by `on`, not even that they need nobody."""
        return [row.unit for row in self.answers_by_unit(on=on) if not row.answered]


@dataclass(frozen=True)
class UnitAnswer:
    """What one unit has answered to a call: nothing yet, that it needs nobody, or so many people in and out.

    `speakers` are the units that answer for it since it is no more; none while it stands. `answered_on` is None for
    needs kept before the day was.
    """

    call: NeedCall
    unit: Unit
    speakers: list[Unit]
    answer: NeedAnswer | None
    answered: bool
    answered_on: date | None
    asked_for: int
    offered: int

    @property
    def speaker(self) -> Unit:
        """The unit that answers today: itself while it stands, else the first that took over from it."""
        return self.speakers[0] if self.speakers else self.unit

    @property
    def is_late(self) -> bool:
        """Whether the first answer came after the deadline."""
        return self.answered_on is not None and self.call.is_overdue_on(self.answered_on)

    @property
    def needs_nobody(self) -> bool:
        """Whether the answer is that there are no needs."""
        return self.answered and not (self.asked_for or self.offered)


class NeedAnswerQuerySet(models.QuerySet["NeedAnswer"]):
    """Answers in domain words."""

    def given_by(self, day: date) -> NeedAnswerQuerySet:
        """Answers given on or before `day`."""
        return self.filter(answered_on__lte=day)


class NeedAnswer(Recorded):
    """That a unit answered a call, on which day and by which paper; its needs are its lines of Biểu 1.

    `no_needs` is the answer "không có nhu cầu", which is not the same as silence. `answered_on` is the day of the first
    answer: a later change of it does not make it late. A unit that answers by a file has needs and no such row.
    """

    call = models.ForeignKey(
        NeedCall, on_delete=models.PROTECT, related_name="answers", verbose_name="Đợt đề xuất"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="need_answers", verbose_name="Đơn vị trả lời"
    )
    no_needs = models.BooleanField("Không có nhu cầu", default=False)
    answered_on = models.DateField("Ngày trả lời")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người trả lời",
    )  # fmt: skip
    document_number = TidyCharField("Số, ký hiệu văn bản trả lời", max_length=50, blank=True)
    note = TidyTextField("Ý kiến thêm", blank=True)

    objects = NeedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "trả lời đợt đề xuất"
        verbose_name_plural = "trả lời đợt đề xuất"
        ordering = ("call", "unit__sort_key", "pk")
        constraints = [
            models.UniqueConstraint(
                name="need_answer_once",
                fields=["call", "unit"],
                violation_error_message="Đơn vị đã trả lời đợt này; hãy mở câu trả lời đó để sửa.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {'không có nhu cầu' if self.no_needs else 'có nhu cầu'}"


class RotationNeedQuerySet(models.QuerySet["RotationNeed"]):
    """Needs in domain words."""

    def stated_by(self, day: date) -> RotationNeedQuerySet:
        """Needs stated on or before `day`; of those kept before the day was, all."""
        return self.filter(Q(stated_on__isnull=True) | Q(stated_on__lte=day))

    def stated_between(self, first: date | None, last: date | None) -> RotationNeedQuerySet:
        """Stated from `first` to `last`, both days counting; None leaves that side open. Without a day on record: never."""
        stated = self.filter(stated_on__gte=first) if first else self.filter(stated_on__isnull=False)
        return stated.filter(stated_on__lte=last) if last else stated

    def within_term(self, term: Term) -> RotationNeedQuerySet:
        """For a plan year inside `term`, as a plan belongs to it."""
        return self.filter(year__gte=term.starts_on.year, year__lt=term.ends_on.year)

    def in_answer_to(self, call: NeedCall, unit: Unit | None = None) -> RotationNeedQuerySet:
        """The lines of the answers to a call, or of one unit's answer."""
        lines = self.filter(call=call)
        return lines if unit is None else lines.filter(unit=unit)

    def matching(self, text: str) -> RotationNeedQuerySet:
        """Needs whose unit or wording contains `text`, marks and case aside."""
        folded = vietnamese.fold(text)
        return self.filter(Q(unit__name_fold__contains=folded) | Q(text_fold__contains=folded))

    def for_listing(self) -> RotationNeedQuerySet:
        """All that one row of a list shows, in a fixed number of queries."""
        return self.select_related("unit", "position", "proposed_official")


class RotationNeed(Recorded):
    """One line of Biểu 1: a unit needs someone (in), or offers to send someone (out)."""

    call = models.ForeignKey(
        NeedCall,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name="Đợt đề xuất",
    )
    year = models.PositiveSmallIntegerField("Năm kế hoạch")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="needs", verbose_name="Đơn vị đề xuất"
    )
    direction = models.CharField("Hướng", max_length=3, choices=NeedDirection, default=NeedDirection.IN)
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="needs",
        verbose_name="Chức danh cần bổ sung",
    )  # fmt: skip
    position_text = TidyCharField("Vị trí (ghi thêm)", max_length=200, blank=True)
    quantity = models.PositiveSmallIntegerField("Số lượng", default=1)
    reason = models.CharField("Lý do", max_length=15, choices=NeedReason, default=NeedReason.VACANCY)
    requirements = TidyTextField("Yêu cầu về chuyên môn, lý luận chính trị", blank=True)
    proposed_official = models.ForeignKey(
        Official, on_delete=models.PROTECT, null=True, blank=True, related_name="proposed_in_needs",
        verbose_name="Nhân sự đề xuất",
    )  # fmt: skip
    proposed_text = TidyCharField("Nhân sự đề xuất (ghi theo đơn vị)", max_length=200, blank=True)
    expected_on = models.DateField("Thời gian dự kiến", null=True, blank=True)
    expected_on_precision = precision_field("Thời gian dự kiến")
    other_level = models.CharField(
        "Cấp của đầu bên kia", max_length=10, choices=UnitLevel, blank=True,
        help_text="Xin bổ sung: nguồn cán bộ từ cấp nào. Cử đi: đến cấp nào. Để trống nếu chưa rõ.",
    )  # fmt: skip
    note = TidyTextField("Ghi chú", blank=True)
    stated_on = models.DateField("Ngày nêu", null=True, blank=True, editable=False)
    text_fold = FoldedField("position_text", "proposed_text", "requirements", "note", max_length=2000)

    expected = PartialDateOf("expected_on")

    objects = RotationNeedQuerySet.as_manager()

    class Meta:
        verbose_name = "nhu cầu luân chuyển"
        verbose_name_plural = "nhu cầu luân chuyển"
        ordering = ("-year", "unit__sort_key", "direction", "pk")
        constraints = [
            models.CheckConstraint(
                name="need_quantity",
                condition=Q(quantity__gte=1),
                violation_error_message="Số lượng phải từ 1.",
            ),
            models.CheckConstraint(
                name="need_names_a_post",
                condition=Q(position__isnull=False) | ~Q(position_text=""),
                violation_error_message="Hãy chọn chức danh hoặc ghi vị trí cần bổ sung.",
            ),
            in_choices("need_direction_known", "direction", NeedDirection),
            in_choices("need_reason_known", "reason", NeedReason),
            models.CheckConstraint(
                name="need_other_level_known",
                condition=Q(other_level="") | Q(other_level__in=UnitLevel.values),
                violation_error_message="Cấp không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.position or self.position_text} ({self.quantity})"

    def get_absolute_url(self) -> str:
        """The need's page."""
        return reverse("rotations:need-detail", args=[self.pk])
