"""The list of all changes: every kind of record, by its history, narrowed and turned page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from rotations.models import Official, create_recorded
from rotations.reports import changes
from rotations.reports.changes import Asked, Place
from tests.makers import (
    make_decision,
    make_evaluation,
    make_official,
    make_post,
    make_rotation,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db
EVERYTHING = Asked(since=localdate() - timedelta(days=1))


def told(asked: Asked = EVERYTHING, number: int = 50, **more) -> list[str]:
    lines = changes.changes(asked, after=None, number=number, **more)
    return [f"{line.act} {line.kind}: {line.name}" for line in lines]


def one(model: str) -> changes.ChangeLine:
    return changes.changes(Asked(since=EVERYTHING.since, kind=model), after=None, number=1)[0]


def test_a_change_says_what_stood_before_and_after_in_words(lead):
    old, new = make_unit("Xã Cũ"), make_unit("Xã Mới")
    official = make_official("Lò Thị Ươm", old)
    official.unit, official.sex = new, "female"
    official._history_user = lead
    official.save()

    line = one("official")

    assert (line.act, line.name, line.account, line.url) == (
        "Sửa",
        "Lò Thị Ươm",
        lead.pk,
        f"/officials/{official.pk}/",
    )
    assert ("Giới tính", "để trống", "Nữ") in line.columns
    assert any((before, after) == ("Xã Cũ", "Xã Mới") for _label, before, after in line.columns)


def test_what_has_no_page_is_found_on_the_page_it_belongs_to():
    rotation = walk(make_rotation(make_official("Lò Thị Ươm")), "approve")

    line = one("rotationstep")

    assert (line.url, line.of_whom) == (f"/rotations/{rotation.pk}/", "Lò Thị Ươm")


def test_a_record_that_is_gone_keeps_the_name_it_had():
    make_unit("Xã Không Còn").delete()

    assert told()[:2] == ["Xóa đơn vị: Xã Không Còn", "Lập đơn vị: Xã Không Còn"]


def _taken_back(case):
    """The case and all that hangs on it, as an import taken back lets go of them."""
    for row in (*case.steps.all(), *case.posts.all()):
        row.delete()
    case.delete()


def test_of_a_case_that_is_gone_it_is_told_whose_it_was_and_what_stood_there():
    person, other = make_official("Lò Thị Ươm"), make_official("Vàng A Chứ")
    case = make_rotation(person, note="Ghi riêng")
    sent_from = str(case.sending_unit)
    _taken_back(case)
    _taken_back(make_rotation(other))

    for asked in (EVERYTHING, Asked(EVERYTHING.since, people=[person.pk])):
        said = told(asked, 200)
        assert "Xóa lượt luân chuyển: Lò Thị Ươm" in said
        assert "Lập lượt luân chuyển: Lò Thị Ươm" in said
    assert not any("Vàng A Chứ" in line for line in said)
    gone = [line for line in changes.changes(asked, after=None, number=200) if line.kind == "bước thực hiện"]
    assert {(line.act, line.of_whom) for line in gone} == {("Lập", "Lò Thị Ươm"), ("Xóa", "Lò Thị Ươm")}
    (line,) = changes.changes(
        Asked(EVERYTHING.since, kind="rotation", people=[person.pk]), after=None, number=1
    )
    assert ("Ghi chú", "Ghi riêng", "để trống") in line.columns
    assert any(before == sent_from for _label, before, _after in line.columns)
    assert all(before not in ("", "để trống", "không") for _label, before, _after in line.columns)
    assert line.url == "", "there is no page of it any more"


def test_every_kind_of_record_can_be_read_back():
    """A kind whose columns the list cannot tell fails here, not on the page."""
    make_evaluation()
    make_decision("12")

    for model in changes.kinds():
        changes.changes(Asked(since=EVERYTHING.since, kind=str(model._meta.model_name)), after=None, number=3)


def test_no_column_is_told_by_its_name_in_the_program():
    unnamed = {
        f"{model.__name__}.{column.name}"
        for model in changes.kinds()
        for column in changes._columns(model)
        if column.name not in changes.NOT_TOLD and str(column.verbose_name) == column.name.replace("_", " ")
    }

    assert unnamed == set()


def test_it_is_narrowed_to_an_account_a_person_a_kind_a_record_and_days(lead):
    person, other = make_official("Lò Thị Ươm"), make_official("Vàng A Chứ")
    case = make_rotation(person)
    other.note = "sửa"
    other._history_user = lead
    other.save()
    since = EVERYTHING.since

    assert told(Asked(since, accounts=[lead.pk])) == ["Sửa cán bộ: Vàng A Chứ"]
    assert set(told(Asked(since, people=[person.pk]))) >= {
        "Lập cán bộ: Lò Thị Ươm",
        "Lập lượt luân chuyển: Lò Thị Ươm",
    }
    assert not any("Vàng A Chứ" in line for line in told(Asked(since, people=[person.pk])))
    assert told(Asked(since, kind="rotation", record=case.pk)) == ["Lập lượt luân chuyển: Lò Thị Ươm"]
    assert told(Asked(since, until=since)) == []
    assert told(Asked(localdate() + timedelta(days=1))) == []
    assert told(Asked(since, people=[])) == []


def test_pages_miss_and_repeat_nothing_though_many_changes_are_of_one_moment():
    create_recorded([Official(full_name=f"Lò Văn {number}") for number in range(30)], by=None)
    make_post(make_unit("Xã Một"))
    every = changes.changes(EVERYTHING, after=None, number=2000)

    seen, after = [], None
    while page := changes.changes(EVERYTHING, after=after, number=17):
        seen += page
        after = Place.of(str(page[-1].place))

    assert [line.place for line in seen] == [line.place for line in every]
    assert len({line.place for line in seen}) == len(every) > 30


def test_nobody_reads_here_what_was_said_of_oneself():
    evaluation = make_evaluation()
    own = evaluation.rotation.official_id

    assert any("nhận xét" in line.casefold() for line in told())
    assert not any("nhận xét" in line.casefold() for line in told(but_of=own))

    evaluation.delete()
    assert any("xóa nhận xét" in line.casefold() for line in told())
    assert not any("nhận xét" in line.casefold() for line in told(but_of=own)), "not when it is gone either"


@pytest.mark.parametrize(
    "typed", ["", "x", "2025-01-01_1_1", "2025-01-01T00:00:00+00:00_a_1", "2025-01-01T00:00:00+00:00_1"]
)
def test_a_place_that_is_none_is_the_first_page(typed):
    assert Place.of(typed) is None
