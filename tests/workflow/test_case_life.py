"""Random acts, allowed and not, by all kinds of accounts over many cases: no state the model forbids is ever reached.

Whatever is refused must be refused in words and leave everything as it was; anything else that is raised fails. A walk
begins with some cases that have come some way, so that every one of them tries ends and placements too.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Q
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from rotations import workflow
from rotations.checking import check_data
from rotations.models import (
    Account,
    AmendmentPaper,
    Decision,
    Extension,
    Official,
    Placement,
    Post,
    PostHolding,
    Rotation,
    RotationPlan,
    RotationPost,
    RotationStep,
    Unit,
)
from rotations.partial_dates import PartialDate
from rotations.vocabulary import (
    DIRECTIONS,
    NEXT_STATUSES,
    OPEN_STATUSES,
    DecisionKind,
    ElectionResult,
    EndKind,
    EndReason,
    ExtensionReason,
    FillingMode,
    PlacementOutcome,
    PlanStatus,
    Role,
    RotationStatus,
    UnitLevel,
)
from tests.makers import (
    approve,
    make_account,
    make_decision,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_unit,
)

pytestmark = pytest.mark.django_db

FIRST_DAY = date(2024, 1, 10)
REFUSALS = (workflow.MoveRefused, workflow.ExceptionNeeded)

# How often a case was seen at each status; walks that never get there prove nothing about it.
REACHED: Counter[str] = Counter()
# The same for posts that an end took away again, by the way they had been obtained, and for cases called off late.
RELEASED: Counter[str] = Counter()
CALLED_OFF = "called off once decided"
LONG_HELD = date(2020, 1, 1)

UP_TO_DECIDED = ("approve", "prepare", "appraise", "decide")
WAY = (*UP_TO_DECIDED, "activate", "end")
PLAN_WAY = (PlanStatus.SUBMITTED, PlanStatus.APPROVED)
few_days = st.integers(-40, 40)
chances = st.booleans()


class Cases(RuleBasedStateMachine):
    """An office and two communes with their seats, five people, one plan, and a day that only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.day = FIRST_DAY
        self.plan = make_plan(2024, make_regulation(with_steps=True, issued_on=date(2022, 1, 1)))
        office = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT)
        self.units = [office, make_unit("Xã Pa Tần"), make_unit("Xã Nà Khoa")]
        self.posts: dict[Unit, list[Post]] = {office: [make_post(office, "Phó Trưởng phòng", quota=2)]}
        for commune in self.units[1:]:
            self.posts[commune] = [
                make_post(commune, "Phó Bí thư Đảng ủy", quota=2), make_post(commune, "Chủ tịch UBND"),
            ]  # fmt: skip
        self.people = [make_official(f"Lò Văn {name}", office) for name in ("Ính", "Dơ", "Páo")]
        self.people += [
            make_official("Giàng A Chá", self.units[1]),
            make_official("Vàng A Sùng", self.units[2]),
        ]
        seats = [self.posts[office][0]] * 2 + [
            None,
            self.posts[self.units[1]][1],
            self.posts[self.units[2]][0],
        ]
        for person, seat in zip(self.people, seats, strict=True):
            if seat is not None:
                make_holding(person, seat, LONG_HELD)
        self.accounts: list[Account | None] = [
            None,
            make_account(Role.BOARD_OFFICER),
            make_account(Role.BOARD_LEAD, official=self.people[0]),
            make_account(Role.BOARD_LEAD),
            make_account(Role.STANDING_COMMITTEE),
            make_account(Role.UNIT_CLERK, self.units[1]),
        ]
        self.refused: list[str] = []
        self.papers = 0
        for person, receiving in zip(self.people, [*self.units[1:], *self.units[1:], office], strict=True):
            if person.unit != receiving:
                self.propose(person, receiving, self.posts[receiving])

    def teardown(self) -> None:
        found = [str(finding) for finding in check_data()]
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)
        assert found == []

    @initialize(data=st.data())
    def some_have_come_some_way(self, data: Any) -> None:
        """Mostly under an approved plan; else the walk may approve it yet."""
        if not data.draw(st.integers(0, 4), label="draft"):
            return
        approve(self.plan, on=self.day)
        for place, case in enumerate(Rotation.objects.order_by("pk")[:3]):
            way = WAY[: data.draw(st.integers(0, len(WAY)), label="how far")]
            # Often one comes to its end, the one whose elected seat is free, and one is called off before its start.
            to_the_end = place == 1 and data.draw(chances, label="to the end")
            called_off = place == 2 and data.draw(chances, label="called off")
            for verb in WAY if to_the_end else UP_TO_DECIDED if called_off else way:
                details: dict[str, Any] = {"exception": "Kết luận của Ban Thường vụ"}
                if verb == "decide":
                    details["starts_on"] = self.day + timedelta(days=20 * called_off)
                if verb == "end":
                    self.day += timedelta(days=100)
                    details |= {"ended_on": self.day, "end_kind": EndKind.ON_TIME}
                self.make_move(case, verb, by=None, **details)
                if verb == "activate" and (to_the_end or data.draw(chances, label="won")):
                    self.win_elections(case)
            if called_off:
                paper = AmendmentPaper(f"{case.pk}-KH/HU", self.day, "Đưa ra")
                self.make_move(case, "cancel", by=None, cancel_reason="Nơi đến đã có người", amendment=paper)

    def win_elections(self, case: Rotation) -> None:
        """On the first day, so that there is something to lose at the end."""
        for row in case.posts.filter(mode=FillingMode.ELECTED):
            with self.attempt(lambda: _state(case), _elections, _holdings):
                workflow.record_election(
                    row, by=None, on=self.day, result=ElectionResult.ELECTED, session_on=self.day
                )

    # ---- choosing

    def account(self, data: Any) -> Account | None:
        # Mostly who may, so that walks come far.
        return data.draw(st.sampled_from([*[None] * 6, *self.accounts]), label="by")

    def case(self, data: Any) -> Rotation | None:
        cases = list(Rotation.objects.order_by("pk"))
        return data.draw(st.sampled_from(cases), label="case") if cases else None

    def near(self, data: Any, label: str) -> date:
        return self.day + timedelta(days=data.draw(few_days, label=label))

    @contextmanager
    def attempt(self, *watched: Callable[[], Any]) -> Iterator[None]:
        """What is refused leaves what is watched as it was."""
        before = [look() for look in watched]
        try:
            with transaction.atomic():
                yield
        except REFUSALS as refusal:
            self.refused.append(str(refusal))
            assert [look() for look in watched] == before

    # ---- acts

    @rule(data=st.data())
    def somebody_acts(self, data: Any) -> None:
        acts = [
            *[self.move_on] * 6,
            self.move,
            self.elect,
            self.elect,
            self.place,
            self.extend,
            self.put_forward,
            self.call_off,
            self.move_the_plan,
        ]
        self.day += timedelta(days=data.draw(st.sampled_from([0, 1, 30, 400]), label="days"))
        data.draw(st.sampled_from(acts), label="act")(data)

    def move_the_plan(self, data: Any) -> None:
        """Handed in, approved or handed back; it is not summed up, or nobody could act any more."""
        to = data.draw(st.sampled_from([*PLAN_WAY, PlanStatus.DRAFT]), label="plan")
        with self.attempt(lambda: RotationPlan.objects.values_list("status").get(pk=self.plan.pk)):
            workflow.move_plan(self.plan, to, by=self.account(data), on=self.day)

    def paper(self, data: Any) -> AmendmentPaper | None:
        """The paper an approved plan wants, now and then not given; of a draft nobody asks for one."""
        self.papers += 1
        paper = AmendmentPaper(f"{self.papers}-KH/HU", self.day, "Bổ sung, đưa ra")
        return data.draw(st.sampled_from([paper, paper, None]), label="paper")

    def put_forward(self, data: Any) -> None:
        person = data.draw(st.sampled_from(self.people))
        person.refresh_from_db()
        receiving = data.draw(st.sampled_from(self.units))
        if person.unit == receiving:
            return
        posts = data.draw(st.lists(st.sampled_from(self.posts[receiving]), unique=True))
        with self.attempt(Rotation.objects.count, RotationStep.objects.count, RotationPost.objects.count):
            self.propose(person, receiving, posts, by=self.account(data), amendment=self.paper(data))

    def propose(
        self,
        person: Official,
        receiving: Unit,
        posts: list[Post],
        *,
        by: Account | None = None,
        amendment: AmendmentPaper | None = None,
    ) -> None:
        assert person.unit is not None
        rotation = Rotation(official=person, plan=self.plan)
        rotation.set_route(person.unit, receiving)
        held = PostHolding.objects.on(self.day).filter(official=person).select_related("post")
        workflow.propose(
            rotation,
            by=by,
            on=self.day,
            left_posts=[row.post for row in held],
            receiving_posts=posts,
            amendment=amendment,
        )

    def move_on(self, data: Any) -> None:
        """The next move of a case, with what it needs; now and then by somebody who may not."""
        case = self.case(data)
        if case is None:
            return
        verbs = [verb for verb, _move in workflow.open_moves(case, by=None, on=self.day) if verb != "cancel"]
        if not verbs:
            self.place(data, case)
            return
        details: dict[str, Any] = {"exception": "Kết luận của Ban Thường vụ"}
        if verbs[0] == "decide":
            details["starts_on"] = self.near(data, "starts") - timedelta(days=30)
        if verbs[0] == "end":
            details |= {
                "ended_on": self.near(data, "ended") + timedelta(days=30),
                "end_kind": EndKind.ON_TIME,
            }
        self.make_move(case, verbs[0], by=self.account(data), **details)

    def move(self, data: Any) -> None:
        """Any move of any case, with or without what it needs."""
        case = self.case(data)
        if case is not None:
            verb = data.draw(st.sampled_from(sorted(workflow.MOVES)), label="verb")
            self.make_move(case, verb, by=self.account(data), **self.details(data, verb))

    def call_off(self, data: Any) -> None:
        case = self.case(data)
        if case is not None:
            given = {"cancel_reason": "Nơi đến đã có người", "amendment": self.paper(data)}
            self.make_move(case, "cancel", by=self.account(data), **given)

    def make_move(self, case: Rotation, verb: str, *, by: Account | None, **details: Any) -> None:
        with self.attempt(lambda: _state(case), RotationStep.objects.count, _holdings):
            workflow.make_move(case, verb, by=by, on=self.day, **details)

    def details(self, data: Any, verb: str) -> dict[str, Any]:
        given: dict[str, Any] = {"exception": data.draw(st.sampled_from(["", "Kết luận", "Kết luận"]))}
        if verb in ("decide", "activate") and data.draw(chances):
            given["starts_on"] = self.near(data, "starts")
        if verb == "end" and data.draw(st.integers(0, 9)):
            given["ended_on"] = self.near(data, "ended")
            given["end_kind"] = data.draw(st.sampled_from(EndKind))
            given["papers"] = data.draw(st.sampled_from(["", "Quyết định 12-QĐ/HU"]))
            if data.draw(chances):
                given["decision"] = self.typed_decision(data) if data.draw(chances) else self.decision()
                given["end_reason"] = data.draw(st.sampled_from(EndReason))
        if verb == "cancel" and data.draw(chances):
            given["cancel_reason"] = "Nơi đến đã có người"
        return given

    def elect(self, data: Any) -> None:
        """Some act of an election; of any post, so of some that are not elected too."""
        rows = list(RotationPost.objects.order_by("-mode", "pk"))
        if not rows:
            return
        row, by = data.draw(st.sampled_from(rows)), self.account(data)
        session = self.near(data, "session")
        with self.attempt(lambda: _state(row.rotation), _elections, _holdings):
            match data.draw(st.sampled_from(["record", "record", "nominate", "call", "approve", "give up"])):
                case "nominate":
                    workflow.nominate(row, by=by, on=self.day, nominated_on=session)
                case "call":
                    workflow.plan_session(row, by=by, on=self.day, session_on=session)
                case "approve":
                    workflow.approve_election(
                        row, by=by, on=self.day, approval_number="7/QĐ-UBND", approved_on=session
                    )
                case "give up":
                    workflow.withdraw_nomination(
                        row, by=by, on=self.day, withdrawn_on=session, withdrawal="Chọn người tại chỗ"
                    )
                case _:
                    result, held = data.draw(st.sampled_from(ElectionResult)), _holdings()
                    workflow.record_election(
                        row,
                        by=by,
                        on=self.day,
                        result=result,
                        session_on=session,
                        votes_for=data.draw(st.none() | st.integers(0, 30)),
                        votes_total=data.draw(st.none() | st.integers(0, 30)),
                    )
                    if result != ElectionResult.ELECTED:
                        assert _holdings() == held, "an election that was not won took or gave a post"

    def extend(self, data: Any) -> None:
        case = self.case(data)
        if case is None:
            return
        due = self.near(data, "due") + timedelta(days=1200)
        with self.attempt(lambda: _state(case), RotationStep.objects.count, Extension.objects.count):
            workflow.extend_rotation(
                case,
                by=self.account(data),
                on=self.day,
                due=PartialDate.of_day(due),
                reason=data.draw(st.sampled_from(["", *ExtensionReason])),
                decision=self.decision(),
            )

    def typed_decision(self, data: Any) -> Decision:
        """As on the case's page: of a number the register may have, on a day that may be another than it has."""
        decision = Decision.on_paper(f"{data.draw(st.integers(1, 3))}-QĐ/HU")
        decision.kind = DecisionKind.EARLY_END
        decision.issued_on = decision.effective_on = self.near(data, "issued")
        decision.title = "Kết thúc sớm"
        return decision

    def decision(self) -> Decision:
        return make_decision(issued_on=self.day, effective_on=self.day)

    def place(self, data: Any, case: Rotation | None = None) -> None:
        case = case or self.case(data)
        if case is None:
            return
        placement = Placement.objects.filter(rotation=case).first()
        with self.attempt(_placements, _holdings):
            if placement is None:
                outcome = data.draw(st.sampled_from(PlacementOutcome))
                unit = data.draw(st.none() | st.sampled_from(self.units))
                placement = Placement(rotation=case, outcome=outcome, unit=unit)
                workflow.propose_placement(placement, by=self.account(data), on=self.day)
            else:
                unit = placement.unit or self.units[0]
                post = data.draw(st.none() | st.sampled_from(self.posts[unit]))
                day = self.near(data, "decided")
                workflow.decide_placement(
                    placement, by=self.account(data), on=self.day, decided_on=day, unit=unit, post=post
                )

    # ---- what must hold whatever was tried

    @invariant()
    def every_refusal_says_why(self) -> None:
        assert all(self.refused)

    @invariant()
    def every_status_has_its_step(self) -> None:
        for case in Rotation.objects.prefetch_related("steps"):
            steps = [step for step in case.steps.all() if step.status_after]
            assert steps[-1].status_after == case.status
            REACHED[case.status] += 1
            for earlier, later in itertools.pairwise(steps):
                assert later.status_before == earlier.status_after
                assert later.status_after in NEXT_STATUSES[RotationStatus(later.status_before)]

    @invariant()
    def who_ended_early_was_decided_on(self) -> None:
        ends = RotationStep.objects.filter(
            rotation__end_kind=EndKind.EARLY, status_after=RotationStatus.ENDED
        )
        assert not ends.filter(decision=None).exists()

    @invariant()
    def nobody_was_decided_on_before_the_plan_was_approved(self) -> None:
        decided = Rotation.objects.done().select_related("plan")
        assert all(case.plan.is_fixed for case in decided)

    @invariant()
    def each_person_has_one_open_case(self) -> None:
        people = Rotation.objects.filter(status__in=OPEN_STATUSES).values_list("official", flat=True)
        assert len(people) == len(set(people))

    @invariant()
    def main_posts_never_overlap_and_seats_are_never_overfull(self) -> None:
        held = list(PostHolding.objects.select_related("post"))
        for one in held:
            others = [h for h in held if _share_a_day(one, h)]
            if one.is_main:
                assert not [h for h in others if h.is_main and h.official_id == one.official_id and h != one]
            on_first_day = [h for h in others if h.post_id == one.post_id and h.held_from <= one.held_from]
            assert len(on_first_day) <= one.post.quota

    @invariant()
    def nothing_elected_is_held_before_it_is_won(self) -> None:
        elected = RotationPost.objects.filter(mode=FillingMode.ELECTED, held_from__isnull=False)
        lost = ~Q(result=ElectionResult.ELECTED) | Q(session_on=None) | Q(held_from__lt=F("session_on"))
        assert not elected.filter(lost).exists()

    @invariant()
    def directions_agree_and_ends_follow_starts(self) -> None:
        for case in Rotation.objects.all():
            assert (
                DIRECTIONS[UnitLevel(case.sending_level), UnitLevel(case.receiving_level)] == case.direction
            )
            assert case.ended_on is None or (case.starts_on and case.starts_on <= case.ended_on)

    @invariant()
    def a_row_and_the_database_say_alike_where_a_case_stands(self) -> None:
        for case in Rotation.objects.all():
            told = case.status_on(self.day)
            assert Rotation.objects.in_status_on([told], self.day).filter(pk=case.pk).exists(), told

    @invariant()
    def nothing_is_placed_without_a_decision(self) -> None:
        placed = Rotation.objects.filter(status=RotationStatus.PLACED)
        assert not placed.exclude(placement__decided_on__isnull=False).exists()

    @invariant()
    def an_end_releases_what_the_rotation_brought(self) -> None:
        over = Rotation.objects.filter(status__in=[RotationStatus.ENDED, RotationStatus.PLACED])
        for case in over.exclude(placement__outcome=PlacementOutcome.STAYS):
            brought = case.posts.filter(held_from__isnull=False)
            RELEASED.update(brought.values_list("mode", flat=True))
            assert not brought.filter(held_until__isnull=True).exists(), f"{case} ended and is still held"
            held = PostHolding.objects.filter(official=case.official_id, post__in=brought.values("post"))
            still = held.filter(held_from__lt=case.ended_on, held_until__isnull=True)
            assert not still.exists(), f"{case} ended and the person still sits there"

    @invariant()
    def nobody_sits_where_nothing_brought_them(self) -> None:
        brought = set(
            RotationPost.objects.filter(held_from__isnull=False).values_list("rotation__official", "post")
        )
        brought |= set(
            Placement.objects.filter(decided_on__isnull=False).values_list("rotation__official", "post")
        )
        for held in PostHolding.objects.exclude(held_from=LONG_HELD):
            assert (held.official_id, held.post_id) in brought, f"{held} came from nowhere"

    @invariant()
    def a_case_called_off_brought_nothing(self) -> None:
        called_off = RotationPost.objects.filter(rotation__status=RotationStatus.CANCELLED)
        RELEASED[CALLED_OFF] += called_off.filter(
            rotation__steps__status_after=RotationStatus.DECIDED
        ).count()
        assert not called_off.filter(held_from__isnull=False).exists()

    @invariant()
    def who_is_kept_for_good_is_not_counted_from_that_day(self) -> None:
        kept = Placement.objects.filter(outcome=PlacementOutcome.STAYS, decided_on__isnull=False)
        for placement in kept:
            assert placement.decided_on is not None
            assert not Rotation.objects.serving_on(placement.decided_on).filter(pk=placement.rotation_id)


def _state(case: Rotation) -> Any:
    return Rotation.objects.filter(pk=case.pk).values().get()


def _holdings() -> Any:
    return list(PostHolding.objects.order_by("pk").values())


def _elections() -> Any:
    return list(RotationPost.objects.order_by("pk").values())


def _placements() -> Any:
    return list(Placement.objects.order_by("pk").values())


def _share_a_day(one: PostHolding, other: PostHolding) -> bool:
    return (one.held_until is None or other.held_from < one.held_until) and (
        other.held_until is None or one.held_from < other.held_until
    )


def test_random_acts_never_reach_a_forbidden_state(db):
    # A walk is worth some of the plain examples. A walk that fails is told as it went: making it shorter takes minutes.
    walks = settings(
        max_examples=settings().max_examples // 6,
        stateful_step_count=40,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )

    run_state_machine_as_test(Cases, settings=walks)

    assert set(REACHED) == set(RotationStatus), REACHED
    assert {FillingMode.DESIGNATED, FillingMode.ELECTED, CALLED_OFF} <= set(+RELEASED), RELEASED
