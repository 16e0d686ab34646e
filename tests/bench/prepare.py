"""The records and the files that everything is measured on: `python -m tests.bench.prepare SUBJECT FOLDER`.

Invented people by a fixed seed. The database named in DATABASE_URL must be empty.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PEOPLE, FEW = 10_000, 200
REGISTER, REGISTER_OF_ALL = 10_000, 100_000
SEED = 1


def plan(folder: Path) -> None:
    """A register and a draft plan, and the workbooks of the plan."""
    from rotations.management.sample_bulk import load_bulk
    from rotations.models import Regulation, RotationPlan
    from tests.bench.plan_files import YEAR, lines, write_for_stock, write_office

    load_bulk(PEOPLE, 0, SEED)
    RotationPlan.objects.create(
        year=YEAR,
        title=f"Kế hoạch luân chuyển năm {YEAR}",
        regulation=Regulation.objects.get(symbol="98-QĐ/TW"),
    )
    people = lines(PEOPLE)
    write_office(folder / "plan.xlsx", people)
    write_for_stock(folder / "plan_for_stock.xlsx", people)
    write_office(folder / "plan_of_few.xlsx", lines(FEW))


def register(folder: Path) -> None:
    """Units with free seats and nobody on the register, and workbooks of people to come."""
    from tests.bench.register_files import make_units, write_register, write_register_for_stock

    make_units(REGISTER_OF_ALL)
    write_register(folder / "register.xlsx", REGISTER)
    write_register(folder / "register_100k.xlsx", REGISTER_OF_ALL)
    write_register_for_stock(folder / "register_for_stock.xlsx", REGISTER)


def pages(_folder: Path) -> None:
    """A register of a thousand cases."""
    _pages(few=True)


def pages_of_many(_folder: Path) -> None:
    """A register of a million cases, or of as many as CADRE_BENCH_ROTATIONS says."""
    _pages(few=False)


def _pages(*, few: bool) -> None:
    from django.utils.timezone import localdate

    from rotations.vocabulary import Role
    from tests.bench.pages import FEW as FEW_CASES
    from tests.bench.pages import MANY, fill
    from tests.makers import make_account

    make_account(Role.BOARD_LEAD, username="board_lead")
    fill(FEW_CASES if few else MANY, today=localdate())


def prepare(subject: str, folder: Path) -> None:
    """Migrate, fill the database, write the workbooks."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from rotations.vocabulary import Role
    from tests.makers import make_account

    call_command("migrate", verbosity=0)
    make_account(Role.BOARD_OFFICER, username="board_officer")
    ways = {"plan": plan, "register": register, "pages": pages, "pages_of_many": pages_of_many}
    ways[subject](folder)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database filled a moment ago does not know yet how much it holds


if __name__ == "__main__":
    prepare(sys.argv[1], Path(sys.argv[2]))
