"""House rules that no linter knows. Each exemption stands in a list here with its reason.

Rules about a part look for it on disk, so they begin to bite on the day it appears.
"""

from __future__ import annotations

import ast
import fnmatch
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "rotations"

TOP_LEVEL = {
    ".ci", ".git-blame-ignore-revs", ".gitignore", ".pre-commit-config.yaml", "LICENSE", "Makefile", "README.md",
    "cadre_rotation", "manage.py", "pyproject.toml", "requirements-dev.lock", "requirements.lock", "rotations",
    "static", "templates", "tests",
}  # fmt: skip

# Files that may write a status, and the names under which a thing with a status of another kind goes elsewhere.
STATUS_WRITERS = {
    "models/rotations.py": "Rotation.record_step",
    "models/plans.py": "RotationPlan.record_status",
}
STATUS_OF_OTHERS = {
    "batch": "an import batch: not a case, and its own record",
    "entry": "a succession entry (quy hoạch): valid, removed, appointed",
    "item": "a paper of the dossier: missing, submitted, valid",
}

# Django and its applications look these up by name; nothing of ours mentions them.
TEMPLATES_FOUND_BY_NAME = {
    "400.html": "a request that makes no sense",
    "403.html": "the error page of Django for what is not allowed",
    "403_csrf.html": "the error page of Django for a form that went stale",
    "404.html": "the error page of Django for what is not there",
    "500.html": "the error page of Django for our own faults",
    "registration/": "passwords, by django.contrib.auth",
    "mfa/": "the second factor, by allauth",
    "account/": "the password asked for once more, by allauth",
    "admin/": "overrides of the back office",
    "simple_history/": "overrides of the history pages of the back office",
    "django/": "overrides of form widgets",
    "bootstrap5/": "overrides of crispy-bootstrap5",
}

# Packages and modules without a test folder of their own.
UNTESTED_BY_NAME = {
    "migrations": "a shape of tables; what they guard is tried in tests/models",
    "apps": "registers the application and does nothing else",
    "urls": "every address is spelled out in the tests of its page",
    "pdf_acts": "part of telling a file by its content, tried with it in tests/test_file_kinds.py",
}

# Many rows are written by `models/bulk_writing.py`, with history where the model keeps one, and by no other way.
OTHER_WAYS = {"bulk_create", "bulk_update", "bulk_create_with_history", "bulk_update_with_history"}
# What keeps no history may be changed by a statement.
WRITES_WITHOUT_HISTORY = {
    "importing/undoing.py": "rows of a file let go of the records that are taken back",
}
DICTIONARIES = {"options": "keyword arguments of a field"}

# Who may read a moment below the views, and by which words; nobody there reads the day.
READS_THE_CLOCK: dict[str, tuple[set[str], str]] = {
    "importing/background.py": ({"Now"}, "signs of life of work under way, by the database's clock"),
    "importing/taking_in.py": ({"now", "localtime"}, "the moment (`committed_at`) a batch was written"),
    "importing/undoing.py": ({"now"}, "the moment (`undone_at`) a batch was taken back"),
    "models/bulk_writing.py": (
        {"now"},
        "the moment (`changed_at`) of rows written at once, as `auto_now` reads it for one",
    ),
    "models/import_tasks.py": ({"Now"}, "whose sign of life is too old"),
}

# The letter eth looks like Đ and is not; only what mends it or shows it mended may hold it.
SPEAKS_OF_ETH = {
    "rotations/vietnamese.py": "mends it",
    "tests/test_vietnamese.py": "shows it mended",
    "tests/importing/": "files with it are taken in",
    "tests/views/test_officials.py": "people are looked for by it",
}

# Views, back office and shells come in above; everything else is told the day.
ABOVE = {"admin", "apps", "management", "migrations", "urls", "views"}
CLOCKS = {"today", "now", "utcnow", "localdate", "localtime", "time_ns", "Now"}
CLOCK_OWNERS = {"date", "datetime", "timezone", "time"}
CLOCK_MODULES = {"django.utils.timezone", "django.db.models.functions", "time"}


# --- What is on disk ---------------------------------------------------------------------------------------


def ignored() -> list[str]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return [".git", *(line.strip("/") for line in lines)]


def tracked(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that belongs to the repository, whether or not there is one."""
    patterns = ignored()
    for path in sorted(folder.iterdir()):
        if any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns):
            continue
        if path.is_dir():
            yield from tracked(path)
        else:
            yield path


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is text, except this one, which has to name what it forbids."""
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def product_code() -> Iterator[tuple[str, ast.Module]]:
    """Name inside `rotations/` and syntax tree of every module, without migrations."""
    for path in tracked(PRODUCT):
        name = path.relative_to(PRODUCT).as_posix()
        if path.suffix == ".py" and not name.startswith("migrations/"):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def templates() -> dict[str, str]:
    """Every template of ours by the name under which it is looked up."""
    folder = ROOT / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in tracked(folder)
        if path.suffix in {".html", ".txt"}
    }


def our_models() -> list[type[models.Model]]:
    """The models written by hand, without the history tables made for them."""
    return [
        model
        for model in apps.get_app_config("rotations").get_models()
        if not issubclass(model, HistoricalChanges)
    ]


def spoken_of(place: str, exempt: dict[str, str]) -> bool:
    return any(place == name or (name.endswith("/") and place.startswith(name)) for name in exempt)


# --- Models ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_a_model_says_what_a_row_is_how_rows_stand_and_what_one_is_called(model):
    assert not (model.__doc__ or "").startswith(f"{model.__name__}("), "no docstring of its own"
    assert model._meta.ordering, "no ordering"
    written = next(owner for owner in model.__mro__ if "__str__" in vars(owner))
    assert written.__module__.startswith("rotations."), "no __str__"


# --- Writing -----------------------------------------------------------------------------------------------


def writes_of_status(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of whatever has its `status` written: by assignment, by setattr, by update, in bulk."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            for target in node.targets:
                targets += target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "status":
                yield node.lineno, ast.unparse(target.value)
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "setattr" and any(
            isinstance(word, ast.Constant) and word.value == "status" for word in node.args
        ):
            yield node.lineno, ast.unparse(node.args[0])
        if called in {"update", "update_or_create"} and any(word.arg == "status" for word in node.keywords):
            yield node.lineno, f"update({ast.unparse(node.func)})"
        if called in {"update_recorded", "bulk_update"} and '"status"' in ast.unparse(node).replace("'", '"'):
            yield node.lineno, f"{called}({ast.unparse(node.func)})"


def test_only_the_two_record_methods_write_a_status():
    found = [
        f"{place}:{line} writes the status of {name}"
        for place, tree in product_code()
        if place not in STATUS_WRITERS
        for line, name in writes_of_status(tree)
        if name.split(".")[-1] not in STATUS_OF_OTHERS
    ]

    assert found == []


def test_the_rule_about_statuses_sees_every_way_of_writing_one():
    ways = """
rotation.status = "active"
case.status, case.ended_on = "ended", day
setattr(rotation, "status", "active")
Rotation.objects.filter(pk=1).update(status="active")
Rotation.objects.bulk_update(cases, ["status"])
update_recorded(cases, ["status"], by=board)
"""

    assert [line for line, _ in writes_of_status(ast.parse(ways))] == [2, 3, 4, 5, 6, 7]


def writes_of_many_rows(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Bulk writes by any way but ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in OTHER_WAYS:
                yield node.lineno, ast.unparse(node.func)


def test_many_rows_are_written_by_one_door():
    found = [
        f"{place}:{line} {call}" for place, tree in product_code() for line, call in writes_of_many_rows(tree)
    ]

    assert found == []


def writes_without_history(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Writes that leave no line of history: QuerySet.update."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        # What takes keywords alone is a queryset, or one of the dictionaries named above.
        owner = ast.unparse(node.func.value)
        if node.func.attr == "update" and node.keywords and not node.args and owner not in DICTIONARIES:
            yield node.lineno, ast.unparse(node.func)


def test_no_change_of_a_record_goes_by_its_history():
    found = [
        f"{place}:{line} {call}"
        for place, tree in product_code()
        if place not in WRITES_WITHOUT_HISTORY
        for line, call in writes_without_history(tree)
    ]

    assert found == []


def reads_of_the_clock(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of whatever asks for the day or the moment: called, handed on, or brought in by name."""
    for node in ast.walk(tree):
        clock = node.func if isinstance(node, ast.Call) else node
        if isinstance(clock, ast.Attribute) and clock.attr in CLOCKS:
            # Called, or handed on to be called; an attribute of our own that is named `today` is neither.
            if clock is not node or ast.unparse(clock.value).split(".")[-1] in CLOCK_OWNERS:
                yield node.lineno, ast.unparse(clock)
        elif isinstance(clock, ast.Attribute) and ast.unparse(clock) == "time.time":
            yield node.lineno, "time.time"
        elif isinstance(node, ast.ImportFrom) and node.module in CLOCK_MODULES:
            yield from ((node.lineno, word.name) for word in node.names if word.name in {*CLOCKS, "time"})


def test_below_the_views_nothing_reads_the_clock():
    found = [
        f"{place}:{line} {clock}"
        for place, tree in product_code()
        if Path(place).parts[0].removesuffix(".py") not in ABOVE
        for line, clock in reads_of_the_clock(tree)
        if clock not in READS_THE_CLOCK.get(place, (set(), ""))[0]
    ]

    assert found == []


def test_the_rule_about_the_clock_sees_every_way_of_reading_it():
    ways = """
from django.utils.timezone import localdate
from django.db.models.functions import Now
from time import time
on = timezone.localdate()
on = date.today()
field = DateField(default=date.today)
at = datetime.now(tz=UTC)
at = time.time()
"""

    lines = {line for line, _ in reads_of_the_clock(ast.parse(ways))}
    assert lines == set(range(2, 10))


# --- Templates ---------------------------------------------------------------------------------------------


def test_no_template_is_left_unused():
    mentions = "\n".join(ast.unparse(tree) for _, tree in product_code())
    mentions += "\n".join(re.sub(r"^\{#.*?#\}", "", text) for text in templates().values())
    settings = (ROOT / "cadre_rotation").rglob("*.py")
    mentions += "\n".join(path.read_text(encoding="utf-8") for path in settings)

    unused = [
        name
        for name in templates()
        if name not in mentions and name != "base.html" and not spoken_of(name, TEMPLATES_FOUND_BY_NAME)
    ]

    assert unused == []


def test_every_include_hands_over_what_it_means_to_and_nothing_else():
    found = [
        f"{name}: {tag}"
        for name, text in templates().items()
        for tag in re.findall(r"\{%\s*include\b.*?%\}", text, flags=re.DOTALL)
        if not re.search(r"\sonly\s*%\}$", tag)
    ]

    assert found == []


def test_a_partial_says_in_its_first_line_what_it_takes():
    found = [
        name
        for name, text in templates().items()
        if name.rpartition("/")[2].startswith("_")
        and not text.startswith(("{# templates/" + name, "{% comment %}"))
    ]

    assert found == []


INLINE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)",
    "a style in the page": r"<style\b",
    "a style attribute": r"<[a-z][^<>]*\sstyle\s*=",
    "an event attribute": r"<[a-z][^<>]*\son[a-z]+\s*=",
    "a javascript address": r"javascript:",
}


@pytest.mark.parametrize("what", INLINE)
def test_pages_keep_to_the_content_policy(what):
    found = [
        name
        for name, text in templates().items()
        if re.search(INLINE[what], re.sub(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", "", text), re.IGNORECASE)
    ]

    assert found == []


def test_nothing_is_fetched_from_outside_the_installation():
    pages = {f"templates/{name}": text for name, text in templates().items()}
    styles = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in tracked(ROOT / "static")
        if path.suffix in {".css", ".js", ".svg"}
    }

    found = [
        f"{name}: {address}"
        for name, text in (pages | styles).items()
        for address in re.findall(r"(?:https?:)?//[a-z0-9-]+\.[^\s\"')]+", text)
        if not address.startswith("http://www.w3.org/")  # the name of a format, which nobody fetches
    ]

    assert found == []


# --- What is never trusted -----------------------------------------------------------------------------------

# SQL written by hand, all of it out of names of our own tables and columns; values go beside it.
WRITES_SQL = {
    "models/bulk_sending.py": "COPY and prepared statements",
    "models/bulk_writing.py": "many rows at once",
    "models/bulk_reading.py": "rows as they stand, for the history",
    "models/gathering.py": "lists beside a case as JSON",
    "keeping/": "rows as text, in and out of both databases",
    "checking/": "asks the database about its own constraints",
}
SQL_BY_HAND = {"cursor", "raw", "extra", "RawSQL", "execute", "executemany", "executescript"}
UNESCAPED = {"mark_safe", "SafeString", "SafeText", "safe", "html_safe"}


def by_hand(tree: ast.Module, names: set[str]) -> Iterator[tuple[int, str]]:
    """Calls of any of these names, and imports of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, word.name) for word in node.names if word.name in names)


def test_sql_is_written_by_hand_in_few_places_and_never_from_what_somebody_typed():
    found = [
        f"{place}:{line} {call}"
        for place, tree in product_code()
        if not spoken_of(place, WRITES_SQL)
        for line, call in by_hand(tree, SQL_BY_HAND)
    ]

    assert found == []


def test_nothing_is_put_into_a_page_unescaped():
    in_code = [
        f"{place}:{line} {call}" for place, tree in product_code() for line, call in by_hand(tree, UNESCAPED)
    ]
    in_templates = [
        name for name, text in templates().items() if re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", text)
    ]

    assert in_code + in_templates == []


def test_the_rules_about_sql_and_markup_see_what_they_forbid():
    ways = """
from django.utils.safestring import mark_safe
mark_safe(typed)
connection.cursor()
Official.objects.raw(typed)
Official.objects.extra(where=[typed])
"""

    assert [line for line, _ in by_hand(ast.parse(ways), UNESCAPED)] == [2, 3]
    assert [line for line, _ in by_hand(ast.parse(ways), SQL_BY_HAND)] == [4, 5, 6]


# --- The repository ----------------------------------------------------------------------------------------


def test_every_package_has_its_tests():
    lacking = []
    for path in sorted(PRODUCT.iterdir()):
        name = path.name.removesuffix(".py")
        if path.name.startswith("_") or name in UNTESTED_BY_NAME:
            continue
        if path.is_dir() and not list((ROOT / "tests" / name).glob("**/test_*.py")):
            lacking.append(f"tests/{name}/")
        elif path.suffix == ".py" and not (ROOT / "tests" / f"test_{name}.py").is_file():
            lacking.append(f"tests/test_{name}.py")

    assert lacking == []


def test_nothing_lies_at_the_top_outside_the_agreed_layout():
    found = {path.relative_to(ROOT).parts[0] for path in tracked()}

    assert found - TOP_LEVEL == set()


def test_no_package_host_is_named():
    hosts = re.compile(
        r"pypi\.org|pythonhosted|npmjs|jsdelivr|unpkg|cdnjs|googleapis|gstatic"
        r"|--(extra-)?(index)-(url)|--(find)-(links)|--(trusted)-(host)",
        re.IGNORECASE,
    )

    assert [name for name, text in texts() if hosts.search(text)] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_names_versions_and_hashes_only(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, flags=re.MULTILINE)


def test_the_development_lock_holds_every_package_of_the_other_in_the_same_version():
    def pinned(lock: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==[^\s;\\]+", (ROOT / lock).read_text(), flags=re.MULTILINE))

    assert pinned("requirements.lock") - pinned("requirements-dev.lock") == set()


def test_no_letter_eth_stands_where_d_with_stroke_is_meant():
    eths = ("\N{LATIN CAPITAL LETTER ETH}", "\N{LATIN SMALL LETTER ETH}")

    found = [
        name
        for name, text in texts()
        if any(eth in text for eth in eths) and not spoken_of(name, SPEAKS_OF_ETH)
    ]

    assert found == []


def test_every_exemption_is_still_needed():
    on_disk = {name for name, _ in product_code()}
    needed = {
        place
        for place, tree in product_code()
        if place in STATUS_WRITERS and any(True for _ in writes_of_status(tree))
    }

    assert set(STATUS_WRITERS) & on_disk - needed == set()
    by_statement = {
        place for place, tree in product_code() if any(True for _ in writes_without_history(tree))
    }
    assert set(WRITES_WITHOUT_HISTORY) - by_statement == set()
    by_the_clock = {place: {clock for _, clock in reads_of_the_clock(tree)} for place, tree in product_code()}
    assert [
        place for place, (words, _why) in READS_THE_CLOCK.items() if words - by_the_clock.get(place, set())
    ] == []
