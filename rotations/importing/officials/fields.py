"""The fields of the 2C form a register row fills in or changes: where each is kept, and when it differs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final

from rotations.importing.file_rows import Change
from rotations.importing.officials.cells import DAYS
from rotations.importing.officials.entries import OfficialRow
from rotations.importing.officials.records import OfficialRecords
from rotations.importing.person_facts import DATED
from rotations.importing.tables.layout import Cell
from rotations.models import CatalogueEntry, Official
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import CatalogueKind, Severity, Sex

WORDED: Final = {
    "other_name": "other_name", "birth_place": "birth_place", "native_place": "native_place",
    "permanent_residence": "permanent_residence", "residence": "current_residence",
    "occupation_at_recruitment": "occupation_at_recruitment", "recruiting_body": "recruiting_body",
    "main_duty": "main_duty", "other_allowance": "other_allowance", "foreign_language": "foreign_language",
    "it_level": "computing", "party_card_number": "party_card_number",
    "party_committee_membership": "party_committee_membership", "organization_joined": "organization_joined",
    "military_rank": "military_rank", "honours": "honours", "strengths": "strengths", "health": "health",
    "blood_group": "blood_group", "policy_family": "policy_family",
    "social_insurance_number": "social_insurance_number", "note": "note",
}  # fmt: skip
LISTED: Final = {
    "ethnicity": ("ethnicity", CatalogueKind.ETHNICITY),
    "religion": ("religion", CatalogueKind.RELIGION),
    "management_scope": ("management_scope", CatalogueKind.MANAGEMENT_SCOPE),
    "cadre_kind": ("cadre_kind", CatalogueKind.CADRE_KIND),
    "grade": ("grade", CatalogueKind.GRADE),
    "general_education": ("general_education", CatalogueKind.GENERAL_EDUCATION),
    "political_theory_level": ("political_theory", CatalogueKind.POLITICAL_THEORY),
    "state_management_level": ("state_management", CatalogueKind.STATE_MANAGEMENT),
}
# Without these nobody is on the register.
DECISIVE: Final = frozenset({"full_name", "official_code"})
LABELS: Final = {
    "birth": "Ngày sinh",
    "recruited": "Ngày tuyển dụng",
    "party_admission": "Ngày vào Đảng",
    "party_official": "Ngày chính thức",
}


# Something the file says of a person: the attribute of their file it belongs to, its column, and what it says.
Fact = tuple[str, str, Any]


class Facts:
    """What the cells of a row say of the person, and what that changes on the file."""

    def __init__(self, records: OfficialRecords) -> None:
        self.records = records

    def settle(self, row: OfficialRow) -> None:
        """Put on the row every value that is new or another than the one on file."""
        person = row.official
        facts = row.facts
        for attribute, column, value in self._all(row):
            if isinstance(value, str) and self._too_long(row, attribute, column, value):
                continue
            if person is None:
                facts[attribute] = value
            else:
                self._compare(row, person, attribute, value)
        if row.unit is not None and (person is None or person.unit_id != row.unit.pk):
            row.facts["unit"] = row.unit
            if person is not None:
                row.facts["unit_since"] = self.records.on
                old = self.records.units.by_id[person.unit_id].name if person.unit_id else ""
                row.changes.append(Change(label_of("unit"), old, row.unit.name))
        self._keep_party_dates_in_order(row)
        self._check_citizen_id(row)

    def _all(self, row: OfficialRow) -> Iterator[Fact]:
        read = row.cells
        assert read is not None
        if read.name:
            yield ("full_name", "full_name", read.name)
        if read.birth is not None:
            yield ("birth", "birth", read.birth)
        if read.sex:
            yield ("sex", "sex", read.sex)
        if read.citizen_id:
            yield ("citizen_id", "citizen_id", read.citizen_id)
        if read.official_code:
            yield ("official_code", "official_code", read.official_code)
        if read.party_admission is not None:
            yield ("party_admission", "party_admission_date", read.party_admission)
        if read.party_official is not None:
            yield ("party_official", "party_official_date", read.party_official)
        for column, text in read.texts.items():
            if attribute := WORDED.get(column):
                yield (attribute, column, text)
            elif listed := LISTED.get(column):
                if entry := self.records.catalogue.find(listed[1], text):
                    yield (listed[0], column, entry)
                else:
                    self._not_listed(row, column, text)
            elif column == "ethnicity_and_religion":
                yield from self._two_lists(row, text)
        yield from self._qualification(row, read.texts)
        if title := _joined(read.texts.get("job_title", ""), row.title):
            yield ("job_title", "job_title" if "job_title" in read.texts else "present_post", title)
        for column, value in read.values.items():
            yield (column, column, value)

    def _two_lists(self, row: OfficialRow, text: str) -> Iterator[Fact]:
        both = text.replace("/", ",").replace(";", ",").replace(" - ", ",").split(",", 1)
        for part, column in zip((part.strip() for part in both), ("ethnicity", "religion"), strict=False):
            attribute, kind = LISTED[column]
            if entry := self.records.catalogue.find(kind, part):
                yield (attribute, "ethnicity_and_religion", entry)
            elif part:
                self._not_listed(row, "ethnicity_and_religion", part)

    def _qualification(self, row: OfficialRow, texts: dict[str, str]) -> Iterator[Fact]:
        """ "Đại học Luật" is a level and what was studied, unless that has a column of its own."""
        major = texts.get("major", "")
        if text := texts.get("qualification"):
            level, rest = self.records.catalogue.opening(CatalogueKind.PROFESSIONAL_LEVEL, text)
            if level is not None:
                yield ("professional_level", "qualification", level)
            if rest and not major:
                yield ("major", "qualification", rest)
            elif rest and rest not in major:
                assert row.cells is not None
                row.cells.add(
                    Severity.NOTE,
                    "not_stored",
                    f"“{rest}” không được ghi vì chuyên ngành đã có cột riêng.",
                    row.row.cell("qualification"),
                )
        if major:
            yield ("major", "major", major)

    def _not_listed(self, row: OfficialRow, column: str, text: str) -> None:
        assert row.cells is not None
        row.cells.add(
            Severity.WARNING,
            "not_in_catalogue",
            f"“{text}” không có trong danh mục dùng chung nên không được ghi; hãy sửa ô này hoặc bổ sung danh mục.",
            row.row.cell(column),
        )

    def _too_long(self, row: OfficialRow, attribute: str, column: str, text: str) -> bool:
        most = _length(attribute)
        if most is None or len(text) <= most:
            return False
        assert row.cells is not None
        decides = attribute in DECISIVE
        row.cells.add(
            Severity.ERROR if decides else Severity.WARNING,
            "too_long",
            f"Ô này dài {len(text)} ký tự, hồ sơ chỉ chứa {most} ký tự; hãy rút gọn."
            + ("" if decides else " Ô này không được ghi."),
            _cell_of(row, attribute, column),
        )
        return True

    def _compare(self, row: OfficialRow, person: Official, attribute: str, value: Any) -> None:
        """A blank on file is filled in, another value replaced; a vaguer date that may be the one on file is not."""
        if isinstance(value, CatalogueEntry):
            old_key = getattr(person, f"{attribute}_id")
            if old_key == value.pk:
                return
            known = self.records.catalogue.by_id.get(old_key) if old_key else None
            old = known.name if known else ("" if not old_key else str(getattr(person, attribute)))
        else:
            kept = getattr(person, attribute)
            if kept == value:
                return
            if isinstance(value, PartialDate) and isinstance(kept, PartialDate):
                if value.first <= kept.first and kept.last <= value.last:
                    return
            elif attribute == "full_name" and row.name_key == person.match_key:
                return
            old = shown(attribute, kept)
        row.facts[attribute] = value
        row.changes.append(Change(label_of(attribute), old, shown(attribute, value)))

    def _keep_party_dates_in_order(self, row: OfficialRow) -> None:
        facts, person = row.facts, row.official
        if "party_admission" not in facts and "party_official" not in facts:
            return
        admission = facts.get("party_admission") or (person.party_admission if person else None)
        official = facts.get("party_official") or (person.party_official if person else None)
        if not (isinstance(admission, PartialDate) and isinstance(official, PartialDate)):
            return
        if official.first >= admission.first or official.precision != DatePrecision.DAY:
            return
        facts.pop("party_admission", None)
        facts.pop("party_official", None)
        labels = {label_of("party_admission"), label_of("party_official")}
        row.changes = [change for change in row.changes if change.label not in labels]
        assert row.cells is not None
        row.cells.add(
            Severity.WARNING,
            "impossible_date",
            f"Ngày chính thức {official} trước ngày vào Đảng {admission} nên cả hai không được ghi; hãy kiểm tra lại.",
            row.cells.cell("party_official_date", "party_dates", "party_admission_date"),
        )

    def _check_citizen_id(self, row: OfficialRow) -> None:
        """The number itself says century and sex, and the year of birth (domain reference §4.4)."""
        read, person = row.cells, row.official
        assert read is not None
        number = read.citizen_id
        if len(number) != 12:
            return
        sex = read.sex or (person.sex if person else "")
        birth = read.birth or (person.birth if person else None)
        told = int(number[3])
        wrong = []
        if sex and (told % 2 == 0) != (sex == Sex.MALE):
            wrong.append("giới tính")
        if isinstance(birth, PartialDate):
            year = birth.first.year
            if told // 2 != (year - 1900) // 100 or int(number[4:6]) != year % 100:
                wrong.append(f"năm sinh {year}")
        if wrong:
            read.add(
                Severity.WARNING,
                "citizen_id_differs",
                f"Số CCCD không khớp với {' và '.join(wrong)}; vẫn được ghi, hãy kiểm tra lại.",
                row.row.cell("citizen_id"),
            )


def shown(attribute: str, value: Any) -> str:
    """A value of a file as people read it."""
    if value is None or value == "":
        return ""
    if attribute == "sex":
        return Sex(value).label
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return f"{value:%d/%m/%Y}" if attribute in DAYS else str(value)


@cache
def label_of(attribute: str) -> str:
    """What the file calls an attribute."""
    return LABELS.get(attribute) or str(Official._meta.get_field(attribute).verbose_name)  # type: ignore[union-attr]


@cache
def _length(attribute: str) -> int | None:
    if attribute in DATED:
        return None
    return getattr(Official._meta.get_field(attribute), "max_length", None)


def _cell_of(row: OfficialRow, attribute: str, column: str) -> Cell | None:
    assert row.cells is not None
    if attribute == "full_name":
        return row.cells.cell("full_name", "given_name")
    return row.row.cell(column)


def _joined(own: str, named: str) -> str:
    """A title of its own column, with one named among the posts beside it."""
    if not own or not named or named in own:
        return own or named
    return f"{own}; {named}"
