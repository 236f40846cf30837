"""Pseudonyms: customer ids replaced by a keyed HMAC where files are read, so that no later step sees an id.

The same key gives the same pseudonyms, file after file and year after year; without the key nobody can make them from
the ids, or find an id by trying all of them.
"""

from __future__ import annotations

import base64
import codecs
import hmac
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from xlclv.errors import UsageError

VARIABLE = "XLCLV_PSEUDONYM_KEY"
_SHORTEST = 16  # bytes: what cannot be found by trying
_LONGEST = 1 << 16
_BYTES = 10  # of the 32 that SHA-256 gives: 80 bits, 16 letters; two of a million ids meet once in 10**12 keys
_MAKE = 'python -c "import secrets; print(secrets.token_hex(32))" > clv.key'


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The pseudonyms that one key gives.

    >>> Pseudonyms(b"a key for this example").of("17850")
    '5R3C-QU43-25UQ-B2JA'
    """

    key: bytes = field(repr=False)  # never in a message

    def of(self, name: str) -> str:
        """The pseudonym of an id: four groups of four, each a capital letter or one of 2 to 7."""
        found = base64.b32encode(hmac.digest(self.key, name.encode(), "sha256")[:_BYTES]).decode()
        return "-".join(found[i : i + 4] for i in range(0, len(found), 4))


def from_key(file: Path | None) -> Pseudonyms:
    """Pseudonyms by the key in a file, else by the one in the environment."""
    if file is None and not os.environ.get(VARIABLE):
        raise UsageError(
            f"--pseudonymise needs a key: make one with '{_MAKE}', keep it apart from the workbook, and give it as "
            f"--pseudonym-key clv.key, or its text in the environment variable {VARIABLE}"
        )
    where = VARIABLE if file is None else f"--pseudonym-key {file}"
    key = os.environ[VARIABLE].strip().encode(errors="surrogateescape") if file is None else _read(file)
    if len(key) < _SHORTEST:
        raise UsageError(
            f"{where}: the key has {len(key)} characters, which can be guessed; it must have {_SHORTEST} or more; "
            f"make one with '{_MAKE}'"
        )
    return Pseudonyms(_composed(key))


def _composed(key: bytes) -> bytes:
    """A key as UTF-8, each letter with its accent in one; bytes that are no such text as they are.

    >>> _composed("Zoe\N{COMBINING DIAERESIS}".encode()) == "Zoë".encode(), _composed("Zoë".encode("latin-1"))
    (True, b'Zo\xeb')
    """
    try:
        return unicodedata.normalize("NFC", key.decode()).encode()
    except UnicodeDecodeError:
        return key


def _read(file: Path) -> bytes:
    """The key in a file, without blanks and line ends around it: the same as in the environment.

    No message repeats what was given as the file: it may be the key itself.
    """
    said = "--pseudonym-key"
    try:
        kind = file.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):  # a pipe may be what a store of passwords prints
            raise UsageError(f"{said} names a folder or a device; give the file that holds the key")
        with file.open("rb") as stream:
            held = stream.read(_LONGEST + 1)
    except (OSError, ValueError) as reason:  # the latter: a name with NUL
        why = (getattr(reason, "strerror", None) or "no such file").lower()
        raise UsageError(f"{said}: {why}; give the name of the file that holds the key, not the key") from None
    if len(held) > _LONGEST:
        raise UsageError(f"{said}: the file has more than {_LONGEST:,} characters, as no key does; check its name")
    if held[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # as Windows PowerShell writes what a command prints
        held = held.decode("utf-16", errors="replace").encode()
    return held.removeprefix(codecs.BOM_UTF8).strip()
