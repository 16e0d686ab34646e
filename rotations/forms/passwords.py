"""Which passwords are refused beyond Django's own validators, and the validators' words."""

from __future__ import annotations

import re
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
        super().__init__(user_attributes=("username", "full_name", "email"))

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
        left = re.sub(r"[\W\d_]+", "", vietnamese.fold(password))
        for word in sorted(WORDS_OF_THE_OFFICE, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEFT_AT_LEAST:
            raise ValidationError(
                "Mật khẩu chỉ gồm chữ số và những từ ai cũng đoán được; hãy thêm vài từ của riêng mình.",
                code="password_of_the_office",
            )

    def get_help_text(self) -> str:
        """In our words."""
        return "Không chỉ gồm chữ số hay những từ quen thuộc của cơ quan."
