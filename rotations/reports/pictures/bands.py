"""Bands: who sends on the left, who receives on the right, as thick as there are people in them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rotations.reports.pictures.drawing import Cell, Legend, Mark, Picture, Table, legend_of, point, written

NODE_LEAST, NODE_GAP, FLOW_HEIGHT, THINNEST, THICKEST = 34, 10, 420, 3.0, 26.0
NAME_WIDTH = 15


@dataclass(frozen=True)
class Stream:
    """How many go from one name to another."""

    sender: str
    receiver: str
    mark: Mark


class LaidNode(NamedTuple):
    """One name with its place and its words over one or two lines."""

    name: str
    number: str
    y: str
    height: str
    lines: list[tuple[str, str]]  # words and the line they stand on
    number_y: str


class LaidStream(NamedTuple):
    """A band from the left to the right, as a path in a box a hundred wide."""

    stream: Stream
    path: str
    said: str


@dataclass(frozen=True)
class FlowPicture(Picture):
    """Bands from those who send, on the left, to those who receive; as thick as there are people in them."""

    template: ClassVar[str] = "pictures/_flow.html"

    streams: tuple[Stream, ...] = ()
    counts: str = "lượt"
    last: str = ""  # the name that stands below all others on either side

    @property
    def is_empty(self) -> bool:
        """Whether nobody goes anywhere."""
        return not self.streams

    @property
    def legend(self) -> list[Legend]:
        """What the colours stand for."""
        return legend_of([[stream.mark for stream in self.streams]])

    @property
    def _thickness(self) -> float:
        """Of one person."""
        total = sum(stream.mark.number for stream in self.streams)
        return min(THICKEST, max(THINNEST, FLOW_HEIGHT / total)) if total else THINNEST

    def _places(self, names: Sequence[str], numbers: dict[str, int]) -> dict[str, float]:
        """The top of each name, from above."""
        places, y = {}, 0.0
        for name in names:
            places[name] = y
            y += max(numbers[name] * self._thickness, NODE_LEAST) + NODE_GAP
        return places

    def _side(self, of: str) -> tuple[dict[str, int], dict[str, float], float]:
        numbers: dict[str, int] = {}
        for stream in self.streams:
            name = getattr(stream, of)
            numbers[name] = numbers.get(name, 0) + stream.mark.number
        if self.last in numbers:
            numbers[self.last] = numbers.pop(self.last)
        places = self._places(list(numbers), numbers)
        high = sum(max(number * self._thickness, NODE_LEAST) + NODE_GAP for number in numbers.values())
        return numbers, places, high - NODE_GAP if numbers else 0.0

    @property
    def _offsets(self) -> tuple[float, float, float]:
        """How far each side is moved down so that both stand in the middle, and the height of the whole."""
        left, right = self._side("sender")[2], self._side("receiver")[2]
        high = max(left, right)
        return (high - left) / 2, (high - right) / 2, high

    @property
    def height(self) -> str:
        """Of the whole drawing."""
        return point(self._offsets[2] + 4)

    def _laid_side(self, of: str, down: float) -> list[LaidNode]:
        numbers, places, _high = self._side(of)
        laid = []
        for name, y in places.items():
            top, high = y + down, max(numbers[name] * self._thickness, THINNEST)
            words = textwrap.wrap(name, NAME_WIDTH, max_lines=2, placeholder="…")
            lines = [(line, point(top + 12 + 13 * place)) for place, line in enumerate(words)]
            laid.append(
                LaidNode(name, written(numbers[name]), point(top), point(high), lines, point(top + 12))
            )
        return laid

    @property
    def senders(self) -> list[LaidNode]:
        """The names on the left."""
        return self._laid_side("sender", self._offsets[0])

    @property
    def receivers(self) -> list[LaidNode]:
        """The names on the right."""
        return self._laid_side("receiver", self._offsets[1])

    @property
    def laid(self) -> list[LaidStream]:
        """Every band; those of one name lie one under the other."""
        left_down, right_down, _high = self._offsets
        left, right = self._side("sender")[1], self._side("receiver")[1]
        used_left, used_right = dict.fromkeys(left, 0.0), dict.fromkeys(right, 0.0)
        laid = []
        for stream in self.streams:
            thick = stream.mark.number * self._thickness
            start = left[stream.sender] + left_down + used_left[stream.sender]
            end = right[stream.receiver] + right_down + used_right[stream.receiver]
            used_left[stream.sender] += thick
            used_right[stream.receiver] += thick
            a, b, c, d = (point(y) for y in (start, end, end + thick, start + thick))
            path = f"M0 {a}C50 {a} 50 {b} 100 {b}L100 {c}C50 {c} 50 {d} 0 {d}Z"
            said = f"{stream.sender} → {stream.receiver}: {written(stream.mark.number)} {self.counts}"
            laid.append(LaidStream(stream, path, said))
        return laid

    @property
    def table(self) -> Table:
        """A row a band."""
        rows = tuple(
            (
                Cell(stream.sender, is_number=False),
                Cell(stream.receiver, is_number=False),
                Cell(written(stream.mark.number), stream.mark.url),
            )
            for stream in self.streams
        )
        return Table(("Nơi đi", "Nơi đến", f"Số {self.counts}"), rows)
