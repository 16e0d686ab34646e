"""Which conditions read which number of a regulation, for whoever changes a number and asks whom it concerns."""

from __future__ import annotations

from rotations.rules.checks import Rule
from rotations.rules.classification import classification
from rotations.rules.discipline import discipline
from rotations.rules.health import health
from rotations.rules.in_planning import in_planning
from rotations.rules.max_age import max_age
from rotations.rules.min_time_in_post import min_time_in_post
from rotations.rules.not_local import not_local
from rotations.rules.one_term_left import one_term_left
from rotations.rules.remaining_service import remaining_service
from rotations.rules.two_terms import two_terms
from rotations.vocabulary import LOCAL_PERSON_CODES, ParameterCode

# A number that stands here for nothing (months of a rotation, alerts) is read elsewhere, and not to judge a case.
READ_BY: dict[ParameterCode, tuple[Rule, ...]] = {
    ParameterCode.REMAINING_SERVICE_MONTHS: (remaining_service,),
    ParameterCode.ONE_TERM_MONTHS: (one_term_left, two_terms),
    ParameterCode.MAX_AGE_MALE_YEARS: (max_age,),
    ParameterCode.MAX_AGE_FEMALE_YEARS: (max_age,),
    ParameterCode.IN_PLANNING_REQUIRED: (in_planning,),
    ParameterCode.MIN_TIME_IN_POST_MONTHS: (min_time_in_post,),
    ParameterCode.MAX_HEAD_TERMS: (two_terms,),
    ParameterCode.HEALTH_CERTIFICATE_MONTHS: (health,),
    ParameterCode.REPRIMAND_WAIT_MONTHS: (discipline,),
    ParameterCode.WARNING_WAIT_MONTHS: (discipline,),
    ParameterCode.REMOVAL_WAIT_MONTHS: (discipline,),
    ParameterCode.CLASSIFICATION_YEARS: (classification,),
    **dict.fromkeys(LOCAL_PERSON_CODES, (not_local,)),
}
