"""Who of the register the rows of one round may mean: read by the keys of the round, however long the register is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Max, Q
from rapidfuzz import fuzz

from rotations.importing.officials.entries import OfficialRow
from rotations.importing.people_on_record import NEARLY
from rotations.models import Official, PostHolding, workplaces
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import fold

# Keys in one statement; SQLite takes no more than 32,766.
AT_ONCE: Final = 20_000


class Known(NamedTuple):
    """What tells one person of the register from another."""

    pk: int
    full_name: str
    match_key: str
    birth_date: date | None
    precision: str
    citizen_id: str
    official_code: str
    unit: int | None

    @property
    def birth(self) -> PartialDate | None:
        """The birth to the precision it is known."""
        return None if self.birth_date is None else PartialDate.of(self.birth_date, self.precision)

    def bears_another(self, citizen_id: str, official_code: str) -> bool:
        """Whether a number on the file differs from the one given: then it is somebody else, as far as numbers go."""
        return bool(
            (citizen_id and self.citizen_id and citizen_id != self.citizen_id)
            or (official_code and self.official_code and official_code != self.official_code)
        )


class Register:
    """The people on record as they stood when the run began, whatever it has written since.

    So a preview, which writes nothing, and the import find the same people. `moved` are the people whom a decision has
    moved by date alone, each with the unit. Five queries at the start (who was born on which day, who was moved, the
    last keys given out); then, for each round, a fixed number.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self.last_holding: int = PostHolding.objects.aggregate(last=Max("pk"))["last"] or 0
        self.last: int = Official.objects.aggregate(last=Max("pk"))["last"] or 0
        self._born: dict[date, list[int]] = defaultdict(list)
        known = Official.objects.filter(
            birth_date__isnull=False, birth_date_precision=DatePrecision.DAY
        ).order_by()
        for day, pk in known.values_list("birth_date", "pk").iterator(chunk_size=10_000):
            self._born[day].append(pk)  # type: ignore[index]
        self.moved = workplaces(on=on)
        self._changed: dict[int, Known] = {}
        self._numbers_left: dict[str, int] = {}
        self._codes_left: dict[str, int] = {}
        self._ended: set[int] = set()
        self.clear()

    def clear(self) -> None:
        """Forget the people of the round before."""
        self.by_citizen_id: dict[str, Known] = {}
        self.by_code: dict[str, Known] = {}
        self._by_pk: dict[int, Known] = {}
        self._named: dict[str, list[Known]] = defaultdict(list)
        self._posts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._posts_read = False

    def load(self, rows: Sequence[OfficialRow]) -> None:
        """Everyone whom a row of the round may mean."""
        self.clear()
        if not self.last:
            return
        numbers, codes, names, dated_names = set[str](), set[str](), set[str](), set[str]()
        days = set[date]()
        for row in rows:
            read = row.cells
            assert read is not None
            if read.citizen_id:
                numbers.add(read.citizen_id)
            if read.official_code:
                codes.add(read.official_code)
            if not row.name_key:
                continue
            if read.birth is None or read.birth.precision != DatePrecision.DAY:
                names.add(row.name_key)
            else:
                dated_names.add(row.name_key)
                days.add(read.birth.first)
        if numbers or codes:
            left = {self._numbers_left[key] for key in numbers & self._numbers_left.keys()}
            left |= {self._codes_left[key] for key in codes & self._codes_left.keys()}
            self._take(Q(citizen_id__in=numbers) | Q(official_code__in=codes) | Q(pk__in=left))
        # A name with a day of birth means whoever was born that day, or somebody whose day is not known.
        vague = Q(birth_date__isnull=True) | ~Q(birth_date_precision=DatePrecision.DAY)
        if names:
            self._take(Q(match_key__in=names))
        if dated_names:
            self._take(Q(match_key__in=dated_names) & vague)
        for part in _parts([pk for day in days for pk in self._born.get(day, ())]):
            self._take(Q(pk__in=part))

    def _take(self, wanted: Q) -> None:
        found = Official.objects.filter(wanted, pk__lte=self.last).order_by("pk")
        for values in found.values_list(
            "pk", "full_name", "match_key", "birth_date", "birth_date_precision", "citizen_id", "official_code",
            "unit",
        ):  # fmt: skip
            known = self._changed.get(values[0]) or Known(*values)
            if known.pk in self.moved:
                known = known._replace(unit=self.moved[known.pk])
            if known.pk in self._by_pk:
                continue
            self._by_pk[known.pk] = known
            self._named[known.match_key].append(known)
            if known.citizen_id:
                self.by_citizen_id[known.citizen_id] = known
            if known.official_code:
                self.by_code[known.official_code] = known

    def named(self, key: str) -> list[Known]:
        """Everyone of that name among the people found."""
        return self._named.get(key, [])

    def alike(self, name: str, key: str, birth: PartialDate) -> list[Known]:
        """People born that very day whose names are a mark or a letter away: for a question, never for a link."""
        if birth.precision != DatePrecision.DAY:
            return []
        folded, near = "", []
        for pk in self._born.get(birth.first, ()):
            known = self._by_pk.get(pk)
            if known is None or known.match_key == key or known.birth_date != birth.first:
                continue
            folded = folded or fold(name)
            if fuzz.ratio(fold(known.full_name), folded) >= NEARLY:
                near.append(known)
        return near

    def posts_of(self, pk: int) -> list[tuple[int, int]]:
        """Posts held by one of the people found, with their units, the main one first. One query for them all."""
        if not self._posts_read:
            self._posts_read = True
            for part in _parts(list(self._by_pk)):
                self._read_posts(part)
        return self._posts.get(pk, [])

    def _read_posts(self, people: Sequence[int]) -> None:
        held = PostHolding.objects.filter(
            official__in=people, pk__lte=self.last_holding, held_from__lte=self.on
        )
        held = held.filter(Q(held_until__isnull=True) | Q(held_until__gt=self.on) | Q(pk__in=self._ended))
        columns = ("official", "post", "post__unit")
        for person, post, unit in held.order_by("-is_main", "pk").values_list(*columns):
            self._posts[person].append((post, unit))

    def end(self, holding: PostHolding) -> None:
        """A post the run ends is still held as far as the rows below are concerned."""
        self._ended.add(holding.pk)

    def remember(self, official: Official) -> None:
        """What was known of a person before the run changes it."""
        known = Known(
            official.pk, official.full_name, official.match_key, official.birth_date, official.birth_date_precision,
            official.citizen_id, official.official_code, official.unit_id,
        )  # fmt: skip
        self._changed.setdefault(official.pk, known)
        if known.citizen_id:
            self._numbers_left.setdefault(known.citizen_id, known.pk)
        if known.official_code:
            self._codes_left.setdefault(known.official_code, known.pk)


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
