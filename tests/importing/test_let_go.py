"""Nothing of a run hangs in a circle: what it read is gone with it, without a search for lost objects."""

from __future__ import annotations

import gc
import weakref

import pytest

from rotations.importing import taking_in
from rotations.importing.files import markup
from rotations.importing.lookups import Positions, Units
from rotations.vocabulary import KINDS_OF_A_YEAR, ImportKind
from tests.importing import need_files, register, unit_files
from tests.importing.district import ON, YEAR, make_district, row, workbook

pytestmark = pytest.mark.django_db

FILES = {
    ImportKind.PLAN: lambda: workbook(row()),
    ImportKind.OFFICIALS: lambda: register.workbook(register.newcomer()),
    ImportKind.UNITS: lambda: unit_files.workbook(unit_files.district()),
    ImportKind.NEEDS: lambda: need_files.workbook(need_files.row()),
}


@pytest.fixture
def met(monkeypatch):
    """What a run makes that holds much: its tables, the lists it looks names up in, the parser of the file."""
    seen = []

    def watch(owner, name, found):
        plain = getattr(owner, name)

        def watched(*args, **kwargs):
            made = plain(*args, **kwargs)
            seen.extend(map(weakref.ref, found(made, *args)))
            return made

        monkeypatch.setattr(owner, name, watched)

    watch(taking_in, "find_tables", lambda made, *_: made.read)
    watch(Units, "__init__", lambda _made, its, *_: [its])
    watch(Positions, "__init__", lambda _made, its, *_: [its])
    watch(markup._Stream, "__init__", lambda _made, its, *_: [its])
    return seen


@pytest.mark.parametrize("keep", [False, True], ids=["looked at", "taken in"])
@pytest.mark.parametrize("kind", FILES)
def test_what_a_run_read_is_gone_with_it(met, kind, keep):
    make_district()
    data = FILES[kind]()
    gc.collect()
    gc.disable()
    try:
        outcome = taking_in.take_in(
            kind,
            "tep.xlsx",
            data,
            on=ON,
            year=YEAR if kind in KINDS_OF_A_YEAR else None,
            keep=keep,
            retain=False,
        )
        assert len(met) >= 3
        assert outcome.refusal is None
        assert [left() for left in met] == [None] * len(met)
    finally:
        gc.enable()
