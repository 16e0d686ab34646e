import pytest

from rotations.importing.near_names import NearNames

# What stands, what is sought, whether they may be one name misspelt.
CASES = {
    "a mark away": ("Xã Pa Tần", "Xã Pa Tân", True),
    "a letter more at the end": ("Xã Nậm Tin", "Xã Nậm Ting", True),
    "a letter more at the beginning": ("Ã Nậm Tin", "XÃ Nậm Tin", True),
    "a letter fewer in the middle": ("Xã Mường Chà", "Xã Mường hà", True),
    "another letter in the first half": ("Xã Nà Bủng", "Xã Bà Bủng", True),
    "a mark and a letter": ("Xã Pa Tần", "Xã Pa Tâng", True),
    "đ for d": ("Xã Đăk Thử", "Xã Dak Thử", True),
    "the name itself": ("Xã Pa Tần", "xã pa  tần", False),
    "the tone placed elsewhere": ("Xã Hòa Bình", "Xã Hoà Bình", False),
    "two letters away": ("Xã Pa Tần", "Xã Pa Thâng", False),
    "another number": ("Tổ 1", "Tổ 2", False),
    "the same number, a mark away": ("Tổ 1", "Tỏ 1", True),
    "one number more": ("Tổ 1", "Tổ 11", False),
    "another place": ("Xã Pa Tần", "Xã Pa Tân", None),
}


@pytest.mark.parametrize("case", CASES)
def test_near_is_a_mark_or_one_letter_away(case):
    stands, sought, near = CASES[case]
    names = NearNames[int]()
    names.add("Huyện Thử" if near is not None else "Huyện Khác", stands, 7)
    names.add("Huyện Thử", "Xã Khác Hẳn Mọi Xã", 8)

    assert names.near("Huyện Thử", sought) == ([7] if near else [])
