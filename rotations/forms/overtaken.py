"""A form saved over somebody else's change overwrites nothing: it shows both, and waits for a decision."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.timezone import get_current_timezone

from rotations.models.fields import Recorded
from rotations.partial_dates import DatePrecision, PartialDate

OF_THE_MECHANISM = ("seen", "seen_now", "on_top")
ON_TOP = "Đã xem nội dung người kia sửa; ghi những gì đang có trong các ô"
GONE = "Bản ghi này vừa bị người khác xóa; nội dung vừa gõ chưa được ghi."
WRITTEN_BY_NO_FORM = {"last_login", "password"}


def version_of(record: Model) -> str:
    """What tells one state of a record from the next: when it was changed last, else a mark of all that it holds."""
    if isinstance(record, Recorded):
        return str(record.changed_at.isoformat())
    meta = record._meta
    held = [
        str(getattr(record, field.attname))
        for field in meta.concrete_fields
        if field.name not in WRITTEN_BY_NO_FORM
    ]
    held += [
        str(sorted(getattr(record, field.name).values_list("pk", flat=True))) for field in meta.many_to_many
    ]
    return hashlib.sha256("\x1f".join(held).encode()).hexdigest()


class _LooksAgain(forms.BaseForm):
    """A form about `instance` that carries the state it was filled from, and looks at the row again under a lock, in
    the transaction that writes.

    Where somebody else was faster, nothing is written: the form comes back with what was typed and what stands now,
    field by field, and who changed it when. Fields only the other person changed take the new content; what was
    typed stays. Ticking `on_top` writes the form as it then stands, unless there was a third change.
    """

    instance: Any
    cleaned_data: dict[str, Any]
    #: Fields that are kept under another name.
    kept_as: ClassVar[dict[str, str]] = {}
    is_overtaken = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            if self.use_required_attribute:  # a table needs the same boxes in every row, in the new ones too
                for name in OF_THE_MECHANISM:
                    self.fields.pop(name, None)
        else:
            self.order_fields([name for name in self.fields if name not in OF_THE_MECHANISM])
            self.initial["seen"] = version_of(self.instance)

    @cached_property
    def changed_data(self) -> list[str]:
        """What was typed anew of the record; what only the mechanism carries is not of the record."""
        return [name for name in super().changed_data if name not in OF_THE_MECHANISM]

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        if not self.instance._state.adding:
            self._look_again()

    def _look_again(self) -> None:
        rows: Any = type(self.instance)._base_manager
        held = rows.select_for_update(of=("self",)).filter(pk=self.instance.pk).first()
        if held is None:
            self.is_overtaken = True
            self.add_error(None, GONE)
            return
        version = version_of(held)
        if self.cleaned_data.get("seen") == version:
            return
        if self.cleaned_data.get("on_top") and self.cleaned_data.get("seen_now") == version:
            for (
                field
            ) in held._meta.concrete_fields:  # what the form does not show stays as the other one left it
                setattr(self.instance, field.attname, getattr(held, field.attname))
            return
        self.is_overtaken = True
        if self._is_left_alone(held):
            self._leave(held)
            return
        self.add_error(None, ValidationError([self._by_whom(held), *self._both(held)]))
        self._offer(version)

    def _is_left_alone(self, held: Any) -> bool:
        before = self._filled_from(held)
        return before is not None and not any(
            field.has_changed(
                _initial(before, column, field),
                field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)),
            )
            for name, field in self.fields.items()
            if not field.disabled and (column := self._column(held, name)) is not None
        )

    def _leave(self, held: Any) -> None:
        """Nothing of the reader's own, as where a row of a table beside it was meant: it stays as the other left it."""
        self.__dict__["changed_data"] = []
        for field in held._meta.concrete_fields:
            setattr(self.instance, field.attname, getattr(held, field.attname))
        for name, shown in self.fields.items():
            column = self._column(held, name)
            if column is not None and not column.many_to_many and not shown.disabled:
                self.cleaned_data[name] = _told(held, column, shown)

    def _column(self, record: Model, name: str) -> Any:
        try:
            return record._meta.get_field(self.kept_as.get(name, name))
        except FieldDoesNotExist:
            return None

    def _by_whom(self, held: Any) -> str:
        last = None
        if isinstance(held, Recorded):
            rows: Any = held.history
            last = rows.select_related("history_user").order_by("-history_date", "-history_id").first()
        who = str(last.history_user) if last and last.history_user else "người khác"
        when = (
            f" lúc {last.history_date.astimezone(get_current_timezone()):%H:%M ngày %d/%m/%Y}" if last else ""
        )
        return (
            f"Bản ghi này đã được {who} sửa{when}, sau khi trang này được mở. Chưa ghi gì; hãy xem các ô khác nhau "
            f"dưới đây, sửa lại nếu cần, rồi đánh dấu “{ON_TOP}” ở cuối và ghi lại."
        )

    def _both(self, held: Any) -> list[str]:
        """A sentence for each field that differs from what stands now; what only the other changed is taken over."""
        before, told = self._filled_from(held), []
        for name, field in self.fields.items():
            column = self._column(held, name)
            if column is None or field.disabled:
                continue
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            theirs = _initial(held, column, field)
            if not field.has_changed(theirs, typed):
                continue
            now = _words(_told(held, column, field), field)
            if before is not None and not field.has_changed(_initial(before, column, field), typed):
                told.append(f"{field.label}: người kia đã sửa thành “{now}”; ô bên dưới đã lấy theo.")
                self._take_over(name, field, theirs)
            else:
                mine = _words(self.cleaned_data.get(name, typed), field)
                told.append(f"{field.label}: bạn ghi “{mine}”, hiện nay là “{now}”.")
        return told

    def _filled_from(self, held: Any) -> Any:
        """The state the form was filled from, out of the history; None when it cannot be told."""
        try:
            moment = datetime.fromisoformat(str(self.cleaned_data.get("seen", "")))
        except ValueError:
            return None
        if not isinstance(held, Recorded) or moment.tzinfo is None:
            return None
        rows: Any = held.history
        return rows.filter(changed_at=moment).order_by("-history_id").first()

    def _take_over(self, name: str, field: forms.Field, value: Any) -> None:
        shown: Any = (
            field.widget.format_value(field.prepare_value(value))
            if hasattr(field.widget, "format_value")
            else value
        )
        self._type(name, shown if isinstance(shown, list) else ["" if shown is None else shown])
        if isinstance(field.widget, forms.CheckboxInput) and not value:
            self._type(name, [])

    def _type(self, name: str, values: list[Any]) -> None:
        """Put something into a box of the form as it is shown again."""
        sent: Any = self.data
        typed = sent.copy()
        key = self.add_prefix(name)
        if not values:
            typed.pop(key, None)
        elif hasattr(typed, "setlist"):
            typed.setlist(key, values)
        else:
            typed[key] = values[0]
        self.data = typed

    def _offer(self, version: str) -> None:
        self.fields["on_top"].widget = forms.CheckboxInput()
        self._type("seen_now", [version])
        self._type("on_top", [])


class _Unseen(forms.HiddenInput):
    """An input no label points at, even where a page writes one for every field."""

    def id_for_label(self, id_: str) -> str:
        """None."""
        return ""


class _Carried(forms.Form):
    """What goes with the form from one look to the next."""

    seen = forms.CharField(required=False, widget=_Unseen, label="Bản đang sửa")
    seen_now = forms.CharField(required=False, widget=_Unseen, label="Bản vừa xem lại")
    on_top = forms.BooleanField(required=False, widget=_Unseen, label=ON_TOP)


class NothingOverwritten(_LooksAgain, _Carried, forms.ModelForm):
    """For every form that changes a record as it stands."""


class ActOnARecord(_LooksAgain, _Carried):
    """For an act on a `record` whose form is not the record's own: what of it was typed into fields of the same name is
    compared with what stands there now."""

    def __init__(self, *args: Any, record: Recorded, **kwargs: Any) -> None:
        self.instance = record
        super().__init__(*args, **kwargs)

    def given(self) -> dict[str, Any]:
        """What was typed, by the names of the form, without what only the mechanism carries."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OF_THE_MECHANISM}


def _initial(record: Any, column: Any, field: forms.Field) -> Any:
    """What a form filled from `record` would start with."""
    if column.many_to_many:
        return list(getattr(record, column.name).all()) if hasattr(record, column.name) else None
    value = getattr(record, column.attname)
    if isinstance(value, date) and hasattr(record, f"{column.name}_precision"):
        return PartialDate.of(value, DatePrecision(getattr(record, f"{column.name}_precision")))
    return value


def _told(record: Any, column: Any, field: forms.Field) -> Any:
    """What stands in a column, as something that can be said."""
    return getattr(record, column.name) if column.many_to_one else _initial(record, column, field)


def _words(value: Any, field: forms.Field) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if value is None or value == "":
        return "để trống"
    if isinstance(value, (list, tuple, models.QuerySet)):
        return ", ".join(map(str, value)) or "để trống"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)
