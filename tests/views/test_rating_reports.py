"""The report of ratings by unit, against the quota."""

import pytest
from django.utils.timezone import localdate

from rotations.models import AuditEntry
from rotations.vocabulary import QualityRating
from tests.makers import make_official, make_rating, make_unit
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/reports/ratings/"


def test_last_year_is_shown_unless_another_is_asked_for(client_of, viewer):
    unit = make_unit("Xã Bản Thử")
    make_rating(make_official("Lò Văn Ẩn"), localdate().year - 1, QualityRating.EXCELLENT, unit=unit)
    client = client_of(viewer)

    html = client.get(URL).content.decode()

    assert "Xã Bản Thử" in html
    assert "Vượt" in html
    assert "Lò Văn Ẩn" not in html
    assert "Chưa có xếp loại nào" in client.get(f"{URL}?year=2001").content.decode()
    assert client.get(f"{URL}?year=abc").status_code == 200


def test_the_report_costs_the_same_for_one_unit_and_for_ten(client_of, viewer):
    year = localdate().year - 1
    make_rating(make_official(), year, unit=make_unit())
    client = client_of(viewer)
    few = queries_of(client, URL)
    for _n in range(9):
        make_rating(make_official(), year, unit=make_unit())

    assert queries_of(client, URL) == few <= MOST


def test_the_file_is_noted(client_of, viewer):
    make_rating(make_official(), 2024, QualityRating.GOOD, unit=make_unit("Xã Bản Thử"))

    lines = b"".join(client_of(viewer).get(f"{URL}?year=2024&download=csv")).decode("utf-8-sig").splitlines()

    assert lines[1].startswith("Xã Bản Thử;Không giữ chức vụ lãnh đạo, quản lý;0;1;0;0;1;1;0;")
    assert AuditEntry.objects.get(account=viewer).row_count == 1
