"""Putting people forward, one by one and many at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations import workflow
from rotations.models import FamilyMember, Rotation, RotationPost, RotationStep
from rotations.partial_dates import PartialDate
from rotations.vocabulary import (
    FillingMode,
    MovementType,
    ParameterCode,
    PlanStatus,
    RotationStatus,
    TermKind,
    UnitLevel,
)
from rotations.workflow import Proposal, proposals
from rotations.workflow.amendments import OpenAmendment
from tests.makers import (
    TODAY,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
    make_step_template,
    make_unit,
)

pytestmark = pytest.mark.django_db


def unsaved(plan, official=None, **fields):
    rotation = Rotation(official=official or make_official(), plan=plan, **fields)
    rotation.set_route(make_unit(level=UnitLevel.DISTRICT), make_unit())
    return rotation


def test_a_proposal_has_its_first_step_and_a_line_of_history(board):
    rotation = make_rotation(by=board)

    step = rotation.steps.get()
    assert (step.name, step.status_before, step.status_after) == ("Đề xuất", "", "proposed")
    assert (step.done_on, step.recorded_by) == (TODAY, board)
    assert [(line.history_type, line.history_user) for line in rotation.history.all()] == [("+", board)]
    assert [line.history_user for line in step.history.all()] == [board]


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        (PartialDate.of_day(date(2022, 9, 15)), PartialDate.of_day(date(2025, 9, 15))),
        (PartialDate.of_month(2022, 9), PartialDate.of_month(2025, 9)),
        (PartialDate.of_year(2022), PartialDate.of_year(2025)),
    ],
)
def test_the_due_date_is_36_months_later_and_as_exact_as_the_start(starts, due):
    rotation = unsaved(make_plan(2022))
    rotation.starts = starts

    workflow.propose(rotation, by=None, on=date(2022, 8, 1))

    rotation.refresh_from_db()
    assert rotation.due == due


def test_a_due_date_that_is_no_whole_year_after_a_start_known_to_the_year_stays_open():
    rotation = unsaved(make_plan(2022, make_regulation({ParameterCode.ROTATION_MONTHS: 30})))
    rotation.starts = PartialDate.of_year(2022)

    workflow.propose(rotation, by=None, on=TODAY)

    assert rotation.due is None


def test_a_transfer_has_no_end_and_a_secondment_has():
    transfer = unsaved(make_plan(), movement_type=MovementType.TRANSFER, starts_on=TODAY)
    secondment = unsaved(transfer.plan, movement_type=MovementType.SECONDMENT, starts_on=TODAY)

    workflow.propose_many([Proposal(transfer), Proposal(secondment)], by=None, on=TODAY)

    assert transfer.due is None
    assert secondment.due == PartialDate.of_day(date(2028, 3, 10))


def test_a_due_date_the_list_states_is_kept():
    rotation = unsaved(make_plan(), starts_on=TODAY, due_on=date(2027, 3, 10))

    workflow.propose(rotation, by=None, on=TODAY)

    rotation.refresh_from_db()
    assert rotation.due_on == date(2027, 3, 10)


def test_the_procedure_is_frozen_when_the_case_begins():
    regulation = make_regulation(with_steps=True)
    plan = make_plan(regulation=regulation)
    before = make_rotation(plan=plan)

    newer = make_step_template(regulation, name="Quy trình mới", effective_from=date(2025, 3, 1))
    after = make_rotation(plan=plan, on=date(2025, 3, 1))

    before.refresh_from_db()
    assert before.step_template.name == "Quy trình năm bước"
    assert before.steps.get().template_item.template == before.step_template
    assert after.step_template == newer


def test_the_day_before_a_new_procedure_the_old_one_holds():
    regulation = make_regulation(with_steps=True)
    make_step_template(regulation, name="Quy trình mới", effective_from=date(2025, 3, 1))

    rotation = make_rotation(plan=make_plan(regulation=regulation), on=date(2025, 2, 28))

    assert rotation.step_template.name == "Quy trình năm bước"


def test_a_text_without_a_procedure_takes_that_of_the_text_above():
    upper = make_regulation(with_steps=True)
    lower = make_regulation({}, parent=upper)

    rotation = make_rotation(plan=make_plan(regulation=lower))

    assert rotation.step_template.regulation == upper


def test_a_party_post_and_an_elected_post_have_their_own_ways_and_terms():
    commune = make_unit()
    deputy = make_post(commune, "Phó Bí thư Đảng ủy")
    chair = make_post(commune, "Chủ tịch UBND")
    rotation = unsaved(make_plan(2022))
    rotation.starts = PartialDate.of_month(2022, 9)

    workflow.propose(rotation, by=None, on=date(2022, 8, 1), receiving_posts=[chair, deputy])

    party, state = rotation.posts.order_by("post__position__branch")
    assert (party.mode, party.term.kind, party.term.name) == ("designated", TermKind.PARTY, "2020-2025")
    assert (state.mode, state.term.kind, state.term.name) == ("elected", TermKind.COUNCIL, "2021-2026")
    assert state.mode == FillingMode.ELECTED
    assert party.held_from is None


def test_a_second_open_rotation_is_refused_by_name():
    official = make_official("Giàng A Ươm")
    make_rotation(official)

    with pytest.raises(workflow.MoveRefused, match=r"Giàng A Ươm: .*chưa kết thúc"):
        make_rotation(official)

    assert Rotation.objects.count() == 1


def test_the_same_person_twice_in_one_list_is_refused_and_nothing_is_kept():
    plan, official = make_plan(), make_official("Tráng A Dợ")
    twice = [Proposal(unsaved(plan)), Proposal(unsaved(plan, official)), Proposal(unsaved(plan, official))]

    with pytest.raises(workflow.MoveRefused, match=r"^Tráng A Dợ: "):
        workflow.propose_many(twice, by=None, on=TODAY)

    assert not Rotation.objects.exists()
    assert not RotationStep.objects.exists()


def test_nobody_puts_themselves_or_a_relative_forward(board):
    board.official = make_official()
    board.save()
    brother = make_official("Vàng A Chá")
    FamilyMember.objects.create(
        official=brother, relation="Em ruột", full_name="Vàng A Pản", relative=board.official
    )

    for official in (board.official, brother):
        with pytest.raises(workflow.MoveRefused, match="chính mình hoặc của người thân"):
            make_rotation(official, by=board)

    assert workflow.handled_by_others(board) == {board.official.pk, brother.pk}


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.APPROVED])
def test_a_committee_proposes_nobody(committee, status):
    plan = make_plan()
    plan.status = status
    plan.save()

    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.propose(unsaved(plan), by=committee, on=TODAY)

    assert not Rotation.objects.exists()


def propose_rows(count, plan, posts):
    rows = [
        Proposal(unsaved(plan), left_posts=posts[:1], receiving_posts=posts[1:], note="Theo danh sách")
        for _ in range(count)
    ]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rotations = workflow.propose_many(rows, by=None, on=TODAY)
    return rotations, len(queries)


def test_twenty_rows_cost_as_many_queries_as_two():
    plan = make_plan(regulation=make_regulation(with_steps=True))
    commune = make_unit()
    posts = [make_post(), make_post(commune), make_post(commune, "Chủ tịch UBND")]

    _, of_two = propose_rows(2, plan, posts)
    rotations, of_twenty = propose_rows(20, plan, posts)

    assert of_twenty == of_two
    assert len(rotations) == 20
    for rotation in rotations:
        assert rotation.status == RotationStatus.PROPOSED
        assert rotation.history.count() == 1
        assert rotation.steps.get().note == "Theo danh sách"
        assert rotation.steps.get().history.count() == 1
        assert list(rotation.left_posts.all()) == posts[:1]
        assert [row.history.count() for row in rotation.posts.all()] == [1, 1]
    assert RotationPost.objects.count() == 44


def test_what_stands_already_is_not_proposed_again():
    rotation = make_rotation()

    with pytest.raises(ValueError, match="new rotation"):
        workflow.propose(rotation, by=None, on=TODAY)
    with pytest.raises(ValueError, match="new rotation"):
        workflow.propose(unsaved(rotation.plan, status=RotationStatus.ACTIVE), by=None, on=TODAY)


def test_an_empty_list_is_no_proposal():
    assert workflow.propose_many([], by=None, on=TODAY) == []


def amended(plan):
    return OpenAmendment(frozenset({plan.pk}))


@pytest.mark.parametrize("few", [1000, 1], ids=["keys looked at in the end", "keys looked at meanwhile"])
def test_within_an_amendment_some_are_stored_before_the_next_are_made(monkeypatch, few):
    monkeypatch.setattr(proposals, "PART", 2)
    monkeypatch.setattr(proposals, "BATCH", few)
    plan, stored = make_plan(regulation=make_regulation(with_steps=True)), []
    post = make_post(make_unit())

    def coming():
        for _number in range(5):
            stored.append(Rotation.objects.count())
            yield Proposal(unsaved(plan), receiving_posts=[post])

    put = workflow.propose_many(coming(), by=None, on=TODAY, amendment=amended(plan))

    assert stored == [0, 0, 2, 2, 4]
    assert [rotation.pk for rotation in put] == list(
        Rotation.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert RotationStep.objects.count() == RotationPost.objects.count() == 5
    for rotation in put:
        assert rotation.history.count() == rotation.steps.get().history.count() == 1


def test_who_is_refused_later_takes_back_who_was_stored_before(monkeypatch):
    monkeypatch.setattr(proposals, "PART", 2)
    plan, official = make_plan(), make_official("Tráng A Dợ")
    four = [Proposal(unsaved(plan, who)) for who in (official, None, None, official)]

    with pytest.raises(workflow.MoveRefused, match=r"^Tráng A Dợ: "):
        workflow.propose_many(iter(four), by=None, on=TODAY, amendment=amended(plan))

    assert not Rotation.objects.exists()
    assert [(put.rotation.pk, put.rotation._state.adding) for put in four] == [(None, True)] * 4


def test_an_amendment_of_other_plans_takes_nobody():
    with pytest.raises(ValueError, match="other plans"):
        workflow.propose_many(
            [Proposal(unsaved(make_plan()))], by=None, on=TODAY, amendment=amended(make_plan(2030))
        )

    assert not Rotation.objects.exists()
