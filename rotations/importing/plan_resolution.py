"""Who, from where and to where: the cells of one row against the records, asking where they do not say for certain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from rotations.importing.findings import (
    ACCEPT,
    NEW,
    NEW_LABEL,
    Option,
    question_key,
)
from rotations.importing.layout import Cell
from rotations.importing.lookups import Split, UnitMatch, agree
from rotations.importing.plan_proposals import PlanRow, ask, titles
from rotations.models import OPEN_ROTATION, Official, Post, Unit
from rotations.partial_dates import PartialDate
from rotations.vietnamese import match_key
from rotations.vocabulary import (
    Direction,
    MovementType,
    Severity,
    direction_between,
)

if TYPE_CHECKING:
    from rotations.importing.plan_rows import PlanReader

YOUNGEST, OLDEST = 18, 70


class Resolution:
    """One row against the records: person, plan, both ends."""

    def __init__(self, reader: PlanReader, row: PlanRow) -> None:
        assert row.cells is not None
        self.reader, self.row, self.read = reader, row, row.cells
        self.day = reader.day_of(row)

    def run(self) -> None:
        self._settle_year()
        if self.read.name:
            self._identify()
        self._settle_end("present")
        self._settle_end("receiving")
        self._check_person()
        self._check_present()
        self._check_route()
        self._check_group_unit()

    def ask(self, code: str, message: str, cell: Cell | None, **more: Any) -> str:
        return ask(self.reader.answers, self.row, code, message, cell, **more)

    # ---- which plan

    def _settle_year(self) -> None:
        row, read, years = self.row, self.read, self.reader.years
        row.plan_year = years.of(row.starts)
        cell = read.cell("starts_on", "period")
        if row.starts is None or (row.plan_year == row.starts.first.year):
            return
        if years.is_term:
            read.add(
                Severity.ERROR,
                "out_of_plan_year",
                f"Bắt đầu {row.starts} nằm ngoài nhiệm kỳ {years.first}-{years.last}; hãy sửa thời điểm hoặc chuyển "
                "sang tệp của nhiệm kỳ khác.",
                cell,
            )
            return
        self.ask(
            "out_of_plan_year",
            f"Bắt đầu {row.starts} không thuộc năm kế hoạch {years.first}; hãy sửa thời điểm, hoặc xác nhận vẫn đưa "
            "vào kế hoạch này.",
            cell,
            values=(read.name, str(row.starts)),
            accept=True,
        )

    # ---- who

    def _identify(self) -> None:
        read, people = self.read, self.reader.people
        by_number = people.by_citizen_id.get(read.citizen_id) if read.citizen_id else None
        by_code = people.by_code.get(match_key(read.official_code)) if read.official_code else None
        if by_number and by_code and by_number is not by_code:
            self._ask_who(
                [by_number, by_code], "Số CCCD và số hiệu cán bộ là của hai người khác nhau", "citizen_id"
            )
        elif known := by_number or by_code:
            if known.match_key == match_key(read.name):
                self._take(known)
            else:
                what = "Số CCCD" if by_number else "Số hiệu cán bộ"
                self._ask_who([known], f"{what} này là của {known.label}, khác tên trong tệp", "full_name")
        else:
            self._identify_by_name()

    def _identify_by_name(self) -> None:
        read = self.read
        namesakes = self.reader.people.by_name.get(match_key(read.name), [])
        other_number = [
            person
            for person in namesakes
            if (read.citizen_id and person.citizen_id) or (read.official_code and person.official_code)
        ]
        if not namesakes:
            alike = self.reader.people.alike(read.name, read.birth) if read.birth else []
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
        cell = self._birth_cell()
        answer = self.ask(
            "birth_mismatch",
            f"{person.label} trong hồ sơ sinh {person.birth}, tệp ghi {read.birth}; hãy chọn đúng người hoặc sửa ngày "
            "sinh.",
            cell,
            values=(read.name, str(read.birth)),
            options=[Option(str(person.pk), person.label), Option(NEW, NEW_LABEL)],
            candidates=[person.label],
        )
        self.row.match = "ambiguous"
        if answer == NEW:
            self._create()
        elif answer:
            self._take(person, birth_known=True)

    def _birth_cell(self) -> Cell | None:
        pair = self.read.cell("female", "male") if self.read.row.cell("male") else None
        return pair if pair and pair.value is not None else self.read.cell("birth", "male", "female")

    def _is_there(self, person: Official) -> bool:
        """Whether the present unit the file names is that person's."""
        text = self.read.texts.get("present_unit") or self.read.texts.get("present_post_and_unit", "")
        unit = self.reader.units.find(text, on=self.day).unit
        if unit is None and text:
            split = self.reader.positions.split(text, with_unit=True)
            unit = self.reader.units.find(split.unit, on=self.day).unit if split.unit else None
        return unit is not None and unit.pk in self._units_of(person)

    def _ask_who(self, people: Sequence[Official], why: str, code: str, *, new: bool = False) -> None:
        read = self.read
        self.row.match = "ambiguous"
        labels = [self._label(person) for person in people]
        options = [Option(str(person.pk), label) for person, label in zip(people, labels, strict=True)]
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
            self._take(next(person for person in people if str(person.pk) == answer), birth_known=True)

    def _label(self, person: Official) -> str:
        parts = [person.full_name]
        if person.birth_date:
            parts.append(str(person.birth_date.year))
        if person.unit_id:
            parts.append(str(self.reader.units.by_id[person.unit_id]))
        return ", ".join(parts)

    def _take(self, person: Official, *, birth_known: bool = False) -> None:
        row, read = self.row, self.read
        row.official, row.match = person, "existing"
        if row.plan_year is not None:
            row.existing = self.reader.people.rotation_in(person, row.plan_year)
        if birth_known or read.birth is None or not isinstance(person.birth, PartialDate):
            return
        if not agree(person.birth, read.birth):
            self.ask(
                "birth_mismatch",
                f"{self._label(person)} trong hồ sơ sinh {person.birth}, tệp ghi {read.birth}; hãy sửa ngày sinh, hoặc "
                "xác nhận đúng là người này.",
                self._birth_cell(),
                values=(read.name, str(read.birth)),
                candidates=[self._label(person)],
                accept=True,
            )

    def _new(self) -> None:
        """Nobody on the register: one answer for all, or this person's own."""
        read = self.read
        cell = read.cell("full_name", "given_name")
        if self.reader.answers.create_officials:
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

    # ---- from where, to where

    def _settle_end(self, side: str) -> None:
        row, texts = self.row, self.read.texts
        is_present = side == "present"
        both, unit_text, post_text = (
            texts.get(f"{side}_post_and_unit", ""),
            texts.get(f"{side}_unit", ""),
            texts.get(f"{side}_post", ""),
        )
        kept = row.existing
        kept_unit = (kept.sending_unit_id if is_present else kept.receiving_unit_id) if kept else None
        unit: Unit | None = None
        splits: list[tuple[Split, Cell | None]] = []
        if unit_text:
            cell = self.read.row.cell(f"{side}_unit")
            unit = self._settle_unit(unit_text, cell, kept_unit)
        if both:
            cell = self.read.row.cell(f"{side}_post_and_unit")
            split = self.reader.positions.split(both, with_unit=True)
            named, split = self._unit_of(split, cell, kept_unit, wanted=not unit_text)
            unit = unit or named
            splits.append((split, cell))
        if post_text:
            cell = self.read.row.cell(f"{side}_post")
            split = self.reader.positions.split(post_text, with_unit=False)
            if split.unread:
                split = self.reader.positions.split(post_text, with_unit=True)
                self._check_named_twice(split, unit, cell)
                if unit is None and not (unit_text or both):
                    unit, split = self._unit_of(split, cell, kept_unit, wanted=True)
            splits.append((split, cell))
        if is_present and unit is None and not (unit_text or both):
            unit = self._group_unit()
        if is_present:
            row.sending = unit
        else:
            row.receiving = unit
        if unit is not None:
            for split, cell in splits:
                self._settle_posts(split, cell, unit, is_present=is_present)
        if is_present:
            self._fill_present(bool(unit_text or both or post_text), bool(splits))
        else:
            self._fill_receiving(unit_text or both or post_text, bool(splits))

    def _unit_of(
        self, split: Split, cell: Cell | None, kept: int | None, *, wanted: bool
    ) -> tuple[Unit | None, Split]:
        """The unit a cell of positions names; words no dictionary knows are then the unit's name, misspelt."""
        if split.unit:
            return self._settle_unit(split.unit, cell, kept), split
        if not wanted:
            return None, split
        if split.unread:
            *rest, name = split.unread
            return self._settle_unit(name, cell, kept), Split(split.phrases, "", tuple(rest))
        assert cell is not None
        self.read.add(
            Severity.ERROR, "missing_value", f"“{cell.shown}” chưa nêu đơn vị; hãy ghi thêm tên đơn vị.", cell
        )
        return None, split

    def _check_named_twice(self, split: Split, unit: Unit | None, cell: Cell | None) -> None:
        if not split.unit or unit is None:
            return
        other = self.reader.units.find(split.unit, on=self.day, prefer=unit.pk)
        if other.unit is not None and other.unit.pk != unit.pk:
            self.ask(
                "ambiguous_unit",
                f"Ô chức vụ nêu {other.unit} nhưng cột đơn vị nêu {unit}; hãy sửa cho khớp.",
                cell,
                values=(split.unit, unit.name),
                options=[Option(ACCEPT, f"Theo cột đơn vị: {unit}")],
                candidates=[unit.name, other.unit.name],
            )

    def _settle_unit(self, text: str, cell: Cell | None, kept: int | None) -> Unit | None:
        match = self.reader.units.find(text, on=self.day, prefer=kept)
        if match.unit is not None:
            return match.unit
        labels = [self._unit_label(unit, match) for unit in match.candidates]
        said = {
            "unknown_unit": f"Không có đơn vị “{text}” trong danh mục",
            "ambiguous_unit": f"“{text}” là tên của {len(labels)} đơn vị",
            "unit_not_valid": f"“{text}” không tồn tại vào ngày {self.day:%d/%m/%Y}",
        }[match.code]
        how = f": {'; '.join(labels)}. Hãy chọn đúng đơn vị hoặc sửa ô này." if labels else "; hãy sửa ô này."
        answer = self.ask(
            match.code,
            said + how,
            cell,
            values=(text,),
            options=[
                Option(str(unit.pk), label) for unit, label in zip(match.candidates, labels, strict=True)
            ],
        )
        return self.reader.units.by_id[int(answer)] if answer else None

    def _unit_label(self, unit: Unit, match: UnitMatch) -> str:
        twins = sum(other.name == unit.name for other in match.candidates) > 1
        about = []
        if twins and unit.parent_id:
            about.append(str(self.reader.units.by_id[unit.parent_id]))
        if (twins and unit.valid_from) or (match.code == "unit_not_valid" and unit.valid_from):
            about.append(f"từ {unit.valid_from:%d/%m/%Y}")
        if unit.valid_to and (twins or match.code == "unit_not_valid"):
            about.append(f"đến {unit.valid_to:%d/%m/%Y}")
        return f"{unit.name} ({', '.join(about)})" if about else unit.name

    def _settle_posts(self, split: Split, cell: Cell | None, unit: Unit, *, is_present: bool) -> None:
        row, kept = self.row, self.row.existing
        if kept is None:
            kept_posts: set[int] = set()
        elif is_present:
            kept_posts = {post.pk for post in kept.left_posts.all()}
        else:
            kept_posts = {held.post_id for held in kept.posts.all()}
        into = row.left_posts if is_present else row.receiving_posts
        for phrase in split.phrases:
            post = self._seat(phrase.text, phrase.positions, unit, cell, kept_posts, is_present=is_present)
            if post is not None and post not in into:
                into.append(post)
        for part in split.unread:
            if is_present and kept and match_key(part) in match_key(kept.sending_title):
                self._add_title(part)
                continue
            post = self._ask_post(
                f"Không rõ chức danh “{part}”", part, unit, cell, is_present=is_present, near=part
            )
            if post is not None and post not in into:
                into.append(post)

    def _seat(
        self,
        text: str,
        positions: frozenset[int],
        unit: Unit,
        cell: Cell | None,
        kept: set[int],
        *,
        is_present: bool,
    ) -> Post | None:
        for pk in kept:
            post = self.reader.positions.posts[pk]
            if post.position_id in positions and post.unit_id == unit.pk:
                return post
        seats = self.reader.positions.seats(unit, positions, on=self.day)
        if len({post.position_id for post in seats}) == 1:
            return seats[-1]
        if len(seats) > 1:
            answer = self.ask(
                "ambiguous_position",
                f"“{text}” ở {unit} có thể là: {'; '.join(titles(seats))}. Hãy chọn hoặc ghi đủ tên chức danh.",
                cell,
                values=(text, unit.name),
                options=[Option(str(post.pk), post.position.name) for post in seats],
            )
            return self.reader.positions.posts[int(answer)] if answer else None
        leading = any(self.reader.positions.by_id[pk].is_leading for pk in positions)
        if is_present and not leading:
            self._add_title(text)
            return None
        return self._ask_post(f"{unit} không có chức danh “{text}”", text, unit, cell, is_present=is_present)

    def _ask_post(
        self, why: str, text: str, unit: Unit, cell: Cell | None, *, is_present: bool, near: str = ""
    ) -> Post | None:
        posts = self.reader.positions.open_posts(unit, on=self.day)
        if near:
            like = {position.pk: rank for rank, position in enumerate(self.reader.positions.like(near))}
            posts = sorted(posts, key=lambda post: like.get(post.position_id, len(like)))
        answer = self.ask(
            "unknown_position",
            f"{why}; hãy chọn một chức danh của {unit} hoặc sửa ô này.",
            cell,
            values=(text, unit.name),
            options=[Option(str(post.pk), post.position.name) for post in posts],
            accept=is_present,
        )
        if answer == ACCEPT:
            self._add_title(text)
        return self.reader.positions.posts[int(answer)] if answer.isdecimal() else None

    def _add_title(self, text: str) -> None:
        known = self.row.sending_title
        self.row.sending_title = f"{known}; {text}" if known and text not in known else text

    def _group_unit(self) -> Unit | None:
        for group in reversed(self.read.row.groups):
            if group.direction is None and (unit := self.reader.units.find(group.text, on=self.day).unit):
                return unit
        return None

    def _fill_present(self, named: bool, post_named: bool) -> None:
        """What the file leaves open about the present post is as the record has it, else as the register has it."""
        row, kept = self.row, self.row.existing
        positions = self.reader.positions.posts
        if kept is not None and not named:
            row.sending = self.reader.units.by_id[kept.sending_unit_id]
        if kept is not None and not post_named and row.sending and row.sending.pk == kept.sending_unit_id:
            row.left_posts = [positions[post.pk] for post in kept.left_posts.all()]
            row.sending_title = kept.sending_title
            return
        if row.official is not None and kept is None:
            if row.sending is None and not named and row.official.unit_id:
                row.sending = self.reader.units.by_id[row.official.unit_id]
            if not post_named and row.sending is not None:
                row.left_posts = [
                    positions[pk]
                    for pk in self.reader.people.held_posts(row.official, on=self._before())
                    if positions[pk].unit_id == row.sending.pk
                ]
        if row.sending is None and not self._unit_is_asked("present"):
            if row.official is None and not row.creates_official and row.match != "new":
                return  # who it is decides where from
            cell = self.read.cell("present_unit", "present_post_and_unit", "present_post")
            self.read.add(
                Severity.ERROR,
                "missing_value",
                "Chưa ghi đơn vị công tác hiện nay; hãy điền vào ô này.",
                cell or "Đơn vị công tác",
            )

    def _fill_receiving(self, named: str, post_named: bool) -> None:
        row, kept = self.row, self.row.existing
        if kept is not None and not named:
            row.receiving = self.reader.units.by_id[kept.receiving_unit_id]
        if (
            kept is not None
            and not post_named
            and row.receiving
            and row.receiving.pk == kept.receiving_unit_id
        ):
            row.receiving_posts = [self.reader.positions.posts[held.post_id] for held in kept.posts.all()]
            return
        if row.receiving is None and not named:
            cell = self.read.cell("receiving_unit", "receiving_post_and_unit")
            self.read.add(
                Severity.ERROR,
                "missing_value",
                "Chưa ghi đơn vị luân chuyển đến; hãy điền vào ô này.",
                cell or "Đơn vị đến",
            )
        if row.receiving is None and self._unit_is_asked("receiving"):
            return
        if not row.receiving_posts and not self._post_is_asked():
            cell = self.read.cell("receiving_post", "receiving_post_and_unit")
            self.read.add(
                Severity.ERROR,
                "missing_value",
                "Chưa ghi chức danh ở nơi đến; hãy điền vào ô này.",
                cell or "Chức danh dự kiến",
            )

    def _unit_is_asked(self, side: str) -> bool:
        """Whether something already says why the unit of this end is not settled."""
        codes = {f"{side}_unit", f"{side}_post_and_unit", f"{side}_post"}
        headings = {cell.heading for code in codes if (cell := self.read.row.cell(code))}
        return any(issue.holds_back and issue.column in headings for issue in self.read.issues)

    def _post_is_asked(self) -> bool:
        headings = {
            cell.heading
            for code in ("receiving_post", "receiving_post_and_unit")
            if (cell := self.read.row.cell(code))
        }
        return any(issue.holds_back and issue.column in headings for issue in self.read.issues)

    # ---- whether it can be true

    def _check_person(self) -> None:
        row, read = self.row, self.read
        birth = read.birth or (row.official.birth if row.official else None)
        is_new = row.official is None and (row.creates_official or row.match == "new")
        if read.name and is_new and read.birth is None and not self._birth_at_fault():
            cell = self._birth_cell()
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
                    self._birth_cell(),
                )
        if row.official is None:
            return
        if row.official.pk in self.reader.handled_by_others:
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
        if elsewhere := self.reader.people.open_elsewhere(row.official, row.plan_year):
            read.add(
                Severity.ERROR,
                "open_rotation",
                f"{OPEN_ROTATION} (Kế hoạch năm {elsewhere.plan.year}, {elsewhere.get_status_display().lower()}.)",
                read.cell("full_name", "given_name"),
            )

    def _birth_at_fault(self) -> bool:
        codes = ("birth", "male", "female")
        headings = {cell.heading for code in codes if (cell := self.read.row.cell(code))}
        return any(
            issue.severity == Severity.ERROR and issue.column in headings for issue in self.read.issues
        )

    def _before(self) -> date:
        """The last day before the move, on which the present post is still held."""
        return self.day - timedelta(days=1)

    def _units_of(self, person: Official) -> set[int]:
        held = self.reader.people.held_posts(person, on=self._before())
        units = {self.reader.positions.posts[pk].unit_id for pk in held}
        return units | ({person.unit_id} if person.unit_id else set())

    def _check_present(self) -> None:
        """The present unit and posts must be the register's, unless the record already has them."""
        row, read = self.row, self.read
        person = row.official
        if person is None or row.sending is None:
            return
        kept = row.existing
        if kept is not None and kept.sending_unit_id == row.sending.pk:
            old = {post.pk for post in kept.left_posts.all()}
            if {post.pk for post in row.left_posts} <= old:
                return
        units = self._units_of(person)
        held = set(self.reader.people.held_posts(person, on=self._before()))
        other_unit = bool(units) and row.sending.pk not in units
        other_posts = [post for post in row.left_posts if held and post.pk not in held]
        if not other_unit and not other_posts:
            return
        posts = [self.reader.positions.posts[pk] for pk in held]
        register = "; ".join(str(post) for post in posts) or str(self.reader.units.by_id[person.unit_id or 0])
        self.ask(
            "from_mismatch",
            f"Hồ sơ của {person} ghi {register}, khác với tệp; hãy cập nhật hồ sơ hoặc sửa ô này, hoặc xác nhận vẫn "
            "theo tệp.",
            read.cell(
                "present_post_and_unit", "present_unit" if other_unit else "present_post", "present_unit"
            ),
            values=(read.name, register),
            candidates=[register],
            accept=True,
        )

    def _check_route(self) -> None:
        row, read = self.row, self.read
        if row.starts is None and not read.starts_faulty and not (row.existing and row.existing.starts_on):
            cell = read.cell("starts_on", "period")
            read.add(
                Severity.ERROR,
                "missing_month",
                "Chưa ghi tháng bắt đầu luân chuyển; hãy ghi như 09/2022.",
                cell or "Thời gian luân chuyển",
            )
        if read.movement_asked:
            labels = [MovementType(word).label for word in sorted(read.movement_asked)]
            self.ask(
                "ambiguous_movement_type",
                f"Ô này nêu nhiều loại hình ({', '.join(labels)}); hãy chọn một.",
                read.row.cell("movement_type"),
                values=(read.row.cell("movement_type").shown,),  # type: ignore[union-attr]
                options=[Option(word, MovementType(word).label) for word in sorted(read.movement_asked)],
            )
            key = question_key(
                "ambiguous_movement_type",
                "movement_type",
                read.row.cell("movement_type").shown,  # type: ignore[union-attr]
            )
            if (answer := self.reader.answers.to(key)) in read.movement_asked:
                read.movement_type = MovementType(answer)
        if row.sending is None or row.receiving is None:
            return
        if row.sending.pk == row.receiving.pk:
            read.add(
                Severity.ERROR,
                "same_unit",
                f"Nơi đi và nơi đến đều là {row.sending}; hãy sửa một trong hai.",
                read.cell("receiving_unit", "receiving_post_and_unit"),
            )
            return
        row.direction = direction_between(row.sending.level, row.receiving.level)
        self._check_direction(row.direction, row.sending, row.receiving)

    def _check_direction(self, computed: Direction, sending: Unit, receiving: Unit) -> None:
        read = self.read
        group = read.row.direction
        for stated, where, cell in (
            (group, "dòng nhóm", None),
            (read.direction, "ô hướng luân chuyển", read.cell("direction", "movement_type")),
        ):
            if stated is None or stated == computed:
                continue
            if stated == Direction.SAME_LEVEL and sending.level == receiving.level:
                continue
            self.ask(
                "direction_mismatch",
                f"Theo cấp của {sending} và {receiving} thì hướng là {computed.label}, nhưng {where} ghi "
                f"{Direction(stated).label}; hãy sửa, hoặc xác nhận theo cấp của hai đơn vị.",
                cell or read.cell("receiving_unit", "receiving_post_and_unit"),
                values=(read.name, str(stated)),
                candidates=[computed.label],
                accept=True,
            )
            return

    def _check_group_unit(self) -> None:
        unit = self._group_unit()
        row = self.row
        ends = {end.pk for end in (row.sending, row.receiving) if end is not None}
        if unit is not None and ends and unit.pk not in ends:
            self.read.add(
                Severity.WARNING,
                "group_differs",
                f"Dòng nằm dưới nhóm “{unit}” nhưng nơi đi và nơi đến đều là đơn vị khác; hãy kiểm tra lại.",
                self.read.cell("present_unit", "present_post_and_unit"),
            )
