"""What each role may do. The table is code, so that a role's powers are reviewed like code and cannot be widened
by a click; who has which role is data (groups of the same name)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Aggregate, Exists, Model, OuterRef, TextField

from rotations.models import Account
from rotations.vocabulary import ImportKind, Role

# What the board keeps: an officer types it, so it may be viewed, added and changed, but not deleted.
FILES = (
    "official", "postholding", "successionentry", "annualrating", "disciplinerecord", "familymember", "training",
    "workhistory", "reward", "residence", "unit", "unitcode", "unitalias", "unitsuccession", "position", "positionalias",
    "post", "needcall", "needanswer", "rotationneed", "rotationplan", "plantarget", "rotation", "rotationpost",
    "leftpost", "appraisalopinion", "dossieritem", "decision", "decisionline", "evaluation", "placement", "localityindicator",
)  # fmt: skip
# Written by the workflow and the import alone: to be read, never typed.
TRAIL = (
    "planversion",
    "rotationstep",
    "electionsession",
    "extension",
    "eligibilitycheck",
    "localitydecision",
    "importbatch",
    "importrow",
    "importtask",
    "rulejudging",
    "frozenreport",
)
# The rule book and the lists behind the forms: read by all of the board, edited by its lead.
RULE_BOOK = (
    "term", "catalogueentry", "standardseat", "regulation", "regulationparameter", "nonlocalpost", "steptemplate",
    "steptemplateitem", "dossiertemplateitem", "retirementage", "criteriaset", "ratingscale", "ratingband",
    "poststandard", "conditionrule",
)  # fmt: skip


def _may(verbs: str, models: tuple[str, ...]) -> frozenset[str]:
    """Django's permission names for each verb on each model."""
    return frozenset(f"rotations.{verb}_{model}" for verb in verbs.split() for model in models)


def _acts(*names: str) -> frozenset[str]:
    return frozenset(f"rotations.{name}" for name in names)


PREPARING_MOVES = _acts(
    "move_rotation_prepare", "move_rotation_appraise", "move_rotation_activate", "move_rotation_end",
    "move_rotation_cancel",
)  # fmt: skip
DECIDING_MOVES = _acts(
    "move_rotation_approve",
    "move_rotation_decide",
    "move_rotation_extend",
    "move_rotation_place",
    "decide_locality",
)

_OFFICER = (
    _may("view add change", FILES)
    | _may("view", TRAIL)
    | _may("view", RULE_BOOK)
    | PREPARING_MOVES
    | _may("view add", ("attachment",))
    | _acts("remove_attachment")
    | _acts(
        "view_reports",
        "import_needs",
        "import_plan",
        "import_register",
        "export_plan",
        "export_lists",
        "prepare_plan",
        "record_step",
        "answer_opinion",
        "freeze_report",
    )
)

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.BOARD_OFFICER: _OFFICER,
    Role.BOARD_LEAD: _OFFICER
    | _may("delete", FILES)
    | _may("add change delete", RULE_BOOK)
    | _may("view", ("auditentry",))
    | _acts("open_audit")
    | _acts("rate_evaluation", "open_evaluation")
    | DECIDING_MOVES
    | _acts("export_personal_data", "submit_plan", "decide_plan"),
    Role.STANDING_COMMITTEE: _may("view", (*FILES, "attachment"))
    | _may(
        "view",
        ("planversion", "rotationstep", "electionsession", "extension", "eligibilitycheck", "localitydecision"),
    )
    | _may("view", RULE_BOOK)
    | DECIDING_MOVES
    | _acts("view_reports", "export_plan", "export_lists", "decide_plan", "rate_evaluation"),
    Role.UNIT_CLERK: _may(
        "view",
        ("official", "postholding", "unit", "post", "rotation", "rotationplan", "needcall", "needanswer",
         "rotationneed", "evaluation", "localityindicator"),
    )
    | _may("add change", ("needanswer", "rotationneed", "localityindicator"))
    | _may("add change", ("evaluation",))
    | _may("view add", ("attachment",))
    | _acts("export_lists", "import_needs"),
    Role.APPRAISER: _may("view", ("rotation", "official")) | _acts("answer_opinion"),
    Role.REPORT_VIEWER: _acts("view_reports"),
    Role.SYSTEM_ADMIN: frozenset(
        {"rotations.view_account", "rotations.add_account", "rotations.change_account", "auth.view_group"}
    )
    | _may("view", ("calendarlink", "duenotice", "signinsession", "savedfilter", "listcolumns"))
    | _acts("open_audit"),
}  # fmt: skip


def roles_that_may(permission: str) -> list[Role]:
    """The roles a permission comes with, in the order of the vocabulary."""
    return [role for role in Role if permission in ROLE_PERMISSIONS[role]]


# What an account must be allowed to hand in a file of a kind, or to open one that was handed in.
TAKES_IN: dict[ImportKind, str] = {
    ImportKind.PLAN: "rotations.import_plan",
    ImportKind.NEEDS: "rotations.import_needs",
    ImportKind.UNITS: "rotations.import_register",
    ImportKind.OFFICIALS: "rotations.import_register",
}


def kinds_taken_in(account: Account) -> list[ImportKind]:
    """The kinds of file the account may hand in and open, in the order of the vocabulary."""
    return [kind for kind in ImportKind if account.has_perm(TAKES_IN[kind])]


class NamesJoined(Aggregate):
    """Texts of the rows of a group in one text, by commas, on either database."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite says it with another word."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class RoleBackend(ModelBackend):
    """Signs accounts in by password, and answers what they may do from `ROLE_PERMISSIONS` and nothing else.

    Permissions stored on groups or accounts are not looked at: there is one place to read a role's powers.
    """

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session together with its roles, in one query: every page pays it."""
        rows = Account.objects.annotate(role_names=NamesJoined("groups__name"))
        if settings.SECOND_FACTOR_REQUIRED:
            rows = rows.annotate(
                has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type="totp"))
            )
        account = rows.filter(pk=user_id).first()
        if account is None or not self.user_can_authenticate(account):
            return None
        account.know_roles((account.role_names or "").split(","))
        return account

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the account may sign in or stay signed in: in production no sample account may."""
        return super().user_can_authenticate(user) and (settings.DEBUG or not user.is_sample)

    def get_user_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """No account has permissions of its own."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """What the account's roles may do; nothing for somebody signed out or switched off."""
        return self.get_all_permissions(user_obj, obj)

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """The same as a set, for the templates' `perms`. One query the first time, none after."""
        if not isinstance(user_obj, Account) or not user_obj.is_active:
            return set()
        return set().union(*(ROLE_PERMISSIONS[role] for role in user_obj.roles))

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Whether one of the account's roles may do `perm`; which records it may do it to is `scopes`."""
        return perm in self.get_all_permissions(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the account may do anything at all in an application."""
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions(user_obj))
