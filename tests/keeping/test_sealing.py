"""A sealed file: what was put in comes out, and any change to it is found."""

from __future__ import annotations

import os
from io import BytesIO

import pytest

from rotations.keeping import BackupRefused
from rotations.keeping.sealing import PIECE, SealedReader, SealedWriter

PASSPHRASE = "bốn mùa hoa ban nở"
WAYS = pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "encrypted"])


def sealed(data: bytes, passphrase: str = "") -> bytes:
    out = BytesIO()
    writer = SealedWriter(out, passphrase)
    for start in range(0, len(data), 50_000):
        writer.write(data[start : start + 50_000])
    writer.close()
    return out.getvalue()


def opened(file: bytes, passphrase: str = "") -> bytes:
    return SealedReader(BytesIO(file), passphrase).read()


@WAYS
@pytest.mark.parametrize("length", [0, 1, 1000, 3 * PIECE])
def test_what_was_put_in_comes_out(length, passphrase):
    data = os.urandom(length)

    assert opened(sealed(data, passphrase), passphrase) == data


def test_an_encrypted_file_shows_nothing_of_what_is_inside_and_no_two_are_alike():
    data = "Lò Văn Minh".encode() * 3

    assert data[:10] not in sealed(data, PASSPHRASE)
    assert sealed(data, PASSPHRASE) != sealed(data, PASSPHRASE)


def test_a_flipped_bit_anywhere_is_found():
    file = sealed(b"Lo Van Minh\n" * 4)

    for place in range(len(file)):
        changed = bytearray(file)
        changed[place] ^= 1
        with pytest.raises(BackupRefused):
            opened(bytes(changed))


def test_a_flipped_bit_anywhere_is_found_when_encrypted(monkeypatch):
    monkeypatch.setattr("rotations.keeping.sealing.WORK", {"n": 2, "r": 1, "p": 1})
    file = sealed(b"Lo Van Minh\n" * 4, PASSPHRASE)

    for place in range(len(file)):
        changed = bytearray(file)
        changed[place] ^= 1
        with pytest.raises(BackupRefused):
            opened(bytes(changed), PASSPHRASE)


@WAYS
def test_a_file_cut_off_anywhere_is_found(passphrase):
    file = sealed(os.urandom(2 * PIECE), passphrase)
    ends = [*range(0, 200, 40), PIECE, len(file) // 2, len(file) - 1]

    for end in ends:
        with pytest.raises(BackupRefused):
            opened(file[:end], passphrase)


@WAYS
def test_pieces_left_out_or_moved_or_put_behind_are_found(passphrase):
    file = sealed(os.urandom(4 * PIECE), passphrase)
    start = file.index(b"\n", file.index(b"\n") + 1) + 1
    size = 5 + int.from_bytes(file[start + 1 : start + 5], "big")
    head, first, second, rest = (
        file[:start],
        file[start : start + size],
        file[start + size : start + 2 * size],
        file[start + 2 * size :],
    )

    assert opened(head + first + second + rest, passphrase)
    for changed in (head + first + rest, head + second + first + rest, head + first + second + rest + b"x"):
        with pytest.raises(BackupRefused):
            opened(changed, passphrase)


def test_without_the_passphrase_or_with_another_it_does_not_open():
    file = sealed(b"x", PASSPHRASE)

    with pytest.raises(BackupRefused, match="được mã hóa"):
        opened(file)
    with pytest.raises(BackupRefused, match="Mật khẩu không đúng"):
        opened(file, PASSPHRASE + " ")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "không phải tệp sao lưu"),
        (b"PK\x03\x04", "không phải tệp sao lưu"),
        (b"CADRE-ROTATION-BACKUP 2\n{}\n", "phiên bản mới hơn"),
    ],
)
def test_another_file_is_refused_by_what_it_is(file, told):
    with pytest.raises(BackupRefused, match=told):
        opened(file)
