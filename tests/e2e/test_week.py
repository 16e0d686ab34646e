"""The journeys of a working week, each by the people who make it, in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from tests.makers import PASSWORD

pytestmark = pytest.mark.browser


def day(on: date) -> str:
    return on.strftime("%d/%m/%Y")


def switch(visit, username: str) -> None:
    visit.leave()
    visit.sign_in(username)


def move_plan(visit, label: str, **typed: str) -> None:
    """One step of the plan, with what is written about it."""
    button = visit.page.get_by_role("button", name=label, exact=True)
    step = visit.page.locator("form.move", has=button)
    if typed and step.locator("details").get_attribute("open") is None:
        step.locator("summary").click()
    visit.fill(step, typed)
    visit.follow(button)


def test_a_call_for_needs_is_answered_gathered_into_a_plan_and_approved(visit):
    today = localdate()
    year = str(today.year + 3)
    main = visit.page.locator("main")
    visit.sign_in("board_officer")
    visit.open("/needs/calls/add/")
    visit.fill(
        main,
        {
            "year": year,
            "title": f"Đề xuất nhu cầu {year}",
            "document_number": "12-CV/BTC",
            "deadline": day(today + timedelta(days=20)),
            "levels": "commune",
        },
    )
    visit.follow(main.get_by_role("button", name="Mở đợt đề xuất"))
    assert "Xã Pa Tần" in visit.said()
    visit.look("call")

    switch(visit, "unit_clerk")
    visit.follow(main.get_by_role("link", name=re.compile(rf"Trả lời\s*: Đề xuất nhu cầu {year}")))
    visit.look("call-answer")
    visit.fill(
        main,
        {
            "lines-0-position": "Phó Chủ tịch UBND",
            "lines-0-quantity": "2",
            "lines-0-reason": "Thiếu cán bộ",
            "lines-0-other_level": "Huyện",
            "document_number": "7-CV/ĐU",
        },
    )
    visit.follow(main.get_by_role("button", name="Ghi câu trả lời"))
    assert "Phó Chủ tịch UBND" in visit.said()

    switch(visit, "board_officer")
    visit.open("/plans/add/")
    visit.fill(
        main, {"year": year, "title": f"Kế hoạch luân chuyển cán bộ năm {year}", "regulation": "65-QĐ/TW"}
    )
    visit.follow(main.get_by_role("button", name="Lập kế hoạch"))
    plan = visit.page.url
    visit.follow(main.get_by_role("link", name="Gom từ nhu cầu"))
    main.locator("input[name=take]").first.check()
    visit.look("gather")
    visit.follow(main.get_by_role("button", name="Ghi các dòng đã chọn vào chỉ tiêu"))
    visit.page.goto(plan)
    assert "Huyện → xã" in visit.said()
    move_plan(visit, "Lấy ý kiến")
    switch(visit, "board_lead")
    visit.page.goto(plan)
    move_plan(visit, "Trình", reason="Đã lấy ý kiến")
    switch(visit, "standing_committee")
    visit.page.goto(plan)
    move_plan(visit, "Phê duyệt", document_number="55-KH/HU", document_on=day(today))
    visit.look("plan-approved")

    assert "Đã phê duyệt" in visit.said()
    assert visit.complaints == []
    assert visit.foreign == []


def test_a_case_goes_from_the_proposal_to_the_placement(visit):
    today = localdate()

    def ago(days: int) -> str:
        return day(today - timedelta(days=days))

    main = visit.page.locator("main")
    visit.sign_in("board_officer")
    visit.open("/rotations/add/")
    visit.fill(main, {"q": "hang a giong"})
    visit.follow(main.get_by_role("button", name="Tìm"))
    visit.follow(main.get_by_role("link", name="Hạng A Giống"))
    visit.follow(main.get_by_role("link", name="Xã Nậm Chua"))
    plan = f"Kế hoạch luân chuyển cán bộ năm {today.year + 1}"
    visit.fill(main, {"plan": plan, "purpose": "Đào tạo, rèn luyện theo quy hoạch"})
    main.get_by_label("Phó Chủ tịch UBND").check()
    main.get_by_label("Phó Trưởng phòng, Phòng Văn hóa - Thông tin").check()
    visit.fill(main, {"starts_on": ago(30)})
    visit.look("proposal")
    visit.follow(main.get_by_role("button", name="Ghi đề xuất"))
    case = visit.page.url
    visit.look("case-proposed")

    assert "Đang chờ cho chủ trương: Lãnh đạo Ban Tổ chức; Thường trực, Ban Thường vụ" in visit.said()

    switch(visit, "board_lead")
    visit.page.goto(case)
    visit.act("Cho chủ trương", papers="Thông báo 31-TB/HU")
    assert "Hãy nêu lý do trường hợp đặc biệt" in visit.said()  # what the conditions found asks for one
    visit.look("case-doubted")
    visit.act("Cho chủ trương", exception="Kết luận của Ban Thường vụ ngày 12/5")
    switch(visit, "board_officer")
    visit.page.goto(case)
    visit.act("Chuẩn bị nhân sự", papers="Bảng tổng hợp")
    visit.act("Thẩm định, trao đổi", papers="Công văn 40-CV/BTC")
    visit.page.goto(case + "?part=steps")
    visit.act("Hỏi ý kiến", asked_unit="Ủy ban Kiểm tra Huyện ủy", document="41-CV/BTC")
    switch(visit, "appraiser")
    visit.page.goto(case + "?part=steps")
    visit.look("case-asked")
    visit.act("Ghi ý kiến trả lời", outcome="Đồng ý", opinion_text="Không có vấn đề về kỷ luật.")
    switch(visit, "board_lead")
    visit.page.goto(case)
    assert "Quyết định luân chuyển" not in {act.inner_text() for act in main.locator("summary").all()}
    visit.follow(main.get_by_role("link", name=str(today.year + 1), exact=True))
    of_the_year = visit.page.url
    move_plan(visit, "Trình", reason="Đã lấy ý kiến")
    switch(visit, "standing_committee")
    visit.page.goto(of_the_year)
    move_plan(visit, "Phê duyệt", document_number="75-KH/HU", document_on=ago(30))
    switch(visit, "board_lead")
    visit.page.goto(case)
    visit.act("Quyết định luân chuyển", starts_on=ago(30), papers="Quyết định 77-QĐ/HU")
    visit.act("Quyết định luân chuyển", exception="Kết luận của Ban Thường vụ ngày 12/5")
    visit.act("Giới thiệu ứng cử", nominated_on=ago(25))
    visit.act(
        "Ghi kết quả bầu",
        session_on=ago(20), result="Trúng cử", votes_for="24", votes_total="26",
        document="Nghị quyết 9/NQ-HĐND", approval_number="101/QĐ-UBND", approved_on=ago(15),
    )  # fmt: skip
    assert "Trúng cử" in visit.said()
    visit.look("case-serving")
    visit.act(
        "Kết thúc luân chuyển",
        ended_on=day(today), end_kind="Kết thúc sớm", end_reason="Sức khỏe", number="90-QĐ/HU", issued_on=day(today),
    )  # fmt: skip
    assert "kết thúc sớm (sức khỏe)" in visit.said()
    visit.follow(main.get_by_role("link", name="Đề xuất bố trí"))
    visit.look("placement")
    visit.fill(
        main, {"outcome": "Trở về cơ quan cũ, cùng chức vụ", "proposal": "Kết luận hội nghị Ban Thường vụ"}
    )
    visit.follow(main.get_by_role("button", name="Ghi đề xuất"))
    switch(visit, "board_lead")
    visit.page.goto(case)
    visit.follow(main.get_by_role("link", name="Quyết định bố trí"))
    visit.fill(main, {"number": "95-QĐ/HU", "issued_on": day(today), "held_from": day(today)})
    visit.look("placement-decide")
    visit.follow(main.locator("button[type=submit]").last)
    visit.page.goto(case)

    assert "Đã bố trí" in visit.said()
    assert f"Quyết định {day(today)}" in visit.said()
    assert visit.complaints == []


def test_an_election_lost_leaves_something_to_do_until_somebody_does_it(visit):
    today = localdate()
    main = visit.page.locator("main")
    waits = main.locator(".due-item", has_text="Quàng Văn Pản").filter(has_text="không trúng cử")
    visit.sign_in("board_officer")
    visit.open("/rotations/?q=quang+van+pan")
    visit.follow(main.get_by_role("link", name="Quàng Văn Pản"))
    case = visit.page.url
    visit.act("Giới thiệu ứng cử", nominated_on=day(today))
    visit.act(
        "Ghi kết quả bầu", session_on=day(today), result="Không trúng cử", votes_for="9", votes_total="25"
    )
    assert "không trúng cử, 9/25 phiếu" in visit.said()
    assert "Chưa giữ" in visit.said()
    visit.look("election-lost")

    visit.open("/due/?kind=elections")
    assert "Bầu lại hoặc thôi giới thiệu" in waits.inner_text()
    visit.page.goto(case)
    visit.act("Thôi giới thiệu", withdrawn_on=day(today), withdrawal="Bố trí chức danh khác")
    assert "Thôi giới thiệu từ" in visit.said()
    visit.open("/due/?kind=elections")

    assert waits.count() == 0
    assert visit.complaints == []


def test_comments_are_typed_by_the_unit_and_rated_by_the_board(visit):
    today = localdate()
    main = visit.page.locator("main")
    visit.sign_in("unit_clerk")
    visit.open("/evaluations/add/")
    visit.fill(main, {"q": "pha"})
    visit.follow(main.get_by_role("button", name="Lọc"))
    visit.follow(main.get_by_role("link", name="Hờ A Pháng"))
    typed = {
        "kind": "Nhận xét đột xuất",
        "author_name": "Giàng A Thử, Bí thư Đảng ủy",
        "period_from": day(today - timedelta(days=200)),
        "period_to": day(today - timedelta(days=2)),
        "results": "Hoàn thành kế hoạch năm.",
        "score": "112",
        "self_rating": "Hoàn thành tốt nhiệm vụ",
        "proposed_rating": "Hoàn thành tốt nhiệm vụ",
        "document": "15-NX/ĐU",
    }
    visit.fill(main, typed)
    visit.follow(main.get_by_role("button", name="Ghi nhận xét"))
    visit.look("evaluation-refused")
    assert main.locator("[name=results]").input_value() == typed["results"]  # nothing typed is lost
    visit.fill(main, {"score": "82,5"})
    visit.follow(main.get_by_role("button", name="Ghi nhận xét"))
    assert "82,5" in visit.said()
    paper = visit.page.url

    switch(visit, "board_lead")
    visit.page.goto(paper)
    visit.follow(main.get_by_role("link", name="Xếp loại"))
    visit.fill(main, {"score": "82,5", "rating": "Hoàn thành tốt nhiệm vụ"})
    visit.look("rating")
    visit.follow(main.locator("button[type=submit]").last)
    assert "Xếp loại: Hoàn thành tốt nhiệm vụ" in visit.said()
    visit.page.goto(paper)
    visit.look("evaluation")

    assert visit.complaints == []


def test_the_report_of_a_year_goes_to_print(visit):
    main = visit.page.locator("main")
    visit.sign_in("board_officer")
    visit.open("/reports/results/")
    visit.fill(main, {"year": "2025"})
    visit.follow(main.get_by_role("button", name="Lọc"))
    visit.look("report")
    rows = main.locator("tbody tr").count()
    visit.page.emulate_media(media="print")
    printed = visit.page.locator("body").inner_text()
    pages = visit.page.pdf(format="A4", landscape=True)

    assert "TỔNG HỢP KẾT QUẢ LUÂN CHUYỂN CÁN BỘ" in printed
    assert "In bởi Chuyên viên Ban Tổ chức (mẫu) (board_officer)" in printed
    assert "Đăng xuất" not in printed  # what is for pressing stays on the screen
    assert "Lọc" not in printed
    assert rows == 13  # units, and their total below
    assert pages.startswith(b"%PDF-")
    assert visit.complaints == []


def test_a_clerk_finds_the_units_own_and_nothing_else(visit):
    main = visit.page.locator("main")
    visit.sign_in("unit_clerk")
    visit.look("desk-clerk")
    for path in ("/officials/", "/rotations/", "/needs/"):
        visit.open(path)
        assert main.locator("tbody tr:has(td)").count() > 0
        assert "Pa Tần" in visit.said()
        assert "Tổng Thị Lạ" not in visit.said()
    visit.open("/officials/")
    visit.look("officials-clerk")
    units = {cell.inner_text() for cell in main.locator("td[data-label='Đơn vị']").all()}
    refused = [
        path
        for path in ("/audit/", "/placements/", "/imports/", "/decisions/", "/reports/results/")
        if visit.page.request.get(visit.address + path).status == 403
    ]

    assert units == {"Xã Pa Tần"}
    assert "/audit/" in refused
    assert "/decisions/" in refused
    assert visit.complaints == []


def test_a_leader_sees_the_year_at_a_glance_and_decides(visit):
    main = visit.page.locator("main")
    visit.sign_in("standing_committee")
    visit.look("desk-leader")
    figure = main.locator("a.figure", has_text="Đang luân chuyển")
    number = figure.locator(".figure__number").inner_text()
    visit.follow(figure)
    assert main.locator("tbody tr:has(td)").count() == int(number)
    visit.open("/placements/")
    visit.look("placements")
    visit.follow(main.get_by_role("link", name="Quyết định", exact=True).first)
    visit.look("placement-decide")
    assert "Ô có dấu" in visit.said()

    assert visit.complaints == []


def test_a_day_away_from_the_desk_is_done_by_telephone(visit):
    """At 390 px: what is due, the case behind it, an answer written down; nothing sideways, all targets large enough."""
    main = visit.page.locator("main")
    visit.page.set_viewport_size({"width": 390, "height": 780})
    visit.sign_in("board_officer")
    visit.follow(main.get_by_role("link", name="Ý kiến thẩm định chưa trả lời"))
    visit.follow(main.get_by_role("link", name="Chang Thị Nênh").first)
    case = visit.page.url.split("?")[0].split("#")[0]
    visit.page.goto(case + "?part=steps")
    visit.act("Ghi ý kiến trả lời", outcome="Đồng ý", opinion_text="Không có vấn đề.")
    assert "Đồng ý" in visit.said()
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll('main button, main summary, main select, main input:not([type=hidden])')]
            .filter(one => one.checkVisibility()).map(one => [one.outerHTML, one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
    )
    assert small == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    visit.look("telephone-case")

    assert visit.complaints == []


def test_a_case_is_found_and_moved_with_the_keyboard_alone(visit):
    keys = visit.page.keyboard
    visit.open("/accounts/login/")
    visit.page.focus("input[name=username]")
    keys.type("board_officer")
    keys.press("Tab")
    keys.type(PASSWORD)
    with visit.page.expect_navigation(wait_until="load"):
        keys.press("Enter")
    keys.press("Tab")  # the first stop of every page leads past the navigation
    assert focused(visit) == "Tới nội dung chính"
    reach(visit, "Luân chuyển")
    with visit.page.expect_navigation(wait_until="load"):
        keys.press("Enter")
    reach(visit, "Khoàng Văn Hoan")
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    with visit.page.expect_navigation(wait_until="load"):
        keys.press("Enter")
    reach(visit, "Thẩm định, trao đổi", tag="BUTTON")
    with visit.page.expect_navigation(wait_until="load"):
        keys.press("Enter")

    assert "Thẩm định, trao đổi: đã ghi nhận." in visit.said()
    visit.look("keyboard-case")
    assert visit.complaints == []


def focused(visit) -> str:
    return str(visit.page.evaluate("document.activeElement.innerText")).strip()


def reach(visit, text: str, *, tag: str = "A") -> None:
    """Press Tab until what bears that text is reached."""
    for _press in range(200):
        visit.page.keyboard.press("Tab")
        if focused(visit) == text and visit.page.evaluate("document.activeElement.tagName") == tag:
            return
    raise AssertionError(f"{text} is not reached by Tab")
