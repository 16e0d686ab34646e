"""Decisions: numbered documents that release people from posts and grant them posts."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from rotations import vietnamese
from rotations.models.fields import (
    FoldedField,
    NumberKeyField,
    Recorded,
    TidyCharField,
    TidyTextField,
    in_choices,
    or_none,
    word_in,
)
from rotations.models.officials import Official
from rotations.models.positions import Post
from rotations.models.rotations import Rotation
from rotations.models.terms import Term
from rotations.vocabulary import DecisionKind, LineAction, SecrecyLevel


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions in domain words."""

    def matching(self, text: str) -> DecisionQuerySet:
        """Whose number, symbol or title hold every word of `text`, marks and case aside; 5 finds 05 as well."""
        wanted = Q()
        for word in vietnamese.fold(text).split():
            number = Q(number_key=word.lstrip("0")) if word[0].isdigit() else Q()
            wanted &= word_in("search_fold", word) | number
        return self.filter(wanted)

    def about(self, text: str) -> DecisionQuerySet:
        """With a line about a person whose name or code contains `text`, marks and case aside."""
        people = Official.objects.matching(text)
        return self.filter(pk__in=DecisionLine.objects.filter(official__in=people).values("decision"))

    def numbered(self, number: str) -> DecisionQuerySet:
        """Of that number, however it is spelled: 05 and 5 are one."""
        return self.filter(number_key=NumberKeyField.compute(number))

    def highest_secrecy(self) -> SecrecyLevel:
        """The highest marking among them; that of internal papers where there are none. One query."""
        found = set(self.order_by().values_list("secrecy", flat=True).distinct())
        return next(
            (level for level in SecrecyLevel.above_internal() if level in found), SecrecyLevel.INTERNAL
        )

    def for_listing(self) -> DecisionQuerySet:
        """All that one row of the register shows, with `people`: how many people it is about. One query."""
        of_it = DecisionLine.objects.filter(decision=models.OuterRef("pk")).order_by()
        counted = of_it.values("decision").annotate(number=models.Count("official", distinct=True))
        people = models.Subquery(counted.values("number"))
        return self.select_related("term").annotate(people=Coalesce(people, models.Value(0)))


class Decision(Recorded):
    """One decision (quyết định). Numbers run per symbol and committee term, not per year, and are given by the
    registry: `number` is kept as typed ("05") and may be empty until then; 05 and 5 are one number. It takes effect on `effective_on` by itself, by date."""

    number = TidyCharField("Số", max_length=20, blank=True)
    number_key = NumberKeyField("number", max_length=20)
    symbol = TidyCharField("Ký hiệu", max_length=30, help_text="Ví dụ: QĐ/HU")
    search_fold = FoldedField("number", "symbol", "title")
    kind = models.CharField("Loại", max_length=15, choices=DecisionKind)
    title = TidyCharField("Trích yếu", max_length=300)
    issued_on = models.DateField("Ngày ban hành")
    effective_on = models.DateField("Hiệu lực từ")
    issuer = TidyCharField("Cơ quan ban hành", max_length=200)
    signer = TidyCharField("Người ký", max_length=150, blank=True)
    signer_title = TidyCharField("Chức vụ người ký", max_length=150, blank=True)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions",
        verbose_name="Nhiệm kỳ cấp ủy",
    )  # fmt: skip
    secrecy = models.CharField("Độ mật", max_length=12, choices=SecrecyLevel, default=SecrecyLevel.INTERNAL)
    note = TidyTextField("Ghi chú", blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định"
        verbose_name_plural = "quyết định"
        ordering = ("-issued_on", "-pk")
        indexes = [models.Index(name="decision_newest_first", fields=["-issued_on", "-id"])]
        constraints = [
            models.UniqueConstraint(
                "number_key",
                "symbol",
                or_none("term"),
                name="decision_number_once_a_term",
                condition=~Q(number_key=""),
                violation_error_message="Số này đã dùng cho ký hiệu đó trong nhiệm kỳ; hãy lấy số tiếp theo.",
            ),
            models.CheckConstraint(
                name="decision_effective_after_issue",
                condition=Q(effective_on__gte=F("issued_on")),
                violation_error_message="Ngày hiệu lực không thể trước ngày ban hành.",
            ),
            in_choices("decision_kind_known", "kind", DecisionKind),
            in_choices("decision_secrecy_known", "secrecy", SecrecyLevel),
        ]

    def __str__(self) -> str:
        return f"{self.number or '…'}-{self.symbol}"

    @classmethod
    def on_paper(cls, number: str) -> Decision:
        """A decision of the number as it stands on the paper ("312-QĐ/HU"), split at the first hyphen or stroke; not
        kept."""
        digits, symbol = (part.strip() for part in re.split(r"[-/]", number, maxsplit=1))
        return cls(number=digits, symbol=symbol)

    def get_absolute_url(self) -> str:
        """The decision's page."""
        return reverse("rotations:decision-detail", args=[self.pk])


class DecisionLineQuerySet(models.QuerySet["DecisionLine"]):
    """Lines in domain words."""

    def for_listing(self) -> DecisionLineQuerySet:
        """Person, seat and case of each, in one query."""
        return self.select_related(
            "official", "post__position", "post__unit", "term", "rotation__sending_unit",
            "rotation__receiving_unit",
        )  # fmt: skip


class DecisionLine(Recorded):
    """One line of a decision: one person released from, or granted, one post or duty."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="lines", verbose_name="Quyết định"
    )
    ordinal = models.PositiveSmallIntegerField("Thứ tự", default=1)
    official = models.ForeignKey(
        Official, on_delete=models.PROTECT, related_name="decision_lines", verbose_name="Cán bộ"
    )
    rotation = models.ForeignKey(
        Rotation, on_delete=models.PROTECT, null=True, blank=True, related_name="decision_lines",
        verbose_name="Lượt luân chuyển",
    )  # fmt: skip
    action = models.CharField("Nội dung", max_length=10, choices=LineAction)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="decision_lines",
        verbose_name="Chức danh",
    )  # fmt: skip
    text = TidyCharField("Ghi theo quyết định", max_length=300, blank=True)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="decision_lines",
        verbose_name="Nhiệm kỳ",
    )  # fmt: skip
    effective_on = models.DateField("Hiệu lực từ", null=True, blank=True)

    objects = DecisionLineQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng quyết định"
        verbose_name_plural = "nội dung quyết định"
        ordering = ("decision", "ordinal", "pk")
        constraints = [
            models.CheckConstraint(
                name="decision_line_says_what",
                condition=Q(post__isnull=False) | ~Q(text=""),
                violation_error_message="Hãy chọn chức danh hoặc ghi nội dung theo quyết định.",
            ),
            in_choices("decision_line_action_known", "action", LineAction),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.get_action_display()} {self.post or self.text}"
