"""Pages of units: the list, and one unit with its seats, indicators and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, cast

import django_filters
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.views.generic import DetailView

from rotations import access, vietnamese
from rotations.filters.units import UnitFilter
from rotations.models import (
    Account,
    LocalityIndicator,
    Post,
    PostHolding,
    Rotation,
    Unit,
    UnitSuccession,
    with_predecessors,
)
from rotations.reports import pictures
from rotations.templatetags.cadre import vn_number
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import IndicatorKind

ROTATIONS_SHOWN = 15


class UnitList(Listing):
    """The units the account may see, those of old maps among them."""

    model = Unit
    permission_required = "rotations.view_unit"
    filterset_class = UnitFilter
    template_name = "units/list.html"
    file_name = "don-vi"
    download_permission = "rotations.export_lists"
    sorts = {
        "name": Sort("Tên đơn vị", "sort_key"),
        "level": Sort("Cấp", "level", "sort_key"),
        "since": Sort("Hiệu lực từ", "valid_from", "sort_key"),
    }
    default_sort = "name"
    usual = ("name", "code", "level", "block", "parent", "since", "until")
    columns = (
        Column("code", "Mã đơn vị", lambda unit: unit.code, "code"),
        Column("name", "Tên đơn vị", lambda unit: unit.name),
        Column("level", "Cấp", lambda unit: unit.get_level_display(), "level"),
        Column("block", "Khối", lambda unit: unit.get_block_display(), "block"),
        Column("parent", "Đơn vị cấp trên", lambda unit: unit.parent, "parent"),
        Column("since", "Hiệu lực từ", lambda unit: unit.valid_from, "valid_from"),
        Column("until", "Hiệu lực đến", lambda unit: unit.valid_to, "valid_to"),
    )

    def visible(self) -> QuerySet[Unit]:
        """Units the account may open."""
        return access.visible_units(self.account, on=self.today).for_listing()

    @cached_property
    def filter(self) -> django_filters.FilterSet:
        """The controls; "hiện nay" is the day the page is asked for."""
        filterset = super().filter
        filterset.on = self.today
        return filterset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and the day a unit is said to exist on."""
        return super().get_context_data(today=self.today, **kwargs)


class Seat(NamedTuple):
    """One post of the unit today: how many seats, who sits, how many are empty."""

    post: Post
    holders: Sequence[PostHolding]
    vacant: int


class CodePeriod(NamedTuple):
    """A code the unit bears, from a day up to but not on another; None where it is not known or has no end."""

    code: str
    valid_from: date | None
    valid_to: date | None


class IndicatorRow(NamedTuple):
    """One indicator over the years; `cells` are in the order of the years, "" for a year without a figure."""

    label: str
    measure: str
    cells: list[str]


class UnitDetail(PermissionRequiredMixin, DetailView):
    """One unit: seats today, names and codes, what it came from and became, indicators, rotations."""

    model = Unit
    permission_required = "rotations.view_unit"
    template_name = "units/detail.html"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    def get_queryset(self) -> QuerySet[Unit]:
        """Units the account may open; another's is 404."""
        return access.visible_units(self.account, on=localdate()).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything on the page, in a fixed number of queries."""
        today, unit = localdate(), self.object
        other_names, codes = _names_and_codes(unit)
        seats = _seats(unit, self.account, today)
        indicators = list(
            access.visible_indicators(self.account, on=today).filter(unit=unit).select_related("criteria_set")
        )
        years = sorted({indicator.year for indicator in indicators})
        arrivals, departures = _rotations(unit, self.account, today)
        before, after = _successions(unit, self.account, today)
        return super().get_context_data(
            seats=seats,
            seat_count=sum(seat.post.quota for seat in seats),
            vacant_count=sum(seat.vacant for seat in seats),
            other_names=other_names,
            codes=codes,
            years=years,
            indicators=_by_year(indicators, years),
            pictures=pictures.indicators_of_place(indicators, pictures.stays_at(arrivals)),
            arrivals=arrivals,
            departures=departures,
            before=before,
            after=after,
            today=today,
            exists_today=unit.exists_on(today),
            unit_key=str(unit.pk),
            **kwargs,
        )


def _seats(unit: Unit, account: Account, today: date) -> list[Seat]:
    files = access.visible_officials(account, on=today).filter(pk=OuterRef("official"))
    holders = (
        access.visible_holdings(account, on=today)
        .on(today)
        .for_listing()
        .annotate(may_open=Exists(files))
        .order_by("held_from", "pk")
    )
    posts = (
        access.visible_posts(account, on=today)
        .filter(unit=unit)
        .open_on(today)
        .select_related("position")
        .order_by("position__rank", "pk")
        .prefetch_related(Prefetch("holdings", queryset=holders, to_attr="holders_today"))
    )
    return [Seat(post, post.holders_today, max(0, post.quota - len(post.holders_today))) for post in posts]


def _names_and_codes(unit: Unit) -> tuple[list[str], list[CodePeriod]]:
    """Other names of the unit, and the codes it has borne with their periods, in one query."""
    text, day = models.TextField(), models.DateField()
    aliases = unit.aliases.order_by().values_list(
        Value(0), Cast("name", text), Cast(Value(None), day), Cast(Value(None), day)
    )
    codes = unit.codes.order_by().values_list(Value(1), Cast("code", text), "valid_from", "valid_to")
    names, periods = [], []
    for is_code, word, valid_from, valid_to in aliases.union(codes, all=True):
        if is_code:
            periods.append(CodePeriod(word, valid_from, valid_to))
        else:
            names.append(word)
    return sorted(names, key=vietnamese.sort_key), sorted(
        periods, key=lambda code: code.valid_from or date.min
    )


def _rotations(unit: Unit, account: Account, today: date) -> tuple[list[Rotation], list[Rotation]]:
    """The newest rotations to and from the unit, those of units it took over from included: they keep the names of
    their day, and are found here as well."""
    line = with_predecessors(unit.pk, on=today)
    found = (
        access.visible_rotations(account, on=today)
        .touching(*line)
        .select_related("official", "sending_unit", "receiving_unit", "plan")
        .order_by("-plan__year", "-pk")[: 2 * ROTATIONS_SHOWN]
    )
    arrivals = [rotation for rotation in found if rotation.receiving_unit_id in line]
    departures = [rotation for rotation in found if rotation.sending_unit_id in line]
    return arrivals[:ROTATIONS_SHOWN], departures[:ROTATIONS_SHOWN]


def _successions(
    unit: Unit, account: Account, today: date
) -> tuple[Sequence[UnitSuccession], Sequence[UnitSuccession]]:
    """What the unit came out of, and what came out of it; a link only to what the account may open."""
    units = access.visible_units(account, on=today)
    found = (
        UnitSuccession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
        .select_related("predecessor", "successor")
        .annotate(
            may_open_predecessor=Exists(units.filter(pk=OuterRef("predecessor"))),
            may_open_successor=Exists(units.filter(pk=OuterRef("successor"))),
        )
    )
    before = [succession for succession in found if succession.successor_id == unit.pk]
    after = [succession for succession in found if succession.predecessor_id == unit.pk]
    return before, after


def _by_year(indicators: Iterable[LocalityIndicator], years: list[int]) -> list[IndicatorRow]:
    """A row per indicator; two sets of criteria are two rows, for "10/19" and "7/10" do not compare."""
    rows: dict[tuple[int, str, int | None], dict[int, LocalityIndicator]] = {}
    order = list(IndicatorKind.values)
    for indicator in indicators:
        key = (order.index(indicator.kind), indicator.name, indicator.criteria_set_id)
        rows.setdefault(key, {})[indicator.year] = indicator
    shown = []
    for key in sorted(rows, key=lambda key: (key[0], key[1], key[2] or 0)):
        figures = rows[key]
        any_figure = next(iter(figures.values()))
        label = any_figure.name or any_figure.get_kind_display()
        if any_figure.criteria_set:
            label = f"{label} ({any_figure.criteria_set})"
        cells = [_figure(figures[year]) if year in figures else "" for year in years]
        shown.append(IndicatorRow(label, any_figure.measured_in, cells))
    return shown


def _figure(indicator: LocalityIndicator) -> str:
    """A figure as the office writes it: 10/19, 4 - 5, 21,22 (ước)."""
    text = str(vn_number(indicator.value))
    if indicator.value_to is not None:
        text = f"{text} - {vn_number(indicator.value_to)}"
    if indicator.criteria_set is not None:
        text = f"{text}/{indicator.criteria_set.total}"
    return f"{text} (ước)" if indicator.is_estimate else text
