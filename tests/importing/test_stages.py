"""How far the work on a file is, told while it goes on, for every kind of file: in the database and on the page."""

from __future__ import annotations

import pytest
from django.utils.timezone import now

from rotations.importing import background, taking_in
from rotations.importing.stages import Stages
from rotations.models import ImportTask
from rotations.vocabulary import ImportAct, ImportKind, TaskState, UnitLevel
from tests.importing import need_files, register, unit_files
from tests.importing.district import ON, YEAR, make_district, newcomer, row, workbook
from tests.makers import make_unit

ROWS = 250


def plan() -> bytes:
    make_district()
    return workbook(row(), *(newcomer(number, name=f"Giàng A Số {number}") for number in range(2, ROWS + 1)))


def units() -> bytes:
    make_unit("Huyện Thử", UnitLevel.DISTRICT)
    return unit_files.workbook(*(unit_files.row(name=f"Xã Số {number}") for number in range(ROWS)))


def needs() -> bytes:
    make_unit("Xã Pa Tần")
    return need_files.workbook(
        *(need_files.row(number=n, position=f"Chức danh {n}") for n in range(1, ROWS + 1))
    )


def officials() -> bytes:
    register.make_commune()
    return register.workbook(
        *(register.newcomer(name=f"Vàng A Số {number}", post="") for number in range(ROWS))
    )


FILES = {
    ImportKind.PLAN: plan, ImportKind.UNITS: units, ImportKind.NEEDS: needs, ImportKind.OFFICIALS: officials,
}  # fmt: skip


@pytest.fixture(params=FILES, ids=str)
def batch(request, db, board):
    """A file of many rows, handed in and not read yet."""
    kind = request.param
    year = YEAR if kind in (ImportKind.PLAN, ImportKind.NEEDS) else None
    return taking_in.receive("tep.xlsx", FILES[kind](), by=board, kind=kind, year=year)


def test_a_file_tells_how_far_it_is_while_it_is_read(batch, board):
    told: list[tuple[int, int]] = []

    taking_in.look(batch, by=board, on=ON, progress=lambda done, of: told.append((done, of)))

    assert {of for _done, of in told} == {ROWS}
    done = [done for done, _of in told]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, ROWS)
    if (
        batch.kind != ImportKind.OFFICIALS
    ):  # a register is read so many people at a time, and tells it with each round
        assert len({number for number in done if 0 < number < ROWS}) >= 5


def test_the_page_shows_what_the_database_was_told(batch, board, client_of, settings):
    settings.IMPORTS_RUN_IN = "worker"
    background.hand_over(batch, ImportAct.READ, by=board, on=ON)
    ImportTask.objects.update(state=TaskState.RUNNING, worker="elsewhere", seen_at=now(), done=80, total=ROWS)
    page = client_of(board)

    shown = page.get(f"/imports/{batch.pk}/").content.decode()
    assert "Đang đọc tệp" in shown
    assert "32%" in shown
    assert f"80/{ROWS} dòng" in shown
    assert 'max="250" value="80"' in shown
    told = page.get(f"/imports/{batch.pk}/progress/").json()
    assert (told["percent"], told["done"], told["total"]) == (32, 80, ROWS)


@pytest.mark.parametrize(("done", "percent"), [(0, "0"), (248, "99"), (249, "99"), (250, "99")])
def test_it_never_says_that_all_is_done_before_it_is(db, board, client_of, settings, done, percent):
    settings.IMPORTS_RUN_IN = "worker"
    batch = taking_in.receive("tep.xlsx", plan(), by=board, year=YEAR)
    background.hand_over(batch, ImportAct.READ, by=board, on=ON)
    ImportTask.objects.update(
        state=TaskState.RUNNING, worker="elsewhere", seen_at=now(), done=done, total=ROWS
    )

    assert client_of(board).get(f"/imports/{batch.pk}/progress/").json()["percent"] == int(percent)


def test_stages_add_up_and_tell_the_part_that_is_done():
    told: list[float] = []
    stages = Stages(told.append)

    assert list(stages.over(range(200), 0.5)) == list(range(200))
    assert list(stages.over([], 0.2)) == []
    assert list(stages.over(range(1), 0.25)) == [0]

    assert told == pytest.approx([0.0, 0.25, 0.7])
