"""Pictures: every mark opens the list of as many, the table behind says the same, and figures name nobody."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from rotations.models import Evaluation, Rotation, Term
from rotations.reports.pictures.bands import FlowPicture
from rotations.vocabulary import IndicatorKind, MovementType, QualityRating, RotationStatus, UnitLevel
from tests.makers import (
    make_evaluation,
    make_indicator,
    make_official,
    make_plan,
    make_rotation,
    make_rotation_at,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/reports/figures/"


def an_office():
    """Two years with their plans, targets, comments and indicators; more units than a picture names."""
    plan, before = make_plan(2025), make_plan(2022)
    offices = [make_unit(f"Phòng Thử {n}", level=UnitLevel.DISTRICT) for n in range(3)]
    communes = [make_unit(f"Xã Thử {n:02}") for n in range(11)]
    ways = [
        *((offices[n % 3], communes[n]) for n in range(11)),
        (communes[0], offices[0]),
        (communes[1], communes[2]),
        (offices[1], offices[2]),
    ]
    for number, (sending, receiving) in enumerate(ways):
        year = plan if number % 2 else before
        start = date(year.year, 1, 6)
        rotation = make_rotation_at(
            RotationStatus.ACTIVE, make_official("Giàng Thị Kín"), sending, receiving, year, starts_on=start
        )
        if number < 3:
            make_evaluation(rotation, rating=QualityRating.GOOD)
        if number == 3:
            make_evaluation(
                rotation,
                rating=QualityRating.EXCELLENT,
                period_to=date(2024, 12, 31),
                period_from=date(2024, 1, 1),
            )
    make_rotation_at(RotationStatus.PLACED, sending=offices[0], receiving=communes[3], plan=before)
    make_rotation_at(RotationStatus.CANCELLED, sending=offices[0], receiving=communes[3], plan=plan)
    make_rotation(sending=offices[0], receiving=communes[4], plan=plan)
    make_rotation_at(RotationStatus.ACTIVE, plan=plan, movement_type=MovementType.TRANSFER)
    plan.targets.create(direction="district_to_commune", quantity=9)
    plan.targets.create(direction="district_to_commune", unit=communes[0], quantity=2)
    plan.targets.create(direction="commune_to_province", quantity=1)
    for year, value in ((2021, 40), (2022, 38), (2024, 31)):
        make_indicator(communes[0], year, value=value)
    return plan


def pictures_of(client, query=""):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return {picture.key: picture for picture in answer.context["pictures"]}


def marks_of(picture):
    if isinstance(picture, FlowPicture):
        return [stream.mark for stream in picture.streams]
    if hasattr(picture, "bars"):
        return [mark for bar in picture.bars for mark in bar.marks]
    return [mark for column in getattr(picture, "columns", ()) for mark in column.marks]


KEYS = ["dong-cap", "theo-nam", "tien-do", "het-han", "dong-don-vi", "xep-loai"]


@pytest.mark.parametrize(
    "query",
    [
        "year=2025",
        "year=2025&movement=all",
        "term=",
        "since=01/01/2022&until=31/12/2022",
        "since=01/01/2022",  # more units than are named
        "movement=transfer&year=2025",
    ],
)
def test_every_mark_opens_a_list_of_as_many(client_of, board, query):
    an_office()
    if query == "term=":
        query = f"term={Term.objects.party().get(name='2020-2025').pk}"
    client = client_of(board)

    found = pictures_of(client, query)

    for key in KEYS:
        for mark in marks_of(found[key]):
            if not mark.number:
                assert mark.url == "", key
                continue
            answer = client.get(mark.url)
            assert answer.context["paginator"].count == mark.number, (key, mark)


def test_the_pictures_count_what_the_records_hold(client_of, board):
    an_office()

    found = pictures_of(client_of(board), "year=2025")

    rotations = Rotation.objects.filter(movement_type=MovementType.ROTATION)
    of_the_year = rotations.filter(plan__year=2025)
    assert sum(mark.number for mark in marks_of(found["dong-cap"])) == of_the_year.done().count() == 7
    assert sum(mark.number for mark in marks_of(found["dong-don-vi"])) == 7
    assert sum(mark.number for mark in marks_of(found["theo-nam"])) == rotations.done().count()
    assert sum(mark.number for mark in marks_of(found["tien-do"])) == of_the_year.counted().count()
    assert (
        sum(mark.number for mark in marks_of(found["xep-loai"]))
        == Evaluation.objects.exclude(rating="").count()
    )
    serving = rotations.filter(status=RotationStatus.ACTIVE, ended_on__isnull=True)
    assert sum(mark.number for mark in marks_of(found["het-han"])) == serving.count()


def test_units_beyond_the_eighth_stand_together_and_nobody_is_lost(client_of, board):
    an_office()

    found = pictures_of(client_of(board), "since=01/01/2022")["dong-don-vi"]

    receivers = [node.name for node in found.receivers]
    assert receivers[-1] == "Đơn vị khác"
    assert len(receivers) == 9
    done = Rotation.objects.filter(movement_type=MovementType.ROTATION).done().count()
    assert sum(stream.mark.number for stream in found.streams) == done


def test_a_goal_is_the_sum_of_the_plans_targets_and_opens_them(client_of, board):
    plan = an_office()
    client = client_of(board)

    bars = {bar.name: bar for bar in pictures_of(client, "year=2025")["tien-do"].bars}

    assert (bars["Huyện → xã"].goal.number, bars["Xã → tỉnh"].goal.number) == (11, 1)
    assert bars["Xã → huyện"].goal is None
    assert bars["Huyện → xã"].goal.url == f"/plans/{plan.pk}/#chi-tieu"
    assert 'id="chi-tieu"' in client.get(f"/plans/{plan.pk}/").content.decode()


def test_indicators_are_before_and_after_and_said_to_be_no_score(client_of, board):
    an_office()
    client = client_of(board)

    picture = pictures_of(client, "year=2022")["chi-tieu"]

    (pair,) = picture.pairs
    assert (pair.before_said, pair.after_said, pair.difference) == ("40 (2021)", "31 (2024)", "−9")
    assert client.get(pair.url).status_code == 200
    assert "không phải điểm của cán bộ" in client.get(f"{URL}?year=2022").content.decode()
    assert pictures_of(client, "year=2022&indicator=income_per_capita")["chi-tieu"].is_empty


@pytest.mark.parametrize(
    ("start", "years", "said"),
    [
        (
            date(2022, 6, 30),
            (2021, 2022),
            ("40 (2021)", "40 (2022)"),
        ),  # in the first half: that year tells of after
        (date(2022, 7, 1), (2021, 2022), None),
        (date(2022, 7, 1), (2021, 2023), ("40 (2021)", "40 (2023)")),
        (date(2022, 1, 6), (2022, 2023), None),  # nothing before
    ],
)
def test_the_year_of_the_start_belongs_to_after_only_from_its_first_half(
    client_of, board, start, years, said
):
    commune = make_unit()
    make_rotation_at(RotationStatus.ACTIVE, receiving=commune, plan=make_plan(2022), starts_on=start)
    for year in years:
        make_indicator(commune, year)

    pairs = pictures_of(client_of(board), "year=2022")["chi-tieu"].pairs

    assert [(pair.before_said, pair.after_said) for pair in pairs] == ([said] if said else [])


def test_figures_of_two_sets_of_criteria_do_not_compare(client_of, board):
    commune = make_unit()
    make_rotation_at(
        RotationStatus.ACTIVE, receiving=commune, plan=make_plan(2022), starts_on=date(2022, 1, 6)
    )
    for year, value in ((2021, 10), (2024, 7)):
        make_indicator(commune, year, IndicatorKind.NEW_RURAL_CRITERIA, value)

    assert pictures_of(client_of(board), "year=2022&indicator=new_rural_criteria")["chi-tieu"].is_empty


# --- What stands on the page ---------------------------------------------------------------------------------


def test_each_picture_has_its_words_and_a_table_with_the_same_numbers(client_of, board):
    an_office()
    client = client_of(board)
    found = pictures_of(client, "year=2025")
    page = unescape(client.get(f"{URL}?year=2025").content.decode())

    for picture in found.values():
        assert f'id="{picture.key}"' in page
        if picture.is_empty:
            continue
        assert f"<title>{picture.title}</title>" in page
        assert f'id="{picture.key}-loi"' in page
        told = [cell for row in picture.table.rows for cell in row]
        for mark in marks_of(picture):
            if mark.url:
                assert any(cell.url == mark.url and cell.text == str(mark.number) for cell in told), mark
    assert not re.search(r"<[a-z][^<>]*\sstyle\s*=", page)


def test_every_colour_of_a_mark_is_in_the_style_sheet(client_of, board, settings):
    an_office()
    css = (settings.BASE_DIR / "static/css/picture.css").read_text(encoding="utf-8")

    for picture in pictures_of(client_of(board), "year=2025&movement=all").values():
        for mark in marks_of(picture):
            assert re.search(rf"\.tone--{mark.tone}\b", css), mark.tone


def test_a_reader_of_reports_sees_pictures_and_no_way_to_people(client_of, viewer):
    an_office()

    page = client_of(viewer).get(f"{URL}?year=2025").content.decode()

    assert "<svg" in page
    for word in (
        "Giàng Thị Kín",
        'href="/rotations/',
        'href="/evaluations/',
        'href="/units/',
        'href="/plans/',
    ):
        assert word not in page


def test_who_is_rated_does_not_learn_it_from_the_figures(client_of, board):
    an_office()
    board.official = Evaluation.objects.filter(rating=QualityRating.EXCELLENT).get().rotation.official
    board.save()

    marks = marks_of(pictures_of(client_of(board), "year=2025")["xep-loai"])

    assert {mark.word for mark in marks if mark.number} == {"Hoàn thành tốt nhiệm vụ"}


@pytest.mark.parametrize("fixture", ["clerk", "appraiser", "admin_account"])
def test_who_reads_no_reports_is_turned_away(client_of, request, fixture):
    assert client_of(request.getfixturevalue(fixture)).get(URL).status_code == 403


def test_an_empty_installation_says_there_is_nothing_yet(client_of, board):
    assert "Chưa có số liệu trong thời gian này." in client_of(board).get(URL).content.decode()


@pytest.mark.parametrize("query", ["year=abc", "indicator=x", "since=1", "term=9999", "movement=walk"])
def test_a_query_that_makes_no_sense_is_told(client_of, board, query):
    make_plan(2025)

    assert "Chưa vẽ được" in client_of(board).get(f"{URL}?{query}").content.decode()


def test_the_page_costs_the_same_for_few_and_for_many(client_of, board):
    plan = make_plan(2025)
    make_evaluation(make_rotation_at(RotationStatus.ACTIVE, plan=plan), rating="good")
    client = client_of(board)
    term = Term.objects.party().get(name="2020-2025")
    few = queries_of(client, f"{URL}?year=2025"), queries_of(client, f"{URL}?term={term.pk}")
    for _n in range(9):
        rotation = make_rotation_at(RotationStatus.ACTIVE, plan=plan)
        make_indicator(rotation.receiving_unit)
        make_evaluation(rotation, rating="good")

    assert (queries_of(client, f"{URL}?year=2025"), queries_of(client, f"{URL}?term={term.pk}")) == few
    assert max(few) <= MOST
