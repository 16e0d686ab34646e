"""What a row says of the person, held against the file: what it fills in there, and what is not taken at all.

None of it holds a row back. So it can wait, where nothing else depends on it, until the cases are being stored.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

from rotations.importing.file_rows import Change
from rotations.importing.people_on_record import agree
from rotations.importing.person_cells import read_party_dates
from rotations.importing.plans.cells import NOT_TAKEN
from rotations.importing.plans.proposals import PlanRow
from rotations.importing.plans.records import PlanRecords
from rotations.importing.tables.layout import Cell
from rotations.models import Official
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import match_key
from rotations.vocabulary import CatalogueKind, Severity, Sex

TEXTS: Final = (
    "ethnicity", "religion", "ethnicity_and_religion", "native_place", "residence", "general_education",
    "qualification", "political_theory_level", "state_management_level", "foreign_language", "it_level",
)  # fmt: skip


class _Fact(NamedTuple):
    """Something the file says of the person: the attribute of the file it belongs to, and where it stands."""

    attribute: str
    column: str
    value: Any

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return _SEXES.get(self.value, self.value) if self.attribute == "sex" else str(self.value)


_SEXES: Final[dict[str, str]] = {sex.value: str(sex.label) for sex in Sex}
_DATES: Final = {
    "birth": Official.birth,
    "party_admission": Official.party_admission,
    "party_official": Official.party_official,
}
_LISTED: Final[tuple[tuple[str, str, CatalogueKind], ...]] = (
    ("ethnicity", "ethnicity", CatalogueKind.ETHNICITY),
    ("religion", "religion", CatalogueKind.RELIGION),
    ("general_education", "general_education", CatalogueKind.GENERAL_EDUCATION),
    ("political_theory_level", "political_theory", CatalogueKind.POLITICAL_THEORY),
    ("state_management_level", "state_management", CatalogueKind.STATE_MANAGEMENT),
)
_WORDED: Final = (
    ("native_place", "native_place"),
    ("residence", "current_residence"),
    ("foreign_language", "foreign_language"),
    ("it_level", "computing"),
)


class Facts:
    """What one row says of the person. Asks the database nothing."""

    def __init__(self, records: PlanRecords, row: PlanRow) -> None:
        assert row.cells is not None
        self.records, self.row, self.read = records, row, row.cells

    def settle(self) -> None:
        """Read the cells about the person and hold them against the file."""
        read_party_dates(self.read, self.records.on)
        self.read.read_texts(TEXTS, Severity.WARNING)
        self._settle_facts()
        self.read.report_rest("mẫu kế hoạch", NOT_TAKEN)

    def _facts(self) -> list[tuple[str, str, Any]]:
        """What the file says of the person: attribute, column and value of each `_Fact`."""
        read = self.read
        found: list[tuple[str, str, Any]] = []
        birth, sex = read.birth, read.sex
        if birth is not None:
            found.append(("birth", "birth", birth))
        if sex:
            found.append(("sex", "sex", sex))
        if read.citizen_id:
            found.append(("citizen_id", "citizen_id", read.citizen_id))
        if read.official_code:
            found.append(("official_code", "official_code", read.official_code))
        for attribute, column in (
            ("party_admission", "party_admission_date"),
            ("party_official", "party_official_date"),
        ):
            if (value := getattr(read, attribute)) is not None:
                found.append((attribute, column, value))
        for column, attribute in _WORDED:
            if typed := read.texts.get(column):
                found.append((attribute, column, typed))
        return [*found, *self._listed_facts()]

    def _listed_facts(self) -> list[tuple[str, str, Any]]:
        read, catalogue = self.read, self.records.catalogue
        found: list[tuple[str, str, Any]] = []
        if both := read.texts.get("ethnicity_and_religion"):
            for part, (_column, attribute, kind) in zip(
                [
                    part.strip()
                    for part in both.replace("/", ",").replace(";", ",").replace(" - ", ",").split(",", 1)
                ],
                _LISTED[:2],
                strict=False,
            ):
                if entry := catalogue.find(kind, part):
                    found.append((attribute, "ethnicity_and_religion", entry))
                elif part:
                    self._not_listed("ethnicity_and_religion", part)
        for column, attribute, kind in _LISTED:
            if typed := read.texts.get(column):
                if entry := catalogue.find(kind, typed):
                    found.append((attribute, column, entry))
                else:
                    self._not_listed(column, typed)
        if typed := read.texts.get("qualification"):
            level, major = catalogue.opening(CatalogueKind.PROFESSIONAL_LEVEL, typed)
            if level is not None:
                found.append(("professional_level", "qualification", level))
            if major:
                found.append(("major", "qualification", major))
        return found

    def _not_listed(self, column: str, typed: str) -> None:
        self.read.add(
            Severity.WARNING,
            "not_in_catalogue",
            f"“{typed}” không có trong danh mục dùng chung nên không được ghi; hãy sửa ô này hoặc bổ sung danh mục.",
            self.read.at(column),
        )

    def _settle_facts(self) -> None:
        row = self.row
        facts = self._facts()
        if row.official is None:
            row.facts = {attribute: value for attribute, _column, value in facts}
        else:
            for attribute, column, value in facts:
                if not self._says(row.official, attribute, value):
                    known = self._known(row.official, attribute)
                    self._settle_fact(known, _Fact(attribute, column, value))
            if row.official.unit_id is None and row.sending is not None:
                row.facts["unit"] = row.sending
                row.changes.append(Change("Đơn vị công tác", "", str(row.sending)))
        self._keep_party_dates_in_order()

    def _says(self, person: Official, attribute: str, value: Any) -> bool:
        """Whether the person's file says exactly that."""
        if attribute in _DATES:
            return _DATES[attribute].holds(person, value)
        if column := _key_column(attribute):
            return bool(getattr(person, column) == value.id)
        return bool(getattr(person, attribute) == value)

    def _settle_fact(self, known: Any, fact: _Fact) -> None:
        if known in (None, ""):
            self.row.facts[fact.attribute] = fact.value
            self.row.changes.append(Change(_label_of(fact.attribute), "", fact.shown))
        elif not _same(known, fact):
            self.read.add(
                Severity.WARNING,
                "register_differs",
                f"Hồ sơ ghi “{known}”, tệp ghi “{fact.shown}”; hồ sơ được giữ nguyên, hãy sửa ở hồ sơ nếu tệp đúng.",
                self._cell_of(fact),
            )

    def _known(self, person: Official, attribute: str) -> Any:
        if column := _key_column(attribute):
            key = getattr(person, column)
            return None if key is None else self.records.catalogue.by_id.get(key) or key
        value = getattr(person, attribute)
        return _SEXES.get(value, value) if attribute == "sex" else value

    def _cell_of(self, fact: _Fact) -> Cell | None:
        if fact.column in ("birth", "sex"):
            return self.read.cell(fact.column, "male", "female")
        return self.read.cell(fact.column, "party_dates")

    def _keep_party_dates_in_order(self) -> None:
        row = self.row
        if not {"party_admission", "party_official"} & row.facts.keys():
            return
        admission = row.facts.get("party_admission") or getattr(row.official, "party_admission", None)
        official = row.facts.get("party_official") or getattr(row.official, "party_official", None)
        if not (isinstance(admission, PartialDate) and isinstance(official, PartialDate)):
            return
        if official.first >= admission.first or official.precision != DatePrecision.DAY:
            return
        row.facts.pop("party_admission", None)
        row.facts.pop("party_official", None)
        labels = {_label_of("party_admission"), _label_of("party_official")}
        row.changes = [change for change in row.changes if change.label not in labels]
        self.read.add(
            Severity.WARNING,
            "impossible_date",
            f"Ngày chính thức {official} trước ngày vào Đảng {admission} nên cả hai không được ghi; hãy kiểm tra lại.",
            self.read.cell("party_official_date", "party_dates"),
        )


@cache
def _key_column(attribute: str) -> str:
    """The column that holds the key of a related record; "" for an attribute that is a value itself."""
    return f"{attribute}_id" if hasattr(Official, f"{attribute}_id") else ""


def _same(known: Any, fact: _Fact) -> bool:
    if isinstance(known, PartialDate):
        return agree(known, fact.value)
    return isinstance(known, str) and match_key(known) == match_key(fact.shown)


_FACT_LABELS: Final = {
    "birth": "Ngày sinh",
    "party_admission": "Ngày vào Đảng",
    "party_official": "Ngày chính thức",
}


def _label_of(attribute: str) -> str:
    return _FACT_LABELS.get(attribute) or str(Official._meta.get_field(attribute).verbose_name)  # type: ignore[union-attr]
