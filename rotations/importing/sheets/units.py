"""Units with their other names and their seats."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from rotations import access
from rotations.importing.sheets.columns import Attached, Choice, Column, Day, KnownBy, Text
from rotations.importing.sheets.sheet import Sheet
from rotations.models import Position, Post, StandardSeat, Unit, UnitAlias, UnitQuerySet
from rotations.vietnamese import clean, match_key
from rotations.vocabulary import UnitBlock, UnitLevel

Seats = tuple[tuple[Position, int], ...]
_SEAT = re.compile(r"(?P<name>.+?)\s*\((?P<quota>\d{1,3})\)")


class UnitSheet(Sheet):
    """One row per unit, known by its code, else by name, level, parent and first day.

    Other names and seats are added or have their number changed; those a file leaves out stay. A new unit without
    seats gets the standard ones of its level and block.
    """

    noun: ClassVar[str] = "đơn vị"

    code = Column("code", "Mã đơn vị", Text(), spellings=("Mã", "Mã ĐV"))
    name = Column("name", "Tên đơn vị", Text(), spellings=("Đơn vị", "Tên"), required=True)
    level = Column("level", "Cấp", Choice(UnitLevel), spellings=("Cấp đơn vị",), required=True)
    block = Column("block", "Khối", Choice(UnitBlock), spellings=("Khối cơ quan",))
    parent = Column("parent", "Đơn vị cấp trên", KnownBy("units", "danh mục đơn vị"), spellings=("Cấp trên",))
    aliases = Attached("alias_names", "Tên gọi khác", spellings=("Tên khác", "Tên viết tắt"))
    seats = Attached("seats", "Chức danh", spellings=("Khung chức danh", "Các chức danh"))
    valid_from = Column("valid_from", "Hiệu lực từ", Day(), spellings=("Từ ngày",))
    valid_to = Column("valid_to", "Hiệu lực đến", Day(), spellings=("Đến ngày",))
    note = Column("note", "Ghi chú", Text())

    class Meta:
        model = Unit
        name = "Đơn vị"
        import_id_fields = ("name",)
        fields = (
            "code", "name", "level", "block", "parent", "aliases", "seats", "valid_from", "valid_to", "note",
        )  # fmt: skip
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False

    def get_queryset(self) -> UnitQuerySet:
        """Units the account may see."""
        return access.visible_units(self.account, on=self.on).select_related("parent")

    def row_key(self, row: dict[str, Any]) -> Any:
        """The code, else what makes a unit one."""
        if code := self.cell(row, "code"):
            return ("code", code.casefold())
        return (
            "name", match_key(self.cell(row, "name")), self.cell(row, "level"), match_key(self.cell(row, "parent")),
            self.cell(row, "valid_from"),
        )  # fmt: skip

    def record_of(self, row: dict[str, Any]) -> Unit | None:
        """By code; a row without one, or with a code nobody has, by name, level, parent and first day as far as given."""
        if (code := self.cell(row, "code")) and (
            known := list(self.get_queryset().filter(code__iexact=code))
        ):
            existing = [unit for unit in known if unit.exists_on(self.on)]
            if len(known) > 1 and len(existing) != 1:
                raise ValidationError(
                    {"code": f"Mã “{code}” đã dùng cho nhiều đơn vị; hãy bỏ mã và ghi rõ tên, ngày."}
                )
            return existing[0] if existing else known[0]
        same = self.get_queryset().filter(match_key=match_key(self.cell(row, "name")))
        if code:
            same = same.filter(code="")
        for name in ("level", "parent", "valid_from"):
            try:
                value = self.fields[name].clean(row) if self.cell(row, name) else None
            except ValueError:
                continue  # said under its column when the cells are read
            if value is not None:
                same = same.filter(**{name: value})
        found = list(same[:20])
        for name in ("parent", "valid_from"):
            if len(found) > 1 and not self.cell(row, name):
                found = [unit for unit in found if getattr(unit, name) is None] or found
        if len(found) > 1:
            raise ValidationError(
                {
                    "name": f"Có nhiều đơn vị tên “{self.cell(row, 'name')}”; hãy ghi Mã đơn vị hoặc Đơn vị cấp trên."
                }
            )
        return found[0] if found else None

    def settle_instance(self, instance: Unit, row: dict[str, Any]) -> None:
        """A commune is its own block; a unit once made never changes its level."""
        if not instance.block and instance.level == UnitLevel.COMMUNE:
            instance.block = UnitBlock.LOCALITY
        if instance.pk and instance.level != self.get_queryset().values_list("level", flat=True).get(
            pk=instance.pk
        ):
            raise ValidationError(
                {"level": "Cấp của đơn vị không đổi được; hãy ghi ngày hết hiệu lực và lập đơn vị mới."}
            )

    # ---- other names

    def read_alias_names(self, instance: Unit, cell: Any, row: dict[str, Any]) -> tuple[str, ...]:
        """What stands, and the names the cell adds, in order."""
        names = {match_key(name): name for name in self.standing_alias_names(instance)}
        for name in clean(str(cell or "")).split(";"):
            if clean(name):
                names.setdefault(match_key(name), clean(name))
        return tuple(names.values())

    def standing_alias_names(self, instance: Unit) -> tuple[str, ...]:
        """The names it has."""
        return tuple(alias.name for alias in instance.aliases.all()) if instance.pk else ()

    def written_alias_names(self, value: tuple[str, ...]) -> str:
        """As the cell is written."""
        return "; ".join(value)

    # ---- seats

    def read_seats(self, instance: Unit, cell: Any, row: dict[str, Any]) -> Seats:
        """What stands, with the numbers the cell gives."""
        seats = dict(self.standing_seats(instance))
        for part in filter(None, map(clean, str(cell or "").split(";"))):
            found = _SEAT.fullmatch(part)
            name, quota = (found["name"], int(found["quota"])) if found else (part, 1)
            if quota < 1:
                raise ValueError(f"“{part}”: số lượng phải từ 1.")
            position = self.lookups.one("positions", "danh mục chức danh", name)
            seats[position] = quota  # type: ignore[index]
        return tuple(sorted(seats.items(), key=lambda seat: (seat[0].rank, seat[0].name)))

    def standing_seats(self, instance: Unit) -> Seats:
        """The open posts it has."""
        if not instance.pk:
            return ()
        posts = [post for post in instance.posts.all() if post.abolished_on is None]
        return tuple(sorted(((p.position, p.quota) for p in posts), key=lambda s: (s[0].rank, s[0].name)))

    def written_seats(self, value: Seats) -> str:
        """As the cell is written."""
        return "; ".join(f"{position.name} ({quota})" for position, quota in value)

    def after_save_instance(self, instance: Unit, row: Any, **kwargs: Any) -> None:
        """Write other names and seats, and let rows below name this unit."""
        names = instance.__dict__.get("_sheet_alias_names", ())
        standing = {match_key(name) for name in self.standing_alias_names(instance)}
        for name in names:
            if match_key(name) not in standing:
                alias = UnitAlias(unit=instance, name=name)
                alias.full_clean()
                alias.save()
        had = {post.position_id: post for post in instance.posts.filter(abolished_on__isnull=True)}
        wanted = [(position.pk, quota) for position, quota in instance.__dict__.get("_sheet_seats", ())]
        if not wanted and not had:
            wanted = list(
                StandardSeat.objects.filter(level=instance.level, block=instance.block).values_list(
                    "position", "quota"
                )
            )
        for position, quota in wanted:
            post = had.get(position) or Post(
                unit=instance, position_id=position, opened_on=instance.valid_from
            )
            if post.pk is None or post.quota != quota:
                post.quota = quota
                post.full_clean()
                post.save()
        self.lookups.learn_unit(instance)

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """With all a row needs, in a fixed number of queries."""
        return queryset.select_related("parent").prefetch_related("aliases", "posts__position")
