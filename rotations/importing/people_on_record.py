"""Whom the words of a file may mean among the people on record, and who sits on which seat.

Everything is read once, in a fixed number of queries whatever the number of rows. Nobody is linked by a near match:
who is nearly somebody is a candidate for a question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Q
from rapidfuzz import fuzz

from rotations.importing.lookups import within
from rotations.models import (
    LeftPost,
    Official,
    PostHolding,
    Rotation,
    RotationPost,
    read_rows,
    stored_key,
    workplaces,
)
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import fold, match_key
from rotations.vocabulary import OPEN_STATUSES

NEARLY: Final = 85

# What an import looks at of a file, and what it may fill in; some sixty columns in all are more than it needs.
OFFICIAL_FIELDS: Final = (
    "official_code", "full_name", "other_name", "match_key", "birth_date", "birth_date_precision", "sex", "citizen_id", "unit",
    "left_service_on", "party_admission_date", "party_admission_date_precision", "party_official_date",
    "party_official_date_precision", "native_place", "current_residence", "foreign_language", "computing", "ethnicity",
    "religion", "general_education", "political_theory", "state_management", "professional_level", "major",
)  # fmt: skip


class Held(NamedTuple):
    """A post held by somebody, and when."""

    post: int
    since: date
    until: date | None


class Sitting(NamedTuple):
    """Somebody on a post, and when."""

    official: int
    since: date
    until: date | None


def agree(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates may be one and the same day."""
    return one.first <= other.last and other.first <= one.last


@dataclass(slots=True)
class People:
    """The officials a file may mean, with the posts they hold and their rotations. Six queries."""

    by_id: dict[int, Official] = field(default_factory=dict)
    by_citizen_id: dict[str, Official] = field(default_factory=dict)
    by_code: dict[str, Official] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    by_name: dict[str, list[Official]] = field(default_factory=lambda: defaultdict(list))
    holdings: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))
    rotations: dict[int, list[Rotation]] = field(default_factory=lambda: defaultdict(list))
    _by_code_key: dict[str, Official] = field(default_factory=dict)
    _by_birth_year: dict[int, list[Official]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(
        cls,
        *,
        on: date,
        names: Iterable[str],
        citizen_ids: Iterable[str],
        codes: Iterable[str],
        chosen: Iterable[int] = (),
    ) -> People:
        """Everyone who bears one of these names (keys), numbers or codes; at the unit where they work on that day."""
        people = cls()
        wanted = Q(match_key__among=names) | Q(pk__among=chosen)
        wanted |= Q(citizen_id__among=citizen_ids) | Q(official_code__among=codes)
        for official in read_rows(Official.objects.filter(wanted).order_by("pk"), OFFICIAL_FIELDS):
            people.by_id[official.id] = official
            if official.citizen_id:
                people.by_citizen_id[official.citizen_id] = official
            if official.official_code:
                people.by_code[official.official_code] = official
            key = people.keys[official.id] = stored_key(official, "match_key")
            people.by_name[key].append(official)
        for moved, unit in workplaces(people.by_id, on=on).items():
            people.by_id[moved].unit_id = unit
        held = PostHolding.objects.filter(official_id__among=people.by_id).order_by("-is_main", "pk")
        for person, post, since, until in held.values_list("official", "post", "held_from", "held_until"):
            people.holdings[person].append(Held(post, since, until))
        rotations = Rotation.objects.filter(official_id__among=people.by_id).select_related("plan")
        for rotation in rotations.prefetch_related("left_posts", "posts").order_by("pk"):
            people.rotations[rotation.official_id].append(rotation)
        return people

    def coded(self, code: str) -> Official | None:
        """Who bears an official's number: written so, else written otherwise but equal as names are."""
        if not code or code in self.by_code:
            return self.by_code.get(code)
        if not self._by_code_key:
            self._by_code_key = {match_key(own): official for own, official in self.by_code.items()}
        return self._by_code_key.get(match_key(code))

    def alike(self, name: str, birth: PartialDate) -> list[Official]:
        """People of the register who are nearly this one: the same birth, and a name a mark or a letter away.

        Known only after `load_alike`. For a question, never for a link.
        """
        folded = fold(name)
        exact = birth.precision == DatePrecision.DAY
        near = []
        for official in self._by_birth_year[birth.first.year]:
            known = official.birth
            if official.match_key == match_key(name) or not isinstance(known, PartialDate):
                continue
            if not agree(known, birth):
                continue
            same_day = exact and known == birth
            if fold(official.full_name) == folded or (
                same_day and fuzz.ratio(fold(official.full_name), folded) >= NEARLY
            ):
                near.append(official)
        return near

    def keep_only(self, seen: set[int]) -> None:
        """Forget everybody else: who may not be seen cannot be named either."""
        self.by_id = {pk: person for pk, person in self.by_id.items() if pk in seen}
        self.by_citizen_id = {n: person for n, person in self.by_citizen_id.items() if person.pk in seen}
        self.by_code = {code: person for code, person in self.by_code.items() if person.pk in seen}
        self._by_code_key = {}
        for key, namesakes in self.by_name.items():
            self.by_name[key] = [person for person in namesakes if person.pk in seen]

    def load_alike(self, years: Iterable[int]) -> None:
        """Everyone born in these years, for `alike`. One query."""
        if wanted := set(years):
            born = Official.objects.filter(birth_date__year__in=wanted).order_by("pk")
            for official in read_rows(born, OFFICIAL_FIELDS):
                kept = self.by_id.setdefault(official.pk, official)
                self._by_birth_year[kept.birth_date.year if kept.birth_date else 0].append(kept)

    def held_posts(self, official: Official, *, on: date) -> list[int]:
        """Ids of the posts held on the day, the main one first."""
        return [
            holding.post for holding in self.holdings[official.id] if within(on, holding.since, holding.until)
        ]

    def rotation_in(self, official: Official, year: int) -> Rotation | None:
        """The person's case in the plan of that year; one that was called off only when there is no other."""
        inside = [rotation for rotation in self.rotations.get(official.id, ()) if rotation.plan.year == year]
        return max(inside, key=lambda rotation: (rotation.status != "cancelled", rotation.pk), default=None)

    def open_elsewhere(self, official: Official, year: int) -> Rotation | None:
        """The person's open case in the plan of another year."""
        return next(
            (
                rotation
                for rotation in self.rotations.get(official.id, ())
                if rotation.is_open and rotation.plan.year != year
            ),
            None,
        )


@dataclass(slots=True)
class Seats:
    """Who sits on certain posts, who is on the way there and who is on the way out. Three queries."""

    holdings: dict[int, list[Sitting]] = field(default_factory=lambda: defaultdict(list))
    coming: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    leaving: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def load(cls, wanted: Set[int]) -> Seats:
        """For these posts alone."""
        seats = cls()
        held = PostHolding.objects.filter(post_id__among=wanted)
        for post, official, since, until in held.values_list("post", "official", "held_from", "held_until"):
            seats.holdings[post].append(Sitting(official, since, until))
        brought = RotationPost.objects.filter(post_id__among=wanted, rotation__status__in=OPEN_STATUSES)
        for post, official, name in brought.values_list(
            "post", "rotation__official", "rotation__official__full_name"
        ):
            seats.coming[post][official] = name
        left = LeftPost.objects.filter(post_id__among=wanted, rotation__status__in=OPEN_STATUSES)
        for post, official in left.values_list("post", "rotation__official"):
            seats.leaving[post].add(official)
        return seats

    def staying(self, post: int, *, on: date, without: Set[int]) -> list[int]:
        """Ids of those who hold the post on the day, but for these and for those an open case takes away."""
        leaving = self.leaving.get(post, ())
        return [
            sitting.official
            for sitting in self.holdings.get(post, ())
            if sitting.official not in without
            and sitting.official not in leaving
            and within(on, sitting.since, sitting.until)
        ]
