"""The background work of the import in a process of its own: `manage.py import_worker`."""

from __future__ import annotations

import logging
import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from rotations.importing import background

log = logging.getLogger(__name__)

PAUSE: Final = 1.0  # seconds between two looks for work


class Command(BaseCommand):
    """Read, write and undo files handed in through the pages, one at a time, until stopped.

    It may be stopped at any moment: what it was doing is rolled back and taken up again by the next one.
    """

    help = "Đọc, ghi và hoàn tác các tệp đã nộp (dùng khi CADRE_IMPORTS=worker)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to stay."""
        parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi thôi")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work while there is work, look again every second."""
        while True:
            close_old_connections()
            try:
                while background.do_next():
                    pass
            except DatabaseError:
                if options["once"]:
                    raise
                log.exception("the database did not answer; trying again")
                connection.close()
            if options["once"]:
                return
            time.sleep(PAUSE)
