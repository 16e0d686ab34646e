"""Where a person of the register works and which seats they hold: what a row names, opens, ends and leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rotations.importing.file_rows import Change, ask
from rotations.importing.findings import ACCEPT, Option
from rotations.importing.lookups import Phrase, Split
from rotations.importing.officials.entries import AMBIGUOUS, NEW_PERSON, OfficialRow
from rotations.importing.officials.records import OfficialRecords
from rotations.importing.people_on_record import agree
from rotations.importing.tables.layout import Cell
from rotations.importing.unit_questions import settle_unit
from rotations.models import Post, PostHolding, Unit
from rotations.partial_dates import PartialDate
from rotations.vietnamese import match_key
from rotations.vocabulary import CatalogueKind, Severity

END, KEEP = "end", "keep"
POST_CODES: Final = ("present_post", "present_post_and_unit")
UNIT_CODES: Final = ("present_unit", "present_post_and_unit", "present_post")


class Workplace:
    """The unit and the seats of one row. The person must be known by then, and their posts loaded."""

    def __init__(self, records: OfficialRecords, row: OfficialRow) -> None:
        assert row.cells is not None
        self.records, self.row, self.read = records, row, row.cells
        self.held = [
            holding
            for holding in (records.holdings.get(row.person, ()) if row.person else ())
            if holding.held_until is None or holding.held_until > records.on
        ]

    # ---- what the cells name

    def settle(self) -> None:
        """The unit, the seats and the plain title the row names; what is not certain is asked."""
        row, texts = self.row, self.read.texts
        splits: list[tuple[Split, str]] = []
        unit: Unit | None = None
        if unit_text := texts.get("present_unit", ""):
            unit = self._unit(unit_text, "present_unit")
        if both := texts.get("present_post_and_unit", ""):
            split = self.records.positions.split(both, with_unit=True)
            if not unit_text:
                unit, split = self._unit_of(split, "present_post_and_unit")
            else:
                self._check_named_twice(split, unit, "present_post_and_unit")
            splits.append((split, "present_post_and_unit"))
        if post_text := texts.get("present_post", ""):
            split = self.records.positions.split(post_text, with_unit=False)
            if split.unread:
                split = self.records.positions.split(post_text, with_unit=True)
                if not (unit_text or both):
                    unit, split = self._unit_of(split, "present_post")
                else:
                    self._check_named_twice(split, unit, "present_post")
            splits.append((split, "present_post"))
        if unit is None and not self._unit_is_asked():
            unit = self._unit_left_open()
        row.unit = unit
        if unit is not None:
            for split, code in splits:
                self._settle_posts(split, code, unit)

    def _unit(self, text: str, code: str) -> Unit | None:
        prefer = self.row.official.unit_id if self.row.official else None
        known = self.records.unit_called(text, prefer)
        if known is not None:
            return known
        records, cell = self.records, self.read.row.cell(code)
        return settle_unit(records.units, records.answers, self.row, text, cell, on=records.on, prefer=prefer)

    def _unit_of(self, split: Split, code: str) -> tuple[Unit | None, Split]:
        """The unit a cell of positions names; words no dictionary knows are then the unit's name, misspelt."""
        if split.unit:
            return self._unit(split.unit, code), split
        if split.unread and code == "present_post_and_unit":
            *rest, name = split.unread
            return self._unit(name, code), Split(split.phrases, "", tuple(rest))
        return None, split

    def _check_named_twice(self, split: Split, unit: Unit | None, code: str) -> None:
        """A cell of positions may name another unit than the column of units: then a person says which."""
        if unit is None or not split.unit:
            return
        other = self.records.unit_called(split.unit, unit.pk)
        if other is not None and other.pk == unit.pk:
            return
        named = other.name if other else split.unit
        ask(
            self.records.answers,
            self.row,
            "ambiguous_unit",
            f"Ô chức vụ nêu {named} nhưng cột đơn vị nêu {unit}; hãy sửa cho khớp.",
            self.read.row.cell(code),
            values=(split.unit, unit.name),
            options=[Option(ACCEPT, f"Theo cột đơn vị: {unit}")],
            candidates=[unit.name, named],
        )

    def _unit_left_open(self) -> Unit | None:
        """The unit of the group above, else that of the file; somebody new must have one."""
        for group in reversed(self.read.row.groups):
            if unit := self.records.unit_called(group.text):
                return unit
        person = self.row.official
        if person is not None and person.unit_id:
            return self.records.units.by_id[person.unit_id]
        if person is None and self.row.match == NEW_PERSON:
            self.read.add(
                Severity.ERROR,
                "missing_value",
                "Chưa ghi đơn vị công tác; hãy điền vào ô này.",
                self.read.cell(*UNIT_CODES) or "Đơn vị",
            )
        return None

    def _unit_is_asked(self) -> bool:
        return bool(self.read.issues) and self.read.has_fault(*UNIT_CODES)

    def _settle_posts(self, split: Split, code: str, unit: Unit) -> None:
        asked: set[str] = set()
        for phrase in split.phrases:
            post = self._seat(phrase, unit)
            if post is None and self._is_staff(phrase, unit):
                self._add_title(phrase.text)
            elif post is None:
                # What stands behind it may be what tells which post is meant: one cell, one question.
                post = self._ask_seat(phrase, split.title(phrase), unit, code)
                asked.add(phrase.rest)
            if post is not None and post not in self.row.posts:
                self.row.posts.append(post)
        for part in split.unread:
            if part in asked:
                continue
            if self._is_plain_title(part):
                self._add_title(part)
                continue
            post = self._ask_post(f"Không rõ chức danh “{part}”", part, unit, code, near=part)
            if post is not None and post not in self.row.posts:
                self.row.posts.append(post)

    def _is_plain_title(self, part: str) -> bool:
        """Whether the words say what kind of staff somebody is, or are the title the file has already."""
        return self._is_title_on_file(part) or (
            self.records.catalogue.find(CatalogueKind.CADRE_KIND, part) is not None
        )

    def _is_title_on_file(self, text: str) -> bool:
        known = self.row.official.job_title if self.row.official else ""
        return bool(known) and match_key(text) in map(match_key, (known, *known.split(";")))

    def _seat(self, phrase: Phrase, unit: Unit) -> Post | None:
        """The post a phrase means for certain: one held there or beside it, else the only one the unit has."""
        posts = self.records.positions.posts
        mine = [
            held for holding in self.held if (held := posts[holding.post_id]).position_id in phrase.positions
        ]
        for post in mine:
            if post.unit_id == unit.pk:
                return post
        person = self.row.official
        if mine and person is not None and person.unit_id == unit.pk:
            return mine[0]  # a post held elsewhere beside the one here (kiêm nhiệm)
        seats = self.records.seats_of(unit, phrase.positions)
        if len({post.position_id for post in seats}) == 1:
            return seats[-1]
        return mine[0] if mine and not seats else None

    def _is_staff(self, phrase: Phrase, unit: Unit) -> bool:
        """Whether a phrase says no more than what kind of staff somebody is: neither a seat there nor a leader's post."""
        return not self.records.seats_of(unit, phrase.positions) and not any(
            self.records.positions.by_id[pk].is_leading for pk in phrase.positions
        )

    def _ask_seat(self, phrase: Phrase, text: str, unit: Unit, code: str) -> Post | None:
        """Ask which of several seats the text means, or which there is instead."""
        seats = self.records.seats_of(unit, phrase.positions)
        if not seats:
            return self._ask_post(f"{unit} không có chức danh “{text}”", text, unit, code)
        names = "; ".join(post.position.name for post in seats)
        answer = ask(
            self.records.answers,
            self.row,
            "ambiguous_position",
            f"“{text}” ở {unit} có thể là: {names}. Hãy chọn hoặc ghi đủ tên chức danh.",
            self.read.row.cell(code),
            values=(text, unit.name),
            options=[Option(str(post.pk), post.position.name) for post in seats],
        )
        return self.records.positions.posts[int(answer)] if answer else None

    def _ask_post(self, why: str, text: str, unit: Unit, code: str, *, near: str = "") -> Post | None:
        posts = self.records.positions.open_posts(unit, on=self.records.on)
        if near:
            like = {position.pk: rank for rank, position in enumerate(self.records.positions.like(near))}
            posts = sorted(posts, key=lambda post: like.get(post.position_id, len(like)))
        answer = ask(
            self.records.answers,
            self.row,
            "unknown_position",
            f"{why}; hãy chọn một chức danh của {unit}, sửa ô này, hoặc giữ nguyên lời ghi làm chức danh chuyên môn.",
            self.read.row.cell(code),
            values=(text, unit.name),
            options=[Option(str(post.pk), post.position.name) for post in posts],
            accept=True,
        )
        if answer == ACCEPT:
            self._add_title(text)
        return self.records.positions.posts[int(answer)] if answer.isdecimal() else None

    def _add_title(self, text: str) -> None:
        if self._is_title_on_file(text):
            return
        known = self.row.title
        self.row.title = f"{known}; {text}" if known and text not in known else text

    # ---- what that opens and ends

    def decide(self) -> None:
        """The posts the row opens and the one it ends; those held and not named stay, and the row says so."""
        row, read = self.row, self.read
        held = {holding.post_id: holding for holding in reversed(self.held)}
        new = [post for post in row.posts if post.pk not in held]
        if read.since is None:
            if new and not read.has_fault("held_since"):
                read.add(
                    Severity.ERROR,
                    "missing_value",
                    f"Chưa ghi giữ chức vụ “{new[0].position}” từ khi nào; hãy điền vào ô này.",
                    read.row.cell("held_since") or "Giữ chức vụ từ",
                )
            self._report_kept(held)
            return
        if not new:
            self._compare_since(held, read.since, read.row.cell("held_since"))
        for post in new:
            self._open(post, read.since, is_first=post is row.posts[0], held=held)
        self._report_kept(held)

    def _open(self, post: Post, since: PartialDate, *, is_first: bool, held: dict[int, PostHolding]) -> None:
        before = self.records.holdings.get(self.row.person, ()) if self.row.person else ()
        same = next((old for old in before if old.post_id == post.pk and old.held_from == since.first), None)
        if same is not None:
            self.read.add(
                Severity.ERROR,
                "post_held_before",
                f"Hồ sơ đã ghi giữ “{post.position}” từ {same.started} và đã thôi; hãy sửa ngày hoặc chức vụ.",
                self.read.row.cell("held_since"),
            )
            return
        is_main = is_first and self._main_is_free(post, since, before)
        holding = next(self.records.new_holdings)
        holding.post_id, holding.is_main = post.pk, is_main
        holding.started = since
        self.row.opened.append(holding)
        if self.row.is_known:
            self.row.changes.append(Change("Chức vụ", "", f"{post.position}, {post.unit} (từ {since})"))

    def _main_is_free(self, post: Post, since: PartialDate, before: Sequence[PostHolding]) -> bool:
        """Whether the post may be the main one; another main post is asked about, and ended if a person says so."""
        others = [
            old for old in before if old.is_main and (old.held_until is None or old.held_until > since.first)
        ]
        if not others:
            return True
        main, posts = others[0], self.records.positions.posts
        if len(others) == 1 and main.post_id in {named.pk for named in self.row.posts}:
            return False  # the file names both: the one on record stays the main one
        old = posts[main.post_id]
        may_end = len(others) == 1 and main.held_until is None and main.held_from < since.first
        answer = ask(
            self.records.answers,
            self.row,
            "main_post_held",
            f"{self.row.official} đang giữ chức vụ chính “{old.position}” ở {old.unit} (từ {main.started}); hãy chọn "
            f"thôi chức vụ đó từ {since}, hoặc ghi “{post.position}” là kiêm nhiệm.",
            self.read.row.cell("present_post") or self.read.cell(*POST_CODES),
            values=(self.read.name, str(old), str(post)),
            options=[
                *([Option(END, f"Thôi “{old.position}” ở {old.unit} từ {since}")] if may_end else []),
                Option(KEEP, f"Vẫn giữ “{old.position}” là chính; “{post.position}” là kiêm nhiệm"),
            ],
        )
        if answer == END:
            self.row.ended = main
            self.row.changes.append(Change("Thôi giữ chức vụ", f"{old.position}, {old.unit}", f"từ {since}"))
            return True
        return False

    def _compare_since(self, held: dict[int, PostHolding], since: PartialDate, cell: Cell | None) -> None:
        """A date beside posts that are all held already is the main one's, or it is reported."""
        named = [held[post.pk] for post in self.row.posts] or self.held
        if not named:
            if not self.row.is_held_back:
                self.read.add(
                    Severity.NOTE,
                    "not_stored",
                    "Không có chức vụ nào để ghi ngày giữ chức vụ nên ô này không được ghi.",
                    cell,
                )
            return
        dates = [holding.started for holding in named if isinstance(holding.started, PartialDate)]
        if not any(agree(known, since) for known in dates):
            self.read.add(
                Severity.WARNING,
                "register_differs",
                f"Hồ sơ ghi giữ chức vụ từ {dates[0]}, tệp ghi {since}; hồ sơ được giữ nguyên, hãy sửa ở hồ sơ nếu "
                "tệp đúng.",
                cell,
            )

    def _report_kept(self, held: dict[int, PostHolding]) -> None:
        row = self.row
        if not row.posts:
            return
        named = {post.pk for post in row.posts}
        ended = row.ended.post_id if row.ended else None
        kept = [self.records.positions.posts[pk] for pk in held if pk not in named and pk != ended]
        if kept:
            self.read.add(
                Severity.NOTE,
                "post_kept",
                f"Hồ sơ đang ghi giữ cả {'; '.join(f'“{post}”' for post in kept)}; chức vụ tệp không nêu vẫn được giữ, "
                "hãy kết thúc ở trang hồ sơ nếu đã thôi.",
                self.read.cell(*POST_CODES),
            )

    def take_seats(self, who: int) -> list[tuple[Post, list[int]]]:
        """Sit down where the row says; the seats that are full, with those who sit there. `who` stands for the row."""
        seats, posts = self.records.seats, self.records.positions.posts
        taken: list[tuple[Post, list[int]]] = []
        if self.row.match == AMBIGUOUS and not self.row.is_known:
            return taken  # whoever it is may be the one who sits there
        for holding in self.row.opened:
            post = posts[holding.post_id]
            if there := seats.full(post, holding.held_from):
                taken.append((post, there))
        if taken or self.row.is_held_back:
            return taken
        for holding in self.row.opened:
            seats.take(holding.post_id, holding.held_from, who)
        if self.row.ended is not None:
            ended = self.row.ended
            until = self.row.opened[0].held_from
            seats.leave(ended.post_id, ended.official_id, ended.held_from, until)
        return []
