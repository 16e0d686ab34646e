"""The sample district as a whole: places, people, cases, what units asked for, and figures of the communes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from rotations.management.sample_cases import load_cases
from rotations.management.sample_marks import MARK, add_all, is_loaded, strangers
from rotations.management.sample_next_year import load_next_year
from rotations.management.sample_people import load_people
from rotations.management.sample_places import COMMUNES, load_places
from rotations.models import (
    CriteriaSet,
    LocalityIndicator,
    NeedAnswer,
    NeedCall,
    Official,
    Position,
    RotationNeed,
    RotationPlan,
    Unit,
)
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import IndicatorKind, NeedDirection, NeedReason

# unit, direction, position, quantity, reason, requirements, person offered
NEEDS = (
    ("Xã Pa Tần", "in", "Chủ tịch UBND", 1, "vacancy", "Đại học; trung cấp lý luận chính trị trở lên", ""),
    ("Xã Nà Khoa", "in", "Chủ tịch UBND", 1, "vacancy", "Đại học; am hiểu công tác dân vận", ""),
    ("Xã Nậm Chua", "in", "Bí thư Đảng ủy", 1, "non_local", "Cao cấp lý luận chính trị", ""),
    ("Xã Chà Tở", "in", "Bí thư Đảng ủy", 1, "vacancy", "Đã là bí thư hoặc phó bí thư đảng ủy xã", ""),
    ("Xã Chà Tở", "in", "Phó Chủ tịch UBND", 1, "vacancy", "Đại học", ""),
    ("Xã Chà Cang", "in", "Phó Chủ tịch UBND", 1, "vacancy", "Chuyên ngành luật hoặc hành chính", ""),
    ("Xã Na Cô Sa", "in", "Phó Bí thư Đảng ủy", 1, "non_local", "Trung cấp lý luận chính trị trở lên", ""),
    ("Xã Nậm Tin", "in", "Phó Chủ tịch HĐND", 1, "vacancy", "", ""),
    ("Xã Vàng Đán", "in", "Phó Chủ tịch HĐND", 1, "vacancy", "", ""),
    ("Xã Nậm Nhừ", "in", "Phó Chủ tịch UBND", 1, "non_local", "Biết tiếng Mông", ""),
    ("Xã Nậm Khăn", "out", "Bí thư Đảng ủy", 1, "term_limit", "", "Sùng A Tủa"),
    ("Xã Chà Nưa", "out", "Phó Chủ tịch UBND", 1, "training", "", "Mùa Thị Dí"),
    ("Phòng Nội vụ", "out", "Phó Trưởng phòng", 1, "training", "", "Chang Thị Nênh"),
    ("Ban Tuyên giáo Huyện ủy", "out", "Phó Trưởng ban", 1, "training", "", "Vũ Xuân Thược"),
    ("Phòng Tài nguyên và Môi trường", "in", "Phó Trưởng phòng", 1, "vacancy", "Chuyên ngành quản lý đất đai, nông lâm nghiệp", ""),
)  # fmt: skip
# Answered after the deadline.
LATE = ("Xã Nậm Nhừ",)
# Answered that they need nobody and offer nobody.
NEED_NOBODY = ("Xã Nà Bủng", "Văn phòng Huyện ủy")
# Asked as well, and have not answered.
SILENT = ("Xã Phìn Hồ", "Xã Si Pa Phìn", "Phòng Y tế", "Hội Nông dân huyện")

# commune: criteria met in 2021, poverty rate (%) and income (million) at the end of 2021
STARTING_FIGURES = {
    "Nậm Tin": (9, "62.40", "17.35"),
    "Pa Tần": (9, "58.75", "18.40"),
    "Chà Cang": (14, "41.20", "24.60"),
    "Na Cô Sa": (8, "71.30", "14.80"),
    "Nà Khoa": (10, "60.15", "18.05"),
    "Nà Hỳ": (13, "44.90", "25.10"),
    "Nà Bủng": (8, "73.60", "14.25"),
    "Nậm Nhừ": (8, "70.05", "15.10"),
    "Nậm Chua": (9, "66.80", "16.20"),
    "Nậm Khăn": (11, "55.45", "19.30"),
    "Chà Tở": (12, "50.60", "20.75"),
    "Vàng Đán": (8, "69.90", "15.45"),
    "Chà Nưa": (19, "28.35", "32.50"),
    "Phìn Hồ": (10, "57.20", "19.85"),
    "Si Pa Phìn": (13, "46.10", "24.05"),
}


class SampleRefused(Exception):
    """The district is not loaded: rows that are not the sample's stand here."""


def load_district() -> bool:
    """Load the district once; False, and no change, when it is here already.

    Shape   one transaction: all of it or nothing.
    Units   every date is fixed, so that two installations hold the same; only what is under way, the call and the
            draft of next year, is dated from the day of loading.
    Errors  SampleRefused when units, officials or plans stand here that are not the sample's.
    Source  public unit names of domain reference §5; people and figures are invented.
    """
    if is_loaded():
        return False
    units, officials = strangers()
    plans = RotationPlan.objects.filter(year__in=(2024, 2025)).count()
    if units or officials or plans:
        raise SampleRefused(
            f"Cơ sở dữ liệu đã có {units} đơn vị, {officials} cán bộ và {plans} kế hoạch 2024-2025 không phải dữ "
            "liệu mẫu; không nạp thêm. Hãy dùng một cơ sở dữ liệu trống (CADRE_DATA_DIR hoặc DATABASE_URL khác)."
        )
    with transaction.atomic():
        load_places()
        load_people()
        _load_needs()
        load_cases()
        _load_indicators()
        load_next_year(localdate())
    return True


def _load_needs() -> None:
    units = {unit.name: unit for unit in Unit.objects.filter(note=MARK)}
    positions = {position.name: position for position in Position.objects.all()}
    call = NeedCall(
        year=2025,
        title="Đề xuất nhu cầu luân chuyển cán bộ năm 2025",
        document_number="512-CV/BTCHU",
        opened_on=date(2024, 9, 16),
        deadline=date(2024, 10, 31),
    )
    call.save()
    call.units.set([units[name] for name in {need[0] for need in NEEDS} | {*NEED_NOBODY, *SILENT}])
    add_all(
        [
            NeedAnswer(call=call, unit=units[name], no_needs=True, answered_on=date(2024, 10, 21))
            for name in NEED_NOBODY
        ]
    )
    add_all(
        [
            RotationNeed(
                call=call,
                year=2025,
                unit=units[unit],
                direction=NeedDirection(direction),
                position=positions[position],
                quantity=quantity,
                reason=NeedReason(reason),
                requirements=requirements,
                proposed_official=Official.objects.get(note=MARK, full_name=person) if person else None,
                expected_on=date(2025, 4, 1),
                expected_on_precision=DatePrecision.MONTH,
                stated_on=date(2024, 11, 5) if unit in LATE else date(2024, 10, 14),
            )
            for unit, direction, position, quantity, reason, requirements, person in NEEDS
        ],
    )


def _load_indicators() -> None:
    """Four years of four figures for each commune; the last year's income is an estimate."""
    units = {unit.name: unit for unit in Unit.objects.filter(note=MARK)}
    criteria = CriteriaSet.objects.get(document="318/QĐ-TTg")
    rows = []
    for place, name in enumerate(COMMUNES):
        met, rate, income = STARTING_FIGURES[name]
        for years, year in enumerate(range(2021, 2025)):
            source = f"Báo cáo kinh tế - xã hội năm {year} của xã"
            fall = Decimal("4.15") + Decimal("0.35") * (place % 4)
            figures = {
                IndicatorKind.NEW_RURAL_CRITERIA: Decimal(min(19, met + years * (1 + place % 2) // 2)),
                IndicatorKind.POVERTY_RATE: Decimal(rate) - fall * years,
                IndicatorKind.INCOME_PER_CAPITA: Decimal(income) + Decimal("1.42") * years,
            }
            rows += [
                LocalityIndicator(
                    unit=units[f"Xã {name}"],
                    year=year,
                    kind=kind,
                    value=value,
                    criteria_set=criteria if kind == IndicatorKind.NEW_RURAL_CRITERIA else None,
                    is_estimate=kind == IndicatorKind.INCOME_PER_CAPITA and year == 2024,
                    source=source,
                )
                for kind, value in figures.items()
            ]
            if years:
                rows.append(
                    LocalityIndicator(
                        unit=units[f"Xã {name}"],
                        year=year,
                        kind=IndicatorKind.POVERTY_REDUCTION,
                        value=Decimal(4) if place % 3 == 0 else fall,
                        value_to=Decimal(5) if place % 3 == 0 else None,
                        is_estimate=place % 3 == 0,
                        source=source,
                    )
                )
    add_all(rows)
