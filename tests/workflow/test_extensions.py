"""A longer term: by decision, for a closed reason, and the due date follows."""

from datetime import date

import pytest

from rotations import workflow
from rotations.models import Decision, Extension
from rotations.partial_dates import PartialDate
from rotations.vocabulary import DecisionKind, EndKind, ExtensionReason, MovementType, RotationStatus
from tests.makers import STARTED_ON, TODAY, make_decision, make_rotation_at, walk

pytestmark = pytest.mark.django_db

LONGER = PartialDate.of_month(2028, 7)


def extension_decision(**fields):
    given = {
        "symbol": "QĐ/HU", "kind": DecisionKind.EXTENSION, "title": "Gia hạn", "issued_on": TODAY,
        "effective_on": TODAY, "issuer": "Huyện ủy Thử nghiệm",
    }  # fmt: skip
    return Decision(**{**given, **fields})


def extend(rotation, due=LONGER, by=None, on=TODAY, **fields):
    given = {"reason": ExtensionReason.TASK, "decision": extension_decision(), **fields}
    return workflow.extend_rotation(rotation, by=by, on=on, due=due, **given)


def test_the_due_date_follows_the_decision_as_exactly_as_it_is_known(lead):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    kept = extend(rotation, by=lead, decision=extension_decision(number="9"))

    assert (rotation.due, rotation.status) == (LONGER, RotationStatus.ACTIVE)
    assert (kept.before, kept.after) == (PartialDate.of_day(date(2028, 1, 6)), LONGER)
    step = rotation.steps.last()
    assert (step.name, step.status_after, step.decision, step.recorded_by) == (
        "Gia hạn",
        "",
        kept.decision,
        lead,
    )
    assert str(kept.decision) == "9-QĐ/HU"
    assert rotation.history.first().history_user == kept.history.get().history_user == lead


def test_every_extension_can_be_read_afterwards():
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    extend(rotation)
    extend(rotation, due=PartialDate.of_month(2029, 1), decision=make_decision("10"))

    assert [str(one) for one in rotation.extensions.all()] == ["06/01/2028 → 07/2028", "07/2028 → 01/2029"]


@pytest.mark.parametrize(
    ("due", "refused"),
    [(PartialDate.of_day(date(2028, 1, 6)), True), (PartialDate.of_day(date(2028, 1, 7)), False)],
)
def test_the_new_due_date_lies_after_the_old_one(due, refused):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    if refused:
        with pytest.raises(workflow.MoveRefused, match="phải sau thời hạn hiện nay"):
            extend(rotation, due=due)
        assert not Decision.objects.exists()
    else:
        assert extend(rotation, due=due).after == due


def test_a_reason_outside_the_list_is_no_reason():
    with pytest.raises(workflow.MoveRefused, match="lý do gia hạn"):
        extend(make_rotation_at(RotationStatus.ACTIVE), reason="vì thích")


@pytest.mark.parametrize("status", [status for status in RotationStatus if status != "active"])
def test_only_who_serves_serves_longer(status):
    rotation = make_rotation_at(status)
    day = date(2025, 1, 5) if status == RotationStatus.DECIDED else TODAY

    with pytest.raises(workflow.MoveRefused, match="chỉ gia hạn lượt đang luân chuyển"):
        extend(rotation, on=day)


def test_who_serves_by_date_is_extended_and_the_start_written_first():
    rotation = make_rotation_at(RotationStatus.DECIDED)

    extend(rotation)

    assert [step.done_on for step in rotation.steps.order_by("-pk")[:2]] == [TODAY, STARTED_ON]
    assert rotation.status == RotationStatus.ACTIVE


def test_an_end_on_record_and_a_transfer_are_not_extended():
    ending = walk(
        make_rotation_at(RotationStatus.ACTIVE), "end", ended_on=date(2025, 6, 1), end_kind=EndKind.ON_TIME
    )
    with pytest.raises(workflow.MoveRefused, match="đã ghi kết thúc vào ngày 01/06/2025"):
        extend(ending)
    with pytest.raises(workflow.MoveRefused, match="không có thời hạn"):
        extend(make_rotation_at(RotationStatus.ACTIVE, movement_type=MovementType.TRANSFER))


def test_an_extension_is_for_those_who_decide(board, committee):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        extend(rotation, by=board)
    extend(rotation, by=committee)


def test_a_stale_page_does_not_extend_what_somebody_else_has_extended():
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    stale = type(rotation).objects.get(pk=rotation.pk)
    extend(rotation)

    with pytest.raises(workflow.MoveRefused, match="vừa được người khác đổi thành 07/2028"):
        extend(stale, due=PartialDate.of_month(2029, 1))
    assert Extension.objects.count() == 1
