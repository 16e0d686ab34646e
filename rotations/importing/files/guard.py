"""Bounds on a file: how much of it is taken in, whatever it claims of itself.

Every reader streams: nothing is allocated for what a file declares, only for the cells that hold something, and
each of those is counted here before it is kept. So a cell at XFD1048576, a million formatted rows or a chain of
sectors that bites its tail costs one sentence.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from rotations.importing.files.refusals import FileRefused

MEGABYTE: Final = 1024 * 1024
LARGEST_ROW: Final = 1_048_576
LARGEST_COLUMN: Final = 16_384
# Rows that are not people: titles, headings, groups, totals, signatures.
ROOM_FOR_OTHER_ROWS: Final = 1_000
# A workbook of several sheets may hold this many times the rows of one.
SHEETS_OF_FULL_LENGTH: Final = 5

SAVE_AS_XLSX: Final = "hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx rồi tải lại."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken in. `rows` counts people; titles, groups and totals have room beside them.

    `cells` bounds the cells kept of the whole file and the rectangle of each sheet; `marks` the formulas, error
    cells and merges together.
    """

    rows: int = 10_000
    upload_bytes: int = 25 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    members: int = 2_000
    ratio: int = 200
    cells: int = 2_000_000
    columns: int = 1_000
    marks: int = 500_000

    @property
    def rows_in_sheet(self) -> int:
        return self.rows + ROOM_FOR_OTHER_ROWS


PLAN_LIMITS: Final = Limits()
# 200,000 rows of 20 columns unpack to about 200 MB; they are streamed, so only what the cells hold is kept.
REGISTER_LIMITS: Final = Limits(
    rows=200_000, upload_bytes=100 * MEGABYTE, unpacked_bytes=400 * MEGABYTE, cells=12_000_000
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: row numbers as the spreadsheet shows them, columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Tally:
    """What has been kept of one file so far, over all its sheets; full is a refusal."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._rows = self._cells = self._marks = self._sheets = 0

    def sheet(self) -> None:
        """One sheet more."""
        self._sheets += 1
        if self._sheets > self.limits.members:
            raise FileRefused(
                "too_large", "Tệp có quá nhiều trang tính; hãy chép danh sách sang một tệp mới rồi tải lại."
            )

    def rows(self, added: int) -> None:
        """Rows more, the blank ones above a filled one among them."""
        self._rows += added
        if self._rows > SHEETS_OF_FULL_LENGTH * self.limits.rows_in_sheet:
            raise too_many_rows(self.limits, f"có tới {self._rows} dòng trong các trang tính cộng lại")

    def cells(self, added: int) -> None:
        """Cells more, the blank ones to the left of a filled one among them."""
        self._cells += added
        if self._cells > self.limits.cells:
            raise FileRefused(
                "too_large",
                "Các trang tính cộng lại có quá nhiều ô; hãy xóa các trang tính và cột thừa rồi tải lại.",
            )

    def mark(self) -> None:
        """One formula, error cell or merge more."""
        self._marks += 1
        if self._marks > self.limits.marks:
            raise FileRefused(
                "too_large",
                "Tệp có quá nhiều công thức hoặc ô gộp; hãy chép giá trị (Dán đặc biệt, Giá trị) sang một tệp mới "
                "rồi tải lại.",
            )


def column_letters(column: int) -> str:
    """0 → A, 26 → AA, as the spreadsheet program names columns."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_upload(data: bytes, limits: Limits) -> None:
    """The bounds that need no look inside: not empty, not larger than an upload may be."""
    if not data:
        raise FileRefused("empty_file", "Tệp rỗng, không có nội dung; hãy chọn lại tệp danh sách.")
    if len(data) > limits.upload_bytes:
        raise FileRefused(
            "too_large",
            f"Tệp lớn hơn {_megabytes(limits.upload_bytes)}; hãy xóa hình ảnh, trang tính không cần hoặc chia "
            "thành nhiều tệp rồi tải lại.",
        )


def check_rectangle(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose outermost filled cells span more than may be held."""
    if rows > LARGEST_ROW or columns > LARGEST_COLUMN:
        raise FileRefused(
            "unreadable", "Tệp có ô nằm ngoài giới hạn của bảng tính; hãy lưu lại bằng Excel rồi tải lại."
        )
    if rows > limits.rows_in_sheet:
        raise too_many_rows(limits, f"có nội dung ở tận dòng {rows}")
    if columns > limits.columns or rows * columns > limits.cells:
        raise FileRefused(
            "too_large",
            f"Trang tính có nội dung ở tận cột {column_letters(columns - 1)}, dòng {rows}; hãy xóa các cột và dòng "
            "thừa ngoài bảng rồi tải lại.",
        )


def too_many_rows(limits: Limits, found: str) -> FileRefused:
    """One sentence for every place that counts rows."""
    most = f"{limits.rows:,}".replace(",", ".")
    return FileRefused(
        "too_many_rows",
        f"Danh sách {found}, nhiều hơn {most} dòng cho phép; hãy xóa nội dung thừa bên dưới bảng hoặc chia thành "
        "nhiều tệp rồi tải lại.",
    )


def damaged(what: str = "Tệp bị hỏng, không đọc được nội dung") -> FileRefused:
    """One sentence for every place where the bytes contradict themselves."""
    return FileRefused("unreadable", f"{what}; {SAVE_AS_XLSX}")


def encrypted() -> FileRefused:
    """One sentence for every kind of password."""
    return FileRefused(
        "encrypted",
        "Tệp đang đặt mật khẩu; hãy mở bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ) rồi tải lại.",
    )


# ---- zip packages ---------------------------------------------------------------------------------------------


@contextmanager
def opened_package(data: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A zip whose declared sizes are within the limits; whatever it does later is a refusal too.

    Shape   bytes of a zip in, the open package out. Reading a member never gives more than it declared, since
            `zipfile` stops there, so the declared sizes bound the unpacking.
    Units   bytes unpacked, all members together.
    Errors  FileRefused: too_large, encrypted, unreadable.
    Source  product §6.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_declared(package.infolist(), limits)
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, OSError):
        raise damaged("Tệp bị hỏng, không giải nén được") from None


def _check_declared(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise _too_large_unpacked(limits)
    if any(member.flag_bits & 1 for member in members):
        raise encrypted()
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        # The other packers give back a whole block at once, however large.
        raise damaged("Tệp được nén theo cách mà bảng tính không dùng")
    if len({part_name(member.filename) for member in members}) != len(members):
        # Two parts of one name: which of them counts would depend on the program.
        raise damaged("Tệp có hai phần trùng tên bên trong")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise _too_large_unpacked(limits)
    # Only past a size that could hurt: a small sheet of equal rows honestly packs 1:300.
    if unpacked > 10 * MEGABYTE and unpacked > limits.ratio * max(packed, 1):
        raise _too_large_unpacked(limits)


def part_name(name: str) -> str:
    """The name of a part as packages compare them: no case, forward slashes, no leading one."""
    return name.replace("\\", "/").lstrip("/").lower()


def _too_large_unpacked(limits: Limits) -> FileRefused:
    return FileRefused(
        "too_large",
        f"Tệp khi giải nén vượt quá {_megabytes(limits.unpacked_bytes)}; hãy chép danh sách sang một tệp mới "
        "rồi tải lại.",
    )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB" if size >= MEGABYTE else f"{size} byte"
