"""What the report of results may be narrowed by: a period, which end, which map of units, which movement type."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django import forms
from django.http import QueryDict

from rotations.filters.periods import Period, PeriodForm
from rotations.models import RotationNeed, RotationNeedQuerySet
from rotations.vocabulary import IndicatorKind

Map = Literal["then", "now"]
MAPS = [("then", "Tại thời điểm luân chuyển"), ("now", "Hiện nay (sau sắp xếp)")]


NEED_MAPS = [("then", "Khi nêu nhu cầu"), ("now", "Hiện nay (sau sắp xếp)")]


class OnAMap(forms.Form):
    """By which map of units something is told: that of its own day, or that of today."""

    map = forms.ChoiceField(label="Tên đơn vị", choices=MAPS)

    @property
    def by_map(self) -> Map:
        """The map chosen."""
        return "now" if self.is_valid() and self.cleaned_data["map"] == "now" else "then"


class MappedForm(OnAMap, PeriodForm):
    """A period, and by which map of units its cases are told."""

    defaults = {**PeriodForm.defaults, "map": "then"}


class PeopleForm(MappedForm):
    """The controls above Biểu 2 and Biểu 4; which of their two sheets is shown is kept as it is."""

    shape = forms.CharField(required=False, widget=forms.HiddenInput)


class ResultsForm(MappedForm):
    """The controls above Biểu 3; by receiving unit unless told otherwise."""

    defaults = {**MappedForm.defaults, "by": "receiving"}

    by = forms.ChoiceField(label="Theo đơn vị", choices=[("receiving", "Nơi đến"), ("sending", "Nơi đi")])

    @property
    def end(self) -> Literal["receiving", "sending"]:
        """Which end of a rotation the rows are."""
        return "sending" if self.is_valid() and self.cleaned_data["by"] == "sending" else "receiving"


class FiguresForm(PeriodForm):
    """The controls above the pictures: a period, and which indicator of the places is shown."""

    defaults = {**PeriodForm.defaults, "indicator": IndicatorKind.POVERTY_RATE.value}

    indicator = forms.ChoiceField(
        label="Chỉ tiêu địa bàn",
        choices=[choice for choice in IndicatorKind.choices if choice[0] != IndicatorKind.OTHER],
    )

    def __init__(self, data: QueryDict, *, on: date) -> None:
        super().__init__(data, on=on)
        self._this_year = on.year

    @property
    def plan_year(self) -> int | None:
        """The year whose plan is shown: the one chosen; of a term or of days the last year there is a plan of."""
        years = [int(year) for year, _label in self.fields["year"].choices if year]  # type: ignore[attr-defined]
        chosen = self.cleaned_data
        if chosen["year"]:
            return int(chosen["year"])
        if term := chosen["term"]:
            years = [year for year in years if term.starts_on.year <= year < term.ends_on.year]
        begun = [year for year in years if year <= self._this_year]
        return max(begun or years, default=None)

    @property
    def indicator_kind(self) -> IndicatorKind:
        """The indicator chosen."""
        return IndicatorKind(self.cleaned_data["indicator"])


class NeedsForm(OnAMap, Period):
    """The controls above Biểu 1: the year the needs are for, a term, or the days on which they were stated; and by
    which map of units they are told."""

    defaults = {**Period.defaults, "map": "then"}

    map = forms.ChoiceField(label="Tên đơn vị", choices=NEED_MAPS)
    shape = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, on: date) -> None:
        super().__init__(data, on=on)
        self.fields["since"].label = "hoặc nêu từ ngày"

    def known_years(self) -> list[int]:
        """The years units stated needs for."""
        years = RotationNeed.objects.order_by("-year").values_list("year", flat=True).distinct()
        return list(years)

    def narrow(self, needs: RotationNeedQuerySet) -> RotationNeedQuerySet:
        """The needs of the period chosen; the form must be valid."""
        chosen = self.cleaned_data
        if term := chosen["term"]:
            needs = needs.within_term(term)
        elif year := chosen["year"]:
            needs = needs.filter(year=year)
        if chosen["since"] or chosen["until"]:
            needs = needs.stated_between(chosen["since"], chosen["until"])
        return needs

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """The same choice in the words of the list of needs."""
        if not self.is_valid():
            return []
        chosen = self.cleaned_data
        said = [("year", str(chosen["year"]))] if chosen["year"] else []
        if chosen["term"]:
            said.append(("term", str(chosen["term"].pk)))
        for name, of_the_list in (("since", "stated_from"), ("until", "stated_to")):
            if day := chosen[name]:
                said.append((of_the_list, f"{day:%d/%m/%Y}"))
        return said


class RatingYearForm(forms.Form):
    """The year the report of ratings is about; last year unless said, for this one is not rated yet."""

    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)

    def __init__(self, data: QueryDict, *, on: date) -> None:
        self._last = on.year - 1
        super().__init__({"year": data.get("year") or self._last})

    @property
    def year_chosen(self) -> int:
        """The year asked for, or last year when it cannot be understood."""
        return int(self.cleaned_data["year"]) if self.is_valid() else self._last
