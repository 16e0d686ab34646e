"""Dates typed as known, and constraints said before the database has to."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.forms import modelform_factory

from rotations.forms.fields import PartialDateFormField, PartialDatesMixin, RecordForm
from rotations.models import Decision, Official, Rotation, RotationNeed
from rotations.partial_dates import DatePrecision, PartialDate
from tests.makers import TODAY, make_account, make_need, make_official, make_rotation, make_unit


class BirthForm(RecordForm):
    class Meta:
        model = Official
        fields = ["full_name", "birth_date"]


class EndsForm(RecordForm):
    class Meta:
        model = Rotation
        fields = ["starts_on", "due_on"]


@pytest.fixture
def board(db):
    return make_account()


def form_of(kind, board, data=None, **kwargs):
    if data is not None and (instance := kwargs.get("instance")) is not None and instance.pk:
        data = data | {"seen": instance.changed_at.isoformat()}
    return kind(data, account=board, on=TODAY, **kwargs)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("15/09/2022", PartialDate.of_day(date(2022, 9, 15))),
        ("09/2022", PartialDate.of_month(2022, 9)),
        ("2022", PartialDate.of_year(2022)),
        (" 9-2022 ", PartialDate.of_month(2022, 9)),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_typed(typed, read):
    assert PartialDateFormField().clean(typed) == read


@pytest.mark.parametrize("typed", ["13/2022", "31/02/2022", "09/22", "hôm qua"])
def test_what_is_no_date_is_refused_with_a_way_to_type_it(typed):
    with pytest.raises(forms.ValidationError) as refused:
        PartialDateFormField().clean(typed)

    assert typed in refused.value.messages[0]


def test_nothing_typed_is_nothing_unless_it_is_required():
    assert PartialDateFormField(required=False).clean(" ") is None
    with pytest.raises(forms.ValidationError):
        PartialDateFormField().clean("")


def test_both_columns_are_written_from_one_field(board):
    form = form_of(BirthForm, board, {"full_name": "Lò Thị Thân", "birth_date": "03/1985"})

    official = form.keep()
    official.refresh_from_db()

    assert (official.birth_date, official.birth_date_precision) == (date(1985, 3, 1), DatePrecision.MONTH)


def test_an_emptied_date_loses_its_precision_too(board):
    official = make_official(
        "Lò Thị Thân", birth_date=date(1985, 1, 1), birth_date_precision=DatePrecision.YEAR
    )

    form_of(BirthForm, board, {"full_name": "Lò Thị Thân", "birth_date": ""}, instance=official).keep()

    official.refresh_from_db()
    assert (official.birth_date, official.birth_date_precision) == (None, DatePrecision.DAY)


def test_a_stored_date_is_shown_to_its_precision(board):
    official = make_official(birth_date=date(1985, 1, 1), birth_date_precision=DatePrecision.YEAR)

    assert 'value="1985"' in str(form_of(BirthForm, board, instance=official)["birth_date"])


def test_a_date_typed_wrongly_stays_as_typed(board):
    form = form_of(BirthForm, board, {"full_name": "Lò Thị Thân", "birth_date": "31/02/1985"})

    assert not form.is_valid()
    assert 'value="31/02/1985"' in str(form["birth_date"])


def test_another_spelling_of_the_same_date_is_no_change(board):
    official = make_official(
        "Lò Thị Thân", birth_date=date(1985, 3, 1), birth_date_precision=DatePrecision.MONTH
    )

    same = form_of(BirthForm, board, {"full_name": "Lò Thị Thân", "birth_date": "3-1985"}, instance=official)
    other = form_of(BirthForm, board, {"full_name": "Lò Thị Thân", "birth_date": "1985"}, instance=official)

    assert same.changed_data == []
    assert other.changed_data == ["birth_date"]


def test_the_mixin_does_for_any_form_that_names_both_columns(board):
    form = forms.modelform_factory(
        RotationNeed,
        form=type("Form", (PartialDatesMixin, forms.ModelForm), {}),
        fields=["expected_on", "expected_on_precision"],
    )(instance=make_need(expected_on=date(2025, 9, 1), expected_on_precision=DatePrecision.MONTH))

    assert list(form.fields) == ["expected_on"]
    assert 'value="09/2025"' in str(form["expected_on"])


def test_dates_the_wrong_way_round_are_said_once(board):
    form = form_of(EndsForm, board, {"starts_on": "09/2025", "due_on": "2024"}, instance=make_rotation())

    assert form.non_field_errors() == ["Ngày hết thời hạn phải sau ngày bắt đầu luân chuyển."]


def test_a_constraint_over_columns_the_form_does_not_show_is_checked(board):
    unit, other = make_unit(), make_unit()
    rotation = make_rotation(sending=unit, receiving=other)
    rotation.receiving_unit = unit

    form = form_of(EndsForm, board, {"starts_on": "", "due_on": ""}, instance=rotation)

    assert form.non_field_errors() == ["Nơi đi và nơi đến phải là hai đơn vị khác nhau."]


def test_a_choice_not_made_is_said_in_words_and_never_in_dashes(board):
    plan = form_of(modelform_factory(Rotation, RecordForm, fields=["plan"]), board)
    person = form_of(modelform_factory(Official, RecordForm, fields=["sex", "unit"]), board)
    paper = form_of(modelform_factory(Decision, RecordForm, fields=["kind"]), board)

    assert '<option value="" selected>Chọn</option>' in str(plan["plan"])
    assert '<option value="" selected>Không ghi</option>' in str(person["sex"])
    assert '<option value="" selected>Không ghi</option>' in str(person["unit"])
    assert '<option value="" selected>Chọn</option>' in str(paper["kind"])
