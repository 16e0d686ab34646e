"""The checklist of a case's papers, and one paper of it."""

from datetime import date

import pytest

from rotations.models import AuditEntry, DossierItem
from rotations.vocabulary import DossierStatus
from tests.makers import (
    make_attachment,
    make_dossier_item,
    make_paper,
    make_plan,
    make_regulation,
    make_rotation,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db


def case(papers=3, **fields):
    regulation = make_regulation()
    for number in range(papers):
        make_paper(regulation, f"Giấy tờ {number + 1}", **fields)
    return make_rotation(plan=make_plan(regulation=regulation), starts_on=date(2025, 6, 1))


def test_the_checklist_counts_what_holds_and_names_what_is_lacking(client_of, board):
    rotation = case()
    good, old, _none = rotation.dossier.all()
    for item, until in ((good, None), (old, date(2025, 5, 31))):
        item.status, item.issued_on, item.valid_until = DossierStatus.VALID, date(2025, 1, 1), until
        item.save()

    html = client_of(board).get(f"/rotations/{rotation.pk}/dossier/").content.decode()

    assert "<strong>1/3</strong> giấy tờ còn giá trị vào ngày bắt đầu luân chuyển 01/06/2025" in html
    lacking = html.split("Còn thiếu hoặc hết hạn")[1].split("</p>")[0]
    assert "Giấy tờ 2" in lacking
    assert "Giấy tờ 3" in lacking
    assert "Giấy tờ 1" not in lacking
    assert html.count("dossier__paper--lacking") == 2
    assert AuditEntry.objects.get(account=board).purpose == "Hồ sơ luân chuyển"


def test_opening_a_dossier_writes_no_checklist_and_the_button_does(client_of, board):
    rotation = case()
    rotation.dossier.all().delete()
    client = client_of(board)

    page = client.get(f"/rotations/{rotation.pk}/dossier/").content.decode()
    assert "Chưa lập danh mục hồ sơ" in page
    assert not DossierItem.objects.exists()

    answer = client.post(f"/rotations/{rotation.pk}/dossier/lay-out/", follow=True)
    assert "thêm 3 giấy tờ" in answer.content.decode()
    assert rotation.dossier.count() == 3


def test_the_checklist_costs_the_same_for_three_papers_and_for_twenty(client_of, board):
    few, many = case(), None
    client = client_of(board)
    for item in few.dossier.all():
        make_attachment(item)
    cost = queries_of(client, f"/rotations/{few.pk}/dossier/")
    regulation = few.plan.regulation
    for number in range(17):
        many = make_dossier_item(few, template_item=make_paper(regulation, f"Thêm {number}"))
        make_attachment(many)

    assert queries_of(client, f"/rotations/{few.pk}/dossier/") == cost <= MOST
    assert queries_of(client, f"/rotations/{few.pk}/?part=papers") <= MOST
    assert queries_of(client, f"/dossier-items/{many.pk}/") <= MOST


def test_nobody_opens_the_own_dossier(client_of, board):
    rotation = case()
    item = rotation.dossier.first()
    file = make_attachment(item)
    board.official = rotation.official
    board.save()
    client = client_of(board)

    page = client.get(f"/rotations/{rotation.pk}/dossier/").content.decode()
    assert "Không mở hồ sơ của chính mình" in page
    assert "Giấy tờ 1" not in page
    assert "Giấy tờ 1" not in client.get(f"/rotations/{rotation.pk}/?part=papers").content.decode()
    assert client.get(f"/dossier-items/{item.pk}/").status_code == 404
    assert client.get(f"/attachments/{file.pk}/").status_code == 404


def test_a_paper_is_written_down_and_its_last_day_computed(client_of, board):
    item = case(1, valid_months=6).dossier.get()
    client, url = client_of(board), f"/dossier-items/{item.pk}/"
    page = client.get(url)
    seen = page.context["form"]["seen"].value()

    refused = client.post(url, {"status": "valid", "seen": seen, "note": "Bản sao"}).content.decode()
    assert "có hạn 6 tháng; hãy ghi ngày cấp" in refused
    assert "Bản sao" in refused
    answer = client.post(url, {"status": "valid", "issued_on": "10/01/2025", "seen": seen})

    item.refresh_from_db()
    assert answer["Location"] == f"/rotations/{item.rotation_id}/dossier/"
    assert (item.status, item.valid_until) == ("valid", date(2025, 7, 10))
    again = client.post(url, {"status": "submitted", "seen": seen}).content.decode()
    assert "đã được board_officer sửa lúc" in again
    assert "Tình trạng: bạn ghi “Đã nộp”, hiện nay là “Hợp lệ”" in again


def test_the_committee_reads_and_is_offered_no_form(client_of, committee):
    item = case(1).dossier.get()

    page = client_of(committee).get(f"/dossier-items/{item.pk}/")

    assert page.context["form"] is None
    assert "Đính kèm tệp" not in page.content.decode()
    answer = client_of(committee).post(f"/dossier-items/{item.pk}/", {"status": "valid"})
    item.refresh_from_db()
    assert answer.status_code == 200
    assert item.status == DossierStatus.MISSING
