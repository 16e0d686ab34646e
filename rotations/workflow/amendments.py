"""The one door through which an approved plan is changed: with the paper that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rotations import vietnamese
from rotations.models import Account, AmendmentPaper, PlanVersion, RotationPlan
from rotations.workflow.plan_versions import freeze
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words

AMEND = "Điều chỉnh kế hoạch"
RECORDS_PAPERS = "rotations.decide_plan"
# Who prepares a plan works under papers that were recorded.
WORKS_UNDER_PAPERS = ("rotations.prepare_plan", RECORDS_PAPERS)
PAPER_NEEDED = (
    "{} đã phê duyệt: thêm người, đưa người ra hoặc đổi chỉ tiêu đều phải có văn bản điều chỉnh, bổ sung. Hãy chọn văn "
    "bản đã ghi, hoặc ghi số, ký hiệu, ngày và nội dung của văn bản mới."
)
ASK_TO_RECORD = (
    "Văn bản điều chỉnh, bổ sung mới do lãnh đạo Ban Tổ chức hoặc Thường trực ghi. Hãy nhờ ghi ở trang kế hoạch, mục "
    "“Điều chỉnh, bổ sung”, rồi chọn văn bản đó."
)
NO_NUMBER = "Hãy ghi số, ký hiệu của văn bản điều chỉnh, bổ sung."
NO_DAY = "Hãy ghi ngày của văn bản điều chỉnh, bổ sung."
NO_REASON = "Hãy ghi lý do, nội dung điều chỉnh."


@dataclass(frozen=True)
class OpenAmendment:
    """An amendment under way, handed on to the acts that are part of it: they lock nothing and freeze nothing."""

    plans: frozenset[int]


# What an act on a plan is given: the paper, an amendment it is part of, or nothing for a plan not approved yet.
Amendment = AmendmentPaper | OpenAmendment | None


def may_record_papers(by: Account | None) -> bool:
    """Whether `by` may write down an amendment paper that is not on record yet."""
    return by is None or by.has_perm(RECORDS_PAPERS)


def amend_refusal(plan: RotationPlan, *, by: Account | None) -> str:
    """Why `by` may not amend the plan now, in words; "" when it may."""
    if not may_record_papers(by):
        return NOT_ALLOWED.format(AMEND)
    if not plan.is_amendable:
        return f"Kế hoạch đang ở “{plan.get_status_display()}”; chỉ điều chỉnh kế hoạch đã phê duyệt và chưa tổng kết."
    return ""


def amend_plan(
    plan: RotationPlan,
    *,
    by: Account | None,
    on: date,
    document_number: str,
    reason: str,
    document_on: date | None = None,
) -> PlanVersion:
    """Freeze an approved plan anew under a document of its own, for what was changed of its cases or is about to be.

    A paper without a day is of the day of the act. Raises MoveRefused: `amend_refusal`, and as `amending`.
    """
    with constraints_in_words():
        held = RotationPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if why := amend_refusal(held, by=by):
            raise MoveRefused(why)
        paper = _settled(held, AmendmentPaper(document_number, document_on or on, reason), by=by, on=on)
        return _freeze_under(held, paper, by=by, on=on)


@contextmanager
def amending(
    plans: Iterable[RotationPlan], amendment: Amendment, *, by: Account | None, on: date
) -> Iterator[OpenAmendment]:
    """Change inside what plans say: who is in them, their targets, their words. All of it or nothing.

    Shape   the plans are locked; one that is not approved yet is simply changed, an approved one is changed under
            the paper and frozen as a version of it. What is yielded makes other acts part of this one. A fixed number
            of queries for each plan.
    Units   a paper is of a day from the plan's own to `on`.
    Errors  MoveRefused: no paper where one is needed, a plan summed up, a paper without number, day or reason or with
            a number that is not its own, a new paper from an account that may only work under recorded ones.
    Source  product §3 (1); domain reference §3.2.
    """
    keys = frozenset(plan.pk for plan in plans)
    if isinstance(amendment, OpenAmendment):
        if not keys <= amendment.plans:
            raise ValueError("the amendment under way is of other plans")
        yield amendment
        return
    if not keys:
        yield OpenAmendment(keys)
        return
    with transaction.atomic():
        held = list(RotationPlan.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        papers = [(plan, _settled(plan, amendment, by=by, on=on)) for plan in held if plan.is_fixed]
        yield OpenAmendment(keys)
        for plan, settled in papers:
            plan.refresh_from_db()
            _freeze_under(plan, settled, by=by, on=on)


def _freeze_under(plan: RotationPlan, paper: AmendmentPaper, *, by: Account | None, on: date) -> PlanVersion:
    return freeze(
        plan,
        by=by,
        on=on,
        document_number=paper.document_number,
        document_on=paper.document_on,
        reason=paper.reason,
        is_amendment=True,
    )


def _settled(
    plan: RotationPlan, paper: AmendmentPaper | None, *, by: Account | None, on: date
) -> AmendmentPaper:
    """The paper with all it says, that of a recorded one where the number is known; MoveRefused when it will not do."""
    if not plan.is_amendable:
        raise MoveRefused(f"{plan} đang ở “{plan.get_status_display()}” nên không thay đổi được nữa.")
    if paper is None:
        raise MoveRefused(PAPER_NEEDED.format(plan))
    if by is not None and not any(by.has_perm(permission) for permission in WORKS_UNDER_PAPERS):
        raise MoveRefused(NOT_ALLOWED.format(AMEND))
    number, reason = paper.document_number.strip(), paper.reason.strip()
    if not number:
        raise MoveRefused(NO_NUMBER)
    if recorded := _recorded(plan, number):
        if paper.document_on not in (None, recorded.issued_on):
            raise MoveRefused(
                f"Văn bản {recorded.document_number} đã ghi là của ngày {recorded.issued_on:%d/%m/%Y}; hãy chọn văn bản "
                "đó, hoặc ghi số khác."
            )
        return AmendmentPaper(recorded.document_number, recorded.issued_on, reason or recorded.reason)
    if not may_record_papers(by):
        raise MoveRefused(ASK_TO_RECORD)
    borne = {plan.document_number, *plan.versions.values_list("document_number", flat=True)}
    if vietnamese.match_key(number) in map(vietnamese.match_key, borne):
        raise MoveRefused(
            f"Số {number} đã là của kế hoạch hoặc của lần trình trước; văn bản điều chỉnh có số riêng."
        )
    if not reason:
        raise MoveRefused(NO_REASON)
    if paper.document_on is None:
        raise MoveRefused(NO_DAY)
    if paper.document_on > on:
        raise MoveRefused("Ngày văn bản không thể sau hôm nay.")
    if plan.issued_on is not None and paper.document_on < plan.issued_on:
        raise MoveRefused(
            f"Văn bản điều chỉnh không thể trước ngày của kế hoạch ({plan.issued_on:%d/%m/%Y})."
        )
    return AmendmentPaper(number, paper.document_on, reason)


def _recorded(plan: RotationPlan, number: str) -> PlanVersion | None:
    """The amendment of the plan that bears the number, however it is spelled. One query."""
    wanted = vietnamese.match_key(number)
    return next(
        (
            version
            for version in plan.versions.amendments().defer("content")
            if vietnamese.match_key(version.document_number) == wanted
        ),
        None,
    )
