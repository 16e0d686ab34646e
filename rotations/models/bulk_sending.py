"""How rows get to the database: by COPY where there is one, else by one prepared statement."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from time import sleep
from typing import Any, Final

from django.db import connection

# Seconds between two looks at the connection once there is nothing left to do meanwhile.
A_MOMENT: Final = 0.0003


def write_values(into: str, values: Iterable[Sequence[Any]]) -> None:
    """Rows as lists of values into a table and its columns, named as SQL has them."""
    if connection.vendor == "postgresql":
        copy_values(into, values)
        return
    rows = iter(values)
    first = next(rows)
    for_each(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(first))})", chain([first], rows))


def copy_values(into: str, values: Iterable[Sequence[Any]]) -> None:
    """The same by COPY, which PostgreSQL alone has."""
    # All worked out before the first is sent: a query in the middle of a COPY, for a column that was not read with
    # its row, would wait for ever for the COPY to end.
    rows = list(values)
    with _copying(into) as copy:
        for row in rows:
            copy.write_row(row)


def copy_lines(into: str, lines: Iterable[str]) -> None:
    """Rows written out, some lines at a time; it stores some while we write the next.

    Whatever writes them out must not ask the database anything.
    """
    with _copying(into) as copy:
        for some in lines:
            copy.write(some)


@contextmanager
def keys_checked_meanwhile() -> Iterator[None]:
    """Have PostgreSQL look at the keys written so far while the caller computes, instead of all at the end.

    Shape   a block that asks the database nothing, or late: its first question waits until all keys are looked at.
            Elsewhere than on PostgreSQL keys are looked at in the end.
    Errors  IntegrityError for a row that points to nothing: at the first question of the block, else at its end.
    Source  product §8 (import).
    """
    if connection.vendor != "postgresql":
        yield
        return
    with ExitStack() as looking:
        cursor = looking.enter_context(connection.cursor())
        looking.enter_context(connection.wrap_database_errors)
        looking.enter_context(connection.connection.pipeline())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.connection.pgconn.flush()

        def after_the_look(ask: Callable[..., Any], *question: Any) -> Any:
            looking.close()
            return ask(*question)

        with connection.execute_wrapper(after_the_look):
            yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def stepping_meanwhile(step: Callable[[], bool]) -> Iterator[None]:
    """Whenever the block would wait for PostgreSQL, do something of the caller's own instead, a little at a time.

    Shape   `step` does some and tells whether there is more for now: it is asked anew with every statement. It is called
            in the middle of a statement, so that it asks the database nothing.
    Units   an answer waits for one step at most, so a step should take less than a millisecond.
    Errors  what `step` raises, once the answer is there.
    Source  product §8 (import).
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    driver = connection.connection
    plain_wait = driver.wait
    broken: list[BaseException] = []

    def goes_on() -> bool:
        try:
            return not broken and step()
        except BaseException as error:  # noqa: BLE001 – raised once the connection has said what it has to say
            broken.append(error)
            return False

    def take_steps(talk: Generator[Any, int, Any]) -> Generator[Any, int, Any]:
        more = True
        try:
            wanted = next(talk)
            while True:
                while not (ready := (yield wanted)):
                    more = more and goes_on()
                    if not more:
                        sleep(A_MOMENT)
                wanted = talk.send(ready)
        except StopIteration as told:
            return told.value

    def wait(talk: Generator[Any, int, Any], *args: Any, **options: Any) -> Any:
        answer = plain_wait(take_steps(talk), interval=0) if goes_on() else plain_wait(talk, *args, **options)
        if broken:
            raise broken.pop()
        return answer

    driver.wait = wait
    try:
        yield
    finally:
        del driver.wait


@contextmanager
def _copying(into: str) -> Iterator[Any]:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {into} FROM STDIN") as copy,
    ):
        yield copy


def for_each(statement: str, values: Iterable[Any]) -> int:
    """One statement, prepared once, for each of the values; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)  # type: ignore[arg-type]  # any iterable will do
        return int(cursor.rowcount)
