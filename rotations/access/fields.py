"""Fields that a role may not read; not read means not shown, filtered, searched, sorted or exported either."""

from __future__ import annotations

from django.db.models import Model

from rotations.models import Account, Official, Rotation
from rotations.vocabulary import Role

# Sensitive under the law on personal data, or private without use to a unit or an appraiser.
IDENTITY_PAPERS = frozenset(
    {"citizen_id", "citizen_id_issued_on", "social_insurance_number", "party_card_number"}
)
HEALTH = frozenset({"health", "height_cm", "weight_kg", "blood_group", "policy_family"})
BELIEF_AND_ORIGIN = frozenset({"ethnicity", "religion"})
CLOSED_RECORDS = frozenset({"family", "discipline_records", "personal_history", "ratings"})

HIDDEN: dict[Role, dict[type[Model], frozenset[str]]] = {
    Role.BOARD_OFFICER: {},
    Role.BOARD_LEAD: {},
    Role.STANDING_COMMITTEE: {},
    Role.UNIT_CLERK: {
        Official: IDENTITY_PAPERS
        | HEALTH
        | BELIEF_AND_ORIGIN
        | CLOSED_RECORDS
        | {"succession_entries", "note"},
        Rotation: frozenset({"note", "checks", "opinions", "expected_placement"}),
    },
    Role.APPRAISER: {
        Official: IDENTITY_PAPERS | HEALTH | {"family", "note"},
        Rotation: frozenset({"note", "opinions", "evaluations"}),
    },
}


def hidden_fields(account: Account, model: type[Model]) -> frozenset[str]:
    """Names of the columns and related records of `model` that `account` may not read.

    Shape   an account and a model in, field names out; empty when all may be read. At most one query.
    Units   names as on the model, related records by their related name.
    Errors  none: an account whose roles are not named here may read no field at all.
    Source  product §7, domain reference §10.2.
    """
    of_roles = [HIDDEN[role].get(model, frozenset()) for role in account.roles if role in HIDDEN]
    if not of_roles:
        return frozenset(field.name for field in model._meta.get_fields())
    return frozenset.intersection(*of_roles)
