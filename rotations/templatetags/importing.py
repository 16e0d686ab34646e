"""How the findings of an import are written on a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import Severity

register = template.Library()

# Codes of findings that hold a row back, as the filter above the rows names them.
FINDINGS = {
    "missing_value": "Thiếu giá trị",
    "impossible_date": "Ngày không có thật",
    "impossible_month": "Tháng không có thật",
    "missing_month": "Thiếu tháng",
    "missing_day": "Thiếu ngày",
    "ambiguous_date": "Ngày tháng chưa rõ",
    "out_of_plan_year": "Ngoài năm kế hoạch",
    "unknown_unit": "Đơn vị chưa biết",
    "ambiguous_unit": "Tên của nhiều đơn vị",
    "unit_not_valid": "Đơn vị không còn hoặc chưa có",
    "unknown_position": "Chức danh chưa biết",
    "ambiguous_position": "Tên của nhiều chức danh",
    "new_official": "Chưa có hồ sơ cán bộ",
    "ambiguous_official": "Trùng tên nhiều người",
    "birth_mismatch": "Ngày sinh khác hồ sơ",
    "from_mismatch": "Nơi đi khác hồ sơ",
    "duplicate": "Trùng dòng khác",
    "same_unit": "Nơi đi và nơi đến là một",
    "post_taken": "Chức vụ đã có người",
    "direction_mismatch": "Hướng không khớp",
    "unknown_direction": "Chưa rõ đến hay đi",
    "bad_citizen_id": "Số CCCD sai",
    "birth_out_of_range": "Ngày sinh vô lý",
    "ambiguous_sex": "Giới tính chưa rõ",
    "ambiguous_movement_type": "Hình thức chưa rõ",
    "formula": "Công thức trong ô",
    "error_cell": "Ô báo lỗi",
    "bad_value": "Giá trị không đọc được",
    "too_long": "Quá dài",
    "near_unit": "Gần giống đơn vị đã có",
    "near_in_file": "Gần giống dòng khác",
    "level_changed": "Cấp đơn vị khác",
    "code_reused": "Mã đã dùng cho nơi khác",
    "parent_circle": "Đơn vị cấp trên vòng tròn",
    "parent_below": "Cấp trên lại thấp hơn",
    "parent_waits": "Chờ đơn vị cấp trên",
    "quota_below_holders": "Ít chỗ hơn số người đang giữ",
    "inexact_date": "Ngày chưa đủ",
    "left_service": "Đã thôi công tác",
    "own_file": "Hồ sơ của chính mình hoặc người thân",
    "open_rotation": "Đang có lượt luân chuyển khác",
    "rotation_moved": "Lượt luân chuyển đã sang bước khác",
    "main_post_held": "Đang giữ chức vụ chính khác",
    "post_held_before": "Chức vụ đã giữ và đã thôi",
    "missing_block": "Chưa ghi khối",
    "missing_unit": "Chưa rõ đơn vị đề xuất",
    "other_unit": "Không phải đơn vị của mình",
    "nothing_above": "Nhắc lại ô trên mà trên không có gì",
    "same_code": "Mã của đơn vị khác",
    "same_name": "Tên của đơn vị khác",
    "same_need": "Nhu cầu đã có",
    "unit_exists": "Đơn vị đã có",
    "same_unit_other_time": "Đơn vị đã có, ngày hiệu lực khác",
}


@register.filter
def iso_date(found: dict[str, Any], name: str) -> str:
    """`found|iso_date:"starts_on"`: a date of a row's result as people write it, to its precision; "" when none."""
    value = found.get(name)
    if not value:
        return ""
    return str(PartialDate.of(date.fromisoformat(value), DatePrecision(found[f"{name}_precision"])))


@register.filter
def severity_label(severity: str) -> str:
    """How much a finding weighs, in words."""
    return Severity(severity).label


@register.filter
def finding_label(code: str) -> str:
    """What a code of a finding means, in a few words; the code itself for one that has none yet."""
    return FINDINGS.get(code, code)


@register.filter
def quoted_value(found: dict[str, str]) -> str:
    """The value of a finding as typed, in quotes; nothing where its sentence quotes it already."""
    quoted = f"“{found['value']}”"
    return "" if not found["value"] or quoted in found["message"] else quoted
