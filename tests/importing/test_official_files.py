"""Whole register files: five ways in, out and back, many rows, what the database would refuse."""

from __future__ import annotations

import json
import random
from datetime import date
from itertools import count

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rotations.importing.findings import Answers
from rotations.importing.officials.columns import COLUMNS, OFFICIALS
from rotations.importing.officials.intake import OfficialIntake
from rotations.importing.officials.rows import A_FEW, OfficialReader, _Coming
from rotations.importing.officials.workbook import officials_file, template_file
from rotations.importing.sheets import CsvFile, OfficialSheet, XlsxFile
from rotations.importing.tables.wanted import heading_key
from rotations.models import ImportBatch, Official, PostHolding
from rotations.vocabulary import ImportVerdict
from tests.importing import workbooks
from tests.importing.register import (
    HEADINGS,
    entries,
    holdings,
    lines,
    make_commune,
    newcomer,
    pan,
    take,
    taken,
    told,
    workbook,
)  # fmt: skip
from tests.importing.sheets import out
from tests.makers import make_holding, make_official, make_post, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_commune()


def test_a_new_person_is_kept_with_every_field_and_the_posts(commune):
    row = newcomer(code="00123", name="VÀNG A CHÁ", ethnicity="H'Mông", citizen_id="011090000555", note="=A1")

    result = taken({**row, "post": "Phó Bí thư Đảng ủy; Chủ tịch UBND"}, keep=True)

    assert result.committed
    person = Official.objects.get(official_code="00123")
    assert (person.full_name, str(person.birth), person.sex, str(person.ethnicity)) == (
        "Vàng A Chá",
        "20/05/1990",
        "male",
        "Mông",
    )
    assert (person.citizen_id, person.unit, person.note) == ("011090000555", commune.unit, "=A1")
    assert holdings(person) == [
        ("Phó Bí thư Đảng ủy", True, "06/2021", ""),
        ("Chủ tịch UBND", False, "06/2021", ""),
    ]
    assert [line.history_type for line in person.history.all()] == ["+"]
    assert {line.history_type for held in person.holdings.all() for line in held.history.all()} == {"+"}


def test_the_journal_names_every_record_written(commune):
    result = taken(newcomer(), pan(sex="Nữ"), keep=True)

    written = [
        [(entry["act"], entry["model"]) for entry in row.written]
        for row in ImportBatch.objects.get(pk=result.batch.pk).rows.order_by("place")
        if row.written
    ]
    assert written == [
        [("created", "official"), ("created", "postholding")],
        [("changed", "official")],
    ]
    rows = result.batch.rows.order_by("place")
    assert [row.official.full_name for row in rows if row.official] == ["Vàng A Chá", "Lò Văn Pản"]


def test_the_same_file_twice_changes_nothing(commune):
    data = workbook(newcomer(), pan(sex="Nữ"), newcomer(name="Mùa A Lử", code="CB-7"))
    take(data, keep=True)
    before = Official.history.count(), PostHolding.history.count()

    again = take(data, keep=True)

    assert told(again) == [("unchanged", [])] * 3
    assert (Official.history.count(), PostHolding.history.count()) == before


def test_a_preview_changes_nothing_and_says_what_the_import_says(commune):
    data = workbook(newcomer(), pan(sex="Nữ"), newcomer(name="Mùa A Lử", birth="31/02/1990"))

    looked = take(data)
    assert (Official.objects.count(), PostHolding.objects.count()) == (1, 1)

    assert take(data, keep=True).seal == looked.seal


@pytest.mark.parametrize("missing", ["name", "unit"])
def test_a_missing_heading_is_named(commune, missing):
    table = lines({key: value for key, value in newcomer().items() if key not in ("post", "since")})
    index = table[0].index(HEADINGS[missing])

    result = take(workbooks.xlsx([[*row[:index], *row[index + 1 :]] for row in table]))

    assert result.verdict == ImportVerdict.REFUSED
    assert result.refusal.code == "missing_column"
    assert HEADINGS[missing] in result.refusal.message


def test_name_and_unit_alone_will_do(commune):
    assert told(taken({"name": "Vàng A Chá", "unit": "Xã Có Ghế"}, keep=True)) == [("create", [])]


def test_columns_stand_in_any_order(commune):
    table = lines(newcomer(), pan())
    order = list(range(len(table[0])))
    random.Random(4).shuffle(order)

    assert [
        verdict for verdict, _ in told(take(workbooks.xlsx([[row[i] for i in order] for row in table])))
    ] == [
        "create",
        "unchanged",
    ]


def test_no_spelling_means_two_columns():
    spelled = {(heading_key(spelling), column.code) for column in COLUMNS for spelling in column.spellings}

    assert len(spelled) == len({key for key, _code in spelled})


def test_the_columns_of_the_back_office_are_known_here():
    strange = [
        spelling
        for column in OfficialSheet.fields.values()
        for spelling in column.spellings  # type: ignore[attr-defined]
        if spelling.lower() not in {s.lower() for known in COLUMNS for s in known.spellings}
    ]

    assert strange == []


# ---- out and back


@pytest.fixture
def full_register(commune, board):
    """People of every kind the back office can write: posts elsewhere, vague births, namesakes, formulas."""
    taken(
        newcomer(code="00123", ethnicity="Thái", citizen_id="011090000555", note="=HYPERLINK(1)"),
        newcomer(name="Giàng Thị Mỷ", birth="02/1991", sex="Nữ", post="Công chức", since=None),
        newcomer(name="Hạng A Dơ", birth="1988", post="Phó Bí thư Đảng ủy; Chủ tịch UBND", since="2020"),
        keep=True,
    )
    person = Official.objects.get(official_code="00123")
    person.pay_coefficient, person.grade_since, person.height_cm = "4.98", date(2020, 1, 1), 165
    person.note = "dòng một\ndòng hai, =1"
    person.save()
    make_holding(person, make_post(make_unit("Xã Xa"), "Chủ tịch UBND"), date(2023, 1, 1), is_main=False)
    make_official("Mùa A Inh", commune.unit, birth_date=date(1990, 1, 1), birth_date_precision="year")
    make_official("Mùa A Inh", commune.unit, birth_date=date(1991, 2, 1), birth_date_precision="month")
    twin = make_unit(
        "Phòng Nội vụ", commune.office.level, parent=make_unit("Huyện Khác", commune.office.level)
    )
    make_official("Sùng A Vừ", twin, birth_date=date(1979, 9, 9))
    return Official.objects.count()


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_what_the_back_office_downloads_comes_back_unchanged(board, full_register, file):
    result = take(out(OfficialSheet, board, file), name="tai-ve")

    assert [verdict for verdict, _ in told(result)] == ["unchanged"] * full_register
    assert {code for _, codes in told(result) for code in codes} <= {"partial_date"}


def test_the_register_file_comes_back_unchanged(full_register):
    result = take(officials_file(Official.objects.all(), on=date(2025, 3, 10)))

    assert [verdict for verdict, _ in told(result)] == ["unchanged"] * full_register
    assert {code for _, codes in told(result) for code in codes} <= {"partial_date"}


def test_the_template_has_every_column_and_takes_people_in(commune):
    empty = take(template_file())
    assert (empty.verdict, empty.refusal.code) == (ImportVerdict.REFUSED, "no_rows")

    # ---- filled in by a person
    headings = {code: column.label for code, column in OFFICIALS.by_code.items()}
    page = workbooks.xlsx([[headings["full_name"], headings["present_unit"]], ["Vàng A Chá", "Xã Có Ghế"]])
    assert told(take(page)) == [("create", [])]


# ---- many rows


def many(number: int) -> list[dict[str, object]]:
    names = ("Vàng A Chá", "Giàng A Páo", "Mùa A Lử", "Sùng A Vừ", "Hạng A Dơ")
    return [
        newcomer(
            name=names[at % 5],
            birth=date(1970 + at % 30, 1 + at // 30 % 12, 1 + at // 360 % 28),
            code=f"M-{at:05d}",
            post="Công chức" if at % 2 else "Phó Bí thư Đảng ủy",
        )
        for at in range(number)
    ]


def test_rounds_are_one_file(commune, monkeypatch):
    """The same verdicts whatever the size of a round, in a preview as in an import."""
    rows = [*many(7), pan(sex="Nữ"), newcomer(code="M-00003"), newcomer(name="Mùa A Lử", code="X"), pan()]
    data = workbook(*rows)
    whole = take(data)

    monkeypatch.setattr(OfficialIntake, "round_size", 2)
    in_rounds = take(data)
    kept = take(data, keep=True)

    assert told(whole) == told(in_rounds) == told(kept)
    assert whole.seal == in_rounds.seal == kept.seal
    assert "duplicate" in {code for _, codes in told(whole) for code in codes}
    assert "post_taken" in {code for _, codes in told(whole) for code in codes}


def test_queries_do_not_grow_with_the_rows(commune):
    make_post(commune.unit, "Phó Chủ tịch UBND", quota=500)

    def queries(number: int, *, keep: bool, start: int) -> int:
        rows = [
            {**row, "code": f"{row['code']}-{start}", "post": "Phó Chủ tịch UBND",
             "birth": row["birth"].replace(day=2 + 7 * start)}
            for row in many(number)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as counted:
            result = taken(*rows, keep=keep, name=f"{number}-{start}.xlsx")
        assert len(entries(result)) == number
        return len(counted)

    serial = count()
    few = [queries(20, keep=keep, start=next(serial)) for keep in (False, True)]
    lots = [queries(200, keep=keep, start=next(serial)) for keep in (False, True)]

    # rows of the batch and their answers are written a thousand at a time, on SQLite some hundred
    assert lots[0] == few[0]
    assert lots[1] <= few[1] + 3


def test_a_count_sentence_is_held_against_the_whole_file(commune, monkeypatch):
    monkeypatch.setattr(OfficialIntake, "round_size", 2)
    table = [*lines(*many(5)), ["Danh sách này có 5 người"]]

    result = take(workbooks.xlsx(table))

    assert {issue.code for row in result.rows if not row.is_entry for issue in row.issues} == set()


def test_every_cell_is_stored_asked_or_told(commune):
    """Each value of a full row is on the file afterwards, or its column is spoken of."""
    values = {
        "other_name": "Chá Con", "birth_place": "Xã Nơi Sinh", "native_place": "Xã Quê", "permanent_residence": "Bản A",
        "residence": "Bản B", "job_title": "Kế toán", "management_scope": "BTV Huyện ủy", "cadre_kind": "Cán bộ",
        "occupation_at_recruitment": "Làm ruộng", "recruited": "09/2012", "recruiting_body": "UBND xã",
        "main_duty": "Phụ trách chung", "grade": "Chuyên viên", "grade_step": 3, "pay_coefficient": "3,00",
        "grade_since": "01/02/2022", "post_allowance": "0,25", "other_allowance": "Khu vực 0,7",
        "general_education": "12/12", "qualification": "Đại học", "major": "Luật",
        "political_theory_level": "Trung cấp", "state_management_level": "Chuyên viên",
        "foreign_language": "Tiếng Mông", "it_level": "Cơ bản", "party_admission_date": "03/02/2015",
        "party_official_date": "03/02/2016", "party_card_number": "00123456",
        "party_committee_membership": "Đảng ủy viên", "organization_joined": "Đoàn 2005",
        "enlisted_on": "01/03/2008", "discharged_on": "01/03/2010", "military_rank": "Thượng sĩ",
        "honours": "Chiến sĩ thi đua", "strengths": "Dân vận", "health": "Tốt", "height_cm": 165, "weight_kg": 60,
        "blood_group": "O", "policy_family": "Con thương binh", "citizen_id_issued_on": "01/01/2021",
        "social_insurance_number": "1234567890", "note": "một dòng", "religion": "Không",
    }  # fmt: skip
    headings = {code: OFFICIALS.by_code[code].label for code in values}

    result = taken({**newcomer(), **values}, headings=headings, keep=True)

    assert told(result) == [("create", [])]
    person = Official.objects.get(full_name="Vàng A Chá")
    blank = [
        field.name
        for field in Official._meta.concrete_fields
        if getattr(person, field.attname) in (None, "")
        and field.name not in ("official_code", "citizen_id", "ethnicity", "birth_unit", "native_unit",
                               "managing_unit", "personal_history", "left_service_on", "unit_since")
    ]  # fmt: skip
    assert blank == []


def test_what_a_row_comes_to_can_be_written_as_json(commune):
    for row in taken(newcomer(), pan(sex="Nữ"), newcomer(name=None)).rows:
        assert json.loads(json.dumps(row.shown, ensure_ascii=False)) == row.shown


def test_the_limits_are_those_of_a_register():
    assert OfficialIntake.limits.rows == 200_000


def test_a_file_taken_before_is_asked_about(commune):
    data = workbook(pan(sex="Nữ"))
    take(data, keep=True)
    person = Official.objects.get(pk=commune.pan.pk)
    person.sex = "male"
    person.save()

    assert [question.code for question in take(data, keep=True).questions] == ["taken_before"]
    assert take(data, keep=True, answers=Answers(again=True)).committed


# --- Reading on while a round is stored ----------------------------------------------------------------------


def coming(*parts):
    return _Coming((place, iter(rows)) for place, rows in enumerate(parts))


@pytest.mark.parametrize("looks", [0, 1, 2, 9])
def test_a_round_is_the_same_however_much_of_it_was_read_beforehand(looks):
    rounds = coming(list(range(2 * A_FEW)), ["a"], [])
    more = [rounds.read_some() for _ in range(looks)]

    assert more == [look < 2 for look in range(looks)]
    assert [rounds.take(), rounds.take(), rounds.take(), rounds.take()] == [
        (0, list(range(2 * A_FEW))),
        (1, ["a"]),
        (2, []),
        None,
    ]


def test_a_row_that_cannot_be_read_beforehand_stops_the_import_and_leaves_the_connection_whole(
    commune, monkeypatch
):
    begin = OfficialReader._begin

    def fails(reader, cell_reader, row):
        if row.value("official_code") == "M-00002":
            raise MemoryError("no room")
        return begin(reader, cell_reader, row)

    monkeypatch.setattr(OfficialReader, "_begin", fails)
    monkeypatch.setattr(OfficialIntake, "round_size", 2)
    with pytest.raises(MemoryError, match="no room"), transaction.atomic():
        take(workbook(*many(3)), keep=True)

    assert Official.objects.count() == 1
