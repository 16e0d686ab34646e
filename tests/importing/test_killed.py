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
from django.conf import settings
from django.db import connection

from tests.bench import databases
from tests.importing.killing import PEOPLE, POINTS

pytestmark = pytest.mark.django_db
# Everything a plan file writes.
TABLES = (
    "rotations_official", "rotations_historicalofficial", "rotations_rotation", "rotations_historicalrotation",
    "rotations_rotationpost", "rotations_rotationstep", "rotations_rotation_left_posts", "rotations_importbatch",
    "rotations_importrow",
)  # fmt: skip
PATIENCE = 120


@dataclass(frozen=True)
class Office:
    """A database of its own, on the same kind of server as the tests, and a plan file for it."""

    url: str
    file: Path

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "DATABASE_URL": self.url, "CADRE_DATA_DIR": str(self.file.parent)}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.importing.killing", *arguments],
            env=environment, cwd=settings.BASE_DIR,
        )  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Rows of every table, read past the product."""
        if self.url.startswith("sqlite"):
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as db:
                return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        with psycopg.connect(self.url.replace("postgres://", "postgresql://", 1)) as db:
            return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


@pytest.fixture(scope="module")
def office(tmp_path_factory, worker_id) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("killed")
    if connection.vendor == "sqlite":
        yield _prepared(Office(f"sqlite:///{folder / 'office.sqlite3'}", folder / "plan.xlsx"))
        return
    with databases.database(os.environ["DATABASE_URL"], f"killed_{worker_id}") as url:
        yield _prepared(Office(url, folder / "plan.xlsx"))


@pytest.fixture(scope="module")
def worker_id(request) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


def _prepared(office: Office) -> Office:
    assert office.run("prepare", str(office.file)).wait(PATIENCE) == 0
    return office


def _killed_at(office: Office, point: str) -> None:
    reached = office.file.with_suffix(".reached")
    reached.unlink(missing_ok=True)
    process = office.run("commit", str(office.file), point)
    try:
        until = time.monotonic() + PATIENCE
        while not reached.exists():
            assert process.poll() is None, "ended before it got there"
            assert time.monotonic() < until, "never got there"
            time.sleep(0.02)
    finally:
        process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL


def test_killed_anywhere_it_leaves_nothing_and_can_be_run_again(office):
    before = office.counts()

    for point in POINTS:
        _killed_at(office, point)
        assert office.counts() == before, point

    assert office.run("commit", str(office.file), "").wait(PATIENCE) == 0
    after = office.counts()
    assert after["rotations_rotation"] == after["rotations_rotationstep"] == PEOPLE
    assert after["rotations_official"] == before["rotations_official"] + PEOPLE - 1
    assert after["rotations_importbatch"] == 1
