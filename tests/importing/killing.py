"""A process that takes a file in and can be stopped dead on the way: `python -m tests.importing.killing …`.

prepare FOLDER              fill the database named in DATABASE_URL with small districts, and write a file of each kind
commit FOLDER KIND POINT    take the file of that kind in; at POINT make FOLDER/reached and wait to be killed ("" goes
                            on to the end)
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STORES = "rotations.importing.{}.store"
# What every file writes last: the record of its rows and of itself.
_RECORDS = {
    "rows": ("rotations.importing.batches", "create_alike", 1),
    "batch": ("rotations.importing.taking_in", "_close", 1),
}
# Where a run may be stopped: the module and the function after which it waits, and after which of its calls.
POINTS: dict[str, dict[str, tuple[str, str, int]]] = {
    "plan": {
        "people": (STORES.format("plans"), "_create_officials", 1),
        "some of the cases": ("rotations.workflow.proposals", "create_recorded", 2),
        "cases": ("rotations.workflow", "propose_many", 1),
        **_RECORDS,
    },
    "officials": {
        "people": (STORES.format("officials"), "create_recorded", 1),
        "posts": (STORES.format("officials"), "_open", 1),
        "second round": (STORES.format("officials"), "_open", 2),
        "rows of the second round": ("rotations.importing.batches", "create_alike", 2),
        **_RECORDS,
    },
    "units": {
        "units above": (STORES.format("units"), "create_recorded", 1),
        "units": (STORES.format("units"), "_create", 1),
        "names and seats": (STORES.format("units"), "_add_names_and_seats", 1),
        **_RECORDS,
    },
    "needs": {"needs": (STORES.format("needs"), "create_recorded", 1), **_RECORDS},
}
ENTRIES, A_ROUND = 40, 15


def _start() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
    django.setup()


def prepare(folder: Path) -> None:
    """The districts with room for everybody, and files of what nobody knows yet."""
    _start()
    from django.core.management import call_command

    from rotations.models import Position
    from tests.importing import need_files, register, unit_files
    from tests.importing.district import make_district, newcomer, row, workbook

    call_command("migrate", verbosity=0)
    district = make_district()
    for name in ("Chủ tịch UBND, Xã Pa Tần", "Phó Bí thư Đảng ủy, Xã Nà Khoa"):
        seat = district.chairs[name]
        seat.quota = 1000
        seat.save()
    numbers = range(1, ENTRIES)
    people = [newcomer(number, name=f"Giàng A Số {number}") for number in numbers]
    officials = [
        register.newcomer(name=f"Vàng A Số {number}", unit="Xã Nà Khoa") for number in range(ENTRIES)
    ]
    units = [
        unit_files.row(name=f"Xã Số {number}", parent="Huyện Mới", aliases=f"Số {number}")
        for number in numbers
    ]
    positions = Position.objects.values_list("name", flat=True)[:ENTRIES]
    needs = [need_files.row(number=number, position=name) for number, name in enumerate(positions, start=1)]
    files = {
        "plan": workbook(row(), *people),
        "officials": register.workbook(*officials),
        "units": unit_files.workbook(unit_files.district(name="Huyện Mới"), *units),
        "needs": need_files.workbook(*needs),
    }
    for kind, data in files.items():
        (folder / f"{kind}.xlsx").write_bytes(data)


def commit(folder: Path, kind: str, point: str) -> None:
    """Take the file in as the shell does; a register in several rounds, cases some at a time."""
    _start()
    from rotations.importing.findings import Answers
    from rotations.importing.officials.intake import OfficialIntake
    from rotations.importing.taking_in import take_in
    from rotations.vocabulary import KINDS_OF_A_YEAR, ImportKind
    from rotations.workflow import proposals
    from tests.importing.district import ON, YEAR

    OfficialIntake.round_size = proposals.PART = A_ROUND
    if point:
        module, name, call = POINTS[kind][point]
        _wait_after(__import__(module, fromlist=[name]), name, call, folder / "reached")
    path = folder / f"{kind}.xlsx"
    outcome = take_in(
        ImportKind(kind), path.name, path.read_bytes(), on=ON, year=YEAR if kind in KINDS_OF_A_YEAR else None,
        answers=Answers(create_officials=True), keep=True,
    )  # fmt: skip
    if not outcome.committed or outcome.to_write != ENTRIES:
        raise SystemExit(
            f"{kind}: {outcome.refusal} {outcome.counts} {[row.shown for row in outcome.rows][:2]}"
        )


def _wait_after(module: Any, name: str, call: int, reached: Path) -> None:
    plain: Callable[..., Any] = getattr(module, name)
    calls = 0

    def waiting(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        answer = plain(*args, **kwargs)
        calls += 1
        if calls < call:
            return answer
        reached.touch()
        time.sleep(300)
        raise SystemExit("was not killed")

    setattr(module, name, waiting)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", folder]:
            prepare(Path(folder))
        case ["commit", folder, kind, point]:
            commit(Path(folder), kind, point)
