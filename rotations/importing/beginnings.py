"""An outcome as it begins: what file it is, which of its sheets are read, or why none is."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from rotations.importing.files.reading import Source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.findings import Answers, Issue, Option
from rotations.importing.form_workbook import GUIDE
from rotations.importing.outcomes import Outcome
from rotations.importing.tables.layout import Tables
from rotations.vocabulary import Severity


def begun(source: Source, found: Tables, answers: Answers) -> Outcome:
    """The outcome of a file whose tables were found: what it is, what is read of it, and which sheets are asked about."""
    outcome = Outcome(
        file={
            "name": source.name,
            "sha256": source.sha256,
            "format": source.format,
            "encoding": source.encoding,
            "sheet": "; ".join(table.sheet.name for table in found.read),
            "sheets": [
                *(
                    {"name": table.sheet.name, "rows": len(table.people), "read": True}
                    for table in found.read
                ),
                *({"name": other.name, "read": False, "why": other.message} for other in found.unread),
            ],
            "header_rows": list(found.read[0].header.rows),
        },
        notes=[*source.notes, *(note for table in found.read for note in table.header.notes)],
    )
    if len(found.read) > 1 and not answers.sheets:
        outcome.questions.append(_which_sheets(found))
    elif not answers.sheets:
        outcome.notes += [
            f"Trang tính “{other.name}”: {other.message}" for other in found.unread if other.name != GUIDE
        ]
    return outcome


def _which_sheets(found: Tables) -> Issue:
    """Several sheets hold a list: one for each direction, or last year's beside this year's. Never guessed."""
    told = [f"“{table.sheet.name}” ({len(table.people)} dòng)" for table in found.read]
    return Issue(
        Severity.QUESTION,
        "several_sheets",
        f"Tệp có {len(told)} trang tính có danh sách: {', '.join(told)}; hãy chọn các trang tính cần nhập.",
        candidates=tuple(table.sheet.name for table in found.read),
        options=tuple(Option(table.sheet.name, line) for table, line in zip(found.read, told, strict=True)),
        key="several_sheets",
    )


def turned_away(name: str, data: bytes, refused: FileRefused) -> Outcome:
    """The outcome of a file that is not read, with its reason."""
    about: dict[str, Any] = {
        "name": PurePath(name.replace("\\", "/")).name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "format": None,
        "encoding": None,
        "sheet": None,
        "sheets": [],
        "header_rows": [],
    }
    return Outcome(about, refusal=refused)
