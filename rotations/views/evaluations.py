"""Pages of comments on rotated officials: the list, one comment, and writing a new one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.views.generic import DetailView

from rotations import access, workflow
from rotations.filters.evaluations import EvaluationFilter
from rotations.forms.evaluations import EvaluationForm
from rotations.models import Account, Evaluation, RotationQuerySet, Unit
from rotations.views.choosing import ForOneRotation
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import AuditAction, Role, RotationStatus

SERVED = (RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED)


class EvaluationList(Listing):
    """The comments the account may open; one on the account's own person is not among them."""

    model = Evaluation
    permission_required = "rotations.view_evaluation"
    filterset_class = EvaluationFilter
    template_name = "evaluations/list.html"
    file_name = "nhan-xet"
    download_permission = "rotations.export_personal_data"
    sorts = {
        "name": Sort("Cán bộ", "rotation__official__name_key", "written_on"),
        "written": Sort("Ngày nhận xét", "written_on"),
        "period": Sort("Kỳ nhận xét", "period_to", "rotation__official__name_key"),
    }
    default_sort = "-written"
    columns = (
        Column("Họ và tên", lambda evaluation: evaluation.rotation.official),
        Column("Nơi đến", lambda evaluation: evaluation.rotation.receiving_unit),
        Column("Loại nhận xét", lambda evaluation: evaluation.get_kind_display(), "kind"),
        Column("Bên nhận xét", lambda evaluation: evaluation.get_author_display(), "author"),
        Column("Đơn vị nhận xét", lambda evaluation: evaluation.unit, "unit"),
        Column("Kỳ từ", lambda evaluation: evaluation.period_from, "period_from"),
        Column("đến", lambda evaluation: evaluation.period_to, "period_to"),
        Column("Ngày nhận xét", lambda evaluation: evaluation.written_on, "written_on"),
        Column("Điểm", lambda evaluation: evaluation.score, "score"),
        Column("Xếp loại", lambda evaluation: evaluation.get_rating_display(), "rating"),
    )

    def visible(self) -> QuerySet[Evaluation]:
        """Comments the account may open."""
        return access.visible_evaluations(self.account, on=self.today).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and whether the account may write a comment."""
        return super().get_context_data(may_add=self.account.has_perm("rotations.add_evaluation"), **kwargs)


class EvaluationDetail(PermissionRequiredMixin, DetailView):
    """One comment. Opening it leaves a note in the trail."""

    model = Evaluation
    permission_required = "rotations.view_evaluation"
    template_name = "evaluations/detail.html"
    context_object_name = "evaluation"

    def get_queryset(self) -> QuerySet[Evaluation]:
        """Comments the account may open; another's is 404."""
        account = cast(Account, self.request.user)
        return (
            access.visible_evaluations(account, on=localdate())
            .for_listing()
            .select_related("rotation__sending_unit")
        )

    def get_object(self, queryset: QuerySet[Evaluation] | None = None) -> Evaluation:
        """The comment, and the note that it was read."""
        evaluation = super().get_object(queryset)
        access.note(cast(Account, self.request.user), AuditAction.READ, evaluation)
        return evaluation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Label and value of what was said, and of who said it."""
        evaluation = self.object
        said = [
            (str(Evaluation._meta.get_field(name).verbose_name), getattr(evaluation, name))  # type: ignore[union-attr]
            for name in (
                "qualities", "discipline", "results", "relations", "strengths", "weaknesses", "prospects",
                "proposal",
            )
        ]  # fmt: skip
        author = [
            ("Loại nhận xét", evaluation.get_kind_display()),
            ("Bên nhận xét", evaluation.get_author_display()),
            ("Đơn vị nhận xét", str(evaluation.unit or "")),
            ("Người chịu trách nhiệm", evaluation.author_name),
            ("Kỳ nhận xét", f"{evaluation.period_from:%d/%m/%Y} – {evaluation.period_to:%d/%m/%Y}"),
            ("Ngày nhận xét", f"{evaluation.written_on:%d/%m/%Y}"),
            ("Văn bản", evaluation.document),
            ("Tự xếp loại", evaluation.get_self_rating_display()),
            ("Đề nghị xếp loại", evaluation.get_proposed_rating_display()),
        ]
        return super().get_context_data(said=said, author=author, **kwargs)


class EvaluationAdd(ForOneRotation):
    """Write a comment: first whose case it is, then the comment. A clerk writes for the own unit."""

    model = Evaluation
    form_class = EvaluationForm
    permission_required = "rotations.add_evaluation"
    template_name = "evaluations/add.html"
    success_message = "Đã ghi nhận xét."

    @property
    def own_unit(self) -> Unit | None:
        """The one unit the account may comment for; None for those who write for any side."""
        return self.account.unit if self.account.roles == {Role.UNIT_CLERK} else None

    def candidates(self) -> RotationQuerySet:
        """Cases of people who serve or have served; for a clerk, to or from the own unit."""
        today = localdate()
        served = access.visible_rotations(self.account, on=today).in_status_on(SERVED, today)
        return served.touching(self.own_unit) if self.own_unit else served

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets the unit the account may write for."""
        return {**super().get_form_kwargs(), "own_unit": self.own_unit}

    def record(self, form: EvaluationForm) -> Evaluation:
        """Hand the comment to the workflow."""
        return workflow.record_evaluation(form.save(commit=False), by=self.account, on=localdate())
