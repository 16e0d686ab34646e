"""Sample data of any size: made-up units, officials with posts, and proposed rotations, as fast as the database takes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import reset_queries, transaction

from rotations import workflow
from rotations.management.sample_marks import MARK, add_all
from rotations.management.sample_people import people
from rotations.models import (
    CatalogueEntry,
    Official,
    Position,
    Post,
    PostHolding,
    Regulation,
    Rotation,
    RotationPlan,
    Unit,
)
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import CatalogueKind, RotationPurpose, Sex, UnitBlock, UnitLevel

# Who sits in one made-up commune: fifteen people on seven posts.
SEATS = (
    ("Bí thư Đảng ủy", 1), ("Phó Bí thư Đảng ủy", 2), ("Phó Chủ tịch HĐND", 1), ("Chủ tịch UBND", 1),
    ("Phó Chủ tịch UBND", 2), ("Chủ tịch Hội Nông dân", 1), ("Chuyên viên", 7),
)  # fmt: skip
SEAT_NAMES = tuple(name for name, quota in SEATS for _seat in range(quota))
PER_UNIT = len(SEAT_NAMES)
FIRST_YEAR, YEARS = 2010, 10
CHUNK = 2_000


class BulkRefused(Exception):
    """The figures asked for cannot be had; the message says why."""


@dataclass(frozen=True)
class Loaded:
    """What was added."""

    units: int
    officials: int
    rotations: int


def load_bulk(officials: int, rotations: int, seed: int) -> Loaded:
    """Add so many officials, each holding a post, and so many proposed rotations among them.

    Shape   counts in, counts out; one transaction. The same seed gives the same people.
    Units   a rotation is proposed from one made-up unit to the next, spread over the plans of ten years.
    Errors  BulkRefused for more rotations than officials (one open case each), or a seed already loaded.
    Source  product §5; the people are invented.
    """
    if rotations > officials:
        raise BulkRefused("Mỗi cán bộ chỉ có một lượt đang mở: số lượt không được nhiều hơn số cán bộ.")
    mark = f"{MARK}, bộ {seed}"
    if Unit.objects.filter(note=mark).exists():
        raise BulkRefused(f"Bộ dữ liệu số {seed} đã nạp; hãy chọn --seed khác để nạp thêm.")
    units = 0
    with transaction.atomic():
        batch = _Batch(seed, mark)
        plans = _plans() if rotations else []
        for start in range(0, officials, batch.people):
            people_here = min(batch.people, officials - start)
            communes = _units(max(2, -(-people_here // PER_UNIT)), start // PER_UNIT, batch)
            posts = _posts(communes)
            made = _officials(people_here, start, communes, batch)
            _holdings(made, posts)
            _rotations(made[: max(0, rotations - start)], communes, posts, plans)
            units += len(communes)
            reset_queries()  # in debug Django keeps every statement, and these are long
    return Loaded(units, officials, rotations)


class _Batch:
    """What all parts of one load share. People are made a batch at a time, so that memory does not grow."""

    people = 100 * PER_UNIT * 10

    def __init__(self, seed: int, mark: str) -> None:
        self.seed, self.mark = seed, mark
        self.chance = random.Random(seed)
        self.names = _names()
        self.entries = {(entry.kind, entry.name): entry for entry in CatalogueEntry.objects.all()}

    def levels(self, kind: CatalogueKind, *names: str) -> list[CatalogueEntry]:
        """Entries of one list by name."""
        return [self.entries[kind, name] for name in names]


def _units(count: int, first: int, batch: _Batch) -> list[Unit]:
    """Communes of made-up names under one made-up district."""
    district = Unit(
        name=f"Huyện Mẫu {batch.seed}-{first // 1000 + 1:03d}", level=UnitLevel.DISTRICT, block=UnitBlock.LOCALITY,
        note=batch.mark,
    )  # fmt: skip
    add_all([district])
    communes = [
        Unit(
            name=f"Xã Mẫu {batch.seed}-{number:05d}",
            code=f"M{batch.seed}-{number:05d}",
            level=UnitLevel.COMMUNE,
            block=UnitBlock.LOCALITY,
            parent=district,
            note=batch.mark,
        )
        for number in range(first + 1, first + count + 1)
    ]
    add_all(communes)
    return communes


def _posts(units: list[Unit]) -> dict[int, dict[str, Post]]:
    """The seven posts of each unit, by unit and position name."""
    positions = {position.name: position for position in Position.objects.all()}
    posts = [
        Post(unit=unit, position=positions[name], quota=quota) for unit in units for name, quota in SEATS
    ]
    add_all(posts)
    by_unit: dict[int, dict[str, Post]] = {unit.pk: {} for unit in units}
    for post in posts:
        by_unit[post.unit_id][post.position.name] = post
    return by_unit


def _officials(count: int, start: int, units: list[Unit], batch: _Batch) -> list[Official]:
    """People with names drawn from the sample's, dates and levels from the seed."""
    kind, chance = CatalogueKind, batch.chance.random
    levels = batch.levels(kind.PROFESSIONAL_LEVEL, "Đại học", "Đại học", "Trung cấp", "Thạc sĩ")
    theory = batch.levels(kind.POLITICAL_THEORY, "Trung cấp", "Trung cấp", "Cao cấp")
    religion = batch.entries[kind.RELIGION, "Không"]
    made = []
    for number in range(count):
        family, middle, given, sex, ethnicity = _drawn(batch)
        born = date(1966 + int(chance() * 30), 1 + int(chance() * 12), 1 + int(chance() * 28))
        unit = units[number // PER_UNIT]
        made.append(
            Official(
                official_code=f"M{batch.seed}-{start + number + 1:07d}",
                full_name=f"{family} {middle} {given}",
                birth_date=born,
                birth_date_precision=DatePrecision.DAY,
                sex=sex,
                native_place=f"{unit.name}, tỉnh Điện Biên",
                native_unit=unit,
                ethnicity=batch.entries[kind.ETHNICITY, ethnicity],
                religion=religion,
                unit=unit,
                professional_level=levels[int(chance() * len(levels))],
                political_theory=theory[int(chance() * len(theory))],
                party_admission_date=date(born.year + 25, born.month, born.day),
                party_official_date=date(born.year + 26, born.month, born.day),
                note=batch.mark,
            )
        )
    add_all(made)
    return made


def _names() -> dict[Sex, list[tuple[str, str, str, str]]]:
    """Family name, middle, given name and ethnic group of the sample's people, by sex."""
    found: dict[Sex, list[tuple[str, str, str, str]]] = {Sex.MALE: [], Sex.FEMALE: []}
    for person in people():
        family, *middle, given = person.name.split()
        found[person.sex].append((family, " ".join(middle), given, person.ethnicity))
    return found


def _drawn(batch: _Batch) -> tuple[str, str, str, Sex, str]:
    """A family name of one of the sample's people with the given name of another."""
    chance = batch.chance.random
    sex = Sex.FEMALE if chance() < 0.45 else Sex.MALE
    several = batch.names[sex]
    family, middle, _given, ethnicity = several[int(chance() * len(several))]
    return family, middle, several[int(chance() * len(several))][2], sex, ethnicity


def _holdings(officials: list[Official], posts: dict[int, dict[str, Post]]) -> None:
    """Everybody holds the seat of their place in the unit."""
    holdings = []
    for number, official in enumerate(officials):
        post = posts[official.unit_id or 0][SEAT_NAMES[number % PER_UNIT]]
        holdings.append(
            PostHolding(
                official=official,
                post=post,
                held_from=date(2018 + number % 6, 1 + number % 12, 1),
                held_from_precision=DatePrecision.MONTH,
                obtained_by=post.position.filling,
            )
        )
    add_all(holdings)


def _rotations(
    officials: list[Official], units: list[Unit], posts: dict[int, dict[str, Post]], plans: list[RotationPlan]
) -> None:
    """Everybody given is proposed for the same seat of the next unit."""
    place = {unit.pk: number for number, unit in enumerate(units)}
    for start in range(0, len(officials), CHUNK):
        chunk = list(_proposals(officials[start : start + CHUNK], start, plans, units, posts, place))
        workflow.propose_many(chunk, by=None, on=date(FIRST_YEAR, 1, 1))


def _proposals(
    officials: list[Official],
    start: int,
    plans: list[RotationPlan],
    units: list[Unit],
    posts: dict[int, dict[str, Post]],
    place: dict[int, int],
) -> Iterator[workflow.Proposal]:
    purposes = list(RotationPurpose)
    for number, official in enumerate(officials, start=start):
        sending = units[place[official.unit_id or 0]]
        receiving = units[(place[sending.pk] + 1) % len(units)]
        seat = SEAT_NAMES[number % PER_UNIT]
        plan = plans[number % len(plans)]
        rotation = Rotation(
            plan=plan,
            ordinal=number // len(plans) % 32_000 + 1,
            official=official,
            purpose=purposes[number % len(purposes)],
            starts_on=date(plan.year, 1 + number % 12, 1),
            starts_on_precision=DatePrecision.MONTH,
        )
        rotation.set_route(sending, receiving)
        yield workflow.Proposal(
            rotation, left_posts=[posts[sending.pk][seat]], receiving_posts=[posts[receiving.pk][seat]]
        )


def _plans() -> list[RotationPlan]:
    """One plan a year over ten years before the district's own, judged by the text in force then."""
    regulation = Regulation.objects.get(symbol="98-QĐ/TW")
    return [
        RotationPlan.objects.get_or_create(
            year=year,
            defaults={"title": f"Kế hoạch mẫu năm {year}", "regulation": regulation, "note": MARK},
        )[0]
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)
    ]
