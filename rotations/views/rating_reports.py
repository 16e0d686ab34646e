"""The report of ratings: how many are excellent in each unit, against the quota."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from rotations import access
from rotations.access import SignedInRequest
from rotations.filters.results import RatingYearForm
from rotations.reports import rating_quota
from rotations.views.downloads import as_download
from rotations.vocabulary import AuditAction, QualityRating


@permission_required("rotations.view_reports", raise_exception=True)
@require_http_methods(["GET", "HEAD"])
def report_ratings(request: SignedInRequest) -> HttpResponseBase:
    """Ratings of a year by unit and peer group, as a page or with `?download=` as a file. Figures, no names."""
    form = RatingYearForm(request.GET, on=localdate())
    quota = rating_quota.rating_quota(form.year_chosen)
    if file_format := request.GET.get("download"):
        response = as_download(
            file_format,
            name=f"ty-le-xuat-sac-{form.year_chosen}",
            headings=rating_quota.HEADINGS,
            rows=rating_quota.rows(quota),
            by=request.user,
        )
        access.note(
            request.user,
            AuditAction.EXPORT,
            f"Tỷ lệ xuất sắc, năm {form.year_chosen}",
            purpose=access.FIGURES_ALONE,
            row_count=len(quota.groups),
        )
        return response
    lines = [
        (group, [(word.label, group.counts.get(word, 0)) for word in QualityRating]) for group in quota.groups
    ]
    return render(
        request,
        "reports/ratings.html",
        {
            "form": form,
            "quota": quota,
            "lines": lines,
            "words": [word.label for word in QualityRating],
            "unknown_unit": rating_quota.UNKNOWN_UNIT,
            "query": request.GET,
        },
    )
