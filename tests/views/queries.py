"""Counting the SQL of a page."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MOST = 12


def queries_of(client: Client, url: str) -> int:
    """How many statements opening `url` costs, sign-in and session included; savepoints exist in tests alone.

    The page before it pays for what one page a minute pays: writing that the account was here.
    """
    client.get("/accounts/password/done/")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        b"".join(response) if response.streaming else response.content
    return sum("SAVEPOINT" not in query["sql"] for query in captured)
