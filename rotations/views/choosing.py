"""What pages that add a record to one rotation share: the rotation is chosen first, by search or `?rotation=`."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from rotations import workflow
from rotations.forms.evaluations import RotationSearchForm
from rotations.models import Rotation, RotationQuerySet
from rotations.views.acting import AddRecord

CANDIDATES_SHOWN = 20


class ForOneRotation(AddRecord):
    """Without `?rotation=` the page searches for the case; with it, the page is the form about that case.

    Give `candidates` besides what `AddRecord` asks for. A refusal of the workflow is said in the form.
    """

    def candidates(self) -> RotationQuerySet:
        """The cases a record may be added to, cut to what the account may see."""
        raise NotImplementedError

    @cached_property
    def rotation(self) -> Rotation | None:
        """The case chosen; one the account may not see, or that is no candidate, is 404."""
        asked = self.request.GET.get("rotation", "")
        if not asked:
            return None
        if not (asked.isascii() and asked.isdigit()):
            raise Http404
        cases = self.candidates().select_related("official", "sending_unit", "receiving_unit", "plan")
        return get_object_or_404(cases, pk=int(asked[:18]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form about no case at all is no page of ours."""
        if self.rotation is None:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets the case."""
        return {**super().get_form_kwargs(), "rotation": self.rotation}

    def form_valid(self, form: Any) -> HttpResponse:
        """Write, tell, go; or say why the workflow would not."""
        try:
            return super().form_valid(form)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case and its form, or the search with what it found."""
        if self.rotation is not None:
            return super().get_context_data(rotation=self.rotation, today=localdate(), **kwargs)
        search = RotationSearchForm(self.request.GET)
        found = self.candidates().select_related("official", "sending_unit", "receiving_unit", "plan")
        if search.is_valid() and search.cleaned_data["q"]:
            found = found.matching(search.cleaned_data["q"])
        shown = list(found.order_by("official__name_key", "pk")[: CANDIDATES_SHOWN + 1])
        return super().get_context_data(
            rotation=None,
            today=localdate(),
            form=None,
            search=search,
            found=shown[:CANDIDATES_SHOWN],
            more_found=len(shown) > CANDIDATES_SHOWN,
            **kwargs,
        )
