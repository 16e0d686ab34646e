"""Files kept beside a paper, a case, a decision or a comment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from rotations.models.decisions import Decision
from rotations.models.dossiers import DossierItem
from rotations.models.evaluations import Evaluation
from rotations.models.fields import FoldedField, TidyCharField, in_choices, words_in
from rotations.models.rotations import Rotation
from rotations.vocabulary import FileKind, SecrecyLevel

OWNERS = ("dossier_item", "rotation", "decision", "evaluation")


def _belongs_to_one() -> Q:
    """Exactly one owner, as a condition the database holds."""
    condition = Q()
    for owner in OWNERS:
        condition |= Q(**{f"{name}__isnull": name != owner for name in OWNERS})
    return condition


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments in domain words."""

    def kept(self) -> AttachmentQuerySet:
        """Those that were not taken away again."""
        return self.filter(removed_on__isnull=True)

    def matching(self, text: str) -> AttachmentQuerySet:
        """Those whose name holds every word of `text`, marks and case aside."""
        return self.filter(words_in("name_fold", text))

    def beside(self, item: DossierItem) -> AttachmentQuerySet:
        """Those of one paper, taken away ones too."""
        return self.filter(dossier_item=item)

    def beside_papers_of(self, rotation: Rotation) -> AttachmentQuerySet:
        """Those of the papers of a case's dossier."""
        return self.filter(dossier_item__rotation=rotation)

    def beside_case(self, rotation: Rotation) -> AttachmentQuerySet:
        """Those of the case itself."""
        return self.filter(rotation=rotation)

    def beside_evaluation(self, evaluation: Evaluation) -> AttachmentQuerySet:
        """Those of one comment, taken away ones too."""
        return self.filter(evaluation=evaluation)

    def beside_decision(self, decision: Decision) -> AttachmentQuerySet:
        """Those of one decision, taken away ones too."""
        return self.filter(decision=decision)

    def for_listing(self) -> AttachmentQuerySet:
        """What a list shows of each, without the file, in one query."""
        return self.select_related("added_by", "removed_by").defer("content")


class Attachment(models.Model):
    """One file somebody put beside one record: its bytes, what it is, who handed it in.

    A file never changes: another version is another row. Taking one away is an act with a reason that leaves the row
    and the file where they are and hides them, so an attachment is its own record of change and keeps no history.
    `said_unmarked` is the word of who handed the file in that it carries no mark of secrecy, where none can be read out of
    it. `kind` was told by content when the file came in, and `name` carries its ending.
    """

    dossier_item = models.ForeignKey(
        DossierItem, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name="Thành phần hồ sơ",
    )  # fmt: skip
    rotation = models.ForeignKey(
        Rotation, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name="Lượt luân chuyển",
    )  # fmt: skip
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name="Quyết định",
    )  # fmt: skip
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name="Nhận xét",
    )  # fmt: skip
    name = TidyCharField("Tên tệp", max_length=160)
    name_fold = FoldedField("name")
    kind = models.CharField("Loại tệp", max_length=5, choices=FileKind)
    size = models.PositiveIntegerField("Dung lượng (byte)")
    sha256 = models.CharField("Mã băm SHA-256", max_length=64)
    secrecy = models.CharField("Độ mật", max_length=12, choices=SecrecyLevel, default=SecrecyLevel.INTERNAL)
    note = TidyCharField("Ghi chú", max_length=300, blank=True)
    said_unmarked = models.BooleanField("Người đính kèm xác nhận không mang dấu độ mật", default=False)
    content = models.BinaryField("Tệp", editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người đính kèm",
    )  # fmt: skip
    added_at = models.DateTimeField("Đính kèm lúc", auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người gỡ",
    )  # fmt: skip
    removed_on = models.DateField("Ngày gỡ", null=True, blank=True)
    removal_reason = TidyCharField("Lý do gỡ", max_length=300, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ("added_at", "pk")
        constraints = [
            models.CheckConstraint(
                name="attachment_belongs_to_one",
                condition=_belongs_to_one(),
                violation_error_message="Tệp đính kèm phải thuộc đúng một giấy tờ, lượt, quyết định hoặc nhận xét.",
            ),
            models.CheckConstraint(
                name="attachment_removed_with_reason",
                condition=Q(removed_on__isnull=True, removal_reason="")
                | (Q(removed_on__isnull=False) & ~Q(removal_reason="")),
                violation_error_message="Hãy ghi lý do gỡ tệp.",
            ),
            *(
                models.UniqueConstraint(
                    name=f"attachment_once_{owner}",
                    fields=[owner, "sha256"],
                    condition=Q(removed_on__isnull=True, **{f"{owner}__isnull": False}),
                    violation_error_message="Tệp này đã được đính kèm ở đây.",
                )
                for owner in OWNERS
            ),
            in_choices("attachment_kind_known", "kind", FileKind),
            in_choices("attachment_secrecy_known", "secrecy", SecrecyLevel),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The file itself, as a download."""
        return reverse("rotations:attachment-download", args=[self.pk])

    @property
    def owner(self) -> DossierItem | Rotation | Decision | Evaluation:
        """The record the file stands beside."""
        found: DossierItem | Rotation | Decision | Evaluation | None = (
            self.dossier_item or self.rotation or self.decision or self.evaluation
        )
        if found is None:
            raise ValueError("an attachment belongs to a record")
        return found
