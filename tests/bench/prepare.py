"""The register and the files that everything is measured on: `python -m tests.bench.prepare FOLDER`.

Invented people by a fixed seed. The database named in DATABASE_URL must be empty.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PEOPLE, FEW = 10_000, 200
SEED = 1


def prepare(folder: Path) -> None:
    """Migrate, load the register and a draft plan, and write the workbooks."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from rotations.management.sample_bulk import load_bulk
    from rotations.models import Regulation, RotationPlan
    from rotations.vocabulary import Role
    from tests.bench.plan_files import YEAR, lines, write_for_stock, write_office
    from tests.makers import make_account

    call_command("migrate", verbosity=0)
    load_bulk(PEOPLE, 0, SEED)
    RotationPlan.objects.create(
        year=YEAR,
        title=f"Kế hoạch luân chuyển năm {YEAR}",
        regulation=Regulation.objects.get(symbol="98-QĐ/TW"),
    )
    make_account(Role.BOARD_OFFICER, username="board_officer")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database filled a moment ago does not know yet how much it holds
    people = lines(PEOPLE)
    write_office(folder / "plan.xlsx", people)
    write_for_stock(folder / "plan_for_stock.xlsx", people)
    write_office(folder / "plan_of_few.xlsx", lines(FEW))


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
