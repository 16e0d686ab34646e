"""What is due as a mail: numbers and links, and names only where an installation lets them leave the house."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from rotations.due.lists import DueList
from rotations.vocabulary import DueKind, Urgency


class Mail(NamedTuple):
    """Subject and body, plain text."""

    subject: str
    body: str


def due_mail(due: DueList, *, on: date, site: str, names: bool) -> Mail:
    """Write the mail of one account's list.

    Shape   a list in, a subject of one line and a body out. With `names` the items shown are listed, people by name;
            without, kinds and numbers alone.
    Units   `site` is where the installation is reached, without a slash at the end.
    Errors  none.
    Source  a mail leaves the house: product §7, domain reference §10.2.
    """
    late = sum(item.urgency == Urgency.OVERDUE for item in due)
    subject = f"Việc đến hạn ngày {on:%d/%m/%Y}: {due.total} việc"
    if late:
        subject = f"{subject}, {late}{' trở lên' if due.left_out else ''} việc quá hạn"
    lines = [f"Ngày {on:%d/%m/%Y} có {due.total} việc đang chờ:", ""]
    for kind in DueKind:
        if kind not in due.totals:
            continue
        urgent = Counter(item.urgency for item in due if item.kind == kind)
        said = ", ".join(
            f"{urgent[urgency]} {urgency.label.lower()}" for urgency in Urgency if urgent[urgency]
        )
        shown = sum(urgent.values())
        if shown < due.totals[kind]:
            said = f"trong {shown} việc gấp nhất: {said}"
        lines.append(f"- {kind.label}: {due.totals[kind]} ({said})")
        lines.append(f"  {site}/due/?kind={kind.value}")
    if names:
        lines += ["", "Chi tiết:"]
        lines += [f"- {item.how_long}: {item.about}, {item.text} [{item.rule}]" for item in due]
    lines += ["", f"Mở danh sách: {site}/due/", "", "Thư do chương trình gửi tự động, mỗi ngày một lần."]
    return Mail(subject, "\n".join(lines))
