"""A sheet as offices lay it out: title, what is counted, headings of one or two levels, lines in groups, a total.

One form of it for the screen, for paper, for a workbook and for what is frozen; who writes it is `office_files`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

Value = str | int | float | date | None


@dataclass(frozen=True)
class Head:
    """One column: its code, its heading, and the heading above it where several stand under one. What is looked up
    rather than read (`is_detail`) is folded away where a line becomes a card."""

    code: str
    label: str
    group: str = ""
    is_number: bool = False
    width: int = 9
    is_detail: bool = False


@dataclass(frozen=True)
class Line:
    """One line; `key` names it in every sheet of the same kind, so that two days can be laid side by side.

    A line that begins a group has one value, written over the whole width.
    """

    values: tuple[Value, ...]
    key: str = ""
    is_group: bool = False


class TopHead(NamedTuple):
    """One cell of the upper row of headings, over `span` columns; one that is alone reaches down to the lower row."""

    label: str
    span: int
    is_alone: bool
    is_number: bool


@dataclass(frozen=True)
class OfficeSheet:
    """The whole sheet. `counted` is the sentence that says what the figures count; without a total there is no last
    line. `is_wide` asks for a page laid across."""

    form: str
    title: str
    period: str
    counted: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    is_wide: bool = True

    @property
    def lead(self) -> str:
        """Form and period, under the title of the page."""
        return f"{self.form}, {self.period}" if self.period else self.form

    @property
    def rows(self) -> list[Line]:
        """The lines that are no heading of a group."""
        return [line for line in self.lines if not line.is_group]

    @property
    def top_heads(self) -> list[TopHead]:
        """The upper row of headings."""
        return top_heads(self.heads)

    @property
    def has_details(self) -> bool:
        """Whether a card of this sheet has something to fold away."""
        return any(head.is_detail for head in self.heads)

    @property
    def has_groups(self) -> bool:
        """Whether the headings have two levels."""
        return any(head.group for head in self.heads)

    @property
    def headings(self) -> list[str]:
        """The heading of each column in one line, the group before the column where there is one."""
        return [f"{head.group}: {head.label}" if head.group else head.label for head in self.heads]

    def table(self) -> Iterator[tuple[Value, ...]]:
        """The lines as a plain table, a group as its first cell, the total last."""
        for line in (*self.lines, *([self.total] if self.total else [])):
            yield (*line.values, *([""] * (len(self.heads) - len(line.values))))


def top_heads(heads: Sequence[Head]) -> list[TopHead]:
    """The upper row of headings: neighbours of one group stand under one cell."""
    found: list[TopHead] = []
    last = ""
    for head in heads:
        if head.group and head.group == last:
            found[-1] = found[-1]._replace(span=found[-1].span + 1)
        else:
            found.append(TopHead(head.group or head.label, 1, not head.group, head.is_number))
        last = head.group
    return found


def as_content(sheet: OfficeSheet) -> dict[str, Any]:
    """The sheet in plain values, to be kept; a sheet of figures holds no dates. `from_content` makes it again."""
    return {
        "form": sheet.form,
        "title": sheet.title,
        "period": sheet.period,
        "counted": sheet.counted,
        "is_wide": sheet.is_wide,
        "heads": [[head.code, head.label, head.group, head.is_number] for head in sheet.heads],
        "lines": [_kept(line) for line in sheet.lines],
        "total": _kept(sheet.total) if sheet.total else None,
    }


def _kept(line: Line) -> dict[str, Any]:
    return {"key": line.key, "values": list(line.values), "is_group": line.is_group}


def from_content(content: dict[str, Any]) -> OfficeSheet:
    """The sheet that was kept."""
    heads = tuple(
        Head(code, label, group, is_number=is_number, width=28 if place == 1 else 10)
        for place, (code, label, group, is_number) in enumerate(content["heads"])
    )
    total = content.get("total")
    return OfficeSheet(
        form=content["form"],
        title=content["title"],
        period=content["period"],
        counted=content["counted"],
        heads=heads,
        lines=tuple(_line(line) for line in content["lines"]),
        total=_line(total) if total else None,
        is_wide=content.get("is_wide", True),
    )


def _line(kept: dict[str, Any]) -> Line:
    return Line(tuple(kept["values"]), key=kept["key"], is_group=kept["is_group"])


class Difference(NamedTuple):
    """One figure that is another one today; None where the line or the column is not there."""

    line: str
    column: str
    was: Value
    now: Value


def differences(was: OfficeSheet, now: OfficeSheet) -> list[Difference]:
    """What differs between two sheets of one report.

    Shape   figures alone: lines are matched by their key and columns by their code, those of `was` first; a line or a
            column that only one of them has is told figure by figure, zeros left out.
    Units   as the figures; running numbers and names are no figures.
    Errors  none.
    Source  product §3 (8): month-end freeze.
    """
    then, today = _by_key(was), _by_key(now)
    columns = {head.code: head for head in (*now.heads, *was.heads) if head.is_number}
    order = [head.code for head in was.heads if head.is_number]
    order += [code for code in columns if code not in order]
    found = []
    for key in dict.fromkeys([*then, *today]):
        name = str((then.get(key) or today[key])["name"])
        for code in order:
            before, after = then.get(key, {}).get(code), today.get(key, {}).get(code)
            if (before or 0) != (after or 0):
                head = columns[code]
                label = f"{head.group}: {head.label}" if head.group else head.label
                found.append(Difference(name, label, before, after))
    return found


def _by_key(sheet: OfficeSheet) -> dict[str, dict[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    for line in (*sheet.rows, *([sheet.total] if sheet.total else [])):
        named = {
            head.code: value for head, value in zip(sheet.heads, line.values, strict=True) if head.is_number
        }
        found[line.key] = {"name": line.values[1], **named}
    return found
