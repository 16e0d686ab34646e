"""Why a whole file is refused: a stable code and one Vietnamese sentence that says what to do."""

from typing import Final, Literal, get_args

RefusalCode = Literal[
    "empty_file",
    "no_rows",
    "no_header",
    "missing_column",
    "not_a_spreadsheet",
    "encrypted",
    "too_many_rows",
    "too_large",
    "bad_csv",
    "legacy_encoding",
    "unsafe_xml",
    "unreadable",
    "classified",
]
CODES: Final[tuple[str, ...]] = get_args(RefusalCode)


class FileRefused(Exception):
    """The file as a whole cannot be taken, and nothing was changed. Faults of single rows are never this."""

    def __init__(self, code: RefusalCode, message: str) -> None:
        super().__init__(message)
        self.code: RefusalCode = code
        self.message = message
