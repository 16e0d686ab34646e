"""Every kind of record in the back office: its pages open for whoever may, and for nobody else."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.models import Account, Official, Unit
from rotations.vocabulary import Role, UnitLevel
from tests import makers
from tests.admin.conftest import staff

OURS = {
    model._meta.model_name: page
    for model, page in admin.site._registry.items()
    if model._meta.app_label == "rotations"
}
# Model → who may open its list, who may add, for the two roles of the board. The keeper of accounts opens nothing else.
OFFICER_ADDS = {
    "unit", "position", "post", "official", "postholding", "needcall", "rotationneed", "rotationplan", "rotation",
    "decision", "evaluation", "placement", "localityindicator",
}  # fmt: skip
LEAD_ADDS = OFFICER_ADDS | {
    "term", "catalogueentry", "standardseat", "regulation", "steptemplate", "criteriaset", "ratingscale",
}  # fmt: skip
READ_ONLY = {
    "attachment",
    "importbatch",
    "importrow",
    "electionsession",
    "retirementage",
    "rulejudging",
    "frozenreport",
}
LEAD_READS = {"auditentry"}
KEEPER = {"account"}


def test_the_table_above_names_every_registered_record():
    assert set(OURS) == LEAD_ADDS | READ_ONLY | LEAD_READS | KEEPER


def test_every_kept_record_is_reachable_by_itself_or_beside_another():
    kept = {
        model._meta.model_name
        for model in apps.get_app_config("rotations").get_models()
        if not model.__name__.startswith("Historical") and not model._meta.auto_created
    }
    beside = {inline.model._meta.model_name for page in OURS.values() for inline in page.inlines}

    assert kept == set(OURS) | beside


def _may_see(role: Role, name: str) -> bool:
    return {
        Role.BOARD_OFFICER: name in LEAD_ADDS | READ_ONLY,
        Role.BOARD_LEAD: name in LEAD_ADDS | READ_ONLY | LEAD_READS,
        Role.SYSTEM_ADMIN: name in KEEPER,
    }[role]


def _may_add(role: Role, name: str) -> bool:
    return {
        Role.BOARD_OFFICER: name in OFFICER_ADDS,
        Role.BOARD_LEAD: name in LEAD_ADDS,
        Role.SYSTEM_ADMIN: name in KEEPER,
    }[role]


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("role", [Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.SYSTEM_ADMIN])
def test_every_page_opens_for_the_role_that_may_and_for_no_other(role, one_of_each, client_of):
    client = client_of(staff(role))

    for name in OURS:
        seen, added = _may_see(role, name), _may_add(role, name)
        record = one_of_each[name]
        base = f"/admin/rotations/{name}/"
        for url, may in (
            (base, seen),
            (f"{base}?q=thu%20nghiem", seen),
            (f"{base}add/", added),
            (f"{base}{record.pk}/change/", seen),
            (f"{base}{record.pk}/history/", seen),
        ):
            assert client.get(url).status_code == (200 if may else 403), (role, url)


@pytest.mark.ignore_template_errors
def test_who_may_not_enter_is_told_so_and_who_is_signed_out_goes_to_the_one_sign_in_page(
    client, client_of, db
):
    outsider = makers.make_account(Role.BOARD_OFFICER, username="not_staff")

    assert client_of(outsider).get("/admin/", follow=True).status_code == 403
    sent = client.get("/admin/rotations/official/", follow=True)
    assert sent.redirect_chain[-1][0] == "/accounts/login/?next=/admin/rotations/official/"
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.ignore_template_errors
def test_the_index_opens(board, client_of):
    page = client_of(board).get("/admin/")

    assert page.status_code == 200
    assert "Cán bộ" in page.content.decode()


@pytest.mark.ignore_template_errors
def test_no_form_offers_all_units_or_officials_in_one_list(lead, one_of_each, client_of):
    Unit.objects.bulk_create(
        [Unit(name=f"Xã số {n}", level=UnitLevel.COMMUNE, block="locality") for n in range(60)]
    )
    Official.objects.bulk_create([Official(full_name=f"Lò Văn {n}") for n in range(60)])
    client = client_of(lead)

    for name in LEAD_ADDS:
        for url in (
            f"/admin/rotations/{name}/add/",
            f"/admin/rotations/{name}/{one_of_each[name].pk}/change/",
        ):
            selects = re.findall(r"<select.*?</select>", client.get(url).content.decode(), re.S)
            assert max((select.count("<option") for select in selects), default=0) < 60, url


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("name", sorted(LEAD_ADDS - {"rotationplan", "retirementage", "ratingscale"}))
def test_a_list_costs_as_many_queries_for_many_rows_as_for_one(name, lead, client_of, one_of_each):
    client = client_of(lead)
    url = f"/admin/rotations/{name}/"
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    _more_of(name, one_of_each)
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few), [query["sql"] for query in many]
    assert len(many) <= 12


def _more_of(name: str, one_of_each) -> None:
    for number in range(3):
        match name:
            case "unit":
                makers.make_unit(parent=one_of_each["unit"])
            case "position":
                makers.make_position(f"Chức danh thử {number}")
            case "post":
                makers.make_post(position=f"Chức danh thử {number}")
            case "official":
                makers.make_holding(makers.make_official(unit=makers.make_unit()))
            case "postholding":
                makers.make_holding()
            case "rotationneed":
                makers.make_need()
            case "rotation":
                makers.make_rotation()
            case "evaluation":
                makers.make_evaluation()
            case "placement":
                makers.make_placement()
            case "localityindicator":
                makers.make_indicator(kind="new_rural_criteria")
            case "steptemplate":
                makers.make_step_template(makers.make_regulation())
            case "regulation":
                makers.make_regulation()
            case "criteriaset":
                makers.make_criteria_set()
            case _:
                record = type(one_of_each[name]).objects.get(pk=one_of_each[name].pk)
                record.pk = None
                record.id = None
                _distinct(record, number)
                record.save()


def _distinct(record, number: int) -> None:
    for field in ("name", "title", "number", "symbol"):
        if hasattr(record, field):
            setattr(record, field, f"Thử {number}"[:20])
            break
    if hasattr(record, "opened_on"):
        record.year += number + 1
    if hasattr(record, "position_id"):
        record.position = makers.make_position(f"Chức danh khung {number}")


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("name", ["attachment", "auditentry", "importbatch", "importrow", "electionsession"])
def test_what_the_program_writes_has_no_way_to_add_change_or_delete(name, lead, one_of_each, client_of):
    client, record = client_of(lead), one_of_each[name]
    base = f"/admin/rotations/{name}/"

    assert client.get(f"{base}add/").status_code == 403
    assert client.post(f"{base}add/", {}).status_code == 403
    assert client.post(f"{base}{record.pk}/change/", {"subject": "khác"}).status_code == 403
    assert client.get(f"{base}{record.pk}/delete/").status_code == 403
    assert client.post(f"{base}{record.pk}/delete/", {"post": "yes"}).status_code == 403
    assert type(record).objects.filter(pk=record.pk).exists()


def test_roles_are_not_edited_by_a_click():
    assert "group" not in {model._meta.model_name for model in admin.site._registry}
    assert Account.objects.model._meta.get_field("is_superuser").name not in str(OURS["account"].fieldsets)
