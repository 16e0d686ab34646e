"""The rule book on the screen: read on any day, changed by the head of the board, shown before it is kept."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from rotations import workflow
from rotations.models import Regulation, RegulationParameter, RetirementAge, Rotation
from rotations.partial_dates import PartialDate
from rotations.vocabulary import ParameterCode, Role
from tests.makers import (
    make_account,
    make_holding,
    make_official,
    make_plan,
    make_position,
    make_post,
    make_post_standard,
    make_regulation,
    make_rotation,
)
from tests.views.queries import MOST, queries_of

IN_POST = ParameterCode.MIN_TIME_IN_POST_MONTHS


@pytest.fixture
def today():
    return localdate()


@pytest.fixture
def regulation(db):
    return make_regulation({IN_POST: 24}, symbol="11-QĐ/HU", with_steps=True)


def in_post_for(months, plan, starts):
    official = make_official("Lò Thị Thân")
    make_holding(
        official, make_post(None, "Phó Bí thư Đảng ủy"), PartialDate.of_day(starts).plus_months(-months).first
    )
    return make_rotation(official, plan=plan, starts_on=starts, on=starts)


def typed(day, value=36, **fields):
    return {"value": value, "valid_from": f"{day:%d/%m/%Y}", "article": "Điều 2", "note": "", **fields}


# ---- reading


@pytest.mark.parametrize(
    ("on", "in_force"),
    [("27/04/2022", {"98-QĐ/TW", "02-QĐi/HU"}), ("28/04/2022", {"65-QĐ/TW"})],
)
def test_the_list_says_which_texts_are_in_force_on_the_day_asked_for(board, client_of, on, in_force):
    page = client_of(board).get("/regulations/", {"on": on}).content.decode()

    rows = re.findall(r"<tr>.*?</tr>", page, flags=re.DOTALL)
    assert {name for name in ("98-QĐ/TW", "65-QĐ/TW", "02-QĐi/HU") for row in rows if f">{name}</a>" in row and "Đang hiệu lực" in row} == in_force  # fmt: skip


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(board, client_of):
    response = client_of(board).get("/regulations/", {"on": "hôm qua"})

    assert response.context["on"] == localdate()
    assert response.context["form"].errors


def test_a_text_shows_its_numbers_on_the_day_with_article_and_history(board, client_of, regulation, today):
    later = today + timedelta(days=30)
    workflow.ParameterChange(regulation, IN_POST, 36, later, "Điều 9").keep(by=None, on=today)
    client = client_of(board)

    now = client.get(f"/regulations/{regulation.pk}/").content.decode()
    then = client.get(f"/regulations/{regulation.pk}/", {"on": f"{later:%d/%m/%Y}"}).content.decode()

    assert "Điều 1, Quy định 11-QĐ/HU" in now
    assert f"36: từ {later:%d/%m/%Y}" in now
    assert "Điều 9, Quy định 11-QĐ/HU" in then
    assert f"24: từ khi có hiệu lực đến trước {later:%d/%m/%Y}" in then


def test_a_lower_text_says_which_numbers_it_reads_from_above(board, client_of):
    district = Regulation.objects.get(symbol="02-QĐi/HU")

    page = client_of(board).get(f"/regulations/{district.pk}/").content.decode()

    assert "đọc từ văn bản cấp trên 98-QĐ/TW" in page
    assert "Quy trình" in page


def test_the_lists_of_the_text_in_force_are_shown(board, client_of):
    central = Regulation.objects.get(symbol="65-QĐ/TW")

    page = client_of(board).get(f"/regulations/{central.pk}/", {"on": "31/12/2025"}).content.decode()

    for told in ("Kết luận 210-KL/TW", "không áp dụng ngày 31/12/2025", "từ 01/01/2026",
                 "Giấy chứng nhận sức khỏe", "Thẩm định và trao đổi", "Không đòi lý do"):  # fmt: skip
        assert told in page, told


def test_the_table_of_retirement_ages_is_shown_in_years_and_months(board, client_of):
    page = client_of(board).get("/regulations/retirement/").content.decode()

    assert "61 tuổi 6 tháng" in page
    assert "57 tuổi" in page


def test_who_reads_sees_no_way_to_change(board, client_of, regulation):
    page = client_of(board).get(f"/regulations/{regulation.pk}/").content.decode()

    assert "/parameters/" not in page
    assert "/add/" not in page


def test_pages_of_the_rule_book_stay_within_their_queries(lead, client_of, regulation):
    client = client_of(lead)
    urls = ["/regulations/", "/regulations/retirement/", f"/regulations/{regulation.pk}/"]
    urls += [f"/regulations/{Regulation.objects.get(symbol='02-QĐi/HU').pk}/"]
    urls += [f"/regulations/{regulation.pk}/parameters/{IN_POST.value}/"]
    urls += [
        f"/regulations/{regulation.pk}/add/{kind}/"
        for kind in ("non-local", "standard", "condition", "paper")
    ]
    urls += [f"/regulations/{regulation.pk}/{page}/" for page in ("steps/add", "edit", "standing", "history")]
    urls += ["/regulations/add/", "/regulations/retirement/change/?sex=male&year=2030"]
    row = regulation.condition_rules.create(code="discipline")
    urls += [
        f"/regulations/{regulation.pk}/rows/condition/{row.pk}/{act}/" for act in ("change", "end", "article")
    ]

    assert {url: cost for url in urls if (cost := queries_of(client, url)) > MOST} == {}


# ---- a number is changed


def test_nothing_is_kept_before_what_was_shown_is_confirmed(lead, client_of, regulation, today):
    rotation = in_post_for(30, make_plan(regulation=regulation), today)
    client, url = client_of(lead), f"/regulations/{regulation.pk}/parameters/{IN_POST.value}/"

    shown = client.post(url, typed(today))

    page = shown.content.decode()
    assert regulation.parameters.count() == 1
    assert "<strong>1</strong> trong 1 vụ việc" in page
    assert "đạt → cần xem xét, 1 vụ việc" in page
    assert "30 tháng" in page
    assert str(rotation.official) in page

    answer = client.post(url, typed(today, effect=shown.context["affected"].digest, confirm="1"))

    assert answer.headers["Location"] == f"/regulations/{regulation.pk}/"
    row = RegulationParameter.objects.get(regulation=regulation, valid_from=today)
    assert (row.value, row.article, row.history.get().history_user) == (36, "Điều 2", lead)


def test_a_preview_gone_stale_is_shown_again_instead_of_kept(lead, client_of, regulation, today):
    plan = make_plan(regulation=regulation)
    in_post_for(30, plan, today)
    client, url = client_of(lead), f"/regulations/{regulation.pk}/parameters/{IN_POST.value}/"
    seen = client.post(url, typed(today)).context["affected"].digest
    in_post_for(30, plan, today)

    again = client.post(url, typed(today, effect=seen, confirm="1"))

    assert regulation.parameters.count() == 1
    assert "kết quả đã đổi; hãy xem lại" in again.content.decode()
    assert again.context["affected"].changed == 2

    client.post(url, typed(today, effect=again.context["affected"].digest, confirm="1"))
    assert regulation.parameters.count() == 2


def test_a_confirmation_of_another_number_than_the_one_shown_is_not_kept(lead, client_of, regulation, today):
    client, url = client_of(lead), f"/regulations/{regulation.pk}/parameters/{IN_POST.value}/"
    seen = client.post(url, typed(today)).context["affected"].digest

    client.post(url, typed(today, value=48, effect=seen, confirm="1"))

    assert regulation.parameters.count() == 1


@pytest.mark.parametrize(
    ("code", "fields", "said"),
    [
        (IN_POST, {"value": "hai"}, "Giá trị mới"),
        (IN_POST, {"valid_from": "hôm qua"}, "Áp dụng từ ngày"),
        (IN_POST, {"valid_from": "01/01/2021"}, "từ hôm nay trở đi"),
        (ParameterCode.IN_PLANNING_REQUIRED, {"value": 2}, "Ghi 1 (có) hoặc 0 (không)"),
        (ParameterCode.LOCAL_UNIT_LEVEL, {"value": 4}, "Ghi 1 (tỉnh), 2 (huyện) hoặc 3 (xã)"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(lead, client_of, regulation, today, code, fields, said):
    url = f"/regulations/{regulation.pk}/parameters/{code.value}/"

    page = client_of(lead).post(url, typed(today, confirm="1", effect="x") | fields).content.decode()

    assert said in page
    assert regulation.parameters.count() == 1


def test_an_unknown_number_is_no_page(lead, client_of, regulation):
    assert client_of(lead).get(f"/regulations/{regulation.pk}/parameters/moon/").status_code == 404
    assert client_of(lead).get(f"/regulations/{regulation.pk}/add/moon/").status_code == 404


# ---- rows of the lists


def confirmed(client, url, typed_in, **more):
    """See the effect, then confirm what was seen."""
    seen = client.post(url, typed_in).context["affected"].digest
    return client.post(url, {**typed_in, "effect": seen, "confirm": "1"}, **more)


def test_a_post_not_for_local_people_is_added_from_a_day_on_once_its_effect_was_seen(
    lead, client_of, regulation, today
):
    position, client = make_position("Chủ tịch HĐND"), client_of(lead)
    url = f"/regulations/{regulation.pk}/add/non-local/"
    sent = {
        "position": position.pk,
        "level": "commune",
        "article": "Điều 4",
        "valid_from": f"{today:%d/%m/%Y}",
    }

    client.post(url, sent)
    client.post(url, sent | {"confirm": "1", "effect": "x"})
    assert not regulation.non_local_posts.exists()
    confirmed(client, url, sent)

    row = regulation.non_local_posts.get()
    assert (row.position, row.valid_from, row.history.get().history_user) == (position, today, lead)


@pytest.mark.parametrize(
    ("kind", "typed_in", "said"),
    [
        ("standard", {"position": "P", "level": "commune"}, "Hãy chọn trình độ chuyên môn hoặc"),
        ("condition", {"code": "discipline", "needs_document": "on"}, "thì phải nêu lý do"),
        ("paper", {"ordinal": "1", "name": "", "kind": "other"}, "Thành phần hồ sơ"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_in_words(lead, client_of, regulation, kind, typed_in, said):
    position = make_position("Chủ tịch HĐND")
    data = {name: position.pk if value == "P" else value for name, value in typed_in.items()}

    response = client_of(lead).post(f"/regulations/{regulation.pk}/add/{kind}/", data)

    assert response.status_code == 200
    assert said in response.content.decode()
    lists = (regulation.post_standards, regulation.condition_rules, regulation.dossier_items)
    assert not any(rows.exists() for rows in lists)


def test_a_paper_is_added_at_the_end_of_the_list(lead, client_of, regulation):
    regulation.dossier_items.create(ordinal=4, name="Sơ yếu lý lịch")
    client, url = client_of(lead), f"/regulations/{regulation.pk}/add/paper/"
    assert client.get(url).context["form"].initial["ordinal"] == 5

    confirmed(
        client, url, {"ordinal": 5, "name": "Giấy khám", "kind": "health_certificate", "is_required": "on"}
    )

    assert regulation.dossier_items.get(ordinal=5).kind == "health_certificate"


@pytest.mark.parametrize(("days", "kept"), [(0, True), (-1, False)])
def test_a_row_is_ended_from_today_on_and_not_before(lead, client_of, regulation, today, days, kept):
    row = make_post_standard(regulation)
    until = today + timedelta(days=days)
    url = f"/regulations/{regulation.pk}/rows/standard/{row.pk}/end/"

    client, sent = client_of(lead), {"valid_to": f"{until:%d/%m/%Y}"}
    page = (confirmed(client, url, sent, follow=True) if kept else client.post(url, sent)).content.decode()

    row.refresh_from_db()
    assert (row.valid_to == until) == kept
    assert ("thôi áp dụng từ" in page) if kept else ("từ hôm nay trở đi" in page)


def test_a_row_of_another_text_is_not_ended_here(lead, client_of, regulation):
    row = make_post_standard(make_regulation())

    url = f"/regulations/{regulation.pk}/rows/standard/{row.pk}/end/"

    assert client_of(lead).post(url, {"valid_to": "01/01/2030"}).status_code == 404


def test_a_paper_that_judges_nobody_is_added_at_once(lead, client_of, regulation):
    client_of(lead).post(
        f"/regulations/{regulation.pk}/add/paper/", {"ordinal": 1, "name": "Tờ trình", "kind": "other"}
    )

    assert regulation.dossier_items.get().name == "Tờ trình"


def test_a_paper_is_changed_from_a_day_on_and_both_stand_on_the_page(lead, client_of, regulation, today):
    paper = regulation.dossier_items.create(ordinal=1, name="Tờ trình")
    client, url = client_of(lead), f"/regulations/{regulation.pk}/rows/paper/{paper.pk}/change/"
    assert client.get(url).context["form"].initial["name"] == "Tờ trình"

    client.post(
        url, {"ordinal": 1, "name": "Tờ trình mới", "kind": "other", "valid_from": f"{today:%d/%m/%Y}"}
    )

    paper.refresh_from_db()
    assert (paper.name, paper.valid_to) == ("Tờ trình", today)
    assert regulation.dossier_items.get(valid_from=today).name == "Tờ trình mới"
    page = client.get(f"/regulations/{regulation.pk}/").content.decode()
    assert "Tờ trình mới" in page
    assert f"không áp dụng ngày {today:%d/%m/%Y}" in page


def test_an_article_is_put_right_and_the_history_says_from_what(lead, client_of, regulation):
    client, row = client_of(lead), regulation.parameters.get()

    client.post(f"/regulations/{regulation.pk}/rows/parameter/{row.pk}/article/", {"article": "Điều 99"})

    row.refresh_from_db()
    assert row.article == "Điều 99"
    assert "<ins>Điều 99</ins>" in client.get(f"/regulations/{regulation.pk}/history/").content.decode()


def test_an_age_of_a_year_to_come_is_changed_after_its_effect_was_seen(lead, client_of, today):
    client, url = client_of(lead), "/regulations/retirement/change/"
    year = today.year + 1
    sent = {"sex": "male", "year": year, "years": 61, "months": 9, "document": "Văn bản thử"}

    standing = client.get(f"{url}?sex=male&year={year}").context["form"].initial
    confirmed(client, url, sent)

    assert standing["years"] >= 60
    assert RetirementAge.objects.get(sex="male", year=year).age_months == 61 * 12 + 9
    assert "những năm trước" in client.post(url, sent | {"year": today.year}).content.decode()
    assert "61 tuổi 9 tháng" in client.get("/regulations/retirement/").content.decode()


def test_a_text_takes_the_place_of_another_from_a_day_on(lead, client_of, regulation, today):
    client, url = client_of(lead), f"/regulations/add/?replaces={regulation.pk}"
    form = client.get(url).context["form"]
    assert form.initial["title"] == regulation.title
    sent = {
        "symbol": "9-QĐ/THỬ", "title": "Văn bản mới", "level": regulation.level, "issuer": "Thử",
        "issued_on": f"{today:%d/%m/%Y}", "effective_from": f"{today:%d/%m/%Y}", "replaces": regulation.pk,
    }  # fmt: skip

    answer = client.post(url, sent)

    new = Regulation.objects.get(symbol="9-QĐ/THỬ")
    assert answer.headers["Location"] == f"/regulations/{new.pk}/"
    regulation.refresh_from_db()
    assert regulation.effective_to == today
    assert new.parameters.count() == 1


def test_the_head_of_a_text_is_put_right(lead, client_of, regulation):
    client, url = client_of(lead), f"/regulations/{regulation.pk}/edit/"
    page = client.get(url)
    sent = {name: page.context["form"].initial[name] for name in ("symbol", "issuer")}

    client.post(
        url,
        sent
        | {
            "title": "Trích yếu đã sửa",
            "issued_on": "01/01/2020",
            "seen": page.context["form"]["seen"].value(),
        },
    )

    regulation.refresh_from_db()
    assert regulation.title == "Trích yếu đã sửa"


def test_the_days_of_a_text_are_no_part_of_its_head(lead, client_of, regulation):
    form = client_of(lead).get(f"/regulations/{regulation.pk}/edit/").context["form"]

    assert {"parent", "effective_from", "effective_to"} & set(form.fields) == set()


def seen_on(page):
    """What the form of the page carries of the state it was filled from, as a browser sends it back."""
    (carried,) = re.findall(r'<input type="hidden" name="seen" value="([^"]+)"', page.content.decode())
    return carried


def test_the_text_above_is_changed_once_it_was_seen_whom_it_affects(lead, client_of, today):
    old, new = make_regulation({IN_POST: 24}), make_regulation({IN_POST: 36}, symbol="12-QĐ/TƯ")
    lower = make_regulation({}, parent=old, symbol="3-QĐi/HU")
    rotation = in_post_for(30, make_plan(regulation=lower), today)
    client, url = client_of(lead), f"/regulations/{lower.pk}/standing/"
    page = client.get(url)
    assert url in client.get(f"/regulations/{lower.pk}/").content.decode()
    assert f"kế hoạch năm {rotation.plan.year}" in page.content.decode()
    sent = {
        "parent": new.pk, "effective_from": f"{lower.effective_from:%d/%m/%Y}", "effective_to": "",
        "seen": seen_on(page),
    }  # fmt: skip

    shown = client.post(url, sent)
    said = shown.content.decode()
    assert "đạt → cần xem xét, cần lý do, 1 vụ việc" in said
    assert str(rotation.official) in said
    assert seen_on(shown) == sent["seen"]
    client.post(url, sent | {"confirm": "1", "effect": "x"})
    assert Regulation.objects.get(pk=lower.pk).parent == old

    answer = client.post(url, sent | {"confirm": "1", "effect": shown.context["affected"].digest})

    assert answer.headers["Location"] == f"/regulations/{lower.pk}/"
    kept = Regulation.objects.get(pk=lower.pk)
    assert (kept.parent, kept.history.first().history_user) == (new, lead)
    assert "12-QĐ/TƯ" in client.get(f"/regulations/{lower.pk}/history/").content.decode()


def test_days_in_the_wrong_order_and_a_text_above_itself_are_refused_in_words(lead, client_of, regulation):
    client, url = client_of(lead), f"/regulations/{regulation.pk}/standing/"
    seen = seen_on(client.get(url))
    day = f"{regulation.effective_from:%d/%m/%Y}"

    wrong = client.post(url, {"effective_from": day, "effective_to": day, "seen": seen, "confirm": "1"})
    itself = client.post(url, {"effective_from": day, "parent": regulation.pk, "seen": seen, "confirm": "1"})

    assert "Ngày hết hiệu lực phải sau ngày có hiệu lực" in wrong.content.decode()
    assert "cụ thể hóa chính nó" in itself.content.decode()
    assert Regulation.objects.get(pk=regulation.pk).effective_to is None


def test_who_was_overtaken_on_the_days_of_a_text_is_told(lead, client_of, regulation, today):
    client, url = client_of(lead), f"/regulations/{regulation.pk}/standing/"
    day = f"{regulation.effective_from:%d/%m/%Y}"
    sent = {
        "effective_from": day,
        "effective_to": "31/12/2030",
        "seen": seen_on(client.get(url)),
    }
    seen = client.post(url, sent).context["affected"].digest
    workflow.TextChange(
        regulation, parent=None, effective_from=regulation.effective_from, effective_to=date(2029, 1, 1)
    ).keep(by=None, on=today)

    page = client.post(url, sent | {"confirm": "1", "effect": seen}).content.decode()

    assert "hiện nay là “01/01/2029”" in page
    assert Regulation.objects.get(pk=regulation.pk).effective_to == date(2029, 1, 1)


def test_many_open_cases_are_judged_a_part_at_a_time_and_then_confirmed(
    lead, board, client_of, regulation, today, monkeypatch
):
    monkeypatch.setattr("rotations.workflow.rule_effects.AT_ONCE", 2)
    plan = make_plan(regulation=regulation)
    for _ in range(3):
        in_post_for(30, plan, today)
    client, url = client_of(lead), f"/regulations/{regulation.pk}/parameters/{IN_POST.value}/"

    begun = client.post(url, typed(today))
    waiting = client.get(begun.headers["Location"])
    over = client.get(begun.headers["Location"])

    assert begun.headers["Location"].startswith(f"{url}?judging=")
    assert (waiting.headers["Refresh"], "Đã xét <strong>2</strong> trong 3" in waiting.content.decode()) == (
        "1",
        True,
    )
    assert "<strong>3</strong> trong 3 vụ việc" in over.content.decode()
    assert regulation.parameters.count() == 1
    key = over.context["judging"].pk
    assert client_of(make_account(Role.BOARD_LEAD)).get(begun.headers["Location"]).status_code == 404
    other = client.post(url, typed(today, value=48, judging=key, confirm="1", effect="x"))
    assert other.headers["Location"] != begun.headers["Location"]
    client.post(url, typed(today, judging=key, confirm="1", effect=over.context["affected"].digest))
    assert regulation.parameters.count() == 2


# ---- steps


def step_lines(*lines, total=8):
    data = {
        "steps-TOTAL_FORMS": total,
        "steps-INITIAL_FORMS": 5,
        "steps-MIN_NUM_FORMS": 0,
        "steps-MAX_NUM_FORMS": 20,
    }
    for place in range(total):
        line = lines[place] if place < len(lines) else {"name": "", "code": "", "status": "proposed"}
        data |= {f"steps-{place}-{name}": value for name, value in line.items()}
    return data


POLICY = {"name": "Chủ trương", "code": "policy", "status": "proposed"}
DECISION = {"name": "Quyết định", "code": "decision", "status": "decided"}


def test_a_new_set_of_steps_begins_with_the_one_that_stands(lead, client_of, regulation, today):
    client, url = client_of(lead), f"/regulations/{regulation.pk}/steps/add/"
    assert client.get(url).content.decode().count("<legend>") == 8

    head = {"name": "Quy trình hai bước", "effective_from": f"{today:%d/%m/%Y}"}
    answer = client.post(url, head | step_lines(POLICY, DECISION))

    assert answer.status_code == 302
    newest = regulation.step_templates.order_by("-effective_from").first()
    assert [item.name for item in newest.items.all()] == ["Chủ trương", "Quyết định"]
    assert regulation.step_templates.count() == 2


@pytest.mark.parametrize(
    ("lines", "day", "said"),
    [
        ((POLICY, DECISION | {"code": "policy"}), None, "một bước của mẫu cũ"),
        ((DECISION,), None, "ứng với trạng thái “Đề xuất”"),
        ((), None, "ít nhất một bước"),
        ((POLICY,), date(2019, 12, 31), "phải áp dụng sau mẫu đang có"),
    ],
)
def test_a_set_that_makes_no_sense_is_refused_in_words(lead, client_of, regulation, today, lines, day, said):
    head = {"name": "Mẫu", "effective_from": f"{day or today:%d/%m/%Y}"}

    response = client_of(lead).post(f"/regulations/{regulation.pk}/steps/add/", head | step_lines(*lines))

    assert said in response.content.decode()
    assert regulation.step_templates.count() == 1


def test_nobody_types_a_code_and_a_new_step_gets_its_own(lead, client_of, regulation, today):
    client, url = client_of(lead), f"/regulations/{regulation.pk}/steps/add/"
    assert "Mã bước" not in client.get(url).content.decode()

    head = {"name": "Quy trình bốn bước", "effective_from": f"{today:%d/%m/%Y}"}
    talk = {"name": "Gặp gỡ, trao đổi", "code": "", "status": "preparing"}
    answer = client.post(url, head | step_lines(POLICY, talk, talk, DECISION))

    assert answer.status_code == 302
    newest = regulation.step_templates.order_by("-effective_from").first()
    codes = [item.code for item in newest.items.all()]
    assert codes == ["policy", "gap-go-trao-doi", "gap-go-trao-doi-2", "decision"]


# ---- local or not


def test_who_decides_says_why_and_the_case_goes_by_it(lead, client_of, today):
    regulation = make_regulation({ParameterCode.LOCAL_UNIT_LEVEL: 3, ParameterCode.LOCAL_BY_BIRTH_PLACE: 1})
    regulation.non_local_posts.create(position=make_position("Bí thư Đảng ủy"), level="commune")
    post = make_post(None, "Bí thư Đảng ủy")
    rotation = make_rotation(
        make_official(birth_unit=post.unit), receiving=post.unit, receiving_posts=[post],
        plan=make_plan(today.year, regulation),
    )  # fmt: skip
    client, url = client_of(lead), f"/rotations/{rotation.pk}/locality/"
    assert url in client.get(f"/rotations/{rotation.pk}/?part=checks").content.decode()
    assert "là người địa phương" in client.get(url).content.decode()

    assert "Lý do" in client.post(url, {"conclusion": "non_local", "reason": " "}).content.decode()
    client.post(url, {"conclusion": "non_local", "reason": "Chỉ sinh tại đây", "document": "12-KL/HU"})

    decision = Rotation.objects.get(pk=rotation.pk).official.locality_decisions.get()
    assert (decision.decided_by, decision.decided_on, decision.unit) == (lead, today, post.unit)
    assert "Chỉ sinh tại đây" in client.get(f"/rotations/{rotation.pk}/?part=checks").content.decode()


def test_nobody_decides_about_their_own_ties(lead, client_of, today):
    rotation = make_rotation()
    lead.official = rotation.official
    lead.save()

    page = client_of(lead).post(
        f"/rotations/{rotation.pk}/locality/", {"conclusion": "non_local", "reason": "Khác"}
    )

    assert "chính mình hoặc của người thân" in page.content.decode()
    assert not rotation.official.locality_decisions.exists()
