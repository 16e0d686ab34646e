"""The search for lost objects is as before once the last run is over, however it ended."""

import gc

import pytest

from rotations.importing.unhurried import PATIENCE, unhurried


def test_held_back_until_the_last_of_several_runs_is_over():
    before = gc.get_threshold()
    first, second = unhurried(), unhurried()

    with first:
        assert gc.get_threshold()[0] == PATIENCE
        second.__enter__()
    assert gc.get_threshold()[0] == PATIENCE
    second.__exit__(None, None, None)

    assert gc.get_threshold() == before


def test_a_run_that_fails_leaves_nothing_behind():
    before = gc.get_threshold()

    with pytest.raises(LookupError), unhurried():
        raise LookupError

    assert gc.get_threshold() == before
