import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rotations.models import RotationNeed
from rotations.vocabulary import UnitBlock
from tests.importing.need_files import row, workbook
from tests.makers import make_post, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    make_post(make_unit("Xã Pa Tần", block=UnitBlock.LOCALITY), "Chủ tịch UBND")

    def written(data: bytes) -> str:
        path = tmp_path / "bieu-1.xlsx"
        path.write_bytes(data)
        return str(path)

    return written


def run(*arguments: str) -> tuple[int, str]:
    """The command's exit status and what it printed on its standard output."""
    out = StringIO()
    try:
        call_command("import_needs", *arguments, stdout=out)
    except SystemExit as left:
        return int(left.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_json_has_the_shape_of_the_contract(file):
    status, printed = run(file(workbook(row(expected="09/2025"))), "--year", "2025", "--json")

    found = json.loads(printed)
    (need,) = [line for line in found["rows"] if line["verdict"] != "skip"]
    assert (status, found["verdict"]) == (0, "ready")
    assert {key: value for key, value in need.items() if key in (
        "unit", "direction", "position", "quantity", "reason", "proposed", "expected_on", "expected_on_precision",
        "title", "issues",
    )} == {
        "unit": "Xã Pa Tần",
        "direction": "in",
        "position": "Chủ tịch UBND",
        "quantity": 1,
        "reason": "vacancy",
        "proposed": None,
        "expected_on": "2025-09-01",
        "expected_on_precision": "month",
        "title": "Xã Pa Tần – Chủ tịch UBND",
        "issues": [],
    }  # fmt: skip
    assert {"label": "Số lượng", "text": "1"} in need["details"]
    assert found["totals"]["by_need_direction"] == {"in": 1, "out": 0}


def test_nothing_is_written_without_commit_and_all_of_it_with(file):
    path = file(workbook(row(quantity=2), row(direction="Đi", position="Bí thư Đảng ủy")))

    status, printed = run(path, "--year", "2025")
    assert (status, RotationNeed.objects.count()) == (0, 0)
    assert "Xin bổ sung 2 người, đề xuất cử đi 1 người." in printed

    status, printed = run(path, "--year", "2025", "--commit")
    assert (status, RotationNeed.objects.filter(year=2025).count()) == (0, 2)


def test_questions_leave_with_one_and_what_is_no_file_of_needs_with_two(file):
    assert run(file(workbook(row(position="PCT"))), "--year", "2025")[0] == 1
    assert run(file(b"khong phai bang tinh"), "--year", "2025")[0] == 2


def test_a_year_out_of_reach_is_refused(file):
    with pytest.raises(CommandError):
        run(file(workbook(row())), "--year", "1900")
