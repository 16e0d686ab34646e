"""What must never be false, asked of the rows that are stored: after a restore, after a hand in the database, or when
somebody asks.

It stands beside `reports` and above `workflow`, because it reads everything and is read by nobody but a command. Each
check is a question to the database that answers with the rows that break it; nothing is mended here.
"""

from rotations.checking.findings import Finding
from rotations.checking.running import check_data

__all__ = ["Finding", "check_data"]
