"""The life of a person and of a seat, and how it stood on a day."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.models import DisciplineRecord, Placement, Rotation
from rotations.partial_dates import PartialDate
from rotations.reports.timelines import Span, When, person_on, person_timeline, seat_timeline
from rotations.vocabulary import DisciplineForm, DisciplineSide, PlacementOutcome, RotationStatus
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_placement,
    make_post,
    make_rating,
    make_rotation,
    make_rotation_at,
    make_succession_entry,
    make_unit,
)

DAY, MONTH, YEAR = PartialDate.of_day, PartialDate.of_month, PartialDate.of_year


@pytest.mark.parametrize(
    ("started", "finished", "on", "when"),
    [
        (DAY(date(2022, 9, 15)), None, date(2022, 9, 14), When.LATER),
        (DAY(date(2022, 9, 15)), None, date(2022, 9, 15), When.NOW),
        (DAY(date(2020, 1, 1)), DAY(date(2022, 9, 15)), date(2022, 9, 14), When.NOW),
        (DAY(date(2020, 1, 1)), DAY(date(2022, 9, 15)), date(2022, 9, 15), When.PAST),
        (MONTH(2022, 9), None, date(2022, 8, 31), When.LATER),
        (MONTH(2022, 9), None, date(2022, 9, 1), When.MAYBE),
        (MONTH(2022, 9), None, date(2022, 9, 30), When.NOW),
        (YEAR(2020), MONTH(2022, 9), date(2022, 8, 31), When.NOW),
        (YEAR(2020), MONTH(2022, 9), date(2022, 9, 1), When.MAYBE),
        (YEAR(2020), MONTH(2022, 9), date(2022, 9, 30), When.PAST),
        (None, DAY(date(2022, 9, 15)), date(2022, 9, 14), When.MAYBE),
        (None, None, date(2022, 9, 14), When.MAYBE),
    ],
)
def test_a_span_holds_a_day_surely_perhaps_or_not(started, finished, on, when):
    assert Span(started, finished).on(on) == when


@pytest.mark.django_db
class TestPerson:
    """One official's events."""

    def events(self, official, on=TODAY):
        return person_timeline(
            holdings=official.holdings.for_listing(),
            rotations=official.rotations.all(),
            ratings=official.ratings.all(),
            disciplines=official.discipline_records.all(),
            successions=official.succession_entries.select_related("position", "term"),
            on=on,
        )

    def on(self, official, on):
        holdings, rotations = list(official.holdings.for_listing()), list(official.rotations.all())
        events = person_timeline(holdings=holdings, rotations=rotations, on=on)
        return person_on(events, holdings, rotations, Placement.objects.all(), on=on)

    def test_everything_stands_in_order_of_time(self):
        official = make_official()
        make_holding(official, held_from=date(2019, 5, 1), held_until=date(2025, 1, 6))
        make_succession_entry(official, approved_on=date(2020, 3, 1))
        make_rating(official, 2021)
        DisciplineRecord.objects.create(
            official=official,
            side=DisciplineSide.PARTY,
            form=DisciplineForm.REPRIMAND,
            decided_on=date(2022, 1, 1),
        )
        make_rotation_at(RotationStatus.ACTIVE, official=official, sending=make_unit(level="district"))

        assert [event.kind for event in self.events(official)] == [
            "post", "succession", "rating", "discipline", "rotation",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("on", "serves"),
        [
            (date(2025, 1, 5), False),
            (date(2025, 1, 6), True),
            (TODAY, True),
            (date(2025, 3, 11), False),
        ],
    )
    def test_a_rotation_holds_its_first_and_its_last_day(self, on, serves):
        rotation = make_rotation_at(RotationStatus.ENDED)

        state = self.on(rotation.official, on)

        assert (state.rotation == rotation) == serves
        assert Rotation.objects.serving_on(on).exists() == serves

    def test_who_is_kept_for_good_is_no_longer_rotated_that_day(self):
        rotation = make_rotation_at(RotationStatus.ACTIVE)
        make_placement(rotation, outcome=PlacementOutcome.STAYS, decided_on=TODAY)

        assert self.on(rotation.official, date(2025, 3, 9)).rotation == rotation
        assert self.on(rotation.official, TODAY).rotation is None

    def test_the_unit_is_that_of_the_main_post_and_a_vague_post_is_unsure(self):
        official, main, beside = make_official(), make_post(), make_post()
        make_holding(official, main, date(2020, 1, 1), date(2022, 9, 1), held_until_precision="month")
        make_holding(official, beside, date(2020, 1, 1), is_main=False)

        before, within = self.on(official, date(2022, 8, 31)), self.on(official, date(2022, 9, 15))

        assert (before.unit, [event.title for event in before.unsure]) == (main.unit, [])
        assert (within.unit, len(within.unsure)) == (None, 1)
        assert [event.detail for event in within.posts] == ["kiêm nhiệm"]

    def test_a_case_not_decided_is_still_to_come_and_one_called_off_is_past(self):
        proposed, cancelled = make_rotation(), make_rotation_at(RotationStatus.CANCELLED)

        assert [event.when for event in self.events(proposed.official)] == [When.LATER]
        assert [event.when for event in self.events(cancelled.official)] == [When.PAST]


@pytest.mark.django_db
class TestSeat:
    """One post's holders and gaps."""

    def lines(self, post, on=TODAY):
        holdings = list(post.holdings.for_listing().order_by("held_from", "pk"))
        return [(str(line.span), line.vacant, line.how_long) for line in seat_timeline(post, holdings, on=on)]

    def test_a_gap_between_two_holders_has_its_length_in_months(self):
        post = make_post()
        make_holding(post=post, held_from=date(2020, 1, 1), held_until=date(2021, 1, 1))
        make_holding(post=post, held_from=date(2021, 7, 1))

        assert self.lines(post) == [
            ("01/01/2020 – 01/01/2021", 0, ""),
            ("01/01/2021 – 01/07/2021", 1, "6 tháng"),
            ("01/07/2021 – nay", 0, ""),
        ]

    def test_holders_who_follow_each_other_on_one_day_leave_no_gap(self):
        post = make_post()
        make_holding(post=post, held_from=date(2020, 1, 1), held_until=date(2021, 1, 1))
        make_holding(post=post, held_from=date(2021, 1, 1))

        assert [line[1] for line in self.lines(post)] == [0, 0]

    def test_a_seat_empty_since_its_opening_and_up_to_now(self):
        post = make_post(opened_on=date(2024, 1, 10))
        assert self.lines(post) == [("10/01/2024 – nay", 1, "14 tháng")]

        post.abolished_on = date(2024, 7, 10)
        assert self.lines(post) == [("10/01/2024 – 10/07/2024", 1, "6 tháng")]

    def test_of_several_places_so_many_are_empty(self):
        post = make_post(quota=3, opened_on=date(2020, 1, 1))
        make_holding(post=post, held_from=date(2020, 1, 1))
        make_holding(post=post, held_from=date(2022, 1, 1), held_until=date(2023, 1, 1))

        gaps = [line for line in self.lines(post) if line[1]]

        assert gaps == [
            ("01/01/2020 – 01/01/2022", 2, "24 tháng"),
            ("01/01/2022 – 01/01/2023", 1, "12 tháng"),
            ("01/01/2023 – nay", 2, "26 tháng"),
        ]

    def test_a_gap_known_to_the_month_has_two_lengths(self):
        post = make_post()
        make_holding(
            post=post, held_from=date(2020, 1, 1), held_until=date(2021, 1, 1), held_until_precision="month"
        )
        make_holding(post=post, held_from=date(2021, 7, 1))

        assert self.lines(post)[1] == ("01/2021 – 01/07/2021", 1, "5–6 tháng")

    def test_of_a_seat_nobody_is_on_record_for_nothing_is_said(self):
        assert self.lines(make_post()) == []
