"""Corrections on the case's page: offered to who may, with the reason, and told where the case is told."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from rotations.models import Decision, Rotation
from rotations.partial_dates import PartialDate
from rotations.vocabulary import DecisionKind, EndKind, RotationStatus
from rotations.workflow import extend_rotation
from tests.makers import make_decision, make_rotation_at, walk

pytestmark = pytest.mark.django_db


def offered(response):
    return [form.act for form in response.context["corrections"]]


@pytest.fixture
def ended_ahead():
    """Serving, with an end on record for a day to come."""
    today = localdate()
    rotation = make_rotation_at(RotationStatus.ACTIVE, starts_on=today - timedelta(days=400))
    return walk(rotation, "end", on=today, ended_on=today + timedelta(days=30), end_kind=EndKind.ON_TIME)


def test_an_end_to_come_is_corrected_on_the_page_with_a_reason(client_of, board, ended_ahead):
    client, address = client_of(board), ended_ahead.get_absolute_url()
    assert offered(client.get(address)) == ["correct-end", "withdraw-end"]
    right = localdate() + timedelta(days=60)
    typed = {"ended_on": f"{right:%d/%m/%Y}", "end_kind": "on_time"}

    again = client.post(f"{address}corrections/correct-end/", typed)
    assert again.status_code == 200
    assert again.context["corrections"][0].errors.keys() == {"why"}
    done = client.post(f"{address}corrections/correct-end/", {**typed, "why": "Ghi nhầm tháng"}, follow=True)

    assert Rotation.objects.get().ended_on == right
    assert "Đính chính kết thúc: đã ghi nhận." in done.content.decode()
    assert "Lý do: Ghi nhầm tháng" in client.get(f"{address}?part=steps").content.decode()


def test_an_end_that_was_an_early_one_asks_for_its_decision(client_of, board, ended_ahead):
    client, address, today = client_of(board), ended_ahead.get_absolute_url(), localdate()
    make_decision("89", issuer="Huyện ủy Nậm Thử")
    typed = {
        "ended_on": f"{ended_ahead.ended_on:%d/%m/%Y}", "end_kind": "early", "end_reason": "health", "why": "Ghi nhầm",
    }  # fmt: skip

    again = client.post(f"{address}corrections/correct-end/", typed)
    assert again.context["corrections"][0].errors.keys() == {"number"}
    client.post(
        f"{address}corrections/correct-end/", typed | {"number": "90-QĐ/HU", "issued_on": f"{today:%d/%m/%Y}"}
    )

    decision = Decision.objects.get(number="90")
    assert (decision.kind, decision.title) == ("early_end", f"Kết thúc sớm: {ended_ahead.official}")
    assert ended_ahead.steps.last().decision == decision


def test_an_end_to_come_is_taken_back_on_the_page(client_of, board, ended_ahead):
    address = ended_ahead.get_absolute_url()

    client_of(board).post(f"{address}corrections/withdraw-end/", {"why": "Bấm nhầm"})

    assert Rotation.objects.get().status == RotationStatus.ACTIVE


def test_who_only_reads_is_offered_nothing_and_refused_in_words(client_of, committee, ended_ahead):
    client, address = client_of(committee), ended_ahead.get_absolute_url()
    assert offered(client.get(address)) == []

    page = client.post(f"{address}corrections/withdraw-end/", {"why": "Thử"}, follow=True)

    assert "không có quyền" in page.content.decode()
    assert client.post(f"{address}corrections/khac/", {"why": "Thử"}).status_code == 404
    assert Rotation.objects.get().status == RotationStatus.ENDED


def test_an_extension_is_taken_back_and_shown_as_withdrawn(client_of, lead):
    today = localdate()
    rotation = make_rotation_at(RotationStatus.ACTIVE, starts_on=today - timedelta(days=400))
    due = PartialDate.of_day(rotation.due_on + timedelta(days=365))
    decision = make_decision(kind=DecisionKind.EXTENSION)
    extend_rotation(rotation, by=None, on=today, due=due, reason="task", decision=decision)
    client, address = client_of(lead), rotation.get_absolute_url()
    assert offered(client.get(address)) == ["correct-extension", "withdraw-extension"]

    client.post(f"{address}corrections/withdraw-extension/", {"why": "Quyết định của người khác"})

    page = client.get(address)
    assert offered(page) == []
    assert "đã rút ngày" in page.content.decode()
    assert "Quyết định của người khác" in page.content.decode()


def test_a_step_is_corrected_beside_itself(client_of, board):
    today = localdate()
    rotation = make_rotation_at(RotationStatus.PREPARING, starts_on=today)
    step = rotation.steps.create(name="Gặp cán bộ", done_on=today, outcome="disagreed")
    client, address = client_of(board), rotation.get_absolute_url()

    client.post(
        f"{address}steps/{step.pk}/correct/",
        {"done_on": f"{today:%d/%m/%Y}", "outcome": "agreed", "why": "Chọn nhầm ô"},
    )

    shown = {entry.step.outcome: entry for entry in client.get(f"{address}?part=steps").context["steps"]}
    assert (shown["disagreed"].corrected, shown["agreed"].corrected) == (True, False)
    assert "correct" not in [form.act for form in shown["disagreed"].acts]
    told = [row.act for row in client.get(address).context["timeline"] if row.name == "Gặp cán bộ"]
    assert [act.outcome for act in told] == ["agreed"]


def test_the_page_of_a_decision_asks_why_it_is_corrected_and_tells_it(client_of, board):
    decision = make_decision(number="312")
    client, address = client_of(board), decision.get_absolute_url()
    typed = {
        name: value
        for name, value in client.get(f"{address}change/").context["form"].initial.items()
        if value is not None
    }
    typed |= {"number": "313", "issued_on": f"{decision.issued_on:%d/%m/%Y}", "effective_on": ""}

    again = client.post(f"{address}change/", typed)
    assert "Hãy ghi lý do đính chính" in again.content.decode()
    client.post(f"{address}change/", {**typed, "why": "Văn thư cấp lại số"})

    page = client.get(address).content.decode()
    assert "Văn thư cấp lại số" in page
    assert "312 → 313" in page
