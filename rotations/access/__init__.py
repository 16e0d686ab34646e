"""Who may see what: roles and what they may do, the querysets of an account, hidden fields, notes of reading.

Every page, export, search, admin view and import starts from a `visible_…` queryset of this package, and nothing
that is not named here is visible. No condition of the regulations belongs here, and no decision about a case.
"""

from rotations.access.fields import hidden_fields
from rotations.access.kept_forms import (
    KeptForm,
    close_form,
    form_in_hand,
    is_typed,
    open_form,
    page_of,
    remember_owner,
    was_let_in_before,
)
from rotations.access.limits import asks_too_often, forget_failures, name_tried
from rotations.access.lock_out import minutes_left
from rotations.access.notes import FIGURES_ALONE, LIST_OF_NO_PEOPLE, last_backup, note
from rotations.access.requests import SignedInRequest
from rotations.access.roles import ROLE_PERMISSIONS, RoleBackend, kinds_taken_in, roles_that_may
from rotations.access.scopes import (
    approvers,
    counted_evaluations,
    counted_needs,
    counted_rotations,
    is_own_or_relatives_file,
    own_units,
    visible_accounts,
    visible_attachments,
    visible_audit_entries,
    visible_batches,
    visible_calls,
    visible_decisions,
    visible_dossier_items,
    visible_evaluations,
    visible_frozen_reports,
    visible_holdings,
    visible_indicators,
    visible_need_answers,
    visible_needs,
    visible_officials,
    visible_opinions,
    visible_placements,
    visible_plans,
    visible_posts,
    visible_regulations,
    visible_rotations,
    visible_units,
)
from rotations.access.second_factor import lacks_second_factor, must_have_second_factor
from rotations.access.sessions import remember_device, told_name

__all__ = [
    "FIGURES_ALONE",
    "LIST_OF_NO_PEOPLE",
    "ROLE_PERMISSIONS",
    "KeptForm",
    "RoleBackend",
    "SignedInRequest",
    "approvers",
    "asks_too_often",
    "close_form",
    "counted_evaluations",
    "counted_needs",
    "counted_rotations",
    "forget_failures",
    "form_in_hand",
    "hidden_fields",
    "is_own_or_relatives_file",
    "is_typed",
    "kinds_taken_in",
    "lacks_second_factor",
    "last_backup",
    "minutes_left",
    "must_have_second_factor",
    "name_tried",
    "note",
    "open_form",
    "own_units",
    "page_of",
    "remember_device",
    "remember_owner",
    "roles_that_may",
    "told_name",
    "visible_accounts",
    "visible_attachments",
    "visible_audit_entries",
    "visible_batches",
    "visible_calls",
    "visible_decisions",
    "visible_dossier_items",
    "visible_evaluations",
    "visible_frozen_reports",
    "visible_holdings",
    "visible_indicators",
    "visible_need_answers",
    "visible_needs",
    "visible_officials",
    "visible_opinions",
    "visible_placements",
    "visible_plans",
    "visible_posts",
    "visible_regulations",
    "visible_rotations",
    "visible_units",
    "was_let_in_before",
]
