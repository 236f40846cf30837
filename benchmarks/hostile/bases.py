"""Hostile databases and names on the path `--source`: SQL in names, files that are no database, words in addresses."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import EITHER, READ, REFUSED, Case
from benchmarks.hostile.injection import PAYLOADS

SECRET = "s3cret-w0rd"  # never to be seen again

_DROP = 'x"; DROP TABLE orders; --'
_CUSTOMERS = 40


def _filled(base: sqlite3.Connection, table: str = "orders", customer: str = "customer") -> None:
    names = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in (table, customer)]
    base.execute(f"CREATE TABLE {names[0]} ({names[1]} TEXT, date TEXT, amount REAL, country TEXT)")
    base.executemany(
        f"INSERT INTO {names[0]} VALUES (?, ?, ?, ?)",
        [
            (f"{text}{at % _CUSTOMERS}", f"2024-{at % 12 + 1:02}-{at % 28 + 1:02}", at % 50 + 5, text)
            for at, text in enumerate(PAYLOADS * 13)
        ],
    )
    base.commit()


def _sqlite(
    *options: str, table: str = "orders", customer: str = "customer", asked: str = "", then: str = ""
) -> Callable[[Path], list[str]]:
    """A base of SQLite; `asked` is the table named on the command line, where that is another."""

    def make(folder: Path) -> list[str]:
        base = sqlite3.connect(folder / "a.db")
        _filled(base, table, customer)
        if then:
            base.executescript(then)
        base.close()
        filled = [option.replace("FOLDER", str(folder)) for option in options]
        return [filled[0], "--source", f"sqlite://{folder / 'a.db'}", "--table", asked or table, *filled[1:]]

    return make


def _duckdb(*options: str, then: str = "") -> Callable[[Path], list[str]]:
    """A base of DuckDB with the same orders, and what else `then` makes in it."""

    def make(folder: Path) -> list[str]:
        import duckdb

        base = duckdb.connect(str(folder / "a.duckdb"))
        base.execute(
            "CREATE TABLE orders AS SELECT 'C' || (i % 40) AS customer, DATE '2024-01-01' + CAST(i % 360 AS INTEGER) "
            "AS date, CAST(i % 50 + 5 AS DOUBLE) AS amount, 'AT' AS country FROM range(400) AS t(i)"
        )
        if then:
            base.execute(then.replace("FOLDER", str(folder)))
        base.close()
        filled = [option.replace("FOLDER", str(folder)) for option in options]
        return [filled[0], "--source", f"duckdb://{folder / 'a.duckdb'}", *filled[1:]]

    return make


def _garbage(name: str, scheme: str, content: bytes) -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        (folder / name).write_bytes(content)
        return ["check", "--source", f"{scheme}://{folder / name}", "--table", "orders"]

    return make


def _told(*words: str) -> Callable[[Path], list[str]]:
    return lambda folder: list(words)


def _case(name: str, make: Callable[[Path], list[str]], may: str) -> Case:
    return Case("databases", name, make, may)


_COLUMNS = "column0 AS customer, DATE '2024-01-01' AS date, 1 AS amount"
_VIEW = f"CREATE VIEW v AS SELECT {_COLUMNS} FROM read_csv('%s', header=false, delim=':')"
_OUT = ("-o", "FOLDER/out.xlsx")

CASES = [
    _case("ids and labels of SQLite into the workbook", _sqlite("summarize", "--by", "country", *_OUT), READ),
    _case("ids of SQLite into .csv", _sqlite("score", "--to", "FOLDER/out.csv"), READ),
    _case("a table named with SQL", _sqlite("check", table=_DROP), READ),
    _case("a column named with SQL", _sqlite("check", "--customer", _DROP, customer=_DROP), READ),
    _case("SQL in --table", _sqlite("check", asked="orders; DROP TABLE orders"), REFUSED),
    _case("SQL in --customer", _sqlite("check", "--customer", "customer) FROM orders; DROP TABLE orders; --"), REFUSED),
    _case("SQL in --by", _sqlite("summarize", "--by", "country'); DROP TABLE orders; --", *_OUT), REFUSED),
    _case("SQL in --amount", _sqlite("check", "--amount", "amount*0+1"), REFUSED),
    _case("a table of SQLite's own", _sqlite("check", asked="sqlite_master"), REFUSED),
    _case(
        "a view of SQLite that calls a function unknown here",
        _sqlite("check", asked="v", then="CREATE VIEW v AS SELECT load_extension('x') AS customer, 1 AS date"),
        REFUSED,
    ),
    # Many keep their orders so: a base of DuckDB is trusted as far as whoever made it, which docs/it.md says.
    _case("a view of DuckDB over a file", _duckdb("check", "--table", "v", then=_VIEW % "/etc/passwd"), EITHER),
    _case("garbage called a base of SQLite", _garbage("a.db", "sqlite", b"\0" * 5000), REFUSED),
    _case("a base of SQLite cut off", _garbage("a.db", "sqlite", b"SQLite format 3\0" + b"\x10\0" * 50), REFUSED),
    _case("garbage called a base of DuckDB", _garbage("a.duckdb", "duckdb", b"DUCK" * 5000), REFUSED),
    _case("a password in the address of no server",
          _told("check", "--source", f"postgres://me:{SECRET}@127.0.0.1:1/base", "--table", "orders"), REFUSED),
    _case("a password in the address of nothing known",
          _told("check", "--source", f"other://me:{SECRET}@127.0.0.1/base", "--table", "orders"), REFUSED),
]  # fmt: skip
