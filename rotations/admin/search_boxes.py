"""Choices found by typing in a form of the back office: the library's boxes, with a name and a valid list below."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple

from rotations.forms.fields import DASHES


class Named(AutocompleteMixin):
    """A box that says what it is for; the library's own tells only what was chosen."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """What is found is shown within the page's own part, not behind all of it."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-dropdown-parent": "#content-start"}

    @property
    def media(self) -> forms.Media:
        """With the script that says it, behind the library's, which draws the box."""
        return super().media + forms.Media(js=["admin/js/autocomplete.js", "js/back-office-boxes.js"])


class OneFound(Named, AutocompleteSelect):
    """One record. Its list begins with an empty line, in words where scripts do not run."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """What is chosen, behind the empty line; a field that must be filled has one, too, until it is."""
        groups = super().optgroups(name, value, attr)
        if self.is_required:
            groups[0][1].insert(0, self.create_option(name, "", "", set(), 0))
        return groups

    def create_option(self, name: str, value: Any, label: Any, *place: Any, **options: Any) -> Any:
        """One line of the list."""
        return super().create_option(name, value, label or DASHES, *place, **options)


class SeveralFound(Named, AutocompleteSelectMultiple):
    """Several records, each taken out by itself; the sign that empties the box would stand in their list."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Without that sign."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}
