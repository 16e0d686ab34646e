"""A year's plan against its targets, by direction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Sum
from django.urls import reverse

from rotations.models import PlanTarget, RotationQuerySet
from rotations.reports.pictures.bars import Bar, BarPicture
from rotations.reports.pictures.drawing import Mark, list_url
from rotations.vocabulary import BEFORE_DECISION, Direction, MovementType, RotationStatus

# Where a case stands, in the order of its life: word, colour, statuses.
STATES: tuple[tuple[str, str, tuple[RotationStatus, ...]], ...] = (
    ("Đã kết thúc", "over", (RotationStatus.ENDED, RotationStatus.PLACED)),
    ("Đang luân chuyển", "serving", (RotationStatus.ACTIVE,)),
    ("Đã quyết định", "decided", (RotationStatus.DECIDED,)),
    ("Đang chuẩn bị", "under_way", BEFORE_DECISION),
)


def plan_against_targets(
    rotations: RotationQuerySet, *, year: int | None, links: bool, on: date
) -> BarPicture:
    """How far the people of a year's plan are, direction by direction, and how many it wants.

    Shape   a row for every direction with a target or a person. Two queries; none without a year.
    Units   people of movement type "luân chuyển" who were not called off, where they stand on the day `on`; targets are
            the sum of the quantities of the direction.
    Errors  none.
    Source  domain reference §3.1: targets first, then named people.
    """
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    goals: dict[str, tuple[int, int]] = {}
    if year is not None:
        standing = rotations.counted().filter(plan__year=year, movement_type=MovementType.ROTATION)
        for direction, status, number in standing.numbers_on(on, "direction"):
            numbers[direction][status] += number
        targets = PlanTarget.objects.filter(plan__year=year).order_by().values_list("plan", "direction")
        for plan, direction, number in targets.annotate(number=Sum("quantity")):
            goals[direction] = (plan, number)
    return progress_picture(numbers, goals, year=year, links=links)


def progress_picture(
    numbers: Mapping[str, Mapping[str, int]],
    goals: Mapping[str, tuple[int, int]],
    *,
    year: int | None,
    links: bool,
) -> BarPicture:
    """The same of figures at hand.

    Shape   people by direction and status, and for each direction the plan's key and what it wants. No query.
    Units   as in `plan_against_targets`.
    Errors  none.
    Source  domain reference §3.1.
    """
    bars = []
    for word in Direction:
        if word not in numbers and word not in goals:
            continue
        marks = []
        for label, tone, statuses in STATES:
            number = sum(numbers.get(word, {}).get(status, 0) for status in statuses)
            said = [
                ("year", str(year)),
                ("movement_type", MovementType.ROTATION.value),
                ("direction", word.value),
                *(("status", status.value) for status in statuses),
            ]
            marks.append(
                Mark(label, number, tone, list_url("rotation-list", said) if links and number else "")
            )
        goal = None
        if word in goals:
            plan, number = goals[word]
            url = f"{reverse('rotations:plan-detail', args=[plan])}#chi-tieu" if links else ""
            goal = Mark("Chỉ tiêu", number, "goal", url)
        bars.append(Bar(str(word.label), tuple(marks), goal))
    return BarPicture(
        "tien-do",
        f"Tiến độ kế hoạch năm {year}" if year else "Tiến độ kế hoạch",
        "Mỗi dòng là một hướng: số người theo tình trạng hôm nay, so với chỉ tiêu của kế hoạch.",
        bars=tuple(bars),
        counts="người",
        row_heading="Hướng",
        goal_word="Chỉ tiêu",
    )
