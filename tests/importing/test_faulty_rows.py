"""The workbook of rows that were held back: mended, it goes in as it is."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from rotations.importing import taking_in
from rotations.importing.faulty_rows import faulty_workbook
from rotations.importing.findings import Answers
from rotations.importing.tables.wanted import REASON
from rotations.models import Rotation
from tests.importing.district import HEADINGS, ON, YEAR, make_district, newcomer, people, row, take, workbook
from tests.importing.workbooks import Formula, Page, office_page, xlsx

pytestmark = pytest.mark.django_db
TO_DISTRICT = "II. TỪ XÃ VỀ HUYỆN"
TO_COMMUNES = "I. TỪ HUYỆN VỀ XÃ"


@pytest.fixture
def district():
    return make_district()


def handed_in(data: bytes, board, **about):
    return taking_in.hand_in("ke-hoach.xlsx", data, by=board, on=ON, year=YEAR, **about)


def opened(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_it_holds_only_the_faulty_rows_with_titles_heading_groups_and_reasons(district, board):
    page = office_page(
        {TO_COMMUNES: [row(), row(number=2, name="Giàng A Chá", male="31/02/1985")], TO_DISTRICT: []},
        headings=HEADINGS,
    )
    batch = handed_in(xlsx(page), board)

    sheet = opened(faulty_workbook(batch)).active

    texts = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert texts[0][0] == "ĐẢNG BỘ TỈNH ĐIỆN BIÊN"
    assert [line[1] for line in texts if line[1]] == ["Họ và tên", "(2)", "Giàng A Chá"]
    assert TO_COMMUNES in [line[0] for line in texts]
    assert TO_DISTRICT not in [line[0] for line in texts]
    assert REASON.label in [line[-1] for line in texts]
    assert "31/02/1985" in texts[-1][-1]


def test_mended_it_goes_in_as_it_is(district, board):
    data = workbook(
        row(),
        newcomer(2, male="31/02/1985", to_post="Bí thư Đảng ủy"),
        newcomer(3, name="Giàng A Páo", to_post="Chủ tịch HĐND", period="2022"),
        newcomer(4, name="Giàng A Lử", to="Xã Pa Tân", to_post="Phó Bí thư Đảng ủy"),
    )
    batch = handed_in(data, board)
    taking_in.confirm(batch, by=board, on=ON)
    book = opened(faulty_workbook(batch))
    wrong = {"31/02/1985": date(1985, 2, 28), "2022": "09/2022", "Xã Pa Tân": "Xã Pa Tần"}
    for line in book.active.iter_rows():
        for cell in line:
            if cell.value in wrong:
                cell.value = wrong.pop(cell.value)
    assert wrong == {}
    stream = io.BytesIO()
    book.save(stream)

    result = take(stream.getvalue(), keep=True, create=True)

    assert [found.verdict for found in people(result)] == ["create"] * 3
    assert Rotation.objects.count() == 4
    assert not any(issue.code == "extra_column" for found in people(result) for issue in found.issues)


def test_unmended_it_says_the_same_again(district, board):
    batch = handed_in(workbook(row(), newcomer(2, male="31/02/1985", to_post="Bí thư Đảng ủy")), board)

    again = take(faulty_workbook(batch))

    (found,) = people(again)
    assert found.verdict == "error"
    assert {issue.code for issue in found.issues if issue.holds_back} == {"impossible_date", "new_official"}


def test_a_formula_saved_without_its_result_is_not_lost(district, board):
    batch = handed_in(workbook(row(male=Formula("=DATE(1985,3,12)"))), board)

    (found,) = people(take(faulty_workbook(batch)))

    assert found.verdict == "error"
    assert [(issue.code, issue.column) for issue in found.issues] == [
        ("formula", "Ngày, tháng, năm sinh / Nam")
    ]


def test_what_stood_for_the_cell_above_is_written_out(district, board):
    lines = [row(), newcomer(2, to='"', to_post="Bí thư Đảng ủy", male="31/02/1985")]
    batch = handed_in(workbook(*lines), board)

    texts = [cell.value for line in opened(faulty_workbook(batch)).active.iter_rows() for cell in line]

    assert "Xã Pa Tần" in texts
    assert '"' not in texts


def test_values_keep_their_kind_and_text_is_never_a_formula(district, board):
    lines = [row(citizen_id="011085001234", note="=1+1", male=date(1985, 3, 13), period=Formula("=TODAY()"))]
    batch = handed_in(workbook(*lines), board)

    cells = {
        cell.value: cell
        for line in opened(faulty_workbook(batch)).active.iter_rows()
        for cell in line
        if cell.value
    }

    assert cells["011085001234"].data_type == "s"
    assert cells["=1+1"].data_type == "s"
    assert any(cell.is_date for cell in cells.values())


def test_each_sheet_with_faulty_rows_is_a_sheet(district, board):
    pages = [
        Page(**{**vars(office_page({None: [given]}, headings=HEADINGS)), "name": name})
        for name, given in (
            ("Huyện về xã", row(male="31/02/1985")),
            ("Xã về huyện", row(number=2, name="Giàng A Chá", male="30/02/1986")),
        )
    ]
    batch = handed_in(xlsx(*pages), board, answers=Answers(sheets=("Huyện về xã", "Xã về huyện")))

    assert opened(faulty_workbook(batch)).sheetnames == ["Huyện về xã", "Xã về huyện"]


def test_a_batch_without_faulty_rows_has_no_such_workbook(district, board):
    batch = handed_in(workbook(row()), board)

    with pytest.raises(ValueError, match="no row"):
        faulty_workbook(batch)
