"""Taking an import back: rows untouched since are reverted, the others are listed and kept.

A row goes back whole or stays whole. It stays when a record it wrote has been changed since, or when something that
this import did not write hangs on a record it made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from rotations import workflow
from rotations.importing.findings import Answers
from rotations.importing.journal import CHANGED, CREATED
from rotations.importing.taking_in import NotTakenIn, Progress
from rotations.models import (
    Account,
    ImportBatch,
    ImportRow,
    LeftPost,
    Post,
    Rotation,
    RotationPlan,
    RotationPost,
    RotationStep,
    create_recorded,
    delete_recorded,
    settle_left_posts,
    update_recorded,
)
from rotations.vocabulary import ImportStatus, RotationStatus

REASON: Final = "Hoàn tác nhập tệp {}"
REASON_LENGTH: Final = 100
TOUCHED: Final = "đã được sửa sau khi nhập"
GONE: Final = "đã bị xóa sau khi nhập"
MOVED: Final = "đã sang bước khác của quy trình"
HANGS_ON: Final = "đã có dữ liệu khác gắn vào ({})"
# What comes with a record when it is made and goes with it.
PARTS: Final[dict[type[Any], tuple[type[Any], ...]]] = {
    Rotation: (RotationStep, RotationPost, LeftPost),
}

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that was not reverted, and why."""

    place: int
    row_number: int
    why: str


@dataclass(slots=True)
class Undone:
    """How many rows were reverted, and which were kept."""

    rows: int = 0
    kept: list[Kept] = field(default_factory=list)


@dataclass(slots=True)
class _Written:
    """What one row wrote, newest last; `why` says what keeps it."""

    place: int
    row_number: int
    entries: list[dict[str, Any]]
    why: str = ""

    def records(self, act: str = "") -> Iterator[Key]:
        for entry in self.entries:
            if not act or entry["act"] == act:
                yield entry["model"], entry["pk"]


def undo(batch: ImportBatch, *, by: Account, on: date, progress: Progress | None = None) -> Undone:
    """Take a committed import back.

    Shape   a batch in, what was reverted and what was kept out; the batch is then undone, and its kept rows stay.
    Units   queries for each kind of record written, not for each row.
            People leave an approved plan under the amendment paper among the batch's answers.
    Errors  NotTakenIn when the batch is not committed, nothing of it can be reverted, a paper lacks, or the database
            refuses.
    Source  product §6 (Then).
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.status != ImportStatus.COMMITTED:
            raise NotTakenIn(f"Đợt nhập này đang ở “{batch.get_status_display()}” nên không hoàn tác được.")
        if not batch.seal:
            raise NotTakenIn(
                "Đợt này được ghi từ phiên bản cũ, chưa ghi lại những gì đã thay đổi nên không hoàn tác được."
            )
        rows = [
            _Written(place, number, entries)
            for place, number, entries in batch.rows.order_by("place").values_list(
                "place", "row_number", "written"
            )
            if entries
        ]
        tell = progress or (lambda done, of: None)
        undoing = _Undoing(rows, batch, by, on, REASON.format(batch.file_name)[:REASON_LENGTH])
        undone = undoing.run(tell)
        if not undone.rows:
            raise NotTakenIn(
                "Không hoàn tác được dòng nào: mọi dòng đã ghi đều đã được sửa hoặc dùng đến sau khi nhập."
                if rows
                else "Đợt này không ghi dòng nào."
            )
        undoing.revert_own()
        batch.status = ImportStatus.UNDONE
        batch.undone_by, batch.undone_at = by, now()
        batch.totals = {
            **batch.totals,
            "kept": [[row.place, row.row_number, row.why] for row in undone.kept],
        }
        batch.save(update_fields=["status", "undone_by", "undone_at", "totals", "plan"])
        connection.check_constraints()
    return undone


class _Undoing:
    """One run over the rows of one batch."""

    def __init__(self, rows: list[_Written], batch: ImportBatch, by: Account, on: date, reason: str) -> None:
        self.rows, self.batch, self.by, self.on, self.reason = rows, batch, by, on, reason
        self.records: dict[Key, Any] = {}

    def run(self, tell: Progress) -> Undone:
        """Find what must stay, until nothing more is found, and revert the rest."""
        tell(0, len(self.rows))
        self._load()
        self._keep_touched()
        while self._keep_what_others_hang_on():
            pass
        going = [row for row in self.rows if not row.why]
        plans = self._plans_of(going)
        paper = Answers.of(self.batch.answers).amendment
        try:
            with workflow.amending(plans, paper, by=self.by, on=self.on):
                self._put_back(going)
                self._delete(going)
        except workflow.MoveRefused as refused:
            raise NotTakenIn(f"Không hoàn tác được: {refused}") from refused
        tell(len(self.rows), len(self.rows))
        kept = [Kept(row.place, row.row_number, row.why) for row in self.rows if row.why]
        return Undone(len(going), kept)

    def revert_own(self) -> None:
        """What belongs to the file and no row: spellings kept, plans set up that nobody is in."""
        for entry in reversed(self.batch.written):
            model = _model(entry["model"])
            record = model._default_manager.filter(pk=entry["pk"]).first()
            if record is None or not _as_written(record, entry) or any(_hanging(model, [record.pk], {})):
                continue
            if self.batch.plan_id == record.pk and isinstance(record, RotationPlan):
                self.batch.plan = None
                self.batch.save(update_fields=["plan"])
            delete_recorded([record], by=self.by, reason=self.reason)

    # ---- what must stay

    def _load(self) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in self.rows:
            for name, pk in row.records():
                wanted[name].add(pk)
        for name, keys in wanted.items():
            found = _in_bulk(_model(name), keys)
            self.records |= {(name, pk): record for pk, record in found.items()}

    def _keep_touched(self) -> None:
        for row in self.rows:
            for entry in row.entries:
                record = self.records.get((entry["model"], entry["pk"]))
                if record is None:
                    row.why = GONE
                elif not _as_written(record, entry):
                    row.why = f"{record} {TOUCHED}"
                elif isinstance(record, Rotation) and record.status != RotationStatus.PROPOSED:
                    row.why = f"{record} {MOVED}"
        self._keep_changed_parts()

    def _keep_changed_parts(self) -> None:
        """Keep rows whose new case had a post or a step changed since: that does not touch the case itself."""
        for whole, parts in PARTS.items():
            name = str(whole._meta.model_name)
            made = {
                pk for row in self.rows if not row.why for model, pk in row.records(CREATED) if model == name
            }
            changed: set[Key] = set()
            for part in parts:
                if hasattr(part, "history"):
                    column = _relation(part, whole)
                    for some in _by_hundreds(made):
                        since = part._default_manager.filter(
                            changed_at__gt=self.batch.committed_at, **{f"{column}__in": some}
                        )
                        changed |= {(name, pk) for pk in since.values_list(column, flat=True)}
            for row in self.rows:
                if not row.why and (touched := changed.intersection(row.records(CREATED))):
                    row.why = f"{self.records[touched.pop()]} {TOUCHED}"

    def _keep_what_others_hang_on(self) -> bool:
        """Keep rows whose new records something else points to; whether any was found."""
        going: dict[str, set[int]] = defaultdict(set)
        for row in self.rows:
            if not row.why:
                for name, pk in row.records(CREATED):
                    going[name].add(pk)
        held_by: dict[Key, str] = {}
        for name, keys in going.items():
            for pk, what in _hanging(_model(name), keys, going):
                held_by.setdefault((name, pk), what)
        found = False
        for row in self.rows:
            if row.why:
                continue
            if what := next((held_by[key] for key in row.records(CREATED) if key in held_by), ""):
                row.why, found = HANGS_ON.format(what), True
        return found

    # ---- going back

    def _plans_of(self, rows: Iterable[_Written]) -> list[RotationPlan]:
        plans = {
            record.plan_id
            for row in rows
            for key in row.records()
            if isinstance(record := self.records[key], Rotation)
        }
        return list(RotationPlan.objects.filter(pk__in=plans))

    def _put_back(self, rows: Iterable[_Written]) -> None:
        """The values that stood before, the oldest last where a record was changed twice."""
        columns: dict[str, set[str]] = defaultdict(set)
        changed: dict[str, dict[int, Any]] = defaultdict(dict)
        cases: dict[int, dict[str, Any]] = {}
        for row in rows:
            for entry in reversed(row.entries):
                if entry["act"] != CHANGED:
                    continue
                record = self.records[entry["model"], entry["pk"]]
                before = dict(entry.get("before", {}))
                if isinstance(record, Rotation):
                    cases[record.pk] = {name: before.pop(name, None) for name in ("left_posts", "posts")}
                for column, value in before.items():
                    concrete = record._meta.get_field(column)
                    setattr(record, column, concrete.to_python(value))
                    columns[entry["model"]].add(concrete.name)
                changed[entry["model"]][record.pk] = record
        for name, records in changed.items():
            if columns[name]:
                update_recorded(
                    records.values(),
                    sorted(columns[name]),
                    by=self.by,
                    reason=self.reason,
                )
        self._put_back_posts(cases)

    def _put_back_posts(self, cases: dict[int, dict[str, Any]]) -> None:
        """Posts given up and posts brought, of cases whose posts were changed."""
        left = {pk: before["left_posts"] for pk, before in cases.items() if before["left_posts"] is not None}
        settle_left_posts(left, by=self.by, reason=self.reason)
        wanted = {pk: set(before["posts"]) for pk, before in cases.items() if before["posts"] is not None}
        held: dict[int, set[int]] = defaultdict(set)
        gone = []
        for brought in RotationPost.objects.filter(rotation__in=wanted):
            held[brought.rotation_id].add(brought.post_id)
            if brought.post_id not in wanted[brought.rotation_id]:
                gone.append(brought)
        delete_recorded(gone, by=self.by, reason=self.reason)
        missing = [(pk, post) for pk, posts in wanted.items() for post in posts - held[pk]]
        posts = Post.objects.select_related("position").in_bulk({post for _pk, post in missing})
        create_recorded(
            [
                RotationPost(rotation_id=pk, post=posts[post], mode=posts[post].position.filling)
                for pk, post in missing
            ],
            by=self.by,
            reason=self.reason,
        )

    def _delete(self, rows: Iterable[_Written]) -> None:
        """New records, those that point to others first."""
        made: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            for key in row.records(CREATED):
                made[key[0]].append(self.records[key])
        for name in _pointing_first(made):
            model, records = _model(name), made[name]
            for some in _by_hundreds(int(record.pk) for record in records):
                self._let_go(model, some)
            delete_recorded(records, by=self.by, reason=self.reason)

    def _let_go(self, model: type[Any], keys: list[int]) -> None:
        """Delete the parts of records, and what the rows of files say of them."""
        for part in PARTS.get(model, ()):
            hanging = part._default_manager.filter(**{f"{_relation(part, model)}__in": keys})
            if hasattr(part, "history"):
                delete_recorded(hanging, by=self.by, reason=self.reason)
            else:
                hanging.delete()
        for field_ in ImportRow._meta.concrete_fields:
            if field_.related_model is model:
                ImportRow.objects.filter(**{f"{field_.name}__in": keys}).update(**{field_.name: None})


def _model(name: str) -> type[Any]:
    return apps.get_model("rotations", name)


def _in_bulk(model: type[Any], keys: Iterable[int]) -> dict[int, Any]:
    """Any number of records by key, in statements either database takes."""
    found: dict[int, Any] = {}
    for some in _by_hundreds(keys):
        found |= model._default_manager.in_bulk(some)
    return found


def _by_hundreds(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys in pieces that a statement of either database takes."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), 500):
        yield wanted[start : start + 500]


def _as_written(record: Any, entry: dict[str, Any]) -> bool:
    """Whether the record has not been changed since the import wrote it."""
    stamp = entry.get("at")
    return stamp is None or getattr(record, "changed_at", None) == parse_datetime(stamp)


def _hanging(model: type[Any], keys: Iterable[int], going: dict[str, set[int]]) -> Iterator[tuple[int, str]]:
    """Records among `keys` that something points to which does not go with them: their key, and what it is."""
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        if (
            relation.on_delete in (models.SET_NULL, models.DO_NOTHING)
            or other in PARTS.get(model, ())
            or issubclass(other, ImportRow | ImportBatch)
        ):
            continue
        name, leaving = relation.field.name, going.get(str(other._meta.model_name), set())
        for some in _by_hundreds(keys):
            pointing = other._default_manager.filter(**{f"{name}__in": some})
            for pk, target in pointing.values_list("pk", f"{name}__pk"):
                if pk not in leaving:
                    yield target, str(other._meta.verbose_name)


def _relation(part: type[Any], whole: type[Any]) -> str:
    return next(field.name for field in part._meta.concrete_fields if field.related_model is whole)


def _pointing_first(made: dict[str, list[Any]]) -> list[str]:
    """Names of models in an order in which none is deleted before what points to it."""
    left, order = set(made), []
    while left:
        free = sorted(
            name
            for name in left
            if not any(
                field.related_model is _model(name)
                for other in left - {name}
                for field in _model(other)._meta.concrete_fields
            )
        )
        order += free or sorted(left)
        left -= set(free or left)
    return order
