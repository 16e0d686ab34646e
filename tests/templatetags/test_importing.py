"""How findings of an import are named on a page."""

from __future__ import annotations

import pytest

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
