"""Many rows at once are stored as one by one: the same columns, history, refusals; in as many queries as one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models.expressions import Value
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_history.models import HistoricalRecords

from rotations.models import (
    OPEN_ROTATION,
    POST_FULL,
    Account,
    CatalogueEntry,
    Decision,
    ImportBatch,
    ImportRow,
    NeedCall,
    Official,
    PostHolding,
    Rotation,
    RotationPlan,
    RotationStep,
    Unit,
    bulk_writing,
    copies,
    create_alike,
    create_plain,
    create_recorded,
    delete_recorded,
    explain,
    keys_checked_meanwhile,
    update_recorded,
    write_ahead,
    write_alike_ahead,
)
from rotations.models.fields import Recorded
from rotations.vocabulary import CatalogueKind, RotationStatus, RowVerdict, UnitLevel
from tests import makers

pytestmark = pytest.mark.django_db

MOMENT = datetime(2025, 3, 10, 8, 30, 15, 123456, tzinfo=UTC)
REASON = "Nhập kế hoạch năm 2025"
RECORDED = [model for model in apps.get_app_config("rotations").get_models() if issubclass(model, Recorded)]

# --- Random rows of any model -------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            "Lò Thị Ươm", "LÒ VĂN ĐÔI", "Xã  Nậm\tHoà ", "\N{LATIN CAPITAL LETTER ETH}iêu A Sính", "Ho\u0300a Bi\u0300nh",
            "011098000123", "a\\b\\N", "\\.", "một\nhai\r\nba", "tab\tvà \"ngoặc\" 'kép'", "100%s", "PBT, CT UBND",
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip
NUMBERS = st.one_of(st.integers(1, 30), st.integers(2000, 2035))
DATES = st.dates(date(1960, 1, 1), date(2035, 12, 31))


def values_of(field: models.Field, known: dict[type, list[models.Model]]) -> st.SearchStrategy:
    """Values that a caller might leave in this column."""
    if isinstance(field, models.ForeignKey):
        chosen = st.sampled_from(known[field.related_model])
    elif field.choices:
        words = [word for word, _label in field.flatchoices]
        chosen = st.sampled_from([*words, *filter(None, [type(field.default) is not type and field.default])])
        chosen = chosen if not field.blank else st.one_of(st.just(""), chosen)
    elif isinstance(field, models.BooleanField):
        chosen = st.booleans()
    elif isinstance(field, models.DecimalField):
        limit = Decimal(10) ** (field.max_digits - field.decimal_places) - 1
        chosen = st.one_of(
            st.integers(0, int(limit)), st.decimals(0, limit, places=field.decimal_places), st.just("1.5")
        )
    elif isinstance(field, models.IntegerField):
        chosen = NUMBERS
    elif isinstance(field, models.DateTimeField):
        chosen = st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 – bounds of aware ones
    elif isinstance(field, models.DateField):
        chosen = st.one_of(DATES, DATES.map(date.isoformat))
    else:
        chosen = TEXTS.map(lambda text: text[: field.max_length])
    return st.one_of(st.none(), chosen) if field.null else chosen


def given_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns a caller fills: no key, nothing derived, no moment of change."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not hasattr(field, "sources")
        and not getattr(field, "auto_now", False)
        and not getattr(field, "auto_now_add", False)
    ]


def fields_drawn(model: type[models.Model], known: dict[type, list[models.Model]]) -> st.SearchStrategy:
    return st.fixed_dictionaries({field.name: values_of(field, known) for field in given_fields(model)})


def row_of(model: type[models.Model], drawn: dict[str, Any]) -> models.Model:
    """A new row of these values. The level and direction of a route follow from its ends."""
    row = model(**drawn)
    if isinstance(row, Rotation):
        row.set_route(row.sending_unit, row.receiving_unit)
        row.status, row.ended_on, row.end_kind = RotationStatus.PROPOSED, None, ""
    return row


@pytest.fixture
def known(board) -> dict[type, list[models.Model]]:
    """A few stored rows of every model that another points to."""
    first = makers.make_rotation_at(RotationStatus.ACTIVE)
    makers.make_rotation()
    makers.make_rating(first.official)
    makers.make_holding()
    makers.make_criteria_set()
    makers.make_elected_post(first)
    for unit in (first.sending_unit, first.receiving_unit):
        makers.make_official(unit=unit)
    regulation = makers.make_regulation(with_steps=True)
    regulation.dossier_items.create(ordinal=1, name="Sơ yếu lý lịch")
    day = makers.TODAY
    Decision.objects.create(
        symbol="QĐ/HU", kind="rotation", title="Về luân chuyển", issued_on=day, effective_on=day, issuer="Huyện ủy"
    )  # fmt: skip
    NeedCall.objects.create(year=2031, title="Đề xuất nhu cầu", opened_on=day, deadline=day)
    pointed_at = {
        field.related_model
        for model in RECORDED
        for field in model._meta.concrete_fields
        if field.is_relation
    }
    return {model: list(model._default_manager.order_by("-pk")[:6]) for model in pointed_at}


# --- What was stored ----------------------------------------------------------------------------------------


# When it was written differs from one write to the next.
MOMENTS = ("changed_at", "recorded_at", "history_date")


def as_stored(model: type[models.Model], key: int, *ours: str) -> dict[str, Any]:
    """The latest line with this `id`, as the driver gives it."""
    counted = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {model._meta.db_table} WHERE id = %s ORDER BY {counted} DESC LIMIT 1", [key]
        )
        (line,) = cursor.fetchall()
        row = dict(zip([column[0] for column in cursor.description], line, strict=True))
    return {name: value for name, value in row.items() if name not in ("id", "history_id", *ours)}


def outcome(row: models.Model, write: Callable[[Any], Any]) -> Any:
    """What a write leaves in the table, in the history and on the object; or how it is refused. Then undone."""
    model: Any = type(row)
    try:
        with transaction.atomic():
            write(row)
            live = as_stored(model, row.pk, *MOMENTS)
            line = as_stored(model.history.model, row.pk, *MOMENTS)
            left = {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if field.name not in ("id", *MOMENTS)
            }
            transaction.set_rollback(True)
    except (IntegrityError, DataError) as refused:
        return type(refused), explain(refused) if isinstance(refused, IntegrityError) else None
    return live, line, left


def saved(row: Any, board: Account) -> None:
    row._history_user, row._change_reason = board, REASON
    row.save()


# --- One by one and at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.__name__)
def test_a_new_row_is_stored_as_save_stores_it_or_refused_in_the_same_words(model, known, board):
    became: Counter[bool] = Counter()

    @settings(max_examples=8)
    @given(drawn=fields_drawn(model, known))
    def whatever_it_holds(drawn):
        one_by_one = outcome(row_of(model, drawn), lambda row: saved(row, board))
        at_once = outcome(
            row_of(model, drawn),
            lambda row: create_recorded([row], by=board, reason=REASON, moment=MOMENT),
        )

        assert at_once == one_by_one
        became[len(at_once) == 3] += 1

    whatever_it_holds()
    assert became[True], "every row drawn was refused, so nothing was compared"


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.__name__)
def test_a_change_is_stored_as_save_stores_it_or_refused_in_the_same_words(model, known, board):
    became: Counter[bool] = Counter()
    names = [field.name for field in given_fields(model)]
    if model is Rotation:
        names = [name for name in names if name not in ("status", "ended_on", "end_kind")]

    @settings(max_examples=8)
    @given(
        before=fields_drawn(model, known),
        after=fields_drawn(model, known),
        chosen=st.lists(st.sampled_from(names), min_size=1, unique=True),
    )
    def whatever_it_held(before, after, chosen):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    stored = row_of(model, before)
                    stored.save()
            except (IntegrityError, DataError):
                return

            def changed() -> models.Model:
                row = model._default_manager.get(pk=stored.pk)
                for name in chosen:
                    setattr(row, name, after[name])
                return row

            one_by_one = outcome(changed(), lambda row: saved(row, board))
            at_once = outcome(
                changed(),
                lambda row: update_recorded([row], chosen, by=board, reason=REASON, moment=MOMENT),
            )
            transaction.set_rollback(True)

        assert at_once == one_by_one
        became[len(at_once) == 3] += 1

    whatever_it_held()
    assert became[True], "every change drawn was refused, so nothing was compared"


def test_several_rows_keep_their_order_and_each_has_its_own_line(board):
    names = ["Lò Thị Ươm", "Giàng A Chá", "Quàng Văn Đôi"]

    made = create_recorded([Official(full_name=name) for name in names], by=board, reason=REASON)

    assert [row.full_name for row in Official.objects.order_by("pk")] == names
    assert [row.pk for row in made] == list(Official.objects.order_by("pk").values_list("pk", flat=True))
    lines = Official.history.order_by("history_id")
    assert [(line.id, line.full_name, line.history_type) for line in lines] == [
        (row.pk, row.full_name, "+") for row in made
    ]
    assert {(line.history_user, line.history_change_reason) for line in lines} == {(board, REASON)}
    assert not made[0]._state.adding
    made[0].note = "đọc lại được"
    made[0].save()
    assert Official.objects.get(pk=made[0].pk).note == "đọc lại được"


def test_the_moment_is_one_for_the_rows_and_their_lines():
    (made,) = create_recorded([Official(full_name="Lò Thị Ươm")], by=None, moment=MOMENT)
    later = MOMENT.replace(hour=9)

    assert (made.changed_at, Official.objects.get().changed_at) == (MOMENT, MOMENT)
    made.note = "thêm"
    assert update_recorded([made], ["note"], by=None, moment=later) == 1

    assert (made.changed_at, Official.objects.get().changed_at) == (later, later)
    lines = Official.history.order_by("history_id")
    assert [(line.history_date, line.changed_at, line.history_type) for line in lines] == [
        (MOMENT, MOMENT, "+"),
        (later, later, "~"),
    ]
    assert {(line.history_user, line.history_change_reason) for line in lines} == {(None, None)}


def test_without_a_name_the_history_says_whom_the_page_is_open_for(board):
    HistoricalRecords.context.request = SimpleNamespace(user=board)
    try:
        (made,) = create_recorded([Official(full_name="Lò Thị Ươm")], by=None)
    finally:
        del HistoricalRecords.context.request

    assert made.history.get().history_user == board


def test_a_change_writes_its_columns_with_their_keys_and_no_others():
    first, second = create_recorded(
        [Official(full_name="Lò Văn Inh"), Official(full_name="Mùa A Dợ")], by=None
    )
    first.full_name = "Lò Văn Ươm"
    first.note = "không được ghi"

    update_recorded([first, second], ["full_name"], by=None)

    first.refresh_from_db()
    assert (first.full_name, first.search_fold, first.note) == ("Lò Văn Ươm", "lo van uom", "")
    assert [row.full_name for row in Official.objects.order_by("pk")] == ["Lò Văn Ươm", "Mùa A Dợ"]


def test_a_row_gone_meanwhile_is_not_counted_and_gets_no_line():
    first, second = create_recorded(
        [Official(full_name="Lò Văn Inh"), Official(full_name="Mùa A Dợ")], by=None
    )
    Official.objects.filter(pk=first.pk).delete()

    assert update_recorded([first, second], ["note"], by=None) == 1
    assert Official.history.filter(history_type="~").get().id == second.pk


def test_an_object_stored_after_it_was_pointed_to_gives_its_key():
    unit, rotation_plan = (
        Unit(name="Xã Nậm Mới", level=UnitLevel.COMMUNE, block="locality"),
        makers.make_plan(),
    )
    person = Official(full_name="Lò Thị Ươm", unit=unit)

    with pytest.raises(ValueError, match="unsaved related object"), transaction.atomic():
        create_recorded([person], by=None)
    create_recorded([unit], by=None)
    create_recorded([person], by=None)
    step = RotationStep(rotation=makers.make_rotation(person, plan=rotation_plan), name="Đề xuất")
    create_recorded([step], by=None)

    assert Official.objects.get(pk=person.pk).unit == unit
    assert step.rotation.official_id == person.pk


# --- As many queries as for one -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 60])
def test_any_number_of_rows_costs_the_same_queries(count):
    rows = [Official(full_name=f"Lò Văn {number}") for number in range(count)]
    lines = ImportBatch.objects.create(
        kind="plan", file_name="kế hoạch.xlsx", sha256="0" * 64, content=b"x"
    ).rows
    kept = [
        ImportRow(batch=lines.instance, place=number, row_number=number, verdict=RowVerdict.SKIP)
        for number in range(count)
    ]

    with CaptureQueriesContext(
        connection,
    ) as created:
        create_recorded(rows, by=None)
    with CaptureQueriesContext(connection) as changed:
        update_recorded(rows, ["note"], by=None)
    with CaptureQueriesContext(connection) as plain:
        create_plain(kept)

    assert (len(created), len(plain)) == (3, 2)
    assert len(changed) == (5 if connection.vendor == "postgresql" else 2)
    assert Official.objects.count() == Official.history.filter(history_type="~").count() == count
    assert lines.count() == count


def test_more_rows_than_one_statement_takes_come_in_all(monkeypatch):
    monkeypatch.setattr(bulk_writing, "AT_ONCE", 4)
    rows = create_recorded([Official(full_name=f"Lò Văn {number}") for number in range(11)], by=None)
    for row in rows:
        row.note = f"dòng {row.full_name}"

    assert update_recorded(rows, ["note"], by=None) == 11

    assert [row.note for row in Official.objects.order_by("pk")] == [f"dòng Lò Văn {n}" for n in range(11)]
    assert Official.history.count() == 22
    assert create_recorded([], by=None) == [] == create_plain([])
    assert update_recorded([], ["note"], by=None) == 0


@pytest.mark.parametrize("count", [1, 60])
def test_rows_read_without_a_column_a_key_is_made_of_are_completed_at_once(count):
    made = create_recorded(
        [Official(full_name=f"Lò Văn {n}", other_name=f"Bí danh {n}") for n in range(count)], by=None
    )
    rows = list(Official.objects.only("full_name").order_by("pk"))
    for number, row in enumerate(rows):
        row.official_code = f"CB-{number}"

    with CaptureQueriesContext(connection) as updated:
        assert update_recorded(rows, ["official_code"], by=None) == count

    assert len(updated) == (6 if connection.vendor == "postgresql" else 3)
    kept = Official.objects.get(pk=made[-1].pk)
    assert (kept.official_code, kept.other_name) == (f"CB-{count - 1}", f"Bí danh {count - 1}")
    assert kept.search_fold == f"lo van {count - 1} bi danh {count - 1} cb {count - 1}"


@pytest.mark.parametrize(
    ("chosen", "left"),
    [(slice(0, 2), [2, 3]), (slice(0, 3, 2), [1, 3])],
    ids=["keys side by side", "keys with one between"],
)
def test_deleted_rows_leave_a_last_line_of_history(chosen, left, board):
    rows = create_recorded([Official(full_name=f"Lò Văn {number}") for number in range(4)], by=None)

    assert delete_recorded(rows[chosen], by=board, reason="Hoàn tác") == 2

    assert list(Official.objects.order_by("pk").values_list("pk", flat=True)) == [
        rows[place].pk for place in left
    ]
    last = Official.history.filter(history_type="-")
    assert {line.id for line in last} == {row.pk for row in rows[chosen]}
    assert {(line.history_user, line.history_change_reason) for line in last} == {(board, "Hoàn tác")}
    assert delete_recorded([], by=None) == 0


# --- What is refused ----------------------------------------------------------------------------------------


def test_one_row_refused_is_all_refused_and_the_rows_are_as_they_were():
    taken = makers.make_official(official_code="CB001")
    rows = [Official(full_name="Lò Thị Ươm"), Official(full_name="Mùa A Dợ", official_code="CB001")]

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        create_recorded(rows, by=None)

    assert explain(refused.value)
    assert [(row.pk, row._state.adding) for row in rows] == [(None, True)] * 2
    assert list(Official.objects.all()) == [taken]
    assert Official.history.count() == 1


def test_guards_of_the_database_hold_and_are_explained():
    rotation = makers.make_rotation()
    again = Rotation(official=rotation.official, plan=rotation.plan)
    again.set_route(rotation.sending_unit, rotation.receiving_unit)
    post = makers.make_post(quota=1)
    many = [
        PostHolding(official=makers.make_official(), post=post, held_from=makers.TODAY)
        for _person in range(2)
    ]
    (held,) = create_recorded(
        [PostHolding(official=rotation.official, post=makers.make_post(), held_from=makers.TODAY)], by=None
    )
    create_recorded(many[:1], by=None)
    held.post = post

    for write, said in (
        (lambda: create_recorded([again], by=None), OPEN_ROTATION),
        (lambda: create_recorded(many[1:], by=None), POST_FULL),
        (lambda: update_recorded([held], ["post"], by=None), POST_FULL),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            write()
        assert explain(refused.value) == said


def test_a_key_that_points_nowhere_is_found_before_the_end_where_the_database_can_look_meanwhile():
    computed, found = [], False
    nowhere = PostHolding(official=makers.make_official(), post_id=999_999, held_from=makers.TODAY)

    with transaction.atomic():
        try:
            with transaction.atomic():
                create_recorded([nowhere], by=None)
                with keys_checked_meanwhile():
                    computed.append(1)
        except IntegrityError:
            found = True
        transaction.set_rollback(True)

    assert computed == [1]
    assert found == (connection.vendor == "postgresql")


def test_the_first_question_of_the_block_waits_for_the_keys():
    nowhere, asked = PostHolding(official=makers.make_official(), post_id=999_999, held_from=makers.TODAY), []

    with transaction.atomic():
        try:
            with transaction.atomic():
                create_recorded([nowhere], by=None)
                with keys_checked_meanwhile():
                    asked.append(PostHolding.objects.count())
                    asked.append("on")
        except IntegrityError:
            asked.append("refused")
        transaction.set_rollback(True)

    assert asked == (["refused"] if connection.vendor == "postgresql" else [1, "on"])


def test_questions_of_the_block_are_answered_and_keys_wait_for_the_end_again_afterwards():
    person, post = makers.make_official(), makers.make_post()
    with transaction.atomic():
        create_recorded([PostHolding(official=person, post=post, held_from=makers.TODAY)], by=None)
        with keys_checked_meanwhile():
            found = [PostHolding.objects.count(), Official.objects.get(pk=person.pk).full_name]
            create_recorded([Official(full_name="Mùa A Dợ"), Official(full_name="Giàng A Chá")], by=None)
        # A key that points nowhere for a while, as one written before what it points to does.
        holding = PostHolding.objects.get()
        holding.post_id = 999_999
        update_recorded([holding], ["post"], by=None)
        holding.post_id = post.pk
        update_recorded([holding], ["post"], by=None)

    assert found == [1, person.full_name]
    assert Official.objects.count() == 3


def test_keys_that_stand_are_checked_and_the_writing_goes_on():
    people = [makers.make_official() for _person in range(2)]
    posts = [makers.make_post() for _person in people]
    with transaction.atomic():
        for official, post in zip(people, posts, strict=True):
            create_recorded([PostHolding(official=official, post=post, held_from=makers.TODAY)], by=None)
            with keys_checked_meanwhile():
                pass

    assert list(PostHolding.objects.values_list("official", flat=True).order_by("pk")) == [
        p.pk for p in people
    ]


def test_what_these_functions_are_not_right_for_is_refused_loudly():
    person, unit = makers.make_official(), makers.make_unit()
    batch = ImportBatch(kind="plan", file_name="kế hoạch.xlsx", sha256="0" * 64, content=b"x")

    for error, write in (
        (ValueError, lambda: create_recorded([person], by=None)),
        (TypeError, lambda: create_recorded([Official(full_name="Lò"), Unit(name="Xã")], by=None)),
        (TypeError, lambda: create_recorded([batch], by=None)),
        (TypeError, lambda: create_plain([Official(full_name="Lò")])),
        (TypeError, lambda: create_recorded([Official(full_name="Lò", sex=Value("male"))], by=None)),
        (ValueError, lambda: update_recorded([Official(full_name="Lò")], ["note"], by=None)),
        (ValueError, lambda: update_recorded([person, person], ["note"], by=None)),
        (ValueError, lambda: update_recorded([person], [], by=None)),
        (ValueError, lambda: update_recorded([person], ["id"], by=None)),
        (TypeError, lambda: update_recorded([person, unit], ["note"], by=None)),
    ):
        with pytest.raises(error), transaction.atomic():
            write()

    assert Official.objects.count() == 1


def test_a_model_spread_over_two_tables_is_refused(monkeypatch):
    monkeypatch.setattr(RotationPlan._meta, "parents", {Official: None})

    with pytest.raises(TypeError, match="not one table"):
        create_recorded([RotationPlan(year=2031)], by=None)


def test_a_history_that_leaves_a_column_out_is_refused(monkeypatch):
    history = CatalogueEntry.history.model
    monkeypatch.setattr(history, "tracked_fields", history.tracked_fields[:-1])

    with pytest.raises(TypeError, match="not a copy"):
        create_recorded([CatalogueEntry(kind=CatalogueKind.GRADE, name="Ngạch thử")], by=None)


def test_keys_given_out_at_once_are_not_given_out_again():
    first = create_recorded([Official(full_name=f"Lò Văn {n}") for n in range(3)], by=None)
    after = Official.objects.create(full_name="Mùa A Dợ")
    last = create_recorded([Official(full_name="Giàng A Chá")], by=None)

    assert first[-1].pk < after.pk < last[0].pk
    last[0].delete()
    assert create_recorded([Official(full_name="Giàng A Chá")], by=None)[0].pk > after.pk + 1


def test_keys_that_do_not_lie_side_by_side_are_given_out_in_order():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER SEQUENCE rotations_official_id_seq INCREMENT BY 3")
    people = create_recorded([Official(full_name=f"Lò Văn {n}") for n in range(4)], by=None)
    keys, step = [person.pk for person in people], 3 if connection.vendor == "postgresql" else 1

    assert keys == list(range(keys[0], keys[0] + 4 * step, step))
    assert list(Official.objects.order_by("pk").values_list("full_name", flat=True)) == [
        f"Lò Văn {n}" for n in range(4)
    ]
    assert Official.history.count() == 4


# --- Rows written ahead ---------------------------------------------------------------------------------------


def officials(unit: Unit) -> list[Official]:
    return [
        Official(full_name="Lò  Thị Ươm", unit=unit, birth_date=date(1980, 5, 1), note="một\ndòng\t\\ nữa"),
        Official(full_name="GIÀNG A CHÁ", unit_id=unit.pk),
        Official(full_name="Quàng Văn Đôi"),
    ]


def all_of(model: Any, pks: list[int]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name not in ("id", "history_id")}
        for row in model.filter(id__in=pks).order_by("id").values()
    ]


def test_rows_written_ahead_are_stored_as_any_others(board, monkeypatch):
    unit = makers.make_unit()
    with CaptureQueriesContext(connection) as asked:
        ahead = write_ahead(officials(unit))
    others = create_recorded(officials(unit), by=board, reason=REASON, moment=ahead.moment)

    # Nobody writes them out a second time.
    monkeypatch.setattr(bulk_writing, "cells_of", lambda *_: pytest.fail("written out once more"))
    made = create_recorded(ahead, by=board, reason=REASON)

    assert len(asked) == 0
    keys, known = [row.pk for row in made], [row.pk for row in others]
    assert keys == [known[-1] + 1, known[-1] + 2, known[-1] + 3]
    assert all_of(Official.objects, keys) == all_of(Official.objects, known)
    assert all_of(Official.history, keys) == all_of(Official.history, known)
    assert len(all_of(Official.history, keys)) == 3
    assert made[0].full_name == "Lò Thị Ươm"
    assert not made[0]._state.adding


def test_rows_that_keep_no_history_are_written_ahead_as_well():
    batch = ImportBatch.objects.create(kind="plan", file_name="a.xlsx", sha256="0" * 64, content=b"")
    rows = [ImportRow(batch=batch, place=place, row_number=9, verdict=RowVerdict.SKIP) for place in (1, 2)]

    create_plain(write_ahead(rows))

    assert list(batch.rows.values_list("pk", "place", "row_number", "verdict")) == [
        (row.pk, row.place, 9, "skip") for row in rows
    ]


def test_more_rows_than_one_statement_takes_are_not_written_ahead_and_come_in_all(monkeypatch):
    monkeypatch.setattr(bulk_writing, "AT_ONCE", 4)
    batch = ImportBatch.objects.create(kind="plan", file_name="a.xlsx", sha256="0" * 64, content=b"")
    row, names = ImportRow(batch=batch, verdict=RowVerdict.SKIP), ("place", "row_number")

    create_alike(row, names, write_alike_ahead(row, names, [(place, 50 - place) for place in range(1, 12)]))
    create_recorded(write_ahead([Official(full_name=f"Lò Văn {number}") for number in range(11)]), by=None)

    assert list(batch.rows.values_list("place", "row_number")) == [(n, 50 - n) for n in range(1, 12)]
    assert [o.full_name for o in Official.objects.order_by("pk")] == [f"Lò Văn {n}" for n in range(11)]
    assert (
        create_recorded(write_ahead([]), by=None)
        == []
        == create_alike(row, names, write_alike_ahead(row, names, []))
    )


def test_what_is_refused_when_rows_are_created_is_refused_of_rows_written_ahead():
    stands = makers.make_official()

    with pytest.raises(TypeError, match="several models"), transaction.atomic():
        create_recorded(write_ahead([Official(full_name="Lò Thị Ươm"), Unit(name="Xã Na Tông")]), by=None)
    with pytest.raises(ValueError, match="only new rows"), transaction.atomic():
        create_recorded(write_ahead([Official(full_name="Lò Thị Ươm"), stands]), by=None)
    with pytest.raises(ValueError, match="their moment"):
        create_recorded(write_ahead([Official(full_name="Lò Thị Ươm")]), by=None, moment=MOMENT)
    with pytest.raises(TypeError, match="for each row"), transaction.atomic():
        create_alike(
            RotationStep(), ("note",), write_alike_ahead(RotationStep(), ("note",), [("x",), ("y",)])
        )

    assert Official.objects.get() == stands


# --- Rows that are alike --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [False, True], ids=["as they come", "written ahead"])
def test_rows_alike_are_stored_as_rows_each_made_for_itself(board, ahead):
    first, second = makers.make_rotation(), makers.make_rotation()
    item = first.plan.regulation.step_templates.first()
    pattern = {"name": "Đề xuất", "done_on": makers.TODAY, "note": "như  nhau", "recorded_by": board}
    one_by_one = [RotationStep(rotation=rotation, **pattern) for rotation in (first, second)]
    assert item is None
    names, values = ("rotation", "template_item"), [(first.pk, None), (second.pk, None)]
    given = write_alike_ahead(RotationStep(**pattern), names, values) if ahead else values
    moment = given.moment if ahead else MOMENT
    create_recorded(one_by_one, by=board, reason=REASON, moment=moment)

    keys = create_alike(
        RotationStep(**pattern), names, given, by=board, reason=REASON, moment=None if ahead else MOMENT
    )

    def stored(model: Any, pks: list[int]) -> list[dict[str, Any]]:
        return [
            {name: value for name, value in row.items() if name not in ("id", "history_id", "recorded_at")}
            for row in model.filter(id__in=pks).order_by("pk").values()
        ]

    made = [step.pk for step in one_by_one]
    assert keys == [made[-1] + 1, made[-1] + 2]
    assert stored(RotationStep.objects, keys) == stored(RotationStep.objects, made)
    assert stored(RotationStep.history, keys) == stored(RotationStep.history, made)


def test_json_of_rows_alike_comes_as_its_text():
    batch = ImportBatch.objects.create(kind="plan", file_name="a.xlsx", sha256="0" * 64, content=b"")
    texts = ['{"a": "Đ\\n\\t\\\\ \\"b\\""}', "[1,\t\n\r null]"]

    create_alike(
        ImportRow(batch=batch, row_number=1),
        ("place", "verdict", "result"),
        [(place, RowVerdict.CREATE.value, text) for place, text in enumerate(texts, start=1)],
    )

    assert list(ImportRow.objects.order_by("place").values_list("place", "result", "written")) == [
        (1, {"a": 'Đ\n\t\\ "b"'}, []),
        (2, [1, None], []),
    ]


@pytest.mark.parametrize(
    ("pattern", "names", "values"),
    [
        (RotationStep(), ("note",), [("x",)]),
        (RotationStep(), ("done_on",), [(date(2025, 1, 1),)]),
        (Official(), ("full_name",), [("Lò Thị Ươm",)]),
        (RotationStep(), ("rotation",), [("1",)]),
        (ImportRow(), ("verdict",), [(RowVerdict.CREATE,)]),
        (ImportRow(), ("result",), [({},)]),
    ],
    ids=["tidied", "a date", "keys follow from it", "not a key", "not the plain word", "not the text"],
)
def test_what_is_prepared_row_by_row_cannot_differ_among_rows_alike(pattern, names, values):
    with pytest.raises(TypeError):
        create_alike(pattern, names, values)

    assert create_alike(pattern, names, []) == []


def test_a_row_that_stands_is_no_pattern():
    with pytest.raises(ValueError, match="only new rows"):
        create_alike(makers.make_official(), ("unit",), [(None,)])


def test_copies_are_new_rows_of_their_own():
    unit = makers.make_unit()
    pattern = Official(full_name="Lò Thị Ươm", unit=unit)
    made = copies(pattern)
    first, second = next(made), next(made)

    first.full_name = "Giàng A Chá"
    first.unit = None
    first.save()

    assert (second.full_name, second.unit, second.pk, pattern.pk) == ("Lò Thị Ươm", unit, None, None)
    second.save()
    assert {(row.full_name, row.unit) for row in Official.objects.all()} == {
        ("Giàng A Chá", None),
        ("Lò Thị Ươm", unit),
    }


def test_no_copies_of_what_they_would_share():
    with pytest.raises(TypeError, match="would share"):
        next(copies(ImportRow()))
