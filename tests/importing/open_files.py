"""OpenDocument spreadsheets as LibreOffice writes them, and by hand where it would not."""

import io
import zipfile
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.importing.workbooks import Formula, Page

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
QUOTE = {'"': "&quot;"}
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'


def _cell(cell: Any, spans: str) -> str:
    if isinstance(cell, Formula):
        kind = ' xmlns:calcext="urn:x" calcext:value-type="error"' if str(cell.cached).startswith("#") else ""
        return _cell(cell.cached, f'{spans} table:formula="of:{escape(cell.text, QUOTE)}"{kind}')
    if cell is None:
        return f"<table:table-cell{spans}/>"
    if isinstance(cell, bool):
        value = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, (date, datetime)):
        value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, (int, float)):
        value = f'office:value-type="float" office:value="{cell}"'
    else:
        paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
        return f'<table:table-cell office:value-type="string"{spans}>{paragraphs}</table:table-cell>'
    return f"<table:table-cell {value}{spans}><text:p>shown</text:p></table:table-cell>"


def _table(page: Page) -> str:
    spans = {
        (
            top,
            left,
        ): f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
        for top, left, bottom, right in page.merges
    }
    rows = ""
    for number, cells in enumerate(page.rows, start=1):
        hidden = ' table:visibility="collapse"' if number in page.hidden_rows else ""
        inside = "".join(_cell(cell, spans.get((number, column), "")) for column, cell in enumerate(cells))
        rows += f'<table:table-row{hidden}>{inside}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    style = "hidden" if page.hidden else "shown"
    return (
        f'<table:table table:name={quoteattr(page.name)} table:style-name="{style}">{rows}<table:table-row '
        'table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    )


def content(tables: str) -> str:
    styles = '<style:style style:name="hidden"><style:table-properties table:display="false"/></style:style>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def ods_of(tables: str, *, kind: str = KIND, manifest: str = "") -> bytes:
    """A package around the given tables."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        package.writestr("content.xml", content(tables))
        package.writestr("META-INF/manifest.xml", MANIFEST.format(manifest))
    return stream.getvalue()


def ods(*pages: Page | list[list[Any]]) -> bytes:
    """The pages as a spreadsheet of LibreOffice."""
    named = [
        page if isinstance(page, Page) else Page(page, name=f"Sheet{i}") for i, page in enumerate(pages, 1)
    ]
    return ods_of("".join(map(_table, named)))


def one_table(rows: str) -> bytes:
    """A spreadsheet of one sheet with these rows as they stand."""
    return ods_of(f'<table:table table:name="A">{rows}</table:table>')
