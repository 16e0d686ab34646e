"""What is typed to sign in, to choose a password, and to give the code of a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AuthenticationForm, PasswordChangeForm

from rotations.models import Account

SAME_AS_BEFORE = "Mật khẩu mới phải khác mật khẩu đang dùng."


class SignInForm(AuthenticationForm):
    """Name and password. What is wrong is never told apart: it would say which names exist."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Lưu ý chữ hoa, chữ thường.",
        "inactive": "Tên đăng nhập hoặc mật khẩu chưa đúng. Lưu ý chữ hoa, chữ thường.",
    }


class PasswordForm(PasswordChangeForm):
    """A password of one's own choice in place of the one in use."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_mismatch": "Hai lần gõ mật khẩu mới không giống nhau.",
        "password_incorrect": "Mật khẩu đang dùng chưa đúng.",
    }

    def clean(self) -> dict[str, Any] | None:
        """Another password than before: one that somebody else knows must go."""
        cleaned = super().clean()
        new, old = self.cleaned_data.get("new_password1"), self.cleaned_data.get("old_password")
        if new and new == old:
            self.add_error("new_password1", SAME_AS_BEFORE)
        return cleaned

    def save(self, commit: bool = True) -> Account:
        """Keep it; from now on the account's password is its own."""
        self.user.must_change_password = False
        account: Account = super().save(commit)
        return account


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password somebody else chose for an account, which must be changed when it signs in."""

    #: The library's own goes on in English, in a list inside a paragraph.
    usable_password_help_text = (
        "Tài khoản có đăng nhập bằng mật khẩu được hay không. Chọn “Không” thì mật khẩu đang dùng bị bỏ."
    )

    def save(self, commit: bool = True) -> Account:
        """Keep it, to be changed."""
        self.user.must_change_password = True
        account: Account = super().save(commit)
        return account


class EndSessionForm(forms.Form):
    """Which session is to end; all others when none is named."""

    which = forms.RegexField(r"^[0-9a-f]{24}$", required=False)


class _CodeTyped(forms.Form):
    """The code of a second factor, asked for in our words."""

    asked = "Mã xác thực"
    explained = "6 chữ số đang hiện trong ứng dụng xác thực trên điện thoại, hoặc một mã dự phòng chưa dùng."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = self.asked, self.explained
        code.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "text", "maxlength": "20"}


class CodeForm(_CodeTyped, AuthenticateForm):
    """The code at sign-in."""


class CodeAgain(_CodeTyped, CodeAgainForm):
    """The code before something weighty."""


class EnrolForm(_CodeTyped, ActivateTOTPForm):
    """The first code of a new second factor, which proves that the phone was set up."""

    asked = "Mã đang hiện trong ứng dụng"
    explained = "6 chữ số, đổi mỗi 30 giây."


class PasswordAgainForm(ReauthenticateForm):
    """The password before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label, password.help_text = "Mật khẩu", ""
        password.widget.attrs.pop("placeholder", None)
