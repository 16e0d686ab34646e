"""Column types of the project: text stored tidy, keys derived from it, dates with a precision.

They sit in the fields and not in `save()` because bulk writes pass through fields and not through `save()`.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, overload

from django.db import models
from django.db.models.functions import Coalesce
from django.db.models.query_utils import DeferredAttribute
from simple_history.models import HistoricalRecords

from rotations import vietnamese
from rotations.partial_dates import DatePrecision, PartialDate


class TidyCharField(models.CharField):
    """One line of text: eth written for Đ mended, NFC, single spaces, whichever door it came in by."""

    def to_python(self, value: Any) -> Any:
        """Tidy what a form or a file gave; Django prepares by it what is stored and what is compared as well."""
        value = super().to_python(value)
        return vietnamese.clean(value) if value and isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Leave on the object what the database will hold."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class TidyTextField(models.TextField):
    """Several lines of text, tidied line by line."""

    def to_python(self, value: Any) -> Any:
        """Tidy what a form or a file gave."""
        value = super().to_python(value)
        return vietnamese.clean_lines(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Leave on the object what the database will hold."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class PersonNameField(TidyCharField):
    """A person's name as it is written; a name typed in capitals throughout is folded back."""

    def to_python(self, value: Any) -> Any:
        """Tidy what a form or a file gave."""
        value = models.CharField.to_python(self, value)
        return vietnamese.settle_name(value) if isinstance(value, str) else value


class _Derived(DeferredAttribute):
    """Reads as computed from what the sources hold now, so that constraints are checked on the true key."""

    field: DerivedField

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        held, field = instance.__dict__, self.field
        if field.attname not in held or not field.needed <= held.keys():
            return super().__get__(instance, cls)
        if len(field.sources) == 1:
            text = str(held[field.sources[0]] or "")
        else:
            text = " ".join([str(held[name]) for name in field.sources if held[name]])
        held[field.attname] = key = field.compute(text)[: field.max_length]
        return key

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class DerivedField(models.CharField):
    """A key computed from other text columns of the row; it is never assigned."""

    compute: ClassVar[staticmethod[[str], str]]
    descriptor_class = _Derived

    def __init__(self, *sources: str, **options: Any) -> None:
        self.sources, self.needed = sources, frozenset(sources)
        options.setdefault("max_length", 500)
        options.update(editable=False, blank=True, default="")
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Rebuild with the same sources in a migration."""
        name, path, _args, kwargs = super().deconstruct()
        for fixed in ("editable", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, path, list(self.sources), kwargs


def stored_key(row: models.Model, name: str) -> str:
    """A derived key as it was read with a row nobody has changed since, not worked out again; a query if it was not."""
    held = row.__dict__
    return str(held[name] if name in held else getattr(row, name))


class FoldedField(DerivedField):
    """What a search without marks looks in."""

    compute = staticmethod(vietnamese.fold)


class InitialsField(DerivedField):
    """The first letters by which people and units are called for short."""

    compute = staticmethod(vietnamese.initials)


class MatchKeyField(DerivedField):
    """What two spellings that count as equal share: letter case, punctuation and tone placement aside."""

    compute = staticmethod(vietnamese.match_key)


class SortKeyField(DerivedField):
    """Order in the Vietnamese alphabet, the same under any collation of any database."""

    compute = staticmethod(vietnamese.sort_key)


class NumberKeyField(DerivedField):
    """What two spellings of one number share: "05" and "5", "12A" and "12a"."""

    compute = staticmethod(lambda text: vietnamese.match_key(text).lstrip("0"))


class NameKeyField(DerivedField):
    """Order of people: by given name, then family name, then middle names."""

    compute = staticmethod(vietnamese.name_key)


def precision_field(label: str = "Độ chính xác") -> models.CharField:
    """The column beside a date that says how much of the date is known."""
    return models.CharField(
        f"{label} (độ chính xác)", max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )


@lru_cache(maxsize=vietnamese.REMEMBERED)
def _partial(value: date, precision: str) -> PartialDate:
    return PartialDate.of(value, DatePrecision(precision))


class PartialDateOf:
    """Reads and writes a date column and its precision column as one `PartialDate`, None when empty."""

    def __init__(self, name: str) -> None:
        self.name, self.precision = name, f"{name}_precision"

    @overload
    def __get__(self, instance: None, owner: type) -> PartialDateOf: ...

    @overload
    def __get__(self, instance: Any, owner: type) -> PartialDate | None: ...

    def __get__(self, instance: Any, owner: type) -> PartialDate | PartialDateOf | None:
        if instance is None:
            return self
        # Asked of every row of a file. What was not read with the row is read by its name.
        held = instance.__dict__
        value: date | None = held[self.name] if self.name in held else getattr(instance, self.name)
        if value is None:
            return None
        return _partial(value, held.get(self.precision) or getattr(instance, self.precision))

    def holds(self, instance: Any, partial: PartialDate) -> bool:
        """Whether that very date stands in the columns, known as exactly; for many rows quicker than making it."""
        held = instance.__dict__
        return (
            bool(held.get(self.name) == partial.value and held.get(self.precision) == partial.precision)
            or self.__get__(instance, type(instance)) == partial
        )

    def __set__(self, instance: Any, partial: PartialDate | None) -> None:
        setattr(instance, self.name, partial.first if partial else None)
        setattr(instance, self.precision, partial.precision if partial else DatePrecision.DAY)


def word_in(column: str, word: str) -> models.Q:
    """Rows in whose folded `column` a word begins with `word`. Such a condition finds its rows by a trigram index."""
    return models.Q(**{f"{column}__startswith": word}) | models.Q(**{f"{column}__contains": f" {word}"})


def words_in(column: str, text: str) -> models.Q:
    """Rows in whose folded `column` every word of `text` begins a word, in any order; every row for no words."""
    wanted = models.Q()
    for word in vietnamese.fold(text).split():
        wanted &= word_in(column, word)
    return wanted


def over_by(name: str, day: date) -> models.Q:
    """Rows whose date `name` is over on `day` however little of it is known: 09/2025 is not over on 30/09/2025."""
    first_days = {
        DatePrecision.DAY: day,
        DatePrecision.MONTH: day.replace(day=1),
        DatePrecision.YEAR: day.replace(month=1, day=1),
    }
    over = models.Q()
    for precision, first in first_days.items():
        over |= models.Q(**{f"{name}_precision": precision, f"{name}__lt": first})
    return over


def or_none(name: str) -> Coalesce:
    """A number or key column in which two blanks count as the same, for a uniqueness both databases hold."""
    return Coalesce(name, models.Value(0))


def or_never(name: str) -> Coalesce:
    """A date column in which two blanks count as the same."""
    return Coalesce(name, models.Value(date(1, 1, 1)))


def in_choices(name: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Hold a column to its words in the database too: forms are not the only way in."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__in": choices.values}),
        violation_error_message=f"Giá trị không có trong danh mục ({field}).",
    )


class KeptHistory(HistoricalRecords):
    """Lines of history found by the row they are of, and by nothing else.

    Every index and every reference the database looks after is paid for again with each line, and a line may name
    who is gone. One more than the key's: the list of all changes goes by time, and looks for who made them there.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(user_db_constraint=False, **options)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """The index by time."""
        options: dict[str, Any] = super().get_meta_options(model)
        name = f"{model._meta.model_name}"[:22] + "_by_time"
        columns = ["history_date", "history_id", "history_user"]
        return {**options, "indexes": [models.Index(fields=columns, name=name)]}

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
        """The columns of the row, of which only its key leads to its history."""
        fields: dict[str, Any] = super().copy_fields(model)
        for field in fields.values():
            field.db_index = field.name == model._meta.pk.name
        return fields

    def get_extra_fields(
        self, model: type[models.Model], fields: dict[str, models.Field[Any, Any]]
    ) -> dict[str, Any]:
        """When, what, why and who: of these the index by time is all there is."""
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        for name in ("history_date", "history_user"):
            extra[name].db_index = False
        return extra


class Recorded(models.Model):
    """A row whose every change is kept: before and after, who, when.

    Many rows are written by `create_recorded` and `update_recorded`; `QuerySet.update` and Django's own bulk
    writes leave no trace and are refused by the house rules on these models. `changed_at` tells whether a row was touched since it was last seen.
    """

    changed_at = models.DateTimeField("Sửa lần cuối", auto_now=True, editable=False)
    history = KeptHistory(inherit=True)

    class Meta:
        abstract = True
