"""Text typed before Unicode: TCVN3 (ABC) and VNI, recognised by what it would spell and by nothing else.

Both encodings put Vietnamese letters in the places of Western ones, so the bytes alone never say what they are.
A reading counts only when its words are Vietnamese syllables and those of every other reading are not.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rotations.importing.files.contents import Sheet, Taken
from rotations.importing.files.refusals import FileRefused
from rotations.importing.files.syllables import is_syllable
from rotations.vietnamese import match_key

# ---- the tables -----------------------------------------------------------------------------------------------

# Each letter stands where Western text has the one above or below it. TCVN3 has no capitals with a tone: its fonts
# for capitals (.VnTimeH) show the small letters large.
_TCVN3_PLACES: Final = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏ\u00d0ÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS: Final = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3: Final = dict(zip(_TCVN3_PLACES, _TCVN3_LETTERS, strict=True))

# VNI writes a letter and behind it one that stands for its marks; a few letters stand alone.
_VNI_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS: Final = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_VNI_BREVES: Final = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_ALONE: Final = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    """Both cases of every letter, alone or followed by its marks in either case."""
    small = dict(_VNI_ALONE)
    for letter in "aeouyôö":
        more = {**(_VNI_HATS if letter in "aeo" else {}), **(_VNI_BREVES if letter == "a" else {})}
        for mark, signs in {**_VNI_TONES, **more}.items():
            small[letter + mark] = unicodedata.normalize("NFC", _VNI_ALONE.get(letter, letter) + signs)
    table = {}
    for spelled, letter in small.items():
        for mark in {spelled[1:], spelled[1:].upper()}:
            table[spelled[0] + mark] = letter
            table[spelled[0].upper() + mark] = letter.upper()
    return table


_VNI: Final = _vni_table()
_VNI_PIECES = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_PHRASES = re.compile(r'[^;,\t"\r\n]+')
_TCVN3_PIECES = re.compile(f"[{_TCVN3_PLACES}]")


def from_tcvn3(text: str) -> str:
    """Text that Western eyes read, as its writer saw it in a TCVN3 font.

    Shape   any text in and out. Letters without a place in TCVN3 stay.
    Units   a phrase without any small Latin letter was typed in capitals, and comes out so.
    Errors  none.
    Source  TCVN 5712:1993, VN3.
    """
    return _PHRASES.sub(lambda found: _phrase_from_tcvn3(found[0]), text)


def _phrase_from_tcvn3(phrase: str) -> str:
    spelled = _TCVN3_PIECES.sub(lambda found: _TCVN3[found[0]], phrase)
    if re.search("[A-Z][^a-z\\s]*[A-Z]", phrase) and not re.search("[a-z]", phrase):
        return spelled.upper()
    return spelled


def from_vni(text: str) -> str:
    """Text that Western eyes read, as its writer saw it in a VNI font; both cases, letters without a place stay."""
    return _VNI_PIECES.sub(lambda found: _VNI[found[0]], text)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read bytes or Western letters: what it makes of a text, and the pieces it has letters for."""

    convert: Callable[[str], str]
    pieces: re.Pattern[str] = re.compile("[^\0-\x7f]")

    def fits(self, word: str) -> bool:
        """Whether the word is a Vietnamese syllable in this reading, nothing of it left over."""
        return self.pieces.sub("", word).isascii() and is_syllable(self.convert(word))


READINGS: Final = {"tcvn3": Reading(from_tcvn3, _TCVN3_PIECES), "vni": Reading(from_vni, _VNI_PIECES)}
NAMES: Final = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "cp1258": "Windows-1258"}
COMPOSED: Final = Reading(lambda text: unicodedata.normalize("NFC", text))

# ---- which of them it is --------------------------------------------------------------------------------------

# A letter alone says nothing: it may be a bullet, a footnote or a sign.
_WORDS = re.compile(r"[^\s\d!-/:-@\[-`{|}~–—“”‘’…]{2,}")
_OLD_LETTERS = re.compile("[\u00a1-\u00ff]")
_LATER_LETTERS = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_HEADINGS: Final = (
    *(
        "họ và tên",
        "họ tên",
        "năm sinh",
        "ngày sinh",
        "dân tộc",
        "quê quán",
        "chức vụ",
        "đơn vị",
        "giới tính",
    ),
    *("ghi chú", "số thứ tự", "chức danh"),
)
_SAMPLE: Final = 20_000
SURE, CLEAR, DOUBTFUL, FEWEST = 0.9, 0.3, 0.5, 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a text is Vietnamese in one reading: the share of its marked words, and how many there are."""

    share: float
    words: int
    has_heading: bool


def likeness(texts: Iterable[str], reading: Reading) -> Likeness:
    """Judge a reading by the words that depend on it; plain ASCII words say nothing.

    Shape   the texts as Western eyes read them, or as the reading's own decoder gives them.
    Units   the first 20,000 words; share from 0 to 1.
    Errors  none.
    Source  domain reference §9.2.
    """
    good = words = 0
    has_heading = False
    for text in texts:
        if not has_heading:
            key = match_key(reading.convert(text))
            has_heading = any(heading in key for heading in _KEYS)
        for word in _WORDS.findall(text):
            if not word.isascii():
                words += 1
                good += reading.fits(word)
        if words > _SAMPLE:
            break
    return Likeness(good / words if words else 0.0, words, has_heading)


_KEYS: Final = tuple(map(match_key, _HEADINGS))


def surest(found: dict[str, Likeness]) -> str | None:
    """The one reading that is Vietnamese while no other is; None where that cannot be said."""
    ranked = sorted(found, key=lambda name: found[name].share, reverse=True)
    best, others = found[ranked[0]], [found[name] for name in ranked[1:]]
    enough = best.words >= FEWEST or best.has_heading
    alone = all(best.share - other.share >= CLEAR for other in others)
    return ranked[0] if best.share >= SURE and enough and alone else None


def converted_note(encoding: str, where: str = "Tệp") -> str:
    """What is said of a text that was converted."""
    return f"{where} dùng bảng mã {NAMES[encoding]}, đã chuyển sang Unicode; hãy xem kỹ các tên riêng trước khi xác nhận."


def cannot_be_told(where: str = "Tệp") -> FileRefused:
    """The refusal for old text that may be read in several ways or in none."""
    return FileRefused(
        "legacy_encoding",
        f"{where} dùng bảng mã cũ (TCVN3, VNI hoặc Windows-1258) nên không chắc đọc đúng chữ Việt; hãy chuyển sang "
        "Unicode (ví dụ bằng UniKey Toolkit), lưu thành .xlsx hoặc CSV UTF-8 rồi tải lại.",
    )


# ---- old text inside a workbook -------------------------------------------------------------------------------


def to_unicode(taken: Taken, texts: Sequence[set[str]]) -> Taken:
    """Sheets typed in old fonts come out as Unicode, and a note says which.

    Shape   what a reader took in, and of each sheet `texts_of`, which are converted in their place; the same out where
            nothing is old.
    Units   a sheet is judged by all its texts that Western letters could spell. One where no letter is beyond
            them is converted whole; in a mixed one only the texts that are no Vietnamese as they stand.
    Errors  FileRefused legacy_encoding where half of the odd texts, but not nearly all, would be Vietnamese.
    Source  product §6; domain reference §9.2.
    """
    if taken.encoding in NAMES:
        return taken
    sheets: list[Sheet] = []
    notes: list[str] = []
    for sheet, its in zip(taken.sheets, texts, strict=True):
        western = [
            text
            for text in its
            if not text.isascii() and _OLD_LETTERS.search(text) and not _LATER_LETTERS.search(text)
        ]
        odd = [text for text in western if not _is_vietnamese(text)]
        where = f"Trang tính “{sheet.name[:50]}”" if sheet.name else "Tệp"
        encoding = _old_encoding(odd, where)
        if encoding is None:
            sheets.append(sheet)
            continue
        mixed = any(_LATER_LETTERS.search(text) for text in its)
        read = {text: READINGS[encoding].convert(text) for text in (odd if mixed else western)}
        _convert(sheet, read)
        its.difference_update(read)
        its.update(read.values())
        sheets.append(replace(sheet, name=_sheet_name(sheet.name, encoding)))
        notes.append(converted_note(encoding, where))
    return replace(taken, sheets=sheets, notes=(*taken.notes, *notes))


def _is_vietnamese(text: str) -> bool:
    return all(word.isascii() or is_syllable(word) for word in _WORDS.findall(text))


def _old_encoding(odd: list[str], where: str) -> str | None:
    """The encoding of texts that are no Vietnamese as they stand; None where they are simply something else."""
    if not odd:
        return None
    found = {name: likeness(odd, reading) for name, reading in READINGS.items()}
    if (sure := surest(found)) is not None:
        return sure
    best = max(found.values(), key=lambda one: one.share)
    if best.share >= DOUBTFUL and best.words >= FEWEST:
        raise cannot_be_told(where)
    return None


def _convert(sheet: Sheet, read: dict[str, str]) -> None:
    for row in sheet.rows:
        for column, value in enumerate(row):
            if isinstance(value, str) and value in read:
                row[column] = read[value]


def _sheet_name(name: str, encoding: str) -> str:
    """The name of the sheet, if it was typed in the same font."""
    if name.isascii() or _LATER_LETTERS.search(name) or _is_vietnamese(name):
        return name
    return READINGS[encoding].convert(name)
