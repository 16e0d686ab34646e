"""Two officers act at the same moment, each in a connection of their own: one wins, the other reads why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rotations import workflow
from rotations.models import (
    Account,
    Decision,
    ElectionSession,
    Extension,
    PostHolding,
    Rotation,
    RotationPost,
)
from rotations.partial_dates import PartialDate
from rotations.vocabulary import ElectionResult, ExtensionReason, RotationStatus
from tests.at_once import at_once
from tests.makers import (
    STARTED_ON,
    TODAY,
    approve,
    make_account,
    make_elected_post,
    make_post,
    make_rotation_at,
    make_unit,
)

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Kết luận 12-KL/HU"
DONE = "xong"


def told(act: Callable[[], object]) -> Callable[[], str]:
    """The act, answering `DONE` or the sentence it was refused with."""

    def answer() -> str:
        try:
            act()
        except workflow.MoveRefused as refused:
            return str(refused)
        return DONE

    return answer


def decision(number: str = "") -> Decision:
    return Decision(
        number=number, symbol="QĐ/HU", kind="extension", title="Gia hạn", issued_on=TODAY, effective_on=TODAY,
        issuer="Huyện ủy",
    )  # fmt: skip


def loser(answers: list[str]) -> str:
    """What the one that did not win was told; exactly one has won."""
    assert sorted(answer == DONE for answer in answers) == [False, True], answers
    return next(answer for answer in answers if answer != DONE)


@pytest.fixture
def officers() -> list[Account]:
    return [make_account("board_lead"), make_account("standing_committee")]


def test_two_decide_for_the_same_seat(officers):
    commune = make_unit()
    seat = make_post(commune, "Phó Bí thư Đảng ủy")
    cases = [
        make_rotation_at(RotationStatus.APPRAISING, receiving=commune, receiving_posts=[seat])
        for _ in officers
    ]
    approve(cases[0].plan)

    def decide(case: Rotation, by: Account) -> Callable[[], str]:
        return told(
            lambda: workflow.make_move(
                case, "decide", by=by, on=TODAY, exception=REASON, starts_on=STARTED_ON
            )
        )

    answers = at_once(*(decide(case, by) for case, by in zip(cases, officers, strict=True)))

    assert "đã đủ người giữ" in loser(answers)
    assert PostHolding.objects.filter(post=seat).count() == 1
    assert sorted(Rotation.objects.values_list("status", flat=True)) == ["appraising", "decided"]


def test_two_take_the_same_move_of_one_case(officers):
    case = make_rotation_at(RotationStatus.APPRAISING)
    approve(case.plan)

    answers = at_once(
        *(
            told(
                lambda by=by: workflow.make_move(
                    Rotation.objects.get(pk=case.pk), "decide", by=by, on=TODAY, exception=REASON,
                    starts_on=STARTED_ON,
                )
            )
            for by in officers
        )
    )  # fmt: skip

    assert "không thực hiện “Quyết định luân chuyển” được" in loser(answers)
    assert case.steps.filter(status_after="decided").count() == 1


def test_two_extend_the_same_term(officers):
    case = make_rotation_at(RotationStatus.ACTIVE)
    seen = [Rotation.objects.get(pk=case.pk) for _ in officers]

    def extend(rotation: Rotation, by: Account, month: int) -> Callable[[], str]:
        return told(
            lambda: workflow.extend_rotation(
                rotation, by=by, on=TODAY, due=PartialDate.of_month(2028, month), reason=ExtensionReason.TASK,
                decision=decision(),
            )
        )  # fmt: skip

    answers = at_once(extend(seen[0], officers[0], 7), extend(seen[1], officers[1], 9))

    assert "vừa được người khác đổi thành" in loser(answers)
    kept = Extension.objects.get()
    case.refresh_from_db()
    assert (case.due, Decision.objects.count()) == (kept.after, 1)


def test_two_write_down_the_same_election():
    row = make_elected_post()
    officers = [make_account("board_officer"), make_account("board_lead")]

    def record(by: Account, result: ElectionResult) -> Callable[[], str]:
        seen = RotationPost.objects.get(pk=row.pk)
        return told(
            lambda: workflow.record_election(
                seen, by=by, on=TODAY, result=result, session_on=date(2025, 2, 20)
            )
        )

    answers = at_once(
        record(officers[0], ElectionResult.ELECTED), record(officers[1], ElectionResult.ELECTED)
    )

    assert "đã được ghi" in loser(answers)
    assert ElectionSession.objects.get().result == ElectionResult.ELECTED
    assert row.rotation.official.holdings.filter(post=row.post).count() == 1


def test_two_take_the_same_number(officers):
    answers = at_once(
        *(told(lambda: workflow.record_decision(decision("12"), by=officers[0], on=TODAY)) for _ in range(2))
    )

    assert "đã dùng cho ký hiệu đó" in loser(answers)
    assert Decision.objects.count() == 1


def test_two_act_on_the_same_cases_in_opposite_order(officers):
    cases = [make_rotation_at(RotationStatus.APPRAISING) for _ in range(3)]
    approve(cases[0].plan)

    def decide(by: Account, order: int) -> Callable[[], int]:
        seen = list(Rotation.objects.order_by("pk"))[::order]
        return lambda: sum(
            report.done
            for report in workflow.make_moves(
                seen, "decide", by=by, on=TODAY, exception=REASON, starts_on=STARTED_ON
            )
        )

    answers = at_once(decide(officers[0], 1), decide(officers[1], -1))

    assert sorted(answers) == [0, len(cases)]
