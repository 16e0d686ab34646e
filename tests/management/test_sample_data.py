"""The invented district: complete, consistent, the same every time, and never near real data."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils.timezone import localdate

from rotations import workflow
from rotations.importing.files.reading import read_source
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables.layout import RowKind
from rotations.importing.tables.search import find_table
from rotations.importing.taking_in import take_in
from rotations.management.sample_accounts import load_accounts
from rotations.management.sample_district import load_district
from rotations.management.sample_people import people
from rotations.management.sample_workbook import GROUPS, write_workbook
from rotations.models import (
    Account,
    AppraisalOpinion,
    DossierItem,
    EligibilityCheck,
    Evaluation,
    LocalityIndicator,
    NeedCall,
    Official,
    Placement,
    Post,
    PostHolding,
    Rotation,
    RotationPlan,
    RotationPost,
    Unit,
)
from rotations.partial_dates import DatePrecision
from rotations.vietnamese import fold
from rotations.vocabulary import (
    CheckOutcome,
    Direction,
    DossierStatus,
    ElectionResult,
    EvaluationAuthor,
    ImportKind,
    ImportVerdict,
    IndicatorKind,
    PlacementOutcome,
    PlanStatus,
    Role,
    RotationStatus,
    Sex,
    UnitLevel,
)
from tests.makers import make_official, make_unit
from tests.models.test_reference_data import LOADED

PASSWORD = "mật-khẩu-trình-diễn-2025"
# Names of real people that must not turn up, as digests: not even here are they written.
REAL_NAMES = {"340cef0b9d6f0679", "0b20d97a5871e612"}


def our_models():
    """Every model of the product except the copies that keep history."""
    return [
        model for model in apps.get_app_config("rotations").get_models() if not hasattr(model, "history_id")
    ]


def everything():
    """How many rows of every table there are, and when each was last touched."""
    counts = {
        model.__name__: model._base_manager.count() for model in apps.get_app_config("rotations").get_models()
    }
    touched = {
        model.__name__: model._base_manager.order_by("-changed_at")
        .values_list("changed_at", flat=True)
        .first()
        for model in our_models()
        if any(field.name == "changed_at" for field in model._meta.fields)
    }
    return counts, touched


class TestDistrict(TestCase):
    """What the sample holds. Loaded once for all of these, which only read or roll back."""

    @classmethod
    def setUpTestData(cls):
        load_district()
        load_accounts(PASSWORD)

    def test_the_plan_of_2025_holds_seven_two_and_six(self):
        directions = Counter(Rotation.objects.filter(plan__year=2025).values_list("direction", flat=True))

        assert directions == {
            Direction.DISTRICT_TO_COMMUNE: 7,
            Direction.COMMUNE_TO_DISTRICT: 2,
            Direction.COMMUNE_TO_COMMUNE: 6,
        }
        assert Rotation.objects.filter(plan__year=2025).counted().count() == 15

    def test_targets_of_a_plan_are_what_it_holds(self):
        for plan in RotationPlan.objects.exclude(status=PlanStatus.DRAFT):
            held = Counter(plan.rotations.values_list("direction", flat=True))
            assert {target.direction: target.quantity for target in plan.targets.all()} == held

    def test_every_status_occurs_and_has_a_step_beside_it(self):
        assert set(Rotation.objects.values_list("status", flat=True)) == set(RotationStatus.values)
        for rotation in Rotation.objects.prefetch_related("steps"):
            assert [step.status_after for step in rotation.steps.all()][-1] == rotation.status

    def test_every_stored_row_passes_its_own_validation(self):
        for model in our_models():
            if model not in LOADED:  # the reference data has the same test of its own
                for row in model._base_manager.all():
                    row.full_clean()

    def test_loading_it_again_changes_nothing(self):
        before = everything()

        assert not load_district()
        load_accounts(PASSWORD)

        assert everything() == before

    def test_communes_bear_their_official_codes(self):
        communes = Unit.objects.filter(level=UnitLevel.COMMUNE)

        assert communes.count() == 15
        assert communes.get(name="Xã Pa Tần").code == "03165"
        assert all(unit.codes.filter(code=unit.code).exists() for unit in communes)

    def test_everybody_is_on_file_with_both_sexes_and_several_ethnic_groups(self):
        sexes = Counter(Official.objects.values_list("sex", flat=True))

        assert 110 <= Official.objects.count() <= 130
        assert min(sexes.values()) >= 40
        assert {"Mông", "Thái", "Kinh", "Dao", "Khơ Mú"} <= set(
            Official.objects.values_list("ethnicity__name", flat=True)
        )

    def test_some_share_a_name_and_some_births_are_known_in_part(self):
        names = Counter(Official.objects.values_list("full_name", flat=True))

        assert sum(times > 1 for times in names.values()) == 2
        assert set(Official.objects.values_list("birth_date_precision", flat=True)) == set(
            DatePrecision.values
        )

    def test_citizen_ids_agree_with_sex_and_year_of_birth(self):
        for official in Official.objects.exclude(citizen_id=""):
            woman = str(int(official.sex == Sex.FEMALE))
            assert official.citizen_id[:6] == f"011{woman}{official.birth_date:%y}"
            assert len(official.citizen_id) == 12

    def test_no_real_person_of_the_field_is_in_it(self):
        digests = {hashlib.sha256(fold(person.name).encode()).hexdigest()[:16] for person in people()}

        assert not digests & REAL_NAMES

    def test_whoever_holds_a_main_post_belongs_to_its_unit(self):
        # Whose decided start is not written down yet holds the new post by date, and moves when it is.
        settled = PostHolding.objects.current().exclude(official__rotations__status=RotationStatus.DECIDED)
        for holding in settled.filter(is_main=True).select_related("post", "official"):
            assert holding.official.unit_id == holding.post.unit_id

    def test_nobody_who_left_the_service_still_holds_a_post(self):
        assert not PostHolding.objects.current().filter(official__left_service_on__isnull=False).exists()
        assert Official.objects.filter(left_service_on__isnull=False).exists()

    def test_a_lost_and_a_postponed_election_leave_the_party_post(self):
        for result in (ElectionResult.NOT_ELECTED, ElectionResult.POSTPONED):
            row = RotationPost.objects.select_related("rotation").get(result=result)
            held = PostHolding.objects.current().filter(official=row.rotation.official_id)
            assert row.held_from is None
            assert [holding.post.position.name for holding in held] == ["Phó Bí thư Đảng ủy"]

    def test_a_won_election_is_held_from_its_approval_and_not_before_the_session(self):
        row = RotationPost.objects.get(
            rotation__official__full_name="Hờ A Pháng", post__position__name="Chủ tịch UBND"
        )

        assert (row.session_on, row.held_from) == (date(2025, 4, 10), date(2025, 4, 17))

    def test_placements_are_proposed_and_decided_and_one_end_waits_for_its_proposal(self):
        waiting = Rotation.objects.filter(status=RotationStatus.ENDED, placement__isnull=True)

        assert Placement.objects.decided().count() == 2
        assert Placement.objects.filter(decided_on__isnull=True).count() == 1
        assert waiting.count() == 1

    def test_who_stays_for_good_keeps_the_post_and_who_returned_holds_the_higher_one(self):
        stays = Placement.objects.get(outcome=PlacementOutcome.STAYS)
        returned = Placement.objects.get(outcome=PlacementOutcome.RETURNS_HIGHER)

        for placement in (stays, returned):
            held = PostHolding.objects.current().filter(official=placement.rotation.official_id)
            assert [holding.post_id for holding in held] == [placement.post_id]

    def test_comments_come_from_three_sides(self):
        authors = set(Evaluation.objects.values_list("author", flat=True))

        assert authors == {EvaluationAuthor.RECEIVING, EvaluationAuthor.SELF, EvaluationAuthor.AUTHORITY}

    def test_the_rules_had_something_to_say(self):
        outcomes = Counter(EligibilityCheck.objects.values_list("outcome", flat=True))

        assert set(outcomes) == set(CheckOutcome.values)
        doubtful = EligibilityCheck.objects.filter(outcome=CheckOutcome.WARN)
        assert {"in_planning", "remaining_service", "discipline", "classification"} <= set(
            doubtful.values_list("code", flat=True)
        )
        # Two terms at one place are a reason to rotate, and the texts ask for no other.
        assert set(doubtful.filter(exception_reason="").values_list("code", flat=True)) <= {"two_terms"}

    def test_opinions_are_asked_of_the_appraisers_body_and_one_is_answered(self):
        body = Account.objects.get(username="appraiser").unit

        assert set(AppraisalOpinion.objects.values_list("asked_unit", flat=True)) == {body.pk}
        assert AppraisalOpinion.objects.filter(answered_on__isnull=True).exists()
        assert AppraisalOpinion.objects.filter(answered_on__isnull=False).exists()

    def test_some_papers_are_missing_and_some_certificates_have_run_out(self):
        assert DossierItem.objects.filter(status=DossierStatus.MISSING).exists()
        assert DossierItem.objects.filter(
            valid_until__lt=date(2025, 3, 14), rotation__plan__year=2025
        ).exists()

    def test_the_call_of_2025_is_answered_by_some_units_and_not_by_others(self):
        call = NeedCall.objects.get(year=2025)
        answered = set(call.needs.values_list("unit", flat=True))

        assert answered < set(call.units.values_list("pk", flat=True))

    def test_a_call_for_next_year_is_open_with_some_answers_in_time_some_late_and_some_lacking(self):
        today = localdate()
        call = NeedCall.objects.get(year=today.year + 1)

        rows = call.answers_by_unit(on=today)

        assert call.is_open_on(today)
        states = Counter(
            "silent" if not row.answered else "late" if row.is_late else "in time" for row in rows
        )
        assert states == {"in time": 7, "late": 1, "silent": 4}

    def test_the_plan_of_next_year_is_a_draft_whose_targets_needs_may_be_gathered_into(self):
        today = localdate()
        plan = RotationPlan.objects.get(year=today.year + 1)

        gathering = workflow.gather(plan, on=today)

        assert (plan.status, plan.rotations.count()) == (PlanStatus.DRAFT, 0)
        assert sum(target.quantity for target in plan.targets.all()) == 4
        assert (len(gathering.targets), len(gathering.unplaced)) == (5, 1)

    def test_indicators_of_four_years_have_ranges_estimates_and_decimals(self):
        figures = LocalityIndicator.objects.all()

        assert set(figures.values_list("year", flat=True)) == {2021, 2022, 2023, 2024}
        assert figures.filter(kind=IndicatorKind.POVERTY_REDUCTION, value=4, value_to=5).exists()
        assert figures.filter(kind=IndicatorKind.INCOME_PER_CAPITA, is_estimate=True).exists()
        assert not figures.filter(kind=IndicatorKind.NEW_RURAL_CRITERIA, value__gt=19).exists()
        assert all(
            value % 1
            for value in figures.filter(kind=IndicatorKind.INCOME_PER_CAPITA).values_list("value", flat=True)
        )

    def test_there_is_one_account_per_role_with_the_password_told(self):
        for role in Role:
            account = Account.objects.get(username=role.value)
            assert account.roles == {role}
            assert account.check_password(PASSWORD)
            assert not account.is_superuser
        staff = set(Account.objects.filter(is_staff=True).values_list("username", flat=True))
        assert staff == {Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.SYSTEM_ADMIN}
        assert Account.objects.get(username="unit_clerk").unit.name == "Xã Pa Tần"

    def test_the_clerks_unit_receives_someone_it_has_been_told_of(self):
        clerk = Account.objects.get(username="unit_clerk")

        assert Rotation.objects.filter(receiving_unit=clerk.unit, announced_on__isnull=False).exists()

    def test_an_account_of_that_name_which_is_not_the_samples_is_left_alone(self):
        own = Account.objects.get(username="board_lead")
        own.is_sample = False
        own.save()

        told = {account.username: account.password for account in load_accounts("một-mật-khẩu-khác-2026")}

        own.refresh_from_db()
        assert told["board_lead"] == ""
        assert own.check_password(PASSWORD)
        assert Account.objects.get(username="board_officer").check_password("một-mật-khẩu-khác-2026")

    # --- The workbook of the next plan

    def read_workbook(self):
        """The workbook as the import reads it: its table and the register by name."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "ke-hoach-2026.xlsx"
            assert write_workbook(path) == 15
            return find_table(read_source(path.name, path.read_bytes()), PLAN)

    def test_the_workbook_reads_as_fifteen_people_in_three_groups(self):
        table = self.read_workbook()
        sizes, kinds = [], Counter(row.kind for row in table.rows)
        for row in table.rows:
            if row.kind == RowKind.GROUP:
                sizes.append(0)
            elif row.kind == RowKind.PERSON:
                sizes[-1] += 1

        assert sizes == [7, 2, 6]
        assert not table.header.unknown
        assert kinds[RowKind.NUMBERING] == kinds[RowKind.TOTAL] == kinds[RowKind.PLACE_DATE] == 1
        assert not table.left_out

    def test_the_workbook_imports_as_fifteen_new_cases_without_a_question(self):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "ke-hoach-2026.xlsx"
            write_workbook(path)
            result = take_in(ImportKind.PLAN, path.name, path.read_bytes(), on=date(2025, 12, 16), year=2026)

        assert result.verdict == ImportVerdict.READY
        assert result.totals["create"] == 15
        assert result.totals["by_direction"] == {
            Direction.DISTRICT_TO_COMMUNE: 7,
            Direction.COMMUNE_TO_DISTRICT: 2,
            Direction.COMMUNE_TO_COMMUNE: 6,
        }
        assert [issue for row in result.rows for issue in row.shown["issues"]] == []

    def test_the_workbook_gives_births_as_the_register_has_them(self):
        table = self.read_workbook()
        at = table.header.columns
        for row in table.people:
            official = Official.objects.get(full_name=table.sheet.value(row.number, at["full_name"]))
            column = at["male"] if official.sex == Sex.MALE else at["female"]
            typed = table.sheet.value(row.number, column)
            assert str(official.birth) == (typed if isinstance(typed, str) else f"{typed:%d/%m/%Y}")

    def test_everybody_in_the_workbook_is_free_to_go(self):
        names = [name for _head, lines in GROUPS for name, *_rest in lines]

        assert Official.objects.filter(full_name__in=names).count() == len(names) == 15
        assert not Rotation.objects.open().filter(official__full_name__in=names).exists()

    def test_every_seat_in_the_workbook_is_free_in_its_month(self):
        lines = sorted((line for _head, lines in GROUPS for line in lines), key=lambda line: line[3])
        for name, unit, posts, month in lines:
            arrives = date(2026, month, 1)
            leaving = Official.objects.get(full_name=name)
            PostHolding.objects.current().filter(official=leaving).update(held_until=arrives)
            for ordinal, position in enumerate(posts.split(", ")):
                post = Post.objects.get(unit__name=unit, position__name=position)
                holding = PostHolding(official=leaving, post=post, held_from=arrives, is_main=ordinal == 0)
                holding.full_clean()
                holding.save()


# --- Where it is refused, and rows in any number


@pytest.mark.django_db
def test_production_takes_neither_sample_data_nor_sample_accounts(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="không dùng trên hệ thống thật"):
        call_command("sample_data", password=PASSWORD)

    assert not Account.objects.exists()
    assert not Unit.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_unit, make_official])
def test_a_database_with_rows_of_its_own_is_not_touched(settings, make):
    settings.DEBUG = True
    make()

    with pytest.raises(CommandError, match="không phải dữ liệu mẫu"):
        call_command("sample_data", password=PASSWORD)

    assert (Unit.objects.count(), Official.objects.count()) in {(1, 0), (0, 1)}
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_the_command_tells_every_account_with_its_password(settings):
    settings.DEBUG = True
    said = StringIO()

    call_command("sample_data", officials=2, password=PASSWORD, stdout=said)

    told = [line for line in said.getvalue().splitlines() if PASSWORD in line]
    assert [line.split()[0] for line in told] == list(Role)


@pytest.mark.django_db
@pytest.mark.parametrize(("officials", "rotations"), [(1, 1), (15, 0), (31, 20)])
def test_rows_in_bulk_are_as_many_as_asked_valid_and_with_history(settings, officials, rotations):
    settings.DEBUG = True

    call_command(
        "sample_data", officials=officials, rotations=rotations, password=PASSWORD, stdout=StringIO()
    )

    assert Official.objects.count() == PostHolding.objects.current().count() == officials
    assert (
        Rotation.objects.count()
        == Rotation.objects.filter(steps__status_after=RotationStatus.PROPOSED).count()
        == rotations
    )
    for model in (Official, PostHolding, Post, Unit, Rotation, RotationPost):
        assert model.history.filter(history_type="+").count() == model.objects.count()
        for row in model.objects.all():
            row.full_clean()
    for official in Official.objects.all():
        first = official.history.get()
        assert (first.full_name, first.name_key, first.birth_date) == (
            official.full_name,
            official.name_key,
            official.birth_date,
        )


@pytest.mark.django_db
def test_one_seed_makes_the_same_people_and_is_taken_once(settings):
    settings.DEBUG = True

    call_command("sample_data", officials=20, seed=4, password=PASSWORD, stdout=StringIO())
    first = list(Official.objects.order_by("official_code").values_list("full_name", "birth_date"))
    with pytest.raises(CommandError, match="đã nạp"):
        call_command("sample_data", officials=20, seed=4, password=PASSWORD, stdout=StringIO())
    call_command("sample_data", officials=20, seed=5, password=PASSWORD, stdout=StringIO())

    assert Official.objects.filter(official_code__startswith="M4-").count() == 20
    others = list(
        Official.objects.filter(official_code__startswith="M5-")
        .order_by("official_code")
        .values_list("full_name", "birth_date")
    )
    assert len(others) == 20
    assert others != first


@pytest.mark.django_db
def test_more_open_rotations_than_people_are_refused(settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="số lượt không được nhiều hơn"):
        call_command("sample_data", officials=1, rotations=2, password=PASSWORD)

    assert not Official.objects.exists()
