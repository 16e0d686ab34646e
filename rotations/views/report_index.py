"""The list of reports: what each one answers, in the words of who asks."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rotations.access import SignedInRequest


class Report(NamedTuple):
    """One report: its form, the question it answers, where it is, and what is in it."""

    form: str
    question: str
    url: str
    text: str


def _reports() -> list[Report]:
    return [
        Report(
            "Biểu đồ",
            "Nhìn mười giây: tình hình chung?",
            reverse("rotations:report-figures"),
            "Ai cử ai nhận, từng năm bao nhiêu người, kế hoạch tới đâu, tháng nào hết hạn, xếp loại, chỉ tiêu địa bàn "
            "trước và sau.",
        ),
        Report(
            "Biểu 1",
            "Các đơn vị cần gì?",
            reverse("rotations:report-needs"),
            "Từng đơn vị xin bổ sung bao nhiêu người, đề xuất cử đi bao nhiêu người, vì lý do gì.",
        ),
        Report(
            "Biểu 2",
            "Dự kiến luân chuyển những ai?",
            reverse("rotations:report-planned"),
            "Danh sách trích ngang của kế hoạch theo hướng luân chuyển; số liệu theo loại hình, nữ, dân tộc thiểu số, "
            "cán bộ trẻ.",
        ),
        Report(
            "Biểu 3",
            "Đã luân chuyển bao nhiêu người, ở đâu?",
            reverse("rotations:report-results"),
            "Kế hoạch và kết quả theo từng đơn vị, theo hướng; bao nhiêu nữ, dân tộc thiểu số, cán bộ trẻ; ai đang luân "
            "chuyển, đã kết thúc, đã bố trí. Xem theo đơn vị cũ hoặc đơn vị sau sắp xếp.",
        ),
        Report(
            "Biểu 4",
            "Người đã luân chuyển nay ra sao?",
            reverse("rotations:report-done"),
            "Danh sách kết quả: quyết định, thời hạn, xếp loại từng năm, kết quả bầu cử, bố trí sau luân chuyển.",
        ),
        Report(
            "Đã chốt",
            "Tháng trước đã báo cáo thế nào?",
            reverse("rotations:frozen-report-list"),
            "Số liệu được chốt cuối tháng, ai chốt, lúc nào, và hôm nay khác gì.",
        ),
        Report(
            "Xếp loại",
            "Tỷ lệ xuất sắc có vượt không?",
            reverse("rotations:report-ratings"),
            "Xếp loại hằng năm theo đơn vị và nhóm, so với tỷ lệ tối đa.",
        ),
    ]


@permission_required("rotations.view_reports", raise_exception=True)
def report_index(request: SignedInRequest) -> HttpResponse:
    """Every report with the question it answers."""
    return render(request, "reports/index.html", {"reports": _reports()})
