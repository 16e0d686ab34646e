"""The yearly call for needs: the board sends, extends and closes it, units answer it with needs or with "none"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rotations.models import Account, NeedAnswer, NeedCall, RotationNeed, Unit, with_predecessors
from rotations.vocabulary import Role
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, signed_by

SEND = "Mở đợt đề xuất nhu cầu"
CHANGE = "Sửa đợt đề xuất nhu cầu"
CLOSE = "Khép đợt đề xuất nhu cầu"
ANSWER = "Trả lời đợt đề xuất nhu cầu"
STATE = "Ghi nhu cầu luân chuyển"
BOARD = frozenset({Role.BOARD_OFFICER, Role.BOARD_LEAD})
REASON_LENGTH = 100
SEEN_BY_OTHERS = (
    "Câu trả lời của đơn vị vừa được người khác sửa. Hãy mở lại trang để xem nội dung mới rồi ghi tiếp; "
    "nội dung vừa nhập chưa được ghi."
)


# --- The board's side --------------------------------------------------------------------------------------


def send_call(call: NeedCall, units: Iterable[Unit], *, by: Account | None, on: date) -> NeedCall:
    """Keep a new call with the units it is sent to. It may be dated before `on`, or ahead of it.

    Raises MoveRefused: permission, no unit, a unit that is not there on the day it is sent, a constraint.
    """
    if by is not None and not by.has_perm("rotations.add_needcall"):
        raise MoveRefused(NOT_ALLOWED.format(SEND))
    if call.pk is not None:
        raise ValueError("only a new call can be sent")
    asked = _asked(call, units)
    signed_by(call, by)
    with constraints_in_words():
        call.save()
        call.units.set(asked)
    return call


def change_call(call: NeedCall, units: Iterable[Unit], *, by: Account | None, on: date) -> NeedCall:
    """Keep what was changed of a call, its deadline or its units; who was added or left out is told in its history.

    A later deadline makes answers given meanwhile timely. Raises MoveRefused: permission, a closed call, a unit left
    out that has answered, a constraint.
    """
    if by is not None and not by.has_perm("rotations.change_needcall"):
        raise MoveRefused(NOT_ALLOWED.format(CHANGE))
    with constraints_in_words():
        held = NeedCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if held.closed_on is not None:
            raise MoveRefused("Đợt này đã khép; hãy mở lại trước khi sửa.")
        before, after = set(held.units.all()), set(_asked(call, units, known=held.units.all()))
        dropped = sorted(before - after, key=lambda unit: unit.sort_key)
        answered = [unit for unit in dropped if _has_answered(held, unit)]
        if answered:
            raise MoveRefused(f"{_names(answered)} đã trả lời nên không bỏ khỏi đợt này được.")
        signed_by(call, by)
        told = [("Thêm", after - before), ("Bớt", set(dropped))]
        reason = "; ".join(f"{word}: {_names(some)}" for word, some in told if some)
        call._change_reason = reason[:REASON_LENGTH]  # type: ignore[attr-defined]
        call.save()
        call.units.set(after)
    return call


def close_call(call: NeedCall, *, by: Account | None, on: date) -> NeedCall:
    """Take no more answers from `on`. Raises MoveRefused: permission, a call closed already or not sent yet."""
    return _set_closed(call, on, by=by, on=on)


def reopen_call(call: NeedCall, *, by: Account | None, on: date) -> NeedCall:
    """Take answers again. Raises MoveRefused: permission, a call that is not closed."""
    return _set_closed(call, None, by=by, on=on)


def _set_closed(call: NeedCall, day: date | None, *, by: Account | None, on: date) -> NeedCall:
    if by is not None and not by.has_perm("rotations.change_needcall"):
        raise MoveRefused(NOT_ALLOWED.format(CLOSE))
    with constraints_in_words():
        held = NeedCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if day is not None and held.closed_on is not None:
            raise MoveRefused(f"Đợt này đã khép từ ngày {held.closed_on:%d/%m/%Y}.")
        if day is None and held.closed_on is None:
            raise MoveRefused("Đợt này đang nhận trả lời.")
        held.closed_on = day
        signed_by(held, by)
        held.save(update_fields=["closed_on", "changed_at"])
    call.refresh_from_db()
    return call


def _asked(call: NeedCall, units: Iterable[Unit], known: Iterable[Unit] = ()) -> list[Unit]:
    """The units, each once; those not `known` to be asked already must be there on the day the call is sent."""
    asked = list(dict.fromkeys(units))
    if not asked:
        raise MoveRefused("Hãy chọn ít nhất một cấp hoặc một đơn vị để gửi.")
    gone = [unit for unit in asked if unit not in set(known) and not unit.exists_on(call.opened_on)]
    if gone:
        raise MoveRefused(f"{_names(gone)} không hoạt động vào ngày gửi {call.opened_on:%d/%m/%Y}.")
    return asked


def _names(units: Iterable[Unit]) -> str:
    return ", ".join(unit.name for unit in sorted(units, key=lambda unit: (unit.sort_key, unit.pk)))


def _has_answered(call: NeedCall, unit: Unit) -> bool:
    return call.answers.filter(unit=unit).exists() or call.needs.filter(unit=unit).exists()


# --- The units' side ---------------------------------------------------------------------------------------


def answer_refusal(call: NeedCall, unit: Unit, *, by: Account | None, on: date) -> str:
    """Why `unit` cannot answer the call by `by` on `on`, in words; "" when it can. A deadline refuses nothing.

    A clerk answers for the own unit alone, also when the call went to a unit it took over from by `on`.
    """
    if by is not None and not by.has_perm("rotations.add_needanswer"):
        return NOT_ALLOWED.format(ANSWER)
    if by is not None and not by.roles & BOARD and unit.pk != by.unit_id:
        return "Đơn vị chỉ trả lời cho chính đơn vị mình."
    if call.closed_on is not None and call.closed_on <= on:
        return f"Đợt này đã khép ngày {call.closed_on:%d/%m/%Y}, không nhận trả lời nữa."
    if not call.is_open_on(on):
        return f"Đợt này gửi ngày {call.opened_on:%d/%m/%Y}, chưa nhận trả lời."
    if not unit.exists_on(on):
        return f"{unit} không còn hoạt động; đơn vị kế tục trả lời thay."
    if not NeedCall.objects.asking(with_predecessors(unit.pk, on=on)).filter(pk=call.pk).exists():
        return f"Đợt này không gửi tới {unit}."
    return ""


def answer_seen(call: NeedCall, unit: Unit) -> str:
    """A mark of the answer as it stands, to be given back with a change of it. Two queries."""
    moments = [*call.needs.filter(unit=unit).values_list("changed_at", flat=True)]
    moments += call.answers.filter(unit=unit).values_list("changed_at", flat=True)
    return f"{len(moments)} {max(moments).isoformat()}" if moments else ""


def answer_call(
    call: NeedCall,
    unit: Unit,
    *,
    by: Account | None,
    on: date,
    needs: Sequence[RotationNeed] = (),
    withdrawn: Sequence[RotationNeed] = (),
    no_needs: bool = False,
    document_number: str = "",
    note: str = "",
    seen: str | None = None,
) -> NeedAnswer:
    """Keep a unit's whole answer to a call, the first one or a changed one.

    Shape   `needs` are the lines that are new or changed, `withdrawn` those taken out; lines not named stay. The
            answer out.
    Units   the day of the first answer stays the day of the answer.
    Errors  MoveRefused: `answer_refusal`; needs together with "none", or neither; an answer that is not the one
            `seen` (`answer_seen`); a constraint.
    Source  product §3 (1).
    """
    with constraints_in_words():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        call = NeedCall.objects.get(pk=call.pk)
        if why := answer_refusal(call, unit, by=by, on=on):
            raise MoveRefused(why)
        if seen is not None and seen != answer_seen(call, unit):
            raise MoveRefused(SEEN_BY_OTHERS)
        for need in withdrawn:
            signed_by(need, by)
            need.delete()
        for need in needs:
            need.call, need.year, need.unit = call, call.year, unit
            need.stated_on = need.stated_on or on
            signed_by(need, by)
            need.save()
        stated = call.needs.filter(unit=unit).exists()
        if stated and no_needs:
            raise MoveRefused("Đơn vị vừa nêu nhu cầu vừa ghi “không có nhu cầu”; hãy bỏ một trong hai.")
        if not stated and not no_needs:
            raise MoveRefused("Hãy nêu ít nhất một nhu cầu, hoặc đánh dấu “Không có nhu cầu”.")
        answer = call.answers.filter(unit=unit).first() or NeedAnswer(
            call=call, unit=unit, answered_on=on, answered_by=by
        )
        answer.no_needs, answer.document_number, answer.note = no_needs, document_number, note
        signed_by(answer, by)
        answer.save()
    return answer


def state_need(need: RotationNeed, *, by: Account | None, on: date) -> RotationNeed:
    """Keep one need, new or changed, in answer to a call or outside any.

    A need in answer to a call is of that call's year, and takes back that there were none. Raises MoveRefused:
    permission, another's unit, `answer_refusal` of a call joined anew, a constraint.
    """
    permission = "rotations.add_rotationneed" if need.pk is None else "rotations.change_rotationneed"
    if by is not None and not by.has_perm(permission):
        raise MoveRefused(NOT_ALLOWED.format(STATE))
    if by is not None and not by.roles & BOARD and need.unit_id != by.unit_id:
        raise MoveRefused("Đơn vị chỉ nêu nhu cầu của chính đơn vị mình.")
    with constraints_in_words():
        if need.call is not None:
            joined = need.pk is None or not RotationNeed.objects.filter(pk=need.pk, call=need.call).exists()
            clerks = by is not None and not by.roles & BOARD
            if (joined or clerks) and (why := answer_refusal(need.call, need.unit, by=by, on=on)):
                raise MoveRefused(why)
            need.year = need.call.year
            for answer in need.call.answers.filter(unit=need.unit, no_needs=True):
                answer.no_needs = False
                signed_by(answer, by)
                answer.save()
        need.stated_on = need.stated_on or on
        signed_by(need, by)
        need.save()
    return need
