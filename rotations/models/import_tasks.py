"""Work on a file that a page handed to the background: read it, write its rows, undo them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from rotations.models.fields import in_choices
from rotations.models.import_batches import ImportBatch
from rotations.vocabulary import ACTIVE_STATES, ImportAct, TaskState

# A worker says every few seconds that it lives; after so long a silence its task is another's to take up.
DEAD_AFTER = timedelta(seconds=20)


class ImportTaskQuerySet(models.QuerySet["ImportTask"]):
    """Tasks in words."""

    def active(self) -> ImportTaskQuerySet:
        """Those that wait or are being done."""
        return self.filter(state__in=ACTIVE_STATES)

    def left_lying(self) -> ImportTaskQuerySet:
        """Those nobody does: waiting, or begun by a worker that has not been heard of by the database's clock."""
        return self.filter(
            Q(state=TaskState.WAITING) | Q(state=TaskState.RUNNING, seen_at__lt=Now() - DEAD_AFTER)
        )


class ImportTask(models.Model):
    """One act on one file, asked for by one person and done once, by whichever process takes it up.

    `worker` is the mark of the one attempt that may write its end; `seen_at` is when that attempt last said that it
    lives. A task is its own record, so it keeps no history.
    """

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="tasks", verbose_name="Đợt nhập"
    )
    act = models.CharField("Việc", max_length=10, choices=ImportAct)
    state = models.CharField("Tình trạng", max_length=10, choices=TaskState, default=TaskState.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="Người giao"
    )
    asked_on = models.DateField("Ngày giao")
    worker = models.CharField("Dấu người làm", max_length=32, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField("Số lần làm", default=0)
    done = models.PositiveIntegerField("Số dòng đã xong", default=0)
    total = models.PositiveIntegerField("Tổng số dòng", default=0)
    message = models.TextField("Lời báo", blank=True)
    created_at = models.DateTimeField("Giao lúc", auto_now_add=True)
    started_at = models.DateTimeField("Bắt đầu lúc", null=True, blank=True)
    seen_at = models.DateTimeField("Còn làm lúc", null=True, blank=True)
    finished_at = models.DateTimeField("Xong lúc", null=True, blank=True)

    objects = ImportTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="import_task_one_at_a_time",
                fields=["batch"],
                condition=Q(state__in=sorted(ACTIVE_STATES)),
                violation_error_message="Tệp này đang được đọc hoặc ghi; hãy đợi xong rồi làm tiếp.",
            ),
            models.CheckConstraint(
                name="import_task_running_is_seen",
                condition=~Q(state=TaskState.RUNNING) | Q(seen_at__isnull=False),
                violation_error_message="Việc đang làm phải có thời điểm còn làm.",
            ),
            in_choices("import_task_act_known", "act", ImportAct),
            in_choices("import_task_state_known", "state", TaskState),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        """Whether the act is still to be done."""
        return self.state in ACTIVE_STATES
