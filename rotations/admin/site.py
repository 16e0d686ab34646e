"""The back office as a whole: its name, its one door, and how it names people in choices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache


def told_apart(record: Model) -> str:
    """A record in words that tell namesakes apart: a person with birth year and unit, others by their name."""
    return str(getattr(record, "label", "") or record)


class NamesToChooseFrom(AutocompleteJsonView):
    """The answers of a search box in a form."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """One answer, in words that tell namesakes apart."""
        return super().serialize_result(obj, to_field_name) | {"text": told_apart(obj)}


def names_to_choose_from(request: HttpRequest) -> HttpResponse:
    """Answer a search box of a form."""
    return NamesToChooseFrom.as_view(admin_site=admin.site)(request)  # type: ignore[return-value]


@never_cache
@login_not_required
def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """There is one sign-in page; who is signed in and may not enter the back office is told so there and then."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        raise PermissionDenied
    wanted = request.GET.get("next") or reverse("admin:index")
    return redirect_to_login(wanted, reverse("account_login"))


def choose_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """There is one page to change a password, too."""
    return redirect("password_change")


def yes_or_no(value: bool | None) -> str:
    """A tick in a list, read out in our words."""
    name, said = {True: ("yes", "Có"), False: ("no", "Không"), None: ("unknown", "Không rõ")}[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), said)


admin_list._boolean_icon = yes_or_no  # type: ignore[attr-defined]
admin.site.site_header = "Luân chuyển cán bộ: quản trị dữ liệu"
admin.site.site_title = "Quản trị dữ liệu"
admin.site.index_title = "Dữ liệu"
admin.site.site_url = "/"
admin.site.login = sign_in  # type: ignore[method-assign]
admin.site.password_change = choose_password  # type: ignore[method-assign, assignment]
admin.site.autocomplete_view = names_to_choose_from  # type: ignore[method-assign]
