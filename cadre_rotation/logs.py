"""What reaches a log: where and what kind of thing went wrong, never whom it was about."""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

ADDRESS_QUESTION = re.compile(r"\?[^\s\"']*")


class NobodyNamed(logging.Formatter):
    """A line without the question part of an address, and a fault without its message: both hold names, numbers and
    what somebody typed. Kind of fault, file, line and function stay, which is what a fault is found by."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        kept = logging.makeLogRecord(record.__dict__ | {"exc_text": None})
        return ADDRESS_QUESTION.sub("?…", super().format(kept))

    def formatException(  # noqa: N802  the name logging asks for
        self, ei: tuple[type[BaseException] | None, BaseException | None, TracebackType | None]
    ) -> str:
        """The chain of faults by their kinds, each with where it happened."""
        told: list[str] = []
        fault = ei[1]
        while fault is not None:
            told.append(f"{type(fault).__module__}.{type(fault).__qualname__}")
            told += [
                f"  {frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(fault.__traceback__)
            ]
            fault = fault.__cause__ or fault.__context__
        return "\n".join(told)
