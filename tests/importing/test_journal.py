"""What an import wrote for a row, kept as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from rotations.importing.file_rows import FileRow
from rotations.importing.journal import Journal
from rotations.models import Official, Unit

WHEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        [],
        [("created", Official(pk=7, changed_at=WHEN), None)],
        [("created", Official(pk=7, changed_at=WHEN), None), ("created", Unit(pk=8), None)],
        [("changed", Official(pk=7, changed_at=WHEN), {"note": 'Ghi "chú" \\ cũ'})],
        [("created", Unit(pk=8), None), ("changed", Official(pk=7), {"note": ""})],
    ],
    ids=["nothing", "a new one", "two new ones", "a changed one", "a new and a changed one"],
)
def test_the_text_of_a_row_is_that_of_its_entries(written):
    row, journal = FileRow(None), Journal()
    for act, record, before in written:
        journal.created(row, record) if act == "created" else journal.changed(row, record, before)

    assert json.loads(journal.as_text(row)) == journal.entries(row)
    assert journal.as_text(row) == json.dumps(journal.entries(row))
    assert len(journal.entries(row)) == len(written)
