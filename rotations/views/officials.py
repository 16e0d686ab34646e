"""Pages of officials: the list, and the file of one person."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Exists, Field, ForeignKey, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.views.generic import DetailView

from rotations import access
from rotations.filters.officials import OfficialFilter
from rotations.models import Account, Official, Rotation, with_current_posts, with_workplace
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.reports.biography import biography
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import AuditAction, RotationStatus


def _posts_held(official: Any) -> str:
    return ", ".join(str(holding.post) for holding in official.current_holdings) or official.job_title


class OfficialList(Listing):
    """The officials the account may see."""

    model = Official
    permission_required = "rotations.view_official"
    filterset_class = OfficialFilter
    template_name = "officials/list.html"
    file_name = "can-bo"
    holds_people = True
    download_permission = "rotations.export_personal_data"
    sorts = {
        "name": Sort("Họ và tên", "name_key", "birth_date"),
        "unit": Sort("Đơn vị", "unit__sort_key", "name_key"),
        "birth": Sort("Ngày sinh", "birth_date", "name_key"),
    }
    default_sort = "name"
    usual = ("name", "birth", "sex", "ethnicity", "posts", "unit", "education", "rotating")
    columns = (
        Column("name", "Họ và tên", lambda official: official.full_name),
        Column("name", "Số hiệu", lambda official: official.official_code, "official_code"),
        Column("birth", "Ngày sinh", lambda official: official.birth, "birth_date"),
        Column("sex", "Giới tính", lambda official: official.get_sex_display(), "sex"),
        Column("ethnicity", "Dân tộc", lambda official: official.ethnicity, "ethnicity"),
        Column("posts", "Chức vụ", _posts_held, "holdings"),
        Column("unit", "Đơn vị", lambda official: official.workplace, "unit"),
        Column("scope", "Diện quản lý", lambda official: official.management_scope, "management_scope"),
        Column(
            "education",
            "Trình độ chuyên môn",
            lambda official: official.professional_level,
            "professional_level",
        ),
        Column(
            "education", "Lý luận chính trị", lambda official: official.political_theory, "political_theory"
        ),
        Column("party", "Ngày vào Đảng", lambda official: official.party_admission, "party_admission_date"),
        Column("rotating", "Đang luân chuyển", lambda official: official.is_rotating, "rotations"),
    )

    def visible(self) -> QuerySet[Official]:
        """Files the account may open, with the posts held and whether the person is rotated now."""
        serving = Rotation.objects.filter(official=OuterRef("pk")).in_status_on(
            [RotationStatus.ACTIVE], self.today
        )
        files = access.visible_officials(self.account, on=self.today).for_listing()
        return with_current_posts(
            with_workplace(
                files.select_related("political_theory", "professional_level", "management_scope"),
                on=self.today,
            ).annotate(is_rotating=Exists(serving)),
            on=self.today,
        )


class Section(NamedTuple):
    """One part of the 2C form: what is known as (label, value), and the labels of what is not."""

    title: str
    known: list[tuple[str, str]]
    missing: list[str]


SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Thông tin cá nhân",
        ("full_name", "other_name", "official_code", "birth_date", "sex", "birth_place", "native_place",
         "ethnicity", "religion", "permanent_residence", "current_residence"),
    ),
    (
        "Công tác, ngạch và lương",
        ("unit", "managing_unit", "management_scope", "cadre_kind", "job_title", "main_duty",
         "occupation_at_recruitment", "recruited_on", "recruiting_body", "grade", "grade_step",
         "pay_coefficient", "grade_since", "post_allowance", "other_allowance", "left_service_on"),
    ),
    (
        "Trình độ",
        ("general_education", "professional_level", "major", "political_theory", "state_management",
         "foreign_language", "computing"),
    ),
    (
        "Đảng, đoàn thể, quân đội",
        ("party_admission_date", "party_official_date", "party_card_number", "party_committee_membership",
         "organization_joined", "enlisted_on", "discharged_on", "military_rank"),
    ),
    (
        "Danh hiệu, sức khỏe, giấy tờ",
        ("honours", "strengths", "health", "height_cm", "weight_kg", "blood_group", "policy_family",
         "citizen_id", "citizen_id_issued_on", "social_insurance_number", "personal_history", "note"),
    ),
)  # fmt: skip


class OfficialDetail(PermissionRequiredMixin, DetailView):
    """One person's file. Opening it leaves a note in the trail."""

    model = Official
    permission_required = "rotations.view_official"
    template_name = "officials/detail.html"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    def get_queryset(self) -> QuerySet[Official]:
        """Files the account may open; another's is 404."""
        links = [
            name
            for _title, names in SECTIONS
            for name in names
            if isinstance(Official._meta.get_field(name), ForeignKey)
        ]
        today = localdate()
        files = with_workplace(access.visible_officials(self.account, on=today), on=today)
        return files.select_related(*links)

    def get_object(self, queryset: QuerySet[Official] | None = None) -> Official:
        """The file, and the note that it was read."""
        official = super().get_object(queryset)
        access.note(self.account, AuditAction.READ, official, purpose="Xem hồ sơ cán bộ")
        return official

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form section by section, and what hangs on the file; of hidden records not even the heading."""
        today, official = localdate(), self.object
        hidden = access.hidden_fields(self.account, Official)
        posts = access.visible_posts(self.account, on=today).filter(pk=OuterRef("post"))
        records: dict[str, Any] = {
            "holdings": official.holdings.for_listing().annotate(may_open_post=Exists(posts)),
            "ratings": official.ratings.select_related("unit"),
            "succession_entries": official.succession_entries.select_related("position", "unit", "term"),
            "discipline_records": official.discipline_records.all(),
        }
        rotations = (
            access.visible_rotations(self.account, on=today)
            .filter(official=official)
            .select_related("plan", "sending_unit", "receiving_unit")
            .order_by("-starts_on", "-pk")
        )
        return super().get_context_data(
            sections=[_section(official, title, names, hidden) for title, names in SECTIONS],
            rotations=rotations,
            biography=biography(official, hidden=hidden),
            age=official.age_on(today),
            today=today,
            hidden=hidden,
            **{name: rows for name, rows in records.items() if name not in hidden},
            **kwargs,
        )


def _section(official: Official, title: str, names: tuple[str, ...], hidden: frozenset[str]) -> Section:
    known, missing = [], []
    for name in names:
        if name in hidden:
            continue
        field = cast("Field[Any, Any]", Official._meta.get_field(name))
        if value := _written(official, field):
            known.append((str(field.verbose_name), value))
        else:
            missing.append(str(field.verbose_name))
    return Section(title, known, missing)


def _written(official: Official, field: Field[Any, Any]) -> str:
    """A value of the file as it is written on the page; "" for none."""
    value = getattr(official, field.name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(official, f"get_{field.name}_display")())
    if field.get_internal_type() == "DateField":
        precision = getattr(official, f"{field.name}_precision", DatePrecision.DAY)
        return str(PartialDate.of(value, DatePrecision(precision)))
    if field.get_internal_type() == "DecimalField":  # coefficients keep both decimals: 3,00
        return f"{value:.2f}".replace(".", ",")
    return str(value)
