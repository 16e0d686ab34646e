"""What is kept: rows, constraints and querysets in domain words, one aggregate a file.

No policy, clock, request or rule belongs here. Inside the package files import only from those lower in the order
of the import contract. Others write `from rotations.models import Rotation`.
"""

from rotations.models.accounts import (
    Account,
)
from rotations.models.attachments import (
    Attachment,
    AttachmentQuerySet,
)
from rotations.models.audit import (
    AuditEntry,
    AuditEntryQuerySet,
)
from rotations.models.bulk_reading import (
    read_rows,
)
from rotations.models.bulk_sending import (
    keys_checked_meanwhile,
    stepping_meanwhile,
)
from rotations.models.bulk_values import (
    copies,
    point,
)
from rotations.models.bulk_writing import (
    WrittenAhead,
    create_alike,
    create_plain,
    create_recorded,
    delete_recorded,
    update_recorded,
    write_ahead,
    write_alike_ahead,
)
from rotations.models.catalogues import (
    CatalogueEntry,
)
from rotations.models.conditions import (
    ConditionRule,
    PostStandard,
)
from rotations.models.decisions import (
    Decision,
    DecisionLine,
    DecisionLineQuerySet,
    DecisionQuerySet,
)
from rotations.models.dossiers import (
    DossierItem,
    DossierItemQuerySet,
)
from rotations.models.elections import (
    ElectionSession,
    ElectionSessionQuerySet,
)
from rotations.models.evaluations import (
    Evaluation,
    EvaluationQuerySet,
)
from rotations.models.extensions import (
    Extension,
    ExtensionQuerySet,
)
from rotations.models.fields import (
    over_by,
    stored_key,
)
from rotations.models.frozen_reports import (
    FrozenReport,
    FrozenReportQuerySet,
)
from rotations.models.gathering import (
    Hanging,
    gather,
)
from rotations.models.holdings import (
    OVERLAPPING_MAIN_POSTS,
    POST_FULL,
    PostHolding,
    PostHoldingQuerySet,
    most_at_once,
    with_current_posts,
)
from rotations.models.import_batches import (
    ImportBatch,
    ImportBatchQuerySet,
    ImportRow,
)
from rotations.models.import_tasks import (
    ImportTask,
    ImportTaskQuerySet,
)
from rotations.models.left_posts import (
    LeftPost,
    settle_left_posts,
)
from rotations.models.list_habits import (
    Habits,
    ListColumns,
    ListColumnsQuerySet,
    SavedFilter,
    SavedFilterQuerySet,
    habits_of,
)
from rotations.models.localities import (
    CriteriaSet,
    LocalityIndicator,
)
from rotations.models.needs import (
    NeedAnswer,
    NeedAnswerQuerySet,
    NeedCall,
    NeedCallQuerySet,
    RotationNeed,
    RotationNeedQuerySet,
    UnitAnswer,
)
from rotations.models.notices import (
    CalendarLink,
    CalendarLinkQuerySet,
    DueNotice,
    hashed,
)
from rotations.models.official_records import (
    AnnualRating,
    DisciplineRecord,
    SuccessionEntry,
    SuccessionEntryQuerySet,
)
from rotations.models.officials import (
    FamilyMember,
    Official,
    OfficialQuerySet,
    Reward,
    Training,
    WorkHistory,
)
from rotations.models.placements import (
    Placement,
    PlacementQuerySet,
)
from rotations.models.plans import (
    NO_REGULATION,
    AmendmentPaper,
    PlanStepRefused,
    PlanTarget,
    PlanVersion,
    RotationPlan,
    RotationPlanQuerySet,
    regulation_of_year,
)
from rotations.models.positions import (
    Position,
    PositionAlias,
    PositionQuerySet,
    Post,
    PostQuerySet,
    StandardSeat,
)
from rotations.models.rating_scales import (
    RatingBand,
    RatingScale,
    RatingScaleQuerySet,
)
from rotations.models.refusals import (
    explain,
)
from rotations.models.regulations import (
    DossierTemplateItem,
    NonLocalPost,
    OfAPeriod,
    ParameterMissing,
    Regulation,
    RegulationParameter,
    RegulationQuerySet,
    RetirementAge,
    StepTemplate,
    StepTemplateItem,
)
from rotations.models.residences import (
    LocalityDecision,
    Residence,
)
from rotations.models.rotation_posts import (
    RotationPost,
    RotationPostQuerySet,
)
from rotations.models.rotations import (
    OPEN_ROTATION,
    Rotation,
    RotationQuerySet,
    StatusOutOfOrder,
    record_steps,
    standing_on,
)
from rotations.models.rule_judgings import RuleJudging
from rotations.models.sessions import (
    SignInSession,
    SignInSessionQuerySet,
)
from rotations.models.steps import (
    AppraisalOpinion,
    EligibilityCheck,
    RotationStep,
    RotationStepQuerySet,
)
from rotations.models.terms import (
    Term,
    TermQuerySet,
)
from rotations.models.units import (
    Unit,
    UnitAlias,
    UnitCode,
    UnitQuerySet,
    UnitSuccession,
    heirs,
    lines_of,
    with_predecessors,
)
from rotations.models.workplaces import (
    with_workplace,
    working_at,
    workplaces,
)

__all__ = [
    "NO_REGULATION",
    "OPEN_ROTATION",
    "OVERLAPPING_MAIN_POSTS",
    "POST_FULL",
    "Account",
    "AmendmentPaper",
    "AnnualRating",
    "AppraisalOpinion",
    "Attachment",
    "AttachmentQuerySet",
    "AuditEntry",
    "AuditEntryQuerySet",
    "CalendarLink",
    "CalendarLinkQuerySet",
    "CatalogueEntry",
    "ConditionRule",
    "CriteriaSet",
    "Decision",
    "DecisionLine",
    "DecisionLineQuerySet",
    "DecisionQuerySet",
    "DisciplineRecord",
    "DossierItem",
    "DossierItemQuerySet",
    "DossierTemplateItem",
    "DueNotice",
    "ElectionSession",
    "ElectionSessionQuerySet",
    "EligibilityCheck",
    "Evaluation",
    "EvaluationQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "FamilyMember",
    "FrozenReport",
    "FrozenReportQuerySet",
    "Habits",
    "Hanging",
    "ImportBatch",
    "ImportBatchQuerySet",
    "ImportRow",
    "ImportTask",
    "ImportTaskQuerySet",
    "LeftPost",
    "ListColumns",
    "ListColumnsQuerySet",
    "LocalityDecision",
    "LocalityIndicator",
    "NeedAnswer",
    "NeedAnswerQuerySet",
    "NeedCall",
    "NeedCallQuerySet",
    "NonLocalPost",
    "OfAPeriod",
    "Official",
    "OfficialQuerySet",
    "ParameterMissing",
    "Placement",
    "PlacementQuerySet",
    "PlanStepRefused",
    "PlanTarget",
    "PlanVersion",
    "Position",
    "PositionAlias",
    "PositionQuerySet",
    "Post",
    "PostHolding",
    "PostHoldingQuerySet",
    "PostQuerySet",
    "PostStandard",
    "RatingBand",
    "RatingScale",
    "RatingScaleQuerySet",
    "Regulation",
    "RegulationParameter",
    "RegulationQuerySet",
    "Residence",
    "RetirementAge",
    "Reward",
    "Rotation",
    "RotationNeed",
    "RotationNeedQuerySet",
    "RotationPlan",
    "RotationPlanQuerySet",
    "RotationPost",
    "RotationPostQuerySet",
    "RotationQuerySet",
    "RotationStep",
    "RotationStepQuerySet",
    "RuleJudging",
    "SavedFilter",
    "SavedFilterQuerySet",
    "SignInSession",
    "SignInSessionQuerySet",
    "StandardSeat",
    "StatusOutOfOrder",
    "StepTemplate",
    "StepTemplateItem",
    "SuccessionEntry",
    "SuccessionEntryQuerySet",
    "Term",
    "TermQuerySet",
    "Training",
    "Unit",
    "UnitAlias",
    "UnitAnswer",
    "UnitCode",
    "UnitQuerySet",
    "UnitSuccession",
    "WorkHistory",
    "WrittenAhead",
    "copies",
    "create_alike",
    "create_plain",
    "create_recorded",
    "delete_recorded",
    "explain",
    "gather",
    "habits_of",
    "hashed",
    "heirs",
    "keys_checked_meanwhile",
    "lines_of",
    "most_at_once",
    "over_by",
    "point",
    "read_rows",
    "record_steps",
    "regulation_of_year",
    "settle_left_posts",
    "standing_on",
    "stepping_meanwhile",
    "stored_key",
    "update_recorded",
    "with_current_posts",
    "with_predecessors",
    "with_workplace",
    "working_at",
    "workplaces",
    "write_ahead",
    "write_alike_ahead",
]
