"""The life of a person and of a seat: pages for any day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.views.generic import DetailView

from rotations import access
from rotations.forms.days import DayForm
from rotations.models import Account, Official, Placement, Post, Unit, heirs
from rotations.reports.timelines import person_on, person_timeline, seat_timeline
from rotations.vocabulary import AuditAction


class OfficialTimeline(PermissionRequiredMixin, DetailView):
    """A person's posts, rotations, ratings, discipline and quy hoạch in order, and how the person stood on a day.

    Opening it leaves a note in the trail, as opening the file does.
    """

    model = Official
    permission_required = "rotations.view_official"
    template_name = "officials/timeline.html"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    def get_queryset(self) -> QuerySet[Official]:
        """Files the account may open; another's is 404."""
        return access.visible_officials(self.account, on=localdate()).select_related("unit")

    def get_object(self, queryset: QuerySet[Official] | None = None) -> Official:
        """The file, and the note that it was read."""
        official = super().get_object(queryset)
        access.note(self.account, AuditAction.READ, official, purpose="Diễn biến công tác")
        return official

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The events as far as the account may read them, in a fixed number of queries."""
        form, today, official = DayForm(self.request.GET or None), localdate(), self.object
        on = form.day_or(today)
        hidden = access.hidden_fields(self.account, Official)
        posts = access.visible_posts(self.account, on=today).filter(pk=OuterRef("post"))
        holdings = list(official.holdings.for_listing().annotate(may_open_post=Exists(posts)))
        rotations = list(
            access.visible_rotations(self.account, on=today)
            .filter(official=official)
            .select_related("sending_unit", "receiving_unit", "plan")
            .order_by("starts_on", "pk")
        )
        parts: dict[str, Any] = {
            "ratings": ("ratings", official.ratings.select_related("unit")),
            "disciplines": ("discipline_records", official.discipline_records.all()),
            "successions": (
                "succession_entries",
                official.succession_entries.select_related("position", "unit", "term"),
            ),
        }
        shown = {name: rows for name, (field, rows) in parts.items() if field not in hidden}
        events = person_timeline(holdings=holdings, rotations=rotations, on=on, **shown)
        kept = Placement.objects.decided().filter(rotation__in=rotations)
        return super().get_context_data(
            form=form,
            on=on,
            is_today=on == today,
            events=events,
            state=person_on(events, holdings, rotations, kept, on=on),
            successors=_successors((event.unit for event in events), self.account, on=today),
            **kwargs,
        )


class PostDetail(PermissionRequiredMixin, DetailView):
    """One seat: its places, who held it from when until when, when it stood empty, and who holds it on a day."""

    model = Post
    permission_required = "rotations.view_post"
    template_name = "posts/detail.html"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    def get_queryset(self) -> QuerySet[Post]:
        """Posts the account may open; another unit's is 404."""
        return access.visible_posts(self.account, on=localdate()).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The seat's life, and the day asked for."""
        form, today, post = DayForm(self.request.GET or None), localdate(), self.object
        on = form.day_or(today)
        files = access.visible_officials(self.account, on=today).filter(pk=OuterRef("official"))
        holdings = list(
            access.visible_holdings(self.account, on=today)
            .filter(post=post)
            .for_listing()
            .annotate(may_open=Exists(files))
            .order_by("held_from", "pk")
        )
        lines = seat_timeline(post, holdings, on=on)
        holders = [line for line in lines if line.holding is not None and line.when in ("now", "maybe")]
        return super().get_context_data(
            form=form,
            on=on,
            is_today=on == today,
            lines=lines,
            holders=holders,
            is_open=post.is_open_on(on),
            vacant=max(0, post.quota - sum(line.when == "now" for line in holders)),
            successors=_successors([post.unit], self.account, on=today),
            **kwargs,
        )


def _successors(
    units: Iterable[Unit | None], account: Account, *, on: date
) -> dict[int, list[tuple[Unit, bool]]]:
    """What became of those of `units` that are no more: their heirs, and whether the account may open each."""
    ended = {unit.pk for unit in units if unit is not None and not unit.exists_on(on)}
    found = heirs(ended, on=on)
    if not any(found.values()):
        return {}
    opens = (
        set(access.visible_units(account, on=on).values_list("pk", flat=True)) if account.unit_id else None
    )
    return {
        unit: [(heir, opens is None or heir.pk in opens) for heir in taken_over]
        for unit, taken_over in found.items()
    }
