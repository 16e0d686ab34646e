from datetime import date

import pytest

from rotations.importing.lookups import Catalogue, Positions, Split, Units, variants
from rotations.importing.people_on_record import People
from rotations.models import UnitAlias, UnitCode, UnitSuccession
from rotations.partial_dates import PartialDate
from rotations.vietnamese import match_key
from rotations.vocabulary import CatalogueKind, UnitBlock, UnitLevel
from tests.makers import TODAY, make_official, make_position, make_post, make_unit

DAY = date(2022, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pa_tan():
    return make_unit("Xã Pa Tần", code="03169")


@pytest.mark.parametrize(
    "text",
    [
        "Xã Pa Tần", "xã pa tần", "XÃ PA TẦN", "Pa Tần", "UBND xã Pa Tần", "Ủy ban nhân dân xã Pa Tần",
        "Uỷ ban nhân dân xã Pa Tần", "Đảng ủy xã Pa Tần", "Ðảng uỷ xã Pa Tần", "HĐND xã Pa Tần", "Đảng bộ xã Pa Tần",
        "03169", "Pa Tần Trung tâm",
    ],
)  # fmt: skip
def test_a_commune_is_found_by_every_way_offices_write_it(pa_tan, text):
    UnitAlias.objects.create(unit=pa_tan, name="Pa Tần Trung tâm")

    assert Units().find(text, on=DAY).unit == pa_tan


@pytest.mark.parametrize("text", ["Xã Pa Tân", "Pa Tan", "PaTần", "Xã Pa Tần 2"])
def test_one_mark_or_letter_off_is_a_candidate_and_never_a_link(pa_tan, text):
    make_unit("Phòng Lao động - Thương binh và Xã hội", UnitLevel.DISTRICT)

    match = Units().find(text, on=DAY)

    assert match.unit is None
    assert match.code == "unknown_unit"
    assert match.candidates == (pa_tan,)


def test_an_office_is_found_with_and_without_the_name_of_its_district():
    district = make_unit("Huyện Nậm Pồ", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    office = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT, parent=district)
    units = Units()

    for text in ("Phòng Nội vụ", "Phòng Nội vụ huyện", "Phòng Nội vụ huyện Nậm Pồ"):
        assert units.find(text, on=DAY).unit == office
    assert units.find("UBND huyện Nậm Pồ", on=DAY).unit == district
    assert units.find("Nội vụ", on=DAY).unit is None


def test_of_two_units_of_one_name_the_one_that_exists_that_day_is_meant():
    old = make_unit("Xã Nà Hỳ", valid_to=date(2025, 7, 1))
    new = make_unit("Xã Nà Hỳ", valid_from=date(2025, 7, 1))
    units = Units()

    assert units.find("Xã Nà Hỳ", on=date(2025, 6, 30)).unit == old
    assert units.find("Xã Nà Hỳ", on=date(2025, 7, 1)).unit == new


def test_two_units_of_one_name_on_one_day_are_a_question():
    parents = [make_unit(name, UnitLevel.DISTRICT) for name in ("Huyện Một", "Huyện Hai")]
    twins = {make_unit("Xã Nà Bủng", parent=parent) for parent in parents}

    match = Units().find("Nà Bủng", on=DAY)

    assert match.code == "ambiguous_unit"
    assert set(match.candidates) == twins
    kept = twins.pop()
    assert Units().find("Nà Bủng", on=DAY, prefer=kept.pk).unit == kept


def test_a_unit_that_has_ended_offers_its_successors():
    old = make_unit("Xã Nậm Tin", valid_to=date(2025, 7, 1))
    new = make_unit("Xã Pa Tần", valid_from=date(2025, 7, 1))
    UnitSuccession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1))

    match = Units().find("Xã Nậm Tin", on=date(2025, 7, 1))

    assert match.code == "unit_not_valid"
    assert match.candidates == (new,)


def test_a_code_counts_only_while_it_is_that_units(pa_tan):
    UnitCode.objects.create(unit=pa_tan, code="0011", valid_to=date(2020, 1, 1))

    assert Units().find("0011", on=date(2019, 12, 31)).unit == pa_tan
    assert Units().find("0011", on=date(2020, 1, 1)).unit is None


def test_abbreviations_are_written_out_both_ways():
    assert match_key("Chủ tịch Ủy ban nhân dân xã") in variants(match_key("Chủ tịch UBND xã"))
    assert match_key("CT UBND") in variants(match_key("CT Uỷ ban nhân dân"))


@pytest.mark.parametrize(
    ("text", "positions", "unit"),
    [
        ("PBT, CT UBND xã Pa Tần", ["Phó Bí thư Đảng ủy", "Chủ tịch UBND"], "Xã Pa Tần"),
        ("Chủ tịch UBND xã Pa Tần", ["Chủ tịch UBND"], "Xã Pa Tần"),
        ("Phó Bí thư Đảng ủy kiêm Chủ tịch HĐND xã Pa Tần", ["Phó Bí thư Đảng ủy", "Chủ tịch HĐND"], "Xã Pa Tần"),
        ("Phó Trưởng phòng Nội vụ huyện", ["Phó Trưởng phòng"], "Phòng Nội vụ"),
        ("Phó Trưởng phòng, Phòng Nội vụ", ["Phó Trưởng phòng"], "Phòng Nội vụ"),
        ("Phòng Nội vụ - Phó Trưởng phòng", ["Phó Trưởng phòng"], "Phòng Nội vụ"),
        ("Trưởng Ban Tổ chức Huyện ủy", ["Trưởng ban"], "Ban Tổ chức Huyện ủy"),
        ("Công chức Phòng Nội vụ", ["Chuyên viên"], "Phòng Nội vụ"),
        ("Bí thư Đảng ủy xã Pa Tần", ["Bí thư Đảng ủy"], "Xã Pa Tần"),
    ],
)  # fmt: skip
def test_one_cell_is_parted_into_positions_and_unit_by_dictionary(pa_tan, text, positions, unit):
    make_unit("Phòng Nội vụ", UnitLevel.DISTRICT)
    make_unit("Ban Tổ chức Huyện ủy", UnitLevel.DISTRICT)
    units = Units()
    known = Positions(units)

    split = known.split(text, with_unit=True)

    assert split.unread == ()
    assert [{known.by_id[pk].name for pk in phrase.positions} for phrase in split.phrases] == [
        {name} for name in positions
    ]
    found = units.find(split.unit, on=DAY).unit
    assert found is not None
    assert found.name == unit


def test_every_part_no_dictionary_knows_is_named_as_typed(pa_tan):
    split = Positions(Units()).split("Tổ trưởng tổ công tác, CT UBND xã Pa Tần", with_unit=True)

    assert split.unread == ("Tổ trưởng tổ công tác",)
    assert [phrase.text for phrase in split.phrases] == ["CT UBND xã"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("CT Ủy ban", ["CT Ủy ban"]),
        ("CT phụ trách chung, CT UBND", ["CT phụ trách chung", "CT UBND"]),
        ("CT, Tổ trưởng", ["CT"]),
        ("CT (Tổ trưởng)", ["CT"]),
        ("CT kiêm Tổ trưởng", ["CT"]),
        ("Tổ trưởng CT", ["CT"]),
    ],
)
def test_unread_words_right_behind_a_position_may_belong_to_it(text, titles):
    split = Positions(Units()).split(text, with_unit=False)

    assert [split.title(phrase) for phrase in split.phrases] == titles
    assert all(phrase.rest in split.unread for phrase in split.phrases if phrase.rest)


def test_words_taken_for_the_unit_belong_to_no_position(pa_tan):
    (phrase,) = Positions(Units()).split("CT Pa Tânn", with_unit=True).phrases

    assert Split((phrase,), "Pa Tânn", ()).title(phrase) == "CT"


def test_a_shared_abbreviation_stands_for_each_position_that_bears_it():
    known = Positions(Units())

    (phrase,) = known.split("CT", with_unit=False).phrases

    assert {known.by_id[pk].name for pk in phrase.positions} == {"Chủ tịch UBND", "Chủ tịch HĐND"}


def test_a_seat_counts_from_the_day_it_opens_until_the_day_it_is_abolished(pa_tan):
    post = make_post(pa_tan, "Chủ tịch UBND", opened_on=date(2022, 9, 1), abolished_on=date(2023, 9, 1))
    positions = Positions(Units())

    def seats(day):
        return positions.seats(pa_tan, [post.position_id], on=day)

    assert seats(date(2022, 8, 31)) == []
    assert seats(date(2022, 9, 1)) == [post]
    assert seats(date(2023, 8, 31)) == [post]
    assert seats(date(2023, 9, 1)) == []


def test_an_entry_of_a_list_is_found_by_name_and_by_its_spellings():
    catalogue = Catalogue()

    for spelling in ("Mông", "H'Mông", "Hmông"):
        found = catalogue.find(CatalogueKind.ETHNICITY, spelling)
        assert found is not None
        assert found.name == "Mông"
    assert catalogue.find(CatalogueKind.ETHNICITY, "Mong") is None


def test_a_qualification_is_its_level_and_its_major():
    level, major = Catalogue().opening(CatalogueKind.PROFESSIONAL_LEVEL, "Đại học ngành Luật")

    assert (level.name, major) == ("Đại học", "Luật")


def test_nearly_the_same_person_is_one_of_the_same_birth_and_a_name_a_mark_away():
    near = make_official("Lò Văn Ươm", birth_date=date(1985, 3, 12))
    make_official("Lò Văn Ướm", birth_date=date(1985, 3, 13))
    make_official("Giàng A Chá", birth_date=date(1985, 3, 12))
    people = People.load(names=[match_key("Lò Văn Uom")], citizen_ids=[], codes=[], on=TODAY)
    people.load_alike([1985])

    assert people.alike("Lò Văn Uom", PartialDate.of_day(date(1985, 3, 12))) == [near]


def test_lookups_cost_the_same_queries_however_many_units_there_are(django_assert_num_queries):
    for number in range(30):
        make_post(make_unit(f"Xã Số {number}"), make_position("Bí thư Đảng ủy"))

    with django_assert_num_queries(4):
        units = Units()
    with django_assert_num_queries(3):
        Positions(units)
