"""Regulations, their steps and papers, and retirement ages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations.admin.back_office import BackOffice, ReadOnly, ReadRows, Recording, Rows
from rotations.models import (
    ConditionRule,
    DossierTemplateItem,
    NonLocalPost,
    PostStandard,
    RatingBand,
    RatingScale,
    Regulation,
    RegulationParameter,
    RetirementAge,
    RuleJudging,
    StepTemplate,
    StepTemplateItem,
)

STANDING_ELSEWHERE = (
    "Văn bản cấp trên và ngày hiệu lực không đổi ở đây: hãy mở văn bản ở mục Quy định của chương trình, chọn “Văn bản cấp trên, "
    "hiệu lực”, nơi cho xem trước trường hợp nào có kết quả xét khác đi."
)


class Parameters(ReadRows):
    """The numbers."""

    model = RegulationParameter
    fields = ("code", "value", "article", "valid_from", "valid_to", "note")


class NonLocalPosts(ReadRows):
    """Positions not for local people."""

    model = NonLocalPost
    fields = ("position", "level", "article", "valid_from", "valid_to")
    autocomplete_fields = ("position",)


class PostStandards(ReadRows):
    """What posts ask of a person."""

    model = PostStandard
    fields = (
        "position", "level", "professional_level", "political_theory", "article", "valid_from", "valid_to",
    )  # fmt: skip
    autocomplete_fields = ("position",)


class ConditionRules(ReadRows):
    """What a doubt needs."""

    model = ConditionRule
    fields = (
        "code", "needs_reason", "needs_approver", "needs_document", "article", "valid_from", "valid_to",
    )  # fmt: skip


class DossierItems(ReadRows):
    """Papers asked for."""

    model = DossierTemplateItem
    fields = (
        "ordinal", "name", "kind", "is_required", "valid_months", "article", "valid_from", "valid_to",
    )  # fmt: skip


class Steps(Rows):
    """The steps of a set."""

    model = StepTemplateItem
    fields = ("ordinal", "code", "name", "actor", "produces", "status", "article")


@admin.register(Regulation)
class RegulationAdmin(Recording):
    """Texts by which cases are judged. What judges people is changed on the page of the text, once its effect was
    seen."""

    list_display = ("symbol", "title", "level", "issued_on", "effective_from", "effective_to")
    list_filter = ("level",)
    search_fields = ("symbol_fold",)
    fields = (
        "symbol", "title", "level", "issuer", "issued_on", "effective_from", "effective_to", "parent", "replaces", "note",
    )  # fmt: skip
    autocomplete_fields = ("parent", "replaces")
    inlines = (Parameters, NonLocalPosts, PostStandards, ConditionRules, DossierItems)
    view_on_site = False

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """A text that stands says where what it inherits and its days are changed."""
        groups = super().get_fieldsets(request, obj)
        if obj is not None:
            groups[0][1]["description"] = STANDING_ELSEWHERE
        return groups

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """What a text that stands inherits, and its days, are changed where it is seen first whom that affects."""
        settled = () if obj is None else ("parent", "effective_from", "effective_to")
        return (*super().get_readonly_fields(request, obj), *settled)


@admin.register(StepTemplate)
class StepTemplateAdmin(Recording):
    """Sets of steps."""

    list_display = ("name", "regulation", "effective_from")
    list_select_related = ("regulation",)
    search_fields = ("regulation__symbol_fold",)
    fields = ("regulation", "name", "effective_from")
    autocomplete_fields = ("regulation",)
    inlines = (Steps,)


@admin.register(RetirementAge)
class RetirementAgeAdmin(ReadOnly, Recording):
    """The table of retirement ages, to be read; it is changed on its own page, once its effect was seen."""

    list_display = ("year", "sex", "age_months", "document")
    list_filter = ("sex",)
    search_fields = ("year",)
    fields = ("sex", "year", "age_months", "document")


@admin.register(RuleJudging)
class RuleJudgingAdmin(ReadOnly, BackOffice):
    """Changes whose effect was looked at, and how far that came."""

    list_display = ("title", "asked_by", "asked_at", "asked_on", "total")
    list_select_related = ("asked_by",)
    searched_words = ("title",)
    fields = ("title", "asked_by", "asked_at", "asked_on", "path", "total")
    ordering = ("-asked_at", "-pk")


class Bands(Rows):
    """From how many points on."""

    model = RatingBand
    fields = ("rating", "from_score")


@admin.register(RatingScale)
class RatingScaleAdmin(Recording):
    """Scales of the yearly classification and the share of excellent people."""

    list_display = ("document", "effective_from", "effective_to", "quota_percent", "quota_base")
    searched_words = ("document",)
    fields = ("document", "effective_from", "effective_to", "quota_percent", "quota_base", "note")
    inlines = (Bands,)
