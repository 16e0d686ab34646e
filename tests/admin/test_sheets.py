"""Taking a sheet in and handing one out, through the pages of the back office."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rotations.importing.sheets import read_dataset
from rotations.models import AuditEntry, Official, Unit
from rotations.vocabulary import AuditAction, Role
from tests import makers
from tests.admin.conftest import staff
from tests.importing.workbooks import csv_bytes, xlsx

pytestmark = pytest.mark.ignore_template_errors

UNITS = [["Tên đơn vị", "Cấp"], ["Xã Nhập Một", "Xã"], ["Xã Nhập Hai", "Xã"]]
WITH_SHEETS = ["unit", "position", "official", "rotationneed", "evaluation", "localityindicator"]


def upload(client: Client, name: str, data: bytes, file_name: str = "danhsach.xlsx") -> Any:
    """Hand a file in on the import page of a list."""
    return client.post(
        f"/admin/rotations/{name}/import/", {"import_file": SimpleUploadedFile(file_name, data)}
    )


def waiting_word(response: Any) -> str:
    """The word by which the page confirms its file."""
    (word,) = re.findall(r'name="waiting" value="([^"]+)"', response.content.decode())
    return word


def test_a_file_is_looked_at_then_confirmed(board, client_of):
    client = client_of(board)

    looked = upload(client, "unit", xlsx(UNITS))
    assert "Xã Nhập Một" in looked.content.decode()
    assert not Unit.objects.filter(name="Xã Nhập Một").exists()

    done = client.post(
        "/admin/rotations/unit/process_import/", {"waiting": waiting_word(looked)}, follow=True
    )

    assert "2 thêm mới, 0 cập nhật, 0 không đổi" in done.content.decode()
    assert Unit.objects.get(name="Xã Nhập Hai").history.get().history_user == board
    entry = AuditEntry.objects.get(action=AuditAction.IMPORT)
    assert (entry.account, entry.row_count) == (board, 2)


def test_a_file_with_nothing_new_offers_nothing_to_confirm(board, client_of):
    client = client_of(board)
    first = upload(client, "unit", xlsx(UNITS))
    client.post("/admin/rotations/unit/process_import/", {"waiting": waiting_word(first)})

    again = upload(client, "unit", csv_bytes(UNITS), "danhsach.csv")

    assert "Tệp không có gì mới" in again.content.decode()
    assert "Ghi tất cả" not in again.content.decode()


def test_faults_are_told_by_row_and_heading_and_nothing_can_be_confirmed(board, client_of):
    page = upload(client_of(board), "unit", xlsx([*UNITS, ["Xã Nhập Ba", "Thôn"]])).content.decode()

    assert "1 dòng cần sửa" in page
    assert "<strong>Cấp:</strong> “Thôn” không có trong danh mục" in page
    assert "Ghi tất cả" not in page


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7 ...", "không phải là bảng tính"),
        (xlsx([["Tên đơn vị", "Cấp"]]), "chưa có dòng nội dung"),
        (xlsx([["Họ tên"], ["A"]]), "Thiếu cột"),
        (
            csv_bytes([["Tên đơn vị", "Cấp"], *[[f"Xã {n}", "Xã"] for n in range(3_001)]]),
            "nhiều hơn 2.000 dòng",
        ),
    ],
    ids=["empty", "pdf", "no rows", "headings", "too many"],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(board, client_of, data, why):
    assert why in upload(client_of(board), "unit", data).content.decode()


def test_an_upload_is_confirmed_once_by_whoever_handed_it_in(board, lead, client_of, settings):
    looked = waiting_word(upload(client_of(board), "unit", xlsx(UNITS)))
    url = "/admin/rotations/unit/process_import/"
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / "sheets"
    assert len(list(folder.iterdir())) == 1

    stolen = client_of(lead).post(url, {"waiting": looked}, follow=True)
    forged = client_of(board).post(url, {"waiting": "../../etc/passwd"}, follow=True)
    assert not Unit.objects.filter(name="Xã Nhập Một").exists()
    client_of(board).post(url, {"waiting": looked})
    twice = client_of(board).post(url, {"waiting": looked}, follow=True)

    for response in (stolen, forged, twice):
        assert "tải tệp lên lại" in response.content.decode()
    assert not list(folder.iterdir())
    assert client_of(board).get(url).status_code in {403, 405}


def test_what_changed_since_the_preview_is_said_and_nothing_is_kept(board, client_of):
    client = client_of(board)
    makers.make_unit("Xã Cha")
    looked = upload(
        client,
        "unit",
        xlsx([[*UNITS[0], "Đơn vị cấp trên"], ["Xã Nhập Một", "Xã", None], ["Tổ", "Xã", "Xã Cha"]]),
    )
    Unit.objects.filter(name="Xã Cha").delete()

    page = client.post(
        "/admin/rotations/unit/process_import/", {"waiting": waiting_word(looked)}
    ).content.decode()

    assert "đã thay đổi từ lúc xem trước" in page
    assert "không có trong danh mục đơn vị" in page
    assert not Unit.objects.filter(name="Xã Nhập Một").exists()


@pytest.mark.parametrize("name", WITH_SHEETS)
def test_only_the_board_takes_sheets_in(name, board, client_of):
    outsider = client_of(staff(Role.UNIT_CLERK, unit=makers.make_unit()))
    committee = client_of(staff(Role.STANDING_COMMITTEE))

    assert client_of(board).get(f"/admin/rotations/{name}/import/").status_code == 200
    for client in (outsider, committee):
        assert client.get(f"/admin/rotations/{name}/import/").status_code == 403
        assert client.post(f"/admin/rotations/{name}/process_import/", {"waiting": "x"}).status_code == 403


@pytest.mark.parametrize("name", WITH_SHEETS)
def test_a_list_is_handed_out_and_noted_and_people_only_by_the_head_of_the_board(
    name, board, lead, client_of, one_of_each
):
    url = f"/admin/rotations/{name}/export/"
    people = name in {"official", "evaluation"}

    assert client_of(board).get(url).status_code == (403 if people else 200)
    assert client_of(lead).get(url).status_code == 200
    if name == "rotationneed":
        without_purpose = client_of(lead).post(url, {"format": "0", "resource": "0"})
        assert without_purpose["Content-Type"].startswith("text/html")
    if people:
        assert client_of(board).post(url, {"format": "0", "resource": "0"}).status_code == 403
        without_purpose = client_of(lead).post(url, {"format": "0", "resource": "0"})
        assert without_purpose["Content-Type"].startswith("text/html")
    response = client_of(lead).post(url, {"format": "0", "resource": "0", "purpose": "Báo cáo tháng"})

    rows = len(read_dataset(response.content))
    entry = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (entry.row_count, entry.purpose) == (
        rows,
        "Báo cáo tháng" if people or name == "rotationneed" else "Danh sách không nêu tên cán bộ",
    )
    assert rows == one_of_each[name]._meta.model.objects.count()
    assert re.search(r'filename="[a-z-]+-\d{4}-\d\d-\d\d\.xlsx"', response["Content-Disposition"])


def test_a_download_holds_the_rows_that_are_searched_for(lead, client_of):
    makers.make_official("Đèo Thị Hặc")
    makers.make_official("Lò Văn Khoa")

    response = client_of(lead).post(
        "/admin/rotations/official/export/?q=deo+hac",
        {"format": "1", "resource": "0", "purpose": "Đối chiếu"},
    )

    text = response.content.decode("utf-8-sig")
    assert "Đèo Thị Hặc" in text
    assert "Lò Văn Khoa" not in text
    assert Official.objects.count() == 2
