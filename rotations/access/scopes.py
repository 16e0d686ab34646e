"""The one queryset of each aggregate for an account. Deny by default: a role not named gets nothing."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from rotations.access.roles import kinds_taken_in
from rotations.models import (
    Account,
    AppraisalOpinion,
    Attachment,
    AttachmentQuerySet,
    AuditEntry,
    AuditEntryQuerySet,
    Decision,
    DecisionQuerySet,
    DossierItem,
    DossierItemQuerySet,
    Evaluation,
    EvaluationQuerySet,
    FamilyMember,
    FrozenReport,
    FrozenReportQuerySet,
    ImportBatch,
    ImportBatchQuerySet,
    LocalityIndicator,
    NeedAnswer,
    NeedAnswerQuerySet,
    NeedCall,
    NeedCallQuerySet,
    Official,
    OfficialQuerySet,
    Placement,
    PlacementQuerySet,
    Post,
    PostHolding,
    PostHoldingQuerySet,
    PostQuerySet,
    Regulation,
    RegulationQuerySet,
    Rotation,
    RotationNeed,
    RotationNeedQuerySet,
    RotationPlan,
    RotationPlanQuerySet,
    RotationQuerySet,
    Unit,
    UnitQuerySet,
    with_predecessors,
    working_at,
)
from rotations.vocabulary import MACHINE_ACTS, Branch, Role, UnitLevel

BOARD = frozenset({Role.BOARD_OFFICER, Role.BOARD_LEAD})
SEES_ALL_FILES = BOARD | {Role.STANDING_COMMITTEE}

Rows = TypeVar("Rows", bound="QuerySet[Model]")


def _scoped(account: Account, rows: Rows, everything: frozenset[Role], scopes: dict[Role, Q | None]) -> Rows:
    """`rows` cut to what the account's roles open: all, the union of the scopes of its roles, or nothing."""
    if not account.is_active:
        return rows.none()
    if account.roles & everything:
        return rows
    opened = [scope for role, scope in scopes.items() if role in account.roles and scope is not None]
    if not opened:
        return rows.none()
    union = opened[0]
    for scope in opened[1:]:
        union |= scope
    return rows.filter(union)


def own_units(account: Account, *, on: date) -> frozenset[int]:
    """Ids of the account's unit and of every unit it took over from by `on`, directly or in steps.

    Shape   an account and a day in, unit ids out; empty without a unit. One query a generation of units the first
            time; the answer stays on the account object, as its permissions do.
    Units   database ids.
    Errors  none.
    Source  product §7: a clerk sees the unit through its predecessors.
    """
    if account.unit_id is None:
        return frozenset()
    answers: dict[tuple[int, date], frozenset[int]] = account.__dict__.setdefault("_own_units", {})
    if (account.unit_id, on) not in answers:
        answers[account.unit_id, on] = with_predecessors(account.unit_id, on=on)
    return answers[account.unit_id, on]


def _units_of_clerk(account: Account, on: date) -> frozenset[int]:
    return own_units(account, on=on) if Role.UNIT_CLERK in account.roles else frozenset()


def _announced_to(units: frozenset[int], on: date) -> Q | None:
    """Cases to or from `units` that were announced by `on`."""
    if not units:
        return None
    return (Q(sending_unit__in=units) | Q(receiving_unit__in=units)) & Q(announced_on__lte=on)


def _asked_of(account: Account, on: date) -> Q | None:
    """Cases on which the account's body was asked for an opinion by `on`, if it is an appraiser."""
    if account.unit_id is None or Role.APPRAISER not in account.roles:
        return None
    opinions = AppraisalOpinion.objects.filter(asked_unit=account.unit_id, asked_on__lte=on)
    return Q(pk__in=opinions.values("rotation"))


def visible_units(account: Account, *, on: date) -> UnitQuerySet:
    """Units the account may open: all of them for the board, its own for a clerk."""
    units = _units_of_clerk(account, on)
    return _scoped(account, Unit.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(pk__in=units)})


def visible_posts(account: Account, *, on: date) -> PostQuerySet:
    """Posts at the units the account may open."""
    units = _units_of_clerk(account, on)
    return _scoped(account, Post.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(unit__in=units)})


def visible_holdings(account: Account, *, on: date) -> PostHoldingQuerySet:
    """Holdings of posts the account may open."""
    units = _units_of_clerk(account, on)
    return _scoped(
        account, PostHolding.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(post__unit__in=units)}
    )


def visible_officials(account: Account, *, on: date) -> OfficialQuerySet:
    """Files the account may open: all for the board; own people for a clerk; those of its cases for an
    appraiser."""
    units = _units_of_clerk(account, on)
    asked = _asked_of(account, on)
    return _scoped(
        account,
        Official.objects.all(),
        SEES_ALL_FILES,
        {
            Role.UNIT_CLERK: working_at(units, on),
            Role.APPRAISER: None
            if asked is None
            else Q(pk__in=Rotation.objects.filter(asked).values("official")),
        },
    )


def approvers(account: Account, *, on: date) -> OfficialQuerySet:
    """The people who may consent to a doubtful case, as far as `account` sees them: those whose own account decides, and
    those who head a Party body above the communes that day, whether or not they ever sign in here."""
    deciding = Account.objects.filter(
        is_active=True, groups__name__in=[Role.BOARD_LEAD.value, Role.STANDING_COMMITTEE.value]
    )
    heads = PostHolding.objects.on(on).filter(
        post__position__branch=Branch.PARTY, post__position__is_head=True
    )
    above = heads.exclude(post__unit__level=UnitLevel.COMMUNE)
    consenting = Q(pk__in=deciding.values("official")) | Q(pk__in=above.values("official"))
    return visible_officials(account, on=on).filter(consenting)


def visible_regulations(account: Account, *, on: date) -> RegulationQuerySet:
    """The rule book, for the whole board."""
    return _scoped(account, Regulation.objects.all(), SEES_ALL_FILES, {})


def visible_plans(account: Account, *, on: date) -> RotationPlanQuerySet:
    """Plans the account may open: a clerk sees none before it is announced."""
    return _scoped(
        account, RotationPlan.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(announced_on__lte=on)}
    )


def visible_rotations(account: Account, *, on: date) -> RotationQuerySet:
    """Cases the account may open: all for the board; announced ones to or from its unit for a clerk; those it was
    asked about for an appraiser."""
    units = _units_of_clerk(account, on)
    return _scoped(
        account,
        Rotation.objects.all(),
        SEES_ALL_FILES,
        {
            Role.UNIT_CLERK: _announced_to(units, on),
            Role.APPRAISER: _asked_of(account, on),
        },
    )


def visible_opinions(account: Account, *, on: date) -> QuerySet[AppraisalOpinion]:
    """Opinions the account may open: all for the board, for an appraiser those its own body was asked for."""
    asked = account.unit_id if Role.APPRAISER in account.roles else None
    return _scoped(
        account,
        AppraisalOpinion.objects.filter(asked_on__lte=on),
        SEES_ALL_FILES,
        {Role.APPRAISER: None if asked is None else Q(asked_unit=asked)},
    )


def counted_rotations(account: Account, *, on: date) -> RotationQuerySet:
    """Cases that may be counted for the account: all, for whoever reads reports. For numbers only: a list or a
    name comes from `visible_rotations`."""
    rows = Rotation.objects.all()
    return rows if account.has_perm("rotations.view_reports") else rows.none()


def visible_frozen_reports(account: Account, *, on: date) -> FrozenReportQuerySet:
    """Frozen figures, for whoever reads reports: they hold nobody's name."""
    rows = FrozenReport.objects.all()
    return rows if account.has_perm("rotations.view_reports") else rows.none()


def counted_needs(account: Account, *, on: date) -> RotationNeedQuerySet:
    """Needs that may be counted for the account: all, for whoever reads reports. For numbers only."""
    rows = RotationNeed.objects.all()
    return rows if account.has_perm("rotations.view_reports") else rows.none()


def counted_evaluations(account: Account, *, on: date) -> EvaluationQuerySet:
    """Comments that may be counted for the account, for numbers only: those it may open, so that no figure tells of one
    about itself; for whoever opens none and reads reports, all."""
    if account.has_perm("rotations.view_evaluation"):
        return visible_evaluations(account, on=on)
    rows = Evaluation.objects.all()
    return rows if account.has_perm("rotations.view_reports") else rows.none()


def visible_calls(account: Account, *, on: date) -> NeedCallQuerySet:
    """Calls for needs the account may open: those sent to its unit by `on`, for a clerk."""
    units = _units_of_clerk(account, on)
    asked = NeedCall.objects.asking(units).filter(opened_on__lte=on)
    return _scoped(
        account, NeedCall.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(pk__in=asked.values("pk"))}
    )


def visible_need_answers(account: Account, *, on: date) -> NeedAnswerQuerySet:
    """Answers to calls the account may open: its own unit's, for a clerk."""
    units = _units_of_clerk(account, on)
    return _scoped(account, NeedAnswer.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(unit__in=units)})


def visible_needs(account: Account, *, on: date) -> RotationNeedQuerySet:
    """Needs the account may open: its own unit's, for a clerk."""
    units = _units_of_clerk(account, on)
    return _scoped(account, RotationNeed.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(unit__in=units)})


def visible_evaluations(account: Account, *, on: date) -> EvaluationQuerySet:
    """Comments the account may open, never one on itself unless it was opened to the person.

    A clerk sees those its own unit wrote. The rule about oneself holds for every role.
    """
    units = _units_of_clerk(account, on)
    rows = _scoped(account, Evaluation.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(unit__in=units)})
    if account.official_id is not None:
        rows = rows.exclude(rotation__official=account.official_id, is_open_to_official=False)
    return rows


def visible_dossier_items(account: Account, *, on: date) -> DossierItemQuerySet:
    """Papers of dossiers the account may open: the board's business alone, and never those of the own dossier, which
    holds what others said of oneself."""
    rows = _scoped(account, DossierItem.objects.all(), SEES_ALL_FILES, {})
    return rows.exclude(rotation__official=account.official_id) if account.official_id else rows


def visible_attachments(account: Account, *, on: date) -> AttachmentQuerySet:
    """Files the account may open, taken away or not: those beside a record it may open; of its own case none but
    those of a comment that was opened to it."""
    beside = Q(evaluation__in=visible_evaluations(account, on=on))
    if account.roles & SEES_ALL_FILES:
        cases = visible_rotations(account, on=on)
        if account.official_id:
            cases = cases.exclude(official=account.official_id)
        beside |= Q(dossier_item__in=visible_dossier_items(account, on=on)) | Q(rotation__in=cases)
        beside |= Q(decision__in=visible_decisions(account, on=on))
    return Attachment.objects.filter(beside) if account.is_active else Attachment.objects.none()


def visible_placements(account: Account, *, on: date) -> PlacementQuerySet:
    """Placements the account may open: the board's business alone."""
    return _scoped(account, Placement.objects.all(), SEES_ALL_FILES, {})


def visible_decisions(account: Account, *, on: date) -> DecisionQuerySet:
    """Decisions the account may open: the board's business alone."""
    return _scoped(account, Decision.objects.all(), SEES_ALL_FILES, {})


def visible_indicators(account: Account, *, on: date) -> QuerySet[LocalityIndicator]:
    """Indicators the account may open: its own unit's, for a clerk."""
    units = _units_of_clerk(account, on)
    return _scoped(
        account, LocalityIndicator.objects.all(), SEES_ALL_FILES, {Role.UNIT_CLERK: Q(unit__in=units)}
    )


def visible_batches(account: Account, *, on: date) -> ImportBatchQuerySet:
    """Imported files the account may open, of the kinds it takes in: all for the board; for a clerk those it handed in
    itself, for a file may speak of other units."""
    of_its_kinds = ImportBatch.objects.filter(kind__in=kinds_taken_in(account))
    return _scoped(account, of_its_kinds, BOARD, {Role.UNIT_CLERK: Q(created_by=account)})


def visible_accounts(account: Account, *, on: date) -> QuerySet[Account]:
    """Accounts the account may open."""
    return _scoped(account, Account.objects.all(), frozenset({Role.SYSTEM_ADMIN}), {})


def visible_audit_entries(account: Account, *, on: date) -> AuditEntryQuerySet:
    """The trail, for the head of the board; of the door and of backups alone, for whoever keeps the machine."""
    of_the_machine = Q(action__in=sorted(MACHINE_ACTS))
    return _scoped(
        account,
        AuditEntry.objects.all(),
        frozenset({Role.BOARD_LEAD}),
        {Role.SYSTEM_ADMIN: of_the_machine},
    )


def is_own_or_relatives_file(account: Account, official: Official) -> bool:
    """Whether `official` is the account's own person or a relative of it, in either direction. One query."""
    if account.official_id is None:
        return False
    if account.official_id == official.pk:
        return True
    return FamilyMember.objects.filter(
        Q(official=official.pk, relative=account.official_id)
        | Q(official=account.official_id, relative=official.pk)
    ).exists()
