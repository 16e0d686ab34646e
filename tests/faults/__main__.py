"""People work, processes are killed, nothing acknowledged is lost: `python -m tests.faults [--seconds N] [--seed S]`.

An installation in production settings (several web processes, workers for files, one database) is used over HTTP by
signed-in accounts of every kind, who read, type, move cases, decide, hand files in and take lists out, while one
process after the other is killed on the spot. Then `check_data` has to find nothing, and whatever the program said it
had kept has to be there.

The database is the one of DATABASE_URL, migrated and without data, whose connections are ended by the server itself;
without one a PostgreSQL of its own is started, whose backends are killed like every other process.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import signal
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

from tests import postgresql

CASES_A_SECOND = 3
# What a page may answer; a lost database is said in a sentence, and a cut connection is no answer.
EXPECTED = frozenset({"200", "302", "503", "broken"})
GRACE = 90  # seconds for work on files that was begun: a worker that fell silent is noticed after twenty
# A killed backend throws away what is in memory, so what was acknowledged has to be on the disk by then.
OWN_SERVER = {**postgresql.OPTIONS, "synchronous_commit": "on", "full_page_writes": "on"}


def run(url: str, seconds: float, seed: str, *, own_server: bool) -> int:
    """The whole of it on one database; 0 when nothing is wrong and nothing is lost."""
    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from tests.faults import world
    from tests.faults.office import Office
    from tests.faults.people import Claims, Person, Pool
    from tests.faults.proof import lost, no_work_left

    if own_server:
        call_command("migrate", verbosity=0)
    setting = world.prepare(int(seconds * CASES_A_SECOND) + 30)
    connections.close_all()
    claims, bell, pool = Claims(), threading.Event(), Pool(setting.cases)
    with tempfile.TemporaryDirectory(prefix="cadre-faults-") as folder:
        office = Office(url, Path(folder), random.Random(seed), own_server=own_server)
        people = [
            Person(role, number, office.address, setting, pool, claims, seed)
            for role, there_are in world.PEOPLE.items()
            for number in range(there_are)
        ]
        threads = [threading.Thread(target=person.work, args=[bell], daemon=True) for person in people]
        try:
            office.start()
            for person in people:
                person.sign_in()
            for thread in threads:
                thread.start()
            office.kill_for(seconds)
            bell.set()
            for thread in threads:
                thread.join(GRACE)
            no_work_left(GRACE)
        finally:
            office.stop()
        checked = office.run("manage.py", "check_data")
        faults = [
            *lost(claims),
            *(
                f"answered {status} {times} times"
                for status, times in claims.statuses.items()
                if status not in EXPECTED
            ),
            *(f"still at it: {thread.name}" for thread in threads if thread.is_alive()),
        ]
        told = {
            "killed": office.killed,
            "answers": claims.statuses,
            "done": claims.done,
            "broken_off": claims.unclear,
            "acknowledged": Counter({kind: len(kept) for kind, kept in claims.kept.items()}),
        }
        for name, figures in told.items():
            _say(
                f"{name:<13}{sum(figures.values())}: {', '.join(f'{word} {times}' for word, times in figures.most_common())}"
            )
        _say(f"check_data   {checked.strip()}")
        for fault in faults:
            _say(f"WRONG        {fault}")
        if faults:
            for log in sorted(Path(folder).glob("*.log")):
                _say(f"--- {log.name}\n{log.read_text(errors='replace')[-40_000:]}")
    return 1 if faults else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """The arguments, and the server where none is named."""
    arguments = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    arguments.add_argument("--seconds", type=float, default=120)
    arguments.add_argument("--seed", default=secrets.token_hex(4))
    given = arguments.parse_args()
    _say(f"seed         {given.seed}, {given.seconds:g} seconds")
    if url := os.environ.get("DATABASE_URL", ""):
        return run(url, given.seconds, given.seed, own_server=False)
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, postgresql.told_to_stop)
    reasons = []
    for binaries in postgresql.places():
        try:
            with postgresql.server(binaries, OWN_SERVER) as url:
                return run(url, given.seconds, given.seed, own_server=True)
        except postgresql.NoServer as refused:
            reasons.append(f"{binaries}: {refused}")
    raise SystemExit("\n".join(["no PostgreSQL", *reasons]))


if __name__ == "__main__":
    raise SystemExit(main())
