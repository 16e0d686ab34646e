"""The numbers that say when something is due, of every regulation, each read from the nearest text that sets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q

from rotations.models import Regulation
from rotations.vocabulary import ParameterCode

WANTED = (
    ParameterCode.FIRST_ALERT_MONTHS,
    ParameterCode.LAST_ALERT_MONTHS,
    ParameterCode.EVALUATION_EVERY_MONTHS,
)


@dataclass(frozen=True)
class Number:
    """One number with where it stands in words."""

    value: int
    label: str
    cited: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value} ({self.cited})"


class Numbers:
    """What the regulations in the register set on one day. One query, whatever their number."""

    def __init__(self, *, on: date) -> None:
        self.symbols: dict[int, str] = {}
        self._parents: dict[int, int | None] = {}
        self._own: dict[tuple[int, str], Number] = {}
        self._read(on)

    def _read(self, on: date) -> None:
        columns = (
            "pk",
            "parent",
            "symbol",
            "figure__code",
            "figure__value",
            "figure__article",
            "figure__valid_from",
        )
        holds = (
            Q(parameters__code__in=WANTED)
            & (Q(parameters__valid_from__isnull=True) | Q(parameters__valid_from__lte=on))
            & (Q(parameters__valid_to__isnull=True) | Q(parameters__valid_to__gt=on))
        )
        rows: list[tuple[Any, ...]] = list(
            Regulation.objects.order_by()
            .annotate(figure=FilteredRelation("parameters", condition=holds))
            .values_list(*columns)
        )
        # Of two numbers that hold on the day, the later one counts.
        for pk, parent, symbol, code, value, article, _since in sorted(
            rows, key=lambda row: row[-1] or date.min
        ):
            self.symbols[pk], self._parents[pk] = symbol, parent
            if code is not None:
                cited = f"{article}, {symbol}" if article else symbol
                self._own[pk, code] = Number(int(value), ParameterCode(code).label, cited)

    def of(self, regulation: int | None, code: ParameterCode) -> Number | None:
        """The number of a regulation, its own or the nearest above it; None when no text in the line sets it."""
        while regulation is not None:
            if (found := self._own.get((regulation, code))) is not None:
                return found
            regulation = self._parents.get(regulation)
        return None

    def by_value(self, code: ParameterCode) -> dict[int, list[int]]:
        """Which regulations (ids) go by which value of `code`; those without one are left out."""
        groups: dict[int, list[int]] = {}
        for regulation in self._parents:
            if (number := self.of(regulation, code)) is not None:
                groups.setdefault(number.value, []).append(regulation)
        return groups

    def symbol(self, regulation: int | None) -> str:
        """What a regulation is called, "" for none."""
        return self.symbols.get(regulation or 0, "")
