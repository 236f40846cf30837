"""Hostile files on the paths beside orders: contracts, customers, contacts, acquisition."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import EITHER, ORDERS, REFUSED, Case

_CONTRACTS = "customer,start,end,fee\nA,2024-01-01,,30\nB,2024-02-01,2024-05-01,7.50\n"
_CUSTOMERS = "customer,country\nA,AT\nB,CH\n"
_CONTACTS = "customer,date,resolved,minutes\nA,2024-02-01,yes,5\nB,2024-03-01,no,9\n"
_ACQUISITION = "month,spend\n2024-01,500\n2024-02,400\n"

# Of each path: what stands before the file on the command line, and a file that is read.
_PATHS = {
    "contracts": ("contracts", "", _CONTRACTS),
    "customers beside orders": ("summarize", "--customers", _CUSTOMERS),
    "contacts beside orders": ("summarize", "--contacts", _CONTACTS),
    "acquisition beside orders": ("summarize", "--acquisition", _ACQUISITION),
}


def _given(path: str, content: bytes, name: str) -> Callable[[Path], list[str]]:
    command, option, _ = _PATHS[path]

    def make(folder: Path) -> list[str]:
        (folder / name).write_bytes(content)
        if not option:
            return [command, str(folder / name), "--json"]
        days = [f"C{at % 30},2024-{at % 12 + 1:02},{at % 28 + 1}" for at in range(120)]
        rows = "".join(f"{who},{month}-{int(day):02},5\n" for who, month, day in (line.split(",") for line in days))
        (folder / "orders.csv").write_text(ORDERS + rows, encoding="utf-8")
        return [command, str(folder / "orders.csv"), option, str(folder / name), "--json"]

    return make


def _cases(path: str) -> list[Case]:
    plain = _PATHS[path][2].encode()
    head, first = plain.split(b"\n")[:2]
    cells = first.split(b",")
    attacks: list[tuple[str, bytes, str, str]] = [
        ("NUL in a cell", plain + b",".join([b"A\0", *cells[1:]]) + b"\n", "a.csv", EITHER),
        ("nothing but a header", head + b"\n", "a.csv", REFUSED),
        ("nothing", b"", "a.csv", REFUSED),
        ("a row too short", plain + b"A\n", "a.csv", REFUSED),
        ("escape sequences in a cell", plain + b",".join([*cells[:-1], b"\x1b[2Jx"]) + b"\n", "a.csv", EITHER),
        ("escape sequences in a header", b"\x1b[31mx" + plain, "a.csv", EITHER),
        ("a lone surrogate", plain + b"\xed\xa0\x80" + plain, "a.csv", EITHER),
        ("a cell of 30,000 hyphens", plain + b",".join([b"-" * 30_000, *cells[1:]]) + b"\n", "a.csv", EITHER),
        ("SQL in a cell", plain + b",".join([b"x'); DROP TABLE raw; --", *cells[1:]]) + b"\n", "a.csv", EITHER),
        ("gzip cut off", gzip.compress(plain)[:-9], "a.csv.gz", REFUSED),
        ("a zip of nothing", b"PK\x05\x06" + bytes(18), "a.xlsx", REFUSED),
        ("an old workbook of garbage", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(900), "a.xls", REFUSED),
        ("a Parquet mark alone", b"PAR1", "a.parquet", REFUSED),
    ]
    return [Case(path, name, _given(path, content, file), may) for name, content, file, may in attacks]


CASES = [case for path in _PATHS for case in _cases(path)]
