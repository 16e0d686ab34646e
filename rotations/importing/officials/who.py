"""The person of one row against the register: by number, else by name with birth or unit; what is near is asked."""

from __future__ import annotations

from collections.abc import Sequence

from rotations.importing.file_rows import ask
from rotations.importing.findings import NEW, NEW_LABEL, Option
from rotations.importing.lookups import MOST_CANDIDATES
from rotations.importing.officials.entries import AMBIGUOUS, EXISTING, NEW_PERSON, OfficialRow
from rotations.importing.officials.people import Known
from rotations.importing.officials.records import OfficialRecords
from rotations.importing.people_on_record import agree
from rotations.vocabulary import Severity

YOUNGEST, OLDEST = 16, 100


class Who:
    """Finds the person of each row of a round; the people of the round must be loaded."""

    def __init__(self, records: OfficialRecords) -> None:
        self.records = records

    def identify(self, row: OfficialRow) -> None:
        """Settle whom the row is about, or leave the question on it; somebody found by nothing is new."""
        read, register = row.cells, self.records.register
        assert read is not None
        by_number = register.by_citizen_id.get(read.citizen_id) if read.citizen_id else None
        by_code = register.by_code.get(read.official_code) if read.official_code else None
        if by_number and by_code and by_number.pk != by_code.pk:
            self._ask(row, [by_number, by_code], "Số CCCD và số hiệu cán bộ là của hai người khác nhau")
            return
        if (known := by_number or by_code) is None:
            if row.name_key:
                self._by_name(row)
        elif known.match_key == row.name_key:
            self._take(row, known)
        elif row.name_key:
            what = "Số CCCD" if by_number else "Số hiệu cán bộ"
            self._ask(row, [known], f"{what} này là của {known.full_name}, khác tên trong tệp", new=True)

    def _by_name(self, row: OfficialRow) -> None:
        read = row.cells
        assert read is not None
        namesakes = self.records.register.named(row.name_key)
        if read.birth is None:
            self._by_name_alone(row, namesakes)
            return
        exact = [known for known in namesakes if known.birth == read.birth]
        if len(exact) > 1 and len(here := [known for known in exact if self._is_there(row, known)]) == 1:
            exact = here
        if len(exact) == 1:
            if exact[0].bears_another(read.citizen_id, read.official_code):
                self._ask(row, exact, "Trùng họ tên, ngày sinh nhưng khác số CCCD hoặc số hiệu", new=True)
            else:
                self._take(row, exact[0])
            return
        if exact:
            self._ask(row, exact, f"Có {len(exact)} người tên {read.name}, sinh {read.birth}", new=True)
            return
        vague = [
            known
            for known in namesakes
            if (known.birth is None or agree(known.birth, read.birth))
            and not known.bears_another(read.citizen_id, read.official_code)
        ]
        if len(vague) == 1 and self._is_there(row, vague[0]):
            self._take(row, vague[0])
        elif vague:
            self._ask(row, vague, f"Có người tên {read.name} chưa rõ có phải người này", new=True)
        else:
            alike = [
                known
                for known in self.records.register.alike(read.name, row.name_key, read.birth)
                if not known.bears_another(read.citizen_id, read.official_code)
            ]
            if alike:
                self._ask(row, alike, f"Không có ai tên {read.name}, nhưng có người gần giống", new=True)

    def _by_name_alone(self, row: OfficialRow, namesakes: Sequence[Known]) -> None:
        read = row.cells
        assert read is not None
        if not namesakes or read.has_fault("birth", "male", "female"):
            return
        only = namesakes[0] if len(namesakes) == 1 else None
        if only and self._is_there(row, only) and not only.bears_another(read.citizen_id, read.official_code):
            self._take(row, only)
        elif only:
            self._ask(row, namesakes, f"Có một người tên {read.name} nhưng chưa chắc là người này", new=True)
        else:
            self._ask(row, namesakes, f"Có {len(namesakes)} người tên {read.name}", new=True)

    def _is_there(self, row: OfficialRow, known: Known) -> bool:
        """Whether the unit the row names is that person's, by the file or by a post held."""
        text = self.unit_text(row)
        if not text:
            return False
        unit = self.records.unit_called(text, known.unit)
        if unit is None:
            return False
        return unit.pk == known.unit or any(
            unit.pk == there for _post, there in self.records.register.posts_of(known.pk)
        )

    def unit_text(self, row: OfficialRow) -> str:
        """The words of a row that name its unit, from its cells or from the group above."""
        assert row.cells is not None
        texts = row.cells.texts
        if named := texts.get("present_unit"):
            return named
        for code in ("present_post_and_unit", "present_post"):
            if (text := texts.get(code)) and (
                unit := self.records.positions.split(text, with_unit=True).unit
            ):
                return unit
        for group in reversed(row.row.groups):
            if self.records.unit_called(group.text) is not None:
                return group.text
        return ""

    def _take(self, row: OfficialRow, known: Known) -> None:
        row.person, row.match = known.pk, EXISTING

    def _ask(self, row: OfficialRow, people: Sequence[Known], why: str, *, new: bool = False) -> None:
        read = row.cells
        assert read is not None
        row.match = AMBIGUOUS
        people = people[:MOST_CANDIDATES]
        labels = [self._label(known) for known in people]
        options = [Option(str(known.pk), label) for known, label in zip(people, labels, strict=True)]
        answer = ask(
            self.records.answers,
            row,
            "ambiguous_official",
            f"{why}: {'; '.join(labels)}. Hãy chọn đúng người{' hoặc tạo hồ sơ mới' if new else ''}.",
            read.cell("full_name", "given_name"),
            values=(
                read.name,
                str(read.birth or ""),
                read.citizen_id or read.official_code,
                self.unit_text(row),
            ),
            options=[*options, *([Option(NEW, NEW_LABEL)] if new else [])],
            candidates=labels,
        )
        if answer == NEW:
            row.match = NEW_PERSON
        elif answer:
            self._take(row, next(known for known in people if str(known.pk) == answer))

    def _label(self, known: Known) -> str:
        parts = [known.full_name]
        if known.birth_date:
            parts.append(str(known.birth_date.year))
        if known.unit:
            parts.append(self.records.units.by_id[known.unit].name)
        held = [post for post, _unit in self.records.register.posts_of(known.pk)]
        if held:
            parts.append(self.records.positions.posts[held[0]].position.name)
        return ", ".join(parts)

    # ---- whether it can be true

    def check(self, row: OfficialRow) -> None:
        """What holds the person back: own file, an impossible age, a number or code that is somebody else's."""
        read, register = row.cells, self.records.register
        assert read is not None
        if row.person in self.records.handled_by_others:
            read.add(
                Severity.ERROR,
                "own_file",
                "Đây là hồ sơ của chính bạn hoặc người thân; đề nghị người khác nhập dòng này.",
                read.cell("full_name", "given_name"),
            )
        if read.birth is not None:
            age = self.records.on.year - read.birth.first.year
            if not YOUNGEST <= age <= OLDEST:
                read.add(
                    Severity.ERROR,
                    "birth_out_of_range",
                    f"Sinh {read.birth} nghĩa là {age} tuổi vào {self.records.on.year}; hãy kiểm tra lại ngày sinh.",
                    read.birth_cell(),
                )
        if row.match == AMBIGUOUS:
            return  # who it is decides whose the number is
        owners = (
            ("citizen_id", "Số CCCD", register.by_citizen_id.get(read.citizen_id)),
            ("official_code", "Số hiệu cán bộ", register.by_code.get(read.official_code)),
        )
        for code, what, owner in owners:
            if owner is not None and owner.pk != row.person:
                read.add(
                    Severity.ERROR,
                    f"{code}_taken",
                    f"{what} này đã có ở hồ sơ của {self._label(owner)}; hãy kiểm tra lại ô này.",
                    read.row.cell(code),
                )
