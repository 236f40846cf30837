"""Hostile text files: marks, encodings, widths and cells that no program of orders writes."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import EITHER, ORDERS, READ, REFUSED, Case, check

HEAD = "customer,date,amount\n"
_ORDERS = ORDERS.encode()
_MB = 1 << 20


def _cell(cell: str, place: int = 0) -> bytes:
    """Orders of which one has this cell."""
    cells = ["C", "2024-03-01", "5"]
    cells[place] = cell
    return (ORDERS + ",".join(cells) + "\n").encode(errors="surrogatepass")


def _long(piece: bytes, times: int) -> Callable[[Path], list[str]]:
    """A file whose last line is of this piece, many times over."""

    def make(folder: Path) -> list[str]:
        with (folder / "a.csv").open("wb") as file:
            file.write(_ORDERS)
            for _ in range(times):
                file.write(piece)
        return ["check", str(folder / "a.csv")]

    return make


def _bomb(folder: Path) -> list[str]:
    with gzip.open(folder / "a.csv.gz", "wb", compresslevel=9) as file:
        file.write(_ORDERS)
        for _ in range(600):
            file.write(b"0" * _MB)
    return ["check", str(folder / "a.csv.gz")]


def _wide(columns: int) -> bytes:
    names = ["customer", "date", "amount", *(f"x{at}" for at in range(columns))]
    rows = (["A", "2024-01-25", "30", *["1"] * columns], ["B", "2024-02-26", "7", *["2"] * columns])
    return "\n".join(map(",".join, (names, *rows))).encode()


def _case(
    name: str,
    content: bytes | Callable[[Path], list[str]],
    may: str = EITHER,
    *,
    file: str = "a.csv",
    heavy: bool = False,
) -> Case:
    return Case("text", name, check(file, content) if isinstance(content, bytes) else content, may, heavy)


CASES = [
    _case("NUL bytes in a cell", _cell("A\0B")),
    _case("nothing but NUL", b"\0" * 4096, REFUSED),
    _case("a lone surrogate", _cell("A\ud800B"), REFUSED),
    _case("byte order mark of 8 bits", b"\xef\xbb\xbf" + _ORDERS, READ),
    _case("byte order mark of 16 bits, little end first", b"\xff\xfe" + ORDERS.encode("utf-16-le"), READ),
    _case("byte order mark of 16 bits, big end first", b"\xfe\xff" + ORDERS.encode("utf-16-be"), READ),
    _case("byte order mark of 32 bits, little end first", b"\xff\xfe\0\0" + ORDERS.encode("utf-32-le"), READ),
    _case("byte order mark of 32 bits, big end first", b"\0\0\xfe\xff" + ORDERS.encode("utf-32-be"), READ),
    _case("UTF-16 cut in the middle of a letter", (b"\xff\xfe" + ORDERS.encode("utf-16-le"))[:-1]),
    _case("two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + _ORDERS),
    _case("line ends of three kinds", b"customer,date,amount\rA,2024-01-25,30\r\nB,2024-02-26,7.50\nC,2024-02-27,1\r"),
    _case("a quote that is never closed", _ORDERS + b'C,2024-03-01,"5\n' + b"D,2024-03-02,6\n" * 2000),
    _case("quotes without end", _ORDERS + b'"' * 100_001),
    _case("10,000 columns", _wide(10_000), READ),
    _case("a line of 200 MB", _long(b"0" * _MB, 200), heavy=True),
    _case("a quoted cell of 200 MB", _long(b'"' + b"x" * _MB, 200), heavy=True),
    _case("a million blank lines", _ORDERS + b"\n" * 1_000_000, READ, heavy=True),
    _case("a header of 1 MB", b"customer,date,amount," + b"x" * _MB + b"\nA,2024-01-25,30,1\n"),
    _case("a header of brackets", b"customer,date,amount," + b"([" * 30_000 + b"\nA,2024-01-25,30,1\n"),
    _case("a header of escape sequences", b"customer,date,amount,\x1b[2J\x1b]0;x\x07\nA,2024-01-25,30,1\n"),
    _case("an unknown header of escape sequences", b"\x1b[31mwho,\x1b[2Jwhen,\x07much\nA,x,y\n", REFUSED),
    _case("a cell of 30,000 hyphens", _cell("-" * 30_000)),
    _case("a cell of 30,000 blanks and a letter", _cell("x" + " " * 30_000 + "x")),
    _case("a name of 30,000 characters before a total", _cell("Total for " + "a -" * 10_000)),
    _case("a date of 30,000 digits", _cell("1" * 30_000, 1), REFUSED),
    _case("a date of 30,000 blanks", _cell("2024" + " " * 30_000 + "1", 1), REFUSED),
    _case("an amount of 30,000 digits", _cell("9" * 30_000, 2), REFUSED),
    _case("an amount of 30,000 groups", _cell(" 999" * 10_000, 2), REFUSED),
    _case("an amount of 1e400", _cell("1e400", 2), REFUSED),
    _case("an amount of NaN", _cell("NaN", 2), REFUSED),
    _case("a day that is none", _cell("2024-02-30", 1), REFUSED),
    _case("an id longer than a cell can hold", _cell("x" * 40_000), REFUSED),
    _case("an id that turns the line around", _cell("\u202e5202-10"), REFUSED),
    _case("an id of escape sequences", _cell("\x1b[2Jx"), REFUSED),
    _case("a delimiter that is a quote", b'sep="\n' + _ORDERS),
    _case("a delimiter that is a line end", b"sep=\r\n" + _ORDERS),
    _case("SQL in a cell", _cell("x'); DROP TABLE raw; --"), READ),
    _case("SQL in a header", b'customer,date,amount,"a""; DROP TABLE raw; --"\nA,2024-01-25,30,1\n', READ),
    _case("gzip that unpacks to 600 MB", _bomb, REFUSED, heavy=True),
    _case("gzip cut in the middle", gzip.compress(_ORDERS * 50)[:-30], REFUSED, file="a.csv.gz"),
    _case("gzip in gzip", gzip.compress(gzip.compress(_ORDERS)), REFUSED, file="a.csv.gz"),
    _case("gzip with another sum", gzip.compress(_ORDERS)[:-8] + b"\0" * 8, REFUSED, file="a.csv.gz"),
    _case("a web page called .csv", b"<!doctype html><script>alert(1)</script>", REFUSED),
    _case("a program called .csv", b"\x7fELF" + bytes(range(256)) * 20, REFUSED),
]
