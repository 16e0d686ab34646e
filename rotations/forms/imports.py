"""What is typed to hand in a plan file: the file, and the year or the term it is for."""

from __future__ import annotations

from typing import Any

from django import forms

from rotations.models import Term

FIRST_YEAR, LAST_YEAR = 1990, 2100


class PlanFileForm(forms.Form):
    """A file and what it is for. Whether it can be read at all is not the form's to say."""

    file = forms.FileField(
        label="Tệp danh sách",
        help_text="Bảng tính .xlsx, .xls, .ods hoặc .csv theo Biểu 2, tối đa 25 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv"}),
        allow_empty_file=True,
    )
    year = forms.IntegerField(label="Năm kế hoạch", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    term = forms.ModelChoiceField(
        queryset=Term.objects.none(),
        label="Hoặc cả nhiệm kỳ",
        required=False,
        empty_label="Không, chỉ một năm",
        help_text="Với danh sách tổng hợp nhiều năm, mỗi dòng vào kế hoạch của năm bắt đầu.",
    )
    sheet = forms.CharField(
        label="Trang tính",
        max_length=100,
        required=False,
        help_text="Để trống để tự tìm trang tính có danh sách.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term: Any = self.fields["term"]
        term.queryset = Term.objects.party()

    def clean(self) -> dict[str, Any]:
        """One of year and term; a term wins over the year that stood there from the start."""
        cleaned = super().clean() or {}
        if cleaned.get("term"):
            cleaned["year"] = None
        elif not cleaned.get("year") and "year" not in self.errors:
            self.add_error("year", "Hãy ghi năm kế hoạch hoặc chọn nhiệm kỳ.")
        return cleaned
