"""What the back office refuses, hides, finds and notes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.forms import modelform_factory
from django.test import Client

from rotations.admin.back_office import BackOfficeForm
from rotations.models import (
    OPEN_ROTATION,
    Account,
    AuditEntry,
    Official,
    PostHolding,
    Rotation,
    Unit,
    UnitAlias,
)
from rotations.vocabulary import AuditAction, Role, RotationStatus
from tests import makers
from tests.admin.conftest import staff

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.django_db]


def found(client: Client, name: str, words: str) -> str:
    """The rows of a list that hold these words."""
    page = client.get(f"/admin/rotations/{name}/", {"q": words}).content.decode()
    return "".join(re.findall(r'<table id="result_list">.*?</table>', page, re.S))


def filled(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it back, with these changes."""
    response = client.get(url)
    data: dict[str, Any] = {}
    form = response.context["adminform"].form
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        value = field.prepare_value(value) if not hasattr(value, "all") else [row.pk for row in value.all()]
        if isinstance(value, list):
            value = [getattr(row, "pk", row) for row in value]
        if value is not None and value is not False:
            data[name] = value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
    for formset in response.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {management.add_prefix(name): management[name].value() for name in management.fields}
        for row in formset.formset.forms:
            for name, field in row.fields.items():
                value = field.prepare_value(row.get_initial_for_field(field, name))
                if value is not None and value is not False:
                    data[row.add_prefix(name)] = (
                        value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
                    )
    return data | changes


def said(response: Any) -> str:
    """What a form says is wrong with it."""
    form = response.context["adminform"].form
    return (
        f"{form.errors} {[formset.formset.errors for formset in response.context['inline_admin_formsets']]}"
    )


# --- Searching ---------------------------------------------------------------------------------------------


def test_a_search_ignores_marks_case_and_the_bar_of_d(board, client_of):
    unit = makers.make_unit("Xã Đăk Pục")
    UnitAlias.objects.create(unit=unit, name="Thị tứ Hợp Thành")
    makers.make_official("Điểu Thị Mỷ", unit)
    makers.make_official("Lò Văn Khoa", unit)
    client = client_of(board)

    assert "Điểu Thị Mỷ" in found(client, "official", "dieu my")
    assert "Điểu Thị Mỷ" in found(client, "official", "ĐIỂU mỵ")
    assert "Lò Văn Khoa" not in found(client, "official", "dieu my")
    assert "Xã Đăk Pục" in found(client, "unit", "DAK puc")
    assert "Xã Đăk Pục" in found(client, "unit", "hop thanh")
    assert "Mông" in found(client, "catalogueentry", "mong")
    assert "Lò Văn Khoa" not in found(client, "official", "!!!")


def test_a_search_box_of_a_form_tells_namesakes_apart(board, client_of):
    for name in ("Xã Một", "Xã Hai"):
        makers.make_official("Lò Văn Trùng", makers.make_unit(name))

    answer = client_of(board).get(
        "/admin/autocomplete/",
        {
            "app_label": "rotations",
            "model_name": "postholding",
            "field_name": "official",
            "term": "lo van trung",
        },
    )

    assert {row["text"] for row in answer.json()["results"]} == {
        "Lò Văn Trùng, Xã Một",
        "Lò Văn Trùng, Xã Hai",
    }


# --- Statuses ----------------------------------------------------------------------------------------------


def test_a_status_cannot_be_typed(lead, client_of):
    rotation = makers.make_rotation()
    url = f"/admin/rotations/rotation/{rotation.pk}/change/"
    client = client_of(lead)

    response = client.post(
        url, filled(client, url, status="active", ended_on="01/01/2025", note="Đã gọi", starts_on="09/2025")
    )

    assert response.status_code == 302, said(response)
    rotation.refresh_from_db()
    assert (rotation.status, rotation.ended_on, rotation.note) == (RotationStatus.PROPOSED, None, "Đã gọi")
    assert str(rotation.starts) == "09/2025"
    assert rotation.history.first().history_user == lead


def test_a_plan_status_and_an_old_state_cannot_be_written(lead, client_of):
    plan = makers.make_rotation().plan
    client = client_of(lead)
    url = f"/admin/rotations/rotationplan/{plan.pk}/change/"

    response = client.post(url, filled(client, url, status="approved"))
    old = client.post(
        f"/admin/rotations/rotationplan/{plan.pk}/history/{plan.history.last().pk}/", {"title": "Cũ"}
    )

    plan.refresh_from_db()
    assert (response.status_code, old.status_code, plan.status) == (302, 403, "draft")


def test_a_new_rotation_is_proposed_with_its_first_step_and_posts(board, client_of):
    official = makers.make_official(unit=makers.make_unit("Phòng Thử", makers.UnitLevel.DISTRICT))
    post = makers.make_post()
    plan = makers.make_plan()
    client = client_of(board)

    response = client.post(
        "/admin/rotations/rotation/add/",
        {
            "plan": plan.pk, "ordinal": 1, "official": official.pk, "movement_type": "rotation", "purpose": "training",
            "sending_unit": official.unit_id, "receiving_unit": post.unit_id, "receiving_posts": [post.pk],
            "starts_on": "09/2025",
        },
    )  # fmt: skip

    assert response.status_code == 302, said(response)
    rotation = Rotation.objects.get(official=official)
    assert (rotation.direction, rotation.steps.get().status_after) == ("district_to_commune", "proposed")
    assert [row.post for row in rotation.posts.all()] == [post]
    assert str(rotation.due) == "09/2028"


def test_another_receiving_unit_gives_another_direction(board, client_of):
    rotation = makers.make_rotation()
    office = makers.make_unit(level=makers.UnitLevel.DISTRICT)
    url = f"/admin/rotations/rotation/{rotation.pk}/change/"
    client = client_of(board)

    client.post(url, filled(client, url, receiving_unit=office.pk))

    rotation.refresh_from_db()
    assert (rotation.receiving_level, rotation.direction) == ("district", "same_level")


# --- Refusals ----------------------------------------------------------------------------------------------


def test_a_second_open_rotation_is_refused_in_words_and_keeps_what_was_typed(board, client_of):
    rotation = makers.make_rotation()
    client = client_of(board)

    response = client.post(
        "/admin/rotations/rotation/add/",
        {
            "plan": rotation.plan_id, "ordinal": 7, "official": rotation.official_id, "movement_type": "rotation",
            "purpose": "training", "sending_unit": rotation.sending_unit_id, "receiving_unit": rotation.receiving_unit_id,
            "note": "giữ lại chữ này",
        },
    )  # fmt: skip

    assert response.status_code == 200
    assert "đang có một lượt luân chuyển chưa kết thúc" in said(response)
    assert "giữ lại chữ này" in response.content.decode()


def test_what_only_the_database_sees_comes_back_as_a_sentence(board, client_of, monkeypatch):
    """Two people fill the last seat at one moment: neither form saw the other."""
    monkeypatch.setattr(PostHolding, "clean", lambda self: None)
    holding = makers.make_holding()
    client = client_of(board)

    response = client.post(
        "/admin/rotations/postholding/add/",
        {
            "official": makers.make_official().pk,
            "post": holding.post_id,
            "held_from": "01/02/2023",
            "document": "Số 5",
        },
    )

    assert response.status_code == 200
    assert "đã đủ người giữ" in said(response)
    assert PostHolding.objects.filter(post=holding.post).count() == 1


def test_two_aliases_alike_typed_at_once_come_back_as_a_sentence(board, client_of):
    unit = makers.make_unit()
    url = f"/admin/rotations/unit/{unit.pk}/change/"
    client = client_of(board)
    rows = {"aliases-TOTAL_FORMS": 2, "aliases-0-name": "Tên Chung", "aliases-1-name": "TÊN CHUNG"}
    rows |= {"aliases-0-unit": unit.pk, "aliases-1-unit": unit.pk}

    response = client.post(url, filled(client, url) | rows)

    assert response.status_code == 200
    assert "đã có tên gọi này" in said(response)
    assert not unit.aliases.exists()


def test_a_comment_and_a_placement_go_through_the_workflow(board, client_of):
    rotation = makers.make_rotation()
    client = client_of(board)

    comment = client.post(
        "/admin/rotations/evaluation/add/",
        {
            "rotation": rotation.pk, "kind": "periodic", "author": "receiving", "author_name": "Bí thư",
            "written_on": "01/02/2025", "period_from": "01/01/2025", "period_to": "31/01/2025",
        },
    )  # fmt: skip
    placement = client.post(
        "/admin/rotations/placement/add/",
        {"rotation": rotation.pk, "outcome": "returns", "proposed_on": "01/02/2025"},
    )

    assert "chỉ nhận xét cán bộ đã bắt đầu" in said(comment)
    assert "phương án bố trí lập khi" in said(placement)


def test_a_correction_of_a_decision_asks_its_reason_and_keeps_it(board, client_of):
    decision = makers.make_decision("12")
    url = f"/admin/rotations/decision/{decision.pk}/change/"
    client = client_of(board)

    refused = client.post(url, filled(client, url, title="Quyết định khác"))
    assert "Hãy ghi lý do đính chính" in said(refused)
    assert client.post(url, filled(client, url, signer="Giàng A Ký")).status_code == 302, (
        "what was open is filled in"
    )
    answer = client.post(url, filled(client, url, title="Quyết định khác", why="Gõ nhầm trích yếu"))

    assert answer.status_code == 302
    decision.refresh_from_db()
    assert decision.title == "Quyết định khác"
    assert decision.history.first().history_change_reason == "Gõ nhầm trích yếu"
    assert (
        "why" not in client.get("/admin/rotations/decision/add/").context["adminform"].form.visible_fields()
    )


def test_nobody_changes_their_own_file_case_or_roles(client_of):
    rotation = makers.make_rotation()
    own = staff(Role.BOARD_OFFICER, official=rotation.official)
    keeper = staff(Role.SYSTEM_ADMIN)

    for url in (f"official/{rotation.official_id}", f"rotation/{rotation.pk}"):
        assert client_of(own).post(f"/admin/rotations/{url}/change/", {}).status_code == 403
    page = client_of(keeper).get(f"/admin/rotations/account/{keeper.pk}/change/")
    assert "groups" not in page.context["adminform"].form.fields
    assert "is_superuser" not in page.content.decode()


def test_accounts_are_narrowed_by_role_and_told_in_words_never_in_codes(client_of):
    keeper, clerk = staff(Role.SYSTEM_ADMIN), makers.make_account(Role.UNIT_CLERK, username="xa_mot")
    makers.make_saved_filter(clerk)
    makers.make_list_columns(clerk, list_name="official-list", columns="name,unit")
    client = client_of(keeper)

    page = client.get("/admin/rotations/account/").content.decode()
    found = client.get("/admin/rotations/account/?role=unit_clerk").context["cl"].queryset
    told = client.get(f"/admin/rotations/account/{clerk.pk}/change/").content.decode()

    assert f'href="?role=unit_clerk">{Role.UNIT_CLERK.label}</a>' in page
    assert ">board_officer</a>" not in page
    assert list(found) == [clerk]
    assert ("Lượt luân chuyển" in told, "rotation-list" in told) == (True, False)
    assert ("name,unit" in told, "official-list" in told) == (False, False)


def test_an_account_is_made_with_a_role_and_a_unit_typed_by_name(client_of):
    from django.contrib.auth.models import Group

    makers.make_unit("Xã Có Tài Khoản")
    clerk = Group.objects.get(name=Role.UNIT_CLERK)
    given = {
        "username": "clerk_moi", "usable_password": "true", "password1": makers.PASSWORD, "password2": makers.PASSWORD,
        "full_name": "Lò Thị Ươm", "groups": [clerk.pk],
    }  # fmt: skip
    client = client_of(staff(Role.SYSTEM_ADMIN))

    without = client.post("/admin/rotations/account/add/", given)
    unknown = client.post("/admin/rotations/account/add/", given | {"unit": "Xã Không Có"})
    made = client.post("/admin/rotations/account/add/", given | {"unit": "xã có tài khoản"})

    assert "phải gắn với một đơn vị" in said(without)
    assert "Không có" in said(unknown)
    assert made.status_code == 302, said(made)
    account = Account.objects.get(username="clerk_moi")
    assert (account.unit.name, account.roles) == ("Xã Có Tài Khoản", {Role.UNIT_CLERK})


# --- What is not seen --------------------------------------------------------------------------------------


def test_the_back_office_shows_a_clerk_the_own_unit_and_no_hidden_field(client_of):
    unit = makers.make_unit("Xã Của Mình")
    clerk = staff(Role.UNIT_CLERK, unit=unit)
    mine = makers.make_official("Lò Văn Nhà", unit, citizen_id="011085000555", health="Loại 2")
    other = makers.make_official("Sùng A Khác", makers.make_unit())
    mine.family.create(relation="Vợ", full_name="Lò Thị Kín")
    mine.health = "Loại 3"
    mine.save()
    client = client_of(clerk)

    shown = client.get("/admin/rotations/official/").content.decode()
    page = client.get(f"/admin/rotations/official/{mine.pk}/change/").content.decode()
    history = client.get(f"/admin/rotations/official/{mine.pk}/history/").content.decode()
    old = client.get(
        f"/admin/rotations/official/{mine.pk}/history/{mine.history.first().pk}/"
    ).content.decode()

    assert "Lò Văn Nhà" in shown
    assert "Sùng A Khác" not in shown
    for text in (page, history, old):
        for secret in ("011085000555", "Loại 2", "Loại 3", "Lò Thị Kín"):
            assert secret not in text
    assert client.get(f"/admin/rotations/official/{other.pk}/change/").status_code == 302
    assert client.get(f"/admin/rotations/official/{other.pk}/history/").status_code == 404
    assert (
        client.get(f"/admin/rotations/official/{other.pk}/history/{other.history.get().pk}/").status_code
        == 404
    )
    assert client.get("/admin/rotations/official/", {"citizen_id__startswith": "011"}).status_code == 400
    assert "Lò Văn Nhà" not in found(client, "official", "011085000555")


def test_opening_a_file_is_noted(board, client_of):
    official = makers.make_official("Tòng Thị Inh")

    client_of(board).get(f"/admin/rotations/official/{official.pk}/change/")

    entry = AuditEntry.objects.get()
    assert (entry.account, entry.action, entry.subject_id) == (board, AuditAction.READ, official.pk)


def test_a_birth_known_to_the_year_is_typed_and_shown_so(board, client_of):
    official = makers.make_official("Tòng Thị Inh")
    url = f"/admin/rotations/official/{official.pk}/change/"
    client = client_of(board)

    client.post(url, filled(client, url, birth_date="1985"))

    official.refresh_from_db()
    assert str(official.birth) == "1985"
    assert "1985" in found(client, "official", "tong thi inh")
    assert client.get(url).context["adminform"].form["birth_date"].value() is not None
    assert 'value="1985"' in client.get(url).content.decode()


def test_a_history_says_who_changed_what_in_words_statuses_too(board, client_of):
    rotation = makers.make_rotation_at(RotationStatus.APPRAISING)
    client = client_of(board)
    url = f"/admin/rotations/rotation/{rotation.pk}"
    client.post(f"{url}/change/", filled(client, f"{url}/change/", starts_on="09/2025", purpose="other"))

    page = client.get(f"{url}/history/").content.decode()

    for change in (
        "Chuẩn bị nhân sự → Thẩm định, trao đổi",
        "(trống) → 09/2025",
        "Đào tạo, rèn luyện theo quy hoạch → Khác",
    ):
        assert change in page
    assert "staff_board_officer" in page
    assert "None" not in re.sub(r"<script.*?</script>", "", page, flags=re.S)


# --- Deleting ----------------------------------------------------------------------------------------------


def test_only_the_head_of_the_board_deletes_and_nothing_others_point_at(board, lead, client_of):
    unit = makers.make_unit()
    used = makers.make_official(unit=unit).unit
    loose = makers.make_unit("Xã Gõ Nhầm")

    assert (
        client_of(board).post(f"/admin/rotations/unit/{loose.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    client_of(lead).post(f"/admin/rotations/unit/{used.pk}/delete/", {"post": "yes"})
    client_of(lead).post(f"/admin/rotations/unit/{loose.pk}/delete/", {"post": "yes"})

    assert Unit.objects.filter(pk=used.pk).exists()
    assert not Unit.objects.filter(pk=loose.pk).exists()
    assert Official.objects.exists()


def test_a_constraint_over_a_column_the_form_lacks_is_said_before_the_database_is_asked(db):
    standing = makers.make_rotation(makers.make_official("Cứ A Bận"))
    fields = ["plan", "official", "movement_type", "purpose", "sending_unit", "receiving_unit"]
    typed = {
        **{
            name: getattr(standing, f"{name}_id")
            for name in ("plan", "official", "sending_unit", "receiving_unit")
        },
        "movement_type": standing.movement_type,
        "purpose": standing.purpose,
    }

    form = modelform_factory(Rotation, form=BackOfficeForm, fields=fields)(typed)

    assert OPEN_ROTATION in form.non_field_errors()


def test_the_text_of_a_plan_that_stands_is_not_changed_here_and_the_page_that_shows_its_effect_is_named(
    client_of,
):
    plan, other = makers.make_plan(), makers.make_regulation()
    client, url = client_of(staff(Role.BOARD_LEAD)), f"/admin/rotations/rotationplan/{plan.pk}/change/"

    data = filled(client, url, title="Kế hoạch khác", regulation=other.pk)
    client.post(url, data)

    plan.refresh_from_db()
    assert (plan.title, plan.regulation == other) == ("Kế hoạch khác", False)
    assert "Quy định áp dụng không đổi ở đây" in client.get(url).content.decode()
    assert 'name="regulation"' in client.get("/admin/rotations/rotationplan/add/").content.decode()


def test_what_a_text_that_stands_inherits_and_when_it_holds_is_not_changed_here(client_of):
    text, above = makers.make_regulation(), makers.make_regulation()
    client, url = client_of(staff(Role.BOARD_LEAD)), f"/admin/rotations/regulation/{text.pk}/change/"

    data = filled(client, url, title="Trích yếu khác", parent=above.pk)
    client.post(url, data | {"effective_from": "01/01/1990", "effective_to": "01/01/2031"})

    kept = type(text).objects.get(pk=text.pk)
    assert kept.title == "Trích yếu khác"
    assert (kept.parent, kept.effective_from, kept.effective_to) == (None, text.effective_from, None)
    assert "không đổi ở đây" in client.get(url).content.decode()
    added = client.get("/admin/rotations/regulation/add/").content.decode()
    assert all(f'name="{name}"' in added for name in ("parent", "effective_from", "effective_to"))


def test_posts_given_up_are_written_in_the_back_office_with_their_history(client_of):
    rotation = makers.make_rotation(left_posts=[makers.make_post()])
    row, other = rotation.left_rows.get(), makers.make_post()
    client, url = client_of(staff(Role.BOARD_LEAD)), f"/admin/rotations/rotation/{rotation.pk}/change/"

    data = filled(client, url)
    data |= {"left_rows-TOTAL_FORMS": "2", "left_rows-1-post": other.pk, "left_rows-1-rotation": rotation.pk}
    answer = client.post(url, data)

    assert answer.status_code == 302, answer.context["errors"]
    assert set(rotation.left_posts.all()) == {row.post, other}
    line = rotation.left_rows.get(post=other).history.get()
    assert (line.history_type, line.history_user.username) == ("+", "staff_board_lead")
