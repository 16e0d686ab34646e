"""What the report of results may be narrowed by: a year or a term, which end, which movement type."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django import forms
from django.http import QueryDict

from rotations.models import RotationPlan, RotationQuerySet, Term
from rotations.vocabulary import MovementType

EVERY_MOVEMENT = "all"


class ResultsForm(forms.Form):
    """The controls above Biểu 3. Whatever is not said is filled in: the newest plan begun, by receiving unit,
    rotation alone (the three movement types are counted apart unless asked for together)."""

    year = forms.TypedChoiceField(label="Kế hoạch năm", coerce=int, empty_value=None, required=False)
    term = forms.ModelChoiceField(
        label="hoặc cả nhiệm kỳ",
        queryset=Term.objects.party(),
        required=False,
        empty_label="Theo năm",
    )
    movement = forms.ChoiceField(
        label="Loại hình", choices=[*MovementType.choices, (EVERY_MOVEMENT, "Tất cả loại hình")]
    )
    by = forms.ChoiceField(label="Theo đơn vị", choices=[("receiving", "Nơi đến"), ("sending", "Nơi đi")])

    def __init__(self, data: QueryDict, *, on: date) -> None:
        years = list(RotationPlan.objects.order_by("-year").values_list("year", flat=True))
        given = {name: data[name] for name in ("year", "term", "movement", "by") if data.get(name)}
        if "term" not in given and years:
            given.setdefault("year", str(next((year for year in years if year <= on.year), years[0])))
        given.setdefault("movement", MovementType.ROTATION.value)
        given.setdefault("by", "receiving")
        super().__init__(given)
        self.fields["year"].choices = [("", "Theo nhiệm kỳ"), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A year or a term, not both: the figures of one are not the figures of the other."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("year") and cleaned.get("term"):
            self.add_error("term", "Hãy chọn một năm hoặc một nhiệm kỳ, không chọn cả hai.")
        return cleaned

    def narrow(self, rotations: RotationQuerySet) -> RotationQuerySet:
        """The rotations of the period and movement type chosen; the form must be valid."""
        if term := self.cleaned_data["term"]:
            rotations = rotations.within_term(term)
        elif year := self.cleaned_data["year"]:
            rotations = rotations.filter(plan__year=year)
        if self.counts != EVERY_MOVEMENT:
            rotations = rotations.filter(movement_type=self.counts)
        return rotations

    @property
    def end(self) -> Literal["receiving", "sending"]:
        """Which end of a rotation the rows are."""
        return "sending" if self.is_valid() and self.cleaned_data["by"] == "sending" else "receiving"

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
        if self.counts != EVERY_MOVEMENT:
            chosen.append(("movement_type", self.counts))
        return chosen

    @property
    def period(self) -> str:
        """The period in words, for the heading."""
        if not self.is_valid():
            return ""
        if term := self.cleaned_data["term"]:
            return f"nhiệm kỳ {term.name}"
        year = self.cleaned_data["year"]
        return f"năm {year}" if year else ""

    @property
    def slug(self) -> str:
        """The period as part of a file's name."""
        if not self.is_valid():
            return "trong"
        term, year = self.cleaned_data["term"], self.cleaned_data["year"]
        return f"nhiem-ky-{term.name}" if term else str(year or "trong")


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
