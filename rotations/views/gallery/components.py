"""What every page is built of: badges, lists, forms, what is due and found; the glossary; signing in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page, Paginator

from rotations.forms.days import DayForm
from rotations.glossary import CHAPTERS, Chapter
from rotations.partial_dates import PartialDate
from rotations.reports.biography import Line as BiographyLine
from rotations.views.gallery.forms import (
    TYPED,
    CodeForm,
    SampleForm,
    SignInForm,
    lines,
    sample_forms,
)
from rotations.views.gallery.people import COMMUNE, LONG, OFFICE, RECORDED_AT, case, official, post
from rotations.views.listing import Chip, Column, Saved
from rotations.vocabulary import (
    CheckOutcome,
    DossierStatus,
    DueKind,
    ElectionState,
    ImportStatus,
    ImportVerdict,
    PlanStatus,
    QualityRating,
    RotationStatus,
    RowVerdict,
    Severity,
    StepOutcome,
    Urgency,
)

BADGES = {
    "Lượt luân chuyển": RotationStatus,
    "Kế hoạch": PlanStatus,
    "Tệp nhập": ImportStatus,
    "Kết quả đọc tệp": ImportVerdict,
    "Dòng của tệp": RowVerdict,
    "Mức của điều nhận thấy": Severity,
    "Rà soát": CheckOutcome,
    "Bầu cử": ElectionState,
    "Giấy tờ": DossierStatus,
    "Ý kiến": StepOutcome,
    "Xếp loại": QualityRating,
}


def component_samples() -> dict[str, Any]:
    """What stands on every page."""
    return {
        "notices": ["success", "info", "warning", "error"],
        "badges": [(title, list(words)) for title, words in BADGES.items()],
        "fields": [("Số, ngày ban hành", "118-KH/HU, ngày 29/12/2023"), ("Ghi chú", LONG)],
        "official": official(),
        "section": SimpleNamespace(
            title="Trình độ",
            known=[("Chuyên môn", "Đại học, Luật")],
            missing=["Lý luận chính trị", "Quản lý nhà nước"],
        ),
        "rotation": case(),
        "rotations": [case(), case("Lò Thị Mẫu", RotationStatus.DECIDED)],
        "trainings": [
            BiographyLine(PartialDate.of_year(2004), PartialDate.of_year(2008), None, ("Trường Mẫu", "Luật", LONG)),
            BiographyLine(None, None, 2016, ("Trường Chính trị tỉnh", "Trung cấp lý luận", "")),
        ],
        "holdings": [SimpleNamespace(post=post(title, COMMUNE)) for title in ("Phó Bí thư", "Chủ tịch UBND")],
        "heirs": [(COMMUNE, True), (OFFICE, False)],
        "more_columns": [Column("code", "Số hiệu", lambda person: person.official_code)],
        "all_due": SimpleNamespace(total=1247),
        "kinds": [(DueKind.STEP, 12), (DueKind.DOSSIER, 1), (DueKind.EVALUATION, 1234)],
        "chosen_kind": DueKind.DOSSIER,
        "due": [
            (urgency, [_due(urgency, "Mùa A Thử", "Xã Chà Tở"), _due(urgency, "Lò Thị Mẫu", LONG)])
            for urgency in Urgency
        ],
        "forms": sample_forms(),
        "lines": lines("dong"),
        "day_form": DayForm(prefix="ngay", initial={"on": "01/03/2025"}),
        "wrong_day_form": DayForm({"sai-on": "31/02/2025"}, prefix="sai"),
        "filter_form": SampleForm(prefix="filter"),
        "saved_filters": [Saved("Năm nay", "?", "?", True), Saved("Sắp hết hạn", "?", "?", False)],
        "choosable": [("name", "Họ và tên", True), ("note", "Ghi chú", False)],
        "chips": [Chip("Hướng", "Huyện → xã", "?"), Chip("Nơi đến", LONG, "?")],
        "headings": [
            SimpleNamespace(label=label, direction=direction, query="?")
            for label, direction in (("Họ và tên", "ascending"), ("Bắt đầu", "descending"), ("Nơi đến", ""))
        ],
        "pages": _pages(),
        "found": [SimpleNamespace(label="Cán bộ", all_url="?", lines=[
            SimpleNamespace(url="?", title="Mùa A Thử", about="sinh 1985 · nam · Xã Chà Tở"),
            SimpleNamespace(url="?", title="Lò Thị Mẫu", about="chưa rõ năm sinh · hồ sơ số 7")])],
        "nothing_found": SimpleNamespace(text="Chà Tở 1985"),
        "long": LONG,
    }  # fmt: skip


def _pages() -> list[Page[int]]:
    return [Paginator(range(240), 50).page(number) for number in (1, 3)] + [Paginator(range(0), 50).page(1)]


def _due(urgency: Urgency, person: str, place: str) -> SimpleNamespace:
    return SimpleNamespace(
        urgency=urgency, how_long="còn 12 ngày", url="?", about=person, person=True, place=place,
        text="Chờ ý kiến của Ủy ban Kiểm tra", rule="Hạn trả lời ghi khi hỏi: 07/03/2025",
        action_url="?", action="Nhắc, ghi trả lời",
    )  # fmt: skip


def help_samples() -> dict[str, Any]:
    """The first chapter of the glossary, its words the product's own, without what leads into other chapters."""
    first = CHAPTERS[0]
    chapter = Chapter(
        first.title,
        {
            key: term._replace(beside=tuple(other for other in term.beside if other in first.terms))
            for key, term in first.terms.items()
        },
    )
    letters: dict[str, list[tuple[str, str]]] = {}
    for key, term in chapter.terms.items():
        letters.setdefault(term.word[0], []).append((term.word, key))
    return {"chapter": chapter, "chapters": [chapter], "letters": sorted(letters.items())}


def sign_in_samples() -> dict[str, Any]:
    """Empty, refused, and after a session that ended while somebody typed."""
    wrong = SignInForm({"login": "chuyen-vien"})
    wrong.add_error(None, "Tên đăng nhập hoặc mật khẩu không đúng.")
    drawing = quote(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 7 7'><path d='M0 0h3v3H0zM4 0h3v3H4zM0 4h3v3H0z'/></svg>"
    )
    return {
        "forms": [
            ("moi", SignInForm(), False, ""),
            ("sai", wrong, False, ""),
            ("muon", SignInForm(), True, "ma"),
        ],
        "code_form": CodeForm(),
        "secret": "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567",
        "drawing": f"data:image/svg+xml,{drawing}",
        "codes": [f"{number:08d}" for number in range(12345600, 12345608)],
        "sessions": [
            _session("Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "10.0.0.7", is_this=True),
            _session("", "", is_this=False),
        ],
        "kept": [TYPED["name"], "Dòng thứ nhất\nDòng thứ hai"],
        "kept_files": ["quyet-dinh.pdf"],
    }


def _session(device: str, address: str, *, is_this: bool) -> SimpleNamespace:
    session = SimpleNamespace(device=device, address=address, seen_at=RECORDED_AT if is_this else None)
    return SimpleNamespace(session=session, name="0", is_this=is_this)
