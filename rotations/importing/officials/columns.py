"""The columns of the register of officials: who, the fields of the 2C form, at which unit, holding which posts.

What a plan file knows as well has the same spellings. A new spelling is one string here; a new field of the form is
one entry, and one in `fields`.
"""

from dataclasses import replace
from typing import Final

from rotations.importing.plans.columns import PLAN
from rotations.importing.tables.wanted import Column, Wanted

_SHARED: Final = PLAN.by_code


def _also(code: str, *spellings: str, without: tuple[str, ...] = (), **changes: object) -> Column:
    """A column of the plan with more spellings, or fewer where a register means another column by them."""
    column = _SHARED[code]
    kept = tuple(spelling for spelling in column.spellings if spelling not in without)
    return replace(column, spellings=(*kept, *spellings), **changes)  # type: ignore[arg-type]


def _field(code: str, label: str, *spellings: str, computed_ok: bool = False) -> Column:
    return Column(code, label, (label, *spellings), computed_ok=computed_ok)


COLUMNS: Final[tuple[Column, ...]] = (
    _SHARED["stt"],
    _SHARED["official_code"],
    _SHARED["full_name"],
    _SHARED["family_name"],
    _SHARED["given_name"],
    _field("other_name", "Tên gọi khác", "Bí danh", "Tên thường gọi"),
    _SHARED["birth"],
    _SHARED["male"],
    _SHARED["female"],
    _SHARED["sex"],
    _field("birth_place", "Nơi sinh"),
    _SHARED["native_place"],
    _SHARED["ethnicity"],
    _SHARED["religion"],
    _SHARED["ethnicity_and_religion"],
    _field(
        "permanent_residence", "Nơi đăng ký thường trú", "Hộ khẩu thường trú", "Nơi thường trú", "Thường trú",
        "Nơi đăng ký hộ khẩu thường trú", "Hộ khẩu",
    ),
    _also("residence", without=("Hộ khẩu thường trú", "Nơi thường trú")),
    # ---- where, as what, since when
    _also(
        "present_unit", "Tên đơn vị", "Mã đơn vị", label="Đơn vị", required=True,
        instead=(("present_post_and_unit",),),
    ),
    _SHARED["present_post_and_unit"],
    _also("present_post", "Chức vụ chính quyền", "Chức vụ Đảng, chính quyền", label="Chức vụ"),
    _also("held_since", "Ngày giữ chức vụ", "Giữ chức vụ từ ngày, tháng, năm"),
    _field("job_title", "Chức danh chuyên môn", "Vị trí việc làm", "Chức danh nghề nghiệp"),
    _field("management_scope", "Diện quản lý", "Diện cán bộ quản lý", "Diện BTV quản lý"),
    _field("cadre_kind", "Thành phần", "Đối tượng", "Loại cán bộ", "Cán bộ, công chức, viên chức"),
    # ---- employment
    _field("occupation_at_recruitment", "Nghề nghiệp khi được tuyển dụng", "Nghề nghiệp khi tuyển dụng"),
    _field("recruited", "Ngày tuyển dụng", "Ngày vào ngành", "Ngày, tháng, năm tuyển dụng", "Năm tuyển dụng"),
    _field("recruiting_body", "Cơ quan tuyển dụng", "Cơ quan, đơn vị tuyển dụng"),
    _field("main_duty", "Công việc chính được giao", "Công việc chính", "Nhiệm vụ được giao", "Công việc được giao"),
    _field("grade", "Ngạch công chức", "Ngạch", "Ngạch, chức danh nghề nghiệp", "Tên ngạch", "Ngạch lương"),
    _field("grade_step", "Bậc lương", "Bậc", computed_ok=True),
    _field("pay_coefficient", "Hệ số lương", "Hệ số", "HSL", computed_ok=True),
    _field("grade_since", "Ngày hưởng", "Ngày hưởng bậc lương", "Hưởng từ ngày", "Ngày hưởng lương"),
    _field("post_allowance", "Phụ cấp chức vụ", "PCCV", "Hệ số phụ cấp chức vụ", computed_ok=True),
    _field("other_allowance", "Phụ cấp khác"),
    # ---- training
    _SHARED["general_education"],
    _also("qualification", "Trình độ chuyên môn cao nhất", without=("Chuyên ngành",)),
    _field("major", "Chuyên ngành", "Ngành", "Chuyên ngành đào tạo", "Ngành đào tạo"),
    _SHARED["political_theory_level"],
    _SHARED["state_management_level"],
    _SHARED["foreign_language"],
    _SHARED["it_level"],
    # ---- Party, organizations, army
    _SHARED["party_admission_date"],
    _SHARED["party_official_date"],
    _SHARED["party_dates"],
    _field("party_card_number", "Số thẻ đảng viên", "Số thẻ Đảng", "Thẻ đảng viên"),
    _field(
        "party_committee_membership", "Cấp ủy hiện tại, cấp ủy kiêm", "Cấp ủy", "Cấp ủy hiện tại", "Cấp ủy viên",
        "Chức vụ Đảng",
    ),
    _field(
        "organization_joined", "Tham gia tổ chức chính trị - xã hội", "Ngày tham gia tổ chức chính trị - xã hội",
        "Tổ chức chính trị - xã hội",
    ),
    _field("enlisted_on", "Ngày nhập ngũ", "Nhập ngũ"),
    _field("discharged_on", "Ngày xuất ngũ", "Xuất ngũ"),
    _field("military_rank", "Quân hàm", "Quân hàm cao nhất"),
    # ---- merits, health, papers
    _field("honours", "Danh hiệu", "Danh hiệu được phong tặng", "Danh hiệu cao nhất"),
    _field("strengths", "Sở trường công tác", "Sở trường"),
    _field("health", "Tình trạng sức khỏe", "Sức khỏe"),
    _field("height_cm", "Chiều cao (cm)", "Chiều cao"),
    _field("weight_kg", "Cân nặng (kg)", "Cân nặng"),
    _field("blood_group", "Nhóm máu"),
    _field("policy_family", "Thương binh, gia đình chính sách", "Gia đình chính sách", "Đối tượng chính sách"),
    _also("citizen_id", "Số CCCD (định danh)"),
    _field("citizen_id_issued_on", "Ngày cấp CCCD", "Ngày cấp", "Ngày cấp CMND/CCCD", "Ngày cấp CMND"),
    _field("social_insurance_number", "Số sổ BHXH", "Số BHXH", "Mã số BHXH"),
    _field("left_service_on", "Ngày thôi công tác", "Ngày nghỉ", "Thôi công tác từ ngày", "Ngày nghỉ hưu"),
    _SHARED["note"],
)  # fmt: skip

OFFICIALS: Final = Wanted(
    columns=COLUMNS,
    name=("full_name", "family_name", "given_name"),
    settlements=tuple(
        settlement
        for settlement in PLAN.settlements
        if settlement.code in ("present_post", "party_admission_date")
    ),
)
