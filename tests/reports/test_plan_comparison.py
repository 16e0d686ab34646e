"""Two states of a plan side by side."""

from __future__ import annotations

import pytest

from rotations import workflow
from rotations.reports.plan_comparison import compare
from rotations.vocabulary import Direction
from tests.makers import make_official, make_plan, make_rotation, make_unit, walk

DOWN = "Huyện → xã"


def person(rotation=1, official=1, **fields):
    return {
        "rotation": rotation,
        "official": official,
        "full_name": "Lò Văn A",
        "status": "Đề xuất",
        **fields,
    }


def content(*people, targets=(), **plan):
    return {"plan": plan, "people": list(people), "targets": list(targets)}


def target(quantity, key=None, unit=""):
    made = {"direction": DOWN, "unit": unit, "position": "", "quantity": quantity}
    return made | ({"key": key} if key else {})


def test_the_same_is_the_same():
    state = content(person(), targets=[target(3, "a")], title="Kế hoạch")

    assert compare(state, state).is_same
    assert compare({}, {}).is_same


def test_who_came_who_went_and_what_changed_of_whom():
    old = content(person(1, 1), person(2, 2, full_name="Lò Văn B"))
    new = content(person(1, 1, receiving_unit="Xã Mới", starts="09/2025"), person(3, 3, full_name="Lò Văn C"))

    found = compare(old, new)

    assert [one["full_name"] for one in found.added] == ["Lò Văn C"]
    assert [one["full_name"] for one in found.removed] == ["Lò Văn B"]
    ((who, changes),) = found.changed
    assert who["full_name"] == "Lò Văn A"
    assert changes == [("Nơi đến", "", "Xã Mới"), ("Bắt đầu", "", "09/2025")]
    assert not found.is_same


@pytest.mark.parametrize(
    ("rotation", "official", "same"),
    [(1, 1, True), (9, 1, True), (1, 9, True), (9, 9, False)],
)
def test_a_person_is_the_same_by_the_case_or_else_by_the_official(rotation, official, same):
    found = compare(content(person(1, 1)), content(person(rotation, official)))

    assert found.is_same == same
    assert (len(found.added), len(found.removed)) == ((0, 0) if same else (1, 1))


def test_the_case_decides_before_the_official():
    old = content(person(1, 7, note="một"), person(2, 7, note="hai"))
    new = content(person(2, 7, note="hai"), person(1, 7, note="một"))

    assert compare(old, new).is_same


def test_a_name_that_was_mended_is_a_change_of_the_same_person():
    ((_who, changes),) = compare(content(person()), content(person(full_name="Lò Văn Ă"))).changed

    assert changes == [("Họ và tên", "Lò Văn A", "Lò Văn Ă")]


def test_how_far_a_case_has_come_is_not_what_a_plan_says():
    found = compare(content(person()), content(person(status="Đã quyết định")))

    assert found.is_same
    ((_who, changes),) = found.moved_on
    assert changes == [("Trạng thái", "Đề xuất", "Đã quyết định")]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([target(3, "a")], [target(3, "a", unit="Xã đã đổi tên")], []),
        ([target(3, "a")], [target(4, "a")], [(3, 4)]),
        ([], [target(4, "a")], [(None, 4)]),
        ([target(3, "a")], [], [(3, None)]),
        ([target(3, "a")], [target(3, "b")], [(None, 3), (3, None)]),
        ([target(3, unit="Xã A")], [target(5, "a", unit="Xã A")], [(3, 5)]),
    ],
)
def test_targets_are_matched_by_what_they_are_of(old, new, changes):
    found = compare(content(targets=old), content(targets=new))

    assert [(one.old, one.new) for one in found.targets] == changes


def test_the_words_of_the_plan_are_compared():
    found = compare(content(title="Cũ", scope="Như nhau"), content(title="Mới", scope="Như nhau"))

    assert found.head == [("Tên kế hoạch", "Cũ", "Mới")]


@pytest.mark.django_db
def test_what_is_frozen_and_what_stands_now_are_told_apart():
    plan = make_plan()
    plan.targets.create(direction=Direction.DISTRICT_TO_COMMUNE, quantity=2)
    kept = make_rotation(make_official("Lò Thị Giữ"), plan=plan)
    dropped = make_rotation(make_official("Lò Thị Bớt"), plan=plan)
    frozen = workflow.content_of(plan)
    walk(dropped, "cancel", reason="Sức khỏe")
    make_rotation(make_official("Lò Thị Thêm"), plan=plan)
    kept.set_route(kept.sending_unit, make_unit("Xã Đổi"))
    kept.save()
    plan.targets.create(direction=Direction.COMMUNE_TO_COMMUNE, quantity=1)

    found = compare(frozen, workflow.content_of(plan))

    assert [one["full_name"] for one in found.added] == ["Lò Thị Thêm"]
    assert [one["full_name"] for one in found.removed] == ["Lò Thị Bớt"]
    assert [(row.person["full_name"], row.changes[0].new) for row in found.changed] == [
        ("Lò Thị Giữ", "Xã Đổi")
    ]
    assert [(one.old, one.new) for one in found.targets] == [(None, 1)]
