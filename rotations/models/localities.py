"""Indicators of a locality, by year: they describe the place, never the person sent there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rotations.models.fields import Recorded, TidyCharField, in_choices, or_none
from rotations.models.units import Unit
from rotations.vocabulary import INDICATOR_MEASURES, IndicatorKind


class CriteriaSet(Recorded):
    """A national set of new-rural criteria; "10/19" and "7/10" belong to different sets and do not compare."""

    name = TidyCharField("Tên bộ tiêu chí", max_length=150)
    document = TidyCharField("Văn bản", max_length=100)
    total = models.PositiveSmallIntegerField("Số tiêu chí")
    from_year = models.PositiveSmallIntegerField("Từ năm")
    to_year = models.PositiveSmallIntegerField("Đến năm")

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí nông thôn mới"
        ordering = ("-from_year",)
        constraints = [
            models.UniqueConstraint(
                name="criteria_set_once",
                fields=["document", "from_year"],
                violation_error_message="Bộ tiêu chí này đã có.",
            ),
            models.CheckConstraint(
                name="criteria_set_years_in_order",
                condition=Q(to_year__gte=F("from_year"), total__gte=1),
                violation_error_message="Năm cuối không thể trước năm đầu; số tiêu chí phải từ 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LocalityIndicator(Recorded):
    """One figure of one unit for one year: a value, or a range when the source reports one (4 - 5)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="indicators", verbose_name="Đơn vị")
    year = models.PositiveSmallIntegerField("Năm")
    kind = models.CharField("Chỉ tiêu", max_length=25, choices=IndicatorKind)
    name = TidyCharField("Tên chỉ tiêu khác", max_length=150, blank=True)
    value = models.DecimalField("Giá trị", max_digits=12, decimal_places=2)
    value_to = models.DecimalField(
        "đến (nếu là khoảng)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators",
        verbose_name="Bộ tiêu chí",
    )  # fmt: skip
    measure = TidyCharField("Đơn vị tính", max_length=50, blank=True)
    is_estimate = models.BooleanField("Ước thực hiện", default=False)
    source = TidyCharField("Nguồn số liệu", max_length=200, blank=True)
    note = TidyCharField("Ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu địa bàn"
        verbose_name_plural = "chỉ tiêu địa bàn"
        ordering = ("unit", "-year", "kind", "name")
        constraints = [
            models.UniqueConstraint(
                "unit",
                "year",
                "kind",
                "name",
                or_none("criteria_set"),
                name="indicator_once",
                violation_error_message="Đơn vị đã có chỉ tiêu này của năm.",
            ),
            models.CheckConstraint(
                name="indicator_range_in_order",
                condition=Q(value_to__isnull=True) | Q(value_to__gte=F("value")),
                violation_error_message="Cận trên của khoảng không thể nhỏ hơn cận dưới.",
            ),
            models.CheckConstraint(
                name="indicator_criteria_named",
                condition=~Q(kind=IndicatorKind.NEW_RURAL_CRITERIA) | Q(criteria_set__isnull=False),
                violation_error_message="Số tiêu chí nông thôn mới phải ghi theo bộ tiêu chí nào.",
            ),
            models.CheckConstraint(
                name="indicator_other_named",
                condition=~Q(kind=IndicatorKind.OTHER) | ~Q(name=""),
                violation_error_message="Chỉ tiêu khác phải có tên.",
            ),
            models.CheckConstraint(
                name="indicator_not_negative",
                condition=Q(value__gte=0)
                | Q(kind=IndicatorKind.POVERTY_REDUCTION)
                | Q(kind=IndicatorKind.OTHER),
                violation_error_message="Giá trị của chỉ tiêu này không được âm.",
            ),
            in_choices("indicator_kind_known", "kind", IndicatorKind),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.year}: {self.name or self.get_kind_display()}"

    @property
    def measured_in(self) -> str:
        """The unit of measure: as typed, else the usual one of the indicator."""
        return self.measure or INDICATOR_MEASURES[IndicatorKind(self.kind)]
