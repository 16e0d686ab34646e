"""Accepted rows of Biểu 1 become needs, in bulk and with history; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rotations.importing.intakes import Errand
from rotations.importing.journal import Journal
from rotations.importing.needs.proposals import NeedRow
from rotations.importing.needs.records import NeedRecords
from rotations.models import RotationNeed, create_recorded, update_recorded
from rotations.vocabulary import RowVerdict

# What a row may change of a need, and the attributes each is kept in.
KEPT_IN: Final = {
    "quantity": ("quantity",),
    "reason": ("reason",),
    "requirements": ("requirements",),
    "note": ("note",),
    "expected": ("expected_on", "expected_on_precision"),
    "proposed_official": ("proposed_official_id",),
    "proposed_text": ("proposed_text",),
}


def store(rows: Sequence[NeedRow], records: NeedRecords, errand: Errand, journal: Journal) -> None:
    """Write the rows that stand.

    Shape   resolved rows in; a new need joins the open call that asks its unit. Rows held back are not looked at.
    Units   a fixed number of queries whatever the number of rows.
    Errors  IntegrityError: the caller rolls everything back.
    Source  product §3 (Needs → plan), §6.
    """
    needs = []
    for row in rows:
        if row.verdict != RowVerdict.CREATE or row.unit is None or row.direction is None:
            continue
        read = row.read
        need = RotationNeed(
            year=records.year,
            unit=row.unit,
            call=records.call_for(row.unit),
            direction=row.direction.value,
            position=row.position,
            position_text=row.position_text,
            quantity=row.quantity,
            reason=row.reason.value,
            requirements=read.requirements,
            proposed_official=row.official,
            proposed_text=row.proposed_text,
            note=read.notes,
            stated_on=errand.on,
        )
        need.expected = read.expected
        journal.created(row, need)
        needs.append(need)
    create_recorded(needs, by=errand.by, reason=errand.reason)
    _update(rows, errand, journal)


def _update(rows: Sequence[NeedRow], errand: Errand, journal: Journal) -> None:
    needs, columns = [], set[str]()
    for row in rows:
        if row.verdict != RowVerdict.UPDATE or row.existing is None:
            continue
        need = row.existing
        kept = [attribute for name in row.fields for attribute in KEPT_IN[name]]
        journal.changed(row, need, {attribute: getattr(need, attribute) for attribute in kept})
        for name, value in row.fields.items():
            setattr(need, name, value)
        columns.update(RotationNeed._meta.get_field(attribute.removesuffix("_id")).name for attribute in kept)
        needs.append(need)
    if needs:
        update_recorded(needs, sorted(columns), by=errand.by, reason=errand.reason)
