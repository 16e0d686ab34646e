"""Every component in every state, on a desk alone: for whoever changes how the product looks.

The samples are invented; the markup is that of the pages, whose fragments `templates/gallery/` includes.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from rotations.views.gallery.cases import case_samples
from rotations.views.gallery.components import component_samples, help_samples, sign_in_samples
from rotations.views.gallery.imports import import_samples
from rotations.views.gallery.papers import paper_samples
from rotations.views.gallery.pictures import pictures
from rotations.views.gallery.plans import plan_samples
from rotations.views.gallery.reports import regulation_samples, report_samples


class Gallery(LoginRequiredMixin, TemplateView):
    """The page; only a desk (CADRE_DEBUG) has it."""

    template_name = "gallery/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Samples for each part of the page."""
        return super().get_context_data(
            components=component_samples(),
            cases=case_samples(),
            papers=paper_samples(),
            plans=plan_samples(),
            files=import_samples(),
            reports=report_samples(),
            regulations=regulation_samples(),
            pictures=pictures(),
            helping=help_samples(),
            signing_in=sign_in_samples(),
            **kwargs,
        )
