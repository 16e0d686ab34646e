"""The desk: what is due, and the year's plan at a glance. Every number opens the list it counts."""

from __future__ import annotations

from typing import Any, cast

from django.utils.timezone import localdate
from django.views.generic import TemplateView

from rotations import access
from rotations.due import due_figures, what_is_due
from rotations.models import Account, RotationPlan
from rotations.reports import pictures
from rotations.reports.needs_stated import needs_stated
from rotations.reports.plan_progress import choose_plan, plan_progress
from rotations.vocabulary import DueKind

LAST_IMPORTS = 5
DUE_SHOWN = 3  # of each kind
GROUP_SHOWN = 6  # of what is as urgent
# What an account without the right to a part is shown of it.
NOTHING: dict[str, Any] = {
    "may_list": False, "years": None, "year": None, "plan": None, "lead": "", "progress": None, "is_leading": False,
    "pictures": (), "due": None, "due_groups": (), "due_more": False, "due_kinds": (), "due_figures": (),
    "needs": None, "imports": None,
}  # fmt: skip


class Home(TemplateView):
    """Each account sees what its roles open: its files, figures alone, or where to manage accounts."""

    template_name = "home/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan of the year asked for, of this year, or the newest; then the counts."""
        account, today = cast(Account, self.request.user), localdate()
        context = super().get_context_data(**NOTHING | {"today": today} | kwargs)
        may_list = account.has_perm("rotations.view_rotation")
        if may_list:
            plans = access.visible_plans(account, on=today)
            rotations = access.visible_rotations(account, on=today)
        elif account.has_perm("rotations.view_reports"):
            plans = RotationPlan.objects.all()  # their years alone are shown
            rotations = access.counted_rotations(account, on=today)
        else:
            return context
        known = list(plans.order_by("-year"))
        plan = choose_plan(known, self.request.GET.get("year", ""), on=today)
        context |= {
            "may_list": may_list,
            "years": [one.year for one in known],
            "year": plan.year if plan else None,
            "plan": plan if may_list else None,
            "lead": plan.title if plan and may_list else "",
            "progress": plan_progress(rotations, year=plan.year, on=today) if plan else None,
        }
        if account.has_perm("rotations.view_reports") and not account.has_perm("rotations.prepare_plan"):
            # Who decides and who reads figures sees the year first, who prepares sees the work.
            counted = access.counted_rotations(account, on=today)
            context |= {
                "is_leading": True,
                "pictures": [
                    pictures.plan_against_targets(
                        counted, year=plan.year if plan else None, links=may_list, on=today
                    ),
                    pictures.terms_ending(counted, [], links=may_list, on=today),
                ],
            }
        if may_list:
            due = what_is_due(account, on=today, most=DUE_SHOWN)
            groups = [(urgency, items[:GROUP_SHOWN]) for urgency, items in due.by_urgency()]
            context |= {
                "due": due,
                "due_groups": groups,
                "due_more": due.total > sum(len(items) for _urgency, items in groups),
                "due_kinds": [(kind, due.totals[kind]) for kind in DueKind if kind in due.totals],
            }
        else:
            context["due_figures"] = list(due_figures(account, on=today).items())
        if account.has_perm("rotations.view_rotationneed"):
            context["needs"] = needs_stated(
                access.visible_needs(account, on=today), year=plan.year if plan else today.year
            )
        if account.has_perm("rotations.import_plan"):
            context["imports"] = access.visible_batches(account, on=today).for_listing()[:LAST_IMPORTS]
        return context
