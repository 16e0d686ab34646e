"""Whatever is opened or taken away leaves its note, and whatever is taken away says by whom and when.

The pages come from the table of `test_who_may_open`, which has a row for every page there is: a new page fails here
until it is told what note it leaves, or why none.
"""

from __future__ import annotations

import csv
import re
import zipfile
from io import BytesIO, StringIO

import pytest
from django.urls import reverse

from rotations.models import AuditEntry
from rotations.vocabulary import AuditAction
from tests.access.test_who_may_open import ADMIN, LEAD, PAGES, RECORDS, accounts, records  # noqa: F401 – fixtures

READ, PRINT, EXPORT = AuditAction.READ, AuditAction.PRINT, AuditAction.EXPORT
# The page of one person's case or file, by what its note says of whom; "" where it is the whole of a plan or file.
NOTED: dict[str, tuple[AuditAction, str]] = {
    "official-detail": (READ, "Vừ A Ngoài"),
    "official-timeline": (READ, "Vừ A Ngoài"),
    "rotation-detail": (READ, "Vừ A Ngoài"),
    "rotation-review-sheet": (PRINT, "Vừ A Ngoài"),
    "rotation-locality": (READ, "Vừ A Ngoài"),
    "dossier": (READ, "Vừ A Ngoài"),
    "dossier-item": (READ, "Vừ A Ngoài"),
    "attachment-download": (READ, "Vừ A Ngoài"),
    "evaluation-detail": (READ, "Lò Văn"),
    "evaluation-change": (READ, "Lò Văn"),
    "evaluation-rate": (READ, "Lò Văn"),
    "decision-detail": (READ, "QĐ/HU"),
    "decision-change": (READ, "QĐ/HU"),
    "placement-decide": (READ, "Lò Văn"),
    "placement-take-up": (READ, "Lò Văn"),
    "plan-review-sheets": (PRINT, ""),
    "plan-export": (EXPORT, ""),
    "import-source": (EXPORT, ""),
    "import-faulty": (EXPORT, ""),
}
# Pages without a personal file on them, each with the reason.
UNNOTED: dict[str, str] = {
    **dict.fromkeys(
        ("plan-detail", "plan-edit", "plan-amend", "plan-version", "plan-compare", "plan-as-of", "plan-gather",
         "plan-target-add", "plan-target-edit", "plan-target-remove"),
        "who goes where under a plan, as the lists show it; no file",
    ),
    **dict.fromkeys(
        ("unit-detail", "post-detail"), "who holds which post, as the units' own boards say; no file"
    ),
    **dict.fromkeys(
        ("need-detail", "need-edit", "need-call-detail", "need-call-edit", "need-call-answer"),
        "what a unit asks for, with a name at most",
    ),
    "need-call-blank": "an empty form",
    **dict.fromkeys(
        ("import-detail", "import-progress", "import-undo"),
        "rows of a file that the account or its board handed in; taking the file away is noted",
    ),
    **dict.fromkeys(("attachment-add", "attachment-remove"), "a form; the name of a file at most"),
    "frozen-report": "figures without names; taking them out is noted",
    "account-door": "sign-ins of an account; what is done there is noted",
    **{name.removeprefix("rotations:"): "the rule book" for name in RECORDS if ":regulation-" in name},
}  # fmt: skip
# Files that need not say who took them: each with the reason.
UNMARKED: dict[str, str] = {
    "rotations:import-template": "a blank form",
    "rotations:need-call-blank": "a blank form",
    "rotations:import-source": "the file as it was handed in, byte for byte: its hash is on record",
    "rotations:attachment-download": "the file as it was handed in, byte for byte: its hash is on record",
}
WAYS = (
    "",
    *(
        f"?{by}={kind}{said}"
        for by in ("download", "format")
        for kind in ("xlsx", "csv")
        for said in ("", "&taken_for=x")
    ),
)


def test_every_page_of_a_record_says_what_note_it_leaves():
    assert {*NOTED, *UNNOTED} == {name.removeprefix("rotations:") for name in RECORDS}
    assert not NOTED.keys() & UNNOTED.keys()


def test_opening_a_personal_file_leaves_a_note_that_names_the_person(accounts, records, client):  # noqa: F811
    client.force_login(accounts[LEAD])
    told = dict.fromkeys(NOTED, "")

    for name, (action, _whom) in NOTED.items():
        before = AuditEntry.objects.count()
        client.get(reverse(f"rotations:{name}", args=records[False][name]), {"taken_for": "x"})
        left = AuditEntry.objects.order_by("pk")[before:]
        told[name] = " ".join(f"{entry.subject} {entry.purpose}" for entry in left if entry.action == action)
        assert len(left) == 1, (name, list(left))
        assert left[0].purpose, (name, "what for")

    wrong = {
        name: (whom, told[name]) for name, (_action, whom) in NOTED.items() if not _names(whom, told[name])
    }
    assert wrong == {}


def _names(whom: str, said: str) -> bool:
    return whom in said and bool(said)


def _files(client, records):  # noqa: F811
    """Every address that answers a file, with the answer."""
    for name in (*PAGES, *RECORDS):
        arguments = records[False].get(name.removeprefix("rotations:"), []) if name in RECORDS else []
        for way in WAYS:
            before = AuditEntry.objects.count()
            answer = client.get(reverse(name, args=arguments) + way)
            if "attachment" not in answer.headers.get("Content-Disposition", ""):
                continue
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield name, way, content, list(AuditEntry.objects.order_by("pk")[before:])
    answer = client.get("/due.ics")
    yield "rotations:due-calendar", "", answer.content, [AuditEntry.objects.latest("pk")]


def test_every_file_says_who_took_it_and_leaves_a_note_with_its_rows_and_what_for(accounts, records, client):  # noqa: F811
    account = accounts[LEAD]
    client.force_login(account)
    seen, wrong = set(), []

    for name, way, content, notes in _files(client, records):
        seen.add(name)
        said = re.search(
            rf"Xuất bởi {account} \({account.username}\) lúc \d\d:\d\d \d\d/\d\d/\d{{4}}", _text(content)
        )
        if not said and name not in UNMARKED:
            wrong.append(f"{name}{way} does not say who took it")
        if name in UNMARKED:  # their notes are of the pages above
            continue
        if len(notes) != 1 or notes[0].account != account:
            wrong.append(f"{name}{way} left {notes}")
        elif len(notes[0].purpose.split()) < 2 and notes[0].purpose != "x":
            wrong.append(f"{name}{way} was taken for {notes[0].purpose!r}")
        # A sheet of figures has lines of totals besides its rows.
        elif (
            name in PAGES
            and ":report-" not in name
            and way.startswith("?download=csv")
            and notes[0].row_count != _lines(content)
        ):
            wrong.append(f"{name}{way}: {notes[0].row_count} rows noted")

    assert wrong == []
    assert {*UNMARKED} <= seen
    assert len(seen) > 15


def _lines(content: bytes) -> int:
    """Rows between the heading and the last line, which says who took the file out."""
    return len(list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))) - 2


def _text(content: bytes) -> str:
    if not zipfile.is_zipfile(BytesIO(content)):
        return content.decode("utf-8", "replace").replace("\r\n ", "")
    with zipfile.ZipFile(BytesIO(content)) as book:
        return "".join(book.read(part).decode("utf-8", "replace") for part in book.namelist())


@pytest.mark.parametrize("act", ["end-sessions", "remove-second-factor", "unlock"])
def test_an_act_at_somebodys_door_leaves_a_note_whoever_keeps_the_machine_reads(accounts, client, act):  # noqa: F811
    client.force_login(accounts[ADMIN])

    client.post(f"/accounts/{accounts[LEAD].pk}/door/{act}/")

    [note] = AuditEntry.objects.filter(action=AuditAction.DOOR)
    assert (note.account, note.subject, bool(note.purpose)) == (accounts[ADMIN], str(accounts[LEAD]), True)
    assert str(accounts[LEAD]) in client.get("/audit/?action=door").content.decode()


def test_every_page_can_be_printed_with_who_and_when(accounts, client):  # noqa: F811
    client.force_login(accounts[LEAD])

    page = client.get("/plans/").content.decode()

    assert re.search(rf"In bởi {accounts[LEAD]} \({accounts[LEAD].username}\) lúc \d\d:\d\d", page)
