"""What has happened in the sample: two yearly plans, every case walked through the workflow, on fixed days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rotations import partial_dates, workflow
from rotations.management.sample_marks import MARK, add_all
from rotations.models import (
    AmendmentPaper,
    AppraisalOpinion,
    Decision,
    DecisionLine,
    DossierItem,
    Evaluation,
    Official,
    Placement,
    PlanTarget,
    Post,
    PostHolding,
    Regulation,
    Rotation,
    RotationPlan,
    Term,
    Unit,
)
from rotations.vocabulary import (
    DecisionKind,
    Direction,
    DossierStatus,
    ElectionResult,
    EndKind,
    EndReason,
    EvaluationAuthor,
    EvaluationKind,
    FillingMode,
    LineAction,
    PlacementOutcome,
    PlanStatus,
    QualityRating,
    RotationPurpose,
    RotationStatus,
    StepOutcome,
    TermKind,
)

EXCEPTION = "Ban Thường vụ chấp thuận trường hợp đặc biệt theo Kết luận phiên họp thường kỳ."
AMENDED_BY = "121-KH/HU"
APPRAISER = "Ủy ban Kiểm tra Huyện ủy"
BT, PBT = "Bí thư Đảng ủy", "Phó Bí thư Đảng ủy"
COUNCIL_CHAIR, CHAIR = "Chủ tịch HĐND", "Chủ tịch UBND"
DEPUTY_CHAIR, COUNCIL_DEPUTY = "Phó Chủ tịch UBND", "Phó Chủ tịch HĐND"
REACHED = RotationStatus


@dataclass(frozen=True)
class Year:
    """One year's plan and the days on which its common steps were taken."""

    year: int
    number: str
    term: str
    proposed_on: date
    submitted_on: date
    approved_on: date
    running_on: date
    moves: dict[str, date]
    targets: dict[Direction, int]


YEARS = (
    Year(
        2024, "118-KH/HU", "2020-2025", date(2023, 12, 15), date(2023, 12, 22), date(2023, 12, 29), date(2024, 1, 8),
        {"approve": date(2024, 1, 12), "prepare": date(2024, 1, 22), "appraise": date(2024, 2, 2), "decide": date(2024, 2, 20)},
        {Direction.DISTRICT_TO_COMMUNE: 4, Direction.COMMUNE_TO_DISTRICT: 1, Direction.COMMUNE_TO_COMMUNE: 3},
    ),
    Year(
        2025, "146-KH/HU", "2025-2030", date(2024, 12, 16), date(2024, 12, 20), date(2024, 12, 27), date(2025, 1, 6),
        {"approve": date(2025, 1, 15), "prepare": date(2025, 2, 5), "appraise": date(2025, 2, 20), "decide": date(2025, 3, 14)},
        {Direction.DISTRICT_TO_COMMUNE: 7, Direction.COMMUNE_TO_DISTRICT: 2, Direction.COMMUNE_TO_COMMUNE: 6},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Election:
    """One council session on one post of a case."""

    post: str
    result: ElectionResult
    session_on: date
    votes_for: int | None = None
    votes_total: int | None = None
    approval_number: str = ""


@dataclass(frozen=True)
class End:
    """How and when a case ended, and where the person was placed, if anywhere."""

    on: date
    reason: EndReason
    outcome: PlacementOutcome | None = None
    unit: str = ""
    post: str = ""
    proposed_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class Case:
    """One person of one plan: where to, into which posts, from when, and how far it has come."""

    year: int
    name: str
    to: str
    posts: tuple[str, ...]
    starts: str
    reached: RotationStatus
    purpose: RotationPurpose = RotationPurpose.TRAINING
    placement: str = "Trở về cơ quan cũ hoặc bố trí chức vụ cao hơn theo quy hoạch"
    elections: tuple[Election, ...] = ()
    end: End | None = None
    cancelled: str = ""
    title: str = ""
    asked: bool = False
    answered: bool = False


WON, LOST, POSTPONED = ElectionResult.ELECTED, ElectionResult.NOT_ELECTED, ElectionResult.POSTPONED
TOP = (PBT, CHAIR)
HEAD = (BT, COUNCIL_CHAIR)
CASES = (
    # --- 2024
    Case(2024, "Trần Thị Minh Khuyên", "Xã Nà Hỳ", (DEPUTY_CHAIR,), "15/03/2024", REACHED.PLACED,
         elections=(Election(DEPUTY_CHAIR, WON, date(2024, 3, 20), 24, 25, "412/QĐ-UBND"),),
         end=End(date(2025, 10, 31), EndReason.PROMOTED, PlacementOutcome.STAYS, "Xã Nà Hỳ", DEPUTY_CHAIR,
                 date(2025, 10, 6), date(2025, 10, 24))),
    Case(2024, "Bạc Văn Ánh", "Xã Nà Bủng", TOP, "01/04/2024", REACHED.PLACED,
         elections=(Election(CHAIR, WON, date(2024, 4, 12), 23, 24, "436/QĐ-UBND"),),
         end=End(date(2025, 8, 31), EndReason.PROMOTED, PlacementOutcome.RETURNS_HIGHER, "Phòng Dân tộc", "Trưởng phòng",
                 date(2025, 9, 3), date(2025, 9, 12))),
    Case(2024, "Quàng Văn Mốn", "Xã Vàng Đán", TOP, "03/2024", REACHED.ENDED,
         elections=(Election(CHAIR, WON, date(2024, 3, 28), 20, 23, "419/QĐ-UBND"),),
         end=End(date(2025, 12, 31), EndReason.FAMILY, PlacementOutcome.TRANSFERRED, "Xã Nậm Nhừ", DEPUTY_CHAIR,
                 date(2026, 1, 15))),
    Case(2024, "Lỳ Thị Sơm", "Hội Liên hiệp Phụ nữ huyện", ("Phó Chủ tịch Hội Liên hiệp Phụ nữ",), "02/05/2024",
         REACHED.ENDED,
         elections=(Election("Phó Chủ tịch Hội Liên hiệp Phụ nữ", WON, date(2024, 5, 10), 19, 21),),
         end=End(date(2025, 11, 30), EndReason.HEALTH)),
    Case(2024, "Vàng Thị Chá", "Xã Nậm Nhừ", TOP, "01/04/2024", REACHED.ACTIVE,
         elections=(Election(CHAIR, LOST, date(2024, 4, 16), 9, 22),)),
    Case(2024, "Quàng Thị Xuyên", "Xã Phìn Hồ", TOP, "15/04/2024", REACHED.ACTIVE,
         elections=(Election(CHAIR, WON, date(2024, 4, 26), 22, 24, "455/QĐ-UBND"),)),
    Case(2024, "Trần Trọng Lượng", "Xã Nậm Tin", (DEPUTY_CHAIR,), "05/2024", REACHED.CANCELLED,
         RotationPurpose.REINFORCEMENT, cancelled="Nơi đến đã bố trí được nguồn tại chỗ."),
    Case(2024, "Giàng Thị Mảy", "Xã Pa Tần", (DEPUTY_CHAIR,), "05/2024", REACHED.CANCELLED,
         cancelled="Cán bộ nghỉ chế độ thai sản."),
    # --- 2025, từ huyện về xã
    Case(2025, "Hờ A Pháng", "Xã Pa Tần", TOP, "01/04/2025", REACHED.ACTIVE, RotationPurpose.REINFORCEMENT,
         elections=(Election(CHAIR, WON, date(2025, 4, 10), 25, 26, "501/QĐ-UBND"),), title="Công chức",
         asked=True, answered=True),
    Case(2025, "Vũ Xuân Thược", "Xã Nà Khoa", TOP, "01/04/2025", REACHED.ACTIVE,
         elections=(Election(CHAIR, POSTPONED, date(2025, 4, 22)),)),
    Case(2025, "Quàng Văn Pản", "Xã Nậm Chua", HEAD, "05/2025", REACHED.DECIDED, asked=True, answered=True),
    Case(2025, "Chang Thị Nênh", "Xã Chà Tở", (DEPUTY_CHAIR,), "06/2025", REACHED.APPRAISING, asked=True),
    Case(2025, "Khoàng Văn Hoan", "Xã Chà Cang", (DEPUTY_CHAIR,), "06/2025", REACHED.PREPARING),
    Case(2025, "Lê Thị Thu Khuyên", "Xã Na Cô Sa", (PBT,), "06/2025", REACHED.APPROVED_IN_PRINCIPLE,
         RotationPurpose.REINFORCEMENT),
    Case(2025, "Quàng Thị Hiêng", "Xã Nậm Tin", (COUNCIL_DEPUTY,), "09/2025", REACHED.PROPOSED),
    # --- 2025, từ xã về huyện
    Case(2025, "Mùa Thị Dí", "Phòng Tài nguyên và Môi trường", ("Phó Trưởng phòng",), "01/04/2025", REACHED.ACTIVE),
    Case(2025, "Khoàng Thị Sương", "Huyện đoàn Nậm Pồ", ("Phó Bí thư Đoàn TNCS Hồ Chí Minh",), "06/2025",
         REACHED.APPRAISING, asked=True),
    # --- 2025, từ xã sang xã
    Case(2025, "Sùng A Tủa", "Xã Chà Tở", HEAD, "01/04/2025", REACHED.ACTIVE, RotationPurpose.TERM_LIMIT,
         elections=(Election(COUNCIL_CHAIR, WON, date(2025, 4, 9), 24, 24, "62/NQ-HĐND"),)),
    Case(2025, "Giàng A Nhè", "Xã Nậm Khăn", HEAD, "15/04/2025", REACHED.ACTIVE,
         elections=(Election(COUNCIL_CHAIR, WON, date(2025, 4, 25), 21, 22, "71/NQ-HĐND"),)),
    Case(2025, "Bạc Thị Đôi", "Xã Nậm Tin", TOP, "05/2025", REACHED.DECIDED),
    Case(2025, "Mào Văn Diện", "Xã Vàng Đán", (COUNCIL_DEPUTY,), "06/2025", REACHED.PREPARING),
    Case(2025, "Hạng A Kỷ", "Xã Si Pa Phìn", (PBT,), "06/2025", REACHED.APPROVED_IN_PRINCIPLE),
    Case(2025, "Quàng Văn Hịa", "Xã Nậm Nhừ", (DEPUTY_CHAIR,), "09/2025", REACHED.PROPOSED, RotationPurpose.NON_LOCAL),
)  # fmt: skip

# As far as each status the straight way leads.
WAY = ("approve", "prepare", "appraise", "decide")
HOW_FAR = {
    REACHED.PROPOSED: 0,
    REACHED.CANCELLED: 1,
    REACHED.APPROVED_IN_PRINCIPLE: 1,
    REACHED.PREPARING: 2,
    REACHED.APPRAISING: 3,
    REACHED.DECIDED: 4,
    REACHED.ACTIVE: 4,
    REACHED.ENDED: 4,
    REACHED.PLACED: 4,
}
SERVED = (REACHED.ACTIVE, REACHED.ENDED, REACHED.PLACED)


class _Register:
    """The sample's units, posts and people by name."""

    def __init__(self) -> None:
        self.units = {unit.name: unit for unit in Unit.objects.filter(note=MARK)}
        self.posts = {
            (post.unit.name, post.position.name): post
            for post in Post.objects.filter(unit__note=MARK).select_related("unit", "position")
        }

    def official(self, name: str) -> Official:
        return Official.objects.select_related("unit").get(note=MARK, full_name=name)


def load_cases() -> None:
    """Both plans with their people, from the proposal to wherever each has come."""
    register = _Register()
    for year in YEARS:
        plan = _draft(year)
        cases = [case for case in CASES if case.year == year.year]
        rotations = _propose(plan, year, cases, register)
        _carry_out(plan, year)
        for case, rotation in zip(cases, rotations, strict=True):
            _walk(case, rotation, year, register)
        _decide_together(year, cases, rotations, register)
        if year.year == YEARS[0].year:
            workflow.move_plan(plan, PlanStatus.REVIEWED, by=None, on=date(2025, 1, 3))


def _draft(year: Year) -> RotationPlan:
    plan = RotationPlan(
        year=year.year,
        title=f"Kế hoạch luân chuyển cán bộ năm {year.year}",
        term=Term.objects.get(kind=TermKind.PARTY, name=year.term),
        regulation=Regulation.objects.get(symbol="65-QĐ/TW"),
        purpose="Đào tạo, rèn luyện cán bộ trẻ có triển vọng, cán bộ trong quy hoạch; tăng cường cán bộ cho cơ sở.",
        scope="Cán bộ lãnh đạo, quản lý thuộc diện Ban Thường vụ Huyện ủy quản lý.",
        policy="Thực hiện chế độ, chính sách đối với cán bộ luân chuyển theo quy định hiện hành.",
        note=MARK,
    )
    plan.save()
    add_all(
        [
            PlanTarget(plan=plan, direction=direction, quantity=count)
            for direction, count in year.targets.items()
        ],
    )
    return plan


def _propose(plan: RotationPlan, year: Year, cases: Iterable[Case], register: _Register) -> list[Rotation]:
    proposals = []
    for ordinal, case in enumerate(cases, start=1):
        official = register.official(case.name)
        rotation = Rotation(
            plan=plan,
            ordinal=ordinal,
            official=official,
            purpose=case.purpose,
            sending_title=case.title,
            expected_placement=case.placement,
        )
        assert official.unit is not None  # everybody in the table has a unit
        rotation.set_route(official.unit, register.units[case.to])
        rotation.starts = partial_dates.parse(case.starts)
        held = PostHolding.objects.on(year.proposed_on).filter(official=official).select_related("post")
        proposals.append(
            workflow.Proposal(
                rotation,
                left_posts=[holding.post for holding in held],
                receiving_posts=[register.posts[case.to, name] for name in case.posts],
            )
        )
    return workflow.propose_many(proposals, by=None, on=year.proposed_on)


def _carry_out(plan: RotationPlan, year: Year) -> None:
    for to, day in (
        (PlanStatus.SUBMITTED, year.submitted_on),
        (PlanStatus.APPROVED, year.approved_on),
        (PlanStatus.RUNNING, year.running_on),
    ):
        number = year.number if to == PlanStatus.APPROVED else ""
        workflow.move_plan(plan, to, by=None, on=day, document_number=number)


def _walk(case: Case, rotation: Rotation, year: Year, register: _Register) -> None:
    """Take one case from its proposal to the status it has reached, in the order of time."""
    for verb in WAY[: HOW_FAR[case.reached]]:
        details = {"announced_on": year.moves["decide"]} if verb == "decide" else {}
        _move(rotation, verb, on=year.moves[verb], **details)
        if verb == "appraise":
            _collect_dossier(rotation, year)
    if case.reached == REACHED.CANCELLED:
        day = year.moves["prepare"]
        amendment = AmendmentPaper(
            AMENDED_BY, day, "Đưa ra khỏi danh sách hai đồng chí không thực hiện luân chuyển."
        )
        _move(rotation, "cancel", on=day, cancel_reason=case.cancelled, amendment=amendment)
        return
    if case.asked:
        _ask(case, rotation, year, register)
    if case.reached not in SERVED:
        return
    assert rotation.starts_on is not None  # given by the table
    _move(rotation, "activate", on=rotation.starts_on)
    for election in case.elections:
        workflow.record_election(
            rotation.posts.get(post__position__name=election.post),
            by=None,
            on=election.session_on + timedelta(days=7),
            result=election.result,
            session_on=election.session_on,
            votes_for=election.votes_for,
            votes_total=election.votes_total,
            approval_number=election.approval_number,
            approved_on=election.session_on + timedelta(days=7) if election.approval_number else None,
        )
    if year.year == YEARS[0].year:
        _evaluate(rotation, EvaluationKind.PERIODIC, EvaluationAuthor.RECEIVING, date(2024, 12, 10))
    if case.end:
        _end(case.end, rotation, register)
    elif year.year == YEARS[0].year:
        _evaluate(rotation, EvaluationKind.PERIODIC, EvaluationAuthor.RECEIVING, date(2025, 12, 9))


def _move(rotation: Rotation, verb: str, *, on: date, **fields: Any) -> None:
    """Take a move; where the rules doubt, as the committee would: with a reason on record."""
    try:
        workflow.make_move(rotation, verb, by=None, on=on, **fields)
    except workflow.ExceptionNeeded:
        workflow.make_move(rotation, verb, by=None, on=on, exception=EXCEPTION, **fields)


def _ask(case: Case, rotation: Rotation, year: Year, register: _Register) -> None:
    asked_on = year.moves["appraise"]
    opinion = AppraisalOpinion(
        rotation=rotation, asked_unit=register.units[APPRAISER], asked_on=asked_on, deadline=asked_on + timedelta(days=15)
    )  # fmt: skip
    if case.answered:
        opinion.answered_on = asked_on + timedelta(days=9)
        opinion.outcome = StepOutcome.AGREED
        opinion.opinion = "Chưa phát hiện dấu hiệu vi phạm; nhất trí với phương án luân chuyển."
        opinion.document = f"Công văn ngày {opinion.answered_on:%d/%m/%Y}"
    opinion.save()


def _collect_dossier(rotation: Rotation, year: Year) -> None:
    """The ten papers: most valid, the health certificate of some out of date, one still missing."""
    items = []
    for paper in rotation.plan.regulation.dossier_items.all():
        item = DossierItem(rotation=rotation, template_item=paper, status=DossierStatus.VALID)
        item.issued_on = year.moves["prepare"] + timedelta(days=paper.ordinal)
        if paper.valid_months:
            if rotation.ordinal % 4 == 0:
                item.issued_on = date(year.year - 1, 6, 12)
            item.valid_until = (
                partial_dates.PartialDate.of_day(item.issued_on).plus_months(paper.valid_months).first
            )
        if not paper.is_required:
            item.status, item.issued_on = DossierStatus.NOT_REQUIRED, None
        elif rotation.ordinal % 3 == 0 and paper.ordinal == 8:
            item.status, item.issued_on = DossierStatus.MISSING, None
        items.append(item)
    add_all(items)


def _evaluate(rotation: Rotation, kind: EvaluationKind, author: EvaluationAuthor, written_on: date) -> None:
    assert rotation.starts_on is not None  # only those who have begun are commented on
    whole = kind == EvaluationKind.FINAL
    begins = rotation.starts_on if whole else max(rotation.starts_on, date(written_on.year, 1, 1))
    author_name = {
        EvaluationAuthor.SELF: rotation.official.full_name,
        EvaluationAuthor.AUTHORITY: "Ban Thường vụ Huyện ủy",
    }.get(author, f"Người đứng đầu {rotation.receiving_unit}")
    workflow.record_evaluation(
        Evaluation(
            rotation=rotation,
            kind=kind,
            author=author,
            unit=None,
            author_name=author_name,
            written_on=written_on,
            period_from=begins,
            period_to=min(written_on, rotation.ended_on or written_on),
            qualities="Lập trường tư tưởng vững vàng, lối sống giản dị, gần gũi Nhân dân.",
            discipline="Chấp hành nghiêm quy chế làm việc và sự phân công của tổ chức.",
            results="Hoàn thành các nhiệm vụ được giao; tham mưu kịp thời trong lĩnh vực phụ trách.",
            relations="Đoàn kết nội bộ, được cán bộ và Nhân dân nơi đến tín nhiệm.",
            strengths="Nhanh nắm bắt địa bàn, biết tiếng dân tộc.",
            weaknesses="Kinh nghiệm điều hành ở cơ sở còn ít trong thời gian đầu.",
            prospects="Có khả năng đảm nhận chức vụ cao hơn.",
            proposal="Tiếp tục luân chuyển đủ thời hạn." if not whole else "Bố trí theo quy hoạch.",
            self_rating=QualityRating.GOOD if author == EvaluationAuthor.SELF or not whole else "",
            proposed_rating=QualityRating.GOOD if author == EvaluationAuthor.RECEIVING else "",
            rating=QualityRating.GOOD if author == EvaluationAuthor.AUTHORITY or not whole else "",
            is_open_to_official=author == EvaluationAuthor.SELF,
        ),
        by=None,
        on=written_on,
    )


def _end(end: End, rotation: Rotation, register: _Register) -> None:
    """The proposal and decision on what comes next, the end itself, the three final comments, the placement."""
    early = end.outcome == PlacementOutcome.STAYS
    if early:  # decided while still serving, so that the posts are kept
        _place(end, rotation, register)
    _move(
        rotation, "end", on=end.on, ended_on=end.on, end_kind=EndKind.EARLY, end_reason=end.reason,
        reason=f"Kết thúc sớm: {end.reason.label.lower()}.",
        decision=Decision(
            number=_number(end.on, rotation), symbol="QĐ/HU", kind=DecisionKind.EARLY_END,
            title=f"Quyết định kết thúc luân chuyển trước thời hạn: đồng chí {rotation.official}",
            issued_on=end.on, effective_on=end.on, issuer="Ban Thường vụ Huyện ủy Nậm Pồ",
            signer="Lê Thị Hồng Ngần", signer_title="Bí thư",
        ),
    )  # fmt: skip
    for days, author in enumerate(
        (EvaluationAuthor.SELF, EvaluationAuthor.RECEIVING, EvaluationAuthor.AUTHORITY), start=1
    ):
        _evaluate(rotation, EvaluationKind.FINAL, author, end.on + timedelta(days=days))
    if end.outcome and not early:
        _place(end, rotation, register)
    if end.decided_on and early:
        _move(rotation, "place", on=max(end.on, end.decided_on))


def _number(day: date, rotation: Rotation) -> str:
    """Numbers run through the term: the later the decision, the higher."""
    return str(250 + (day - date(2025, 3, 14)).days + rotation.ordinal)


def _place(end: End, rotation: Rotation, register: _Register) -> None:
    assert end.outcome is not None  # the callers have looked
    assert end.proposed_on is not None
    placement = workflow.propose_placement(
        Placement(
            rotation=rotation,
            outcome=end.outcome,
            unit=register.units[end.unit],
            post=register.posts[end.unit, end.post],
            proposed_on=end.proposed_on,
            proposal="Căn cứ kết quả luân chuyển, quy hoạch và nhu cầu của đơn vị.",
        ),
        by=None,
        on=end.proposed_on,
    )
    if end.decided_on:
        decision = Decision(
            number=_number(end.decided_on, rotation),
            symbol="QĐ/HU",
            kind=DecisionKind.PLACEMENT,
            title=f"Quyết định bố trí cán bộ sau luân chuyển: đồng chí {rotation.official}",
            issued_on=end.decided_on,
            effective_on=end.decided_on,
            issuer="Ban Thường vụ Huyện ủy Nậm Pồ",
            signer="Lê Thị Hồng Ngần",
            signer_title="Bí thư",
            term=Term.objects.party().running_on(end.decided_on).first(),
        )
        decision.save()
        DecisionLine(
            decision=decision, official=rotation.official, rotation=rotation, action=LineAction.GRANT,
            post=placement.post, effective_on=end.decided_on,
        ).save()  # fmt: skip
        workflow.decide_placement(placement, by=None, on=end.decided_on, decision=decision)


def _decide_together(
    year: Year, cases: Iterable[Case], rotations: Iterable[Rotation], register: _Register
) -> None:
    """One decision for everybody decided on the same day, with a line for each post left and each one given."""
    decided_on = year.moves["decide"]
    decided = [
        (case, rotation)
        for case, rotation in zip(cases, rotations, strict=True)
        if HOW_FAR[case.reached] == len(WAY)
    ]
    term = Term.objects.party().running_on(decided_on).first()
    decision = Decision(
        number=f"{year.year - 1800}",
        symbol="QĐ/HU",
        kind=DecisionKind.ROTATION,
        title=f"Quyết định luân chuyển, chỉ định và giới thiệu cán bộ ứng cử năm {year.year}",
        issued_on=decided_on,
        effective_on=decided_on,
        issuer="Ban Thường vụ Huyện ủy Nậm Pồ",
        signer="Lê Thị Hồng Ngần",
        signer_title="Bí thư",
        term=term,
    )
    decision.save()
    lines: list[DecisionLine] = []
    for case, rotation in decided:
        granted = [register.posts[case.to, name] for name in case.posts]
        given_up = list(rotation.left_posts.select_related("position", "unit"))
        for action, posts in ((LineAction.RELEASE, given_up), (LineAction.GRANT, granted)):
            for post in posts:
                elected = action == LineAction.GRANT and post.position.filling == FillingMode.ELECTED
                lines.append(
                    DecisionLine(
                        decision=decision,
                        ordinal=len(lines) + 1,
                        official=rotation.official,
                        rotation=rotation,
                        action=action,
                        post=post,
                        text=f"Giới thiệu để bầu giữ chức {post.position}" if elected else "",
                        effective_on=rotation.starts_on,
                    )
                )
    add_all(lines)
