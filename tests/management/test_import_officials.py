import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from rotations.models import ImportBatch, Official
from tests.importing.register import make_commune, newcomer, pan, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_commune()


@pytest.fixture
def file(tmp_path):
    def written(data: bytes) -> str:
        path = tmp_path / "danh-sach.xlsx"
        path.write_bytes(data)
        return str(path)

    return written


def run(*arguments: str) -> tuple[int, str]:
    """The command's exit status and what it printed on its standard output."""
    out, status = StringIO(), 0
    try:
        call_command("import_officials", *arguments, stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    return status, out.getvalue()


def test_the_json_has_the_shape_of_the_contract(commune, file):
    status, printed = run(file(workbook(newcomer(), pan())), "--json")
    found = json.loads(printed)

    assert (status, found["verdict"], found["refusal"]) == (0, "ready", None)
    assert [(row["row"], row["verdict"], row["official"]["match"]) for row in found["rows"]] == [
        (2, "create", "new"),
        (3, "unchanged", "existing"),
    ]
    assert {"unit", "posts", "held_since", "held_since_precision", "title", "details"} <= found["rows"][
        0
    ].keys()
    assert found["totals"] == {
        "create": 1, "update": 0, "unchanged": 1, "ask": 0, "error": 0, "skip": 0, "posts_opened": 1, "posts_ended": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "status"),
    [({}, 0), ({"unit": "Xã Có Ghê"}, 1), ({"birth": "31/02/1990"}, 1)],
)
def test_the_exit_status_tells_what_the_file_came_to(commune, file, cells, status):
    assert run(file(workbook(newcomer(**cells))))[0] == status


def test_a_refused_file_leaves_with_two(commune, file):
    status, printed = run(file(b"%PDF-1.7 not a table"))

    assert status == 2
    assert printed.startswith("Không nhận tệp:")


def test_without_commit_nothing_is_written_not_even_a_record(commune, file):
    models = apps.get_app_config("rotations").get_models()
    before = {model: model._default_manager.count() for model in models}

    run(file(workbook(newcomer(), pan(sex="Nữ"))))

    assert before == {model: model._default_manager.count() for model in before}


def test_commit_writes_what_stands_and_tells_of_the_rest(commune, file):
    status, printed = run(file(workbook(newcomer(), newcomer(name="Mùa A Lử", unit="Xã Không"))), "--commit")

    assert status == 1
    assert Official.objects.filter(full_name="Vàng A Chá").exists()
    assert not Official.objects.filter(full_name="Mùa A Lử").exists()
    assert "Dòng 3, cột “Đơn vị”: [Câu hỏi] Không có đơn vị “Xã Không”" in printed
    assert "1 thêm mới" in printed
    assert "Chức vụ: 1 ghi mới, 0 kết thúc." in printed
    assert "Đã ghi 1 dòng." in printed
    assert ImportBatch.objects.get().kind == "officials"
