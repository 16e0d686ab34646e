"""What a doubt needs before a case goes on: a reason, somebody's consent, a paper; as the regulation says."""

from datetime import date

import pytest

from rotations import rules, workflow
from rotations.models import EligibilityCheck, FamilyMember
from rotations.vocabulary import ConditionCode, ParameterCode, RotationStatus
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
)
from tests.makers import approve as approve_plan

pytestmark = pytest.mark.django_db

REASON = "Kết luận 12-KL/HU"
PAPER = "Công văn 34-CV/BTC"
ASKED = {ParameterCode.ROTATION_MONTHS: 36, ParameterCode.MIN_TIME_IN_POST_MONTHS: 24}


def doubtful(**wanted):
    """A case whose only doubt with a rule of its own is the time in post."""
    regulation = make_regulation(ASKED)
    if wanted:
        regulation.condition_rules.create(
            code=ConditionCode.MIN_TIME_IN_POST, article="Điều 5", **{"needs_reason": True, **wanted}
        )
    official = make_official()
    make_holding(official, make_post(None, "Phó Bí thư Đảng ủy"), date(2024, 9, 10))
    return make_rotation(official, plan=make_plan(regulation=regulation), starts_on=TODAY)


def kept(step):
    return step.checks.get(code="min_time_in_post")


def approve(rotation, by, **given):
    return workflow.make_move(rotation, "approve", by=by, on=TODAY, **given)


def test_a_condition_without_a_rule_asks_for_a_reason_and_nothing_else(lead):
    rotation = doubtful()

    with pytest.raises(workflow.ExceptionNeeded) as doubt:
        approve(rotation, lead)
    assert (doubt.value.wants, doubt.value.lacks) == ({"reason"}, {"reason"})

    check = kept(approve(rotation, lead, exception=REASON))
    assert (check.exception_reason, check.approved_by, check.document) == (REASON, None, "")


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({}, {"reason", "approver", "document"}),
        ({"exception": REASON}, {"approver", "document"}),
        ({"exception": REASON, "document": PAPER}, {"approver"}),
        ({"exception": REASON, "document": "  "}, {"approver", "document"}),
        ({"document": PAPER}, {"reason", "approver"}),
    ],
)
def test_where_the_text_wants_consent_and_a_paper_the_case_waits_for_both(lead, given, lacks):
    rotation = doubtful(needs_approver=True, needs_document=True)

    with pytest.raises(workflow.ExceptionNeeded) as doubt:
        approve(rotation, lead, **given)

    assert doubt.value.lacks == lacks
    assert doubt.value.wants == {"reason", "approver", "document"}
    assert "người chấp thuận và văn bản chấp thuận" in str(doubt.value)
    rotation.refresh_from_db()
    assert rotation.status == RotationStatus.PROPOSED
    assert not EligibilityCheck.objects.exists()


def test_reason_approver_and_paper_are_kept_beside_the_check_with_its_number(lead):
    rotation, approver = doubtful(needs_approver=True, needs_document=True), make_official()

    check = kept(approve(rotation, lead, exception=REASON, approved_by=approver, document=PAPER))

    assert (check.exception_reason, check.approved_by, check.document) == (REASON, approver, PAPER)
    assert check.parameter == "Thời gian giữ chức vụ hiện tại (tháng): 24"


def test_the_acting_accounts_own_person_is_the_approver_when_nobody_else_is_named(lead):
    lead.official = make_official()
    lead.save()

    step = approve(doubtful(needs_approver=True), lead, exception=REASON)

    assert kept(step).approved_by == lead.official


@pytest.mark.parametrize("side", ["the person", "a relative"])
def test_nobody_consents_to_their_own_case_or_a_relatives(lead, side):
    rotation, approver = doubtful(needs_approver=True), make_official()
    if side == "the person":
        approver = rotation.official
    else:
        FamilyMember.objects.create(
            official=rotation.official, relative=approver, relation="Anh", full_name="Lò Văn Inh"
        )

    with pytest.raises(workflow.MoveRefused, match="người thân"):
        approve(rotation, lead, exception=REASON, approved_by=approver)


def test_a_finding_the_text_asks_no_reason_for_lets_the_case_go_on(lead):
    rotation = doubtful(needs_reason=False)
    numbers = rotation.plan.regulation.parameters
    numbers.create(code=ParameterCode.IN_PLANNING_REQUIRED, value=0)
    others = [
        check.code
        for rule in workflow.MOVES["approve"].asks
        if (check := rule(rotation, on=TODAY)) and check.is_doubtful and check.code != "min_time_in_post"
    ]
    for code in others:
        rotation.plan.regulation.condition_rules.create(code=code, needs_reason=False)

    check = kept(approve(rotation, lead))

    assert (check.outcome, check.exception_reason) == ("warn", "")


@pytest.mark.parametrize(
    ("since", "until", "wants"),
    [
        (TODAY, None, {"reason", "document"}),
        (date(2025, 3, 11), None, {"reason"}),
        (None, date(2025, 3, 11), {"reason", "document"}),
        (None, TODAY, {"reason"}),
    ],
)
def test_what_is_wanted_is_what_the_text_says_on_the_day_of_judging(lead, since, until, wants):
    rotation = doubtful(needs_document=True, valid_from=since, valid_to=until)

    with pytest.raises(workflow.ExceptionNeeded) as doubt:
        approve(rotation, lead)

    assert doubt.value.wants == wants


def test_a_lower_text_reads_what_the_one_above_it_wants():
    upper = make_regulation({})
    upper.condition_rules.create(code=ConditionCode.DISCIPLINE, needs_approver=True, article="Điều 5")
    rotation = make_rotation(plan=make_plan(regulation=make_regulation({}, parent=upper)))

    wanted = rules.wanted_for(rotation, "discipline", on=TODAY)

    assert (wanted.reason, wanted.approver, wanted.document) == (True, True, False)
    assert wanted.cited == f"Điều 5, Quy định {upper.symbol}"


def test_what_was_accepted_with_less_is_asked_for_again_once_the_text_wants_more(lead):
    rotation = doubtful()
    approve(rotation, lead, exception=REASON)
    workflow.make_move(rotation, "prepare", by=lead, on=TODAY)
    workflow.make_move(rotation, "appraise", by=lead, on=TODAY)
    approve_plan(rotation.plan)
    rotation.plan.regulation.condition_rules.create(code="min_time_in_post", needs_document=True)

    with pytest.raises(workflow.ExceptionNeeded) as doubt:
        workflow.make_move(rotation, "decide", by=lead, on=TODAY)
    assert [check.code for check in doubt.value.checks] == ["min_time_in_post"]

    step = workflow.make_move(rotation, "decide", by=lead, on=TODAY, exception=REASON, document=PAPER)
    assert kept(step).document == PAPER


# --- On the page of the case --------------------------------------------------------------------------------


def answer(client, rotation, **typed):
    return client.post(f"/rotations/{rotation.pk}/moves/approve/", {"on": "10/03/2025", **typed})


def test_the_form_asks_only_for_what_is_wanted(lead, client_of):
    client, rotation = client_of(lead), doubtful()

    page = answer(client, rotation).content.decode()

    assert 'name="exception"' in page
    assert 'name="approved_by"' not in page
    assert 'name="document"' not in page


def test_the_form_asks_for_consent_and_paper_where_the_text_wants_them(lead, committee, client_of):
    committee.official = make_official("Lò Thị Duyệt")
    committee.save()
    client, rotation = client_of(lead), doubtful(needs_approver=True, needs_document=True)

    page = answer(client, rotation).content.decode()

    assert "Lò Thị Duyệt" in page
    for name in ("exception", "approved_by", "document"):
        assert f'name="{name}"' in page
    assert "hãy chọn người chấp thuận" in page

    typed = {"exception": REASON, "approved_by": committee.official.pk, "document": ""}
    assert "hãy ghi số, ký hiệu" in answer(client, rotation, **typed).content.decode()

    assert answer(client, rotation, **typed | {"document": PAPER}).status_code == 302
    check = rotation.checks.get(code="min_time_in_post")
    assert (check.exception_reason, check.approved_by, check.document) == (REASON, committee.official, PAPER)


def test_somebody_who_decides_nothing_cannot_be_named_on_the_form(lead, board, client_of):
    board.official = make_official()
    board.save()
    client, rotation = client_of(lead), doubtful(needs_approver=True)

    page = answer(client, rotation, exception=REASON, approved_by=board.official.pk)

    assert page.status_code == 200
    assert not EligibilityCheck.objects.exists()
