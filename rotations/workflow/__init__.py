"""How things move: the verbs of needs, plans, rotations, evaluations and placements, and the only writer of statuses.

Each verb checks permission, order and conflict of interest, which block, and asks the rules, which do not; it
leaves a row that says who, when and why. No HTML, HTTP or file format belongs here.
"""

from rotations.workflow.attachments import attach, remove_attachment
from rotations.workflow.decisions import next_number, record_decision, term_of
from rotations.workflow.dossiers import RECORDED, lay_out_dossier, record_paper
from rotations.workflow.elections import (
    OPEN_ACTS,
    approve_election,
    election_state,
    elections_refusal,
    nominate,
    plan_session,
    record_election,
    withdraw_nomination,
)
from rotations.workflow.evaluations import (
    RatingDoubtful,
    open_evaluation,
    rate_evaluation,
    rating_doubts,
    record_evaluation,
)
from rotations.workflow.extensions import extend_rotation, extension_refusal
from rotations.workflow.localities import decide_locality, locality_refusal, post_in_question
from rotations.workflow.many_moves import MoveReport, make_moves
from rotations.workflow.moves import FINAL_CONDITIONS, MOVES, Move, make_move, open_moves, refusal
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
from rotations.workflow.notices import (
    give_up_notice,
    open_calendar_link,
    shut_calendar_link,
    take_up_notice,
)
from rotations.workflow.opinions import answer_opinion, ask_opinion, may_answer
from rotations.workflow.placements import decide_placement, propose_placement, unit_after
from rotations.workflow.plans import (
    PLAN_MOVES,
    amend_plan,
    amend_refusal,
    change_plan,
    change_refusal,
    content_of,
    move_plan,
    open_plan_moves,
    plan_refusal,
)
from rotations.workflow.proposals import Proposal, propose, propose_many
from rotations.workflow.refusals import ExceptionNeeded, MoveRefused, handled_by_others
from rotations.workflow.regulations import (
    Affected,
    ParameterChange,
    add_step_template,
    affected_by,
    end_rule_row,
    keep_rule_row,
    rule_book_refusal,
    set_parameter,
)
from rotations.workflow.steps import do_step, plan_step, repeat_step, replan_step, steps_refusal
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
    "FINAL_CONDITIONS",
    "MOVES",
    "OPEN_ACTS",
    "PLAN_MOVES",
    "RECORDED",
    "Affected",
    "ExceptionNeeded",
    "GatheredTarget",
    "Gathering",
    "Move",
    "MoveRefused",
    "MoveReport",
    "ParameterChange",
    "Proposal",
    "RatingDoubtful",
    "UnplacedNeed",
    "add_step_template",
    "affected_by",
    "amend_plan",
    "amend_refusal",
    "answer_call",
    "answer_opinion",
    "answer_refusal",
    "answer_seen",
    "approve_election",
    "ask_opinion",
    "attach",
    "change_call",
    "change_plan",
    "change_refusal",
    "close_call",
    "content_of",
    "decide_locality",
    "decide_placement",
    "do_step",
    "election_state",
    "elections_refusal",
    "end_rule_row",
    "extend_rotation",
    "extension_refusal",
    "gather",
    "give_up_notice",
    "handled_by_others",
    "keep_rule_row",
    "lay_out_dossier",
    "locality_refusal",
    "make_move",
    "make_moves",
    "may_answer",
    "move_plan",
    "next_number",
    "nominate",
    "open_calendar_link",
    "open_evaluation",
    "open_moves",
    "open_plan_moves",
    "plan_refusal",
    "plan_session",
    "plan_step",
    "post_in_question",
    "propose",
    "propose_many",
    "propose_placement",
    "rate_evaluation",
    "rating_doubts",
    "record_decision",
    "record_election",
    "record_evaluation",
    "record_paper",
    "refusal",
    "remove_attachment",
    "remove_target",
    "reopen_call",
    "repeat_step",
    "replan_step",
    "rule_book_refusal",
    "send_call",
    "set_parameter",
    "set_target",
    "shut_calendar_link",
    "state_need",
    "steps_refusal",
    "take_gathered",
    "take_up_notice",
    "targets_in_order",
    "targets_refusal",
    "tell_levels",
    "term_of",
    "unit_after",
    "withdraw_nomination",
]
