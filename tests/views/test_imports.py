import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from rotations.importing import taking_in
from rotations.models import AuditEntry, ImportBatch, Rotation, RotationPlan
from rotations.vocabulary import AuditAction, Role
from tests.importing.district import ON, YEAR, issue, make_district, newcomer, row, take, workbook
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make_district()


@pytest.fixture
def page(client_of, board):
    return client_of(board)


def hand_in(page, data: bytes, name: str = "ke-hoach.xlsx", **fields):
    """Upload a file through the page; the batch it became."""
    fields = fields or {"year": YEAR}
    response = page.post("/imports/add/", {"file": SimpleUploadedFile(name, data), **fields})
    assert response.status_code == 302, response.context["form"].errors
    return ImportBatch.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))


def test_a_file_is_read_shown_and_confirmed(district, page, board):
    batch = hand_in(page, workbook(row(), newcomer(2, to="Xã Pa Tân")))

    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "2 người: 1 huyện → xã" in " ".join(shown.split())
    assert "Dự kiến luân chuyển đến / Đơn vị" in shown
    assert "“Xã Pa Tân”" in shown
    assert not Rotation.objects.exists()

    response = page.post(f"/imports/{batch.pk}/commit/")
    assert response["Location"] == f"/plans/{district.plan.pk}/"
    assert Rotation.objects.get().official == district.minh
    assert AuditEntry.objects.get(action=AuditAction.IMPORT).row_count == 1
    assert "Lò Văn Minh" in page.get(response["Location"]).content.decode()


def test_the_page_and_the_shell_give_the_same_rows(district, page, tmp_path):
    data = workbook(row(), newcomer(2, to="Xã Pa Tân"), row(number=3, period="2022"))
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(data)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_plan", str(path), "--year", str(YEAR), "--json", stdout=out)

    batch = hand_in(page, data)

    assert list(batch.rows.values_list("result", flat=True)) == json.loads(out.getvalue())["rows"]


def test_new_people_are_named_and_one_answer_creates_them_all(district, page):
    batch = hand_in(page, workbook(newcomer(1), newcomer(2, to_post="Bí thư Đảng ủy")))
    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Tạo hồ sơ cho 2 người" in shown
    assert "Giàng A Dơ, Giàng A Sùng" in shown

    page.post(f"/imports/{batch.pk}/answers/", {"create_officials": "1"})
    page.post(f"/imports/{batch.pk}/commit/")

    assert Rotation.objects.count() == 2


def test_a_question_is_asked_once_and_its_answer_may_be_taken_back(district, page):
    data = workbook(row(to="Xã Pa Tân"))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]
    assert f'name="answer:{key}"' in page.get(f"/imports/{batch.pk}/").content.decode()

    page.post(f"/imports/{batch.pk}/answers/", {f"answer:{key}": str(district.pa_tan.pk)})
    batch.refresh_from_db()
    assert batch.verdict == "ready"

    page.post(f"/imports/{batch.pk}/answers/", {"forget": "1"})
    batch.refresh_from_db()
    assert batch.verdict == "needs_answers"


def test_an_answer_that_was_not_offered_changes_nothing(district, page):
    data = workbook(row(to="Xã Pa Tân"))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]

    page.post(f"/imports/{batch.pk}/answers/", {f"answer:{key}": str(district.na_khoa.pk)})

    batch.refresh_from_db()
    assert batch.verdict == "needs_answers"


def test_a_refused_file_is_one_sentence(page):
    batch = hand_in(page, b"%PDF-1.7 not a table", year=YEAR)

    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Không nhận tệp: Tệp không phải là bảng tính" in shown
    assert "Xác nhận" not in shown
    assert page.post(f"/imports/{batch.pk}/commit/").status_code == 302
    assert ImportBatch.objects.get().status == "refused"


def test_an_empty_file_is_refused_and_not_an_error_of_the_form(page):
    assert hand_in(page, b"", year=YEAR).refusal_code == "empty_file"


def test_rows_are_filtered_by_verdict(district, page):
    batch = hand_in(page, workbook(row(), row(number=2, name="Sùng A Chá", to_post="Bí thư Đảng ủy")))

    shown = page.get(f"/imports/{batch.pk}/?verdict=ask").content.decode()
    assert "Sùng A Chá" in shown
    assert "Lò Văn Minh" not in shown
    assert "Dòng tổng cộng" in page.get(f"/imports/{batch.pk}/?verdict=skip").content.decode()


def test_a_long_file_is_shown_page_by_page_in_a_fixed_number_of_queries(
    district, page, django_assert_max_num_queries
):
    batch = hand_in(page, workbook(*(newcomer(n, name=f"Giàng A Số {n}") for n in range(1, 121))))

    with django_assert_max_num_queries(12):
        shown = page.get(f"/imports/{batch.pk}/?page=3")

    assert len(shown.context["page_obj"]) == 20
    assert "và 20 người khác" in shown.content.decode()


def test_a_year_or_a_term_must_be_given(page):
    response = page.post("/imports/add/", {"file": SimpleUploadedFile("a.xlsx", b"x")})

    assert "Hãy ghi năm kế hoạch hoặc chọn nhiệm kỳ." in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_plan_page_leads_to_the_upload_of_its_year(page):
    assert 'value="2031"' in page.get("/imports/add/?year=2031").content.decode()


def test_what_changed_since_the_preview_is_shown_before_it_is_written(district, page, board):
    batch = hand_in(page, workbook(row()))
    take(workbook(row(to="Xã Nà Khoa")), keep=True)

    response = page.post(f"/imports/{batch.pk}/commit/", follow=True)

    assert "Dữ liệu đã thay đổi từ lúc xem" in response.content.decode()
    assert Rotation.objects.get().receiving_unit == district.na_khoa
    batch.refresh_from_db()
    assert batch.totals["update"] == 1


def test_the_source_comes_back_byte_for_byte_and_is_noted(district, page):
    data = workbook(row())
    batch = hand_in(page, data)

    response = page.get(f"/imports/{batch.pk}/source/")

    assert b"".join(response.streaming_content) == data
    assert "attachment" in response["Content-Disposition"]
    assert AuditEntry.objects.filter(action=AuditAction.EXPORT).count() == 1


def test_the_template_is_a_workbook(page):
    response = page.get("/imports/template/")

    assert b"".join(response.streaming_content).startswith(b"PK")


def test_the_list_shows_every_file_and_finds_one(district, page):
    hand_in(page, workbook(row()), name="nam-2022.xlsx")
    hand_in(page, b"%PDF", name="bieu-2.pdf", year=YEAR)

    assert "nam-2022.xlsx" in page.get("/imports/").content.decode()
    found = page.get("/imports/?q=bieu").content.decode()
    assert "bieu-2.pdf" in found
    assert "nam-2022.xlsx" not in found


@pytest.mark.parametrize(
    "role", [Role.STANDING_COMMITTEE, Role.UNIT_CLERK, Role.APPRAISER, Role.REPORT_VIEWER, Role.SYSTEM_ADMIN]
)
def test_only_the_board_takes_files_in(district, board, client_of, role):
    batch = taking_in.hand_in("a.xlsx", workbook(row()), by=board, on=ON, year=YEAR)
    other = client_of(make_account(role))

    for path in (
        "/imports/",
        "/imports/add/",
        "/imports/template/",
        f"/imports/{batch.pk}/",
        f"/imports/{batch.pk}/source/",
    ):
        assert other.get(path).status_code == 403
    for path in (f"/imports/{batch.pk}/commit/", f"/imports/{batch.pk}/answers/"):
        assert other.post(path).status_code == 403
    assert not Rotation.objects.exists()


def test_an_act_is_not_a_link(district, page):
    batch = hand_in(page, workbook(row()))

    assert page.get(f"/imports/{batch.pk}/commit/").status_code == 405
    assert page.get(f"/imports/{batch.pk}/answers/").status_code == 405


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_a_plan_leaves_as_a_file_that_comes_back_unchanged(district, page, file_format):
    take(workbook(row()), keep=True)

    response = page.get(f"/plans/{district.plan.pk}/export/?format={file_format}")

    assert take(b"".join(response.streaming_content)).totals["unchanged"] == 1
    assert AuditEntry.objects.get().row_count == 1
    assert page.get(f"/plans/{district.plan.pk}/export/?format=pdf").status_code == 404


def test_the_sample_workbook_gives_fifteen_people_through_the_page_and_then_changes_nothing(
    page, tmp_path, settings
):
    settings.DEBUG = True  # sample data is for demonstration alone
    path = tmp_path / "mau.xlsx"
    call_command("sample_data", "--workbook", str(path), stdout=StringIO())
    out = StringIO()
    call_command("import_plan", str(path), "--year", "2026", "--json", stdout=out)
    shell = json.loads(out.getvalue())

    batch = hand_in(page, path.read_bytes(), year=2026)

    assert shell["totals"]["create"] == 15
    assert shell["totals"]["by_direction"] == {
        "district_to_commune": 7,
        "commune_to_district": 2,
        "commune_to_commune": 6,
    }
    assert list(batch.rows.values_list("result", flat=True)) == shell["rows"]
    shown = " ".join(page.get(f"/imports/{batch.pk}/").content.decode().split())
    assert "15 người: 7 huyện → xã, 2 xã → huyện, 6 xã → xã" in shown
    page.post(f"/imports/{batch.pk}/commit/")
    assert RotationPlan.objects.get(year=2026).rotations.count() == 15
    again = hand_in(page, path.read_bytes(), year=2026)
    assert again.totals["unchanged"] == 15
    assert "không có gì để ghi" in page.get(f"/imports/{again.pk}/").content.decode()
