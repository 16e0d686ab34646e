"""Biểu 2 and Biểu 4: the people planned and the people rotated, a line each, in groups by direction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from rotations.models import (
    Evaluation,
    EvaluationQuerySet,
    Hanging,
    Official,
    Post,
    Rotation,
    RotationQuerySet,
    Unit,
    gather,
    heirs,
)
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.reports.results import Map
from rotations.reports.sheets import Head, Line, OfficeSheet, Value
from rotations.vocabulary import (
    DecisionKind,
    Direction,
    ElectionResult,
    FillingMode,
    LineAction,
    QualityRating,
    Sex,
    SuccessionStatus,
)

PLANNED_TITLE: Final = "Danh sách dự kiến luân chuyển"
DONE_TITLE: Final = "Danh sách kết quả luân chuyển"
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
SHORT_RATINGS: Final = {
    QualityRating.EXCELLENT: "HTXSNV",
    QualityRating.GOOD: "HTTNV",
    QualityRating.COMPLETED: "HTNV",
    QualityRating.NOT_COMPLETED: "KHTNV",
}
RATED_YEARS: Final = 3
ROTATING_KINDS: Final = frozenset({DecisionKind.ROTATION, DecisionKind.TRANSFER, DecisionKind.SECONDMENT})

UnitName = Callable[[Unit], str]


@dataclass(frozen=True)
class Leaf:
    """One column: its heading, and what it shows of a case. `field` is the field of the person it tells of, for those
    who may not read it."""

    head: Head
    value: Callable[[Rotation], Value]
    field: str = ""


def unit_names(units: Iterable[Unit], *, by_map: Map, on: date) -> UnitName:
    """How a unit is called: as it was, or with what it belongs to now. Two queries where one of them is no more."""
    if by_map == "then":
        return lambda unit: unit.name
    found = heirs({unit.pk for unit in units if not unit.exists_on(on)}, on=on)

    def name(unit: Unit) -> str:
        after = ", ".join(heir.name for heir in found.get(unit.pk, []))
        return f"{after} (trước là {unit.name})" if after else unit.name

    return name


def for_planned(rotations: RotationQuerySet) -> RotationQuerySet:
    """Cases with all that a line of Biểu 2 shows but what `planned` gathers; a query more for posts given up."""
    return rotations.select_related(
        "official__ethnicity", "official__general_education", "official__professional_level",
        "official__political_theory", "official__state_management", "sending_unit", "receiving_unit", "plan",
    ).prefetch_related("left_posts__position").in_plan_order()  # fmt: skip


def for_done(rotations: RotationQuerySet) -> RotationQuerySet:
    """Cases with all that a line of Biểu 4 shows but what `done` gathers; a query more for posts given up."""
    return rotations.select_related(
        "official", "sending_unit", "receiving_unit", "plan", "placement__unit", "placement__post__position"
    ).prefetch_related("left_posts__position").in_plan_order()  # fmt: skip


def planned(
    rotations: Sequence[Rotation],
    *,
    counts: Mapping[str, int],
    period: str,
    said: str,
    by_map: Map,
    hidden: Collection[str],
    on: date,
    first: int = 1,
) -> OfficeSheet:
    """Biểu 2 of these cases.

    Shape   cases (`for_planned`); `counts` is how many there are by direction, whether or not all are among them, and
            `first` the number of the first line. `hidden` are fields of a person that may not be read: no column.
    Units   a date as far as it is known; ratings of the last three years; posts held on the day `on`.
    Errors  none. One query more for what hangs on the cases.
    Source  domain reference §3.3 (Biểu 2).
    """
    gather(
        rotations,
        Hanging("posts", ("post__position",)),
        Hanging("official__holdings", ("post__position", "post__unit")),
        Hanging("official__succession_entries", ("position", "term")),
        Hanging("official__ratings"),
    )
    name = unit_names(_units(rotations), by_map=by_map, on=on)
    by_sex = all(rotation.official.sex for rotation in rotations)
    leaves = [leaf for leaf in _planned_leaves(name, on, by_sex=by_sex) if leaf.field not in hidden]
    return _sheet("Biểu 2", PLANNED_TITLE, period, said, leaves, rotations, counts, first)


def done(
    rotations: Sequence[Rotation],
    *,
    evaluations: EvaluationQuerySet,
    counts: Mapping[str, int],
    period: str,
    said: str,
    by_map: Map,
    hidden: Collection[str],
    on: date,
    first: int = 1,
) -> OfficeSheet:
    """Biểu 4 of these cases.

    Shape   cases (`for_done`), and the comments the account may open; the rest as `planned`.
    Units   ratings given by the deciding authority, by the year the commented period ends in.
    Errors  none. Two queries more.
    Source  domain reference §3.3 (Biểu 4).
    """
    gather(rotations, Hanging("posts", ("post__position",)), Hanging("decision_lines", ("decision",)))
    rated: dict[int, list[Evaluation]] = {}
    keys = [rotation.pk for rotation in rotations]
    for evaluation in evaluations.filter(rotation__in=keys).exclude(rating="").order_by("period_to", "pk"):
        rated.setdefault(evaluation.rotation_id, []).append(evaluation)
    name = unit_names(_units(rotations), by_map=by_map, on=on)
    leaves = [leaf for leaf in _done_leaves(name, rated) if leaf.field not in hidden]
    return _sheet("Biểu 4", DONE_TITLE, period, said, leaves, rotations, counts, first)


def _units(rotations: Iterable[Rotation]) -> list[Unit]:
    return [unit for rotation in rotations for unit in (rotation.sending_unit, rotation.receiving_unit)]


def _sheet(
    form: str,
    title: str,
    period: str,
    said: str,
    leaves: Sequence[Leaf],
    rotations: Sequence[Rotation],
    counts: Mapping[str, int],
    first: int,
) -> OfficeSheet:
    order = [word for word in Direction.values if counts.get(word)]
    lines: list[Line] = []
    direction = None
    for number, rotation in enumerate(rotations, start=first):
        if rotation.direction != direction:
            direction = rotation.direction
            roman = ROMAN[order.index(direction)]
            label = Direction(direction).label
            lines.append(
                Line((f"{roman}. {label} ({counts[direction]} người)",), key=direction, is_group=True)
            )
        lines.append(Line((number, *(leaf.value(rotation) for leaf in leaves)), key=str(rotation.pk)))
    everybody = f"Tổng cộng: {sum(counts.values())} người"
    total = Line(("", everybody, *([""] * (len(leaves) - 1))), key="total")
    heads = (Head("ordinal", "STT", width=5), *(leaf.head for leaf in leaves))
    return OfficeSheet(form, title, period, said, heads, tuple(lines), total)


# --- What a cell shows ---------------------------------------------------------------------------------------


def _known(value: PartialDate | None) -> Value:
    if value is None:
        return ""
    return value.first if value.precision == DatePrecision.DAY else str(value)


def _short(code: str) -> str:
    return SHORT_RATINGS[QualityRating(code)]


def _left(rotation: Rotation, name: UnitName) -> str:
    titles = ", ".join(post.position.name for post in rotation.left_posts.all()) or rotation.sending_title
    return ", ".join(filter(None, [titles, name(rotation.sending_unit)]))


def _received(rotation: Rotation) -> str:
    return ", ".join(row.post.position.name for row in rotation.posts.all())


def _means(rotation: Rotation) -> str:
    modes = dict.fromkeys(FillingMode(row.mode).label for row in rotation.posts.all())
    how = ", ".join(str(label).lower() for label in modes)
    return (
        f"{rotation.get_movement_type_display()}; {how}" if how else str(rotation.get_movement_type_display())
    )


def _held_since(rotation: Rotation, on: date) -> Value:
    """Since when the main post is held that the person leaves: of today, or of the day before the start."""
    begun = rotation.starts_on is not None and rotation.starts_on <= on
    day = rotation.starts_on - timedelta(days=1) if begun and rotation.starts_on else on
    held = [
        row
        for row in rotation.official.holdings.all()
        if row.is_main and row.held_from <= day and (row.held_until is None or row.held_until > day)
    ]
    row = min(held, key=lambda row: row.held_from, default=None)
    return str(PartialDate.of(row.held_from, DatePrecision(row.held_from_precision))) if row else ""


def _planning(official: Official) -> str:
    valid = [row for row in official.succession_entries.all() if row.status == SuccessionStatus.VALID]
    return "; ".join(f"{row.position} ({row.term.name})" for row in valid)


def _last_ratings(official: Official, rotation: Rotation, on: date) -> str:
    until = min(rotation.starts_on or on, on).year
    yearly = [
        row
        for row in official.ratings.all()
        if row.quarter is None and until - RATED_YEARS <= row.year < until
    ]
    return "; ".join(f"{row.year}: {_short(row.rating)}" for row in sorted(yearly, key=lambda row: row.year))


def _planned_leaves(name: UnitName, on: date, *, by_sex: bool) -> list[Leaf]:
    def born(sex: Sex) -> Callable[[Rotation], Value]:
        return lambda r: (_known(r.official.birth) or "x") if r.official.sex == sex else ""

    birth = (
        [
            Leaf(Head("male", "Nam", "Ngày, tháng, năm sinh", width=10), born(Sex.MALE), "birth_date"),
            Leaf(Head("female", "Nữ", "Ngày, tháng, năm sinh", width=10), born(Sex.FEMALE), "birth_date"),
        ]
        if by_sex
        else [
            Leaf(
                Head("birth", "Ngày, tháng, năm sinh", width=10),
                lambda r: _known(r.official.birth),
                "birth_date",
            ),
            Leaf(Head("sex", "Giới tính", width=6), lambda r: r.official.get_sex_display(), "sex"),
        ]
    )
    party, taught, where = "Ngày vào Đảng", "Trình độ", "Dự kiến luân chuyển đến"
    time = "Thời gian luân chuyển"
    return [
        Leaf(Head("name", "Họ và tên", width=14), lambda r: r.official.full_name),
        *birth,
        Leaf(Head("ethnicity", "Dân tộc", width=8), lambda r: _words(r.official.ethnicity), "ethnicity"),
        Leaf(
            Head("native", "Quê quán", width=11, is_detail=True),
            lambda r: r.official.native_place,
            "native_place",
        ),
        Leaf(
            Head("home", "Nơi ở hiện nay", width=11, is_detail=True),
            lambda r: r.official.current_residence,
            "current_residence",
        ),
        Leaf(
            Head("admitted", "Dự bị", party, width=10, is_detail=True),
            lambda r: _known(r.official.party_admission),
        ),
        Leaf(
            Head("full", "Chính thức", party, width=10, is_detail=True),
            lambda r: _known(r.official.party_official),
        ),
        Leaf(
            Head("school", "GDPT", taught, width=6, is_detail=True),
            lambda r: _words(r.official.general_education),
        ),
        Leaf(Head("profession", "Chuyên môn", taught, width=10, is_detail=True), _profession),
        Leaf(
            Head("theory", "LLCT", taught, width=8, is_detail=True),
            lambda r: _words(r.official.political_theory),
        ),
        Leaf(
            Head("management", "QLNN", taught, width=8, is_detail=True),
            lambda r: _words(r.official.state_management),
        ),
        Leaf(
            Head("language", "Ngoại ngữ", taught, width=8, is_detail=True),
            lambda r: r.official.foreign_language,
        ),
        Leaf(Head("computing", "Tin học", taught, width=8, is_detail=True), lambda r: r.official.computing),
        Leaf(Head("present", "Chức vụ, đơn vị công tác hiện nay", width=14), lambda r: _left(r, name)),
        Leaf(Head("since", "Thời gian giữ chức vụ", width=10), lambda r: _held_since(r, on)),
        Leaf(
            Head("planning", "Quy hoạch chức danh (nhiệm kỳ)", width=12, is_detail=True),
            lambda r: _planning(r.official),
            "succession_entries",
        ),
        Leaf(
            Head("ratings", "Xếp loại 3 năm gần nhất", width=10, is_detail=True),
            lambda r: _last_ratings(r.official, r, on),
            "ratings",
        ),
        Leaf(Head("to", "Đơn vị", where, width=11), lambda r: name(r.receiving_unit)),
        Leaf(Head("post", "Chức danh", where, width=11), _received),
        Leaf(Head("means", "Hình thức", width=12, is_detail=True), _means),
        Leaf(Head("from", "Từ", time, width=10), lambda r: _known(r.starts)),
        Leaf(Head("until", "Đến", time, width=10), lambda r: _known(r.due)),
        Leaf(
            Head("afterwards", "Dự kiến bố trí sau luân chuyển", width=11, is_detail=True),
            lambda r: r.expected_placement,
        ),
        Leaf(Head("note", "Ghi chú", width=12), lambda r: r.note),
    ]


def _words(entry: Any) -> str:
    return str(entry or "")


def _profession(rotation: Rotation) -> str:
    official = rotation.official
    return ", ".join(filter(None, [_words(official.professional_level), official.major]))


def _done_leaves(name: UnitName, rated: Mapping[int, Sequence[Evaluation]]) -> list[Leaf]:
    return [
        Leaf(Head("name", "Họ và tên", width=20), lambda r: r.official.full_name),
        Leaf(
            Head("born", "Năm sinh", width=8),
            lambda r: str(r.official.birth_date.year) if r.official.birth_date else "",
            "birth_date",
        ),
        Leaf(Head("before", "Chức vụ, đơn vị trước khi luân chuyển", width=24), lambda r: _left(r, name)),
        Leaf(
            Head("to", "Chức vụ, đơn vị luân chuyển đến", width=24),
            lambda r: ", ".join(filter(None, [_received(r), name(r.receiving_unit)])),
        ),
        Leaf(Head("decision", "Số, ngày quyết định", width=18), _decision),
        Leaf(Head("from", "Ngày bắt đầu", width=11), lambda r: _known(r.starts)),
        Leaf(Head("until", "Thời hạn", width=11), lambda r: _known(r.due)),
        Leaf(
            Head("ratings", "Nhận xét, xếp loại từng năm", width=16),
            lambda r: "; ".join(
                dict.fromkeys(f"{row.period_to:%Y}: {_short(row.rating)}" for row in rated.get(r.pk, ()))
            ),
        ),
        Leaf(Head("election", "Kết quả bầu cử", width=18), _elections),
        Leaf(Head("placement", "Bố trí sau luân chuyển", width=22), lambda r: _placement(r, name)),
        Leaf(Head("note", "Ghi chú", width=14), lambda r: r.note),
    ]


def _decision(rotation: Rotation) -> str:
    """The decisions that rotate, or else any that grants a post."""
    lines = [line for line in rotation.decision_lines.all() if line.action == LineAction.GRANT]
    rotating = [line.decision for line in lines if line.decision.kind in ROTATING_KINDS]
    found = dict.fromkeys(rotating or [line.decision for line in lines])
    return "; ".join(f"{decision}, {decision.issued_on:%d/%m/%Y}" for decision in found)


def _elections(rotation: Rotation) -> str:
    told = []
    for row in rotation.posts.all():
        if row.mode != FillingMode.ELECTED:
            continue
        result = str(ElectionResult(row.result).label) if row.result else "chưa bầu"
        votes = f" ({row.votes_for}/{row.votes_total} phiếu)" if row.votes_for and row.votes_total else ""
        told.append(f"{row.post.position.name}: {result.lower()}{votes}")
    return "; ".join(told)


def _placement(rotation: Rotation, name: UnitName) -> str:
    placement = getattr(rotation, "placement", None)
    if placement is None or placement.decided_on is None:
        return ""
    post: Post | None = placement.post
    place = [str(post.position) if post else "", name(placement.unit) if placement.unit else ""]
    return ": ".join(filter(None, [placement.get_outcome_display(), ", ".join(filter(None, place))]))
