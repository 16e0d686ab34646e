"""How values of this field of work are written on a page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse

from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import QualityRating, RotationStatus

register = template.Library()

CONTROLS_SHOWN = 5

# The main navigation: page, label, permission that opens it.
NAVIGATION = (
    ("rotations:home", "Bàn làm việc", ""),
    ("rotations:plan-list", "Kế hoạch", "rotations.view_rotationplan"),
    ("rotations:need-list", "Nhu cầu", "rotations.view_rotationneed"),
    ("rotations:rotation-list", "Luân chuyển", "rotations.view_rotation"),
    ("rotations:decision-list", "Quyết định", "rotations.view_decision"),
    ("rotations:official-list", "Cán bộ", "rotations.view_official"),
    ("rotations:unit-list", "Đơn vị", "rotations.view_unit"),
    ("rotations:evaluation-list", "Nhận xét", "rotations.view_evaluation"),
    ("rotations:placement-list", "Bố trí", "rotations.view_placement"),
    ("rotations:report-index", "Báo cáo", "rotations.view_reports"),
    ("rotations:regulation-list", "Quy định", "rotations.view_regulation"),
    ("rotations:import-list", "Nhập tệp", "rotations.import_needs"),
    ("rotations:audit-list", "Nhật ký", "rotations.open_audit"),
)


class NavigationEntry(NamedTuple):
    """One link of the main navigation."""

    label: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[NavigationEntry]:
    """What the account may open, in the order of a case's life; nothing for who is not signed in."""
    request: HttpRequest | None = context.get("request")
    account = getattr(request, "user", None)
    if request is None or account is None or not account.is_authenticated:
        return []
    entries = []
    for name, label, permission in NAVIGATION:
        if permission and not account.has_perm(permission):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == url or (url != "/" and request.path.startswith(url))
        entries.append(NavigationEntry(label, url, here))
    if account.is_staff:
        entries.append(NavigationEntry("Quản trị", reverse("admin:index"), False))
    return entries


class SearchBox(NamedTuple):
    """The box in the header: whether the account has one, and the words it was last asked for on this page."""

    is_open: bool
    words: str


@register.simple_tag(takes_context=True)
def search_box(context: Context) -> SearchBox:
    """The box, for whoever may see files; the words are those of the page of the search itself."""
    request: HttpRequest | None = context.get("request")
    account = getattr(request, "user", None)
    if request is None or account is None or not account.is_authenticated:
        return SearchBox(False, "")
    here = request.path == reverse("rotations:search")
    return SearchBox(account.has_perm("rotations.view_official"), request.GET.get("q", "") if here else "")


@register.filter
def partial(record: Any, name: str) -> str:
    """`record|partial:"starts_on"`: the date to the precision it is known, "" when it is not."""
    value: date | None = getattr(record, name)
    if value is None:
        return ""
    return str(PartialDate.of(value, DatePrecision(getattr(record, f"{name}_precision"))))


@register.filter
def vn_number(value: Any) -> str:
    """A number as written in Vietnamese: 1.234,5. "" for none; no useless zeros after the comma."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    written = f"{number:,f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.translate(str.maketrans(",.", ".,"))


@register.filter
def as_written(value: Any) -> str:
    """A value of a sheet as people write it: numbers with a comma, days with the day first, text as it is."""
    match value:
        case bool() | str():
            return str(value)
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return vn_number(value)


@register.filter
def in_words(value: Any) -> str:
    """Yes or no."""
    return "Có" if value else "Không"


@register.filter
def rating_label(rating: str) -> str:
    """A rating in words."""
    return QualityRating(rating).label


@register.filter
def left_titles(rotation: Any) -> str:
    """The posts a rotation gives up, in words; the title typed in the list when there is no post of the catalogue."""
    return ", ".join(post.position.name for post in rotation.left_posts.all()) or rotation.sending_title


@register.filter
def received_titles(rotation: Any) -> str:
    """The posts a rotation brings, in words."""
    return ", ".join(held.post.position.name for held in rotation.posts.all())


@register.filter
def status_on(rotation: Any, day: date) -> RotationStatus:
    """`rotation|status_on:today`: where the case stands that day, by date; `.label` is the word for it."""
    found: RotationStatus = rotation.status_on(day)
    return found


@register.filter
def in_force(regulation: Any, day: date) -> bool:
    """`regulation|in_force:on`: whether the text applies on that day."""
    return bool(regulation.is_in_force_on(day))


@register.filter
def entry(table: dict[Any, Any], key: Any) -> Any:
    """`table|entry:key`, "" when it is not there."""
    return table.get(key, "")


@register.filter
def first_controls(form: BaseForm) -> list[BoundField]:
    """The controls of a filter form that always stand open."""
    return list(form)[:CONTROLS_SHOWN]


@register.filter
def later_controls(form: BaseForm) -> list[BoundField]:
    """The controls of a filter form that fold away."""
    return list(form)[CONTROLS_SHOWN:]


@register.filter
def any_wrong(controls: list[BoundField]) -> bool:
    """Whether one of the controls was filled in wrongly."""
    return any(control.errors for control in controls)


@register.filter
def any_filled(controls: list[BoundField]) -> bool:
    """Whether one of the controls narrows the list, or was filled in wrongly."""
    return any(control.errors or control.value() not in (None, "", []) for control in controls)
