"""A page with one of its forms filled in again: the answers of a form that was typed before go back into its boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TICKED = {"checkbox", "radio"}
NOT_FILLED = {"submit", "button", "image", "reset", "file", "password"}
NEVER = "csrfmiddlewaretoken"


@dataclass
class _Piece:
    """One tag, text or comment of a page, as it stands; of a tag also which form it belongs to."""

    raw: str
    tag: str = ""
    attrs: dict[str, str | None] = field(default_factory=dict)
    form: int | None = None
    folds: tuple[int, ...] = ()  # the `details` around it, by their places among the pieces

    @property
    def name(self) -> str:
        """The name a box sends its answer under."""
        return self.attrs.get("name") or ""


class _Pieces(HTMLParser):
    """A page taken apart so that putting it together gives the same page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[_Piece] = []
        self.form: int | None = None
        self.folds: list[int] = []

    def _keep(self, raw: str) -> None:
        self.pieces.append(_Piece(raw, form=self.form))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.form = len(self.pieces)
        piece = _Piece(self.get_starttag_text() or "", tag, dict(attrs), self.form, tuple(self.folds))
        if tag == "details":
            self.folds.append(len(self.pieces))
        self.pieces.append(piece)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(
            _Piece(self.get_starttag_text() or "", tag, dict(attrs), self.form, tuple(self.folds))
        )

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(_Piece(f"</{tag}>", "/" + tag, form=self.form))
        if tag == "form":
            self.form = None
        elif tag == "details" and self.folds:
            self.folds.pop()

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._keep(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._keep(f"<!{decl}>")


def fill_again(
    page: str,
    *,
    address: str,
    action: str,
    fields: Iterable[tuple[str, str]],
    notice: Callable[[list[tuple[str, str]]], str],
) -> str:
    """A page whose form that sends to `action` holds `fields` again, under a notice.

    Shape   a page and where it lies, where its form sends to, the answers in their order; the page out. `notice` is
            given the answers that found no box and returns what stands above the form, or above the page's content
            where that form is not on it.
    Errors  none: a page without the form is the page with the notice.
    """
    taken_apart = _Pieces()
    taken_apart.feed(page)
    taken_apart.close()
    pieces = taken_apart.pieces
    left: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        left[name].append(value)
    place = _form_of(pieces, address, action, set(left))
    if place is None:
        place = next((n + 1 for n, piece in enumerate(pieces) if piece.tag == "main"), None)
        place = place or next((n + 1 for n, piece in enumerate(pieces) if piece.tag == "body"), 0)
    else:
        _fill(pieces, place, left)
    pieces.insert(place, _Piece(notice([(name, value) for name in left for value in left[name]])))
    return "".join(piece.raw for piece in pieces)


def _form_of(pieces: list[_Piece], address: str, action: str, names: set[str]) -> int | None:
    """The place of the form that sends to `action`; of several, the one that asks for most of what was answered."""
    wanted = urlsplit(action).path
    places = [
        n
        for n, piece in enumerate(pieces)
        if piece.tag == "form"
        and (piece.attrs.get("method") or "").lower() == "post"
        and urlsplit(urljoin(address, piece.attrs.get("action") or address)).path == wanted
    ]
    return max(places, key=lambda n: len(names & {box.name for box in _boxes(pieces, n)}), default=None)


def _boxes(pieces: list[_Piece], form: int) -> Iterator[_Piece]:
    key = pieces[form].attrs.get("id")
    for piece in pieces:
        said = piece.attrs.get("form")
        if (piece.form == form and said is None) or (said is not None and said == key):
            yield piece


def _fill(pieces: list[_Piece], form: int, left: dict[str, list[str]]) -> None:
    """Put the answers into their boxes, and take them out of `left`."""
    _unfold(pieces, pieces[form].folds)
    chosen: list[str] | None = None  # the answers of the list one is in
    offered: set[str] = set()
    ticked: dict[str, set[str]] = defaultdict(set)
    text_of: str | None = None
    listed = ""
    for piece in _boxes(pieces, form):
        if text_of is not None and piece.tag != "/textarea":
            piece.raw = ""  # what stood in it
        if piece.tag == "input" and piece.name and piece.name != NEVER:
            kind = (piece.attrs.get("type") or "text").lower()
            if kind in TICKED:
                value = piece.attrs.get("value") or "on"
                is_ticked = value in left.get(piece.name, []) or value in ticked[piece.name]
                _mark(piece, "checked", is_ticked)
                if is_ticked and value in left.get(piece.name, []):
                    left[piece.name].remove(value)
                    ticked[piece.name].add(value)
            elif kind not in NOT_FILLED and left.get(piece.name):
                piece.attrs["value"] = left[piece.name].pop(0)
                _write(piece)
                _unfold(pieces, piece.folds)
        elif piece.tag == "textarea" and left.get(piece.name):
            text_of = left[piece.name].pop(0)
            piece.raw += escape("\n" + text_of, quote=False)
            _unfold(pieces, piece.folds)
        elif piece.tag == "/textarea":
            text_of = None
        elif piece.tag == "select" and piece.name in left:
            listed, chosen, offered = piece.name, left[piece.name], set()
        elif piece.tag == "option" and chosen is not None:
            value = piece.attrs.get("value") or ""
            _mark(piece, "selected", value in chosen)
            offered.add(value)
        elif piece.tag == "/select" and chosen is not None:
            left[listed] = [value for value in chosen if value not in offered]
            chosen = None


def _unfold(pieces: list[_Piece], folds: Iterable[int]) -> None:
    for place in folds:
        _mark(pieces[place], "open", True)


def _mark(piece: _Piece, name: str, is_on: bool) -> None:
    if (name in piece.attrs) == is_on:
        return
    if is_on:
        piece.attrs[name] = None
    else:
        del piece.attrs[name]
    _write(piece)


def _write(piece: _Piece) -> None:
    said = (name if value is None else f'{name}="{escape(value)}"' for name, value in piece.attrs.items())
    piece.raw = f"<{' '.join((piece.tag, *said))}>"
