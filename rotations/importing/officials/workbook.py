"""The register of officials as a workbook: empty to be filled in, or with the people on it; it reads back unchanged."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from rotations.importing.officials.cells import COEFFICIENTS, DAYS, WHOLE_NUMBERS
from rotations.importing.officials.columns import OFFICIALS
from rotations.importing.officials.fields import LISTED, WORDED
from rotations.models import Official, OfficialQuerySet, Unit, with_current_posts
from rotations.partial_dates import DatePrecision, PartialDate

# Columns of the layout, left to right; a file may have others and another order.
LAYOUT: Final = (
    "official_code", "full_name", "other_name", "birth", "sex", "birth_place", "native_place", "ethnicity", "religion",
    "permanent_residence", "residence", "present_unit", "present_post", "held_since", "job_title", "management_scope",
    "cadre_kind", "occupation_at_recruitment", "recruited", "recruiting_body", "main_duty", "grade", "grade_step",
    "pay_coefficient", "grade_since", "post_allowance", "other_allowance", "general_education", "qualification",
    "major", "political_theory_level", "state_management_level", "foreign_language", "it_level",
    "party_admission_date", "party_official_date", "party_card_number", "party_committee_membership",
    "organization_joined", "enlisted_on", "discharged_on", "military_rank", "honours", "strengths", "health",
    "height_cm", "weight_kg", "blood_group", "policy_family", "citizen_id", "citizen_id_issued_on",
    "social_insurance_number", "left_service_on", "note",
)  # fmt: skip
HINTS: Final = {"present_post": "Chức vụ (a; b)"}
PARTIAL: Final = {
    "birth": "birth",
    "recruited": "recruited",
    "party_admission_date": "party_admission",
    "party_official_date": "party_official",
}
ROWS_TO_FILL: Final = 50
AT_ONCE: Final = 2_000

Cell = str | int | float | date | None


def officials_file(people: OfficialQuerySet, *, on: date) -> bytes:
    """The people as a workbook that imports back with every row unchanged.

    Shape   a queryset in, the bytes of an .xlsx out. A few queries for each two thousand people.
    Units   posts held on the day `on`; the date beside them is that of the main one.
    Errors  none.
    Source  product §5 (register workbooks).
    """
    shown = with_current_posts(people, on=on).select_related(
        "unit__parent", "professional_level", *(attribute for attribute, _kind in LISTED.values())
    )
    return _written(_rows(shown))


def template_file() -> bytes:
    """The layout without people, as a workbook to fill in."""
    return _written([[]] * ROWS_TO_FILL)


def _rows(people: OfficialQuerySet) -> Iterable[Sequence[Cell]]:
    twins = _names_of_several_units()
    for person in people.iterator(chunk_size=AT_ONCE):
        yield [_value(person, code, twins) for code in LAYOUT]


def _names_of_several_units() -> set[str]:
    names: dict[str, int] = defaultdict(int)
    for key in Unit.objects.values_list("match_key", flat=True):
        names[key] += 1
    return {key for key, number in names.items() if number > 1}


def _value(person: Official, code: str, twins: set[str]) -> Cell:
    if writer := _OWN.get(code):
        return writer(person)
    if code == "present_unit":
        return _unit(person, twins)
    if attribute := PARTIAL.get(code):
        return _partial(getattr(person, attribute))
    if code in LISTED:
        entry = getattr(person, LISTED[code][0])
        return entry.name if entry else None
    value: Any = getattr(person, WORDED.get(code, code))
    return float(value) if isinstance(value, Decimal) else value or None


def _unit(person: Official, twins: set[str]) -> Cell:
    unit = person.unit
    if unit is None:
        return None
    if unit.match_key in twins and unit.parent is not None:
        return f"{unit.name} ({unit.parent.name})"
    return unit.name


def _held(person: Official) -> list[Any]:
    held = getattr(person, "current_holdings", [])
    return sorted(held, key=lambda holding: (not holding.is_main, holding.post.position.rank, holding.pk))


def _posts(person: Official) -> Cell:
    return "; ".join(holding.post.position.name for holding in _held(person)) or None


def _since(person: Official) -> Cell:
    held = _held(person)
    return _partial(held[0].started) if held else None


def _partial(value: PartialDate | None) -> Cell:
    if value is None:
        return None
    return value.first if value.precision == DatePrecision.DAY else str(value)


_OWN: Final[dict[str, Callable[[Official], Cell]]] = {
    "sex": lambda person: person.get_sex_display() or None,
    "present_post": _posts,
    "held_since": _since,
    "qualification": lambda person: person.professional_level.name if person.professional_level else None,
}


def _written(rows: Iterable[Sequence[Cell]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"constant_memory": True, "in_memory": True, "strings_to_formulas": False}
    )
    sheet = book.add_worksheet("Danh sách cán bộ")
    font = {"font_name": "Times New Roman", "border": 1, "valign": "top"}
    header = book.add_format({**font, "bold": True, "text_wrap": True, "align": "center"})
    plain, text = book.add_format(font), book.add_format({**font, "num_format": "@", "text_wrap": True})
    day = book.add_format({**font, "num_format": "dd/mm/yyyy", "align": "left"})
    for column, code in enumerate(LAYOUT):
        sheet.set_column(column, column, 24 if code in ("full_name", "present_unit", "present_post") else 14)
        sheet.write_string(0, column, HINTS.get(code, OFFICIALS.by_code[code].label), header)
    sheet.freeze_panes(1, 2)
    numbers = {*WHOLE_NUMBERS, *COEFFICIENTS}
    dated = {*DAYS, *PARTIAL, "held_since"}
    for number, cells in enumerate(rows, start=1):
        for column, code in enumerate(LAYOUT):
            cell = cells[column] if cells else None
            look = day if isinstance(cell, date) else plain if code in (*numbers, *dated) else text
            if cell is None:
                sheet.write_blank(number, column, None, look)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, look)
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell, look)
            else:
                sheet.write_string(number, column, cell, look)
    book.close()
    return stream.getvalue()
