"""Notes that somebody read, exported or printed personal data."""

from __future__ import annotations

from django.db.models import Model

from rotations.models import Account, AuditEntry
from rotations.vocabulary import AuditAction


def note(
    account: Account, action: AuditAction, subject: Model | str, *, purpose: str = "", row_count: int = 1
) -> AuditEntry:
    """Keep that `account` did `action` to `subject`: a record, or the name of a list. One INSERT.

    A subject's id is kept, its content is not: the trail must not become a second copy of the files.
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
