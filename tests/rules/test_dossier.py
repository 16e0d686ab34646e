"""Whether the papers of a case are in and hold, on the day that counts and today."""

from datetime import date

import pytest

from rotations.partial_dates import PartialDate
from rotations.rules import dossier_standing, judged_day, papers_asked_for
from rotations.vocabulary import DossierStatus, RotationStatus
from tests.makers import (
    STARTED_ON,
    TODAY,
    make_dossier_item,
    make_paper,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
)

pytestmark = pytest.mark.django_db


def listed(**paper):
    """A case under a text that asks for one paper."""
    regulation = make_regulation(with_steps=True)
    make_paper(regulation, **paper)
    return make_rotation(plan=make_plan(regulation=regulation))


@pytest.mark.parametrize(
    ("issued_on", "valid_until", "day", "state"),
    [
        (date(2025, 1, 10), date(2025, 7, 10), date(2025, 7, 10), DossierStatus.VALID),
        (date(2025, 1, 10), date(2025, 7, 10), date(2025, 7, 11), DossierStatus.EXPIRED),
        (date(2025, 1, 10), date(2025, 7, 10), date(2025, 1, 10), DossierStatus.VALID),
        (date(2025, 1, 10), date(2025, 7, 10), date(2025, 1, 9), DossierStatus.MISSING),
        (date(2025, 1, 10), None, date(2035, 1, 1), DossierStatus.VALID),
        (None, None, date(2035, 1, 1), DossierStatus.VALID),
    ],
)
def test_a_paper_holds_from_its_issue_to_its_last_day(issued_on, valid_until, day, state):
    item = make_dossier_item(status=DossierStatus.VALID, issued_on=issued_on, valid_until=valid_until)

    assert item.state_on(day) == state
    assert item.holds_on(day) == (state == DossierStatus.VALID)


@pytest.mark.parametrize("status", [DossierStatus.MISSING, DossierStatus.NOT_REQUIRED, DossierStatus.EXPIRED])
def test_what_was_never_handed_in_holds_on_no_day(status):
    assert not make_dossier_item(status=status).holds_on(TODAY)


def test_the_day_that_counts_is_the_decision_then_its_plan_then_the_start():
    rotation = listed()
    assert judged_day(rotation) is None

    rotation.starts = PartialDate.of_month(2025, 9)
    rotation.save()
    found = judged_day(rotation)
    assert (found.day, found.is_the) == (date(2025, 9, 1), "ngày bắt đầu luân chuyển")

    item = rotation.step_template.items.get(status=RotationStatus.DECIDED)
    rotation.steps.create(name="Quyết định", template_item=item, planned_on=date(2025, 8, 20))
    found = judged_day(rotation)
    assert (found.day, found.is_the) == (date(2025, 8, 20), "ngày dự kiến quyết định")

    decided = make_rotation_at(RotationStatus.DECIDED)
    found = judged_day(decided)
    assert (found.day, found.is_the) == (STARTED_ON, "ngày quyết định")


def test_a_certificate_good_today_may_be_out_of_date_on_the_day_of_the_start():
    rotation = listed(valid_months=6)
    rotation.starts = PartialDate.of_day(date(2025, 9, 1))
    rotation.save()
    item = rotation.dossier.get()
    item.status, item.issued_on, item.valid_until = DossierStatus.VALID, TODAY, date(2025, 8, 31)
    item.save()

    standing = dossier_standing(rotation, on=TODAY)

    [paper] = standing.papers
    assert (paper.then, paper.today) == (DossierStatus.EXPIRED, DossierStatus.VALID)
    assert (standing.held, standing.needed) == (0, 1)
    assert standing.lacking == [paper]


def test_papers_only_asked_for_in_some_cases_and_those_set_aside_are_not_counted():
    rotation = listed()
    regulation = rotation.plan.regulation
    for number, (required, status) in enumerate(
        [
            (True, DossierStatus.VALID),
            (True, DossierStatus.NOT_REQUIRED),
            (False, DossierStatus.MISSING),
            (False, DossierStatus.SUBMITTED),
        ]
    ):
        paper = make_paper(regulation, f"Giấy {number}", is_required=required)
        make_dossier_item(rotation, template_item=paper, status=status)

    standing = dossier_standing(rotation, on=TODAY)

    assert (standing.held, standing.needed) == (2, 3)
    assert [paper.item.template_item.name for paper in standing.lacking] == ["Tờ trình"]


def test_the_list_is_that_of_the_nearest_text_that_has_one():
    upper = make_regulation()
    asked = make_paper(upper)
    lower = make_regulation(parent=upper)
    assert papers_asked_for(lower, TODAY) == [asked.pk]

    own = make_paper(lower, "Đơn tự nguyện")
    assert papers_asked_for(lower, TODAY) == [own.pk]
    assert papers_asked_for(make_regulation(), TODAY) == []
