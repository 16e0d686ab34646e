"""Putting down the figures of a report as they stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from rotations.models import Account, FrozenReport
from rotations.vocabulary import ReportKind
from rotations.workflow.refusals import MoveRefused, constraints_in_words

FREEZE = "rotations.freeze_report"


def freeze_report(
    report: ReportKind,
    *,
    title: str,
    period: str,
    choice: dict[str, str],
    content: dict[str, Any],
    note: str = "",
    by: Account | None,
    on: date,
) -> FrozenReport:
    """Keep `content`, the sheet of `report` counted on `on` for `choice`, for good.

    Without an account it is the system itself, from a shell. Raises MoveRefused for an account that may not, for a sheet without a line, and for one frozen that day already.
    """
    if by is not None and not by.has_perm(FREEZE):
        raise MoveRefused("Bạn không có quyền chốt số liệu.")
    if not content.get("lines"):
        raise MoveRefused("Chưa có số liệu nào để chốt; hãy chọn thời kỳ khác.")
    with constraints_in_words():
        return FrozenReport.objects.create(
            report=report,
            title=title,
            period=period,
            choice=choice,
            choice_key=FrozenReport.key_of(choice),
            as_of=on,
            content=content,
            note=note,
            frozen_by=by,
        )
