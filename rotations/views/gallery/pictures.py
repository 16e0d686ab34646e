"""Pictures in every form and every colour."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rotations.reports.pictures import (
    BarPicture,
    ColumnPicture,
    FlowPicture,
    IndicatorPicture,
    LinePicture,
    Picture,
)
from rotations.reports.pictures.bands import Stream
from rotations.reports.pictures.bars import Bar
from rotations.reports.pictures.columns import Column
from rotations.reports.pictures.drawing import Mark
from rotations.reports.pictures.lines import Stay, YearFigure
from rotations.reports.pictures.pairs import BeforeAfter
from rotations.reports.pictures.progress import STATES
from rotations.views.gallery.people import LONG
from rotations.vocabulary import Direction, QualityRating


def pictures() -> list[Picture]:
    """One of each form, one without figures."""
    return [
        _bars(),
        _tones(),
        _columns(),
        _flow(),
        _pairs(),
        _lines(),
        ColumnPicture("trong", "Chưa có số liệu", "Hình chưa có gì để vẽ."),
    ]


def _bars() -> BarPicture:
    marks = (Mark("Đang luân chuyển", 12, "serving", "?"), Mark("Đang chuẩn bị", 5, "under_way"))
    bars = (Bar("Huyện → xã", marks, Mark("Chỉ tiêu", 20, "goal", "?")), Bar(LONG, marks[:1]))
    return BarPicture(
        "thanh",
        "Hình thanh",
        "Mỗi dòng là một hướng.",
        bars=bars,
        counts="người",
        row_heading="Hướng",
        goal_word="Chỉ tiêu",
    )


def _tones() -> BarPicture:
    marks = tuple(Mark(direction.label, 2, direction.value, "?") for direction in Direction)
    ratings = tuple(Mark(rating.label, 3, rating.value, "?") for rating in QualityRating)
    states = tuple(Mark(word, 4, tone, "?") for word, tone, _statuses in STATES)
    other = (
        Mark("Nhiều hướng", 2, "mixed"),
        Mark("Hết thời hạn", 3, "ending"),
        Mark("Quá hạn", 3, "overdue"),
    )
    return BarPicture(
        "mau",
        "Hình mọi màu",
        "Mỗi hướng, mỗi trạng thái, mỗi mức xếp loại một màu.",
        bars=(Bar("Hướng", marks), Bar("Trạng thái", states), Bar("Xếp loại", ratings), Bar("Khác", other)),
        counts="lượt",
        row_heading="Màu",
    )


def _flow() -> FlowPicture:
    streams = (
        Stream("Huyện", "Xã", Mark("Huyện → xã", 7, "district_to_commune", "?")),
        Stream("Xã", "Huyện", Mark("Xã → huyện", 2, "commune_to_district")),
        Stream("Xã", "Xã", Mark("Xã → xã", 4, "commune_to_commune", "?")),
    )
    return FlowPicture("dong", "Hình dòng", "Dải càng dày càng nhiều lượt.", streams=streams)


def _pairs() -> IndicatorPicture:
    pairs = (
        BeforeAfter(
            "Xã Chà Tở", Decimal("40.5"), "40,5 năm 2023", Decimal(31), "31 năm 2025", "giảm 9,5", "?"
        ),
        BeforeAfter(LONG, Decimal(20), "20 năm 2023", Decimal(24), "24 năm 2025", "tăng 4"),
    )
    return IndicatorPicture(
        "cap", "Hình trước và sau", "Mỗi dòng một nơi.", note="Không phải điểm của cán bộ.", pairs=pairs,
        measure="Hộ nghèo, %",
    )  # fmt: skip


def _lines() -> LinePicture:
    figures = tuple(
        YearFigure(2020 + n, Decimal(40 - 3 * n), f"năm {2020 + n}: {40 - 3 * n}") for n in range(6)
    )
    stays = (Stay(date(2021, 4, 1), date(2024, 3, 31), "Mùa A Thử, 04/2021 đến 03/2024", "?"),)
    return LinePicture(
        "duong", "Hình đường", "Mỗi điểm một năm.", figures=figures, stays=stays, measure="Hộ nghèo, %"
    )


def _columns() -> ColumnPicture:
    columns = tuple(
        Column((str(month), ""), f"Tháng {month}", (Mark("Hết thời hạn", month * 3 % 7, "ending", "?"),))
        for month in range(1, 13)
    )
    return ColumnPicture(
        "cot", "Hình cột", "Mỗi cột là một tháng.", columns=columns, counts="người", row_heading="Tháng"
    )
