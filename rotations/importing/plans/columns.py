"""The columns of the yearly plan, Biểu 2, under every heading offices give them.

A new spelling is one string here; a new column is one entry. Spellings are written as people read them: they are
compared after `heading_key`, so case, marks, punctuation, line breaks and text in brackets do not matter.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rotations.importing.files.reading import CellValue
from rotations.importing.tables import movements, periods
from rotations.importing.tables.wanted import Column, SecondSense, Settlement, Under, Wanted

BIRTH_GROUPS: Final = (
    "Ngày, tháng, năm sinh",
    "Ngày tháng năm sinh",
    "Ngày sinh",
    "Năm sinh",
    "Sinh ngày",
    "NTNS",
    "Giới tính",
    "Ngày, tháng, năm sinh theo giới tính",
    "Phái",
)
PARTY_GROUPS: Final = (
    "Ngày vào Đảng",
    "Ngày, tháng, năm vào Đảng",
    "Ngày vào ĐCSVN",
    "Ngày vào Đảng Cộng sản Việt Nam",
    "Vào Đảng",
    "Ngày kết nạp",
    "Đảng viên",
)
DESTINATION_GROUPS: Final = (
    "Dự kiến luân chuyển đến",
    "Dự kiến luân chuyển",
    "Dự kiến nơi luân chuyển đến",
    "Nơi luân chuyển đến",
    "Luân chuyển đến",
    "Nơi đến",
    "Dự kiến bố trí",
    "Dự kiến điều động, luân chuyển",
    "Dự kiến điều động, luân chuyển đến",
    "Địa bàn luân chuyển",
    "Phương án luân chuyển",
    "Sau khi luân chuyển",
    "Sau luân chuyển",
)
PRESENT_GROUPS: Final = (
    "Hiện nay",
    "Hiện tại",
    "Công tác hiện nay",
    "Nơi công tác hiện nay",
    "Chức vụ, đơn vị công tác hiện nay",
    "Chức vụ, đơn vị hiện nay",
    "Trước khi luân chuyển",
    "Trước luân chuyển",
    "Nơi đi",
    "Đang công tác",
)
PERIOD_GROUPS: Final = ("Thời gian luân chuyển", "Thời gian", "Thời gian thực hiện", "Thời gian dự kiến")
UNIT_LEAVES: Final = (
    "Đơn vị",
    "Cơ quan, đơn vị",
    "Đơn vị công tác",
    "Nơi công tác",
    "Tên đơn vị",
    "Địa bàn",
    "Cơ quan",
)
POST_LEAVES: Final = ("Chức danh", "Chức vụ", "Chức vụ, chức danh", "Chức danh, chức vụ", "Vị trí")
BOTH_LEAVES: Final = ("Chức vụ, đơn vị", "Đơn vị, chức vụ", "Chức danh, đơn vị", "Đơn vị, chức danh")


COLUMNS: Final[tuple[Column, ...]] = (
    Column("stt", "STT", ("STT", "TT", "Số TT", "Số thứ tự", "No", "S.T.T", "T.T", "No."), computed_ok=True, repeats=False),
    # ---- the person
    Column(
        "full_name",
        "Họ và tên",
        (
            "Họ và tên", "Họ tên", "Họ, tên", "Họ và tên cán bộ", "Họ tên cán bộ", "Tên cán bộ",
            "Họ và tên khai sinh", "Họ, tên khai sinh", "Họ và tên, chữ đệm", "Họ, chữ đệm và tên",
            "Họ và tên người được luân chuyển", "Cán bộ luân chuyển",
        ),
        required=True,
        instead=(("family_name", "given_name"),),
        repeats=False,
    ),
    Column(
        "family_name",
        "Họ và tên đệm",
        ("Họ và tên đệm", "Họ đệm", "Họ và đệm", "Họ, đệm", "Họ và chữ đệm", "Họ, chữ đệm", "Họ"),
        under=(Under(("Họ và tên", "Họ tên"), ("Họ", "Họ đệm", "Họ và đệm", "Họ và tên đệm", "Họ, chữ đệm")),),
        repeats=False,
    ),
    Column("given_name", "Tên", ("Tên",), under=(Under(("Họ và tên", "Họ tên"), ("Tên",)),), repeats=False),
    Column(
        "birth",
        "Ngày sinh",
        (
            "Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày", "NTNS",
            "Sinh năm", "Ngày, tháng năm sinh", "Ngày/tháng/năm sinh",
        ),
    ),
    # The pair Nam | Nữ: the birth date itself or a tick stands in one of them (`cells.sex_and_birth`).
    Column("male", "Nam", ("Nam",), under=(Under(BIRTH_GROUPS, ("Nam",)),)),
    Column("female", "Nữ", ("Nữ",), under=(Under(BIRTH_GROUPS, ("Nữ",)),)),
    Column("sex", "Giới tính", ("Giới tính", "Nam/Nữ", "Phái", "Giới", "Nam, nữ")),
    Column("ethnicity", "Dân tộc", ("Dân tộc", "Thành phần dân tộc")),
    Column("religion", "Tôn giáo", ("Tôn giáo",)),
    Column("ethnicity_and_religion", "Dân tộc, tôn giáo", ("Dân tộc, tôn giáo", "Dân tộc/Tôn giáo", "Dân tộc - Tôn giáo")),
    Column("native_place", "Quê quán", ("Quê quán", "Nguyên quán", "Quê")),
    Column(
        "residence",
        "Nơi ở hiện nay",
        ("Nơi ở hiện nay", "Chỗ ở hiện nay", "Nơi ở", "Trú quán", "Nơi cư trú", "Nơi thường trú", "Hộ khẩu thường trú", "Chỗ ở"),
    ),
    Column(
        "party_admission_date",
        "Ngày vào Đảng",
        (
            "Ngày vào Đảng", "Vào Đảng ngày", "Ngày kết nạp", "Ngày vào ĐCSVN", "Ngày vào Đảng CSVN",
            "Ngày vào Đảng Cộng sản Việt Nam", "Ngày kết nạp Đảng", "Ngày, tháng, năm vào Đảng",
            "Ngày vào Đảng dự bị", "Vào Đảng", "Năm vào Đảng", "Ngày dự bị",
        ),
        under=(Under(PARTY_GROUPS, ("Dự bị", "Ngày dự bị", "Kết nạp", "Ngày kết nạp")),),
    ),
    Column(
        "party_official_date",
        "Ngày chính thức",
        ("Ngày chính thức", "Chính thức", "Ngày vào Đảng chính thức", "Ngày công nhận chính thức", "Ngày công nhận đảng viên chính thức"),
        under=(Under(PARTY_GROUPS, ("Chính thức", "Ngày chính thức")),),
    ),
    # Never matched by a heading: `party_admission_date` turns out to be this when its cells hold two dates.
    Column("party_dates", "Ngày vào Đảng (dự bị / chính thức)", ("Ngày vào Đảng dự bị, chính thức", "Dự bị/Chính thức")),
    # ---- training
    Column(
        "general_education",
        "Giáo dục phổ thông",
        (
            "GDPT", "Giáo dục phổ thông", "Học vấn", "Văn hóa", "Trình độ văn hóa", "Trình độ học vấn",
            "Trình độ GDPT", "Trình độ giáo dục phổ thông", "Trình độ phổ thông", "TĐVH", "Phổ thông",
        ),
    ),
    Column(
        "qualification",
        "Trình độ chuyên môn",
        (
            "Trình độ chuyên môn", "Chuyên môn", "TĐCM", "CMNV", "Chuyên môn, nghiệp vụ", "Trình độ chuyên môn, nghiệp vụ",
            "Chuyên môn đào tạo", "Trình độ CM", "Trình độ đào tạo", "Chuyên ngành", "Trình độ",
        ),
    ),
    Column(
        "political_theory_level",
        "Lý luận chính trị",
        ("Trình độ LLCT", "Lý luận chính trị", "LLCT", "Lí luận chính trị", "Trình độ lý luận chính trị", "Chính trị", "Lý luận"),
    ),
    Column(
        "state_management_level",
        "Quản lý nhà nước",
        ("QLNN", "Quản lý nhà nước", "Quản lí nhà nước", "Trình độ QLNN", "Trình độ quản lý nhà nước", "Bồi dưỡng QLNN"),
    ),
    Column("foreign_language", "Ngoại ngữ", ("Ngoại ngữ", "Trình độ ngoại ngữ", "NN", "Tiếng dân tộc, ngoại ngữ", "Ngoại ngữ, tiếng dân tộc")),
    Column("it_level", "Tin học", ("Tin học", "Trình độ tin học", "CNTT")),
    # ---- identifiers
    Column(
        "citizen_id",
        "Số CCCD",
        ("Số CCCD", "CCCD", "Căn cước công dân", "Số căn cước công dân", "Căn cước", "Số căn cước", "Số định danh", "Số định danh cá nhân", "CMND/CCCD", "CMND", "Số CMND", "Số CMND/CCCD", "CCCD/CMND"),
        repeats=False,
    ),
    Column("official_code", "Số hiệu cán bộ", ("Số hiệu cán bộ", "Mã cán bộ", "Số hiệu", "Số hiệu công chức", "Mã số cán bộ", "Số hiệu CBCC", "Mã CB", "Số hiệu cán bộ, công chức"), repeats=False),
    # ---- where from
    Column(
        "present_post",
        "Chức vụ hiện nay",
        (
            "Chức vụ hiện nay", "Chức danh hiện nay", "Chức vụ, chức danh", "Chức danh, chức vụ", "Chức vụ",
            "Chức danh", "Chức vụ trước khi luân chuyển", "Chức vụ hiện tại", "Chức danh hiện tại",
            "Chức vụ đang giữ", "Chức vụ, chức danh hiện nay", "Chức vụ công tác hiện nay", "Chức vụ đảm nhiệm",
        ),
        under=(Under(PRESENT_GROUPS, POST_LEAVES),),
    ),
    Column(
        "present_unit",
        "Đơn vị công tác",
        (
            "Đơn vị công tác", "Cơ quan, đơn vị", "Nơi công tác", "Đơn vị đi", "Đơn vị", "Đơn vị hiện nay",
            "Đơn vị công tác hiện nay", "Nơi công tác hiện nay", "Cơ quan công tác", "Cơ quan, đơn vị công tác",
            "Cơ quan, đơn vị công tác hiện nay", "Cơ quan, đơn vị hiện nay", "Nơi đi", "Đơn vị cử đi", "Nơi cử đi",
            "Đơn vị trước khi luân chuyển", "Cơ quan", "Đơn vị hiện tại",
        ),
        under=(Under(PRESENT_GROUPS, UNIT_LEAVES),),
    ),
    Column(
        "present_post_and_unit",
        "Chức vụ, đơn vị công tác hiện nay",
        (
            "Chức vụ, đơn vị công tác hiện nay", "Chức vụ, đơn vị hiện nay", "Chức vụ, đơn vị công tác",
            "Chức vụ, đơn vị", "Chức vụ, nơi công tác", "Chức vụ, nơi công tác hiện nay", "Chức danh, đơn vị công tác",
            "Chức danh, đơn vị công tác hiện nay", "Chức vụ và đơn vị công tác", "Chức vụ và đơn vị công tác hiện nay",
            "Chức vụ, cơ quan công tác", "Chức vụ, cơ quan công tác hiện nay", "Đơn vị, chức vụ hiện nay",
            "Chức vụ, cơ quan, đơn vị công tác", "Chức vụ, cơ quan, đơn vị công tác hiện nay", "Công tác hiện nay",
            "Chức vụ, đơn vị trước khi luân chuyển", "Chức vụ, đơn vị công tác trước khi luân chuyển",
            "Chức vụ, đơn vị công tác hiện tại", "Chức vụ, chức danh, đơn vị công tác hiện nay",
            "Chức vụ, chức danh, đơn vị công tác",
        ),
        under=(Under(PRESENT_GROUPS, BOTH_LEAVES),),
    ),
    Column(
        "held_since",
        "Giữ chức vụ từ",
        (
            "Thời gian giữ chức vụ", "Giữ chức vụ từ", "Thời gian giữ chức vụ hiện nay", "Thời gian giữ chức danh",
            "Thời gian bổ nhiệm", "Ngày bổ nhiệm", "Thời điểm bổ nhiệm", "Thời gian giữ chức vụ hiện tại",
            "Thời gian đảm nhiệm chức vụ", "Thời điểm giữ chức vụ", "Giữ chức vụ từ ngày", "Giữ chức vụ từ tháng",
        ),
        under=(Under(PRESENT_GROUPS, ("Thời gian giữ chức vụ", "Giữ chức vụ từ", "Từ tháng")),),
    ),
    Column(
        "planning",
        "Quy hoạch chức danh",
        (
            "Quy hoạch", "Chức danh quy hoạch", "Được quy hoạch", "QH chức danh", "Quy hoạch chức danh", "QH",
            "Được quy hoạch chức danh", "Chức danh được quy hoạch", "Quy hoạch nhiệm kỳ",
        ),
    ),
    Column(
        "ratings",
        "Xếp loại 3 năm gần nhất",
        (
            "Xếp loại 3 năm gần nhất", "Xếp loại", "Xếp loại chất lượng", "Xếp loại 03 năm gần nhất",
            "Kết quả xếp loại", "Kết quả đánh giá, xếp loại", "Đánh giá, xếp loại", "Kết quả xếp loại 3 năm gần nhất",
            "Kết quả đánh giá, xếp loại 3 năm gần nhất", "Xếp loại 3 năm liền kề", "Đánh giá 3 năm gần nhất",
        ),
    ),
    # ---- where to
    Column(
        "receiving_unit",
        "Đơn vị đến",
        (
            "Đơn vị đến", "Nơi đến", "Nơi luân chuyển đến", "Luân chuyển đến", "Địa bàn luân chuyển",
            "Đơn vị luân chuyển đến", "Đơn vị dự kiến luân chuyển đến", "Đơn vị tiếp nhận", "Nơi tiếp nhận",
            "Đơn vị nhận", "Địa bàn luân chuyển đến", "Dự kiến đơn vị", "Đơn vị dự kiến", "Dự kiến đơn vị luân chuyển đến",
            "Đơn vị mới", "Đơn vị sau luân chuyển", "Đơn vị sau khi luân chuyển",
        ),
        required=True,
        under=(Under(DESTINATION_GROUPS, UNIT_LEAVES),),
        instead=(("receiving_post_and_unit",),),
    ),
    Column(
        "receiving_post",
        "Chức danh dự kiến",
        (
            "Chức danh dự kiến", "Dự kiến chức vụ", "Chức vụ mới", "Chức vụ sau luân chuyển", "Dự kiến chức danh",
            "Chức vụ dự kiến", "Chức danh mới", "Chức vụ sau khi luân chuyển", "Chức vụ luân chuyển đến",
            "Chức danh luân chuyển đến", "Chức vụ đến", "Chức danh đến", "Chức danh dự kiến bố trí",
            "Chức danh sau luân chuyển", "Dự kiến chức danh luân chuyển đến", "Chức danh luân chuyển",
        ),
        under=(Under(DESTINATION_GROUPS, POST_LEAVES),),
    ),
    Column(
        "receiving_post_and_unit",
        "Dự kiến luân chuyển đến",
        (
            "Dự kiến luân chuyển đến", "Chức vụ, đơn vị luân chuyển đến", "Chức danh, đơn vị luân chuyển đến",
            "Dự kiến chức vụ, đơn vị", "Dự kiến chức vụ, đơn vị luân chuyển đến", "Dự kiến chức danh, đơn vị luân chuyển đến",
            "Chức vụ, đơn vị đến", "Chức vụ, đơn vị sau luân chuyển", "Chức vụ, đơn vị sau khi luân chuyển",
            "Dự kiến điều động, luân chuyển đến", "Dự kiến luân chuyển", "Chức vụ, đơn vị dự kiến luân chuyển đến",
            "Chức danh, đơn vị dự kiến luân chuyển đến", "Chức vụ, đơn vị công tác luân chuyển đến", "Phương án luân chuyển",
        ),
        under=(Under(DESTINATION_GROUPS, BOTH_LEAVES),),
    ),
    # ---- how and when
    Column("direction", "Hướng luân chuyển", ("Hướng luân chuyển", "Hướng", "Chiều luân chuyển")),
    Column(
        "movement_type",
        "Hình thức",
        ("Hình thức", "Hình thức luân chuyển", "Loại hình", "Hình thức điều động, luân chuyển", "Loại hình luân chuyển", "Hình thức thực hiện"),
    ),
    Column(
        "period",
        "Thời gian luân chuyển",
        (
            "Thời gian luân chuyển", "Thời gian thực hiện", "Từ tháng đến tháng", "Thời gian dự kiến",
            "Thời gian luân chuyển từ đến", "Thời gian", "Từ đến", "Thời gian dự kiến luân chuyển", "Từ ngày đến ngày",
            "Từ tháng … đến tháng …",
        ),
    ),
    Column(
        "starts_on",
        "Thời điểm luân chuyển",
        ("Thời điểm luân chuyển", "Ngày bắt đầu", "Thời điểm thực hiện", "Từ ngày", "Từ tháng", "Luân chuyển từ", "Bắt đầu từ", "Thời điểm", "Quý"),
        under=(Under(PERIOD_GROUPS, ("Từ", "Từ ngày", "Từ tháng", "Bắt đầu")),),
    ),
    Column(
        "ends_on",
        "Đến ngày",
        ("Đến ngày", "Đến tháng", "Ngày kết thúc", "Luân chuyển đến ngày", "Luân chuyển đến tháng"),
        under=(Under(PERIOD_GROUPS, ("Đến", "Đến ngày", "Đến tháng", "Kết thúc")),),
    ),
    Column("duration", "Thời hạn", ("Thời hạn", "Thời hạn luân chuyển", "Số tháng"), computed_ok=True),
    Column("purpose", "Mục đích", ("Mục đích", "Mục đích luân chuyển", "Lý do", "Lý do luân chuyển", "Mục đích, lý do")),
    Column(
        "expected_placement",
        "Dự kiến bố trí sau luân chuyển",
        (
            "Dự kiến bố trí sau luân chuyển", "Bố trí sau luân chuyển", "Dự kiến bố trí sau khi luân chuyển",
            "Bố trí sau khi luân chuyển", "Hướng bố trí sau luân chuyển", "Dự kiến sau luân chuyển",
        ),
    ),
    Column("decision_number", "Số quyết định", ("Số quyết định", "Số QĐ, ngày", "Quyết định số", "Số QĐ", "Số, ngày quyết định", "Quyết định", "Số, ngày QĐ")),
    Column("note", "Ghi chú", ("Ghi chú", "GC", "Ghi chú khác"), computed_ok=True),
)  # fmt: skip


def _most(values: Sequence[CellValue], holds: Callable[[str], object]) -> bool:
    """Whether more than half of the texts hold what is asked."""
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    return bool(texts) and sum(bool(holds(text)) for text in texts) * 2 > len(texts)


def _direction_or_type(found: Mapping[str, int], values: Sequence[CellValue]) -> str:
    spoken = _most(values, movements.direction_of) and not _most(
        values, lambda text: movements.movement_types(text) or movements.post_ways(text)
    )
    return "direction" if spoken else "movement_type"


def _present_post(found: Mapping[str, int], values: Sequence[CellValue]) -> str:
    alone = "present_unit" not in found and "present_post_and_unit" not in found
    return "present_post_and_unit" if alone else "present_post"


def _receiving_unit(found: Mapping[str, int], values: Sequence[CellValue]) -> str:
    alone = "receiving_post" not in found and "receiving_post_and_unit" not in found
    return "receiving_post_and_unit" if alone else "receiving_unit"


def _destination_beside_post(found: Mapping[str, int], values: Sequence[CellValue]) -> str:
    named = "receiving_post" in found and "receiving_unit" not in found
    return "receiving_unit" if named else "receiving_post_and_unit"


def _one_or_two_dates(found: Mapping[str, int], values: Sequence[CellValue]) -> str:
    two = _most(values, periods.holds_two_dates) and "party_official_date" not in found
    return "party_dates" if two else "party_admission_date"


SETTLEMENTS: Final[tuple[Settlement, ...]] = (
    # "Hình thức luân chuyển", "Loại hình": luân chuyển / điều động / biệt phái, or Huyện → xã.
    Settlement("movement_type", _direction_or_type, "các ô bên dưới ghi hướng luân chuyển."),
    # "Chức vụ hiện nay" with no column for the unit: "Phó Trưởng phòng Nội vụ huyện".
    Settlement("present_post", _present_post, "bảng không có cột đơn vị công tác riêng."),
    # "Dự kiến luân chuyển đến" beside "Chức danh dự kiến" holds the unit alone; "Nơi đến" on its own may hold both.
    Settlement("receiving_post_and_unit", _destination_beside_post, "chức danh dự kiến đã có cột riêng."),
    Settlement("receiving_unit", _receiving_unit, "bảng không có cột chức danh dự kiến riêng."),
    # "Ngày vào Đảng" with "03/02/2008 / 03/02/2009" in one cell.
    Settlement("party_admission_date", _one_or_two_dates, "mỗi ô ghi cả ngày dự bị và ngày chính thức."),
)

SECOND_SENSES: Final[tuple[SecondSense, ...]] = (
    # "Chức vụ, đơn vị công tác | Nơi đến | Chức danh": the last is the post over there.
    SecondSense(
        POST_LEAVES,
        taken=("present_post", "present_post_and_unit"),
        after=("receiving_unit",),
        code="receiving_post",
        why="chức vụ hiện nay và nơi đến đã có cột riêng ở bên trái.",
    ),
    # "Chức vụ, đơn vị công tác | Chức danh dự kiến | Đơn vị": likewise the unit.
    SecondSense(
        ("Đơn vị", "Cơ quan, đơn vị", "Tên đơn vị", "Địa bàn"),
        taken=("present_unit", "present_post_and_unit"),
        after=("receiving_post",),
        code="receiving_unit",
        why="đơn vị công tác hiện nay và chức danh dự kiến đã có cột riêng ở bên trái.",
    ),
)

PLAN: Final = Wanted(
    columns=COLUMNS,
    name=("full_name", "family_name", "given_name"),
    settlements=SETTLEMENTS,
    second_senses=SECOND_SENSES,
)
