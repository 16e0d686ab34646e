"""The benchmark: `make bench` prints one figure a line, `name value unit`.

Everything runs on the same server in one go, each measurement in a process and on a copy of the database of its own.
A time is the middle one of three, but for what takes longest, the stock importer and the register of 100,000, which run
once; of a page it is the middle one of 25 visits. The stock importer takes in the very rows of the 10,000 that ours
does, some minutes for each file, in which a machine shared with others grows faster or slower: ours is measured before
it and after it. The two floors are explained in `floor`.
"""

from __future__ import annotations

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import databases, floor
from tests.bench.pages import MANY, PAGES, TIMES, WARM

START = "bench_start"


def _environment(url: str) -> dict[str, str]:
    """Production settings on a database."""
    return {
        **os.environ, "DATABASE_URL": url, "CADRE_DEBUG": "0", "CADRE_ALLOWED_HOSTS": "bench.example",
        "CADRE_SECRET_KEY": secrets.token_urlsafe(64),
    }  # fmt: skip


def _python(module: str, *arguments: str, url: str) -> str:
    """What a module of this package prints, run by itself in production settings."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        env=_environment(url), stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)}: {done.returncode}")
    return done.stdout


@contextmanager
def _started(module: str, *, url: str) -> Iterator[subprocess.Popen[str]]:
    """A module of this package that answers line by line, until it is asked no more."""
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.{module}"],
        env=_environment(url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process


def _measure(url: str, way: str, path: Path, times: int, *, take_off: bool = False) -> dict[str, float]:
    """The figures of one way over one file, from the same start each time; the rows it left for `floor`, if asked."""
    runs = []
    for number in range(times):
        with databases.database(url, f"bench_{way}_{number}", like=START) as its_own:
            runs.append(json.loads(_python("measured", way, str(path), url=its_own)))
            if take_off and not number:
                before = databases.libpq(url, START)
                floor.take_off(before, databases.libpq(url, f"bench_{way}_{number}"), path.parent)
    middle = {name: statistics.median(run[name] for run in runs) for name in ("seconds", "cpu")}
    return {**runs[0], **middle, "peak": max(run["peak"] for run in runs)}


def _say(name: str, value: float | str, unit: str) -> None:
    shown = value if isinstance(value, str) else f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    print(name, shown, unit, flush=True)  # noqa: T201 – the figures are what this is for


def _say_all(name: str, figures: dict[str, float]) -> None:
    _say(f"{name}_rows", figures["rows"], "rows")
    _say(f"{name}_seconds", figures["seconds"], "s")
    _say(f"{name}_cpu", figures["cpu"], "s")
    _say(f"{name}_speed", figures["rows"] / figures["seconds"], "rows/s")
    _say(f"{name}_peak_memory", figures["peak"], "MB")
    if figures["statements"]:
        _say(f"{name}_queries", figures["statements"], "queries")


def _ours_and_floors(
    url: str, folder: Path, subject: str, size: str, times: int
) -> tuple[dict[str, float], dict[str, float]]:
    """This import over one file, and both floors under it; ours and the floor of the same records."""
    path, name = folder / f"{subject}{size}.xlsx", f"import_{subject}{size}"
    bare = _measure(url, "bare_floor", path, times)
    _say_all(f"{name}_bare_floor", bare)
    ours = _measure(url, f"{subject}_ours", path, times, take_off=True)
    _say_all(f"{name}_ours", ours)
    same = _measure(url, "floor", path, times)
    _say_all(f"{name}_floor", same)
    if not bare["rows"] == ours["rows"] == same["rows"]:
        raise SystemExit("not the same rows on every side")
    ratio = _ratio_of(subject) + size
    _say(f"{ratio}_ours_vs_floor", ours["seconds"] / same["seconds"], "ratio")
    _say(f"{ratio}_ours_vs_bare_floor", ours["seconds"] / bare["seconds"], "ratio")
    return ours, same


def _stock_and_ours(url: str, folder: Path, subject: str, ours: dict[str, float]) -> None:
    """The stock importer over the same rows, and how many times as long it takes as ours before and after it."""
    stock = _measure(url, f"{subject}_stock", folder / f"{subject}_for_stock.xlsx", 1)
    _say_all(f"import_{subject}_stock", stock)
    again = _measure(url, f"{subject}_ours", folder / f"{subject}.xlsx", 3)
    _say(f"import_{subject}_ours_again_seconds", again["seconds"], "s")
    _say(f"import_{subject}_ours_again_cpu", again["cpu"], "s")
    if not stock["rows"] == ours["rows"] == again["rows"]:
        raise SystemExit("not the same rows on every side")
    both = statistics.mean((ours["seconds"], again["seconds"]))
    _say(f"{_ratio_of(subject)}_stock_vs_ours", stock["seconds"] / both, "ratio")


def import_plan(url: str, folder: Path) -> None:
    """A plan of 10,000 people on the register, and one of 200 as a person waits for it."""
    ours, _floor = _ours_and_floors(url, folder, "plan", "", 3)
    few = _measure(url, "plan_preview", folder / "plan_of_few.xlsx", 3)
    _say(f"import_plan_{few['rows']:.0f}_preview", few["seconds"], "s")
    _stock_and_ours(url, folder, "plan", ours)


def import_register(url: str, folder: Path) -> None:
    """Officials new to the register with the post each holds: 10,000 of them, and 100,000."""
    few, few_floor = _ours_and_floors(url, folder, "register", "", 3)
    _stock_and_ours(url, folder, "register", few)
    all_of_them, all_floor = _ours_and_floors(url, folder, "register", "_100k", 1)
    _say("import_register_100k_vs_10k", _time_of_one(all_of_them) / _time_of_one(few), "ratio")
    _say("import_register_floor_100k_vs_10k", _time_of_one(all_floor) / _time_of_one(few_floor), "ratio")


def _ratio_of(subject: str) -> str:
    """What the ratios of a subject are called; those of the plan, which is what the import is for, go by no name."""
    return "import" if subject == "plan" else f"import_{subject}"


def _time_of_one(figures: dict[str, float]) -> float:
    return figures["seconds"] / figures["rows"]


def pages(url: str, folder: Path) -> None:
    """The pages opened all day, over a thousand cases and over a million: time, statements, and the ratio of times."""
    with databases.database(url, "bench_many") as large:
        _python("prepare", "pages_of_many", str(folder), url=large)
        databases.settle(url, "bench_many")
        _say_pages(databases.named(url, START), large)


def _say_pages(few_url: str, many_url: str) -> None:
    with _started("pages", url=few_url) as few_visits, _started("pages", url=many_url) as many_visits:
        costs = {page: _in_turn(page, few_visits, many_visits) for page in PAGES}
    few, many = ({page: both[which] for page, both in costs.items()} for which in (0, 1))
    size = f"{MANY // 1_000_000}m" if MANY % 1_000_000 == 0 else f"{MANY // 1_000}k"
    for name, cost in many.items():
        _say(f"{name}_1k", few[name]["ms"], "ms")
        _say(f"{name}_{size}", cost["ms"], "ms")
        _say(f"{name}_{size}_queries", cost["queries"], "queries")
        _say(f"{name}_{size}_more_queries_than_1k", cost["queries"] - few[name]["queries"], "queries")
        _say(f"{name}_{size}_vs_1k", cost["ms"] / few[name]["ms"], "ratio")


def _in_turn(page: str, *asked: subprocess.Popen[str]) -> list[dict[str, float]]:
    """What a page costs each: visit after visit, since a machine shared with others grows faster or slower meanwhile."""
    visits: list[list[dict[str, float]]] = [[] for _one in asked]
    for _time in range(WARM + TIMES):
        for process, found in zip(asked, visits, strict=True):
            if process.stdin is None or process.stdout is None:
                raise ValueError("started without pipes")
            process.stdin.write(f"{page}\n")
            process.stdin.flush()
            found.append(json.loads(process.stdout.readline()))
    return [
        {what: statistics.median(cost[what] for cost in found[WARM:]) for what in ("ms", "queries")}
        for found in visits
    ]


# One line a subject; `prepare` fills its database and writes its files, its ways are named in `measured`.
SUBJECTS = {"plan": import_plan, "register": import_register, "pages": pages}


def main() -> None:
    """Each subject prepared once and measured, or those that are named."""
    url = databases.server()
    for name, value in databases.settings(url).items():
        _say(f"postgresql_{name}", value.split()[0], "setting")
    for name in sys.argv[1:] or SUBJECTS:
        with tempfile.TemporaryDirectory() as place, databases.database(url, START) as start:
            _python("prepare", name, place, url=start)
            databases.settle(url, START)
            SUBJECTS[name](url, Path(place))


if __name__ == "__main__":
    main()
