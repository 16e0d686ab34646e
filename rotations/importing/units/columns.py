"""The columns of the register of units, under every heading offices give them."""

from typing import Final

from rotations.importing.tables.wanted import Column, Wanted

COLUMNS: Final[tuple[Column, ...]] = (
    Column("stt", "STT", ("STT", "TT", "Số TT", "Số thứ tự", "No", "S.T.T", "T.T"), computed_ok=True),
    Column(
        "code",
        "Mã đơn vị",
        ("Mã đơn vị", "Mã", "Mã ĐV", "Mã số đơn vị", "Mã số", "Mã đơn vị hành chính", "Mã ĐVHC"),
    ),
    Column(
        "name",
        "Tên đơn vị",
        (
            "Tên đơn vị", "Đơn vị", "Tên", "Tên cơ quan, đơn vị", "Cơ quan, đơn vị", "Tên cơ quan",
            "Tên đơn vị hành chính", "Tên tổ chức",
        ),
        required=True,
    ),
    Column(
        "level",
        "Cấp (huyện, xã, tỉnh)",
        ("Cấp", "Cấp đơn vị", "Cấp hành chính", "Cấp (huyện, xã, tỉnh)", "Thuộc cấp"),
        required=True,
    ),
    Column("block", "Khối", ("Khối", "Khối cơ quan", "Thuộc khối", "Khối công tác")),
    Column(
        "parent",
        "Đơn vị cấp trên",
        (
            "Đơn vị cấp trên", "Cấp trên", "Thuộc đơn vị", "Trực thuộc", "Đơn vị cấp trên trực tiếp",
            "Cơ quan cấp trên", "Cơ quan chủ quản", "Đơn vị chủ quản",
        ),
    ),
    Column(
        "aliases",
        "Tên gọi khác (a; b)",
        ("Tên gọi khác", "Tên khác", "Tên viết tắt", "Tên gọi khác, viết tắt", "Viết tắt", "Tên cũ"),
    ),
    Column(
        "seats",
        "Chức danh (Bí thư Đảng ủy (1); Phó Bí thư Đảng ủy (2); …)",
        ("Chức danh", "Khung chức danh", "Các chức danh", "Chức danh, số lượng", "Vị trí chức danh"),
    ),
    Column(
        "valid_from",
        "Hiệu lực từ",
        ("Hiệu lực từ", "Từ ngày", "Có hiệu lực từ", "Ngày hiệu lực", "Ngày thành lập", "Hiệu lực từ ngày"),
    ),
    Column(
        "valid_to",
        "Hiệu lực đến",
        ("Hiệu lực đến", "Đến ngày", "Hết hiệu lực", "Ngày hết hiệu lực", "Hiệu lực đến ngày", "Đến trước ngày"),
    ),
    Column("note", "Ghi chú", ("Ghi chú", "GC", "Ghi chú khác"), computed_ok=True),
)  # fmt: skip

UNITS: Final = Wanted(columns=COLUMNS, name=("name",))
