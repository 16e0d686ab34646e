"""Pages of comments on rotated officials: the list, one comment, and writing a new one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import DetailView, UpdateView

from rotations import access, rules, workflow
from rotations.access import SignedInRequest
from rotations.filters.evaluations import EvaluationFilter
from rotations.forms.evaluations import EvaluationForm, RatingForm
from rotations.models import Account, Evaluation, RotationQuerySet, Unit
from rotations.views.choosing import ForOneRotation
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import AuditAction, EvaluationKind, Role, RotationStatus, SecrecyLevel

SERVED = (RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED)


class EvaluationList(Listing):
    """The comments the account may open; one on the account's own person is not among them."""

    model = Evaluation
    permission_required = "rotations.view_evaluation"
    filterset_class = EvaluationFilter
    template_name = "evaluations/list.html"
    file_name = "nhan-xet"
    holds_people = True
    download_permission = "rotations.export_personal_data"
    sorts = {
        "name": Sort("Cán bộ", "rotation__official__name_key", "written_on"),
        "written": Sort("Ngày nhận xét", "written_on"),
        "period": Sort("Kỳ nhận xét", "period_to", "rotation__official__name_key"),
    }
    default_sort = "-written"
    usual = ("name", "to", "kind", "author", "period", "written", "rating")
    columns = (
        Column("name", "Họ và tên", lambda evaluation: evaluation.rotation.official),
        Column("to", "Nơi đến", lambda evaluation: evaluation.rotation.receiving_unit),
        Column("kind", "Loại nhận xét", lambda evaluation: evaluation.get_kind_display(), "kind"),
        Column("author", "Bên nhận xét", lambda evaluation: evaluation.get_author_display(), "author"),
        Column("author", "Đơn vị nhận xét", lambda evaluation: evaluation.unit, "unit"),
        Column("period", "Kỳ từ", lambda evaluation: evaluation.period_from, "period_from"),
        Column("period", "đến", lambda evaluation: evaluation.period_to, "period_to"),
        Column("written", "Ngày nhận xét", lambda evaluation: evaluation.written_on, "written_on"),
        Column("rating", "Điểm", lambda evaluation: evaluation.score, "score"),
        Column("rating", "Xếp loại", lambda evaluation: evaluation.get_rating_display(), "rating"),
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
            .select_related("rotation__sending_unit", "annual_rating")
        )

    def get_object(self, queryset: QuerySet[Evaluation] | None = None) -> Evaluation:
        """The comment, and the note that it was read."""
        evaluation = super().get_object(queryset)
        access.note(cast(Account, self.request.user), AuditAction.READ, evaluation, purpose="Xem nhận xét")
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
        ]
        account, today = cast(Account, self.request.user), localdate()
        files = access.visible_attachments(account, on=today).for_listing().beside_evaluation(evaluation)
        return super().get_context_data(
            said=said,
            author=author,
            **self._papers(account),
            files=files,
            classification=SecrecyLevel.mark_over(file.secrecy for file in files),
            may_change=account.has_perm("rotations.change_evaluation"),
            may_rate=account.has_perm("rotations.rate_evaluation"),
            may_open=account.has_perm("rotations.open_evaluation"),
            may_attach=account.has_perm("rotations.add_attachment"),
            may_remove=account.has_perm("rotations.remove_attachment"),
            **kwargs,
        )

    def _papers(self, account: Account) -> dict[str, Any]:
        """The ratings of the occasion, and at the end of a rotation the three papers that belong together."""
        papers = list(access.visible_evaluations(account, on=localdate()).of_one_occasion(self.object))
        finals = rules.final_papers(self.object.rotation, papers)
        is_final = self.object.kind == EvaluationKind.FINAL
        return {
            "ratings": rules.ratings_of(self.object, papers),
            "papers": [(author.label, paper) for author, paper in finals] if is_final else [],
        }


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

    def get_initial(self) -> dict[str, Any]:
        """What the list of comments due asks for stands in the query string."""
        asked = {name: self.request.GET.get(name, "") for name in ("kind", "author")}
        return {**super().get_initial(), **{name: value for name, value in asked.items() if value}}


@method_decorator(transaction.atomic, name="post")
class EvaluationChange(PermissionRequiredMixin, UpdateView):
    """Change a comment: what was written, the own and the proposed rating. Its side and period stay."""

    model = Evaluation
    form_class = EvaluationForm
    permission_required = "rotations.change_evaluation"
    template_name = "evaluations/change.html"

    def get_queryset(self) -> QuerySet[Evaluation]:
        """Comments the account may open."""
        account = cast(Account, self.request.user)
        return access.visible_evaluations(account, on=localdate()).select_related(
            "rotation__official", "rotation__sending_unit", "rotation__receiving_unit"
        )

    def get_object(self, queryset: QuerySet[Evaluation] | None = None) -> Evaluation:
        """The comment, and the note that it was read."""
        evaluation = super().get_object(queryset)
        access.note(cast(Account, self.request.user), AuditAction.READ, evaluation, purpose="Sửa nhận xét")
        return evaluation

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets who asks, the day and the case."""
        return {
            **super().get_form_kwargs(),
            "account": self.request.user,
            "on": localdate(),
            "rotation": self.object.rotation,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Write, tell, go; or say why the workflow would not."""
        account = cast(Account, self.request.user)
        try:
            workflow.record_evaluation(form.save(commit=False), by=account, on=localdate())
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Đã ghi nhận xét.")
        return HttpResponseRedirect(self.object.get_absolute_url())


@permission_required("rotations.rate_evaluation", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def evaluation_rate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a comment its final rating, with the figures of the unit and peer group before one's eyes."""
    today = localdate()
    comments = access.visible_evaluations(request.user, on=today).for_listing()
    evaluation: Evaluation = get_object_or_404(comments.select_related("rotation__sending_unit"), pk=pk)
    access.note(request.user, AuditAction.READ, evaluation, purpose="Xếp loại")
    scale = rules.scale_on(evaluation.period_to)
    papers = access.visible_evaluations(request.user, on=today).of_one_occasion(evaluation)
    ratings = rules.ratings_of(evaluation, papers)
    form = RatingForm(
        request.POST or None,
        record=evaluation,
        initial={"score": evaluation.score, "rating": ratings.final or ratings.proposed},
    )
    if request.method == "POST" and form.is_valid():
        try:
            workflow.rate_evaluation(evaluation, by=request.user, on=today, **form.given())
        except workflow.RatingDoubtful as doubtful:
            form.add_error("reason", str(doubtful))
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã xếp loại: {evaluation.get_rating_display()}.")
            return redirect(evaluation)
    context = {
        "evaluation": evaluation,
        "form": form,
        "ratings": ratings,
        "scale": scale,
        "group": rules.group_of(evaluation, scale),
    }
    return render(request, "evaluations/rate.html", context)


@require_POST
@permission_required("rotations.view_evaluation", raise_exception=True)
def evaluation_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the person read the comment, or close it again."""
    evaluation = get_object_or_404(access.visible_evaluations(request.user, on=localdate()), pk=pk)
    is_open = request.POST.get("open") == "1"
    try:
        workflow.open_evaluation(evaluation, by=request.user, is_open=is_open)
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            "Cán bộ được xem nhận xét này." if is_open else "Đã đóng: cán bộ không xem được nhận xét này.",
        )
    return redirect(evaluation)
