"""No word of English, of the program or of a library reaches a screen: every page there is, as each role reads it."""

from __future__ import annotations

import gettext
import re
from collections import deque
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings as installed
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from rotations.models import Account, CatalogueEntry, Unit
from rotations.vocabulary import Role
from tests.makers import make_account
from tests.reading import Reading

# Nobody reads these as pages; the walk would end behind the first.
NOT_WALKED = ("/accounts/logout/", "/static/", "/design/", "/healthz")
ANSWERED = re.compile(
    r"admin:.*_(add|change|delete|import|export)|rotations:.*-(add|edit|amend|change|answer)"
)


class Walk:
    """One account that follows every link, reading each kind of page once with and once without a query, and looks at
    what an empty answer to a page's form says."""

    def __init__(self, account: Account, known: frozenset[str]) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(account, backend="rotations.access.RoleBackend")
        self.known = known
        self.read: set[str] = set()
        self.wrong: dict[str, dict[str, str]] = {}

    def go(self) -> None:
        """Read all there is."""
        waiting, kinds = ["/", "/admin/"], set()
        while waiting:
            address = waiting.pop(0)
            parts = urlsplit(address)
            if parts.path.startswith(NOT_WALKED):
                continue
            try:
                name = resolve(parts.path).view_name
            except Resolver404:
                continue
            kind = (name, bool(parts.query))
            if kind in kinds:
                continue
            answer = self.client.get(address)
            if answer.status_code in {403, 404} and self._is_one_of_many(parts.path):
                self._hear(address, answer)  # another of its kind may be open
                continue
            kinds.add(kind)
            self.read.add(name)
            if (page := self._hear(address, answer)) is None:
                continue
            waiting += [
                urldefrag(urljoin(address, link)).url for link in page.links if not urlsplit(link).netloc
            ]
            if ANSWERED.fullmatch(name):
                self._hear(f"{address} (trả lời trống)", self.client.post(address, page.hidden))

    def _hear(self, address: str, answer: HttpResponse) -> Reading | None:
        if answer.streaming:
            deque(answer, maxlen=0)  # a file is no page; read to its end, it closes itself
            return None
        if not answer.get("Content-Type", "").startswith("text/html"):
            return None
        page = Reading(answer.content.decode())
        if unknown := page.unknown(self.known):
            self.wrong[f"{answer.status_code} {address}"] = unknown
        return page

    @staticmethod
    def _is_one_of_many(path: str) -> bool:
        return re.search(r"/\d+/", path) is not None


def words_of_the_district() -> frozenset[str]:
    """Names of peoples and places, and of the accounts: they are what they are."""
    names = [
        *CatalogueEntry.objects.values_list("name", flat=True),
        *Unit.objects.values_list("name", flat=True),
    ]
    words = re.findall(r"[^\W\d]+", " ".join(names).casefold())
    return frozenset([*words, *(role.value for role in Role), *(f"walks_{role.value}" for role in Role)])


@pytest.mark.django_db
@pytest.mark.ignore_template_errors  # pages of libraries leave variables open
def test_no_page_a_role_may_open_says_a_word_it_does_not_know(settings):
    settings.DEBUG = True  # sample data is for a desk
    call_command("sample_data", password="mận chín đầu mùa mưa", stdout=StringIO())
    settings.DEBUG = False
    known = words_of_the_district()
    wrong: dict[str, dict[str, str]] = {}
    read: set[str] = set()

    for role in Role:
        sample = Account.objects.get(username=role.value)
        enters = role in {Role.BOARD_LEAD, Role.SYSTEM_ADMIN}
        walk = Walk(make_account(role, sample.unit, username=f"walks_{role.value}", is_staff=enters), known)
        walk.go()
        read |= walk.read
        wrong |= {f"{role} {address}": found for address, found in walk.wrong.items()}

    assert wrong == {}
    assert len(read) > 150


def words_of(part: str) -> Iterator[tuple[str, str]]:
    """What a catalogue says for each sentence, as it is written."""
    text = (Path(installed.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / f"{part}.po").read_text(encoding="utf-8")
    for asked, said in re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.MULTILINE):
        yield asked.replace('\\"', '"'), said.replace('\\"', '"')


@pytest.mark.parametrize("part", ["django", "djangojs"])
def test_what_the_libraries_say_is_compiled_as_it_is_written(part):
    compiled = gettext.translation(part, installed.LOCALE_PATHS[0], ["vi"])
    contexts = {"Sun", "Mon", "Tue", "Wed", "Thur", "Fri", "Sat"}
    written = dict(words_of(part))

    assert len(written) > 10
    assert {a: compiled.gettext(a) for a in written if a not in contexts} == {
        a: said for a, said in written.items() if a not in contexts
    }


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("<p>Xin chào cán bộ xã Pa Tần</p>", set()),
        ("<p>Page not found</p>", {"Page", "not", "found"}),
        ("<td>district_to_commune</td>", {"district_to_commune"}),
        ("<td>None</td>", {"None"}),
        ('<input placeholder="Search">', {"Search"}),
        ('<img alt="True">', {"True"}),
        ("<p>Muối: md********</p>", set()),
        ("<script>let status = null;</script><p>Tải tệp Excel 12-KH/HU</p>", set()),
    ],
)
def test_a_word_nobody_here_knows_is_found(said, wrong):
    assert set(Reading(said).unknown()) == wrong
