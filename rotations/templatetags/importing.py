"""How the findings of an import are written on a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import Severity

register = template.Library()


@register.filter
def iso_date(found: dict[str, Any], name: str) -> str:
    """`found|iso_date:"starts_on"`: a date of a row's result as people write it, to its precision; "" when none."""
    value = found.get(name)
    if not value:
        return ""
    return str(PartialDate.of(date.fromisoformat(value), DatePrecision(found[f"{name}_precision"])))


@register.filter
def severity_label(severity: str) -> str:
    """How much a finding weighs, in words."""
    return Severity(severity).label
