"""The parts of a case's file, each put together only when it is asked for and only for who may read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Field, QuerySet
from django.forms import Form

from rotations import access, rules, workflow
from rotations.forms.case_acts import (
    AskOpinionForm,
    ExtendForm,
    StepPlanForm,
    answer_form,
    election_form,
    step_form,
)
from rotations.forms.corrections import correction_form
from rotations.forms.rotations import MoveForm
from rotations.models import (
    Account,
    AppraisalOpinion,
    ElectionSession,
    Rotation,
    RotationPost,
    RotationStep,
    StepTemplateItem,
    UnitQuerySet,
)
from rotations.models.fields import Recorded
from rotations.views.case_timeline import timeline
from rotations.vocabulary import ElectionState, FillingMode, RotationStatus, UnitBlock

PARTS = {
    "": "Vụ việc",
    "steps": "Các bước, ý kiến",
    "checks": "Tiêu chuẩn, điều kiện",
    "papers": "Giấy tờ, nhận xét",
    "history": "Lịch sử sửa đổi",
}
# What every part shows of the case, in one query.
FILE_RELATIONS = (
    "official__unit", "official__professional_level", "official__political_theory", "sending_unit", "receiving_unit", "plan__regulation__parent__parent", "step_template",
    "placement__unit", "placement__post__position", "placement__decision",
)  # fmt: skip
CHANGES_SHOWN = 100
NOT_TOLD = frozenset({"changed_at", "note_fold", "search_fold", "number_key", "initials"})


@dataclass(frozen=True)
class PostInFile:
    """One post a rotation brings; of an elected one also its sessions, where it stands, and the acts open about it."""

    row: RotationPost
    state: ElectionState | None = None
    sessions: Sequence[ElectionSession] = ()
    acts: Sequence[Form] = ()


@dataclass(frozen=True)
class StepInFile:
    """One step with whether it is late, and the acts open about it."""

    step: RotationStep
    late: bool
    acts: Sequence[Form]
    corrected: bool = False


@dataclass(frozen=True)
class OpinionInFile:
    """One question to a body with whether its answer is late, and the form for it where the account may answer."""

    opinion: AppraisalOpinion
    late: bool
    form: Form | None


@dataclass(frozen=True)
class Change:
    """One change of a record: when, by whom, and each column from what to what."""

    at: Any
    by: str
    kind: str
    columns: Sequence[tuple[str, str, str]]
    why: str = ""


def case_file(
    rotation: Rotation, part: str, *, account: Account, on: date, typed: Mapping[str, Form] | None = None
) -> dict[str, Any]:
    """What the page of a case shows of one part; an unknown or closed part is the first one.

    Shape   a rotation with FILE_RELATIONS, the part's key, who reads, and forms already filled in, by verb or by the
            form's own key; a template context out. At most eight queries a part, flat in rows.
    Units   `on` is today.
    Errors  none.
    Source  `access.hidden_fields` and the permissions decide what is left out.
    """
    hidden = access.hidden_fields(account, Rotation)
    open_parts = {key: label for key, label in PARTS.items() if _is_open(key, account, hidden)}
    part = part if part in open_parts else ""
    context: dict[str, Any] = {
        "rotation": rotation,
        "parts": list(open_parts.items()),
        "part": part,
        "hidden": hidden,
        "today": on,
        "left_over": None,
    }
    match part:
        case "steps":
            return context | _steps(rotation, account, on, typed or {})
        case "checks":
            return context | _checks(rotation, on)
        case "papers":
            return context | _papers(rotation, account, hidden, on)
        case "history":
            return context | {"changes": list(changes_of(rotation))}
        case _:
            return context | _course(rotation, account, on, typed or {})


def _is_open(part: str, account: Account, hidden: frozenset[str]) -> bool:
    match part:
        case "checks":
            return "checks" not in hidden
        case "papers":
            return account.has_perm("rotations.view_dossieritem") or account.has_perm(
                "rotations.view_evaluation"
            )
        case "steps":
            return account.has_perm("rotations.view_rotationstep") or account.has_perm(
                "rotations.answer_opinion"
            )
        case "history":
            return account.has_perm("rotations.view_rotationstep")
        case _:
            return True


def _course(rotation: Rotation, account: Account, on: date, typed: Mapping[str, Form]) -> dict[str, Any]:
    """Posts left and brought, the steps planned and done, the moves open now, the placement."""
    steps = list(rotation.steps.select_related("recorded_by"))
    items = list(rotation.step_template.items.all()) if rotation.step_template else []
    moves = []
    for verb, move in workflow.open_moves(rotation, by=account, on=on):
        form = typed.get(verb) or MoveForm(
            verb=verb, needs=move.needs, takes=move.takes, rests_on=move.rests_on, rotation=rotation, today=on
        )
        moves.append((verb, move, form))
    # The act that leads on stands open; calling off, and a start that has come by itself, are there for who looks.
    serves = rotation.status_on(on) == RotationStatus.ACTIVE
    moves.sort(key=lambda entry: entry[0] == "cancel" or (entry[0] == "activate" and serves))
    leads_on = any(verb != "cancel" for verb, _move, _form in moves)
    awaited = (
        [
            (move.label, [role.label for role in access.roles_that_may(move.permission)])
            for move in workflow.awaited_moves(rotation, by=account, on=on)
        ]
        if not leads_on and account.has_perm("rotations.view_rotationstep")
        else []
    )
    extend: Form | None = None
    if not workflow.extension_refusal(rotation, by=account, on=on):
        extend = typed.get("extend") or ExtendForm(today=on, initial=_like_the_last_decision(account, on))
    return {
        "left_posts": rotation.left_posts.select_related("position"),
        "posts": _posts(rotation, account, on, typed),
        "extend": extend,
        "extensions": rotation.extensions.select_related("decision").order_by("due_after", "pk")
        if account.has_perm("rotations.view_extension")
        else (),
        "timeline": list(timeline(rotation, items, steps, on=on)),
        "may_read_steps": account.has_perm("rotations.view_rotationstep"),
        "moves": moves,
        "awaited": awaited,
        "waits_for_plan": workflow.waits_for_its_plan(rotation, on=on)
        if account.has_perm("rotations.view_rotationstep")
        else "",
        "corrections": _corrections(rotation, account, on, typed),
        **_placement(rotation, account, on),
    }


def _placement(rotation: Rotation, account: Account, on: date) -> dict[str, Any]:
    """What becomes of the person, and whether `account` may propose or decide it now."""
    if not account.has_perm("rotations.view_placement"):
        return {"placement": None, "may_propose": False, "may_place": False}
    placement = getattr(rotation, "placement", None)
    waits = rotation.status_on(on) in (RotationStatus.ACTIVE, RotationStatus.ENDED)
    others = account.official_id != rotation.official_id
    return {
        "placement": placement,
        "may_propose": waits and others and placement is None and account.has_perm("rotations.add_placement"),
        "may_place": waits
        and others
        and placement is not None
        and placement.decided_on is None
        and account.has_perm("rotations.move_rotation_place"),
    }


def _corrections(rotation: Rotation, account: Account, on: date, typed: Mapping[str, Form]) -> list[Form]:
    """What `account` may put right of what is on record, for a start, an end, an extension and a placement."""
    acts: list[str] = []
    if not workflow.start_correction_refusal(rotation, by=account):
        acts.append("correct-start")
    if not workflow.end_correction_refusal(rotation, by=account):
        acts += ["correct-end", "withdraw-end"]
    extension = None
    if rotation.status == RotationStatus.ACTIVE and account.has_perm("rotations.move_rotation_extend"):
        extension = workflow.last_extension(rotation)
        if not workflow.extension_correction_refusal(extension, rotation, by=account):
            acts += ["correct-extension", "withdraw-extension"]
    if rotation.placed_on and not workflow.placement_correction_refusal(rotation, by=account):
        acts.append("withdraw-placement")
    forms = [correction_form(act, rotation, today=on, extension=extension) for act in acts]
    return [typed.get(form.key) or form for form in forms]


def _posts(rotation: Rotation, account: Account, on: date, typed: Mapping[str, Form]) -> list[PostInFile]:
    """The posts brought; an elected one with its sessions, where it stands, and the acts open about it."""
    open_to = not workflow.elections_refusal(rotation, by=account)
    posts = []
    for row in rotation.posts.select_related("post__position", "term").prefetch_related("sessions"):
        if row.mode != FillingMode.ELECTED:
            posts.append(PostInFile(row))
            continue
        sessions = list(row.sessions.all())
        state = workflow.election_state(row, sessions, on=on)
        acts = []
        for act in workflow.OPEN_ACTS[state] if open_to else ():
            form = election_form(act, row, today=on)
            acts.append(typed.get(form.key) or form)
        posts.append(PostInFile(row, state, sessions, acts))
    return posts


def _like_the_last_decision(account: Account, on: date) -> dict[str, Any]:
    """Symbol and issuer as the office wrote them last, for a form that is empty."""
    last = access.visible_decisions(account, on=on).first()
    return {"issued_on": on, "symbol": last.symbol, "issuer": last.issuer} if last else {"issued_on": on}


def procedure_items(rotation: Rotation) -> QuerySet[StepTemplateItem]:
    """The steps of the case's own procedure; none of a case without one."""
    template = rotation.step_template
    return template.items.all() if template else StepTemplateItem.objects.none()


def appraising_units(account: Account, *, on: date) -> UnitQuerySet:
    """Bodies that may be asked for an opinion: every unit that exists and is not a commune as a whole."""
    return access.visible_units(account, on=on).existing_on(on).exclude(block=UnitBlock.LOCALITY)


def _steps(rotation: Rotation, account: Account, on: date, typed: Mapping[str, Form]) -> dict[str, Any]:
    """Every step with the acts open about it, and the questions asked with their answers."""
    context: dict[str, Any] = dict.fromkeys(("steps", "plan_form", "ask_form"))
    if account.has_perm("rotations.view_rotationstep"):
        open_to = not workflow.steps_refusal(rotation, by=account)
        steps = list(rotation.steps.select_related("recorded_by", "template_item", "decision"))
        wrong = {step.corrects_id for step in steps}
        over = rotation.status in (RotationStatus.PLACED, RotationStatus.CANCELLED)
        corrects = account.has_perm("rotations.record_step") and (open_to or over)
        context["steps"] = [
            StepInFile(
                step,
                step.is_late_on(on),
                _step_forms(step, typed, on, open_to=open_to, corrects=corrects and step.pk not in wrong),
                step.pk in wrong,
            )
            for step in steps
        ]
        if open_to:
            items = procedure_items(rotation)
            context["plan_form"] = typed.get("plan") or StepPlanForm(today=on, items=items)
    opinions = access.visible_opinions(account, on=on).filter(rotation=rotation).select_related("asked_unit")
    context["opinions"] = [
        OpinionInFile(
            opinion,
            opinion.answered_on is None and opinion.deadline is not None and opinion.deadline < on,
            _answer_form(opinion, account, typed, on),
        )
        for opinion in opinions
    ]
    if account.has_perm("rotations.add_appraisalopinion") and rotation.is_open:
        context["ask_form"] = typed.get("ask") or AskOpinionForm(
            today=on, units=appraising_units(account, on=on)
        )
    return context


def _step_forms(
    step: RotationStep, typed: Mapping[str, Form], on: date, *, open_to: bool, corrects: bool
) -> list[Form]:
    if step.status_after:
        acts: tuple[str, ...] = ("again",) if step.template_item_id else ()
    else:
        acts = ("done", "replan") if step.done_on is None else ("again",)
    acts = acts if open_to else ()
    if corrects and step.done_on is not None:
        acts = (*acts, "correct")
    forms = [step_form(act, step, today=on) for act in acts]
    return [typed.get(form.key) or form for form in forms]


def _answer_form(
    opinion: AppraisalOpinion, account: Account, typed: Mapping[str, Form], on: date
) -> Form | None:
    if opinion.answered_on is not None or not workflow.may_answer(opinion, account):
        return None
    form = answer_form(opinion, today=on)
    return typed.get(form.key) or form


def _checks(rotation: Rotation, on: date) -> dict[str, Any]:
    """What the rules say of the case today, and what they said at each step."""
    rules.load([rotation])
    live = [check for rule in workflow.MOVES["decide"].asks if (check := rule(rotation, on=on))]
    return {
        "live": live,
        "stored": rotation.checks.select_related("step", "approved_by").order_by("-checked_on", "pk"),
    }


def _papers(rotation: Rotation, account: Account, hidden: frozenset[str], on: date) -> dict[str, Any]:
    """The dossier, decisions, opinions and evaluations; None stands for what the account may not read."""
    context: dict[str, Any] = dict.fromkeys(
        ("dossier", "decision_lines", "opinions", "evaluations", "expected")
    )
    if account.has_perm("rotations.view_dossieritem") and account.official_id != rotation.official_id:
        context["dossier"] = rules.dossier_standing(rotation, on=on)
    if account.has_perm("rotations.view_decision"):
        decisions = access.visible_decisions(account, on=on)
        lines = rotation.decision_lines.filter(decision__in=decisions)
        context["decision_lines"] = lines.select_related("decision", "post__position", "post__unit")
    if "opinions" not in hidden and account.has_perm("rotations.view_appraisalopinion"):
        context["opinions"] = rotation.opinions.select_related("asked_unit")
    context["may_evaluate"] = account.has_perm("rotations.add_evaluation")
    if "evaluations" not in hidden and account.has_perm("rotations.view_evaluation"):
        evaluations = access.visible_evaluations(account, on=on)
        context["evaluations"] = evaluations.filter(rotation=rotation).select_related("unit")
        if account.official_id != rotation.official_id:
            context["expected"] = rules.evaluations_due([rotation], on=on)
    return context


def changes_of(record: Recorded) -> Iterator[Change]:
    """The last changes of a record's own columns, newest first. One query."""
    kinds = {"+": "Lập hồ sơ", "~": "Sửa", "-": "Xóa"}
    history: Any = record.history
    rows = list(
        history.select_related("history_user").order_by("-history_date", "-history_id")[:CHANGES_SHOWN]
    )
    # Compared here: the library's own comparison leaves out columns no form edits, the status among them.
    fields = [field for field in record._meta.concrete_fields if _is_told(field.name)]
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        columns = [
            (str(field.verbose_name), _told(field, old), _told(field, new))
            for field in fields
            if before and (old := getattr(before, field.attname)) != (new := getattr(row, field.attname))
        ]
        yield Change(
            row.history_date,
            str(row.history_user or ""),
            kinds[row.history_type],
            columns,
            row.history_change_reason or "",
        )


def _is_told(name: str) -> bool:
    return name not in NOT_TOLD and not name.endswith("_precision")


def _told(field: Field[Any, Any], value: Any) -> str:
    """A column's value in words; a row pointed at is not looked up, and is told as "mục khác"."""
    if value in (None, ""):
        return "(trống)"
    if field.is_relation:
        return "mục khác"
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
