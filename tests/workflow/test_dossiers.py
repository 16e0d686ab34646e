"""The checklist of a dossier and its papers as they come in."""

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.models import DossierItem, Rotation
from rotations.vocabulary import DossierStatus, RotationStatus
from rotations.workflow import Proposal
from tests.makers import (
    TODAY,
    make_dossier_item,
    make_official,
    make_paper,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
)

pytestmark = pytest.mark.django_db


def plan_with_papers(*names, **paper):
    upper = make_regulation()
    for name in names or ("Tờ trình", "Sơ yếu lý lịch"):
        make_paper(upper, name, **paper)
    return make_plan(regulation=make_regulation(parent=upper))


def imported(plan, board):
    """A case of a whole plan, which comes without a checklist."""
    rotation = Rotation(official=make_official(), plan=plan)
    rotation.set_route(make_unit(level="district"), make_unit())
    return workflow.propose_many([Proposal(rotation)], by=board, on=TODAY)[0]


def names(rotation):
    return [item.template_item.name for item in rotation.dossier.for_listing()]


def test_a_proposed_case_has_the_checklist_of_the_nearest_text(board):
    rotation = make_rotation(plan=plan_with_papers(), by=board)

    assert names(rotation) == ["Tờ trình", "Sơ yếu lý lịch"]
    assert {item.history.get().history_user for item in rotation.dossier.all()} == {board}


def test_a_case_of_a_plan_taken_in_gets_its_checklist_on_request_and_once(board):
    rotation = imported(plan_with_papers(), board)
    assert names(rotation) == []

    assert len(workflow.lay_out_dossier(rotation, by=board, on=TODAY)) == 2
    assert workflow.lay_out_dossier(rotation, by=board, on=TODAY) == []

    assert names(rotation) == ["Tờ trình", "Sơ yếu lý lịch"]


def test_a_paper_the_text_asks_for_since_is_added_beside_what_stands(board):
    plan = plan_with_papers("Tờ trình")
    rotation = make_rotation(plan=plan)
    workflow.record_paper(rotation.dossier.get(), by=board, on=TODAY, status=DossierStatus.VALID)
    make_paper(plan.regulation.parent, "Kê khai tài sản")

    added = workflow.lay_out_dossier(rotation, by=board, on=TODAY)

    assert [item.template_item.name for item in added] == ["Kê khai tài sản"]
    assert rotation.dossier.get(template_item__name="Tờ trình").status == DossierStatus.VALID


def test_a_checklist_is_refused_in_words(board, committee):
    with pytest.raises(workflow.MoveRefused, match="chưa có danh mục hồ sơ"):
        workflow.lay_out_dossier(make_rotation(plan=make_plan()), by=board, on=TODAY)
    rotation = make_rotation(plan=plan_with_papers_of(2031))
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.lay_out_dossier(rotation, by=committee, on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="không thực hiện"):
        workflow.lay_out_dossier(
            make_rotation_at(RotationStatus.CANCELLED, plan=rotation.plan), by=board, on=TODAY
        )
    board.official = rotation.official
    board.save()
    with pytest.raises(workflow.MoveRefused, match="chính mình"):
        workflow.lay_out_dossier(rotation, by=board, on=TODAY)


def plan_with_papers_of(year):
    regulation = make_regulation()
    make_paper(regulation)
    return make_plan(year, regulation)


# --- One paper ---------------------------------------------------------------------------------------------


def paper(**fields):
    rotation = make_rotation(plan=make_plan())
    return make_dossier_item(rotation, template_item=make_paper(rotation.plan.regulation, **fields))


@pytest.mark.parametrize(
    ("months", "issued_on", "typed", "valid_until"),
    [
        (6, date(2025, 1, 10), None, date(2025, 7, 10)),
        (6, date(2024, 8, 31), None, date(2025, 2, 28)),
        (6, date(2025, 1, 10), date(2025, 3, 1), date(2025, 3, 1)),
        (None, date(2025, 1, 10), None, None),
        (None, date(2025, 1, 10), date(2026, 1, 10), date(2026, 1, 10)),
        (None, None, None, None),
    ],
)
def test_the_last_day_follows_from_the_issue_unless_it_is_typed(board, months, issued_on, typed, valid_until):
    item = paper(valid_months=months)

    workflow.record_paper(
        item, by=board, on=TODAY, status=DossierStatus.SUBMITTED, issued_on=issued_on, valid_until=typed
    )

    assert (item.status, item.issued_on, item.valid_until) == ("submitted", issued_on, valid_until)
    assert item.history.first().history_user == board


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": DossierStatus.EXPIRED}, "Hãy chọn tình trạng"),
        ({"status": DossierStatus.MISSING, "issued_on": TODAY}, "không ghi ngày cấp"),
        ({"status": DossierStatus.NOT_REQUIRED, "note": " "}, "vì sao không yêu cầu"),
        ({"status": DossierStatus.VALID, "issued_on": TODAY + timedelta(days=1)}, "không thể sau hôm nay"),
        ({"status": DossierStatus.VALID}, "có hạn 6 tháng; hãy ghi ngày cấp"),
        (
            {"status": DossierStatus.VALID, "issued_on": TODAY, "valid_until": TODAY - timedelta(days=1)},
            "không thể trước ngày cấp",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(board, fields, said):
    item = paper(valid_months=6)

    with pytest.raises(workflow.MoveRefused, match=said):
        workflow.record_paper(item, by=board, on=TODAY, **fields)

    assert DossierItem.objects.get(pk=item.pk).status == DossierStatus.MISSING


def test_a_required_paper_is_set_aside_with_a_word_why_and_an_optional_one_without(board):
    workflow.record_paper(
        paper(), by=board, on=TODAY, status=DossierStatus.NOT_REQUIRED, note="Không tổ chức bỏ phiếu"
    )
    optional = make_dossier_item(template_item=make_paper(make_regulation(), is_required=False))
    workflow.record_paper(optional, by=board, on=TODAY, status=DossierStatus.NOT_REQUIRED)

    assert optional.status == DossierStatus.NOT_REQUIRED


@pytest.mark.parametrize("fixture", ["committee", "clerk", "appraiser"])
def test_papers_are_written_down_by_the_board_alone(request, fixture):
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.record_paper(
            paper(), by=request.getfixturevalue(fixture), on=TODAY, status=DossierStatus.VALID
        )
