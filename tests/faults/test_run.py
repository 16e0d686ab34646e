"""A short run of `make faults` on a copy of the tests' own database, whichever it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.keeping.offices import Offices

SECONDS = "10"
PATIENCE = 900  # a machine that does much besides is slow to start so many processes


@pytest.mark.django_db(transaction=True)
def test_processes_die_at_random_and_nothing_acknowledged_is_lost(tmp_path, request):
    worker = str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))
    street = Offices(tmp_path, f"faults_{worker}")
    try:
        url = street.new("killed_at_random")
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults", "--seconds", SECONDS, "--seed", "suite"],
            env={**os.environ, "DATABASE_URL": url, "CADRE_DATA_DIR": str(tmp_path)},
            cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    finally:
        street.close()

    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"killed +(\d+)", done.stdout)[1]) > 0
    assert int(re.search(r"acknowledged +(\d+)", done.stdout)[1]) > 0
