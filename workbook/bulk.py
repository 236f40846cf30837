"""Many cells at once: the insides of a column's cells by the thousand, and rows from them, put together by Arrow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xlclv.errors import OutputError
from xlclv.workbook.cells import text_item

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 4000  # rows made and handed over at a time: the sheet is never in memory as a whole
_ORDINARY = re.compile(r"[A-Za-z0-9.\-\n]*")  # what needs no escape, nor blanks kept; \n stands between two
_SHORT = 1000  # characters in a text that need not be measured
_MARKS = re.compile("(\0|%s)")


def numbers(values: NDArray[np.floating] | NDArray[np.integer]) -> pa.Array:
    """Numbers with every digit they have, whole ones without a point, as texts.

    >>> numbers(np.array([0.1, 2.0, -0.0, 1e-7, 1e22])).to_pylist()
    ['0.1', '2', '0', '1e-7', '1e+22']
    """
    if not np.isfinite(values).all():
        raise OutputError("the report holds a value that a worksheet cannot show as a number")
    return _texts(values + 0)  # adding 0 makes -0.0 a plain 0


def _texts(values: NDArray[Any]) -> pa.Array:
    """Numbers as texts. (pa.array would import pandas, to ask what it is given.)"""
    import pyarrow as pa

    held = np.ascontiguousarray(values)
    kind = pa.from_numpy_dtype(held.dtype)
    return pa.Array.from_buffers(kind, len(held), [None, pa.py_buffer(held)]).cast("string")


def items(words: Sequence[str]) -> str:
    """Texts one behind another as `cells.text_item` gives them."""
    if _ORDINARY.fullmatch("\n".join(words)) and "\n" not in "".join(words) and len(max(words, key=len)) < _SHORT:
        return "<si><t>" + "</t></si><si><t>".join(words) + "</t></si>"
    return "".join(map(text_item, words))


def rows(template: str, columns: Sequence[pa.Array], first: int) -> bytes:
    """Rows from the insides of their cells, column by column; a NUL in the template stands for the row's number.

    >>> rows('<row r="\\0"><v>%s</v></row>', [numbers(np.array([0.5, 3.0]))], 7)
    b'<row r="7"><v>0.5</v></row><row r="8"><v>3</v></row>'
    """
    from pyarrow import compute

    number = _texts(np.arange(first, first + len(columns[0])))
    insides, pieces = iter(columns), _MARKS.split(template)
    words = _words([piece.replace("%%", "%") for piece in pieces] + [""])
    parts = [
        number if piece == "\0" else next(insides) if piece == "%s" else words[at] for at, piece in enumerate(pieces)
    ]
    made = compute.binary_join_element_wise(*parts, words[-1])
    ends, text = made.buffers()[1:]
    last = int(np.frombuffer(ends, dtype=np.int32)[len(made)])
    return bytes(text[:last])


def _words(words: Sequence[str]) -> pa.Array:
    """Texts as Arrow has them, likewise without pandas."""
    import pyarrow as pa

    texts = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))])


def chunks(count: int) -> Iterator[tuple[int, int]]:
    """Where each piece of a long list begins and ends."""
    for start in range(0, count, CHUNK):
        yield start, min(start + CHUNK, count)
