"""A row that is a person at first glance is one at the second."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotations.importing.files.reading import Sheet
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables.headings import find_header
from rotations.importing.tables.row_classes import PERSON_CLASS, REASONS, Form, Look, RowKind, class_of
from tests.importing.test_layout import HEADINGS, MINH

WORDS = [
    *HEADINGS, "Lò Văn Minh", "Tổng cộng", "Cộng", "Cộng A Sinh", "I", "II.", "A", "1", "01", "(1)", "１２", "2.", "x", '"',
    "-nt-", "Phòng Nội vụ", "Từ huyện về xã", "NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ", "Nậm Pồ, ngày 1 tháng 2 năm 2022",
    "ngày 1 tháng 2 năm 2020", "12/3/1985", "1985", "15 người", "Danh sách này có 15 người", " ", "-", "Nam", "Nữ",
]  # fmt: skip
VALUES = st.one_of(
    st.none(), st.sampled_from(WORDS), st.integers(-2, 2_000_000), st.just(date(1985, 3, 12)), st.just(1.5), st.booleans()
)  # fmt: skip
ORDERS = st.sampled_from([None, 1, 12, True, "1", "01", "１２", "(1)", "II", "STT", 0, -1, 1_000_000, 1.0])


@settings(deadline=None, max_examples=400)
@given(
    ORDERS,
    st.sampled_from(WORDS),
    st.lists(VALUES, max_size=9),
    st.sampled_from([HEADINGS, HEADINGS[1:], HEADINGS[::-1]]),
)
def test_at_first_glance_nobody_else_is_a_person(order, name, rest, headings):
    sheet = Sheet("", 1, [list(headings), [order, name, *rest]])
    form = Form(sheet, PLAN, find_header(sheet, PLAN))

    if form.is_ordinary(sheet.row(2)):
        assert class_of(Look(form, 2)) is PERSON_CLASS


@pytest.mark.parametrize(
    ("row", "ordinary"),
    [
        (MINH, True),
        (["1", *MINH[1:]], True),
        ([None, *MINH[1:]], True),
        ([None, *[str(value) for value in MINH[1:7]]], False),
        (["II", *MINH[1:]], False),
        ([1, None, *MINH[2:]], False),
        ([1, "Lò Văn Minh", 1985, "Công chức", None, None], False),
        ([1, "Lò Văn Minh", date(1985, 3, 12), "Công chức"], True),
        ([1, "Cộng", None, 15, 7, 2], False),
        ([], False),
    ],
)
def test_what_is_seen_at_first_glance(row, ordinary):
    sheet = Sheet("", 1, [HEADINGS, row])

    assert Form(sheet, PLAN, find_header(sheet, PLAN)).is_ordinary(row) is ordinary


@pytest.mark.parametrize("kind", RowKind)
def test_every_kind_of_row_says_why_it_is_none(kind):
    assert bool(REASONS[kind]) == (kind != RowKind.PERSON)
