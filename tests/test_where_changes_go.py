"""The two examples of README, "Where a change goes": each is spoken of where it says, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# The invented district walks through the procedure by its verbs; the choices of old migrations name every word.
ASIDE = ("rotations/migrations/", "rotations/management/")
EXAMPLES = {
    "max_age": (
        r'\bMAX_AGE\b|"max_age"|\bdef max_age\b|\bimport max_age\b|\brules\.max_age\b|\(max_age,\)',
        {
            "rotations/vocabulary.py",
            "rotations/rules/max_age.py",
            "rotations/rules/__init__.py",
            "rotations/rules/reads.py",
            "rotations/rules/loading.py",
            "rotations/workflow/moves.py",
        },
        "tests/rules/test_service.py",
    ),
    "prepare": (
        r'\bPREPARING\b|"preparing"|mark--preparing|"prepare"|move_rotation_prepare',
        {
            "rotations/vocabulary.py",
            "rotations/workflow/moves.py",
            "rotations/access/roles.py",
            "static/css/badge.css",
        },
        "tests/workflow/test_moves.py",
    ),
}


def product_files():
    for folder, ending in (("rotations", "*.py"), ("static", "*.css"), ("templates", "*.html")):
        for path in (ROOT / folder).rglob(ending):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(ASIDE):
                yield place, path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_the_readme_stands_where_it_says_and_nowhere_else(name):
    words, places, tests = EXAMPLES[name]

    assert {place for place, text in product_files() if re.search(words, text)} == places
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [place for place in (*sorted(places), tests) if f"`{place}`" not in told] == []
    assert name in (ROOT / tests).read_text(encoding="utf-8")
