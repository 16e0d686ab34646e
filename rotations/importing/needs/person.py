"""Whom a row of Biểu 1 proposes: somebody on the register, or a name in the unit's own words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from rotations.importing.file_rows import ask
from rotations.importing.findings import Option
from rotations.importing.needs.proposals import NeedRow
from rotations.importing.needs.records import NeedRecords
from rotations.importing.people_on_record import agree
from rotations.importing.tables.layout import Cell
from rotations.models import Official, Unit
from rotations.partial_dates import PartialDate
from rotations.vietnamese import match_key
from rotations.vocabulary import NeedDirection, Severity

TEXT_ONLY: Final = Option("text", "Chỉ ghi tên như trong tệp, không gắn với hồ sơ nào")
LONGEST_TEXT: Final = 200


class NeedPerson:
    """The person one row proposes; its unit, direction and post are settled."""

    def __init__(self, records: NeedRecords, row: NeedRow) -> None:
        self.records, self.row, self.read = records, row, row.read
        self.ask = partial(ask, records.errand.answers, row)

    def settle(self) -> None:
        """By number, else by name with birth or unit; what is not certain is asked."""
        read, people = self.read, self.records.people
        by_number = people.by_citizen_id.get(read.citizen_id) if read.citizen_id else None
        by_code = people.coded(read.official_code)
        if by_number and by_code and by_number is not by_code:
            self._ask_who([by_number, by_code], "Số CCCD và số hiệu là của hai người khác nhau")
        elif known := by_number or by_code:
            if not read.proposed or known.match_key == match_key(read.proposed):
                self._take(known)
            else:
                self._ask_who([known], "Số CCCD hoặc số hiệu này là của người khác tên")
        elif read.proposed:
            self._by_name()
        elif read.present or read.birth or read.citizen_id or read.official_code:
            cell = read.cell("present", "birth", "citizen_id", "official_code")
            self._keep_text()
            read.add(
                Severity.NOTE,
                "no_name",
                "Chưa ghi tên nhân sự; các ô về nhân sự được ghi theo lời của đơn vị.",
                cell,
            )

    def _by_name(self) -> None:
        read, records = self.read, self.records
        namesakes = records.people.by_name.get(match_key(read.proposed), [])
        if not namesakes:
            alike = records.alike(self.row)
            if alike:
                self._ask_who(alike, f"Không có ai tên {read.proposed}, nhưng có người gần giống")
            else:
                self._keep_text()
                read.add(
                    Severity.NOTE,
                    "not_on_register",
                    f"{read.proposed} chưa có trong danh sách cán bộ nên được ghi theo lời của đơn vị.",
                    read.row.cell("proposed"),
                )
            return
        if self._was_settled(namesakes):
            return
        certain = self._certain(namesakes)
        numbers = read.citizen_id or read.official_code
        if len(certain) == 1 and not (numbers and (certain[0].citizen_id or certain[0].official_code)):
            self._take(certain[0])
        elif len(certain) == 1:
            self._ask_who(certain, "Trùng tên nhưng khác số CCCD hoặc số hiệu")
        else:
            self._ask_who(certain or namesakes, f"Chưa rõ {read.proposed} là ai")

    def _was_settled(self, namesakes: Sequence[Official]) -> bool:
        """Whether the unit stated this person for this post before, and it was settled then who that is."""
        row = self.row
        before = [
            need
            for need in self.records.stated(row)
            if need.position_id == (row.position.pk if row.position else None)
        ]
        known = {need.proposed_official_id for need in before} & {person.pk for person in namesakes}
        if len(known) == 1 and self.read.birth is None:
            self._take(self.records.people.by_id[known.pop() or 0])
            return True
        text = match_key(self._own_words())
        if any(match_key(need.proposed_text) == text for need in before):
            self._keep_text()
            return True
        return False

    def _certain(self, namesakes: Sequence[Official]) -> list[Official]:
        """By birth where it is written; else by the unit the person is at, if the file says which."""
        read, unit = self.read, self._unit_of_person()
        if read.birth is not None:
            fitting = [
                p for p in namesakes if isinstance(p.birth, PartialDate) and agree(p.birth, read.birth)
            ]
            if len(fitting) > 1 and unit is not None:
                return [person for person in fitting if self.records.is_at(person, unit)] or fitting
            return fitting
        return [person for person in namesakes if unit is not None and self.records.is_at(person, unit)]

    def _unit_of_person(self) -> Unit | None:
        """The unit of the present post; who is sent away is of the unit that says so."""
        records = self.records
        if self.read.present:
            split = records.positions.split(self.read.present, with_unit=True)
            return records.named_exactly(split.unit or self.read.present)
        return self.row.unit if self.row.direction == NeedDirection.OUT else None

    def _ask_who(self, people: Sequence[Official], why: str) -> None:
        read = self.read
        labels = [self._person_label(person) for person in people]
        answer = self.ask(
            "ambiguous_official",
            f"{why}: {'; '.join(labels)}. Hãy chọn đúng người, hoặc chỉ ghi tên.",
            read.cell("proposed", "citizen_id", "official_code"),
            values=(read.proposed, str(read.birth or ""), read.present),
            options=[
                *(Option(str(person.pk), label) for person, label in zip(people, labels, strict=True)),
                TEXT_ONLY,
            ],
            candidates=labels,
        )
        if answer == TEXT_ONLY.value:
            self._keep_text()
        elif answer:
            self.row.official = self.records.people.by_id[int(answer)]

    def _person_label(self, person: Official) -> str:
        year = str(person.birth_date.year) if person.birth_date else ""
        unit = self.records.units.by_id.get(person.unit_id or 0)
        return ", ".join(filter(None, (person.full_name, year, unit.name if unit else "")))

    def _take(self, person: Official) -> None:
        """The person of the register; what the file says beside the name is the register's to say."""
        self.row.official = person
        read = self.read
        if (
            read.birth is not None
            and isinstance(person.birth, PartialDate)
            and not agree(person.birth, read.birth)
        ):
            self._tell_differs(f"ngày sinh {person.birth}", read.cell("birth", "proposed"))
        for code, label, written, kept in (
            ("citizen_id", "số CCCD", read.citizen_id, person.citizen_id),
            ("official_code", "số hiệu", read.official_code, person.official_code),
        ):
            if written and match_key(written) != match_key(kept):
                known = f"{label} {kept}" if kept else f"chưa có {label}"
                self._tell_differs(known, read.row.cell(code))
        if read.present and not self._is_known_to_be(person, read.present):
            self._tell_differs(self._work_of(person), read.row.cell("present"))

    def _is_known_to_be(self, person: Official, present: str) -> bool:
        """Whether the register has the person in every post, and at the unit, that a text names."""
        records, positions = self.records, self.records.positions
        if (whole := records.named_exactly(present)) is not None:
            return records.is_at(person, whole)
        split = positions.split(present, with_unit=True)
        if split.unread or (not split.phrases and not split.unit):
            return False
        if split.unit:
            unit = records.named_exactly(split.unit)
            if unit is None or not records.is_at(person, unit):
                return False
        held = {positions.posts[pk].position_id for pk in records.people.held_posts(person, on=records.day)}
        return all(phrase.positions & held for phrase in split.phrases)

    def _work_of(self, person: Official) -> str:
        """Posts and unit of somebody, as the register has them."""
        records = self.records
        held = records.people.held_posts(person, on=records.day)
        posts = [records.positions.posts[pk].position.name for pk in held]
        unit = records.units.by_id.get(person.unit_id or 0)
        return ", ".join([*posts, f"đơn vị {unit}" if unit else "chưa rõ đơn vị"])

    def _tell_differs(self, register: str, cell: Cell | None) -> None:
        self.read.add(
            Severity.WARNING,
            "register_differs",
            f"Hồ sơ của {self.row.official} ghi {register}, khác với tệp; hồ sơ được giữ nguyên.",
            cell,
        )

    def _own_words(self) -> str:
        """Name, birth, code and present post, as the unit writes them."""
        read = self.read
        parts = (
            read.proposed, f"sinh {read.birth}" if read.birth else "",
            f"số hiệu {read.official_code}" if read.official_code else "", read.present,
        )  # fmt: skip
        return ", ".join(filter(None, parts))

    def _keep_text(self) -> None:
        """The person in the unit's own words. A CCCD is kept on a file alone."""
        read, text = self.read, self._own_words()
        if read.citizen_id:
            read.add(
                Severity.NOTE,
                "not_stored",
                "Số CCCD chỉ được lưu ở hồ sơ cán bộ nên không ghi vào nhu cầu.",
                read.row.cell("citizen_id"),
            )
        if len(text) > LONGEST_TEXT:
            read.add(
                Severity.ERROR,
                "too_long",
                f"Nhân sự đề xuất dài {len(text)} ký tự, chỉ lưu được {LONGEST_TEXT}; hãy viết ngắn lại.",
                read.cell("proposed", "present"),
            )
            return
        self.row.proposed_text = text
