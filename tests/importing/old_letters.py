"""Text as it was typed before Unicode, from tables of our own beside those of the product.

The TCVN3 bytes are those of the standard as `iconv -f TCVN5712-1` has them; the VNI spellings are those of its fonts.
"""

import unicodedata

TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3_BYTES = bytes.fromhex(
    "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebec"
    "edeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
)
VNI_SPELLINGS = {
    "á à ả ã ạ â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ": "aù aø aû aõ aï aâ aá aà aå aã aä aê aé aè aú aü aë",
    "é è ẻ ẽ ẹ ê ế ề ể ễ ệ": "eù eø eû eõ eï eâ eá eà eå eã eä",
    "í ì ỉ ĩ ị đ": "í ì æ ó ò ñ",
    "ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ": "où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï",
    "ú ù ủ ũ ụ ư ứ ừ ử ữ ự": "uù uø uû uõ uï ö öù öø öû öõ öï",
    "ý ỳ ỷ ỹ ỵ": "yù yø yû yõ î",
}

_TCVN3 = {
    letter: bytes([byte]).decode("latin-1") for letter, byte in zip(TCVN3_LETTERS, TCVN3_BYTES, strict=True)
}
_VNI = {
    letter: spelled
    for letters, spellings in VNI_SPELLINGS.items()
    for letter, spelled in zip(letters.split(), spellings.split(), strict=True)
}
_VNI |= {letter.upper(): spelled.upper() for letter, spelled in _VNI.items()}


def in_tcvn3(text: str) -> str:
    """The text as Western eyes see it; a capital with a tone is the small letter, as the fonts for capitals have it."""
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


def in_vni(text: str) -> str:
    """The text as Western eyes see it."""
    return "".join(_VNI.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
