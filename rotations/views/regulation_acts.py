"""The rule book is changed: numbers, rows and ages after their effect was seen; texts, steps and articles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.forms.regulations import (
    ArticleForm,
    ConditionRuleForm,
    DossierItemForm,
    EndForm,
    NonLocalPostForm,
    ParameterForm,
    PostStandardForm,
    RetirementForm,
    RuleRowForm,
    Steps,
    StepTemplateForm,
    TextForm,
    TextHeadForm,
    TextStandingForm,
)
from rotations.models import Regulation, RetirementAge
from rotations.reports.rule_book import rule_book_page
from rotations.views.acting import AddRecord
from rotations.views.changing import ChangeRecord
from rotations.views.regulations import one_text, texts
from rotations.views.rule_effects import rule_change
from rotations.vocabulary import ParameterCode

# The lists of a text: the key in the address, what one row is called, the form of a row.
KINDS: dict[str, tuple[str, type[RuleRowForm]]] = {
    "non-local": ("chức danh không bố trí người địa phương", NonLocalPostForm),
    "standard": ("tiêu chuẩn chức danh", PostStandardForm),
    "condition": ("yêu cầu khi chưa đạt điều kiện", ConditionRuleForm),
    "paper": ("thành phần hồ sơ", DossierItemForm),
}
LISTS = {
    "non-local": "non_local_posts", "standard": "post_standards", "condition": "condition_rules",
    "paper": "dossier_items",
}  # fmt: skip
CITED = {**LISTS, "parameter": "parameters"}
may_edit = permission_required("rotations.change_regulation", raise_exception=True)


@may_edit
def regulation_parameter(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """A number is typed, its effect is shown, and only what was seen is confirmed."""
    regulation = one_text(request, pk)
    if code not in ParameterCode.values:
        raise Http404
    number = ParameterCode(code)
    page = rule_book_page(regulation, on=localdate())
    line = next((one for one in (*page.numbers, *page.local_person) if one.code == number), None)
    standing = line.standing if line else None
    initial = {
        "valid_from": localdate(),
        "value": int(standing.value) if standing else None,
        "article": standing.article if standing and line and not line.is_inherited else "",
    }
    return rule_change(
        request,
        form_of=lambda sent: ParameterForm(sent, code=number, initial=initial),
        change_of=lambda form: workflow.ParameterChange(
            regulation,
            number,
            **{name: form.cleaned_data[name] for name in ("value", "valid_from", "article", "note")},
        ),
        context={"regulation": regulation, "title": number.label, "line": line},
        back=regulation,
        told=lambda row: f"Đã ghi: {row}, áp dụng từ {row.valid_from:%d/%m/%Y}.",
    )


@may_edit
def regulation_add(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """One more row of a list of the text."""
    regulation = one_text(request, pk)
    if kind not in KINDS:
        raise Http404
    name, form_class = KINDS[kind]
    return rule_change(
        request,
        form_of=lambda sent: form_class(sent, regulation=regulation, account=request.user, on=localdate()),
        change_of=lambda form: workflow.RowChange(regulation, added=form.instance),
        context={"regulation": regulation, "title": f"Thêm {name}"},
        back=regulation,
        told=lambda row: f"Đã thêm: {row}.",
    )


@may_edit
def regulation_row_change(request: SignedInRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Another row in the place of one, from a day on; the old one stays on record."""
    regulation = one_text(request, pk)
    old = _row(regulation, kind, row, LISTS)
    name, form_class = KINDS[kind]
    return rule_change(
        request,
        form_of=lambda sent: form_class(
            sent, regulation=regulation, account=request.user, on=localdate(), instead_of=old
        ),
        change_of=lambda form: workflow.RowChange(
            regulation, added=form.instance, ended=old, until=form.cleaned_data["valid_from"]
        ),
        context={"regulation": regulation, "title": f"Sửa {name}: {old}"},
        back=regulation,
        told=lambda row: f"Đã sửa: {row}, áp dụng từ {row.valid_from:%d/%m/%Y}.",
    )


@may_edit
def regulation_row_end(request: SignedInRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """A row of a list no longer counts from a day on."""
    regulation = one_text(request, pk)
    ended = _row(regulation, kind, row, LISTS)
    return rule_change(
        request,
        form_of=lambda sent: EndForm(sent, initial={"valid_to": localdate()}),
        change_of=lambda form: workflow.RowChange(
            regulation, ended=ended, until=form.cleaned_data["valid_to"]
        ),
        context={"regulation": regulation, "title": f"Thôi áp dụng: {ended}"},
        back=regulation,
        told=lambda row: f"{row}: thôi áp dụng từ {row.valid_to:%d/%m/%Y}.",
    )


@may_edit
def regulation_row_article(request: SignedInRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """The article a row or a number goes by is put right; it changes no judgement."""
    regulation = one_text(request, pk)
    cited = _row(regulation, kind, row, CITED)
    form = ArticleForm(request.POST or None, initial={"article": cited.article})
    if request.method == "POST" and form.is_valid():
        workflow.cite_anew(cited, form.cleaned_data["article"], by=request.user)
        messages.success(request, f"{cited}: đã sửa căn cứ.")
        return redirect(regulation)
    context = {"regulation": regulation, "title": f"Căn cứ: {cited}", "form": form, "plain": True}
    return render(request, "regulations/change.html", context)


def _row(regulation: Regulation, kind: str, row: int, lists: dict[str, str]) -> Any:
    if kind not in lists:
        raise Http404
    return get_object_or_404(getattr(regulation, lists[kind]), pk=row)


@permission_required("rotations.change_retirementage", raise_exception=True)
def retirement_change(request: SignedInRequest) -> HttpResponse:
    """An age of the table, for a year to come; `?sex=&year=` names the one that stands."""
    asked = {name: request.GET[name] for name in ("sex", "year") if name in request.GET}
    standing = RetirementAge.objects.of(**asked) if len(asked) == 2 else None
    initial: dict[str, Any] = {**asked, "months": 0}
    if standing is not None:
        years, months = divmod(standing.age_months, 12)
        initial |= {"years": years, "months": months, "document": standing.document}
    return rule_change(
        request,
        form_of=lambda sent: RetirementForm(sent, initial=initial),
        change_of=lambda form: workflow.RetirementChange(form.age()),
        context={"regulation": None, "title": "Tuổi nghỉ hưu của một năm"},
        back="rotations:regulation-retirement",
        told=lambda row: f"Đã ghi: {row}.",
    )


class TextAdd(AddRecord):
    """A new text; `?replaces=` names the one whose place it takes."""

    model = Regulation
    form_class = TextForm
    permission_required = "rotations.add_regulation"
    template_name = "regulations/text.html"
    success_message = "Đã ghi văn bản mới."
    extra_context = {"title": "Văn bản mới", "record": None}

    def get_initial(self) -> dict[str, Any]:
        """Beginning from the text it replaces."""
        asked = self.request.GET.get("replaces", "")
        if not (asked.isascii() and asked.isdigit()):
            return {}
        old = get_object_or_404(access.visible_regulations(self.account, on=localdate()), pk=int(asked[:18]))
        return {
            "replaces": old, "title": old.title, "level": old.level, "issuer": old.issuer, "parent": old.parent,
        }  # fmt: skip

    def record(self, form: TextForm) -> Regulation:
        """The workflow copies what stands and ends the old text."""
        replaces = form.cleaned_data["replaces"]
        return workflow.issue_text(form.instance, replaces=replaces, by=self.account, on=localdate())


class TextEdit(ChangeRecord):
    """Put right what a text says of itself."""

    model = Regulation
    form_class = TextHeadForm
    permission_required = "rotations.change_regulation"
    template_name = "regulations/text.html"
    success_message = "Đã sửa phần đầu văn bản."
    extra_context = {"title": "Sửa phần đầu văn bản"}

    def visible(self) -> QuerySet[Regulation]:
        """Texts the account may see."""
        return texts(self.request)  # type: ignore[arg-type]


@may_edit
@transaction.atomic
def regulation_standing(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text above one that stands and the days it holds; its effect is shown, and only what was seen is confirmed."""
    regulation = one_text(request, pk)
    return rule_change(
        request,
        form_of=lambda sent: TextStandingForm(
            sent, instance=one_text(request, pk), account=request.user, on=localdate()
        ),
        change_of=lambda form: workflow.TextChange(
            regulation,
            **{name: form.cleaned_data[name] for name in ("parent", "effective_from", "effective_to")},
        ),
        context={
            "regulation": regulation,
            "title": "Văn bản cấp trên và hiệu lực",
            "lead": "Kết quả đã xét ở các bước trước không đổi.",
            "plans": regulation.plans.order_by("year"),
        },
        back=regulation,
        told=lambda text: f"Đã sửa văn bản cấp trên và hiệu lực của {text}.",
    )


@may_edit
def regulation_steps_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new set of steps, begun from the one that stands."""
    regulation = one_text(request, pk)
    latest = regulation.step_templates.prefetch_related("items").first()
    lines = [
        {name: getattr(item, name) for name in ("name", "code", "status", "actor", "produces", "article")}
        for item in (latest.items.all() if latest else ())
    ]
    form = StepTemplateForm(
        request.POST or None,
        regulation=regulation,
        account=request.user,
        on=localdate(),
        initial={"name": latest.name if latest else ""},
    )
    steps: Any = Steps(request.POST or None, initial=lines, prefix="steps")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        try:
            template = workflow.add_step_template(form.instance, steps.items(), by=request.user)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã thêm {template}, áp dụng từ {template.effective_from:%d/%m/%Y}.")
            return redirect(regulation)
    context = {"regulation": regulation, "form": form, "steps": steps, "latest": latest}
    return render(request, "regulations/steps_add.html", context)
