"""The smallest valid thing of each kind, for tests: say what matters, the rest is made up.

Plain functions with keyword overrides. Whatever belongs around a thing (a post's unit, a rotation's plan) is made
when it is not given. People and places are invented. A new database already holds the reference data, so what is
known there by its name (roles, positions) is found by that name before it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from rotations import vietnamese, workflow
from rotations.models import (
    Account,
    AmendmentPaper,
    AnnualRating,
    Attachment,
    CalendarLink,
    CatalogueEntry,
    CriteriaSet,
    Decision,
    DossierItem,
    DossierTemplateItem,
    DueNotice,
    ElectionSession,
    Evaluation,
    Extension,
    FrozenReport,
    ListColumns,
    LocalityIndicator,
    NeedAnswer,
    NeedCall,
    Official,
    Placement,
    Position,
    Post,
    PostHolding,
    PostStandard,
    RatingScale,
    Regulation,
    Rotation,
    RotationNeed,
    RotationPlan,
    RotationPost,
    RuleJudging,
    SavedFilter,
    StepTemplate,
    SuccessionEntry,
    Term,
    Unit,
    hashed,
)
from rotations.vocabulary import (
    Branch,
    CatalogueKind,
    DecisionKind,
    EndKind,
    EndReason,
    ExtensionReason,
    FillingMode,
    IndicatorKind,
    NeedDirection,
    ParameterCode,
    PlacementOutcome,
    PlanStatus,
    QualityRating,
    ReportKind,
    Role,
    RotationStatus,
    TermKind,
    UnitBlock,
    UnitLevel,
)
from tests import kept_files

TODAY = date(2025, 3, 10)
STARTED_ON = date(2025, 1, 6)
PASSWORD = "chuỗi-mật-khẩu-để-thử-2025"

# The moves from a proposal to a placement, by the status each leads to.
THE_STRAIGHT_WAY: dict[RotationStatus, str] = {
    RotationStatus.APPROVED_IN_PRINCIPLE: "approve",
    RotationStatus.PREPARING: "prepare",
    RotationStatus.APPRAISING: "appraise",
    RotationStatus.DECIDED: "decide",
    RotationStatus.ACTIVE: "activate",
    RotationStatus.ENDED: "end",
    RotationStatus.PLACED: "place",
}
FIVE_STEPS: tuple[tuple[str, str, RotationStatus], ...] = (
    ("policy", "Xin chủ trương", RotationStatus.PROPOSED),
    ("selection", "Lựa chọn nhân sự", RotationStatus.APPROVED_IN_PRINCIPLE),
    ("meeting", "Gặp gỡ, trao đổi", RotationStatus.PREPARING),
    ("appraisal", "Thẩm định nhân sự", RotationStatus.APPRAISING),
    ("decision", "Quyết định và công bố", RotationStatus.DECIDED),
)

_serial = count(1)
_given_names = ("Ươm", "Pản", "Sinh", "Dợ", "Chá", "Hặc", "Inh", "Đôi", "Mẩy", "Khoa")


# --- Accounts ----------------------------------------------------------------------------------------------


def make_account(
    role: Role | str | None = Role.BOARD_OFFICER,
    unit: Unit | None = None,
    *,
    username: str = "",
    roles: Iterable[Role | str] = (),
    **fields: Any,
) -> Account:
    """An account with one role (or `roles`, or none at all with role=None), signed in with `PASSWORD`."""
    wanted = [*([] if role is None else [role]), *roles]
    name = username or f"{wanted[0] if wanted else 'nobody'}_{next(_serial)}"
    account = Account.objects.create_user(
        name, password=fields.pop("password", PASSWORD), unit=unit, **fields
    )
    for word in wanted:
        account.groups.add(Group.objects.get_or_create(name=str(Role(word).value))[0])
    return account


def make_calendar_link(
    account: Account | None = None, token: str = "mã-để-thử", **fields: Any
) -> CalendarLink:
    """The private address of an account's calendar, made at noon."""
    fields.setdefault("made_at", datetime(2025, 3, 10, 12, tzinfo=UTC))
    return CalendarLink.objects.create(
        account=account or make_account(), token_hash=fields.pop("token_hash", hashed(token)), **fields
    )


def make_saved_filter(account: Account | None = None, **fields: Any) -> SavedFilter:
    """A filter above the list of cases: those not ended."""
    fields.setdefault("list_name", "rotation-list")
    fields.setdefault("name", "Chưa kết thúc")
    fields.setdefault("query", "group=open")
    return SavedFilter.objects.create(account=account or make_account(), **fields)


def make_list_columns(account: Account | None = None, **fields: Any) -> ListColumns:
    """The columns an account chose for the list of cases: who and where to."""
    fields.setdefault("list_name", "rotation-list")
    fields.setdefault("columns", "name,to")
    return ListColumns.objects.create(account=account or make_account(), **fields)


def make_due_notice(account: Account | None = None, day: date = TODAY, **fields: Any) -> DueNotice:
    """An account was sent its list of a day, with one thing on it."""
    fields.setdefault("item_count", 1)
    return DueNotice.objects.create(account=account or make_account(), day=day, **fields)


# --- Terms, units, posts -----------------------------------------------------------------------------------


def make_term(
    name: str = "2020-2025",
    kind: TermKind = TermKind.PARTY,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Term:
    """The term of that name, from the first day of its first year unless told otherwise."""
    first, last = (int(part) for part in name.split("-"))
    term, _ = Term.objects.get_or_create(
        kind=kind,
        name=name,
        defaults={
            "starts_on": starts_on or date(first, 1, 1),
            "ends_on": ends_on or date(last, 12, 31),
        },
    )
    return term


def make_unit(name: str = "", level: UnitLevel = UnitLevel.COMMUNE, **fields: Any) -> Unit:
    """A unit, a commune unless told otherwise; the block follows from the level."""
    fields.setdefault("block", UnitBlock.LOCALITY if level == UnitLevel.COMMUNE else UnitBlock.STATE)
    kind = {UnitLevel.COMMUNE: "Xã", UnitLevel.DISTRICT: "Phòng", UnitLevel.PROVINCE: "Sở"}.get(level, "Ban")
    return Unit.objects.create(name=name or f"{kind} Thử nghiệm {next(_serial)}", level=level, **fields)


def make_position(name: str = "Phó Bí thư Đảng ủy", **fields: Any) -> Position:
    """The position of that name as the catalogue has it, with what the caller says of it; made when unknown."""
    known = Position.objects.filter(match_key=vietnamese.match_key(name)).first()
    if known is None:
        fields.setdefault("branch", Branch.PARTY)
        fields.setdefault("filling", FillingMode.DESIGNATED)
        return Position.objects.create(name=name, **fields)
    if fields:
        for field, value in fields.items():
            setattr(known, field, value)
        known.save()
    return known


def make_post(
    unit: Unit | None = None,
    position: Position | str | None = None,
    quota: int = 1,
    **fields: Any,
) -> Post:
    """A post (one seat unless told otherwise) at a unit; the position may be given by name."""
    if not isinstance(position, Position):
        position = make_position(position) if position else make_position()
    return Post.objects.create(unit=unit or make_unit(), position=position, quota=quota, **fields)


# --- People ------------------------------------------------------------------------------------------------


def make_official(full_name: str = "", unit: Unit | None = None, **fields: Any) -> Official:
    """A person's file with a name and nothing else; names made up here repeat, as names do."""
    name = full_name or f"Lò Văn {_given_names[next(_serial) % len(_given_names)]}"
    return Official.objects.create(full_name=name, unit=unit, **fields)


def make_holding(
    official: Official | None = None,
    post: Post | None = None,
    held_from: date = date(2022, 1, 1),
    held_until: date | None = None,
    is_main: bool = True,
    **fields: Any,
) -> PostHolding:
    """A person holds a post from `held_from`, without an end unless told otherwise."""
    return PostHolding.objects.create(
        official=official or make_official(),
        post=post or make_post(),
        held_from=held_from,
        held_until=held_until,
        is_main=is_main,
        **fields,
    )


def make_succession_entry(
    official: Official | None = None, position: Position | None = None, **fields: Any
) -> SuccessionEntry:
    """A person is planned for a position in the term 2020-2025."""
    fields.setdefault("term", None)
    fields["term"] = fields["term"] or make_term()
    fields.setdefault("level", UnitLevel.COMMUNE)
    return SuccessionEntry.objects.create(
        official=official or make_official(), position=position or make_position(), **fields
    )


def make_rating(
    official: Official | None = None,
    year: int = TODAY.year - 1,
    rating: QualityRating = QualityRating.GOOD,
    **fields: Any,
) -> AnnualRating:
    """A yearly classification, of last year unless told otherwise."""
    return AnnualRating.objects.create(
        official=official or make_official(), year=year, rating=rating, **fields
    )


# --- Regulations, needs, plans -----------------------------------------------------------------------------


def make_regulation(
    parameters: Mapping[ParameterCode, int | str | Decimal] | None = None,
    *,
    with_steps: bool = False,
    **fields: Any,
) -> Regulation:
    """A regulation with these numbers (36 months of rotation unless given), and its five steps when asked.

    What the caller gives as `parameters` is all there is; pass an empty mapping for a text without numbers.
    """
    number = next(_serial)
    fields.setdefault("symbol", f"{number}-QĐ/THỬ")
    fields.setdefault("title", "Quy định về luân chuyển cán bộ (để thử)")
    fields.setdefault("level", UnitLevel.DISTRICT)
    fields.setdefault("issuer", "Huyện ủy Thử nghiệm")
    fields.setdefault("issued_on", date(2020, 1, 1))
    fields.setdefault("effective_from", fields["issued_on"])
    regulation = Regulation.objects.create(**fields)
    for code, value in ({ParameterCode.ROTATION_MONTHS: 36} if parameters is None else parameters).items():
        regulation.parameters.create(code=code, value=Decimal(value), article="Điều 1")
    if with_steps:
        make_step_template(regulation)
    return regulation


def make_post_standard(
    regulation: Regulation, position: Position | str | None = None, **fields: Any
) -> PostStandard:
    """A commune post asks for a university degree, unless told otherwise; levels are given by their names."""
    if not isinstance(position, Position):
        position = make_position(position) if position else make_position()
    fields.setdefault("level", UnitLevel.COMMUNE)
    if not fields.keys() & {"professional_level", "political_theory"}:
        fields["professional_level"] = "Đại học"
    for kind in (CatalogueKind.PROFESSIONAL_LEVEL, CatalogueKind.POLITICAL_THEORY):
        if isinstance(fields.get(kind), str):
            fields[kind] = CatalogueEntry.objects.get(kind=kind, name=fields[kind])
    return PostStandard.objects.create(regulation=regulation, position=position, **fields)


def make_step_template(regulation: Regulation, **fields: Any) -> StepTemplate:
    """The five steps of a regulation, in force since the regulation itself."""
    fields.setdefault("name", "Quy trình năm bước")
    fields.setdefault("effective_from", regulation.effective_from)
    template = StepTemplate.objects.create(regulation=regulation, **fields)
    for ordinal, (code, name, status) in enumerate(FIVE_STEPS, start=1):
        template.items.create(ordinal=ordinal, code=code, name=name, status=status)
    return template


def make_rule_judging(account: Account | None = None, **fields: Any) -> RuleJudging:
    """A change of a number whose effect on two cases waits to be judged."""
    fields.setdefault("asked_on", TODAY)
    fields.setdefault("path", "/regulations/1/parameters/rotation_months/")
    fields.setdefault("title", "Thời gian luân chuyển (tháng)")
    fields.setdefault("waiting", [1, 2])
    fields.setdefault("total", 2)
    return RuleJudging.objects.create(asked_by=account or make_account(), **fields)


def make_plan(year: int = TODAY.year, regulation: Regulation | None = None, **fields: Any) -> RotationPlan:
    """The draft plan of a year under its own regulation; there is one plan a year."""
    fields.setdefault("title", f"Kế hoạch luân chuyển cán bộ năm {year}")
    return RotationPlan.objects.create(year=year, regulation=regulation or make_regulation(), **fields)


def approve(plan: RotationPlan, *, on: date = TODAY) -> RotationPlan:
    """The plan submitted and approved by the system on one day; people come into it by an amendment from then on."""
    for to in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(plan, to, by=None, on=on)
    return plan


def make_amendment(
    number: str = "85-KH/HU", document_on: date | None = TODAY, **fields: Any
) -> AmendmentPaper:
    """The paper under which an approved plan is changed, of TODAY."""
    fields.setdefault("reason", "Bổ sung một đồng chí")
    return AmendmentPaper(number, document_on, **fields)


def make_need(unit: Unit | None = None, position: Position | None = None, **fields: Any) -> RotationNeed:
    """A unit asks for one person in a post, for this year's plan."""
    fields.setdefault("year", TODAY.year)
    fields.setdefault("direction", NeedDirection.IN)
    if position is None and not fields.get("position_text"):
        position = make_position()
    return RotationNeed.objects.create(unit=unit or make_unit(), position=position, **fields)


def make_call(*units: Unit, year: int = TODAY.year, **fields: Any) -> NeedCall:
    """A call sent to these units on 6 January, to be answered by the end of February."""
    fields.setdefault("title", f"Đề xuất nhu cầu luân chuyển cán bộ năm {year}")
    fields.setdefault("opened_on", STARTED_ON)
    fields.setdefault("deadline", max(date(fields["opened_on"].year, 2, 28), fields["opened_on"]))
    call = NeedCall.objects.create(year=year, **fields)
    call.units.set(units)
    return call


def make_need_answer(call: NeedCall | None = None, unit: Unit | None = None, **fields: Any) -> NeedAnswer:
    """The answer of a unit that it needs nobody, on the day of the deadline."""
    unit = unit or make_unit()
    call = call or make_call(unit)
    fields.setdefault("no_needs", True)
    fields.setdefault("answered_on", call.deadline)
    return NeedAnswer.objects.create(call=call, unit=unit, **fields)


# --- Rotations ---------------------------------------------------------------------------------------------


def make_rotation(
    official: Official | None = None,
    sending: Unit | None = None,
    receiving: Unit | None = None,
    plan: RotationPlan | None = None,
    *,
    by: Account | None = None,
    on: date = TODAY,
    left_posts: Iterable[Post] = (),
    receiving_posts: Iterable[Post] = (),
    amendment: AmendmentPaper | None = None,
    **fields: Any,
) -> Rotation:
    """A proposed rotation from a district office to a commune, under this year's plan unless told otherwise.

    An approved plan wants an `amendment`.
    """
    sending = sending or (
        official.unit if official and official.unit else make_unit(level=UnitLevel.DISTRICT)
    )
    official = official or make_official(unit=sending)
    plan = plan or RotationPlan.objects.filter(year=TODAY.year).first() or make_plan()
    rotation = Rotation(official=official, plan=plan, **fields)
    rotation.set_route(sending, receiving or make_unit())
    return workflow.propose(
        rotation,
        by=by,
        on=on,
        left_posts=list(left_posts),
        receiving_posts=list(receiving_posts),
        amendment=amendment,
    )


def make_rotation_at(
    status: RotationStatus,
    *args: Any,
    starts_on: date = STARTED_ON,
    ended_on: date = TODAY,
    outcome: PlacementOutcome = PlacementOutcome.RETURNS,
    **fields: Any,
) -> Rotation:
    """A rotation walked move by move to `status`, each move by the system itself.

    The moves up to the start are made on `starts_on` and those after it on `ended_on`. A rotation that is called
    off is called off at once. The other arguments are those of `make_rotation`.
    """
    status = RotationStatus(status)
    fields.setdefault("on", starts_on)
    rotation = make_rotation(*args, **fields)
    if status == RotationStatus.CANCELLED:
        return walk(rotation, "cancel", on=starts_on, cancel_reason="Đơn vị nơi đến đã bố trí người tại chỗ")
    for reached, verb in THE_STRAIGHT_WAY.items():
        if rotation.status == status:
            break
        details: dict[str, Any] = {}
        if verb == "decide":
            details = {"starts_on": starts_on}
        elif verb == "end":
            details = {
                "ended_on": ended_on,
                "end_kind": EndKind.EARLY,
                "end_reason": EndReason.PROMOTED,
                "decision": make_decision(kind=DecisionKind.EARLY_END, issued_on=ended_on),
            }
        elif verb == "place":
            make_placement(rotation, outcome=outcome, proposed_on=ended_on, decided_on=ended_on)
        late = reached in (RotationStatus.ENDED, RotationStatus.PLACED)
        walk(rotation, verb, on=ended_on if late else starts_on, **details)
    return rotation


def walk(rotation: Rotation, verb: str, *, on: date = TODAY, **details: Any) -> Rotation:
    """Take one move as the system itself, with a reason for whatever the rules find doubtful.

    A case is decided on as if its plan were approved just then: more people may be put into the plan afterwards.
    """
    details.setdefault("exception", "Kết luận của Ban Thường vụ (để thử)")
    plan = RotationPlan.objects.filter(pk=rotation.plan_id)
    draft = verb == "decide" and not rotation.plan.is_fixed
    if draft:
        plan.update(status=PlanStatus.APPROVED)
    try:
        workflow.make_move(rotation, verb, by=details.pop("by", None), on=on, **details)
    finally:
        if draft:
            plan.update(status=rotation.plan.status)
    return rotation


def make_evaluation(rotation: Rotation | None = None, **fields: Any) -> Evaluation:
    """The receiving unit's yearly comment on a serving official, for the year before TODAY."""
    rotation = rotation or make_rotation_at(RotationStatus.ACTIVE)
    fields.setdefault("unit", rotation.receiving_unit)
    fields.setdefault("author_name", "Bí thư Đảng ủy nơi đến")
    fields.setdefault("written_on", TODAY)
    fields.setdefault("period_from", STARTED_ON)
    fields.setdefault("period_to", TODAY)
    return Evaluation.objects.create(rotation=rotation, **fields)


def make_decision(number: str = "", **fields: Any) -> Decision:
    """A decision of TODAY, without a number unless one is given."""
    fields.setdefault("symbol", "QĐ/HU")
    fields.setdefault("kind", DecisionKind.ROTATION)
    fields.setdefault("title", "Quyết định luân chuyển cán bộ (để thử)")
    fields.setdefault("issued_on", TODAY)
    fields.setdefault("effective_on", fields["issued_on"])
    fields.setdefault("issuer", "Huyện ủy Thử nghiệm")
    return Decision.objects.create(number=number, **fields)


def make_elected_post(rotation: Rotation | None = None, **fields: Any) -> RotationPost:
    """An elected post of a serving rotation: chair of the commune's People's Committee, not yet voted on."""
    rotation = rotation or make_rotation_at(RotationStatus.ACTIVE)
    post = make_post(rotation.receiving_unit, "Chủ tịch UBND")
    return RotationPost.objects.create(rotation=rotation, post=post, mode=FillingMode.ELECTED, **fields)


def make_session(row: RotationPost | None = None, **fields: Any) -> ElectionSession:
    """A session called for TODAY, without a result unless one is given."""
    fields.setdefault("session_on", TODAY)
    return ElectionSession.objects.create(rotation_post=row or make_elected_post(), **fields)


def make_extension(rotation: Rotation | None = None, **fields: Any) -> Extension:
    """Half a year more for a serving rotation, as a row alone; the due date itself moves in the workflow."""
    rotation = rotation or make_rotation_at(RotationStatus.ACTIVE)
    fields.setdefault("decision", None)
    fields["decision"] = fields["decision"] or make_decision(kind=DecisionKind.EXTENSION)
    fields.setdefault("due_before", date(2028, 1, 6))
    fields.setdefault("due_after", date(2028, 7, 6))
    fields.setdefault("reason", ExtensionReason.TASK)
    return Extension.objects.create(rotation=rotation, **fields)


def make_placement(rotation: Rotation | None = None, **fields: Any) -> Placement:
    """A proposal to bring the person back to the sending unit; give `decided_on` for a decided one."""
    rotation = rotation or make_rotation_at(RotationStatus.ENDED)
    fields.setdefault("outcome", PlacementOutcome.RETURNS)
    fields.setdefault("unit", rotation.sending_unit)
    fields.setdefault("proposed_on", TODAY)
    placement = Placement.objects.create(rotation=rotation, **fields)
    rotation.placed_on = placement.decided_on
    rotation.save(update_fields=["placed_on"])
    return placement


def make_rating_scale(effective_from: date = date(2030, 1, 1), **fields: Any) -> RatingScale:
    """A scale of one band: good from 70 points."""
    scale = RatingScale.objects.create(document="1-QĐ/THỬ", effective_from=effective_from, **fields)
    scale.bands.create(rating=QualityRating.GOOD, from_score=70)
    return scale


# --- Dossiers and files ------------------------------------------------------------------------------------


def make_paper(regulation: Regulation, name: str = "Tờ trình", **fields: Any) -> DossierTemplateItem:
    """A paper a regulation asks for, after those it asks for already."""
    fields.setdefault("ordinal", regulation.dossier_items.count() + 1)
    return regulation.dossier_items.create(name=name, **fields)


def make_dossier_item(rotation: Rotation | None = None, **fields: Any) -> DossierItem:
    """A paper of a case's dossier, not there yet unless told otherwise."""
    rotation = rotation or make_rotation()
    if "template_item" not in fields:
        fields["template_item"] = make_paper(rotation.plan.regulation)
    return DossierItem.objects.create(rotation=rotation, **fields)


def make_attachment(owner: Any = None, **fields: Any) -> Attachment:
    """A small PDF beside a paper of a dossier, unless told otherwise; handed in by the system itself."""
    fields.setdefault("name", "Tờ trình.pdf")
    fields.setdefault("content", kept_files.pdf(f"/Number {next(_serial)}".encode()))
    fields.setdefault("said_unmarked", True)
    return workflow.attach(owner or make_dossier_item(), by=fields.pop("by", None), on=TODAY, **fields)


# --- Reports -----------------------------------------------------------------------------------------------


def make_frozen_report(account: Account | None = None, **fields: Any) -> FrozenReport:
    """The figures of Biểu 3 of this year as they stood on TODAY: one line, and the total."""
    choice = fields.setdefault("choice", {"year": str(TODAY.year)})
    fields.setdefault("report", ReportKind.RESULTS)
    fields.setdefault("title", f"Tháng {TODAY:%m/%Y}")
    fields.setdefault("as_of", TODAY)
    line = {"key": "1", "values": [1, "Xã Thử", 2], "is_group": False}
    fields.setdefault(
        "content",
        {
            "form": "Biểu 3",
            "title": "Tổng hợp",
            "period": f"năm {TODAY.year}",
            "counted": "Đơn vị tính: lượt.",
            "heads": [
                ["ordinal", "STT", "", False],
                ["unit", "Đơn vị", "", False],
                ["done", "Tổng số", "", True],
            ],
            "lines": [line],
            "total": {"key": "total", "values": ["", "Tổng cộng", 2], "is_group": False},
        },
    )
    return FrozenReport.objects.create(
        frozen_by=account or make_account(), choice_key=FrozenReport.key_of(choice), **fields
    )


# --- Localities --------------------------------------------------------------------------------------------


def make_criteria_set(total: int = 19, **fields: Any) -> CriteriaSet:
    """A set of new-rural criteria."""
    fields.setdefault("document", f"Văn bản thử {next(_serial)}")
    fields.setdefault("name", f"Bộ {total} tiêu chí")
    fields.setdefault("from_year", 2016)
    fields.setdefault("to_year", 2025)
    return CriteriaSet.objects.create(total=total, **fields)


def make_indicator(
    unit: Unit | None = None,
    year: int = TODAY.year - 1,
    kind: IndicatorKind = IndicatorKind.POVERTY_RATE,
    value: int | str | Decimal = 40,
    **fields: Any,
) -> LocalityIndicator:
    """A figure of a commune, its poverty rate of last year unless told otherwise."""
    if kind == IndicatorKind.NEW_RURAL_CRITERIA and "criteria_set" not in fields:
        fields["criteria_set"] = make_criteria_set()
    if kind == IndicatorKind.OTHER:
        fields.setdefault("name", "Chỉ tiêu để thử")
    return LocalityIndicator.objects.create(
        unit=unit or make_unit(), year=year, kind=kind, value=Decimal(value), **fields
    )
