"""A file that shows any change to it: a stream, compressed, cut into pieces each of which is sealed to its place.

    CADRE-ROTATION-BACKUP 1             what this is
    {"sealed": …}                       how it is sealed; with a passphrase also how the key is made from it
    pieces: last? (1 byte), length (4 bytes), content

Without a passphrase a piece ends with a SHA-256 over itself and the seal of the piece before, the first of them over
the two lines. With one it is encrypted by AES-256-GCM under a key of this file alone (scrypt, a salt of its own), its
number and whether it is the last being part of the nonce. So a piece that was changed, left out, moved or cut off does
not open, and neither does anything after the last.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from rotations.keeping.manifest import BackupRefused

FIRST_LINE: Final = b"CADRE-ROTATION-BACKUP 1\n"
FIRST_WORD: Final = b"CADRE-ROTATION-BACKUP "
PIECE: Final = 256 * 1024
COMPRESSION: Final = 3
WORK: Final = {"n": 2**16, "r": 8, "p": 1}  # 64 MB and a fifth of a second for each guess
MOST_WORK: Final = 2**20
LINE_LIMIT: Final = 4096

NOT_A_BACKUP: Final = "Tệp này không phải tệp sao lưu của phần mềm."
DAMAGED: Final = "Tệp sao lưu bị hỏng hoặc bị sửa; không phục hồi từ tệp này. Hãy dùng bản sao lưu khác."
CUT_OFF: Final = "Tệp sao lưu bị thiếu phần cuối; không phục hồi từ tệp này. Hãy chép lại hoặc dùng bản khác."
NEWER_FORMAT: Final = "Tệp được sao lưu bằng phiên bản mới hơn của phần mềm. Hãy cài phiên bản đó (hoặc mới hơn) rồi phục hồi lại."
WANTS_PASSPHRASE: Final = (
    "Tệp được mã hóa: hãy cho mật khẩu qua biến CADRE_BACKUP_PASSPHRASE, --passphrase hoặc --passphrase-file."
)
WRONG_PASSPHRASE: Final = "Mật khẩu không đúng, hoặc phần đầu tệp sao lưu bị hỏng."


class _Seal:
    """Closes and opens the pieces of one file in their order."""

    def __init__(self, head: bytes, passphrase: str, header: dict[str, Any]) -> None:
        self.head, self.count, self.before = head, 0, hashlib.sha256(head).digest()
        self.cipher = AESGCM(_key(passphrase, header)) if header["sealed"] == "aes-256-gcm" else None

    def close(self, content: bytes, *, last: bool) -> bytes:
        """The piece as it is written."""
        if self.cipher:
            sealed = self.cipher.encrypt(self._nonce(last), content, self.head)
        else:
            sealed = content + self._chained(content, last)
        self.count += 1
        return bytes([last]) + len(sealed).to_bytes(4, "big") + sealed

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        """The content of a piece; BackupRefused where it is not the one that was closed."""
        if self.cipher:
            try:
                content = self.cipher.decrypt(self._nonce(last), sealed, self.head)
            except InvalidTag as changed:
                raise BackupRefused(DAMAGED if self.count else WRONG_PASSPHRASE) from changed
        else:
            content = sealed[:-32]
            if self._chained(content, last) != sealed[-32:]:
                raise BackupRefused(DAMAGED)
        self.count += 1
        return content

    def _nonce(self, last: bool) -> bytes:
        return self.count.to_bytes(11, "big") + bytes([last])

    def _chained(self, content: bytes, last: bool) -> bytes:
        self.before = hashlib.sha256(self.before + bytes([last]) + content).digest()
        return self.before


def _key(passphrase: str, header: dict[str, Any]) -> bytes:
    try:
        salt, n, r, p = bytes.fromhex(header["salt"]), int(header["n"]), int(header["r"]), int(header["p"])
        if n > MOST_WORK or r * p > 64:
            raise BackupRefused(DAMAGED)
        return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(passphrase.encode())
    except (KeyError, ValueError, TypeError) as unfit:
        raise BackupRefused(DAMAGED) from unfit


class SealedWriter:
    """Writes a stream into a file piece by piece. Memory is that of a piece and of what is handed in at once."""

    def __init__(self, file: BinaryIO, passphrase: str = "") -> None:
        header: dict[str, Any] = {"sealed": "sha256"}
        if passphrase:
            header = {"sealed": "aes-256-gcm", "salt": os.urandom(16).hex(), **WORK}
        head = FIRST_LINE + json.dumps(header).encode() + b"\n"
        file.write(head)
        self.file, self.seal = file, _Seal(head, passphrase, header)
        self.compress, self.gathered, self.waiting = zlib.compressobj(COMPRESSION), bytearray(), bytearray()

    def write(self, data: bytes) -> None:
        """Add to the stream."""
        self.gathered += data
        if len(self.gathered) > PIECE:
            self.waiting += self.compress.compress(self.gathered)
            self.gathered.clear()
            self._write_full_pieces()

    def close(self) -> None:
        """Seal what is left as the last piece. Without it the file is not whole and will not open."""
        self.waiting += self.compress.compress(self.gathered) + self.compress.flush()
        self._write_full_pieces()
        self.file.write(self.seal.close(bytes(self.waiting), last=True))

    def _write_full_pieces(self) -> None:
        while len(self.waiting) > PIECE:
            self.file.write(self.seal.close(bytes(self.waiting[:PIECE]), last=False))
            del self.waiting[:PIECE]


class SealedReader(io.RawIOBase):
    """The stream of a file again. Raises BackupRefused as soon as something is not as it was written."""

    def __init__(self, file: BinaryIO, passphrase: str = "") -> None:
        super().__init__()
        first = file.readline(LINE_LIMIT)
        if first != FIRST_LINE:
            raise BackupRefused(NEWER_FORMAT if first.startswith(FIRST_WORD) else NOT_A_BACKUP)
        line = file.readline(LINE_LIMIT)
        try:
            header = json.loads(line)
            sealed = header["sealed"]
        except (ValueError, KeyError, TypeError) as unfit:
            raise BackupRefused(DAMAGED) from unfit
        if sealed not in {"sha256", "aes-256-gcm"}:
            raise BackupRefused(DAMAGED)
        if sealed == "aes-256-gcm" and not passphrase:
            raise BackupRefused(WANTS_PASSPHRASE)
        self.encrypted = sealed == "aes-256-gcm"
        self.file, self.seal = file, _Seal(first + line, passphrase, header)
        self.expand, self.left, self.ended = zlib.decompressobj(), b"", False

    def readable(self) -> bool:
        """So that a buffered reader takes it."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill as much of `buffer` as there is; 0 at the end of a whole file."""
        while True:
            if self.left:
                try:
                    data = self.expand.decompress(self.left, len(buffer))
                except zlib.error as unfit:
                    raise BackupRefused(DAMAGED) from unfit
                self.left = self.expand.unconsumed_tail
                if data:
                    buffer[: len(data)] = data
                    return len(data)
            elif self.ended:
                if not self.expand.eof or self.expand.unused_data:
                    raise BackupRefused(DAMAGED)
                return 0
            else:
                self.left = self._next()

    def _next(self) -> bytes:
        start = self.file.read(5)
        if len(start) < 5:
            raise BackupRefused(CUT_OFF)
        length = int.from_bytes(start[1:], "big")
        if start[0] > 1 or length > PIECE + 64:
            raise BackupRefused(DAMAGED)
        sealed = self.file.read(length)
        if len(sealed) < length:
            raise BackupRefused(CUT_OFF)
        content = self.seal.open(sealed, last=bool(start[0]))
        self.ended = bool(start[0])
        if self.ended and self.file.read(1):
            raise BackupRefused(DAMAGED)
        return content
