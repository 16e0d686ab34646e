"""The whole installation in one file, and back: what `manage.py backup` and `restore` do.

A file is sealed (`sealing`), holds the rows of every table as text that both databases give and take (`tables`), and
says of itself what it holds (`manifest`). It stands beside `reports` and above `workflow`, because it reads and writes
every table whatever it means, and is called by nobody but commands. What is in a file belongs to the schema it was
taken at, so models are those of the migrations, never the living ones.
"""

from rotations.keeping.backing_up import back_up
from rotations.keeping.examining import examine
from rotations.keeping.manifest import BackupRefused, Manifest
from rotations.keeping.restoring import restore
from rotations.keeping.schemas import is_up_to_date

__all__ = ["BackupRefused", "Manifest", "back_up", "examine", "is_up_to_date", "restore"]
