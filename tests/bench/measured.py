"""One measurement in a process of its own: `python -m tests.bench.measured WAY FILE` prints its figures as JSON.

The time is that of the import alone, from the file to the last row committed: the start of Python and Django is not
counted. Peak memory is that of the whole process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WAYS = {
    "plan_stock": ("tests.bench.plan", "stock"),
    "plan_ours": ("tests.bench.plan", "ours"),
    "plan_preview": ("tests.bench.plan", "preview"),
    "register_stock": ("tests.bench.register", "stock"),
    "register_ours": ("tests.bench.register", "ours"),
    "floor": ("tests.bench.floor", "floor"),
    "bare_floor": ("tests.bench.floor", "bare_floor"),
}
WITHOUT_DJANGO = {"floor", "bare_floor"}


class Statements:
    """Counts what is sent to the database: statements, and COPY, which Django does not count."""

    def __init__(self) -> None:
        self.sent = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.sent += 1
        return execute(*args)

    def watch(self) -> None:
        """From now on, on the connection of this process."""
        from django.db import connection
        from django.db.backends.postgresql.base import Cursor

        connection.ensure_connection()
        connection.execute_wrappers.append(self)
        plain = Cursor.copy

        def copy(cursor: Any, *args: Any, **kwargs: Any) -> Any:
            self.sent += 1
            return plain(cursor, *args, **kwargs)

        Cursor.copy = copy


def measured(way: str, path: Path) -> dict[str, float]:
    """Seconds, those of them spent computing here, rows stored, peak memory in MB, and statements sent (0 where they are not counted)."""
    statements = Statements()
    if way not in WITHOUT_DJANGO:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
        django.setup()
        statements.watch()
    module, name = WAYS[way]
    act = getattr(__import__(module, fromlist=[name]), name)
    start, busy = time.perf_counter(), time.process_time()
    rows = act(path)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": busy, "rows": rows, "peak": peak, "statements": statements.sent}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
