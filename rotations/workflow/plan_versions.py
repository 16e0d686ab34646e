"""What a plan says at a moment, and freezing that as a version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Prefetch
from django.utils.timezone import make_aware

from rotations.models import (
    Account,
    LeftPost,
    Official,
    PlanTarget,
    PlanVersion,
    Post,
    Rotation,
    RotationPlan,
    RotationPost,
)
from rotations.vocabulary import Direction, MovementType, RotationStatus


def freeze(
    plan: RotationPlan,
    *,
    by: Account | None,
    on: date,
    document_number: str,
    document_on: date | None,
    reason: str,
    is_amendment: bool = False,
) -> PlanVersion:
    """Write the plan down as it stands, as the next version. The caller holds the plan's lock."""
    last = plan.versions.order_by("-number").values_list("number", flat=True).first()
    return plan.versions.create(
        number=(last or 0) + 1,
        document_number=document_number or plan.document_number,
        issued_on=document_on or (on if document_number else None),
        reason=reason,
        is_amendment=is_amendment,
        content=content_of(plan),
        frozen_on=on,
        frozen_by=by,
    )


def content_of(plan: RotationPlan) -> dict[str, Any]:
    """The whole plan in words and plain values, to be read and compared without any other row.

    Shape   {"plan", "targets", "people", "totals"}; people in the order of the plan and targets, each with its
            key so that two versions can be laid side by side. A fixed number of queries.
    Units   dates as people read them, to their precision; totals count every person who was not called off, by
            movement type and, for rotations proper and all, by direction.
    Errors  none.
    Source  domain reference §3.1, §3.3 (Biểu 2).
    """
    rotations = list(
        plan.rotations.counted()
        .select_related("official", "sending_unit", "receiving_unit")
        .prefetch_related(
            Prefetch("left_posts", Post.objects.select_related("position")),
            Prefetch("posts", RotationPost.objects.select_related("post__position")),
        )
        .in_plan_order()
    )
    people = [
        _person(
            rotation,
            left=[str(post.position) for post in rotation.left_posts.all()],
            brought=[str(row) for row in rotation.posts.all()],
        )
        for rotation in rotations
    ]
    return _content(plan, plan.targets.select_related("unit", "position"), rotations, people)


def content_on(plan: RotationPlan, day: date) -> dict[str, Any] | None:
    """The plan as the records said at the end of `day`, whatever was or was not frozen by then.

    Shape   as `content_of`; None when nothing of the plan was on record yet. A fixed number of queries.
    Units   what was recorded by midnight, out of the history of plan, targets, people, cases and their posts.
    Errors  none.
    Source  product §3 (1): the plan as it stood on any day.
    """
    end = end_of(day)
    then = _as_recorded(RotationPlan, end, ("regulation",), id=plan.pk)
    if not then:
        return None
    targets = _as_recorded(PlanTarget, end, ("unit", "position"), plan_id=plan.pk)
    rotations = [
        rotation
        for rotation in _as_recorded(
            Rotation, end, ("official", "sending_unit", "receiving_unit"), plan_id=plan.pk
        )
        if rotation.status != RotationStatus.CANCELLED
    ]
    keys = [rotation.pk for rotation in rotations]
    brought: dict[int, list[str]] = defaultdict(list)
    for row in _as_recorded(RotationPost, end, ("post__position",), rotation_id__in=keys):
        brought[row.rotation_id].append(str(row))
    left: dict[int, list[str]] = defaultdict(list)
    for given_up in _as_recorded(LeftPost, end, ("post__position",), rotation_id__in=keys):
        left[given_up.rotation_id].append(str(given_up))
    people = {
        one.pk: one for one in _as_recorded(Official, end, id__in={one.official_id for one in rotations})
    }
    for rotation in rotations:
        rotation.official = people.get(rotation.official_id) or rotation.official
    order = Direction.values
    rotations.sort(
        key=lambda one: (order.index(one.direction), one.ordinal or 0, one.official.name_key, one.pk)
    )
    told = [_person(one, left=left[one.pk], brought=brought[one.pk]) for one in rotations]
    targets.sort(key=lambda target: (target.direction, target.pk))
    return _content(then[0], targets, rotations, told)


@dataclass(frozen=True)
class PlanOnADay:
    """What a plan was at the end of a day: the version in force, what the records said, and which came first.

    `is_as_frozen` when that day was not recorded as it went by, so that the version is all that is known of it.
    """

    version: PlanVersion | None
    content: dict[str, Any] | None
    is_as_frozen: bool = False


def plan_on(plan: RotationPlan, day: date, *, on: date) -> PlanOnADay:
    """The plan at the end of `day`, seen on `on`.

    Shape   the last version frozen by then, and the content; both None when the plan was not there. A fixed number of
            queries.
    Units   for `on` and later days the plan as it is now. A version written down after its day (an old plan taken in
            later) stands for that day as it was frozen.
    Errors  none.
    Source  product §3 (1).
    """
    version = plan.versions.standing_on(day)
    if day >= on:
        return PlanOnADay(version, content_of(plan))
    if version is not None and version.frozen_at >= end_of(day):
        return PlanOnADay(version, version.content, is_as_frozen=True)
    return PlanOnADay(version, content_on(plan, day))


def end_of(day: date) -> datetime:
    """The first moment after `day`, here."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _as_recorded(model: type[Any], end: datetime, related: Sequence[str] = (), **which: Any) -> list[Any]:
    """Rows of a model as their history last told of them before `end`, with what they point to as it is now; those
    deleted by then are left out. One query."""
    lines = model.history.filter(history_date__lt=end, **which)
    last = lines.order_by().values(model._meta.pk.name).annotate(last=Max("history_id")).values("last")
    kept = model.history.filter(history_id__in=last).exclude(history_type="-")
    if related:
        kept = kept.select_related(*related)
    rows = []
    for line in kept.order_by(model._meta.pk.name):
        row = line.instance
        for name in related:
            name = name.split("__")[0]
            if getattr(row, f"{name}_id") is not None:
                setattr(row, name, getattr(line, name))
        rows.append(row)
    return rows


def _content(
    plan: RotationPlan,
    targets: Iterable[PlanTarget],
    rotations: Sequence[Rotation],
    people: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "plan": {
            "year": plan.year,
            "title": plan.title,
            "document_number": plan.document_number,
            "regulation": plan.regulation.symbol,
            "purpose": plan.purpose,
            "scope": plan.scope,
            "policy": plan.policy,
        },
        "targets": [
            {
                "key": target.key,
                "direction": target.get_direction_display(),
                "unit": str(target.unit or ""),
                "position": str(target.position or ""),
                "quantity": target.quantity,
                "note": target.note,
            }
            for target in targets
        ],
        "people": people,
        "totals": {
            "people": len(rotations),
            "by_movement_type": {
                word.label: count
                for word in MovementType
                if (count := sum(rotation.movement_type == word for rotation in rotations))
            },
            "by_direction": {
                word.label: count
                for word in Direction
                if (count := sum(rotation.direction == word for rotation in rotations))
            },
        },
    }


def _person(rotation: Rotation, *, left: Iterable[str], brought: Iterable[str]) -> dict[str, Any]:
    return {
        "rotation": rotation.pk,
        "official": rotation.official_id,
        "full_name": rotation.official.full_name,
        "birth": str(rotation.official.birth or ""),
        "movement_type": rotation.get_movement_type_display(),
        "purpose": rotation.get_purpose_display(),
        "direction": rotation.get_direction_display(),
        "sending_unit": str(rotation.sending_unit),
        "sending_posts": ", ".join(left) or rotation.sending_title,
        "receiving_unit": str(rotation.receiving_unit),
        "receiving_posts": ", ".join(brought),
        "starts": str(rotation.starts or ""),
        "due": str(rotation.due or ""),
        "status": rotation.get_status_display(),
        "expected_placement": rotation.expected_placement,
        "note": rotation.note,
    }
