"""What the cells of a row say of a person, whatever kind of file it is: name, sex, birth, numbers, Party dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rotations.importing.row_cells import RowCells, tidy
from rotations.importing.tables import cells, periods
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.layout import Cell
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import match_key, settle_name
from rotations.vocabulary import Severity

_BETWEEN_DIGITS: Final = re.compile(r"[\s.]")
_CITIZEN_ID: Final = re.compile(r"\d{12}|\d{9}")


@dataclass(slots=True)
class PersonCells(RowCells):
    """The values of one row that is about a person."""

    name: str = ""
    name_key: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    birth_missing: bool = False
    citizen_id: str = ""
    official_code: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    party_admission: PartialDate | None = None
    party_official: PartialDate | None = None

    def read_texts(self, codes: tuple[str, ...], severity: Severity) -> None:
        """Keep every filled one of some columns as `text` reads it."""
        bare = self.bare
        for code, index in self.row.table.places(codes):
            if bare is None:
                typed = self.text(code, severity)
            else:
                typed = tidy(bare[index]) if index < len(bare) else ""
            if typed:
                self.texts[code] = typed

    def birth_cell(self) -> Cell | None:
        """The cell that holds the birth date: of the pair Nam | Nữ the filled one."""
        pair = self.cell("female", "male") if self.row.cell("male") else None
        return pair if pair and pair.value is not None else self.cell("birth", "male", "female")


def read_person(read: PersonCells, on: date) -> None:
    """Read name, sex, birth and numbers.

    Shape   fills `read` in; no query.
    Units   years of two digits are the last such year up to `on`.
    Errors  none: faults are findings. An empty birth is none: whether it is needed depends on the records.
    Source  product §6, domain reference §3.4, §4.4.
    """
    name = read.text("full_name", Severity.ERROR)
    if not name:
        parts = (read.text("family_name", Severity.ERROR), read.text("given_name", Severity.ERROR))
        name = " ".join(part for part in parts if part)
    read.name = settle_name(name)
    read.name_key = match_key(read.name)
    if not read.name_key and not read.issues:
        read.name = ""
        cell = read.cell("full_name", "given_name", "family_name")
        read.add(
            Severity.ERROR, "missing_value", "Chưa ghi họ và tên; hãy điền vào ô này.", cell or "Họ và tên"
        )
    _read_sex_and_birth(read, on)
    if typed := read.text("citizen_id", Severity.ERROR):
        digits = _BETWEEN_DIGITS.sub("", typed)
        if _CITIZEN_ID.fullmatch(digits):
            read.citizen_id = digits
        else:
            hint = " (bảng tính đã bỏ số 0 ở đầu?)" if re.fullmatch(r"\d{8}|\d{10,11}", digits) else ""
            read.add(
                Severity.ERROR,
                "bad_citizen_id",
                f"“{typed}” không phải số CCCD{hint}; hãy ghi đủ 12 chữ số, định dạng ô là văn bản.",
                read.at("citizen_id"),
            )
    read.official_code = read.text("official_code", Severity.ERROR)


def read_party_dates(read: PersonCells, on: date) -> None:
    """Read when the person joined the Party, on trial and for good; as `read_person`."""
    read.party_admission = read.read(
        "party_admission_date", lambda v: cells.day(v, latest=on), Severity.WARNING
    )
    read.party_official = read.read(
        "party_official_date", lambda v: cells.day(v, latest=on), Severity.WARNING
    )
    if both := read.read("party_dates", lambda v: periods.two_dates(v, latest=on), Severity.WARNING):
        read.party_admission, read.party_official = both


def _read_sex_and_birth(read: PersonCells, on: date) -> None:
    read.birth = read.read("birth", lambda value: cells.day(value, latest=on))
    read.sex = read.read("sex", cells.sex, Severity.WARNING) or ""
    columns, birth_at = read.row.table.header.columns, "birth"
    if "male" in columns and "female" in columns:
        birth_at = _read_pair(read, on)
    elif "female" in columns:
        read.sex = read.read("female", cells.sex_by_female_tick, Severity.WARNING) or read.sex
    elif (marked := read.read("male", cells.tick, Severity.WARNING)) is not None:
        read.sex = cells.MALE if marked else cells.FEMALE
    if read.birth is not None and read.birth.precision != DatePrecision.DAY:
        known = "năm sinh" if read.birth.precision == DatePrecision.YEAR else "tháng, năm sinh"
        read.add(
            Severity.NOTE,
            "partial_date",
            f"Chỉ ghi {known} ({read.birth}); được lưu đúng như vậy.",
            read.at(birth_at),
        )


def _read_pair(read: PersonCells, on: date) -> str:
    """Sex and birth by which of Nam | Nữ is filled; the column of the birth date."""
    male, female = read.said("male"), read.said("female")
    if isinstance(male, Fault):
        read.fault(male, read.at("male"))
        return "male"
    if isinstance(female, Fault):
        read.fault(female, read.at("female"))
        return "female"
    filled = "male" if male is not None else "female"
    pair = cells.sex_and_birth(male, female, latest=on)
    if not isinstance(pair, Fault):
        read.sex = pair.sex
        read.birth = pair.birth or read.birth
        return filled if pair.birth else "birth"
    if pair.code == "missing_value":
        read.birth_missing = read.birth is None
        return "birth"
    read.fault(pair, read.at(filled))
    return filled
