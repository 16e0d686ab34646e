"""Two states of a plan side by side: who came, who went, what changed of whom, which targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

PERSON_FIELDS: Final = {
    "full_name": "Họ và tên",
    "birth": "Ngày sinh",
    "movement_type": "Loại hình",
    "purpose": "Mục đích",
    "direction": "Hướng",
    "sending_unit": "Nơi đi",
    "sending_posts": "Chức vụ nơi đi",
    "receiving_unit": "Nơi đến",
    "receiving_posts": "Chức danh nơi đến",
    "starts": "Bắt đầu",
    "due": "Đến hạn",
    "expected_placement": "Dự kiến bố trí sau luân chuyển",
    "note": "Ghi chú",
    "status": "Trạng thái",
}
PLAN_FIELDS: Final = {
    "title": "Tên kế hoạch",
    "document_number": "Số, ký hiệu",
    "regulation": "Theo quy định",
    "purpose": "Mục đích, yêu cầu",
    "scope": "Phạm vi, đối tượng",
    "policy": "Chế độ, chính sách",
}
# Moves on with the procedure and is not what a plan says.
STATUS: Final = "status"

Person = Mapping[str, Any]


class FieldChange(NamedTuple):
    """One thing said otherwise; "" where it was or is not said."""

    label: str
    old: str
    new: str


class PersonChange(NamedTuple):
    """One person in both states, and what is said otherwise."""

    person: Person
    changes: list[FieldChange]


class TargetChange(NamedTuple):
    """One target; None for the state that does not have it."""

    direction: str
    unit: str
    position: str
    old: int | None
    new: int | None


@dataclass(frozen=True)
class PlanComparison:
    """What differs. `moved_on` are the people of whom nothing but the status of the procedure is another."""

    head: list[FieldChange] = field(default_factory=list)
    added: list[Person] = field(default_factory=list)
    removed: list[Person] = field(default_factory=list)
    changed: list[PersonChange] = field(default_factory=list)
    moved_on: list[PersonChange] = field(default_factory=list)
    targets: list[TargetChange] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether the plan says the same; how far each case has come does not count."""
        return not (self.head or self.added or self.removed or self.changed or self.targets)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> PlanComparison:
    """Lay two contents of a plan (`PlanVersion.content`, `workflow.content_of`) side by side.

    Shape   two mappings in, what differs out, in the order of the newer one and then of the older. No query.
    Units   words as they stood; a person is the same by the case, else by the official: who was called off and put
            forward again is one person whose case changed.
    Errors  none: what a content does not hold counts as not said.
    Source  product §3 (1).
    """
    before, after = list(old.get("people", ())), list(new.get("people", ()))
    pairs = _pairs(before, after)
    changed, moved_on = [], []
    for was, person in pairs:
        changes = _changes(PERSON_FIELDS, was, person)
        if any(change.label != PERSON_FIELDS[STATUS] for change in changes):
            changed.append(PersonChange(person, changes))
        elif changes:
            moved_on.append(PersonChange(person, changes))
    kept = {id(one) for pair in pairs for one in pair}
    return PlanComparison(
        head=_changes(PLAN_FIELDS, old.get("plan", {}), new.get("plan", {})),
        added=[person for person in after if id(person) not in kept],
        removed=[person for person in before if id(person) not in kept],
        changed=changed,
        moved_on=moved_on,
        targets=_target_changes(old.get("targets", ()), new.get("targets", ())),
    )


def _pairs(before: list[Person], after: list[Person]) -> list[tuple[Person, Person]]:
    """Who is in both, in the order of `after`."""
    found: dict[int, Person] = {}
    left = list(before)
    for key in ("rotation", "official"):
        known: dict[Any, list[Person]] = defaultdict(list)
        for was in left:
            if was.get(key) is not None:
                known[was[key]].append(was)
        for person in after:
            if id(person) not in found and known.get(person.get(key)):
                found[id(person)] = known[person[key]].pop(0)
        taken = {id(was) for was in found.values()}
        left = [was for was in left if id(was) not in taken]
    return [(found[id(person)], person) for person in after if id(person) in found]


def _changes(labels: Mapping[str, str], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    said = ((label, str(old.get(name) or ""), str(new.get(name) or "")) for name, label in labels.items())
    return [FieldChange(label, was, now) for label, was, now in said if was != now]


def _target_changes(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[TargetChange]:
    before, after = list(old), list(new)
    keyed = all("key" in target for target in (*before, *after))
    was = {_target_key(target, keyed): target for target in before}
    now = {_target_key(target, keyed): target for target in after}
    found = []
    for key in dict.fromkeys([*now, *was]):
        one = now.get(key) or was[key]
        numbers = (was[key]["quantity"] if key in was else None, now[key]["quantity"] if key in now else None)
        if numbers[0] != numbers[1]:
            found.append(
                TargetChange(one["direction"], one.get("unit", ""), one.get("position", ""), *numbers)
            )
    return found


def _target_key(target: Mapping[str, Any], keyed: bool) -> Any:
    """A version frozen before targets had keys is matched by its words."""
    return (
        target["key"] if keyed else (target["direction"], target.get("unit", ""), target.get("position", ""))
    )
