"""Notes that somebody read, exported or printed personal data, or did something to the whole of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Model

from rotations.models import Account, AuditEntry
from rotations.vocabulary import AuditAction

# What a file of no people is taken out for, as the trail keeps it: nobody is asked.
FIGURES_ALONE: Final = "Số liệu tổng hợp, không có tên người"
LIST_OF_NO_PEOPLE: Final = "Danh sách không nêu tên cán bộ"


def note(
    account: Account | None,
    action: AuditAction,
    subject: Model | str,
    *,
    purpose: str = "",
    row_count: int = 1,
) -> AuditEntry:
    """Keep that `account` did `action` to `subject`: a record, or the name of a list. One INSERT.

    A subject's id is kept, its content is not: the trail must not become a second copy of the files. Without an
    account it is an act of somebody who is not signed in (`vocabulary.NOBODYS_ACTS`).
    """
    entry = AuditEntry(
        account=account,
        action=action,
        subject=str(subject)[:250],
        purpose=purpose[:250],
        row_count=row_count,
    )
    if isinstance(subject, Model):
        entry.subject_type = subject._meta.model_name or ""
        entry.subject_id = subject.pk
    entry.save()
    return entry


def last_backup() -> datetime | None:
    """When the last backup of this installation was taken; None for never. One query."""
    return AuditEntry.objects.backups().order_by("-at").values_list("at", flat=True).first()
