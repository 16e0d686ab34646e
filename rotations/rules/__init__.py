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
from rotations.rules.in_planning import in_planning
from rotations.rules.max_age import max_age
from rotations.rules.min_time_in_post import min_time_in_post
from rotations.rules.one_term_left import one_term_left
from rotations.rules.ratings import (
    RatedGroup,
    RatingDoubt,
    group_of,
    quota_doubt,
    rated_groups,
    ratings_of_year,
    scale_on,
    score_doubt,
)
from rotations.rules.remaining_service import remaining_service
from rotations.rules.retirement import retirement_dates

__all__ = [
    "YEARLY",
    "Check",
    "DossierStanding",
    "ExpectedEvaluation",
    "Lack",
    "RatedGroup",
    "RatingDoubt",
    "Rule",
    "classification",
    "discipline",
    "dossier_standing",
    "evaluations_due",
    "final_papers",
    "group_of",
    "in_planning",
    "judged_day",
    "judged_on",
    "max_age",
    "min_time_in_post",
    "one_term_left",
    "papers_asked_for",
    "quota_doubt",
    "rated_groups",
    "ratings_of_year",
    "remaining_service",
    "retirement_dates",
    "scale_on",
    "score_doubt",
    "starts_of",
]
