"""Who a row is about: somebody on the register, somebody new, or a question where the cells do not say for certain."""

from __future__ import annotations

from collections.abc import Sequence

from rotations.importing.findings import NEW, NEW_LABEL, Option
from rotations.importing.people_on_record import agree
from rotations.importing.plans.records import RowInHand
from rotations.models import OPEN_ROTATION, Official
from rotations.partial_dates import PartialDate
from rotations.vocabulary import Severity

YOUNGEST, OLDEST = 18, 70


class Person(RowInHand):
    """The person of one row against the register."""

    def identify(self) -> None:
        """By number, else by name and birth; what is near but not certain is asked."""
        read, people = self.read, self.records.people
        by_number = people.by_citizen_id.get(read.citizen_id) if read.citizen_id else None
        by_code = people.coded(read.official_code)
        if by_number and by_code and by_number is not by_code:
            self._ask_who(
                [by_number, by_code], "Số CCCD và số hiệu cán bộ là của hai người khác nhau", "citizen_id"
            )
        elif known := by_number or by_code:
            if people.keys[known.id] == read.name_key:
                self._take(known)
            else:
                what = "Số CCCD" if by_number else "Số hiệu cán bộ"
                self._ask_who([known], f"{what} này là của {known.label}, khác tên trong tệp", "full_name")
        else:
            self._identify_by_name()

    def _identify_by_name(self) -> None:
        read = self.read
        namesakes = self.records.people.by_name.get(read.name_key, [])
        other_number = [
            person
            for person in namesakes
            if (read.citizen_id and person.citizen_id) or (read.official_code and person.official_code)
        ]
        if not namesakes:
            alike = self.records.people.alike(read.name, read.birth) if read.birth else []
            if alike:
                self._ask_who(
                    alike, f"Không có ai tên {read.name}, nhưng có người gần giống", "full_name", new=True
                )
            else:
                self._new()
            return
        if read.birth is None:
            fitting = namesakes
        else:
            fitting = [
                p for p in namesakes if isinstance(p.birth, PartialDate) and agree(p.birth, read.birth)
            ]
            if not fitting and len(namesakes) == 1:
                self._one_namesake(namesakes[0])
                return
            fitting = fitting or namesakes
            if len(fitting) > 1 and (here := [p for p in fitting if self._is_there(p)]) and len(here) == 1:
                fitting = here
        if len(fitting) == 1 and fitting[0] not in other_number:
            self._take(fitting[0])
        elif len(fitting) == 1:
            self._ask_who(
                fitting, "Trùng họ tên, ngày sinh nhưng khác số CCCD hoặc số hiệu", "full_name", new=True
            )
        else:
            self._ask_who(fitting, f"Có {len(fitting)} người tên {read.name}", "full_name", new=True)

    def _one_namesake(self, person: Official) -> None:
        """One person of that name, whose birth is unknown or another."""
        read = self.read
        if person.birth is None:
            self._take(person)
            return
        cell = self.read.birth_cell()
        answer = self.ask(
            "birth_mismatch",
            f"{person.label} trong hồ sơ sinh {person.birth}, tệp ghi {read.birth}; hãy chọn đúng người hoặc sửa ngày "
            "sinh.",
            cell,
            values=(read.name, str(read.birth)),
            options=[Option(str(person.id), person.label), Option(NEW, NEW_LABEL)],
            candidates=[person.label],
        )
        self.row.match = "ambiguous"
        if answer == NEW:
            self._create()
        elif answer:
            self._take(person, birth_known=True)

    def _is_there(self, person: Official) -> bool:
        """Whether the present unit the file names is that person's."""
        text = self.read.texts.get("present_unit") or self.read.texts.get("present_post_and_unit", "")
        unit = self.records.units.find(text, on=self.day).unit
        if unit is None and text:
            split = self.records.positions.split(text, with_unit=True)
            unit = self.records.units.find(split.unit, on=self.day).unit if split.unit else None
        return unit is not None and unit.id in self.records.units_before(person, self.day)

    def _ask_who(self, people: Sequence[Official], why: str, code: str, *, new: bool = False) -> None:
        read = self.read
        self.row.match = "ambiguous"
        labels = [self._label(person) for person in people]
        options = [Option(str(person.id), label) for person, label in zip(people, labels, strict=True)]
        answer = self.ask(
            "ambiguous_official",
            f"{why}: {'; '.join(labels)}. Hãy chọn đúng người{' hoặc tạo hồ sơ mới' if new else ''}.",
            read.cell(code, "full_name", "given_name"),
            values=(read.name, str(read.birth or "")),
            options=[*options, *([Option(NEW, NEW_LABEL)] if new else [])],
            candidates=labels,
        )
        if answer == NEW:
            self._create()
        elif answer:
            self._take(next(person for person in people if str(person.id) == answer), birth_known=True)

    def _label(self, person: Official) -> str:
        parts = [person.full_name]
        if person.birth_date:
            parts.append(str(person.birth_date.year))
        if person.unit_id:
            parts.append(str(self.records.units.by_id[person.unit_id]))
        return ", ".join(parts)

    def _take(self, person: Official, *, birth_known: bool = False) -> None:
        row, read = self.row, self.read
        row.official, row.match = person, "existing"
        if row.plan_year is not None:
            row.existing = self.records.people.rotation_in(person, row.plan_year)
        if birth_known or read.birth is None:
            return
        if Official.birth.holds(person, read.birth):
            return
        known = person.birth
        if isinstance(known, PartialDate) and not agree(known, read.birth):
            self.ask(
                "birth_mismatch",
                f"{self._label(person)} trong hồ sơ sinh {known}, tệp ghi {read.birth}; hãy sửa ngày sinh, hoặc "
                "xác nhận đúng là người này.",
                self.read.birth_cell(),
                values=(read.name, str(read.birth)),
                candidates=[self._label(person)],
                accept=True,
            )

    def _new(self) -> None:
        """Nobody on the register: one answer for all, or this person's own."""
        read = self.read
        cell = read.cell("full_name", "given_name")
        if self.records.answers.create_officials:
            self._create()
            return
        answer = self.ask(
            "new_official",
            f"{read.name} chưa có trong danh sách cán bộ; hãy sửa tên, hoặc chọn tạo hồ sơ mới từ họ tên, ngày sinh và "
            "đơn vị trong tệp.",
            cell,
            values=(read.name, str(read.birth or "")),
            options=[Option(NEW, "Tạo hồ sơ mới")],
            candidates=[],
        )
        if answer:
            self._create()

    def _create(self) -> None:
        self.row.creates_official, self.row.match = True, "new"

    # ---- whether it can be true

    def check(self) -> None:
        """What holds the person back: no birth, an impossible age, own file, left service, an open case elsewhere."""
        row, read = self.row, self.read
        birth = read.birth or (row.official.birth if row.official else None)
        is_new = row.official is None and (row.creates_official or row.match == "new")
        if read.name and is_new and read.birth is None and not self._birth_at_fault():
            cell = self.read.birth_cell()
            read.add(
                Severity.ERROR,
                "missing_value",
                "Chưa ghi ngày sinh của người chưa có trong danh sách cán bộ; hãy điền vào ô này.",
                cell or "Ngày sinh",
            )
        if isinstance(birth, PartialDate):
            age = self.day.year - birth.first.year
            if not YOUNGEST <= age <= OLDEST:
                read.add(
                    Severity.ERROR,
                    "birth_out_of_range",
                    f"Sinh {birth} nghĩa là {age} tuổi vào {self.day.year}; hãy kiểm tra lại ngày sinh.",
                    self.read.birth_cell(),
                )
        if row.official is None:
            return
        if row.official.id in self.records.handled_by_others:
            read.add(
                Severity.ERROR,
                "own_file",
                "Đây là hồ sơ của chính bạn hoặc người thân; đề nghị người khác nhập dòng này.",
                read.cell("full_name", "given_name"),
            )
        if row.official.left_service_on is not None and row.official.left_service_on <= self.day:
            read.add(
                Severity.ERROR,
                "left_service",
                f"{row.official} đã thôi công tác từ {row.official.left_service_on:%d/%m/%Y}; hãy kiểm tra lại.",
                read.cell("full_name", "given_name"),
            )
        if row.plan_year is None or row.existing is not None:
            return
        if elsewhere := self.records.people.open_elsewhere(row.official, row.plan_year):
            read.add(
                Severity.ERROR,
                "open_rotation",
                f"{OPEN_ROTATION} (Kế hoạch năm {elsewhere.plan.year}, {elsewhere.get_status_display().lower()}.)",
                read.cell("full_name", "given_name"),
            )

    def _birth_at_fault(self) -> bool:
        codes = ("birth", "male", "female")
        headings = {cell.heading for code in codes if (cell := self.read.at(code))}
        return any(
            issue.severity == Severity.ERROR and issue.column in headings for issue in self.read.issues
        )
