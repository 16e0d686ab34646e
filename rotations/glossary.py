"""The terms of art on the screens, what each means here, and the document it comes from.

One list: the glossary page shows it, and every link beside a word leads into it (`templatetags/help.py`). The wording is
ours and explains how the product uses a word; it replaces no text of a document.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Term(NamedTuple):
    """One term: the word, its meaning, the document that speaks of it, and terms to read beside it (keys)."""

    word: str
    meaning: str
    source: str = ""
    beside: tuple[str, ...] = ()


class Chapter(NamedTuple):
    """Terms that belong together, by their keys."""

    title: str
    terms: dict[str, Term]


QD_65: Final = "Quy định 65-QĐ/TW ngày 28/4/2022"
QD_377: Final = "Quy định 377-QĐ/TW ngày 08/10/2025"
ND_170: Final = "Nghị định 170/2025/NĐ-CP"

CHAPTERS: Final[tuple[Chapter, ...]] = (
    Chapter(
        "Các hình thức chuyển cán bộ",
        {
            "rotation": Term(
                "Luân chuyển",
                "Cử hoặc bổ nhiệm người đang lãnh đạo, quản lý sang giữ chức danh lãnh đạo, quản lý khác trong một thời hạn, để rèn luyện, thử thách. Có ngày hết thời hạn, sau đó phải bố trí. Một người chỉ có một lượt luân chuyển chưa kết thúc.",
                f"{QD_65}; Luật Cán bộ, công chức 2008, Điều 7",
                ("transfer", "secondment", "placement"),
            ),
            "transfer": Term(
                "Điều động",
                "Chuyển cán bộ đến làm việc ở cơ quan, đơn vị khác, không hẹn ngày về. Báo cáo đếm riêng với luân chuyển.",
                f"Luật Cán bộ, công chức 2008, Điều 7; {QD_377}",
                ("rotation", "movement_type"),
            ),
            "secondment": Term(
                "Biệt phái",
                "Cử công chức sang nơi khác làm việc có thời hạn mà vẫn thuộc biên chế nơi cũ.",
                f"Luật Cán bộ, công chức 2008, Điều 7; {QD_377}",
                ("rotation", "transfer"),
            ),
            "movement_type": Term(
                "Loại hình",
                "Một lượt là luân chuyển, điều động hay biệt phái. Mọi con số đều nói rõ đang đếm loại hình nào.",
                "",
                ("rotation", "transfer", "secondment"),
            ),
            "direction": Term(
                "Hướng luân chuyển",
                "Từ cấp nào về cấp nào, ví dụ huyện → xã. Tính từ cấp của nơi đi và nơi đến vào ngày ghi lượt, nên lượt cũ giữ nguyên hướng dù sau này cấp huyện kết thúc.",
                f"{QD_65}, Điều 4",
                ("sending_unit", "receiving_unit"),
            ),
            "rotation_purpose": Term(
                "Mục đích luân chuyển",
                "Đào tạo theo quy hoạch; thực hiện bố trí người không là người địa phương; đủ hai nhiệm kỳ; tăng cường cơ sở; hoặc lý do khác. Mục đích quyết định điều kiện thời gian công tác còn lại được xét thế nào.",
                f"{QD_65}, Điều 4, Điều 5",
                ("non_local", "two_terms", "remaining_service"),
            ),
        },
    ),
    Chapter(
        "Kế hoạch năm",
        {
            "rotation_plan": Term(
                "Kế hoạch luân chuyển",
                "Văn bản của một năm: chỉ tiêu theo hướng và chức danh, rồi danh sách người. Kế hoạch của năm nào xét theo quy định có hiệu lực của năm ấy. Mỗi lần trình hoặc điều chỉnh chốt một phiên bản.",
                f"{QD_65}, Điều 7; {ND_170}, Điều 45",
                ("plan_version", "plan_target", "policy_approval"),
            ),
            "plan_version": Term(
                "Phiên bản kế hoạch",
                "Nội dung kế hoạch được chốt lại khi trình, khi phê duyệt và mỗi lần điều chỉnh, bổ sung. Hai phiên bản bất kỳ so sánh được với nhau.",
                "",
                ("rotation_plan", "amendment"),
            ),
            "amendment": Term(
                "Điều chỉnh, bổ sung kế hoạch",
                "Thay đổi người hoặc chỉ tiêu của kế hoạch đã phê duyệt. Phải có văn bản mang số, ngày và lý do riêng.",
                "",
                ("plan_version",),
            ),
            "plan_target": Term(
                "Chỉ tiêu kế hoạch",
                "Số người dự kiến theo hướng, chức danh, địa bàn, đặt ra trước khi có tên cụ thể.",
                f"{QD_65}, Điều 7",
                ("rotation_plan", "rotation_need"),
            ),
            "rotation_need": Term(
                "Nhu cầu luân chuyển",
                "Đơn vị xin bổ sung người (đến) hoặc đề xuất cử người đi (đi), theo Biểu 1. Nhu cầu là căn cứ đặt chỉ tiêu, không tự thành chỉ tiêu.",
                f"{ND_170}, Điều 45",
                ("need_call", "plan_target"),
            ),
            "need_call": Term(
                "Đợt đề xuất nhu cầu",
                "Mỗi năm Ban Tổ chức gửi các đơn vị một đợt, có hạn trả lời. Đơn vị trả lời bằng nhu cầu, hoặc trả lời là không có nhu cầu. Quá hạn vẫn trả lời được cho tới khi khép đợt.",
                "",
                ("rotation_need",),
            ),
        },
    ),
    Chapter(
        "Quy trình một lượt",
        {
            "policy_approval": Term(
                "Chủ trương",
                "Ban Thường vụ đồng ý về hướng đi trước khi chuẩn bị nhân sự; ghi bằng kết luận hoặc thông báo.",
                f"{QD_65}, Điều 7",
                ("rotation_step",),
            ),
            "rotation_step": Term(
                "Bước quy trình",
                "Đề xuất chủ trương, đề xuất nhân sự, chuẩn bị nhân sự, thẩm định và trao đổi, quyết định và tổ chức thực hiện. Các bước của một lượt lấy từ mẫu của quy định và giữ nguyên cho lượt đó; bước làm lại được ghi thêm một lần.",
                f"{QD_65}, Điều 7; {ND_170}, Điều 46",
                ("policy_approval", "appraisal_opinion", "decision"),
            ),
            "appraisal_opinion": Term(
                "Ý kiến thẩm định",
                "Trả lời bằng văn bản của cơ quan được hỏi (Ủy ban Kiểm tra, Công an, Tuyên giáo …): đồng ý, không đồng ý hoặc cần bổ sung.",
                f"{QD_65}, Điều 7",
                ("rotation_step",),
            ),
            "eligibility_check": Term(
                "Kiểm tra tiêu chuẩn, điều kiện",
                "Mỗi điều kiện cho một kết quả: đạt, cần xem xét hoặc chưa rõ, kèm con số và điều khoản. Kết quả không chặn việc gì; điều kiện chưa đạt thì phải ghi lý do.",
                f"{QD_65}, Điều 5",
                ("exception", "remaining_service", "non_local"),
            ),
            "exception": Term(
                "Trường hợp đặc biệt",
                "Vẫn làm tiếp khi có điều kiện chưa đạt, với lý do, người đồng ý và văn bản được ghi lại bên bước đó.",
                f"{QD_65}, Điều 5, Điều 8",
                ("eligibility_check",),
            ),
            "dossier": Term(
                "Hồ sơ luân chuyển",
                "Các giấy tờ phải có, như hồ sơ bổ nhiệm: tờ trình, sơ yếu lý lịch, nhận xét, kết luận tiêu chuẩn chính trị, kê khai tài sản, văn bằng, giấy khám sức khỏe … Ảnh và giấy khám sức khỏe có hạn 6 tháng, xét vào ngày quyết định.",
                f"{ND_170}, Điều 47",
                ("dossier_item",),
            ),
            "dossier_item": Term(
                "Thành phần hồ sơ",
                "Một giấy tờ của hồ sơ với tình trạng: chưa có, đã nộp, hợp lệ, hết hạn, không yêu cầu.",
                f"{ND_170}, Điều 35, Điều 47",
                ("dossier",),
            ),
            "decision": Term(
                "Quyết định",
                "Văn bản có số, ký hiệu. Một quyết định có thể gồm nhiều người và nhiều dòng: thôi giữ chức vụ, giữ chức vụ. Có hiệu lực từ ngày ghi trong đó, kể cả khi ghi trước.",
                "Hướng dẫn 36-HD/VPTW ngày 03/4/2018 (thể thức)",
                ("number_series",),
            ),
            "number_series": Term(
                "Số văn bản theo nhiệm kỳ",
                "Số chạy từ 01 cho mỗi loại văn bản trong một nhiệm kỳ cấp ủy, không quay về 01 khi sang năm.",
                "Hướng dẫn 36-HD/VPTW ngày 03/4/2018",
                ("decision", "party_term"),
            ),
            "sending_unit": Term(
                "Nơi đi",
                "Cơ quan, đơn vị cử cán bộ đi: nhận xét trước khi đi, giữ liên hệ, tiếp nhận lại hoặc đề xuất bố trí.",
                f"{QD_65}, Điều 6",
                ("receiving_unit",),
            ),
            "receiving_unit": Term(
                "Nơi đến",
                "Cơ quan, đơn vị tiếp nhận: giao việc, quản lý, nhận xét hằng năm, đề xuất bố trí.",
                f"{QD_65}, Điều 6",
                ("sending_unit", "evaluation"),
            ),
        },
    ),
    Chapter(
        "Chức danh và bầu cử",
        {
            "designation": Term(
                "Chỉ định",
                "Cấp ủy cấp trên đưa một người vào cấp ủy hoặc chức danh Đảng cấp dưới mà không qua bầu. Chức danh Đảng của người luân chuyển thường có hiệu lực ngay từ quyết định.",
                "Điều lệ Đảng, Điều 13",
                ("nomination", "party_term"),
            ),
            "nomination": Term(
                "Giới thiệu ứng cử",
                "Cấp ủy giới thiệu một người để hội đồng nhân dân hoặc đoàn thể bầu. Chức danh phải bầu chỉ được giữ từ ngày trúng cử.",
                QD_377,
                ("election", "approval"),
            ),
            "election": Term(
                "Bầu cử chức danh",
                "Kỳ họp bầu, số phiếu và kết quả: trúng cử, không trúng cử, hoãn. Không trúng cử thì vẫn giữ chức danh Đảng, và có việc phải xử lý.",
                "",
                ("nomination", "approval"),
            ),
            "approval": Term(
                "Phê chuẩn",
                "Ủy ban nhân dân cấp trên xác nhận kết quả bầu.",
                "",
                ("election",),
            ),
            "appointment": Term(
                "Bổ nhiệm",
                "Giao giữ chức vụ lãnh đạo, quản lý theo quyết định của người có thẩm quyền, có thời hạn.",
                f"{QD_377}; {ND_170}",
                ("designation",),
            ),
            "assignment": Term(
                "Phân công", "Giao việc trong nội bộ tập thể, không phải chức danh phải bầu hay bổ nhiệm."
            ),
            "post": Term(
                "Vị trí chức danh",
                "Một chức danh tại một đơn vị, với số lượng (biên chế). Số người giữ cùng lúc không vượt số lượng.",
                "",
                ("position_holding",),
            ),
            "position_holding": Term(
                "Giữ chức vụ",
                "Một người giữ một vị trí từ ngày đến ngày. Cùng lúc chỉ có một chức vụ chính; chức vụ khác là kiêm nhiệm.",
                "",
                ("post",),
            ),
            "party_term": Term(
                "Nhiệm kỳ cấp ủy, nhiệm kỳ HĐND",
                "Hai nhiệm kỳ khác nhau: chỉ định ghi theo nhiệm kỳ cấp ủy, bầu cử ghi theo nhiệm kỳ hội đồng nhân dân.",
                "",
                ("designation", "election"),
            ),
        },
    ),
    Chapter(
        "Tiêu chuẩn, điều kiện",
        {
            "remaining_service": Term(
                "Thời gian công tác còn lại",
                "Từ ngày bắt đầu luân chuyển đến tuổi nghỉ hưu, ít nhất 10 năm; người đi theo diện không là người địa phương hoặc đủ hai nhiệm kỳ thì đủ một nhiệm kỳ. Ngày nghỉ hưu tính theo bảng tuổi, không ghi sẵn.",
                f"{QD_65}, Điều 5; Nghị định 135/2020/NĐ-CP",
                ("rotation_purpose",),
            ),
            "in_planning": Term(
                "Quy hoạch",
                "Được cấp có thẩm quyền phê duyệt là nguồn cho một chức danh cao hơn trong một nhiệm kỳ.",
                QD_377,
                ("eligibility_check",),
            ),
            "non_local": Term(
                "Không là người địa phương",
                "Chức danh mà người giữ không được là người địa phương nơi đến. Máy xét theo nơi sinh, quê quán, nơi ở, quá trình công tác và nói: là, không là, hay chưa đủ căn cứ; người có thẩm quyền kết luận.",
                f"{QD_65}; Kết luận 200-KL/TW, 201-KL/TW, 210-KL/TW",
                ("rotation_purpose",),
            ),
            "two_terms": Term(
                "Đủ hai nhiệm kỳ",
                "Người đứng đầu giữ chức vụ ở một nơi không quá hai nhiệm kỳ liên tiếp; đủ hai nhiệm kỳ là một lý do luân chuyển.",
                QD_65,
                ("rotation_purpose",),
            ),
            "discipline": Term(
                "Thời hạn sau kỷ luật",
                "Thời gian chưa được giữ chức vụ cao hơn sau khi bị kỷ luật: khiển trách 24 tháng, cảnh cáo 36 tháng, cách chức 60 tháng.",
                QD_377,
                ("eligibility_check",),
            ),
            "min_time_in_post": Term(
                "Thời gian giữ chức vụ",
                "Đã giữ chức vụ hiện tại hoặc tương đương đủ lâu, thường là 24 tháng, trước khi lên chức vụ cao hơn.",
                f"{QD_377}; {ND_170}",
                ("eligibility_check",),
            ),
            "political_theory": Term(
                "Lý luận chính trị (LLCT)",
                "Trình độ: sơ cấp, trung cấp, cao cấp, cử nhân.",
                "Sơ yếu lý lịch mẫu 2C",
            ),
            "management_scope": Term(
                "Diện quản lý",
                "Cấp có thẩm quyền quản lý cán bộ: Trung ương, Ban Thường vụ Tỉnh ủy, Ban Thường vụ Đảng ủy xã … Trước 01/7/2025 có Ban Thường vụ Huyện ủy.",
                QD_377,
            ),
        },
    ),
    Chapter(
        "Trong và sau thời gian luân chuyển",
        {
            "duration": Term(
                "Thời hạn luân chuyển",
                "Ít nhất 36 tháng kể từ ngày bắt đầu. Ngày bắt đầu chỉ biết tháng thì ngày hết thời hạn cũng chỉ biết tháng.",
                f"{QD_65}, Điều 8",
                ("extension", "early_end"),
            ),
            "extension": Term(
                "Gia hạn",
                "Kéo dài thời hạn bằng một quyết định khác, có lý do; ngày hết thời hạn cũ vẫn còn đọc được.",
                f"{QD_65}, Điều 8",
                ("duration",),
            ),
            "early_end": Term(
                "Kết thúc sớm",
                "Thôi luân chuyển trước thời hạn vì yêu cầu nhiệm vụ, sức khỏe, hoàn cảnh gia đình, không hoàn thành nhiệm vụ, kỷ luật, sắp xếp đơn vị hoặc lý do khác trong danh mục.",
                f"{QD_65}, Điều 8",
                ("duration", "placement"),
            ),
            "evaluation": Term(
                "Nhận xét, đánh giá",
                "Nơi đến nhận xét hằng năm và khi được yêu cầu, gửi cả nơi đi. Khi kết thúc có ba văn bản: tự nhận xét, nhận xét của nơi đến, kết luận của cấp quyết định. Đơn vị không xem nhận xét về chính mình.",
                f"{QD_65}, Điều 9; {ND_170}, Điều 49",
                ("quality_rating",),
            ),
            "quality_rating": Term(
                "Xếp loại chất lượng hằng năm",
                "Hoàn thành xuất sắc, hoàn thành tốt, hoàn thành, không hoàn thành nhiệm vụ. Thang 100 điểm: từ 90, 70, 50.",
                "Quy định 366-QĐ/TW ngày 30/8/2025; Nghị định 335/2025/NĐ-CP",
                ("rating_quota",),
            ),
            "rating_quota": Term(
                "Tỷ lệ xuất sắc",
                "Số người xếp loại xuất sắc không quá 20% số người được xếp loại hoàn thành tốt trong cùng đơn vị, cùng nhóm; gốc tính và tỷ lệ đặt trong quy định. Vượt thì báo, không chặn.",
                "Nghị định 335/2025/NĐ-CP",
                ("quality_rating",),
            ),
            "placement": Term(
                "Bố trí sau luân chuyển",
                "Việc của người hết thời hạn hoặc kết thúc: về nơi cũ, ở lại nơi đến, sang đơn vị khác, luân chuyển tiếp … Người được giữ lại nơi đến lâu dài thì thôi tính là cán bộ luân chuyển từ ngày quyết định.",
                f"{QD_65}, Điều 10",
                ("duration",),
            ),
            "locality_indicator": Term(
                "Chỉ tiêu địa bàn",
                "Số liệu của đơn vị theo năm: tiêu chí nông thôn mới, hộ nghèo, thu nhập. Nói về địa bàn trong thời gian có người luân chuyển, không phải điểm của người đó.",
                "Quyết định 318/QĐ-TTg; Quyết định 51/2025/QĐ-TTg",
                ("criteria_set",),
            ),
            "criteria_set": Term(
                "Bộ tiêu chí",
                "Bộ tiêu chí nông thôn mới của một giai đoạn. 10/19 và 7/10 thuộc hai bộ khác nhau, không so sánh được.",
                "Quyết định 318/QĐ-TTg; Quyết định 51/2025/QĐ-TTg",
                ("locality_indicator",),
            ),
        },
    ),
    Chapter(
        "Đơn vị, văn bản, tài khoản",
        {
            "unit_succession": Term(
                "Sắp xếp, sáp nhập đơn vị",
                "Đơn vị mới tiếp nối đơn vị cũ từ một ngày. Lượt cũ giữ tên cũ; danh sách và báo cáo xem được theo cả hai.",
                "Nghị quyết 1661/NQ-UBTVQH15 ngày 16/6/2025 (tỉnh Điện Biên)",
                ("direction",),
            ),
            "unit_alias": Term(
                "Tên gọi khác của đơn vị",
                "Cách viết khác hoặc viết tắt (UBKT, LĐ-TB&XH) mà tệp và ô tìm kiếm hiểu là đơn vị đó.",
            ),
            "regulation": Term(
                "Quy định và tham số",
                "Văn bản mà vụ việc được xét theo, có ngày hiệu lực, cùng các con số của nó (36 tháng, 10 năm …). Đổi một con số không đổi kết quả đã xét.",
                f"{QD_65}",
                ("eligibility_check",),
            ),
            "secrecy_level": Term(
                "Độ mật",
                "Tài liệu nội bộ, Mật, Tối mật, Tuyệt mật. Bản cài đặt trên mạng thường không nhận tài liệu từ Mật trở lên; chỉ mạng LAN độc lập mới nhận.",
                "Luật Bảo vệ bí mật nhà nước 117/2025/QH15; Quyết định 2500/QĐ-TTg ngày 17/11/2025",
            ),
            "personal_data": Term(
                "Dữ liệu cá nhân nhạy cảm",
                "Dân tộc, tôn giáo, sức khỏe, kỷ luật, gia đình, số CCCD: chỉ vai trò cần đến mới thấy, lọc và xuất được; mỗi lần xem và xuất đều được ghi.",
                "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; Nghị định 356/2025/NĐ-CP",
                ("audit_entry",),
            ),
            "audit_entry": Term(
                "Nhật ký truy cập",
                "Ai đã xem, xuất, in, đăng nhập, lúc nào, bao nhiêu dòng. Không ai sửa hoặc xóa được.",
                "Quy định 114-QĐ/TW ngày 11/7/2023",
                ("personal_data",),
            ),
            "import_batch": Term(
                "Đợt nhập tệp",
                "Một tệp đã nộp: đọc thử, hỏi lại chỗ chưa rõ, rồi mới ghi. Ghi là ghi tất cả hoặc không ghi gì; hoàn tác được.",
            ),
            "annual_report": Term(
                "Biểu 1 đến Biểu 4",
                "Biểu 1 đề xuất nhu cầu; Biểu 2 danh sách trích ngang dự kiến; Biểu 3 tổng hợp kết quả; Biểu 4 danh sách kết quả.",
            ),
        },
    ),
)

TERMS: Final[dict[str, Term]] = {key: term for chapter in CHAPTERS for key, term in chapter.terms.items()}

# Labels of fields that name a term, as they stand on the forms and above the lists: beside them stands the way to its meaning.
ON_LABELS: Final[dict[str, str]] = {
    "Loại hình": "movement_type",
    "Hướng": "direction",
    "Mục đích": "rotation_purpose",
    "Kế hoạch": "rotation_plan",
    "Kế hoạch năm": "rotation_plan",
    "Đợt đề xuất": "need_call",
    "Chức danh tại nơi đến": "post",
    "Chức vụ thôi giữ ở nơi đi": "position_holding",
    "Nhiệm kỳ cấp ủy": "party_term",
    "Nhiệm kỳ": "party_term",
    "Diện quản lý": "management_scope",
    "Lý luận chính trị": "political_theory",
    "Người địa phương": "non_local",
    "Chỉ tiêu địa bàn": "locality_indicator",
    "Cơ quan được hỏi": "appraisal_opinion",
    "Lý do trường hợp đặc biệt": "exception",
    "Lý do chung cho mọi trường hợp đặc biệt": "exception",
    "Thành phần hồ sơ": "dossier_item",
    "Số": "number_series",
    "Số quyết định": "number_series",
    "Cấp số": "number_series",
    "Độ mật": "secrecy_level",
    "Ngày giới thiệu ứng cử": "nomination",
    "Ngày họp bầu": "election",
    "Ngày phê chuẩn": "approval",
    "Hết thời hạn trong (tháng)": "duration",
    "Hết thời hạn trong tháng": "duration",
    "Lý do gia hạn": "extension",
    "Hình thức kết thúc": "early_end",
    "Phương án": "placement",
    "Dự kiến bố trí sau luân chuyển": "placement",
    "Loại nhận xét": "evaluation",
    "Đề nghị xếp loại": "quality_rating",
    "Xếp loại": "quality_rating",
    "Loại tệp": "import_batch",
}
