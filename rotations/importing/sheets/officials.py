"""The register of officials: the 2C core, and who holds which post since when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from rotations import access
from rotations.importing.sheets.columns import (
    Attached,
    Choice,
    Column,
    Day,
    KnownBy,
    Lines,
    Number,
    PartialDay,
    PersonName,
    Text,
    Whole,
    text_of,
)
from rotations.importing.sheets.sheet import Sheet
from rotations.models import Official, OfficialQuerySet, Post, PostHolding, with_current_posts
from rotations.partial_dates import PartialDate
from rotations.vietnamese import clean, match_key
from rotations.vocabulary import CatalogueKind, Sex


def _entry(attribute: str, heading: str, kind: CatalogueKind, *spellings: str) -> Column:
    """A column that names one entry of a list of the 2C form."""
    return Column(
        attribute, heading, KnownBy(f"catalogue:{kind.value}", f"danh mục {heading}"), spellings=spellings
    )


class OfficialSheet(Sheet):
    """One row per official, known by official code, else citizen id, else name with birth and unit.

    Posts are added, never ended: a person who holds another main post is a fault that names it, for ending a post
    is somebody's decision. The first post of the cell is the main one; the date is the day it was taken up.
    """

    noun: ClassVar[str] = "cán bộ"

    official_code = Column(
        "official_code", "Số hiệu cán bộ", Text(), spellings=("Số hiệu", "Mã cán bộ", "Số hiệu công chức")
    )
    full_name = Column(
        "full_name", "Họ và tên", PersonName(), spellings=("Họ tên", "Họ và tên khai sinh"), required=True
    )
    other_name = Column("other_name", "Tên gọi khác", Text())
    birth = Column("birth", "Ngày sinh", PartialDay(), spellings=("Ngày, tháng, năm sinh", "Năm sinh"))
    sex = Column("sex", "Giới tính", Choice(Sex))
    birth_place = Column("birth_place", "Nơi sinh", Text())
    native_place = Column("native_place", "Quê quán", Text())
    ethnicity = _entry("ethnicity", "Dân tộc", CatalogueKind.ETHNICITY)
    religion = _entry("religion", "Tôn giáo", CatalogueKind.RELIGION)
    permanent_residence = Column(
        "permanent_residence", "Nơi đăng ký thường trú", Text(), spellings=("Hộ khẩu thường trú",)
    )
    current_residence = Column("current_residence", "Nơi ở hiện nay", Text())
    unit = Column(
        "unit",
        "Đơn vị",
        KnownBy("units", "danh mục đơn vị"),
        spellings=("Đơn vị công tác", "Mã đơn vị", "Tên đơn vị"),
        required=True,
    )
    posts = Attached(
        "posts_held", "Chức vụ", spellings=("Chức danh", "Chức vụ hiện nay", "Chức vụ, chức danh")
    )
    since = Attached("posts_since", "Giữ chức vụ từ", spellings=("Ngày giữ chức vụ", "Thời điểm giữ chức vụ"))
    management_scope = _entry("management_scope", "Diện quản lý", CatalogueKind.MANAGEMENT_SCOPE)
    cadre_kind = _entry("cadre_kind", "Thành phần", CatalogueKind.CADRE_KIND)
    job_title = Column("job_title", "Chức danh chuyên môn", Text())
    occupation_at_recruitment = Column("occupation_at_recruitment", "Nghề nghiệp khi được tuyển dụng", Text())
    recruited = Column("recruited", "Ngày tuyển dụng", PartialDay())
    recruiting_body = Column("recruiting_body", "Cơ quan tuyển dụng", Text())
    main_duty = Column("main_duty", "Công việc chính được giao", Text())
    grade = _entry("grade", "Ngạch công chức", CatalogueKind.GRADE, "Ngạch")
    grade_step = Column("grade_step", "Bậc lương", Whole(), spellings=("Bậc",))
    pay_coefficient = Column("pay_coefficient", "Hệ số lương", Number(), spellings=("Hệ số",))
    grade_since = Column("grade_since", "Ngày hưởng", Day())
    post_allowance = Column("post_allowance", "Phụ cấp chức vụ", Number())
    other_allowance = Column("other_allowance", "Phụ cấp khác", Text())
    general_education = _entry("general_education", "Giáo dục phổ thông", CatalogueKind.GENERAL_EDUCATION)
    professional_level = _entry("professional_level", "Trình độ chuyên môn", CatalogueKind.PROFESSIONAL_LEVEL)
    major = Column("major", "Chuyên ngành", Text())
    political_theory = _entry("political_theory", "Lý luận chính trị", CatalogueKind.POLITICAL_THEORY)
    state_management = _entry("state_management", "Quản lý nhà nước", CatalogueKind.STATE_MANAGEMENT)
    foreign_language = Column(
        "foreign_language", "Ngoại ngữ, tiếng dân tộc", Text(), spellings=("Ngoại ngữ",)
    )
    computing = Column("computing", "Tin học", Text())
    party_admission = Column("party_admission", "Ngày vào Đảng", PartialDay())
    party_official = Column(
        "party_official", "Ngày chính thức", PartialDay(), spellings=("Ngày vào Đảng chính thức",)
    )
    party_card_number = Column("party_card_number", "Số thẻ đảng viên", Text(), spellings=("Số thẻ Đảng",))
    party_committee_membership = Column(
        "party_committee_membership", "Cấp ủy hiện tại, cấp ủy kiêm", Text(), spellings=("Cấp ủy",)
    )
    organization_joined = Column("organization_joined", "Tham gia tổ chức chính trị - xã hội", Text())
    enlisted_on = Column("enlisted_on", "Ngày nhập ngũ", Day())
    discharged_on = Column("discharged_on", "Ngày xuất ngũ", Day())
    military_rank = Column("military_rank", "Quân hàm", Text())
    honours = Column("honours", "Danh hiệu", Text())
    strengths = Column("strengths", "Sở trường công tác", Text())
    health = Column("health", "Tình trạng sức khỏe", Text(), spellings=("Sức khỏe",))
    height_cm = Column("height_cm", "Chiều cao (cm)", Whole())
    weight_kg = Column("weight_kg", "Cân nặng (kg)", Whole())
    blood_group = Column("blood_group", "Nhóm máu", Text())
    policy_family = Column("policy_family", "Thương binh, gia đình chính sách", Text())
    citizen_id = Column(
        "citizen_id",
        "Số CCCD",
        Text(),
        spellings=("CCCD", "Số định danh", "Số CCCD (định danh)", "Số định danh cá nhân"),
    )
    citizen_id_issued_on = Column("citizen_id_issued_on", "Ngày cấp CCCD", Day(), spellings=("Ngày cấp",))
    social_insurance_number = Column("social_insurance_number", "Số sổ BHXH", Text())
    left_service_on = Column("left_service_on", "Ngày thôi công tác", Day())
    note = Column("note", "Ghi chú", Lines())

    class Meta:
        model = Official
        name = "Cán bộ"
        import_id_fields = ("full_name",)
        fields = (
            "official_code", "full_name", "other_name", "birth", "sex", "birth_place", "native_place", "ethnicity",
            "religion", "permanent_residence", "current_residence", "unit", "posts", "since", "management_scope",
            "cadre_kind", "job_title", "occupation_at_recruitment", "recruited", "recruiting_body", "main_duty",
            "grade", "grade_step", "pay_coefficient", "grade_since", "post_allowance", "other_allowance",
            "general_education", "professional_level", "major", "political_theory", "state_management",
            "foreign_language", "computing", "party_admission", "party_official", "party_card_number",
            "party_committee_membership", "organization_joined", "enlisted_on", "discharged_on", "military_rank",
            "honours", "strengths", "health", "height_cm", "weight_kg", "blood_group", "policy_family",
            "citizen_id", "citizen_id_issued_on", "social_insurance_number", "left_service_on", "note",
        )  # fmt: skip
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False

    def get_queryset(self) -> OfficialQuerySet:
        """Officials the account may see, with the posts they hold."""
        return with_current_posts(
            self._with_names(access.visible_officials(self.account, on=self.on)), on=self.on
        )

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """With the names and the posts held, in a fixed number of queries."""
        return self._with_names(queryset)

    def _with_names(self, rows: OfficialQuerySet) -> OfficialQuerySet:
        return rows.select_related(
            "unit__parent", "ethnicity", "religion", "management_scope", "cadre_kind", "grade", "general_education",
            "professional_level", "political_theory", "state_management",
        )  # fmt: skip

    # ---- whose row it is

    def row_key(self, row: dict[str, Any]) -> Any:
        """The surest words the row gives."""
        for name in ("official_code", "citizen_id"):
            if typed := self.cell(row, name):
                return (name, typed)
        return (
            "name",
            match_key(self.cell(row, "full_name")),
            self.cell(row, "birth"),
            match_key(self.cell(row, "unit")),
        )

    def record_of(self, row: dict[str, Any]) -> Official | None:
        """By code, by citizen id, else by name with birth and unit as far as the row gives them."""
        for name in ("official_code", "citizen_id"):
            if (typed := self.cell(row, name)) and (
                found := self.get_queryset().filter(**{name: typed}).first()
            ):
                return found
        same = self.get_queryset().filter(match_key=match_key(self.cell(row, "full_name")))
        for name in ("official_code", "citizen_id"):
            if self.cell(row, name):  # whoever bears another one is somebody else
                same = same.filter(**{name: ""})
        try:
            birth = self.fields["birth"].clean(row) if self.cell(row, "birth") else None
            unit = self.fields["unit"].clean(row) if self.cell(row, "unit") else None
        except ValueError:
            return None  # said under its column when the cells are read
        namesakes = list(same[:20])
        if birth is not None:
            namesakes = [person for person in namesakes if person.birth in (None, birth)]
        here = [person for person in namesakes if person.unit_id == (unit.pk if unit else None)]
        exact = [person for person in here or namesakes if birth is not None and person.birth == birth]
        found_here = exact or here
        if len(found_here) > 1:
            raise ValidationError(
                {"full_name": f"Có {len(found_here)} người tên “{self.cell(row, 'full_name')}” khớp với dòng này; hãy ghi "
                 "Số hiệu cán bộ hoặc ngày sinh."}
            )  # fmt: skip
        return found_here[0] if found_here else None

    # ---- posts held

    def read_posts_held(self, instance: Official, cell: Any, row: dict[str, Any]) -> tuple[int, ...]:
        """Ids of the posts named at the row's unit, the main one first, and of those held already."""
        standing = self.standing_posts_held(instance)
        named: list[int] = []
        for name in filter(None, map(clean, text_of(cell).split(";"))):
            post = self._post(instance, name)
            if post.pk not in named:
                named.append(post.pk)
        return standing if set(named) <= set(standing) else tuple(dict.fromkeys((*named, *standing)))

    def _post(self, instance: Official, name: str) -> Post:
        position = self.lookups.one("positions", "danh mục chức danh", name)
        held = [
            holding.post for holding in self._holdings(instance) if holding.post.position_id == position.pk
        ]
        # A post held elsewhere too (kiêm nhiệm) is named in the same cell.
        for post in sorted(held, key=lambda post: post.unit_id != instance.unit_id):
            return post
        if instance.unit_id is None:
            raise ValueError(f"“{name}”: chưa rõ đơn vị nên không biết là chức vụ ở đâu.")
        here = Post.objects.open_on(self.on).filter(unit=instance.unit_id, position=position.pk).first()
        if here is None:
            raise ValueError(
                f"{instance.unit} không có chức danh “{position}”; hãy thêm chức danh cho đơn vị trước."
            )
        return here

    def _holdings(self, instance: Official) -> list[PostHolding]:
        return list(getattr(instance, "current_holdings", ())) if instance.pk else []

    def standing_posts_held(self, instance: Official) -> tuple[int, ...]:
        """Ids of the posts held without an end, the main one first."""
        return tuple(holding.post_id for holding in self._main_first(instance))

    def _main_first(self, instance: Official) -> list[PostHolding]:
        return sorted(
            self._holdings(instance), key=lambda held: (not held.is_main, held.post.position.rank, held.pk)
        )

    def written_posts_held(self, value: tuple[int, ...]) -> str:
        """As the cell is written."""
        posts = (
            {post.pk: post for post in Post.objects.filter(pk__in=value).select_related("position")}
            if value
            else {}
        )
        return "; ".join(posts[key].position.name for key in value if key in posts)

    def read_posts_since(self, instance: Official, cell: Any, row: dict[str, Any]) -> PartialDate | str:
        """The date as written; "" when the cell is empty."""
        return PartialDay().clean(cell) or self.standing_posts_since(instance)

    def standing_posts_since(self, instance: Official) -> PartialDate | str:
        """When the main post was taken up."""
        held = self._main_first(instance)
        return held[0].started if held else ""  # type: ignore[return-value]

    def written_posts_since(self, value: PartialDate | str) -> str:
        """As the cell is written."""
        return str(value)

    def import_instance(self, instance: models.Model, row: dict[str, Any], **kwargs: Any) -> None:
        """Read all cells; another unit is where the person works from the day of the file on."""
        assert isinstance(instance, Official)
        before = instance.unit_id
        super().import_instance(instance, row, **kwargs)
        if instance.pk and instance.unit_id != before:
            instance.unit_since = self.on

    def settle_instance(self, instance: Official, row: dict[str, Any]) -> None:
        """New posts need the day they were taken up."""
        wanted = instance.__dict__.get("_sheet_posts_held", ())
        new = set(wanted) - set(self.standing_posts_held(instance))
        if new and not self.cell(row, "since"):
            raise ValidationError(
                {"posts_since": "Có chức vụ mới nhưng chưa ghi Giữ chức vụ từ ngày, tháng nào."}
            )

    def after_save_instance(self, instance: Official, row: Any, **kwargs: Any) -> None:
        """Write the posts newly held, and another date of the main one; what the posts refuse is the row's fault."""
        since = instance.__dict__.get("_sheet_posts_since")
        standing = self._main_first(instance)
        held = {holding.post_id for holding in standing}
        main_free = not any(holding.is_main for holding in standing)
        wanted = instance.__dict__.get("_sheet_posts_held", ())
        new = [key for key in wanted if key not in held]
        if isinstance(since, PartialDate) and standing and not new and standing[0].started != since:
            standing[0].started = since
            self._keep(standing[0])
        named_first = wanted[0] if wanted else None
        for key in new:
            holding = PostHolding(official=instance, post_id=key, is_main=key == named_first or main_free)
            holding.started = since
            self._keep(holding)
            main_free = False

    def _keep(self, holding: PostHolding) -> None:
        try:
            holding.full_clean()
        except ValidationError as refused:
            columns = {"held_from": "posts_since", "post": "posts_held", "held_until": "posts_since"}
            faults: dict[str, list[str]] = {}
            for name, messages in refused.message_dict.items():
                faults.setdefault(columns.get(name, name), []).extend(messages)
            raise ValidationError(faults) from refused
        holding._history_user = self.account  # type: ignore[attr-defined]
        holding.save()
