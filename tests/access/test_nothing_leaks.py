"""Random worlds, and what an account can get out of them by any route.

Every record carries a word of its own. An account follows every link it is shown, tries every choice of every filter,
every sort, search and download, the whole back office, and guesses the address of every record; whatever words come
back must be among those that the rules of product §1 and §7, written out again below, give it.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rotations.models import Account, AppraisalOpinion, Official, Rotation, Unit, UnitSuccession
from rotations.vocabulary import Role, RotationStatus
from tests.makers import (
    make_account,
    make_call,
    make_decision,
    make_evaluation,
    make_holding,
    make_need,
    make_official,
    make_placement,
    make_plan,
    make_post,
    make_rotation_at,
    make_unit,
)

COMMUNES = 4
ASKED_AT_MOST = 600
WORD = re.compile(
    r"(?:Qaz|zq(?:plan|health|file|case|opinion|comment|placement|decision|need))[a-z]{2}x|01109\d{7}"
)
LINK = re.compile(r'href="([^"]+)"')
CONTROL = re.compile(r'<(?:input|select)[^>]* name="([a-z_]+)"')
OPTION = re.compile(r'<option value="([^"]+)"')
EVERYWHERE = (
    "download=xlsx&taken_for=x",
    "download=csv&taken_for=x",
    "page=2",
    "q=Lo+Van",
    "sort=citizen_id",
    "o=1",
    "term=Lo",
)
ENDS_THE_SESSION = ("/accounts/logout/", "/admin/logout/")


def word(kind: str, number: int) -> str:
    """A word that stands nowhere else: letters only, so that every kind of field takes it."""
    return f"{kind}{chr(97 + number // 26)}{chr(97 + number % 26)}x"


@dataclass
class World:
    """The records, and the words in each."""

    today: date
    units: list[Unit] = field(default_factory=list)
    taken_over: set[tuple[int, int]] = field(default_factory=set)
    people: list[tuple[Official, int]] = field(default_factory=list)
    cases: list[Rotation] = field(default_factory=list)
    asked: set[tuple[int, int]] = field(default_factory=set)
    evaluations: list[tuple[str, int, Rotation]] = field(default_factory=list)
    needs: list[tuple[str, int]] = field(default_factory=list)
    plans: list[tuple[str, date | None]] = field(default_factory=list)
    boards_own: set[str] = field(default_factory=set)

    def place_of(self, unit: Unit) -> int:
        return self.units.index(unit)

    def of_clerk(self, place: int) -> set[int]:
        """The unit and those it took over, in steps."""
        own = {place}
        while more := {old for old, new in self.taken_over if new in own} - own:
            own |= more
        return own


worlds = st.fixed_dictionaries(
    {
        "taken_over": st.sets(
            st.tuples(st.integers(0, COMMUNES - 1), st.integers(0, COMMUNES - 1)).filter(
                lambda pair: pair[0] != pair[1]
            ),
            max_size=2,
        ),
        "people": st.lists(st.integers(0, COMMUNES - 1), min_size=2, max_size=4),
        "cases": st.lists(
            st.tuples(
                st.integers(0, COMMUNES - 1),
                st.integers(1, COMMUNES - 1),
                st.sampled_from([None, -1, 0, 1]),
                st.sampled_from([RotationStatus.PROPOSED, RotationStatus.ACTIVE, RotationStatus.ENDED]),
                st.booleans(),
            ),
            min_size=3,
            max_size=6,
        ),
        "plans": st.tuples(st.sampled_from([None, -1, 0, 1]), st.sampled_from([None, -1, 0, 1])),
    }
)


def build(shape: dict, world: World) -> None:
    """The world of that shape around today."""
    today = world.today
    around = {None: None, -1: today - timedelta(1), 0: today, 1: today + timedelta(1)}
    world.units = [make_unit(f"Xã Thử {letter}") for letter in "ABCD"[:COMMUNES]]
    world.units.append(make_unit("Ban Thẩm định Thử", level="district"))
    for old, new in shape["taken_over"]:
        UnitSuccession.objects.create(
            predecessor=world.units[old], successor=world.units[new], on=today - timedelta(30)
        )
    world.taken_over = shape["taken_over"]
    plans = [
        make_plan(today.year - back, title=word("zqplan", back), announced_on=around[announced])
        for back, announced in enumerate(shape["plans"])
    ]
    world.plans = [(plan.title, plan.announced_on) for plan in plans]

    def person(place: int) -> Official:
        number = len(world.people)
        made = make_official(
            f"Lò Văn {word('Qaz', number).capitalize()}",
            world.units[place],
            citizen_id=f"01109{number:07d}",
            health=word("zqhealth", number),
            note=word("zqfile", number),
        )
        world.people.append((made, place))
        return made

    seats = [make_post(unit, quota=9) for unit in world.units]
    for place in shape["people"]:
        make_holding(person(place), seats[place])
    for number, (start, step, announced, status, is_asked) in enumerate(shape["cases"]):
        sending, receiving = world.units[start], world.units[(start + step) % COMMUNES]
        case = make_rotation_at(
            status,
            person(start),
            sending=sending,
            receiving=receiving,
            plan=plans[number % 2],
            note=word("zqcase", number),
            starts_on=today - timedelta(60),
            ended_on=today - timedelta(1),
        )
        case.announced_on = around[announced]
        case.save(update_fields=["announced_on"])
        world.cases.append(case)
        asked = world.units[-1] if is_asked else make_unit(f"Phòng Hỏi {number}", level="district")
        AppraisalOpinion.objects.create(
            rotation=case, asked_unit=asked, asked_on=today, opinion=word("zqopinion", number)
        )
        if is_asked:
            world.asked.add((case.pk, number))
        if status == RotationStatus.ACTIVE:
            text = word("zqcomment", number)
            make_evaluation(
                case, strengths=text, period_from=today - timedelta(60), period_to=today, written_on=today
            )
            world.evaluations.append((text, world.place_of(receiving), case))
        proposal, decided = word("zqplacement", number), word("zqdecision", number)
        if status == RotationStatus.ENDED:
            make_placement(case, proposal=proposal, proposed_on=today)
            world.boards_own.add(proposal)
        make_decision(str(number + 1), title=decided)
        world.boards_own.add(decided)
    for place in range(COMMUNES):
        need = word("zqneed", place)
        make_need(world.units[place], year=today.year, note=need)
        world.needs.append((need, place))
    make_call(*world.units[:COMMUNES], year=today.year, opened_on=today, deadline=today)


def allowed(world: World, account: Account) -> set[str]:
    """The words the account may read, as product §1 and §7 have it."""
    today, words = world.today, set()
    roles = account.roles
    if Role.UNIT_CLERK in roles:
        own = world.of_clerk(world.place_of(account.unit))
        words |= {text for text, place in world.needs if place in own}
        words |= {title for title, announced in world.plans if announced and announced <= today}
        its_cases = [
            case
            for case in world.cases
            if case.announced_on
            and case.announced_on <= today
            and {world.place_of(case.sending_unit), world.place_of(case.receiving_unit)} & own
        ]
        words |= {case.official.full_name.split()[-1] for case in its_cases}
        words |= {case.plan.title for case in its_cases}
        for text, place, case in world.evaluations:
            if place in own:  # its own words, and whom they are about
                words.add(case.official.full_name.split()[-1])
                words |= {text} if case.official_id != account.official_id else set()
        went = {
            case.official_id: world.place_of(case.receiving_unit)
            for case in world.cases
            if case.status in (RotationStatus.ACTIVE, RotationStatus.ENDED)
        }
        words |= {
            official.full_name.split()[-1]
            for official, place in world.people
            if went.get(official.pk, place) in own
        }
    if Role.SYSTEM_ADMIN in roles:  # whose an account is, its keeper knows
        holders = Account.objects.filter(official__isnull=False).select_related("official")
        words |= {holder.official.full_name.split()[-1] for holder in holders if holder.official}
    if Role.APPRAISER in roles:
        for pk, number in world.asked:
            case = next(case for case in world.cases if case.pk == pk)
            words |= {case.official.full_name.split()[-1], case.plan.title, word("zqopinion", number)}
    return words


# --- What an account can reach -----------------------------------------------------------------------------


def patterns(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address of the project that is filled in with record numbers alone: its name and what it wants."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from patterns(entry, namespace + inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", tuple(entry.pattern.converters)


def guessed(world: World) -> Iterator[str]:
    """Addresses nobody gave to the account: every page, and every record whose number could be guessed. Pages of no
    record come first, where the lists are: the walk ends after so many requests."""
    numbers = {
        "official": [official.pk for official, _ in world.people],
        "rotation": [case.pk for case in world.cases],
        "plan": sorted({case.plan_id for case in world.cases}),
        "unit": [unit.pk for unit in world.units],
    }
    for name, wanted in sorted(patterns(), key=lambda entry: entry[0].startswith("admin:") or bool(entry[1])):
        if not wanted:
            yield from _reversed(name, [])
        elif len(wanted) == 1:
            noun = re.match(r"(?:rotations:|admin:rotations_)([a-z]+)", name)
            for number in numbers.get(noun[1] if noun else "", range(1, 4)):
                yield from _reversed(name, [number])


def _reversed(name: str, args: list[int]) -> Iterable[str]:
    try:
        return [reverse(name, args=args)]
    except NoReverseMatch:  # wants a word, such as a token
        return []


def texts_of(body: bytes) -> Iterator[str]:
    """The text of an answer; of a workbook, that of its parts."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            for part in parts.namelist():
                yield parts.read(part).decode("utf-8", "replace")
    else:
        yield html.unescape(body.decode("utf-8", "replace"))


def tried(page: str, text: str) -> Iterator[str]:
    """The addresses a page leads to: its links, and its filters with every choice, every word and every sort."""
    for link in LINK.findall(text):
        target = urlsplit(urljoin(page, html.unescape(link)))
        if not target.netloc and not target.path.startswith(("/static/", *ENDS_THE_SESSION)):
            yield f"{target.path}?{target.query}" if target.query else target.path
    path = urlsplit(page).path
    if page == path:
        for name in CONTROL.findall(text):
            for value in ("Qaz", "zq", "011090000000", *OPTION.findall(text)):
                yield f"{path}?{urlencode({name: value})}"
        for query in EVERYWHERE:
            yield f"{path}?{query}"


def reach(account: Account, world: World) -> tuple[set[str], int]:
    """Every word the account gets to read, and how many pages opened: links and guesses in turn."""
    client = Client(raise_request_exception=False)
    client.force_login(account, backend="rotations.access.RoleBackend")
    links, guesses = deque(["/"]), deque(guessed(world))
    seen, words, opened = {*links, *guesses}, set(), 0
    for turn in range(ASKED_AT_MOST):
        if not links and not guesses:
            break
        page = (links if links and (turn % 2 or not guesses) else guesses).popleft()
        answer = client.get(page)
        assert answer.status_code < 500, page
        if answer.status_code != 200:
            continue
        opened += 1
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for text in texts_of(body):
            said = urlsplit(page).query  # what was typed stands in the box again
            words |= {found for found in WORD.findall(text) if found not in said}
            new = [link for link in tried(page, text) if link not in seen]
            seen.update(new)
            links.extend(new)
    return words, opened


# The back office reads variables its own pages do not give.
@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.APPRAISER, Role.REPORT_VIEWER, Role.SYSTEM_ADMIN])
@settings(max_examples=2, phases=[Phase.generate])
@given(shape=worlds)
def test_no_route_gives_an_account_more_than_its_scope(db, role, shape):
    with transaction.atomic():
        world = World(localdate())
        build(shape, world)
        unit = {Role.UNIT_CLERK: world.units[0], Role.APPRAISER: world.units[-1]}.get(role)
        account = make_account(role, unit, is_staff=True, official=world.cases[0].official)

        words, opened = reach(account, world)

        assert opened > 3
        assert words - allowed(world, account) == set()
        transaction.set_rollback(True)


@pytest.mark.ignore_template_errors
@settings(max_examples=1, phases=[Phase.generate])
@given(shape=worlds)
def test_the_walk_finds_what_is_there_to_find(db, shape):
    """The board may read it all, and the same walk brings nearly all of it: it would see a leak."""
    with transaction.atomic():
        world = World(localdate())
        build(shape, world)
        account = make_account(Role.BOARD_OFFICER, is_staff=True)

        words, _ = reach(account, world)

        assert {official.full_name.split()[-1] for official, _ in world.people} <= words
        assert {text for text, _, _ in world.evaluations} | {text for text, _ in world.needs} <= words
        assert {title for title, _ in world.plans} | world.boards_own <= words
        transaction.set_rollback(True)
