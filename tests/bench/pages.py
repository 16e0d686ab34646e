"""The pages an office opens all day, over a register of a thousand cases and over one of a million: the same number of
statements, and nearly the same time. `python -m tests.bench.pages` prints what each page costs on DATABASE_URL."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from datetime import date, timedelta

FEW = 1_000
# As many as an office machine fills in some minutes; another number by CADRE_BENCH_ROTATIONS.
MANY = int(os.environ.get("CADRE_BENCH_ROTATIONS", "1000000"))
TIMES, WARM = 9, 2
PAGES = {
    "home": "/",
    "due": "/due/",
    "list": "/rotations/",
    "list_last_sorted": "/rotations/?sort=-due_on",
    "officials": "/officials/",
    "search": "/rotations/?q=mau+1-00001",
    "search_box": "/search/?q=lo+van",
}


def fill(cases: int, *, today: date) -> None:
    """A register of that size, its cases spread over all they go through, most of them over long ago.

    What is due is a like share of what serves, and what serves is bounded by the seats there are: of the million most
    are history. The statuses are set in the table itself; no page under measure reads the steps.
    """
    from django.db import connection

    from rotations.management.sample_bulk import load_bulk

    load_bulk(cases, cases, 1)
    served = min(cases, FEW)
    with connection.cursor() as cursor:
        # The newest thousand are what an office of any age has in hand; what lies before them is over.
        cursor.execute(
            "UPDATE rotations_rotation SET status = 'placed', starts_on = %s, due_on = %s, ended_on = %s,"
            " placed_on = %s, end_kind = 'on_time' WHERE id <= (SELECT max(id) FROM rotations_rotation) - %s",
            [
                today - timedelta(3000),
                today - timedelta(1900),
                today - timedelta(1900),
                today - timedelta(1900),
                served,
            ],
        )
        for part, columns in enumerate(_in_hand(today)):
            cursor.execute(
                f"UPDATE rotations_rotation SET {columns} WHERE id > (SELECT max(id) FROM rotations_rotation) - %s"
                " AND id %% 10 = %s",
                [served, part],
            )
        cursor.execute("ANALYZE")


def _in_hand(today: date) -> tuple[str, ...]:
    """What a tenth each of the newest thousand cases is at: serving anew, for long, near the end, past it; ended and
    not placed; decided for a day to come. The rest is proposed."""
    serving = "status = 'active', announced_on = '{0}', starts_on = '{0}', due_on = '{1}'"
    past = today - timedelta(105)
    return (
        serving.format(today - timedelta(100), today + timedelta(995)),
        serving.format(today - timedelta(500), today + timedelta(595)),
        serving.format(today - timedelta(1000), today + timedelta(95)),
        serving.format(today - timedelta(1200), past),
        f"status = 'ended', starts_on = '{today - timedelta(1200)}', due_on = '{past}', ended_on = '{past}',"
        " end_kind = 'on_time'",
        f"status = 'decided', starts_on = '{today + timedelta(30)}', due_on = '{today + timedelta(1125)}'",
    )


def costs() -> dict[str, dict[str, float]]:
    """Of each page the middle time of several visits, in ms, and the statements sent."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from rotations.models import Account

    host = next((name for name in settings.ALLOWED_HOSTS if name.strip("*.")), "testserver")
    client = Client()
    client.force_login(Account.objects.get(username="board_lead"), backend="rotations.access.RoleBackend")
    found = {}
    for name, address in PAGES.items():
        visits = []
        for visit in range(WARM + TIMES):
            began = time.perf_counter()
            answer = client.get(address, secure=True, headers={"host": host})
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            if visit >= WARM:
                visits.append((time.perf_counter() - began) * 1000)
        with CaptureQueriesContext(connection) as sent:
            client.get(address, secure=True, headers={"host": host})
        found[name] = {"ms": statistics.median(visits), "queries": len(sent)}
    return found


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
    django.setup()
    from django.conf import settings
    from django.test import override_settings

    # As an installation serves them, but for the names of files that `collectstatic` would have to write first.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        sys.stdout.write(json.dumps(costs()))
