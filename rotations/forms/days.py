"""The day a page is asked for."""

from __future__ import annotations

from datetime import date

from django import forms

from rotations.partial_dates import FIRST_YEAR, LAST_YEAR


class DayForm(forms.Form):
    """One day, today when it is left empty."""

    on = forms.DateField(
        label="Xem tại ngày",
        required=False,
        # As text: what a browser makes of a date input follows its own language, often month first.
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "form-control", "placeholder": "ngày/tháng/năm", "size": 12}
        ),
        error_messages={"invalid": "Ngày không đọc được; hãy ghi ngày/tháng/năm, ví dụ 15/09/2022."},
    )

    def clean_on(self) -> date | None:
        """Within the years the program knows."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return day

    def day_or(self, today: date) -> date:
        """The day asked for, `today` when none was or it cannot be read."""
        return (self.cleaned_data["on"] if self.is_valid() else None) or today
