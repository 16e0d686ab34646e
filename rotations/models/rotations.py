"""Rotations: one official's posting from a sending to a receiving unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse

from rotations.models.bulk_values import point
from rotations.models.bulk_writing import create_recorded, update_recorded
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
from rotations.models.plans import RotationPlan
from rotations.models.positions import Post
from rotations.models.regulations import StepTemplate
from rotations.models.terms import Term
from rotations.models.units import Unit
from rotations.vocabulary import (
    DECIDED_STATUSES,
    DIRECTIONS,
    NEXT_STATUSES,
    OPEN_STATUSES,
    TAKEN_BACK,
    Direction,
    EndKind,
    EndReason,
    MovementType,
    PlacementOutcome,
    RotationPurpose,
    RotationStatus,
    UnitLevel,
    direction_between,
)

if TYPE_CHECKING:
    from rotations.models.accounts import Account
    from rotations.models.steps import RotationStep

OPEN_ROTATION = "Cán bộ này đang có một lượt luân chuyển chưa kết thúc; hãy kết thúc lượt đó trước."


class StatusOutOfOrder(Exception):
    """The status asked for does not follow the one the rotation has."""


def _direction_agrees() -> Q:
    """Every pair of levels with its one direction, as a condition the database holds."""
    condition = Q()
    for (sending, receiving), direction in DIRECTIONS.items():
        condition |= Q(sending_level=sending, receiving_level=receiving, direction=direction)
    return condition


def standing_on(statuses: Iterable[str], day: date, *, of: str = "") -> Q:
    """The condition that a rotation stands at one of `statuses` on `day`, by date (see `Rotation.status_on`).

    Shape   words and a day in, a Q out, for filters and for counts; `of` is the path to the rotation, as
            "rotation__". Plain comparisons of status and dates alone, so that an index on the status serves.
    Units   a start and an end count from their own day on.
    Errors  none; no words give a condition that nothing meets.
    Source  product §3: a future decision is recorded today and takes effect on its day.
    """
    asked = set(statuses)
    undated = sorted(asked - set(DECIDED_STATUSES))
    condition = Q(**{f"{of}status__in": undated})
    begun, over = {f"{of}starts_on__lte": day}, {f"{of}ended_on__lte": day}
    placed_later = Q(**{f"{of}placed_on__gt": day})
    waiting = Q(**{f"{of}placed_on__isnull": True}) | placed_later
    # Who was placed waits for a known day alone: of a million placed long ago, the index of that day finds none.
    finished = Q(**{f"{of}status": RotationStatus.ENDED}) & waiting
    finished |= Q(**{f"{of}status": RotationStatus.PLACED}) & placed_later
    if RotationStatus.DECIDED in asked:
        condition |= Q(**{f"{of}status__in": DECIDED_STATUSES, f"{of}starts_on__gt": day})
        condition |= Q(**{f"{of}status": RotationStatus.DECIDED, f"{of}starts_on__isnull": True})
    if RotationStatus.ACTIVE in asked:
        running = [RotationStatus.DECIDED, RotationStatus.ACTIVE]
        condition |= Q(**{f"{of}status__in": running, **begun}) & waiting
        condition |= Q(**{f"{of}ended_on__gt": day, **begun}) & finished
    if RotationStatus.ENDED in asked:
        condition |= Q(**begun, **over) & finished
    if RotationStatus.PLACED in asked:
        condition |= Q(**{f"{of}status__in": DECIDED_STATUSES, f"{of}placed_on__lte": day, **begun})
        condition |= Q(**{f"{of}status": RotationStatus.PLACED, f"{of}placed_on__isnull": True, **begun})
    return condition


class RotationQuerySet(models.QuerySet["Rotation"]):
    """Rotations in domain words. What depends on the day asks for it: a decision takes effect by date."""

    def in_status_on(self, statuses: Iterable[str], day: date) -> RotationQuerySet:
        """Standing at one of `statuses` on `day`, by date."""
        return self.filter(standing_on(statuses, day))

    def with_status_on(self, day: date) -> RotationQuerySet:
        """Each with `status_by_date`, to show and to sort by: where it stands on `day`."""
        # Most cases of an old register are placed, so that is asked first.
        cases = [
            When(standing_on([word], day), then=Value(word.value)) for word in reversed(DECIDED_STATUSES)
        ]
        return self.annotate(
            status_by_date=Case(*cases, default=F("status"), output_field=models.CharField(max_length=30))
        )

    def numbers_on(self, day: date, *by: str) -> Iterator[tuple[Any, ...]]:
        """How many stand where on `day`: for each group of columns `by` and each status, (*group, status, number).

        Shape   one query; what is none is left out. Groups are of stored columns, which the database can tell are few:
                by `status_by_date` it would sort every row.
        Units   as `standing_on`.
        Errors  none.
        """
        *before, last = DECIDED_STATUSES
        dated = {f"_{word}": Count("status", filter=standing_on([word], day)) for word in before}
        rows = self.order_by().values_list(*by, "status").annotate(_number=Count("status"), **dated)
        for row in rows:
            group, (recorded, number, *numbers) = row[: len(by)], row[len(by) :]
            # What was decided and stands nowhere before the last is at the last, of an old register nearly all.
            words = dict(zip(before, numbers, strict=True)) | {last: number - sum(numbers)}
            for word, many in (words if recorded in DECIDED_STATUSES else {recorded: number}).items():
                if many:
                    yield *group, word, many

    def open(self) -> RotationQuerySet:
        """On record from the proposal up to the end of service: what keeps the official from a second one."""
        return self.filter(status__in=OPEN_STATUSES)

    def counted(self) -> RotationQuerySet:
        """All that were not called off."""
        return self.exclude(status=RotationStatus.CANCELLED)

    def done(self) -> RotationQuerySet:
        """Decided or further: what a report calls "đã thực hiện"."""
        return self.filter(status__in=DECIDED_STATUSES)

    def serving_on(self, day: date) -> RotationQuerySet:
        """Counted as rotated on `day`: at the receiving unit, the first and the last day both counting, and not
        yet kept there for good, from which day on a person is no longer a rotated one."""
        there = self.filter(starts_on__lte=day, status__in=DECIDED_STATUSES).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=day)
        )
        return there.exclude(placement__outcome=PlacementOutcome.STAYS, placement__decided_on__lte=day)

    def touching(self, *units: Unit | int) -> RotationQuerySet:
        """To or from one of `units`."""
        return self.filter(Q(sending_unit__in=units) | Q(receiving_unit__in=units))

    def within_term(self, term: Term) -> RotationQuerySet:
        """Whose plan year begins inside `term`: a plan year belongs to the term running on its last day."""
        return self.filter(plan__year__gte=term.starts_on.year, plan__year__lt=term.ends_on.year)

    def begun_between(self, first: date | None, last: date | None) -> RotationQuerySet:
        """Whose start lies from `first` to `last`, both days counting; None leaves that side open."""
        started = self.filter(starts_on__gte=first) if first else self.filter(starts_on__isnull=False)
        return started.filter(starts_on__lte=last) if last else started

    def matching(self, text: str) -> RotationQuerySet:
        """Whose person or one of whose units `text` calls, marks and case aside; found from them, by their indexes."""
        people, units = Official.objects.matching(text).values("pk"), Unit.objects.matching(text).values("pk")
        ways = (Q(official__in=people), Q(sending_unit__in=units), Q(receiving_unit__in=units))
        first, *others = (Rotation.objects.order_by().filter(way).values("pk") for way in ways)
        return self.filter(pk__in=first.union(*others))

    def for_listing(self) -> RotationQuerySet:
        """All that one row of a list shows, in a fixed number of queries."""
        posts = Post.objects.select_related("position")
        # The posts a case brings are a model above this one, so it is asked for by the relation.
        brought: Any = self.model._meta.get_field("posts").related_model
        return self.select_related("official", "sending_unit", "receiving_unit", "plan").prefetch_related(
            models.Prefetch("left_posts", queryset=posts),
            models.Prefetch("posts", queryset=brought._default_manager.select_related("post__position")),
        )

    def in_plan_order(self) -> RotationQuerySet:
        """As a plan lists them: by direction, then as typed, then by name."""
        ranks = [When(direction=word, then=Value(rank)) for rank, word in enumerate(Direction.values)]
        return self.annotate(direction_rank=Case(*ranks, output_field=models.SmallIntegerField())).order_by(
            "direction_rank", "ordinal", "official__name_key", "pk"
        )


class Rotation(Recorded):
    """One official's move from a sending to a receiving unit under one year's plan.

    `status` is written by `record_step` alone, so every status has a RotationStep beside it; where the case stands
    on a day, a start or an end to come being recorded ahead, is `status_on`. `sending_level`,
    `receiving_level` and `direction` are those of the day it was written down: `set_route` fills them and a
    constraint holds them together, so a case of 09/2022 says "huyện → xã" for ever. There is no `decided_by` on
    purpose: read it off the steps. Posts at the destination are `RotationPost`; `left_posts` are those given up (`LeftPost`).
    `placed_on` is the day the placement takes effect, kept here as well so that the status by date needs no other row.
    """

    plan = models.ForeignKey(
        RotationPlan, on_delete=models.PROTECT, related_name="rotations", verbose_name="Kế hoạch",
        db_index=False,  # `rotation_by_plan_order` begins with it
    )  # fmt: skip
    ordinal = models.PositiveSmallIntegerField("Số thứ tự trong kế hoạch", default=0)
    official = models.ForeignKey(
        Official, on_delete=models.PROTECT, related_name="rotations", verbose_name="Cán bộ"
    )
    movement_type = models.CharField(
        "Loại hình", max_length=10, choices=MovementType, default=MovementType.ROTATION
    )
    purpose = models.CharField(
        "Mục đích", max_length=15, choices=RotationPurpose, default=RotationPurpose.TRAINING
    )
    direction = models.CharField("Hướng", max_length=25, choices=Direction, editable=False)
    sending_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="rotations_out", verbose_name="Nơi đi"
    )
    sending_level = models.CharField("Cấp nơi đi", max_length=10, choices=UnitLevel, editable=False)
    receiving_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="rotations_in", verbose_name="Nơi đến"
    )
    receiving_level = models.CharField("Cấp nơi đến", max_length=10, choices=UnitLevel, editable=False)
    left_posts = models.ManyToManyField(
        Post,
        through="LeftPost",
        related_name="left_by_rotations",
        verbose_name="Chức vụ trước khi luân chuyển",
        blank=True,
    )
    sending_title = TidyCharField(
        "Chức danh trước khi luân chuyển (ghi theo danh sách)", max_length=200, blank=True,
        help_text="Khi không giữ chức vụ trong danh mục, ví dụ: công chức.",
    )  # fmt: skip
    starts_on = models.DateField("Bắt đầu từ", null=True, blank=True)
    starts_on_precision = precision_field("Bắt đầu từ")
    due_on = models.DateField("Hết thời hạn", null=True, blank=True)
    due_on_precision = precision_field("Hết thời hạn")
    expected_placement = TidyCharField("Dự kiến bố trí sau luân chuyển", max_length=250, blank=True)
    step_template = models.ForeignKey(
        StepTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="rotations",
        verbose_name="Quy trình", editable=False,
        db_index=False,  # no case is looked for by it
    )  # fmt: skip
    status = models.CharField(
        "Trạng thái", max_length=30, choices=RotationStatus, default=RotationStatus.PROPOSED, editable=False
    )
    announced_on = models.DateField("Ngày công bố", null=True, blank=True)
    ended_on = models.DateField("Ngày kết thúc", null=True, blank=True, editable=False)
    end_kind = models.CharField("Kết thúc", max_length=10, choices=EndKind, blank=True, editable=False)
    end_reason = models.CharField(
        "Lý do kết thúc", max_length=15, choices=EndReason, blank=True, editable=False
    )
    cancel_reason = TidyCharField("Lý do không thực hiện", max_length=300, blank=True, editable=False)
    placed_on = models.DateField("Bố trí có hiệu lực từ", null=True, blank=True, editable=False)
    note = TidyTextField("Ghi chú", blank=True)
    note_fold = FoldedField("note", "sending_title", max_length=1000)

    starts = PartialDateOf("starts_on")
    due = PartialDateOf("due_on")

    objects = RotationQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt luân chuyển"
        verbose_name_plural = "lượt luân chuyển"
        ordering = ("-plan__year", "ordinal", "pk")
        indexes = [
            # The list as it opens, and a year counted by where its cases stand, are each read off an index alone.
            models.Index(name="rotation_by_plan_order", fields=["plan", "ordinal", "id"]),
            models.Index(
                name="rotation_by_plan_standing",
                fields=["plan", "status", "movement_type", "direction", "starts_on", "ended_on", "placed_on"],
            ),
            # Who was moved or placed by date alone is asked wherever people of a unit are listed; they are few.
            models.Index(
                name="rotation_decided_by_start",
                fields=["starts_on"],
                condition=Q(status=RotationStatus.DECIDED),
            ),
            # Most cases of an old register are over: what is still due is found beside them, not among them.
            models.Index(name="rotation_by_status_start", fields=["status", "starts_on"]),
            models.Index(name="rotation_by_end", fields=["ended_on"], condition=Q(ended_on__isnull=False)),
            models.Index(
                name="rotation_by_placement", fields=["placed_on"], condition=Q(placed_on__isnull=False)
            ),
            models.Index(
                name="rotation_ended_by_placement",
                fields=["placed_on"],
                condition=Q(status=RotationStatus.ENDED, placed_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="rotation_one_open_per_official",
                fields=["official"],
                condition=Q(status__in=OPEN_STATUSES),
                violation_error_message=OPEN_ROTATION,
            ),
            models.CheckConstraint(
                name="rotation_direction_agrees",
                condition=_direction_agrees(),
                violation_error_message="Hướng luân chuyển không khớp với cấp của nơi đi và nơi đến.",
            ),
            models.CheckConstraint(
                name="rotation_changes_unit",
                condition=~Q(sending_unit=F("receiving_unit")),
                violation_error_message="Nơi đi và nơi đến phải là hai đơn vị khác nhau.",
            ),
            models.CheckConstraint(
                name="rotation_due_after_start",
                condition=Q(due_on__isnull=True) | Q(starts_on__isnull=True) | Q(due_on__gt=F("starts_on")),
                violation_error_message="Ngày hết thời hạn phải sau ngày bắt đầu luân chuyển.",
            ),
            models.CheckConstraint(
                name="rotation_ends_after_start",
                condition=Q(ended_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ended_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc không thể trước ngày bắt đầu luân chuyển.",
            ),
            models.CheckConstraint(
                name="rotation_started_when_serving",
                condition=~Q(status__in=[RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED])
                | Q(starts_on__isnull=False),
                violation_error_message="Lượt đang luân chuyển phải có ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="rotation_end_is_complete",
                condition=(
                    Q(status__in=[RotationStatus.ENDED, RotationStatus.PLACED], ended_on__isnull=False)
                    & ~Q(end_kind="")
                )
                | (
                    ~Q(status__in=[RotationStatus.ENDED, RotationStatus.PLACED])
                    & Q(ended_on__isnull=True, end_kind="")
                ),
                violation_error_message="Lượt đã kết thúc phải có ngày và hình thức kết thúc.",
            ),
            models.CheckConstraint(
                name="rotation_cancelled_with_reason",
                condition=~Q(status=RotationStatus.CANCELLED) | ~Q(cancel_reason=""),
                violation_error_message="Hãy ghi lý do không thực hiện.",
            ),
            in_choices("rotation_status_known", "status", RotationStatus),
            in_choices("rotation_movement_known", "movement_type", MovementType),
            in_choices("rotation_purpose_known", "purpose", RotationPurpose),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.sending_unit} → {self.receiving_unit}"

    def get_absolute_url(self) -> str:
        """The case's page."""
        return reverse("rotations:rotation-detail", args=[self.pk])

    def clean(self) -> None:
        """Compute the route before constraints are checked, so that a form need not ask for it."""
        super().clean()
        if self.sending_unit_id and self.receiving_unit_id:
            self.set_route(self.sending_unit, self.receiving_unit)

    def set_route(self, sending: Unit, receiving: Unit) -> None:
        """Set both ends with their levels, and the direction that follows from them."""
        point(self, sending_unit=sending, receiving_unit=receiving)
        self.sending_level, self.receiving_level = sending.level, receiving.level
        self.direction = direction_between(sending.level, receiving.level)

    @property
    def is_open(self) -> bool:
        """On record from the proposal up to the end of service."""
        return self.status in OPEN_STATUSES

    def status_on(self, day: date) -> RotationStatus:
        """Where the case stands on `day` by what is recorded: decided until its start, serving from then on, over
        from the day of its end, placed from the day its placement takes effect.

        Shape   a day in, a status out; no query. `standing_on` says the same to the database.
        Units   a start known to the month counts from its first day. On the day of the end the case is over,
                although the person still counts as rotated that day (`serving_on`). Who is kept for good is placed
                from that day, whether or not an end is on record; who is on record as placed without a day, which
                `check_data` tells, is placed.
        Errors  none. A day before the decision is not told apart from the day before the start.
        Source  product §3; `status` itself stays the last recorded act.
        """
        recorded = RotationStatus(self.status)
        if recorded not in DECIDED_STATUSES or self.starts_on is None:
            return recorded
        if day < self.starts_on:
            return RotationStatus.DECIDED
        is_placed = recorded == RotationStatus.PLACED if self.placed_on is None else self.placed_on <= day
        if is_placed:
            return RotationStatus.PLACED
        return RotationStatus.ACTIVE if self.ended_on is None or day < self.ended_on else RotationStatus.ENDED

    def course_on(self, day: date) -> RotationStatus:
        """Where the case stands for whoever moves it on: as `status_on`, but that who is kept for good serves until an
        end is on record, so that the end can still be written down."""
        found = self.status_on(day)
        unended = self.ended_on is None or day < self.ended_on
        return RotationStatus.ACTIVE if found == RotationStatus.PLACED and unended else found

    def record_step(
        self, to: RotationStatus, *, by: Account | None, on: date, takes_back: bool = False, **details: Any
    ) -> RotationStep:
        """Write the next status and the step that says who, when and why, together.

        `details` are fields of the step, and `fields` a dict of columns of the rotation itself to be written
        with the status (an end needs its date). With `takes_back` the status is the one before, for what was written
        down wrongly. Raises StatusOutOfOrder. Called by `workflow` alone.
        """
        now = RotationStatus(self.status)
        if to != TAKEN_BACK.get(now) if takes_back else to not in NEXT_STATUSES[now]:
            raise StatusOutOfOrder(
                f"Lượt này đang ở “{self.get_status_display()}”, không chuyển sang “{to.label}” được."
            )
        columns: dict[str, Any] = details.pop("fields", {})
        for name, value in columns.items():
            setattr(self, name, value)
        if by is not None:
            self._history_user = by  # in a shell there is no request to tell the history who it was
        before, self.status = self.status, to
        self.save(update_fields=["status", "changed_at", *columns])
        return self.steps.create(status_before=before, status_after=to, done_on=on, recorded_by=by, **details)


def record_steps(
    rotations: Sequence[Rotation],
    to: RotationStatus,
    steps: Sequence[RotationStep],
    *,
    by: Account | None,
    columns: Collection[str] = (),
) -> None:
    """`Rotation.record_step` for many cases in the same few statements; `columns` are written as they stand."""
    for rotation, step in zip(rotations, steps, strict=True):
        if to not in NEXT_STATUSES[RotationStatus(rotation.status)]:
            raise StatusOutOfOrder(
                f"Lượt này đang ở “{rotation.get_status_display()}”, không chuyển sang “{to.label}” được."
            )
        step.rotation, step.status_before, step.status_after = rotation, rotation.status, to
        rotation.status = to
    update_recorded(rotations, ["status", *columns], by=by)
    create_recorded(steps, by=by)
