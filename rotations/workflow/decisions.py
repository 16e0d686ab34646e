"""The register of decisions: numbers within a term, and the lines that release people from posts and grant them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from rotations import vietnamese
from rotations.models import (
    Account,
    Decision,
    DecisionLine,
    Placement,
    Post,
    PostHolding,
    Rotation,
    RotationPost,
    Term,
    create_recorded,
)
from rotations.vocabulary import DecisionKind, FillingMode, LineAction, PlacementOutcome, SecrecyLevel
from rotations.workflow.refusals import (
    NOT_ALLOWED,
    OWN_OR_RELATIVE,
    MoveRefused,
    constraints_in_words,
    handled_by_others,
    signed_by,
)

RECORD = "Ghi quyết định"
# What a decision says; a note beside it may be changed without a word.
CORRECTED = (
    "kind", "title", "number", "symbol", "issued_on", "effective_on", "issuer", "signer", "signer_title", "secrecy",
)  # fmt: skip
ANOTHER_DAY = "Sổ quyết định đã có số {} ban hành ngày {:%d/%m/%Y}; hãy kiểm tra lại số và ngày ban hành của quyết định."
ANOTHER_KIND = (
    "Sổ quyết định đã có số {} cùng ngày, là quyết định về {}: “{}”; hãy kiểm tra lại số của quyết định."
)
# Decisions that do nothing beside; one to place somebody may release and appoint in the same paper.
NOTHING_ELSE = {DecisionKind.ROTATION, DecisionKind.EXTENSION}
NEW_SYMBOL = (
    "Sổ quyết định chưa có quyết định nào mang ký hiệu {}. Nếu ký hiệu đúng, hãy ghi quyết định vào sổ trước, rồi ghi "
    "lại số ở đây."
)
TOO_SECRET = (
    "Máy chủ này không được phép lưu văn bản mật: chỉ ghi tài liệu nội bộ. Văn bản Mật trở lên chỉ lưu trên mạng LAN "
    "độc lập."
)


def term_of(day: date) -> Term | None:
    """The committee term whose series of numbers a decision of that day belongs to. One query."""
    return Term.objects.party().running_on(day).first()


def symbol_in_register(symbol: str, term: Term | None, *, beside: int | None = None) -> str:
    """A symbol as the register of the term spells it already, so that one kind of document has one series of numbers.

    Shape   a symbol as typed in, one out: itself where it is new. `beside` is a decision whose own spelling does not
            count. One query.
    Units   case, marks and signs aside: qđ/hu, QD/HU and QĐ-HU are QĐ/HU; QĐi/HU is another kind.
    Errors  none.
    Source  domain reference §7.2.
    """
    others = Decision.objects.filter(term=term).order_by()
    if beside is not None:
        others = others.exclude(pk=beside)
    known = set(others.values_list("symbol", flat=True).distinct())
    typed = vietnamese.clean(symbol)
    if typed in known:
        return typed
    return min((one for one in known if vietnamese.fold(one) == vietnamese.fold(typed)), default=typed)


def next_number(symbol: str, *, on: date) -> str:
    """The first free number of a symbol in the term that runs on `on`: one more than the highest.

    Shape   a symbol and a day in, a number as text out; "1" in a term without any. Three queries.
    Units   a number goes by its leading digits ("12A" is 12); the series runs through the term and does not begin
            anew with the year. The symbol may be spelled otherwise than in the register.
    Errors  none. Two people may be offered the same one: the database lets one of them have it.
    Source  domain reference §7, §11.3 (11).
    """
    term = term_of(on)
    taken = Decision.objects.filter(symbol=symbol_in_register(symbol, term), term=term).exclude(number_key="")
    highest = 0
    for number in taken.values_list("number_key", flat=True):
        digits = number[: len(number) - len(number.lstrip("0123456789"))]
        highest = max(highest, int(digits) if digits else 0)
    return str(highest + 1)


def record_decision(
    decision: Decision,
    lines: Sequence[DecisionLine] = (),
    *,
    by: Account | None,
    on: date,
    why: str = "",
) -> Decision:
    """Keep a decision, new or corrected, with further lines; its term follows from its date.

    A wrong number is corrected with its reason `why`, never deleted: what it was stays in the history, and the reason
    beside it. What was left open, as a number the registry had not given, is filled in without one. Raises
    MoveRefused: permission, own or a relative's line, a marking this machine may not keep, a number that is taken.
    """
    verb = "change" if decision.pk else "add"
    if by is not None and not by.has_perm(f"rotations.{verb}_decision"):
        raise MoveRefused(NOT_ALLOWED.format(RECORD))
    theirs = handled_by_others(by)
    for line in lines:
        if line.official_id in theirs:
            raise MoveRefused(f"{line.official}: {OWN_OR_RELATIVE}")
    with constraints_in_words():
        if decision.pk:
            held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
            _keep_reason(held, decision, why.strip())
        return write_decision(decision, lines, by=by)


def _keep_reason(held: Decision, decision: Decision, why: str) -> None:
    """Beside the change in the history; MoveRefused where something written down is changed and nobody says why."""
    changed = any(
        getattr(held, name) and getattr(held, name) != getattr(decision, name) for name in CORRECTED
    )
    if changed and not why:
        raise MoveRefused("Hãy ghi lý do đính chính: nội dung đã ghi được sửa.")
    decision._change_reason = why or None  # type: ignore[attr-defined]


def write_decision(decision: Decision, lines: Sequence[DecisionLine], *, by: Account | None) -> Decision:
    """The same, for an act that was allowed already."""
    if decision.secrecy != SecrecyLevel.INTERNAL and settings.SECRECY == "normal":
        raise MoveRefused(TOO_SECRET)
    decision.term = term_of(decision.issued_on)
    decision.symbol = symbol_in_register(decision.symbol, decision.term, beside=decision.pk)
    with constraints_in_words():
        signed_by(decision, by)
        decision.save()
        add_lines(decision, lines, by=by)
    return decision


def put_in_register(decision: Decision, *, by: Account | None, on: date) -> Decision:
    """The decision an act rests on: the one the register has under that number already, or a copy of `decision`, put there.

    Shape   a decision as typed, its number and symbol split; one that is on record is itself. An issuer nobody typed is
            whoever issued the last of that symbol. Four queries at most.
    Units   numbers are those of the term of its day; 05 and 5 are one. `on` is the day of the act.
    Errors  MoveRefused: issued after `on`, another day or another kind of decision than the register has under that
            number, an issuer nobody knows, a marking this machine may not keep.
    Source  domain reference §7.2, §11.3 (11).
    """
    if decision.pk is not None:
        return decision
    if decision.issued_on > on:
        raise MoveRefused("Ngày ban hành quyết định không thể sau hôm nay.")
    term = term_of(decision.issued_on)
    symbol = symbol_in_register(decision.symbol, term)
    of_the_symbol = Decision.objects.filter(symbol=symbol)
    if decision.number:
        same = of_the_symbol.numbered(decision.number).filter(term=term).first()
        if same is not None and same.issued_on != decision.issued_on:
            raise MoveRefused(ANOTHER_DAY.format(same, same.issued_on))
        if same is not None and same.kind != decision.kind and {same.kind, decision.kind} & NOTHING_ELSE:
            raise MoveRefused(ANOTHER_KIND.format(same, same.get_kind_display().lower(), same.title))
        if same is not None:
            return same
    new = copy(decision)  # what is refused later leaves the caller's own as it was
    if not new.issuer:
        last = of_the_symbol.first()
        if last is None:
            raise MoveRefused(NEW_SYMBOL.format(decision.symbol))
        new.issuer = last.issuer
    return write_decision(new, (), by=by)


def named_in_full(decision: Decision) -> str:
    """A decision as the papers of a step name it."""
    return f"Quyết định số {decision} ngày {decision.issued_on:%d/%m/%Y}"


def rest_on_decision(fields: dict[str, Any], *, by: Account | None, on: date) -> Decision | None:
    """The `decision` a move was given, now in the register and named among the papers in `fields`; None when it was
    on record before. Raises MoveRefused."""
    typed: Decision | None = fields.get("decision")
    if typed is None:
        return None
    was_new = typed.pk is None
    fields["decision"] = decision = put_in_register(typed, by=by, on=on)
    name, papers = named_in_full(decision), fields.get("papers", "")
    if name not in papers:
        fields["papers"] = "; ".join(filter(None, (name, papers)))
    return decision if was_new else None


def add_lines(decision: Decision, lines: Sequence[DecisionLine], *, by: Account | None) -> None:
    """Put lines below those a decision has already."""
    below = decision.lines.count()
    for ordinal, line in enumerate(lines, start=below + 1):
        line.decision, line.ordinal = decision, ordinal
    create_recorded(lines, by=by)


def add_what_is_unsaid(decision: Decision, lines: Iterable[DecisionLine], *, by: Account | None) -> None:
    """The same, but for people whom the decision, as the registry wrote it down, releases or grants to already."""
    said = set(decision.lines.values_list("official", "action"))
    add_lines(decision, [line for line in lines if (line.official_id, line.action) not in said], by=by)


def lines_of_start(rotation: Rotation) -> list[DecisionLine]:
    """What a decision to rotate says of one case: released from each post left, granted each post brought.

    Shape   a decided case in, unsaved lines out. No query where its posts are loaded, as for many.
    Units   each line takes effect on the day the rotation starts; a post that is elected is one to be put forward for.
    Errors  none; a case without posts has one line with the unit.
    Source  domain reference §2 (one decision, several release and grant lines).
    """
    lines = [
        _line(rotation, LineAction.RELEASE, post=post, effective_on=rotation.starts_on)
        for post in rotation.left_posts.all()
    ]
    if not lines and rotation.sending_title:
        lines.append(
            _line(rotation, LineAction.RELEASE, text=rotation.sending_title, effective_on=rotation.starts_on)
        )
    rows = list(rotation.posts.all())
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
    for row in rotation.posts.all():
        if row.held_from is None:
            continue
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


def lines_of_placement(rotation: Rotation) -> list[DecisionLine]:
    """What a decision on placement says of one case: released from what ends that day, granted what comes next.

    Shape   a case with its decided placement in, unsaved lines out. Three queries.
    Units   each line takes effect on the day the placement does; of the posts given up, those no other decision has
            released the person from already. A post that is elected is one to be put forward for.
    Errors  none; who goes on without a post has one line with the outcome.
    Source  domain reference §1.12, §2 (one decision, several release and grant lines).
    """
    placement: Placement = rotation.placement
    day = placement.decided_on
    said = DecisionLine.objects.filter(rotation=rotation, action=LineAction.RELEASE, post__isnull=False)
    ending = PostHolding.objects.filter(official=rotation.official_id, held_until=day).exclude(
        post__in=said.values("post")
    )
    lines = [
        _line(rotation, LineAction.RELEASE, post=holding.post, term_id=holding.term_id, effective_on=day)
        for holding in ending.select_related("post__position", "post__unit").order_by("pk")
    ]
    if placement.post is not None:
        position = placement.post.position
        elected = position.filling == FillingMode.ELECTED
        text = f"Giới thiệu để bầu giữ chức {position}" if elected else ""
        return [*lines, _line(rotation, LineAction.GRANT, post=placement.post, text=text, effective_on=day)]
    leaves = placement.outcome in (PlacementOutcome.RETIRED, PlacementOutcome.ROTATES_ON)
    action = LineAction.RELEASE if leaves else LineAction.GRANT
    text = ": ".join(filter(None, (placement.get_outcome_display(), str(placement.unit or ""))))
    return [*lines, _line(rotation, action, text=text, effective_on=day)]


LINES_OF = {"decide": lines_of_start, "end": lines_of_end, "place": lines_of_placement}


def lines_of_many(rotations: Iterable[Rotation], verb: str) -> list[DecisionLine]:
    """The lines of one decision about several people, person by person."""
    compose = LINES_OF.get(verb)
    if compose is None:
        return []
    seats = Post.objects.select_related("position", "unit")
    brought = RotationPost.objects.select_related("post__position", "post__unit")
    # As they stand now: what the caller read before the move knows nothing of the posts taken up since.
    cases = Rotation.objects.select_related("receiving_unit").prefetch_related(
        Prefetch("left_posts", queryset=seats), Prefetch("posts", queryset=brought)
    )
    keys = [rotation.pk for rotation in rotations]
    known = cases.in_bulk(keys)
    return [line for key in keys for line in compose(known[key])]


def _line(rotation: Rotation, action: LineAction, **fields: Any) -> DecisionLine:
    return DecisionLine(rotation=rotation, official_id=rotation.official_id, action=action, **fields)
