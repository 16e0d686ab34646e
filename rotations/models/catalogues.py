"""The lists of the 2C form an office may extend: ethnic groups, levels of training, grades and so on."""

from __future__ import annotations

from django.db import models

from rotations.models.fields import MatchKeyField, Recorded, TidyCharField, in_choices
from rotations.vocabulary import CatalogueKind


class CatalogueEntry(Recorded):
    """One word of one list. `rank` orders levels from low to high, so that a standard can be compared with.

    `aliases` holds accepted spellings, one per line ("H'Mông" for "Mông"). `is_minority` means something for
    ethnic groups only.
    """

    kind = models.CharField("Danh mục", max_length=20, choices=CatalogueKind)
    name = TidyCharField("Tên", max_length=150)
    match_key = MatchKeyField("name", db_index=True)
    code = TidyCharField("Mã", max_length=20, blank=True)
    aliases = models.TextField("Cách viết khác (mỗi dòng một cách)", blank=True)
    rank = models.PositiveSmallIntegerField("Thứ tự", default=0)
    is_minority = models.BooleanField("Dân tộc thiểu số", default=False)
    is_active = models.BooleanField("Đang dùng", default=True)

    class Meta:
        verbose_name = "mục danh mục"
        verbose_name_plural = "danh mục dùng chung"
        ordering = ("kind", "rank", "name")
        constraints = [
            models.UniqueConstraint(
                name="catalogue_entry_once",
                fields=["kind", "match_key"],
                violation_error_message="Danh mục đã có mục này.",
            ),
            in_choices("catalogue_kind_known", "kind", CatalogueKind),
        ]

    def __str__(self) -> str:
        return self.name


def catalogue_key(kind: CatalogueKind, label: str, related_name: str) -> models.ForeignKey:
    """A column that holds one entry of one list. It has no index: many rows share an entry, and none is found by it alone."""
    return models.ForeignKey(
        CatalogueEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=label,
        related_name=related_name,
        limit_choices_to={"kind": kind.value},
        db_index=False,
    )
