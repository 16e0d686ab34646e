"""What a run over a file came to, row by row, for tests of every kind of file."""

from __future__ import annotations

from typing import Any

from rotations.importing.outcomes import Outcome


def entries(result: Outcome) -> list[Any]:
    """The rows about a record."""
    assert result.refusal is None, result.refusal.message
    return [found for found in result.rows if found.is_entry]


def verdicts(result: Outcome) -> list[str]:
    """What each row about a record came to."""
    return [found.verdict.value for found in entries(result)]


def codes(result: Outcome, number: int = 0) -> set[str]:
    """The codes found in one row, counted from 0."""
    return {found.code for found in entries(result)[number].issues}


def issue(result: Outcome, code: str, number: int = 0) -> dict[str, Any]:
    """One finding of a row as the contract writes it."""
    return next(found for found in entries(result)[number].shown["issues"] if found["code"] == code)
