"""A table on its way out: rows of a report or a list become the answer a browser saves as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localtime

from rotations.models import Account
from rotations.reports import files, office_files
from rotations.reports.sheets import OfficeSheet
from rotations.vocabulary import SecrecyLevel

LONGEST_PURPOSE: Final = 200
PURPOSE_WANTED: Final = "Tệp này có tên người. Hãy ghi mục đích sử dụng rồi tải lại."


def purpose_of(request: HttpRequest) -> str:
    """What a file is taken out for, as it was typed; "" where nothing was."""
    return request.GET.get("taken_for", "").strip()[:LONGEST_PURPOSE]


def as_download(
    file_format: str,
    *,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    by: Account,
    level: SecrecyLevel = SecrecyLevel.INTERNAL,
) -> HttpResponseBase:
    """`rows` as an xlsx or csv attachment called `name` (no ending), marked as taken out by `by` and with the highest
    secrecy among them; any other format is 404."""
    if file_format not in files.CONTENT_TYPES:
        raise Http404
    mark = files.export_mark(by, at=localtime())
    if file_format == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            files.csv_lines(headings, rows, mark=mark, level=level), content_type=files.CONTENT_TYPES["csv"]
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        workbook = files.write_xlsx(headings, rows, sheet=name, mark=mark, level=level)
        response = FileResponse(
            workbook, as_attachment=True, filename=f"{name}.xlsx", content_type=files.CONTENT_TYPES["xlsx"]
        )
    response["Cache-Control"] = "no-store"
    return response


def sheet_download(
    file_format: str, sheet: OfficeSheet, *, name: str, by: Account, on: date
) -> HttpResponseBase:
    """A sheet as xlsx in the office's layout, dated `on`, or as plain csv; any other format is 404."""
    if file_format != "xlsx":
        return as_download(file_format, name=name, headings=sheet.headings, rows=sheet.table(), by=by)
    workbook = office_files.office_workbook(sheet, on=on, mark=files.export_mark(by, at=localtime()))
    response = FileResponse(
        workbook, as_attachment=True, filename=f"{name}.xlsx", content_type=files.CONTENT_TYPES["xlsx"]
    )
    response["Cache-Control"] = "no-store"
    return response
