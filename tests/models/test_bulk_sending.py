"""What the caller does while the database is at work."""

from contextlib import nullcontext
from time import sleep

import pytest
from django.db import DatabaseError, connection, transaction

from rotations.models import stepping_meanwhile

pytestmark = pytest.mark.django_db

WAITS = "SELECT 7 FROM (SELECT pg_sleep(0.2)) waited"


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("number", [1, 3])
def test_steps_are_taken_while_postgresql_is_at_work_and_no_more_than_there_are(number):
    taken = []

    def step():
        taken.append(len(taken))
        sleep(0.001)
        return len(taken) < number

    with stepping_meanwhile(step):
        answer, first = asked(WAITS if connection.vendor == "postgresql" else "SELECT 7"), list(taken)
        again = asked("SELECT 8")

    assert (answer, again) == (7, 8)
    assert first == (list(range(number)) if connection.vendor == "postgresql" else [])
    # Whether there is more by then is asked anew, once a statement.
    assert taken == (list(range(number + 1)) if connection.vendor == "postgresql" else [])


@pytest.mark.parametrize("fails_at", [1, 3])
def test_what_a_step_raises_comes_after_the_answer_and_leaves_the_connection_whole(fails_at):
    on_postgresql, taken = connection.vendor == "postgresql", []

    def step():
        taken.append(1)
        if len(taken) == fails_at:
            raise MemoryError("no room")
        return True

    refused = pytest.raises(MemoryError, match="no room") if on_postgresql else nullcontext()
    with refused, stepping_meanwhile(step):
        asked(WAITS if on_postgresql else "SELECT 7")

    assert len(taken) == (fails_at if on_postgresql else 0)
    assert asked("SELECT 8") == 8


def test_no_step_is_taken_afterwards_even_when_the_block_broke():
    taken = []

    def step():
        taken.append(1)
        return True

    with pytest.raises(DatabaseError), transaction.atomic(), stepping_meanwhile(step):
        asked("SELECT nothing FROM nowhere")
    before = len(taken)

    assert asked(WAITS if connection.vendor == "postgresql" else "SELECT 7") == 7
    assert len(taken) == before
