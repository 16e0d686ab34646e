"""Whether the installation is well, for machines that watch it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rotations.access import last_backup


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has every migration, 503 otherwise; besides only the day of the last backup is told to
    strangers, so that a missed one is seen."""
    state = {"database": "ok", "migrations": "ok"}
    backed_up: date | None = None
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            state["migrations"] = "missing"
        else:
            at = last_backup()
            backed_up = localtime(at).date() if at else None
    except DatabaseError:
        state = {"database": "unreachable", "migrations": "unknown"}
    well = set(state.values()) == {"ok"}
    told = {"status": "ok" if well else "unwell", **state, "last_backup": backed_up}
    return JsonResponse(told, status=200 if well else 503)
