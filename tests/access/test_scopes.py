"""Which records each role gets: all, its own, or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist

from rotations import access
from rotations.models import AppraisalOpinion, FamilyMember, Official, Rotation, UnitSuccession
from rotations.vocabulary import Role, UnitLevel
from tests.makers import (
    TODAY,
    make_account,
    make_evaluation,
    make_holding,
    make_indicator,
    make_need,
    make_official,
    make_placement,
    make_plan,
    make_position,
    make_post,
    make_rotation,
    make_rotation_at,
    make_unit,
)

SCOPES = [
    access.visible_units,
    access.visible_posts,
    access.visible_holdings,
    access.visible_officials,
    access.visible_plans,
    access.visible_rotations,
    access.visible_calls,
    access.visible_needs,
    access.visible_evaluations,
    access.visible_placements,
    access.visible_decisions,
    access.visible_indicators,
    access.visible_batches,
    access.visible_accounts,
    access.visible_audit_entries,
]


def announce(rotation: Rotation, on: date = TODAY) -> Rotation:
    rotation.announced_on = on
    rotation.save(update_fields=["announced_on"])
    return rotation


@pytest.fixture
def world(db, clerk):
    """A case to the clerk's unit, a case between two other units, and one of each record at both."""
    mine, other, third = clerk.unit, make_unit("Xã Nà Khác"), make_unit("Xã Chà Ba")
    plan = make_plan(announced_on=TODAY)
    near = announce(
        make_rotation(make_official("Lò Văn Gần", other), sending=other, receiving=mine, plan=plan)
    )
    far = announce(make_rotation(make_official("Mùa A Xa", other), sending=other, receiving=third, plan=plan))
    return {"near": near, "far": far, "mine": mine, "other": other}


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.__name__)
@pytest.mark.parametrize("role", [Role.REPORT_VIEWER, None])
def test_a_reader_of_figures_and_an_account_without_a_role_get_no_record(world, scope, role):
    make_evaluation(make_rotation_at("active"))
    make_placement(make_rotation_at("active"))
    make_indicator(world["mine"])
    make_need(world["mine"])
    account = make_account(role or Role.REPORT_VIEWER)
    if role is None:
        account.groups.clear()

    assert not scope(account, on=TODAY).exists()


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if scope is not access.visible_accounts])
def test_a_system_administrator_gets_accounts_and_nothing_else(world, scope):
    assert not scope(make_account(Role.SYSTEM_ADMIN), on=TODAY).exists()


def test_a_system_administrator_gets_the_accounts(world):
    account = make_account(Role.SYSTEM_ADMIN)

    assert account in access.visible_accounts(account, on=TODAY)


def test_the_board_and_the_committee_get_every_case(world, board, lead, committee):
    for account in (board, lead, committee):
        assert set(access.visible_rotations(account, on=TODAY)) == {world["near"], world["far"]}


def test_a_clerk_gets_cases_to_or_from_its_own_unit_only(world, clerk):
    assert list(access.visible_rotations(clerk, on=TODAY)) == [world["near"]]


def test_a_clerk_gets_a_case_from_the_day_it_is_announced(world, clerk):
    announce(world["near"], on=TODAY)

    assert access.visible_rotations(clerk, on=TODAY).exists()
    assert not access.visible_rotations(clerk, on=TODAY - timedelta(days=1)).exists()


def test_a_clerk_gets_no_case_that_was_never_announced(clerk, db):
    make_rotation(make_official("Sùng A Kín", clerk.unit), sending=clerk.unit, receiving=make_unit("Xã Kín"))

    assert not access.visible_rotations(clerk, on=TODAY).exists()


def test_a_clerk_gets_plans_once_announced(clerk):
    hidden, known = make_plan(2024), make_plan(2025, announced_on=TODAY)

    assert set(access.visible_plans(clerk, on=TODAY)) == {known}
    assert hidden not in access.visible_plans(clerk, on=TODAY)


def test_a_clerk_gets_its_own_people_posts_needs_and_indicators(world, clerk):
    own = make_official("Vàng Thị Nhà", clerk.unit)
    post = make_post(clerk.unit)
    need, indicator = make_need(clerk.unit), make_indicator(clerk.unit)
    make_post(world["other"])
    make_need(world["other"])
    make_indicator(world["other"])

    assert set(access.visible_officials(clerk, on=TODAY)) == {own}
    assert post in access.visible_posts(clerk, on=TODAY)
    assert {row.unit for row in access.visible_posts(clerk, on=TODAY)} == {clerk.unit}
    assert list(access.visible_needs(clerk, on=TODAY)) == [need]
    assert list(access.visible_indicators(clerk, on=TODAY)) == [indicator]
    assert list(access.visible_units(clerk, on=TODAY)) == [clerk.unit]


def test_a_clerk_sees_what_its_unit_took_over_from_the_day_it_did(clerk):
    grandparent, parent = make_unit("Xã Ông"), make_unit("Xã Cha")
    UnitSuccession.objects.create(predecessor=grandparent, successor=parent, on=TODAY - timedelta(days=900))
    UnitSuccession.objects.create(predecessor=parent, successor=clerk.unit, on=TODAY)

    assert access.own_units(clerk, on=TODAY) == {clerk.unit_id, parent.pk, grandparent.pk}
    assert access.own_units(clerk, on=TODAY - timedelta(days=1)) == {clerk.unit_id}


def test_a_ring_of_successions_ends(clerk):
    other = make_unit("Xã Vòng")
    UnitSuccession.objects.create(predecessor=other, successor=clerk.unit, on=TODAY)
    UnitSuccession.objects.create(predecessor=clerk.unit, successor=other, on=TODAY)

    assert access.own_units(clerk, on=TODAY) == {clerk.unit_id, other.pk}


def test_a_clerk_without_a_unit_gets_nothing(world, clerk):
    clerk.unit = None

    assert not access.visible_officials(clerk, on=TODAY).exists()
    assert not access.visible_rotations(clerk, on=TODAY).exists()


def test_an_appraiser_gets_the_cases_it_was_asked_about_from_that_day(world, appraiser):
    AppraisalOpinion.objects.create(rotation=world["far"], asked_unit=appraiser.unit, asked_on=TODAY)

    assert list(access.visible_rotations(appraiser, on=TODAY)) == [world["far"]]
    assert list(access.visible_officials(appraiser, on=TODAY)) == [world["far"].official]
    assert not access.visible_rotations(appraiser, on=TODAY - timedelta(days=1)).exists()


def test_nobody_gets_an_evaluation_of_themselves_unless_it_was_opened(board):
    evaluation = make_evaluation(make_rotation_at("active"))
    board.official = evaluation.rotation.official

    assert evaluation not in access.visible_evaluations(board, on=TODAY)

    evaluation.is_open_to_official = True
    evaluation.save()
    assert evaluation in access.visible_evaluations(board, on=TODAY)


def test_a_clerk_gets_the_evaluations_its_unit_wrote_and_no_other(world, clerk):
    own = make_evaluation(make_rotation_at("active"), unit=clerk.unit)
    make_evaluation(make_rotation_at("active"), unit=world["other"])

    assert list(access.visible_evaluations(clerk, on=TODAY)) == [own]


def test_only_the_head_of_the_board_gets_the_trail(world, board, lead):
    entry = access.note(board, "read", world["near"].official)

    assert list(access.visible_audit_entries(lead, on=TODAY)) == [entry]
    assert not access.visible_audit_entries(board, on=TODAY).exists()


def test_an_account_with_two_roles_gets_the_union_and_not_more(world, clerk):
    from django.contrib.auth.models import Group

    clerk.groups.add(Group.objects.get(name=Role.REPORT_VIEWER))
    clerk = type(clerk).objects.get(pk=clerk.pk)

    assert list(access.visible_rotations(clerk, on=TODAY)) == [world["near"]]


def test_ones_own_and_a_relatives_file_are_known_in_both_directions(board):
    me, brother, stranger = (make_official(name) for name in ("Thào A Mình", "Thào A Anh", "Lý A Lạ"))
    FamilyMember.objects.create(official=brother, relation="Em trai", full_name=me.full_name, relative=me)
    board.official = me

    assert access.is_own_or_relatives_file(board, me)
    assert access.is_own_or_relatives_file(board, brother)
    assert not access.is_own_or_relatives_file(board, stranger)


@pytest.mark.parametrize(
    ("role", "hidden", "shown"),
    [
        (Role.BOARD_OFFICER, set(), {"citizen_id", "ethnicity", "health", "family"}),
        (Role.UNIT_CLERK, {"citizen_id", "ethnicity", "religion", "health", "family"}, {"full_name", "unit"}),
        (Role.APPRAISER, {"citizen_id", "health", "family"}, {"full_name", "discipline_records"}),
        (Role.SYSTEM_ADMIN, {"full_name", "citizen_id"}, set()),
        (Role.REPORT_VIEWER, {"full_name"}, set()),
    ],
)
def test_a_role_may_not_read_the_fields_hidden_from_it(db, role, hidden, shown):
    fields = access.hidden_fields(make_account(role), Official)

    assert hidden <= fields
    assert not shown & fields


def test_every_hidden_field_is_one_the_model_has():
    from rotations.access.fields import HIDDEN

    for by_model in HIDDEN.values():
        for model, names in by_model.items():
            for name in names:
                try:
                    model._meta.get_field(name)
                except FieldDoesNotExist:
                    pytest.fail(f"{model.__name__} has no field {name}")


def test_who_may_consent_decides_by_account_or_heads_a_party_body_above_the_communes(board, lead, clerk):
    committee_office = make_unit("Ban Tổ chức Thử", level=UnitLevel.DISTRICT)
    head = make_position("Trưởng ban Thử", branch="party", is_head=True)
    signs_in, heads, headed = make_official(), make_official(), make_official()
    of_a_commune, deputy = make_official(), make_official()
    lead.official = signs_in
    lead.save()
    seat = make_post(committee_office, head)
    make_holding(headed, seat, date(2020, 1, 1), TODAY)
    make_holding(heads, seat, TODAY)
    make_holding(of_a_commune, make_post(make_unit(), head), date(2020, 1, 1))
    make_holding(deputy, make_post(committee_office, "Phó Bí thư Đảng ủy"), date(2020, 1, 1))

    assert set(access.approvers(board, on=TODAY)) == {signs_in, heads}
    assert set(access.approvers(clerk, on=TODAY)) == set()
