"""What a file comes to: the rows of its first sheet, or why it was refused."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rotations.importing.files.guard import Limits
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import CODES, FileRefused

MOMENT = datetime(1985, 3, 12, 7, 30)  # noqa: DTZ001 - a spreadsheet knows no time zone
BORN = date(1985, 3, 12)


@dataclass(frozen=True)
class Refused:
    """The code, and words its sentence must say."""

    code: str
    says: str = ""


def outcome(data: bytes, limits: Limits | None = None) -> Any:
    try:
        return read_source("danh-sach", data, limits or Limits()).sheets[0].rows
    except FileRefused as refused:
        return refused


def check(data: bytes, expected: Any) -> None:
    found = outcome(data)
    if isinstance(expected, Refused):
        assert isinstance(found, FileRefused), found
        assert (found.code, expected.says in found.message) == (expected.code, True), found.message
        assert found.code in CODES
        assert found.message.endswith(".")
    else:
        assert found == expected
