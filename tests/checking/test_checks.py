"""Data broken on purpose, by hand and past every guard: each break is found, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from rotations import workflow
from rotations.checking import check_data
from rotations.management.sample_district import load_district
from rotations.models import Decision, ImportRow
from rotations.vocabulary import (
    Branch,
    DecisionKind,
    ElectionResult,
    ExtensionReason,
    FillingMode,
    RotationStatus,
)
from tests.importing.district import make_district, row, take, workbook
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_placement,
    make_plan,
    make_position,
    make_post,
    make_rotation,
    make_rotation_at,
    make_unit,
)

pytestmark = pytest.mark.django_db


@contextmanager
def past_the_guards(table: str = "", constraint: str = "", index: str = "") -> Iterator[None]:
    """Inside, `table` has neither that constraint nor that index nor triggers; all comes back afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                if constraint:
                    cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
                elif table and not index:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute("PRAGMA ignore_check_constraints = 1")
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")
            if index:
                cursor.execute(f"DROP INDEX {index}")
        yield
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = 0")


def found_after(statement: str, *values: object, **guards: str) -> set[tuple[str, object]]:
    """(code, id) of what is found once `statement` was executed."""
    with past_the_guards(**guards):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount
        return {(finding.code, finding.id) for finding in check_data()}


def test_the_sample_district_is_sound():
    load_district()

    assert list(check_data()) == []


def test_a_file_taken_in_and_taken_back_leaves_sound_data():
    make_district()
    take(workbook(row()), keep=True)

    assert list(check_data()) == []


# --- Cases -------------------------------------------------------------------------------------------------


def test_a_status_that_is_not_the_last_steps():
    rotation = make_rotation()

    assert found_after("UPDATE rotations_rotation SET status = 'preparing' WHERE id = %s", rotation.pk) == {
        ("rotation_status_of_last_step", rotation.pk)
    }


def test_a_case_without_a_step():
    rotation = make_rotation()

    found = found_after("DELETE FROM rotations_rotationstep WHERE rotation_id = %s", rotation.pk)

    assert found == {("rotation_status_without_step", rotation.pk)}


def test_two_open_cases_of_one_official():
    one, two = make_rotation(), make_rotation()

    found = found_after(
        "UPDATE rotations_rotation SET official_id = %s WHERE id = %s",
        one.official_id, two.pk, table="rotations_rotation", index="rotation_one_open_per_official",
    )  # fmt: skip

    assert found == {("rotation_one_open_per_official", one.pk), ("rotation_one_open_per_official", two.pk)}


def test_a_direction_that_does_not_follow_from_the_levels():
    rotation = make_rotation()

    found = found_after(
        "UPDATE rotations_rotation SET direction = 'same_level' WHERE id = %s",
        rotation.pk, table="rotations_rotation", constraint="rotation_direction_agrees",
    )  # fmt: skip

    assert found == {("rotation_direction_agrees", rotation.pk)}


def test_a_level_that_is_not_the_units():
    rotation = make_rotation()

    found = found_after(
        "UPDATE rotations_unit SET level = 'province' WHERE id = %s", rotation.sending_unit_id
    )

    assert found == {("rotation_levels_of_units", rotation.pk)}


def test_a_due_date_before_the_start():
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    found = found_after(
        "UPDATE rotations_rotation SET due_on = '2001-01-01' WHERE id = %s",
        rotation.pk, table="rotations_rotation", constraint="rotation_due_after_start",
    )  # fmt: skip

    assert found == {("rotation_due_after_start", rotation.pk)}


def test_an_elected_post_held_before_its_election():
    rotation = make_rotation_at(RotationStatus.DECIDED)
    state = make_position("Chủ tịch UBND xã Thử", branch=Branch.STATE, filling=FillingMode.ELECTED)
    post = rotation.posts.create(
        post=make_post(rotation.receiving_unit, state), mode=FillingMode.ELECTED,
        session_on=date(2025, 2, 1), result=ElectionResult.ELECTED,
    )  # fmt: skip
    post.sessions.create(session_on=post.session_on, result=post.result)
    make_holding(rotation.official, post.post, date(2025, 1, 6), is_main=False)

    found = found_after(
        "UPDATE rotations_rotationpost SET held_from = '2025-01-31' WHERE id = %s",
        post.pk, table="rotations_rotationpost", constraint="rotation_post_not_before_election",
    )  # fmt: skip

    assert found == {("rotation_post_not_before_election", post.pk)}


@pytest.fixture
def with_post(db):
    """Somebody serving in a designated post."""
    receiving = make_unit()
    return make_rotation_at(
        RotationStatus.ACTIVE, receiving=receiving, receiving_posts=[make_post(receiving)]
    )


def test_a_post_taken_up_that_nobody_is_on_record_for(with_post):
    post = with_post.posts.get()

    found = found_after("DELETE FROM rotations_postholding WHERE post_id = %s", post.post_id)

    assert found == {("rotation_post_is_held", post.pk)}


def test_a_post_not_released_at_the_end():
    receiving = make_unit()
    rotation = make_rotation_at(
        RotationStatus.ENDED, receiving=receiving, receiving_posts=[make_post(receiving)]
    )
    post = rotation.posts.get()

    found = found_after("UPDATE rotations_rotationpost SET held_until = NULL WHERE id = %s", post.pk)

    assert found == {("rotation_post_released", post.pk)}


def test_a_placed_case_without_a_decided_placement():
    rotation = make_rotation_at(RotationStatus.PLACED)

    found = found_after(
        "UPDATE rotations_placement SET decided_on = NULL WHERE rotation_id = %s", rotation.pk
    )

    assert found == {
        ("rotation_placed_by_decision", rotation.pk),
        ("rotation_placed_on_its_day", rotation.pk),
    }


def test_a_case_that_says_another_day_of_placement_than_the_decision():
    rotation = make_rotation_at(RotationStatus.PLACED)

    found = found_after(
        "UPDATE rotations_rotation SET placed_on = %s WHERE id = %s", date(2025, 3, 11), rotation.pk
    )

    assert found == {("rotation_placed_on_its_day", rotation.pk)}


def test_a_result_that_no_session_came_to():
    rotation = make_rotation_at(RotationStatus.DECIDED)
    state = make_position("Chủ tịch UBND xã Thử", branch=Branch.STATE, filling=FillingMode.ELECTED)
    post = rotation.posts.create(post=make_post(rotation.receiving_unit, state), mode=FillingMode.ELECTED)
    post.sessions.create(session_on=date(2025, 2, 1), result=ElectionResult.POSTPONED)

    found = found_after(
        "UPDATE rotations_rotationpost SET session_on = '2025-02-01', result = 'not_elected' WHERE id = %s",
        post.pk,
    )

    assert found == {("rotation_post_result_of_session", post.pk)}


def test_a_due_date_that_is_not_its_last_extensions():
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    for months in (6, 12):
        workflow.extend_rotation(
            rotation, by=None, on=TODAY, due=rotation.due.plus_months(months), reason=ExtensionReason.values[0],
            decision=Decision(
                symbol="QĐ/THỬ", kind=DecisionKind.EXTENSION, title="Gia hạn", issued_on=TODAY, effective_on=TODAY,
                issuer="Ban Thường vụ",
            ),
        )  # fmt: skip
    _first, last = rotation.extensions.order_by("pk")
    assert list(check_data()) == []

    moved = found_after("UPDATE rotations_rotation SET due_on = '2031-01-01' WHERE id = %s", rotation.pk)
    torn = found_after("UPDATE rotations_extension SET due_before = '2028-01-02' WHERE id = %s", last.pk)

    assert moved == {("rotation_due_of_last_extension", rotation.pk)}
    assert torn == {("extension_follows_the_last", last.pk)}


# --- Seats -------------------------------------------------------------------------------------------------


def test_two_main_posts_at_a_time():
    official = make_official()
    first = make_holding(official, held_from=date(2020, 1, 1), held_until=date(2021, 1, 1))
    second = make_holding(official, held_from=date(2021, 1, 1))

    guards = {"table": "rotations_postholding", "constraint": "holding_one_main_post"}
    found = found_after(
        "UPDATE rotations_postholding SET held_until = '2021-01-02' WHERE id = %s", first.pk, **guards
    )

    assert found == {("holding_one_main_post", second.pk)}


def test_more_people_than_places():
    post = make_post(quota=2)
    make_holding(post=post, held_from=date(2020, 1, 1))
    later = make_holding(post=post, held_from=date(2021, 1, 1))

    found = found_after("UPDATE rotations_post SET quota = 1 WHERE id = %s", post.pk, table="rotations_post")

    assert found == {("holding_within_quota", later.pk)}


# --- Records -----------------------------------------------------------------------------------------------


def test_a_version_that_is_missing_between_two():
    plan = make_plan()
    for number in (1, 2, 3):
        plan.versions.create(number=number, content={}, frozen_on=date(2025, 1, number))

    assert found_after("DELETE FROM rotations_planversion WHERE number = 2") == {
        ("plan_version_numbers", plan.pk)
    }


@pytest.mark.parametrize("column", ["search_fold", "name_key", "match_key"])
def test_a_key_that_its_text_does_not_give(column):
    official = make_official("Đặng Thị Ươm")

    found = found_after(f"UPDATE rotations_official SET {column} = 'x' WHERE id = %s", official.pk)

    assert found == {(f"official_{column}", official.pk)}


def test_a_record_without_history():
    official = make_official()

    statement = "DELETE FROM rotations_historicalofficial WHERE id = %s"
    found = found_after(statement, official.pk, table="rotations_historicalofficial")

    assert found == {("official_history", official.pk)}


def test_a_reference_to_nothing():
    official = make_official(unit=make_unit())

    found = found_after("UPDATE rotations_official SET unit_id = 987654321 WHERE id = %s", official.pk)

    assert found == {("official_unit_exists", official.pk)}


def test_a_unit_above_itself():
    lower = make_unit(parent=make_unit())

    found = found_after("UPDATE rotations_unit SET parent_id = %s WHERE id = %s", lower.pk, lower.parent_id)

    assert found == {("unit_above_itself", lower.pk), ("unit_above_itself", lower.parent_id)}


def test_a_journal_that_names_a_record_that_never_was():
    make_district()
    take(workbook(row()), keep=True)
    written = ImportRow.objects.exclude(written=[]).first()
    entries = json.dumps([{"act": "created", "model": "rotation", "pk": 987654321, "at": None}])

    found = found_after("UPDATE rotations_importrow SET written = %s WHERE id = %s", entries, written.pk)

    assert found == {("import_journal", written.pk)}


# --- The command -------------------------------------------------------------------------------------------


def test_sound_data_ends_the_command_well(capsys):
    make_placement()

    call_command("check_data")
    assert "không thấy bản ghi nào sai" in capsys.readouterr().out
    call_command("check_data", "--json")
    assert json.loads(capsys.readouterr().out) == {"findings": [], "count": 0}


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_break_is_told_with_its_table_row_and_sentence_and_ends_with_one(capsys, form):
    officials = [make_official(), make_official()]
    with past_the_guards("rotations_historicalofficial"):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM rotations_historicalofficial")
        with pytest.raises(CommandError, match="2 bản ghi") as ended:
            call_command("check_data", *form)

    told = capsys.readouterr().out
    assert ended.value.returncode == 1
    if form:
        data = json.loads(told)
        assert data["count"] == 2
        assert {one["id"] for one in data["findings"]} == {official.pk for official in officials}
        assert data["findings"][0]["table"] == "rotations_official"
    else:
        assert f"rotations_official #{officials[0].pk}: Bản ghi không có dòng lịch sử nào" in told
