"""From where, to where: both ends of a move against units, posts and the register, and the route between them."""

from __future__ import annotations

from typing import Final

from rotations.importing.findings import ACCEPT, Option
from rotations.importing.lookups import Phrase, Split
from rotations.importing.plans.proposals import titles
from rotations.importing.plans.records import RowInHand
from rotations.importing.tables import cells
from rotations.importing.unit_questions import ask_unit
from rotations.models import Post, Unit
from rotations.vietnamese import match_key
from rotations.vocabulary import Direction, MovementType, Severity, direction_between

# Of each end the columns of post and unit in one, of the unit, and of the post.
_COLUMNS: Final = {
    side: (f"{side}_post_and_unit", f"{side}_unit", f"{side}_post") for side in ("present", "receiving")
}


class Ends(RowInHand):
    """Both ends of the move of one row. The person and the case on record must be known by then."""

    def settle(self) -> None:
        """Units and posts as the file names them; what it leaves open as the records have it."""
        self._settle_end("present")
        self._settle_end("receiving")

    def check(self) -> None:
        """Whether the present end is the register's, and the route one that can be taken."""
        self._check_present()
        self._check_route()
        self._check_group_unit()

    def _settle_end(self, side: str) -> None:
        row, texts = self.row, self.read.texts
        is_present = side == "present"
        both_column, unit_column, post_column = _COLUMNS[side]
        both, unit_text = texts.get(both_column, ""), texts.get(unit_column, "")
        post_text = texts.get(post_column, "")
        kept = row.existing
        kept_unit = (kept.sending_unit_id if is_present else kept.receiving_unit_id) if kept else None
        unit: Unit | None = None
        splits: list[tuple[Split, str]] = []
        if unit_text:
            unit = self._settle_unit(unit_text, unit_column, kept_unit)
        if both:
            split = self.records.positions.split(both, with_unit=True)
            named, split = self._unit_of(split, both_column, kept_unit, wanted=not unit_text)
            unit = unit or named
            splits.append((split, both_column))
        if post_text:
            split = self.records.positions.split(post_text, with_unit=False)
            if split.unread:
                split = self.records.positions.split(post_text, with_unit=True)
                self._check_named_twice(split, unit, post_column)
                if unit is None and not (unit_text or both):
                    unit, split = self._unit_of(split, post_column, kept_unit, wanted=True)
            splits.append((split, post_column))
        if is_present and unit is None and not (unit_text or both):
            unit = self._group_unit()
        if is_present:
            row.sending = unit
        else:
            row.receiving = unit
        if unit is not None:
            for split, column in splits:
                self._settle_posts(split, column, unit, is_present=is_present)
        if is_present:
            self._fill_present(bool(unit_text or both or post_text), bool(splits))
        else:
            self._fill_receiving(unit_text or both or post_text, bool(splits))

    def _unit_of(
        self, split: Split, column: str, kept: int | None, *, wanted: bool
    ) -> tuple[Unit | None, Split]:
        """The unit a cell of positions names; words no dictionary knows are then the unit's name, misspelt."""
        if split.unit:
            return self._settle_unit(split.unit, column, kept), split
        if not wanted:
            return None, split
        if split.unread:
            *rest, name = split.unread
            return self._settle_unit(name, column, kept), Split(split.phrases, "", tuple(rest))
        cell = self.read.at(column)
        assert cell is not None
        self.read.add(
            Severity.ERROR, "missing_value", f"“{cell.shown}” chưa nêu đơn vị; hãy ghi thêm tên đơn vị.", cell
        )
        return None, split

    def _check_named_twice(self, split: Split, unit: Unit | None, column: str) -> None:
        if not split.unit or unit is None:
            return
        other = self.records.units.find(split.unit, on=self.day, prefer=unit.id)
        if other.unit is not None and other.unit.id != unit.id:
            self.ask(
                "ambiguous_unit",
                f"Ô chức vụ nêu {other.unit} nhưng cột đơn vị nêu {unit}; hãy sửa cho khớp.",
                self.read.at(column),
                values=(split.unit, unit.name),
                options=[Option(ACCEPT, f"Theo cột đơn vị: {unit}")],
                candidates=[unit.name, other.unit.name],
            )

    def _settle_unit(self, text: str, column: str, kept: int | None) -> Unit | None:
        units = self.records.units
        match = units.find(text, on=self.day, prefer=kept)
        if match.unit is not None:
            return match.unit
        cell = self.read.at(column)
        return ask_unit(units, self.records.answers, self.row, text, match, cell, on=self.day)

    def _settle_posts(self, split: Split, column: str, unit: Unit, *, is_present: bool) -> None:
        row, kept = self.row, self.row.existing
        if kept is None:
            kept_posts: set[int] = set()
        elif is_present:
            kept_posts = {post.id for post in kept.left_posts.all()}
        else:
            kept_posts = {held.post_id for held in kept.posts.all()}
        into = row.left_posts if is_present else row.receiving_posts
        asked: set[str] = set()
        for phrase in split.phrases:
            post = self._seat(phrase, unit, kept_posts)
            if post is None and is_present and self._is_plain_title(phrase, unit):
                self._add_title(phrase.text)
            elif post is None:
                # What stands behind it may be what tells which post is meant: one cell, one question.
                post = self._ask_seat(phrase, split.title(phrase), unit, column, is_present=is_present)
                asked.add(phrase.rest)
            if post is not None and post not in into:
                into.append(post)
        for part in split.unread:
            if part in asked:
                continue
            if is_present and kept and match_key(part) in match_key(kept.sending_title):
                self._add_title(part)
                continue
            post = self._ask_post(
                f"Không rõ chức danh “{part}”", part, unit, column, is_present=is_present, near=part
            )
            if post is not None and post not in into:
                into.append(post)

    def _seat(self, phrase: Phrase, unit: Unit, kept: set[int]) -> Post | None:
        """The post of the unit that a phrase means for certain: one on record for this case, else the only one."""
        for pk in kept:
            post = self.records.positions.posts[pk]
            if post.position_id in phrase.positions and post.unit_id == unit.id:
                return post
        seats = self.records.positions.seats(unit, phrase.positions, on=self.day)
        if len(seats) == 1:
            return seats[0]
        return seats[-1] if len({post.position_id for post in seats}) == 1 else None

    def _is_plain_title(self, phrase: Phrase, unit: Unit) -> bool:
        """Whether a phrase says no more than what kind of staff somebody is: neither a seat there nor a leader's post."""
        positions = self.records.positions
        return not positions.seats(unit, phrase.positions, on=self.day) and not any(
            positions.by_id[pk].is_leading for pk in phrase.positions
        )

    def _ask_seat(
        self, phrase: Phrase, text: str, unit: Unit, column: str, *, is_present: bool
    ) -> Post | None:
        """Ask which of several seats the text means, or which there is instead."""
        seats = self.records.positions.seats(unit, phrase.positions, on=self.day)
        if not seats:
            why = f"{unit} không có chức danh “{text}”"
            return self._ask_post(why, text, unit, column, is_present=is_present)
        answer = self.ask(
            "ambiguous_position",
            f"“{text}” ở {unit} có thể là: {'; '.join(titles(seats))}. Hãy chọn hoặc ghi đủ tên chức danh.",
            self.read.at(column),
            values=(text, unit.name),
            options=[Option(str(post.id), post.position.name) for post in seats],
        )
        return self.records.positions.posts[int(answer)] if answer else None

    def _ask_post(
        self, why: str, text: str, unit: Unit, column: str, *, is_present: bool, near: str = ""
    ) -> Post | None:
        posts = self.records.positions.open_posts(unit, on=self.day)
        if near:
            like = {position.id: rank for rank, position in enumerate(self.records.positions.like(near))}
            posts = sorted(posts, key=lambda post: like.get(post.position_id, len(like)))
        answer = self.ask(
            "unknown_position",
            f"{why}; hãy chọn một chức danh của {unit} hoặc sửa ô này.",
            self.read.at(column),
            values=(text, unit.name),
            options=[Option(str(post.id), post.position.name) for post in posts],
            accept=is_present,
        )
        if answer == ACCEPT:
            self._add_title(text)
        return self.records.positions.posts[int(answer)] if answer.isdecimal() else None

    def _add_title(self, text: str) -> None:
        known = self.row.sending_title
        self.row.sending_title = f"{known}; {text}" if known and text not in known else text

    def _group_unit(self) -> Unit | None:
        for group in reversed(self.read.row.groups):
            if group.direction is None and (unit := self.records.units.find(group.text, on=self.day).unit):
                return unit
        return None

    def _fill_present(self, named: bool, post_named: bool) -> None:
        """What the file leaves open about the present post is as the record has it, else as the register has it."""
        row, kept = self.row, self.row.existing
        positions = self.records.positions.posts
        if kept is not None and not named:
            row.sending = self.records.units.by_id[kept.sending_unit_id]
        if kept is not None and not post_named and row.sending and row.sending.id == kept.sending_unit_id:
            row.left_posts = [positions[post.id] for post in kept.left_posts.all()]
            row.sending_title = kept.sending_title
            return
        if row.official is not None and kept is None:
            if row.sending is None and not named and row.official.unit_id:
                row.sending = self.records.units.by_id[row.official.unit_id]
            if not post_named and row.sending is not None:
                row.left_posts = [
                    positions[pk]
                    for pk in self.records.held_before(row.official, self.day)
                    if positions[pk].unit_id == row.sending.id
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
            row.receiving = self.records.units.by_id[kept.receiving_unit_id]
        if (
            kept is not None
            and not post_named
            and row.receiving
            and row.receiving.id == kept.receiving_unit_id
        ):
            row.receiving_posts = [self.records.positions.posts[held.post_id] for held in kept.posts.all()]
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
        headings = {cell.heading for code in codes if (cell := self.read.at(code))}
        return any(issue.holds_back and issue.column in headings for issue in self.read.issues)

    def _post_is_asked(self) -> bool:
        headings = {
            cell.heading
            for code in ("receiving_post", "receiving_post_and_unit")
            if (cell := self.read.at(code))
        }
        return any(issue.holds_back and issue.column in headings for issue in self.read.issues)

    # ---- whether it can be true

    def _check_present(self) -> None:
        """The present unit and posts must be the register's, unless the record already has them."""
        row, read = self.row, self.read
        person = row.official
        if person is None or row.sending is None:
            return
        kept = row.existing
        if kept is not None and kept.sending_unit_id == row.sending.id:
            old = {post.id for post in kept.left_posts.all()}
            if {post.id for post in row.left_posts} <= old:
                return
        held = self.records.held_before(person, self.day)
        other_unit = row.sending.id != person.unit_id and (
            bool(units := self.records.units_of(held, person)) and row.sending.id not in units
        )
        other_posts = [post for post in row.left_posts if held and post.id not in held]
        if not other_unit and not other_posts:
            return
        posts = [self.records.positions.posts[pk] for pk in held]
        register = "; ".join(str(post) for post in posts) or str(
            self.records.units.by_id[person.unit_id or 0]
        )
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
            words = sorted(read.movement_asked)
            labels = [MovementType(word).label for word in words]
            cell = read.at("movement_type")
            answer = self.ask(
                "ambiguous_movement_type",
                f"Ô này nêu nhiều loại hình ({', '.join(labels)}); hãy chọn một.",
                cell,
                # What the cell says, and not the mark that stands for the one above.
                values=(cells.shown(cell.value) if cell else "",),
                options=[Option(word, label) for word, label in zip(words, labels, strict=True)],
            )
            if answer:
                read.movement_type = MovementType(answer)
        if row.sending is None or row.receiving is None:
            return
        if row.sending.id == row.receiving.id:
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
        receiving_columns = ("receiving_unit", "receiving_post_and_unit")
        for stated, where, columns in (
            (group, "dòng nhóm", ()),
            (read.direction, "ô hướng luân chuyển", ("direction", "movement_type")),
        ):
            if stated is None or stated == computed:
                continue
            if stated == Direction.SAME_LEVEL and sending.level == receiving.level:
                continue
            self.ask(
                "direction_mismatch",
                f"Theo cấp của {sending} và {receiving} thì hướng là {computed.label}, nhưng {where} ghi "
                f"{Direction(stated).label}; hãy sửa, hoặc xác nhận theo cấp của hai đơn vị.",
                read.cell(*columns) or read.cell(*receiving_columns),
                values=(read.name, str(stated)),
                candidates=[computed.label],
                accept=True,
            )
            return

    def _check_group_unit(self) -> None:
        if (unit := self._group_unit()) is None:
            return
        ends = {end.id for end in (self.row.sending, self.row.receiving) if end is not None}
        if ends and unit.id not in ends:
            self.read.add(
                Severity.WARNING,
                "group_differs",
                f"Dòng nằm dưới nhóm “{unit}” nhưng nơi đi và nơi đến đều là đơn vị khác; hãy kiểm tra lại.",
                self.read.cell("present_unit", "present_post_and_unit"),
            )
