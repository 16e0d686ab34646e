import io
import json
from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils.timezone import localdate

from rotations import workflow
from rotations.access.roles import TAKES_IN
from rotations.importing import taking_in
from rotations.importing.blank_files import BLANK_FILES
from rotations.models import AuditEntry, ImportBatch, Rotation, RotationNeed, RotationPlan, Unit
from rotations.vocabulary import AuditAction, ImportKind, PlanStatus, Role
from tests.importing import need_files, workbooks
from tests.importing.district import (
    HEADINGS,
    ON,
    TO_COMMUNES,
    YEAR,
    issue,
    make_district,
    newcomer,
    row,
    take,
    workbook,
)
from tests.makers import make_account, make_call, make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make_district()


@pytest.fixture
def page(client_of, board):
    return client_of(board)


def hand_in(page, data: bytes, name: str = "ke-hoach.xlsx", **fields):
    """Upload a file through the page; the batch it became."""
    fields = {"kind": "plan", "year": YEAR, **fields}
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


def answers_of(batch: ImportBatch) -> dict:
    batch.refresh_from_db()
    return batch.answers


def answer(page, batch: ImportBatch, **sent):
    """Send the form of the questions with its button that reads the file again."""
    return page.post(f"/imports/{batch.pk}/answers/", {"read": "1", **sent}, follow=True).content.decode()


def test_new_people_are_named_and_one_answer_creates_them_all(district, page):
    batch = hand_in(page, workbook(newcomer(1), newcomer(2, to_post="Bí thư Đảng ủy")))
    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Tạo hồ sơ cho 2 người" in shown
    assert "Giàng A Dơ (dòng 9); Giàng A Sùng (dòng 10)" in shown

    answer(page, batch, boxes="create_officials", create_officials="1")
    page.post(f"/imports/{batch.pk}/commit/")

    assert Rotation.objects.count() == 2


def test_one_of_the_new_people_may_be_created_without_the_others(district, page):
    data = workbook(newcomer(1), newcomer(2, to_post="Bí thư Đảng ủy"))
    batch = hand_in(page, data)

    answer(page, batch, **{f"answer:{issue(take(data), 'new_official', 1)['key']}": "new"})

    batch.refresh_from_db()
    assert (batch.totals["create"], batch.totals["ask"]) == (1, 1)


def test_a_box_taken_off_takes_the_answer_back(district, page):
    batch = hand_in(page, workbook(newcomer(1)))
    answer(page, batch, boxes="create_officials", create_officials="1")
    assert answers_of(batch)["create_officials"] is True

    shown = answer(page, batch, forget="create_officials")

    assert answers_of(batch)["create_officials"] is False
    assert "Tạo hồ sơ cho 1 người" in shown


def test_a_question_is_asked_once_and_its_answer_may_be_taken_back(district, page):
    data = workbook(row(to="Xã Pa Tân"))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]
    assert page.get(f"/imports/{batch.pk}/").content.decode().count(f'data-import-question="{key}"') == 1

    shown = answer(page, batch, **{f"answer:{key}": str(district.pa_tan.pk)})
    batch.refresh_from_db()
    assert batch.verdict == "ready"
    assert "Đã trả lời 1 câu" in shown
    assert "Dự kiến luân chuyển đến / Đơn vị: “Xã Pa Tân” → <strong>Xã Pa Tần" in shown

    answer(page, batch, forget=key)
    batch.refresh_from_db()
    assert batch.verdict == "needs_answers"
    assert answers_of(batch)["questions"] == {}


def test_every_answer_may_be_taken_back_at_once(district, page):
    data = workbook(row(to="Xã Pa Tân"), newcomer(2))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]
    answer(
        page,
        batch,
        boxes="create_officials",
        create_officials="1",
        **{f"answer:{key}": str(district.pa_tan.pk)},
    )

    answer(page, batch, forget="all")

    assert answers_of(batch) == {"create_officials": False, "questions": {}}


def test_an_answer_is_kept_at_once_and_the_file_read_again_only_when_asked(district, page):
    data = workbook(row(to="Xã Pa Tân"))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]
    sent = {f"answer:{key}": str(district.pa_tan.pk)}

    kept = page.post(f"/imports/{batch.pk}/answers/", sent, headers={"accept": "application/json"})

    assert kept.json() == {"message": "Đã lưu câu trả lời."}
    batch.refresh_from_db()
    assert batch.verdict == "needs_answers"
    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Có 1 câu trả lời chưa được áp dụng" in shown
    assert "Xác nhận, ghi" not in shown
    assert f'value="{district.pa_tan.pk}" checked' in shown

    assert "Xác nhận, ghi 1 dòng (1 thêm mới)" in answer(page, batch)

    undone = page.post(
        f"/imports/{batch.pk}/answers/", {f"answer:{key}": ""}, headers={"accept": "application/json"}
    )
    assert undone.status_code == 200


def test_an_answer_that_was_not_applied_is_applied_and_shown_before_anything_is_written(district, page):
    data = workbook(row(to="Xã Pa Tân"), newcomer(2))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]
    page.post(f"/imports/{batch.pk}/answers/", {f"answer:{key}": str(district.pa_tan.pk)})

    shown = page.post(f"/imports/{batch.pk}/commit/", follow=True).content.decode()

    assert "Có câu trả lời chưa được áp dụng nên chưa ghi gì" in shown
    assert "Xác nhận, ghi 1 dòng" in shown
    assert not Rotation.objects.exists()


def test_an_empty_answer_takes_back_one_that_waits(district, page):
    data = workbook(row(to="Xã Pa Tân"))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]
    for value in (str(district.pa_tan.pk), ""):
        page.post(f"/imports/{batch.pk}/answers/", {f"answer:{key}": value})

    assert answers_of(batch)["questions"] == {}


def test_a_spelling_is_kept_with_its_answer_and_understood_in_the_next_file(district, page):
    data = workbook(row(to="Xã Pa Tân"))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]
    answer(page, batch, **{f"answer:{key}": str(district.pa_tan.pk), f"spelling:{key}": "1"})
    assert answers_of(batch)["spellings"] == {key: "Xã Pa Tân"}

    page.post(f"/imports/{batch.pk}/commit/")

    assert district.pa_tan.aliases.filter(name="Xã Pa Tân").exists()
    assert hand_in(page, workbook(row(number=9, to="Xã Pa Tân"))).verdict == "ready"


def test_a_spelling_is_not_kept_where_the_answer_does_not_say_what_it_means(district, page):
    data = workbook(newcomer(1))
    batch = hand_in(page, data)
    key = issue(take(data), "new_official")["key"]

    answer(page, batch, **{f"answer:{key}": "new", f"spelling:{key}": "1"})

    assert "spellings" not in answers_of(batch)


def test_an_answer_that_was_not_offered_changes_nothing(district, page):
    data = workbook(row(to="Xã Pa Tân"))
    batch = hand_in(page, data)
    key = issue(take(data), "unknown_unit")["key"]

    kept = str(district.pa_tan.pk)
    page.post(f"/imports/{batch.pk}/answers/", {f"answer:{key}": kept})

    page.post(f"/imports/{batch.pk}/answers/", {f"answer:{key}": "999999", "answer:made up": "1"})

    assert answers_of(batch)["questions"] == {key: kept}


def test_more_questions_than_a_page_holds_are_turned_page_by_page(district, page):
    for number in range(
        1, 33
    ):  # each born on another day than the file says, and all but one for a seat that is given
        make_official(f"Giàng A Số {number}", district.office, birth_date=date(1960, 1, 1))
    data = workbook(*(newcomer(number, name=f"Giàng A Số {number}") for number in range(1, 33)))
    batch = hand_in(page, data)
    shown = page.get(f"/imports/{batch.pk}/")
    first = shown.context["question_page"]
    assert (len(first), first.paginator.count) == (30, 63)
    assert "Câu hỏi từ 1 đến 30 trong 63." in shown.content.decode()

    turned = page.post(f"/imports/{batch.pk}/answers/", {"turn": "3"})

    assert turned["Location"] == f"/imports/{batch.pk}/?questions=3#cau-hoi"
    assert len(page.get(turned["Location"]).context["question_page"]) == 3


def two_lists() -> bytes:
    return workbooks.xlsx(
        workbooks.office_page({TO_COMMUNES: [row()]}, name="Về xã", headings=HEADINGS),
        workbooks.office_page({TO_COMMUNES: [newcomer(2)]}, name="Năm trước", headings=HEADINGS),
    )


def test_of_several_sheets_a_person_chooses(district, page):
    batch = hand_in(page, two_lists())
    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "hãy chọn các trang tính cần nhập" in shown
    assert "Xác nhận, ghi" not in shown

    shown = answer(page, batch, boxes="several_sheets", several_sheets=["Về xã", "Không có"])

    assert answers_of(batch)["sheets"] == ["Về xã"]
    assert "Xác nhận, ghi 1 dòng" in shown
    assert "Trang tính cần nhập → <strong>Về xã" in shown

    answer(page, batch, forget="several_sheets")
    assert "sheets" not in answers_of(batch)


def test_a_file_taken_in_before_is_taken_in_again_only_when_a_person_says_so(district, page):
    data = workbook(row())
    first = hand_in(page, data)
    page.post(f"/imports/{first.pk}/commit/")
    rotation = Rotation.objects.get()
    rotation.note = "đã sửa"
    rotation.starts_on = date(2022, 10, 1)
    rotation.save()
    batch = hand_in(page, data)
    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Vẫn nhập lại tệp này" in shown
    assert "Xác nhận, ghi" not in shown

    shown = answer(page, batch, boxes="taken_before", taken_before="accept")

    assert answers_of(batch)["again"] is True
    assert "Xác nhận, ghi 1 dòng (1 cập nhật)" in shown


def test_a_refused_file_is_one_sentence(page):
    batch = hand_in(page, b"%PDF-1.7 not a table", year=YEAR)

    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Không nhận tệp: Tệp không phải là bảng tính" in shown
    assert "Xác nhận" not in shown
    assert page.post(f"/imports/{batch.pk}/commit/").status_code == 302
    assert ImportBatch.objects.get().status == "refused"


def test_a_refused_file_says_nothing_was_written_and_where_to_go_on(page):
    batch = hand_in(page, b"%PDF-1.7 not a table")

    assert f"/imports/add/?kind=plan&amp;year={YEAR}" in page.get(f"/imports/{batch.pk}/").content.decode()


def test_an_empty_file_is_refused_and_not_an_error_of_the_form(page):
    assert hand_in(page, b"", year=YEAR).refusal_code == "empty_file"


def test_rows_are_filtered_by_verdict(district, page):
    batch = hand_in(page, workbook(row(), row(number=2, name="Sùng A Chá", to_post="Bí thư Đảng ủy")))

    shown = page.get(f"/imports/{batch.pk}/?verdict=ask").content.decode()
    assert "Sùng A Chá" in shown
    assert "Lò Văn Minh" not in shown
    assert "Dòng tổng cộng" in page.get(f"/imports/{batch.pk}/?verdict=skip").content.decode()


def test_problems_come_first_and_may_be_filtered_by_what_is_wrong(district, page):
    batch = hand_in(
        page, workbook(row(), newcomer(2, to="Xã Pa Tân"), newcomer(3, period="", to_post="Bí thư Đảng ủy"))
    )

    shown = page.get(f"/imports/{batch.pk}/")
    assert [found.verdict for found in shown.context["page_obj"]] == ["error", "ask", "create"]
    assert "Đơn vị chưa biết <strong>1</strong>" in shown.content.decode()
    filtered = page.get(f"/imports/{batch.pk}/?code=unknown_unit")
    assert [found.row_number for found in filtered.context["page_obj"]] == [10]
    assert len(page.get(f"/imports/{batch.pk}/?code=%25").context["page_obj"]) == 3


def test_a_long_file_is_shown_page_by_page_in_a_fixed_number_of_queries(
    district, page, django_assert_max_num_queries
):
    batch = hand_in(page, workbook(*(newcomer(n, name=f"Giàng A Số {n}") for n in range(1, 121))))

    with django_assert_max_num_queries(12):
        shown = page.get(f"/imports/{batch.pk}/?page=3")

    assert len(shown.context["page_obj"]) == 20
    assert "Tạo hồ sơ cho 120 người" in shown.content.decode()
    assert shown.content.decode().count('id="nguoi-') == 100


def test_a_year_or_a_term_must_be_given(page):
    response = page.post("/imports/add/", {"kind": "plan", "file": SimpleUploadedFile("a.xlsx", b"x")})

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


def test_the_faulty_rows_are_taken_away_mended_and_handed_in_again(district, page):
    batch = hand_in(page, workbook(row(), newcomer(2, to="Xã Pa Tân")))
    assert f"/imports/{batch.pk}/faulty/" in page.get(f"/imports/{batch.pk}/").content.decode()

    response = page.get(f"/imports/{batch.pk}/faulty/")

    assert "dong-can-sua-ke-hoach.xlsx" in response["Content-Disposition"]
    again = hand_in(page, b"".join(response.streaming_content))
    assert [found.result["official"]["full_name"] for found in again.rows.exclude(verdict="skip")] == [
        "Giàng A Sùng"
    ]
    assert AuditEntry.objects.get(action=AuditAction.EXPORT).row_count == 1


def test_where_no_row_is_faulty_there_is_nothing_to_take_away(district, page):
    batch = hand_in(page, workbook(row()))

    assert f"/imports/{batch.pk}/faulty/" not in page.get(f"/imports/{batch.pk}/").content.decode()
    response = page.get(f"/imports/{batch.pk}/faulty/", follow=True)
    assert "Không có dòng nào bị giữ lại" in response.content.decode()


def test_a_register_is_shown_by_what_each_row_is_about(page):
    blank = page.get("/imports/template/?kind=units")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(blank.streaming_content)))
    sheet = book.worksheets[0]
    heading = next(
        cells
        for cells in sheet.iter_rows()
        if any(str(cell.value).startswith("Tên đơn vị") for cell in cells)
    )
    where = {str(cell.value): cell.column for cell in heading if cell.value}
    sheet.cell(heading[0].row + 1, where["Tên đơn vị"], "Phòng Thử Nghiệm")
    filled = io.BytesIO()
    book.save(filled)

    batch = hand_in(page, filled.getvalue(), name="don-vi.xlsx", kind="units")

    shown = " ".join(page.get(f"/imports/{batch.pk}/").content.decode().split())
    assert (batch.year, batch.term) == (None, None)
    assert "1 đơn vị" in shown
    assert "<td>Phòng Thử Nghiệm</td>" in shown


@pytest.mark.parametrize("kind", BLANK_FILES)
def test_the_blank_file_of_a_kind_is_a_workbook_that_says_it_has_no_rows(page, kind):
    response = page.get(f"/imports/template/?kind={kind}")

    assert BLANK_FILES[kind].file_name in response["Content-Disposition"]
    batch = hand_in(page, b"".join(response.streaming_content), kind=kind)
    assert batch.refusal_code == "no_rows"


def test_there_is_no_blank_file_of_no_kind(page):
    assert page.get("/imports/template/?kind=novel").status_code == 404


def test_the_page_offers_every_kind_that_is_taken_in(page):
    shown = page.get("/imports/add/")

    offered = {value for value, _label in shown.context["form"].fields["kind"].choices}
    assert offered == set(taking_in.INTAKES)
    assert "10.000 dòng, 25 MB" in shown.content.decode()


def test_an_account_sees_the_kinds_it_may_take_in_and_no_other(district, board, client_of, monkeypatch):
    batch = taking_in.hand_in("a.xlsx", workbook(row()), by=board, on=ON, year=YEAR)
    monkeypatch.setitem(TAKES_IN, ImportKind.PLAN, "rotations.nobody_may")
    page = client_of(board)

    assert page.get(f"/imports/{batch.pk}/").status_code == 404
    assert "a.xlsx" not in page.get("/imports/").content.decode()
    assert page.get("/imports/template/?kind=plan").status_code == 404
    for kind in ImportKind:
        monkeypatch.setitem(TAKES_IN, kind, "rotations.nobody_may")
    assert page.get("/imports/").status_code == 403


# --- Undoing -----------------------------------------------------------------------------------------------


def test_a_committed_file_is_undone_after_a_page_that_says_what_that_does(district, page, board):
    batch = hand_in(page, workbook(row()))
    page.post(f"/imports/{batch.pk}/commit/")
    shown = page.get(f"/imports/{batch.pk}/undo/").content.decode()
    assert "1 dòng đã thêm mới" in shown
    assert Rotation.objects.exists()

    shown = page.post(f"/imports/{batch.pk}/undo/", follow=True).content.decode()

    assert "Đã hoàn tác 1 dòng." in shown
    assert "những gì đợt này đã ghi trước khi hoàn tác" in shown
    assert not Rotation.objects.exists()
    assert AuditEntry.objects.filter(action=AuditAction.IMPORT, purpose="Hoàn tác").get().account == board
    assert "Hoàn tác đợt nhập" not in shown


def test_what_an_undoing_left_is_named_with_its_reason(district, page):
    batch = hand_in(page, workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy")))
    answer(page, batch, boxes="create_officials", create_officials="1")
    page.post(f"/imports/{batch.pk}/commit/")
    kept = Rotation.objects.get(official=district.minh)
    kept.note = "đã sửa"
    kept.save()

    shown = page.post(f"/imports/{batch.pk}/undo/", follow=True).content.decode()

    assert "Đã hoàn tác 1 dòng. Giữ lại 1 dòng" in shown
    assert "đã được sửa sau khi nhập" in shown
    assert Rotation.objects.get() == kept


def test_a_file_that_is_not_committed_has_nothing_to_undo(district, page):
    batch = hand_in(page, workbook(row()))

    assert "Không có gì để hoàn tác" in page.get(f"/imports/{batch.pk}/undo/").content.decode()
    assert "không làm được việc" in page.post(f"/imports/{batch.pk}/undo/", follow=True).content.decode()


def test_the_list_shows_every_file_and_finds_one(district, page):
    hand_in(page, workbook(row()), name="nam-2022.xlsx")
    hand_in(page, b"%PDF", name="bieu-2.pdf")

    assert "nam-2022.xlsx" in page.get("/imports/").content.decode()
    found = page.get("/imports/?q=bieu").content.decode()
    assert "bieu-2.pdf" in found
    assert "nam-2022.xlsx" not in found


@pytest.mark.parametrize(
    "role", [Role.STANDING_COMMITTEE, Role.APPRAISER, Role.REPORT_VIEWER, Role.SYSTEM_ADMIN]
)
def test_only_the_board_and_clerks_take_files_in(district, board, client_of, role):
    batch = taking_in.hand_in("a.xlsx", workbook(row()), by=board, on=ON, year=YEAR)
    other = client_of(make_account(role))

    for path in (
        "/imports/",
        "/imports/add/",
        "/imports/template/",
        f"/imports/{batch.pk}/",
        f"/imports/{batch.pk}/source/",
        f"/imports/{batch.pk}/progress/",
        f"/imports/{batch.pk}/faulty/",
        f"/imports/{batch.pk}/undo/",
    ):
        assert other.get(path).status_code == 403
    for path in (
        f"/imports/{batch.pk}/commit/",
        f"/imports/{batch.pk}/answers/",
        f"/imports/{batch.pk}/undo/",
    ):
        assert other.post(path).status_code == 403
    assert not Rotation.objects.exists()


def test_an_act_is_not_a_link(district, page):
    batch = hand_in(page, workbook(row()))

    assert page.get(f"/imports/{batch.pk}/commit/").status_code == 405
    assert page.get(f"/imports/{batch.pk}/answers/").status_code == 405


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_a_plan_leaves_as_a_file_that_comes_back_unchanged(district, page, file_format):
    take(workbook(row()), keep=True)

    response = page.get(f"/plans/{district.plan.pk}/export/?format={file_format}&taken_for=x")

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


PAPER = {
    "amendment_number": "85-KH/HU",
    "amendment_on": "01/09/2022",
    "amendment_reason": "Bổ sung một đồng chí",
}


def approve(plan):
    for status in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(plan, status, by=None, on=ON)


def test_a_file_into_an_approved_plan_asks_for_the_amendment_paper_before_it_is_written(
    district, client_of, lead
):
    approve(district.plan)
    page = client_of(lead)
    batch = hand_in(page, workbook(row()))
    url = f"/imports/{batch.pk}/"
    day = {"amendment_on": f"{ON:%d/%m/%Y}"}

    shown = page.get(url).content.decode()
    assert "phải có văn bản điều chỉnh, bổ sung trước khi ghi" in shown
    assert "Lò Văn Minh" in shown
    page.post(f"{url}commit/")
    assert not district.plan.rotations.exists()
    wrong = page.post(f"{url}amendment/", PAPER | {"amendment_number": ""})
    assert "Hãy ghi số, ký hiệu của văn bản" in wrong.content.decode()
    page.post(f"{url}amendment/", PAPER | day)
    shown = page.get(url).content.decode()
    assert "Tệp được ghi theo văn bản <strong>85-KH/HU</strong>" in shown
    assert "Xác nhận, ghi 1 dòng" in shown
    page.post(f"{url}commit/")

    assert district.plan.rotations.count() == 1
    assert district.plan.versions.first().document_number == "85-KH/HU"
    assert "85-KH/HU đã ghi khi nhập" in page.get(f"{url}undo/").content.decode()
    page.post(f"{url}undo/")
    assert not district.plan.rotations.exists()


def test_a_file_of_a_plan_approved_since_is_undone_with_a_paper(district, client_of, lead):
    page = client_of(lead)
    batch = hand_in(page, workbook(row()))
    page.post(f"/imports/{batch.pk}/commit/")
    approve(district.plan)
    url = f"/imports/{batch.pk}/undo/"

    assert "amendment_number" in page.get(url).content.decode()
    assert page.post(url).context["form"].errors
    assert district.plan.rotations.exists()
    page.post(url, PAPER | {"amendment_on": f"{ON:%d/%m/%Y}"})

    assert not district.plan.rotations.exists()


def test_a_file_into_a_draft_asks_for_no_paper(district, page):
    batch = hand_in(page, workbook(row()))

    assert "van-ban" not in page.get(f"/imports/{batch.pk}/").content.decode()


def test_a_clerk_takes_in_the_needs_of_the_own_unit_and_sees_no_other_file(district, client_of, page):
    unit = Unit.objects.get(name="Xã Pa Tần")
    call = make_call(unit, year=localdate().year, opened_on=localdate())
    clerk = client_of(make_account(Role.UNIT_CLERK, unit))
    data = need_files.workbook(
        ["Xã Pa Tần", *need_files.row()],
        ["Xã Nà Hỳ", *need_files.row()],
        headings=("Đơn vị", *need_files.HEADINGS),
    )
    boards = hand_in(page, data, "bieu-1-chung.xlsx", kind="needs", year=call.year)

    kinds = clerk.get("/imports/add/").context["form"].fields["kind"].choices
    assert [value for value, _label in kinds] == ["needs"]
    batch = hand_in(clerk, data, "bieu-1.xlsx", kind="needs", year=call.year)
    shown = clerk.get(f"/imports/{batch.pk}/").content.decode()
    clerk.post(f"/imports/{batch.pk}/commit/")

    assert "không phải đơn vị của bạn" in shown
    assert [need.unit for need in RotationNeed.objects.filter(call=call)] == [unit]
    assert "bieu-1-chung.xlsx" not in clerk.get("/imports/").content.decode()
    assert clerk.get(f"/imports/{boards.pk}/").status_code == 404
    sent = {"file": SimpleUploadedFile("k.xlsx", data), "kind": "plan", "year": 2025}
    assert clerk.post("/imports/add/", sent).context["form"].errors["kind"]
