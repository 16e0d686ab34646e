"""Who runs a command: nobody is signed in at the machine itself, so the trail names its account of the operating system."""

from __future__ import annotations

import os
import pwd
from platform import node


def whose_shell(command: str) -> str:
    """The command, the machine and the account of the operating system, for the trail; who became root by sudo too."""
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = f"số {number}"
    before = os.environ.get("SUDO_USER", "")
    return f"Lệnh {command} tại máy {node()}, người dùng hệ điều hành {name}{f' (sudo từ {before})' if before else ''}"
