"""Accounts: who signs in, in which roles, for which unit."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.html import format_html

from rotations import access
from rotations.admin.back_office import BackOffice, ReadOnly, Table
from rotations.forms.accounts import GivenPasswordForm
from rotations.forms.overtaken import NothingOverwritten
from rotations.models import (
    Account,
    CalendarLink,
    DueNotice,
    ListColumns,
    Official,
    SavedFilter,
    SignInSession,
    Unit,
)
from rotations.templatetags.devices import device_name
from rotations.vietnamese import match_key
from rotations.vocabulary import Role

for library in (EmailAddress, Authenticator):  # kept by the sign-in pages, not typed here
    admin.site.unregister(library)
admin.site.unregister(Group)  # a role is code: its powers are not edited by a click


class NamedField(forms.ModelChoiceField):
    """One record typed by code or full name. Whoever keeps accounts need not see the lists themselves."""

    widget = AdminTextInputWidget

    def __init__(self, queryset: QuerySet[Any], *, code: str, shown: str, **options: Any) -> None:
        super().__init__(queryset, required=False, **options)
        self.code, self.shown = code, shown

    def prepare_value(self, value: Any) -> Any:
        """A stored record by its code, else its name; what was typed stays as typed."""
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()  # type: ignore[union-attr]
        return (
            (getattr(value, self.code) or getattr(value, self.shown)) if isinstance(value, Model) else value
        )

    def to_python(self, value: Any) -> Any:
        """The one record of that code or name."""
        if value in self.empty_values:
            return None
        typed = str(value).strip()
        rows = self.queryset
        assert rows is not None
        found = list(rows.filter(**{self.code: typed})[:2]) or list(
            rows.filter(match_key=match_key(typed))[:2]
        )
        if len(found) != 1:
            raise ValidationError(
                "Không có." if not found else "Có nhiều tên như vậy; hãy ghi mã hoặc số hiệu."
            )
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another record was typed."""
        return str(self.prepare_value(initial) or "") != str(data or "")


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by their Vietnamese names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The role's label."""
        return str(Role(obj.name).label)


class _WhoAndWhere(forms.Form):
    unit = NamedField(
        Unit.objects.all(), code="code", shown="name", label="Đơn vị",
        help_text="Ghi mã hoặc tên đầy đủ. Bắt buộc với tài khoản của đơn vị và cơ quan thẩm định.",
    )  # fmt: skip
    official = NamedField(
        Official.objects.all(), code="official_code", shown="full_name", label="Hồ sơ cán bộ của chính người dùng",
        help_text="Ghi số hiệu cán bộ (hoặc họ tên nếu không trùng ai), để không ai tự xử lý hồ sơ của mình.",
    )  # fmt: skip
    groups = RolesField(Group.objects.filter(name__in=Role.values), required=False, label="Vai trò")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        names = {group.name for group in cleaned.get("groups") or ()}
        if names & {Role.UNIT_CLERK, Role.APPRAISER} and not cleaned.get("unit") and "unit" in self.fields:
            self.add_error("unit", "Vai trò này phải gắn với một đơn vị.")
        return cleaned


class KeptPassword(ReadOnlyPasswordHashWidget):
    """How a password is kept, to be read: a paragraph, not an input that is switched off."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Without the word only inputs know, and with the way to another password."""
        shown = {word: said for word, said in (attrs or {}).items() if word != "disabled"}
        context: dict[str, Any] = super().get_context(name, value, shown)
        return context | {"password_url": "../password/"}


class AccountForm(_WhoAndWhere, NothingOverwritten, UserChangeForm):
    """An account that exists."""

    password = ReadOnlyPasswordHashField(
        label="Mật khẩu", help_text="Mật khẩu không được lưu ở dạng đọc được nên không xem lại được.",
        widget=KeptPassword,
    )  # fmt: skip

    class Meta:
        model = Account
        fields = ("username", "full_name", "email", "unit", "official", "is_active", "is_staff", "groups")


class NewAccountForm(_WhoAndWhere, AdminUserCreationForm):
    """An account to be made."""

    class Meta:
        model = Account
        fields = ("username", "full_name", "unit", "official", "is_staff", "groups")


class CalendarLinkInline(ReadOnly, Table):
    """Whether the account's calendar may be fetched from outside, and since when; shut with the account itself."""

    model = CalendarLink
    can_delete = False
    fields = ("made_at",)
    readonly_fields = fields


class DueNoticeInline(ReadOnly, Table):
    """Mails sent to the account."""

    model = DueNotice
    can_delete = False
    fields = ("day", "sent_at", "item_count")
    readonly_fields = fields


class RoleHeld(admin.SimpleListFilter):
    """Accounts of one role, by its Vietnamese name."""

    title = "vai trò"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every role there is."""
        return [(role.value, str(role.label)) for role in Role]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those who hold the role."""
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


def list_called(name: str) -> str:
    """What the rows of a list are called."""
    view: Any = resolve(reverse(f"rotations:{name}")).func
    return str(view.view_class.model._meta.verbose_name_plural).capitalize()


class SavedFilterInline(ReadOnly, Table):
    """Above which lists the account keeps filters; their words may name people, so they are not shown."""

    model = SavedFilter
    can_delete = False
    fields = ("called",)
    readonly_fields = fields

    @admin.display(description="Danh sách")
    def called(self, kept: SavedFilter) -> str:
        """The list, by what its rows are called."""
        return list_called(kept.list_name)


class ListColumnsInline(ReadOnly, Table):
    """Of which lists the account chose the columns."""

    model = ListColumns
    can_delete = False
    fields = ("called", "how_many")
    readonly_fields = fields

    @admin.display(description="Danh sách")
    def called(self, kept: ListColumns) -> str:
        """The list, by what its rows are called."""
        return list_called(kept.list_name)

    @admin.display(description="Số cột đã chọn")
    def how_many(self, kept: ListColumns) -> int:
        """Of the columns it may show."""
        return len(kept.columns.split(","))


class SignInSessionInline(ReadOnly, Table):
    """Where the account is signed in; ended on its own page."""

    model = SignInSession
    can_delete = False
    fields = ("machine", "address", "seen_at")
    readonly_fields = fields

    @admin.display(description="Thiết bị")
    def machine(self, session: SignInSession) -> str:
        """By the names people know."""
        return device_name(session.device)


@admin.register(Account)
class AccountAdmin(BackOffice, UserAdmin):
    """Accounts. There is no flag that opens everything, and nobody changes their own roles."""

    visible = staticmethod(access.visible_accounts)
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = GivenPasswordForm
    inlines = (
        SignInSessionInline,
        CalendarLinkInline,
        DueNoticeInline,
        SavedFilterInline,
        ListColumnsInline,
    )
    list_display = ("username", "full_name", "roles_held", "unit", "is_active", "is_staff", "last_login")
    list_filter = (RoleHeld, "is_active", "is_staff")
    list_select_related = ("unit",)
    search_fields = ("username",)
    searched_words = ("username", "full_name")
    ordering = ("name_key", "username")
    filter_horizontal = ()
    view_on_site = False
    readonly_fields = ("last_login", "date_joined", "must_change_password", "door")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Người dùng", {"fields": ("full_name", "email", "unit", "official")}),
        ("Quyền", {"fields": ("is_active", "is_staff", "groups")}),
        ("Đăng nhập", {"fields": ("door", "must_change_password", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "usable_password",
                    "password1",
                    "password2",
                    "full_name",
                    "unit",
                    "official",
                    "is_staff",
                    "groups",
                ),
            },
        ),
    )
    own: ClassVar[tuple[str, ...]] = ("unit", "official", "is_active", "is_staff", "groups")

    def hidden(self, request: Any) -> frozenset[str]:
        """An account's own columns are open to whoever keeps accounts."""
        return frozenset()

    def get_inlines(self, request: Any, obj: Any) -> Any:
        """What hangs on an account, once there is one."""
        return super().get_inlines(request, obj) if obj is not None else []

    def get_queryset(self, request: Any) -> Any:
        """With roles."""
        return super().get_queryset(request).select_related("unit").prefetch_related("groups")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """Nobody gives themselves a role."""
        own = self.own if obj is not None and obj.pk == request.user.pk else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Whoever makes an account chooses its first password, so the person changes it."""
        if not change:
            obj.must_change_password = obj.has_usable_password()
        super().save_model(request, obj, form, change)

    @admin.display(description="Phiên đăng nhập, khóa, xác thực hai bước")
    def door(self, account: Account) -> str:
        """The page on which sessions are ended, a lock opened, a lost second factor removed."""
        return format_html('<a href="{}">Mở trang</a>', reverse("rotations:account-door", args=[account.pk]))

    @admin.display(description="Vai trò")
    def roles_held(self, account: Account) -> str:
        """Labels of the roles."""
        known = {role.value: str(role.label) for role in Role}
        return ", ".join(known.get(group.name, group.name) for group in account.groups.all())
