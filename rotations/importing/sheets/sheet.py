"""What every sheet shares: headings settled, all rows or none, the preview the import rolled back."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from import_export import resources
from import_export.results import Error, Result, RowResult

from rotations import access
from rotations.importing.sheets.columns import Attached, Column, KnownBy, text_of
from rotations.importing.sheets.lookups import Lookups
from rotations.importing.tables.wanted import heading_key
from rotations.models import Account, explain

UNKNOWN_FAULT = "Dòng này không ghi được; hãy kiểm tra lại các ô của dòng."


class SheetRefused(ValueError):
    """The headings do not fit; no row was looked at."""


class Changes:
    """What a row changes, column by column, in words (the library's own writes HTML with styles in it)."""

    def __init__(self, resource: Sheet, instance: models.Model, new: bool) -> None:
        self.new = new
        self.before = self._read(resource, instance)
        self.after = self.before

    def compare_with(self, resource: Sheet, instance: models.Model) -> None:
        """Read the record as it is now."""
        self.after = self._read(resource, instance)

    def as_html(self) -> list[tuple[str, str, str]]:
        """Heading, old and new, for each column that changes."""
        return [
            (heading, "" if self.new else old, new)
            for (heading, old), (_, new) in zip(self.before, self.after, strict=True)
            if (old if not self.new else "") != new
        ]

    @staticmethod
    def _read(resource: Sheet, instance: models.Model) -> list[tuple[str, str]]:
        return [(field.column_name, str(field.export(instance))) for field in resource.get_import_fields()]


class Sheet(resources.ModelResource):
    """One kind of record as a sheet, in and out.

    A subclass names its columns in order in `Meta.fields`, tells how a row finds its record (`record_of`) and by
    what words two rows are the same (`row_key`). Records are found, and named in cells, only among those the
    account may see; columns hidden from it do not exist.
    """

    #: What a reader calls one record, for messages.
    noun: ClassVar[str] = "bản ghi"

    def __init__(self, *, account: Account, on: date) -> None:
        super().__init__()
        self.account, self.on = account, on
        self.lookups = Lookups(account, on)
        hidden = access.hidden_fields(account, self._meta.model)
        for name, field in list(self.fields.items()):
            if field.attribute.split("__")[0] in hidden:
                del self.fields[name]
            elif isinstance(field.widget, KnownBy):
                field.widget.lookups = self.lookups
            if isinstance(field, Attached):
                field.sheet = self
        self._rows_seen: dict[Any, int] = {}
        self._row_numbers: list[int] = []

    # ---- what a subclass says

    def row_key(self, row: dict[str, Any]) -> Any:
        """What two rows about one record share; None when the row does not say."""
        return None

    def record_of(self, row: dict[str, Any]) -> models.Model | None:
        """The record a row is about, None for a new one; ValidationError when it may be several."""
        raise NotImplementedError

    # ---- headings

    def settle(self, dataset: tablib.Dataset) -> None:
        """Rename accepted spellings of headings; SheetRefused names what is unknown, twice there, or missing."""
        known = {heading_key(text): field for field in self._columns() for text in field.spellings}
        settled, unknown = [], []
        for heading in dataset.headers or ():
            field = known.get(heading_key(str(heading)))
            if field is None:
                unknown.append(str(heading))
            settled.append(field.column_name if field else str(heading))
        twice = sorted({heading for heading in settled if settled.count(heading) > 1})
        missing = [
            field.column_name
            for field in self._columns()
            if field.required and field.column_name not in settled
        ]
        said = []
        if missing:
            said.append(f"Thiếu cột {_quoted(missing)}.")
        if unknown:
            accepted = "; ".join(field.column_name for field in self._columns())
            said.append(f"Không nhận ra cột {_quoted(unknown)}; các cột được nhận là: {accepted}.")
        if twice:
            said.append(f"Cột {_quoted(twice)} có hai lần.")
        if said:
            raise SheetRefused(" ".join([*said, "Hãy sửa dòng tiêu đề rồi tải lại."]))
        dataset.headers = settled

    def _columns(self) -> list[Column]:
        return list(self.get_import_fields())

    # ---- one run

    def import_data(self, dataset: tablib.Dataset, dry_run: bool = False, **kwargs: Any) -> Result:
        """Take the rows in, or with `dry_run` look what that would do: the same run, rolled back.

        One faulty row and nothing is kept. Faults of a row are told under the headings of its columns, with the
        row's number in the file.
        """
        for ours in ("use_transactions", "rollback_on_validation_errors"):
            kwargs.pop(ours, None)
        self._rows_seen = {}
        self.lookups = Lookups(self.account, self.on)
        for field in self.fields.values():
            if isinstance(field.widget, KnownBy):
                field.widget.lookups = self.lookups
        try:
            drop_blank_rows(dataset)
            self.settle(dataset)
        except SheetRefused as refused:
            result = Result()
            result.diff_headers = []
            result.append_base_error(Error(refused))
            return result
        self._row_numbers = dataset.row_numbers
        result = super().import_data(
            dataset, dry_run, use_transactions=True, rollback_on_validation_errors=True, **kwargs
        )
        for row in (*result.invalid_rows, *result.error_rows):
            row.number = self._row_numbers[row.number - 1]
        for row in result.invalid_rows:
            row.error_dict = self._under_headings(row.error_dict)
        return result

    def _under_headings(self, faults: dict[str, list[str]]) -> dict[str, list[str]]:
        told: dict[str, list[str]] = {}
        headings = {field.attribute: field.column_name for field in self._columns()}
        for field in self._columns():
            if column := getattr(vars(self._meta.model).get(field.attribute), "name", None):
                headings.setdefault(str(column), field.column_name)
        for name, messages in faults.items():
            label = headings.get(name, NON_FIELD_ERRORS)
            # A column left out of the file is named all the same: "Cấp: Trường này không được trống".
            if label == NON_FIELD_ERRORS and name != NON_FIELD_ERRORS:
                label = str(self._meta.model._meta.get_field(name).verbose_name)
            told.setdefault(label, []).extend(messages)
        return told

    # ---- one row

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> models.Model | None:
        """The record the row is about."""
        return self.record_of(row)

    def import_instance(self, instance: models.Model, row: dict[str, Any], **kwargs: Any) -> None:
        """Read all cells, and gather every fault of the row."""
        faults: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as found:
            faults = found.update_error_dict(faults)
        number = self._row_numbers[kwargs["row_number"] - 1]
        for mark in filter(None, (self.row_key(row), instance.pk and ("pk", instance.pk))):
            if (earlier := self._rows_seen.setdefault(mark, number)) != number:
                message = f"Dòng này cùng nói về một {self.noun} với dòng {earlier}; hãy chỉ giữ một dòng."
                faults.setdefault(NON_FIELD_ERRORS, []).append(ValidationError(message))
                break
        try:
            self.settle_instance(instance, row)
        except ValidationError as found:
            faults = found.update_error_dict(faults)
        if faults:
            raise ValidationError(faults)

    def settle_instance(self, instance: Any, row: dict[str, Any]) -> None:
        """Complete the record from what the row says; ValidationError for what only the columns together tell."""

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Write the record and what hangs on it; a refusal of the database becomes a fault of the row."""
        try:
            with transaction.atomic():
                super().save_instance(instance, is_create, row, **kwargs)
        except IntegrityError as refused:
            raise ValidationError(explain(refused) or UNKNOWN_FAULT) from refused
        self._rows_seen.setdefault(("pk", instance.pk), self._row_numbers[kwargs["row_number"] - 1])

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Save with the account in the history row, also where no request is at hand."""
        instance._history_user = self.account
        instance.save()

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Skip what changes nothing; a new record always changes something."""
        if original is not None and original.pk is None:
            return False
        return bool(super().skip_row(instance, original, row, import_validation_errors))

    def after_import_row(self, row: Any, row_result: RowResult, **kwargs: Any) -> None:
        """Keep the number a person sees beside the row."""
        row_result.sheet_row = self._row_numbers[kwargs["row_number"] - 1]

    def get_diff_class(self) -> type[Changes]:
        """Changes in words."""
        return Changes

    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None:
        """Nothing: no key is ever given by a file, so no sequence has to be put right."""

    # ---- out

    def export(self, queryset: Any = None, **kwargs: Any) -> tablib.Dataset:
        """The records as the sheet that would bring them in unchanged; `native` keeps numbers as numbers."""
        return super().export(queryset, **kwargs)

    def export_resource(self, instance: Any, selected_fields: Any = None, **kwargs: Any) -> list[Any]:
        """One row."""
        native = bool(kwargs.get("native"))
        return [field.export(instance, native=native) for field in self.get_export_fields(selected_fields)]

    def cell(self, row: dict[str, Any], name: str) -> str:
        """What the row writes under a column, as text; "" when the file or the account has no such column."""
        field = self.fields.get(name)
        return text_of(row.get(field.column_name)) if field else ""


def drop_blank_rows(dataset: tablib.Dataset) -> None:
    """Leave out rows that hold nothing: Excel hands over every row it ever formatted. Numbers stay those of the file."""
    numbers = getattr(dataset, "row_numbers", None) or range(2, len(dataset) + 2)
    kept = [
        (number, row) for number, row in zip(numbers, list(dataset), strict=True) if any(map(text_of, row))
    ]
    headers = dataset.headers
    dataset.wipe()
    dataset.headers = headers
    for _number, row in kept:
        dataset.append(row)
    dataset.row_numbers = [number for number, _row in kept]


def take_in(sheet: Sheet, dataset: tablib.Dataset, *, keep: bool) -> Result:
    """Take a sheet in, all rows or none; without `keep` the same run is rolled back."""
    return sheet.import_data(dataset, dry_run=not keep)


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
