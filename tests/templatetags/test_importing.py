"""How findings of an import are named on a page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from rotations import importing
from rotations.templatetags.importing import FINDINGS, finding_label, iso_date, quoted_value, severity_label

# The codes of the import contract that can hold a row back.
CONTRACT = {
    "missing_value", "impossible_date", "impossible_month", "missing_month", "ambiguous_date", "out_of_plan_year",
    "unknown_unit", "ambiguous_unit", "unit_not_valid", "unknown_position", "new_official", "ambiguous_official",
    "birth_mismatch", "from_mismatch", "duplicate", "same_unit", "post_taken", "direction_mismatch", "bad_citizen_id",
    "birth_out_of_range", "formula",
}  # fmt: skip


def test_every_finding_of_the_contract_has_words():
    assert CONTRACT - set(FINDINGS) == set()


def codes_that_hold_a_row_back():
    """Every code given to a question, a fault of a cell or an error, read out of the program itself."""
    found = set()
    for file in Path(importing.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            severity = {
                part.attr for arg in call.args for part in ast.walk(arg) if isinstance(part, ast.Attribute)
            }
            if name in ("ask", "_ask_which", "Fault") or (name == "add" and severity & {"ERROR", "QUESTION"}):
                given = [a for a in call.args if isinstance(a, ast.Constant | ast.IfExp)]
                texts = {p.value for a in given for p in ast.walk(a) if isinstance(p, ast.Constant)}
                found |= {t for t in texts if isinstance(t, str) and re.fullmatch("[a-z]+(_[a-z]+)+", t)}
    return found - {"valid_from"}  # a column of the file


def test_every_finding_that_holds_a_row_back_has_words():
    codes = codes_that_hold_a_row_back()

    assert {"unknown_direction", "same_unit_other_time", "bad_value", "same_unit"} <= codes
    assert codes - set(FINDINGS) == set()


def test_a_finding_without_words_is_shown_by_its_code():
    assert finding_label("unknown_unit") == "Đơn vị chưa biết"
    assert finding_label("brand_new") == "brand_new"


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ({"birth": "1985-03-12", "birth_precision": "day"}, "12/03/1985"),
        ({"birth": "1985-01-01", "birth_precision": "year"}, "1985"),
        ({"birth": None}, ""),
    ],
)
def test_a_date_is_written_to_its_precision(found, shown):
    assert iso_date(found, "birth") == shown


def test_a_severity_is_a_word():
    assert severity_label("error") == "Lỗi"


@pytest.mark.parametrize(
    ("value", "message", "shown"),
    [
        ("Xã Pa Tân", "Không có đơn vị “Xã Pa Tân” trong danh mục.", ""),
        ("PCT UBND", "“Phó Chủ tịch UBND” đã đủ người.", "“PCT UBND”"),
        ("", "Chưa ghi đơn vị đến.", ""),
    ],
)
def test_a_value_its_sentence_quotes_is_not_said_twice(value, message, shown):
    assert quoted_value({"value": value, "message": message}) == shown
