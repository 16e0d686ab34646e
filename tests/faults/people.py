"""What people do all day, each at a browser of their own, and what they were told was kept.

A claim is made only when the answer that says so arrived whole. What broke off on the way may or may not have been
written: nothing is claimed, and the person goes on with something else, as people do.
"""

from __future__ import annotations

import random
import re
import threading
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

from tests.faults.visitor import Broken, Visitor
from tests.faults.world import PEOPLE_A_FILE, World, plan_file
from tests.makers import PASSWORD

WAY = ("approve", "prepare", "appraise", "decide")
WHO_MOVES = {"approve": "committee", "prepare": "officer", "appraise": "officer", "decide": "committee"}
CASES_AT_ONCE = 4
GOES_ON = {
    "exception": "Kết luận của Ban Thường vụ (để thử)",
    "approved_by": "",
    "document": "Công văn 7-CV/HU",
}


class Pool:
    """The cases under way, each with its place on the way; nobody works on one that another has in hand."""

    def __init__(self, cases: Iterable[int]) -> None:
        self.lock = threading.Lock()
        self.cases: list[tuple[int, int]] = [(key, 0) for key in cases]

    def take(self, places: Collection[int], number: int, chance: random.Random) -> list[tuple[int, int]]:
        """So many cases at one of these places, the furthest first; none when there are fewer."""
        with self.lock:
            ready = sorted((case for case in self.cases if case[1] in places), key=lambda case: -case[1])
            if len(ready) < number:
                return []
            taken = chance.sample(ready[: number * 5], number)
            self.cases = [case for case in self.cases if case not in taken]
            return taken

    def give_back(self, key: int, place: int) -> None:
        """For the next one; a case that has come to its end stays out."""
        with self.lock:
            if place < len(WAY):
                self.cases.append((key, place))


@dataclass
class Claims:
    """What was acknowledged, by kind, and how the visits went."""

    kept: dict[str, list[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(list))
    done: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    unclear: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def claim(self, kind: str, *what: object) -> None:
        """The program said that this is kept."""
        with self.lock:
            self.kept[kind].append(what)


class Person:
    """One account that goes on doing what its role does until the bell."""

    def __init__(
        self, name: str, number: int, office: str, world: World, pool: Pool, claims: Claims, seed: str
    ) -> None:
        self.name, self.role, self.number = f"{name}{number}", name, number
        self.world, self.pool, self.claims = world, pool, claims
        self.chance = random.Random(f"{seed}-{self.name}")
        self.visitor = Visitor(office, self.name, PASSWORD, claims.statuses)
        self.serial = 0
        self.needs: list[int] = []

    def sign_in(self) -> None:
        """Before the first process is killed; from then on the session has to last."""
        if not self.visitor.sign_in():
            raise SystemExit(f"{self.name} cannot sign in")

    def work(self, bell: threading.Event) -> None:
        """One thing after another."""
        while not bell.is_set():
            act = self.chance.choice(ACTS[self.role])
            try:
                act(self)
                self.claims.done[act.__name__] += 1
            except Broken:
                self.claims.unclear[act.__name__] += 1
                time.sleep(0.3)

    def mark(self) -> str:
        """A word that stands in one thing only."""
        self.serial += 1
        return f"dấu {self.name} {self.serial}"

    # ---- reading ------------------------------------------------------------------------------------------

    def read_list(self) -> None:
        path = self.chance.choice(["/", "/rotations/", "/plans/", "/officials/", "/needs/", "/due/"])
        self.visitor.get(path)

    def read_file(self) -> None:
        key = self.chance.choice(self.world.officials)
        if self.visitor.get(f"/officials/{key}/").status == 200:
            self.claims.claim("read", self.name)

    def read_case(self) -> None:
        key = self.chance.choice(self.world.cases)
        if self.visitor.get(f"/rotations/{key}/").status == 200:
            self.claims.claim("read", self.name)

    def read_figures(self) -> None:
        self.visitor.get("/reports/results/")

    def take_list_out(self) -> None:
        answer = self.visitor.get("/rotations/?download=xlsx&taken_for=hop")
        if answer.status == 200 and zipfile.is_zipfile(BytesIO(answer.body)):
            self.claims.claim("export", self.name)

    # ---- writing ------------------------------------------------------------------------------------------

    def state_need(self) -> None:
        mark = self.mark()
        answer = self.visitor.post("/needs/add/", {**self._need(), "note": mark})
        if answer.status == 302 and (found := re.search(r"/needs/(\d+)/", answer.path)):
            self.needs.append(int(found[1]))
            self.claims.claim("need", int(found[1]), mark)

    def change_need(self) -> None:
        if not self.needs:
            return
        key, mark = self.chance.choice(self.needs), self.mark()
        page = self.visitor.get(f"/needs/{key}/edit/")
        seen = re.search(r'name="seen" value="([^"]*)"', page.text)
        if seen is None:
            return
        answer = self.visitor.post(
            f"/needs/{key}/edit/", {**self._need(), "note": mark, "seen": seen[1].replace("&#x2B;", "+")}
        )
        if answer.status == 302:
            self.claims.claim("need_changed", key, mark)

    def _need(self) -> dict[str, object]:
        return {
            "call": self.world.call, "year": self.world.year, "direction": "in", "quantity": 1,
            "position": self.world.position, "reason": "vacancy", "other_level": "", "person": "",
        }  # fmt: skip

    def move_case(self) -> None:
        """The next step of a case that waits for this role."""
        mine = [place for place, verb in enumerate(WAY) if WHO_MOVES[verb] == self.role]
        for key, place in self.pool.take(mine, 1, self.chance):
            # What broke off may have been written: whoever takes the case next is refused, and it goes on.
            reached = place
            try:
                verb, mark = WAY[place], self.mark()
                fields = {"on": self.world.today, "papers": mark, "starts_on": self.world.today, **GOES_ON}
                answer = self.visitor.post(f"/rotations/{key}/moves/{verb}/", fields)
                if answer.status == 302:
                    reached = place + 1
                    page = self.visitor.get(f"/rotations/{key}/")
                    if page.status == 200 and "đã ghi nhận" in page.text:
                        self.claims.claim("move", key, verb, mark)
            finally:
                self.pool.give_back(key, reached)

    def decide_many(self) -> None:
        """One decision for several cases."""
        chosen = self.pool.take([WAY.index("decide")], CASES_AT_ONCE, self.chance)
        if not chosen:
            return
        self.serial += 1
        number, keys = f"{self.serial}M{self.number}", [key for key, _place in chosen]
        query = "&".join(["verb=decide", *(f"case={key}" for key in keys)])
        fields = {
            "on": self.world.today, "exception": GOES_ON["exception"], "with_decision": "on", "number": number,
            "symbol": "QĐ/THỬ", "issued_on": self.world.today, "issuer": "Huyện ủy Thử", "title": "Luân chuyển",
            "confirm": "1",
        }  # fmt: skip
        answer = self.visitor.post(f"/rotations/moves/?{query}", fields)
        if answer.status == 200 and f"đã ghi {CASES_AT_ONCE}/{CASES_AT_ONCE} lượt" in answer.text:
            self.claims.claim("decision_of_many", number, tuple(keys))

    def record_decision(self) -> None:
        self.serial += 1
        number = f"{self.serial}L{self.number}"
        fields = {
            "kind": "rotation", "title": self.mark(), "number": number, "symbol": f"QĐ/{self.role.upper()}",
            "issued_on": self.world.today, "issuer": "Huyện ủy Thử", "secrecy": "internal", "form-TOTAL_FORMS": "0",
            "form-INITIAL_FORMS": "0",
        }  # fmt: skip
        answer = self.visitor.post("/decisions/add/", fields)
        if answer.status == 302:
            self.claims.claim("decision", number, f"QĐ/{self.role.upper()}")

    def hand_in_file(self) -> None:
        """A file of people nobody knows: handed in, its one question answered, confirmed, waited for."""
        self.serial += 1
        names = [f"Lò Văn {_letters(self.number, self.serial, place)}" for place in range(PEOPLE_A_FILE)]
        # Whoever is born on the day of somebody with nearly the same name is asked about: each file has its own days.
        born_from = date(1965, 1, 1) + timedelta(days=self.number * 3_000 + self.serial * PEOPLE_A_FILE)
        data = plan_file(names, born_from=born_from, unit=self.world.unit, year=self.world.year)
        asked = {"kind": "plan", "year": self.world.year, "term": ""}
        answer = self.visitor.post(
            "/imports/add/", asked, file=("file", f"ke-hoach-{self.name}-{self.serial}.xlsx", data)
        )
        if answer.status != 302 or not (found := re.search(r"/imports/(\d+)/", answer.path)):
            return
        path = f"/imports/{found[1]}/"
        if not self._waited(path, "Đã đọc"):
            return
        self.visitor.post(
            f"{path}answers/", {"create_officials": "1", "boxes": "create_officials", "read": "1"}
        )
        if not self._waited(path, "Xác nhận, ghi"):
            return
        self.visitor.post(f"{path}commit/", {})
        if self._waited(path, f"Đã ghi {len(names)} dòng."):
            self.claims.claim("import", int(found[1]), tuple(names))

    def _waited(self, path: str, words: str) -> bool:
        """Whether the page says so before long; a page that breaks off is asked for again."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                page = self.visitor.get(path)
            except Broken:
                time.sleep(0.3)
                continue
            if page.status == 200 and words in page.text:
                return True
            if page.status == 200 and 'role="alert"' in page.text:
                return False
            time.sleep(0.3)
        self.claims.unclear["import_not_over"] += 1
        return False


def _letters(*numbers: int) -> str:
    """Numbers as syllables, for a name holds no digits; another name for other numbers."""
    syllables = ("An", "Binh", "Chau", "Dung", "Em", "Giang", "Hoa", "Khoi", "Lan", "Minh")
    return " ".join("".join(syllables[int(digit)] for digit in str(number)) for number in numbers)


ACTS: dict[str, list[Callable[[Person], None]]] = {
    "officer": [
        Person.read_list, Person.read_file, Person.read_case, Person.move_case, Person.move_case, Person.move_case,
        Person.record_decision, Person.hand_in_file, Person.take_list_out, Person.change_need, Person.state_need,
    ],
    "lead": [Person.read_list, Person.record_decision, Person.take_list_out, Person.read_file],
    "committee": [
        Person.move_case, Person.move_case, Person.move_case, Person.decide_many, Person.read_case, Person.read_figures,
    ],
    "clerk": [Person.state_need, Person.change_need, Person.change_need, Person.read_list],
    "viewer": [Person.read_figures],
}  # fmt: skip
