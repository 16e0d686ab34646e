"""A process that restores a backup and can be stopped dead on the way: `python -m tests.keeping.stopping FILE POINT`.

At POINT it makes FILE.reached and waits to be killed ("" goes on to the end).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

# Where a restore may be stopped: after this function of `restoring`, or in the middle of copying the new file.
POINTS = {"loaded": "_load", "proved": "_prove", "up to date": "_bring_up_to_date"}
MIDWAY = "midway"


def run(path: Path, point: str) -> None:
    """Restore over what is there, as the shell does."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_rotation.settings")
    django.setup()
    from rotations.keeping import restore, restoring

    def wait(*_: Any) -> None:
        path.with_suffix(".reached").touch()
        time.sleep(300)
        raise SystemExit("was not killed")

    if point == MIDWAY:
        restoring.PAGES_AT_ONCE = 20
        restoring.tell_of_pages = lambda _status, left, total: wait() if 0 < left < total // 2 else None
    elif point:
        plain = getattr(restoring, POINTS[point])

        def waiting(*args: Any, **kwargs: Any) -> None:
            plain(*args, **kwargs)
            wait()

        setattr(restoring, POINTS[point], waiting)
    restore(path, replace=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2])
