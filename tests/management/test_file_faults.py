"""A file that a command cannot read or write is named, with what is wrong with it in Vietnamese."""

from __future__ import annotations

import errno

import pytest
from django.core.management import CommandError, call_command

from rotations.management.file_faults import told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("restore", ["{absent}"]),
        ("restore", ["{absent}", "--check"]),
        ("restore", ["{absent}", "--passphrase-file", "{absent}"]),
        ("backup", ["{absent}/x.backup"]),
        ("backup", ["{folder}/x.backup", "--passphrase-file", "{absent}"]),
        ("import_plan", ["{absent}", "--year", "2022"]),
    ],
)
def test_a_file_that_is_not_there_is_named(tmp_path, command, arguments):
    places = {"absent": tmp_path / "khong-co", "folder": tmp_path}

    with pytest.raises(CommandError) as refused:
        call_command(command, *(argument.format(**places) for argument in arguments))

    assert refused.value.returncode == 2
    assert f"{tmp_path}/khong-co" in str(refused.value)
    assert "không thấy tệp hoặc thư mục này" in str(refused.value)
    assert "No such" not in str(refused.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Ổ đĩa đã đầy."),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "/x: tài khoản chạy lệnh không có quyền."),
        (OSError(errno.EIO, "Input/output error", "/x"), "/x: lỗi của hệ điều hành số 5."),
    ],
)
def test_what_the_system_says_is_said_in_our_words(fault, said):
    assert told(fault) == said


def test_a_passphrase_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "khoa").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CommandError, match="không phải tệp chữ"):
        call_command("backup", str(tmp_path / "x.backup"), "--passphrase-file", str(tmp_path / "khoa"))
