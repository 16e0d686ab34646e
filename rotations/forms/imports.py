"""What is typed to hand in a file: the file, its kind, and the year or the term it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from rotations.models import Term
from rotations.vocabulary import KINDS_OF_A_YEAR, ImportKind

FIRST_YEAR, LAST_YEAR = 1990, 2100
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")


class HandInForm(forms.Form):
    """A file and what it is for. Whether it can be read at all is not the form's to say.

    `kinds` are those the account may hand in.
    """

    kind = forms.ChoiceField(label="Loại tệp", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Tệp danh sách",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        allow_empty_file=True,
    )
    year = forms.IntegerField(
        label="Năm kế hoạch",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text="Chỉ với Biểu 1 và Biểu 2.",
    )
    term = forms.ModelChoiceField(
        queryset=Term.objects.none(),
        label="Hoặc cả nhiệm kỳ",
        required=False,
        empty_label="Không, chỉ một năm",
        help_text="Với danh sách tổng hợp nhiều năm, mỗi dòng vào kế hoạch của năm bắt đầu.",
    )

    def __init__(self, *args: Any, kinds: Sequence[ImportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in kinds]
        term: Any = self.fields["term"]
        term.queryset = Term.objects.party()

    def clean(self) -> dict[str, Any]:
        """One of year and term, where the kind of file asks for it; a term wins over the year that stood there."""
        cleaned = super().clean() or {}
        if "kind" not in cleaned:
            return cleaned
        if cleaned["kind"] not in KINDS_OF_A_YEAR:
            self.errors.pop("year", None)
            return {**cleaned, "year": None, "term": None}
        if cleaned.get("term"):
            cleaned["year"] = None
        elif not cleaned.get("year") and "year" not in self.errors:
            self.add_error("year", "Hãy ghi năm kế hoạch hoặc chọn nhiệm kỳ.")
        return cleaned
