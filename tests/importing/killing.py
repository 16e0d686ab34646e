"""A process that takes a plan file in and can be stopped dead on the way: `python -m tests.importing.killing …`.

prepare FILE        fill the database named in DATABASE_URL with the small district, and write the file
commit FILE POINT   take the file in; at POINT make FILE.reached and wait to be killed ("" goes on to the end)
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Where a run may be stopped: the module and the function after which it waits.
POINTS = {
    "people": ("rotations.importing.plans.store", "_create_officials"),
    "cases": ("rotations.importing.plans.store", "_propose"),
    "rows": ("rotations.importing.batches", "create_alike"),
    "batch": ("rotations.importing.taking_in", "_close"),
}
PEOPLE = 40


def _start() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
    django.setup()


def prepare(path: Path) -> None:
    """The district with room for everybody, and a file of people nobody knows."""
    _start()
    from django.core.management import call_command

    from tests.importing.district import make_district, newcomer, row, workbook

    call_command("migrate", verbosity=0)
    district = make_district()
    seat = district.chairs["Chủ tịch UBND, Xã Pa Tần"]
    seat.quota = 1000
    seat.save()
    people = [newcomer(number, name=f"Giàng A Số {number}") for number in range(1, PEOPLE)]
    path.write_bytes(workbook(row(), *people))


def commit(path: Path, point: str) -> None:
    """Take the file in as the shell does."""
    _start()
    from rotations.importing.findings import Answers
    from rotations.importing.taking_in import take_in
    from rotations.vocabulary import ImportKind
    from tests.importing.district import ON, YEAR

    if point:
        module, name = POINTS[point]
        _wait_after(__import__(module, fromlist=[name]), name, path.with_suffix(".reached"))
    take_in(
        ImportKind.PLAN, path.name, path.read_bytes(), on=ON, year=YEAR, answers=Answers(create_officials=True),
        keep=True,
    )  # fmt: skip


def _wait_after(module: Any, name: str, reached: Path) -> None:
    plain: Callable[..., Any] = getattr(module, name)

    def waiting(*args: Any, **kwargs: Any) -> Any:
        plain(*args, **kwargs)
        reached.touch()
        time.sleep(300)
        raise SystemExit("was not killed")

    setattr(module, name, waiting)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", file]:
            prepare(Path(file))
        case ["commit", file, point]:
            commit(Path(file), point)
