"""Form fields and the one base form: dates to the precision they are typed, constraints checked as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH

from rotations import partial_dates
from rotations.forms.classified import NothingClassified
from rotations.forms.overtaken import NothingOverwritten
from rotations.models import Account
from rotations.partial_dates import DatePrecision, NotADate, PartialDate

DASHES = BLANK_CHOICE_DASH[0][1]
HOW_TO_TYPE = "Ghi ngày/tháng/năm, tháng/năm hoặc năm."


class Picker(forms.Select):
    """A list long enough to be searched: found by typing where scripts run, else the browser's own list."""

    class Media:
        js = (forms.Script("js/pickers.js", defer=True),)

    def __init__(self, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__({"data-picker": "", **(attrs or {})}, **options)


class DecisionNumberField(forms.CharField):
    """The number and symbol of a decision as they stand on the paper, "312-QĐ/HU"; "" when left empty."""

    default_validators = [
        RegexValidator(r"^\d+[A-Za-z]?\s*[-/]\s*\S.*$", "Hãy ghi số và ký hiệu, ví dụ: 312-QĐ/HU.")
    ]

    def __init__(self, **options: Any) -> None:
        options = {"label": "Số quyết định", "max_length": 60, "required": False, **options}
        options.setdefault("help_text", "Ghi như trên văn bản, ví dụ: 312-QĐ/HU.")
        super().__init__(**options)


class PartialDateFormField(forms.CharField):
    """A date typed as dd/mm/yyyy, mm/yyyy or yyyy, handed on as a `PartialDate`; None when left empty."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", HOW_TO_TYPE)
        options.setdefault("max_length", 40)
        super().__init__(**options)
        self.widget.attrs.setdefault("placeholder", "dd/mm/yyyy")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        """A stored value as people write it; what was typed stays as typed."""
        return str(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        """Read what was typed, or say how to type it."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return partial_dates.parse(typed)
        except NotADate as unreadable:
            raise ValidationError(unreadable.message, code=unreadable.code) from unreadable

    def run_validators(self, value: Any) -> None:
        """Length is about text, and what arrives here is a date."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date was typed; another spelling of the same one is no change."""
        try:
            return bool(self.to_python(data) != (initial or None))
        except ValidationError:
            return True


class PartialDatesMixin:
    """For a ModelForm: every date column with a `…_precision` column beside it is one field, typed as known.

    Name only the date column in `fields`. It reads `instance.<name>` and `instance.<name>_precision` and writes
    both; `cleaned_data[name]` is the `PartialDate` in `clean`, and the first day afterwards.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partial_dates = [
            name
            for name in self._date_columns()
            if name in self.fields  # type: ignore[attr-defined]
        ]
        for name in self.partial_dates:
            fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
            plain = fields[name]
            fields[name] = PartialDateFormField(
                label=plain.label, required=plain.required, help_text=plain.help_text or HOW_TO_TYPE
            )
            fields.pop(f"{name}_precision", None)
            instance = self.instance  # type: ignore[attr-defined]
            value: date | None = getattr(instance, name)
            given = self.initial.get(name)  # type: ignore[attr-defined]
            if isinstance(value, date) and (given is None or given == value):
                precision = DatePrecision(getattr(instance, f"{name}_precision"))
                self.initial[name] = PartialDate.of(value, precision)  # type: ignore[attr-defined]

    def _date_columns(self) -> list[str]:
        meta = self._meta.model._meta  # type: ignore[attr-defined]
        found = []
        for field in meta.fields:
            if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
                try:
                    meta.get_field(f"{field.name}_precision")
                except FieldDoesNotExist:
                    continue
                found.append(field.name)
        return found

    def _post_clean(self) -> None:
        for name in self.partial_dates:
            cleaned: dict[str, Any] = self.cleaned_data  # type: ignore[attr-defined]
            if name in cleaned:
                typed: PartialDate | None = cleaned[name]
                cleaned[name] = typed.first if typed else None
                precision = typed.precision if typed else DatePrecision.DAY
                setattr(self.instance, f"{name}_precision", precision)  # type: ignore[attr-defined]
        super()._post_clean()  # type: ignore[misc]


class WholeRowForm(PartialDatesMixin, NothingClassified, NothingOverwritten):
    """A form that checks every constraint of the row, also those over columns it does not show.

    Django would skip these, and the database would refuse the row later. What is said already is not repeated.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        self._check_whole_row()

    def _check_whole_row(self) -> None:
        said = {message for messages in self.errors.values() for message in messages}
        try:
            self.instance.validate_constraints(exclude=set(self.errors))
        except ValidationError as broken:
            for name, errors in broken.error_dict.items():
                new = [error for error in errors if not said & set(error.messages)]
                if new:
                    self.add_error(name if name in self.fields else None, ValidationError(new))


def _say_nothing_chosen(field: forms.Field) -> None:
    """Words where the framework would have dashes for a choice that is not made yet, or need not be."""
    words = "Chọn" if field.required else "Không ghi"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices: list[Any] = list(field.choices)  # type: ignore[arg-type]
        if BLANK_CHOICE_DASH[0] in choices:
            field.choices = [("", words) if choice == BLANK_CHOICE_DASH[0] else choice for choice in choices]


class RecordForm(WholeRowForm):
    """The base of the forms of the pages that add or change a record. Takes `account` and `on`; `keep` writes it."""

    def __init__(self, *args: Any, account: Account, on: date, **kwargs: Any) -> None:
        self.account, self.on = account, on
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_nothing_chosen(field)

    def keep(self) -> models.Model:
        """Write the row and what hangs on it."""
        return self.save()
