"""What is typed is looked at for the mark of a state secret, where the installation may hold none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from rotations.vocabulary import SecrecyLevel

NOT_HERE = "Nội dung này mang dấu “{}”. Bản cài đặt này không được lưu tài liệu từ Mật trở lên; chỉ lưu trên mạng LAN độc lập."


class NothingClassified(forms.Form):
    """For every form that takes text: a line marked Mật or above is refused, unless this is an independent network."""

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        if settings.SECRECY != "normal":
            return
        for name, value in list(self.cleaned_data.items()):
            field: Any = self.fields.get(name)
            if not isinstance(value, str) or isinstance(field, forms.ChoiceField):
                continue
            if mark := SecrecyLevel.marked_in(value):
                self.add_error(name, NOT_HERE.format(mark.label))
