"""The second step of a two-step appointment: nominated, voted on in a session, approved; or put off, lost, given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rotations.models import Account, ElectionSession, PostHolding, Rotation, RotationPost
from rotations.partial_dates import PartialDate
from rotations.vocabulary import Branch, ElectionResult, ElectionState, FillingMode, RotationStatus
from rotations.workflow.posts import put_to_their_terms, take_up
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

NOMINATE = "Giới thiệu ứng cử"
PLAN = "Định kỳ họp bầu"
RECORD = "Ghi kết quả bầu cử"
APPROVE = "Ghi phê chuẩn kết quả bầu"
WITHDRAW = "Thôi giới thiệu ứng cử"
PERMISSION = "rotations.change_rotationpost"
TOO_EARLY = "{} không thể sau hôm nay."


# What may be done next, the likeliest first.
OPEN_ACTS: dict[ElectionState, tuple[str, ...]] = {
    ElectionState.NOT_NOMINATED: ("nominate", "result", "withdraw"),
    ElectionState.SESSION_WANTED: ("session", "result", "withdraw"),
    ElectionState.SESSION_PLANNED: ("result", "session", "withdraw"),
    ElectionState.RESULT_WANTED: ("result", "session", "withdraw"),
    ElectionState.POSTPONED: ("session", "result", "withdraw"),
    ElectionState.LOST: ("nominate", "withdraw"),
    ElectionState.APPROVAL_WANTED: ("approval",),
    ElectionState.ELECTED: (),
    ElectionState.WITHDRAWN: (),
}


def elections_refusal(rotation: Rotation, *, by: Account | None) -> str:
    """Why `by` may write nothing about the elections of this case now; "" when it may. One query at most."""
    if rotation.status not in (RotationStatus.DECIDED, RotationStatus.ACTIVE):
        return f"Lượt này đang ở “{rotation.get_status_display()}”; kết quả bầu ghi sau khi có quyết định."
    return why_not(by, PERMISSION, RECORD, rotation.official)


def election_state(row: RotationPost, sessions: Iterable[ElectionSession], *, on: date) -> ElectionState:
    """What is on record of an elected post, and so what is to be done next.

    Shape   a post of a rotation with its position, and all its sessions; a word out. No query.
    Units   a session planned for `on` itself is still to be held.
    Errors  none; a post that is not elected has no meaning here.
    Source  domain reference §2: a lost or postponed election leaves something to do, which a later one closes.
    """
    if row.withdrawn_on is not None:
        return ElectionState.WITHDRAWN
    if row.result == ElectionResult.ELECTED:
        wanted = row.approved_on is None and row.post.position.branch == Branch.STATE
        return ElectionState.APPROVAL_WANTED if wanted else ElectionState.ELECTED
    planned = [session.session_on for session in sessions if not session.result]
    if planned:
        return ElectionState.RESULT_WANTED if max(planned) < on else ElectionState.SESSION_PLANNED
    if row.result == ElectionResult.POSTPONED:
        return ElectionState.POSTPONED
    again = row.nominated_on and row.session_on and row.nominated_on > row.session_on
    if row.result == ElectionResult.NOT_ELECTED and not again:
        return ElectionState.LOST
    return ElectionState.SESSION_WANTED if row.nominated_on else ElectionState.NOT_NOMINATED


def nominate(row: RotationPost, *, by: Account | None, on: date, nominated_on: date) -> RotationPost:
    """Put the person forward for election, for the first time or again after a lost one. Raises MoveRefused."""
    with constraints_in_words():
        held = _open_row(row, NOMINATE, by=by)
        if nominated_on > on:
            raise MoveRefused(TOO_EARLY.format("Ngày giới thiệu ứng cử"))
        if held.result and held.session_on and nominated_on < held.session_on:
            raise MoveRefused("Giới thiệu lại phải sau kỳ họp bầu trước.")
        held.nominated_on = nominated_on
        _save(held, by=by)
    row.refresh_from_db()
    return row


def plan_session(
    row: RotationPost, *, by: Account | None, on: date, session_on: date, document: str = ""
) -> ElectionSession:
    """Call the next session, or move the one called already to another day. Raises MoveRefused."""
    with constraints_in_words():
        held = _open_row(row, PLAN, by=by)
        if held.session_on is not None and held.result and session_on <= held.session_on:
            raise MoveRefused("Kỳ họp mới phải sau kỳ họp đã có kết quả.")
        if held.nominated_on is not None and session_on < held.nominated_on:
            raise MoveRefused("Ngày họp bầu không thể trước ngày giới thiệu ứng cử.")
        session = held.sessions.planned().first() or ElectionSession(rotation_post=held)
        session.session_on, session.document = session_on, document or session.document
        signed_by(session, by)
        session.save()
    return session


def record_election(
    row: RotationPost,
    *,
    by: Account | None,
    on: date,
    result: ElectionResult,
    session_on: date,
    votes_for: int | None = None,
    votes_total: int | None = None,
    approval_number: str = "",
    approved_on: date | None = None,
    document: str = "",
    note: str = "",
) -> RotationPost:
    """Write down a session's result; once won, the post is held from then on, but not before the rotation starts.

    Every session is kept: one put off and the one held instead can both be read. A lost or postponed election changes
    this post alone: the Party post stays as it is. Raises MoveRefused.
    """
    with constraints_in_words():
        held = _open_row(row, RECORD, by=by)
        if session_on > on:
            raise MoveRefused(TOO_EARLY.format("Ngày họp bầu"))
        if held.nominated_on is not None and session_on < held.nominated_on:
            raise MoveRefused("Ngày họp bầu không thể trước ngày giới thiệu ứng cử.")
        if held.result and held.session_on is not None and session_on < held.session_on:
            raise MoveRefused("Đã có kết quả của một kỳ họp sau ngày này.")
        session = (
            held.sessions.filter(session_on=session_on).first()
            or held.sessions.planned().first()
            or ElectionSession(rotation_post=held)
        )
        session.session_on, session.result = session_on, result
        session.votes_for, session.votes_total = votes_for, votes_total
        session.document, session.note = document or session.document, note
        signed_by(session, by)
        session.save()
        held.result, held.session_on = result, session_on
        held.votes_for, held.votes_total = votes_for, votes_total
        held.approval_number, held.approved_on = approval_number, approved_on
        if result == ElectionResult.ELECTED:
            put_to_their_terms([(held, session_on)])
        _save(held, by=by)
        rotation = held.rotation
        if result == ElectionResult.ELECTED and rotation.starts:
            since = max(rotation.starts, PartialDate.of_day(approved_on or session_on))
            has_main = PostHolding.objects.overlapping(since.first, None).filter(
                official=rotation.official_id, is_main=True
            )
            take_up(rotation, held, since, is_main=not has_main.exists(), by=by)
    row.refresh_from_db()
    return row


def approve_election(
    row: RotationPost, *, by: Account | None, on: date, approval_number: str, approved_on: date
) -> RotationPost:
    """Write down that the result was approved: the post counts from the approval. Raises MoveRefused."""
    with constraints_in_words():
        held = _row(row, APPROVE, by=by)
        if held.result != ElectionResult.ELECTED or held.session_on is None:
            raise MoveRefused("Chỉ phê chuẩn kết quả đã trúng cử.")
        if held.approved_on is not None:
            raise MoveRefused(
                f"Kết quả này đã được phê chuẩn tại {held.approval_number} ngày {held.approved_on:%d/%m/%Y}."
            )
        if approved_on > on:
            raise MoveRefused(TOO_EARLY.format("Ngày phê chuẩn"))
        if approved_on < held.session_on:
            raise MoveRefused("Ngày phê chuẩn không thể trước ngày bầu.")
        rotation, before = held.rotation, held.started
        held.approval_number, held.approved_on = approval_number, approved_on
        if rotation.starts is not None and before is not None:
            held.started = max(rotation.starts, PartialDate.of_day(approved_on))
            holdings = PostHolding.objects.filter(
                official=rotation.official_id, post=held.post_id, held_from=before.first
            )
            for holding in holdings.select_for_update(of=("self",)):
                holding.started, holding.document = held.started, approval_number
                signed_by(holding, by)
                holding.save()
        _save(held, by=by)
    row.refresh_from_db()
    return row


def withdraw_nomination(
    row: RotationPost, *, by: Account | None, on: date, withdrawn_on: date, withdrawal: str
) -> RotationPost:
    """Give the election up: the person is put forward no more, and `withdrawal` says what is done instead.

    A session that was called is taken back with it. Raises MoveRefused.
    """
    with constraints_in_words():
        held = _open_row(row, WITHDRAW, by=by)
        if withdrawn_on > on:
            raise MoveRefused(TOO_EARLY.format("Ngày thôi giới thiệu"))
        for session in held.sessions.planned():
            signed_by(session, by)
            session.delete()
        held.withdrawn_on, held.withdrawal = withdrawn_on, withdrawal
        _save(held, by=by)
    row.refresh_from_db()
    return row


def _row(row: RotationPost, act: str, *, by: Account | None) -> RotationPost:
    """The post as it stands now, its case locked; MoveRefused unless `by` may act on an elected post of it."""
    rotation = (
        Rotation.objects.select_for_update(of=("self",)).select_related("official").get(pk=row.rotation_id)
    )
    if why := why_not(by, PERMISSION, act, rotation.official):
        raise MoveRefused(why)
    held = RotationPost.objects.select_related("post__position").get(pk=row.pk)
    held.rotation = rotation
    if held.mode != FillingMode.ELECTED:
        raise MoveRefused("Chức danh này không do bầu cử; không có kết quả bầu để ghi.")
    if rotation.status not in (RotationStatus.DECIDED, RotationStatus.ACTIVE):
        raise MoveRefused(
            f"Lượt này đang ở “{rotation.get_status_display()}”; kết quả bầu ghi sau khi có quyết định."
        )
    return held


def _open_row(row: RotationPost, act: str, *, by: Account | None) -> RotationPost:
    """The same, of an election that is neither won nor given up."""
    held = _row(row, act, by=by)
    if held.held_from is not None or held.result == ElectionResult.ELECTED:
        raise MoveRefused("Kết quả trúng cử đã được ghi và chức danh đang được giữ.")
    if held.withdrawn_on is not None:
        raise MoveRefused(f"Đã thôi giới thiệu ứng cử chức danh này từ ngày {held.withdrawn_on:%d/%m/%Y}.")
    return held


def _save(row: RotationPost, *, by: Account | None) -> None:
    signed_by(row, by)
    row.save()
