"""The twelve invariants of the field, by name and number. Each holds on either database, and each can fail.

What is tried in depth elsewhere is tried here once, from end to end, so that the list can be read in one place.
"""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from rotations import access, workflow
from rotations.importing.officials.workbook import officials_file
from rotations.importing.sheets import CsvFile, OfficialSheet
from rotations.models import (
    OPEN_ROTATION,
    OVERLAPPING_MAIN_POSTS,
    Decision,
    Official,
    PostHolding,
    Regulation,
    Rotation,
    UnitSuccession,
    explain,
    with_predecessors,
)
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.reports.results import results
from rotations.vocabulary import (
    Direction,
    ElectionResult,
    ParameterCode,
    PlacementOutcome,
    RotationStatus,
    Sex,
    UnitLevel,
)
from tests.importing.district import make_district, newcomer, row, take, workbook
from tests.importing.sheets import out
from tests.makers import (
    STARTED_ON,
    TODAY,
    make_decision,
    make_elected_post,
    make_holding,
    make_official,
    make_placement,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_term,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)
ETH, ETH_SMALL = "\u00d0", "\u00f0"


# --- 1 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["receiving", "sending"])
def test_01_seven_and_two_and_six_are_fifteen_and_every_rotation_has_one_direction(by):
    levels = {
        Direction.DISTRICT_TO_COMMUNE: (UnitLevel.DISTRICT, UnitLevel.COMMUNE, 7),
        Direction.COMMUNE_TO_DISTRICT: (UnitLevel.COMMUNE, UnitLevel.DISTRICT, 2),
        Direction.COMMUNE_TO_COMMUNE: (UnitLevel.COMMUNE, UnitLevel.COMMUNE, 6),
    }
    for sending, receiving, number in levels.values():
        for _ in range(number):
            make_rotation_at(
                RotationStatus.ACTIVE, sending=make_unit(level=sending), receiving=make_unit(level=receiving)
            )

    sheet = results(Rotation.objects.all(), by=by, young_years=40, on=TODAY)

    assert {word: sheet.total.counts[word.value] for word in levels} == {
        word: number for word, (*_, number) in levels.items()
    }
    assert sheet.total.counts["done"] == sum(number for *_, number in levels.values()) == 15
    for line in (*sheet.rows, sheet.total):
        assert sum(line.counts[word.value] for word in Direction) == line.counts["done"]
    for measure in sheet.measures:
        assert sum(line.counts[measure.code] for line in sheet.rows) == sheet.total.counts[measure.code]
    wrong = Rotation.objects.first()
    wrong.direction = Direction.SAME_LEVEL
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        wrong.save()
    assert "Hướng luân chuyển không khớp" in explain(refused.value)


# --- 2 ------------------------------------------------------------------------------------------------------


def test_02_a_case_of_the_old_commune_keeps_its_name_and_is_found_under_the_new_one(board, client_of):
    pa_tan, muong_cha = make_unit("Xã Pa Tần"), make_unit("Xã Mường Chà", valid_from=REFORM)
    case = make_rotation_at(
        RotationStatus.ACTIVE, sending=make_unit("Phòng Lao động", level="district"), receiving=pa_tan,
        starts_on=date(2022, 9, 1), plan=make_plan(2022),
    )  # fmt: skip
    pa_tan.valid_to = REFORM
    pa_tan.save()
    UnitSuccession.objects.create(predecessor=pa_tan, successor=muong_cha, on=REFORM)
    client = client_of(board)

    case.refresh_from_db()
    assert (str(case.receiving_unit), case.direction) == ("Xã Pa Tần", Direction.DISTRICT_TO_COMMUNE)
    page = client.get(f"/rotations/{case.pk}/").content.decode()
    assert "Xã Pa Tần" in page
    assert "Xã Mường Chà" not in page
    new = client.get(f"/units/{muong_cha.pk}/")
    assert new.context["arrivals"] == [case]
    assert "từ Phòng Lao động đến Xã Pa Tần" in new.content.decode()
    day_before = REFORM - timedelta(days=1)
    assert case not in Rotation.objects.touching(*with_predecessors(muong_cha.pk, on=day_before))
    assert case in Rotation.objects.touching(*with_predecessors(muong_cha.pk, on=REFORM))


# --- 3 ------------------------------------------------------------------------------------------------------


def test_03_spellings_of_one_word_find_the_same_rows_and_eth_is_never_stored(board, client_of):
    council = make_unit(f"Văn phòng H{ETH}ND và UBND", level="district")
    committee = make_unit("Văn phòng Huyện ủy", level="district")
    client = client_of(board)

    def found(text):
        return set(client.get("/units/", {"q": text}).context["object_list"])

    for spelling in (f"H{ETH}ND", "HĐND", "hdnd", f"h{ETH_SMALL}nd"):
        assert found(spelling) == {council}, spelling
    for spelling in ("Huyện ủy", "huyện uỷ", "huyen uy"):
        assert found(spelling) == {committee}, spelling
    council.refresh_from_db()
    assert council.name == "Văn phòng HĐND và UBND"
    assert make_unit(f"{ETH}ảng ủy xã").name == "Đảng ủy xã"


# --- 4 ------------------------------------------------------------------------------------------------------


def test_04_the_same_file_twice_adds_nothing_and_a_file_of_the_office_brings_its_people_alone():
    make_district()
    woman = row(
        number=3, name="Lò Thị Inh", male=None, female=date(1990, 5, 1), post="Công chức",
        to_post="Phó Bí thư Đảng ủy",
    )  # fmt: skip
    data = workbook(
        row(), newcomer(2, to="Xã Nà Khoa"), woman
    )  # a Nam/Nữ pair of dates, a group row, a total, signatures

    first = take(data, keep=True, create=True)
    again = take(data, keep=True, create=True)

    assert first.totals["create"] == 3
    assert (again.totals["create"], again.totals["update"], again.totals["unchanged"]) == (0, 0, 3)
    assert Rotation.objects.count() == 3
    sexes = {person.full_name: person.sex for person in Official.objects.all()}
    assert sexes["Lò Thị Inh"] == Sex.FEMALE
    assert sexes["Lò Văn Minh"] == Sex.MALE
    assert len(sexes) == 3


# --- 5 ------------------------------------------------------------------------------------------------------


def test_05_no_elected_post_starts_before_its_election_and_a_lost_one_leaves_the_party_post():
    commune = make_unit()
    party = make_post(commune, "Phó Bí thư Đảng ủy")
    case = make_rotation_at(RotationStatus.ACTIVE, receiving=commune, receiving_posts=[party])
    row_ = make_elected_post(case)
    session = date(2025, 2, 20)

    assert not case.official.holdings.filter(post=row_.post).exists()
    row_.held_from = STARTED_ON
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row_.save()
    assert "chỉ được giữ từ ngày trúng cử" in explain(refused.value)

    workflow.record_election(row_, by=None, on=TODAY, result=ElectionResult.NOT_ELECTED, session_on=session)
    held = PostHolding.objects.get(official=case.official)
    assert (held.post, held.held_until) == (party, None)

    workflow.record_election(row_, by=None, on=TODAY, result=ElectionResult.ELECTED, session_on=TODAY)
    assert case.official.holdings.get(post=row_.post).held_from == TODAY


# --- 6 ------------------------------------------------------------------------------------------------------


def test_06_a_plan_of_2019_is_judged_by_2019_and_a_change_of_today_changes_no_past_assessment():
    of_2019 = make_regulation(
        {ParameterCode.ROTATION_MONTHS: 36, ParameterCode.MIN_TIME_IN_POST_MONTHS: 12},
        issued_on=date(2018, 11, 27),
    )
    official = make_official()
    make_holding(official, held_from=date(2018, 3, 1))
    case = make_rotation(
        official, plan=make_plan(2019, of_2019), starts_on=date(2019, 9, 1), on=date(2019, 3, 28)
    )
    step = workflow.make_move(case, "approve", by=None, on=date(2019, 4, 1), exception="Kết luận 2-KL/HU")
    before = list(step.checks.order_by("code").values_list("code", "outcome", "figures", "cited"))
    kept = {code: (outcome, figures["needed"]) for code, outcome, figures, _ in before if "needed" in figures}
    assert kept["min_time_in_post"] == ("pass", 12)

    text = Regulation.objects.get(pk=of_2019.pk)
    code = ParameterCode.MIN_TIME_IN_POST_MONTHS
    workflow.ParameterChange(text, code, 60, TODAY, article="Điều 9").keep(by=None, on=TODAY)

    after = list(step.checks.order_by("code").values_list("code", "outcome", "figures", "cited"))
    assert after == before
    # Read anew, by the rule book as it stands now: the old case goes by 2019, a new one of that text by the change.
    again = workflow.MOVES["approve"].asks
    case = Rotation.objects.get(pk=case.pk)
    judged = {check.code: check.figures for rule in again if (check := rule(case, on=TODAY))}
    assert judged["min_time_in_post"]["needed"] == 12
    assert Regulation.objects.get(pk=of_2019.pk).number(code, on=TODAY) == 60


# --- 7 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        (PartialDate.of_day(date(2022, 9, 15)), PartialDate.of_day(date(2025, 9, 15))),
        (PartialDate.of_month(2022, 9), PartialDate.of_month(2025, 9)),
    ],
)
def test_07_the_due_date_is_as_exact_as_the_start(starts, due):
    case = make_rotation_at(
        RotationStatus.APPRAISING, plan=make_plan(2022), on=date(2022, 8, 1), starts_on=date(2022, 8, 1)
    )

    walk(case, "decide", on=date(2022, 9, 1), starts_on=starts)

    stored = Rotation.objects.get(pk=case.pk)
    assert stored.due == due
    assert str(stored.due) == ("15/09/2025" if due.precision == DatePrecision.DAY else "09/2025")


# --- 8 ------------------------------------------------------------------------------------------------------


def test_08_one_active_rotation_a_person_no_overlap_of_main_posts_and_years_may_differ():
    case = make_rotation_at(RotationStatus.ACTIVE)
    with pytest.raises(workflow.MoveRefused, match=OPEN_ROTATION):
        make_rotation(case.official)

    holding = make_holding(held_from=date(2022, 1, 1))
    second = PostHolding(official=holding.official, post=make_post(), held_from=date(2024, 1, 1))
    with pytest.raises(ValidationError):
        second.full_clean()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        second.save()
    assert explain(refused.value) == OVERLAPPING_MAIN_POSTS

    late = make_rotation_at(RotationStatus.APPRAISING, plan=make_plan(2024), on=date(2024, 12, 1))
    walk(late, "decide", starts_on=date(2025, 4, 1))
    assert (late.plan.year, late.steps.last().done_on.year) == (2024, 2025)


# --- 9 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "counted"), [(PlacementOutcome.STAYS, 0), (PlacementOutcome.RETURNS, 1)])
def test_09_who_is_kept_for_good_leaves_the_count_that_day(outcome, counted):
    case = make_rotation_at(RotationStatus.ACTIVE)
    make_placement(case, outcome=outcome, proposed_on=STARTED_ON, decided_on=TODAY)

    def figure(day):
        return results(Rotation.objects.all(), by="receiving", young_years=None, on=day).total.counts[
            "serving"
        ]

    assert figure(TODAY - timedelta(days=1)) == 1
    assert figure(TODAY) == counted
    if outcome == PlacementOutcome.STAYS:
        case.refresh_from_db()
        for day, word in ((TODAY - timedelta(days=1), RotationStatus.ACTIVE), (TODAY, RotationStatus.PLACED)):
            assert case.status_on(day) == word
            assert list(Rotation.objects.in_status_on([word], day)) == [case]
            assert Rotation.objects.with_status_on(day).get().status_by_date == word
        assert not Rotation.objects.in_status_on([RotationStatus.ACTIVE], TODAY).exists()
        assert not workflow.refusal(case, "end", by=None, on=TODAY)


# --- 10 -----------------------------------------------------------------------------------------------------


def test_10_an_export_of_011_keeps_its_zero(board):
    make_official("Lò Văn Không", make_unit(), citizen_id="011085000123")

    workbook_ = openpyxl.load_workbook(io.BytesIO(officials_file(Official.objects.all(), on=TODAY)))
    cells = [cell for line in workbook_.active.iter_rows() for cell in line]
    (cell,) = [cell for cell in cells if str(cell.value).endswith("85000123")]
    assert (cell.value, cell.data_type) == ("011085000123", "s")
    assert "011085000123" in out(OfficialSheet, board, CsvFile).decode("utf-8-sig")


# --- 11 -----------------------------------------------------------------------------------------------------


def test_11_the_series_of_numbers_does_not_begin_anew_with_the_year():
    term = make_term("2020-2025")
    make_decision("112", issued_on=date(2023, 12, 29), term=term)

    assert workflow.next_number("QĐ/HU", on=date(2024, 1, 2)) == "113"
    again = Decision(
        number="112", symbol="QĐ/HU", kind="rotation", title="Luân chuyển", issued_on=date(2024, 1, 2),
        effective_on=date(2024, 1, 2), issuer="Huyện ủy",
    )  # fmt: skip
    with pytest.raises(workflow.MoveRefused, match="đã dùng cho ký hiệu đó trong nhiệm kỳ"):
        workflow.record_decision(again, by=None, on=TODAY)


# --- 12 -----------------------------------------------------------------------------------------------------


def test_12_a_unit_user_cannot_read_search_export_or_guess_another_units_official(clerk, client_of):
    own = make_official("Lò Thị Trong", clerk.unit)
    other = make_official("Vừ A Ngoài", make_unit("Xã Chà Lạ"), citizen_id="011085000999")
    case = make_rotation_at(RotationStatus.ACTIVE, other)
    client = client_of(clerk)

    assert set(access.visible_officials(clerk, on=TODAY)) == {own}
    for url in (
        f"/officials/{other.pk}/", f"/rotations/{case.pk}/", f"/units/{other.unit_id}/",
        f"/decisions/{make_decision().pk}/",
    ):  # fmt: skip
        assert client.get(url).status_code in (403, 404), url
    for url in (
        "/officials/?q=Ngoai",
        "/rotations/?q=Ngoai",
        "/officials/?download=csv&taken_for=x",
        "/rotations/?download=csv&taken_for=x",
    ):
        answer = client.get(url)
        said = b"".join(answer) if answer.streaming else answer.content
        assert "Vừ A Ngoài" not in said.decode("utf-8-sig"), url
        assert "011085000999" not in said.decode("utf-8-sig"), url
