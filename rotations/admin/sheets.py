"""Taking a sheet in and handing one out, on the list of a kind of record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import tablib
from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate, localtime, now
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm
from import_export.results import Result, RowResult

from rotations import access, vietnamese
from rotations.importing.files.refusals import FileRefused
from rotations.importing.sheets import CsvFile, Sheet, SheetFile, XlsxFile, read_dataset
from rotations.importing.sheets.files import LIMITS
from rotations.reports.files import export_mark, marked_csv, marked_workbook
from rotations.vocabulary import AuditAction

WAITING = "sheets"
WAITS_FOR = timedelta(hours=12)
GONE = "Tệp chờ xác nhận không còn; hãy tải tệp lên lại."


class FileForm(forms.Form):
    """One file."""

    import_file = forms.FileField(label="Tệp (.xlsx hoặc .csv)")


class DownloadForm(ExportForm):
    """Which file, and what for."""

    purpose = forms.CharField(label="Mục đích sử dụng", max_length=200)


class ListForm(ExportForm):
    """Which file."""


class WithSheet(ImportExportMixin):
    """Mixed into a list whose records go in and out as a sheet: upload, look, confirm; all rows or none."""

    sheet: ClassVar[type[Sheet]]
    #: The sheet is a list of people: handing it out asks for the purpose and its own permission.
    holds_people: ClassVar[bool] = False
    #: A line of the sheet may name somebody: handing it out asks for the purpose alone.
    may_name_people: ClassVar[bool] = False
    import_formats = (SheetFile,)
    export_formats = (XlsxFile, CsvFile)

    # ---- who may

    def has_import_permission(self, request: Any) -> bool:
        """Whoever may bring registers in and type every record of the sheet by hand."""
        model = self.opts.model_name
        wanted = ("import_register", f"add_{model}", f"change_{model}")
        return all(request.user.has_perm(f"rotations.{name}") for name in wanted)

    def has_export_permission(self, request: Any) -> bool:
        """Whoever sees the list and may take lists out; for people, whoever may take personal data out."""
        wanted = ("export_lists", "export_personal_data") if self.holds_people else ("export_lists",)
        seen = self.has_view_permission(request)
        return seen and all(request.user.has_perm(f"rotations.{name}") for name in wanted)

    def _sheet(self, request: Any) -> Sheet:
        return self.sheet(account=request.user, on=localdate())

    # ---- in

    def import_action(self, request: Any, **kwargs: Any) -> HttpResponse:
        """The upload, and what taking the file in would do."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and access.asks_too_often(request, "import"):
            return render(request, "429.html", status=429)
        form = FileForm(request.POST or None, request.FILES or None)
        context: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["import_file"]
            if upload.size > LIMITS.upload_bytes:
                form.add_error("import_file", "Tệp quá lớn; danh sách dài hãy nhập ở trang Nhập tệp.")
            else:
                data = upload.read()
                if (dataset := self._dataset(form, data)) is not None:
                    result = self._sheet(request).import_data(dataset, dry_run=True)
                    context["result"] = result
                    if not result.has_errors() and not result.has_validation_errors() and result.rows:
                        context["waiting"] = _keep_waiting(request, data, upload.name)
        return self._import_page(request, form, context)

    def process_import(self, request: Any, **kwargs: Any) -> HttpResponse:
        """Confirm: the same run, kept."""
        if not self.has_import_permission(request) or request.method != "POST":
            raise PermissionDenied
        form = FileForm()
        form.cleaned_data = {}
        waiting = _waiting(request)
        if waiting is None:
            messages.error(request, GONE)
            return HttpResponseRedirect(self._list_url("import"))
        path, name = waiting
        with default_storage.open(path) as file:
            data = file.read()
        dataset = read_dataset(data)
        result = self._sheet(request).import_data(dataset, dry_run=False)
        default_storage.delete(path)
        if result.has_errors() or result.has_validation_errors():
            messages.error(
                request, "Dữ liệu đã thay đổi từ lúc xem trước; chưa ghi dòng nào. Hãy xem lại các lỗi."
            )
            return self._import_page(request, form, {"result": result})
        new, changed, same = _counts(result)
        access.note(
            request.user, AuditAction.IMPORT, f"{self.sheet._meta.name}: {name}", row_count=new + changed
        )
        messages.success(request, f"Đã ghi {name}: {new} thêm mới, {changed} cập nhật, {same} không đổi.")
        return HttpResponseRedirect(self._list_url("changelist"))

    def _dataset(self, form: FileForm, data: bytes) -> tablib.Dataset | None:
        try:
            return read_dataset(data)
        except FileRefused as refused:
            form.add_error("import_file", refused.message)
            return None

    def _import_page(self, request: Any, form: FileForm, context: dict[str, Any]) -> HttpResponse:
        result = context.get("result")
        if result is not None:
            context["new"], context["changed"], context["same"] = _counts(result)
        columns = self._sheet(request).get_import_fields()
        context |= {
            **self.admin_site.each_context(request),
            "title": f"Nhập {self.opts.verbose_name_plural} từ tệp",
            "form": form,
            "opts": self.opts,
            "columns": columns,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/import_export/import.html", context)

    def _list_url(self, what: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}")

    # ---- out

    def get_export_resource_classes(self, request: Any) -> list[type[Sheet]]:
        """The one sheet."""
        return [self.sheet]

    def get_export_resource_kwargs(self, request: Any, **kwargs: Any) -> dict[str, Any]:
        """Whose sheet, on which day."""
        return {"account": request.user, "on": localdate()}

    def get_export_form_class(self) -> type[ExportForm]:
        """People are handed out for a purpose."""
        return DownloadForm if self.holds_people or self.may_name_people else ListForm

    def get_export_data(self, file_format: Any, request: Any, queryset: Any, **kwargs: Any) -> bytes:
        """The file, and a note that it was taken."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        form = kwargs["export_form"]
        dataset = self._sheet(request).export(queryset, native=file_format.is_binary())
        access.note(
            request.user,
            AuditAction.EXPORT,
            self.sheet._meta.name,
            purpose=form.cleaned_data.get("purpose", access.LIST_OF_NO_PEOPLE),
            row_count=len(dataset),
        )
        content = file_format.export_data(dataset)
        mark = export_mark(request.user, at=localtime())
        return (
            marked_workbook(content, mark) if isinstance(file_format, XlsxFile) else marked_csv(content, mark)
        )

    def get_export_filename(self, request: Any, queryset: Any, file_format: Any) -> str:
        """The list's name and the day."""
        name = vietnamese.fold(str(self.sheet._meta.name)).replace(" ", "-")
        return f"{name}-{localdate():%Y-%m-%d}.{file_format.get_extension()}"

    def init_request_context_data(self, request: Any, form: Any) -> dict[str, Any]:
        """The page that asks which file."""
        context: dict[str, Any] = super().init_request_context_data(request, form)
        return context | {"title": f"Xuất {self.opts.verbose_name_plural} ra tệp"}


def _counts(result: Result) -> tuple[int, int, int]:
    totals = result.totals
    return (
        totals[RowResult.IMPORT_TYPE_NEW],
        totals[RowResult.IMPORT_TYPE_UPDATE],
        totals[RowResult.IMPORT_TYPE_SKIP],
    )


def _keep_waiting(request: HttpRequest, data: bytes, name: str) -> str:
    """Store an upload until it is confirmed, and give the signed word that opens it to this account alone."""
    _forget_old()
    path = default_storage.save(f"{WAITING}/{get_random_string(32)}", ContentFile(data))
    return signing.dumps([path, name, request.user.pk], salt=WAITING)


def _waiting(request: HttpRequest) -> tuple[str, str] | None:
    try:
        path, name, account = signing.loads(request.POST.get("waiting", ""), salt=WAITING, max_age=WAITS_FOR)
    except signing.BadSignature:
        return None
    if account != request.user.pk or not default_storage.exists(path):
        return None
    return path, name


def _forget_old() -> None:
    """Drop uploads nobody confirmed: lists of people do not lie about."""
    if not default_storage.exists(WAITING):
        return
    for name in default_storage.listdir(WAITING)[1]:
        if default_storage.get_modified_time(f"{WAITING}/{name}") < now() - WAITS_FOR:
            default_storage.delete(f"{WAITING}/{name}")
