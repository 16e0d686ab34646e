"""Files taken in: the file itself, what became of each of its rows, and who did it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from rotations.models.fields import TidyCharField, in_choices
from rotations.models.officials import Official
from rotations.models.plans import RotationPlan
from rotations.models.rotations import Rotation
from rotations.models.terms import Term
from rotations.vocabulary import ImportKind, ImportStatus, ImportVerdict, RowVerdict


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Batches in domain words."""

    def committed(self) -> ImportBatchQuerySet:
        """Those whose rows stand in the records."""
        return self.filter(status=ImportStatus.COMMITTED)

    def for_listing(self) -> ImportBatchQuerySet:
        """All that one row of a list shows, without the file, in one query."""
        return self.select_related("created_by", "committed_by", "plan").defer("content", "answers")


class ImportBatch(models.Model):
    """One file handed in by one person: kept with its hash, its answers and its outcome for ever.

    `content` is the file byte for byte. `totals`, `seal` and `header_rows` are those of the last run; `written` is
    what a commit wrote that belongs to no row. A batch is its own record of change, so it keeps no history.
    """

    kind = models.CharField("Loại tệp", max_length=10, choices=ImportKind)
    status = models.CharField(
        "Trạng thái", max_length=10, choices=ImportStatus, default=ImportStatus.PREVIEWED, editable=False
    )
    verdict = models.CharField("Kết quả", max_length=15, choices=ImportVerdict, blank=True, editable=False)
    file_name = TidyCharField("Tên tệp", max_length=250)
    sha256 = models.CharField("Mã băm SHA-256", max_length=64, db_index=True)
    content = models.BinaryField("Tệp gốc", editable=False)
    file_format = models.CharField("Định dạng", max_length=10, blank=True)
    encoding = models.CharField("Bảng mã", max_length=20, blank=True)
    sheet = TidyCharField("Trang tính", max_length=100, blank=True)
    header_rows = models.JSONField("Dòng tiêu đề", default=list, blank=True)
    year = models.PositiveSmallIntegerField("Năm", null=True, blank=True)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="import_batches",
        verbose_name="Nhiệm kỳ",
    )  # fmt: skip
    plan = models.ForeignKey(
        RotationPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="import_batches",
        verbose_name="Kế hoạch",
    )  # fmt: skip
    answers = models.JSONField("Câu trả lời", default=dict, blank=True)
    totals = models.JSONField("Tổng hợp", default=dict, blank=True)
    seal = models.CharField("Dấu của kết quả đọc", max_length=64, blank=True, editable=False)
    written = models.JSONField("Đã ghi ngoài các dòng", default=list, blank=True)
    refusal_code = models.CharField("Mã lý do không nhận", max_length=30, blank=True)
    refusal_message = models.TextField("Lý do không nhận", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Người nộp tệp",
    )
    created_at = models.DateTimeField("Nộp lúc", auto_now_add=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người xác nhận",
    )  # fmt: skip
    committed_at = models.DateTimeField("Ghi lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người hoàn tác",
    )  # fmt: skip
    undone_at = models.DateTimeField("Hoàn tác lúc", null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt nhập"
        verbose_name_plural = "đợt nhập"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="import_batch_committed_when",
                condition=~Q(status=ImportStatus.COMMITTED) | Q(committed_at__isnull=False),
                violation_error_message="Đợt đã ghi phải có thời điểm ghi.",
            ),
            in_choices("import_batch_status_known", "status", ImportStatus),
            in_choices("import_batch_kind_known", "kind", ImportKind),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_status_display()})"

    def get_absolute_url(self) -> str:
        """The batch's page."""
        return reverse("rotations:import-detail", args=[self.pk])


class ImportRow(models.Model):
    """What became of one row of a file, previewed or committed: its findings and what it wrote.

    `place` counts the rows of all sheets read, in order. `result` is the row's object of the import contract;
    `written` is the journal of the row, for undoing. The cells as typed are in the file, which the batch keeps.
    """

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name="Đợt nhập",
        db_index=False,  # `import_row_once` begins with it
    )  # fmt: skip
    place = models.PositiveIntegerField("Thứ tự")
    row_number = models.PositiveIntegerField("Dòng")
    verdict = models.CharField("Kết quả", max_length=10, choices=RowVerdict)
    result = models.JSONField("Kết quả đọc", default=dict, blank=True)
    written = models.JSONField("Đã ghi", default=list, blank=True)
    official = models.ForeignKey(
        Official, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Cán bộ"
    )
    rotation = models.ForeignKey(
        Rotation, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows",
        verbose_name="Lượt luân chuyển",
    )  # fmt: skip

    class Meta:
        verbose_name = "dòng nhập"
        verbose_name_plural = "dòng nhập"
        ordering = ("batch", "place")
        constraints = [
            models.UniqueConstraint(
                name="import_row_once",
                fields=["batch", "place"],
                violation_error_message="Đợt nhập đã có dòng này.",
            ),
            in_choices("import_row_verdict_known", "verdict", RowVerdict),
        ]

    def __str__(self) -> str:
        return f"Dòng {self.row_number}: {self.get_verdict_display()}"
