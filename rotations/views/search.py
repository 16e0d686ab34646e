"""The one search box: people, units, plans, decisions, regulations and files in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from rotations import access
from rotations.access import SignedInRequest
from rotations.filters import search as finding
from rotations.filters.search import SHOWN, Typed
from rotations.forms.people import as_chosen
from rotations.models import (
    Account,
    Attachment,
    Decision,
    Official,
    Regulation,
    RotationPlan,
    Unit,
    with_current_posts,
    with_workplace,
)

# What the search of people reads: an account that may not read one of these finds nobody.
OF_A_PERSON = frozenset({"full_name", "other_name", "official_code", "birth_date", "unit"})


class Line(NamedTuple):
    """One record found: what it is called, where it opens, and what tells it from others of its name."""

    title: str
    url: str
    about: str


class Group(NamedTuple):
    """The records found of one kind, and the list that shows all of them when there are more."""

    label: str
    lines: Sequence[Line]
    all_url: str


@require_safe
@permission_required("rotations.view_official", raise_exception=True)
def search(request: SignedInRequest) -> HttpResponse:
    """Everything found, as a page; with `?part=lines` its lines alone, for the box that shows them while one types."""
    typed = Typed(request.GET.get("q", ""))
    groups = found(request.user, typed, on=localdate()) if typed else []
    template = "search/_lines.html" if request.GET.get("part") == "lines" else "search/found.html"
    return render(request, template, {"typed": typed, "groups": groups})


@require_safe
@permission_required("rotations.view_official", raise_exception=True)
def people_named(request: SignedInRequest) -> JsonResponse:
    """The people nearest to what was typed into a form that asks for one, each with the words to choose them by."""
    typed = Typed(request.GET.get("q", ""))
    found_people = _officials(request.user, typed, localdate()) if typed else []
    lines = [
        {"words": as_chosen(one), "label": str(one), "about": _told([*_about_person(one), _number(one)])}
        for one in found_people[:SHOWN]
    ]
    return JsonResponse({"people": lines})


def found(account: Account, typed: Typed, *, on: date) -> list[Group]:
    """What the account finds of each kind it has a list of, kinds without a find left out."""
    groups = [
        _group(label, find(account, typed, on), page, typed)
        for permission, label, find, page in KINDS
        if account.has_perm(permission)
    ]
    return [group for group in groups if group.lines]


def _group(label: str, lines: list[Line], page: str, typed: Typed) -> Group:
    more = len(lines) > SHOWN and page
    return Group(label, lines[:SHOWN], f"{reverse(page)}?{urlencode({'q': typed.text})}" if more else "")


def _people(account: Account, typed: Typed, on: date) -> list[Line]:
    return [_line(person, _about_person(person)) for person in _officials(account, typed, on)]


def _officials(account: Account, typed: Typed, on: date) -> list[Official]:
    if access.hidden_fields(account, Official) & OF_A_PERSON:
        return []
    visible = access.visible_officials(account, on=on)
    keys = finding.people(visible, typed, on=on)
    rows = with_current_posts(with_workplace(visible.for_listing(), on=on), on=on).in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _about_person(official: Any) -> Iterable[str]:
    yield f"sinh {official.birth}" if official.birth else "chưa rõ năm sinh"
    yield official.get_sex_display().lower()
    yield ", ".join(str(held.post.position) for held in official.current_holdings) or official.job_title
    yield official.workplace or ""
    yield official.official_code


def _number(official: Official) -> str:
    return "" if official.official_code else f"hồ sơ số {official.pk}"


def _units(account: Account, typed: Typed, on: date) -> list[Line]:
    def about(unit: Unit) -> Iterable[str]:
        yield f"cấp {unit.get_level_display().lower()}"
        yield str(unit.parent or "")
        if not unit.exists_on(on):
            ended = unit.valid_to is not None and unit.valid_to <= on
            yield f"đã kết thúc từ {unit.valid_to:%d/%m/%Y}" if ended else f"có từ {unit.valid_from:%d/%m/%Y}"

    rows = finding.units(access.visible_units(account, on=on), typed, on=on)
    return [_line(unit, about(unit)) for unit in rows]


def _plans(account: Account, typed: Typed, on: date) -> list[Line]:
    def about(plan: RotationPlan) -> Iterable[str]:
        yield plan.document_number
        yield f"năm {plan.year}"
        yield plan.get_status_display().lower()

    return [_line(plan, about(plan)) for plan in finding.plans(access.visible_plans(account, on=on), typed)]


def _decisions(account: Account, typed: Typed, on: date) -> list[Line]:
    def about(decision: Decision) -> Iterable[str]:
        yield f"ngày {decision.issued_on:%d/%m/%Y}"
        yield decision.title

    rows = finding.decisions(access.visible_decisions(account, on=on), typed)
    return [_line(decision, about(decision)) for decision in rows]


def _regulations(account: Account, typed: Typed, on: date) -> list[Line]:
    def about(text: Regulation) -> Iterable[str]:
        yield text.title
        yield "đang hiệu lực" if text.is_in_force_on(on) else "không hiệu lực"

    rows = finding.regulations(access.visible_regulations(account, on=on), typed)
    return [_line(text, about(text)) for text in rows]


def _documents(account: Account, typed: Typed, on: date) -> list[Line]:
    def about(file: Attachment) -> Iterable[str]:
        yield f"{file.owner._meta.verbose_name} {_beside(file)}".strip()
        yield f"đính kèm {file.added_at:%d/%m/%Y}"

    rows = finding.documents(access.visible_attachments(account, on=on), typed)
    return [Line(file.name, file.owner.get_absolute_url(), _told(about(file))) for file in rows]


def _beside(file: Attachment) -> str:
    """Whose record a file stands beside."""
    if file.decision:
        return str(file.decision)
    case = file.rotation or (file.dossier_item or file.evaluation).rotation  # type: ignore[union-attr]
    return f"của {case.official}"


def _line(record: Any, about: Iterable[str]) -> Line:
    return Line(str(record), record.get_absolute_url(), _told(about))


def _told(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


# Permission of the list, heading, how it is found, and the list that takes the same words.
KINDS: tuple[tuple[str, str, Callable[[Account, Typed, date], list[Line]], str], ...] = (
    ("rotations.view_official", "Cán bộ", _people, "rotations:official-list"),
    ("rotations.view_unit", "Đơn vị", _units, "rotations:unit-list"),
    ("rotations.view_rotationplan", "Kế hoạch", _plans, "rotations:plan-list"),
    ("rotations.view_decision", "Quyết định", _decisions, "rotations:decision-list"),
    ("rotations.view_regulation", "Quy định", _regulations, ""),
    ("rotations.view_attachment", "Tài liệu đính kèm", _documents, ""),
)
