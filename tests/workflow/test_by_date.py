"""What is recorded ahead takes effect on its own day: no job has to run, and no list may be a day behind."""

from collections import Counter
from datetime import date, timedelta

import pytest

from rotations import access, workflow
from rotations.due import due_figures
from rotations.models import (
    Decision,
    Official,
    PostHolding,
    Rotation,
    with_workplace,
    working_at,
    workplaces,
)
from rotations.partial_dates import PartialDate
from rotations.reports.plan_progress import plan_progress
from rotations.reports.results import results
from rotations.vocabulary import DueKind, EndKind, PlacementOutcome, Role, RotationStatus
from tests.makers import (
    STARTED_ON,
    TODAY,
    make_account,
    make_decision,
    make_evaluation,
    make_holding,
    make_official,
    make_placement,
    make_post,
    make_rotation_at,
    make_term,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

START = date(2025, 4, 1)
DAY = timedelta(days=1)
DECIDED, ACTIVE, ENDED = RotationStatus.DECIDED, RotationStatus.ACTIVE, RotationStatus.ENDED


def decided_ahead(starts_on=START, **fields):
    """Decided today for a day to come, from a seat at an office to a seat at a commune."""
    office, commune = make_unit("Phòng Nội vụ", level="district"), make_unit("Xã Nậm Đích")
    official = make_official(unit=office)
    old, new = make_post(office, "Phó Trưởng phòng"), make_post(commune, "Phó Bí thư Đảng ủy")
    make_holding(official, old, date(2020, 1, 1), **fields)
    rotation = make_rotation_at(
        RotationStatus.APPRAISING,
        official,
        office,
        commune,
        left_posts=[old],
        receiving_posts=[new],
        on=TODAY,
    )
    return walk(rotation, "decide", starts_on=starts_on), old, new


def end_ahead(rotation, ended_on):
    return walk(rotation, "end", ended_on=ended_on, end_kind=EndKind.ON_TIME)


@pytest.mark.parametrize(
    ("reached", "starts_on", "ended_on", "day", "stands"),
    [
        ("proposed", None, None, TODAY, "proposed"),
        ("decided", START, None, START - DAY, "decided"),
        ("decided", START, None, START, "active"),
        ("active", STARTED_ON, None, TODAY, "active"),
        ("active", STARTED_ON, None, STARTED_ON - DAY, "decided"),
        ("ended", STARTED_ON, START, START - DAY, "active"),
        ("ended", STARTED_ON, START, START, "ended"),
        ("placed", STARTED_ON, TODAY, TODAY - DAY, "active"),
        ("placed", STARTED_ON, TODAY, TODAY, "placed"),
        ("cancelled", None, None, START, "cancelled"),
    ],
)
def test_where_a_case_stands_on_a_day_is_told_alike_by_the_row_and_by_the_database(
    reached, starts_on, ended_on, day, stands
):
    rotation = make_rotation_at(
        RotationStatus(reached), starts_on=starts_on or STARTED_ON, ended_on=ended_on or TODAY
    )

    assert rotation.status_on(day) == stands
    assert Rotation.objects.with_status_on(day).get().status_by_date == stands
    for word in RotationStatus:
        assert Rotation.objects.in_status_on([word], day).exists() == (word == stands)


def test_who_is_on_record_as_placed_without_a_day_is_placed_from_the_start_on():
    rotation = make_rotation_at(RotationStatus.PLACED, starts_on=STARTED_ON, ended_on=TODAY)
    Rotation.objects.update(placed_on=None)
    rotation.refresh_from_db()

    for day, stands in (
        (STARTED_ON - DAY, "decided"),
        (STARTED_ON, "placed"),
        (TODAY - DAY, "placed"),
        (TODAY, "placed"),
    ):
        assert rotation.status_on(day) == stands
        assert Rotation.objects.with_status_on(day).get().status_by_date == stands
        for word in RotationStatus:
            assert Rotation.objects.in_status_on([word], day).exists() == (word == stands)


def test_how_many_stand_where_on_a_day_are_those_that_stand_there_one_by_one():
    for status in RotationStatus:
        make_rotation_at(status, starts_on=STARTED_ON, ended_on=TODAY)
    make_rotation_at(ENDED, starts_on=STARTED_ON, ended_on=START)

    for day in (STARTED_ON - DAY, STARTED_ON, TODAY - DAY, TODAY, START - DAY, START):
        standing = Counter((case.direction, case.status_on(day)) for case in Rotation.objects.all())
        counted = Counter()
        for direction, word, number in Rotation.objects.numbers_on(day, "direction"):
            counted[direction, word] += number
        assert counted == standing


def test_a_start_known_to_the_month_counts_from_its_first_day():
    rotation, *_ = decided_ahead(PartialDate.of_month(2025, 4))

    assert rotation.status_on(date(2025, 3, 31)) == DECIDED
    assert rotation.status_on(date(2025, 4, 1)) == ACTIVE


def test_a_decision_for_a_day_to_come_is_counted_as_serving_from_that_day(viewer):
    rotation, *_ = decided_ahead()

    for day, serves in ((START - DAY, False), (START, True)):
        assert Rotation.objects.serving_on(day).exists() == serves
        figures = results(Rotation.objects.all(), by="receiving", young_years=None, on=day).total.counts
        assert figures["serving"] == int(serves)
        words = {
            one.code: one.number for one in plan_progress(Rotation.objects.all(), year=2025, on=day).by_status
        }
        assert words == {"active" if serves else "decided": 1}
    assert due_figures(viewer, on=rotation.due_on + DAY)[DueKind.TERM_OVERDUE] == 1
    assert rotation.status == DECIDED


def test_an_end_for_a_day_to_come_is_an_end_from_that_day(viewer):
    rotation = make_rotation_at(ACTIVE)

    end_ahead(rotation, START)

    for day, over in ((START - DAY, False), (START, True)):
        figures = results(Rotation.objects.all(), by="receiving", young_years=None, on=day).total.counts
        assert (figures["finished"], figures["unplaced"]) == (int(over), int(over))
        assert due_figures(viewer, on=day)[DueKind.PLACEMENT] == int(over)
    assert rotation.status == ENDED


def test_posts_change_hands_on_the_day_itself():
    rotation, old, new = decided_ahead()

    assert PostHolding.objects.on(START - DAY).get().post == old
    assert PostHolding.objects.on(START).get().post == new
    rotation.official.refresh_from_db()
    assert rotation.official.unit == rotation.sending_unit


def test_the_people_of_a_unit_change_on_the_day_itself():
    rotation, *_ = decided_ahead()
    sender = make_account(Role.UNIT_CLERK, rotation.sending_unit)
    receiver = make_account(Role.UNIT_CLERK, rotation.receiving_unit)

    def sees(account, day):
        return rotation.official in access.visible_officials(account, on=day)

    assert (sees(sender, START - DAY), sees(receiver, START - DAY)) == (True, False)
    assert (sees(sender, START), sees(receiver, START)) == (False, True)


def test_a_later_move_first_writes_the_start_on_its_own_day(board):
    rotation, *_ = decided_ahead()
    later = date(2025, 6, 2)

    walk(rotation, "end", by=board, on=later, ended_on=later, end_kind=EndKind.ON_TIME)

    start, end = rotation.steps.order_by("pk")[rotation.steps.count() - 2 :]
    assert (start.status_before, start.status_after, start.done_on) == ("decided", "active", START)
    assert (end.status_before, end.status_after, end.done_on) == ("active", "ended", later)
    assert rotation.announced_on == START
    assert [row.status for row in rotation.history.all()[:2]] == ["ended", "active"]
    assert rotation.history.first().history_user == board


@pytest.mark.parametrize(
    ("day", "open_then"), [(START - DAY, {"cancel", "activate"}), (START, {"activate", "end"})]
)
def test_a_case_may_be_called_off_until_it_starts_and_ended_from_then_on(day, open_then):
    rotation, *_ = decided_ahead()

    assert {verb for verb, _ in workflow.open_moves(rotation, by=None, on=day)} == open_then


def test_a_start_is_not_written_before_its_day():
    rotation, *_ = decided_ahead()

    with pytest.raises(workflow.MoveRefused, match="bắt đầu ngày 01/04/2025"):
        walk(rotation, "activate", on=START - DAY)

    walk(rotation, "activate", on=START)
    assert rotation.status == ACTIVE


def test_a_decision_called_off_gives_the_posts_back():
    rotation, old, _new = decided_ahead(held_until=date(2026, 1, 1))
    assert PostHolding.objects.get(post=old).held_until == START

    walk(rotation, "cancel", reason="Cán bộ xin rút")

    assert PostHolding.objects.get().post == old
    assert PostHolding.objects.get().held_until == date(2026, 1, 1)
    assert rotation.posts.get().held_from is None


def test_a_start_that_was_put_off_moves_the_posts_with_it():
    rotation, old, new = decided_ahead()
    later = date(2025, 5, 5)

    walk(rotation, "activate", on=later, starts_on=later)

    assert PostHolding.objects.get(post=old).held_until == later
    assert PostHolding.objects.get(post=new).held_from == later
    assert rotation.posts.get().held_from == later


def test_nobody_is_placed_before_the_end_has_come():
    rotation = end_ahead(make_rotation_at(ACTIVE), START)
    make_placement(rotation, decided_on=TODAY, outcome=PlacementOutcome.RETURNS)

    assert "đến ngày 01/04/2025" in workflow.refusal(rotation, "place", by=None, on=START - DAY)
    assert workflow.refusal(rotation, "place", by=None, on=START) == ""
    with pytest.raises(workflow.MoveRefused, match="đến ngày 01/04/2025"):
        end_ahead(rotation, START)


def test_who_serves_by_date_may_be_commented_on_and_proposed_for():
    rotation, *_ = decided_ahead()
    comment = make_evaluation(rotation, written_on=START)

    with pytest.raises(workflow.MoveRefused, match="đã bắt đầu luân chuyển"):
        workflow.record_evaluation(comment, by=None, on=START - DAY)
    workflow.record_evaluation(comment, by=None, on=START)

    placement = make_placement(rotation, proposed_on=START)
    with pytest.raises(workflow.MoveRefused, match="Đã quyết định"):
        workflow.propose_placement(placement, by=None, on=START - DAY)
    workflow.propose_placement(placement, by=None, on=START)


def test_a_person_is_found_and_shown_at_the_unit_of_the_day(board, client_of):
    rotation, *_ = decided_ahead(STARTED_ON)  # begun, and nobody wrote it down
    client = client_of(board)
    assert rotation.official.unit == rotation.sending_unit

    for query, found in (("unit=Xã Nậm Đích", [rotation.official]), ("unit=Phòng Nội vụ", [])):
        assert list(client.get(f"/officials/?{query}").context["object_list"]) == found
    assert "Xã Nậm Đích" in client.get("/officials/").content.decode()
    assert client.get(f"/officials/{rotation.official_id}/").context["official"].workplace == "Xã Nậm Đích"


# --- A placement for a day to come -------------------------------------------------------------------------

PLACED_FROM = date(2025, 6, 2)


def placed_ahead(outcome=PlacementOutcome.RETURNS, unit=None):
    """At the end today, with a placement that takes effect on a day to come and is never written down."""
    rotation = make_rotation_at(ENDED)
    make_placement(rotation, outcome=outcome, unit=unit or rotation.sending_unit, decided_on=PLACED_FROM)
    return rotation


@pytest.mark.parametrize(("day", "stands"), [(PLACED_FROM - DAY, "ended"), (PLACED_FROM, "placed")])
def test_a_placement_for_a_day_to_come_counts_from_that_day_with_nothing_written(day, stands, viewer):
    rotation = placed_ahead()

    assert (rotation.status, rotation.status_on(day)) == ("ended", stands)
    assert Rotation.objects.with_status_on(day).get().status_by_date == stands
    for word in RotationStatus:
        assert Rotation.objects.in_status_on([word], day).exists() == (word == stands)
    figures = results(Rotation.objects.all(), by="receiving", young_years=None, on=day).total.counts
    assert (figures["placed"], figures["unplaced"]) == (int(stands == "placed"), int(stands == "ended"))


def test_a_decided_placement_brings_the_day_with_it(lead):
    rotation = make_rotation_at(ENDED)
    placement = make_placement(rotation)
    decision = Decision(
        number="9", symbol="QĐ/HU", kind="placement", title="Bố trí", issuer="Huyện ủy", issued_on=TODAY,
        effective_on=PLACED_FROM,
    )  # fmt: skip
    workflow.record_decision(decision, by=lead, on=TODAY)

    workflow.decide_placement(placement, by=lead, on=TODAY, decision=decision)

    rotation.refresh_from_db()
    assert (rotation.placed_on, rotation.status) == (PLACED_FROM, "ended")
    assert workflow.refusal(rotation, "place", by=lead, on=PLACED_FROM) == ""


def test_where_a_person_works_is_what_took_effect_last():
    there = make_unit("Xã Nậm Khác")
    rotation = placed_ahead(unit=there)
    person = rotation.official

    def works_at(day):
        return with_workplace(Official.objects.filter(pk=person.pk), on=day).get().workplace

    assert works_at(PLACED_FROM - DAY) == rotation.receiving_unit.name
    assert works_at(PLACED_FROM) == "Xã Nậm Khác"
    assert workplaces([person.pk], on=PLACED_FROM - DAY) == {}
    assert workplaces([person.pk], on=PLACED_FROM) == workplaces(on=PLACED_FROM) == {person.pk: there.pk}

    # A later case whose start was written down is later than the placement nobody wrote down.
    later = date(2025, 9, 1)
    again = make_rotation_at(ACTIVE, Official.objects.get(pk=person.pk), there, starts_on=later)
    assert works_at(later) == again.receiving_unit.name
    assert list(Official.objects.filter(working_at([there.pk], later))) == []
    assert list(Official.objects.filter(working_at([again.receiving_unit_id], later))) == [person]
    assert workplaces(on=later) == {}


def test_what_was_written_on_the_file_since_is_where_the_person_works():
    rotation, moved_on = placed_ahead(), PLACED_FROM + DAY
    person, elsewhere = rotation.official, make_unit("Xã Nậm Mới")
    person.unit, person.unit_since = elsewhere, moved_on
    person.save()

    assert with_workplace(Official.objects.filter(pk=person.pk), on=moved_on).get().workplace == "Xã Nậm Mới"
    assert list(Official.objects.filter(working_at([elsewhere.pk], moved_on))) == [person]


def test_two_moves_nobody_wrote_down_leave_the_person_where_the_later_one_led():
    rotation = placed_ahead()
    person = rotation.official
    later = date(2025, 9, 1)
    again = make_rotation_at(RotationStatus.APPRAISING, person, rotation.sending_unit, on=TODAY)
    walk(again, "decide", starts_on=later)

    for day, unit in (
        (PLACED_FROM, rotation.sending_unit),
        (later - DAY, rotation.sending_unit),
        (later, again.receiving_unit),
    ):
        assert list(Official.objects.filter(working_at([unit.pk], day))) == [person]
        assert with_workplace(Official.objects.all(), on=day).get().workplace == unit.name


@pytest.mark.parametrize(("days", "following"), [(-1, False), (0, True)])
def test_a_start_put_off_into_the_next_term_gives_the_post_for_that_term(days, following):
    commune = make_unit("Xã Nậm Đích")
    post = make_post(commune, "Phó Bí thư Đảng ủy")
    rotation = make_rotation_at(RotationStatus.APPRAISING, receiving=commune, receiving_posts=[post])
    now = rotation.posts.get().term
    years = f"{now.ends_on.year}-{now.ends_on.year + 5}"
    ends_on = now.ends_on.replace(year=now.ends_on.year + 5)
    later = make_term(years, starts_on=now.ends_on, ends_on=ends_on)
    decision = make_decision()

    walk(rotation, "decide", starts_on=now.ends_on + days * DAY, decision=decision)

    wanted = later if following else now
    assert rotation.posts.get().term == wanted
    assert rotation.official.holdings.get(post=post).term == wanted
    assert {line.term for line in decision.lines.filter(post=post)} <= {wanted}
