"""Two people change one record: the second is shown both, nothing is overwritten, and both may be kept."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.forms import ModelForm

from rotations.forms.overtaken import NothingOverwritten
from rotations.models import Account, Official, RotationPlan, UnitAlias
from rotations.vocabulary import Role
from tests import makers
from tests.admin.conftest import staff
from tests.admin.test_back_office import filled, said

pytestmark = pytest.mark.django_db


def shown(client, url) -> dict:
    """The form of a page as a browser would send it back."""
    form = client.get(url).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            sent[field.name] = value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
    return sent


@pytest.fixture
def plan(db) -> RotationPlan:
    return makers.make_plan(2031, title="Kế hoạch gốc", purpose="Mục đích gốc", note="Ghi chú gốc")


def test_the_second_sees_both_who_and_when_and_nothing_is_overwritten(client_of, board, lead, plan):
    url = f"/plans/{plan.pk}/edit/"
    mine, theirs = client_of(board), client_of(lead)
    typed = shown(mine, url) | {"title": "Kế hoạch của tôi"}
    assert (
        theirs.post(url, shown(theirs, url) | {"title": "Kế hoạch của người kia", "note": "Mới"}).status_code
        == 302
    )

    page = mine.post(url, typed)

    plan.refresh_from_db()
    assert (plan.title, plan.note) == ("Kế hoạch của người kia", "Mới")
    text = page.content.decode()
    assert "đã được board_lead sửa lúc" in text
    assert "bạn ghi “Kế hoạch của tôi”, hiện nay là “Kế hoạch của người kia”" in text
    assert "người kia đã sửa thành “Mới”" in text
    again = page.context["form"]
    assert again["title"].value() == "Kế hoạch của tôi", "what was typed is not lost"
    assert again["note"].value() == "Mới", "what only the other changed is taken over"
    assert again["purpose"].value() == "Mục đích gốc"

    sent = {field.name: field.value() for field in again if field.value() not in (None, False)}
    assert mine.post(url, sent).status_code == 200, "not without a decision"
    assert mine.post(url, sent | {"on_top": "on"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.note, plan.purpose) == ("Kế hoạch của tôi", "Mới", "Mục đích gốc")


def test_a_third_change_is_shown_again_even_to_who_decided(client_of, board, lead, plan):
    url = f"/plans/{plan.pk}/edit/"
    mine, theirs = client_of(board), client_of(lead)
    typed = shown(mine, url) | {"title": "Của tôi"}
    theirs.post(url, shown(theirs, url) | {"title": "Lần hai"})
    again = mine.post(url, typed).context["form"]
    sent = {field.name: field.value() for field in again if field.value() not in (None, False)}
    theirs.post(url, shown(theirs, url) | {"title": "Lần ba"})

    page = mine.post(url, sent | {"on_top": "on"})

    assert "hiện nay là “Lần ba”" in page.content.decode()
    plan.refresh_from_db()
    assert plan.title == "Lần ba"


def test_a_form_that_does_not_say_what_it_was_filled_from_writes_nothing(client_of, board, plan):
    url = f"/plans/{plan.pk}/edit/"
    client = client_of(board)
    typed = shown(client, url) | {"title": "Không rõ từ đâu"}
    del typed["seen"]

    assert client.post(url, typed).status_code == 200
    plan.refresh_from_db()
    assert plan.title == "Kế hoạch gốc"


def test_a_comment_is_not_overwritten_either(client_of, board, lead):
    evaluation = makers.make_evaluation(makers.make_rotation_at("active"))
    url = f"/evaluations/{evaluation.pk}/change/"
    mine, theirs = client_of(board), client_of(lead)
    typed = shown(mine, url) | {"strengths": "Của tôi"}
    assert theirs.post(url, shown(theirs, url) | {"strengths": "Của người kia"}).status_code == 302

    page = mine.post(url, typed)

    evaluation.refresh_from_db()
    assert evaluation.strengths == "Của người kia"
    assert "bạn ghi “Của tôi”, hiện nay là “Của người kia”" in page.content.decode()


# --- The back office ---------------------------------------------------------------------------------------


@pytest.mark.ignore_template_errors
def test_the_back_office_shows_both_and_overwrites_nothing(client_of):
    official = makers.make_official("Lò Văn Thử", makers.make_unit(), note="Gốc")
    url = f"/admin/rotations/official/{official.pk}/change/"
    mine, theirs = client_of(staff(Role.BOARD_OFFICER)), client_of(staff(Role.BOARD_LEAD))
    typed = filled(mine, url, note="Của tôi")
    assert theirs.post(url, filled(theirs, url, note="Của người kia")).status_code == 302

    page = mine.post(url, typed)

    assert Official.objects.get(pk=official.pk).note == "Của người kia"
    assert "bạn ghi “Của tôi”, hiện nay là “Của người kia”" in said(page)
    html = page.content.decode()
    assert 'name="on_top"' in html
    version = page.context["adminform"].form["seen_now"].value()
    assert mine.post(url, typed | {"on_top": "on", "seen_now": version}).status_code == 302
    assert Official.objects.get(pk=official.pk).note == "Của tôi"


@pytest.mark.ignore_template_errors
def test_a_row_beside_a_record_is_not_overwritten_taken_out_or_asked_about_when_left_alone(client_of):
    unit = makers.make_unit("Xã Thử Hàng")
    changed, other = (UnitAlias.objects.create(unit=unit, name=name) for name in ("Tên một", "Tên hai"))
    url = f"/admin/rotations/unit/{unit.pk}/change/"
    mine, theirs = client_of(staff(Role.BOARD_LEAD)), client_of(staff(Role.BOARD_OFFICER))
    typed = filled(mine, url)
    row = next(key.removesuffix("-name") for key, value in typed.items() if value == "Tên một")
    beside = next(key.removesuffix("-name") for key, value in typed.items() if value == "Tên hai")
    assert theirs.post(url, filled(theirs, url) | {f"{row}-name": "Tên của người kia"}).status_code == 302

    page = mine.post(url, typed | {f"{row}-name": "Tên của tôi"})
    changed.refresh_from_db()
    assert changed.name == "Tên của người kia"
    assert "bạn ghi “Tên của tôi”, hiện nay là “Tên của người kia”" in said(page)

    page = mine.post(url, typed | {f"{row}-DELETE": "on"})
    assert page.status_code == 200
    assert UnitAlias.objects.filter(pk=changed.pk).exists()

    page = mine.post(url, typed | {f"{beside}-name": "Tên hai mới"})
    assert page.status_code == 302, said(page)
    changed.refresh_from_db()
    other.refresh_from_db()
    assert (changed.name, other.name) == ("Tên của người kia", "Tên hai mới")


@pytest.mark.ignore_template_errors
def test_an_account_is_not_overwritten_though_it_keeps_no_history(client_of, board):
    url = f"/admin/rotations/account/{board.pk}/change/"
    mine, theirs = (
        client_of(staff(Role.SYSTEM_ADMIN)),
        client_of(makers.make_account(Role.SYSTEM_ADMIN, is_staff=True)),
    )
    typed = filled(mine, url, full_name="Lò Thị Một")
    assert theirs.post(url, filled(theirs, url, full_name="Lò Thị Hai")).status_code == 302

    page = mine.post(url, typed)

    assert Account.objects.get(pk=board.pk).full_name == "Lò Thị Hai"
    assert "bạn ghi “Lò Thị Một”, hiện nay là “Lò Thị Hai”" in said(page)


# --- Every form --------------------------------------------------------------------------------------------

ADD_ONLY = {
    "NewAccountForm": "an account to be made",
    "StepItemForm": "a step of a template to be made",
}


def every(form: type) -> set[type]:
    return {form, *(deeper for below in form.__subclasses__() for deeper in every(below))}


def test_every_form_that_changes_a_record_looks_again_before_it_writes():
    ours = {form for form in every(ModelForm) if form.__module__.startswith("rotations.")}

    assert {form.__name__ for form in ours if not issubclass(form, NothingOverwritten)} - set(
        ADD_ONLY
    ) == set()
    assert len(ours) > 10


def test_every_page_and_table_of_the_back_office_that_may_be_changed_uses_such_a_form():
    lacking = []
    for model, page in admin.site._registry.items():
        if model._meta.app_label != "rotations":
            continue
        for part in (page, *page.inlines):
            is_read_only = any(
                base.__name__ == "ReadOnly"
                for base in (part if isinstance(part, type) else type(part)).__mro__
            )
            if not is_read_only and not issubclass(part.form, NothingOverwritten):
                lacking.append(part)

    assert lacking == []


# --- Acts whose form is not the record's own ---------------------------------------------------------------------


def test_a_rating_given_over_anothers_shows_both(client_of, committee, lead):
    evaluation = makers.make_evaluation(self_rating="good", proposed_rating="good")
    url = f"/evaluations/{evaluation.pk}/rate/"
    mine, theirs = client_of(committee), client_of(lead)
    typed = shown(mine, url) | {"rating": "excellent", "score": "90"}
    assert theirs.post(url, shown(theirs, url) | {"rating": "completed"}).status_code == 302

    text = mine.post(url, typed).content.decode()

    evaluation.refresh_from_db()
    assert evaluation.rating == "completed"
    assert "đã được board_lead sửa lúc" in text
    assert "bạn ghi “Hoàn thành xuất sắc nhiệm vụ”, hiện nay là “Hoàn thành nhiệm vụ”" in text


def test_a_placement_decided_meanwhile_is_shown_and_not_decided_again(client_of, committee, lead):
    placement = makers.make_placement()
    url = f"/placements/{placement.pk}/decide/"
    mine, theirs = client_of(committee), client_of(lead)
    day = makers.TODAY.strftime("%d/%m/%Y")
    given = {"number": "312-QĐ/HU", "issued_on": day, "decided_on": day}
    typed = shown(mine, url) | given | {"outcome": "stays", "note": "Của tôi"}
    assert theirs.post(url, shown(theirs, url) | given | {"note": "Của người kia"}).status_code == 302

    page = mine.post(url, typed)

    assert page.status_code == 200
    text = page.content.decode()
    assert "đã được board_lead sửa lúc" in text
    assert "bạn ghi “Của tôi”, hiện nay là “Của người kia”" in text
    placement.refresh_from_db()
    assert (placement.note, placement.outcome) == ("Của người kia", "returns")
    assert client_of(lead).get(url).status_code == 404, "what is decided is offered to nobody"
