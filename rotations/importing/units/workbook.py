"""The register of units as an empty workbook; filled ones come out of the back office in the same columns."""

from __future__ import annotations

from datetime import date
from typing import Final

from rotations.importing.form_workbook import FormColumn, form_workbook
from rotations.importing.units.columns import UNITS
from rotations.vocabulary import UnitBlock, UnitLevel

HINTS: Final = {
    "code": ("Mã số của đơn vị; để trống nếu không có.", 14, ()),
    "name": ("Tên đầy đủ của đơn vị. Bắt buộc.", 34, ()),
    "level": ("Cấp của đơn vị, không đổi về sau. Bắt buộc.", 14, tuple(map(str, UnitLevel.labels))),
    "block": ("Khối của cơ quan, đơn vị. Xã, phường, thị trấn có thể để trống.", 24, tuple(map(str, UnitBlock.labels))),
    "parent": ("Tên hoặc mã của đơn vị cấp trên; có thể là một đơn vị ở dòng khác của tệp này.", 28, ()),
    "aliases": ("Các cách gọi khác, viết tắt trong văn bản, cách nhau bằng dấu chấm phẩy.", 30, ()),
    "seats": (
        "Chức danh và số lượng trong ngoặc, cách nhau bằng dấu chấm phẩy. Đơn vị mới để trống thì được khung chức danh "
        "theo cấp và khối.",
        44,
        (),
    ),
    "valid_from": ("Ngày đơn vị được thành lập, như 01/07/2025; để trống nếu không rõ.", 14, ()),
    "valid_to": ("Ngày đầu tiên đơn vị không còn tồn tại; để trống nếu đang hoạt động.", 14, ()),
    "note": ("Ghi chú ngắn.", 24, ()),
}  # fmt: skip


def template_file(*, on: date) -> bytes:
    """The columns of the register without units, as a workbook to fill in."""
    columns = [
        FormColumn(UNITS.by_code[code].label, hint, width, words)
        for code, (hint, width, words) in HINTS.items()
    ]
    titles = ("DANH MỤC ĐƠN VỊ, TÊN GỌI KHÁC VÀ CHỨC DANH", f"(Tính đến ngày {on:%d/%m/%Y})")
    return form_workbook("Đơn vị", titles, columns)
