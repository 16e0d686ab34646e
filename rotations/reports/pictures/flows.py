"""Who sent whom where: between the levels of the system, and between units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from rotations.models import RotationQuerySet
from rotations.reports.pictures.bands import FlowPicture, Stream
from rotations.reports.pictures.drawing import Mark, list_url
from rotations.vocabulary import Direction, UnitLevel

UNITS_SHOWN = 8  # on each side; the rest stand together
OTHERS = "Đơn vị khác"
LEVELS = list(UnitLevel.values)

Narrowing = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Flow:
    """How many went from one unit to another."""

    sender: int
    sender_name: str
    sender_level: str
    receiver: int
    receiver_name: str
    receiver_level: str
    direction: str
    number: int


def flows(rotations: RotationQuerySet) -> list[Flow]:
    """How many went from which unit to which. One query; the strongest first, then by name.

    Shape   the rotations to be counted in; a row for every pair of units that occurs.
    Units   rotations (lượt); levels and direction are those of the day each case was written down.
    Errors  none.
    Source  product §3 (8).
    """
    counted = (
        rotations.order_by()
        .values_list(
            "sending_unit", "sending_unit__name", "sending_level", "receiving_unit", "receiving_unit__name",
            "receiving_level", "direction",
        )
        .annotate(number=Count("pk"))
        .order_by("-number", "sending_unit__sort_key", "receiving_unit__sort_key", "sending_unit", "receiving_unit")
    )  # fmt: skip
    return [Flow(*row) for row in counted]


def flow_of_levels(found: Iterable[Flow], narrowing: Narrowing, *, links: bool) -> FlowPicture:
    """Between levels: huyện → xã, xã → huyện and so on, each band the list of its cases."""
    numbers: Counter[tuple[str, str, str]] = Counter()
    for flow in found:
        numbers[flow.sender_level, flow.receiver_level, flow.direction] += flow.number
    streams = []
    for (sender, receiver, direction), number in sorted(
        numbers.items(), key=lambda item: (LEVELS.index(item[0][0]), LEVELS.index(item[0][1]))
    ):
        said = [*narrowing, ("group", "done"), ("sending_level", sender), ("receiving_level", receiver)]
        mark = Mark(
            str(Direction(direction).label),
            number,
            direction,
            list_url("rotation-list", said) if links else "",
        )
        streams.append(Stream(str(UnitLevel(sender).label), str(UnitLevel(receiver).label), mark))
    return FlowPicture(
        "dong-cap",
        "Luân chuyển giữa các cấp",
        "Mỗi dải là một hướng, từ cấp đi ở bên trái sang cấp đến ở bên phải; dải càng dày càng nhiều lượt.",
        streams=tuple(streams),
    )


def flow_of_units(found: Sequence[Flow], narrowing: Narrowing, *, links: bool) -> FlowPicture:
    """Between units: the eight that send most and the eight that receive most by name, the rest together on each side."""
    sent: Counter[int] = Counter()
    received: Counter[int] = Counter()
    for flow in found:
        sent[flow.sender] += flow.number
        received[flow.receiver] += flow.number
    senders, receivers = _shown(sent), _shown(received)
    bands: dict[tuple[int, int], list[Flow]] = defaultdict(list)
    for flow in found:
        bands[
            flow.sender if flow.sender in senders else 0, flow.receiver if flow.receiver in receivers else 0
        ].append(flow)
    streams = []
    for (sender, receiver), members in sorted(
        bands.items(), key=lambda item: (_place(item[0][0], senders), _place(item[0][1], receivers))
    ):
        directions = {flow.direction for flow in members}
        direction = directions.pop() if len(directions) == 1 else ""
        said = [
            *narrowing,
            ("group", "done"),
            ("sending_unit", _exactly(flow.sender for flow in members) if sender else _rest(sent, senders)),
            (
                "receiving_unit",
                _exactly(flow.receiver for flow in members) if receiver else _rest(received, receivers),
            ),
        ]
        mark = Mark(
            str(Direction(direction).label) if direction else "Nhiều hướng",
            sum(flow.number for flow in members),
            direction or "mixed",
            list_url("rotation-list", said) if links else "",
        )
        streams.append(
            Stream(
                members[0].sender_name if sender else OTHERS,
                members[0].receiver_name if receiver else OTHERS,
                mark,
            )
        )
    return FlowPicture(
        "dong-don-vi",
        "Đơn vị nào cử, đơn vị nào nhận",
        "Bên trái là đơn vị cử đi, bên phải là đơn vị nhận; dải càng dày càng nhiều lượt.",
        streams=tuple(streams),
        last=OTHERS,
    )


def _shown(numbers: Counter[int]) -> list[int]:
    """The units shown by name, the strongest first; all of them where one more would be left alone."""
    ranked = [unit for unit, _number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))]
    return ranked if len(ranked) <= UNITS_SHOWN + 1 else ranked[:UNITS_SHOWN]


def _place(unit: int, shown: list[int]) -> int:
    return shown.index(unit) if unit else len(shown)


def _exactly(units: Iterable[int]) -> str:
    """Those units and none they took over from, in the words of the list's filter."""
    return f"={','.join(str(unit) for unit in sorted(set(units)))}"


def _rest(numbers: Counter[int], shown: list[int]) -> str:
    return _exactly(set(numbers) - set(shown))
