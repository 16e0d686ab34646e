"""What pages that change a record share: it is shown as it stands, and who was overtaken by another is told so."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from rotations.models.fields import Recorded
from rotations.views.acting import AddRecord

OVERTAKEN = (
    "Bản ghi này vừa được người khác sửa. Hãy mở lại trang để xem nội dung mới rồi sửa tiếp; nội dung vừa nhập chưa "
    "được ghi."
)


class ChangeRecord(AddRecord):
    """A page that changes one record. Give `visible` besides what `AddRecord` asks for; the template gets `record` and
    `seen`, which its form hands back."""

    def visible(self) -> QuerySet[Any]:
        """The records the account may change here; any other is 404."""
        raise NotImplementedError

    @cached_property
    def changed(self) -> Recorded:
        """The record as it stands."""
        record: Recorded = get_object_or_404(self.visible(), pk=self.kwargs["pk"])
        return record

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets the record."""
        return {**super().get_form_kwargs(), "instance": self.changed}

    def form_valid(self, form: Any) -> HttpResponse:
        """Write, tell, go; or say that somebody else was faster, with all that was typed."""
        with transaction.atomic():
            rows: Any = type(self.changed)
            held = rows.objects.select_for_update(of=("self",)).get(pk=self.changed.pk)
            if held.changed_at.isoformat() != self.request.POST.get("seen", ""):
                form.add_error(None, OVERTAKEN)
                return self.form_invalid(form)
            return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the record, and the moment it was last changed when the form was shown."""
        seen = self.request.POST.get("seen") or self.changed.changed_at.isoformat()
        return super().get_context_data(record=self.changed, seen=seen, **kwargs)
