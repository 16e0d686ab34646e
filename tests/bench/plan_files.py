"""The yearly plan as two workbooks of the same rows: as an office draws it up, and as a stock importer needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from rotations.models import Official, Unit, with_current_posts
from rotations.vocabulary import Sex, direction_between

YEAR = 2026
# (group heading, heading): a heading without a group is merged over both rows.
OFFICE = (
    ("", "STT"), ("", "Số hiệu cán bộ"), ("", "Họ và tên"), ("Ngày, tháng, năm sinh", "Nam"),
    ("Ngày, tháng, năm sinh", "Nữ"), ("", "Dân tộc"), ("", "Quê quán"), ("Ngày vào Đảng", "Dự bị"),
    ("Ngày vào Đảng", "Chính thức"), ("Trình độ", "Chuyên môn"), ("Trình độ", "LLCT"),
    ("", "Chức vụ, đơn vị công tác hiện nay"), ("Dự kiến luân chuyển đến", "Đơn vị"),
    ("Dự kiến luân chuyển đến", "Chức danh"), ("", "Hình thức"), ("", "Thời gian luân chuyển"),
    ("", "Dự kiến bố trí sau luân chuyển"), ("", "Ghi chú"),
)  # fmt: skip
# What a stock importer must be handed beside the same cells: codes to look up by, and columns it cannot work out.
STOCK = (
    "plan", "official", "sending_unit", "receiving_unit", "sending_level", "receiving_level", "direction",
    "movement_type", "purpose", "starts_on", "starts_on_precision", "expected_placement", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the plan: who goes where, on the seat they hold now."""

    official: Official
    receiving: Unit
    post: str
    month: int


def lines(count: int) -> list[Line]:
    """The first `count` people of the register, each to the seat that somebody of another unit leaves in this plan."""
    people = Official.objects.select_related(
        "unit", "ethnicity", "professional_level", "political_theory"
    ).order_by("pk")
    chosen = list(with_current_posts(people, on=date(YEAR - 1, 12, 15))[:count])
    on_seat: dict[str, list[Official]] = defaultdict(list)
    places = []
    for official in chosen:
        (held,) = official.current_holdings
        seat = held.post.position.name
        places.append((seat, held.post.quota, len(on_seat[seat])))
        on_seat[seat].append(official)
    made = []
    for number, (official, (seat, quota, place)) in enumerate(zip(chosen, places, strict=True)):
        # Those who hold one seat at one unit stand side by side, as many as it has places.
        leaver = on_seat[seat][(place + quota) % len(on_seat[seat])]
        assert leaver.unit is not None
        made.append(Line(official, leaver.unit, seat, 1 + number % 12))
    return made


def _cells(ordinal: int, line: Line) -> list[Any]:
    """The cells of one person, in the order of `OFFICE`."""
    person = line.official
    is_man = person.sex == Sex.MALE
    return [
        ordinal, person.official_code, person.full_name, person.birth_date if is_man else None,
        None if is_man else person.birth_date, str(person.ethnicity), person.native_place,
        person.party_admission_date, person.party_official_date, str(person.professional_level),
        str(person.political_theory), f"{line.post}, {person.unit}", str(line.receiving), line.post, "Luân chuyển",
        f"Từ tháng {line.month}/{YEAR} đến tháng {line.month}/{YEAR + 3}", "Bố trí theo quy hoạch",
        "Theo quy hoạch",
    ]  # fmt: skip


def write_office(path: Path, people: Sequence[Line]) -> None:
    """Biểu 2: titles, a header of two levels with column numbers, one group, a total, place, date and signature."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Biểu 2")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    last = len(OFFICE) - 1
    sheet.merge_range(0, 0, 0, 4, "HUYỆN ỦY MẪU")
    sheet.merge_range(2, 0, 2, last, f"DANH SÁCH CÁN BỘ DỰ KIẾN LUÂN CHUYỂN NĂM {YEAR}")
    top = 4
    for index, (group, heading) in enumerate(OFFICE):
        sheet.write(top + 2, index, f"({index + 1})")
        if not group:
            sheet.merge_range(top, index, top + 1, index, heading)
            continue
        sheet.write(top + 1, index, heading)
        same = [place for place, column in enumerate(OFFICE) if column[0] == group]
        if index == same[0]:
            sheet.merge_range(top, same[0], top, same[-1], group)
    sheet.merge_range(top + 3, 0, top + 3, last, "I. TỪ XÃ SANG XÃ")
    row = top + 4
    for ordinal, line in enumerate(people, start=1):
        _write(sheet, row, _cells(ordinal, line), day)
        row += 1
    sheet.merge_range(row, 0, row, last, f"Tổng cộng: {len(people)} đồng chí")
    sheet.merge_range(row + 2, 9, row + 2, last, f"Mẫu, ngày 15 tháng 12 năm {YEAR - 1}")
    sheet.merge_range(row + 3, 9, row + 3, last, "T/M BAN THƯỜNG VỤ")
    book.close()


def write_for_stock(path: Path, people: Sequence[Line]) -> None:
    """The same cells under one plain header in the first row, with the codes and columns a stock importer needs.

    No cell that it reads is blank: it would hand None to a text column, which the database refuses.
    """
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Biểu 2")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    _write(sheet, 0, [*(" ".join(filter(None, names)) for names in OFFICE), *STOCK], day)
    for ordinal, line in enumerate(people, start=1):
        sending, receiving = line.official.unit, line.receiving
        assert sending is not None
        known = [
            YEAR, line.official.official_code, sending.code, receiving.code, sending.level, receiving.level,
            str(direction_between(sending.level, receiving.level)), "rotation", "training",
            date(YEAR, line.month, 1), "month", "Bố trí theo quy hoạch",
            "Theo quy hoạch",
        ]  # fmt: skip
        _write(sheet, ordinal, [*_cells(ordinal, line), *known], day)
    book.close()


def _write(sheet: Any, row: int, cells: Sequence[Any], day: Any) -> None:
    for index, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, index, value, day)
        elif value is not None:
            sheet.write(row, index, value)
