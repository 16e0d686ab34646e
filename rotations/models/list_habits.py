"""How one person keeps a list: filters saved under a name, and the columns shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q, Value

from rotations import vietnamese
from rotations.models.accounts import Account
from rotations.models.fields import MatchKeyField, TidyCharField

LONGEST_QUERY = 1000


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters in domain words."""

    def of(self, account: Account) -> SavedFilterQuerySet:
        """Those of an account."""
        return self.filter(account=account)

    def of_list(self, account: Account, list_name: str) -> SavedFilterQuerySet:
        """Those an account saved above one list."""
        return self.filter(account=account, list_name=list_name)


class SavedFilter(models.Model):
    """One narrowing of one list that a person saved under a name: the query string, and nothing of what it finds.

    It is the person's own, is seen by nobody else and gives no right: opened, it narrows what the account may see that
    day. It keeps no history.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters",
        verbose_name="Tài khoản",
    )  # fmt: skip
    list_name = models.CharField("Danh sách", max_length=50)
    name = TidyCharField("Tên bộ lọc", max_length=60)
    match_key = MatchKeyField("name", max_length=120)
    query = models.CharField("Điều kiện", max_length=LONGEST_QUERY)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        verbose_name_plural = "bộ lọc đã lưu"
        ordering = ("list_name", "match_key", "pk")
        constraints = [
            models.UniqueConstraint(
                name="saved_filter_once",
                fields=["account", "list_name", "match_key"],
                violation_error_message="Danh sách này đã có bộ lọc mang tên đó.",
            ),
            models.CheckConstraint(
                name="saved_filter_named",
                condition=~Q(match_key="") & ~Q(query=""),
                violation_error_message="Bộ lọc phải có tên và điều kiện.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListColumnsQuerySet(models.QuerySet["ListColumns"]):
    """Choices of columns in domain words."""

    def of_list(self, account: Account, list_name: str) -> ListColumnsQuerySet:
        """The one of an account and a list."""
        return self.filter(account=account, list_name=list_name)


class ListColumns(models.Model):
    """Which columns of one list a person wants to see. Without a row the list has its usual ones. It keeps no history."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="list_columns",
        verbose_name="Tài khoản",
    )  # fmt: skip
    list_name = models.CharField("Danh sách", max_length=50)
    columns = models.CharField("Cột", max_length=500)

    objects = ListColumnsQuerySet.as_manager()

    class Meta:
        verbose_name = "cột của danh sách"
        verbose_name_plural = "cột của danh sách"
        ordering = ("list_name", "pk")
        constraints = [
            models.UniqueConstraint(
                name="list_columns_once",
                fields=["account", "list_name"],
                violation_error_message="Đã có lựa chọn cột cho danh sách này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.columns.count(',') + 1} cột đã chọn"


@dataclass(frozen=True)
class Habits:
    """What an account keeps about one list: its columns as they were chosen ("" for the usual ones), and its filters as
    (key, name, query)."""

    columns: str
    filters: list[tuple[int, str, str]]


def habits_of(account: Account, list_name: str) -> Habits:
    """What an account keeps about a list.

    Shape   an account and the name of a list in; `Habits` out, filters in the order of the alphabet. One query.
    Units   a query is what stands after the question mark of an address.
    Errors  none: who keeps nothing has empty habits.
    Source  product §4 (lists).
    """
    filters = SavedFilter.objects.of_list(account, list_name).order_by().values_list("pk", "name", "query")
    chosen = ListColumns.objects.of_list(account, list_name).order_by()
    rows = list(filters.union(chosen.values_list("pk", Value(""), "columns"), all=True))
    named = sorted((row for row in rows if row[1]), key=lambda row: (vietnamese.sort_key(row[1]), row[0]))
    return Habits(next((row[2] for row in rows if not row[1]), ""), named)
