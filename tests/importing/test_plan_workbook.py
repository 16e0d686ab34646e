from datetime import date

import pytest

from rotations import workflow
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.plans import workbook as plan_workbook
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables.search import find_table
from rotations.models import CatalogueEntry, Rotation
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import MovementType, RotationPurpose, Sex
from tests.importing.district import ON, YEAR, make_district, people, take
from tests.makers import approve, make_holding, make_official, make_post, make_rotation

pytestmark = pytest.mark.django_db
FORMATS = pytest.mark.parametrize("file_format", ["xlsx", "csv"])


@pytest.fixture
def district():
    """A plan with one of every kind of row."""
    found = make_district()
    plan, office, pa_tan, na_khoa = found.plan, found.office, found.pa_tan, found.na_khoa
    chairs = found.chairs
    make_rotation(
        found.minh, office, pa_tan, plan, left_posts=[found.deputy],
        receiving_posts=[chairs["Phó Bí thư Đảng ủy, Xã Pa Tần"], chairs["Chủ tịch UBND, Xã Pa Tần"]],
        starts_on=date(2022, 9, 1), starts_on_precision=DatePrecision.MONTH, note="- Theo nguyện vọng",
        ordinal=1,
    )  # fmt: skip
    plain = make_official(
        "Vàng Thị Dợ", office, sex=Sex.FEMALE, birth_date=date(1990, 1, 1), birth_date_precision="year",
        ethnicity=CatalogueEntry.objects.get(kind="ethnicity", name="Mông"), native_place="Nậm Pồ",
    )  # fmt: skip
    make_rotation(
        plain, office, na_khoa, plan, receiving_posts=[chairs["Chủ tịch UBND, Xã Nà Khoa"]],
        sending_title="Công chức", starts_on=date(2022, 10, 15), movement_type=MovementType.SECONDMENT,
        purpose=RotationPurpose.NON_LOCAL, ordinal=2,
    )  # fmt: skip
    both = make_official("Giàng A Páo", na_khoa, sex=Sex.MALE)
    posts = [chairs["Bí thư Đảng ủy, Xã Nà Khoa"], chairs["Chủ tịch HĐND, Xã Nà Khoa"]]
    make_holding(both, posts[0], date(2020, 1, 1))
    make_holding(both, posts[1], date(2020, 1, 1), is_main=False)
    head = make_post(office, "Trưởng phòng")
    make_rotation(
        both, na_khoa, office, plan, left_posts=posts, receiving_posts=[head], starts_on=date(2022, 9, 1),
        movement_type=MovementType.TRANSFER, expected_placement="=Bố trí tại chỗ", ordinal=3,
    )  # fmt: skip
    return found


@FORMATS
@pytest.mark.parametrize("mark", ["", "Xuất bởi Lò Thị Ươm (board_officer) lúc 10:15 26/11/2026"])
def test_what_is_written_comes_back_with_every_row_unchanged(district, file_format, mark):
    data = plan_workbook.plan_file(district.plan, file_format, on=ON, mark=mark)
    result = take(data)

    assert (mark.encode() in data) == (bool(mark) and file_format == "csv") or not mark

    assert result.totals["unchanged"] == 3, [found.shown for found in people(result)]
    assert [issue.code for found in people(result) for issue in found.issues] == ["partial_date"]
    assert result.totals["by_direction"] == {
        "district_to_commune": 2,
        "commune_to_district": 1,
        "commune_to_commune": 0,
    }


@FORMATS
def test_it_still_comes_back_unchanged_when_the_cases_have_moved_on(district, file_format, lead, board):
    rotation = Rotation.objects.get(official=district.minh)
    for verb, by in (("approve", lead), ("prepare", board), ("appraise", board)):
        workflow.make_move(rotation, verb, by=by, on=ON, exception="Kết luận (để thử)")
    day = date(2022, 9, 15)
    written = plan_workbook.plan_file(district.plan, file_format, on=ON)
    approve(rotation.plan, on=ON)
    workflow.make_move(rotation, "decide", by=lead, on=day, exception="Kết luận (để thử)", starts_on=day)
    workflow.make_move(rotation, "activate", by=board, on=day, exception="Kết luận (để thử)")

    assert take(written).totals["unchanged"] == 3
    assert take(plan_workbook.plan_file(district.plan, file_format, on=ON)).totals["unchanged"] == 3


def test_somebody_whose_sex_is_not_known_has_a_place_too(district):
    make_rotation(
        make_official("Lò Văn Inh", district.office, birth_date=date(1988, 2, 3)), district.office, district.pa_tan,
        district.plan, receiving_posts=[district.chairs["Chủ tịch HĐND, Xã Pa Tần"]], starts_on=date(2022, 9, 1),
        sending_title="Công chức",
    )  # fmt: skip

    assert take(plan_workbook.plan_file(district.plan, "xlsx", on=ON)).totals["unchanged"] == 4


def test_dates_are_dates_and_vague_dates_are_text(district):
    table = find_table(read_source("a.xlsx", plan_workbook.plan_file(district.plan, "xlsx", on=ON)), PLAN)

    assert {row.value("full_name"): row.value("starts_on") for row in table.people} == {
        "Lò Văn Minh": "09/2022",
        "Vàng Thị Dợ": date(2022, 10, 15),
        "Giàng A Páo": date(2022, 9, 1),
    }


def test_a_text_is_never_a_formula(district):
    table = find_table(read_source("a.xlsx", plan_workbook.plan_file(district.plan, "xlsx", on=ON)), PLAN)

    assert table.sheet.formulas == frozenset()
    assert b"'=B\xe1\xbb\x91" in plan_workbook.plan_file(district.plan, "csv", on=ON)


def test_csv_opens_in_a_spreadsheet_program(district):
    assert plan_workbook.plan_file(district.plan, "csv", on=ON).startswith(b"\xef\xbb\xbf")


def test_the_template_has_the_columns_of_the_plan_and_nobody_in_it():
    data = plan_workbook.template_file(on=ON)

    with pytest.raises(FileRefused) as refused:
        find_table(read_source("mau.xlsx", data), PLAN)
    assert refused.value.code == "no_rows"


def test_who_was_called_off_is_not_in_the_file(district, board):
    rotation = Rotation.objects.get(official=district.minh)
    workflow.make_move(rotation, "cancel", by=board, on=ON, cancel_reason="Đã bố trí người khác")

    names = {rotation.official.full_name for rotation in plan_workbook.people_of(district.plan)}

    assert names == {"Vàng Thị Dợ", "Giàng A Páo"}
    assert str(PartialDate.of_year(YEAR)) == "2022"
