"""Officials: the core of the 2C curriculum vitae."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.urls import reverse

from rotations import vietnamese
from rotations.models.catalogues import catalogue_key
from rotations.models.fields import (
    FoldedField,
    InitialsField,
    MatchKeyField,
    NameKeyField,
    PartialDateOf,
    PersonNameField,
    Recorded,
    TidyCharField,
    TidyTextField,
    precision_field,
    word_in,
)
from rotations.models.units import Unit
from rotations.vocabulary import CatalogueKind, Sex

models.CharField.register_lookup(Length)


class OfficialQuerySet(models.QuerySet["Official"]):
    """Officials in domain words."""

    def matching(self, text: str) -> OfficialQuerySet:
        """Officials every word of `text` speaks of, marks and case aside: see `of_words`."""
        return self.filter(self.of_words(vietnamese.fold(text).split()))

    @staticmethod
    def of_words(words: Iterable[str]) -> Q:
        """The condition that each word begins a word of the name, other name or code, or is the person's initials or
        the year of birth."""
        wanted = Q()
        for word in words:
            speaks = word_in("search_fold", word)
            if word.isalpha():
                speaks |= Q(initials=word)
            elif len(word) == 4 and word.isdigit():
                speaks |= Q(birth_date__year=int(word))
            wanted &= speaks
        return wanted

    def in_service(self) -> OfficialQuerySet:
        """Officials who have not left the service."""
        return self.filter(left_service_on__isnull=True)

    def for_listing(self) -> OfficialQuerySet:
        """What one row of a list shows of the file itself; posts held are `holdings.with_current_posts`."""
        return self.select_related("unit", "ethnicity")


class Official(Recorded):
    """One cadre's file, in the order of the 2C form.

    Posts are not here: they are holdings over periods. Age, retirement date and time in post are not here either:
    they are computed for a day. `unit` is where the person works as it was written down for `unit_since`; a move decided
    for a later day takes effect by itself (`working_at`). Namesakes are allowed; `official_code` and `citizen_id` are unique when given and
    may be empty. Ethnicity, religion, health, family, discipline and the citizen id are sensitive: see `access`.
    """

    # Identity (2C items 1 to 9)
    official_code = TidyCharField("Số hiệu cán bộ", max_length=30, blank=True)
    full_name = PersonNameField("Họ và tên khai sinh", max_length=150)
    name_key = NameKeyField("full_name")
    match_key = MatchKeyField("full_name")
    other_name = TidyCharField("Tên gọi khác", max_length=150, blank=True)
    search_fold = FoldedField("full_name", "other_name", "official_code")
    initials = InitialsField("full_name", max_length=30)
    birth_date = models.DateField("Ngày sinh", null=True, blank=True)
    birth_date_precision = precision_field("Ngày sinh")
    sex = models.CharField("Giới tính", max_length=6, choices=Sex, blank=True)
    birth_place = TidyCharField("Nơi sinh", max_length=250, blank=True)
    birth_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Nơi sinh (đơn vị)",
        db_index=False,  # nobody is looked for by it
    )
    native_place = TidyCharField("Quê quán", max_length=250, blank=True)
    native_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Quê quán (đơn vị)",
        db_index=False,  # nobody is looked for by it
    )
    ethnicity = catalogue_key(CatalogueKind.ETHNICITY, "Dân tộc", "officials_of_ethnicity")
    religion = catalogue_key(CatalogueKind.RELIGION, "Tôn giáo", "+")
    permanent_residence = TidyCharField("Nơi đăng ký thường trú", max_length=250, blank=True)
    current_residence = TidyCharField("Nơi ở hiện nay", max_length=250, blank=True)

    # Employment (10 to 14)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="officials",
        verbose_name="Đơn vị công tác",
    )  # fmt: skip
    unit_since = models.DateField("Đơn vị công tác ghi theo ngày", null=True, blank=True, editable=False)
    managing_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Cơ quan quản lý",
    )
    management_scope = catalogue_key(CatalogueKind.MANAGEMENT_SCOPE, "Diện quản lý", "+")
    cadre_kind = catalogue_key(CatalogueKind.CADRE_KIND, "Thành phần", "+")
    job_title = TidyCharField(
        "Chức danh chuyên môn", max_length=150, blank=True, help_text="Ví dụ: công chức"
    )
    occupation_at_recruitment = TidyCharField("Nghề nghiệp khi được tuyển dụng", max_length=150, blank=True)
    recruited_on = models.DateField("Ngày tuyển dụng", null=True, blank=True)
    recruited_on_precision = precision_field("Ngày tuyển dụng")
    recruiting_body = TidyCharField("Cơ quan tuyển dụng", max_length=200, blank=True)
    main_duty = TidyCharField("Công việc chính được giao", max_length=250, blank=True)
    grade = catalogue_key(CatalogueKind.GRADE, "Ngạch công chức", "+")
    grade_step = models.PositiveSmallIntegerField("Bậc lương", null=True, blank=True)
    pay_coefficient = models.DecimalField(
        "Hệ số lương", max_digits=4, decimal_places=2, null=True, blank=True
    )
    grade_since = models.DateField("Ngày hưởng", null=True, blank=True)
    post_allowance = models.DecimalField(
        "Phụ cấp chức vụ (hệ số)", max_digits=4, decimal_places=2, null=True, blank=True
    )
    other_allowance = TidyCharField("Phụ cấp khác", max_length=150, blank=True)

    # Education (15)
    general_education = catalogue_key(CatalogueKind.GENERAL_EDUCATION, "Giáo dục phổ thông", "+")
    professional_level = catalogue_key(CatalogueKind.PROFESSIONAL_LEVEL, "Trình độ chuyên môn", "+")
    major = TidyCharField("Chuyên ngành", max_length=200, blank=True)
    political_theory = catalogue_key(CatalogueKind.POLITICAL_THEORY, "Lý luận chính trị", "+")
    state_management = catalogue_key(CatalogueKind.STATE_MANAGEMENT, "Quản lý nhà nước", "+")
    foreign_language = TidyCharField("Ngoại ngữ, tiếng dân tộc", max_length=150, blank=True)
    computing = TidyCharField("Tin học", max_length=150, blank=True)

    # Party, mass organizations, army (16 to 18)
    party_admission_date = models.DateField("Ngày vào Đảng", null=True, blank=True)
    party_admission_date_precision = precision_field("Ngày vào Đảng")
    party_official_date = models.DateField("Ngày chính thức", null=True, blank=True)
    party_official_date_precision = precision_field("Ngày chính thức")
    party_card_number = TidyCharField("Số thẻ đảng viên", max_length=20, blank=True)
    party_committee_membership = TidyCharField("Cấp ủy hiện tại, cấp ủy kiêm", max_length=200, blank=True)
    organization_joined = TidyCharField("Tham gia tổ chức chính trị - xã hội", max_length=250, blank=True)
    enlisted_on = models.DateField("Ngày nhập ngũ", null=True, blank=True)
    discharged_on = models.DateField("Ngày xuất ngũ", null=True, blank=True)
    military_rank = TidyCharField("Quân hàm", max_length=100, blank=True)

    # Merits, health, papers (19 to 29)
    honours = TidyCharField("Danh hiệu", max_length=250, blank=True)
    strengths = TidyCharField("Sở trường công tác", max_length=250, blank=True)
    health = TidyCharField("Tình trạng sức khỏe", max_length=150, blank=True)
    height_cm = models.PositiveSmallIntegerField("Chiều cao (cm)", null=True, blank=True)
    weight_kg = models.PositiveSmallIntegerField("Cân nặng (kg)", null=True, blank=True)
    blood_group = TidyCharField("Nhóm máu", max_length=5, blank=True)
    policy_family = TidyCharField("Thương binh, gia đình chính sách", max_length=150, blank=True)
    citizen_id = TidyCharField("Số CCCD (định danh)", max_length=12, blank=True)
    citizen_id_issued_on = models.DateField("Ngày cấp CCCD", null=True, blank=True)
    social_insurance_number = TidyCharField("Số sổ BHXH", max_length=15, blank=True)
    personal_history = TidyTextField("Đặc điểm lịch sử bản thân", blank=True)

    left_service_on = models.DateField("Ngày thôi công tác", null=True, blank=True)
    note = TidyTextField("Ghi chú", blank=True)

    birth = PartialDateOf("birth_date")
    recruited = PartialDateOf("recruited_on")
    party_admission = PartialDateOf("party_admission_date")
    party_official = PartialDateOf("party_official_date")

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = "cán bộ"
        verbose_name_plural = "cán bộ"
        ordering = ("name_key", "pk")
        # Not `db_index`, which would be copied to the history and, for beginnings of words, doubled.
        indexes = [
            models.Index(name="official_by_name", fields=["name_key"]),
            models.Index(name="official_by_match_key", fields=["match_key"]),
            models.Index(name="official_by_initials", fields=["initials"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="official_code_once",
                fields=["official_code"],
                condition=~Q(official_code=""),
                violation_error_message="Số hiệu cán bộ này đã có người khác mang.",
            ),
            models.UniqueConstraint(
                name="official_citizen_id_once",
                fields=["citizen_id"],
                condition=~Q(citizen_id=""),
                violation_error_message="Số CCCD này đã có ở hồ sơ khác.",
            ),
            models.CheckConstraint(
                name="official_citizen_id_length",
                condition=Q(citizen_id="") | Q(citizen_id__length=12) | Q(citizen_id__length=9),
                violation_error_message="Số CCCD phải đủ 12 chữ số (hoặc CMND 9 chữ số).",
            ),
            models.CheckConstraint(
                name="official_sex_known",
                condition=Q(sex__in=["", *Sex.values]),
                violation_error_message="Giới tính không có trong danh mục.",
            ),
            models.CheckConstraint(
                name="official_party_dates_in_order",
                condition=Q(party_admission_date__isnull=True)
                | Q(party_official_date__isnull=True)
                | Q(party_official_date__gte=F("party_admission_date"))
                # a date known to the year is stored as its first day, so it may seem to come first
                | ~Q(party_official_date_precision="day"),
                violation_error_message="Ngày chính thức không thể trước ngày vào Đảng.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        """The person's file."""
        return reverse("rotations:official-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """Name, birth year and unit: enough to tell namesakes apart."""
        parts = [self.full_name]
        if self.birth_date:
            parts.append(str(self.birth_date.year))
        if self.unit_id:
            parts.append(str(self.unit))
        return ", ".join(parts)

    def age_on(self, day: date) -> int | None:
        """Completed years on `day`, counted from the first day the birth may have been; None when unknown."""
        if self.birth_date is None:
            return None
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)


class FamilyMember(Recorded):
    """One relative of an official (2C item 30). `relative` links one who is an official too, so that nobody
    handles a relative's case."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="family", verbose_name="Cán bộ"
    )
    relation = TidyCharField("Quan hệ", max_length=50)
    full_name = PersonNameField("Họ và tên", max_length=150)
    birth_year = models.PositiveSmallIntegerField("Năm sinh", null=True, blank=True)
    description = TidyCharField("Quê quán, nghề nghiệp, nơi ở", max_length=300, blank=True)
    relative = models.ForeignKey(
        Official, on_delete=models.PROTECT, null=True, blank=True, related_name="relative_of",
        verbose_name="Là cán bộ trong hệ thống",
    )  # fmt: skip

    class Meta:
        verbose_name = "thân nhân"
        verbose_name_plural = "quan hệ gia đình"
        ordering = ("official", "pk")

    def __str__(self) -> str:
        return f"{self.relation}: {self.full_name}"


class Training(Recorded):
    """One course or school an official went through (2C item 27)."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="trainings", verbose_name="Cán bộ"
    )
    school = TidyCharField("Trường", max_length=200)
    major = TidyCharField("Ngành, nội dung", max_length=200, blank=True)
    from_date = models.DateField("Từ", null=True, blank=True)
    from_date_precision = precision_field("Từ")
    to_date = models.DateField("Đến", null=True, blank=True)
    to_date_precision = precision_field("Đến")
    form = TidyCharField("Hình thức", max_length=100, blank=True)
    certificate = TidyCharField("Văn bằng, chứng chỉ", max_length=200, blank=True)

    started = PartialDateOf("from_date")
    finished = PartialDateOf("to_date")

    class Meta:
        verbose_name = "đào tạo, bồi dưỡng"
        verbose_name_plural = "đào tạo, bồi dưỡng"
        ordering = ("official", "from_date", "pk")
        constraints = [
            models.CheckConstraint(
                name="training_ends_after_start",
                condition=Q(from_date__isnull=True)
                | Q(to_date__isnull=True)
                | Q(to_date__gte=F("from_date")),
                violation_error_message="Thời gian đào tạo phải kết thúc sau khi bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.school


class WorkHistory(Recorded):
    """One line of the working life (2C item 28) as declared, for what lies outside the posts kept here."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="work_history", verbose_name="Cán bộ"
    )
    from_date = models.DateField("Từ")
    from_date_precision = precision_field("Từ")
    to_date = models.DateField("Đến", null=True, blank=True)
    to_date_precision = precision_field("Đến")
    description = TidyCharField("Chức danh, chức vụ, đơn vị", max_length=300)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Đơn vị (nếu có)",
    )

    started = PartialDateOf("from_date")
    finished = PartialDateOf("to_date")

    class Meta:
        verbose_name = "quá trình công tác"
        verbose_name_plural = "quá trình công tác"
        ordering = ("official", "from_date", "pk")
        constraints = [
            models.CheckConstraint(
                name="work_history_ends_after_start",
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                violation_error_message="Thời gian công tác phải kết thúc sau khi bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.description


class Reward(Recorded):
    """One commendation (2C item 21)."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="rewards", verbose_name="Cán bộ"
    )
    year = models.PositiveSmallIntegerField("Năm")
    form = TidyCharField("Hình thức khen thưởng", max_length=200)
    document = TidyCharField("Quyết định", max_length=200, blank=True)

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ("official", "-year", "pk")

    def __str__(self) -> str:
        return f"{self.year}: {self.form}"
