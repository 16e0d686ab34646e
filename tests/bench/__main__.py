"""The benchmark: `make bench` prints one figure a line, `name value unit`.

Everything runs on the same server in one go, each measurement in a process and on a copy of the database of its own.
A time is the middle one of three, but for the stock importer, which runs once: it takes longest.
"""

from __future__ import annotations

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import databases

START = "bench_start"


def _python(module: str, *arguments: str, url: str) -> str:
    """What a module of this package prints, run by itself in production settings."""
    environment = {
        **os.environ, "DATABASE_URL": url, "CADRE_DEBUG": "0", "CADRE_ALLOWED_HOSTS": "bench.example",
        "CADRE_SECRET_KEY": secrets.token_urlsafe(64),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)}: {done.returncode}")
    return done.stdout


def _measure(url: str, way: str, path: Path, times: int) -> dict[str, float]:
    """The figures of one way over one file, from the same start each time."""
    runs = []
    for number in range(times):
        with databases.database(url, f"bench_{way}_{number}", like=START) as its_own:
            runs.append(json.loads(_python("measured", way, str(path), url=its_own)))
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


def import_plan(url: str, folder: Path) -> None:
    """A plan of 10,000 people on the register: stock importer, this import, and the floor."""
    office = folder / "plan.xlsx"
    floor = _measure(url, "floor", office, 3)
    _say_all("import_plan_floor", floor)
    ours = _measure(url, "plan_ours", office, 3)
    _say_all("import_plan_ours", ours)
    stock = _measure(url, "plan_stock", folder / "plan_for_stock.xlsx", 1)
    _say_all("import_plan_stock", stock)
    if not floor["rows"] == ours["rows"] == stock["rows"]:
        raise SystemExit("not the same rows on every side")
    _say("import_stock_vs_ours", stock["seconds"] / ours["seconds"], "ratio")
    _say("import_ours_vs_floor", ours["seconds"] / floor["seconds"], "ratio")
    few = _measure(url, "plan_preview", folder / "plan_of_few.xlsx", 3)
    _say(f"import_plan_{few['rows']:.0f}_preview", few["seconds"], "s")


def import_register(url: str, folder: Path) -> None:
    """Officials new to the register with the post each holds: 10,000 and 100,000, and 2,000 for the stock importer.

    The stock importer goes row by row, each as long as the last, so that speeds are compared and not times; its 2,000
    are the first of the same people in the same layout.
    """
    paths = {"import_register": "register.xlsx", "import_register_100k": "register_of_all.xlsx"}
    ours, floor = {}, {}
    for name, path in paths.items():
        times = 3 if name == "import_register" else 1
        floor[name] = _measure(url, "floor", folder / path, times)
        _say_all(f"{name}_floor", floor[name])
        ours[name] = _measure(url, "register_ours", folder / path, times)
        _say_all(f"{name}_ours", ours[name])
        if floor[name]["rows"] != ours[name]["rows"]:
            raise SystemExit("not the same rows on every side")
    stock = _measure(url, "register_stock", folder / "register_for_stock.xlsx", 1)
    _say_all("import_register_stock", stock)
    few, lots = ours["import_register"], ours["import_register_100k"]
    _say("import_register_stock_vs_ours", _time_of_one(stock) / _time_of_one(few), "ratio")
    _say("import_register_ours_vs_floor", few["seconds"] / floor["import_register"]["seconds"], "ratio")
    _say("import_register_100k_vs_10k", _time_of_one(lots) / _time_of_one(few), "ratio")


def _time_of_one(figures: dict[str, float]) -> float:
    return figures["seconds"] / figures["rows"]


# One line a subject; `prepare` fills its database and writes its files, its ways are named in `measured`.
SUBJECTS = {"plan": import_plan, "register": import_register}


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
