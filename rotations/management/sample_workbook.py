"""Next year's plan of the sample, as an office hands it in: Biểu 2 with its heading, groups and signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Format, Workbook
from xlsxwriter.worksheet import Worksheet

from rotations.management.sample_marks import MARK
from rotations.models import Official, with_current_posts
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import Sex

YEAR = 2026
DRAWN_UP_ON = date(2025, 12, 31)
TITLE = f"DANH SÁCH CÁN BỘ DỰ KIẾN LUÂN CHUYỂN NĂM {YEAR}"

# Group row, then (person, receiving unit, posts, first month). Each seat is free in that month: vacant in the
# register, or left a month before by another line of this same table.
GROUPS = (
    ("I. TỪ HUYỆN VỀ XÃ", (
        ("Khoàng Văn Xôm", "Xã Chà Nưa", "Phó Chủ tịch UBND", 3),
        ("Hạng A Giống", "Xã Nà Bủng", "Phó Chủ tịch UBND", 3),
        ("Nguyễn Thị Thu Thêu", "Xã Vàng Đán", "Phó Bí thư Đảng ủy, Chủ tịch UBND", 3),
        ("Nguyễn Trọng Lượng", "Xã Nà Hỳ", "Phó Bí thư Đảng ủy", 4),
        ("Cà Văn Diện", "Xã Nậm Chua", "Phó Chủ tịch UBND", 4),
        ("Vũ Thị Minh Khuyên", "Xã Si Pa Phìn", "Chủ tịch Ủy ban MTTQ Việt Nam", 4),
        ("Thào A Pháng", "Xã Chà Nưa", "Phó Bí thư Đảng ủy", 5),
    )),
    ("II. TỪ XÃ VỀ HUYỆN", (
        ("Hạng Thị Dở", "Hội Liên hiệp Phụ nữ huyện", "Phó Chủ tịch Hội Liên hiệp Phụ nữ", 4),
        ("Ly Thị Pàng", "Phòng Văn hóa - Thông tin", "Phó Trưởng phòng", 4),
    )),
    ("III. TỪ XÃ SANG XÃ", (
        ("Lò Văn Mốn", "Xã Na Cô Sa", "Phó Bí thư Đảng ủy, Chủ tịch UBND", 5),
        ("Vàng A Tủa", "Xã Nậm Nhừ", "Bí thư Đảng ủy", 5),
        ("Thào A Dình", "Xã Chà Cang", "Phó Bí thư Đảng ủy, Chủ tịch UBND", 6),
        ("Phàn Tả Mẩy", "Xã Nậm Khăn", "Phó Chủ tịch HĐND", 6),
        ("Quàng Thị Phượn", "Xã Phìn Hồ", "Phó Chủ tịch UBND", 6),
        ("Bạc Văn Pâng", "Xã Nậm Khăn", "Phó Chủ tịch UBND", 6),
    )),
)  # fmt: skip

# (group heading, heading, width): a heading without a group is merged over both rows.
COLUMNS = (
    ("", "STT", 6), ("", "Họ và tên", 24), ("Ngày, tháng, năm sinh", "Nam", 12), ("Ngày, tháng, năm sinh", "Nữ", 12),
    ("", "Dân tộc", 9), ("", "Quê quán", 34), ("Ngày vào Đảng", "Dự bị", 12), ("Ngày vào Đảng", "Chính thức", 12),
    ("Trình độ", "Chuyên môn", 12), ("Trình độ", "LLCT", 11), ("", "Chức vụ, đơn vị công tác hiện nay", 38),
    ("Dự kiến luân chuyển đến", "Đơn vị", 24), ("Dự kiến luân chuyển đến", "Chức danh", 28), ("", "Hình thức", 12),
    ("", "Thời gian luân chuyển", 22), ("", "Dự kiến bố trí sau luân chuyển", 28), ("", "Ghi chú", 12),
)  # fmt: skip
LAST = len(COLUMNS) - 1


class _Formats:
    """The few looks of the sheet."""

    def __init__(self, book: Workbook) -> None:
        letter = {"font_name": "Times New Roman", "font_size": 12}
        boxed = {**letter, "border": 1, "text_wrap": True, "valign": "vcenter"}
        self.plain: Format = book.add_format({**letter, "align": "center"})
        self.bold: Format = book.add_format({**letter, "bold": True, "align": "center"})
        self.title: Format = book.add_format({**letter, "bold": True, "align": "center", "font_size": 14})
        self.italic: Format = book.add_format({**letter, "italic": True, "align": "center"})
        self.head: Format = book.add_format({**boxed, "bold": True, "align": "center"})
        self.number: Format = book.add_format({**boxed, "italic": True, "align": "center"})
        self.group: Format = book.add_format({**boxed, "bold": True})
        self.text: Format = book.add_format(boxed)
        self.day: Format = book.add_format({**boxed, "num_format": "dd/mm/yyyy", "align": "center"})


@dataclass(frozen=True)
class _Line:
    official: Official
    unit: str
    posts: str
    month: int


def write_workbook(path: Path) -> int:
    """Write the workbook of the sample's next plan.

    Shape   a path in, the number of people out; an existing file is replaced.
    Units   one sheet, a merged heading of two rows, a row of column numbers, three groups in Roman numerals.
    Errors  Official.DoesNotExist when the sample register is not loaded; OSError when the file cannot be written.
    Source  Biểu 2, domain reference §3.3; present posts and dates are the register's own.
    """
    register = with_current_posts(Official.objects.filter(note=MARK).select_related(
        "unit", "ethnicity", "professional_level", "political_theory"
    ), on=DRAWN_UP_ON)  # fmt: skip
    groups = [
        (
            head,
            [_Line(register.get(full_name=name), unit, posts, month) for name, unit, posts, month in lines],
        )
        for head, lines in GROUPS
    ]
    book = xlsxwriter.Workbook(str(path))
    # The file is the same whenever it is written.
    book.set_properties({"title": TITLE, "created": date(YEAR - 1, 12, 15)})
    sheet, formats = book.add_worksheet("Biểu 2"), _Formats(book)
    row = _write_heading(sheet, formats)
    ordinal = 0
    for head, lines in groups:
        sheet.merge_range(row, 0, row, LAST, head, formats.group)
        row += 1
        for line in lines:
            ordinal += 1
            _write_person(sheet, formats, row, ordinal, line)
            row += 1
    _write_foot(sheet, formats, row, ordinal)
    book.close()
    return ordinal


def _write_heading(sheet: Worksheet, formats: _Formats) -> int:
    """Everything above the first group; the next free row."""
    half = LAST // 2
    sheet.merge_range(0, 0, 0, 4, "ĐẢNG BỘ TỈNH ĐIỆN BIÊN", formats.plain)
    sheet.merge_range(0, half, 0, LAST, "ĐẢNG CỘNG SẢN VIỆT NAM", formats.title)
    sheet.merge_range(1, 0, 1, 4, "HUYỆN ỦY NẬM PỒ", formats.bold)
    sheet.merge_range(2, 0, 2, 4, "*", formats.plain)
    sheet.merge_range(3, 0, 3, LAST, TITLE, formats.title)
    sheet.merge_range(
        4, 0, 4, LAST, f"(Kèm theo Kế hoạch số      -KH/HU, ngày     /12/{YEAR - 1} của Ban Thường vụ Huyện ủy)",
        formats.italic,
    )  # fmt: skip
    top = 6
    for index, (group, heading, width) in enumerate(COLUMNS):
        sheet.set_column(index, index, width)
        if not group:
            sheet.merge_range(top, index, top + 1, index, heading, formats.head)
            continue
        sheet.write(top + 1, index, heading, formats.head)
        same = [place for place, column in enumerate(COLUMNS) if column[0] == group]
        if index == same[0]:
            sheet.merge_range(top, same[0], top, same[-1], group, formats.head)
    for index in range(len(COLUMNS)):
        sheet.write(top + 2, index, f"({index + 1})", formats.number)
    sheet.freeze_panes(top + 3, 2)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    return top + 3


def _write_person(sheet: Worksheet, formats: _Formats, row: int, ordinal: int, line: _Line) -> None:
    official = line.official
    is_man = official.sex == Sex.MALE
    sheet.write_number(row, 0, ordinal, formats.text)
    sheet.write_string(row, 1, official.full_name, formats.text)
    _write_date(sheet, formats, row, 2 if is_man else 3, official.birth, as_text=ordinal % 4 == 0)
    sheet.write_blank(row, 3 if is_man else 2, None, formats.text)
    sheet.write_string(row, 4, str(official.ethnicity or ""), formats.text)
    sheet.write_string(row, 5, official.native_place, formats.text)
    _write_date(sheet, formats, row, 6, official.party_admission, as_text=False)
    _write_date(sheet, formats, row, 7, official.party_official, as_text=False)
    sheet.write_string(row, 8, str(official.professional_level or ""), formats.text)
    sheet.write_string(row, 9, str(official.political_theory or ""), formats.text)
    sheet.write_string(row, 10, _present(official), formats.text)
    sheet.write_string(row, 11, line.unit, formats.text)
    sheet.write_string(row, 12, line.posts, formats.text)
    sheet.write_string(row, 13, "Luân chuyển", formats.text)
    period = f"Từ tháng {line.month}/{YEAR} đến tháng {line.month}/{YEAR + 3}"
    sheet.write_string(row, 14, period, formats.text)
    sheet.write_string(row, 15, "Bố trí theo quy hoạch", formats.text)
    sheet.write_blank(row, 16, None, formats.text)


def _present(official: Official) -> str:
    """Posts and unit in one cell: "Phó Trưởng phòng, Phòng Y tế"; "Phó Chủ tịch UBND xã Nà Khoa"."""
    holdings = sorted(official.current_holdings, key=lambda held: not held.is_main)  # type: ignore[attr-defined]
    posts = ", ".join(held.post.position.name for held in holdings)
    unit = str(official.unit)
    return f"{posts} xã {unit.removeprefix('Xã ')}" if unit.startswith("Xã ") else f"{posts}, {unit}"


def _write_date(
    sheet: Worksheet, formats: _Formats, row: int, column: int, day: PartialDate | None, *, as_text: bool
) -> None:
    """A real date, or the same day as text, as one workbook typed by several people has both."""
    if day is None:
        sheet.write_blank(row, column, None, formats.day)
    elif as_text or day.precision != DatePrecision.DAY:
        sheet.write_string(row, column, str(day), formats.day)
    else:
        sheet.write_datetime(row, column, day.value, formats.day)


def _write_foot(sheet: Worksheet, formats: _Formats, row: int, people: int) -> None:
    sheet.merge_range(row, 0, row, LAST, f"Tổng cộng: {people} đồng chí", formats.group)
    half = LAST // 2
    sheet.merge_range(
        row + 2, half, row + 2, LAST, f"Nậm Pồ, ngày 15 tháng 12 năm {YEAR - 1}", formats.italic
    )
    sheet.merge_range(row + 3, 0, row + 3, 4, "NGƯỜI LẬP BIỂU", formats.bold)
    sheet.merge_range(row + 3, half, row + 3, LAST, "T/M BAN THƯỜNG VỤ", formats.bold)
    sheet.merge_range(row + 4, half, row + 4, LAST, "PHÓ BÍ THƯ", formats.bold)
    sheet.merge_range(row + 8, 0, row + 8, 4, "Tòng Văn Ánh", formats.bold)
    sheet.merge_range(row + 8, half, row + 8, LAST, "Trần Mạnh Bách", formats.bold)
