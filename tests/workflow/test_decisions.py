"""The register of decisions: numbers, terms, markings, and one decision about many people."""

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.models import Decision, DecisionLine, PostHolding, Rotation
from rotations.vocabulary import DecisionKind, EndKind, RotationStatus, SecrecyLevel
from rotations.workflow.decisions import put_in_register
from tests.makers import (
    STARTED_ON,
    TODAY,
    approve,
    make_decision,
    make_holding,
    make_official,
    make_post,
    make_rotation_at,
    make_term,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

REASON = "Kết luận 12-KL/HU"


def a_decision(number="", **fields):
    given = {
        "symbol": "QĐ/HU", "kind": DecisionKind.ROTATION, "title": "Luân chuyển cán bộ", "issued_on": TODAY,
        "effective_on": TODAY, "issuer": "Huyện ủy Thử nghiệm",
    }  # fmt: skip
    return Decision(number=number, **{**given, **fields})


# --- Numbers ------------------------------------------------------------------------------------------------


def test_the_next_number_goes_on_through_the_term_and_begins_anew_with_the_next():
    make_term("2020-2025"), make_term("2025-2030")
    for number, day in (("7", date(2023, 12, 28)), ("112A", date(2024, 11, 2))):
        workflow.record_decision(a_decision(number, issued_on=day, effective_on=day), by=None, on=TODAY)

    assert workflow.next_number("QĐ/HU", on=date(2025, 1, 5)) == "113"
    assert workflow.next_number("Q\u00d0/HU", on=date(2025, 1, 5)) == "113"
    assert workflow.next_number("TB/HU", on=date(2025, 1, 5)) == "1"
    assert workflow.next_number("QĐ/HU", on=date(2026, 1, 5)) == "1"


@pytest.mark.parametrize("spelled", ["qđ/hu", "QD/HU", "QĐ-HU", " QĐ / HU "])
def test_one_kind_of_document_has_one_series_however_its_symbol_is_spelled(spelled):
    make_term("2020-2025"), make_term("2025-2030")
    last = date(2024, 11, 2)
    workflow.record_decision(a_decision("112", issued_on=last, effective_on=last), by=None, on=TODAY)

    assert workflow.next_number(spelled, on=date(2025, 1, 5)) == "113"
    with pytest.raises(workflow.MoveRefused, match="đã dùng cho ký hiệu đó trong nhiệm kỳ"):
        workflow.record_decision(a_decision("112", symbol=spelled), by=None, on=TODAY)
    kept = workflow.record_decision(a_decision("113", symbol=spelled), by=None, on=TODAY)
    assert str(kept) == "113-QĐ/HU"


def test_a_symbol_spelled_wrong_is_put_right_and_another_kind_of_document_keeps_its_own():
    wrong = workflow.record_decision(a_decision("1", symbol="Qđ/Hu"), by=None, on=TODAY)
    wrong.symbol = "QĐ/HU"

    workflow.record_decision(wrong, by=None, on=TODAY, why="Ghi nhầm ký hiệu")
    rule = workflow.record_decision(a_decision("1", symbol="QĐi/HU"), by=None, on=TODAY)

    assert (str(Decision.objects.get(pk=wrong.pk)), str(rule)) == ("1-QĐ/HU", "1-QĐi/HU")


def test_a_number_is_kept_as_typed_and_05_is_5():
    kept = workflow.record_decision(a_decision("05"), by=None, on=TODAY)

    assert (kept.number, kept.number_key, str(kept)) == ("05", "5", "05-QĐ/HU")
    with pytest.raises(workflow.MoveRefused, match="đã dùng cho ký hiệu đó trong nhiệm kỳ"):
        workflow.record_decision(a_decision("5"), by=None, on=TODAY)


def test_the_registry_may_fill_in_the_number_later_and_correct_a_wrong_one(lead):
    decision = workflow.record_decision(a_decision(), by=lead, on=TODAY)
    workflow.record_decision(a_decision(), by=lead, on=TODAY)  # two without a number are no collision

    for number, why in (("12", ""), ("13", "Ghi nhầm số")):
        decision.number = number
        workflow.record_decision(decision, by=lead, on=TODAY, why=why)

    assert [row.number for row in decision.history.all()] == ["13", "12", ""]
    assert {row.history_user for row in decision.history.all()} == {lead}
    assert decision.term == make_term("2020-2025")


@pytest.mark.parametrize("level", [SecrecyLevel.SECRET, SecrecyLevel.TOP_SECRET, SecrecyLevel.MOST_SECRET])
def test_what_is_marked_secret_is_kept_on_an_independent_network_alone(level, settings):
    settings.SECRECY = "normal"
    with pytest.raises(workflow.MoveRefused, match="tài liệu nội bộ"):
        workflow.record_decision(a_decision(secrecy=level), by=None, on=TODAY)
    assert not Decision.objects.exists()

    settings.SECRECY = "independent_lan"
    assert workflow.record_decision(a_decision(secrecy=level), by=None, on=TODAY).pk


def test_a_clerk_records_none_and_nobody_a_line_about_themselves(clerk, board):
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.record_decision(a_decision(), by=clerk, on=TODAY)
    board.official = make_official()
    board.save()
    line = DecisionLine(official=board.official, action="grant", text="Giao nhiệm vụ")
    with pytest.raises(workflow.MoveRefused, match="chính mình"):
        workflow.record_decision(a_decision(), [line], by=board, on=TODAY)


# --- One decision, many people ------------------------------------------------------------------------------


def three_cases():
    """Ready to be decided: the first and the third each with a seat of their own, the second with a seat that is taken."""
    cases = []
    for _ in range(3):
        office, commune = make_unit(level="district"), make_unit()
        official, old = make_official(unit=office), make_post(office, "Phó Trưởng phòng")
        make_holding(official, old, date(2020, 1, 1))
        posts = [make_post(commune, "Phó Bí thư Đảng ủy"), make_post(commune, "Chủ tịch UBND")]
        cases.append(
            make_rotation_at(
                RotationStatus.APPRAISING, official, office, commune, left_posts=[old], receiving_posts=posts
            )
        )
    make_holding(post=cases[1].posts.get(mode="designated").post, held_from=date(2021, 1, 1))
    approve(cases[0].plan)
    return cases


def test_one_refused_case_leaves_the_others_unharmed_and_the_decision_carries_all_that_were_done(lead):
    cases = three_cases()

    reports = workflow.make_moves(
        cases, "decide", by=lead, on=TODAY, decision=a_decision("12"), exception=REASON, starts_on=STARTED_ON
    )

    assert [report.done for report in reports] == [True, False, True]
    assert "đã đủ người giữ" in reports[1].refused
    assert [case.status for case in Rotation.objects.order_by("pk")] == ["decided", "appraising", "decided"]
    decision = Decision.objects.get()
    lines = [
        (line.official_id, line.action, line.post.position.name, line.text) for line in decision.lines.all()
    ]
    assert lines == [
        entry
        for case in (cases[0], cases[2])
        for entry in (
            (case.official_id, "release", "Phó Trưởng phòng", ""),
            (case.official_id, "grant", "Phó Bí thư Đảng ủy", ""),
            (case.official_id, "grant", "Chủ tịch UBND", "Giới thiệu để bầu giữ chức Chủ tịch UBND"),
        )
    ]
    assert {line.effective_on for line in decision.lines.all()} == {STARTED_ON}
    assert {line.history.get().history_user for line in decision.lines.all()} == {lead}
    assert {report.step.decision for report in reports if report.done} == {decision}
    assert reports[0].step.papers == "Quyết định số 12-QĐ/HU ngày 10/03/2025"


def test_doubtful_cases_ask_for_a_reason_each_or_one_for_all(lead):
    cases = three_cases()
    for case in cases:
        case.official.discipline_records.create(side="party", form="expulsion", decided_on=STARTED_ON)

    asked = workflow.make_moves(
        cases, "decide", by=lead, on=TODAY, starts_on=STARTED_ON, decision=a_decision()
    )

    assert not any(report.done for report in asked)
    assert all(report.doubts for report in asked if not report.refused)
    assert not Decision.objects.exists()

    reasons = {cases[0].pk: REASON}
    told = workflow.make_moves(cases, "decide", by=lead, on=TODAY, exceptions=reasons, starts_on=STARTED_ON)
    assert [report.done for report in told] == [True, False, False]
    assert told[0].step.note == REASON


def test_a_try_says_what_the_act_will_say_and_leaves_no_trace(lead):
    cases = three_cases()

    tried = workflow.make_moves(
        cases, "decide", by=lead, on=TODAY, decision=a_decision("12"), exception=REASON, only_try=True,
        starts_on=STARTED_ON,
    )  # fmt: skip

    assert [report.done for report in tried] == [True, False, True]
    assert {case.status for case in (*cases, *Rotation.objects.all())} == {"appraising"}
    assert not Decision.objects.exists()
    assert not PostHolding.objects.filter(held_from=STARTED_ON).exists()


def test_a_number_that_is_taken_stops_the_whole_act(lead):
    make_decision("12", term=make_term("2020-2025"), issued_on=date(2025, 3, 3))
    cases = three_cases()

    with pytest.raises(workflow.MoveRefused, match="đã có số 12-QĐ/HU ban hành ngày 03/03/2025"):
        workflow.make_moves(
            cases,
            "decide",
            by=lead,
            on=TODAY,
            decision=a_decision("12"),
            exception=REASON,
            starts_on=STARTED_ON,
        )

    assert {case.status for case in Rotation.objects.all()} == {"appraising"}


IN_REGISTER = {"number": "12", "kind": DecisionKind.RELEASE, "issued_on": date(2025, 3, 3)}


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({}, ""),
        ({"number": "012", "symbol": "qđ-hu"}, ""),
        ({"kind": DecisionKind.EARLY_END}, ""),
        ({"issued_on": date(2025, 3, 4)}, "đã có số 12-QĐ/HU ban hành ngày 03/03/2025"),
        ({"kind": DecisionKind.EXTENSION}, "là quyết định về thôi giữ chức vụ: “Thôi giữ chức”"),
        ({"issued_on": TODAY + timedelta(days=1)}, "không thể sau hôm nay"),
    ],
)
def test_an_act_rests_on_the_decision_the_register_has_or_says_what_differs(typed, refused):
    kept = workflow.record_decision(a_decision(**IN_REGISTER, title="Thôi giữ chức"), by=None, on=TODAY)
    decision = a_decision(**{**IN_REGISTER, "issuer": "", **typed})
    decision.effective_on = decision.issued_on

    if refused:
        with pytest.raises(workflow.MoveRefused, match=refused):
            put_in_register(decision, by=None, on=TODAY)
    else:
        assert put_in_register(decision, by=None, on=TODAY) == kept
    assert Decision.objects.get() == kept


def test_a_new_number_is_issued_by_whoever_issued_the_last_of_its_symbol_and_a_new_symbol_by_nobody():
    workflow.record_decision(a_decision("11", issuer="Huyện ủy Nậm Thử"), by=None, on=TODAY)

    new = put_in_register(a_decision("12", issuer=""), by=None, on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="chưa có quyết định nào mang ký hiệu QĐ/TU"):
        put_in_register(a_decision("12", symbol="QĐ/TU", issuer=""), by=None, on=TODAY)

    assert (str(new), new.issuer) == ("12-QĐ/HU", "Huyện ủy Nậm Thử")


def test_what_the_registry_wrote_of_a_person_is_not_written_twice(lead):
    case = make_rotation_at(RotationStatus.ACTIVE)
    line = DecisionLine(official=case.official, action="release", text="Thôi giữ Phó Bí thư")
    kept = workflow.record_decision(a_decision("12", kind=DecisionKind.EARLY_END), [line], by=None, on=TODAY)

    workflow.make_move(
        case, "end", by=lead, on=TODAY, decision=a_decision("12", kind=DecisionKind.EARLY_END), ended_on=TODAY,
        end_kind=EndKind.EARLY, end_reason="health",
    )  # fmt: skip

    assert [one.text for one in kept.lines.all()] == ["Thôi giữ Phó Bí thư"]
    step = case.steps.last()
    assert (step.decision, step.papers) == (kept, "Quyết định số 12-QĐ/HU ngày 10/03/2025")


def test_an_end_refused_leaves_no_decision_in_the_register(lead):
    case = make_rotation_at(RotationStatus.ACTIVE)
    decision = a_decision("12", kind=DecisionKind.EARLY_END)

    with pytest.raises(workflow.MoveRefused, match="lý do kết thúc sớm"):
        workflow.make_move(
            case, "end", by=lead, on=TODAY, decision=decision, ended_on=TODAY, end_kind=EndKind.EARLY
        )

    assert not Decision.objects.exists()


def test_ending_releases_party_and_state_posts_by_dated_lines(lead):
    case = three_cases()[0]
    walk(case, "decide", starts_on=STARTED_ON)
    workflow.record_election(
        case.posts.get(mode="elected"), by=None, on=TODAY, result="elected", session_on=date(2025, 2, 20)
    )
    decision = a_decision("40", kind=DecisionKind.EARLY_END)

    workflow.make_moves(
        [case], "end", by=lead, on=TODAY, decision=decision, ended_on=TODAY, end_kind=EndKind.EARLY,
        end_reason="health",
    )  # fmt: skip

    lines = {
        line.post.position.name: (line.action, line.text, line.effective_on)
        for line in Decision.objects.get(number="40").lines.all()
    }
    assert lines == {
        "Phó Bí thư Đảng ủy": ("release", "", TODAY),
        "Chủ tịch UBND": ("release", "Đề nghị miễn nhiệm chức Chủ tịch UBND", TODAY),
    }
    assert not case.official.holdings.on(TODAY).exists()
