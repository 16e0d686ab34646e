"""The office the run works in: accounts that sign in, cases to be moved, units that are asked, files to be handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from rotations.models import Official, Position, Rotation, RotationPlan, Unit
from rotations.vocabulary import Role, UnitLevel
from tests.importing import workbooks
from tests.makers import (
    approve,
    make_account,
    make_call,
    make_official,
    make_plan,
    make_post,
    make_rotation,
    make_unit,
)

# Who works at once, by role: accounts named so with a number behind.
PEOPLE = {"officer": 3, "lead": 1, "committee": 2, "clerk": 3, "viewer": 1}
PEOPLE_A_FILE = 8
SEATS = 20_000  # nobody is refused for want of a seat: what is lost must not hide behind what was refused


@dataclass(frozen=True)
class World:
    """What the people of the run work with: keys, not rows, for the database goes away now and then."""

    today: str
    year: int
    cases: list[int]
    officials: list[int]
    call: int
    position: int
    unit: str


def prepare(cases: int) -> World:
    """A database with nothing but the reference data becomes an office of so many open cases."""
    today = localdate()
    communes = [make_unit(f"Xã Thử {number}") for number in range(PEOPLE["clerk"])]
    for role in (
        Role.BOARD_OFFICER,
        Role.BOARD_LEAD,
        Role.STANDING_COMMITTEE,
        Role.UNIT_CLERK,
        Role.REPORT_VIEWER,
    ):
        name = role.value.rpartition("_")[2]
        for number in range(PEOPLE[name]):
            unit = communes[number] if role == Role.UNIT_CLERK else None
            make_account(role, unit, username=f"{name}{number}")
    seats = [make_post(commune, "Phó Bí thư Đảng ủy", quota=SEATS) for commune in communes]
    office = make_unit("Phòng Thử", UnitLevel.DISTRICT)
    make_post(office, "Phó Trưởng phòng", quota=SEATS)
    plan: RotationPlan = make_plan(today.year)
    make_plan(today.year + 1, regulation=plan.regulation)
    made: list[Rotation] = []
    people: list[Official] = []
    for number in range(cases):
        person = make_official(f"Cà Văn Thử {number}", office)
        seat = seats[number % len(seats)]
        made.append(
            make_rotation(person, office, seat.unit, plan, receiving_posts=[seat], on=today, starts_on=today)
        )
        people.append(person)
    approve(plan, on=today)
    call = make_call(
        *communes,
        year=today.year + 1,
        opened_on=today - timedelta(days=9),
        deadline=today + timedelta(days=20),
    )
    unit: Unit = communes[0]
    return World(
        today=f"{today:%d/%m/%Y}",
        year=today.year + 1,
        cases=[case.pk for case in made],
        officials=[person.pk for person in people],
        call=call.pk,
        position=Position.objects.get(name="Phó Bí thư Đảng ủy").pk,
        unit=unit.name,
    )


def plan_file(names: list[str], *, born_from: date, unit: str, year: int) -> bytes:
    """Biểu 2 with a line for each of these people, whom nobody knows yet, born on one day after the other."""
    rows = [
        workbooks.person(
            number,
            name,
            male=f"{born_from + timedelta(days=number):%d/%m/%Y}",
            present="Phó Trưởng phòng, Phòng Thử",
            unit=unit,
            post="Phó Bí thư Đảng ủy",
            period=f"09/{year} - 09/{year + 3}",
        )
        for number, name in enumerate(names, start=1)
    ]
    titles = ["ĐẢNG BỘ TỈNH THỬ", f"DANH SÁCH CÁN BỘ DỰ KIẾN LUÂN CHUYỂN NĂM {year}"]
    return workbooks.xlsx(workbooks.office_page({"I. TỪ HUYỆN VỀ XÃ": rows}, titles=titles))
