import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from rotations import workflow
from rotations.models import ImportBatch, Official, Rotation
from rotations.vocabulary import ImportVerdict, PlanStatus
from tests.importing.district import HEADINGS, ON, YEAR, make_district, newcomer, row, workbook
from tests.importing.workbooks import Page, office_page, xlsx
from tests.makers import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make_district()


@pytest.fixture
def file(tmp_path):
    def written(data: bytes, name: str = "ke-hoach.xlsx") -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return written


def run(*arguments: str, year: int | None = YEAR) -> tuple[int, str]:
    """The command's exit status and what it printed on its standard output."""
    out = StringIO()
    status = 0
    plan = [] if year is None else ["--year", str(year)]
    try:
        call_command("import_plan", *arguments, *plan, stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    return status, out.getvalue()


def as_json(*arguments: str, year: int | None = YEAR) -> tuple[int, dict]:
    status, printed = run(*arguments, "--json", year=year)
    return status, json.loads(printed)


def test_the_json_has_the_shape_of_the_contract(district, file):
    status, found = as_json(file(workbook(row())))

    assert status == 0
    assert found["verdict"] == "ready"
    assert found["refusal"] is None
    assert {key: found["file"][key] for key in ("name", "format", "encoding", "sheet", "header_rows")} == {
        "name": "ke-hoach.xlsx",
        "format": "xlsx",
        "encoding": None,
        "sheet": "Danh sách",
        "header_rows": [5, 6],
    }
    assert len(found["file"]["sha256"]) == 64
    (person,) = [line for line in found["rows"] if line["verdict"] != "skip"]
    contract = (
        "row", "verdict", "official", "movement_type", "direction", "sending_unit", "sending_posts",
        "receiving_unit", "receiving_posts", "starts_on", "starts_on_precision", "issues",
    )  # fmt: skip
    assert {key: person[key] for key in contract} == {
        "row": 9,
        "verdict": "create",
        "official": {
            "full_name": "Lò Văn Minh",
            "birth": "1985-03-12",
            "birth_precision": "day",
            "match": "existing",
        },
        "movement_type": "rotation",
        "direction": "district_to_commune",
        "sending_unit": "Phòng Nội vụ",
        "sending_posts": ["Phó Trưởng phòng"],
        "receiving_unit": "Xã Pa Tần",
        "receiving_posts": ["Chủ tịch UBND"],
        "starts_on": "2022-09-01",
        "starts_on_precision": "month",
        "issues": [],
    }
    assert found["totals"] == {
        "create": 1,
        "update": 0,
        "unchanged": 0,
        "ask": 0,
        "error": 0,
        "skip": sum(line["verdict"] == "skip" for line in found["rows"]),
        "by_direction": {"district_to_commune": 1, "commune_to_district": 0, "commune_to_commune": 0},
    }


def test_an_issue_has_the_shape_of_the_contract(district, file):
    status, found = as_json(file(workbook(row(to="Xã Pa Tân"))))

    assert status == 1
    assert found["verdict"] == "needs_answers"
    (issue,) = next(line for line in found["rows"] if line["verdict"] == "ask")["issues"]
    assert {key: issue[key] for key in ("severity", "code", "column", "value", "candidates")} == {
        "severity": "question",
        "code": "unknown_unit",
        "column": "Dự kiến luân chuyển đến / Đơn vị",
        "value": "Xã Pa Tân",
        "candidates": ["Xã Pa Tần"],
    }
    assert issue["message"]


@pytest.mark.parametrize(
    ("cells", "status", "verdict"),
    [
        ({}, 0, ImportVerdict.READY),
        ({"to": "Xã Pa Tân"}, 1, ImportVerdict.NEEDS_ANSWERS),
        ({"period": "2022"}, 1, ImportVerdict.HAS_ERRORS),
    ],
)
def test_the_exit_status_tells_what_the_file_came_to(district, file, cells, status, verdict):
    left, found = as_json(file(workbook(row(**cells))))

    assert (left, found["verdict"]) == (status, verdict)


def test_a_refused_file_leaves_with_two_and_says_why(db, file):
    status, found = as_json(file(b"%PDF-1.7 not a table"))

    assert status == 2
    assert found["verdict"] == "refused"
    assert found["refusal"]["code"] == "not_a_spreadsheet"
    assert found["refusal"]["message"]
    assert found["rows"] == []


def test_without_commit_nothing_is_written_not_even_a_record(district, file):
    before = {
        model: model._default_manager.count() for model in apps.get_app_config("rotations").get_models()
    }

    run(file(workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy"))), "--create-officials")

    assert before == {model: model._default_manager.count() for model in before}


def test_commit_writes_and_the_second_time_everything_is_unchanged(district, file):
    path = file(workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy")))

    status, first = as_json(path, "--create-officials", "--commit")
    again, second = as_json(path, "--create-officials", "--commit")

    assert (status, first["totals"]["create"], first["committed"]) == (0, 2, True)
    assert (again, second["totals"]["unchanged"], second["committed"]) == (0, 2, False)
    assert Rotation.objects.count() == 2
    assert ImportBatch.objects.count() == 1


def test_people_are_created_only_when_it_is_asked_for(district, file):
    path = file(workbook(newcomer(1)))
    before = Official.objects.count()

    assert run(path, "--commit")[0] == 1
    assert Official.objects.count() == before
    assert run(path, "--commit", "--create-officials")[0] == 0
    assert Official.objects.count() == before + 1


def test_a_term_takes_the_place_of_a_year(district, file):
    make_term("2020-2025")

    status, found = as_json(file(workbook(row())), "--term", "2020-2025", year=None)

    assert status == 0
    assert [plan["year"] for plan in found["plans"]] == [2022]


@pytest.mark.parametrize("arguments", [[], ["--year", "2022", "--term", "2020-2025"]])
def test_one_of_year_and_term_must_be_given(db, file, arguments):
    with pytest.raises(CommandError):
        call_command("import_plan", file(b"x"), *arguments)


def test_a_sheet_may_be_named(district, file):
    status, found = as_json(file(workbook(row())), "--sheet", "Không có")

    assert status == 2
    assert found["refusal"]["code"] == "no_header"


def test_a_file_that_is_not_there_leaves_with_two(db, tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("import_plan", str(tmp_path / "khong-co.xlsx"), "--year", "2022")
    assert refused.value.returncode == 2


def test_people_are_told_row_column_and_what_to_do(district, file):
    _, printed = run(file(workbook(row(to="Xã Pa Tân"))))

    assert "Dòng 9, cột “Dự kiến luân chuyển đến / Đơn vị”: [Câu hỏi]" in printed
    assert "1 cần trả lời" in printed
    assert "Chưa ghi gì" in printed


def test_rows_are_told_under_the_name_of_their_sheet_and_not_kept(district, file):
    _, printed = run(file(workbook(row(to="Xã Pa Tân"))))

    lines = printed.splitlines()
    assert lines[0] == "Trang tính “Danh sách”:"
    assert lines[1].startswith("Dòng 9, cột")


def test_a_file_taken_before_says_so(district, file):
    path = file(workbook(row()))
    run(path, "--commit")

    status, printed = run(path, "--commit")

    assert status == 0
    assert "Tệp này đã được ghi lúc" in printed
    assert "Không có dòng nào để ghi." in printed


def test_several_sheets_are_named_one_by_one(district, file):
    pages = [
        Page(
            **{
                **vars(office_page({None: [given]}, headings=HEADINGS)),
                "name": name,
            }
        )
        for name, given in (("Đợt một", row()), ("Đợt hai", newcomer(2, to_post="Bí thư Đảng ủy")))
    ]
    path = file(xlsx(*pages))

    status, asked = as_json(path, "--create-officials")
    assert (status, [question["code"] for question in asked["questions"]]) == (1, ["several_sheets"])

    status, found = as_json(path, "--create-officials", "--sheet", "Đợt một", "--sheet", "Đợt hai")
    assert (status, found["totals"]["create"]) == (0, 2)


def test_a_file_taken_before_goes_in_again_only_when_it_is_said(district, file):
    path = file(workbook(row(note="Theo tệp")))
    run(path, "--commit")
    case = Rotation.objects.get()
    case.note = "Sửa tay"
    case.save()

    status, said = run(path, "--commit")
    case.refresh_from_db()
    assert (status, case.note) == (1, "Sửa tay")
    assert "hãy xác nhận nếu đúng là muốn nhập lại" in said

    status, _said = run(path, "--commit", "--again")
    case.refresh_from_db()
    assert (status, case.note) == (0, "Theo tệp")


def test_an_approved_plan_is_changed_from_a_shell_with_the_paper_among_the_options(district, file):
    for status in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(district.plan, status, by=None, on=ON)
    path = file(workbook(row()))
    paper = (
        "--amendment-number",
        "85-KH/HU",
        "--amendment-date",
        f"{ON:%d/%m/%Y}",
        "--amendment-reason",
        "Bổ sung",
    )

    status, found = as_json(path)
    assert status == 1
    assert "văn bản điều chỉnh" in found["blocked"]
    assert found["totals"]["create"] == 1
    with pytest.raises(CommandError, match="văn bản điều chỉnh"):
        run(path, "--commit")
    status, found = as_json(path, "--commit", *paper)

    assert (status, found["committed"]) == (0, True)
    assert district.plan.versions.first().document_number == "85-KH/HU"


@pytest.mark.parametrize("day", ["31/02/2022", "09/2022"])
def test_a_day_of_the_paper_that_is_none_is_refused(district, file, day):
    with pytest.raises(CommandError, match="Ngày văn bản điều chỉnh") as refused:
        run(file(workbook(row())), "--amendment-number", "85-KH/HU", "--amendment-date", day)

    assert refused.value.returncode == 2
