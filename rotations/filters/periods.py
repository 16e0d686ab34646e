"""Which cases a report is about: those of a year's plan, of a term, or that began between two days; which movement type."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from rotations.models import RotationPlan, RotationQuerySet, Term
from rotations.vocabulary import MovementType

EVERY_MOVEMENT = "all"
ONE_PERIOD = "Hãy chọn một năm, một nhiệm kỳ hoặc một khoảng ngày, không chọn cùng lúc."


def _day(label: str) -> forms.DateField:
    """A day typed as people write it; a browser's own date control follows its own language, often month first."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "ngày/tháng/năm", "autocomplete": "off"}
        ),
        error_messages={"invalid": "Ngày không đọc được; hãy ghi ngày/tháng/năm, ví dụ 15/09/2022."},
    )


class Period(forms.Form):
    """One year, one term or the days between two: whatever is not said is filled in with the newest year begun.

    Extend with the controls of a report and their `defaults`.
    """

    defaults: ClassVar[dict[str, str]] = {}

    year = forms.TypedChoiceField(label="Kế hoạch năm", coerce=int, empty_value=None, required=False)
    term = forms.TypedChoiceField(label="hoặc cả nhiệm kỳ", empty_value=None, required=False)
    since = _day("hoặc bắt đầu từ ngày")
    until = _day("đến ngày")

    def __init__(self, data: QueryDict | dict[str, str], *, on: date) -> None:
        years = self.known_years()
        given = {name: data[name] for name in self.base_fields if data.get(name)}
        if not {"term", "since", "until"} & given.keys() and years:
            given.setdefault("year", str(next((year for year in years if year <= on.year), years[0])))
        for name, value in self.defaults.items():
            given.setdefault(name, value)
        super().__init__(given)
        # Read once: to be offered, and to be found again among those offered.
        terms = {str(term.pk): term for term in Term.objects.party()}
        self.fields["term"].choices = [("", "Theo năm"), *((key, str(term)) for key, term in terms.items())]  # type: ignore[attr-defined]
        self.fields["term"].coerce = terms.__getitem__  # type: ignore[attr-defined]
        choices = [("", "Theo nhiệm kỳ hoặc ngày"), *((year, str(year)) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    def known_years(self) -> list[int]:
        """The years there are to choose from, the newest first."""
        return list(RotationPlan.objects.order_by("-year").values_list("year", flat=True))

    def clean(self) -> dict[str, Any]:
        """One period, not several: the figures of one are not the figures of another."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        chosen = [name for name in ("year", "term") if cleaned.get(name)]
        chosen += ["since"] if since or until else []
        if len(chosen) > 1:
            self.add_error(chosen[-1], ONE_PERIOD)
        elif since and until and until < since:
            self.add_error("until", "Ngày cuối không thể trước ngày đầu.")
        return cleaned

    @property
    def choice(self) -> dict[str, str]:
        """What is chosen as plain words, from which the same form can be made again; empty when it makes no sense."""
        if not self.is_valid():
            return {}
        said: dict[str, str] = {}
        for name, value in self.cleaned_data.items():
            match value:
                case None | "":
                    continue
                case Term():
                    said[name] = str(value.pk)
                case date():
                    said[name] = f"{value:%d/%m/%Y}"
                case _:
                    said[name] = str(value)
        return said

    @property
    def period(self) -> str:
        """The period in words, for the heading."""
        if not self.is_valid():
            return ""
        if term := self.cleaned_data["term"]:
            return f"nhiệm kỳ {term.name}"
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        if since and until:
            return f"bắt đầu từ {since:%d/%m/%Y} đến {until:%d/%m/%Y}"
        if since or until:
            return f"bắt đầu từ {since:%d/%m/%Y}" if since else f"bắt đầu đến {until:%d/%m/%Y}"
        year = self.cleaned_data["year"]
        return f"năm {year}" if year else ""

    @property
    def slug(self) -> str:
        """The period as part of a file's name."""
        if not self.is_valid():
            return "trong"
        term, year = self.cleaned_data["term"], self.cleaned_data["year"]
        if term:
            return f"nhiem-ky-{term.name}"
        days = [self.cleaned_data[name] for name in ("since", "until") if self.cleaned_data[name]]
        return "-".join(f"{day:%Y%m%d}" for day in days) or str(year or "trong")


class PeriodForm(Period):
    """The controls above a report of cases: rotation alone unless told otherwise, for the three movement types are counted
    apart unless asked for together."""

    defaults = {"movement": MovementType.ROTATION.value}

    movement = forms.ChoiceField(
        label="Loại hình", choices=[*MovementType.choices, (EVERY_MOVEMENT, "Tất cả loại hình")]
    )

    def narrow(self, rotations: RotationQuerySet) -> RotationQuerySet:
        """The rotations of the period and movement type chosen; the form must be valid."""
        chosen = self.cleaned_data
        if term := chosen["term"]:
            rotations = rotations.within_term(term)
        elif year := chosen["year"]:
            rotations = rotations.filter(plan__year=year)
        if chosen["since"]:
            rotations = rotations.filter(starts_on__gte=chosen["since"])
        if chosen["until"]:
            rotations = rotations.filter(starts_on__lte=chosen["until"])
        return self.of_movement(rotations)

    def of_movement(self, rotations: RotationQuerySet) -> RotationQuerySet:
        """Those of the movement type chosen, of whatever time."""
        return rotations if self.counts == EVERY_MOVEMENT else rotations.filter(movement_type=self.counts)

    @property
    def counts(self) -> str:
        """A movement type, or `EVERY_MOVEMENT`."""
        return str(self.cleaned_data["movement"]) if self.is_valid() else MovementType.ROTATION.value

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """The same choice in the words of the rotation list's query string."""
        if not self.is_valid():
            return []
        chosen = []
        if term := self.cleaned_data["term"]:
            chosen.append(("term", str(term.pk)))
        elif year := self.cleaned_data["year"]:
            chosen.append(("year", str(year)))
        for name, of_the_list in (("since", "starts_from"), ("until", "starts_to")):
            if day := self.cleaned_data[name]:
                chosen.append((of_the_list, f"{day:%d/%m/%Y}"))
        if self.counts != EVERY_MOVEMENT:
            chosen.append(("movement_type", self.counts))
        return chosen
