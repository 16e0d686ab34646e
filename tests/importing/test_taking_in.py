import hashlib
import re
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from rotations import workflow
from rotations.importing import taking_in
from rotations.importing.files.guard import MEGABYTE
from rotations.importing.findings import Answers
from rotations.importing.plans import store as plan_store
from rotations.importing.taking_in import NotTakenIn
from rotations.importing.undoing import undo
from rotations.models import (
    ImportBatch,
    ImportRow,
    Official,
    PlanVersion,
    Rotation,
    RotationPlan,
    RotationStep,
)
from rotations.vocabulary import ImportStatus, ImportVerdict, PlanStatus, Role
from tests.importing.district import (
    HEADINGS,
    ON,
    TO_COMMUNES,
    YEAR,
    codes,
    issue,
    make_district,
    newcomer,
    people,
    row,
    take,
    workbook,
)
from tests.importing.workbooks import csv_bytes, office_page
from tests.makers import make_account, make_amendment, make_holding, make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make_district()


def counts() -> dict[str, int]:
    """Rows of every table of the project."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_app_config("rotations").get_models()
    }


def seats_for_all(district) -> None:
    """A post of the destination with room for as many as come."""
    post = district.chairs["Chủ tịch UBND, Xã Pa Tần"]
    post.quota = 1000
    post.save()


# ---- the five ways


def test_a_new_row_becomes_a_proposal_with_posts_due_date_history_and_first_step(district, board):
    result = take(workbook(row()), keep=True, by=board)

    rotation = Rotation.objects.get()
    assert result.committed
    assert (rotation.official, rotation.plan, rotation.status) == (district.minh, district.plan, "proposed")
    assert str(rotation.starts) == "09/2022"
    assert str(rotation.due) == "09/2025"
    assert list(rotation.left_posts.all()) == [district.deputy]
    assert [held.post.position.name for held in rotation.posts.all()] == ["Chủ tịch UBND"]
    step = RotationStep.objects.get()
    assert (step.name, step.recorded_by, step.status_after) == ("Đề xuất", board, "proposed")
    assert rotation.history.get().history_user == board


def test_the_same_file_twice_changes_nothing(district):
    data = workbook(row(ethnicity="Thái"), newcomer(2, to_post="Bí thư Đảng ủy"))
    take(data, keep=True, create=True)
    before = counts()

    again = take(data, keep=True)

    assert again.totals["unchanged"] == 2
    assert counts() == before
    assert "đã được ghi lúc" in again.notes[-1]


def test_a_missing_heading_refuses_the_file_by_name(district):
    headings = [heading for heading in HEADINGS if heading[0] != "Họ và tên"]

    result = take(workbook(row(), headings=headings))

    assert result.verdict == ImportVerdict.REFUSED
    assert result.refusal.code in ("missing_column", "no_header")
    assert result.rows == []


def test_csv_and_xlsx_of_one_table_give_the_same_rows(district):
    page = office_page({TO_COMMUNES: [row(), newcomer(2, to_post="Bí thư Đảng ủy")]}, headings=HEADINGS)

    from_csv = take(csv_bytes(page.rows), name="ke-hoach.csv")
    from_xlsx = take(workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy")))

    assert [found.about() for found in people(from_csv)] == [found.about() for found in people(from_xlsx)]


# ---- preview and commit


def test_a_preview_changes_no_row_in_any_table(district):
    before = counts()

    result = take(workbook(row(ethnicity="Thái"), newcomer(2, to_post="Bí thư Đảng ủy")), create=True)

    assert result.totals["create"] == 2
    assert counts() == before


def test_rows_that_are_held_back_stay_out_and_the_others_go_in(district):
    result = take(
        workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy"), row(number=3, male="31/02/1985")), keep=True
    )

    assert [found.verdict for found in people(result)] == ["create", "ask", "error"]
    assert Rotation.objects.count() == 1


def test_nothing_accepted_writes_nothing_at_all(district):
    before = counts()

    result = take(workbook(newcomer(1)), keep=True)

    assert not result.committed
    assert counts() == before


def test_a_refusal_of_the_database_in_the_middle_leaves_nothing(district, monkeypatch):
    before = counts()

    def broken(*args, **kwargs):
        raise IntegrityError("CHECK constraint failed: rotation_changes_unit")

    monkeypatch.setattr(plan_store, "_update", broken)

    with pytest.raises(taking_in.NotTakenIn, match="Nơi đi và nơi đến phải là hai đơn vị khác nhau"):
        take(workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy")), keep=True, create=True)
    assert counts() == before


def test_a_preview_says_what_the_database_would_refuse(district, monkeypatch):
    def broken(*args, **kwargs):
        raise IntegrityError("CHECK constraint failed: rotation_changes_unit")

    monkeypatch.setattr(plan_store, "_update", broken)

    assert take(workbook(row())).blocked == "Nơi đi và nơi đến phải là hai đơn vị khác nhau."


def test_a_person_who_is_new_gets_a_file_from_what_the_row_says(district, board):
    take(workbook(newcomer(1, ethnicity="Mông", citizen_id="011085001234")), keep=True, create=True, by=board)

    person = Official.objects.get(citizen_id="011085001234")
    assert (person.unit, person.sex, str(person.ethnicity)) == (district.office, "male", "Mông")
    assert person.history.get().history_user == board
    assert person.match_key


def test_a_filled_blank_keeps_its_history(district, board):
    take(workbook(row(ethnicity="Thái")), keep=True, by=board)

    district.minh.refresh_from_db()
    assert str(district.minh.ethnicity) == "Thái"
    last = district.minh.history.first()
    assert (last.history_type, last.history_user) == ("~", board)


def test_a_plan_that_is_not_there_is_set_up_under_the_lowest_text_in_force(district):
    data = workbook(row(period="09/2023"))

    previewed = take(data, year=2023)
    assert [(plan["year"], plan["new"]) for plan in previewed.about["plans"]] == [(2023, True)]
    assert not RotationPlan.objects.filter(year=2023).exists()

    take(data, year=2023, keep=True)
    plan = RotationPlan.objects.get(year=2023)
    assert plan.title == "Kế hoạch luân chuyển cán bộ năm 2023"
    assert plan.regulation.level == "district"
    assert plan.term.name == "2020-2025"


def approve(district):
    for status in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(district.plan, status, by=None, on=ON)


def test_an_approved_plan_is_previewed_without_a_paper_and_written_with_one_alone(district, lead):
    approve(district)
    versions, paper = PlanVersion.objects.count(), make_amendment(document_on=ON)

    seen = take(workbook(row()), by=lead)
    assert "văn bản điều chỉnh" in seen.blocked
    assert (seen.counts["create"], seen.about["plans"][0]["amended"]) == (1, True)
    with pytest.raises(NotTakenIn, match="văn bản điều chỉnh"):
        take(workbook(row()), by=lead, keep=True)
    assert PlanVersion.objects.count() == versions
    result = take(workbook(row()), by=lead, keep=True, answers=Answers(amendment=paper))

    assert not result.blocked
    assert PlanVersion.objects.count() == versions + 1
    version = PlanVersion.objects.first()
    assert [person["full_name"] for person in version.content["people"]] == ["Lò Văn Minh"]
    assert (version.document_number, version.issued_on, version.reason, version.is_amendment) == (
        "85-KH/HU", ON, paper.reason, True,
    )  # fmt: skip


def test_what_the_file_fills_in_on_a_persons_file_is_in_the_version_it_freezes(district, lead):
    Official.objects.filter(pk=district.minh.pk).update(birth_date=None)
    approve(district)

    take(workbook(row()), by=lead, keep=True, answers=Answers(amendment=make_amendment(document_on=ON)))

    assert district.plan.versions.first().content["people"][0]["birth"] == "12/03/1985"


def test_a_file_of_new_and_changed_people_leaves_one_version_of_its_paper(district, lead):
    take(workbook(row()), by=lead, keep=True)
    approve(district)
    versions = district.plan.versions.count()
    changed = workbook(row(period="10/2022 - 10/2025"), newcomer(2, to_post="Bí thư Đảng ủy"))
    answers = Answers(create_officials=True, amendment=make_amendment(document_on=ON))

    result = take(changed, by=lead, keep=True, answers=answers)

    assert (result.counts["create"], result.counts["update"]) == (1, 1)
    assert district.plan.versions.count() == versions + 1
    assert len(district.plan.versions.first().content["people"]) == 2


def test_an_officer_takes_a_file_into_an_approved_plan_under_a_paper_on_record(district, board, lead):
    approve(district)
    answers = Answers(amendment=make_amendment(document_on=ON))

    assert "do lãnh đạo Ban Tổ chức" in take(workbook(row()), by=board, answers=answers).blocked
    workflow.amend_plan(district.plan, by=lead, on=ON, document_number="85-KH/HU", reason="Bổ sung")
    result = take(workbook(row()), by=board, keep=True, answers=answers)

    assert result.committed


def test_a_file_taken_into_a_plan_approved_since_goes_back_under_a_paper(district, lead):
    batch = take(workbook(row()), by=lead, keep=True).batch
    approve(district)

    with pytest.raises(NotTakenIn, match="văn bản điều chỉnh"):
        undo(batch, by=lead, on=ON)
    assert district.plan.rotations.count() == 1
    batch.answers = Answers(amendment=make_amendment(document_on=ON)).as_json()
    batch.save(update_fields=["answers"])
    undo(batch, by=lead, on=ON)

    assert district.plan.versions.first().content["people"] == []
    assert district.plan.versions.first().document_number == "85-KH/HU"


def test_the_answers_of_a_file_keep_the_paper_they_were_given():
    for paper in (make_amendment(document_on=ON), make_amendment(document_on=None)):
        answers = Answers(amendment=paper)
        assert Answers.of(answers.as_json()) == answers


def test_nobody_takes_in_the_own_file(district):
    officer = make_account(Role.BOARD_OFFICER, official=district.minh)

    result = take(workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy")), by=officer, create=True, keep=True)

    assert "own_file" in codes(result)
    assert [rotation.official.full_name for rotation in Rotation.objects.all()] == ["Giàng A Sùng"]


def test_the_file_who_when_and_what_it_wrote_stay_on_record(district, board):
    data = workbook(row(), newcomer(2, to_post="Bí thư Đảng ủy"))

    batch = take(data, keep=True, create=True, by=board).batch

    kept = ImportBatch.objects.get()
    assert kept == batch
    assert bytes(kept.content) == data
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert (kept.status, kept.committed_by, kept.plan) == (ImportStatus.COMMITTED, board, district.plan)
    written = ImportRow.objects.filter(rotation__isnull=False)
    assert [[(done["act"], done["model"]) for done in found.written] for found in written] == [
        [("created", "rotation")],
        [("created", "official"), ("created", "rotation")],
    ]


# ---- handed in, answered, confirmed


def test_a_file_handed_in_is_kept_and_nothing_else_changes(district, board):
    before = counts()

    batch = taking_in.hand_in("a.xlsx", workbook(row()), by=board, on=ON, year=YEAR)

    after = counts()
    assert batch.status == ImportStatus.PREVIEWED
    assert {name for name in after if after[name] != before[name]} == {
        "rotations.ImportBatch",
        "rotations.ImportRow",
    }


def test_a_refused_file_is_kept_with_its_reason(board, db):
    batch = taking_in.hand_in("a.xlsx", b"%PDF-1.7 not a table", by=board, on=ON, year=YEAR)

    assert (batch.status, batch.verdict, batch.refusal_code) == ("refused", "refused", "not_a_spreadsheet")
    assert batch.refusal_message


def test_a_file_that_is_too_large_is_not_kept(board, db):
    batch = taking_in.hand_in("a.csv", b"x" * (25 * MEGABYTE + 1), by=board, on=ON, year=YEAR)

    assert (batch.refusal_code, bytes(batch.content)) == ("too_large", b"")


def test_answers_are_kept_with_the_file_and_change_what_rows_come_to(district, board):
    batch = taking_in.hand_in("a.xlsx", workbook(newcomer(1, to="Xã Pa Tân")), by=board, on=ON, year=YEAR)
    result = take(workbook(newcomer(1, to="Xã Pa Tân")))
    key = issue(result, "unknown_unit")["key"]

    taking_in.answer(batch, Answers(True, {key: str(district.pa_tan.pk)}), by=board, on=ON)

    batch.refresh_from_db()
    assert batch.verdict == ImportVerdict.READY
    assert batch.answers == {"create_officials": True, "questions": {key: str(district.pa_tan.pk)}}
    taking_in.confirm(batch, by=board, on=ON)
    assert Rotation.objects.get().receiving_unit == district.pa_tan


def test_a_batch_is_confirmed_once(district, board):
    batch = taking_in.hand_in("a.xlsx", workbook(row()), by=board, on=ON, year=YEAR)
    taking_in.confirm(batch, by=board, on=ON)

    with pytest.raises(taking_in.NotTakenIn, match="Đã ghi"):
        taking_in.confirm(batch, by=board, on=ON)
    assert Rotation.objects.count() == 1


def test_what_is_confirmed_is_what_was_seen(district, board):
    batch = taking_in.hand_in("a.xlsx", workbook(row()), by=board, on=ON, year=YEAR)
    holder = make_official("Vàng A Páo", district.pa_tan, birth_date=date(1970, 1, 1))
    make_holding(holder, district.chairs["Chủ tịch UBND, Xã Pa Tần"], date(2020, 1, 1))

    with pytest.raises(taking_in.PreviewStale):
        taking_in.confirm(batch, by=board, on=ON)

    assert not Rotation.objects.exists()
    batch.refresh_from_db()
    assert (batch.status, batch.verdict) == ("previewed", "needs_answers")


# ---- cost


def test_two_hundred_rows_cost_as_many_queries_as_twenty(district):
    seats_for_all(district)

    def queries(number: int) -> list[str]:
        data = workbook(*(newcomer(count, name=f"Giàng A Số {count}") for count in range(1, number + 1)))
        with CaptureQueriesContext(connection) as captured:
            result = take(data, create=True)
        assert result.totals["create"] == number
        # SQLite takes a bulk insert in pieces of so many values; every piece is still many rows.
        found = [re.sub(r'"s\d+_x\d+"', "", query["sql"].split("(")[0]) for query in captured]
        return [sql for place, sql in enumerate(found) if place == 0 or sql != found[place - 1]]

    assert queries(200) == queries(20)
