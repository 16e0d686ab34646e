"""How a column somebody added to a list is shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template

register = template.Library()


@register.filter
def cell_of(column: Any, row: Any) -> str:
    """`column|cell_of:row`: what the file of the list says in that cell, as text."""
    match column.value(row):
        case None:
            return ""
        case bool() as yes:
            return "Có" if yes else ""
        case datetime() as moment:
            return f"{moment:%H:%M %d/%m/%Y}"
        case date() as day:
            return f"{day:%d/%m/%Y}"
        case value:
            return str(value)
