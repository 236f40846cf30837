"""The compression of VBA source in Office files (MS-OVBA 2.4.1): chunks of 4,096 bytes, copies within a chunk."""

from __future__ import annotations

from collections.abc import Iterator

_CHUNK = 4096
_SIGNATURE = 1  # of the container, its first byte
_COMPRESSED, _STORED = 0xB000, 0x3000  # flags and signature of a chunk's header


def decompress(container: bytes) -> bytes:
    """The bytes a container holds."""
    if not container or container[0] != _SIGNATURE:
        raise ValueError("not a compressed VBA stream")
    out, at = bytearray(), 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        end = at + (header & 0xFFF) + 3
        body = container[at + 2 : end]
        out += _expand(body) if header & 0x8000 else body
        at = end
    return bytes(out)


def _expand(body: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[at])
                at += 1
                continue
            token, at = int.from_bytes(body[at : at + 2], "little"), at + 2
            bits = _length_bits(len(out))
            back, length = (token >> bits) + 1, (token & (1 << bits) - 1) + 3
            for _ in range(length):  # one by one: a copy may read what it has just written
                out.append(out[-back])
    return bytes(out)


def compress(data: bytes) -> bytes:
    """A container that gives `data` back; equal data give equal bytes."""
    out = bytearray([_SIGNATURE])
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        body = b"".join(_groups(chunk))
        if len(body) < _CHUNK:
            out += (_COMPRESSED | len(body) - 1).to_bytes(2, "little") + body
        else:  # text that does not shrink is stored as it is, filled up to a whole chunk
            out += (_STORED | _CHUNK - 1).to_bytes(2, "little") + chunk.ljust(_CHUNK, b"\0")
    return bytes(out)


def _groups(chunk: bytes) -> Iterator[bytes]:
    """Eight tokens each, behind a byte whose bits say which of them are copies."""
    at = 0
    while at < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at >= len(chunk):
                break
            bits = _length_bits(at)
            back, length = _longest(chunk, at, (1 << bits) + 2)
            if length:
                flags |= 1 << bit
                tokens += ((back - 1) << bits | length - 3).to_bytes(2, "little")
                at += length
            else:
                tokens.append(chunk[at])
                at += 1
        yield bytes([flags]) + tokens


def _longest(chunk: bytes, at: int, most: int) -> tuple[int, int]:
    """The nearest earlier place that repeats most of what comes: how far back, how long; (0, 0) when under three."""
    found = (0, 0)
    length = 3
    while length <= min(most, len(chunk) - at):
        place = chunk.rfind(chunk[at : at + length], 0, at + length - 1)
        if place < 0:
            break
        found = (at - place, length)
        length += 1
    return found


def _length_bits(position: int) -> int:
    """Bits of a copy's length: what the distance back to the chunk's first byte leaves of sixteen."""
    return 16 - max((position - 1).bit_length() if position else 0, 4)
