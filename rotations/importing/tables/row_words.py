"""What the words of one cell tell about its row: a total, a signature, a page, an office, or something of a person."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from rotations.importing.files.reading import CellValue
from rotations.importing.tables.repeats import repeats_above
from rotations.importing.tables.wanted import LONGEST_KEPT
from rotations.vietnamese import clean, fold

MARKER = re.compile(r"(?:[IVXL]+|[A-ZĐ]|\d{1,2})\s*[.)/:-]?|[a-zđ]\s*[.)/]|[*+•-]+")
BULLET = re.compile(r"[*+•-]+")
PREFIX = re.compile(r"(?P<marker>[IVXL]+|[A-ZĐ])\s*[.)/:-]\s*(?P<text>\S.*)", re.DOTALL)
ARABIC = re.compile(r"\(?\d{1,6}\)?\s*[.)/:-]?(?:\d{1,3})?")
_NUMBERISH = re.compile(r"[\d\s.,%()/+:-]*(?:người|đồng chí|đ/c|cán bộ)?[\s.)]*", re.IGNORECASE)
# Tones count here: Tống and Công are family names.
GRAND_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số)\b.*|tổng(?:\s*[:(=\d].*|\s+(?:cả|các|toàn|số|chung|danh sách|nhóm|khối|mục|phần)\b.*)?"
)
SUBTOTAL = re.compile(
    r"cộng(?:\s*[:(=\d].*|\s+(?:nhóm|khối|mục|phần)\b.*|\s+(?:[ivx]+|[a-zđ])\s*[:(=\d]?[\d\s).]*)?"
)
UNMARKED_TOTALS = frozenset({"tong cong", "tong so"})
COUNT = re.compile(r"(?:an dinh )?(?:danh sach|bieu)\b.*\b(?:nguoi|dong chi|can bo)\b.*")
PLACE_DATE = re.compile(r"(?:.*\b)?ngay (?:\d{1,2} )?thang (?:\d{1,2} )?nam(?: \d{4})?")
SIGNATURE = re.compile(
    r"(?:nguoi lap(?: bieu| danh sach| bang)?|nguoi tong hop|can bo tong hop|t ?m|t l|tl|k ?t|t ?u ?q|thay mat|noi nhan|"
    r"xac nhan(?: cua)?|thu truong(?: don vi| co quan)?|ky ten|ky ghi ro ho ten|lanh dao)"
    r"(?: (?:ban|bi thu|chu tich|truong|pho|thuong|thu|ubnd|huyen|dang|tinh|xa|don vi|co quan|uy ban|ke toan|cua)\b.*)?"
)
ONLY_DAY = re.compile(r"ngay \d{1,2} \d{1,2} \d{4}")
SIGNER = re.compile(
    r"(?:q |quyen )?(?:pho )?(?:bi thu|chu tich|truong ban|truong phong|giam doc|chanh van phong|thu truong|hieu truong)"
    r"(?: (?:huyen uy|tinh uy|dang uy|ubnd|hdnd|thuong truc|ban to chuc|phong noi vu)\b.*)?"
)
REMARK = re.compile(r"(?:ghi chú|chú thích|lưu ý)\s*[:.(].*|\(\s*\*+\s*\).*", re.DOTALL)
# The last line of what the program itself wrote as text: who took it out, and when (`reports.files.export_mark`).
EXPORTED = re.compile(r"xuat boi .+ luc \d{1,2} \d{2} \d{1,2} \d{1,2} \d{4}")
PAGE = re.compile(r"(?:trang|page)(?: so)? \d+(?: (?:tren )?\d+)?")
PAGE_IN_DASHES = re.compile(r"-\s*\d{1,4}\s*-")
# No family is called so; what begins with one of these is a place.
_PLACES: Final = ("xã ", "huyện ", "phường ", "thị trấn ", "thị xã ", "tỉnh ", "thành phố ", "ubnd ", "hđnd ")
_OFFICES: Final = (
    "phòng ", "ban ", "khối ", "ủy ban ", "uỷ ban ", "văn phòng", "cơ quan ", "các ", "đảng bộ ", "đảng ủy ",
    "đảng uỷ ", "chi bộ ", "hội ", "đoàn ", "trường ", "trung tâm ", "trạm ", "mặt trận ", "công an ", "thanh tra ",
    "tòa án ", "toà án ", "viện ", "hạt ", "liên đoàn ", "chi cục ", "kho bạc ", "sở ", "thường trực ", "bộ ",
)  # fmt: skip
_MIDDLE_NAMES: Final = frozenset(
    {"văn", "thị", "a", "đức", "hữu", "minh", "quang", "ngọc", "thanh", "xuân", "đình"}
)


def says_something(value: CellValue) -> bool:
    """Whether a cell speaks of a person: words, a date, "as above"; no bare number, signature or place and date."""
    if isinstance(value, str):
        if len(value) > LONGEST_KEPT:
            return any(map(str.isalpha, value))
        return _words_say_something(value)
    # 1985 in a cell of its own is a birth year as well as a sum: it proves nothing. 12/3/1985 does.
    return isinstance(value, date)


@lru_cache(maxsize=4096)
def _words_say_something(typed: str) -> bool:
    if repeats_above(typed):
        return True
    if _NUMBERISH.fullmatch(text := clean(typed)):
        return bool(re.search(r"\d[/.-]\d{1,2}[/.-]\d{2,4}", typed))
    key = fold(text)
    return not (SIGNATURE.fullmatch(key) or PLACE_DATE.fullmatch(key))


def is_unit(text: str) -> bool:
    """Whether a line names a place or an office: "Xã Pa Tần", "Phòng Nội vụ"; Phòng Văn Tư is somebody's name."""
    words = text.split()
    opening = text.casefold() + " "
    if opening.startswith(_PLACES):
        return True
    if len(words) < 2 or not opening.startswith(_OFFICES):
        return False
    if text.isupper():
        return words[1].casefold() not in _MIDDLE_NAMES
    # In a name every word has a capital; an office has small letters or an abbreviation somewhere.
    return any(word[0].islower() or (len(word) > 2 and word.isupper()) for word in words)
