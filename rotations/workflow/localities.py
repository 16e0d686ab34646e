"""People decide whether somebody is local to a place; the signs of the file stand below that."""

from __future__ import annotations

from datetime import date

from rotations.models import Account, LocalityDecision, Post, Rotation
from rotations.rules import judged_on, load, post_not_for_local_people
from rotations.vocabulary import LocalConclusion
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

DECIDE = "rotations.decide_locality"
LABEL = "Kết luận người địa phương"
NO_SUCH_POST = "Chức danh nơi đến không thuộc danh sách không bố trí người địa phương; không cần kết luận."


def locality_refusal(rotation: Rotation, *, by: Account | None) -> str:
    """Why `by` may not decide about the person of this case, in words; "" when it may. One query at most."""
    return why_not(by, DECIDE, LABEL, rotation.official)


def post_in_question(rotation: Rotation, *, on: date) -> Post | None:
    """The post to come that is not for local people on the day the case is judged by; None when there is none."""
    load([rotation])
    return post_not_for_local_people(rotation, judged_on(rotation, on=on))


def decide_locality(
    rotation: Rotation,
    conclusion: LocalConclusion,
    *,
    reason: str,
    by: Account | None,
    on: date,
    document: str = "",
) -> LocalityDecision:
    """Keep what was decided about the person and the place of the post in question, with who, when and why.

    Raises MoveRefused: permission, one's own or a relative's file, no post in question, no reason. An earlier decision
    stays on record beside it.
    """
    if why := locality_refusal(rotation, by=by):
        raise MoveRefused(why)
    post = post_in_question(rotation, on=on)
    if post is None:
        raise MoveRefused(NO_SUCH_POST)
    decision = LocalityDecision(
        official=rotation.official,
        unit=post.unit,
        conclusion=conclusion,
        reason=reason.strip(),
        document=document,
        decided_on=on,
        decided_by=by,
    )
    with constraints_in_words():
        signed_by(decision, by)
        decision.save()
    return decision
