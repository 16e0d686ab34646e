"""How things move: the verbs of needs, plans, rotations, evaluations and placements, and the only writer of statuses.

Each verb checks permission, order and conflict of interest, which block, and asks the rules, which do not; it
leaves a row that says who, when and why. No HTML, HTTP or file format belongs here.
"""

from rotations.workflow.attachments import attach, remove_attachment
from rotations.workflow.dossiers import RECORDED, lay_out_dossier, record_paper
from rotations.workflow.elections import record_election
from rotations.workflow.evaluations import (
    RatingDoubtful,
    open_evaluation,
    rate_evaluation,
    rating_doubts,
    record_evaluation,
)
from rotations.workflow.moves import MOVES, Move, make_move, open_moves, refusal
from rotations.workflow.needs import (
    answer_call,
    answer_refusal,
    answer_seen,
    change_call,
    close_call,
    reopen_call,
    send_call,
    state_need,
)
from rotations.workflow.placements import decide_placement, propose_placement
from rotations.workflow.plans import PLAN_MOVES, amend_plan, move_plan, open_plan_moves, plan_refusal
from rotations.workflow.proposals import Proposal, propose, propose_many
from rotations.workflow.refusals import ExceptionNeeded, MoveRefused, handled_by_others
from rotations.workflow.targets import (
    GatheredTarget,
    Gathering,
    UnplacedNeed,
    gather,
    remove_target,
    set_target,
    take_gathered,
    targets_in_order,
    targets_refusal,
    tell_levels,
)

__all__ = [
    "MOVES",
    "PLAN_MOVES",
    "RECORDED",
    "ExceptionNeeded",
    "GatheredTarget",
    "Gathering",
    "Move",
    "MoveRefused",
    "Proposal",
    "RatingDoubtful",
    "UnplacedNeed",
    "amend_plan",
    "answer_call",
    "answer_refusal",
    "answer_seen",
    "attach",
    "change_call",
    "close_call",
    "decide_placement",
    "gather",
    "handled_by_others",
    "lay_out_dossier",
    "make_move",
    "move_plan",
    "open_evaluation",
    "open_moves",
    "open_plan_moves",
    "plan_refusal",
    "propose",
    "propose_many",
    "propose_placement",
    "rate_evaluation",
    "rating_doubts",
    "record_election",
    "record_evaluation",
    "record_paper",
    "refusal",
    "remove_attachment",
    "remove_target",
    "reopen_call",
    "send_call",
    "set_target",
    "state_need",
    "take_gathered",
    "targets_in_order",
    "targets_refusal",
    "tell_levels",
]
