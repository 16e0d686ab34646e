"""XML of a package, streamed within bounds: expat for whatever is unusual, one pattern for plain runs of records.

A sheet is mostly the same record over and over, and a Python call for each element of it is what reading costs.
`PlainRuns` names a pattern of complete, balanced records; what it matches is handed over as it stands and never
parsed, everything else goes through expat. That is as strict as expat alone: runs are taken only in a part without
comments, instructions or CDATA, where every `<` begins a tag, and only directly behind the opening tag or the end of
a record, which no attribute may contain; so expat, seeing the rest, refuses whatever the cut could hide. Only an
attribute said twice inside a plain record passes: nothing reads the second.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final, Protocol
from xml.parsers import expat

from rotations.importing.files.guard import MEGABYTE, damaged
from rotations.importing.files.refusals import FileRefused

_CHUNK: Final = 256 * 1024
_DEEPEST: Final = 200
_LONGEST_TOKEN: Final = MEGABYTE
# What goes through the parser costs a call each; a register of 200,000 rows in .ods has some ten million.
_MOST_ELEMENTS: Final = 15_000_000
LONGEST_TEXT: Final = 131_072

# Text of an element as the pattern of a run may hold it; `is_plain` looks at the entities.
PLAIN_TEXT: Final = r"[^<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
PLAIN_ATTRIBUTES: Final = r'(?: [A-Za-z][\w:.]*="[^"<>&\x00-\x1f\ufffe\uffff]*")*+'
_UNUSUAL = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")


class Markup(Protocol):
    """What is done with the elements of a part; names come without their prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class PlainRuns:
    """The records of a part that need no parser: where they begin, one of them, how one ends, who takes it.

    `take` may answer False: the record then goes through expat like any other. `take_alike` is asked before, with the
    text and where a record begins in it: where it ends, when it is written as those before it were; else None.
    """

    opening: re.Pattern[str]
    record: re.Pattern[str]
    closing: str
    take: Callable[[re.Match[str]], bool]
    take_alike: Callable[[str, int], int | None] = lambda _text, _at: None


def is_plain(text: str) -> bool:
    """Whether no entity stands in a run but the five of XML."""
    return "&" not in text or _UNUSUAL.search(text) is None


def unescaped(text: str) -> str:
    """The text of a run behind its entities."""
    if "&" not in text:
        return text
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&apos;", "'")
        .replace("&amp;", "&")
    )


def _says_more(text: str) -> bool:
    """Whether a comment, an instruction or CDATA stands in a text, but for what XML begins with."""
    # A rare letter is found far quicker than two of which one is everywhere.
    return ("!" in text and "<!" in text) or ("?" in text and text.find("<?", 2) >= 0)


def walk(part: IO[bytes], markup: Markup, plain: PlainRuns | None = None) -> None:
    """Stream one part to its end.

    Shape   an open part in; `markup` and `plain.take` are called in the order of the part.
    Units   at most one chunk, one token and one record are held at a time.
    Errors  FileRefused: unsafe_xml for a DTD or an entity, unreadable for what is not well-formed UTF-8 XML,
            too_large for one token or text that no spreadsheet program writes.
    Source  product §6.
    """
    stream = _Stream(markup, plain)
    try:
        while chunk := part.read(_CHUNK):
            stream.feed(chunk)
        stream.close()
    finally:
        vars(stream).clear()  # it and its parser hold each other


def refuse_declarations(beginning: bytes) -> None:
    """Look for a DTD in a part that is not read; it can only stand before the first element."""

    class Begun(Exception):
        """The root element: nothing is declared after it."""

    def begun(*_: object) -> None:
        raise Begun

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    parser.StartDoctypeDeclHandler = _on_declaration
    try:
        parser.Parse(beginning)
    except (Begun, expat.ExpatError):
        return


def _on_declaration(*_: object) -> None:
    raise FileRefused(
        "unsafe_xml",
        "Tệp chứa khai báo DTD hoặc thực thể XML không an toàn; hãy chép danh sách sang một tệp Excel mới rồi tải lại.",
    )


def _too_much() -> FileRefused:
    return FileRefused(
        "too_large", "Tệp có một phần dài bất thường; hãy chép danh sách sang một tệp Excel mới rồi tải lại."
    )


class _Stream:
    """The text of a part on its way to expat, plain runs taken out."""

    def __init__(self, markup: Markup, plain: PlainRuns | None) -> None:
        self._markup = markup
        self._plain = plain
        self._step = self._before_the_list
        self._held = ""
        self._depth = 0
        self._elements = 0
        self._fed = 0
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        # Whatever encoding the part declares: it was decoded above, once for the runs and for expat alike.
        self._parser = expat.ParserCreate("UTF-8")
        if (defer := getattr(self._parser, "SetReparseDeferralEnabled", None)) is not None:
            # Runs are taken between two calls, so expat must not hold back what it was given before them.
            defer(False)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.CharacterDataHandler = markup.text
        self._parser.StartDoctypeDeclHandler = _on_declaration
        self._parser.EntityDeclHandler = _on_declaration

    def feed(self, chunk: bytes) -> None:
        try:
            text = self._decoder.decode(chunk)
        except UnicodeDecodeError:
            raise damaged("Một phần của tệp không viết bằng UTF-8") from None
        if self._plain is None:
            self._parse(text)
            return
        self._held += text
        if _says_more(self._held):
            self._plain = None
            self._parse(self._held)
            return
        at: int | None = 0
        while at is not None:
            at = self._step(self._plain, at)

    def close(self) -> None:
        self._parse(self._held if self._plain else "", final=True)

    # Each step looks at what is held from `at` on: where to go on, or None for the next chunk.

    def _before_the_list(self, plain: PlainRuns, at: int) -> int | None:
        if found := plain.opening.search(self._held, at):
            self._parse(self._held[at : found.end()])
            self._step = self._at_a_record
            return found.end()
        cut = self._held.rfind("<")
        self._keep(at, cut if cut >= 0 and len(self._held) - cut < _CHUNK else len(self._held))
        return None

    def _at_a_record(self, plain: PlainRuns, at: int) -> int | None:
        held, record, take, take_alike = self._held, plain.record, plain.take, plain.take_alike
        while True:
            if (end := take_alike(held, at)) is not None:
                at = end
            elif (found := record.match(held, at)) and take(found):
                at = found.end()
            else:
                break
        if held.startswith("</", at):
            self._plain = None
            self._parse(held[at:])
            self._held = ""
            return None
        self._step = self._to_the_end_of_a_record
        return at

    def _to_the_end_of_a_record(self, plain: PlainRuns, at: int) -> int | None:
        end = self._held.find(plain.closing, at)
        if end >= 0:
            end += len(plain.closing)
            self._parse(self._held[at:end])
            self._step = self._at_a_record
            return end
        if len(self._held) - at > _LONGEST_TOKEN:
            self._keep(at, len(self._held) - len(plain.closing))
        else:
            # The record may only be cut by the chunk: try it again with the next one.
            self._held = self._held[at:]
            self._step = self._at_a_record
        return None

    def _keep(self, at: int, cut: int) -> None:
        self._parse(self._held[at:cut])
        self._held = self._held[cut:]

    def _parse(self, text: str, *, final: bool = False) -> None:
        given = text.encode()
        try:
            self._parser.Parse(given, final)
        except expat.ExpatError:
            raise damaged("Một phần của tệp bị hỏng") from None
        self._fed += len(given)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_TOKEN:
            raise _too_much()

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _DEEPEST:
            raise damaged("Một phần của tệp lồng vào nhau quá sâu")
        if self._elements > _MOST_ELEMENTS:
            raise _too_much()
        self._markup.start(name.rpartition(":")[2], attributes)

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        self._markup.end(name.rpartition(":")[2])


class TextInHand:
    """The text of one element while it comes in pieces."""

    def __init__(self) -> None:
        self._pieces: list[str] | None = None
        self._length = 0

    def open(self) -> None:
        """Keep what comes, beside what is kept already."""
        if self._pieces is None:
            self._pieces, self._length = [], 0

    def add(self, text: str) -> None:
        """A piece, if the text is open."""
        if self._pieces is None:
            return
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise FileRefused(
                "too_large", "Có ô chứa đoạn chữ quá dài; hãy xóa hoặc rút ngắn nội dung ô đó rồi tải lại."
            )
        self._pieces.append(text)

    def close(self) -> str:
        """All of it."""
        text = "".join(self._pieces or ())
        self._pieces = None
        return text
