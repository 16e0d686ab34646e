"""What every test may ask for: an account per role, a signed-in client, a database, perhaps a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import HealthCheck, settings

from rotations.models import Account
from rotations.vocabulary import Role
from tests import browser, makers
from tests.trail import trail_open

# The same examples in every run: a test that fails, fails again. Look for new ones with CADRE_HYPOTHESIS=search.
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.register_profile("search", settings.get_profile("steady"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("CADRE_HYPOTHESIS", "steady"))


DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--touching-database`: for a second run on another database, which the other tests do not need."""
    parser.addoption(
        "--touching-database", action="store_true", help="only the tests that touch the database"
    )


def pytest_configure() -> None:
    """A test that writes for good empties every table when it ends, the trail and history among them, and the next one
    finds the reference data written again over whatever is there: both past the guards. Before any fixture, for some
    set up a database of their own."""
    emptied, filled = TransactionTestCase._fixture_teardown, TransactionTestCase._fixture_setup.__func__

    def empty(self: TransactionTestCase) -> None:
        with trail_open():
            emptied(self)

    def fill(cls: type[TransactionTestCase]) -> None:
        with trail_open():
            filled(cls)

    # Some modules read the addresses as they are collected: those of an installation, not of a desk.
    django_settings.DEBUG = False
    TransactionTestCase._fixture_teardown = empty
    TransactionTestCase._fixture_setup = classmethod(fill)


def touches_the_database(item: pytest.Item) -> bool:
    """Whether a test says so, or asks for something that does."""
    asked_for = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not asked_for.isdisjoint(DATABASE_FIXTURES)


def commits(item: pytest.Item) -> bool:
    """Whether a test writes to the database for good, instead of in a transaction that is rolled back."""
    marked = item.get_closest_marker("django_db")
    asked_for = set(getattr(item, "fixturenames", ()))
    return bool(marked and marked.kwargs.get("transaction")) or not asked_for.isdisjoint(
        {"transactional_db", "live_server"}
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests run last; without a browser they are skipped, or fail where one is required."""
    if config.getoption("--touching-database"):
        left_out = [item for item in items if not touches_the_database(item)]
        items[:] = [item for item in items if touches_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        if commits(item):
            # Such a test empties every table when it ends; this puts the reference data back before the next one.
            item.fixturenames.insert(0, "django_db_serialized_rollback")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if (reason := browser.missing()) and not browser.required():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def _settings_of_a_test_bench() -> Iterator[None]:
    """Passwords hashed at once, static files found where they lie instead of in what `collectstatic` fills, and files
    imported within the request, which another thread could not see into.

    For the whole session, because the live server reads its settings once.
    """
    bench = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        WHITENOISE_AUTOREFRESH=True,
        IMPORTS_RUN_IN="request",
    )
    with bench:
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as an installation has it: a thread sees what another one wrote, and waits for its turn."""
    config = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        config["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "cadre.sqlite3")
        # Nothing in this database outlives the tests, so it need not wait for the disk.
        config["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture
def board(db) -> Account:
    """The daily user: an officer of the organization board."""
    return makers.make_account(Role.BOARD_OFFICER, username="board_officer")


@pytest.fixture
def lead(db) -> Account:
    """The head of the organization board."""
    return makers.make_account(Role.BOARD_LEAD, username="board_lead")


@pytest.fixture
def committee(db) -> Account:
    """The standing committee, which decides."""
    return makers.make_account(Role.STANDING_COMMITTEE, username="standing_committee")


@pytest.fixture
def clerk(db) -> Account:
    """The clerk of one unit, which is `clerk.unit`."""
    return makers.make_account(Role.UNIT_CLERK, makers.make_unit("Xã Nậm Thử"), username="unit_clerk")


@pytest.fixture
def appraiser(db) -> Account:
    """A body that is asked for its opinion; its unit is `appraiser.unit`."""
    body = makers.make_unit("Ủy ban Kiểm tra Thử", level=makers.UnitLevel.DISTRICT)
    return makers.make_account(Role.APPRAISER, body, username="appraiser")


@pytest.fixture
def viewer(db) -> Account:
    """A leader elsewhere who reads figures only."""
    return makers.make_account(Role.REPORT_VIEWER, username="report_viewer")


@pytest.fixture
def admin_account(db) -> Account:
    """The person who runs the machine: accounts and settings, no files."""
    return makers.make_account(Role.SYSTEM_ADMIN, username="system_admin", is_staff=True)


@pytest.fixture
def client_of() -> Callable[[Account], Client]:
    """A client signed in as an account: `client_of(board).get("/plans/")`."""

    def signed_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="rotations.access.RoleBackend")
        return client

    return signed_in
