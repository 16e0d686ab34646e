"""Work on files away from the request: done once, taken up again when its process died, and never a stuck page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils.timezone import now

from rotations.importing import background, taking_in
from rotations.importing.plans.intake import PlanIntake
from rotations.importing.undoing import undo
from rotations.models import AuditEntry, ImportBatch, ImportTask, Rotation
from rotations.vocabulary import AuditAction, ImportAct, ImportStatus, TaskState
from tests.at_once import at_once
from tests.importing.district import ON, YEAR, make_district, newcomer, row, workbook
from tests.test_house_rules import ROOT

READ, COMMIT, UNDO = ImportAct.READ, ImportAct.COMMIT, ImportAct.UNDO
LONG = 30  # seconds; nothing here takes so long unless it hangs


def receive(board, *rows) -> ImportBatch:
    return taking_in.receive("ke-hoach.xlsx", workbook(*(rows or (row(),))), by=board, year=YEAR)


def read(board, *rows) -> ImportBatch:
    batch = receive(board, *rows)
    background.hand_over(batch, READ, by=board, on=ON)
    batch.refresh_from_db()
    assert batch.status == ImportStatus.PREVIEWED
    return batch


@pytest.fixture
def district(db):
    return make_district()


@pytest.fixture
def lasting_district(transactional_db):
    """The district, in a database that other threads and processes see."""
    return make_district()


@pytest.fixture
def threads(settings):
    """Work is done by threads of this process, as an installation does it; they are gone when the test ends."""
    settings.IMPORTS_RUN_IN = "web"
    yield
    until = time.monotonic() + LONG
    while background._threads.alive and time.monotonic() < until:
        time.sleep(0.02)
    assert not background._threads.alive


@pytest.fixture
def gate(monkeypatch):
    """A plan file whose rows are not read before `gate.set()`."""
    opened, rounds = threading.Event(), PlanIntake.rounds

    def slow(intake):
        assert opened.wait(LONG)
        yield from rounds(intake)

    monkeypatch.setattr(PlanIntake, "rounds", slow)
    yield opened
    opened.set()


def fail_with(monkeypatch, fault: Exception) -> None:
    def rounds(intake):
        raise fault
        yield

    monkeypatch.setattr(PlanIntake, "rounds", rounds)


# --- Handing over ------------------------------------------------------------------------------------------


def test_a_file_is_read_and_written_by_tasks(district, board):
    batch = read(board, row(), newcomer(2, to="Xã Pa Tân"))
    task = background.hand_over(batch, COMMIT, by=board, on=ON)

    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert task.message == "Đã ghi 1 dòng. Còn 1 dòng chưa ghi vì có câu hỏi hoặc có lỗi."
    assert (task.done, task.total) == (2, 2)
    assert Rotation.objects.get().history.get().history_user == board
    assert AuditEntry.objects.get(action=AuditAction.IMPORT).row_count == 1


def test_an_act_is_refused_where_the_batch_does_not_stand_for_it(district, board):
    batch = receive(board)

    with pytest.raises(taking_in.NotTakenIn, match="đang ở “Đang đọc”"):
        background.hand_over(batch, COMMIT, by=board, on=ON)
    assert not batch.tasks.exists()


def test_while_one_act_is_under_way_another_is_refused_and_the_same_is_the_same(district, board, settings):
    batch = read(board)
    settings.IMPORTS_RUN_IN = "worker"
    task = background.hand_over(batch, COMMIT, by=board, on=ON)

    assert background.hand_over(batch, COMMIT, by=board, on=ON) == task
    with pytest.raises(background.Busy, match="ghi các dòng"):
        background.hand_over(batch, READ, by=board, on=ON)
    with pytest.raises(background.Busy):
        background.hold(batch)


def test_what_is_asked_for_again_when_it_is_done_is_not_done_again(district, board):
    batch = read(board)
    task = background.hand_over(batch, COMMIT, by=board, on=ON)

    assert background.hand_over(batch, COMMIT, by=board, on=ON) == task
    assert Rotation.objects.count() == 1


def test_a_file_is_undone_by_a_task(district, board):
    batch = read(board)
    background.hand_over(batch, COMMIT, by=board, on=ON)
    task = background.hand_over(batch, UNDO, by=board, on=ON)

    task.refresh_from_db()
    assert (task.state, task.message) == (TaskState.DONE, "Đã hoàn tác 1 dòng.")
    assert not Rotation.objects.exists()
    assert background.hand_over(batch, UNDO, by=board, on=ON) == task


def test_an_undoing_whose_task_is_anothers_by_now_is_rolled_back(district, board, monkeypatch):
    batch = read(board)
    background.hand_over(batch, COMMIT, by=board, on=ON)

    def overtaken(*args, **kwargs):
        ImportTask.objects.update(worker="another")
        return undo(*args, **kwargs)

    monkeypatch.setattr(background, "undo", overtaken)
    background.hand_over(batch, UNDO, by=board, on=ON)

    assert Rotation.objects.exists()


def test_two_confirmations_at_the_same_moment_write_once(lasting_district, board, threads, settings):
    settings.IMPORTS_RUN_IN = "request"
    batch = read(board)
    settings.IMPORTS_RUN_IN = "web"

    def confirm():
        return background.wait(background.hand_over(batch, COMMIT, by=board, on=ON), LONG)

    answers = at_once(confirm, confirm)

    assert {task.state for task in answers} == {TaskState.DONE}
    assert len({task.pk for task in answers}) == 1
    assert Rotation.objects.count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.IMPORT).count() == 1


def test_of_several_workers_one_does_a_task(lasting_district, board, settings):
    settings.IMPORTS_RUN_IN = "worker"
    batch = receive(board)
    background.hand_over(batch, READ, by=board, on=ON)

    assert sorted(at_once(*[background.do_next] * 4)) == [False, False, False, True]
    assert batch.tasks.get().tries == 1


def test_a_worker_of_its_own_does_what_waits(lasting_district, board, settings):
    settings.IMPORTS_RUN_IN = "worker"
    batch = receive(board)
    background.hand_over(batch, READ, by=board, on=ON)
    assert ImportTask.objects.get().state == TaskState.WAITING

    call_command("import_worker", "--once")

    batch.refresh_from_db()
    assert batch.status == ImportStatus.PREVIEWED


# --- The page that waits -----------------------------------------------------------------------------------


def test_a_slow_file_shows_how_far_it_is_and_then_its_result(
    lasting_district, board, client_of, threads, gate, monkeypatch
):
    monkeypatch.setattr("rotations.views.imports.SHORT_WHILE", 0.05)
    page = client_of(board)
    batch = receive(board, row(), newcomer(2))
    task = background.hand_over(batch, READ, by=board, on=ON)
    until = time.monotonic() + LONG
    while background.how_far(task) != (0, 2) and time.monotonic() < until:
        time.sleep(0.02)

    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Đang đọc tệp" in shown
    assert "2 dòng" in shown
    assert '<meta http-equiv="refresh" content="2">' in shown
    told = page.get(f"/imports/{batch.pk}/progress/").json()
    assert told["active"]
    assert (told["doing"], told["done"], told["total"]) == ("Đang đọc tệp", 0, 2)
    refused = page.post(f"/imports/{batch.pk}/answers/", {"create_officials": "1"}, follow=True)
    assert "Tệp này đang có việc chưa xong" in refused.content.decode()

    gate.set()
    assert background.wait(task, LONG).state == TaskState.DONE
    assert page.get(f"/imports/{batch.pk}/progress/").json() == {"active": False}
    assert "2 người" in page.get(f"/imports/{batch.pk}/").content.decode()


def test_a_task_nobody_takes_says_so(district, board, client_of, settings):
    settings.IMPORTS_RUN_IN = "worker"
    batch = receive(board)
    background.hand_over(batch, READ, by=board, on=ON)
    ImportTask.objects.update(created_at=now() - timedelta(minutes=2))

    shown = client_of(board).get(f"/imports/{batch.pk}/").content.decode()

    assert "Đang chờ đến lượt" in shown
    assert "báo người quản trị" in shown


# --- When it goes wrong ------------------------------------------------------------------------------------


def test_a_fault_of_the_program_is_a_sentence_and_a_line_in_the_log(
    district, board, client_of, monkeypatch, caplog
):
    batch = receive(board)
    with monkeypatch.context() as broken:
        fail_with(broken, RuntimeError("nobody thought of this"))
        task = background.hand_over(batch, READ, by=board, on=ON)

    shown = client_of(board).get(f"/imports/{batch.pk}/").content.decode()
    assert "chương trình gặp lỗi; chưa có gì được ghi" in shown
    assert f"mã việc {task.pk}" in shown
    assert "nobody thought of this" in caplog.text

    assert "Tệp chưa được đọc xong" in shown

    client_of(board).post(f"/imports/{batch.pk}/answers/", {"read": "1"})
    batch.refresh_from_db()
    assert batch.status == ImportStatus.PREVIEWED


def test_a_database_that_does_not_answer_is_asked_again(district, board, monkeypatch, caplog):
    monkeypatch.setattr(background, "PAUSE", 0)
    batch = receive(board)
    fail_with(monkeypatch, OperationalError("server closed the connection"))
    background.hand_over(batch, READ, by=board, on=ON)

    task = batch.tasks.get()
    assert (task.state, task.tries) == (TaskState.FAILED, background.MOST_TRIES)
    assert "cơ sở dữ liệu không trả lời" in task.message


def test_a_task_that_ends_its_process_every_time_is_given_up(district, board, settings, caplog):
    settings.IMPORTS_RUN_IN = "worker"
    batch = receive(board)
    background.hand_over(batch, READ, by=board, on=ON)
    ImportTask.objects.update(
        state=TaskState.RUNNING, tries=background.MOST_TRIES, seen_at=now() - timedelta(minutes=5)
    )

    background.do_next(beating=False)

    assert batch.tasks.get().state == TaskState.FAILED


@pytest.mark.parametrize(("silent", "taken"), [(timedelta(seconds=15), False), (timedelta(seconds=25), True)])
def test_a_task_is_anothers_only_after_a_long_silence(district, board, settings, silent, taken):
    settings.IMPORTS_RUN_IN = "worker"
    batch = receive(board)
    background.hand_over(batch, READ, by=board, on=ON)
    ImportTask.objects.update(state=TaskState.RUNNING, worker="gone", seen_at=now() - silent)

    assert background.do_next(beating=False) is taken


def test_what_a_worker_wrote_whose_task_is_anothers_by_now_is_rolled_back(district, board, monkeypatch):
    batch = read(board)
    rounds = PlanIntake.rounds

    def overtaken(intake):
        yield from rounds(intake)
        ImportTask.objects.update(worker="another")

    monkeypatch.setattr(PlanIntake, "rounds", overtaken)
    background.hand_over(batch, COMMIT, by=board, on=ON)

    assert not Rotation.objects.exists()
    batch.refresh_from_db()
    assert batch.status == ImportStatus.PREVIEWED


def test_a_sign_of_life_is_given_while_the_work_goes_on(lasting_district, board, threads, gate, monkeypatch):
    monkeypatch.setattr(background, "BEAT", 0.05)
    batch = receive(board)
    task = background.hand_over(batch, READ, by=board, on=ON)
    until = time.monotonic() + LONG
    while not task.total and time.monotonic() < until:
        time.sleep(0.02)
        task.refresh_from_db()
    assert (task.state, task.total) == (TaskState.RUNNING, 1)
    first = task.seen_at
    while task.seen_at == first and time.monotonic() < until:
        time.sleep(0.02)
        task.refresh_from_db()
    assert task.seen_at > first

    gate.set()
    assert background.wait(task, LONG).state == TaskState.DONE


HANGING_WORKER = """
import sys, time
import django
django.setup()
from rotations.importing import background
from rotations.importing.plans.intake import PlanIntake

store = PlanIntake.store
def hang(intake, rows, journal):
    store(intake, rows, journal)
    print("written", flush=True)
    time.sleep(600)

PlanIntake.store = hang
background.do_next()
"""


def database_url() -> str:
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    where = f"{config['HOST']}:{config['PORT']}/{config['NAME']}"
    return f"postgres://{config['USER']}:{config['PASSWORD']}@{where}"


@pytest.mark.parametrize("act", [READ, COMMIT])
def test_the_task_of_a_killed_process_is_taken_up_again(
    lasting_district, board, client_of, settings, threads, act, tmp_path
):
    settings.IMPORTS_RUN_IN = "request"
    batch = receive(board) if act == READ else read(board)
    settings.IMPORTS_RUN_IN = "worker"
    task = background.hand_over(batch, act, by=board, on=ON)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cadre_rotation.settings",
        "DATABASE_URL": database_url(),
        "CADRE_DATA_DIR": str(tmp_path),
    }
    with subprocess.Popen(
        [sys.executable, "-c", HANGING_WORKER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "written\n"
        worker.send_signal(signal.SIGKILL)
    task.refresh_from_db()
    assert (task.state, task.tries) == (TaskState.RUNNING, 1)
    assert not Rotation.objects.exists()
    ImportTask.objects.update(seen_at=now() - timedelta(minutes=1))  # the silence

    settings.IMPORTS_RUN_IN = "web"
    page = client_of(board)
    page.get(f"/imports/{batch.pk}/")

    assert background.wait(task, LONG).state == TaskState.DONE
    batch.refresh_from_db()
    assert batch.status == (ImportStatus.PREVIEWED if act == READ else ImportStatus.COMMITTED)
    assert Rotation.objects.count() == (act == COMMIT)
