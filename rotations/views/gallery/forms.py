"""Forms that are sent nowhere."""

from __future__ import annotations

from typing import Any

from django import forms

from rotations.forms.fields import Picker
from rotations.views.gallery.people import LONG


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Họ và tên", help_text="Gõ không dấu cũng được.")
    day = forms.DateField(label="Ngày bắt đầu", help_text="Ghi ngày/tháng/năm, tháng/năm hoặc năm.")
    number = forms.IntegerField(label="Số lượng", required=False, min_value=1)
    kind = forms.ChoiceField(label="Loại hình", choices=[("", "Chọn loại hình"), ("rotation", "Luân chuyển")])
    posts = forms.MultipleChoiceField(
        label="Chức danh", required=False, choices=[("1", "Phó Bí thư Đảng ủy"), ("2", "Chủ tịch UBND")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    side = forms.ChoiceField(
        label="Bên nhận xét", choices=[("in", "Nơi đến"), ("out", "Nơi đi")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="Tệp đính kèm", required=False)


class ActForm(forms.Form):
    """One act of a case; `checks` are conditions that ask for a reason first."""

    day = forms.DateField(label="Ngày", help_text="Ghi ngày/tháng/năm.")
    note = forms.CharField(label="Nội dung", required=False)

    def __init__(self, act: str, label: str, checks: Any = ()) -> None:
        super().__init__(auto_id=f"viec-{act}_%s")
        self.act, self.label, self.checks = act, label, checks


class LineForm(forms.Form):
    """One line of a form of many."""

    person = forms.CharField(label="Họ và tên")
    count = forms.IntegerField(label="Số lượng", min_value=1)
    unit = forms.ChoiceField(
        label="Đơn vị", choices=[("1", "Xã Chà Tở"), ("2", "Xã Chà Nưa"), ("3", LONG)], widget=Picker
    )


class UnitsForm(forms.Form):
    """Many units to be ticked, as they are asked for their needs."""

    picked = forms.MultipleChoiceField(
        label="Đơn vị được hỏi",
        required=False,
        choices=[(str(number), f"Xã Mẫu {number}") for number in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
    )


class SearchForm(forms.Form):
    """One box above a list."""

    q = forms.CharField(label="Họ tên hoặc đơn vị", required=False)


class SignInForm(forms.Form):
    """Name and password."""

    login = forms.CharField(label="Tên đăng nhập", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label="Mật khẩu", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class CodeForm(forms.Form):
    """The code of the second factor."""

    code = forms.CharField(label="Mã xác thực", widget=forms.TextInput(attrs={"inputmode": "numeric"}))


class HandInSample(forms.Form):
    """The file of the page where files are handed in."""

    file = forms.FileField(label="Tệp")


TYPED: dict[str, Any] = {
    "name": "Mùa A Thử",
    "day": "01/03/2025",
    "number": "0",
    "kind": "rotation",
    "side": "in",
    "note": LONG,
}


def sample_forms() -> list[tuple[str, forms.Form]]:
    """Empty, filled in, and filled in wrongly."""
    wrong = TYPED | {"name": "", "day": "31/02/2025"}
    return [
        ("Trống", SampleForm(prefix="empty")),
        ("Đã gõ", SampleForm(prefix="typed", initial=TYPED)),
        ("Có lỗi", SampleForm({f"wrong-{key}": value for key, value in wrong.items()}, prefix="wrong")),
    ]


def lines(prefix: str) -> Any:
    """Two lines of a form of many, the second filled in wrongly."""
    of_many: Any = forms.formset_factory(LineForm, extra=0)
    typed = {"TOTAL_FORMS": "2", "INITIAL_FORMS": "0", "0-person": "Mùa A Thử", "0-count": "1", "0-unit": "1"}
    typed |= {"1-person": "", "1-count": "0", "1-unit": "3"}
    return of_many({f"{prefix}-{key}": value for key, value in typed.items()}, prefix=prefix)
