"""The processes of an installation, started as an office starts them, and what kills them at random."""

from __future__ import annotations

import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

import psycopg

from tests.postgresql import free_port

WEB_WORKERS, THREADS, IMPORT_WORKERS = 3, 4, 2
FEWEST, MOST = 0.5, 3.0  # seconds between two kills
# How often each is chosen.
VICTIMS = {"web_worker": 5, "import_worker": 3, "database_backend": 3, "web_server": 0.25}
STARTING = 90
SERVING = """SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND datname = current_database()"""


class Office:
    """Web server with several processes, workers for files, one database; in production settings.

    What dies is started again, as the machine's own supervisor would.
    """

    def __init__(self, url: str, folder: Path, chance: random.Random, *, own_server: bool) -> None:
        self.url, self.folder, self.chance, self.own_server = url, folder, chance, own_server
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": url,
            "CADRE_DATA_DIR": str(folder),
            "CADRE_DEBUG": "0",
            "CADRE_HTTPS": "0",
            "CADRE_ALLOWED_HOSTS": "127.0.0.1",
            "CADRE_SECRET_KEY": secrets.token_urlsafe(64),
            "CADRE_IMPORTS": "worker",
        }
        self.killed: Counter[str] = Counter()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.over = threading.Event()
        self.watch = threading.Thread(target=self._keep_alive, daemon=True)

    # ---- the processes ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Everything up, and the first page answered."""
        for name in ("web_server", *(f"import_worker_{number}" for number in range(IMPORT_WORKERS))):
            self._start(name)
        self.watch.start()
        until = time.monotonic() + STARTING
        while not self._answers():
            if time.monotonic() > until:
                raise SystemExit("the web server does not answer")
            time.sleep(0.2)

    def stop(self) -> None:
        """Nothing of it is left running."""
        self.over.set()
        self.watch.join()
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def run(self, *command: str) -> str:
        """What a command of the installation prints; its failure is the run's."""
        done = subprocess.run(
            [sys.executable, *command], env=self.environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}")
        return done.stdout

    def _start(self, name: str) -> None:
        command = [
            "-m", "gunicorn", "cadre_rotation.wsgi", "--bind", f"127.0.0.1:{self.port}", "--preload",
            "--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(THREADS),
            "--no-control-socket", "--log-level", "critical",
        ] if name == "web_server" else ["manage.py", "import_worker"]  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command], env=self.environment, stdout=log, stderr=log
            )

    def _keep_alive(self) -> None:
        while not self.over.wait(0.1):
            for name, process in list(self.processes.items()):
                if process.poll() is not None:
                    self._start(name)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    # ---- killing ------------------------------------------------------------------------------------------

    def kill_for(self, seconds: float) -> None:
        """SIGKILL to one process after the other, whichever the dice say, until the time is up.

        What is down already is left to come up again first: people are to be struck at work, not before a shut door.
        """
        until = time.monotonic() + seconds
        kinds, weights = list(VICTIMS), list(VICTIMS.values())
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, self.chance.uniform(FEWEST, MOST)))
            if not self._answers():
                continue
            kind = self.chance.choices(kinds, weights)[0]
            killed = self._end_a_connection() if kind == "database_backend" else self._kill(kind)
            self.killed[kind] += killed

    def _kill(self, kind: str) -> bool:
        """Whether there was one to kill."""
        match kind:
            case "web_server":
                victims = [self.processes[kind].pid]
            case "web_worker":
                victims = _children(self.processes["web_server"].pid)
            case _:
                victims = [process.pid for name, process in self.processes.items() if name.startswith(kind)]
        return bool(victims) and _shot(self.chance.choice(victims))

    def _end_a_connection(self) -> bool:
        """Kill what serves one connection, on a server of our own: the whole server then recovers as from a power cut.
        On somebody else's the server is asked to end it, and goes on."""
        if not self.url.startswith("postgres"):
            return False
        try:
            with psycopg.connect(
                self.url.replace("postgres://", "postgresql://", 1), autocommit=True, connect_timeout=5
            ) as db:
                rows = db.execute(SERVING).fetchall()
                if not rows:
                    return False
                victim = int(self.chance.choice(rows)[0])
                if self.own_server:
                    return _shot(victim)
                return bool(db.execute("SELECT pg_terminate_backend(%s)", [victim]).fetchone())
        except psycopg.Error:  # it is recovering from the last one
            return False


def _shot(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _children(pid: int) -> list[int]:
    try:
        said = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in said.split()]
