"""A register of new officials through a stock importer and through ours. Each takes in every row or it is void."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from import_export import fields, resources
from import_export.formats.base_formats import XLSX
from import_export.widgets import ForeignKeyWidget

from rotations.importing.findings import Answers
from rotations.importing.taking_in import take_in
from rotations.models import Account, CatalogueEntry, Official, PostHolding, Unit
from rotations.vocabulary import CatalogueKind, ImportKind

ON = date(2026, 1, 15)


class _Listed(ForeignKeyWidget):
    """An entry of one of the lists by its name, which other lists may have as well."""

    def __init__(self, kind: CatalogueKind) -> None:
        super().__init__(CatalogueEntry, "name")
        self.kind = kind

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> QuerySet[CatalogueEntry]:
        return CatalogueEntry.objects.filter(kind=self.kind)


class StockRegister(resources.ModelResource):
    """A resource as the library's own guide writes it: look-ups by widget, everything else left as it comes."""

    official_code = fields.Field("official_code", "code")
    full_name = fields.Field("full_name", "name")
    sex = fields.Field("sex", "gender")
    ethnicity = fields.Field("ethnicity", "ethnic_group", _Listed(CatalogueKind.ETHNICITY))
    religion = fields.Field("religion", "religion_name", _Listed(CatalogueKind.RELIGION))
    professional_level = fields.Field(
        "professional_level", "level_name", _Listed(CatalogueKind.PROFESSIONAL_LEVEL)
    )
    political_theory = fields.Field(
        "political_theory", "theory_name", _Listed(CatalogueKind.POLITICAL_THEORY)
    )
    unit = fields.Field("unit", "unit_code", ForeignKeyWidget(Unit, "code"))

    class Meta:
        model = Official
        fields = (
            "official_code", "full_name", "birth_date", "birth_date_precision", "sex", "ethnicity", "religion",
            "native_place", "current_residence", "unit", "professional_level", "political_theory",
            "party_admission_date", "party_official_date", "foreign_language", "computing", "note",
        )  # fmt: skip
        import_id_fields = ("official_code",)


def stock(path: Path) -> int:
    """The commit alone, without the preview that goes before it; no posts, which it knows not of."""
    dataset = XLSX().create_dataset(path.read_bytes())
    StockRegister().import_data(dataset, dry_run=False, raise_errors=True)
    return Official.objects.count()


def ours(path: Path) -> int:
    """From bytes to a committed batch with its rows: people and the posts they hold, with history."""
    outcome = take_in(
        ImportKind.OFFICIALS, path.name, path.read_bytes(), on=ON, by=Account.objects.get(), keep=True, retain=False,
        answers=Answers(create_officials=True),
    )  # fmt: skip
    if not outcome.committed:
        raise SystemExit(f"not taken in: {outcome.refusal} {outcome.counts} {outcome.blocked}")
    stored = Official.objects.count()
    lines = Official.history.count(), PostHolding.objects.count(), PostHolding.history.count()
    if lines != (stored, stored, stored):
        raise SystemExit(f"people {stored}, history, posts and their history {lines}; {outcome.counts}")
    return stored
