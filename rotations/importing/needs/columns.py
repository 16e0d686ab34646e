"""The columns of Biểu 1, the needs of units, under every heading offices give them."""

from typing import Final

from rotations.importing.tables.wanted import Column, Wanted

COLUMNS: Final[tuple[Column, ...]] = (
    Column("stt", "STT", ("STT", "TT", "Số TT", "Số thứ tự", "No", "S.T.T", "T.T"), computed_ok=True),
    Column(
        "unit",
        "Đơn vị",
        ("Đơn vị", "Đơn vị đề xuất", "Cơ quan, đơn vị", "Tên đơn vị", "Cơ quan, đơn vị đề xuất", "Nơi đề xuất"),
    ),
    Column(
        "position",
        "Chức danh cần bổ sung / Vị trí",
        (
            "Chức danh cần bổ sung / Vị trí", "Chức danh cần bổ sung", "Chức danh", "Vị trí", "Chức danh, vị trí",
            "Vị trí cần bổ sung", "Vị trí, chức danh", "Chức danh, vị trí cần bổ sung", "Chức vụ cần bổ sung",
            "Chức danh đề nghị bổ sung", "Chức danh đề xuất", "Chức danh có nhu cầu", "Vị trí, chức danh cần bổ sung",
            "Chức vụ, chức danh cần bổ sung", "Chức danh cần luân chuyển", "Chức danh luân chuyển",
        ),
        required=True,
    ),
    Column(
        "quantity",
        "Số lượng",
        ("Số lượng", "SL", "Số lượng cần bổ sung", "Số người", "Số lượng đề xuất", "Số lượng người"),
        computed_ok=True,
    ),
    Column(
        "reason",
        "Lý do, nhu cầu",
        ("Lý do, nhu cầu", "Lý do", "Nhu cầu", "Lý do đề xuất", "Lý do bổ sung", "Nhu cầu, lý do", "Lí do"),
    ),
    Column(
        "requirements",
        "Yêu cầu về chuyên môn, LLCT",
        (
            "Yêu cầu về chuyên môn, LLCT", "Yêu cầu", "Yêu cầu chuyên môn", "Yêu cầu về chuyên môn",
            "Yêu cầu về chuyên môn, lý luận chính trị", "Yêu cầu chuyên môn, LLCT", "Yêu cầu về trình độ",
            "Yêu cầu, tiêu chuẩn", "Tiêu chuẩn, yêu cầu", "Tiêu chuẩn",
        ),
    ),
    Column(
        "direction",
        "Hướng luân chuyển (đến / đi)",
        ("Hướng luân chuyển", "Hướng", "Đến / đi", "Luân chuyển đến / đi", "Chiều luân chuyển", "Hướng đến / đi"),
    ),
    Column(
        "proposed",
        "Nhân sự đề xuất (nếu có)",
        (
            "Nhân sự đề xuất", "Nhân sự dự kiến", "Nhân sự", "Cán bộ đề xuất", "Họ và tên", "Họ tên",
            "Họ và tên nhân sự đề xuất", "Dự kiến nhân sự", "Họ và tên cán bộ", "Nhân sự giới thiệu",
        ),
    ),
    Column("birth", "Ngày sinh", ("Ngày sinh", "Năm sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "NTNS")),
    Column(
        "citizen_id",
        "Số CCCD",
        ("Số CCCD", "CCCD", "Căn cước công dân", "Số căn cước", "Số định danh cá nhân", "Số định danh"),
    ),
    Column(
        "official_code",
        "Số hiệu cán bộ",
        ("Số hiệu cán bộ", "Số hiệu", "Mã cán bộ", "Số hiệu công chức", "Số hiệu nhân sự đề xuất"),
    ),
    Column(
        "present",
        "Chức vụ, đơn vị hiện nay",
        (
            "Chức vụ, đơn vị hiện nay", "Chức vụ, đơn vị công tác hiện nay", "Chức vụ, đơn vị công tác",
            "Chức vụ, đơn vị", "Chức vụ hiện nay", "Chức vụ, nơi công tác hiện nay", "Công tác hiện nay",
            "Chức vụ, đơn vị công tác hiện tại", "Chức vụ, cơ quan công tác hiện nay", "Đơn vị công tác",
        ),
    ),
    Column(
        "expected",
        "Thời gian dự kiến",
        (
            "Thời gian dự kiến", "Thời gian", "Dự kiến thời gian", "Thời điểm dự kiến", "Thời điểm", "Dự kiến",
            "Thời gian thực hiện", "Thời gian luân chuyển", "Thời gian cần bổ sung",
        ),
    ),
    Column("note", "Ghi chú", ("Ghi chú", "GC", "Ghi chú khác"), computed_ok=True),
)  # fmt: skip

NEEDS: Final = Wanted(columns=COLUMNS, name=("position",))
