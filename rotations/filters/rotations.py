"""What the list of rotations may be narrowed by."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms

from rotations.filters.ages import young_age, younger_than
from rotations.filters.due_months import HOW_TO_TYPE, check_due_span, due_condition
from rotations.filters.locality import concluded_non_local
from rotations.filters.unit_names import UnitNameFilter
from rotations.models import Rotation, RotationQuerySet, Term, over_by
from rotations.partial_dates import PartialDate
from rotations.vocabulary import (
    OPEN_STATUSES,
    Direction,
    MovementType,
    RotationPurpose,
    RotationStatus,
    Sex,
    UnitLevel,
)

LONGEST_LOOK_AHEAD = 120


class RotationFilter(django_filters.FilterSet):
    """The controls above the list of rotations. The view sets `on`, the years to choose from, and takes out what
    tells of fields the account may not read. No status chosen means every status, cancelled ones too."""

    on: date

    q = django_filters.CharFilter(
        method="search",
        label="Họ tên hoặc đơn vị",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    year = django_filters.ChoiceFilter(
        field_name="plan__year", label="Kế hoạch năm", choices=[], empty_label="Mọi năm"
    )
    movement_type = django_filters.ChoiceFilter(
        choices=MovementType.choices, label="Loại hình", empty_label="Mọi loại hình"
    )
    direction = django_filters.ChoiceFilter(choices=Direction.choices, label="Hướng", empty_label="Mọi hướng")
    sending_unit = UnitNameFilter(label="Nơi đi")
    receiving_unit = UnitNameFilter(label="Nơi đến")
    group = django_filters.ChoiceFilter(
        choices=[
            ("counted", "Tất cả, trừ lượt không thực hiện"),
            ("open", "Chưa kết thúc"),
            ("done", "Đã thực hiện (từ khi có quyết định)"),
            ("serving", "Đang luân chuyển hôm nay"),
            ("waiting", "Đã kết thúc, chưa bố trí"),
        ],
        method="by_group",
        label="Nhóm",
        empty_label="Mọi lượt",
    )
    status = django_filters.MultipleChoiceFilter(
        choices=RotationStatus.choices,
        method="by_status",
        label="Trạng thái",
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = django_filters.ChoiceFilter(
        choices=RotationPurpose.choices, label="Mục đích", empty_label="Mọi mục đích"
    )
    term = django_filters.ModelChoiceFilter(
        queryset=Term.objects.party(), method="by_term", label="Nhiệm kỳ", empty_label="Mọi nhiệm kỳ"
    )
    due_within = django_filters.NumberFilter(
        method="by_due",
        label="Hết thời hạn trong (tháng)",
        min_value=0,
        max_value=LONGEST_LOOK_AHEAD,
        help_text="0: đã quá hạn.",
    )
    due_in = django_filters.CharFilter(
        method="by_due_in",
        label="Hết thời hạn trong tháng",
        help_text=HOW_TO_TYPE,
        validators=[check_due_span],
        widget=forms.TextInput(attrs={"placeholder": "tháng/năm", "autocomplete": "off"}),
    )
    sending_level = django_filters.ChoiceFilter(
        choices=UnitLevel.choices, label="Cấp nơi đi", empty_label="Mọi cấp"
    )
    receiving_level = django_filters.ChoiceFilter(
        choices=UnitLevel.choices, label="Cấp nơi đến", empty_label="Mọi cấp"
    )
    starts_from = django_filters.DateFilter(
        field_name="starts_on",
        lookup_expr="gte",
        label="Bắt đầu từ ngày",
        widget=forms.DateInput(attrs={"placeholder": "ngày/tháng/năm", "autocomplete": "off"}),
    )
    starts_to = django_filters.DateFilter(
        field_name="starts_on",
        lookup_expr="lte",
        label="đến ngày",
        widget=forms.DateInput(attrs={"placeholder": "ngày/tháng/năm", "autocomplete": "off"}),
    )
    sex = django_filters.ChoiceFilter(
        field_name="official__sex", choices=Sex.choices, label="Giới tính", empty_label="Nam và nữ"
    )
    minority = django_filters.ChoiceFilter(
        choices=[("yes", "Dân tộc thiểu số")],
        method="by_minority",
        label="Dân tộc",
        empty_label="Mọi dân tộc",
    )
    young = django_filters.ChoiceFilter(
        choices=[("yes", "Cán bộ trẻ khi luân chuyển")],
        method="by_youth",
        label="Tuổi",
        empty_label="Mọi tuổi",
    )

    locality = django_filters.ChoiceFilter(
        choices=[("non_local", "Đã kết luận không là người địa phương nơi đến")],
        method="by_locality",
        label="Người địa phương",
        empty_label="Không xét",
    )

    class Meta:
        model = Rotation
        fields = [
            "q", "year", "movement_type", "direction", "sending_unit", "receiving_unit", "group", "status",
            "purpose", "term", "due_within", "due_in", "sending_level", "receiving_level", "starts_from", "starts_to", "sex", "minority", "young", "locality",
        ]  # fmt: skip

    def search(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Person, sending or receiving unit, marks and case aside."""
        return rotations.matching(value)

    def by_group(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """The groups the figures of the desk and the reports count by."""
        match value:
            case "counted":
                return rotations.counted()
            case "open":
                return rotations.in_status_on(OPEN_STATUSES, self.on)
            case "done":
                return rotations.done()
            case "serving":
                return rotations.serving_on(self.on)
            case _:
                return rotations.in_status_on([RotationStatus.ENDED], self.on)

    def by_status(self, rotations: RotationQuerySet, name: str, value: list[str]) -> RotationQuerySet:
        """Standing today at one of those chosen, by date."""
        return rotations.in_status_on(value, self.on) if value else rotations

    def by_term(self, rotations: RotationQuerySet, name: str, value: Term) -> RotationQuerySet:
        """Whose plan year lies inside a committee term."""
        return rotations.within_term(value)

    def by_due(self, rotations: RotationQuerySet, name: str, value: int) -> RotationQuerySet:
        """Serving, and due by so many months from today; with 0 those whose date is surely over."""
        until = PartialDate.of_day(self.on).plus_months(int(value)).first
        serving = rotations.serving_on(self.on).in_status_on([RotationStatus.ACTIVE], self.on)
        over = over_by("due_on", self.on)
        return serving.filter(over) if value == 0 else serving.filter(due_on__lte=until).exclude(over)

    def by_due_in(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Serving, and due in that month."""
        serving = rotations.serving_on(self.on).in_status_on([RotationStatus.ACTIVE], self.on)
        return serving.filter(due_condition(value, on=self.on))

    def by_minority(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Of an ethnic minority."""
        return rotations.filter(official__ethnicity__is_minority=True)

    def by_locality(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Concluded not to be local to the place they go to."""
        return concluded_non_local(rotations, on=self.on)

    def by_youth(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Younger than the age the regulation calls young on the day the rotation began."""
        years = young_age(on=self.on)
        if years is None:
            return rotations.none()
        return rotations.filter(younger_than(years, born="official__birth_date", on="starts_on"))
