"""What is typed to decide whether somebody is local to a place."""

from __future__ import annotations

from django import forms

from rotations.vocabulary import LocalConclusion


class LocalityDecisionForm(forms.Form):
    """The conclusion, why, and by which paper."""

    conclusion = forms.ChoiceField(
        label="Kết luận", choices=LocalConclusion.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nêu căn cứ: nơi sinh ra, lớn lên, trưởng thành; quá trình học tập, công tác.",
    )
    document = forms.CharField(
        label="Văn bản", max_length=200, required=False, help_text="Số, ký hiệu, ngày của văn bản."
    )
