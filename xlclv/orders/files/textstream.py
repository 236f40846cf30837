"""A text file as a stream of UTF-8 bytes, whatever it was stored as: gzip, UTF-16, a stated encoding, a BOM."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from pathlib import Path
from typing import IO, cast

from xlclv.errors import InputError
from xlclv.orders.files.encodings import guess, unlike, without_mark
from xlclv.orders.source import refusal
from xlclv.terms.options import asked_by, asking, option_name
from xlclv.uninterrupted import Stopped, asked

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like that of 16 bits, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
}
_PACKED |= {b"BZh%d1AY&SY" % level: "bzip2" for level in range(1, 10)}
RATIO = 200  # unpacked to packed, beyond any real table (of 16 MB or more)
HARMLESS = 16 << 20
BLANK_LINES = 10_000_000  # on which a reader spends some seconds
_LEAST = 2.5  # bytes of a line on average, with its end: a row of orders has a customer and a day
_SHORT = 16  # bytes of a line on average, from which blanks are looked for in it
_MARKED = ("utf-16", "utf-32")  # begin with a mark that says which byte comes first
_EDGES = re.compile(rb"(?m)^[ \t]+|[ \t]+(?=\r?$)")
_RUNS = re.compile(rb"[ \t]+")


class TextBytes(io.RawIOBase):
    """Reads a file as UTF-8; with `blanks`, runs of blanks become one tab and lines lose their outer blanks."""

    def __init__(self, path: Path, encoding: str | None = None, *, blanks: bool = False) -> None:
        super().__init__()
        self._path, self._blanks = path, blanks
        self._asked = asking()  # a thread of DuckDB reads on
        stored = path.open("rb")  # closed by close()
        packed = stored.read(2) == b"\x1f\x8b"
        stored.seek(0)
        self._packed, self._unpacked = packed, 0
        self._stored: IO[bytes] = stored
        self._file = cast(IO[bytes], gzip.GzipFile(fileobj=stored)) if packed else stored
        self.guessed = ""  # what the bytes were taken for, being no UTF-8
        self._encoding, first = self._decide(encoding)
        self._stated = encoding is not None
        self.ends = b""  # the last byte so far that is no blank
        self._ascii = True  # all that was read so far
        self._decoder = codecs.getincrementaldecoder(self._encoding)("strict")
        self._ready, self._over = b"", False
        self._tail = b""
        self._blank_lines = 0
        self._feed(first)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; all of it when negative."""
        if asked.is_set():  # whoever reads may be native code in another thread, which hears no signal
            raise Stopped
        pieces, wanted = [], size
        while wanted and not (self._over and not self._ready):
            if not self._ready:
                self._feed(self._take(1 << 20))
                continue
            piece = self._ready if wanted < 0 else self._ready[:wanted]
            self._ready = self._ready[len(piece) :]
            pieces.append(piece)
            wanted = wanted if wanted < 0 else wanted - len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        self._file.close()
        self._stored.close()
        super().close()

    def _decide(self, encoding: str | None) -> tuple[str, bytes]:
        """The encoding, and the first bytes without their byte order mark."""
        first = self._take(1 << 16)
        for mark, name in BOMS:
            if first.startswith(mark):
                return name, first[len(mark) :]
        if packer := next((name for mark, name in _PACKED.items() if first.startswith(mark)), ""):
            rule = f"it is packed by {packer}, which is not read" if not self._packed else ""
            rule = rule or f"it is a packed file inside a packed file ({packer} within gzip), which is not read"
            raise refusal(self._path.name, rule, "unpack it once, and give what comes out")
        if encoding is None and (wide := without_mark(first)) is not None:
            self.guessed = wide.name
            return wide.codec, first
        if self._packed and first.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")):
            raise refusal(self._path.name, "a packed file inside a packed file is not read", "unpack the outer one")
        try:
            name = codecs.lookup(encoding or "utf-8").name
            "x".encode(name)  # refuses codecs that are not of text, such as zlib or hex
            return name, first
        except (LookupError, ValueError):  # the latter: a name with NUL
            raise refusal(
                self._path.name, f'no encoding is called "{encoding}"', "give one such as cp1252 or utf-16"
            ) from None

    def _take(self, size: int) -> bytes:
        try:
            piece = self._file.read(size)
        except (OSError, EOFError, zlib.error) as reason:
            raise refusal(self._path.name, f"the file is damaged or cut off ({reason})", "get it again") from None
        self._unpacked += len(piece)
        if self._packed and self._unpacked > HARMLESS and self._unpacked > RATIO * self._stored.tell():
            rule = f"it unpacks to more than {RATIO} times its size, which no order table does"
            raise refusal(self._path.name, rule, "it was read no further; if it is one, unpack it and give the .csv")
        return piece

    def _feed(self, raw: bytes) -> None:
        """Decode one piece; a file in another encoding ends here, before any cell is read."""
        self._over = not raw
        try:
            text = self._decoder.decode(raw, final=self._over)
        except UnicodeDecodeError as reason:
            with asked_by(self._asked):
                text = self._decoded_otherwise(raw, reason)
        except UnicodeError as reason:  # which names no byte: UTF-16 without its mark, codecs of names in the web
            rule = f"it is not {self._encoding.upper()} text ({reason})"
            fix = f"give another {option_name('encoding')}, such as utf-16-le where the mark is missing"
            raise refusal(self._path.name, rule, fix if self._encoding in _MARKED else fix.split(",")[0]) from None
        self._ascii = self._ascii and raw.isascii()
        piece = text.encode()
        self._refuse_blanks(piece)
        self.ends = piece.rstrip()[-1:] or self.ends
        self._ready += self._tabbed(piece) if self._blanks else piece

    def _refuse_blanks(self, piece: bytes) -> None:
        """Refuse lines without end that hold nothing: each takes as long as a row, and 80 MB of them are 80 million."""
        lines = piece.count(b"\n")
        if lines * _SHORT <= len(piece) or lines * _LEAST <= len(piece.translate(None, b" \t\r")):
            return
        self._blank_lines += lines
        if self._blank_lines > BLANK_LINES:
            rule = f"more than {BLANK_LINES:,} of its lines hold a single character at most"
            raise refusal(self._path.name, rule, "take them out, or give the file that they were made from")

    def _decoded_otherwise(self, raw: bytes, reason: UnicodeDecodeError) -> str:
        """The piece in the one other encoding that makes words of it; what was read before was ASCII, alike in both."""
        if self.guessed:  # what was read before made words in it, this does not
            rule, fix = unlike(reason, self._encoding, [])
            raise refusal(self._path.name, f"{rule}, as the bytes before it are", fix) from None
        if self._stated or self._encoding != "utf-8":
            rule = f"byte 0x{reason.object[reason.start]:02X} is not {self._encoding.upper()} text"
            raise refusal(self._path.name, rule, f"give another {option_name('encoding')}") from None
        found = guess(raw)
        if len(found) != 1 or not self._ascii or (found[0].codec.startswith("utf-16") and self._unpacked > len(raw)):
            raise refusal(self._path.name, *unlike(reason, self._encoding, found)) from None
        self._encoding, self.guessed = found[0].codec, found[0].name
        self._decoder = codecs.getincrementaldecoder(self._encoding)("strict")
        try:
            return self._decoder.decode(raw, final=self._over)
        except UnicodeDecodeError as other:
            return self._decoded_otherwise(raw, other)

    def _tabbed(self, piece: bytes) -> bytes:
        """Whole lines with one tab between cells; the unfinished line waits for the next piece."""
        piece = self._tail + piece
        cut = len(piece) if self._over else piece.rfind(b"\n") + 1
        whole, self._tail = piece[:cut], piece[cut:]
        return _RUNS.sub(b"\t", _EDGES.sub(b"", whole))


def encoding_beside(path: Path, stated: str) -> str | None:
    """What is stated of the orders' text, where a file beside them is no UTF-8; None where it is: it may be another
    program's, and nearly all encodings make letters of UTF-8 too."""
    try:
        with TextBytes(path) as stream:
            while stream.read(1 << 20):
                pass
            return stated if stream.guessed and not stream.guessed.startswith("UTF-") else None
    except (InputError, OSError):  # the reader says what is wrong
        return stated
