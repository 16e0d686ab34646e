"""The pages an office opens all day, over a register of a thousand cases and over one of a million: the same number of
statements, and nearly the same time. `python -m tests.bench.pages` reads names of pages and tells of each what a visit
cost on DATABASE_URL."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotations.models import Rotation

FEW = BLOCK = 1_000
# As many as an office machine fills in some minutes; another number by CADRE_BENCH_ROTATIONS.
MANY = int(os.environ.get("CADRE_BENCH_ROTATIONS", "1000000"))
TIMES, WARM = 25, 2
PAGES = {
    "home": "/",
    "due": "/due/",
    "list": "/rotations/",
    "list_last_sorted": "/rotations/?sort=-due_on",
    "officials": "/officials/",
    "search": "/rotations/?q=mau+1-00001",
    "search_box": "/search/?q=lo+van",
    "case": "/rotations/{case}/",
    "person": "/officials/{person}/",
}


def fill(cases: int, *, today: date) -> None:
    """A register of that size, its cases spread over all they go through, most of them over long ago.

    What is due is a like share of what serves, and what serves is bounded by the seats there are: of the million most
    are history. A thousand of these are written as all others, and PostgreSQL repeats them (`past`).
    """
    from django.db import connection

    from tests.bench import courses, past

    served = min(cases, FEW)
    before = cases - served
    repeated = before > BLOCK and connection.vendor == "postgresql"
    if repeated and before % BLOCK:
        raise SystemExit(f"CADRE_BENCH_ROTATIONS={cases}: không chia hết cho {BLOCK}.")
    if before:
        since = past.last_keys()
        courses.go(_loaded(BLOCK if repeated else before, seed=1), courses.over(today))
        if repeated:
            past.repeat(since, before // BLOCK - 1)
    # The newest thousand are what an office of any age has in hand; what lies before them is over.
    newest = _loaded(served, seed=2 if before else 1)[::-1]
    for tenth, course in enumerate(courses.in_hand(today)):
        courses.go(newest[tenth :: courses.TENTHS], course)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _loaded(cases: int, *, seed: int) -> list[Rotation]:
    """So many cases as they are proposed, in order."""
    from rotations.management.sample_bulk import load_bulk
    from rotations.models import Rotation

    last = Rotation.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    load_bulk(cases, cases, seed)
    return list(Rotation.objects.filter(pk__gt=last).order_by("pk"))


def visitor() -> Callable[[str], dict[str, float]]:
    """Opens a page by its name; the time it took, in ms, and the statements it sent."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from rotations.models import Account, Rotation

    host = next((name for name in settings.ALLOWED_HOSTS if name.strip("*.")), "testserver")
    client = Client()
    client.force_login(Account.objects.get(username="board_lead"), backend="rotations.access.RoleBackend")
    newest = Rotation.objects.order_by("pk").last()
    keys = {"case": newest.pk, "person": newest.official_id} if newest else {}

    def visit(page: str) -> dict[str, float]:
        address = PAGES[page].format(**keys)
        with CaptureQueriesContext(connection) as sent:
            began = time.perf_counter()
            answer = client.get(address, secure=True, headers={"host": host})
            took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return {"ms": took, "queries": len(sent)}

    return visit


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
    django.setup()
    from django.conf import settings
    from django.test import override_settings

    # As an installation serves them, but for the names of files that `collectstatic` would have to write first.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        visit = visitor()
        for asked in sys.stdin:
            sys.stdout.write(f"{json.dumps(visit(asked.strip()))}\n")
            sys.stdout.flush()
