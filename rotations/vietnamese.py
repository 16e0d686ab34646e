"""Vietnamese text: one spelling to store, one key to search by, one order to sort by.

Nothing here changes how a writer places a tone: `hoà` stays `hoà` and `hòa` stays `hòa`. They meet in
the keys alone.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

# The same units, posts and names come up row after row of a file, each several times.
REMEMBERED: Final = 16_384


class _PerCharacter(dict[int, str]):
    """A table for `str.translate` that works out each character once, when it is first met."""

    def __init__(self, settle: Callable[[str], str]) -> None:
        super().__init__()
        self._settle = settle

    def __missing__(self, code: int) -> str:
        settled = self[code] = self._settle(chr(code))
        return settled


_REPLACED = {
    **dict.fromkeys("\u00d0\u0189", "Đ"),  # Windows-1252 reads the byte of Đ as eth; Ɖ only looks alike
    "\u00f0": "đ",
    **dict.fromkeys("‘’‚‛\u02bc", "'"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "\u034f": "",  # the combining grapheme joiner: a mark by category, nothing to the eye
}
_APOSTROPHE = "'"
_WORD_SIGNS = re.compile(r"[^\w']+")


def _stored(c: str) -> str:
    if (replaced := _REPLACED.get(c)) is not None:
        return replaced
    if c.isspace():
        return " "
    if "\uff01" <= c <= "\uff5e":  # full-width forms stand as far apart as the ASCII they widen
        return _REPLACED.get(plain := chr(ord(c) - 0xFEE0), plain)
    # Format characters (zero width, soft hyphen, BOM), controls, halves of pairs, variation selectors.
    if unicodedata.category(c) in ("Cc", "Cf", "Cs") or "\ufe00" <= c <= "\ufe0f":
        return ""
    return c


def _searched(c: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", c).casefold()).translate(_STORED)
    return "".join(
        "d" if p == "đ" else p if p.isalnum() else "" if _is_mark(p) or p == _APOSTROPHE else " "
        for p in plain
    )


def _matched(c: str) -> str:
    if c.isalnum() or _is_mark(c):
        return c.casefold()
    return "" if c == _APOSTROPHE else " "


def _is_mark(c: str) -> bool:
    return unicodedata.category(c).startswith("M")


_STORED = _PerCharacter(_stored)
_SEARCHED = _PerCharacter(_searched)
_MATCHED = _PerCharacter(_matched)


_HUYEN, _HOI, _NGA, _SAC, _NANG = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TONES = _HUYEN + _HOI + _NGA + _SAC + _NANG  # the order of the alphabet; without a mark (ngang) comes first
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


# ---- one spelling to store


def _words_stored_as_typed() -> re.Pattern[str]:
    composed = {unicodedata.normalize("NFC", letter + tone) for letter in _ALPHABET for tone in ("", *_TONES)}
    signs = {chr(code) for code in range(ord("!"), ord("~") + 1)}
    kept = {c for c in {*signs, *composed, *(c.upper() for c in composed)} if len(c) == 1 and _stored(c) == c}
    word = f"[{re.escape(''.join(sorted(kept)))}]+"
    return re.compile(f"{word}(?: {word})*")


# Nearly every text is tidy as it is typed; to see that takes a fifth of the time of making it so.
_AS_TYPED = _words_stored_as_typed()


@lru_cache(maxsize=REMEMBERED)
def clean(text: str) -> str:
    """The one line to store: Ð as Đ, NFC, single spaces, nothing invisible, plain quotes and hyphens.

    Shape   any text in, one line out, "" when nothing visible is left. Cleaning twice is cleaning once.
    Units   tone placement, letter case and the i/y choice stay as typed.
    Errors  none; text in TCVN3 or VNI is not recognised here.
    Source  domain reference §9.1, §9.2.
    """
    return text if _AS_TYPED.fullmatch(text) else _cleaned(text)


def _cleaned(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.translate(_STORED)).split())


def clean_lines(text: str) -> str:
    """Text of several lines, each cleaned; blank lines stay between paragraphs, not at either end."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


# ---- one key to search by, one to match by


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """The key a search is made by: lowercase letters and digits without marks, đ as d.

    Shape   any text in, words with one space between out; ASCII for Vietnamese. Folding twice is
            folding once. "" when there is no letter or digit.
    Units   punctuation becomes a space, so 02-QĐi/HU is `02 qdi hu` and 21,22 is not 2122; only the
            apostrophe vanishes (H'Mông is `hmong`). LĐ-TB&XH is `ld tb xh` and LĐTBXH `ldtbxh`: to
            hold the two equal, compare the keys without their spaces.
    Errors  none. Keys collide on purpose (Lò and Lô): never link a person by them.
    Source  domain reference §9.3.
    """
    return " ".join(filter(None, map(_folded_word, clean(text).split())))


# Names are many, the words they are made of few.
@lru_cache(maxsize=REMEMBERED)
def _folded_word(word: str) -> str:
    return " ".join(word.translate(_SEARCHED).split())


@lru_cache(maxsize=REMEMBERED)
def initials(text: str) -> str:
    """The first letter of each word, as people shorten names: Nguyễn Văn An is `nva`, Ủy ban Kiểm tra `ubkt`.

    Shape   any text in, lowercase letters and digits without marks and spaces out; "" when there is none.
    Units   words as `fold` parts them; the "và" between two halves of a name does not count.
    Errors  none.
    Source  product contract §4 (search by initials and by abbreviation).
    """
    return "".join(fold(word)[0] for word in _WORD_SIGNS.split(clean(text)) if fold(word) and word != "và")


_VOWELS = re.compile("(?:[aeiouy][\u0300-\u036f]*)+")
_TONE = re.compile(f"[{_TONES}]")


@lru_cache(maxsize=REMEMBERED)
def match_key(text: str) -> str:
    """Two texts with one key are the same name; any other difference is a question to a person.

    Shape   any text in, words with one space between out. `match_key(clean(x)) == match_key(x)`.
            "" when there is no letter or digit: two empty keys are two blanks, not a match.
    Units   equal are letter case, punctuation (a space; the apostrophe vanishes) and where in a run of
            vowels the tone stands: hoà = hòa, uỷ = ủy. Every mark counts: Lò ≠ Lô, quý ≠ quy. So do
            spaces (PaTần ≠ Pa Tần, LĐTBXH ≠ LĐ-TB&XH) and i/y (kỹ ≠ kĩ). The key is for comparing,
            not for showing: it carries the tone on the last vowel of the run.
    Errors  none.
    Source  product contract §6; domain reference §9.2.
    """
    return " ".join(filter(None, map(_matched_word, clean(text).split())))


@lru_cache(maxsize=REMEMBERED)
def _matched_word(word: str) -> str:
    plain = " ".join(word.translate(_MATCHED).split())
    return unicodedata.normalize("NFC", _VOWELS.sub(_tone_last, unicodedata.normalize("NFD", plain)))


def _tone_last(vowels: re.Match[str]) -> str:
    run = vowels[0]
    return _TONE.sub("", run) + "".join(_TONE.findall(run))


# ---- one order to sort by

_WORD_ENDS = "00"
_LONG_NUMBER = 10  # 01 to 09 open a number of that many digits, 10 a longer one; letters begin after it
_OTHER_LETTER = "99"
# Each letter with each tone, composed as NFC has it → (code of the letter, tone 0 to 5).
_PLACES = {
    unicodedata.normalize("NFC", letter + mark): (f"{code:02d}", tone)
    for code, letter in enumerate(_ALPHABET, start=_LONG_NUMBER + 1)
    for tone, mark in enumerate(["", *_TONES])
}
_PIECES = re.compile("[0-9]+|[^0-9]")


def sort_key(text: str) -> str:
    """The place of a text in Vietnamese order, read from the left, word by word.

    Shape   any text in; digits alone out, so every collation of SQLite and PostgreSQL orders the keys
            alike. At most three digits a character and three more. "" when there is nothing to sort by.
    Units   two digits a letter (a ă â b c d đ e ê …), "00" after each word, then its tone (ngang, huyền,
            hỏi, ngã, sắc, nặng): a tone decides only between words of equal letters. Numbers stand
            before letters and by value (Tổ 2 before Tổ 10); letters of other scripts come last, together.
    Errors  none. Case, punctuation, leading zeros and tone placement do not count, so keys may tie.
    Source  domain reference §9.4.
    """
    return "".join(map(_word_key, clean(text).translate(_MATCHED).split()))


def name_key(full_name: str) -> str:
    """The place of a person in a list: by given name (tên), then family name (họ), then middle names (đệm).

    Shape   as `sort_key`. "" for no name.
    Units   a word is what stands between spaces; punctuation inside it and a remark in brackets at the
            end, as in "Nguyễn Văn Hùng (A)", do not count.
    Errors  none. Namesakes tie: order by birth date next.
    Source  domain reference §9.4.
    """
    words = _name_words(full_name)
    return "".join(map(_word_key, words[-1:] + words[:-1]))


@lru_cache(maxsize=REMEMBERED)
def _word_key(word: str) -> str:
    codes, tone = "", 0
    for piece in _PIECES.findall(word.lower()):
        if piece in _PLACES:
            code, mark = _PLACES[piece]
            codes += code
            tone = mark or tone
        elif piece[0] in "0123456789":
            codes += _number_key(piece.lstrip("0") or "0")
        elif piece.isalnum():
            base = unicodedata.normalize("NFD", piece)[0]
            codes += _PLACES.get(base, (_OTHER_LETTER, 0))[0]
    return f"{codes}{_WORD_ENDS}{tone}" if codes else ""


def _number_key(digits: str) -> str:
    if len(digits) < _LONG_NUMBER:
        return f"{len(digits):02d}{digits}"
    return f"{_LONG_NUMBER}{min(len(digits), 99)}{digits}"


# ---- names of people

_REMARK = re.compile(r"(?<=\S) \([^()]*\)$")
_LETTERS = re.compile(r"[^\W\d_]+")


def _name_words(full_name: str) -> list[str]:
    name = clean(full_name)
    return (_REMARK.sub("", name) if name.endswith(")") else name).split()


def given_name(full_name: str) -> str:
    """The last word of a name, as Vietnamese people are called and sorted; "" for no name."""
    return "".join(_name_words(full_name)[-1:])


def settle_name(full_name: str) -> str:
    """A person's name to store: cleaned, and folded back to capitalised words if typed wholly in capitals.

    Shape   "LÒ VĂN MẪU" → "Lò Văn Mẫu", "MÙA A SƠN" → "Mùa A Sơn". Settling twice is settling once.
    Units   one lowercase letter anywhere, and the name is left as its owner wrote it.
    Errors  none.
    Source  domain reference §9.4.
    """
    name = clean(full_name)
    return _LETTERS.sub(lambda word: word[0].capitalize(), name) if name.isupper() else name
