"""Officials: the 2C file with all that is recorded about a person."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.utils.timezone import localdate

from rotations import access
from rotations.admin.back_office import Cards, OwnFilesAside, ReadRows, Recording, Rows
from rotations.admin.sheets import WithSheet
from rotations.importing.sheets import OfficialSheet
from rotations.models import (
    AnnualRating,
    DisciplineRecord,
    FamilyMember,
    LocalityDecision,
    Official,
    PostHolding,
    Residence,
    Reward,
    SuccessionEntry,
    Training,
    WorkHistory,
    with_current_posts,
)
from rotations.vocabulary import AuditAction


class Holdings(Rows):
    """Posts held."""

    model = PostHolding
    fields = ("post", "held_from", "held_until", "is_main", "obtained_by", "term", "document")
    autocomplete_fields = ("post", "term")


class Successions(Rows):
    """Quy hoạch."""

    model = SuccessionEntry
    fields = (
        "position", "unit", "level", "term", "source", "status", "approved_on", "approved_by_document", "removed_on",
        "removal_reason",
    )  # fmt: skip
    autocomplete_fields = ("position", "unit", "term")


class Ratings(Rows):
    """Yearly ratings."""

    model = AnnualRating
    fields = (
        "year",
        "quarter",
        "unit",
        "score",
        "self_rating",
        "proposed_rating",
        "rating",
        "decided_by",
        "document",
        "note",
    )
    autocomplete_fields = ("unit",)


class Discipline(Cards):
    """Disciplinary measures."""

    model = DisciplineRecord
    fields = ("side", "form", "decided_on", "ended_on", "document", "reason")


class Family(Rows):
    """Relatives."""

    model = FamilyMember
    fk_name = "official"
    fields = ("relation", "full_name", "birth_year", "description", "relative")
    autocomplete_fields = ("relative",)


class Trainings(Rows):
    """Courses and schools."""

    model = Training
    fields = ("school", "major", "from_date", "to_date", "form", "certificate")


class Work(Rows):
    """The working life as declared."""

    model = WorkHistory
    fields = ("from_date", "to_date", "description", "unit")
    autocomplete_fields = ("unit",)


class Residences(Rows):
    """Places lived at."""

    model = Residence
    fields = ("unit", "from_date", "to_date")
    autocomplete_fields = ("unit",)


class LocalityDecisions(ReadRows):
    """What was decided about ties to a place; decided on the page of a case."""

    model = LocalityDecision
    fields = ("unit", "conclusion", "reason", "document", "decided_on", "decided_by")


class Rewards(Rows):
    """Commendations."""

    model = Reward
    fields = ("year", "form", "document")


@admin.register(Official)
class OfficialAdmin(WithSheet, OwnFilesAside, Recording):
    """Files of officials, in the order of the 2C form. Opening one is noted."""

    sheet = OfficialSheet
    holds_people = True
    visible = staticmethod(access.visible_officials)
    list_display = ("full_name", "official_code", "born", "sex", "ethnicity", "unit", "posts_held")
    list_filter = ("sex", "unit__level", "professional_level", "political_theory")
    list_select_related = ("unit", "ethnicity")
    search_fields = ("search_fold", "citizen_id")
    ordering = ("name_key", "pk")
    autocomplete_fields = ("birth_unit", "native_unit", "unit", "managing_unit")
    inlines = (
        Holdings,
        Successions,
        Ratings,
        Discipline,
        Family,
        Trainings,
        Work,
        Residences,
        LocalityDecisions,
        Rewards,
    )
    fieldsets = (
        (
            "Sơ yếu (mục 1 đến 9)",
            {
                "fields": (
                    "official_code", "full_name", "other_name", "birth_date", "sex", "birth_place", "birth_unit",
                    "native_place", "native_unit", "ethnicity", "religion", "permanent_residence", "current_residence",
                )
            },
        ),
        (
            "Công tác (mục 10 đến 14)",
            {
                "fields": (
                    "unit", "managing_unit", "management_scope", "cadre_kind", "job_title", "occupation_at_recruitment",
                    "recruited_on", "recruiting_body", "main_duty", "grade", "grade_step", "pay_coefficient",
                    "grade_since", "post_allowance", "other_allowance",
                )
            },
        ),
        (
            "Trình độ (mục 15)",
            {
                "fields": (
                    "general_education", "professional_level", "major", "political_theory", "state_management",
                    "foreign_language", "computing",
                )
            },
        ),
        (
            "Đảng, đoàn thể, quân đội (mục 16 đến 18)",
            {
                "fields": (
                    "party_admission_date", "party_official_date", "party_card_number", "party_committee_membership",
                    "organization_joined", "enlisted_on", "discharged_on", "military_rank",
                )
            },
        ),
        (
            "Danh hiệu, sức khỏe, giấy tờ (mục 19 đến 29)",
            {
                "fields": (
                    "honours", "strengths", "health", "height_cm", "weight_kg", "blood_group", "policy_family",
                    "citizen_id", "citizen_id_issued_on", "social_insurance_number", "personal_history",
                )
            },
        ),
        ("Quản lý hồ sơ", {"fields": ("left_service_on", "note")}),
    )  # fmt: skip

    def get_queryset(self, request: Any) -> Any:
        """With the posts held."""
        return with_current_posts(super().get_queryset(request).for_listing(), on=localdate())

    def person_of(self, obj: Official) -> Official:
        """The person is the record."""
        return obj

    def save_model(self, request: Any, obj: Official, form: Any, change: bool) -> None:
        """Write the file; another unit is where the person works from today on."""
        if change and "unit" in form.changed_data:
            obj.unit_since = localdate()
        super().save_model(request, obj, form, change)

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Open a file, and note that it was opened."""
        self._note_reading(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def history_view(self, request: Any, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Its history is the file as well."""
        self._note_reading(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def _note_reading(self, request: Any, object_id: str) -> None:
        if request.method != "GET" or not self.has_view_permission(request):
            return
        if (official := self.get_object(request, object_id)) is not None:
            access.note(request.user, AuditAction.READ, official, purpose="Trang quản trị dữ liệu")

    @admin.display(description="Ngày sinh", ordering="birth_date")
    def born(self, official: Official) -> str:
        """To the precision known."""
        return str(official.birth or "")

    @admin.display(description="Chức vụ đang giữ")
    def posts_held(self, official: Official) -> str:
        """Present posts."""
        held = sorted(official.current_holdings, key=lambda h: (not h.is_main, h.post.position.rank))  # type: ignore[attr-defined]
        return "; ".join(str(holding.post.position) for holding in held)
