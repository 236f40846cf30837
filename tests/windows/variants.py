"""A call through COM with the very values VBA would pass. pywin32 has no way to say an error value such as CVErr(2042).

What Excel hands over is built by hand from Windows' own structures: a VARIANT a value, a SAFEARRAY a block of cells.
"""

from __future__ import annotations

import ctypes
import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

EMPTY, DOUBLE, CURRENCY, DATE, TEXT, ERROR, BOOL, VARIANT = 0, 5, 6, 7, 8, 10, 11, 12
INTEGERS = (2, 3, 20)
ARRAY = 0x2000
_DAY_0 = dt.datetime(1899, 12, 30)


class Block(list[list[Any]]):
    """Rows of cells, handed over as an array of two dimensions."""


class ErrorNumber(int):
    """An error value by COM's number."""


class _Value(ctypes.Union):
    _fields_ = (
        ("whole", ctypes.c_int64),
        ("error", ctypes.c_int32),
        ("real", ctypes.c_double),
        ("short", ctypes.c_int16),
        ("pointer", ctypes.c_void_p),
        ("room", ctypes.c_ubyte * 16),
    )


class Variant(ctypes.Structure):
    """Windows' VARIANT of 64 bits."""

    _fields_ = (("kind", ctypes.c_uint16), ("reserved", ctypes.c_uint16 * 3), ("value", _Value))


class _Bound(ctypes.Structure):
    _fields_ = (("count", ctypes.c_uint32), ("first", ctypes.c_int32))


class _Parameters(ctypes.Structure):
    _fields_ = (
        ("values", ctypes.POINTER(Variant)),
        ("names", ctypes.c_void_p),
        ("count", ctypes.c_uint32),
        ("named", ctypes.c_uint32),
    )


class _Failure(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16),
        ("source", ctypes.c_void_p),
        ("description", ctypes.c_void_p),
        ("help", ctypes.c_void_p),
        ("context", ctypes.c_uint32),
        ("more", ctypes.c_void_p),
        ("deferred", ctypes.c_void_p),
        ("scode", ctypes.c_int32),
    )


def call(pointer: int, method: str, *arguments: Any) -> Any:
    """`object.method(arguments)` as VBA does it, for the IDispatch at an address."""
    identifier = ctypes.c_int32()
    name, nobody, neutral = ctypes.c_wchar_p(method), (ctypes.c_ubyte * 16)(), 0
    find = _entry(pointer, 5, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p)
    _well(find(pointer, nobody, ctypes.byref(name), 1, neutral, ctypes.byref(identifier)))
    values = (Variant * len(arguments))(*map(variant, reversed(arguments)))
    given = _Parameters(ctypes.cast(values, ctypes.POINTER(Variant)), None, len(arguments), 0)
    answer, failure = Variant(), _Failure()
    invoke = _entry(
        pointer, 6, ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint16, *[ctypes.c_void_p] * 4
    )
    code = invoke(
        pointer, identifier.value, nobody, neutral, 1,
        ctypes.byref(given), ctypes.byref(answer), ctypes.byref(failure), None,
    )  # fmt: skip
    if code and failure.description:
        raise OSError(ctypes.wstring_at(failure.description))
    _well(code)
    return plain(answer)


def _entry(pointer: int, place: int, *kinds: Any) -> Callable[..., int]:
    """A method of a COM object, by its place among them."""
    table = ctypes.cast(pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    return ctypes.WINFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, *kinds)(table[place])


def _well(code: int) -> None:
    if code:
        raise OSError(f"COM answers {code & 0xFFFFFFFF:#x}")


def variant(value: Any) -> Variant:
    """A value as VBA has it."""
    made = Variant()
    if isinstance(value, ErrorNumber):
        made.kind, made.value.error = ERROR, value
    elif isinstance(value, bool):
        made.kind, made.value.short = BOOL, -value
    elif isinstance(value, int | float):
        made.kind, made.value.real = DOUBLE, value  # every number in a cell
    elif isinstance(value, Decimal):
        made.kind, made.value.whole = CURRENCY, int(value * 10_000)
    elif isinstance(value, dt.datetime):
        made.kind, made.value.real = DATE, (value - _DAY_0).total_seconds() / 86_400
    elif isinstance(value, str):
        make = _system("SysAllocStringLen", ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint32)
        made.kind, made.value.pointer = TEXT, make(value, len(value.encode("utf-16-le")) // 2)
    elif isinstance(value, Block):
        cells = {(r, c): cell for r, row in enumerate(value) for c, cell in enumerate(row)}
        made.kind, made.value.pointer = ARRAY | VARIANT, _array((len(value), len(value[0])), cells)
    elif isinstance(value, list | tuple):
        made.kind, made.value.pointer = ARRAY | VARIANT, _array((len(value),), {(i,): v for i, v in enumerate(value)})
    elif value is not None:
        raise TypeError(f"no cell holds {value!r}")
    return made


def _array(shape: Sequence[int], cells: dict[tuple[int, ...], Any]) -> int:
    make = _system("SafeArrayCreate", ctypes.c_void_p, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_void_p)
    put = _system("SafeArrayPutElement", ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    made = make(VARIANT, len(shape), (_Bound * len(shape))(*((count, 0) for count in shape)))
    for place, cell in cells.items():
        _well(put(made, (ctypes.c_int32 * len(shape))(*place), ctypes.byref(variant(cell))))
    return made


def plain(made: Variant) -> Any:
    """What a VARIANT holds; an array as rows, or as one list."""
    kind = made.kind
    if kind & ARRAY:
        return _cells(made.value.pointer, kind)
    if kind in INTEGERS:
        return made.value.whole if kind == 20 else made.value.error if kind == 3 else made.value.short
    read: dict[int, Callable[[], Any]] = {
        EMPTY: lambda: None,
        DOUBLE: lambda: made.value.real,
        DATE: lambda: _DAY_0 + dt.timedelta(days=made.value.real),
        TEXT: lambda: ctypes.wstring_at(made.value.pointer) if made.value.pointer else "",
        ERROR: lambda: ErrorNumber(made.value.error),
        BOOL: lambda: made.value.short != 0,
    }
    return read[kind]()


def _cells(array: int, kind: int) -> Any:
    if kind != ARRAY | VARIANT:
        raise TypeError(f"an array of kind {kind & ~ARRAY}, where cells may be of any")
    count = _system("SafeArrayGetDim", ctypes.c_uint32, ctypes.c_void_p)(array)
    bounds = [range(_bound("L", array, n + 1), _bound("U", array, n + 1) + 1) for n in range(count)]
    if count == 1:
        return [_cell(array, i) for i in bounds[0]]
    return [[_cell(array, r, c) for c in bounds[1]] for r in bounds[0]]


def _bound(side: str, array: int, dimension: int) -> int:
    found = ctypes.c_int32()
    ask = _system(f"SafeArrayGet{side}Bound", ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)
    _well(ask(array, dimension, ctypes.byref(found)))
    return found.value


def _cell(array: int, *place: int) -> Any:
    found = Variant()
    get = _system("SafeArrayGetElement", ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    _well(get(array, (ctypes.c_int32 * len(place))(*place), ctypes.byref(found)))
    return plain(found)


def _system(name: str, answer: Any, *kinds: Any) -> Callable[..., Any]:
    found = getattr(ctypes.windll.oleaut32, name)
    found.restype, found.argtypes = answer, kinds
    return found
