"""What pages that change a record share: the record as it stands, and one transaction around looking and writing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator

from rotations.models.fields import Recorded
from rotations.views.acting import AddRecord


@method_decorator(transaction.atomic, name="post")
class ChangeRecord(AddRecord):
    """A page that changes one record. Give `visible` besides what `AddRecord` asks for; the template gets `record`.

    Who was overtaken by another is told so by the form (`forms.overtaken`), which holds the row until it is written.
    """

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the record."""
        return super().get_context_data(record=self.changed, **kwargs)
