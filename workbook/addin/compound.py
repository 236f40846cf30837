"""Compound files (MS-CFB), the container of a VBA project: a tree of named streams read, and written again."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TypeAlias

Tree: TypeAlias = "dict[str, bytes | Tree]"

_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096  # sectors, sectors of the small streams, and what counts as small
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF  # no neighbour in the directory
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_IN_HEADER = 109  # sectors of the table that the header itself can name; 7 MB, far beyond any add-in


def read(data: bytes) -> Tree:
    """All streams of a compound file."""
    if data[:8] != _MAGIC:
        raise ValueError("not a compound file")
    first_directory, first_small = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    sectors = [s for s in struct.unpack_from(f"<{_IN_HEADER}I", data, 76) if s != _FREE]
    table = [n for s in sectors for n in struct.unpack_from("<128I", data, (s + 1) * _SECTOR)]

    def chain(start: int) -> bytes:
        out = bytearray()
        while start < _FAT:
            out += data[(start + 1) * _SECTOR : (start + 2) * _SECTOR]
            start = table[start]
        return bytes(out)

    directory = chain(first_directory)
    entries = [_Entry.of(directory[i : i + 128]) for i in range(0, len(directory), 128)]
    packed, raw = chain(entries[0].start), chain(first_small)
    small = struct.unpack(f"<{len(raw) // 4}I", raw)

    def content(entry: _Entry) -> bytes:
        if entry.size >= _CUTOFF:
            return chain(entry.start)[: entry.size]
        out, at = bytearray(), entry.start
        while at < _FAT:
            out += packed[at * _SMALL : (at + 1) * _SMALL]
            at = small[at]
        return bytes(out[: entry.size])

    def tree(index: int) -> Tree:
        if index == _NONE:
            return {}
        e = entries[index]
        here: Tree = {e.name: tree(e.child) if e.kind == _STORAGE else content(e)}
        return tree(e.left) | here | tree(e.right)

    return tree(entries[0].child)


@dataclass(slots=True)
class _Entry:
    """One line of the directory."""

    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0
    size: int = 0
    black: bool = True

    @classmethod
    def of(cls, raw: bytes) -> _Entry:
        length, kind, _, left, right, child = struct.unpack_from("<HBBIII", raw, 64)
        start, size = struct.unpack_from("<II", raw, 116)
        return cls(raw[: max(length - 2, 0)].decode("utf-16-le"), kind, b"", left, right, child, start, size)

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        links = struct.pack("<HBBIII", len(name), self.kind, self.black, self.left, self.right, self.child)
        # No class, no flags and no times: equal contents give equal files.
        return name.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", self.start, self.size)


@dataclass(slots=True)
class _Sectors:
    """Sectors as they are laid down, and the table of which follows which."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def put(self, content: bytes) -> int:
        if not content:
            return _END
        start, count = len(self.table), -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.table += [*range(start + 1, start + count), _END]
        return start


def write(tree: Tree) -> bytes:
    """A compound file (version 3) of the streams; equal trees give equal bytes."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add(entries, 0, tree)
    small, sectors = _Sectors(_SMALL), _Sectors(_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (small if entry.size < _CUTOFF else sectors).put(entry.data)
    entries[0].size, entries[0].start = len(small.data), sectors.put(bytes(small.data))
    small_table = struct.pack(f"<{len(small.table)}I", *small.table)
    small_table += b"\xff" * (-len(small_table) % _SECTOR)
    first_small = sectors.put(small_table)
    directory = b"".join(entry.packed() for entry in entries)
    empty = b"\0" * 68 + b"\xff" * 12 + b"\0" * 48
    first_directory = sectors.put(directory + empty * (-len(entries) % 4))
    return _laid_out(sectors, first_directory, first_small, len(small_table) // _SECTOR)


def _laid_out(sectors: _Sectors, first_directory: int, first_small: int, small_count: int) -> bytes:
    """Header, sectors, and the table itself in the sectors that follow."""
    count = 1
    while count * 128 < len(sectors.table) + count:
        count += 1
    if count > _IN_HEADER:
        raise ValueError("too large for a compound file whose header names all of its table")
    first = len(sectors.table)
    table = sectors.table + [_FAT] * count
    table += [_FREE] * (count * 128 - len(table))
    named = [*range(first, first + count), *[_FREE] * (_IN_HEADER - count)]
    header = _MAGIC + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, count, first_directory, 0, _CUTOFF, first_small, small_count, _END, 0)
    return (
        header + struct.pack(f"<{_IN_HEADER}I", *named) + bytes(sectors.data) + struct.pack(f"<{len(table)}I", *table)
    )


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    """The streams of one storage as a red-black tree under it, in the order the format asks for."""
    places = []
    for name, content in tree.items():
        places.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            _add(entries, places[-1], content)
    places.sort(key=lambda i: (len(entries[i].name), entries[i].name.upper()))
    full = (len(places) + 1).bit_length() - 1  # levels that are complete; what hangs below them is red

    def middle(part: list[int], depth: int) -> int:
        if not part:
            return _NONE
        half = len(part) // 2
        entry = entries[part[half]]
        entry.black = depth < full
        entry.left, entry.right = middle(part[:half], depth + 1), middle(part[half + 1 :], depth + 1)
        return part[half]

    entries[parent].child = middle(places, 0)
