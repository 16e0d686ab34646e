"""A change of the rule book that is being tried on the open cases, so many at a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from rotations.models.fields import TidyCharField


class RuleJudging(models.Model):
    """One change somebody has typed and wants to see the effect of, and how far the judging of the open cases is.

    A few thousand cases are judged a part at a time, each part by the page that waits, so the state is here and any
    process goes on with it. `waiting` are the keys of the cases to be judged yet; the rest is what was found so far.
    It is a note about a preview and no record, so it keeps no history; what is kept of the change is the rule itself.
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="Người hỏi"
    )
    asked_at = models.DateTimeField("Hỏi lúc", auto_now_add=True)
    asked_on = models.DateField("Xét cho ngày")
    path = models.CharField("Trang", max_length=200)
    typed = models.TextField("Đã nhập")
    title = TidyCharField("Thay đổi", max_length=250)
    mark = models.CharField("Dấu của quy định khi xét", max_length=64)
    waiting = models.JSONField("Chưa xét", default=list)
    total = models.PositiveIntegerField("Tổng số", default=0)
    found = models.JSONField("Kết quả", default=dict)

    class Meta:
        verbose_name = "lần xem ảnh hưởng"
        verbose_name_plural = "các lần xem ảnh hưởng"
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.title} ({self.done}/{self.total})"

    @property
    def done(self) -> int:
        """How many cases were judged so far."""
        return self.total - len(self.waiting)

    @property
    def is_over(self) -> bool:
        """Whether every case was judged."""
        return not self.waiting
