"""No page of the sample district costs more than twelve queries, whoever opens it and however full the record is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client, TestCase

from rotations.management.sample_district import load_district
from rotations.models import (
    Account,
    Decision,
    DossierItem,
    Evaluation,
    NeedCall,
    Official,
    Post,
    Regulation,
    Rotation,
    RotationNeed,
    RotationPlan,
    Unit,
)
from rotations.vocabulary import Role
from tests.makers import make_account
from tests.views.queries import MOST, queries_of

LISTS = [
    "/", "/plans/", "/plans/add/", "/needs/", "/needs/add/", "/needs/calls/", "/needs/calls/add/", "/rotations/", "/rotations/add/",
    "/rotations/add/?q=a", "/officials/", "/units/", "/evaluations/", "/evaluations/add/", "/placements/",
    "/placements/add/", "/due/", "/reports/results/", "/reports/results/?movement=all", "/imports/", "/imports/add/",
    "/decisions/", "/decisions/?person=a&year=2025", "/decisions/add/", "/rotations/moves/",
    "/placements/add/", "/reports/results/", "/reports/results/?movement=all", "/imports/", "/imports/add/", "/regulations/",
    "/regulations/retirement/",
    "/reports/ratings/?year=2024", "/reports/", "/reports/figures/", "/reports/figures/?movement=all", "/reports/frozen/",
    "/reports/needs/", "/reports/needs/?shape=figures", "/reports/planned/", "/reports/planned/?map=now&shape=figures",
    "/reports/planned/?map=now", "/reports/done/?map=now", "/reports/done/?shape=figures", "/reports/results/?map=now",
]  # fmt: skip
# Every list narrowed and searched: by what finds many, by what finds none, and by all that costs a look of its own.
NARROWED = [
    "/officials/?q=n&unit=xã", "/officials/?unit=Xã Pa Tần&sex=male&rotating=no&sort=-unit&columns=name,birth,posts,unit,party",
    "/officials/?q=khong-co-ai", "/rotations/?q=n", "/rotations/?sending_unit=x&receiving_unit=xã", "/rotations/?group=done&year=2025",
    "/rotations/?sending_unit=phòng&receiving_unit=xã&status=active&status=ended&sort=-plan", "/units/?q=x&level=commune",
    "/plans/?q=2025", "/needs/?q=x&year=2025&unit=xã", "/needs/calls/?year=2026", "/evaluations/?q=n&year=2024", "/placements/?q=n",
    "/decisions/?q=QĐ&person=a&year=2025", "/due/?kind=term_ending", "/imports/?q=a", "/audit/?who=b&since=01/01/2026",
    "/audit/changes/?who=board_lead&since=01/01/2026", "/search/?q=nguyen", "/search/?q=pa tan", "/search/?q=khong-co-ai",
]  # fmt: skip
PARTS = ("", "?part=steps", "?part=checks", "?part=papers", "?part=history")
PLAN_PAGES = ("edit", "gather", "targets/add", "amend", "compare", "as-of", "versions/1", "versions/2")
CALL_PAGES = ("", "edit/", "answer/")
PARTS = ("", "?part=checks", "?part=papers", "?part=history")


def _pairs() -> list[tuple[Unit, Unit]]:
    """Units between which somebody was rotated, as a mark of a picture links to them."""
    return [(one.sending_unit, one.receiving_unit) for one in Rotation.objects.all()[:3]]


def pages() -> Iterator[str]:
    """Every list and form, and the page of every record; of the people every tenth."""
    yield from LISTS
    yield from NARROWED
    yield from (f"/rotations/?sending_unit={one.pk}&receiving_unit={other.pk}" for one, other in _pairs())
    for rotation in Rotation.objects.all():
        yield from (f"/rotations/{rotation.pk}/{part}" for part in PARTS)
        yield f"/rotations/{rotation.pk}/review-sheet/"
        yield from (f"/rotations/{rotation.pk}/{part}" for part in (*PARTS, "dossier/"))
    for plan in RotationPlan.objects.all():
        yield from (f"/plans/{plan.pk}/{page}/" for page in PLAN_PAGES)
    for call in NeedCall.objects.all():
        yield from (f"/needs/calls/{call.pk}/{page}" for page in CALL_PAGES)
    for model, folder in (
        (RotationPlan, "plans"),
        (Unit, "units"),
        (Decision, "decisions"),
        (Evaluation, "evaluations"),
        (RotationNeed, "needs"),
        (Regulation, "regulations"),
    ):
        yield from (f"/{folder}/{record.pk}/" for record in model.objects.all())
    yield from (f"/evaluations/{record.pk}/rate/" for record in Evaluation.objects.all())
    yield from (f"/dossier-items/{item.pk}/" for item in DossierItem.objects.all()[::20])
    for person in Official.objects.all()[::10]:
        yield from (f"/officials/{person.pk}/", f"/officials/{person.pk}/timeline/")
    yield from (f"/posts/{post.pk}/" for post in Post.objects.all()[::20])
    yield from (f"/plans/{plan.pk}/review-sheets/" for plan in RotationPlan.objects.all())
    yield from (f"/needs/{need.pk}/edit/" for need in RotationNeed.objects.all()[::5])
    yield from (f"/officials/{person.pk}/" for person in Official.objects.all()[::10])


class TestBudget(TestCase):
    """On the district that `make demo` shows."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_district()

    @pytest.mark.ignore_template_errors  # templates of Django itself
    def test_no_list_of_the_back_office_costs_more_than_twelve_queries(self) -> None:
        client = Client()
        client.force_login(make_account(Role.BOARD_LEAD, is_staff=True))
        urls = [
            f"/admin/rotations/{model._meta.model_name}/"
            for model in admin.site._registry
            if model is not Account
        ]

        assert {url: cost for url in urls if (cost := queries_of(client, url)) > MOST} == {}

    def test_no_page_costs_more_than_twelve_queries(self) -> None:
        opened = {}
        for role in (Role.BOARD_LEAD, Role.UNIT_CLERK, Role.REPORT_VIEWER):
            client = Client()
            client.force_login(make_account(role, Unit.objects.get(name="Xã Pa Tần")))
            for url in pages():
                if client.get(url).status_code == 200:
                    opened[role, url] = queries_of(client, url)

        assert len(opened) > 200
        assert {where: cost for where, cost in opened.items() if cost > MOST} == {}
