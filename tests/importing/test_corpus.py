"""Files as offices make them, from bytes to verdicts: each trap of the field in a small file of its own.

What a reader or a layout makes of a trap is tested beside it; here it is shown that the whole import survives it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from rotations.importing.findings import Answers
from tests.importing.district import HEADINGS, codes, make_district, people, row, take, workbook
from tests.importing.old_files import xls
from tests.importing.open_files import ods
from tests.importing.workbooks import Formula, Page, csv_bytes, office_page, windows_1258, with_part, xlsx

pytestmark = pytest.mark.django_db

TO_COMMUNES, TO_DISTRICT = "I. TỪ HUYỆN VỀ XÃ", "II. TỪ XÃ VỀ HUYỆN"
CREATE, ASK, ERROR = "create", "ask", "error"


@dataclass(frozen=True)
class Trap:
    """A file, and what its people come to: verdicts in order, a code each must have, or why it is refused."""

    name: str
    make: Callable[[], bytes]
    verdicts: tuple[str, ...] = (CREATE,)
    codes: tuple[str, ...] = ()
    refused: str = ""


def page(*rows: list[Any], group: str | None = TO_COMMUNES, **more: Any) -> Page:
    return office_page({group: list(rows)}, headings=HEADINGS, **more)


def second(**cells: Any) -> list[Any]:
    """Somebody else, to another seat."""
    return row(**{
        "number": 2, "name": "Giàng A Chá", "male": "5/6/1980", "post": "Công chức", "to_post": "Bí thư Đảng ủy", **cells
    })  # fmt: skip


def plain(*rows: list[Any]) -> list[list[Any]]:
    """Headings in one row, without a frame."""
    headings = [
        "STT", "Họ và tên", "Nam", "Nữ", "Số CCCD", "Dân tộc", "Chức vụ hiện nay", "Đơn vị công tác", "Đơn vị đến",
        "Chức danh dự kiến", "Hình thức", "Thời gian luân chuyển", "Ghi chú",
    ]  # fmt: skip
    return [headings, *rows]


def renamed(**headings: str) -> list[list[Any]]:
    """The plain table with headings in other words."""
    first, *rest = plain(row())
    return [[headings.get(text.replace(" ", "_"), text) for text in first], *rest]


def one(**cells: Any) -> Callable[[], bytes]:
    return lambda: workbook(row(**cells))


def text_file(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def as_csv(**options: Any) -> Callable[[], bytes]:
    return lambda: csv_bytes(page(row(), second()).rows, **options)


def sheets(*names: str) -> Callable[[], bytes]:
    people_of = {"Huyện về xã": row(), "Xã về huyện": second()}
    return lambda: xlsx(
        *(
            Page(**{**vars(page(people_of[name], group=None)), "name": name})
            if name in people_of
            else Page([["KẾ HOẠCH LUÂN CHUYỂN CÁN BỘ"], ["Năm 2022"]], name=name)
            for name in names
        )
    )


FORMATS = [
    Trap("xlsx", lambda: workbook(row(), second()), (CREATE, CREATE)),
    Trap("xls", lambda: xls(page(row(male="12/3/1985"), second())), (CREATE, CREATE)),
    Trap("old xls", lambda: xls(page(row(male="12/3/1985"), second()), biff=5), (CREATE, CREATE)),
    Trap("ods", lambda: ods(page(row(), second())), (CREATE, CREATE)),
    Trap("csv of a Vietnamese Excel", as_csv(), (CREATE, CREATE)),
    Trap("csv with commas", as_csv(delimiter=","), (CREATE, CREATE)),
    Trap("tabs", as_csv(delimiter="\t"), (CREATE, CREATE)),
    Trap("csv without a mark", as_csv(encoding="utf-8"), (CREATE, CREATE)),
    Trap("UTF-16", as_csv(encoding="utf-16"), (CREATE, CREATE)),
    Trap("sep= line", lambda: b"\xef\xbb\xbfsep=;\r\n" + csv_bytes(page(row()).rows)[3:]),
    Trap("Windows-1258", lambda: windows_1258(csv_bytes(page(row(), second()).rows).decode("utf-8-sig")), (CREATE, CREATE)),
    Trap("dates from 1904", lambda: xlsx(page(row(), second()), date_1904=True), (CREATE, CREATE)),
]  # fmt: skip
REFUSED = [
    Trap("nothing", lambda: b"", refused="empty_file"),
    Trap("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), refused="not_a_spreadsheet"),
    Trap("a page called .xls", text_file("<html><table><tr><td>Họ và tên</td></tr></table>"), refused="not_a_spreadsheet"),
    Trap("a letter", text_file("Kính gửi Ban Tổ chức,\r\nxin gửi danh sách."), refused="no_header"),
    Trap("an open quote", text_file('STT;Họ và tên;Đơn vị đến\r\n1;"Lò Văn Minh;Xã Pa Tần\r\n'), refused="bad_csv"),
    Trap("headings and nobody", lambda: xlsx(plain()), refused="no_rows"),
    Trap("no destination", lambda: xlsx([["STT", "Họ và tên", "Ngày sinh"], [1, "Lò Văn Minh", "12/3/1985"]]), refused="missing_column"),
    Trap("cut off", lambda: workbook(row())[:-400], refused="unreadable"),
    Trap("an entity inside", lambda: with_part(workbook(row()), "xl/workbook.xml", lambda part: part.replace(b"<workbook", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook', 1)), refused="unsafe_xml"),
]  # fmt: skip
LAYOUTS = [
    Trap("titles, groups, total, signatures", lambda: xlsx(office_page({TO_COMMUNES: [row()], TO_DISTRICT: []}, headings=HEADINGS))),
    Trap("nothing but the table", lambda: xlsx(plain(row(), second())), (CREATE, CREATE)),
    Trap("columns the other way round", lambda: xlsx([list(reversed(line)) for line in plain(row())])),
    Trap("other words for headings", lambda: xlsx(renamed(Họ_và_tên="HỌ TÊN CÁN BỘ", Đơn_vị_đến="Nơi đến", Ghi_chú="GC"))),
    Trap("a column nobody knows", lambda: xlsx([[*plain()[0], "Cỡ giày"], [*row(), "40"]]), codes=("extra_column",)),
    Trap("a hidden row is a row", lambda: xlsx(Page(plain(row(), second()), hidden_rows=[3])), (CREATE, CREATE)),
    Trap("a blank row in between", lambda: xlsx(plain(row(), [None] * 13, second())), (CREATE, CREATE)),
    Trap("the heading again on page two", lambda: xlsx([*plain(row()), *plain(second())]), (CREATE, CREATE)),
    Trap("people after the total", lambda: xlsx([*plain(row()), ["Tổng cộng", "1 người"], second()])),
    Trap("a cover before the list", sheets("Bìa", "Huyện về xã")),
    Trap("merged downwards", lambda: xlsx(Page(plain(row(), second(to=None)), merges=[(2, 8, 3, 8)])), (CREATE, CREATE)),
    Trap("ditto marks", lambda: xlsx(plain(row(), second(to='"', kind="-nt-", period="như trên"))), (CREATE, CREATE)),
    Trap("ditto with nothing above", lambda: xlsx(plain(row(to='"'))), (ERROR,), ("nothing_above",)),
    Trap("group and levels differ", lambda: workbook(row(), group=TO_DISTRICT), (ASK,), ("direction_mismatch",)),
]  # fmt: skip
CELLS = [
    Trap("a moment for a day", one(male=datetime(1985, 3, 12, 8, 30))),  # noqa: DTZ001 – a cell has no zone
    Trap("a serial number for a day", one(male=31118)),
    Trap("points", one(male="12.3.1985")),
    Trap("hyphens and two digits", one(male="12-03-85")),
    Trap("spaces behind", one(male="12/3/1985  ")),
    Trap("the year alone", one(male="1985"), codes=("partial_date",)),
    Trap("the year as a number", one(male=1985), codes=("partial_date",)),
    Trap("the month first", one(male="03/25/1985"), (ERROR,), ("impossible_month",)),
    Trap("no such day", one(male="30/02/1985"), (ERROR,), ("impossible_date",)),
    Trap("both sexes", one(female="12/3/1985"), (ERROR,), ("ambiguous_sex",)),
    Trap("a tick and no date", one(male="x")),
    Trap("the year the move begins", one(period="2022"), (ERROR,), ("missing_month",)),
    Trap("tháng 9/2022", one(period="Từ tháng 9/2022")),
    Trap("the year of another plan", one(period="09/2023"), (ASK,), ("out_of_plan_year",)),
    Trap("a formula for a name", one(name=Formula('=A1&"x"', "Lò Văn Minh")), (ERROR,), ("formula",)),
    Trap("a formula for a note", one(note=Formula("=1+1", 2))),
    Trap("an error for a unit", one(to=Formula("=VLOOKUP(1,A1,2)", "#N/A")), (ERROR,), ("formula",)),
    Trap("Ð for Đ", one(post="Phó Trưởng phòng", note="Ðồng chí")),
    Trap("marks apart from letters", one(name="Lo\u0300 Va\u0306n Minh")),
    Trap("capitals", one(name="LÒ VĂN MINH")),
    Trap("spaces that do not break", one(name="Lò\u00a0Văn  Minh")),
    Trap("tone put elsewhere", one(to_post="Chủ tịch Uỷ ban nhân dân")),
    Trap("abbreviations in one cell", one(to_post="PBT, CT UBND")),
    Trap("post and unit in one cell", one(to_post="Chủ tịch UBND xã Pa Tần")),
    Trap("one letter off", one(to="Xã Pa Tân"), (ASK,), ("unknown_unit",)),
    Trap("one mark off in a name", one(name="Lò Văn Mình"), (ASK,), ("ambiguous_official",)),
    Trap("another birth", one(male="13/3/1985"), (ASK,), ("birth_mismatch",)),
    Trap("a post nobody knows", one(to_post="Thổ ty"), (ASK,), ("unknown_position",)),
    Trap("the zero a spreadsheet ate", one(citizen_id=11085001234), (ERROR,), ("bad_citizen_id",)),
    Trap("from where to there", one(to="Phòng Nội vụ", to_post="Phó Trưởng phòng"), (ERROR,), ("same_unit",)),
    Trap("nobody", one(name=None), (ERROR,), ("missing_value",)),
    Trap("the same twice", lambda: workbook(row(), row(number=2)), (CREATE, ERROR), ("duplicate",)),
]  # fmt: skip


@pytest.mark.parametrize("trap", [*FORMATS, *REFUSED, *LAYOUTS, *CELLS], ids=lambda trap: trap.name)
def test_a_file_comes_to_what_it_says(trap):
    make_district()

    result = take(trap.make(), create=True)

    assert (result.refusal.code if result.refusal else "") == trap.refused
    if trap.refused:
        assert result.rows == []
        assert result.refusal.message.endswith(".")
        return
    assert tuple(found.verdict for found in people(result)) == trap.verdicts
    found = set().union(*(codes(result, number) for number in range(len(trap.verdicts))))
    assert set(trap.codes) <= found


def test_several_sheets_are_asked_about_and_then_read_together():
    make_district()
    data = sheets("Huyện về xã", "Xã về huyện")()

    asked = take(data, create=True)
    assert [question.code for question in asked.questions] == ["several_sheets"]
    assert asked.verdict == "needs_answers"
    assert not take(data, create=True, keep=True).committed

    both = Answers(create_officials=True, sheets=("Huyện về xã", "Xã về huyện"))
    assert take(data, answers=both).counts["create"] == 2
    alone = Answers(create_officials=True, sheets=("Xã về huyện",))
    assert [found.cells.name for found in people(take(data, answers=alone))] == ["Giàng A Chá"]


def test_a_problem_names_sheet_row_heading_value_and_what_to_do():
    make_district()

    found = people(take(xlsx(Page([*plain(row()), second(male="31/02/1980")], name="Kế hoạch"))))[1].shown

    problem = next(issue for issue in found["issues"] if issue["severity"] == "error")
    assert (found["sheet"], found["row"]) == ("Kế hoạch", 3)
    assert (problem["column"], problem["value"], problem["code"]) == ("Nam", "31/02/1980", "impossible_date")
    assert problem["message"].endswith("Kiểm tra lại ngày và tháng.")


def test_there_is_a_trap_for_every_refusal_the_import_can_meet_here():
    elsewhere = {
        "encrypted",
        "too_many_rows",
        "too_large",
        "legacy_encoding",
        "classified",
    }  # test_reading, test_guard, test_old_letters, tests/views/test_classified

    from rotations.importing.files.refusals import CODES

    assert {trap.refused for trap in REFUSED} | elsewhere == set(CODES)
