"""A street of installations for the tests of backups."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.keeping import everything
from tests.keeping.offices import Offices, inside


@pytest.fixture(scope="module")
def offices(request, tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Offices]:
    worker = str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))
    street = Offices(
        tmp_path_factory.mktemp("offices"), f"{request.module.__name__.rpartition('.')[2]}_{worker}"
    )
    with django_db_blocker.unblock():
        yield street
        street.close()


@pytest.fixture(scope="module")
def full(offices) -> str:
    """An installation with something of every kind in it."""
    url = offices.new("full")
    with inside(url):
        everything.fill()
    return url
