"""What a resolved row comes to: what it changes in the plan, and its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rotations.importing.file_rows import Change
from rotations.importing.findings import (
    verdict_of,
)
from rotations.importing.people_on_record import agree
from rotations.importing.plans.proposals import PlanRow, titles
from rotations.importing.plans.records import PlanRecords
from rotations.models import Post, Rotation
from rotations.partial_dates import PartialDate
from rotations.vietnamese import match_key
from rotations.vocabulary import (
    FillingMode,
    RotationPurpose,
    RotationStatus,
    RowVerdict,
    Severity,
)


class Decision:
    """What a row comes to: what it changes in the plan, and its verdict. What it changes on the file is known by then,
    but for a new case of somebody on record: it is a new case whatever that is."""

    def __init__(self, records: PlanRecords, row: PlanRow) -> None:
        assert row.cells is not None
        self.records, self.row, self.read = records, row, row.cells

    def run(self) -> None:
        row = self.row
        self._settle_due()
        if self.read.post_ways:
            self._check_ways()
        if row.existing is None:
            otherwise = RowVerdict.CREATE
        else:
            self._compare(row.existing)
            otherwise = RowVerdict.UPDATE if row.changes else RowVerdict.UNCHANGED
        row.verdict = verdict_of(row.issues, otherwise=otherwise)

    def _settle_due(self) -> None:
        row, read = self.row, self.read
        starts = row.starts or (row.existing.starts if row.existing else None)
        row.due = read.ends
        if row.due is None and read.months and isinstance(starts, PartialDate):
            row.due = starts.plus_months(read.months)
        elif row.due is None and read.months:
            read.add(
                Severity.NOTE,
                "not_stored",
                "Chưa có tháng bắt đầu nên thời hạn chưa tính được.",
                read.cell("duration"),
            )
        elif (
            read.ends
            and read.months
            and isinstance(starts, PartialDate)
            and not agree(starts.plus_months(read.months), read.ends)
        ):
            read.add(
                Severity.WARNING,
                "duration_differs",
                f"{read.months} tháng kể từ {starts} không khớp với ngày kết thúc {read.ends}; ghi theo ngày kết "
                "thúc.",
                read.cell("duration", "period"),
            )

    def _check_ways(self) -> None:
        ways = {FillingMode(word) for word in self.read.post_ways}
        modes = {FillingMode(post.position.filling) for post in self.row.receiving_posts}
        if modes and not ways <= modes:
            self.read.add(
                Severity.NOTE,
                "not_stored",
                f"Cách thức bố trí được ghi theo chức danh ({', '.join(sorted(m.label for m in modes))}); sửa ở trang "
                "của lượt luân chuyển nếu khác.",
                self.read.at("movement_type"),
            )

    def _compare(self, kept: Rotation) -> None:
        row, read, units = self.row, self.read, self.records.units
        before = len(row.changes)
        if read.movement_type and read.movement_type != kept.movement_type:
            self._change(
                "movement_type", "Loại hình", kept.get_movement_type_display(), read.movement_type.label
            )
        if read.purpose and read.purpose != kept.purpose:
            old = RotationPurpose(kept.purpose).label
            self._change("purpose", "Mục đích", old, RotationPurpose(read.purpose).label)
        if row.sending and row.sending.pk != kept.sending_unit_id:
            self._change("sending_unit", "Nơi đi", str(units.by_id[kept.sending_unit_id]), str(row.sending))
        if row.receiving and row.receiving.pk != kept.receiving_unit_id:
            old = str(units.by_id[kept.receiving_unit_id])
            self._change("receiving_unit", "Nơi đến", old, str(row.receiving))
        if row.sending:
            old_posts = [self.records.positions.posts[post.pk] for post in kept.left_posts.all()]
            self._compare_posts("left_posts", "Chức vụ trước khi luân chuyển", old_posts, row.left_posts)
            if match_key(row.sending_title) != match_key(kept.sending_title):
                label = "Chức danh trước khi luân chuyển"
                self._change("sending_title", label, kept.sending_title, row.sending_title)
        if row.receiving:
            old_posts = [self.records.positions.posts[held.post_id] for held in kept.posts.all()]
            self._compare_posts("receiving_posts", "Chức danh ở nơi đến", old_posts, row.receiving_posts)
        self._compare_dates("starts", "Bắt đầu từ", kept.starts, row.starts)
        self._compare_dates("due", "Hết thời hạn", kept.due, row.due)
        for column, label in (("expected_placement", "Dự kiến bố trí sau luân chuyển"), ("note", "Ghi chú")):
            typed = read.texts.get(column, "")
            if typed and typed != " ".join(getattr(kept, column).split()):
                self._change(column, label, getattr(kept, column), typed)
        self._refuse_moved(kept, len(row.changes) > before)

    def _change(self, name: str, label: str, old: str, new: str) -> None:
        self.row.changes.append(Change(label, old, new))
        self.row.rotation_fields[name] = new

    def _compare_posts(self, name: str, label: str, old: Sequence[Post], new: Sequence[Post]) -> None:
        if {post.pk for post in old} == {post.pk for post in new}:
            return
        before, after = "; ".join(titles(old)), "; ".join(titles(new))
        if before == after:  # the same titles at another unit, which is told beside it
            self.row.rotation_fields[name] = after
        else:
            self._change(name, label, before, after)

    def _compare_dates(self, name: str, label: str, old: Any, new: PartialDate | None) -> None:
        """A vaguer date that may be the one on record changes nothing."""
        if new is None or old == new:
            return
        if isinstance(old, PartialDate) and new.first <= old.first and old.last <= new.last:
            return
        self._change(name, label, str(old or ""), str(new))

    def _refuse_moved(self, kept: Rotation, changed: bool) -> None:
        if kept.status == RotationStatus.PROPOSED:
            return
        status = kept.get_status_display()
        cell = self.read.cell("full_name", "given_name")
        if changed:
            self.read.add(
                Severity.ERROR,
                "rotation_moved",
                f"Lượt luân chuyển này đã ở “{status}”, không sửa bằng tệp được; hãy sửa ở trang của lượt đó.",
                cell,
            )
        elif kept.status == RotationStatus.CANCELLED:
            self.read.add(
                Severity.WARNING,
                "rotation_cancelled",
                "Lượt luân chuyển này đã được ghi là không thực hiện và vẫn giữ như vậy.",
                cell,
            )
