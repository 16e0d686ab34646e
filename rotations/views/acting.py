"""What pages that add a record share: the form knows who asks and on which day, and a refusal of the database is
said in the form in the words of the constraint that refused."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.timezone import localdate
from django.views.generic import CreateView

from rotations import workflow
from rotations.models import Account, explain

REFUSED = "Không ghi được: dữ liệu vừa nhập trái với dữ liệu đang có. Hãy tải lại trang và kiểm tra lại."


class AddRecord(PermissionRequiredMixin, CreateView):
    """A page that adds one record. Give model, form_class (a `forms.fields.RecordForm`), template_name,
    permission_required and success_message; override `record` where `workflow` does the adding."""

    success_message = "Đã ghi."

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets `account` and `on`, for choices that depend on them."""
        return {**super().get_form_kwargs(), "account": self.account, "on": localdate()}

    def record(self, form: Any) -> Any:
        """Write the record and return it. One transaction; a refusal of workflow or database is said in the form."""
        return form.keep()

    def form_valid(self, form: Any) -> HttpResponse:
        """Write, tell, go; or show the form again with what the database said and all that was typed."""
        try:
            with transaction.atomic():
                self.object = self.record(form)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        except IntegrityError as refused:
            form.add_error(None, explain(refused) or REFUSED)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        """The page of what was added."""
        return str(self.success_url or cast(Any, self.object).get_absolute_url())
