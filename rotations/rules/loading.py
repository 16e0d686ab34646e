"""What the conditions read of a case: read for many cases at once, and then not again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from rotations.models import Hanging, Rotation, RotationPlan, gather
from rotations.rules.tables import SharedTables
from rotations.vocabulary import ConditionCode

HOLDINGS = Hanging("official__holdings", ("post__position", "post__unit"))
POSTS = Hanging("posts", ("post__position", "post__unit"))
# What each condition reads of a case, beside the case itself and the texts it is judged by.
READS: dict[ConditionCode, tuple[Hanging, ...]] = {
    ConditionCode.IN_PLANNING: (Hanging("official__succession_entries", ("position", "term")),),
    ConditionCode.REMAINING_SERVICE: (),
    ConditionCode.ONE_TERM_LEFT: (),
    ConditionCode.MAX_AGE: (),
    ConditionCode.MIN_TIME_IN_POST: (HOLDINGS, POSTS),
    ConditionCode.TWO_TERMS: (HOLDINGS, POSTS),
    ConditionCode.NOT_LOCAL: (
        HOLDINGS, POSTS, Hanging("official__work_history"), Hanging("official__trainings"),
        Hanging("official__residences"), Hanging("official__locality_decisions"),
    ),
    ConditionCode.POST_STANDARD: (POSTS,),
    ConditionCode.CLASSIFICATION: (Hanging("official__ratings"),),
    ConditionCode.DISCIPLINE: (Hanging("official__discipline_records"), HOLDINGS, POSTS),
    ConditionCode.HEALTH: (Hanging("dossier", ("template_item",)),),
}  # fmt: skip
# A text, the one it makes concrete, and the one above that; a longer line reads on by itself.
TEXTS = ("regulation", "regulation__parent", "regulation__parent__parent")
OF_THE_TEXTS = tuple(
    hanging
    for text in TEXTS
    for hanging in (
        Hanging(f"{text}__parameters"),
        Hanging(f"{text}__non_local_posts"),
        Hanging(f"{text}__post_standards", ("professional_level", "political_theory")),
        Hanging(f"{text}__condition_rules"),
        Hanging(f"{text}__dossier_items"),
    )
)
LOADED = "_loaded_for_rules"


def load(
    rotations: Sequence[Rotation],
    tables: SharedTables | None = None,
    conditions: Iterable[ConditionCode] = tuple(ConditionCode),
) -> None:
    """Read all that the conditions look at, for these cases together.

    Shape   saved cases in; afterwards every one of `conditions` answers without a query, save the tables shared by
            all, which are read once. Cases of one plan share its object and the texts behind it.
    Units   one query for each 500 cases and one for their plans; two for schooling where the files name any.
    Errors  none.
    Source  product §8.
    """
    tables = tables or SharedTables()
    plans: dict[int, RotationPlan] = {}
    for rotation in rotations:
        rotation.plan = plans.setdefault(rotation.plan_id, rotation.plan)
    conditions = frozenset(conditions)
    gather(rotations, *dict.fromkeys(one for code in READS if code in conditions for one in READS[code]))
    gather(list(plans.values()), *OF_THE_TEXTS)
    if ConditionCode.POST_STANDARD in conditions:
        prefetch_related_objects(rotations, "official__professional_level", "official__political_theory")
    for rotation in rotations:
        rotation.__dict__[LOADED] = tables


def tables_of(rotation: Rotation) -> SharedTables:
    """The tables a case is read against; a case nobody loaded is loaded here, anew each time it is asked about."""
    held: Any = rotation.__dict__.get(LOADED)
    if held is not None:
        return held  # type: ignore[no-any-return]
    tables = SharedTables()
    load([rotation], tables)
    del rotation.__dict__[LOADED]
    return tables
