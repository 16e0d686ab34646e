"""Python's search for lost objects, held back while a file is taken in.

A run keeps every row it reads, so that each search goes through millions of objects and finds nothing to free: a tenth
to a fifth of the time. Nothing is lost by waiting: what no longer serves is freed at once as ever, and circles wait
until the run ends.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

# How many objects more than were freed it takes before a search, in place of some hundred.
PATIENCE: Final = 1_000_000

_lock = Lock()
_runs = 0
_before: tuple[int, int, int] = (0, 0, 0)


@contextmanager
def unhurried() -> Iterator[None]:
    """Search rarely until the block ends: of all threads of the process, and of runs side by side until the last."""
    global _runs, _before
    with _lock:
        if not _runs:
            _before = gc.get_threshold()
            gc.set_threshold(PATIENCE, *_before[1:])
        _runs += 1
    try:
        yield
    finally:
        with _lock:
            _runs -= 1
            if not _runs:
                gc.set_threshold(*_before)
