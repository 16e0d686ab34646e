"""The catalogue of positions with their other spellings."""

from __future__ import annotations

from typing import Any, ClassVar

from rotations.importing.sheets.columns import Attached, Choice, Column, Text, Whole, YesNo
from rotations.importing.sheets.sheet import Sheet
from rotations.models import Position, PositionAlias
from rotations.vietnamese import clean, match_key
from rotations.vocabulary import Branch, FillingMode


class PositionSheet(Sheet):
    """One row per position, known by its name. Other spellings are added; those a file leaves out stay."""

    noun: ClassVar[str] = "chức danh"

    name = Column("name", "Chức danh", Text(), spellings=("Chức vụ", "Tên chức danh"), required=True)
    branch = Column("branch", "Khối", Choice(Branch), spellings=("Ngành", "Khối công tác"))
    filling = Column("filling", "Cách thức bố trí", Choice(FillingMode), spellings=("Cách thức",))
    is_head = Column("is_head", "Cấp trưởng", YesNo(), spellings=("Là cấp trưởng",))
    is_key = Column("is_key", "Chức danh chủ chốt", YesNo(), spellings=("Chủ chốt",))
    is_leading = Column("is_leading", "Chức vụ lãnh đạo, quản lý", YesNo(), spellings=("Lãnh đạo, quản lý",))
    rank = Column("rank", "Thứ bậc", Whole(), default=50)
    aliases = Attached("alias_names", "Tên gọi khác", spellings=("Tên viết tắt", "Tên gọi khác, viết tắt"))

    class Meta:
        model = Position
        name = "Chức danh"
        import_id_fields = ("name",)
        fields = ("name", "branch", "filling", "is_head", "is_key", "is_leading", "rank", "aliases")
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False

    def row_key(self, row: dict[str, Any]) -> Any:
        """The name."""
        return ("name", match_key(self.cell(row, "name")))

    def record_of(self, row: dict[str, Any]) -> Position | None:
        """By the name, as equal names are."""
        return Position.objects.filter(match_key=match_key(self.cell(row, "name"))).first()

    def read_alias_names(self, instance: Position, cell: Any, row: dict[str, Any]) -> tuple[str, ...]:
        """What stands, and the spellings the cell adds."""
        names = {match_key(name): name for name in self.standing_alias_names(instance)}
        for name in filter(None, map(clean, str(cell or "").split(";"))):
            names.setdefault(match_key(name), name)
        return tuple(names.values())

    def standing_alias_names(self, instance: Position) -> tuple[str, ...]:
        """The spellings it has."""
        return tuple(alias.name for alias in instance.aliases.all()) if instance.pk else ()

    def written_alias_names(self, value: tuple[str, ...]) -> str:
        """As the cell is written."""
        return "; ".join(value)

    def after_save_instance(self, instance: Position, row: Any, **kwargs: Any) -> None:
        """Write the other spellings."""
        standing = {match_key(name) for name in self.standing_alias_names(instance)}
        for name in instance.__dict__.get("_sheet_alias_names", ()):
            if match_key(name) not in standing:
                alias = PositionAlias(position=instance, name=name)
                alias.full_clean()
                alias.save()

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """With the other spellings."""
        return queryset.prefetch_related("aliases")
