"""Pages of needs (Biểu 1): the list, one need, stating a new one and changing one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.views.generic import DetailView

from rotations import access, workflow
from rotations.filters.needs import NeedFilter
from rotations.forms.needs import NeedForm
from rotations.models import Account, Position, RotationNeed, Unit
from rotations.views.acting import AddRecord
from rotations.views.changing import ChangeRecord
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import NeedDirection, Role

# What the level at the other end means, by the way a need points.
OTHER_END = {NeedDirection.IN: "Nguồn cán bộ từ cấp", NeedDirection.OUT: "Cử đến cấp"}


def _proposed(need: RotationNeed) -> str:
    return str(need.proposed_official or need.proposed_text)


class NeedList(Listing):
    """What units ask for and offer."""

    model = RotationNeed
    permission_required = "rotations.view_rotationneed"
    filterset_class = NeedFilter
    template_name = "needs/list.html"
    file_name = "nhu-cau-luan-chuyen"
    holds_people = True
    download_permission = "rotations.export_lists"
    sorts = {
        "unit": Sort("Đơn vị", "unit__sort_key", "year"),
        "year": Sort("Năm", "year", "unit__sort_key"),
        "expected": Sort("Thời gian dự kiến", "expected_on", "unit__sort_key"),
    }
    usual = ("position", "unit", "year", "direction", "quantity", "reason", "person", "expected")
    columns = (
        Column("year", "Năm", lambda need: need.year, "year"),
        Column("unit", "Đơn vị đề xuất", lambda need: need.unit, "unit"),
        Column("direction", "Hướng", lambda need: need.get_direction_display(), "direction"),
        Column("position", "Chức danh", lambda need: need.position, "position"),
        Column("position", "Vị trí (ghi thêm)", lambda need: need.position_text, "position_text"),
        Column("quantity", "Số lượng", lambda need: need.quantity, "quantity"),
        Column("reason", "Lý do", lambda need: need.get_reason_display(), "reason"),
        Column("requirements", "Yêu cầu", lambda need: need.requirements, "requirements"),
        Column("person", "Nhân sự đề xuất", _proposed, "proposed_official"),
        Column("expected", "Thời gian dự kiến", lambda need: need.expected, "expected_on"),
        Column("note", "Ghi chú", lambda need: need.note, "note"),
    )

    def visible(self) -> QuerySet[RotationNeed]:
        """Needs the account may open."""
        return access.visible_needs(self.account, on=self.today).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and whether the account may state a need."""
        return super().get_context_data(may_add=self.account.has_perm("rotations.add_rotationneed"), **kwargs)


class NeedDetail(PermissionRequiredMixin, DetailView):
    """One need as it was stated."""

    model = RotationNeed
    permission_required = "rotations.view_rotationneed"
    template_name = "needs/detail.html"
    context_object_name = "need"

    def get_queryset(self) -> QuerySet[RotationNeed]:
        """Needs the account may open; another's is 404."""
        account = cast(Account, self.request.user)
        return access.visible_needs(account, on=localdate()).for_listing().select_related("call")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Label and value of each line of the form."""
        need = self.object
        fields = [
            ("Đơn vị đề xuất", str(need.unit)),
            ("Năm kế hoạch", str(need.year)),
            ("Đợt đề xuất", str(need.call or "")),
            ("Hướng", need.get_direction_display()),
            ("Chức danh", str(need.position or "")),
            ("Vị trí (ghi thêm)", need.position_text),
            ("Số lượng", str(need.quantity)),
            ("Lý do", need.get_reason_display()),
            ("Yêu cầu về chuyên môn, lý luận chính trị", need.requirements),
            ("Nhân sự đề xuất", _proposed(need)),
            ("Thời gian dự kiến", str(need.expected or "")),
            (OTHER_END[NeedDirection(need.direction)], need.get_other_level_display()),
            ("Ghi chú", need.note),
            ("Ngày nêu", f"{need.stated_on:%d/%m/%Y}" if need.stated_on else ""),
        ]
        account = cast(Account, self.request.user)
        may_change = account.has_perm("rotations.change_rotationneed")
        return super().get_context_data(fields=fields, may_change=may_change, **kwargs)


class _NeedTyped:
    """What the forms of a new and of a changed need share: choices, and the workflow that keeps it."""

    account: Account

    @property
    def fixed_unit(self) -> Unit | None:
        """The one unit a clerk states needs of."""
        return self.account.unit if Role.UNIT_CLERK in self.account.roles else None

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets what the account may choose from."""
        today = localdate()
        return {
            **super().get_form_kwargs(),  # type: ignore[misc]
            "units": access.visible_units(self.account, on=today),
            "calls": access.visible_calls(self.account, on=today),
            "officials": access.visible_officials(self.account, on=today),
            "fixed_unit": self.fixed_unit,
            "positions": Position.objects.found_at(self.fixed_unit) if self.fixed_unit else None,
        }

    def record(self, form: NeedForm) -> RotationNeed:
        """Hand the need to the workflow."""
        return workflow.state_need(form.save(commit=False), by=self.account, on=localdate())


class NeedAdd(_NeedTyped, AddRecord):
    """State a need. A clerk states those of the own unit and of no other."""

    model = RotationNeed
    form_class = NeedForm
    permission_required = "rotations.add_rotationneed"
    template_name = "needs/add.html"
    success_message = "Đã ghi nhu cầu."

    def get_form_kwargs(self) -> dict[str, Any]:
        """A new need is of a unit there is today, in answer to a call that is open."""
        today, given = localdate(), super().get_form_kwargs()
        units, calls = given["units"].existing_on(today), given["calls"].open_on(today)
        return {**given, "units": units, "calls": calls}

    def get_initial(self) -> dict[str, Any]:
        """The call the address names, and its year; any other number is no call."""
        asked = self.request.GET.get("call", "")
        calls = access.visible_calls(self.account, on=localdate()).open_on(localdate())
        call = calls.in_bulk([int(asked[:18])]) if asked.isascii() and asked.isdigit() else {}
        named = [{"call": one, "year": one.year} for one in call.values()]
        return {**super().get_initial(), **(named[0] if named else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the unit it is for when it is not asked."""
        return super().get_context_data(fixed_unit=self.fixed_unit, **kwargs)


class NeedEdit(_NeedTyped, ChangeRecord):
    """Change a need: its post, the level at the other end, whom it names."""

    model = RotationNeed
    form_class = NeedForm
    permission_required = "rotations.change_rotationneed"
    template_name = "needs/edit.html"
    success_message = "Đã sửa nhu cầu."

    def visible(self) -> QuerySet[RotationNeed]:
        """Needs the account may open."""
        return access.visible_needs(self.account, on=localdate()).for_listing().select_related("call")
