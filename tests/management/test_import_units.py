import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rotations.models import ImportBatch, Unit
from tests.importing.unit_files import district, row, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def written(data: bytes) -> str:
        path = tmp_path / "don-vi.xlsx"
        path.write_bytes(data)
        return str(path)

    return written


def run(*arguments: str) -> tuple[int, str]:
    """The command's exit status and what it printed on its standard output."""
    out = StringIO()
    try:
        call_command("import_units", *arguments, stdout=out)
    except SystemExit as left:
        return int(left.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_json_has_the_shape_of_the_contract(file):
    status, printed = run(file(workbook(district(), row(code="03165", seats="Bí thư Đảng ủy (1)"))), "--json")

    found = json.loads(printed)
    assert (status, found["verdict"], found["refusal"]) == (0, "ready", None)
    commune = found["rows"][1]
    assert {
        key: commune[key] for key in ("row", "verdict", "unit", "parent", "aliases", "seats", "issues")
    } == {
        "row": 3,
        "verdict": "create",
        "unit": {"name": "Xã Pa Tần", "level": "commune", "code": "03165", "match": "new"},
        "parent": "Huyện Thử",
        "aliases": [],
        "seats": [{"position": "Bí thư Đảng ủy", "quota": 1}],
        "issues": [],
    }
    assert found["totals"]["create"] == 2


def test_nothing_is_written_without_commit_and_all_of_it_with(file):
    path = file(workbook(district(), row()))

    status, printed = run(path)
    assert (status, Unit.objects.count(), ImportBatch.objects.count()) == (0, 0, 0)
    assert "thêm --commit" in printed

    status, printed = run(path, "--commit")
    assert (status, Unit.objects.count(), ImportBatch.objects.count()) == (0, 2, 1)
    assert "Đã ghi 2 dòng" in printed


@pytest.mark.parametrize(
    ("rows", "status", "said"),
    [
        ([district(), row(seats="CT")], 1, "Dòng 3, cột “Chức danh (Bí thư Đảng ủy (1); …)”: [Câu hỏi]"),
        ([district(level="Bản")], 1, "[Lỗi] “Bản” không phải là cấp"),
    ],
)
def test_questions_and_errors_are_told_and_leave_with_one(file, rows, status, said):
    left, printed = run(file(workbook(*rows)))

    assert left == status
    assert said in printed


def test_a_file_that_is_no_register_is_refused_with_two(file):
    assert run(file(b"khong phai bang tinh"))[0] == 2
    with pytest.raises(CommandError):
        run("/khong/co/tep.xlsx")
