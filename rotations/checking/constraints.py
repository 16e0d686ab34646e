"""What the models declare: every check, every uniqueness, every reference, asked again of the stored rows.

A database holds them while it is written to. A file put in its place, a table rebuilt without them or a statement typed
by hand with checks switched off does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import (
    BooleanField,
    CheckConstraint,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    ForeignKey,
    Model,
    OuterRef,
    Q,
    UniqueConstraint,
)
from simple_history.models import HistoricalChanges

from rotations.checking.findings import Finding, of_rows


def our_models() -> list[type[Model]]:
    """The models of the product, without the tables of their history."""
    return [
        model
        for model in apps.get_app_config("rotations").get_models(include_auto_created=True)
        if not issubclass(model, HistoricalChanges)
    ]


def checks_hold() -> Iterator[Finding]:
    """Rows that break a declared check; a check that is not known to be false is kept, as databases have it."""
    for model in our_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                broken = model._base_manager.annotate(
                    _holds=ExpressionWrapper(Q(constraint.condition), output_field=BooleanField())
                ).filter(_holds=False)
                yield from of_rows(constraint.name, broken, str(constraint.violation_error_message))


def uniques_hold() -> Iterator[Finding]:
    """Rows that share what only one may have."""
    for model in our_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                message = str(constraint.violation_error_message)
                yield from _shared(
                    model, constraint.name, _expressions(constraint), constraint.condition, message
                )
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                message = f"Giá trị của “{field.verbose_name}” phải là duy nhất."
                yield from _shared(
                    model,
                    f"{model._meta.model_name}_{field.name}_unique",
                    {"_0": F(field.attname)},
                    None,
                    message,
                )


def _expressions(constraint: UniqueConstraint) -> dict[str, Any]:
    if constraint.fields:
        return {f"_{place}": F(name) for place, name in enumerate(constraint.fields)}
    return {
        f"_{place}": F(one) if isinstance(one, str) else one
        for place, one in enumerate(constraint.expressions)
    }


def _shared(
    model: type[Model], code: str, columns: dict[str, Any], condition: Q | None, message: str
) -> Iterator[Finding]:
    rows = model._base_manager.annotate(**columns)
    if condition is not None:
        rows = rows.filter(condition)
    for name in columns:
        rows = rows.filter(**{f"{name}__isnull": False})
    shared = rows.order_by().values(*columns).annotate(_many=Count("pk")).filter(_many__gt=1)
    for values in shared.iterator():
        values.pop("_many")
        yield from of_rows(code, rows.filter(**values), message)


def references_hold() -> Iterator[Finding]:
    """Rows that point at a row that is not there."""
    for model in our_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                target: Field[Any, Any] = field.target_field
                there = field.related_model._base_manager.filter(**{target.attname: OuterRef(field.attname)})
                lost = model._base_manager.filter(~Exists(there), **{f"{field.attname}__isnull": False})
                yield from of_rows(
                    f"{model._meta.model_name}_{field.name}_exists",
                    lost,
                    f"“{field.verbose_name}” trỏ tới bản ghi không còn.",
                )
