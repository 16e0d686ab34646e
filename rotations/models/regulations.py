"""Regulations: their text's validity, their numbers, and the steps and papers they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from rotations.models.fields import (
    FoldedField,
    Recorded,
    TidyCharField,
    TidyTextField,
    in_choices,
    or_never,
    words_in,
)
from rotations.models.positions import Position
from rotations.vocabulary import PaperKind, ParameterCode, RotationStatus, Sex, UnitLevel


class ParameterMissing(LookupError):
    """Neither the regulation nor the text above it sets this number on this day."""


class RegulationQuerySet(models.QuerySet["Regulation"]):
    """Regulations in domain words."""

    def in_force_on(self, day: date) -> RegulationQuerySet:
        """Regulations whose text applies on `day`; the day one is replaced no longer counts."""
        return self.filter(effective_from__lte=day).filter(
            Q(effective_to__isnull=True) | Q(effective_to__gt=day)
        )

    def matching(self, text: str) -> RegulationQuerySet:
        """Regulations whose symbol or title hold every word of `text`, marks and case aside."""
        return self.filter(words_in("symbol_fold", text))

    def with_plan_count(self) -> RegulationQuerySet:
        """Each with `plan_count`, how many plans go by it, in the same query; the newest text first."""
        counted = self.annotate(plan_count=models.Count("plans", distinct=True))
        return counted.order_by("-effective_from", "symbol")


class Regulation(Recorded):
    """One issued text (quy định), such as 65-QĐ/TW, in force over [effective_from, effective_to).

    A lower text makes the upper one (`parent`) concrete: a number it does not set is read from above. A changed
    text is another row, so what was judged by this one stays judged by it.
    """

    symbol = TidyCharField("Số, ký hiệu", max_length=50, help_text="Ví dụ: 65-QĐ/TW")
    symbol_fold = FoldedField("symbol", "title")
    title = TidyCharField("Trích yếu", max_length=300)
    level = models.CharField("Cấp ban hành", max_length=10, choices=UnitLevel)
    issuer = TidyCharField("Cơ quan ban hành", max_length=200)
    issued_on = models.DateField("Ngày ban hành")
    effective_from = models.DateField("Hiệu lực từ")
    effective_to = models.DateField("Hết hiệu lực từ", null=True, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name="Cụ thể hóa văn bản",
    )  # fmt: skip
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by",
        verbose_name="Thay thế văn bản",
    )  # fmt: skip
    note = TidyTextField("Ghi chú", blank=True)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định"
        verbose_name_plural = "quy định"
        ordering = ("-effective_from", "symbol")
        constraints = [
            models.UniqueConstraint(
                name="regulation_once",
                fields=["symbol", "issued_on"],
                violation_error_message="Văn bản này đã có.",
            ),
            models.CheckConstraint(
                name="regulation_ends_after_start",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
            in_choices("regulation_level_known", "level", UnitLevel),
        ]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        """The page of the text."""
        return reverse("rotations:regulation-detail", args=[self.pk])

    def is_in_force_on(self, day: date) -> bool:
        """Whether the text applies on `day`; the day it is replaced no longer counts."""
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)

    def parameter(self, code: ParameterCode, *, on: date) -> RegulationParameter:
        """The row that sets `code` on `on`, in this text or the nearest one above it.

        Shape   one row. One query per text looked into, the first time; its rows stay on the object.
        Units   as the parameter's label says; of two rows that hold on the day, the later one counts.
        Errors  ParameterMissing when no text in the line sets it on that day.
        Source  the regulation's own parameters, domain reference §1.3.
        """
        for text in self.lineage():
            holding = [row for row in text.numbers if row.code == code and row.holds_on(on)]
            if holding:
                return max(holding, key=lambda row: row.valid_from or date.min)
        raise ParameterMissing(f"{self.symbol}: {ParameterCode(code).label}")

    def lineage(self) -> Iterator[Regulation]:
        """This text and those it makes concrete, the nearest first."""
        text: Regulation | None = self
        while text is not None:
            yield text
            text = text.parent

    @cached_property
    def numbers(self) -> list[RegulationParameter]:
        """This text's own parameter rows, read once for the object."""
        return list(self.parameters.all())

    def number(self, code: ParameterCode, *, on: date) -> int:
        """The whole number that `code` stands for on `on`; ParameterMissing when it is nowhere set."""
        return int(self.parameter(code, on=on).value)


class OfAPeriod(Recorded):
    """A row of a regulation that holds over [valid_from, valid_to); without dates, for as long as the text does."""

    valid_from = models.DateField(
        "Từ ngày", null=True, blank=True, help_text="Để trống: từ khi văn bản có hiệu lực."
    )
    valid_to = models.DateField("Đến trước ngày", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the row counts on `day`; the day it ends does not."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def ends_after_start(name: str, message: str) -> models.CheckConstraint:
    """Hold the period of a row to its order."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
        violation_error_message=message,
    )


class RegulationParameter(OfAPeriod):
    """One number of a regulation over [valid_from, valid_to), with the article that says it."""

    regulation = models.ForeignKey(
        Regulation, on_delete=models.CASCADE, related_name="parameters", verbose_name="Quy định"
    )
    code = models.CharField("Tham số", max_length=40, choices=ParameterCode)
    value = models.DecimalField("Giá trị", max_digits=8, decimal_places=2)
    article = TidyCharField("Điều, khoản", max_length=100, blank=True)
    note = TidyCharField("Ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "tham số quy định"
        verbose_name_plural = "tham số quy định"
        ordering = ("regulation", "code", "valid_from")
        constraints = [
            models.UniqueConstraint(
                "regulation",
                "code",
                or_never("valid_from"),
                name="regulation_parameter_once",
                violation_error_message="Tham số này đã được đặt cho ngày đó.",
            ),
            models.CheckConstraint(
                name="regulation_parameter_not_negative",
                condition=Q(value__gte=Decimal(0)),
                violation_error_message="Giá trị tham số không được âm.",
            ),
            ends_after_start(
                "regulation_parameter_ends_after_start", "Tham số phải hết hiệu lực sau ngày bắt đầu."
            ),
            in_choices("regulation_parameter_code_known", "code", ParameterCode),
        ]

    def __str__(self) -> str:
        known = self.code in ParameterCode.values
        label = self.get_code_display() if known else "Tham số không còn dùng"
        return f"{label}: {self.value.normalize():f}"


class NonLocalPost(OfAPeriod):
    """A position that, by this regulation, is not to be held by a local person at this level in these days."""

    regulation = models.ForeignKey(
        Regulation, on_delete=models.CASCADE, related_name="non_local_posts", verbose_name="Quy định"
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="non_local_rules", verbose_name="Chức danh"
    )
    level = models.CharField("Cấp", max_length=10, choices=UnitLevel)
    article = TidyCharField("Điều, khoản", max_length=100, blank=True)

    class Meta:
        verbose_name = "chức danh không là người địa phương"
        verbose_name_plural = "chức danh không là người địa phương"
        ordering = ("regulation", "level", "position")
        constraints = [
            models.UniqueConstraint(
                "regulation",
                "position",
                "level",
                or_never("valid_from"),
                name="non_local_post_once",
                violation_error_message="Chức danh này đã có trong danh sách từ ngày đó.",
            ),
            ends_after_start(
                "non_local_post_ends_after_start", "Chức danh phải ra khỏi danh sách sau ngày đưa vào."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} ({self.get_level_display()})"


class StepTemplate(Recorded):
    """A set of steps (quy trình) a regulation asks for. A set in use is not edited: a new one replaces it,
    so the steps of a rotation stay those it began with."""

    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="step_templates", verbose_name="Quy định"
    )
    name = TidyCharField("Tên quy trình", max_length=150)
    effective_from = models.DateField("Áp dụng từ")

    class Meta:
        verbose_name = "mẫu quy trình"
        verbose_name_plural = "mẫu quy trình"
        ordering = ("regulation", "-effective_from", "pk")
        constraints = [
            models.UniqueConstraint(
                name="step_template_once",
                fields=["regulation", "effective_from"],
                violation_error_message="Quy định đã có mẫu quy trình áp dụng từ ngày này.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StepTemplateItem(Recorded):
    """One step of a set: who does it, what it produces, and the status a case has while it is under way."""

    template = models.ForeignKey(
        StepTemplate, on_delete=models.CASCADE, related_name="items", verbose_name="Mẫu quy trình"
    )
    ordinal = models.PositiveSmallIntegerField("Bước")
    code = models.SlugField("Mã bước", max_length=40)
    name = TidyCharField("Tên bước", max_length=150)
    actor = TidyCharField("Ai thực hiện", max_length=200, blank=True)
    produces = TidyTextField("Kết quả, văn bản", blank=True)
    status = models.CharField("Trạng thái khi đang ở bước này", max_length=30, choices=RotationStatus)
    article = TidyCharField("Điều, khoản", max_length=100, blank=True)

    class Meta:
        verbose_name = "bước của quy trình"
        verbose_name_plural = "các bước của quy trình"
        ordering = ("template", "ordinal")
        constraints = [
            models.UniqueConstraint(
                name="step_template_item_once",
                fields=["template", "ordinal"],
                violation_error_message="Quy trình đã có bước mang số này.",
            ),
            models.UniqueConstraint(
                name="step_template_code_once",
                fields=["template", "code"],
                violation_error_message="Quy trình đã có bước mang mã này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.name}"


class DossierTemplateItem(OfAPeriod):
    """One paper that a regulation asks for in the rotation dossier (hồ sơ) in these days. An item in use is not edited:
    it ends and another takes its place, so the dossiers laid out keep what they were asked for."""

    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="dossier_items", verbose_name="Quy định"
    )
    ordinal = models.PositiveSmallIntegerField("Số thứ tự")
    name = TidyCharField("Thành phần hồ sơ", max_length=250)
    is_required = models.BooleanField("Bắt buộc", default=True)
    valid_months = models.PositiveSmallIntegerField("Còn hạn (tháng)", null=True, blank=True)
    kind = models.CharField("Loại giấy tờ", max_length=20, choices=PaperKind, default=PaperKind.OTHER)
    article = TidyCharField("Điều, khoản", max_length=100, blank=True)

    class Meta:
        verbose_name = "thành phần hồ sơ mẫu"
        verbose_name_plural = "danh mục hồ sơ mẫu"
        ordering = ("regulation", "ordinal")
        constraints = [
            models.UniqueConstraint(
                "regulation",
                "ordinal",
                or_never("valid_from"),
                name="dossier_template_item_once",
                violation_error_message="Danh mục đã có thành phần mang số này từ ngày đó.",
            ),
            ends_after_start(
                "dossier_template_item_ends_after_start",
                "Thành phần hồ sơ phải thôi áp dụng sau ngày bắt đầu.",
            ),
            in_choices("dossier_template_item_kind_known", "kind", PaperKind),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.name}"


class RetirementAgeQuerySet(models.QuerySet["RetirementAge"]):
    """Retirement ages in domain words."""

    def of(self, *, sex: str, year: str) -> RetirementAge | None:
        """The row of a sex and a year, as an address names them; None where there is none."""
        return self.filter(sex=sex, year=int(year)).first() if year.isascii() and year.isdigit() else None

    def by_year(self) -> list[tuple[int, RetirementAge | None, RetirementAge | None]]:
        """Each year of the table with the row of men and that of women. One query."""
        found: dict[int, dict[str, RetirementAge]] = {}
        for row in self.order_by("year"):
            found.setdefault(row.year, {})[row.sex] = row
        return [(year, rows.get(Sex.MALE), rows.get(Sex.FEMALE)) for year, rows in found.items()]


class RetirementAge(Recorded):
    """Retirement age of one sex for those who reach it in `year` (Nghị định 135/2020/NĐ-CP).

    A retirement date is always computed from this table and never stored.
    """

    sex = models.CharField("Giới tính", max_length=6, choices=Sex)
    year = models.PositiveSmallIntegerField("Năm nghỉ hưu")
    age_months = models.PositiveSmallIntegerField("Tuổi nghỉ hưu (tháng)")
    document = TidyCharField("Văn bản", max_length=100, blank=True)

    objects = RetirementAgeQuerySet.as_manager()

    class Meta:
        verbose_name = "tuổi nghỉ hưu"
        verbose_name_plural = "bảng tuổi nghỉ hưu"
        ordering = ("sex", "year")
        constraints = [
            models.UniqueConstraint(
                name="retirement_age_once",
                fields=["sex", "year"],
                violation_error_message="Bảng đã có năm này cho giới tính này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sex_display()} {self.year}: {self.age}"

    @property
    def age(self) -> str:
        """In years and months, as the decree writes it."""
        years, months = divmod(self.age_months, 12)
        return f"{years} tuổi {months} tháng" if months else f"{years} tuổi"
