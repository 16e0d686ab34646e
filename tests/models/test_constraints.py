"""What must never be false is refused twice: by the form, in words, and by the database, whatever the door.

Each case is one valid thing with one thing wrong. The same sentence must come from `full_clean` (forms) and, through
`explain`, from the database when nothing was asked beforehand: from `save()`, and from the bulk writing that imports use.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.forms import modelform_factory

from rotations.models import (
    OPEN_ROTATION,
    OVERLAPPING_MAIN_POSTS,
    POST_FULL,
    Account,
    AnnualRating,
    AppraisalOpinion,
    AuditEntry,
    CalendarLink,
    CatalogueEntry,
    ConditionRule,
    CriteriaSet,
    Decision,
    DecisionLine,
    DisciplineRecord,
    DossierItem,
    DossierTemplateItem,
    ElectionSession,
    Evaluation,
    Extension,
    FrozenReport,
    ImportBatch,
    ImportTask,
    LeftPost,
    LocalityDecision,
    LocalityIndicator,
    NeedCall,
    NonLocalPost,
    Official,
    Placement,
    PlanTarget,
    PlanVersion,
    Post,
    PostHolding,
    PostStandard,
    RatingBand,
    RatingScale,
    Regulation,
    RegulationParameter,
    Residence,
    RetirementAge,
    Rotation,
    RotationNeed,
    RotationPlan,
    RotationPost,
    RotationStep,
    SavedFilter,
    SignInSession,
    StandardSeat,
    SuccessionEntry,
    Term,
    Training,
    Unit,
    UnitAlias,
    UnitCode,
    UnitSuccession,
    WorkHistory,
    create_plain,
    create_recorded,
    explain,
)
from rotations.models.fields import Recorded
from rotations.vocabulary import (
    AuditAction,
    Branch,
    DecisionKind,
    Direction,
    DisciplineForm,
    DisciplineSide,
    ElectionResult,
    EndKind,
    EvaluationKind,
    FillingMode,
    IndicatorKind,
    PlacementOutcome,
    QualityRating,
    ReportKind,
    RotationStatus,
    UnitLevel,
)
from tests.makers import (
    TODAY,
    make_account,
    make_attachment,
    make_criteria_set,
    make_decision,
    make_dossier_item,
    make_due_notice,
    make_evaluation,
    make_extension,
    make_frozen_report,
    make_holding,
    make_list_columns,
    make_need,
    make_need_answer,
    make_official,
    make_plan,
    make_position,
    make_post,
    make_post_standard,
    make_rating,
    make_rating_scale,
    make_regulation,
    make_rotation,
    make_saved_filter,
    make_session,
    make_term,
    make_unit,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BEFORE = TODAY - DAY
NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)


def refused_by_form(thing: models.Model) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        thing.full_clean()
    return refused.value.messages


def refused_by_database(thing: models.Model) -> str | None:
    with pytest.raises(IntegrityError) as alone, transaction.atomic():
        thing.save()
    if not isinstance(thing._meta.pk, models.AutoField | models.BigAutoField):
        return explain(alone.value)  # what bears a key of its own is not written among many
    thing.pk, thing._state.adding = None, True
    at_once = partial(create_recorded, by=None) if isinstance(thing, Recorded) else create_plain
    with pytest.raises(IntegrityError) as among_many, transaction.atomic():
        at_once([thing])
    assert explain(alone.value) == explain(among_many.value)
    return explain(among_many.value)


def degree() -> CatalogueEntry:
    return CatalogueEntry.objects.get(kind="professional_level", name="Đại học")


def unsaved_rotation(**fields: Any) -> Rotation:
    fields.setdefault("official", make_official())
    fields.setdefault("plan", RotationPlan.objects.filter(year=TODAY.year).first() or make_plan())
    rotation = Rotation(**fields)
    rotation.set_route(make_unit(level=UnitLevel.DISTRICT), make_unit())
    return rotation


def election(**fields: Any) -> RotationPost:
    chair = make_position("Chủ tịch UBND", branch=Branch.STATE, filling=FillingMode.ELECTED)
    rotation = make_rotation()
    return RotationPost(
        rotation=rotation,
        post=make_post(rotation.receiving_unit, chair),
        mode=FillingMode.ELECTED,
        **fields,
    )


def dossier_item(**fields: Any) -> DossierItem:
    rotation = make_rotation()
    paper = rotation.plan.regulation.dossier_items.create(ordinal=1, name="Sơ yếu lý lịch")
    return DossierItem(rotation=rotation, template_item=paper, **fields)


def evaluation(**fields: Any) -> Evaluation:
    given = {"author_name": "Bí thư Đảng ủy", "written_on": TODAY, "period_from": BEFORE, "period_to": TODAY}
    return Evaluation(rotation=make_rotation(), **{**given, **fields})


def regulation(**fields: Any) -> Regulation:
    given = {
        "symbol": "9-QĐ/THỬ",
        "title": "Quy định",
        "level": UnitLevel.DISTRICT,
        "issuer": "Huyện ủy",
        "issued_on": TODAY,
        "effective_from": TODAY,
    }
    return Regulation(**{**given, **fields})


def unit(**fields: Any) -> Unit:
    return Unit(**{"name": "Xã Nậm Ngược", "level": UnitLevel.COMMUNE, "block": "locality", **fields})


def decision(**fields: Any) -> Decision:
    given = {
        "symbol": "QĐ/HU", "kind": DecisionKind.ROTATION, "title": "Về luân chuyển cán bộ", "issued_on": TODAY,
        "effective_on": TODAY, "issuer": "Huyện ủy",
    }  # fmt: skip
    return Decision(**{**given, **fields})


def succession(**fields: Any) -> SuccessionEntry:
    return SuccessionEntry(
        official=make_official(),
        position=make_position(),
        term=make_term(),
        level=UnitLevel.COMMUNE,
        **fields,
    )


def discipline(**fields: Any) -> DisciplineRecord:
    return DisciplineRecord(
        official=make_official(), side=DisciplineSide.PARTY, form=DisciplineForm.WARNING, **fields
    )


def handed_in() -> ImportBatch:
    return ImportBatch.objects.create(
        kind="plan", file_name="Kế hoạch.xlsx", sha256="0" * 64, content=b"PK", created_by=make_account()
    )


# One line a refusal: the constraint's name, a thing that breaks it and nothing else.
BROKEN: dict[str, Callable[[], models.Model]] = {
    "frozen_report_titled": lambda: FrozenReport(
        report=ReportKind.RESULTS, title="", as_of=TODAY, choice={}, content={}
    ),
    "saved_filter_named": lambda: SavedFilter(
        account=make_account(), list_name="rotation-list", name="…", query="q=a"
    ),
    "calendar_link_token_hashed": lambda: CalendarLink(
        account=make_account(), token_hash="mã để nguyên", made_at=datetime(2025, 3, 10, tzinfo=UTC)
    ),
    # Periods the wrong way round; where the end is the first day outside, an empty period is wrong too
    "term_ends_after_start": lambda: Term(name="2026-2026", starts_on=TODAY, ends_on=TODAY),
    "unit_ends_after_start": lambda: unit(valid_from=TODAY, valid_to=TODAY),
    "unit_code_ends_after_start": lambda: UnitCode(
        unit=make_unit(), code="03169", valid_from=TODAY, valid_to=TODAY
    ),
    "post_ends_after_start": lambda: Post(
        unit=make_unit(), position=make_position(), opened_on=TODAY, abolished_on=TODAY
    ),
    "regulation_ends_after_start": lambda: regulation(effective_to=TODAY),
    "regulation_parameter_ends_after_start": lambda: make_regulation({}).parameters.model(
        regulation=make_regulation({}), code="rotation_months", value=36, valid_from=TODAY, valid_to=TODAY
    ),
    "dossier_template_item_ends_after_start": lambda: DossierTemplateItem(
        regulation=make_regulation(), ordinal=1, name="Tờ trình", valid_from=TODAY, valid_to=TODAY
    ),
    "non_local_post_ends_after_start": lambda: NonLocalPost(
        regulation=make_regulation(),
        position=make_position(),
        level="commune",
        valid_from=TODAY,
        valid_to=TODAY,
    ),
    "post_standard_ends_after_start": lambda: PostStandard(
        regulation=make_regulation(),
        position=make_position(),
        level="commune",
        professional_level=degree(),
        valid_from=TODAY,
        valid_to=TODAY,
    ),
    "post_standard_asks_something": lambda: PostStandard(
        regulation=make_regulation(), position=make_position(), level="commune"
    ),
    "condition_rule_ends_after_start": lambda: ConditionRule(
        regulation=make_regulation(), code="discipline", valid_from=TODAY, valid_to=TODAY
    ),
    "condition_rule_approval_has_reason": lambda: ConditionRule(
        regulation=make_regulation(), code="discipline", needs_reason=False, needs_document=True
    ),
    "residence_ends_after_start": lambda: Residence(
        official=make_official(), unit=make_unit(), from_date=TODAY, to_date=BEFORE
    ),
    "locality_decision_has_reason": lambda: LocalityDecision(
        official=make_official(), unit=make_unit(), conclusion="local", decided_on=TODAY, reason=""
    ),
    "holding_ends_after_start": lambda: PostHolding(
        official=make_official(), post=make_post(), held_from=TODAY, held_until=TODAY
    ),
    "rotation_due_after_start": lambda: unsaved_rotation(starts_on=TODAY, due_on=TODAY),
    "rotation_ends_after_start": lambda: unsaved_rotation(
        status=RotationStatus.ENDED, starts_on=TODAY, ended_on=BEFORE, end_kind=EndKind.ON_TIME
    ),
    "rotation_post_ends_after_start": lambda: RotationPost(
        rotation=make_rotation(),
        post=make_post(),
        mode=FillingMode.DESIGNATED,
        held_from=TODAY,
        held_until=TODAY,
    ),
    "evaluation_period_in_order": lambda: evaluation(period_from=TODAY, period_to=BEFORE),
    "placement_decided_after_proposed": lambda: Placement(
        rotation=make_rotation(), outcome=PlacementOutcome.STAYS, proposed_on=TODAY, decided_on=BEFORE
    ),
    "decision_effective_after_issue": lambda: decision(effective_on=BEFORE),
    "succession_removed_after_approved": lambda: succession(approved_on=TODAY, removed_on=BEFORE),
    "discipline_ends_after_start": lambda: discipline(decided_on=TODAY, ended_on=BEFORE),
    "training_ends_after_start": lambda: Training(
        official=make_official(), school="Trường Chính trị", from_date=TODAY, to_date=BEFORE
    ),
    "work_history_ends_after_start": lambda: WorkHistory(
        official=make_official(), description="Công chức", from_date=TODAY, to_date=BEFORE
    ),
    "official_party_dates_in_order": lambda: Official(
        full_name="Lò Văn Ngược", party_admission_date=TODAY, party_official_date=BEFORE
    ),
    "need_call_deadline_after_opening": lambda: NeedCall(
        year=2025, title="Đề xuất nhu cầu", opened_on=TODAY, deadline=BEFORE
    ),
    "need_call_closed_after_opening": lambda: NeedCall(
        year=2025, title="Đề xuất nhu cầu", opened_on=TODAY, deadline=TODAY, closed_on=BEFORE
    ),
    "dossier_item_valid_after_issue": lambda: dossier_item(issued_on=TODAY, valid_until=BEFORE),
    "criteria_set_years_in_order": lambda: CriteriaSet(
        name="Bộ tiêu chí", document="Văn bản", total=19, from_year=2025, to_year=2024
    ),
    # Routes and elections
    "rotation_started_when_serving": lambda: unsaved_rotation(status=RotationStatus.ACTIVE),
    "rotation_end_is_complete": lambda: unsaved_rotation(status=RotationStatus.ENDED, starts_on=BEFORE),
    "rotation_cancelled_with_reason": lambda: unsaved_rotation(status=RotationStatus.CANCELLED),
    "rotation_post_not_before_election": lambda: election(
        session_on=TODAY, result=ElectionResult.ELECTED, held_from=BEFORE
    ),
    "rotation_post_withdrawn_unheld": lambda: election(withdrawn_on=TODAY),
    "election_session_votes": lambda: ElectionSession(
        rotation_post=stored(election()), session_on=TODAY, votes_for=26, votes_total=25
    ),
    "extension_is_longer": lambda: Extension(
        rotation=make_rotation(), decision=make_decision(), due_before=TODAY, due_after=TODAY, reason="task"
    ),
    "extension_withdrawn_with_reason": lambda: Extension(
        rotation=make_rotation(),
        decision=make_decision(),
        due_before=BEFORE,
        due_after=TODAY,
        reason="task",
        withdrawn_on=TODAY,
    ),
    "audit_act_is_somebodys": lambda: AuditEntry(action=AuditAction.READ, subject="Lò Văn Thử"),
    "sign_in_session_known_to_somebody": lambda: SignInSession(
        session_key="chua-ai-dang-nhap", session_data="-", expire_date=NOON, seen_at=NOON
    ),
    "rotation_post_votes": lambda: election(session_on=TODAY, votes_for=26, votes_total=25),
    "rotation_post_approved_after_session": lambda: election(session_on=TODAY, approved_on=BEFORE),
    # Numbers and words
    "post_has_quota": lambda: Post(unit=make_unit(), position=make_position(), quota=0),
    "plan_year_sane": lambda: RotationPlan(year=1989, title="Kế hoạch", regulation=make_regulation()),
    "plan_target_quantity": lambda: PlanTarget(plan=make_plan(), direction=Direction.SAME_LEVEL, quantity=0),
    "need_quantity": lambda: RotationNeed(
        year=2025, unit=make_unit(), position=make_position(), reason="vacancy", quantity=0
    ),
    "need_other_level_known": lambda: RotationNeed(
        year=2025, unit=make_unit(), position=make_position(), reason="vacancy", other_level="hamlet"
    ),
    "need_names_a_post": lambda: RotationNeed(year=2025, unit=make_unit(), reason="vacancy"),
    "official_citizen_id_length": lambda: Official(full_name="Lò Văn Thiếu", citizen_id="01109800012"),
    "official_sex_known": lambda: Official(full_name="Lò Văn Lạ", sex="khac"),
    "annual_rating_score": lambda: AnnualRating(
        official=make_official(), year=2024, rating="good", score=101
    ),
    "annual_rating_quarter": lambda: AnnualRating(
        official=make_official(), year=2024, rating="good", quarter=5
    ),
    "evaluation_score": lambda: evaluation(score=101),
    "evaluation_kind_known": lambda: evaluation(kind="hearsay"),
    "indicator_range_in_order": lambda: LocalityIndicator(
        unit=make_unit(), year=2024, kind=IndicatorKind.POVERTY_REDUCTION, value=5, value_to=4
    ),
    "indicator_criteria_named": lambda: LocalityIndicator(
        unit=make_unit(), year=2024, kind=IndicatorKind.NEW_RURAL_CRITERIA, value=10
    ),
    "indicator_other_named": lambda: LocalityIndicator(
        unit=make_unit(), year=2024, kind=IndicatorKind.OTHER, value=1
    ),
    "indicator_not_negative": lambda: LocalityIndicator(
        unit=make_unit(), year=2024, kind=IndicatorKind.POVERTY_RATE, value=-1
    ),
    "regulation_parameter_not_negative": lambda: RegulationParameter(
        regulation=make_regulation({}), code="rotation_months", value=-1
    ),
    "standard_seat_has_quota": lambda: StandardSeat(
        level=UnitLevel.COMMUNE, block="party", position=make_position("Chức danh thử"), quota=0
    ),
    "unit_level_known": lambda: unit(level="hamlet"),
    # Papers and the record itself
    "plan_version_numbered_from_one": lambda: PlanVersion(
        plan=make_plan(), number=0, content={"people": []}, frozen_on=TODAY, frozen_by=make_account()
    ),
    "plan_version_amendment_has_paper": lambda: PlanVersion(
        plan=make_plan(), number=3, content={}, frozen_on=TODAY, is_amendment=True, document_number="85-KH/HU"
    ),
    "decision_line_says_what": lambda: DecisionLine(
        decision=stored(decision()), official=make_official(), action="grant"
    ),
    "import_batch_committed_when": lambda: ImportBatch(
        kind="plan",
        status="committed",
        file_name="Kế hoạch.xlsx",
        sha256="0" * 64,
        content=b"PK",
        created_by=make_account(),
    ),
    "import_task_running_is_seen": lambda: ImportTask(
        batch=handed_in(), act="read", state="running", by=make_account(), asked_on=TODAY
    ),
    "rotation_step_done_when_status_moves": lambda: RotationStep(
        rotation=make_rotation(),
        name="Cho chủ trương",
        status_after="approved_in_principle",
        recorded_by=make_account(),
    ),
    "opinion_answered_after_asked": lambda: AppraisalOpinion(
        rotation=make_rotation(), asked_unit=make_unit(), asked_on=TODAY, answered_on=BEFORE
    ),
    "account_opens_nothing_by_flag": lambda: Account(username="goc", password="x", is_superuser=True),
    "attachment_belongs_to_one": lambda: with_fields(make_attachment(), dossier_item=None),
    "attachment_removed_with_reason": lambda: with_fields(make_attachment(), removed_on=TODAY),
    "rating_scale_ends_after_start": lambda: RatingScale(
        document="1-QĐ/THỬ", effective_from=TODAY, effective_to=TODAY
    ),
    "rating_scale_quota": lambda: RatingScale(document="1-QĐ/THỬ", effective_from=TODAY, quota_percent=101),
    "rating_band_score": lambda: RatingBand(
        scale=make_rating_scale(), rating=QualityRating.GOOD, from_score=101
    ),
}

# Only what is said of two rows: the first is stored, the second is refused.
TWICE: dict[str, Callable[[], tuple[models.Model, models.Model]]] = {
    "term_once": lambda: (make_term("2015-2020"), Term(name="2015-2020", starts_on=BEFORE, ends_on=TODAY)),
    "unit_once": lambda: (make_unit("Xã Nậm Hai"), unit(name="XÃ NẬM  HAI")),
    "unit_alias_once": lambda: (lambda u: (u.aliases.create(name="Nậm"), UnitAlias(unit=u, name="NẬM.")))(
        make_unit()
    ),
    "unit_code_once": lambda: (lambda u: (u.codes.create(code="03169"), UnitCode(unit=u, code="03169")))(
        make_unit()
    ),
    "post_once": lambda: (lambda p: (p, Post(unit=p.unit, position=p.position)))(make_post()),
    "plan_once_a_year": lambda: (
        make_plan(2031),
        RotationPlan(year=2031, title="Kế hoạch khác", regulation=make_regulation()),
    ),
    "official_code_once": lambda: (
        make_official(official_code="011"),
        Official(full_name="Sùng A Trùng", official_code="011"),
    ),
    "official_citizen_id_once": lambda: (
        make_official(citizen_id="011098000123"),
        Official(full_name="Sùng A Trùng", citizen_id="011098000123"),
    ),
    "annual_rating_once": lambda: (
        lambda r: (r, AnnualRating(official=r.official, year=r.year, rating="good"))
    )(make_rating()),
    "decision_number_once_a_term": lambda: (
        stored(decision(number="12")),
        decision(number="12"),
    ),
    "holding_once": lambda: (
        lambda h: (h, PostHolding(official=h.official, post=h.post, held_from=h.held_from, is_main=False))
    )(make_holding(post=make_post(quota=2))),
    "rotation_one_open_per_official": lambda: (lambda r: (r, unsaved_rotation(official=r.official)))(
        make_rotation()
    ),
    "indicator_once": lambda: (
        lambda u: (
            u.indicators.create(year=2024, kind=IndicatorKind.POVERTY_RATE, value=40),
            LocalityIndicator(unit=u, year=2024, kind=IndicatorKind.POVERTY_RATE, value=39),
        )
    )(make_unit()),
}


# The same again: a stored row, and a second one like it in every column.
COPIED: dict[str, Callable[[], models.Model]] = {
    "due_notice_once_a_day": lambda: make_due_notice(),
    "list_columns_once": lambda: make_list_columns(),
    "frozen_report_once_a_day": lambda: make_frozen_report(),
    "saved_filter_once": lambda: make_saved_filter(),
    "catalogue_entry_once": lambda: stored(CatalogueEntry(kind="ethnicity", name="Dân tộc thử")),
    "unit_succession_once": lambda: stored(
        UnitSuccession(predecessor=make_unit(), successor=make_unit(), on=TODAY)
    ),
    "position_once": lambda: make_position("Chức danh thử"),
    "position_alias_once": lambda: make_position("Chức danh thử").aliases.create(name="CDT"),
    "standard_seat_once": lambda: stored(
        StandardSeat(level=UnitLevel.COMMUNE, block="party", position=make_position("Chức danh thử"))
    ),
    "regulation_once": lambda: stored(regulation()),
    "regulation_parameter_once": lambda: make_regulation().parameters.get(),
    "non_local_post_once": lambda: make_regulation().non_local_posts.create(
        position=make_position(), level=UnitLevel.COMMUNE
    ),
    "post_standard_once": lambda: make_post_standard(make_regulation()),
    "condition_rule_once": lambda: make_regulation().condition_rules.create(code="discipline"),
    "step_template_once": lambda: make_regulation(with_steps=True).step_templates.get(),
    "step_template_item_once": lambda: make_regulation(with_steps=True).step_templates.get().items.first(),
    "step_template_code_once": lambda: make_regulation(with_steps=True).step_templates.get().items.first(),
    "dossier_template_item_once": lambda: make_regulation().dossier_items.create(ordinal=1, name="Sơ yếu"),
    "retirement_age_once": lambda: stored(RetirementAge(sex="male", year=2099, age_months=744)),
    "plan_target_once": lambda: make_plan().targets.create(direction=Direction.SAME_LEVEL),
    "plan_version_once": lambda: make_plan().versions.create(
        number=1, content={"people": []}, frozen_on=TODAY, frozen_by=make_account()
    ),
    "dossier_item_once": lambda: stored(dossier_item()),
    "succession_entry_once": lambda: stored(succession()),
    "evaluation_once": lambda: stored(evaluation()),
    "import_row_once": lambda: handed_in().rows.create(place=1, row_number=9, verdict="create"),
    "import_task_one_at_a_time": lambda: handed_in().tasks.create(
        act="read", by=make_account(), asked_on=TODAY
    ),
    "criteria_set_once": make_criteria_set,
    "need_call_once": lambda: stored(
        NeedCall(year=2025, title="Đề xuất nhu cầu", opened_on=TODAY, deadline=TODAY)
    ),
    "need_answer_once": make_need_answer,
    "rotation_post_once": lambda: stored(
        RotationPost(rotation=make_rotation(), post=make_post(), mode=FillingMode.DESIGNATED)
    ),
    "left_post_once": lambda: stored(LeftPost(rotation=make_rotation(), post=make_post())),
    "election_session_once_a_day": lambda: make_session(election_row()),
    "election_won_once": lambda: make_session(election_row(), result=ElectionResult.ELECTED),
    "extension_once_a_due_date": lambda: make_extension(make_rotation()),
    "opinion_asked_once_a_day": lambda: stored(
        AppraisalOpinion(rotation=make_rotation(), asked_unit=make_unit(), asked_on=TODAY)
    ),
    "attachment_once_dossier_item": lambda: make_attachment(make_dossier_item()),
    "attachment_once_rotation": lambda: make_attachment(make_rotation()),
    "attachment_once_decision": lambda: make_attachment(make_decision()),
    "attachment_once_evaluation": lambda: make_attachment(make_evaluation()),
    "rating_scale_once": lambda: make_rating_scale(),
    "rating_band_once": lambda: make_rating_scale().bands.get(rating=QualityRating.GOOD),
    "rating_band_score_once": lambda: make_rating_scale().bands.get(rating=QualityRating.GOOD),
}


def election_row() -> RotationPost:
    return RotationPost.objects.create(
        rotation=make_rotation(), post=make_post(position="Chủ tịch UBND"), mode=FillingMode.ELECTED
    )


def stored(thing: models.Model) -> models.Model:
    thing.save()
    return thing


def same_again(thing: models.Model) -> models.Model:
    columns = [field.attname for field in thing._meta.concrete_fields if not field.primary_key]
    return type(thing)(**{name: getattr(thing, name) for name in columns})


def with_fields(thing: models.Model, **fields: Any) -> models.Model:
    """A new row like one that stands, but for these fields."""
    thing = same_again(thing)
    for name, value in fields.items():
        setattr(thing, name, value)
    return thing


def message_of(thing: models.Model, name: str) -> str:
    (constraint,) = [one for one in thing._meta.constraints if one.name == name]
    return str(constraint.violation_error_message)


SAID_BY_THE_CHOICES = {
    "evaluation_kind_known", "unit_level_known", "official_sex_known", "need_other_level_known",
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_the_form_and_the_database_refuse_it_in_the_same_words(name):
    thing = BROKEN[name]()
    sentence = message_of(thing, name)

    if name not in SAID_BY_THE_CHOICES:
        assert sentence in refused_by_form(thing)
    assert refused_by_database(thing) == sentence


@pytest.mark.parametrize("name", TWICE)
def test_a_second_one_is_refused_in_the_words_of_its_constraint(name):
    _first, second = TWICE[name]()
    sentence = message_of(second, name)

    assert sentence in refused_by_form(second)
    assert refused_by_database(second) == sentence


@pytest.mark.parametrize("name", COPIED)
def test_the_same_again_is_refused_in_the_words_of_its_constraint(name):
    again = same_again(COPIED[name]())
    if name == "step_template_code_once":
        again.ordinal = 99  # another number, the same code
    elif name == "step_template_item_once":
        again.code = "khac"
    elif name == "rating_band_once":
        again.from_score = 99  # another score, the same rating
    elif name == "rating_band_score_once":
        again.rating = QualityRating.COMPLETED
    elif name == "election_won_once":
        again.session_on = BEFORE  # another session
    sentence = message_of(again, name)

    assert sentence in refused_by_form(again)
    assert refused_by_database(again) == sentence


def test_a_unit_above_itself_is_refused():
    unit = make_unit()
    unit.parent = unit
    sentence = message_of(unit, "unit_not_its_own_parent")

    assert sentence in refused_by_form(unit)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        unit.save()
    assert explain(refused.value) == sentence


def every_constraint() -> dict[str, str]:
    """Name and sentence of each refusal the models declare."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_app_config("rotations").get_models()
        for constraint in model._meta.constraints
    }


def test_every_refusal_is_a_vietnamese_sentence():
    for name, sentence in every_constraint().items():
        assert sentence.endswith("."), name
        assert not sentence.isascii(), name


def test_every_refusal_is_tried_by_name():
    source = Path(__file__).read_text(encoding="utf-8")

    untried = {
        name
        for name in every_constraint()
        # A column held to its words is the same constraint everywhere (`in_choices`): three of them are tried.
        if f'"{name}"' not in source and not name.endswith("_known")
    }

    assert untried == set()


# --- One open rotation -------------------------------------------------------------------------------------


def test_a_person_on_rotation_is_not_proposed_again():
    first = make_rotation()

    assert OPEN_ROTATION in refused_by_form(unsaved_rotation(official=first.official))


def test_after_a_case_was_called_off_the_person_may_be_proposed_again():
    official = make_official()
    called_off = unsaved_rotation(
        official=official, status=RotationStatus.CANCELLED, cancel_reason="Đã bố trí"
    )
    Rotation.objects.bulk_create([called_off])

    Rotation.objects.bulk_create([unsaved_rotation(official=official)])

    assert official.rotations.count() == 2


# --- Direction ---------------------------------------------------------------------------------------------


def test_a_direction_that_does_not_follow_from_the_levels_is_refused_by_the_database():
    rotation = unsaved_rotation()
    rotation.direction = Direction.COMMUNE_TO_COMMUNE

    assert refused_by_database(rotation) == message_of(rotation, "rotation_direction_agrees")


def test_levels_that_do_not_agree_with_the_direction_are_refused_by_the_database():
    rotation = unsaved_rotation()
    rotation.sending_level = UnitLevel.PROVINCE

    assert refused_by_database(rotation) == message_of(rotation, "rotation_direction_agrees")


def test_a_form_computes_the_direction_whatever_was_there():
    rotation = unsaved_rotation()
    rotation.direction = Direction.FROM_CENTRAL

    rotation.full_clean()

    assert rotation.direction == Direction.DISTRICT_TO_COMMUNE


def test_a_rotation_to_the_same_unit_is_refused():
    rotation = unsaved_rotation()
    rotation.set_route(rotation.sending_unit, rotation.sending_unit)
    sentence = message_of(rotation, "rotation_changes_unit")

    assert sentence in refused_by_form(rotation)
    assert refused_by_database(rotation) == sentence


# --- Elections ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "session_on"),
    [("", None), ("", TODAY), (ElectionResult.NOT_ELECTED, TODAY), (ElectionResult.POSTPONED, TODAY)],
)
def test_an_elected_post_is_held_by_nobody_who_was_not_elected(result, session_on):
    post = election(session_on=session_on, result=result, held_from=TODAY)

    assert refused_by_database(post) == message_of(post, "rotation_post_not_before_election")


def test_an_elected_post_is_held_from_the_day_of_the_election():
    post = election(session_on=TODAY, result=ElectionResult.ELECTED, held_from=TODAY)

    post.full_clean()
    post.save()

    assert post.pk


def test_a_designated_post_needs_no_election():
    rotation = make_rotation()
    post = RotationPost(
        rotation=rotation, post=make_post(rotation.receiving_unit), mode="designated", held_from=TODAY
    )

    post.full_clean()
    post.save()

    assert post.pk


# --- Main posts --------------------------------------------------------------------------------------------

JANUARY, JUNE, DECEMBER = date(2023, 1, 1), date(2023, 6, 1), date(2023, 12, 1)


@pytest.mark.parametrize(
    ("held_from", "held_until"),
    [
        (date(2022, 1, 1), JANUARY + DAY),  # runs into the first day
        (JUNE - DAY, DECEMBER),  # begins on the last day
        (date(2023, 2, 1), date(2023, 3, 1)),  # inside
        (date(2022, 1, 1), DECEMBER),  # around
        (date(2022, 1, 1), None),  # for ever
    ],
)
def test_two_main_posts_in_the_same_days_are_refused(held_from, held_until):
    official = make_official()
    make_holding(official, held_from=JANUARY, held_until=JUNE)
    second = PostHolding(official=official, post=make_post(), held_from=held_from, held_until=held_until)

    assert OVERLAPPING_MAIN_POSTS in refused_by_form(second)
    assert refused_by_database(second) == OVERLAPPING_MAIN_POSTS


@pytest.mark.parametrize(
    ("held_from", "held_until"), [(date(2022, 1, 1), JANUARY), (JUNE, DECEMBER), (JUNE, None)]
)
def test_main_posts_that_only_touch_are_fine(held_from, held_until):
    official = make_official()
    make_holding(official, held_from=JANUARY, held_until=JUNE)
    second = PostHolding(official=official, post=make_post(), held_from=held_from, held_until=held_until)

    second.full_clean()
    PostHolding.objects.bulk_create([second])

    assert official.holdings.count() == 2


def test_a_concurrent_post_may_run_beside_the_main_one():
    official = make_official()
    make_holding(official)

    concurrent = make_holding(official, is_main=False)

    concurrent.full_clean()
    assert official.holdings.count() == 2


def test_a_concurrent_post_made_the_main_one_is_refused_while_another_runs():
    official = make_official()
    make_holding(official)
    concurrent = make_holding(official, is_main=False)

    concurrent.is_main = True
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        concurrent.save()

    assert explain(refused.value) == OVERLAPPING_MAIN_POSTS


def test_an_end_moved_into_the_next_main_post_is_refused():
    official = make_official()
    first = make_holding(official, held_from=JANUARY, held_until=JUNE)
    make_holding(official, held_from=JUNE)

    first.held_until = JUNE + DAY
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        first.save()

    assert explain(refused.value) == OVERLAPPING_MAIN_POSTS


def test_two_people_may_hold_main_posts_in_the_same_days():
    make_holding(make_official("Giàng A Một"))

    make_holding(make_official("Giàng A Hai"))

    assert PostHolding.objects.count() == 2


# --- Quotas ------------------------------------------------------------------------------------------------


def year(first: int, last: int | None) -> tuple[date, date | None]:
    return date(first, 1, 1), None if last is None else date(last, 1, 1)


@pytest.mark.parametrize(
    ("quota", "held", "wanted"),
    [
        (1, [year(2020, None)], year(2024, None)),
        (1, [year(2020, 2024)], year(2023, None)),
        (1, [year(2023, None)], year(2020, 2024)),  # the earlier one comes last
        (2, [year(2020, None), year(2021, None)], year(2022, None)),
        (2, [year(2020, 2025), year(2021, 2023)], year(2022, 2024)),
        (2, [year(2022, 2024), year(2023, 2026)], year(2020, None)),  # full only inside the wanted period
        (3, [year(2020, None)] * 3, year(2022, 2023)),
    ],
)
def test_one_person_more_than_the_quota_is_refused(quota, held, wanted):
    post = make_post(quota=quota)
    for held_from, held_until in held:
        make_holding(post=post, held_from=held_from, held_until=held_until)
    one_more = PostHolding(official=make_official(), post=post, held_from=wanted[0], held_until=wanted[1])

    assert POST_FULL in refused_by_form(one_more)
    assert refused_by_database(one_more) == POST_FULL


@pytest.mark.parametrize(
    ("quota", "held", "wanted"),
    [
        (1, [year(2020, 2022)], year(2022, None)),  # one leaves on the day the other comes
        (1, [year(2022, None)], year(2020, 2022)),
        (2, [year(2020, 2022), year(2022, 2024)], year(2020, None)),  # two after one another use one seat
        (2, [year(2020, 2022), year(2021, 2023)], year(2022, 2024)),
        (2, [year(2020, 2023), year(2021, 2022)], year(2022, None)),
    ],
)
def test_a_free_seat_is_taken(quota, held, wanted):
    post = make_post(quota=quota)
    for held_from, held_until in held:
        make_holding(post=post, held_from=held_from, held_until=held_until)
    one_more = PostHolding(official=make_official(), post=post, held_from=wanted[0], held_until=wanted[1])

    one_more.full_clean()
    PostHolding.objects.bulk_create([one_more])

    assert post.holdings.count() == len(held) + 1


def test_people_written_together_fill_a_post_no_further_than_its_quota():
    post = make_post(quota=2)
    together = [PostHolding(official=make_official(), post=post, held_from=TODAY) for _ in range(3)]

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        PostHolding.objects.bulk_create(together)

    assert explain(refused.value) == POST_FULL
    assert not post.holdings.exists()


def test_people_written_together_may_follow_each_other_on_one_seat():
    post, other = make_post(), make_post()
    periods = [year(2022, 2024), year(2024, None), year(2020, 2022)]
    one_after_another = [
        PostHolding(official=make_official(), post=seat, held_from=held_from, held_until=held_until)
        for held_from, held_until in periods
        for seat in (post, other)
    ]

    PostHolding.objects.bulk_create(one_after_another)

    assert post.holdings.count() == other.holdings.count() == len(periods)


def test_one_full_post_refuses_all_that_is_written_together():
    free, full = make_post(), make_post()
    make_holding(post=full, held_from=year(2020, None)[0])
    together = [
        PostHolding(official=make_official(), post=post, held_from=TODAY) for post in (free, full)
    ]  # fmt: skip

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        PostHolding.objects.bulk_create(together)

    assert explain(refused.value) == POST_FULL
    assert not free.holdings.exists()


def test_a_quota_is_not_lowered_below_the_people_who_hold_the_post():
    post = make_post(quota=2)
    make_holding(post=post)
    make_holding(post=post)

    post.quota = 1
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        post.save()

    assert explain(refused.value) == POST_FULL


def test_a_quota_is_lowered_to_what_one_day_ever_needed():
    post = make_post(quota=2)
    make_holding(post=post, held_from=JANUARY, held_until=JUNE)
    make_holding(post=post, held_from=JUNE)

    post.quota = 1
    post.save()

    assert Post.objects.get(pk=post.pk).quota == 1


def test_a_person_moved_to_a_full_post_is_refused():
    full = make_holding().post
    elsewhere = make_holding()

    elsewhere.post = full
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        elsewhere.save()

    assert explain(refused.value) == POST_FULL


# --- Text and the keys made from it ------------------------------------------------------------------------

ETH = "\N{LATIN CAPITAL LETTER ETH}"


def in_the_table(model: type[models.Model], pk: int, column: str) -> str:
    """What the table itself holds: no field of ours in between."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_eth_typed_for_d_with_stroke_is_mended_when_saved():
    unit = make_unit(f"Xã {ETH}iện Thử")

    assert unit.name == "Xã Điện Thử"
    assert in_the_table(Unit, unit.pk, "name") == "Xã Điện Thử"


def test_eth_typed_for_d_with_stroke_is_mended_in_bulk():
    (official,) = Official.objects.bulk_create([Official(full_name=f"{ETH}iêu Chính Thử")])

    assert official.full_name == "Điêu Chính Thử"
    assert in_the_table(Official, official.pk, "full_name") == "Điêu Chính Thử"


def test_eth_typed_for_d_with_stroke_is_mended_in_a_form():
    unit = make_unit("Xã Cũ")
    data = {"name": f"Xã {ETH}oàn Thử", "level": unit.level, "block": unit.block}
    form = modelform_factory(Unit, fields=["name", "level", "block"])(data, instance=unit)

    assert form.is_valid()
    form.save()

    assert in_the_table(Unit, unit.pk, "name") == "Xã Đoàn Thử"


def test_eth_typed_for_d_with_stroke_is_mended_in_a_change_and_in_a_bulk_change():
    unit = make_unit("Xã Cũ")
    unit.name = f"Xã {ETH}ộc Thử"
    unit.save()
    assert in_the_table(Unit, unit.pk, "name") == "Xã Độc Thử"

    unit.name = f"Xã {ETH}ôi Thử"
    Unit.objects.bulk_update([unit], ["name"])
    assert in_the_table(Unit, unit.pk, "name") == "Xã Đôi Thử"


def test_what_is_looked_for_is_mended_like_what_is_stored():
    make_unit("Xã Điện Thử")

    assert Unit.objects.filter(name=f"Xã {ETH}iện  Thử").exists()


def test_eth_in_several_lines_is_mended():
    need = make_need(note=f"{ETH}ề nghị\nbổ sung")

    assert in_the_table(RotationNeed, need.pk, "note") == "Đề nghị\nbổ sung"


def test_keys_stand_right_after_writing_in_bulk():
    (official,) = Official.objects.bulk_create([Official(full_name="Quàng Thị Ươm", official_code="011")])

    kept = Official.objects.get(pk=official.pk)
    assert kept.search_fold == "quang thi uom 011"
    assert kept.name_key == official.name_key != ""
    assert Official.objects.matching("quàng THỊ uom").get() == official


def test_keys_follow_a_changed_name():
    official = make_official("Quàng Thị Ươm")
    before = official.name_key

    official.full_name = "Quàng Thị An"
    official.save()

    kept = Official.objects.get(pk=official.pk)
    assert kept.name_key < before
    assert kept.search_fold == "quang thi an"
    assert not Official.objects.matching("ươm").exists()


def test_keys_are_checked_on_what_the_name_is_now():
    make_unit("Xã Nậm Một")
    other = make_unit("Xã Nậm Hai")

    other.name = "xã nậm một"

    assert message_of(other, "unit_once") in refused_by_form(other)


def test_a_succession_of_a_unit_by_itself_is_refused():
    unit = make_unit()
    itself = UnitSuccession(predecessor=unit, successor=unit, on=TODAY)

    assert refused_by_database(itself) == message_of(itself, "unit_succession_of_two")


def test_a_comment_may_cover_a_single_day():
    same_day = evaluation(period_from=TODAY, period_to=TODAY, kind=EvaluationKind.ON_REQUEST)

    same_day.full_clean()
    same_day.save()

    assert same_day.pk


def test_ten_of_nineteen_and_seven_of_ten_belong_to_their_own_sets():
    commune = make_unit()
    for total, value in ((19, 10), (10, 7)):
        figure = LocalityIndicator(
            unit=commune,
            year=2024,
            kind=IndicatorKind.NEW_RURAL_CRITERIA,
            value=value,
            criteria_set=make_criteria_set(total),
        )
        figure.full_clean()
        figure.save()

    assert commune.indicators.count() == 2


@pytest.mark.parametrize(
    "model",
    list(apps.get_app_config("rotations").get_models(include_auto_created=True)),
    ids=lambda model: model.__name__,
)
def test_a_key_has_an_index_of_its_own_where_its_field_says_so_and_nowhere_else(model):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    named = {index.name for index in model._meta.indexes}
    alone = {
        about["columns"][0]
        for name, about in found.items()
        if (about["index"] or about["unique"]) and len(about["columns"]) == 1 and name not in named
    }
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]

    assert {field.column for field in keys if field.column in alone} == {
        field.column for field in keys if field.db_index or field.unique
    }
