"""The dossier of a case: its checklist, and each paper as it comes in."""

from __future__ import annotations

from datetime import date

from rotations.models import Account, DossierItem, Rotation, create_recorded
from rotations.partial_dates import PartialDate
from rotations.rules import judged_on, papers_asked_for
from rotations.vocabulary import DossierStatus
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

LAY_OUT = "Lập danh mục hồ sơ"
RECORD = "Ghi giấy tờ của hồ sơ"
NO_LIST = "Quy định {} và các văn bản cấp trên chưa có danh mục hồ sơ; hãy bổ sung danh mục vào quy định."
# Whether a paper is out of date is seen from its day, on any day; nobody types it.
RECORDED = (
    DossierStatus.MISSING,
    DossierStatus.SUBMITTED,
    DossierStatus.VALID,
    DossierStatus.NOT_REQUIRED,
)


def lay_out_dossier(rotation: Rotation, *, by: Account | None, on: date) -> list[DossierItem]:
    """Give a case the checklist its regulation asks for on the day it is judged by; papers it has stay as they are.

    The list is that of the plan's own text, or of the nearest text above it that has one. Returns what was added, in
    order. Raises MoveRefused: permission, own or a relative's file, a case called off, no list to be found.
    """
    with constraints_in_words():
        held = (
            Rotation.objects.select_for_update(of=("self",))
            .select_related("official", "plan__regulation__parent__parent")
            .get(pk=rotation.pk)
        )
        if why := why_not(by, "rotations.add_dossieritem", LAY_OUT, held.official):
            raise MoveRefused(why)
        if held.cancel_reason:
            raise MoveRefused("Lượt này không thực hiện; không cần lập hồ sơ nữa.")
        asked = papers_asked_for(held.plan.regulation, judged_on(held, on=on))
        if not asked:
            raise MoveRefused(NO_LIST.format(held.plan.regulation))
        return _add_lacking(held, asked, by=by)


def lay_out_if_listed(rotation: Rotation, *, by: Account | None, on: date) -> None:
    """The checklist of a case just put forward, where its regulation has one."""
    _add_lacking(rotation, papers_asked_for(rotation.plan.regulation, judged_on(rotation, on=on)), by=by)


def _add_lacking(rotation: Rotation, asked: list[int], *, by: Account | None) -> list[DossierItem]:
    known = set(rotation.dossier.values_list("template_item", flat=True))
    lacking = [
        DossierItem(rotation=rotation, template_item_id=paper) for paper in asked if paper not in known
    ]
    return create_recorded(lacking, by=by)


def record_paper(
    paper: DossierItem,
    *,
    by: Account | None,
    on: date,
    status: DossierStatus,
    issued_on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> DossierItem:
    """Write down how one paper stands.

    A last day of validity left empty follows from the day of issue and the months the regulation gives the paper.
    Raises MoveRefused: permission, own or a relative's file, dates that cannot be, a paper set aside without a word why.
    """
    with constraints_in_words():
        item = (
            DossierItem.objects.select_for_update(of=("self",))
            .select_related("template_item", "rotation__official")
            .get(pk=paper.pk)
        )
        if why := why_not(by, "rotations.change_dossieritem", RECORD, item.rotation.official):
            raise MoveRefused(why)
        if status not in RECORDED:
            raise MoveRefused("Hãy chọn tình trạng: chưa có, đã nộp, hợp lệ hoặc không yêu cầu.")
        if status in (DossierStatus.MISSING, DossierStatus.NOT_REQUIRED) and (issued_on or valid_until):
            raise MoveRefused("Giấy tờ chưa có hoặc không yêu cầu thì không ghi ngày cấp và hạn.")
        if issued_on is not None and issued_on > on:
            raise MoveRefused("Ngày cấp không thể sau hôm nay.")
        if status == DossierStatus.NOT_REQUIRED and item.template_item.is_required and not note.strip():
            raise MoveRefused("Quy định yêu cầu giấy tờ này; hãy ghi chú vì sao không yêu cầu.")
        months = item.template_item.valid_months
        if months and issued_on is None and valid_until is None and status in (
            DossierStatus.SUBMITTED, DossierStatus.VALID,
        ):  # fmt: skip
            raise MoveRefused(f"Giấy tờ này có hạn {months} tháng; hãy ghi ngày cấp.")
        if valid_until is None and issued_on is not None and months:
            valid_until = PartialDate.of_day(issued_on).plus_months(months).first
        item.status, item.issued_on, item.valid_until, item.note = status, issued_on, valid_until, note
        signed_by(item, by)
        item.save()
    paper.refresh_from_db()
    return paper
