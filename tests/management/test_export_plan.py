import os
import pwd

import pytest
from django.core.management import CommandError, call_command

from rotations.models import AuditEntry
from rotations.vocabulary import AuditAction
from tests.importing.district import YEAR, make_district, row, take, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["ke-hoach.xlsx", "KE-HOACH.CSV"])
def test_the_plan_is_written_and_comes_back_unchanged(tmp_path, capsys, name):
    make_district()
    take(workbook(row()), keep=True)
    path = tmp_path / name

    call_command("export_plan", "--year", str(YEAR), "--to", str(path))

    assert take(path.read_bytes()).totals["unchanged"] == 1
    assert name in capsys.readouterr().out
    noted = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (noted.account, noted.subject_type, noted.row_count) == (None, "rotationplan", 1)
    assert "Lệnh export_plan" in noted.purpose
    assert pwd.getpwuid(os.getuid()).pw_name in noted.purpose


def test_what_could_not_be_written_was_not_taken_out(tmp_path):
    make_district()
    take(workbook(row()), keep=True)

    with pytest.raises(CommandError, match="Không ghi được"):
        call_command("export_plan", "--year", str(YEAR), "--to", str(tmp_path / "absent" / "x.xlsx"))

    assert not AuditEntry.objects.filter(action=AuditAction.EXPORT).exists()


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(CommandError, match="xlsx"):
        call_command("export_plan", "--year", str(YEAR), "--to", str(tmp_path / "ke-hoach.pdf"))


def test_a_year_without_a_plan_is_refused(tmp_path):
    with pytest.raises(CommandError, match="2031"):
        call_command("export_plan", "--year", "2031", "--to", str(tmp_path / "ke-hoach.xlsx"))
    assert list(tmp_path.iterdir()) == []
