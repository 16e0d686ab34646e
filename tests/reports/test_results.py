"""Biểu 3: the figures agree with each other and with the lists behind them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.filters.locality import concluded_non_local
from rotations.models import CatalogueEntry, LocalityDecision, Rotation, UnitSuccession
from rotations.reports import results
from rotations.vocabulary import Direction, MovementType, PlacementOutcome, RotationStatus, Sex, UnitLevel
from tests.makers import (
    TODAY,
    make_official,
    make_placement,
    make_plan,
    make_rotation,
    make_rotation_at,
    make_unit,
)

pytestmark = pytest.mark.django_db


def sheet(by="receiving", **filters):
    return results.results(Rotation.objects.filter(**filters), by=by, young_years=40, on=TODAY)


def fifteen():
    """The figures of the reference article: 7 down, 2 up, 6 across."""
    plan = make_plan(2022)
    offices = [make_unit(f"Phòng Thử {n}", level=UnitLevel.DISTRICT) for n in range(3)]
    communes = [make_unit(f"Xã Thử {n}") for n in range(4)]
    routes = (
        [(offices[n % 3], communes[n % 4]) for n in range(7)]
        + [(communes[n], offices[n]) for n in range(2)]
        + [(communes[n % 4], communes[(n + 1) % 4]) for n in range(6)]
    )
    for sending, receiving in routes:
        make_rotation_at(
            RotationStatus.ACTIVE, sending=sending, receiving=receiving, plan=plan, starts_on=date(2022, 9, 1)
        )


def test_seven_down_two_up_and_six_across_are_fifteen():
    fifteen()

    total = sheet().total.counts

    assert total["done"] == 15
    assert [total[word] for word in results.ALWAYS_SHOWN] == [7, 2, 6]


@pytest.mark.parametrize("by", ["receiving", "sending"])
def test_rows_and_columns_add_up(by):
    fifteen()
    make_rotation_at(RotationStatus.PLACED, plan=Rotation.objects.first().plan)
    make_rotation_at(RotationStatus.ENDED, plan=Rotation.objects.first().plan)
    make_rotation_at(RotationStatus.CANCELLED, plan=Rotation.objects.first().plan)

    whole = sheet(by)

    for row in (*whole.rows, whole.total):
        assert sum(row.counts[word.value] for word in Direction) == row.counts["done"]
        assert row.counts["placed"] + row.counts["unplaced"] == row.counts["finished"]
    for measure in whole.measures:
        assert sum(row.counts[measure.code] for row in whole.rows) == whole.total.counts[measure.code]
        condition = (
            Rotation.objects.all()
            if measure.condition is None
            else Rotation.objects.filter(measure.condition)
        )
        assert whole.total.counts[measure.code] == condition.count(), measure.code
    assert whole.total.counts["planned"] == 18
    assert whole.total.counts["done"] == 17


def test_the_rate_is_done_out_of_planned():
    plan, commune = make_plan(2024), make_unit("Xã Nậm Thử")
    make_rotation_at(RotationStatus.ACTIVE, receiving=commune, plan=plan)
    make_rotation_at(RotationStatus.CANCELLED, receiving=commune, plan=plan)
    make_rotation(receiving=commune, plan=plan)

    (row,) = sheet().rows

    assert (row.counts["planned"], row.counts["done"], row.rate) == (3, 1, 33.3)


def test_nothing_planned_has_no_rate_and_no_rows():
    assert sheet().rows == ()
    assert sheet().total.rate is None


def test_units_stand_in_vietnamese_order():
    plan = make_plan(2024)
    for name in ("Xã Đá Thử", "Xã Ẩm Thử", "Xã Dốc Thử", "Xã Ba Thử"):
        make_rotation(receiving=make_unit(name), plan=plan)

    assert [row.name for row in sheet().rows] == ["Xã Ẩm Thử", "Xã Ba Thử", "Xã Dốc Thử", "Xã Đá Thử"]


def test_women_minorities_and_the_young_are_counted_among_those_done():
    plan, commune = make_plan(2025), make_unit("Xã Nậm Thử")
    mong = CatalogueEntry.objects.get(kind="ethnicity", name="Mông")
    kinh = CatalogueEntry.objects.get(kind="ethnicity", name="Kinh")
    start = date(2025, 1, 6)
    for sex, ethnicity, born in (
        (Sex.FEMALE, mong, date(1985, 1, 7)),  # forty the day after
        (Sex.FEMALE, kinh, date(1985, 1, 6)),  # forty that very day
        (Sex.MALE, None, None),
    ):
        make_rotation_at(
            RotationStatus.ACTIVE,
            official=make_official(sex=sex, ethnicity=ethnicity, birth_date=born),
            receiving=commune,
            plan=plan,
            starts_on=start,
        )
    make_rotation(official=make_official(sex=Sex.FEMALE), receiving=commune, plan=plan)

    counts = sheet().total.counts

    assert (counts["done"], counts["women"], counts["minority"], counts["young"]) == (3, 2, 1, 1)


def test_the_non_local_are_those_last_concluded_so_about_the_place_they_go_to():
    commune, other = make_unit("Xã Nậm Thử"), make_unit("Xã Khác")
    told = {
        "không": [(commune, "non_local", date(2025, 1, 1))],
        "là": [(commune, "local", date(2025, 1, 1))],
        "rồi lại là": [(commune, "non_local", date(2025, 1, 1)), (commune, "local", TODAY)],
        "rồi lại không": [(commune, "local", date(2025, 1, 1)), (commune, "non_local", TODAY)],
        "mai mới có": [(commune, "non_local", date(2025, 3, 11))],
        "của nơi khác": [(other, "non_local", date(2025, 1, 1))],
        "chưa có": [],
    }
    for name, conclusions in told.items():
        rotation = make_rotation_at(
            RotationStatus.ACTIVE,
            make_official(f"Lò Văn {name}"),
            receiving=commune,
            plan=make_plan_of_2025(),
        )
        for unit, conclusion, day in conclusions:
            LocalityDecision.objects.create(
                official=rotation.official, unit=unit, conclusion=conclusion, reason="Đã xét", decided_on=day
            )

    assert sheet().total.counts["non_local"] == 2
    counted = concluded_non_local(Rotation.objects.all(), on=TODAY).order_by("pk")
    assert [one.official.full_name for one in counted] == ["Lò Văn không", "Lò Văn rồi lại không"]


def make_plan_of_2025():
    return Rotation.objects.first().plan if Rotation.objects.exists() else make_plan(2025)


def test_without_an_age_in_the_regulations_there_is_no_column_of_the_young():
    make_rotation()

    whole = results.results(Rotation.objects.all(), by="receiving", young_years=None, on=TODAY)

    assert "young" not in {measure.code for measure in whole.measures}


def test_a_direction_that_never_occurs_has_no_column_but_the_three_of_the_article_do():
    make_rotation_at(
        RotationStatus.ACTIVE, sending=make_unit("Sở Thử", level=UnitLevel.PROVINCE), plan=make_plan(2025)
    )

    shown = [measure.code for measure in sheet().measures if measure.code in Direction.values]

    assert shown == [
        "district_to_commune", "commune_to_district", "commune_to_commune", "province_to_commune",
    ]  # fmt: skip


def test_movement_types_are_counted_apart():
    plan = make_plan(2025)
    make_rotation_at(RotationStatus.ACTIVE, plan=plan)
    make_rotation_at(RotationStatus.ACTIVE, plan=plan, movement_type=MovementType.TRANSFER)

    assert sheet(movement_type=MovementType.ROTATION).total.counts["done"] == 1
    assert sheet().total.counts["done"] == 2
    assert results.what_is_counted("transfer") == "Chỉ tính điều động."
    assert "biệt phái" in results.what_is_counted("all")


def test_one_query_however_many_units():
    plan = make_plan(2025)
    for _n in range(8):
        make_rotation(plan=plan)

    with CaptureQueriesContext(connection) as captured:
        assert len(sheet().rows) == 8

    assert len(captured) == 1


def test_the_office_sheet_has_a_value_under_every_heading_and_the_total_last():
    make_rotation_at(RotationStatus.ACTIVE, receiving=make_unit("Xã Nậm Thử"), plan=make_plan(2025))
    office = results.office_sheet(sheet(), period="năm 2025", movement="rotation", on=TODAY)

    rows = list(office.table())

    assert all(len(row) == len(office.headings) for row in rows)
    assert rows[0][:4] == (1, "Xã Nậm Thử", 1, 1)
    assert rows[-1][:2] == ("", "Tổng cộng")
    assert len(set(office.headings)) == len(office.headings)


def reformed():
    """Two communes become one, a third is parted between two, a fourth is no more; each had received somebody."""
    plan = make_plan(2025)
    old = [make_unit(f"Xã Cũ {n}") for n in range(4)]
    new = [make_unit(f"Xã Mới {n}") for n in range(3)]
    for unit in (*old, old[0], new[0], new[1]):
        make_rotation_at(RotationStatus.ACTIVE, receiving=unit, plan=plan)
    for unit in old:
        unit.valid_to = TODAY
        unit.save()
    for unit, heir in ((old[0], new[0]), (old[1], new[0]), (old[2], new[1]), (old[2], new[2])):
        UnitSuccession.objects.create(predecessor=unit, successor=heir, on=TODAY)
    return old, new


def by_map(which, on=TODAY):
    whole = results.results(Rotation.objects.all(), by="receiving", young_years=40, on=on, by_map=which)
    return [(row.name, row.counts["done"]) for row in whole.rows], whole.total.counts["done"]


def test_by_the_map_of_then_every_unit_keeps_its_name():
    reformed()

    rows, total = by_map("then")

    assert (len(rows), total) == (6, 7)
    assert ("Xã Cũ 0", 2) in rows


def test_by_the_map_of_today_units_merged_stand_under_the_one_that_took_them_over():
    reformed()

    rows, total = by_map("now")

    assert total == sum(number for _name, number in rows) == 7
    assert rows == [
        ("Xã Cũ 2 (nay thuộc Xã Mới 1, Xã Mới 2)", 1),
        ("Xã Cũ 3", 1),
        ("Xã Mới 0", 4),
        ("Xã Mới 1", 1),
    ]


def test_the_map_of_the_day_before_a_reform_is_the_old_one():
    reformed()

    assert by_map("now", on=date(2025, 3, 9)) == by_map("then")


def test_who_is_kept_for_good_is_no_longer_serving_from_that_day():
    rotation = make_rotation_at(RotationStatus.ACTIVE, plan=make_plan(2025))
    make_placement(rotation, outcome=PlacementOutcome.STAYS, proposed_on=date(2025, 3, 1), decided_on=TODAY)

    def serving(day):
        return results.results(Rotation.objects.all(), by="sending", young_years=40, on=day).total.counts[
            "serving"
        ]

    assert serving(date(2025, 3, 9)) == 1
    assert serving(TODAY) == 0
