"""Comments on rotated officials in and out as a sheet."""

from __future__ import annotations

import pytest

from rotations.importing.sheets import CsvFile, EvaluationSheet, XlsxFile
from rotations.models import Evaluation
from rotations.vocabulary import RotationStatus
from tests import makers
from tests.importing.sheets import counts, faults, out_and_back, refusal, taken

HEADINGS = ["Số hiệu cán bộ", "Họ và tên", "Năm kế hoạch", "Loại nhận xét", "Bên nhận xét", "Người chịu trách nhiệm nhận xét",
            "Ngày nhận xét", "Kỳ nhận xét từ", "Đến hết ngày", "Ưu điểm", "Điểm", "Tự xếp loại", "Đề nghị xếp loại"]  # fmt: skip
ROW = ["000777", "Cà Văn Sinh", 2025, None, "Nơi đến", "Bí thư Đảng ủy xã", "10/03/2025", "06/01/2025", "10/03/2025",
       "- Sâu sát\n- Gương mẫu", "92,5", "Hoàn thành tốt nhiệm vụ", "Hoàn thành tốt nhiệm vụ"]  # fmt: skip


@pytest.fixture
def rotation(db):
    return makers.make_rotation_at(
        RotationStatus.ACTIVE, makers.make_official("Cà Văn Sinh", official_code="000777")
    )


def test_a_new_comment_is_recorded_as_by_the_workflow(board, rotation):
    assert counts(taken(EvaluationSheet, board, [HEADINGS, ROW])) == {"new": 1}

    comment = rotation.evaluations.get()
    assert (comment.kind, comment.author, str(comment.score)) == ("periodic", "receiving", "92.50")
    assert comment.strengths == "- Sâu sát\n- Gương mẫu"
    # The side that comments gives the unit.
    assert comment.unit == rotation.receiving_unit
    assert comment.history.get().history_user == board


def test_the_same_file_twice_changes_nothing(board, rotation):
    taken(EvaluationSheet, board, [HEADINGS, ROW])

    assert counts(taken(EvaluationSheet, board, [HEADINGS, ROW])) == {"skip": 1}


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_a_download_comes_back_unchanged(board, rotation, file):
    taken(EvaluationSheet, board, [HEADINGS, ROW])

    assert out_and_back(EvaluationSheet, board, file) == {"skip": 1}


def test_a_missing_heading_is_named(board):
    said = refusal(taken(EvaluationSheet, board, [["Họ và tên", "Xếp loại"], ["A", "tốt"]]))

    assert "“Người chịu trách nhiệm nhận xét”, “Ngày nhận xét”, “Kỳ nhận xét từ”, “Đến hết ngày”" in said


def test_a_row_tells_all_its_faults(board, rotation):
    result = taken(
        EvaluationSheet,
        board,
        [
            HEADINGS,
            [
                None,
                "Không Có Người",
                2025,
                "quý",
                "hàng xóm",
                "Ai đó",
                "2025",
                "13/2025",
                "10/03/2025",
                None,
                "nhiều",
                "khá",
            ],
            [*ROW[:7], "10/03/2025", "06/01/2025", None, 101, None],
        ],
    )

    assert set(faults(result)[2]) >= {
        "Họ và tên", "Loại nhận xét", "Bên nhận xét", "Ngày nhận xét", "Kỳ nhận xét từ", "Điểm", "Tự xếp loại",
    }  # fmt: skip
    assert "Điểm phải từ 0 đến 100" in str(faults(result)[3])
    assert "kết thúc sau khi bắt đầu" in str(faults(result)[3])
    assert not Evaluation.objects.exists()


def test_what_the_workflow_refuses_is_a_fault_of_the_row(board, rotation):
    result = taken(EvaluationSheet, board, [HEADINGS, [*ROW[:6], "11/03/2025", *ROW[7:]]])

    assert "không thể sau hôm nay" in str(faults(result)[2])


def test_the_final_rating_comes_from_who_may_rate_and_not_by_a_sheet_of_an_officer(board, lead, rotation):
    rows = [[*HEADINGS, "Xếp loại"], [*ROW, "Hoàn thành tốt nhiệm vụ"]]

    said = str(faults(taken(EvaluationSheet, board, rows)))
    assert "do cấp có thẩm quyền ghi" in said
    assert not Evaluation.objects.exists()
    taken(EvaluationSheet, lead, rows)

    assert rotation.evaluations.get().rating == "good"
