"""The list of officials and the file of one person."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.models import AuditEntry, CatalogueEntry
from rotations.vocabulary import AuditAction, RotationStatus, Sex
from tests.makers import (
    make_holding,
    make_official,
    make_post,
    make_rating,
    make_rotation,
    make_rotation_at,
    make_succession_entry,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/officials/"
SECRETS = {
    "citizen_id": "011185001234",
    "health": "Sức khỏe loại hai",
    "social_insurance_number": "1234567890",
    "personal_history": "Chuyện riêng của bản thân",
    "note": "Điều chỉ Ban được biết",
}


def names(answer):
    return [official.full_name for official in answer.context["object_list"]]


def full_file(unit):
    """A person of `unit` with something under every heading."""
    mong = CatalogueEntry.objects.get(kind="ethnicity", name="Mông")
    official = make_official(
        "Giàng A Thử", unit=unit, sex=Sex.MALE, birth_date=date(1985, 1, 1), birth_date_precision="month",
        ethnicity=mong, **SECRETS,
    )  # fmt: skip
    make_holding(official, make_post(unit))
    make_rating(official)
    make_succession_entry(official)
    official.discipline_records.create(side="party", form="reprimand", decided_on=date(2020, 5, 1))
    official.family.create(relation="Vợ", full_name="Vàng Thị Riêng")
    official.trainings.create(school="Trường Chính trị tỉnh")
    official.work_history.create(from_date=date(2010, 1, 1), description="Công chức xã")
    return official


# --- The list ----------------------------------------------------------------------------------------------


def test_people_stand_by_given_name_in_vietnamese_order(client_of, board):
    for name in ("Lò Văn Đôi", "Giàng A Dợ", "Sùng A Chá", "Lò Thị Ánh", "Cà Văn Đôi"):
        make_official(name)

    assert names(client_of(board).get(URL)) == [
        "Lò Thị Ánh", "Sùng A Chá", "Giàng A Dợ", "Cà Văn Đôi", "Lò Văn Đôi",
    ]  # fmt: skip


def test_the_list_can_be_turned_round_and_sorted_by_birth_with_the_unknown_last(client_of, board):
    make_official("Lò Văn Ba", birth_date=date(1990, 1, 1))
    make_official("Lò Văn Cả", birth_date=date(1970, 1, 1))
    make_official("Lò Văn An")
    client = client_of(board)

    assert names(client.get(f"{URL}?sort=-name")) == ["Lò Văn Cả", "Lò Văn Ba", "Lò Văn An"]
    assert names(client.get(f"{URL}?sort=birth")) == ["Lò Văn Cả", "Lò Văn Ba", "Lò Văn An"]
    assert names(client.get(f"{URL}?sort=-birth")) == ["Lò Văn Ba", "Lò Văn Cả", "Lò Văn An"]


@pytest.mark.parametrize("typed", ["doi", "ĐÔI", "lo van", "Ðôi", "bi danh", "np 07"])
def test_search_needs_no_marks_and_looks_at_other_names_and_codes(client_of, board, typed):
    make_official("Lò Văn Đôi", other_name="Bí Danh", official_code="NP-07")
    make_official("Sùng A Chá")

    assert names(client_of(board).get(URL, {"q": typed})) == ["Lò Văn Đôi"]


def test_the_list_narrows_by_unit_sex_ethnicity_and_who_is_away(client_of, board):
    mong = CatalogueEntry.objects.get(kind="ethnicity", name="Mông")
    commune = make_unit("Xã Nậm Thử")
    make_official("Sùng Thị Một", unit=commune, sex=Sex.FEMALE, ethnicity=mong)
    away = make_rotation_at(RotationStatus.ACTIVE, official=make_official("Lò Văn Hai"))
    make_rotation(official=make_official("Lò Văn Ba"))
    client = client_of(board)

    assert names(client.get(f"{URL}?unit=nam+thu")) == ["Sùng Thị Một"]
    assert names(client.get(f"{URL}?unit={commune.pk}")) == ["Sùng Thị Một"]
    assert names(client.get(f"{URL}?sex=female")) == ["Sùng Thị Một"]
    assert names(client.get(f"{URL}?ethnicity={mong.pk}")) == ["Sùng Thị Một"]
    assert names(client.get(f"{URL}?rotating=yes")) == [away.official.full_name]
    assert names(client.get(f"{URL}?rotating=no")) == ["Lò Văn Ba", "Sùng Thị Một"]


def test_a_filter_that_means_nothing_shows_nobody(client_of, board):
    make_official()

    assert names(client_of(board).get(f"{URL}?sex=other")) == []


def test_the_list_costs_the_same_for_one_row_and_for_twenty(client_of, board):
    make_holding(make_official(unit=make_unit()))
    client = client_of(board)
    few = queries_of(client, URL)
    for _n in range(19):
        make_holding(make_official(unit=make_unit()))

    assert queries_of(client, URL) == few <= MOST


def test_a_clerk_sees_the_people_of_the_own_unit_alone(client_of, clerk):
    make_official("Lò Văn Nhà", unit=clerk.unit)
    make_official("Lò Văn Khách", unit=make_unit())

    assert names(client_of(clerk).get(URL)) == ["Lò Văn Nhà"]


def test_what_a_clerk_may_not_read_is_neither_shown_nor_filtered_by(client_of, clerk):
    mong = CatalogueEntry.objects.get(kind="ethnicity", name="Mông")
    make_official("Lò Văn Nhà", unit=clerk.unit, ethnicity=mong)
    make_official("Lò Văn Kinh", unit=clerk.unit)

    answer = client_of(clerk).get(f"{URL}?ethnicity={mong.pk}&sort=ethnicity")

    assert names(answer) == ["Lò Văn Kinh", "Lò Văn Nhà"]
    assert "ethnicity" not in answer.context["filter"].filters
    assert "Dân tộc" not in answer.content.decode()
    assert "Mông" not in answer.content.decode()


def test_a_clerk_may_not_take_the_register_away(client_of, clerk):
    make_official(unit=clerk.unit)

    assert client_of(clerk).get(f"{URL}?download=csv").status_code == 403


def test_the_download_holds_what_was_found_and_is_noted_with_its_rows(client_of, lead):
    make_official(
        "Lò Văn Đôi", official_code="NP-07", birth_date=date(1985, 1, 1), birth_date_precision="month"
    )
    make_official("Sùng A Chá")

    answer = client_of(lead).get(f"{URL}?q=doi&download=csv&taken_for=x")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()

    assert lines[0].startswith("Họ và tên;Số hiệu;Ngày sinh;Giới tính;Dân tộc;")
    assert lines[1].startswith("Lò Văn Đôi;NP-07;01/1985;")
    assert len(lines) == 3, "the last says who took it out"
    entry = AuditEntry.objects.get(account=lead, action=AuditAction.EXPORT)
    assert entry.row_count == 1


def test_the_workbook_of_the_register_is_a_workbook(client_of, lead):
    make_official()

    assert b"".join(client_of(lead).get(f"{URL}?download=xlsx&taken_for=x")).startswith(b"PK")


@pytest.mark.parametrize("fixture", ["viewer", "admin_account"])
def test_who_has_no_business_with_people_is_turned_away(client_of, request, fixture):
    official = make_official()
    client = client_of(request.getfixturevalue(fixture))

    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}{official.pk}/").status_code == 403


def test_signed_out_is_sent_to_sign_in(client):
    assert client.get(URL)["Location"].startswith("/accounts/login/")


# --- The file ----------------------------------------------------------------------------------------------


def test_the_file_shows_everything_to_the_board_and_reading_it_is_noted(client_of, board):
    official = full_file(make_unit("Xã Nậm Thử"))
    make_rotation_at(RotationStatus.ACTIVE, official=official)

    html = client_of(board).get(f"{URL}{official.pk}/").content.decode()

    for secret in (
        *SECRETS.values(),
        "Vàng Thị Riêng",
        "Khiển trách",
        "Hoàn thành tốt nhiệm vụ",
        "Quy hoạch",
    ):
        assert secret in html
    for word in ("01/1985", "Trường Chính trị tỉnh", "Công chức xã", "Đang luân chuyển"):
        assert word in html
    entry = AuditEntry.objects.get(account=board, action=AuditAction.READ)
    assert (entry.subject_type, entry.subject_id) == ("official", official.pk)


def test_the_file_says_what_is_not_filled_in(client_of, board):
    official = make_official("Lò Văn Thiếu")

    assert (
        "Chưa ghi: Tên gọi khác; Số hiệu cán bộ; Ngày sinh"
        in client_of(board).get(f"{URL}{official.pk}/").content.decode()
    )


def test_the_file_hides_from_a_clerk_what_a_clerk_may_not_read(client_of, clerk):
    official = full_file(clerk.unit)

    html = client_of(clerk).get(f"{URL}{official.pk}/").content.decode()

    hidden = (
        *SECRETS.values(), "Vàng Thị Riêng", "Khiển trách", "Kỷ luật", "Hoàn thành tốt", "Quy hoạch", "Dân tộc",
        "CCCD", "Quan hệ gia đình", "Xếp loại",
    )  # fmt: skip
    for secret in hidden:
        assert secret not in html
    assert "Công chức xã" in html


def test_the_file_of_another_unit_is_not_found(client_of, clerk):
    official = make_official(unit=make_unit())

    assert client_of(clerk).get(f"{URL}{official.pk}/").status_code == 404
    assert not AuditEntry.objects.exists()


def test_a_clerk_sees_in_the_file_only_rotations_announced_to_the_unit(client_of, clerk):
    official = make_official(unit=clerk.unit)
    make_rotation(official=official, sending=clerk.unit, receiving=make_unit("Xã Kín"))

    assert "Xã Kín" not in client_of(clerk).get(f"{URL}{official.pk}/").content.decode()


@pytest.mark.parametrize("fixture", ["board", "clerk"])
def test_the_file_costs_the_same_however_much_it_holds(client_of, request, clerk, fixture):
    client = client_of(request.getfixturevalue(fixture))
    official = full_file(clerk.unit)
    few = queries_of(client, f"{URL}{official.pk}/")
    for year in range(2010, 2020):
        make_rating(official, year=year)
        make_holding(official, make_post(make_unit()), held_from=date(year, 1, 1), is_main=False)
        official.trainings.create(school=f"Trường {year}")

    assert queries_of(client, f"{URL}{official.pk}/") == few <= MOST
