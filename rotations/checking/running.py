"""Every check in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from rotations.checking import cases, constraints, records, seats
from rotations.checking.findings import Finding

CHECKS: Final[tuple[Callable[[], Iterator[Finding]], ...]] = (
    constraints.references_hold,
    constraints.checks_hold,
    constraints.uniques_hold,
    seats.main_posts_do_not_overlap,
    seats.posts_are_within_their_quota,
    cases.statuses_have_their_step,
    cases.levels_are_those_of_the_units,
    cases.posts_taken_up_are_held,
    cases.posts_end_with_the_case,
    cases.due_dates_follow_the_last_extension,
    cases.results_are_those_of_a_session,
    cases.placed_cases_have_their_decision,
    records.versions_count_without_a_gap,
    records.nothing_stands_above_itself,
    records.journals_name_records_that_are_there,
    records.every_record_has_its_history,
    records.derived_keys_are_true,
)


def check_data() -> Iterator[Finding]:
    """Prove what must never be false on the rows that are stored.

    Shape   findings, one at a time, check after check; none where all is well. A fixed number of statements for each
            model and check, and one more for each group of rows that share what only one may have; rows are read in
            portions, so memory does not grow with them.
    Units   one finding is one row.
    Errors  none: what is wrong is a finding.
    Source  product §2 (invariants), §5; domain reference §11.3.
    """
    for check in CHECKS:
        yield from check()
