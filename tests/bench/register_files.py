"""A register of officials as workbooks: as an office keeps it, and as a stock importer needs it. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from rotations.importing.officials.columns import OFFICIALS
from rotations.management.sample_marks import add_all
from rotations.models import Position, Post, Unit
from rotations.vocabulary import UnitBlock, UnitLevel

POSITION, IN_A_UNIT = "Chuyên viên", 20
OFFICE = (
    "stt", "official_code", "full_name", "birth", "sex", "ethnicity", "religion", "native_place", "residence",
    "present_unit", "present_post", "held_since", "qualification", "political_theory_level", "party_admission_date",
    "party_official_date", "foreign_language", "it_level", "note",
)  # fmt: skip
# What a stock importer must be handed beside the same cells: columns of the table, units by their code.
STOCK = (
    "code", "name", "birth_date", "birth_date_precision", "gender", "ethnic_group", "religion_name", "native_place",
    "current_residence", "unit_code", "level_name", "theory_name", "party_admission_date", "party_official_date",
    "foreign_language", "computing", "note",
)  # fmt: skip
FAMILIES = ("Lò", "Quàng", "Giàng", "Mùa", "Vàng", "Sùng", "Tòng", "Cà", "Lường", "Hạng", "Thào", "Ly", "Lầu", "Chang", "Bùi")  # fmt: skip
GIVEN = (
    "An", "Bình", "Chung", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hiên", "Hòa", "Huệ", "Khoa", "Lan", "Liên", "Minh", "Nga",
    "Ngọc", "Oanh", "Phúc", "Quế", "Sâm", "Tâm", "Thảo", "Thủy", "Tú", "Uyên", "Vân", "Xuân", "Yến",
)  # fmt: skip
MALE, FEMALE = ("Văn", "A", "Đức", "Quang", "Hữu"), ("Thị", "Thu", "Ngọc", "Thanh", "Kim")
FIRST_BIRTH, BIRTHS = date(1966, 1, 1), 12_000


def make_units(people: int) -> None:
    """Invented communes with room for so many."""
    district = Unit(name="Huyện Mẫu", code="M", level=UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    add_all([district])
    communes = [
        Unit(
            name=f"Xã Mẫu {number}", code=f"M-{number}", level=UnitLevel.COMMUNE, block=UnitBlock.LOCALITY, parent=district
        )
        for number in range(people // IN_A_UNIT)
    ]  # fmt: skip
    add_all(communes)
    position = Position.objects.get(name=POSITION)
    add_all(Post(unit=unit, position=position, quota=IN_A_UNIT) for unit in communes)


def _people(count: int) -> Iterator[dict[str, Any]]:
    """So many people; no two of one name are born on one day."""
    for number in range(count):
        is_man = number % 2 == 0
        born = FIRST_BIRTH + timedelta(number * 37 % BIRTHS)
        rest = number // 2
        middle = (MALE if is_man else FEMALE)[rest % 5]
        second = GIVEN[rest // 5 % len(GIVEN)]
        yield {
            "stt": number + 1,
            "official_code": f"CB{number:07d}",
            "full_name": f"{FAMILIES[rest % 15]} {middle} {second} {GIVEN[rest // 7 % len(GIVEN)]}",
            "birth": born,
            "sex": "Nam" if is_man else "Nữ",
            "ethnicity": ("Thái", "Mông", "Kinh")[number % 3],
            "religion": "Không",
            "native_place": f"Xã Mẫu {number % 300}, tỉnh Điện Biên",
            "residence": f"Bản số {number % 40}, Xã Mẫu {number // IN_A_UNIT}",
            "present_unit": f"Xã Mẫu {number // IN_A_UNIT}",
            "unit_code": f"M-{number // IN_A_UNIT}",
            "present_post": POSITION,
            "held_since": date(2018 + number % 6, 1 + number % 12, 1),
            "qualification": ("Đại học", "Trung cấp", "Thạc sĩ")[number % 3],
            "political_theory_level": ("Trung cấp", "Cao cấp")[is_man],
            "party_admission_date": date(born.year + 25, born.month, min(born.day, 28)),
            "party_official_date": date(born.year + 26, born.month, min(born.day, 28)),
            "foreign_language": "Tiếng Anh B",
            "it_level": "Tin học văn phòng",
            "note": "Hồ sơ mẫu",
        }


def write_register(path: Path, count: int) -> None:
    """A title, a header, and the people."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Danh sách"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "DANH SÁCH CÁN BỘ, CÔNG CHỨC")
        _write(sheet, 2, [OFFICIALS.by_code[code].label for code in OFFICE], day)
        for row, person in enumerate(_people(count), start=3):
            _write(sheet, row, [person[code] for code in OFFICE], day)


def write_register_for_stock(path: Path, count: int) -> None:
    """The same cells under one plain header in the first row, with the columns a stock importer needs."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Danh sách"), book.add_format({"num_format": "dd/mm/yyyy"})
        _write(sheet, 0, [*(OFFICIALS.by_code[code].label for code in OFFICE), *STOCK], day)
        for row, person in enumerate(_people(count), start=1):
            known = [
                person["official_code"], person["full_name"], person["birth"], "day",
                {"Nam": "male", "Nữ": "female"}[person["sex"]], person["ethnicity"], person["religion"],
                person["native_place"], person["residence"], person["unit_code"], person["qualification"],
                person["political_theory_level"], person["party_admission_date"], person["party_official_date"],
                person["foreign_language"], person["it_level"], person["note"],
            ]  # fmt: skip
            _write(sheet, row, [*(person[code] for code in OFFICE), *known], day)


def _write(sheet: Any, row: int, cells: list[Any], day: Any) -> None:
    for index, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, index, value, day)
        else:
            sheet.write(row, index, value)
