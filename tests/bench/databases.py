"""The database every measurement starts from, and a copy of it for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SETTINGS = ("server_version", "fsync", "synchronous_commit", "full_page_writes")


def named(url: str, database: str) -> str:
    """The same server's URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def libpq(url: str, database: str = "postgres") -> str:
    """The same for the driver itself."""
    return named(url, database).replace("postgres://", "postgresql://", 1)


def _connect(url: str, database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(libpq(url, database), autocommit=True)


def settings(url: str) -> dict[str, str]:
    """What the server promises of the disk, which decides what writing costs."""
    found = {}
    with _connect(url) as db:
        for name in SETTINGS:
            row = db.execute("SELECT current_setting(%s)", [name]).fetchone()
            found[name] = str(row[0]) if row else ""
    return found


@contextmanager
def database(url: str, name: str, *, like: str | None = None) -> Iterator[str]:
    """A database of that name, empty or a copy of another, as a URL; gone afterwards."""
    with _connect(url) as db:
        template = sql.SQL("TEMPLATE {}").format(sql.Identifier(like)) if like else sql.SQL("")
        db.execute(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), template))
    try:
        yield named(url, name)
    finally:
        with _connect(url) as db:
            db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def settle(url: str, name: str) -> None:
    """Statistics and visibility as after a quiet night, so that no copy begins with a vacuum."""
    with _connect(url, name) as db:
        db.execute("VACUUM ANALYZE")
        db.execute("CHECKPOINT")


def server() -> str:
    """DATABASE_URL of a PostgreSQL server on which databases may be made."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        raise SystemExit("Đo trên PostgreSQL: chạy bằng `make bench`.")
    return url
