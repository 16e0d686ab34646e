"""The back office: every kept record, one file per aggregate with the names of `models`.

Here belong lists, forms and searches over records as they are stored. What moves a case (its status, an election, a
decision on a placement) belongs to `workflow` and its pages and is read-only here. Rows, fields and choices start
from `access`, so the back office is no side door.
"""

from rotations.admin import (
    accounts,
    attachments,
    audit,
    catalogues,
    decisions,
    evaluations,
    frozen_reports,
    holdings,
    import_batches,
    localities,
    needs,
    officials,
    placements,
    plans,
    positions,
    regulations,
    rotations,
    site,
    terms,
    units,
)

__all__ = [
    "accounts",
    "attachments",
    "audit",
    "catalogues",
    "decisions",
    "evaluations",
    "frozen_reports",
    "holdings",
    "import_batches",
    "localities",
    "needs",
    "officials",
    "placements",
    "plans",
    "positions",
    "regulations",
    "rotations",
    "site",
    "terms",
    "units",
]
