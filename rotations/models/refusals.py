"""What the database refused, in the words of the constraint that refused it."""

from __future__ import annotations

import re

from django.apps import apps
from django.db import IntegrityError
from django.db.models import UniqueConstraint

from rotations.models.holdings import OVERLAPPING_MAIN_POSTS, POST_FULL

# Held by triggers and an exclusion constraint, which models cannot declare for both databases.
GUARDS = {"holding_one_main_post": OVERLAPPING_MAIN_POSTS, "holding_within_quota": POST_FULL}


def explain(refused: IntegrityError) -> str | None:
    """The Vietnamese message of the constraint behind an IntegrityError; None when it is not one of ours.

    Shape   an exception in, a sentence or None out. No query.
    Units   none.
    Errors  none.
    Source  `violation_error_message` of the models. PostgreSQL names the constraint; SQLite names a check or a
            guard, and of a unique constraint only its columns.
    """
    said = str(refused)
    words = set(re.findall(r"\w+", said))
    for name, message in GUARDS.items():
        if name in words:
            return message
    for model in apps.get_app_config("rotations").get_models():
        columns = {
            field.name: f"{model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields
        }
        for constraint in model._meta.constraints:
            unique = (
                isinstance(constraint, UniqueConstraint)
                and constraint.fields
                and said.endswith(
                    f"UNIQUE constraint failed: {', '.join(columns[name] for name in constraint.fields)}"
                )
            )
            if unique or constraint.name in words:
                return str(constraint.violation_error_message)
    return None
