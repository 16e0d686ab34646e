"""Finding records by what a sheet calls them. Each list is read once for a whole file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model, Q

from rotations import access
from rotations.models import (
    Account,
    CatalogueEntry,
    CriteriaSet,
    Official,
    Position,
    PositionAlias,
    Unit,
    UnitAlias,
)
from rotations.vietnamese import clean, match_key
from rotations.vocabulary import CatalogueKind

Index = dict[str, list[Any]]


class Lookups:
    """What an account may name in a sheet on a day; nothing it may not see can be named.

    Every finder gives all records of a name, the surest way first: an exact code, a name, then another name.
    """

    def __init__(self, account: Account, on: date) -> None:
        self.account, self.on = account, on
        self._people: dict[str, list[Official]] = {}

    def one(self, what: str, label: str, typed: str) -> Model:
        """The one record called so; ValueError in Vietnamese when there is none or there are several."""
        found = self.find(what, typed)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueError(
                f"“{typed}” không có trong {label}; hãy kiểm tra cách ghi hoặc thêm vào danh mục trước."
            )
        several = "; ".join(self._told_apart(record) for record in found[:5])
        raise ValueError(f"“{typed}” có thể là: {several}. Hãy ghi mã, số hiệu hoặc tên đầy đủ để phân biệt.")

    def find(self, what: str, typed: str) -> list[Any]:
        """Every record called so."""
        kind, _, which = what.partition(":")
        finder: Callable[..., list[Any]] = getattr(self, f"_{kind}")
        return finder(typed, CatalogueKind(which)) if which else finder(typed)

    def words_for(self, what: str, record: Any) -> str:
        """The shortest words by which `find` gives this record alone."""
        if isinstance(record, Unit):
            return self._words_for_unit(record)
        if isinstance(record, Official):
            return record.official_code or record.full_name
        return str(record)

    def learn_unit(self, unit: Unit) -> None:
        """A unit of this same file may be named in the rows below it."""
        by_code, by_name, _by_alias = self._all_units
        for index, key in ((by_code, clean(unit.code).casefold()), (by_name, unit.match_key)):
            if key and unit not in index[key]:
                index[key].append(unit)

    def _told_apart(self, record: Any) -> str:
        if isinstance(record, Unit):
            return f"{record.name} ({record.code or record.get_level_display()})"
        if isinstance(record, Official):
            return f"{record.label} ({record.official_code or 'chưa có số hiệu'})"
        return str(record)

    # ---- units

    @cached_property
    def _all_units(self) -> tuple[Index, Index, Index]:
        units = {
            unit.pk: unit for unit in access.visible_units(self.account, on=self.on).select_related("parent")
        }
        aliases = UnitAlias.objects.filter(unit__in=units) if len(units) < 500 else UnitAlias.objects.all()
        return (
            _index((clean(unit.code).casefold(), unit) for unit in units.values() if unit.code),
            _index((unit.match_key, unit) for unit in units.values()),
            _index((alias.match_key, units[alias.unit_id]) for alias in aliases if alias.unit_id in units),
        )

    def _units(self, typed: str) -> list[Any]:
        by_code, by_name, by_alias = self._all_units
        key = match_key(typed)
        for index, sought in ((by_code, typed.casefold()), (by_name, key), (by_alias, key)):
            if found := index.get(sought):
                existing = [unit for unit in found if unit.exists_on(self.on)]
                return existing if len(existing) == 1 else list(found)
        name, _, parent = typed.removesuffix(")").rpartition(" (")
        return (
            [
                unit
                for unit in by_name.get(match_key(name), ())
                if unit.parent and match_key(unit.parent.name) == match_key(parent)
            ]
            if name
            else []
        )

    def _words_for_unit(self, unit: Unit) -> str:
        if self._units(unit.name) == [unit]:
            return unit.name
        if unit.code and self._units(unit.code) == [unit]:
            return unit.code
        return f"{unit.name} ({unit.parent})" if unit.parent else unit.name

    # ---- positions and the lists of the 2C form

    @cached_property
    def _all_positions(self) -> tuple[Index, Index]:
        positions = {position.pk: position for position in Position.objects.all()}
        return (
            _index((position.match_key, position) for position in positions.values()),
            _index((alias.match_key, positions[alias.position_id]) for alias in PositionAlias.objects.all()),
        )

    def _positions(self, typed: str) -> list[Any]:
        by_name, by_alias = self._all_positions
        key = match_key(typed)
        return by_name.get(key) or by_alias.get(key) or []

    @cached_property
    def _all_entries(self) -> dict[str, Index]:
        found: dict[str, Index] = defaultdict(lambda: defaultdict(list))
        for entry in CatalogueEntry.objects.all():
            for key in {entry.match_key, match_key(entry.code), *map(match_key, entry.aliases.splitlines())}:
                if key:
                    found[entry.kind][key].append(entry)
        return found

    def _catalogue(self, typed: str, kind: CatalogueKind) -> list[Any]:
        return self._all_entries[kind].get(match_key(typed), [])

    def _criteria_sets(self, typed: str) -> list[Any]:
        key = match_key(typed)
        return [
            row for row in self._all_criteria_sets if key in (match_key(row.name), match_key(row.document))
        ]

    @cached_property
    def _all_criteria_sets(self) -> list[CriteriaSet]:
        return list(CriteriaSet.objects.all())

    def _calls(self, typed: str) -> list[Any]:
        key = match_key(typed)
        return [
            call
            for call in self._all_calls
            if key in (match_key(str(call)), match_key(call.title), match_key(call.document_number))
        ]

    @cached_property
    def _all_calls(self) -> list[Any]:
        return list(access.visible_calls(self.account, on=self.on))

    # ---- people: there may be many, so they are asked for one by one

    def _officials(self, typed: str) -> list[Any]:
        if typed not in self._people:
            rows = access.visible_officials(self.account, on=self.on).select_related("unit")
            known = Q(official_code=typed)
            if typed.isdecimal() and "citizen_id" not in access.hidden_fields(self.account, Official):
                known |= Q(citizen_id=typed)
            self._people[typed] = list(rows.filter(known)[:6]) or list(
                rows.filter(match_key=match_key(typed))[:6]
            )
        return self._people[typed]


def _index(pairs: Iterable[tuple[str, Any]]) -> Index:
    index: Index = defaultdict(list)
    for key, record in pairs:
        if record not in index[key]:
            index[key].append(record)
    return index
