"""Acts of a person on the lists they read: a filter saved or removed, columns chosen. Records are not touched."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.views.decorators.http import require_POST

from rotations import workflow
from rotations.access import SignedInRequest
from rotations.views.chosen_columns import ChoosesColumns, cleaned_query
from rotations.views.listing import Listing


@require_POST
def filter_save(request: SignedInRequest, list_name: str) -> HttpResponse:
    """Keep the filter in force under the name given."""
    shown = _list_of(request, list_name)
    query = cleaned_query(shown, request.POST.get("query", ""))
    try:
        kept = workflow.save_filter(request.user, list_name, request.POST.get("name", ""), query.urlencode())
    except workflow.HabitRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã lưu bộ lọc “{kept}”; bộ lọc này chỉ hiện với tài khoản của đồng chí.")
    return _back(list_name, query)


@require_POST
def filter_remove(request: SignedInRequest, list_name: str, pk: int) -> HttpResponse:
    """Forget a filter of one's own; anybody else's is 404."""
    shown = _list_of(request, list_name)
    if not workflow.remove_filter(request.user, list_name, pk):
        raise Http404
    messages.success(request, "Đã bỏ bộ lọc đã lưu.")
    return _back(list_name, cleaned_query(shown, request.POST.get("query", "")))


@require_POST
def columns_choose(request: SignedInRequest, list_name: str) -> HttpResponse:
    """Show the columns ticked, now and from now on; with `usual` the usual ones again."""
    shown = _list_of(request, list_name, ChoosesColumns)
    query = cleaned_query(shown, request.POST.get("query", ""))
    query.pop("columns", None)
    asked = [] if "usual" in request.POST else request.POST.getlist("column")
    chosen = [key for key in shown.choosable if key in asked]
    workflow.choose_columns(request.user, list_name, chosen)
    if chosen:
        query["columns"] = ",".join(chosen)
    return _back(list_name, query)


def _list_of(
    request: SignedInRequest, list_name: str, kind_of_page: type[ChoosesColumns] = Listing
) -> ChoosesColumns:
    """The list of that name, as the account sees it; 404 when there is none or it may not open it."""
    try:
        view = resolve(reverse(f"rotations:{list_name}")).func
    except NoReverseMatch as unknown:
        raise Http404 from unknown
    kind = getattr(view, "view_class", None)
    if kind is None or not issubclass(kind, kind_of_page):
        raise Http404
    shown: Any = kind()
    shown.setup(request)
    if not shown.has_permission():
        raise Http404
    return cast(ChoosesColumns, shown)


def _back(list_name: str, query: QueryDict) -> HttpResponseRedirect:
    address = reverse(f"rotations:{list_name}")
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)
