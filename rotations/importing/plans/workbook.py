"""The yearly plan in the layout offices use (Biểu 2), out and empty: what is written here is read back unchanged.

Title rows, a header of two levels, one Roman group a direction, total, place-date line and signatures. Dates known to
the day are dates, vaguer ones the text people write; a text is never a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final

import xlsxwriter

from rotations.models import Rotation, RotationPlan
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import Direction, Sex

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
GROUP_TITLES: Final = {
    Direction.DISTRICT_TO_COMMUNE: "Từ huyện về xã",
    Direction.COMMUNE_TO_DISTRICT: "Từ xã về huyện",
    Direction.COMMUNE_TO_COMMUNE: "Từ xã sang xã",
    Direction.PROVINCE_TO_COMMUNE: "Từ tỉnh về xã",
    Direction.COMMUNE_TO_PROVINCE: "Từ xã về tỉnh",
    Direction.PROVINCE_TO_DISTRICT: "Từ tỉnh về huyện",
    Direction.DISTRICT_TO_PROVINCE: "Từ huyện về tỉnh",
    Direction.FROM_CENTRAL: "Từ Trung ương về tỉnh",
    Direction.TO_CENTRAL: "Từ tỉnh về Trung ương",
    Direction.SAME_LEVEL: "Ngang cấp",
}
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column of the layout: its heading, its width, and what it shows of a rotation."""

    heading: str
    width: int
    value: Callable[[Rotation], Cell]


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the first level; with more than one column below, or with a title of its own, two levels."""

    title: str
    leaves: tuple[Leaf, ...]

    @property
    def is_merged(self) -> bool:
        """Whether the title stands above columns that have headings of their own."""
        return len(self.leaves) > 1


def _partial(value: Any) -> Cell:
    if not isinstance(value, PartialDate):
        return None
    return value.first if value.precision == DatePrecision.DAY else str(value)


def _birth_of(sex: Sex) -> Callable[[Rotation], Cell]:
    def value(rotation: Rotation) -> Cell:
        official = rotation.official
        if official.sex != sex:
            return None
        return _partial(official.birth) or "x"

    return value


def _left(rotation: Rotation) -> Cell:
    titles = [post.position.name for post in rotation.left_posts.all()]
    return "; ".join([*titles, *([rotation.sending_title] if rotation.sending_title else [])]) or None


def _received(rotation: Rotation) -> Cell:
    return "; ".join(held.post.position.name for held in rotation.posts.all()) or None


def _headings(*, by_sex: bool) -> list[Heading]:
    """The layout. Somebody whose sex is not known has no place under Nam | Nữ: then two plain columns."""
    birth = (
        Heading(
            "Ngày, tháng, năm sinh",
            (Leaf("Nam", 12, _birth_of(Sex.MALE)), Leaf("Nữ", 12, _birth_of(Sex.FEMALE))),
        ),
    )
    plain = (
        Heading("Ngày, tháng, năm sinh", (Leaf("", 12, lambda r: _partial(r.official.birth)),)),
        Heading("Giới tính", (Leaf("", 8, lambda r: r.official.get_sex_display() or None),)),
    )
    return [
        Heading("Họ và tên", (Leaf("", 24, lambda r: r.official.full_name),)),
        Heading("Số hiệu cán bộ", (Leaf("", 12, lambda r: r.official.official_code or None),)),
        *(birth if by_sex else plain),
        Heading("Dân tộc", (Leaf("", 10, lambda r: str(r.official.ethnicity or "") or None),)),
        Heading("Quê quán", (Leaf("", 24, lambda r: r.official.native_place or None),)),
        Heading(
            "Chức vụ, đơn vị công tác hiện nay",
            (Leaf("Chức vụ", 26, _left), Leaf("Đơn vị", 24, lambda r: r.sending_unit.name)),
        ),
        Heading(
            "Dự kiến luân chuyển đến",
            (Leaf("Đơn vị", 22, lambda r: r.receiving_unit.name), Leaf("Chức danh", 28, _received)),
        ),
        Heading("Hình thức", (Leaf("", 12, lambda r: r.get_movement_type_display()),)),
        Heading(
            "Thời gian luân chuyển",
            (Leaf("Từ", 12, lambda r: _partial(r.starts)), Leaf("Đến", 12, lambda r: _partial(r.due))),
        ),
        Heading("Mục đích", (Leaf("", 20, lambda r: r.get_purpose_display()),)),
        Heading("Dự kiến bố trí sau luân chuyển", (Leaf("", 24, lambda r: r.expected_placement or None),)),
        Heading("Ghi chú", (Leaf("", 24, lambda r: " ".join(r.note.split()) or None),)),
    ]


@dataclass(slots=True)
class Layout:
    """The plan as rows of cells, with what is merged; rows and columns from 0."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    styles: dict[int, str] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)

    def add(self, cells: Sequence[Cell], style: str = "") -> None:
        """One more row."""
        if style:
            self.styles[len(self.rows)] = style
        self.rows.append([*cells, *([None] * (len(self.widths) - len(cells)))])

    def add_line(self, text: str, style: str) -> None:
        """One text over the whole width."""
        self.merges.append((len(self.rows), 0, len(self.rows), len(self.widths) - 1))
        self.add([text], style)


def lay_out(plan: RotationPlan, rotations: Sequence[Rotation], *, on: date) -> Layout:
    """The plan and its people as the office lays them out.

    Shape   a plan and its rotations (`for_listing`, in plan order) in, a Layout out. No query.
    Units   one group a direction; the running number starts anew in each; only groups with people.
    Errors  none.
    Source  domain reference §3.3 (Biểu 2).
    """
    headings = _headings(by_sex=all(rotation.official.sex for rotation in rotations))
    layout = _begin(headings)
    layout.add_line("BAN TỔ CHỨC", "title")
    layout.add_line(f"DANH SÁCH CÁN BỘ DỰ KIẾN LUÂN CHUYỂN NĂM {plan.year}", "title")
    layout.add_line(_attached_to(plan), "aside")
    layout.add([])
    _add_header(layout, headings)
    leaves = [leaf for heading in headings for leaf in heading.leaves]
    groups = groupby(rotations, key=lambda rotation: rotation.direction)
    for marker, (direction, members) in zip(ROMAN, groups, strict=False):
        layout.add_line(f"{marker}. {GROUP_TITLES[Direction(direction)]}", "group")
        for number, rotation in enumerate(members, start=1):
            layout.add([number, *(leaf.value(rotation) for leaf in leaves)])
    layout.add(["Tổng cộng", f"{len(rotations)} người"], "total")
    _add_ending(layout, on)
    return layout


def _begin(headings: Sequence[Heading]) -> Layout:
    return Layout(widths=[6, *(leaf.width for heading in headings for leaf in heading.leaves)])


def _attached_to(plan: RotationPlan) -> str:
    number = f" số {plan.document_number}" if plan.document_number else ""
    day = f" ngày {plan.issued_on:%d/%m/%Y}" if plan.issued_on else ""
    return f"(Kèm theo Kế hoạch{number}{day})" if number or day else f"(Kèm theo {plan.title})"


def _add_header(layout: Layout, headings: Sequence[Heading]) -> None:
    first = len(layout.rows)
    above: list[Cell] = ["STT"]
    below: list[Cell] = [None]
    layout.merges.append((first, 0, first + 1, 0))
    for heading in headings:
        at = len(above)
        last = at + len(heading.leaves) - 1
        if heading.is_merged:
            layout.merges.append((first, at, first, last))
        else:
            layout.merges.append((first, at, first + 1, at))
        above += [heading.title, *([None] * (len(heading.leaves) - 1))]
        below += [leaf.heading or None for leaf in heading.leaves]
    layout.add(above, "header")
    layout.add(below, "header")


def _add_ending(layout: Layout, on: date) -> None:
    width = len(layout.widths)
    layout.add([])
    layout.add([*([None] * (width - 3)), f"Ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"], "aside")
    layout.add([None, "NGƯỜI LẬP BIỂU", *([None] * (width - 5)), "T/M BAN TỔ CHỨC"], "title")


def _empty_layout(on: date) -> Layout:
    headings = _headings(by_sex=True)
    layout = _begin(headings)
    layout.add_line("BAN TỔ CHỨC", "title")
    layout.add_line(f"DANH SÁCH CÁN BỘ DỰ KIẾN LUÂN CHUYỂN NĂM {on.year}", "title")
    layout.add([])
    _add_header(layout, headings)
    for marker, direction in zip(ROMAN, list(GROUP_TITLES)[:3], strict=False):
        layout.add_line(f"{marker}. {GROUP_TITLES[direction]}", "group")
        for number in range(1, 6):
            layout.add([number])
    layout.add(["Tổng cộng"], "total")
    return layout


def people_of(plan: RotationPlan) -> list[Rotation]:
    """Everyone in the plan who was not called off, in its order. Three queries."""
    found = plan.rotations.counted().for_listing().in_plan_order()
    return list(found.select_related("official__ethnicity", "sending_unit", "receiving_unit", "plan"))


def plan_file(plan: RotationPlan, file_format: str, *, on: date, mark: str = "") -> bytes:
    """The plan as a file that imports back with every row unchanged.

    Shape   a plan and `xlsx` or `csv` in, the bytes of a file out. Three queries.
    Units   `on` is the day under the table; `mark` says who takes the file out and when: the last line of a csv, which
            has no foot of a page. A workbook carries it where `reports.files.marked_workbook` puts it.
    Errors  ValueError for another format.
    Source  product §5 (export_plan), §6.
    """
    layout = lay_out(plan, people_of(plan), on=on)
    if mark and file_format == "csv":
        layout.add([mark])
    return _written(layout, file_format)


def template_file(*, on: date) -> bytes:
    """The layout without people, as a workbook to fill in."""
    return _written(_empty_layout(on), "xlsx")


def _written(layout: Layout, file_format: str) -> bytes:
    if file_format == "xlsx":
        return _as_xlsx(layout)
    if file_format == "csv":
        return _as_csv(layout)
    raise ValueError(f"a plan is written as xlsx or csv, not {file_format}")


STYLES: Final[dict[str, dict[str, Any]]] = {
    "": {"border": 1, "text_wrap": True, "valign": "top"},
    "day": {"border": 1, "num_format": "dd/mm/yyyy", "valign": "top", "align": "left"},
    "header": {"border": 1, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"},
    "title": {"bold": True, "align": "center"},
    "aside": {"italic": True, "align": "center"},
    "group": {"border": 1, "bold": True},
    "total": {"border": 1, "bold": True},
}


def _as_xlsx(layout: Layout) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Danh sách")
    formats = {
        name: book.add_format({"font_name": "Times New Roman", **look}) for name, look in STYLES.items()
    }
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(layout.widths):
        sheet.set_column(column, column, width)
    for top, left, bottom, right in layout.merges:
        sheet.merge_range(top, left, bottom, right, "", formats[layout.styles.get(top, "")])
    for number, cells in enumerate(layout.rows):
        style = layout.styles.get(number, "")
        in_table = style in ("", "total") and any(cell is not None for cell in cells)
        for column, cell in enumerate(cells):
            if cell is None:
                if in_table:
                    sheet.write_blank(number, column, None, formats[style])
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, formats["day"])
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell, formats[style])
            else:
                sheet.write_string(number, column, cell, formats[style])
    book.close()
    return stream.getvalue()


def _as_csv(layout: Layout) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for cells in layout.rows:
        writer.writerow([_csv_cell(cell) for cell in cells])
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = str(cell)
    # A spreadsheet program runs such a text; the apostrophe is taken off again when the file comes back.
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
