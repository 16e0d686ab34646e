"""An import taken back: what it wrote goes, what others made of it since stays and is listed."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from rotations import workflow
from rotations.importing import taking_in
from rotations.importing.findings import Answers
from rotations.importing.undoing import undo
from rotations.models import (
    DossierItem,
    DossierTemplateItem,
    Official,
    PlanVersion,
    Rotation,
    RotationPlan,
    UnitAlias,
)
from rotations.vocabulary import ImportStatus, PlanStatus
from tests.importing.district import ON, YEAR, issue, make_district, newcomer, row, take, workbook
from tests.makers import make_amendment, make_holding

pytestmark = pytest.mark.django_db
UNDO_DAY = date(2022, 3, 20)


@pytest.fixture
def district():
    return make_district()


def records() -> dict[str, list[dict]]:
    """Every row of every table of the project but the batches, the histories and when a row was last changed."""
    kept = {}
    for model in apps.get_app_config("rotations").get_models():
        name = model._meta.label
        if "Historical" in name or "Import" in name:
            continue
        columns = [f.attname for f in model._meta.concrete_fields if f.attname != "changed_at"]
        kept[name] = sorted(model._default_manager.values(*columns), key=str)
    return kept


def test_what_an_import_wrote_is_gone_and_what_it_changed_is_as_before(district, board):
    before = records()
    batch = take(
        workbook(row(ethnicity="Thái"), newcomer(2, to_post="Bí thư Đảng ủy")),
        keep=True,
        create=True,
        by=board,
    ).batch

    undone = undo(batch, by=board, on=UNDO_DAY)

    assert (undone.rows, undone.kept) == (2, [])
    assert records() == before
    batch.refresh_from_db()
    assert (batch.status, batch.undone_by) == (ImportStatus.UNDONE, board)
    gone = Official.history.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (board, "Hoàn tác nhập tệp ke-hoach.xlsx")


def test_a_changed_proposal_gets_its_values_and_posts_back(district, board):
    take(workbook(row(note="Lần một")), keep=True, by=board)
    before = records()
    changed = row(period="10/2022 - 10/2025", to="Xã Nà Khoa", to_post="Bí thư Đảng ủy", note="Lần hai")
    batch = take(workbook(changed), keep=True, by=board).batch
    assert Rotation.objects.get().note == "Lần hai"

    undo(batch, by=board, on=UNDO_DAY)

    after = records()
    for name, rows in before.items():
        if name != "rotations.RotationPost":  # the post that comes back is a new record of the same post
            assert after[name] == rows, name
    held = Rotation.objects.get().posts.get()
    assert (str(held.post), held.mode) == ("Chủ tịch UBND, Xã Pa Tần", "elected")


def touch_the_case(case, board):
    case.note = "Sửa tay"
    case.save()


def touch_a_post(case, board):
    held = case.posts.get()
    held.nominated_on = date(2022, 9, 5)
    held.save()


def hang_a_paper(case, board):
    DossierItem.objects.create(rotation=case, template_item=DossierTemplateItem.objects.first())


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (touch_the_case, "đã được sửa sau khi nhập"),
        (touch_a_post, "đã được sửa sau khi nhập"),
        (hang_a_paper, "đã có dữ liệu khác gắn vào"),
    ],
)
def test_a_row_touched_since_is_listed_and_kept_whole(district, board, happens, said):
    batch = take(
        workbook(newcomer(1, to_post="Bí thư Đảng ủy"), row(number=2)), keep=True, create=True, by=board
    ).batch
    touched = Rotation.objects.exclude(official=district.minh).get()
    happens(touched, board)

    undone = undo(batch, by=board, on=UNDO_DAY)

    assert undone.rows == 1
    (kept,) = undone.kept
    assert said in kept.why
    assert list(Rotation.objects.all()) == [touched]
    assert Official.objects.filter(pk=touched.official_id).exists()
    batch.refresh_from_db()
    assert batch.totals["kept"] == [[kept.place, kept.row_number, kept.why]]


def test_a_new_person_somebody_else_uses_stays(district, board):
    batch = take(
        workbook(newcomer(1, to_post="Bí thư Đảng ủy"), row(number=2)), keep=True, create=True, by=board
    ).batch
    person = Official.objects.exclude(pk=district.minh.pk).get()
    make_holding(person, district.deputy, date(2020, 1, 1), is_main=True)

    undone = undo(batch, by=board, on=UNDO_DAY)

    assert [kept.why for kept in undone.kept] == ["đã có dữ liệu khác gắn vào (giữ chức vụ)"]
    assert Rotation.objects.filter(official=person).exists()


def test_a_batch_is_undone_once(district, board):
    batch = take(workbook(row()), keep=True, by=board).batch
    undo(batch, by=board, on=UNDO_DAY)

    with pytest.raises(taking_in.NotTakenIn, match="Đã hoàn tác"):
        undo(batch, by=board, on=UNDO_DAY)


def test_nothing_to_revert_leaves_the_batch_as_it_is(district, board):
    batch = take(workbook(row()), keep=True, by=board).batch
    touch_the_case(Rotation.objects.get(), board)

    with pytest.raises(taking_in.NotTakenIn, match="Không hoàn tác được dòng nào"):
        undo(batch, by=board, on=UNDO_DAY)
    batch.refresh_from_db()
    assert batch.status == ImportStatus.COMMITTED


def test_a_plan_the_file_set_up_goes_with_it(district, board):
    batch = take(workbook(row(period="09/2023")), year=2023, keep=True, by=board).batch

    undo(batch, by=board, on=UNDO_DAY)

    assert not RotationPlan.objects.filter(year=2023).exists()


def test_an_approved_plan_gets_a_version_without_them(district, lead):
    for status in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(district.plan, status, by=lead, on=ON)
    answers = Answers(amendment=make_amendment(document_on=ON))
    batch = take(workbook(row()), keep=True, by=lead, answers=answers).batch

    undo(batch, by=lead, on=UNDO_DAY)

    version = PlanVersion.objects.order_by("-pk").first()
    assert (version.document_number, version.content["people"]) == ("85-KH/HU", [])


def test_a_kept_spelling_goes_with_the_file_that_kept_it(district, board):
    data = workbook(row(to="Xã Pa Tân"))
    key = issue(take(data), "unknown_unit")["key"]
    answers = Answers(questions={key: str(district.pa_tan.pk)}, spellings={key: "Xã Pa Tân"})
    batch = take(data, keep=True, by=board, answers=answers).batch
    assert UnitAlias.objects.get().name == "Xã Pa Tân"
    assert take(workbook(row(to="Xã Pa Tân"))).counts["ask"] == 0

    undo(batch, by=board, on=UNDO_DAY)

    assert not UnitAlias.objects.exists()


def test_the_same_file_can_be_taken_in_again_afterwards(district, board):
    data = workbook(row())
    undo(take(data, keep=True, by=board).batch, by=board, on=UNDO_DAY)

    again = take(data, keep=True, by=board)

    assert again.committed
    assert Rotation.objects.get().plan.year == YEAR
