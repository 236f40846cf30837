"""Arrow's columns as NumPy has them. Arrow's own way imports pandas, a second of every run, and uses nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


_AT_ONCE = 4  # threads: one reads ahead, two work, one to spare


def room_for_threads() -> None:
    """RuntimeError where memory is too short for the threads that Arrow is about to start.

    Arrow loses the error of a thread that cannot start, and waits for its work for ever. Ours tell; and where they
    could start, the system keeps their stacks for the next ones.
    """
    import threading

    together = threading.Event()
    tried = [threading.Thread(target=together.wait, daemon=True) for _ in range(_AT_ONCE)]
    begun = []
    try:
        for thread in tried:
            thread.start()
            begun.append(thread)
    finally:
        together.set()
        for thread in begun:
            thread.join()


def as_numpy(table: pa.Table, name: str) -> np.ndarray[Any, Any]:
    """One column, read-only: numbers in their own type, days as datetime64[D], 0 or 1 as bool; shape (rows,).

    Numbers with nulls are float64 with NaN for them.
    """
    from pyarrow import compute, types

    found = table[name].combine_chunks()
    if types.is_date32(found.type):
        return _viewed(found.view("int32")).astype("datetime64[D]")
    if types.is_boolean(found.type):
        return _viewed(found.cast("uint8")).astype(bool)
    if found.null_count:
        found = compute.fill_null(found.cast("float64"), float("nan"))
    return _viewed(found)


def coded(table: pa.Table, name: str) -> tuple[list[Any], np.ndarray[Any, Any]]:
    """A column of few different values: these, and each row's place among them."""
    found = table[name].combine_chunks().dictionary_encode()
    return found.dictionary.to_pylist(), _viewed(found.indices)


def _viewed(found: pa.Array) -> np.ndarray[Any, Any]:
    """The numbers where they lie. Arrow's own to_numpy loads pandas first, and the two libraries' newest and oldest
    disagree about what they exchange."""
    kind = np.dtype(found.type.to_pandas_dtype())
    data = found.buffers()[1]
    if not len(found) or data is None:
        return np.empty(0, kind)
    numbers = np.frombuffer(data, kind, len(found), found.offset * kind.itemsize)
    numbers.flags.writeable = False
    return numbers
