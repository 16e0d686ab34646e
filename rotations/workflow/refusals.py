"""Why an act is not done: it is not allowed, or somebody has to say why it is done all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from rotations.access import is_own_or_relatives_file
from rotations.models import Account, FamilyMember, Official, explain
from rotations.rules import Check

OWN_OR_RELATIVE = (
    "Không được xử lý hồ sơ của chính mình hoặc của người thân; hãy giao người khác trong Ban thực hiện."
)
WANTED_IN_WORDS = {"approver": "người chấp thuận", "document": "văn bản chấp thuận"}
NOT_ALLOWED = "Tài khoản này không có quyền thực hiện việc “{}”."


class MoveRefused(Exception):
    """The act is not open: permission, order, conflict of interest, or a constraint; the message says which."""


class ExceptionNeeded(Exception):
    """Some conditions are doubtful and what they want is not there; `checks` are those that did not pass, `wants`
    the parts the regulation asks for ("reason", "approver", "document"), `lacks` those of them not given."""

    def __init__(
        self, checks: Sequence[Check], wants: Iterable[str] = ("reason",), lacks: Iterable[str] = ("reason",)
    ) -> None:
        self.checks, self.wants, self.lacks = list(checks), frozenset(wants), frozenset(lacks)
        said = [check.message for check in self.checks]
        if asked := [WANTED_IN_WORDS[part] for part in ("approver", "document") if part in self.wants]:
            said.append(f"Quy định yêu cầu {' và '.join(asked)}.")
        super().__init__(" ".join(said))


def why_not(by: Account | None, permission: str, label: str, official: Official) -> str:
    """Why `by` may not do this to `official`'s case: permission or kinship; "" when it may. One query at most.

    None is the system itself, which has no rank and no relatives.
    """
    if by is None:
        return ""
    if not by.has_perm(permission):
        return NOT_ALLOWED.format(label)
    return OWN_OR_RELATIVE if is_own_or_relatives_file(by, official) else ""


def handled_by_others(by: Account | None) -> frozenset[int]:
    """Keys of the officials whose cases `by` must leave to others: its own and its relatives'. One query."""
    if by is None or by.official_id is None:
        return frozenset()
    own = by.official_id
    found = {own}
    links = FamilyMember.objects.filter(official=own) | FamilyMember.objects.filter(relative=own)
    for official, relative in links.values_list("official_id", "relative_id"):
        found |= {official} if relative is None else {official, relative}
    return frozenset(found)


@contextmanager
def constraints_in_words() -> Iterator[None]:
    """Turn what the database refuses into MoveRefused with the constraint's own message; nothing is kept then."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        message = explain(refused)
        if message is None:
            raise
        raise MoveRefused(message) from refused


def signed_by(row: object, by: Account | None) -> None:
    """Let the history line of the next save name `by`, in a shell as well as in a request."""
    if by is not None:
        row._history_user = by  # type: ignore[attr-defined]
