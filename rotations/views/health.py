"""Whether the installation is well, for machines that watch it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has every migration, 503 otherwise; nothing else is told to strangers."""
    state = {"database": "ok", "migrations": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            state["migrations"] = "missing"
    except DatabaseError:
        state = {"database": "unreachable", "migrations": "unknown"}
    well = set(state.values()) == {"ok"}
    return JsonResponse({"status": "ok" if well else "unwell", **state}, status=200 if well else 503)
