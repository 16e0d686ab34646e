"""What the words of a file stand for in the records: units, positions with their posts, entries of the lists.

Everything is loaded once, in a fixed number of queries whatever the number of rows. Two texts are equal when their
`match_key` is; prefixes and abbreviations go by rule, never by likeness. What is near but not equal comes back as a
candidate for a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import Any, Final, NamedTuple
from weakref import proxy

from django.db.models import Model
from rapidfuzz import fuzz, process

from rotations.importing.parting import Dictionary, part
from rotations.models import (
    CatalogueEntry,
    Position,
    PositionAlias,
    Post,
    Unit,
    UnitAlias,
    UnitCode,
    UnitSuccession,
    read_rows,
    stored_key,
)
from rotations.vietnamese import REMEMBERED, clean, fold, match_key
from rotations.vocabulary import CatalogueKind, UnitBlock, UnitLevel

MOST_CANDIDATES: Final = 5
LIKE_ENOUGH: Final = 72

# Long form and abbreviation; a name written with either is the same name.
ABBREVIATIONS: Final = tuple(
    (match_key(long), match_key(short))
    for long, short in (
        ("Ủy ban nhân dân", "UBND"),
        ("Hội đồng nhân dân", "HĐND"),
        ("Ủy ban Kiểm tra", "UBKT"),
        ("Ủy ban Mặt trận Tổ quốc", "UBMTTQ"),
        ("Mặt trận Tổ quốc", "MTTQ"),
        ("Liên hiệp Phụ nữ", "LHPN"),
        ("Liên đoàn Lao động", "LĐLĐ"),
        ("Cựu chiến binh", "CCB"),
        ("Văn phòng", "VP"),
        ("Ban Tổ chức", "BTC"),
        ("Lao động - Thương binh và Xã hội", "LĐ-TB&XH"),
        ("Lao động - Thương binh và Xã hội", "LĐTB&XH"),
        ("Lao động - Thương binh và Xã hội", "LĐTBXH"),
        ("Lao động, Thương binh và Xã hội", "LĐTBXH"),
        ("Giáo dục và Đào tạo", "GD&ĐT"),
        ("Giáo dục và Đào tạo", "GDĐT"),
        ("Giáo dục và Đào tạo", "GD và ĐT"),
        ("Nông nghiệp và Phát triển nông thôn", "NN&PTNT"),
        ("Tài chính - Kế hoạch", "TC-KH"),
        ("Tài nguyên và Môi trường", "TN&MT"),
        ("Kinh tế và Hạ tầng", "KT&HT"),
        ("Văn hóa và Thông tin", "VH&TT"),
        ("Thanh niên Cộng sản Hồ Chí Minh", "TNCS Hồ Chí Minh"),
        ("Huyện ủy", "HU"),
        ("Đảng ủy", "ĐU"),
    )
)
# A commune is one unit with all its posts, whichever of its bodies a paper names.
BODIES: Final = tuple(
    match_key(body)
    for body in (
        "Ủy ban nhân dân", "UBND", "Đảng ủy", "ĐU", "Đảng bộ", "Hội đồng nhân dân", "HĐND", "HĐND và UBND",
        "HĐND, UBND", "Đảng ủy, HĐND, UBND",
    )
)  # fmt: skip
KINDS: Final = tuple(match_key(kind) for kind in ("Xã", "Phường", "Thị trấn"))
_DISTRICT: Final = match_key("Huyện")


def variants(key: str) -> set[str]:
    """A key with its abbreviations written out, and with its long forms abbreviated."""
    forms = {key}
    for long, short in ABBREVIATIONS:
        for form in tuple(forms):
            if long not in form and short not in form:
                continue
            padded = f" {form} "
            if f" {long} " in padded:
                forms.add(padded.replace(f" {long} ", f" {short} ").strip())
            if f" {short} " in padded:
                forms.add(padded.replace(f" {short} ", f" {long} ").strip())
    return forms


def within(day: date, since: date | None, until: date | None) -> bool:
    """Whether `day` lies in a stretch of time, open at an end that is None; its last day does not count."""
    return (since is None or since <= day) and (until is None or day < until)


# All but what only lists of units look at.
UNIT_FIELDS: Final = (
    "name", "match_key", "sort_key", "code", "level", "block", "parent", "valid_from", "valid_to", "note",
)  # fmt: skip


class Period(NamedTuple):
    """A half-open stretch of time, open at either end."""

    since: date | None
    until: date | None

    def includes(self, day: date) -> bool:
        """Whether `day` lies in it; the last day does not count."""
        return within(day, *self)


ALWAYS: Final = Period(None, None)


def _remembering(owner: object, method: Callable[..., Any]) -> Any:
    """A method whose answers are remembered with its owner, which they do not keep alive in turn."""
    return lru_cache(maxsize=REMEMBERED)(partial(method, proxy(owner)))


class _Form(NamedTuple):
    """One way to write a unit: how near it is to the name (0 the name, 1 alias or code, 2 by rule), and when."""

    unit: int
    rank: int
    period: Period


_Forms = dict[str, tuple[_Form, ...]]


def _add(forms: _Forms, key: str, form: _Form) -> None:
    if key:
        forms[key] = (*forms.get(key, ()), form)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit a text means, or why none: unknown_unit, ambiguous_unit, unit_not_valid, with candidates."""

    unit: Unit | None
    code: str = ""
    candidates: tuple[Unit, ...] = ()


class Units:
    """Every unit, by every way to write it. Four queries."""

    def __init__(self) -> None:
        self.by_id: dict[int, Unit] = {unit.id: unit for unit in read_rows(Unit.objects.all(), UNIT_FIELDS)}
        # Each form on record with its units, by key. Nearly all are of one unit, and of a unit one object for each rank.
        self._recorded: _Forms = {}
        self._near: dict[int, list[int]] = defaultdict(list)
        own = {}
        for pk, unit in self.by_id.items():
            period = Period(unit.valid_from, unit.valid_to)
            own[pk] = named, called = _Form(pk, 0, period), _Form(pk, 1, period)
            _add(self._recorded, stored_key(unit, "match_key"), named)
            _add(self._recorded, match_key(unit.code), called)
        self._aliases = list(UnitAlias.objects.all())
        for alias in self._aliases:
            _named, called = own[alias.unit_id]
            _add(self._recorded, stored_key(alias, "match_key"), called)
        for code in UnitCode.objects.all():
            called = _Form(code.unit_id, 1, Period(code.valid_from, code.valid_to))
            _add(self._recorded, match_key(code.code), called)
        for old, new in UnitSuccession.objects.values_list("predecessor", "successor"):
            self._near[old].append(new)
            self._near[new].append(old)
        self._only = _remembering(self, Units._only_form)
        self._find = _remembering(self, Units._find_anew)

    @cached_property
    def _forms(self) -> _Forms:
        """Every form, those by rule as well: many, and made for the first text that is no name, alias or code."""
        forms = dict(self._recorded)
        ruled = {
            unit.pk: _Form(unit.pk, 2, Period(unit.valid_from, unit.valid_to)) for unit in self.by_id.values()
        }
        for unit in self.by_id.values():
            for key in self._by_rule(unit, stored_key(unit, "match_key")):
                _add(forms, key, ruled[unit.pk])
        for alias in self._aliases:
            for key in self._by_rule(self.by_id[alias.unit_id], stored_key(alias, "match_key")):
                _add(forms, key, ruled[alias.unit_id])
        return forms

    @cached_property
    def dictionary(self) -> Dictionary:
        """What texts that hold a position and a unit are parted by; made for the first such text."""
        return Dictionary(self._forms)

    @cached_property
    def _spelled(self) -> dict[tuple[int, str], str]:
        """What a misspelt text is compared with: names and aliases, with and without the word for their kind."""
        return {
            (form.unit, key): fold(key)
            for key, forms in self._forms.items()
            for form in forms
            if form.rank < 2 or len(key.split()) < len(self.by_id[form.unit].match_key.split())
        }

    def _by_rule(self, unit: Unit, key: str) -> set[str]:
        forms = variants(key)
        if unit.level == UnitLevel.COMMUNE and unit.block == UnitBlock.LOCALITY:
            kind = next((kind for kind in KINDS if key.startswith(f"{kind} ")), "")
            bare = key.removeprefix(f"{kind} ") if kind else key
            named = {bare} if not kind else {f"{kind} {bare}"}
            forms |= {bare, *named, *(f"{body} {name}" for body in BODIES for name in named)}
        elif unit.level == UnitLevel.DISTRICT and unit.block == UnitBlock.LOCALITY:
            forms |= {f"{body} {key}" for body in BODIES} | {
                f"{key.replace(_DISTRICT, match_key('Huyện ủy'), 1)}"
            }
        elif unit.level == UnitLevel.DISTRICT:
            forms |= {f"{form} {_DISTRICT}" for form in list(forms) if not form.endswith(_DISTRICT)}
            parent = self.by_id.get(unit.parent_id or 0)
            if parent is not None:
                of_it = f" {stored_key(parent, 'match_key')}"
                forms |= {f"{form}{of_it}" for form in variants(key)}
                # "Phòng Nội vụ huyện Nậm Pồ" is the office of that name where the register says "Phòng Nội vụ".
                forms |= {form.removesuffix(of_it) for form in variants(key) if form.endswith(of_it)}
        return forms

    def knows(self, key: str) -> bool:
        """Whether the key is a way to write some unit, of whatever time."""
        return key in self._recorded or key in self._forms

    def find(self, text: str, *, on: date, prefer: int | None = None) -> UnitMatch:
        """The unit a text means on a day.

        Shape   a text and a day in, a UnitMatch out. No query.
        Units   the name goes before alias and code, these before forms by rule; only units that exist on the day.
                `prefer` settles several equals: the unit the record already has.
        Errors  none: what is not certain is a code with candidates.
        Source  product §6 (Resolves).
        """
        only: tuple[UnitMatch, Period] | None = self._only(text)
        if only is not None and (only[1] == ALWAYS or only[1].includes(on)):
            return only[0]
        found: UnitMatch = self._find(text, on, prefer)
        return found

    def _only_form(self, text: str) -> tuple[UnitMatch, Period] | None:
        """What the text means on every day of that period: the nearest there is, and of one unit alone; else None."""
        key = match_key(text)
        recorded = self._recorded.get(key, ())
        nearest = [form for form in recorded if not form.rank] or recorded or self._forms.get(key, ())
        if len({(form.unit, form.period) for form in nearest}) != 1:
            return None
        unit, _rank, period = nearest[0]
        return UnitMatch(self.by_id[unit]), period

    def _find_anew(self, text: str, on: date, prefer: int | None) -> UnitMatch:
        key = match_key(text)
        for rank in (0, 1, 2):
            forms = (self._forms if rank == 2 else self._recorded).get(key, ())
            found = {form.unit for form in forms if form.rank == rank and form.period.includes(on)}
            if prefer in found:
                return UnitMatch(self.by_id[prefer or 0])
            if len(found) == 1:
                return UnitMatch(self.by_id[found.pop()])
            if found:
                return UnitMatch(None, "ambiguous_unit", tuple(self._sorted(found)))
        if forms:
            ended = {form.unit for form in forms}
            if prefer in ended:
                return UnitMatch(self.by_id[prefer or 0])
            near = {other for unit in ended for other in self._near[unit] if self.by_id[other].exists_on(on)}
            return UnitMatch(None, "unit_not_valid", tuple(self._sorted(near) or self._sorted(ended)))
        return UnitMatch(None, "unknown_unit", tuple(self.like(text, on=on)))

    def like(self, text: str, *, on: date) -> list[Unit]:
        """Units of that day whose names look like the text, best first: candidates, never a link."""
        standing = {
            place: spelled for place, spelled in self._spelled.items() if self.by_id[place[0]].exists_on(on)
        }
        near = process.extract(
            fold(text), standing, scorer=fuzz.ratio, limit=2 * MOST_CANDIDATES, score_cutoff=LIKE_ENOUGH
        )
        found = dict.fromkeys(pk for _spelled, _score, (pk, _) in near)
        return [self.by_id[pk] for pk in found][:MOST_CANDIDATES]

    def _sorted(self, ids: Iterable[int]) -> list[Unit]:
        return sorted((self.by_id[pk] for pk in ids), key=lambda unit: (unit.sort_key, unit.pk))


class Phrase(NamedTuple):
    """A part of a text that names a position: as typed, and the positions it may be.

    `rest` are the words right behind it that no dictionary knows: "Phó Chủ tịch" of "Phó Chủ tịch Ủy ban" has "Ủy ban".
    """

    text: str
    positions: frozenset[int]
    rest: str = ""


class Split(NamedTuple):
    """What "PBT, CT UBND xã Pa Tần" falls into. `unread` are the parts no dictionary knows, as typed."""

    phrases: tuple[Phrase, ...] = ()
    unit: str = ""
    unread: tuple[str, ...] = ()

    def title(self, phrase: Phrase) -> str:
        """A phrase with the unread words right behind it, which may belong to it; as it is where there are none."""
        return f"{phrase.text} {phrase.rest}" if phrase.rest and phrase.rest in self.unread else phrase.text


POST_FIELDS: Final = ("position", "unit", "quota", "opened_on", "abolished_on")
NO_POSITIONS: Final[frozenset[int]] = frozenset()
_WORD = re.compile(r"([^\W_](?:[\w'’]*[^\W_])?)")


class Positions:
    """Every position by name, alias and abbreviation, with the posts of every unit. Three queries."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self.by_id: dict[int, Position] = {position.pk: position for position in Position.objects.all()}
        named: dict[str, set[int]] = defaultdict(set)
        aliased: dict[str, set[int]] = defaultdict(set)
        for position in self.by_id.values():
            key = stored_key(position, "match_key")
            named[key].add(position.pk)
            for form in variants(key):
                aliased[form].add(position.pk)
        for alias in PositionAlias.objects.all():
            for form in variants(alias.match_key):
                aliased[form].add(alias.position_id)
        self.posts: dict[int, Post] = {}
        known: dict[str, Mapping[int, Model]] = {"position": self.by_id, "unit": units.by_id}
        for post in read_rows(Post.objects.order_by("pk"), POST_FIELDS, known):
            self.posts[post.id] = post
        # Of each unit its posts, highest first, and those of each position.
        self.by_unit: dict[int, list[Post]] = defaultdict(list)
        self._by_seat: dict[tuple[int, int], list[Post]] = defaultdict(list)
        for post in sorted(self.posts.values(), key=lambda post: (post.position.rank, post.pk)):
            self.by_unit[post.unit_id].append(post)
            self._by_seat[post.unit_id, post.position_id].append(post)
        # The name itself goes before aliases, which may be shared.
        self._means = {key: frozenset(positions) for key, positions in {**aliased, **named}.items()}
        self._dictionary = Dictionary(self._means)
        # The same posts and units come up row after row.
        self._split = _remembering(self, Positions._split_anew)
        # Of a unit and positions the posts, and whether any of them begins or ends on some day.
        self._seats: dict[tuple[int, frozenset[int]], tuple[list[Post], bool]] = {}

    def named(self, key: str) -> frozenset[int]:
        """The positions a key means; the name itself goes before aliases, which may be shared."""
        return self._means.get(key, NO_POSITIONS)

    def seats(self, unit: Unit, positions: Iterable[int], *, on: date) -> Sequence[Post]:
        """The unit's posts of these positions that exist on the day, highest first."""
        wanted = frozenset(positions)
        if (known := self._seats.get((unit.id, wanted))) is None:
            if len(wanted) == 1:
                (position,) = wanted
                seats = self._by_seat.get((unit.id, position), [])
            else:
                seats = [post for post in self.by_unit[unit.id] if post.position_id in wanted]
            dated = any(post.opened_on or post.abolished_on for post in seats)
            known = self._seats[unit.id, wanted] = seats, dated
        seats, dated = known
        return [post for post in seats if _stands(post, on)] if dated else seats

    def open_posts(self, unit: Unit, *, on: date) -> list[Post]:
        """The unit's posts that exist on the day, highest first."""
        return [post for post in self.by_unit[unit.pk] if _stands(post, on)]

    def like(self, text: str) -> list[Position]:
        """Positions whose names look like the text: candidates, never a link."""
        names = {pk: position.match_key for pk, position in self.by_id.items()}
        return [
            self.by_id[pk]
            for _name, _score, pk in process.extract(
                match_key(text), names, scorer=fuzz.WRatio, limit=MOST_CANDIDATES, score_cutoff=LIKE_ENOUGH
            )
        ]

    def split(self, text: str, *, with_unit: bool) -> Split:
        """Part a text into positions and a unit by dictionary.

        Shape   a text in, a Split out; every word is in a phrase, in the unit, a joint, or in `unread`.
        Units   fewest unread words first, then with a unit, then fewest parts, then the longest positions. A unit may
                begin in the last words of the position before it: "Trưởng phòng Nội vụ" is in "Phòng Nội vụ".
        Errors  none.
        Source  product §6, domain reference §3.4.
        """
        found: Split = self._split(text, with_unit)
        return found

    def _split_anew(self, text: str, with_unit: bool) -> Split:
        typed = _Typed(_WORD.split(clean(text)))
        words = [*map(match_key, typed.pieces[1::2])]
        parts = part(words, self._dictionary, self._units.dictionary if with_unit else None)
        unit = ""
        named: list[tuple[int, int]] = []
        unread: list[tuple[int, int]] = []
        for kind, start, end in parts:
            if kind == "position":
                named.append((start, end))
            elif kind == "unit" and not unit:
                unit = typed.cut(start, end)
            elif kind in ("unread", "unit"):
                unread.append((start, end))
        unread = typed.joined(unread)
        behind = {start: typed.cut(start, end) for start, end in unread if typed.runs_on(start)}
        phrases = [
            Phrase(typed.cut(start, end), self.named(" ".join(words[start:end])), behind.get(end, ""))
            for start, end in named
        ]
        return Split(tuple(phrases), unit, tuple([typed.cut(*stretch) for stretch in unread]))


class _Typed(NamedTuple):
    """A text as its words, each behind what stands before it, and what stands behind the last: to quote it as typed."""

    pieces: Sequence[str]

    def cut(self, start: int, end: int) -> str:
        return "".join(self.pieces[2 * start + 1 : 2 * end])

    def runs_on(self, at: int) -> bool:
        """Whether nothing but a space stands before a word."""
        return at > 0 and self.pieces[2 * at].isspace()

    def joined(self, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Neighbouring stretches as one."""
        merged: list[tuple[int, int]] = []
        for start, end in stretches:
            if merged and merged[-1][1] == start and "," not in self.cut(merged[-1][0], end):
                merged[-1] = (merged[-1][0], end)
            else:
                merged.append((start, end))
        return merged


def _stands(post: Post, day: date) -> bool:
    return within(day, post.opened_on, post.abolished_on)


class Catalogue:
    """The lists of the 2C form by name and accepted spelling. One query."""

    def __init__(self) -> None:
        self.by_id: dict[int, CatalogueEntry] = {}
        self._entries: dict[tuple[str, str], CatalogueEntry] = {}
        for entry in CatalogueEntry.objects.filter(is_active=True):
            self.by_id[entry.pk] = entry
            for alias in entry.aliases.splitlines():
                self._entries.setdefault((entry.kind, match_key(alias)), entry)
        for entry in self.by_id.values():
            self._entries[entry.kind, entry.match_key] = entry
        # The same few words come up row after row.
        self._find = _remembering(self, Catalogue._find_anew)
        self._opening = _remembering(self, Catalogue._opening_anew)

    def find(self, kind: CatalogueKind, text: str) -> CatalogueEntry | None:
        """The entry of that name or spelling, or None."""
        found: CatalogueEntry | None = self._find(kind, text)
        return found

    def _find_anew(self, kind: CatalogueKind, text: str) -> CatalogueEntry | None:
        return self._entries.get((kind.value, match_key(text)))

    def opening(self, kind: CatalogueKind, text: str) -> tuple[CatalogueEntry | None, str]:
        """The entry the text opens with, and the rest as typed: "Đại học Luật" is Đại học, Luật."""
        found: tuple[CatalogueEntry | None, str] = self._opening(kind, text)
        return found

    def _opening_anew(self, kind: CatalogueKind, text: str) -> tuple[CatalogueEntry | None, str]:
        tidy = clean(text)
        spans = [found.span() for found in _WORD.finditer(tidy)]
        for end in range(len(spans), 0, -1):
            if entry := self.find(kind, tidy[: spans[end - 1][1]]):
                rest = tidy[spans[end - 1][1] :].strip(" ,;:-()")
                return entry, re.sub(r"^(?:chuyên )?ngành\s+", "", rest, flags=re.IGNORECASE)
        return None, tidy
