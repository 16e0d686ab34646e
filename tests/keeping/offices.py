"""Databases of their own beside the one of the tests, and this process looking into one of them as into its own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections

from cadre_rotation.settings import database
from rotations.keeping.tables import LEFT_OUT
from tests.bench import databases


@dataclass
class Offices:
    """A street of installations: each a database, gone when the street is closed."""

    folder: Path
    worker: str
    stack: ExitStack = field(default_factory=ExitStack)

    def new(self, name: str, *, migrated: bool = True, kind: str = "") -> str:
        """A database as a URL, with the reference data alone, or with nothing at all."""
        kind = kind or connection.vendor
        if kind == "sqlite":
            path = self.folder / f"{name}.sqlite3"
            if migrated:
                with (
                    closing(sqlite3.connect(_of_the_tests())) as tests,
                    closing(sqlite3.connect(path)) as copy,
                ):
                    tests.backup(copy)
            return f"sqlite:///{path}"
        like = _of_the_tests() if migrated else None
        connections["default"].close()  # nobody may be in a database that is copied
        url = databases.database(os.environ["DATABASE_URL"], f"{name}_{self.worker}", like=like)
        return self.stack.enter_context(url)

    def close(self) -> None:
        """Take them all away."""
        self.stack.close()


def _of_the_tests() -> str:
    return str(connections["default"].settings_dict["NAME"])


@contextmanager
def inside(url: str) -> Iterator[None]:
    """Everything in this process speaks to the database of `url`."""
    usual = connections["default"]
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    try:
        config: dict[str, Any] = {**usual.settings_dict, **database(Path("/nowhere"))}
    finally:
        os.environ.pop("DATABASE_URL") if before is None else os.environ.update(DATABASE_URL=before)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    backend = __import__(f"{config['ENGINE']}.base", fromlist=["DatabaseWrapper"]).DatabaseWrapper
    config.update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=False)
    connections["default"] = backend(config, "default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual
        ContentType.objects.clear_cache()


def rows() -> dict[str, list[Any]]:
    """Every row of every table as the product reads it, without the sessions."""
    held = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in LEFT_OUT:
            names = [field.attname for field in model._meta.concrete_fields]
            found = model._base_manager.order_by("pk").values_list(*names)
            held[model._meta.db_table] = [tuple(map(_plain, row)) for row in found.iterator(chunk_size=500)]
    return held


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
