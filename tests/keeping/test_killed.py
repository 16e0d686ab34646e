"""A restore whose process is killed: the old installation is whole, and the restore can be run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from rotations.keeping import back_up
from tests import makers
from tests.keeping.offices import inside, rows
from tests.keeping.stopping import MIDWAY, POINTS
from tests.keeping.test_restore import AT

pytestmark = pytest.mark.django_db
PATIENCE = 240


def _start(url: str, file: Path, point: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.keeping.stopping", str(file), point],
        env={**os.environ, "DATABASE_URL": url, "CADRE_DATA_DIR": str(file.parent)}, cwd=settings.BASE_DIR,
    )  # fmt: skip


def _killed_at(url: str, file: Path, point: str) -> None:
    reached = file.with_suffix(".reached")
    reached.unlink(missing_ok=True)
    process = _start(url, file, point)
    try:
        until = time.monotonic() + PATIENCE
        while not reached.exists():
            assert process.poll() is None, "ended before it got there"
            assert time.monotonic() < until, "never got there"
            time.sleep(0.02)
    finally:
        process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL


def test_killed_anywhere_it_leaves_the_old_installation_whole(offices, full, tmp_path):
    office, file = offices.new("old"), tmp_path / "cadre.backup"
    with inside(full):
        back_up(file, at=AT)
        wanted = rows()
    with inside(office):
        makers.make_account(username="nguoi_cu")
        before = rows()

    for point in [*POINTS, *([MIDWAY] if connection.vendor == "sqlite" else [])]:
        _killed_at(office, file, point)
        with inside(office):
            assert rows() == before, point

    assert _start(office, file, "").wait(PATIENCE) == 0
    with inside(office):
        assert rows() == wanted
    assert not list(offices.folder.glob("*.restoring-*")), "a file that was left behind is still there"
