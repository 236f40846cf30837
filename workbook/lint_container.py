"""The zip around a workbook, head by head: the forms that some readers refuse though the schema allows them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

_HEAD = struct.Struct("<4sHHHHHIIIHH")
_MAGIC = b"PK\x03\x04"
_LARGE = (1 << 31) - 1  # bytes; beyond them a part needs the head for large ones
_PLAIN, _FOR_LARGE = 20, 45  # versions of the format a reader must know
_SIZES_FOLLOW, _ENCRYPTED = 1 << 3, 1
_LARGE_SIZES = 0x0001  # the extra field that holds sizes of 64 bits


def container_faults(archive: ZipFile) -> Iterator[str]:
    """The faults of every part's own head, which readers that stream meet before the table of contents."""
    for part in archive.infolist():
        yield from (f"{part.filename}: {fault}" for fault in _part(archive, part))


def _part(archive: ZipFile, part: ZipInfo) -> Iterator[str]:
    assert archive.fp is not None
    archive.fp.seek(part.header_offset)
    magic, version, flags, method, _, _, crc, packed, size, name, extra = _HEAD.unpack(archive.fp.read(_HEAD.size))
    if magic != _MAGIC:
        yield "its head does not stand where the table of contents says"
        return
    archive.fp.seek(name, 1)
    fields = _fields(archive.fp.read(extra))
    small = max(part.file_size, part.compress_size) <= _LARGE
    if small and (_LARGE_SIZES in fields or version >= _FOR_LARGE or part.extract_version >= _FOR_LARGE):
        yield f"a ZIP64 head for a part of {part.file_size:,} bytes, which some readers refuse"
    elif small and version != part.extract_version:
        yield f"its head asks for version {version}, the table of contents for {part.extract_version}"
    if flags & _SIZES_FOLLOW:
        yield "its sizes stand behind it, which readers that stream refuse"
    elif small and (crc, packed, size) != (part.CRC, part.compress_size, part.file_size):
        yield "its head tells other sizes than the table of contents"
    if flags & _ENCRYPTED:
        yield "it is encrypted"
    if method not in (0, 8):
        yield f"compression method {method}: workbooks know 0 and 8"


def _fields(extra: bytes) -> set[int]:
    """The kinds of extra fields."""
    kinds: set[int] = set()
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        kinds.add(kind)
        extra = extra[4 + length :]
    return kinds
