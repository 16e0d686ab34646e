"""Taking small sheets in from plain Python, as an upload would be."""

from __future__ import annotations

from datetime import date
from typing import Any

from import_export.results import Result

from rotations.importing.sheets import CsvFile, Sheet, XlsxFile, read_dataset, take_in
from rotations.models import Account
from tests.importing.workbooks import csv_bytes, xlsx
from tests.makers import TODAY

Rows = list[list[Any]]


def taken(sheet: type[Sheet], account: Account, rows: Rows, *, keep: bool = True, on: date = TODAY) -> Result:
    """The rows as a workbook, read behind the guard and taken in."""
    return take_in(sheet(account=account, on=on), read_dataset(xlsx(rows)), keep=keep)


def taken_csv(sheet: type[Sheet], account: Account, rows: Rows) -> Result:
    """The rows as text with semicolons."""
    return take_in(sheet(account=account, on=TODAY), read_dataset(csv_bytes(rows)), keep=True)


def counts(result: Result) -> dict[str, int]:
    """How many rows were new, changed or the same; asserts that nothing was wrong."""
    assert not result.base_errors, [str(error.error) for error in result.base_errors]
    assert not result.invalid_rows, [row.error_dict for row in result.invalid_rows]
    assert not result.error_rows, [[str(error.error) for error in row.errors] for row in result.error_rows]
    return {word: result.totals[word] for word in ("new", "update", "skip") if result.totals[word]}


def faults(result: Result) -> dict[int, dict[str, list[str]]]:
    """Row number → heading → sentences, of the rows that were not taken."""
    assert not result.error_rows, [[str(error.error) for error in row.errors] for row in result.error_rows]
    return {row.number: row.error_dict for row in result.invalid_rows}


def refusal(result: Result) -> str:
    """Why the file was refused as a whole."""
    (error,) = result.base_errors
    return str(error.error)


def out(sheet: type[Sheet], account: Account, file: type[XlsxFile] | type[CsvFile] = XlsxFile) -> bytes:
    """All records the account sees, as the file it would download."""
    page = sheet(account=account, on=TODAY)
    writer = file()
    return writer.export_data(page.export(page.get_queryset(), native=writer.is_binary()))


def out_and_back(
    sheet: type[Sheet], account: Account, file: type[XlsxFile] | type[CsvFile]
) -> dict[str, int]:
    """What taking one's own download in again does."""
    return counts(
        take_in(sheet(account=account, on=TODAY), read_dataset(out(sheet, account, file)), keep=True)
    )
