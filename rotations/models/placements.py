"""Where people are placed after their rotation."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from rotations import vietnamese
from rotations.models.decisions import Decision
from rotations.models.fields import Recorded, TidyTextField, in_choices
from rotations.models.positions import Post
from rotations.models.rotations import Rotation
from rotations.models.units import Unit
from rotations.vocabulary import PlacementOutcome


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Placements in domain words."""

    def decided(self) -> PlacementQuerySet:
        """Those with a date of decision."""
        return self.filter(decided_on__isnull=False)

    def matching(self, text: str) -> PlacementQuerySet:
        """Whose person or unit contains `text`, marks and case aside."""
        folded = vietnamese.fold(text)
        return self.filter(
            Q(rotation__official__search_fold__contains=folded) | Q(unit__name_fold__contains=folded)
        )

    def for_listing(self) -> PlacementQuerySet:
        """All that one row of a list shows, in one query."""
        return self.select_related(
            "rotation__official",
            "rotation__sending_unit",
            "rotation__receiving_unit",
            "unit",
            "post__position",
        )


class Placement(Recorded):
    """What becomes of a rotated official afterwards (bố trí sau luân chuyển): proposed first, decided later.

    A rotation has one; it may be proposed before the rotation ends. `decided_on` is the day the decision takes effect,
    which may be to come; when it was issued stands on `decision`. With outcome `stays` the person is no longer
    counted as rotated from `decided_on`.
    """

    rotation = models.OneToOneField(
        Rotation, on_delete=models.PROTECT, related_name="placement", verbose_name="Lượt luân chuyển"
    )
    outcome = models.CharField("Phương án", max_length=15, choices=PlacementOutcome)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="placements",
        verbose_name="Đơn vị bố trí",
    )  # fmt: skip
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name="Chức vụ",
    )
    proposed_on = models.DateField("Ngày đề xuất")
    proposal = TidyTextField("Căn cứ, nội dung đề xuất", blank=True)
    decided_on = models.DateField("Quyết định có hiệu lực từ", null=True, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="placements",
        verbose_name="Quyết định",
    )  # fmt: skip
    note = TidyTextField("Ghi chú", blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "bố trí sau luân chuyển"
        verbose_name_plural = "bố trí sau luân chuyển"
        ordering = ("-proposed_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="placement_decided_after_proposed",
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("proposed_on")),
                violation_error_message="Quyết định bố trí có hiệu lực không thể trước ngày đề xuất.",
            ),
            in_choices("placement_outcome_known", "outcome", PlacementOutcome),
        ]

    def __str__(self) -> str:
        return f"{self.rotation.official}: {self.get_outcome_display()}"

    def get_absolute_url(self) -> str:
        """The placement stands on its case's page."""
        return f"{reverse('rotations:rotation-detail', args=[self.rotation_id])}#bo-tri"
