"""What the regulations say of one case: one condition a file, each a pure reading of rows that returns a `Check`.

A condition reports and never blocks, never raises for a bad case and never writes; its numbers are rows of the
plan's own regulation, so a plan of 2019 is judged by the text of 2019 for ever. What follows from a finding is
decided in `workflow`. To add a condition: one file here, its name below, and in `asks=` of a move.
"""

from rotations.rules.checks import Check, Rule, judged_on, starts_of
from rotations.rules.classification import classification
from rotations.rules.discipline import discipline
from rotations.rules.dossier import DossierStanding, dossier_standing, judged_day, papers_asked_for
from rotations.rules.evaluations_due import YEARLY, ExpectedEvaluation, Lack, evaluations_due, final_papers
from rotations.rules.health import health
from rotations.rules.in_planning import in_planning
from rotations.rules.loading import load
from rotations.rules.max_age import max_age
from rotations.rules.min_time_in_post import min_time_in_post
from rotations.rules.not_local import not_local, post_not_for_local_people
from rotations.rules.one_term_left import one_term_left
from rotations.rules.post_standard import post_standard
from rotations.rules.ratings import (
    RatedGroup,
    RatingDoubt,
    Ratings,
    group_of,
    quota_doubt,
    rated_groups,
    ratings_of,
    ratings_of_year,
    scale_on,
    score_doubt,
)
from rotations.rules.reads import READ_BY
from rotations.rules.remaining_service import remaining_service
from rotations.rules.retirement import retirement_dates
from rotations.rules.tables import SharedTables
from rotations.rules.two_terms import two_terms
from rotations.rules.wanted import Wanted, wanted_for

__all__ = [
    "READ_BY",
    "YEARLY",
    "Check",
    "DossierStanding",
    "ExpectedEvaluation",
    "Lack",
    "RatedGroup",
    "RatingDoubt",
    "Ratings",
    "Rule",
    "SharedTables",
    "Wanted",
    "classification",
    "discipline",
    "dossier_standing",
    "evaluations_due",
    "final_papers",
    "group_of",
    "health",
    "in_planning",
    "judged_day",
    "judged_on",
    "load",
    "max_age",
    "min_time_in_post",
    "not_local",
    "one_term_left",
    "papers_asked_for",
    "post_not_for_local_people",
    "post_standard",
    "quota_doubt",
    "rated_groups",
    "ratings_of",
    "ratings_of_year",
    "remaining_service",
    "retirement_dates",
    "scale_on",
    "score_doubt",
    "starts_of",
    "two_terms",
    "wanted_for",
]
