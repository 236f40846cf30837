"""What fuzzing calls: recognition, readers and worksheet functions, each from bytes; a break of its contract raises.

Recognition and readers answer or refuse with an InputError of one line that a terminal may show. Functions answer with
cells, whatever cells come in: never an exception, a blank, NaN, None or infinity, and in the shape of a rectangle.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import random
import resource
import struct
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.fuzz import mutate

_SECONDS = 5  # of the processor, for a workbook of a few kilobytes
_XLS = Path(__file__).parents[1] / "orders" / "data" / "orders.xls"  # of LibreOffice
_ENOUGH = 20_000  # bytes: what is longer costs time and tells nothing new


def recognition(data: bytes) -> None:
    """Days, amounts, delimiters, headers, statuses, encodings: cell by cell, then the file that the bytes are."""
    from xlclv.orders.files import encodings
    from xlclv.orders.rules import fee_words, layouts, statuses

    for reading in encodings.guess(data[:_ENOUGH]):
        assert isinstance(reading.codec, str)
    text = data[:_ENOUGH].decode("utf-8", "replace")
    for cell in text.replace("\n", ",").split(",")[:30]:
        told = (layouts.is_day(cell), layouts.is_month(cell), layouts.is_month_name(cell), layouts.number(cell))
        assert all(isinstance(one, bool) for one in told)
        for words in (layouts.total_of(cell), statuses.meaning(cell), statuses.meaning(cell, deals=True)):
            assert words is None or isinstance(words, str)
        assert isinstance(fee_words.told(cell), fee_words.Told)
        assert fee_words.in_cents(fee_words.without_cents(cell)) in (True, False)
    _read("a.csv", data[:_ENOUGH])


def readers(data: bytes) -> None:
    """Files of Parquet and Excel: the bytes themselves, or as the inside of a package that is whole."""
    kind, inside = data[:1], data[1:_ENOUGH]
    match (kind or b"\0")[0] % 9:
        case 0:
            _read("a.parquet", inside)
        case 1:
            _read("a.xlsx", inside)
        case 2:
            _read("a.xlsx", _package({"xl/worksheets/sheet1.xml": inside}))
        case 3:
            _read("a.xlsx", _package({"xl/workbook.xml": inside}))
        case 4:
            _read("a.ods", _packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                                    "content.xml": inside, "META-INF/manifest.xml": b"<manifest/>"}))  # fmt: skip
        case 5:
            _read("a.xls", inside)
        case 6:
            _read("a.xlsb", inside)
        case 7:
            _read("a.xlsb", _packed({**_binary(), "xl/worksheets/sheet1.bin": inside}))
        case _:
            _read("a.xlsb", _packed({**_binary(), "xl/workbook.bin": inside}))


def functions(data: bytes) -> None:
    """A worksheet function, one to all of its arguments in cells that the bytes say."""
    from tests.worksheet.test_fuzz import assert_cells
    from tests.worksheet.test_parity import CALLS
    from xlclv import udfs

    said = _Said(data)
    name = list(CALLS)[said.number() % len(CALLS)]
    arguments = {name: said.argument(value) for name, value in CALLS[name][0].items()}
    assert_cells(getattr(udfs, name)(*arguments.values()))
    assert isinstance(udfs.CLV_WHY(name, *arguments.values()), str)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "recognition": recognition, "readers": readers, "functions": functions,
}  # fmt: skip


class _Said:
    """Bytes, taken one after the other as what they stand for; zeros without end after the last."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def take(self, size: int) -> bytes:
        return self._data.read(size).ljust(size, b"\0")

    def number(self) -> int:
        return self.take(1)[0]

    def argument(self, usual: Any) -> Any:
        """The usual argument, a cell in its place, a range, or the usual range with another cell."""
        match self.number() % 8:
            case 1:
                return self.cell()
            case 2:
                width, height = 1 + self.number() % 4, 1 + self.number() % 6
                return [[self.cell() for _ in range(width)] for _ in range(height)]
            case 3 | 4 if isinstance(usual, list) and usual and isinstance(usual[0], list):
                rows = [list(row) for row in usual]
                row = rows[self.number() % len(rows)]
                row[self.number() % len(row)] = self.cell()
                return rows
            case _:
                return usual

    def cell(self) -> Any:
        """A cell of any type that Excel hands over: blank, number, text, TRUE, an error's code, a day."""
        match self.number() % 10:
            case 0:
                return None
            case 1:
                return bool(self.number() % 2)
            case 2 | 3:
                (value,) = struct.unpack("<d", self.take(8))
                return value if value - value == 0 else 1e308  # no cell holds NaN or infinity
            case 4:
                return float(struct.unpack("<i", self.take(4))[0])
            case 5:
                return self.number() / 16
            case 6:
                return self.take(1 + self.number() % 12).decode("utf-8", "replace")
            case 7:
                return -2146826288 + self.number() % 64  # Excel's errors, as COM hands them over
            case 8:
                return dt.datetime(1900, 3, 1) + dt.timedelta(seconds=int.from_bytes(self.take(4), "little"))
            case _:
                return 40_000.0 + int.from_bytes(self.take(2), "little") % 10_000


def seeds(target: str) -> list[bytes]:
    """What fuzzing begins with: small files that read well; for functions, what chance says."""
    if target == "functions":
        rng = random.Random(20)
        return [bytes([at, *(rng.randrange(256) for _ in range(40))]) for at in range(80)]
    made = {name: content for name, content in mutate.seeds().items() if len(content) < _ENOUGH}
    if target == "recognition":
        return [content[:2000] for name, content in made.items() if name.endswith((".csv", ".txt"))]
    packages = [content for name, content in made.items() if name.endswith(".xlsx")][:4]
    sheets = [zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml") for content in packages]
    tables = [b"\0" + content for name, content in made.items() if name.endswith(".parquet")][:4]
    return [*tables, *(b"\1" + content for content in packages), *(b"\2" + sheet[:3000] for sheet in sheets),
            b"\3" + _parts()["xl/workbook.xml"], b"\4" + _ods(),
            b"\5" + _XLS.read_bytes(), b"\6" + _packed(_binary()),
            b"\7" + _binary()["xl/worksheets/sheet1.bin"], b"\x08" + _binary()["xl/workbook.bin"]]  # fmt: skip


@cache
def _binary() -> dict[str, bytes]:
    """The parts of a binary workbook that reads well."""
    from tests.orders.workbooks_of_others import ORDERS, xlsb

    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(xlsb(Path(folder) / "a.xlsb", ORDERS)) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def _parts() -> dict[str, bytes]:
    import openpyxl

    made = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (("customer", "date", "amount"), ("A", "2024-01-25", 30), ("B", "2024-02-26", 7.5)):
        book.active.append(row)
    book.save(made)
    with zipfile.ZipFile(made) as package:
        return {name: package.read(name) for name in package.namelist()}


def _package(changed: dict[str, bytes]) -> bytes:
    return _packed({**_parts(), **changed})


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def _ods() -> bytes:
    from benchmarks.hostile.packages import _ODS, _ods

    with zipfile.ZipFile(io.BytesIO(_ods(_ODS))) as package:
        return package.read("content.xml")


def _read(name: str, content: bytes) -> None:
    """Read the file that is this; what stands in for the child that reads workbooks is that its own errors are ours."""
    from tests.fuzz.__main__ import tried
    from xlclv.errors import InputError

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            if not name.endswith((".csv", ".parquet")):
                _as_the_child_does(path)
                return
            said = tried({}, path)
        except InputError as refused:
            said = "read" if str(refused).isprintable() else repr(str(refused))
        assert said == "read", said


def _as_the_child_does(path: Path) -> None:
    """In a process of its own first: a parser that crashes, or runs without end, is ended there as in the product."""
    os.environ["RUST_BACKTRACE"] = "0"
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        with contextlib.suppress(BaseException):
            _parsed(path)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        _parsed(path)


def _parsed(path: Path) -> None:
    import fastexcel

    from xlclv.orders.files import sheets, untrusted
    from xlclv.orders.source import Options

    untrusted.refuse(path)
    try:
        sheets.read_table(path, *untrusted.kind(path), Options())
    except fastexcel.FastExcelError as reason:
        raise untrusted.unreadable(path, reason) from None
    except BaseException as reason:
        if type(reason).__name__ != "PanicException":
            raise
        raise untrusted.unreadable(path, ValueError("it broke down")) from None  # which ends the child, in one line
