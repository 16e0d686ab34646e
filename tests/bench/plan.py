"""The yearly plan through a stock importer and through ours. Each takes in every row or the measurement is void."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from import_export import fields, resources
from import_export.formats.base_formats import XLSX
from import_export.widgets import ForeignKeyWidget

from rotations.importing.taking_in import take_in
from rotations.models import Account, Official, Rotation, RotationPlan, RotationPost, RotationStep, Unit
from rotations.vocabulary import ImportKind, ImportVerdict
from tests.bench.plan_files import STOCK, YEAR

ON = date(YEAR - 1, 12, 15)


class StockPlan(resources.ModelResource):
    """A resource as the library's own guide writes it: look-ups by widget, everything else left as it comes."""

    plan = fields.Field("plan", "plan", ForeignKeyWidget(RotationPlan, "year"))
    official = fields.Field("official", "official", ForeignKeyWidget(Official, "official_code"))
    sending_unit = fields.Field("sending_unit", "sending_unit", ForeignKeyWidget(Unit, "code"))
    receiving_unit = fields.Field("receiving_unit", "receiving_unit", ForeignKeyWidget(Unit, "code"))

    class Meta:
        model = Rotation
        fields = STOCK
        import_id_fields = ("plan", "official")


def stock(path: Path) -> int:
    """The commit alone, without the preview that goes before it; no posts and no first steps, which it knows not of."""
    dataset = XLSX().create_dataset(path.read_bytes())
    StockPlan().import_data(dataset, dry_run=False, raise_errors=True)
    return Rotation.objects.count()


def ours(path: Path) -> int:
    """From bytes to a committed batch with its rows: reading, understanding, resolving, storing."""
    outcome = take_in(
        ImportKind.PLAN, path.name, path.read_bytes(), on=ON, year=YEAR, by=Account.objects.get(), keep=True,
        retain=False,
    )  # fmt: skip
    if not outcome.committed:
        raise SystemExit(f"not taken in: {outcome.refusal} {outcome.counts} {outcome.blocked}")
    stored = Rotation.objects.count()
    lines = Rotation.history.count(), RotationStep.objects.count(), RotationPost.objects.count()
    if lines != (stored, stored, stored):
        raise SystemExit(f"cases {stored}, history, steps and posts {lines}")
    return stored


def preview(path: Path) -> int:
    """The same run rolled back."""
    outcome = take_in(
        ImportKind.PLAN, path.name, path.read_bytes(), on=ON, year=YEAR, by=Account.objects.get()
    )
    if outcome.verdict != ImportVerdict.READY:
        raise SystemExit(f"not ready: {outcome.counts} {outcome.blocked}")
    return outcome.to_write
