"""The words code branches on, with their labels. What users may extend is a table, not a word here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.db import models


class Role(models.TextChoices):
    """What an account is for. A role is a group of the same name; what it may do is `access.roles`."""

    BOARD_OFFICER = "board_officer", "Chuyên viên Ban Tổ chức"
    BOARD_LEAD = "board_lead", "Lãnh đạo Ban Tổ chức"
    STANDING_COMMITTEE = "standing_committee", "Thường trực, Ban Thường vụ"
    UNIT_CLERK = "unit_clerk", "Đơn vị cử đi, nơi đến"
    APPRAISER = "appraiser", "Cơ quan thẩm định"
    REPORT_VIEWER = "report_viewer", "Người xem báo cáo"
    SYSTEM_ADMIN = "system_admin", "Quản trị hệ thống"


class Sex(models.TextChoices):
    """As declared in the 2C form."""

    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


# --- Units and posts ---------------------------------------------------------------------------------------


class UnitLevel(models.TextChoices):
    """The level of a unit in the political system; direction is computed from two of these."""

    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Tỉnh"
    DISTRICT = "district", "Huyện"
    COMMUNE = "commune", "Xã"


class UnitBlock(models.TextChoices):
    """The block (khối) a unit belongs to; a commune counts as one unit with all its posts."""

    PARTY = "party", "Khối Đảng"
    STATE = "state", "Khối chính quyền"
    MASS = "mass", "Mặt trận Tổ quốc và đoàn thể"
    JUSTICE = "justice", "Khối nội chính, ngành dọc"
    SERVICE = "service", "Đơn vị sự nghiệp"
    LOCALITY = "locality", "Địa phương (xã, phường, thị trấn)"


class SuccessionKind(models.TextChoices):
    """How one unit came out of another."""

    MERGE = "merge", "Hợp nhất, sáp nhập"
    SPLIT = "split", "Chia, tách"
    RENAME = "rename", "Đổi tên"
    TRANSFER = "transfer", "Chuyển chức năng"


class Branch(models.TextChoices):
    """Which side of the political system a position belongs to."""

    PARTY = "party", "Đảng"
    STATE = "state", "Chính quyền"
    MASS = "mass", "Mặt trận, đoàn thể"


class FillingMode(models.TextChoices):
    """How someone comes to hold a post; each mode has its own procedure and papers."""

    DESIGNATED = "designated", "Chỉ định"
    ELECTED = "elected", "Giới thiệu ứng cử, bầu"
    APPOINTED = "appointed", "Bổ nhiệm"
    ASSIGNED = "assigned", "Phân công"


class TermKind(models.TextChoices):
    """Party and council terms are different periods and are never mixed."""

    PARTY = "party", "Nhiệm kỳ cấp ủy"
    COUNCIL = "council", "Nhiệm kỳ HĐND"


# --- Officials ---------------------------------------------------------------------------------------------


class CatalogueKind(models.TextChoices):
    """The lists of the 2C form that an office may extend; their entries are rows."""

    ETHNICITY = "ethnicity", "Dân tộc"
    RELIGION = "religion", "Tôn giáo"
    GENERAL_EDUCATION = "general_education", "Giáo dục phổ thông"
    PROFESSIONAL_LEVEL = "professional_level", "Trình độ chuyên môn"
    POLITICAL_THEORY = "political_theory", "Lý luận chính trị"
    STATE_MANAGEMENT = "state_management", "Quản lý nhà nước"
    FOREIGN_LANGUAGE = "foreign_language", "Ngoại ngữ, tiếng dân tộc"
    COMPUTING = "computing", "Tin học"
    GRADE = "grade", "Ngạch công chức"
    CADRE_KIND = "cadre_kind", "Thành phần cán bộ"
    MANAGEMENT_SCOPE = "management_scope", "Diện quản lý"


class SuccessionStatus(models.TextChoices):
    """State of one entry of the succession plan (quy hoạch)."""

    VALID = "valid", "Đang hiệu lực"
    REMOVED = "removed", "Đưa ra khỏi quy hoạch"
    APPOINTED = "appointed", "Đã bổ nhiệm, đã bầu"


class SuccessionSource(models.TextChoices):
    """Whether a planned successor comes from the unit itself."""

    LOCAL = "local", "Nguồn tại chỗ"
    ELSEWHERE = "elsewhere", "Nguồn nơi khác"


class DisciplineSide(models.TextChoices):
    """Party and state discipline have their own scales."""

    PARTY = "party", "Kỷ luật Đảng"
    STATE = "state", "Kỷ luật hành chính"


class DisciplineForm(models.TextChoices):
    """Forms of discipline, Party and state together, from light to heavy."""

    REPRIMAND = "reprimand", "Khiển trách"
    WARNING = "warning", "Cảnh cáo"
    PAY_CUT = "pay_cut", "Hạ bậc lương"
    DEMOTION = "demotion", "Giáng chức"
    REMOVAL = "removal", "Cách chức"
    DISMISSAL = "dismissal", "Buộc thôi việc"
    EXPULSION = "expulsion", "Khai trừ"


class QualityRating(models.TextChoices):
    """The yearly quality classification; four levels, best first."""

    EXCELLENT = "excellent", "Hoàn thành xuất sắc nhiệm vụ"
    GOOD = "good", "Hoàn thành tốt nhiệm vụ"
    COMPLETED = "completed", "Hoàn thành nhiệm vụ"
    NOT_COMPLETED = "not_completed", "Không hoàn thành nhiệm vụ"


class QuotaBase(models.TextChoices):
    """Of whom the share of excellent people is counted, within one unit and peer group."""

    GOOD = "good", "Số được xếp loại Hoàn thành tốt nhiệm vụ"
    RATED = "rated", "Tổng số người được xếp loại"


class PeerGroup(models.TextChoices):
    """People whose ratings are compared with each other: those who lead, and those who do not."""

    LEADING = "leading", "Lãnh đạo, quản lý"
    OTHERS = "others", "Không giữ chức vụ lãnh đạo, quản lý"


# --- Regulations -------------------------------------------------------------------------------------------


class ParameterCode(models.TextChoices):
    """Numbers a regulation sets and a rule reads. The values are rows, dated and with their article."""

    ROTATION_MONTHS = "rotation_months", "Thời gian luân chuyển (tháng)"
    REMAINING_SERVICE_MONTHS = "remaining_service_months", "Thời gian công tác còn lại (tháng)"
    ONE_TERM_MONTHS = "one_term_months", "Một nhiệm kỳ (tháng)"
    MAX_AGE_MALE_YEARS = "max_age_male_years", "Tuổi cao nhất khi luân chuyển, nam"
    MAX_AGE_FEMALE_YEARS = "max_age_female_years", "Tuổi cao nhất khi luân chuyển, nữ"
    IN_PLANNING_REQUIRED = "in_planning_required", "Phải trong quy hoạch (1 có, 0 không)"
    MIN_TIME_IN_POST_MONTHS = "min_time_in_post_months", "Thời gian giữ chức vụ hiện tại (tháng)"
    MAX_HEAD_TERMS = "max_head_terms", "Số nhiệm kỳ liên tiếp tối đa của cấp trưởng"
    HEALTH_CERTIFICATE_MONTHS = "health_certificate_months", "Giấy khám sức khỏe còn hạn (tháng)"
    REPRIMAND_WAIT_MONTHS = "reprimand_wait_months", "Sau khiển trách (tháng)"
    WARNING_WAIT_MONTHS = "warning_wait_months", "Sau cảnh cáo (tháng)"
    REMOVAL_WAIT_MONTHS = "removal_wait_months", "Sau cách chức (tháng)"
    CLASSIFICATION_YEARS = "classification_years", "Số năm xét xếp loại"
    EVALUATION_EVERY_MONTHS = "evaluation_every_months", "Chu kỳ nhận xét cán bộ luân chuyển (tháng)"
    YOUNG_AGE_YEARS = "young_age_years", "Cán bộ trẻ: dưới (tuổi)"
    FIRST_ALERT_MONTHS = "first_alert_months", "Báo sắp hết hạn lần đầu (tháng trước)"
    LAST_ALERT_MONTHS = "last_alert_months", "Báo sắp hết hạn lần cuối (tháng trước)"
    LOCAL_UNIT_LEVEL = "local_unit_level", "Địa phương là đơn vị cấp (1 tỉnh, 2 huyện, 3 xã)"
    LOCAL_BY_BIRTH_PLACE = "local_by_birth_place", "Xét nơi sinh (1 có, 0 không)"
    LOCAL_BY_NATIVE_PLACE = "local_by_native_place", "Xét quê quán (1 có, 0 không)"
    LOCAL_RESIDENCE_YEARS = "local_residence_years", "Xét nơi cư trú từ đủ (năm; 0 không xét)"
    LOCAL_SIGNS_NEEDED = "local_signs_needed", "Số dấu hiệu đủ để là người địa phương"
    LOCAL_WORK_YEARS = "local_work_years", "Học tập, công tác từ đủ (năm; 0 không xét)"


# The set by which a person is held for local; the page of a regulation shows them together.
LOCAL_PERSON_CODES: tuple[ParameterCode, ...] = tuple(
    code for code in ParameterCode if code.startswith("local_")
)

# How a regulation writes the level that counts as "the locality".
LOCALITY_LEVELS: dict[int, UnitLevel] = {1: UnitLevel.PROVINCE, 2: UnitLevel.DISTRICT, 3: UnitLevel.COMMUNE}


class ConditionCode(models.TextChoices):
    """The conditions of eligibility, by the name of their rule; in the order a review sheet shows them."""

    IN_PLANNING = "in_planning", "Trong quy hoạch"
    REMAINING_SERVICE = "remaining_service", "Thời gian công tác còn lại"
    ONE_TERM_LEFT = "one_term_left", "Còn đủ một nhiệm kỳ"
    MAX_AGE = "max_age", "Tuổi khi luân chuyển"
    MIN_TIME_IN_POST = "min_time_in_post", "Thời gian giữ chức vụ hiện tại"
    TWO_TERMS = "two_terms", "Cấp trưởng giữ đủ hai nhiệm kỳ"
    NOT_LOCAL = "not_local", "Không là người địa phương"
    POST_STANDARD = "post_standard", "Tiêu chuẩn chức danh nơi đến"
    CLASSIFICATION = "classification", "Xếp loại hằng năm"
    DISCIPLINE = "discipline", "Kỷ luật"
    HEALTH = "health", "Giấy chứng nhận sức khỏe"


class PaperKind(models.TextChoices):
    """Papers of the dossier that a condition reads; any other is asked for and not read."""

    OTHER = "other", "Giấy tờ khác"
    HEALTH_CERTIFICATE = "health_certificate", "Giấy chứng nhận sức khỏe"


class LocalConclusion(models.TextChoices):
    """What people decided about somebody's ties to a place, whatever the signs say."""

    LOCAL = "local", "Là người địa phương"
    NON_LOCAL = "non_local", "Không là người địa phương"


class CheckOutcome(models.TextChoices):
    """What a condition found. It reports and never blocks."""

    PASS = "pass", "Đạt"
    WARN = "warn", "Cần xem xét"
    UNKNOWN = "unknown", "Chưa đủ căn cứ"


# --- Needs and plans ---------------------------------------------------------------------------------------


class NeedDirection(models.TextChoices):
    """A unit asks for someone, or offers to send someone."""

    IN = "in", "Xin bổ sung (đến)"
    OUT = "out", "Đề xuất cử đi"


class NeedReason(models.TextChoices):
    """Why a unit states a need (Biểu 1)."""

    VACANCY = "vacancy", "Thiếu cán bộ"
    NON_LOCAL = "non_local", "Bố trí không là người địa phương"
    TERM_LIMIT = "term_limit", "Giữ chức vụ đủ hai nhiệm kỳ"
    TRAINING = "training", "Đào tạo cán bộ quy hoạch"
    OTHER = "other", "Lý do khác"


class PlanStatus(models.TextChoices):
    """Life of a yearly plan."""

    DRAFT = "draft", "Dự thảo"
    CONSULTING = "consulting", "Lấy ý kiến"
    SUBMITTED = "submitted", "Đã trình"
    APPROVED = "approved", "Đã phê duyệt"
    RUNNING = "running", "Đang thực hiện"
    REVIEWED = "reviewed", "Đã tổng kết"
    ARCHIVED = "archived", "Lưu trữ"


NEXT_PLAN_STATUSES: dict[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.DRAFT: frozenset({PlanStatus.CONSULTING, PlanStatus.SUBMITTED}),
    PlanStatus.CONSULTING: frozenset({PlanStatus.DRAFT, PlanStatus.SUBMITTED}),
    PlanStatus.SUBMITTED: frozenset({PlanStatus.DRAFT, PlanStatus.APPROVED}),
    PlanStatus.APPROVED: frozenset({PlanStatus.RUNNING}),
    PlanStatus.RUNNING: frozenset({PlanStatus.REVIEWED}),
    PlanStatus.REVIEWED: frozenset({PlanStatus.ARCHIVED}),
    PlanStatus.ARCHIVED: frozenset(),
}


# --- Rotations ---------------------------------------------------------------------------------------------


class MovementType(models.TextChoices):
    """Kept apart in every count: only the first is rotation in the sense of the regulations."""

    ROTATION = "rotation", "Luân chuyển"
    TRANSFER = "transfer", "Điều động"
    SECONDMENT = "secondment", "Biệt phái"


class RotationPurpose(models.TextChoices):
    """Why the person is rotated; the remaining-service rule depends on it."""

    TRAINING = "training", "Đào tạo, rèn luyện theo quy hoạch"
    NON_LOCAL = "non_local", "Bố trí không là người địa phương"
    TERM_LIMIT = "term_limit", "Giữ chức vụ đủ hai nhiệm kỳ"
    REINFORCEMENT = "reinforcement", "Tăng cường cho cơ sở"
    OTHER = "other", "Khác"


class Direction(models.TextChoices):
    """From which level to which; every pair of levels has exactly one (`DIRECTIONS`)."""

    DISTRICT_TO_COMMUNE = "district_to_commune", "Huyện → xã"
    COMMUNE_TO_DISTRICT = "commune_to_district", "Xã → huyện"
    COMMUNE_TO_COMMUNE = "commune_to_commune", "Xã → xã"
    PROVINCE_TO_COMMUNE = "province_to_commune", "Tỉnh → xã"
    COMMUNE_TO_PROVINCE = "commune_to_province", "Xã → tỉnh"
    PROVINCE_TO_DISTRICT = "province_to_district", "Tỉnh → huyện"
    DISTRICT_TO_PROVINCE = "district_to_province", "Huyện → tỉnh"
    FROM_CENTRAL = "from_central", "Trung ương → địa phương"
    TO_CENTRAL = "to_central", "Địa phương → Trung ương"
    SAME_LEVEL = "same_level", "Ngang cấp"


DIRECTIONS: dict[tuple[UnitLevel, UnitLevel], Direction] = {
    (UnitLevel.CENTRAL, UnitLevel.CENTRAL): Direction.SAME_LEVEL,
    (UnitLevel.CENTRAL, UnitLevel.PROVINCE): Direction.FROM_CENTRAL,
    (UnitLevel.CENTRAL, UnitLevel.DISTRICT): Direction.FROM_CENTRAL,
    (UnitLevel.CENTRAL, UnitLevel.COMMUNE): Direction.FROM_CENTRAL,
    (UnitLevel.PROVINCE, UnitLevel.CENTRAL): Direction.TO_CENTRAL,
    (UnitLevel.PROVINCE, UnitLevel.PROVINCE): Direction.SAME_LEVEL,
    (UnitLevel.PROVINCE, UnitLevel.DISTRICT): Direction.PROVINCE_TO_DISTRICT,
    (UnitLevel.PROVINCE, UnitLevel.COMMUNE): Direction.PROVINCE_TO_COMMUNE,
    (UnitLevel.DISTRICT, UnitLevel.CENTRAL): Direction.TO_CENTRAL,
    (UnitLevel.DISTRICT, UnitLevel.PROVINCE): Direction.DISTRICT_TO_PROVINCE,
    (UnitLevel.DISTRICT, UnitLevel.DISTRICT): Direction.SAME_LEVEL,
    (UnitLevel.DISTRICT, UnitLevel.COMMUNE): Direction.DISTRICT_TO_COMMUNE,
    (UnitLevel.COMMUNE, UnitLevel.CENTRAL): Direction.TO_CENTRAL,
    (UnitLevel.COMMUNE, UnitLevel.PROVINCE): Direction.COMMUNE_TO_PROVINCE,
    (UnitLevel.COMMUNE, UnitLevel.DISTRICT): Direction.COMMUNE_TO_DISTRICT,
    (UnitLevel.COMMUNE, UnitLevel.COMMUNE): Direction.COMMUNE_TO_COMMUNE,
}


@cache
def direction_between(sending: str, receiving: str) -> Direction:
    """The direction of a move from a unit of one level to a unit of another."""
    return DIRECTIONS[UnitLevel(sending), UnitLevel(receiving)]


class RotationStatus(models.TextChoices):
    """Life of one rotation."""

    PROPOSED = "proposed", "Đề xuất"
    APPROVED_IN_PRINCIPLE = "approved_in_principle", "Có chủ trương"
    PREPARING = "preparing", "Chuẩn bị nhân sự"
    APPRAISING = "appraising", "Thẩm định, trao đổi"
    DECIDED = "decided", "Đã quyết định"
    ACTIVE = "active", "Đang luân chuyển"
    ENDED = "ended", "Đã kết thúc"
    PLACED = "placed", "Đã bố trí"
    CANCELLED = "cancelled", "Không thực hiện"


# On the way to a decision, in the order of the procedure.
BEFORE_DECISION: tuple[RotationStatus, ...] = (
    RotationStatus.PROPOSED,
    RotationStatus.APPROVED_IN_PRINCIPLE,
    RotationStatus.PREPARING,
    RotationStatus.APPRAISING,
)
OPEN_STATUSES: tuple[RotationStatus, ...] = (
    *BEFORE_DECISION,
    RotationStatus.DECIDED,
    RotationStatus.ACTIVE,
)

# From the decision on the calendar counts as well: what is recorded takes effect on its own day.
DECIDED_STATUSES: tuple[RotationStatus, ...] = (
    RotationStatus.DECIDED,
    RotationStatus.ACTIVE,
    RotationStatus.ENDED,
    RotationStatus.PLACED,
)

# `cancelled` at any point before the person has served; afterwards a rotation ends.
NEXT_STATUSES: dict[RotationStatus, frozenset[RotationStatus]] = {
    RotationStatus.PROPOSED: frozenset({RotationStatus.APPROVED_IN_PRINCIPLE, RotationStatus.CANCELLED}),
    RotationStatus.APPROVED_IN_PRINCIPLE: frozenset({RotationStatus.PREPARING, RotationStatus.CANCELLED}),
    RotationStatus.PREPARING: frozenset({RotationStatus.APPRAISING, RotationStatus.CANCELLED}),
    RotationStatus.APPRAISING: frozenset({RotationStatus.DECIDED, RotationStatus.CANCELLED}),
    RotationStatus.DECIDED: frozenset({RotationStatus.ACTIVE, RotationStatus.CANCELLED}),
    RotationStatus.ACTIVE: frozenset({RotationStatus.ENDED}),
    RotationStatus.ENDED: frozenset({RotationStatus.PLACED}),
    RotationStatus.PLACED: frozenset(),
    RotationStatus.CANCELLED: frozenset(),
}


# What was written down wrongly is taken back, with a reason, to where the case stood before.
TAKEN_BACK: dict[RotationStatus, RotationStatus] = {
    RotationStatus.ENDED: RotationStatus.ACTIVE,
    RotationStatus.PLACED: RotationStatus.ENDED,
}


class StepOutcome(models.TextChoices):
    """What a step of the procedure came to."""

    AGREED = "agreed", "Đồng ý"
    DISAGREED = "disagreed", "Không đồng ý"
    NEEDS_MORE = "needs_more", "Cần bổ sung"


class DossierStatus(models.TextChoices):
    """State of one paper of the rotation dossier."""

    MISSING = "missing", "Chưa có"
    SUBMITTED = "submitted", "Đã nộp"
    VALID = "valid", "Hợp lệ"
    EXPIRED = "expired", "Hết hạn"
    NOT_REQUIRED = "not_required", "Không yêu cầu"


class FileKind(models.TextChoices):
    """Kinds of file that may be kept beside a record; a file is of a kind by its content (`file_kinds`)."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "Ảnh JPEG"
    PNG = "png", "Ảnh PNG"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ODT = "odt", "OpenDocument"
    DOC = "doc", "Word 97-2003"
    XLS = "xls", "Excel 97-2003"


class ElectionResult(models.TextChoices):
    """What the council session came to."""

    ELECTED = "elected", "Trúng cử"
    NOT_ELECTED = "not_elected", "Không trúng cử"
    POSTPONED = "postponed", "Hoãn"


class ElectionState(models.TextChoices):
    """Where an elected post of a rotation stands, computed from its sessions; never stored."""

    NOT_NOMINATED = "not_nominated", "Chưa giới thiệu ứng cử"
    SESSION_WANTED = "session_wanted", "Chưa định kỳ họp bầu"
    SESSION_PLANNED = "session_planned", "Chờ họp bầu"
    RESULT_WANTED = "result_wanted", "Đã qua ngày họp, chưa ghi kết quả"
    POSTPONED = "postponed", "Hoãn bầu, chưa định kỳ họp mới"
    LOST = "lost", "Không trúng cử, chờ hướng xử lý"
    APPROVAL_WANTED = "approval_wanted", "Trúng cử, chờ phê chuẩn"
    ELECTED = "elected", "Trúng cử"
    WITHDRAWN = "withdrawn", "Thôi giới thiệu ứng cử"


class EndKind(models.TextChoices):
    """How a rotation came to its end."""

    ON_TIME = "on_time", "Đúng hạn"
    EARLY = "early", "Kết thúc sớm"
    REFORM = "reform", "Kết thúc do sắp xếp đơn vị"


class EndReason(models.TextChoices):
    """Closed list of reasons for an end before the due date."""

    PROMOTED = "promoted", "Yêu cầu nhiệm vụ, được bổ nhiệm chức vụ cao hơn"
    HEALTH = "health", "Sức khỏe"
    FAMILY = "family", "Hoàn cảnh gia đình"
    NOT_COMPLETED = "not_completed", "Không hoàn thành nhiệm vụ"
    DISCIPLINE = "discipline", "Vi phạm, kỷ luật"
    REFORM = "reform", "Sắp xếp đơn vị hành chính"
    RESIGNED = "resigned", "Từ chức"
    RETIRED = "retired", "Nghỉ hưu"
    CHANGED_SECTOR = "changed_sector", "Chuyển ngành"


class ExtensionReason(models.TextChoices):
    """Closed list of reasons for a rotation to last longer than decided."""

    TASK = "task", "Yêu cầu nhiệm vụ, công việc đang làm dở"
    NO_SUCCESSOR = "no_successor", "Chưa có người thay thế"
    TERM_END = "term_end", "Giữ chức vụ đến hết nhiệm kỳ"
    TRAINING = "training", "Cần thêm thời gian rèn luyện thực tiễn"
    REFORM = "reform", "Chờ sắp xếp đơn vị hành chính"
    OWN_WISH = "own_wish", "Theo nguyện vọng của cán bộ"


# --- Decisions ---------------------------------------------------------------------------------------------


class DecisionKind(models.TextChoices):
    """What a decision does; numbers run per document symbol, not per kind."""

    ROTATION = "rotation", "Luân chuyển"
    TRANSFER = "transfer", "Điều động"
    SECONDMENT = "secondment", "Biệt phái"
    DESIGNATION = "designation", "Chỉ định"
    NOMINATION = "nomination", "Giới thiệu ứng cử"
    APPOINTMENT = "appointment", "Bổ nhiệm"
    APPROVAL = "approval", "Phê chuẩn kết quả bầu"
    EXTENSION = "extension", "Gia hạn"
    EARLY_END = "early_end", "Kết thúc sớm"
    RELEASE = "release", "Thôi giữ chức vụ"
    PLACEMENT = "placement", "Bố trí sau luân chuyển"


class LineAction(models.TextChoices):
    """One line of a decision either releases someone from a post or grants one."""

    RELEASE = "release", "Thôi giữ chức"
    GRANT = "grant", "Giao giữ chức"


class SecrecyLevel(models.TextChoices):
    """Classification of a document. Mật and above belong on an independent network only."""

    INTERNAL = "internal", "Tài liệu nội bộ"
    SECRET = "secret", "Mật"
    TOP_SECRET = "top_secret", "Tối mật"
    MOST_SECRET = "most_secret", "Tuyệt mật"

    @classmethod
    def above_internal(cls) -> tuple[SecrecyLevel, ...]:
        """What belongs on an independent network only, highest first."""
        return cls.MOST_SECRET, cls.TOP_SECRET, cls.SECRET

    @classmethod
    def mark_over(cls, levels: Iterable[str]) -> str:
        """What stands at the foot of a page that shows papers of these levels: the highest of them; "" for none."""
        held = set(levels)
        return next((level.label.upper() for level in cls.above_internal() if level in held), "")

    @classmethod
    def marked_in(cls, text: str) -> SecrecyLevel | None:
        """The mark a text carries, typed or in a cell: on a line the word by itself, in brackets or before a dash in
        capitals, or after "độ mật". A word that holds it (bảo mật, mật khẩu, a person of that name) is none."""
        return cls._in_lines(text)

    @classmethod
    def stamped_in(cls, text: str) -> SecrecyLevel | None:
        """The same in the body of a paper, where a stamp is in capitals and a lone small word is a word of a table."""
        return cls._in_lines(text, in_a_paper=True)

    @classmethod
    def _in_lines(cls, text: str, *, in_a_paper: bool = False) -> SecrecyLevel | None:
        for line in unicodedata.normalize("NFC", text).splitlines():
            # A line that names several is a form to be filled in, or a text about them.
            named = [level for level in cls.above_internal() if level._said(line)]
            if len(named) == 1:
                return named[0]
            for level in cls.above_internal():
                if level._stands_in(line, in_capitals=in_a_paper and level == cls.SECRET):
                    return level
        return None

    def _said(self, line: str) -> bool:
        """Whether a line says "độ mật" and names this level behind it, as a thing of its own."""
        found = re.search(r"(?:^|[,;.(–—-])\W*(?:mức\s+)?độ\s+mật\s*[:：]?(.*)$", line, re.IGNORECASE)
        return found is not None and any(
            re.fullmatch(rf"\W*{self._word}\W*", part, re.IGNORECASE)
            for part in re.split(r"[,;./)]|hoặc", found[1])
        )

    def _stands_in(self, line: str, *, in_capitals: bool) -> bool:
        stamp = self._word.upper().replace(r"\S", r"\s")
        word, flags = (stamp, re.NOFLAG) if in_capitals else (self._word, re.IGNORECASE)
        if re.fullmatch(rf"\W*{word}\W*", line, flags):
            return True
        return bool(re.search(rf"[\[(]\s*{stamp}\s*[\])]|^\s*{stamp}\s*[-–—:]|[-–—]\s*{stamp}\s*$", line))

    @property
    def _word(self) -> str:
        return self.label.replace(" ", r"\s+")


# --- Evaluations, placements, indicators -------------------------------------------------------------------


class EvaluationKind(models.TextChoices):
    """When a comment on a rotated official is written."""

    PERIODIC = "periodic", "Nhận xét hằng năm"
    SIX_MONTH = "six_month", "Nhận xét 6 tháng (trước 07/2025)"
    FINAL = "final", "Nhận xét khi kết thúc"
    ON_REQUEST = "on_request", "Nhận xét đột xuất"


# Comments every six months were asked for by Nghị định 138/2020; its successor has them no more.
SIX_MONTH_COMMENTS_UNTIL = date(2025, 7, 1)


class EvaluationAuthor(models.TextChoices):
    """On whose behalf a comment is written; at the end these are three separate papers."""

    RECEIVING = "receiving", "Nơi đến"
    SENDING = "sending", "Nơi đi"
    AUTHORITY = "authority", "Cấp quyết định luân chuyển"
    SELF = "self", "Cán bộ tự nhận xét"


class PlacementOutcome(models.TextChoices):
    """Where the person ends up. `STAYS` ends the count as a rotated official for good."""

    RETURNS = "returns", "Trở về cơ quan cũ, cùng chức vụ"
    RETURNS_HIGHER = "returns_higher", "Trở về cơ quan cũ, chức vụ cao hơn"
    STAYS = "stays", "Bố trí ổn định tại nơi đến"
    TRANSFERRED = "transferred", "Điều động sang đơn vị khác"
    ROTATES_ON = "rotates_on", "Luân chuyển tiếp"
    HIGHER_POST = "higher_post", "Giới thiệu bầu, bổ nhiệm chức vụ cao hơn"
    RETIRED = "retired", "Nghỉ hưu, thôi việc"


class IndicatorKind(models.TextChoices):
    """Locality indicators the program knows; any other is `OTHER` with its own name."""

    NEW_RURAL_CRITERIA = "new_rural_criteria", "Số tiêu chí nông thôn mới đạt"
    POVERTY_RATE = "poverty_rate", "Tỷ lệ hộ nghèo đa chiều"
    POVERTY_REDUCTION = "poverty_reduction", "Giảm tỷ lệ hộ nghèo trong năm"
    INCOME_PER_CAPITA = "income_per_capita", "Thu nhập bình quân đầu người"
    OTHER = "other", "Chỉ tiêu khác"


INDICATOR_MEASURES: dict[IndicatorKind, str] = {
    IndicatorKind.NEW_RURAL_CRITERIA: "tiêu chí",
    IndicatorKind.POVERTY_RATE: "%",
    IndicatorKind.POVERTY_REDUCTION: "điểm phần trăm/năm",
    IndicatorKind.INCOME_PER_CAPITA: "triệu đồng/người/năm",
    IndicatorKind.OTHER: "",
}


# --- Reports -----------------------------------------------------------------------------------------------


class ReportKind(models.TextChoices):
    """Reports of figures alone, which may be frozen as they stand on a day."""

    NEEDS = "needs", "Biểu 1: nhu cầu của các đơn vị"
    PLANNED = "planned", "Biểu 2: dự kiến luân chuyển"
    RESULTS = "results", "Biểu 3: kết quả theo đơn vị"
    DONE = "done", "Biểu 4: kết quả theo hướng"


# --- Files in, and the audit trail -------------------------------------------------------------------------


class ImportKind(models.TextChoices):
    """Which of the office's files a batch holds."""

    PLAN = "plan", "Kế hoạch luân chuyển (Biểu 2)"
    NEEDS = "needs", "Nhu cầu luân chuyển (Biểu 1)"
    UNITS = "units", "Danh mục đơn vị"
    OFFICIALS = "officials", "Danh sách cán bộ"


# Files about one year's or one term's business; the others are registers that hold for ever.
KINDS_OF_A_YEAR: frozenset[ImportKind] = frozenset({ImportKind.PLAN, ImportKind.NEEDS})


class ImportStatus(models.TextChoices):
    """Where a batch stands."""

    READING = "reading", "Đang đọc"
    PREVIEWED = "previewed", "Đã đọc, chờ xác nhận"
    REFUSED = "refused", "Không nhận"
    COMMITTED = "committed", "Đã ghi"
    UNDONE = "undone", "Đã hoàn tác"


class ImportAct(models.TextChoices):
    """What a person asked to be done with a file."""

    READ = "read", "Đọc tệp"
    COMMIT = "commit", "Ghi các dòng"
    UNDO = "undo", "Hoàn tác"


class TaskState(models.TextChoices):
    """Where a piece of work handed to the background stands."""

    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang làm"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không xong"


ACTIVE_STATES: frozenset[TaskState] = frozenset({TaskState.WAITING, TaskState.RUNNING})


class ImportVerdict(models.TextChoices):
    """What the file as a whole came to (product contract)."""

    READY = "ready", "Sẵn sàng ghi"
    NEEDS_ANSWERS = "needs_answers", "Cần trả lời"
    HAS_ERRORS = "has_errors", "Có lỗi"
    REFUSED = "refused", "Không nhận"


class RowVerdict(models.TextChoices):
    """What one row of a file came to (product contract)."""

    CREATE = "create", "Thêm mới"
    UPDATE = "update", "Cập nhật"
    UNCHANGED = "unchanged", "Không đổi"
    ASK = "ask", "Cần trả lời"
    ERROR = "error", "Lỗi"
    SKIP = "skip", "Bỏ qua"


class Severity(models.TextChoices):
    """How much one finding about a row weighs; an error or a question holds the row back."""

    ERROR = "error", "Lỗi"
    QUESTION = "question", "Câu hỏi"
    WARNING = "warning", "Lưu ý"
    NOTE = "note", "Ghi chú"


class AuditAction(models.TextChoices):
    """Acts that leave a trace although they change no record: on personal data, at the door, on the whole."""

    READ = "read", "Xem hồ sơ"
    EXPORT = "export", "Xuất dữ liệu"
    PRINT = "print", "In"
    IMPORT = "import", "Nhập dữ liệu"
    SIGN_IN = "sign_in", "Đăng nhập"
    SIGN_OUT = "sign_out", "Đăng xuất"
    REFUSED = "refused", "Đăng nhập không được"
    BACKUP = "backup", "Sao lưu"
    RESTORE = "restore", "Phục hồi"
    DOOR = "door", "Mở, khóa cửa đăng nhập"


# Acts that tell nothing of what is in a file: whoever keeps the machine may read of them.
MACHINE_ACTS: frozenset[AuditAction] = frozenset(
    {
        AuditAction.SIGN_IN,
        AuditAction.SIGN_OUT,
        AuditAction.REFUSED,
        AuditAction.BACKUP,
        AuditAction.RESTORE,
        AuditAction.DOOR,
    }
)
# Acts of somebody who is not signed in: at the door, or at the machine itself.
NOBODYS_ACTS: frozenset[AuditAction] = frozenset(
    {AuditAction.REFUSED, AuditAction.BACKUP, AuditAction.RESTORE, AuditAction.EXPORT}
)


# --- What is due -------------------------------------------------------------------------------------------


class Urgency(models.TextChoices):
    """How soon a thing that awaits somebody is to be done, the most urgent first."""

    OVERDUE = "overdue", "Quá hạn"
    THIS_WEEK = "this_week", "Trong 7 ngày tới"
    THIS_MONTH = "this_month", "Trong 30 ngày tới"
    LATER = "later", "Sau đó"
    WAITING = "waiting", "Đang chờ, chưa đặt hạn"


class DueKind(models.TextChoices):
    """What awaits somebody, in the order of a case's life."""

    NEEDS = "needs", "Trả lời nhu cầu luân chuyển"
    PLAN = "plan", "Kế hoạch chờ quyết định"
    STEP = "step", "Bước của quy trình"
    START = "start", "Đến ngày bắt đầu luân chuyển"
    OPINION = "opinion", "Ý kiến thẩm định chưa trả lời"
    DOSSIER = "dossier", "Giấy tờ hết hạn trước ngày quyết định"
    ELECTION = "election", "Bầu cử, phê chuẩn chưa xong"
    EVALUATION = "evaluation", "Nhận xét, đánh giá đến kỳ"
    TERM_ENDING = "term_ending", "Sắp hết thời hạn luân chuyển"
    TERM_OVERDUE = "term_overdue", "Quá thời hạn mà chưa ghi kết thúc"
    PLACEMENT = "placement", "Đã hết luân chuyển, chưa bố trí"
