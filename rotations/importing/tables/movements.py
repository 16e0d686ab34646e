"""Words that say a direction, a kind of movement, or how a post is to be filled."""

import re
from functools import lru_cache
from typing import Final

from rotations.importing.files.reading import CellValue
from rotations.importing.tables.cells import NOTHING, Fault, quoted, text
from rotations.vietnamese import REMEMBERED, clean, fold

_LEVELS: Final = {
    "trung uong": "central",
    "tw": "central",
    "tinh": "province",
    "thanh pho": "province",
    "huyen": "district",
    "thi xa": "district",
    "xa": "commune",
    "phuong": "commune",
    "thi tran": "commune",
    "co so": "commune",
}
_ONE_LEVEL = "|".join(sorted(_LEVELS, key=len, reverse=True))
_FROM_TO = re.compile(
    rf"\b(?P<source>{_ONE_LEVEL})\b(?: (?!(?:{_ONE_LEVEL})\b)\w+){{0,3}}? (?:ve|den|sang|xuong|len|toi)\b"
    rf"(?: (?!(?:{_ONE_LEVEL})\b)\w+){{0,3}}? (?P<target>{_ONE_LEVEL})\b"
)
_AMONG = re.compile(rf"\bgiua cac (?P<source>{_ONE_LEVEL})\b")
_ARROWS = re.compile(r"\s*(?:→|⇒|➔|➜|=>|->|–>|>)\s*|(?<=\w)\s*[-–—]\s*(?=\w)")
DIRECTIONS: Final = {
    ("district", "commune"): "district_to_commune",
    ("commune", "district"): "commune_to_district",
    ("commune", "commune"): "commune_to_commune",
    ("province", "commune"): "province_to_commune",
    ("commune", "province"): "commune_to_province",
    ("province", "district"): "province_to_district",
    ("district", "province"): "district_to_province",
    ("district", "district"): "same_level",
    ("province", "province"): "same_level",
}


def direction_of(words: str) -> str | None:
    """The direction a phrase speaks of: "từ huyện về xã", "huyện → xã", "từ xã này sang xã khác", "xã - xã".

    None when two levels are not both named; "ngang cấp" is same_level.
    """
    key = fold(_ARROWS.sub(" sang ", clean(words)))
    if found := _FROM_TO.search(key):
        source, target = _LEVELS[found["source"]], _LEVELS[found["target"]]
        if "central" in (source, target):
            return "from_central" if source == "central" else "to_central"
        return DIRECTIONS[source, target]
    if found := _AMONG.search(key):
        return DIRECTIONS[(_LEVELS[found["source"]],) * 2]
    return "same_level" if re.search(r"\b(?:cung|ngang) cap\b", key) else None


def direction(value: CellValue) -> str | Fault | None:
    """The direction named in a cell of its own."""
    if (typed := text(value)) is None or typed in NOTHING:
        return None
    return direction_of(typed) or Fault(
        "bad_value",
        f"{quoted(value)} không rõ hướng luân chuyển; hãy ghi như Huyện → xã, Xã → huyện, Xã → xã.",
    )


MOVEMENT_TYPES: Final = {"luan chuyen": "rotation", "dieu dong": "transfer", "biet phai": "secondment"}
POST_WAYS: Final = {
    "chi dinh": "designated",
    "gioi thieu bau": "elected",
    "gioi thieu ung cu": "elected",
    "bau cu": "elected",
    "bo nhiem": "appointed",
    "phan cong": "assigned",
    "bo tri": "assigned",
}


@lru_cache(maxsize=REMEMBERED, typed=True)
def movement_types(value: CellValue) -> frozenset[str]:
    """The kinds of movement a cell names: none, one, or several (then a person is asked)."""
    return _spoken(value, MOVEMENT_TYPES)


@lru_cache(maxsize=REMEMBERED, typed=True)
def post_ways(value: CellValue) -> frozenset[str]:
    """How the posts are to be filled, as the same cell often says: chỉ định, giới thiệu bầu, bổ nhiệm."""
    return _spoken(value, POST_WAYS)


def _spoken(value: CellValue, words: dict[str, str]) -> frozenset[str]:
    key = f" {fold(text(value) or '')} "
    return frozenset(code for word, code in words.items() if f" {word} " in key)
