"""The register of decisions: numbers within a term, and the lines that release people from posts and grant them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from rotations.models import Account, Decision, DecisionLine, Rotation, Term, create_recorded
from rotations.vocabulary import FillingMode, LineAction, SecrecyLevel
from rotations.workflow.refusals import (
    NOT_ALLOWED,
    OWN_OR_RELATIVE,
    MoveRefused,
    constraints_in_words,
    handled_by_others,
    signed_by,
)

RECORD = "Ghi quyết định"
TOO_SECRET = (
    "Máy chủ này không được phép lưu văn bản mật: chỉ ghi tài liệu nội bộ. Văn bản Mật trở lên chỉ lưu trên mạng LAN "
    "độc lập."
)


def term_of(day: date) -> Term | None:
    """The committee term whose series of numbers a decision of that day belongs to. One query."""
    return Term.objects.party().running_on(day).first()


def next_number(symbol: str, *, on: date) -> str:
    """The first free number of a symbol in the term that runs on `on`: one more than the highest.

    Shape   a symbol and a day in, a number as text out; "1" in a term without any. Two queries.
    Units   a number goes by its leading digits ("12A" is 12); the series runs through the term and does not begin
            anew with the year.
    Errors  none. Two people may be offered the same one: the database lets one of them have it.
    Source  domain reference §7, §11.3 (11).
    """
    term = term_of(on)
    taken = Decision.objects.filter(symbol=symbol.strip(), term=term).exclude(number_key="")
    highest = 0
    for number in taken.values_list("number_key", flat=True):
        digits = number[: len(number) - len(number.lstrip("0123456789"))]
        highest = max(highest, int(digits) if digits else 0)
    return str(highest + 1)


def record_decision(
    decision: Decision, lines: Sequence[DecisionLine] = (), *, by: Account | None, on: date, seen: str = ""
) -> Decision:
    """Keep a decision, new or corrected, with further lines; its term follows from its date.

    A wrong number is corrected, never deleted: what it was stays in the history. `seen` is the `changed_at` (ISO) of
    the row that was corrected, as its page showed it. Raises MoveRefused: permission, own or a relative's line, a
    marking this machine may not keep, a number that is taken, a row somebody else changed in the meantime.
    """
    verb = "change" if decision.pk else "add"
    if by is not None and not by.has_perm(f"rotations.{verb}_decision"):
        raise MoveRefused(NOT_ALLOWED.format(RECORD))
    theirs = handled_by_others(by)
    for line in lines:
        if line.official_id in theirs:
            raise MoveRefused(f"{line.official}: {OWN_OR_RELATIVE}")
    with constraints_in_words():
        if decision.pk and seen:
            _refuse_stale(decision, seen)
        return write_decision(decision, lines, by=by)


def _refuse_stale(decision: Decision, seen: str) -> None:
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if held.changed_at.isoformat() == seen:
        return
    history: Any = held.history
    last = history.select_related("history_user").order_by("-history_date", "-history_id").first()
    who = f" do {last.history_user}" if last and last.history_user else ""
    raise MoveRefused(
        f"Quyết định này vừa được sửa{who} thành số “{held.number}”, ngày ban hành {held.issued_on:%d/%m/%Y}; "
        "hãy tải lại trang rồi sửa tiếp."
    )


def write_decision(decision: Decision, lines: Sequence[DecisionLine], *, by: Account | None) -> Decision:
    """The same, for an act that was allowed already."""
    if decision.secrecy != SecrecyLevel.INTERNAL and settings.SECRECY == "normal":
        raise MoveRefused(TOO_SECRET)
    decision.term = term_of(decision.issued_on)
    with constraints_in_words():
        signed_by(decision, by)
        decision.save()
        add_lines(decision, lines, by=by)
    return decision


def add_lines(decision: Decision, lines: Sequence[DecisionLine], *, by: Account | None) -> None:
    """Put lines below those a decision has already."""
    below = decision.lines.count()
    for ordinal, line in enumerate(lines, start=below + 1):
        line.decision, line.ordinal = decision, ordinal
    create_recorded(lines, by=by)


def lines_of_start(rotation: Rotation) -> list[DecisionLine]:
    """What a decision to rotate says of one case: released from each post left, granted each post brought.

    Shape   a decided case in, unsaved lines out. Two queries.
    Units   each line takes effect on the day the rotation starts; a post that is elected is one to be put forward for.
    Errors  none; a case without posts has one line with the unit.
    Source  domain reference §2 (one decision, several release and grant lines).
    """
    lines = [
        _line(rotation, LineAction.RELEASE, post=post, effective_on=rotation.starts_on)
        for post in rotation.left_posts.select_related("position", "unit")
    ]
    if not lines and rotation.sending_title:
        lines.append(
            _line(rotation, LineAction.RELEASE, text=rotation.sending_title, effective_on=rotation.starts_on)
        )
    rows = list(rotation.posts.select_related("post__position", "post__unit"))
    for row in rows:
        elected = row.mode == FillingMode.ELECTED
        lines.append(
            _line(
                rotation,
                LineAction.GRANT,
                post=row.post,
                term_id=row.term_id,
                text=f"Giới thiệu để bầu giữ chức {row.post.position}" if elected else "",
                effective_on=rotation.starts_on,
            )
        )
    if not rows:
        text = f"{rotation.get_movement_type_display()} đến {rotation.receiving_unit}"
        lines.append(_line(rotation, LineAction.GRANT, text=text, effective_on=rotation.starts_on))
    return lines


def lines_of_end(rotation: Rotation) -> list[DecisionLine]:
    """What a decision to end says of one case: released from every post it brought, Party and state.

    An elected state post is given up by the council: its line says that it is asked to release. Two queries at most.
    """
    lines = []
    for row in rotation.posts.filter(held_from__isnull=False).select_related("post__position", "post__unit"):
        elected = row.mode == FillingMode.ELECTED
        lines.append(
            _line(
                rotation,
                LineAction.RELEASE,
                post=row.post,
                term_id=row.term_id,
                text=f"Đề nghị miễn nhiệm chức {row.post.position}" if elected else "",
                effective_on=rotation.ended_on,
            )
        )
    if not lines:
        text = f"Kết thúc luân chuyển tại {rotation.receiving_unit}"
        lines.append(_line(rotation, LineAction.RELEASE, text=text, effective_on=rotation.ended_on))
    return lines


LINES_OF = {"decide": lines_of_start, "end": lines_of_end}


def lines_of_many(rotations: Iterable[Rotation], verb: str) -> list[DecisionLine]:
    """The lines of one decision about several people, person by person."""
    compose = LINES_OF.get(verb)
    return [line for rotation in rotations for line in compose(rotation)] if compose else []


def _line(rotation: Rotation, action: LineAction, **fields: Any) -> DecisionLine:
    return DecisionLine(rotation=rotation, official_id=rotation.official_id, action=action, **fields)
