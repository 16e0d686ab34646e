"""Where no state secret may be kept, none gets in: by choice, by what is typed, by a file or its name; and where one
may be, its mark is seen."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from rotations import workflow
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import FileRefused
from rotations.models import Attachment, Decision, ImportBatch, RotationPlan
from rotations.reports.files import write_xlsx
from rotations.vocabulary import SecrecyLevel
from tests import kept_files
from tests.importing import workbooks
from tests.importing.district import HEADINGS, row
from tests.makers import (
    TODAY,
    make_attachment,
    make_decision,
    make_dossier_item,
    make_evaluation,
    make_plan,
    make_rotation,
)

pytestmark = pytest.mark.django_db
S, T, M = SecrecyLevel.SECRET, SecrecyLevel.TOP_SECRET, SecrecyLevel.MOST_SECRET


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", S),
        ("Mật", S),
        ("[TỐI MẬT]", T),
        ("tuyệt  mật", M),
        ("Độ mật: Mật", S),
        ("Mức độ mật: tối mật", T),
        ("12-QĐ/HU (MẬT)", S),
        ("TUYỆT MẬT - Kế hoạch luân chuyển", M),
        ("Kế hoạch – MẬT", S),
        ("MA\u0302\u0323T", S),  # letters and marks apart
        ("ĐẢNG CỘNG SẢN VIỆT NAM\nMẬT", S),
        ("Số 12, độ mật: Mật.", S),
        ("Độ mật Tuyệt mật, 02 bản", M),
        ("Độ mật", None),
        ("Tài liệu nội bộ", None),
        ("Bảo mật thông tin", None),
        ("mật khẩu", None),
        ("Lò Văn Mật", None),
        ("Thông tin mật của người khác", None),
        ("Mật độ dân số", None),
        ("BẢO MẬT", None),
        ("Ban Cơ yếu – bí mật nhà nước", None),
        ("Độ mật: Mật, Tối mật, Tuyệt mật", None),  # a form to be filled in
        ("Độ mật: Mật / Tối mật / Tuyệt mật", None),
        ("Tài liệu có độ mật: Mật phải giao tận tay", None),
        ("Quy chế bảo vệ bí mật: tài liệu tối mật, tuyệt mật", None),
        ("", None),
    ],
)
def test_a_mark_is_told_from_a_word_that_holds_it(text, mark):
    assert SecrecyLevel.marked_in(text) == mark


@pytest.mark.parametrize(("mode", "written"), [("normal", False), ("independent_lan", True)])
@pytest.mark.parametrize(
    ("field", "typed"), [("document_number", "79-KH/HU (MẬT)"), ("note", "Ghi chú\nĐộ mật: Tối mật")]
)
def test_what_is_typed_with_a_mark_is_refused_where_it_may_not_be_kept(
    client_of, board, settings, mode, written, field, typed
):
    settings.SECRECY = mode
    plan = make_plan(2031)
    client, url = client_of(board), f"/plans/{plan.pk}/edit/"
    form = client.get(url).context["form"]
    sent = {one.name: one.value() for one in form if one.value() not in (None, False)}

    page = client.post(url, sent | {field: typed})

    assert RotationPlan.objects.filter(pk=plan.pk, **{field: typed}).exists() is written
    assert written or "không được lưu tài liệu từ Mật trở lên" in page.content.decode()


def test_a_file_called_secret_is_kept_as_secret_or_not_at_all(board, settings):
    rotation = make_rotation()
    given = {"name": "Tờ trình (MẬT).pdf", "content": kept_files.pdf(), "by": board, "on": TODAY}
    settings.SECRECY = "normal"
    with pytest.raises(workflow.MoveRefused, match="không được lưu tài liệu"):
        workflow.attach(rotation, **given)
    assert not Attachment.objects.exists()

    settings.SECRECY = "independent_lan"
    assert workflow.attach(rotation, **given).secrecy == SecrecyLevel.SECRET


@pytest.mark.parametrize(
    ("text", "typed", "stamped"),
    [("MẬT", S, S), ("Mật", S, None), ("mật", S, None), ("tối mật", T, T), ("Độ mật: Mật", S, S)],
)
def test_in_the_body_of_a_paper_a_stamp_is_in_capitals(text, typed, stamped):
    assert SecrecyLevel.marked_in(text) == typed
    assert SecrecyLevel.stamped_in(text) == stamped


@pytest.mark.parametrize(
    ("rows", "header", "refused"),
    [
        ([["Họ và tên"]] + [["Lò Văn Bảo"]] * 70 + [["", "", "MẬT"]] + [["Lò Văn An"]] * 70, "", True),
        ([["Họ và tên"]], '&L&"Arial,Bold"HUYỆN ỦY&C&14MẬT&R&P', True),
        ([["Họ và tên"]], "&CBảo mật", False),
        ([["Họ đệm", "Tên"], ["Lò Văn", "Mật"], ["LÒ VĂN", "MẬT"]], "", False),
        ([["Họ đệm", "Tên"], ["Lò Văn", "TUYỆT MẬT"]], "", True),
        ([["Họ đệm", "Chức vụ"], ["Lò Văn", "Mật"]], "", True),
    ],
)
def test_every_cell_and_every_header_of_a_spreadsheet_is_looked_at(settings, rows, header, refused):
    settings.SECRECY = "normal"
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
        page.set_header(header)

    if not refused:
        assert read_source("x.xlsx", out.getvalue()).sheets
        return
    with pytest.raises(FileRefused) as fault:
        read_source("x.xlsx", out.getvalue())
    assert fault.value.code == "classified"


def stamped() -> io.BytesIO:
    titles = ("MẬT", *workbooks.OFFICE_TITLES)
    page = workbooks.office_page({"I. TỪ HUYỆN VỀ XÃ": [row()]}, headings=HEADINGS, titles=titles)
    file = io.BytesIO(workbooks.xlsx(page))
    file.name = "ke-hoach.xlsx"
    return file


@pytest.mark.parametrize(("mode", "taken"), [("normal", False), ("independent_lan", True)])
def test_a_file_stamped_so_is_turned_away_and_nothing_of_it_is_kept(client_of, board, settings, mode, taken):
    settings.SECRECY = mode

    client_of(board).post("/imports/add/", {"kind": "plan", "year": "2022", "file": stamped()})

    batch = ImportBatch.objects.get()
    assert bool(bytes(batch.content)) is taken
    assert (batch.refusal_code == "classified") is not taken
    assert taken or "mang dấu “Mật”" in batch.refusal_message


def test_the_mark_of_a_paper_is_seen_on_its_page_and_everything_else_is_internal(client_of, board, settings):
    settings.SECRECY = "independent_lan"
    secret, plain = make_decision(secrecy=SecrecyLevel.TOP_SECRET), make_decision()
    client = client_of(board)

    page = client.get(f"/decisions/{secret.pk}/").content.decode()
    assert page.count("TỐI MẬT") == 2, "above the paper and at the foot of the page"
    assert "<strong>TÀI LIỆU NỘI BỘ</strong>" in client.get(f"/decisions/{plain.pk}/").content.decode()
    assert "<strong>Tài liệu nội bộ</strong>" in client.get("/").content.decode()
    assert "Tối mật" in client.get("/decisions/").content.decode()
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    ("levels", "shown"), [((S, T), "TỐI MẬT"), ((SecrecyLevel.INTERNAL,), "Tài liệu nội bộ")]
)
def test_a_page_of_files_carries_the_highest_mark_among_them(client_of, board, settings, levels, shown):
    settings.SECRECY = "independent_lan"
    evaluation, paper = make_evaluation(), make_dossier_item()
    case = make_rotation()
    for level in levels:
        for owner in (evaluation, paper, case):
            make_attachment(owner, secrecy=level)

    for url in (
        f"/evaluations/{evaluation.pk}/",
        f"/dossier-items/{paper.pk}/",
        f"/rotations/{paper.rotation_id}/dossier/",
        f"/rotations/{case.pk}/dossier/",
    ):
        assert f"<strong>{shown}</strong> · Không sao chụp" in client_of(board).get(url).content.decode(), url


@pytest.mark.parametrize(
    ("held", "shown"),
    [((), "Tài liệu nội bộ"), ((S,), "MẬT"), ((S, T), "TỐI MẬT"), ((M, T), "TUYỆT MẬT")],
)
def test_the_register_and_its_files_carry_the_highest_mark_among_their_rows(
    client_of, board, settings, held, shown
):
    settings.SECRECY = "independent_lan"
    for level in held:
        make_decision(secrecy=level)
    make_decision()
    client = client_of(board)

    page = client.get("/decisions/").content.decode()
    sheet = b"".join(client.get("/decisions/?download=xlsx&taken_for=x"))
    text = b"".join(client.get("/decisions/?download=csv&taken_for=x")).decode().splitlines()

    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        printed, properties = (
            book.read("xl/worksheets/sheet1.xml").decode(),
            book.read("docProps/core.xml").decode(),
        )
    assert f"<strong>{shown}</strong>" in page
    assert f"&amp;L{shown} · Xuất bởi" in printed
    assert (f"<oddHeader>&amp;C&amp;B{shown}</oddHeader>" in printed) is bool(held)
    assert (f"{shown} · Xuất bởi" in properties) is bool(held)
    assert text[-1].startswith(f"{shown} · Xuất bởi" if held else "Xuất bởi")


def test_rows_that_were_filtered_out_lend_no_mark(client_of, board, settings):
    settings.SECRECY = "independent_lan"
    make_decision(secrecy=SecrecyLevel.TOP_SECRET)
    make_decision()

    text = b"".join(client_of(board).get("/decisions/?secrecy=internal&download=csv&taken_for=x")).decode()

    assert "TỐI MẬT" not in text


def test_an_export_is_marked_on_every_printed_page(db):
    with write_xlsx(["Tên"], [["Một"]], sheet="Thử") as file, zipfile.ZipFile(file) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()

    assert "Tài liệu nội bộ" in page
