"""Local people and the posts that are not for them."""

from datetime import date

import pytest

from rotations import rules
from rotations.models import LocalityDecision, Regulation, UnitSuccession
from rotations.partial_dates import PartialDate
from rotations.vocabulary import (
    CheckOutcome,
    LocalConclusion,
    ParameterCode,
    SuccessionKind,
    UnitBlock,
    UnitLevel,
)
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_plan,
    make_position,
    make_post,
    make_regulation,
    make_rotation,
    make_unit,
)

pytestmark = pytest.mark.django_db

PASS, WARN, UNKNOWN = CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.UNKNOWN
POST = "Bí thư Đảng ủy"
COMMUNE, DISTRICT = 3, 2
ORIGIN_ALONE = {
    ParameterCode.LOCAL_UNIT_LEVEL: COMMUNE,
    ParameterCode.LOCAL_BY_BIRTH_PLACE: 1,
    ParameterCode.LOCAL_BY_NATIVE_PLACE: 1,
    ParameterCode.LOCAL_SIGNS_NEEDED: 1,
}
BORN_ALONE = {ParameterCode.LOCAL_UNIT_LEVEL: COMMUNE, ParameterCode.LOCAL_BY_BIRTH_PLACE: 1}


def listing(numbers=ORIGIN_ALONE, position=POST, level=UnitLevel.COMMUNE, **dates):
    regulation = make_regulation(numbers)
    regulation.non_local_posts.create(
        position=make_position(position), level=level, article="Điều 4", **dates
    )
    return regulation


def going(official, to, regulation=None, position=POST, starts=TODAY):
    plan = make_plan(starts.year, regulation or listing())
    rotation = make_rotation(official, receiving=to, plan=plan, receiving_posts=[make_post(to, position)])
    rotation.starts = PartialDate.of_day(starts)
    return rotation


def district(name="Huyện Thử"):
    return make_unit(name, UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)


# --- Which posts are asked about ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "level", "asked"),
    [
        (POST, UnitLevel.COMMUNE, True),
        ("Phó Bí thư Đảng ủy", UnitLevel.COMMUNE, False),
        (POST, UnitLevel.DISTRICT, False),
    ],
)
def test_only_a_post_on_the_list_is_asked_about(position, level, asked):
    rotation = going(make_official(), make_unit(), listing(position=position, level=level))

    assert (rules.not_local(rotation, on=TODAY) is not None) == asked


@pytest.mark.parametrize(("starts", "asked"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
@pytest.mark.parametrize("position", ["Bí thư Đảng ủy", "Chủ tịch UBND"])
def test_the_rule_for_commune_heads_judges_2026_and_nothing_before(position, starts, asked):
    central = Regulation.objects.get(symbol="65-QĐ/TW")
    rotation = going(make_official(), make_unit(), central, position, starts)

    check = rules.not_local(rotation, on=date(2026, 3, 1))

    assert (check is not None) == asked
    if asked:
        assert check.cited == "Kết luận 210-KL/TW"


@pytest.mark.parametrize("year", range(2019, 2026))
def test_no_commune_rotation_of_2019_to_2025_is_touched_by_it(year):
    symbol = "98-QĐ/TW" if year < 2022 else "65-QĐ/TW"
    central = Regulation.objects.get(symbol=symbol)

    rotation = going(make_official(), make_unit(), central, starts=date(year, 12, 31))

    assert rules.not_local(rotation, on=date(2026, 6, 1)) is None


def test_the_list_of_the_text_above_counts_as_well():
    lower = make_regulation({}, parent=listing())

    assert rules.not_local(going(make_official(), make_unit(), lower), on=TODAY) is not None


# --- Origin -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "native", "outcome"),
    [
        ("elsewhere", "elsewhere", PASS),
        ("here", "elsewhere", WARN),
        ("elsewhere", "here", WARN),
        ("here", None, WARN),
        ("elsewhere", None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_one_sign_is_enough_and_a_missing_one_leaves_it_open(born, native, outcome):
    units = {"here": make_unit("Xã Đích"), "elsewhere": make_unit("Xã Khác"), None: None}
    official = make_official(birth_unit=units[born], native_unit=units[native])

    check = rules.not_local(going(official, units["here"]), on=TODAY)

    assert (check.code, check.outcome) == ("not_local", outcome)
    assert check.figures["locality"] == "Xã Đích"


@pytest.mark.parametrize(("needed", "outcome"), [(1, WARN), (2, PASS)])
def test_a_text_may_ask_for_two_signs_together(needed, outcome):
    here, elsewhere = make_unit(), make_unit()
    official = make_official(birth_unit=here, native_unit=elsewhere)
    numbers = ORIGIN_ALONE | {ParameterCode.LOCAL_SIGNS_NEEDED: needed}

    assert rules.not_local(going(official, here, listing(numbers)), on=TODAY).outcome == outcome


def test_a_sign_the_text_does_not_speak_of_is_not_looked_at():
    here, elsewhere = make_unit(), make_unit()
    official = make_official(birth_unit=elsewhere, native_unit=here)

    assert rules.not_local(going(official, here, listing(BORN_ALONE)), on=TODAY).outcome == PASS


@pytest.mark.parametrize(("level", "outcome"), [(COMMUNE, PASS), (DISTRICT, WARN)])
def test_the_regulation_says_whether_the_commune_or_the_district_is_the_locality(level, outcome):
    above = district()
    here, neighbour = make_unit(parent=above), make_unit(parent=above)
    numbers = BORN_ALONE | {ParameterCode.LOCAL_UNIT_LEVEL: level}

    rotation = going(make_official(birth_unit=neighbour), here, listing(numbers))

    assert rules.not_local(rotation, on=TODAY).outcome == outcome


def test_a_body_lies_in_the_district_above_it_and_a_wider_post_has_the_wider_place():
    above = district()
    body = make_unit("Thanh tra huyện", UnitLevel.DISTRICT, parent=above)
    regulation = listing(BORN_ALONE, "Chánh Thanh tra", UnitLevel.DISTRICT)

    check = rules.not_local(
        going(make_official(birth_unit=make_unit(parent=above)), body, regulation, "Chánh Thanh tra"),
        on=TODAY,
    )

    assert (check.outcome, check.figures["locality"]) == (WARN, "Huyện Thử")


def test_a_commune_whose_district_is_not_on_record_leaves_it_open():
    numbers = BORN_ALONE | {ParameterCode.LOCAL_UNIT_LEVEL: DISTRICT}
    here = make_unit(parent=district())

    rotation = going(make_official(birth_unit=make_unit(parent=None)), here, listing(numbers))

    assert rules.not_local(rotation, on=TODAY).outcome == UNKNOWN


# --- Through the reform -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("starts", "outcome"), [(date(2025, 6, 30), PASS), (date(2025, 7, 1), WARN)])
def test_who_comes_from_old_cha_cang_is_local_to_muong_cha_from_the_day_of_the_merger(starts, outcome):
    old, new = make_unit("Xã Chà Cang"), make_unit("Xã Mường Chà")
    UnitSuccession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1))
    official = make_official(native_unit=old, birth_unit=old)

    assert rules.not_local(going(official, new, starts=starts), on=TODAY).outcome == outcome


def test_who_comes_from_a_commune_that_was_split_may_or_may_not_be_local_to_a_part():
    old, part, other = make_unit(), make_unit("Xã Một"), make_unit("Xã Hai")
    for successor in (part, other):
        UnitSuccession.objects.create(
            predecessor=old, successor=successor, on=date(2020, 1, 1), kind=SuccessionKind.SPLIT
        )

    rotation = going(make_official(birth_unit=old), part, listing(BORN_ALONE))

    assert rules.not_local(rotation, on=TODAY).outcome == UNKNOWN


# --- Years --------------------------------------------------------------------------------------------------

YEARS = {ParameterCode.LOCAL_UNIT_LEVEL: COMMUNE, ParameterCode.LOCAL_RESIDENCE_YEARS: 18}
WORK = {ParameterCode.LOCAL_UNIT_LEVEL: COMMUNE, ParameterCode.LOCAL_WORK_YEARS: 20}


def lived(unit, start, end=None, official=None):
    official = official or make_official()
    row = official.residences.model(official=official, unit=unit)
    row.started, row.finished = start, end
    row.save()
    return official


@pytest.mark.parametrize(
    ("start", "outcome"),
    [
        (PartialDate.of_day(date(2007, 3, 10)), WARN),
        (PartialDate.of_day(date(2007, 3, 11)), PASS),
        (PartialDate.of_year(2006), WARN),
        (PartialDate.of_year(2007), UNKNOWN),
        (PartialDate.of_year(2008), PASS),
    ],
)
def test_eighteen_years_of_residence_count_to_the_day_and_years_known_in_part_as_a_range(start, outcome):
    here = make_unit()

    rotation = going(lived(here, start), here, listing(YEARS))

    assert rules.not_local(rotation, on=TODAY).outcome == outcome


def test_nothing_recorded_about_residence_leaves_it_open():
    rotation = going(make_official(), make_unit(), listing(YEARS))

    assert rules.not_local(rotation, on=TODAY).outcome == UNKNOWN


@pytest.mark.parametrize(("since", "outcome"), [(date(2005, 3, 10), WARN), (date(2005, 3, 11), PASS)])
def test_twenty_years_of_work_at_the_place_are_enough_by_themselves(since, outcome):
    here, official = make_unit(), make_official()
    official.work_history.create(
        from_date=since, to_date=date(2015, 6, 1), description="Công chức xã", unit=here
    )
    make_holding(official, make_post(here, "Phó Bí thư Đảng ủy"), date(2015, 6, 1))

    assert rules.not_local(going(official, here, listing(WORK)), on=TODAY).outcome == outcome


def test_two_posts_at_the_same_time_are_counted_once():
    here, official = make_unit(), make_official()
    make_holding(official, make_post(here, "Phó Bí thư Đảng ủy"), date(2013, 1, 1))
    make_holding(official, make_post(here, "Chủ tịch UBND"), date(2013, 1, 1), is_main=False)

    assert rules.not_local(going(official, here, listing(WORK)), on=TODAY).outcome == PASS


def test_work_at_a_place_that_is_not_told_leaves_it_open():
    here, official = make_unit(), make_official()
    official.work_history.create(from_date=date(2000, 1, 1), description="Cán bộ")

    assert rules.not_local(going(official, here, listing(WORK)), on=TODAY).outcome == UNKNOWN


# --- What people decided ------------------------------------------------------------------------------------


def decided(official, unit, conclusion, on=TODAY):
    return LocalityDecision.objects.create(
        official=official,
        unit=unit,
        conclusion=conclusion,
        reason="Chỉ sinh tại đây",
        decided_on=on,
        document="12-KL/HU",
    )


def test_a_decision_stands_above_the_signs_and_the_latest_counts():
    here = make_unit("Xã Đích")
    official = make_official(birth_unit=here, native_unit=here)
    decided(official, here, LocalConclusion.LOCAL, date(2025, 1, 1))
    decided(official, here, LocalConclusion.NON_LOCAL, date(2025, 2, 1))

    check = rules.not_local(going(official, here), on=TODAY)

    assert (check.outcome, check.figures["decided"]) == (PASS, "01/02/2025")
    assert "12-KL/HU" in check.message
    assert "Chỉ sinh tại đây" in check.message


@pytest.mark.parametrize(("on", "outcome"), [(TODAY, PASS), (date(2025, 3, 11), WARN)])
def test_a_decision_counts_from_its_day(on, outcome):
    here = make_unit()
    official = make_official(birth_unit=here)
    decided(official, here, LocalConclusion.NON_LOCAL, on)

    assert rules.not_local(going(official, here), on=TODAY).outcome == outcome


def test_a_decision_about_another_place_does_not_count():
    here = make_unit()
    official = make_official(birth_unit=here)
    decided(official, make_unit(), LocalConclusion.NON_LOCAL)

    assert rules.not_local(going(official, here), on=TODAY).outcome == WARN


def test_a_text_without_a_level_says_nothing_sure():
    check = rules.not_local(going(make_official(), make_unit(), listing({})), on=TODAY)

    assert (check.outcome, ParameterCode.LOCAL_UNIT_LEVEL.label in check.message) == (UNKNOWN, True)
