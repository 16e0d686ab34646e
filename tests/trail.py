"""The one way for tests past the guards of the trail and of history: between two tests, and for data broken on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

GUARD = "trail_is_written_once"


@contextmanager
def trail_open() -> Iterator[None]:
    """Inside, entries and lines of history may be changed and taken away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET cadre.history_open = 'restore'")
            try:
                yield
            finally:
                cursor.execute("SET cadre.history_open = ''")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(sql, %s)", [GUARD]
        )
        guards = cursor.fetchall()
        for name, _statement in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            yield
        finally:
            for _name, statement in guards:
                cursor.execute(statement)
