"""An import whose process is killed: nothing is half-written, nothing is lost, and it can be run again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.bench import databases
from tests.importing.killing import ENTRIES, POINTS

pytestmark = pytest.mark.django_db
PATIENCE = 120
# A machine that does much besides takes minutes to set up a database.
PATIENCE_TO_PREPARE = 900


@dataclass(frozen=True)
class Office:
    """A database of its own, on the same kind of server as the tests, and a folder with files for it."""

    url: str
    folder: Path

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "DATABASE_URL": self.url, "CADRE_DATA_DIR": str(self.folder)}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.importing.killing", *arguments],
            env=environment, cwd=settings.BASE_DIR,
        )  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Rows of every table, read past the product."""
        models = apps.get_app_config("rotations").get_models(include_auto_created=True)
        tables = [model._meta.db_table for model in models]
        if self.url.startswith("sqlite"):
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as db:
                return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
        with psycopg.connect(self.url.replace("postgres://", "postgresql://", 1)) as db:
            return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


@pytest.fixture(scope="module")
def office(tmp_path_factory, worker_id) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("killed")
    if connection.vendor == "sqlite":
        yield _prepared(Office(f"sqlite:///{folder / 'office.sqlite3'}", folder))
        return
    with databases.database(os.environ["DATABASE_URL"], f"killed_{worker_id}") as url:
        yield _prepared(Office(url, folder))


@pytest.fixture(scope="module")
def worker_id(request) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


def _prepared(office: Office) -> Office:
    assert office.run("prepare", str(office.folder)).wait(PATIENCE_TO_PREPARE) == 0
    return office


def _killed_at(office: Office, kind: str, point: str) -> None:
    reached = office.folder / "reached"
    reached.unlink(missing_ok=True)
    process = office.run("commit", str(office.folder), kind, point)
    try:
        until = time.monotonic() + PATIENCE
        while not reached.exists():
            assert process.poll() is None, "ended before it got there"
            assert time.monotonic() < until, "never got there"
            time.sleep(0.02)
    finally:
        process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL


# What each file leaves behind when it comes to its end, by table.
LEFT_BEHIND = {
    "plan": {"official": ENTRIES - 1, "rotation": ENTRIES, "rotationstep": ENTRIES, "historicalrotation": ENTRIES},
    "officials": {"official": ENTRIES, "postholding": ENTRIES, "historicalpostholding": ENTRIES},
    "units": {"unit": ENTRIES, "unitalias": ENTRIES - 1, "historicalunit": ENTRIES},
    "needs": {"rotationneed": ENTRIES, "historicalrotationneed": ENTRIES},
}  # fmt: skip


@pytest.mark.parametrize("kind", POINTS)
def test_killed_anywhere_it_leaves_nothing_and_can_be_run_again(office, kind):
    before = office.counts()

    for point in POINTS[kind]:
        _killed_at(office, kind, point)
        assert office.counts() == before, point

    assert office.run("commit", str(office.folder), kind, "").wait(PATIENCE) == 0
    after = office.counts()
    for table, rows in {**LEFT_BEHIND[kind], "importbatch": 1, "importrow": ENTRIES}.items():
        name = f"rotations_{table}"
        assert (
            after[name] - before[name] >= rows if table == "importrow" else after[name] - before[name] == rows
        ), table
