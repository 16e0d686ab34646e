"""Rotations with their posts, steps, opinions, checks and dossier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.admin.back_office import (
    BackOffice,
    BackOfficeForm,
    OwnFilesAside,
    ReadOnly,
    ReadRows,
    Recording,
    Rows,
)
from rotations.admin.search_boxes import SeveralFound
from rotations.forms.amendments import DAY, NUMBER, REASON, WithAmendment
from rotations.models import (
    AppraisalOpinion,
    DossierItem,
    ElectionSession,
    EligibilityCheck,
    Extension,
    LeftPost,
    Post,
    Rotation,
    RotationPost,
    RotationStep,
)

WRITTEN_BY_THE_WORKFLOW = (
    "status", "direction", "sending_level", "receiving_level", "step_template", "ended_on", "end_kind", "end_reason",
    "cancel_reason",
)  # fmt: skip


class Posts(Rows):
    """Posts at the destination. Elections and periods are recorded on the case's page."""

    model = RotationPost
    fields = (
        "post",
        "mode",
        "term",
        "nominated_on",
        "session_on",
        "result",
        "approval_number",
        "approved_on",
        "held",
        "left",
    )
    readonly_fields = ("session_on", "result", "approval_number", "approved_on", "held", "left")
    autocomplete_fields = ("post", "term")

    @admin.display(description="Giữ từ")
    def held(self, post: RotationPost) -> str:
        """To the precision known."""
        return str(post.started or "")

    @admin.display(description="Đến trước ngày")
    def left(self, post: RotationPost) -> str:
        """To the precision known."""
        return str(post.finished or "")


class LeftPosts(Rows):
    """Posts given up at the sending unit."""

    model = LeftPost
    fields = ("post",)
    autocomplete_fields = ("post",)


class Steps(ReadRows):
    """What was done."""

    model = RotationStep
    fields = ("name", "done_on", "led_to", "person", "outcome", "papers", "note", "recorded_by")
    readonly_fields = fields

    @admin.display(description="Trạng thái sau bước")
    def led_to(self, step: RotationStep) -> str:
        """Where the case stood then, in words."""
        return step.get_status_after_display()


class Extensions(ReadRows):
    """Decisions that the rotation lasts longer."""

    model = Extension
    fields = ("decision", "due_before", "due_after", "reason", "note")
    readonly_fields = fields


class Checks(ReadRows):
    """What the rules said."""

    model = EligibilityCheck
    fields = ("message", "outcome", "cited", "checked_on", "exception_reason")
    readonly_fields = fields


class Opinions(Rows):
    """Bodies asked, and their answers."""

    model = AppraisalOpinion
    fields = ("asked_unit", "asked_on", "deadline", "answered_on", "outcome", "opinion", "document")
    autocomplete_fields = ("asked_unit",)


class Dossier(Rows):
    """Papers."""

    model = DossierItem
    fields = ("template_item", "status", "issued_on", "valid_until", "note")


def _posts(label: str) -> forms.ModelMultipleChoiceField:
    """Several posts, found by typing; which ones may be chosen is set with the form."""
    widget = SeveralFound(LeftPost._meta.get_field("post"), admin.site)
    return forms.ModelMultipleChoiceField(Post.objects.none(), required=False, label=label, widget=widget)


class ProposalForm(WithAmendment, BackOfficeForm):
    """A rotation to be proposed, with the posts it brings and, into an approved plan, the paper that says so."""

    amendment_number = forms.CharField(
        label="Số, ký hiệu văn bản điều chỉnh",
        max_length=50,
        required=False,
        help_text="Chỉ khi kế hoạch đã phê duyệt; văn bản đã ghi thì ghi đúng số và ngày của văn bản đó.",
    )
    amendment_on = forms.DateField(label="Ngày văn bản điều chỉnh", required=False)
    amendment_reason = forms.CharField(label="Lý do, nội dung điều chỉnh", max_length=300, required=False)
    left_posts = _posts("Chức vụ trước khi luân chuyển")
    receiving_posts = _posts("Chức danh tại nơi đến")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("left_posts", "receiving_posts"):
            self.fields[name].queryset = Post.objects.for_listing()  # type: ignore[attr-defined]
        self.asks_for_amendment = NUMBER in self.fields

    def clean(self) -> dict[str, Any]:
        """A person comes into an approved plan with the paper that says so."""
        cleaned = super().clean() or self.cleaned_data
        self.check_amendment(cleaned.get("plan"))
        return cleaned


@admin.register(Rotation)
class RotationAdmin(OwnFilesAside, Recording):
    """Cases. A new one is proposed through the workflow, so that it has its first step; statuses move on the case's
    page alone."""

    visible = staticmethod(access.visible_rotations)
    list_display = (
        "official",
        "year",
        "movement_type",
        "direction",
        "sending_unit",
        "receiving_unit",
        "start",
        "status",
    )
    list_filter = ("status", "plan__year", "movement_type", "direction")
    list_select_related = ("official", "plan", "sending_unit", "receiving_unit")
    search_fields = ("official__search_fold", "sending_unit__name_fold", "receiving_unit__name_fold")
    ordering = ("-plan__year", "ordinal", "pk")
    readonly_fields = WRITTEN_BY_THE_WORKFLOW
    autocomplete_fields = ("plan", "official", "sending_unit", "receiving_unit")
    inlines = (LeftPosts, Posts, Steps, Extensions, Checks, Opinions, Dossier)
    fieldsets = (
        (None, {"fields": ("plan", "ordinal", "official", "movement_type", "purpose")}),
        ("Nơi đi, nơi đến", {"fields": ("sending_unit", "sending_title", "receiving_unit")}),
        ("Thời gian", {"fields": ("starts_on", "due_on", "announced_on", "expected_placement")}),
        ("Do quy trình ghi", {"fields": WRITTEN_BY_THE_WORKFLOW}),
        ("Ghi chú", {"fields": ("note",)}),
    )
    add_fieldsets = (
        (None, {"fields": ("plan", "ordinal", "official", "movement_type", "purpose")}),
        (
            "Nơi đi, nơi đến",
            {"fields": ("sending_unit", "left_posts", "sending_title", "receiving_unit", "receiving_posts")},
        ),
        ("Thời gian", {"fields": ("starts_on", "due_on", "expected_placement")}),
        ("Văn bản điều chỉnh, bổ sung", {"fields": (NUMBER, DAY, REASON)}),
        ("Ghi chú", {"fields": ("note",)}),
    )

    def get_queryset(self, request: Any) -> Any:
        """With the names a case is called by."""
        return (
            super().get_queryset(request).select_related("official", "plan", "sending_unit", "receiving_unit")
        )

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """A proposal asks for the posts it brings; a case shows what the workflow wrote."""
        if obj is None:
            return [
                (title, {**options, "fields": self._readable(request, options["fields"])})
                for title, options in self.add_fieldsets
            ]
        return super().get_fieldsets(request, obj)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form of a proposal, or of a case."""
        if obj is None:
            kwargs.setdefault("form", ProposalForm)
        return super().get_form(request, obj, change, **kwargs)

    def get_inlines(self, request: Any, obj: Any) -> Any:
        """A proposal has nothing beside it yet."""
        return super().get_inlines(request, obj) if obj else ()

    def save_model(self, request: Any, obj: Rotation, form: Any, change: bool) -> None:
        """Propose a new case; write a changed one."""
        if change:
            super().save_model(request, obj, form, change)
            return
        workflow.propose(
            obj,
            by=request.user,
            on=localdate(),
            left_posts=list(form.cleaned_data["left_posts"].for_listing()),
            receiving_posts=list(form.cleaned_data["receiving_posts"].for_listing()),
            amendment=form.amendment,
        )

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """Who it is about and in which plan is settled once and for all."""
        settled = () if obj is None else ("plan", "official")
        return (*super().get_readonly_fields(request, obj), *settled)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Whoever is in an approved plan leaves it by “Không thực hiện”, with the paper."""
        return not (obj is not None and obj.plan.is_fixed) and super().has_delete_permission(request, obj)

    @admin.display(description="Năm", ordering="plan__year")
    def year(self, rotation: Rotation) -> int:
        """The plan's year."""
        return rotation.plan.year

    @admin.display(description="Bắt đầu", ordering="starts_on")
    def start(self, rotation: Rotation) -> str:
        """To the precision known."""
        return str(rotation.starts or "")


@admin.register(ElectionSession)
class ElectionSessionAdmin(ReadOnly, BackOffice):
    """Sessions, to be read; they are planned and told of on the case's page."""

    list_display = ("rotation_post", "session_on", "result", "votes_for", "votes_total")
    list_filter = ("result",)
    list_select_related = ("rotation_post__post__position",)
    search_fields = ("rotation_post__rotation__official__search_fold",)
    ordering = ("-session_on", "pk")
    fields = ("rotation_post", "session_on", "result", "votes_for", "votes_total", "document", "note")

    def get_queryset(self, request: Any) -> Any:
        """Sessions of visible cases."""
        cases = access.visible_rotations(request.user, on=localdate())
        return super().get_queryset(request).filter(rotation_post__rotation__in=cases)
