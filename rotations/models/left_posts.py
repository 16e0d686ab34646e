"""The posts a rotation gives up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import models

from rotations.models.bulk_writing import create_recorded, delete_recorded
from rotations.models.fields import Recorded
from rotations.models.positions import Post
from rotations.models.rotations import Rotation

if TYPE_CHECKING:
    from rotations.models.accounts import Account


class LeftPost(Recorded):
    """One post that one official gives up by one rotation, `Rotation.left_posts` being the posts themselves.

    A row of its own, so that what is added and taken out is kept with who and when, as for the posts brought. There
    is no day on purpose: the post is given up on the day the case starts, and its holding says so.
    """

    rotation = models.ForeignKey(
        Rotation, on_delete=models.CASCADE, related_name="left_rows", verbose_name="Lượt luân chuyển",
        db_index=False,  # `left_post_once` begins with it
    )  # fmt: skip
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="left_rows", verbose_name="Chức vụ")

    class Meta:
        verbose_name = "chức vụ thôi giữ ở nơi đi"
        verbose_name_plural = "chức vụ thôi giữ ở nơi đi"
        ordering = ("rotation", "pk")
        constraints = [
            models.UniqueConstraint(
                name="left_post_once",
                fields=["rotation", "post"],
                violation_error_message="Lượt luân chuyển đã ghi chức vụ thôi giữ này.",
            )
        ]

    def __str__(self) -> str:
        return str(self.post.position)


def settle_left_posts(wanted: Mapping[int, Collection[int]], *, by: Account | None, reason: str = "") -> None:
    """Let these cases give up these posts and no others; one that stays keeps its row.

    Shape   keys of rotations, each with the keys of its posts, in. The same few statements for any number of cases.
    Units   what is added and taken out has a line of history each; what stays has none.
    Errors  IntegrityError as from `save()`, for `explain`.
    Source  product §7 (changes keep before and after, who, when).
    """
    standing = list(LeftPost.objects.filter(rotation_id__among=list(wanted)))
    kept = {(row.rotation_id, row.post_id) for row in standing if row.post_id in wanted[row.rotation_id]}
    gone = [row for row in standing if (row.rotation_id, row.post_id) not in kept]
    delete_recorded(gone, by=by, reason=reason)
    new = [
        LeftPost(rotation_id=case, post_id=post)
        for case, posts in wanted.items()
        for post in dict.fromkeys(posts)
        if (case, post) not in kept
    ]
    create_recorded(new, by=by, reason=reason)
