"""Units: what they are called, since when, under whom, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from rotations import vietnamese
from rotations.models.fields import (
    FoldedField,
    InitialsField,
    MatchKeyField,
    Recorded,
    SortKeyField,
    TidyCharField,
    in_choices,
    or_never,
    or_none,
    words_in,
)
from rotations.vocabulary import SuccessionKind, UnitBlock, UnitLevel


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units in domain words."""

    def existing_on(self, day: date) -> UnitQuerySet:
        """Units that exist on `day`: from `valid_from`, up to but not on `valid_to`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def matching(self, *texts: str) -> UnitQuerySet:
        """Units that one of `texts` calls, marks and case aside: each word begins a word of the name, of another name
        or the code; or together they are letters the name is shortened to (LĐTBXH, LĐ-TB&XH)."""
        # One statement a way of being called, for an index serves each of them and none serves them all.
        units, aliases = Unit.objects.order_by(), UnitAlias.objects.order_by()
        ways: list[models.QuerySet[Any, Any]] = []
        for text in texts:
            ways.append(units.filter(words_in("name_fold", text)).values("pk"))
            ways.append(aliases.filter(words_in("name_fold", text)).values("unit"))
            if typed := vietnamese.clean(text):
                by_code = Q(code__startswith=typed) | Q(code__startswith=typed.upper())
                ways.append(units.filter(by_code).values("pk"))
            if len(short := vietnamese.fold(text).replace(" ", "")) > 2:
                ways.append(units.filter(initials__contains=short).values("pk"))
                ways.append(aliases.filter(name_fold=short).values("unit"))
        return self.filter(pk__in=ways[0].union(*ways[1:]))

    def for_listing(self) -> UnitQuerySet:
        """All that one row of a list shows, in a fixed number of queries."""
        return self.select_related("parent")


class Unit(Recorded):
    """One organization or locality, from the day it was set up to the day it ended.

    A unit keeps its name for ever: a reform ends it and sets up another, joined by a `UnitSuccession`; so old
    cases keep their old names. The key is the row itself: official codes are reused after a reform, so `code` is
    only the code in use now and `UnitCode` holds which code was whose when. `level` never changes in a unit's
    life, which is why a rotation's direction can be held by a constraint.
    """

    name = TidyCharField("Tên đơn vị", max_length=200)
    name_fold = FoldedField("name")
    match_key = MatchKeyField("name", db_index=True)
    sort_key = SortKeyField("name", db_index=True, max_length=700)
    initials = InitialsField("name", max_length=60)
    code = TidyCharField("Mã đơn vị", max_length=30, blank=True, db_index=True)
    level = models.CharField("Cấp", max_length=10, choices=UnitLevel)
    block = models.CharField("Khối", max_length=10, choices=UnitBlock)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="Đơn vị cấp trên",
        related_name="children",
    )  # fmt: skip
    valid_from = models.DateField("Hiệu lực từ", null=True, blank=True, help_text="Để trống nếu không rõ.")
    valid_to = models.DateField(
        "Hiệu lực đến", null=True, blank=True, help_text="Ngày đầu tiên đơn vị không còn tồn tại."
    )
    note = TidyCharField("Ghi chú", max_length=300, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ("sort_key", "pk")
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_start",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                violation_error_message="Đơn vị phải hết hiệu lực sau ngày bắt đầu hiệu lực.",
            ),
            models.UniqueConstraint(
                "match_key",
                "level",
                or_none("parent"),
                or_never("valid_from"),
                name="unit_once",
                violation_error_message="Đã có đơn vị cùng tên, cùng cấp, cùng cấp trên và cùng ngày hiệu lực.",
            ),
            models.CheckConstraint(
                name="unit_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="Đơn vị không thể là cấp trên của chính mình.",
            ),
            in_choices("unit_level_known", "level", UnitLevel),
            in_choices("unit_block_known", "block", UnitBlock),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The unit's page."""
        return reverse("rotations:unit-detail", args=[self.pk])

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on `day`; the day it ends does not count."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class UnitCode(Recorded):
    """An official code of a unit over a half-open period: after a reform another unit may bear it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="codes", verbose_name="Đơn vị")
    code = TidyCharField("Mã", max_length=30, db_index=True)
    valid_from = models.DateField("Từ ngày", null=True, blank=True)
    valid_to = models.DateField("Đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "mã đơn vị theo thời gian"
        verbose_name_plural = "mã đơn vị theo thời gian"
        ordering = ("code", "valid_from")
        constraints = [
            models.CheckConstraint(
                name="unit_code_ends_after_start",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                violation_error_message="Mã phải hết hiệu lực sau ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                "unit",
                "code",
                or_never("valid_from"),
                name="unit_code_once",
                violation_error_message="Mã này đã ghi cho đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class UnitAlias(Recorded):
    """Another spelling by which papers call a unit; two units may share one, and then a file must ask."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name="Đơn vị")
    name = TidyCharField("Tên gọi khác", max_length=200)
    name_fold = FoldedField("name")
    match_key = MatchKeyField("name", db_index=True)

    class Meta:
        verbose_name = "tên gọi khác"
        verbose_name_plural = "tên gọi khác"
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                name="unit_alias_once",
                fields=["unit", "match_key"],
                violation_error_message="Đơn vị đã có tên gọi này.",
            )
        ]

    def __str__(self) -> str:
        return self.name


def with_predecessors(*units: int, on: date) -> frozenset[int]:
    """The units and every one they took over from by `on`, directly or in steps.

    Shape   ids in, ids out. One query a generation of units, and one that finds no more.
    Units   database ids; a succession counts from its own day.
    Errors  none.
    Source  product §3 (7): old cases keep their old names and are found under the new unit as well.
    """
    return frozenset[int]().union(*lines_of(units, on=on).values())


def lines_of(units: Collection[int], *, on: date) -> dict[int, frozenset[int]]:
    """Each of the units with every one it took over from by `on`, directly or in steps.

    Shape   ids in, ids by id out. One query a generation of units, and one that finds no more, for all of them.
    Units   database ids; a succession counts from its own day.
    Errors  none.
    Source  product §3 (7): old cases keep their old names and are found under the new unit as well.
    """
    taken_over: dict[int, set[int]] = {}
    asked, newest = set[int](), set(units)
    while newest:
        pairs = UnitSuccession.objects.filter(successor__in=newest, on__lte=on)
        asked |= newest
        for successor, predecessor in pairs.values_list("successor", "predecessor"):
            taken_over.setdefault(successor, set()).add(predecessor)
        newest = {old for one in newest for old in taken_over.get(one, ())} - asked
    lines = {}
    for unit in units:
        line = newest = {unit}
        while newest := {old for one in newest for old in taken_over.get(one, ())} - line:
            line = line | newest
        lines[unit] = frozenset(line)
    return lines


class UnitSuccession(Recorded):
    """On `on`, `successor` took over from `predecessor`, wholly or in part; many to many."""

    predecessor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions_out", verbose_name="Đơn vị cũ"
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions_in", verbose_name="Đơn vị mới"
    )
    on = models.DateField("Từ ngày")
    kind = models.CharField("Hình thức", max_length=10, choices=SuccessionKind, default=SuccessionKind.MERGE)
    document = TidyCharField("Văn bản", max_length=200, blank=True)

    class Meta:
        verbose_name = "sắp xếp đơn vị"
        verbose_name_plural = "sắp xếp đơn vị"
        ordering = ("-on", "pk")
        constraints = [
            models.UniqueConstraint(
                name="unit_succession_once",
                fields=["predecessor", "successor", "on"],
                violation_error_message="Việc sắp xếp này đã được ghi.",
            ),
            models.CheckConstraint(
                name="unit_succession_of_two",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="Đơn vị cũ và đơn vị mới phải khác nhau.",
            ),
            in_choices("unit_succession_kind_known", "kind", SuccessionKind),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


def heirs(units: Collection[int], *, on: date) -> dict[int, list[Unit]]:
    """Who speaks for units that are no more.

    Shape   keys of units in, for each the units existing on `on` that took over from it by then, directly or in steps,
            in the order of the alphabet; nothing for one nobody took over from. No query without units, else two.
    Units   database ids.
    Errors  none; a unit that goes on after giving a part away is not among its own heirs.
    Source  product §3 (7).
    """
    if not units:
        return {}
    took_over = defaultdict(list)
    for old, new in UnitSuccession.objects.filter(on__lte=on).values_list("predecessor", "successor"):
        took_over[old].append(new)
    reached: dict[int, set[int]] = {}
    for unit in units:
        found: set[int] = set()
        newest = set(took_over.get(unit, ()))
        while newest:
            found |= newest
            newest = {later for key in newest for later in took_over.get(key, ())} - found
        reached[unit] = found - {unit}
    wanted = set().union(*reached.values())
    standing = list(Unit.objects.existing_on(on).filter(pk__in=wanted)) if wanted else []
    return {unit: [heir for heir in standing if heir.pk in found] for unit, found in reached.items()}
