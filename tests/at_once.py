"""Several acts that begin at the same moment, each in a thread and database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

LONG = 30


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answered, in their order; None for one that raised or was not done in `LONG` seconds."""
    start = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def act(number: int) -> None:
        try:
            start.wait()
            answers[number] = acts[number]()
        finally:
            connections.close_all()

    started = [threading.Thread(target=act, args=[number]) for number in range(len(acts))]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(LONG)
    return answers
