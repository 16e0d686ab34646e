"""Which passwords are refused beyond Django's own validators, and the validators' words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from rotations import vietnamese

# What anybody tries first here; a password of nothing but these, digits and signs is as good as told.
WORDS_OF_THE_OFFICE = (
    "matkhau", "password", "luanchuyen", "canbo", "tochuc", "bantochuc", "dangbo", "danguy", "huyenuy", "tinhuy",
    "cadre", "rotation", "admin", "quantri", "abc", "qwerty", "vietnam", "dienbien", "anhyeuem", "iloveyou",
)  # fmt: skip
LEFT_AT_LEAST = 6  # letters that are none of these
DIFFERENT_AT_LEAST = 4  # letters among them that differ
NAMES_OF_AN_ACCOUNT = ("username", "full_name", "email")


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", vietnamese.fold(text))


def _without(letters: str, words: Iterable[str]) -> str:
    for word in sorted(filter(None, words), key=len, reverse=True):
        letters = letters.replace(word, "")
    return letters


class LongEnough(MinimumLengthValidator):
    """At least so many characters; length protects more than signs and capitals do."""

    def get_error_message(self) -> str:
        """In our words."""
        return f"Mật khẩu quá ngắn: cần từ {self.min_length} ký tự. Một câu vài từ dễ nhớ là tốt nhất."

    def get_help_text(self) -> str:
        """In our words."""
        return f"Từ {self.min_length} ký tự trở lên; một câu vài từ dễ nhớ, có dấu và dấu cách càng tốt."


class NotAmongTheCommon(CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        """In our words."""
        return "Mật khẩu này nằm trong danh sách mật khẩu phổ biến; hãy chọn mật khẩu khác."

    def get_help_text(self) -> str:
        """In our words."""
        return "Không dùng mật khẩu phổ biến."


class NotLikeTheAccount(UserAttributeSimilarityValidator):
    """Not the login name, the person's name or the address over again."""

    def __init__(self) -> None:
        super().__init__(user_attributes=NAMES_OF_AN_ACCOUNT)

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse besides what is the name several times over, or with a few letters around it."""
        super().validate(password, user)
        letters = _letters(password)
        left = _without(letters, (_letters(getattr(user, name, "") or "") for name in NAMES_OF_AN_ACCOUNT))
        if left != letters and len(left) < LEFT_AT_LEAST:
            raise ValidationError(self.get_error_message(), code="password_too_similar")

    def get_error_message(self) -> str:
        """In our words."""
        return "Mật khẩu quá giống tên đăng nhập, họ tên hoặc thư điện tử của tài khoản."

    def get_help_text(self) -> str:
        """In our words."""
        return "Không giống tên đăng nhập hay họ tên."


class NotTheWordsOfTheOffice:
    """Not made of digits and the words every office tries first."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what has too few letters of its own; marks and the bar of đ do not hide a word."""
        left = _without(_letters(password), WORDS_OF_THE_OFFICE)
        if len(left) < LEFT_AT_LEAST or len(set(left)) < DIFFERENT_AT_LEAST:
            raise ValidationError(
                "Mật khẩu chỉ gồm chữ số và những từ ai cũng đoán được; hãy thêm vài từ của riêng mình.",
                code="password_of_the_office",
            )

    def get_help_text(self) -> str:
        """In our words."""
        return "Không chỉ gồm chữ số hay những từ quen thuộc của cơ quan."
