"""The words hang together: every pair of levels has a direction, every status a way in and a way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotations.vocabulary import (
    DIRECTIONS,
    INDICATOR_MEASURES,
    NEXT_PLAN_STATUSES,
    NEXT_STATUSES,
    OPEN_STATUSES,
    Direction,
    IndicatorKind,
    PlanStatus,
    RotationStatus,
    UnitLevel,
    direction_between,
)


def reached_from(start, arrows):
    seen, ahead = {start}, [start]
    while ahead:
        for following in arrows[ahead.pop()] - seen:
            seen.add(following)
            ahead.append(following)
    return seen


def test_every_pair_of_levels_has_one_direction():
    assert set(DIRECTIONS) == {(sending, receiving) for sending in UnitLevel for receiving in UnitLevel}
    assert set(DIRECTIONS.values()) == set(Direction)


@pytest.mark.parametrize(
    ("sending", "receiving", "label"),
    [
        ("district", "commune", "Huyện → xã"),
        ("commune", "district", "Xã → huyện"),
        ("commune", "commune", "Xã → xã"),
        ("district", "district", "Ngang cấp"),
        ("province", "commune", "Tỉnh → xã"),
    ],
)
def test_a_direction_reads_as_the_office_writes_it(sending, receiving, label):
    assert direction_between(sending, receiving).label == label


@given(st.sampled_from(UnitLevel), st.sampled_from(UnitLevel))
def test_the_way_back_is_another_direction_unless_the_levels_are_one(sending, receiving):
    there, back = direction_between(sending, receiving), direction_between(receiving, sending)

    assert (there == back) == (sending == receiving)


def test_every_status_of_a_case_is_reached_from_the_proposal_and_leads_somewhere_or_is_final():
    assert set(NEXT_STATUSES) == reached_from(RotationStatus.PROPOSED, NEXT_STATUSES) == set(RotationStatus)
    final = {status for status, following in NEXT_STATUSES.items() if not following}
    assert final == {RotationStatus.PLACED, RotationStatus.CANCELLED}


def test_a_case_is_called_off_before_service_and_ended_afterwards():
    may_be_called_off = {
        status for status in NEXT_STATUSES if RotationStatus.CANCELLED in NEXT_STATUSES[status]
    }

    assert may_be_called_off == set(OPEN_STATUSES) - {RotationStatus.ACTIVE}
    assert NEXT_STATUSES[RotationStatus.ACTIVE] == {RotationStatus.ENDED}


def test_every_status_of_a_plan_is_reached_from_the_draft_and_only_the_archive_is_final():
    assert set(NEXT_PLAN_STATUSES) == reached_from(PlanStatus.DRAFT, NEXT_PLAN_STATUSES) == set(PlanStatus)
    assert [status for status, following in NEXT_PLAN_STATUSES.items() if not following] == [
        PlanStatus.ARCHIVED
    ]


def test_every_indicator_says_what_it_is_measured_in():
    assert set(INDICATOR_MEASURES) == set(IndicatorKind)
