"""What `migrate` alone has put into an empty installation."""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib import import_module

import pytest
from django.contrib.auth.models import Group
from django.db.migrations.loader import MigrationLoader

from rotations import vietnamese
from rotations.models import (
    CatalogueEntry,
    ConditionRule,
    CriteriaSet,
    DossierTemplateItem,
    NonLocalPost,
    Official,
    ParameterMissing,
    Position,
    PositionAlias,
    Regulation,
    RegulationParameter,
    RetirementAge,
    RotationPlan,
    StandardSeat,
    StepTemplate,
    Term,
    Unit,
)
from rotations.vocabulary import (
    CatalogueKind,
    PaperKind,
    ParameterCode,
    Role,
    RotationStatus,
    Sex,
    TermKind,
    UnitBlock,
    UnitLevel,
)

pytestmark = pytest.mark.django_db

LOADED = [
    CatalogueEntry, Position, PositionAlias, StandardSeat, Regulation, RegulationParameter, NonLocalPost, StepTemplate,
    DossierTemplateItem, RetirementAge, Term, CriteriaSet, ConditionRule,
]  # fmt: skip


def regulation(symbol: str) -> Regulation:
    return Regulation.objects.get(symbol=symbol)


def test_an_empty_installation_has_rules_and_lists_but_no_units_people_or_plans():
    assert all(model.objects.exists() for model in LOADED)
    assert not any(model.objects.exists() for model in (Unit, Official, RotationPlan))


def test_every_role_is_a_group_of_its_name():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


@pytest.mark.parametrize("model", LOADED, ids=lambda model: model.__name__)
def test_every_row_obeys_its_own_model(model):
    for row in model.objects.all():
        row.full_clean()


@pytest.mark.parametrize("model", LOADED, ids=lambda model: model.__name__)
def test_every_row_begins_its_history(model):
    begun = model.history.filter(history_type="+", id__in=model.objects.values("pk"))

    assert begun.count() == model.objects.count()


def test_keys_were_computed_on_the_way_in():
    mong = CatalogueEntry.objects.get(kind=CatalogueKind.ETHNICITY, name="Mông")
    deputy = Position.objects.get(name="Phó Bí thư Đảng ủy")
    alias = PositionAlias.objects.get(name="Phó Chủ tịch UBND xã")

    assert CatalogueEntry.objects.filter(match_key=vietnamese.match_key("MÔNG")).get() == mong
    assert Position.objects.filter(match_key=vietnamese.match_key("Phó bí thư Đảng uỷ")).get() == deputy
    assert Position.objects.filter(name_fold="pho bi thu dang uy").get() == deputy
    assert PositionAlias.objects.filter(name_fold="pho chu tich ubnd xa").get() == alias


def test_there_are_fifty_four_ethnic_groups_and_only_kinh_is_no_minority():
    groups = CatalogueEntry.objects.filter(kind=CatalogueKind.ETHNICITY)

    assert groups.count() == 54
    assert [group.name for group in groups.filter(is_minority=False)] == ["Kinh"]
    assert set(groups.values_list("code", flat=True)) == {f"{number:02d}" for number in range(1, 55)}


@pytest.mark.parametrize(
    ("spelling", "name"), [("H'Mông", "Mông"), ("Hmông", "Mông"), ("Khơ-mú", "Khơ Mú"), ("Khơmú", "Khơ Mú")]
)
def test_common_spellings_of_an_ethnic_group_are_known(spelling, name):
    found = [
        entry.name
        for entry in CatalogueEntry.objects.filter(kind=CatalogueKind.ETHNICITY)
        if vietnamese.match_key(spelling)
        in map(vietnamese.match_key, [entry.name, *entry.aliases.splitlines()])
    ]

    assert found == [name]


def test_no_spelling_means_two_entries_of_one_list():
    meant = Counter(
        (entry.kind, key)
        for entry in CatalogueEntry.objects.all()
        for key in {vietnamese.match_key(text) for text in [entry.name, *entry.aliases.splitlines()]}
    )

    assert [key for key, times in meant.items() if times > 1] == []


@pytest.mark.parametrize(
    ("kind", "low_to_high"),
    [
        (CatalogueKind.PROFESSIONAL_LEVEL, ["Sơ cấp", "Trung cấp", "Cao đẳng", "Đại học", "Thạc sĩ", "Tiến sĩ"]),
        (CatalogueKind.POLITICAL_THEORY, ["Sơ cấp", "Trung cấp", "Cao cấp", "Cử nhân"]),
        (CatalogueKind.STATE_MANAGEMENT, ["Cán sự", "Chuyên viên", "Chuyên viên chính", "Chuyên viên cao cấp"]),
    ],
)  # fmt: skip
def test_levels_are_ranked_from_low_to_high(kind, low_to_high):
    entries = CatalogueEntry.objects.filter(kind=kind, name__in=low_to_high).order_by("rank")

    assert [entry.name for entry in entries] == low_to_high


def test_every_list_of_the_2c_form_has_entries():
    assert set(CatalogueEntry.objects.values_list("kind", flat=True)) == set(CatalogueKind.values)


@pytest.mark.parametrize(
    ("abbreviation", "position"),
    [
        ("PBT", "Phó Bí thư Đảng ủy"),
        ("BT", "Bí thư Đảng ủy"),
        ("CT UBND", "Chủ tịch UBND"),
        ("PCT UBND", "Phó Chủ tịch UBND"),
        ("CT HĐND", "Chủ tịch HĐND"),
        ("PCT HĐND", "Phó Chủ tịch HĐND"),
        ("TP", "Trưởng phòng"),
        ("PTP", "Phó Trưởng phòng"),
        ("TB", "Trưởng ban"),
        ("PTB", "Phó Trưởng ban"),
        ("CVP", "Chánh Văn phòng"),
        ("PCVP", "Phó Chánh Văn phòng"),
        ("Phó phòng", "Phó Trưởng phòng"),
        ("Chủ tịch UBND xã", "Chủ tịch UBND"),
        ("Bí thư Đảng ủy xã", "Bí thư Đảng ủy"),
    ],
)
def test_an_abbreviation_means_one_position(abbreviation, position):
    aliases = PositionAlias.objects.filter(match_key=vietnamese.match_key(abbreviation))

    assert [alias.position.name for alias in aliases] == [position]


def test_only_the_bare_words_for_a_chair_are_left_for_a_person_to_answer():
    meant = Counter(PositionAlias.objects.values_list("match_key", flat=True))

    assert {key for key, times in meant.items() if times > 1} == {"ct", "pct"}


def test_no_alias_is_the_name_of_another_position():
    names = set(Position.objects.values_list("match_key", flat=True))

    assert not PositionAlias.objects.filter(match_key__in=names).exists()


def test_a_commune_has_its_usual_seats():
    seats = StandardSeat.objects.filter(level=UnitLevel.COMMUNE, block=UnitBlock.LOCALITY)

    assert {seat.position.name: seat.quota for seat in seats if seat.quota > 1} == {
        "Phó Bí thư Đảng ủy": 2,
        "Phó Chủ tịch UBND": 2,
    }
    assert seats.count() == 11


@pytest.mark.parametrize("block", [UnitBlock.PARTY, UnitBlock.STATE, UnitBlock.MASS])
def test_a_district_body_has_one_head_and_two_deputies(block):
    seats = StandardSeat.objects.filter(level=UnitLevel.DISTRICT, block=block).order_by("position__rank")

    assert [(seat.position.is_head, seat.quota) for seat in seats] == [(True, 1), (False, 2)]


def test_65_replaces_98_on_28_april_2022():
    in_force = [
        set(
            Regulation.objects.in_force_on(day)
            .filter(level=UnitLevel.CENTRAL)
            .values_list("symbol", flat=True)
        )
        for day in (date(2022, 4, 27), date(2022, 4, 28))
    ]

    assert in_force == [{"98-QĐ/TW"}, {"65-QĐ/TW"}]
    assert regulation("65-QĐ/TW").replaces == regulation("98-QĐ/TW")


def test_98_sets_ages_and_65_does_not():
    old, new = regulation("98-QĐ/TW"), regulation("65-QĐ/TW")

    assert old.number(ParameterCode.MAX_AGE_MALE_YEARS, on=date(2019, 3, 28)) == 50
    assert old.number(ParameterCode.MAX_AGE_FEMALE_YEARS, on=date(2019, 3, 28)) == 45
    with pytest.raises(ParameterMissing):
        new.number(ParameterCode.MAX_AGE_MALE_YEARS, on=date(2025, 1, 1))


@pytest.mark.parametrize("symbol", ["98-QĐ/TW", "65-QĐ/TW"])
def test_both_ask_for_36_months_and_ten_years_left(symbol):
    text, day = regulation(symbol), regulation(symbol).effective_from

    assert text.number(ParameterCode.ROTATION_MONTHS, on=day) == 36
    assert text.number(ParameterCode.REMAINING_SERVICE_MONTHS, on=day) == 120
    assert text.number(ParameterCode.ONE_TERM_MONTHS, on=day) == 60


AGES = (ParameterCode.MAX_AGE_MALE_YEARS, ParameterCode.MAX_AGE_FEMALE_YEARS)


@pytest.mark.parametrize("code", [code for code in ParameterCode if code not in AGES])
def test_the_text_in_force_sets_every_other_number(code):
    assert regulation("65-QĐ/TW").number(code, on=date(2025, 1, 1)) > 0


def test_the_district_text_reads_its_numbers_from_above_and_says_so():
    district = regulation("02-QĐi/HU")

    assert not district.parameters.exists()
    assert district.number(ParameterCode.ROTATION_MONTHS, on=date(2019, 3, 28)) == 36
    assert district.parent == regulation("98-QĐ/TW")
    assert "chưa được nhập" in district.note


def test_the_district_text_judges_nothing_after_the_text_above_it_was_replaced():
    above = regulation("98-QĐ/TW")

    assert regulation("02-QĐi/HU").effective_to == above.effective_to
    assert set(Regulation.objects.in_force_on(date(2025, 1, 1))) == {regulation("65-QĐ/TW")}


@pytest.mark.parametrize("symbol", ["98-QĐ/TW", "65-QĐ/TW"])
def test_the_five_steps_follow_the_life_of_a_rotation(symbol):
    items = StepTemplate.objects.get(regulation__symbol=symbol).items.order_by("ordinal")

    assert [(item.code, item.status) for item in items] == [
        ("policy", RotationStatus.PROPOSED),
        ("personnel_proposal", RotationStatus.APPROVED_IN_PRINCIPLE),
        ("preparation", RotationStatus.PREPARING),
        ("appraisal", RotationStatus.APPRAISING),
        ("decision", RotationStatus.DECIDED),
    ]


def test_of_the_ten_papers_photo_and_health_certificate_run_out_after_six_months():
    papers = DossierTemplateItem.objects.filter(regulation__symbol="65-QĐ/TW")

    assert papers.count() == 10
    assert {paper.ordinal: paper.valid_months for paper in papers if paper.valid_months} == {3: 6, 10: 6}


def test_commune_secretaries_and_chairs_are_not_to_be_local_from_2026_on():
    listed = NonLocalPost.objects.filter(regulation__symbol="65-QĐ/TW", level=UnitLevel.COMMUNE)

    assert {(str(row.position), row.valid_from, row.article) for row in listed} == {
        ("Bí thư Đảng ủy", date(2026, 1, 1), "Kết luận 210-KL/TW"),
        ("Chủ tịch UBND", date(2026, 1, 1), "Kết luận 210-KL/TW"),
    }


@pytest.mark.parametrize(("day", "level"), [(date(2025, 6, 30), 2), (date(2025, 7, 1), 3)])
def test_the_commune_is_the_locality_since_there_is_no_district(day, level):
    assert regulation("65-QĐ/TW").number(ParameterCode.LOCAL_UNIT_LEVEL, on=day) == level


def test_the_certificate_of_health_is_known_by_its_kind_also_in_its_history():
    papers = DossierTemplateItem.objects.filter(kind=PaperKind.HEALTH_CERTIFICATE)

    assert {paper.ordinal for paper in papers} == {10}
    assert {line.kind for paper in papers for line in paper.history.all()} == {"health_certificate"}


def test_district_heads_of_party_and_state_are_not_to_be_local():
    named = set(
        NonLocalPost.objects.filter(regulation__symbol="65-QĐ/TW", level=UnitLevel.DISTRICT).values_list(
            "position__name", flat=True
        )
    )

    assert {"Bí thư Huyện ủy", "Chủ tịch UBND huyện", "Chánh Thanh tra"} <= named


@pytest.mark.parametrize(
    ("sex", "year", "years", "months"),
    [
        (Sex.MALE, 2020, 60, 0), (Sex.MALE, 2021, 60, 3), (Sex.MALE, 2025, 61, 3), (Sex.MALE, 2027, 61, 9),
        (Sex.MALE, 2028, 62, 0), (Sex.MALE, 2035, 62, 0), (Sex.FEMALE, 2020, 55, 0), (Sex.FEMALE, 2021, 55, 4),
        (Sex.FEMALE, 2025, 56, 8), (Sex.FEMALE, 2026, 57, 0), (Sex.FEMALE, 2034, 59, 8), (Sex.FEMALE, 2035, 60, 0),
    ],
)  # fmt: skip
def test_retirement_age_rises_year_by_year(sex, year, years, months):
    assert RetirementAge.objects.get(sex=sex, year=year).age_months == years * 12 + months


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (TermKind.PARTY, ["2015-2020", "2020-2025", "2025-2030"]),
        (TermKind.COUNCIL, ["2016-2021", "2021-2026", "2026-2031"]),
    ],
)
def test_terms_of_one_kind_follow_without_gap_or_overlap(kind, names):
    terms = list(Term.objects.filter(kind=kind).order_by("starts_on"))

    assert [term.name for term in terms] == names
    assert [term.ends_on for term in terms[:-1]] == [term.starts_on for term in terms[1:]]


def test_new_rural_criteria_are_nineteen_then_ten():
    assert [(found.from_year, found.total) for found in CriteriaSet.objects.order_by("from_year")] == [
        (2016, 19),
        (2021, 19),
        (2026, 10),
    ]


def test_what_a_later_version_took_out_says_so_in_its_history():
    quota = RegulationParameter.history.filter(code="excellent_quota_percent")

    assert set(quota.values_list("history_type", flat=True)) == {"+", "-"}
    assert not RegulationParameter.objects.filter(pk__in=quota.values("id")).exists()


def test_loading_again_adds_back_what_is_missing_and_leaves_the_offices_own_changes(monkeypatch):
    position = Position.objects.get(name="Chuyên viên")
    position.rank = 99
    position.save()
    CriteriaSet.objects.filter(total=10).delete()
    before = {model: model.objects.count() for model in LOADED}
    state = MigrationLoader(None, replace_migrations=False).project_state(
        ("rotations", "0003_reference_data")
    )
    reference = import_module("rotations.migrations.0003_reference_data")
    monkeypatch.delitem(reference.PARAMETERS, "excellent_quota_percent")  # a later version took it out

    reference.load(state.apps, None)

    assert {model: model.objects.count() for model in LOADED} == before | {CriteriaSet: 3}
    assert Position.objects.get(name="Chuyên viên").rank == 99
    assert CriteriaSet.objects.filter(total=10).exists()
