"""Where marks stand: to one scale, inside the picture, and with the numbers of the table behind it."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

import pytest

from rotations.reports.pictures.bands import FlowPicture, Stream
from rotations.reports.pictures.bars import Bar, BarPicture
from rotations.reports.pictures.columns import Column, ColumnPicture
from rotations.reports.pictures.drawing import Mark, per_cent, written
from rotations.reports.pictures.pairs import BeforeAfter, IndicatorPicture


def share(text):
    assert text.endswith("%")
    return float(text.removesuffix("%"))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 7, "0%"), (7, 7, "100%"), (1, 3, "33.333%"), (1, 0, "0%"), (1, 8, "12.5%")],
)
def test_a_share_has_a_point_whatever_the_language(part, whole, text):
    assert per_cent(part, whole) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1234, "1.234"),
        (Decimal("21.22"), "21,22"),
        (Decimal("4.50"), "4,5"),
        (Decimal("10.00"), "10"),
    ],
)
def test_a_number_is_written_with_a_comma(number, text):
    assert written(number) == text


def bars(*rows):
    return BarPicture("k", "Tên", "Lời", bars=tuple(rows), goal_word="Chỉ tiêu", row_heading="Hướng")


def test_parts_of_a_bar_follow_each_other_and_the_longest_fills_the_width():
    picture = bars(
        Bar("dài", (Mark("a", 3, "a"), Mark("b", 0, "b"), Mark("c", 5, "c"))),
        Bar("ngắn", (Mark("a", 2, "a"), Mark("b", 0, "b"), Mark("c", 0, "c"))),
    )

    long, short = picture.laid

    assert [(mark.x, mark.width) for mark in long.marks] == [("0%", "37.5%"), ("37.5%", "62.5%")]
    assert [(mark.x, mark.width) for mark in short.marks] == [("0%", "25%")]
    assert int(short.y) > int(long.y) + 24
    assert int(picture.height) >= int(short.goal_bottom)


@pytest.mark.parametrize(
    ("goal", "x", "width"), [(4, "100%", "50%"), (2, "100%", "100%"), (1, "50%", "100%")]
)
def test_a_goal_stands_on_the_scale_of_the_parts(goal, x, width):
    (row,) = bars(Bar("một", (Mark("a", 2, "a"),), Mark("Chỉ tiêu", goal, "goal"))).laid

    assert (row.goal_x, row.marks[0].width) == (x, width)
    assert row.told == f"2 / chỉ tiêu {goal}"


def test_a_goal_nobody_works_for_yet_is_drawn():
    picture = bars(Bar("một", (Mark("a", 0, "a"),), Mark("Chỉ tiêu", 3, "goal")))

    assert not picture.is_empty
    assert picture.laid[0].marks == []
    assert picture.table.rows[0][-1].text == "3"


def test_a_number_is_written_only_where_there_is_room():
    (row,) = bars(Bar("một", (Mark("a", 96, "a"), Mark("b", 4, "b")))).laid

    assert [mark.middle for mark in row.marks] == ["48%", ""]


@pytest.mark.parametrize("picture", [bars(), bars(Bar("một", (Mark("a", 0, "a"),)))])
def test_a_picture_of_nothing_is_empty(picture):
    assert picture.is_empty
    assert picture.legend == []


def test_the_table_behind_has_every_part_and_the_sum():
    table = bars(Bar("một", (Mark("a", 3, "a", "/x"), Mark("b", 5, "b")))).table

    assert table.headings == ("Hướng", "a", "b", "Tổng số")
    assert [cell.text for cell in table.rows[0]] == ["một", "3", "5", "8"]
    assert table.rows[0][1].url == "/x"


def columns(*rows):
    return ColumnPicture("k", "Tên", "Lời", columns=tuple(rows), row_heading="Năm")


def test_columns_stand_beside_each_other_on_one_ground():
    picture = columns(
        Column(("1", ""), "một", (Mark("a", 2, "a"), Mark("b", 2, "b"))),
        Column(("2", ""), "hai", (Mark("a", 1, "a"),)),
    )

    first, second = picture.laid

    ground = float(picture.ground)
    for column in (first, second):
        lowest = max(float(mark.y) + float(mark.height) for mark in column.marks)
        assert lowest == pytest.approx(ground, abs=0.01)
    assert float(first.marks[0].y) == pytest.approx(
        float(first.marks[1].y) + float(first.marks[1].height), abs=0.02
    )
    assert share(first.marks[0].x) + share(first.marks[0].width) < share(second.marks[0].x)
    assert (first.middle, second.middle, first.total, second.total) == ("25%", "75%", "4", "1")


def test_one_word_needs_no_legend_and_no_sum():
    picture = columns(
        Column(("1", ""), "một", (Mark("a", 2, "x"),)), Column(("2", ""), "hai", (Mark("a", 1, "y"),))
    )

    assert picture.legend == []
    assert picture.table.headings == ("Năm", "a")


def flow(*streams):
    return FlowPicture(
        "k", "Tên", "Lời", streams=tuple(Stream(a, b, Mark("h", n, "h")) for a, b, n in streams)
    )


def test_bands_are_as_thick_as_their_number_at_both_ends():
    picture = flow(("A", "X", 3), ("A", "Y", 1), ("B", "X", 2))

    for laid in picture.laid:
        (a, d), (b, c) = ends_of(laid)
        thick = laid.stream.mark.number * picture._thickness
        assert d - a == pytest.approx(thick, abs=0.02)
        assert c - b == pytest.approx(thick, abs=0.02)
        assert c <= float(picture.height)
    assert [(node.name, node.number) for node in picture.senders] == [("A", "4"), ("B", "2")]
    assert [(node.name, node.number) for node in picture.receivers] == [("X", "5"), ("Y", "1")]


def ends_of(laid):
    """Where a band begins and ends on the left and on the right."""
    start, end, low_end, low_start = re.fullmatch(
        r"M0 ([\d.]+)C50 [\d.]+ 50 [\d.]+ 100 ([\d.]+)L100 ([\d.]+)C50 [\d.]+ 50 [\d.]+ 0 ([\d.]+)Z",
        laid.path,
    ).groups()
    return (float(start), float(low_start)), (float(end), float(low_end))


def test_bands_of_one_name_lie_one_under_the_other_on_both_sides():
    picture = flow(("A", "X", 3), ("A", "Y", 1), ("B", "X", 2), ("B", "Y", 4))
    by_pair = {(one.stream.sender, one.stream.receiver): ends_of(one) for one in picture.laid}

    for name, nodes, side, pairs in (
        ("A", picture.senders, 0, (("A", "X"), ("A", "Y"))),
        ("B", picture.senders, 0, (("B", "X"), ("B", "Y"))),
        ("X", picture.receivers, 1, (("A", "X"), ("B", "X"))),
        ("Y", picture.receivers, 1, (("A", "Y"), ("B", "Y"))),
    ):
        node = next(node for node in nodes if node.name == name)
        first, second = (by_pair[pair][side] for pair in pairs)
        assert first[0] == pytest.approx(float(node.y), abs=0.02)
        assert second[0] == pytest.approx(first[1], abs=0.02)
        assert second[1] == pytest.approx(float(node.y) + float(node.height), abs=0.05)


def test_the_name_for_the_rest_stands_last_on_either_side():
    picture = FlowPicture(
        "k",
        "Tên",
        "Lời",
        streams=tuple(Stream(a, b, Mark("h", 1, "h")) for a, b in (("khác", "khác"), ("A", "X"))),
        last="khác",
    )

    assert [node.name for node in picture.senders] == ["A", "khác"]
    assert [node.name for node in picture.receivers] == ["X", "khác"]


def test_names_do_not_run_into_each_other():
    picture = flow(*((f"Phòng Nông nghiệp và Phát triển nông thôn số {n}", "X", 1) for n in range(30)))

    tops = [float(node.y) for node in picture.senders]
    assert all(below - above >= 34 for above, below in itertools.pairwise(tops))
    assert all(len(node.lines) == 2 and len(node.lines[0][0]) <= 15 for node in picture.senders)


def test_before_and_after_stand_to_one_scale():
    picture = IndicatorPicture(
        "k",
        "Tên",
        "Lời",
        pairs=(BeforeAfter("A", 10, "10", 20, "20", "+10"), BeforeAfter("B", 30, "30", 20, "20", "−10")),
    )

    a, b = picture.laid
    assert (share(a.before_x), share(b.before_x)) == (3, 97)
    assert a.after_x == b.after_x == "50%"
    assert a.told == "10 → 20 (+10)"


def test_a_figure_that_never_changed_stands_in_the_middle():
    picture = IndicatorPicture("k", "Tên", "Lời", pairs=(BeforeAfter("A", 5, "5", 5, "5", "0"),))

    assert picture.laid[0].before_x == picture.laid[0].after_x == "50%"
