"""Days told in Python, where a column has few texts, are those told in the database, where it has many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.orders.conftest import Write
from tests.orders.test_dates import WAYS
from xlclv.orders import reading
from xlclv.orders.engine import connect, one, rows
from xlclv.orders.files import day_kinds
from xlclv.orders.files.cells import Column, literal, spaced
from xlclv.orders.source import Source

TEXTS = [
    *(cell for cells, *_ in WAYS.values() for cell in cells),
    *("", " ", "no day", "2024-1-5 ", "2024-01-05\n", "2024-01-05T10:00:00.123+02:00", "5 ² 2024", "Ⅷ 5, 2024"),
    *(
        "20240105.0",
        "45000.5",
        "-45000",
        "1704067200000000000",
        "1/13/2024 5:04 p.m.",
        "12.1.24 9:30",
        "2024.01.05 (Fri)",
    ),
    *(
        "5\u00a0janvier\u00a02024",
        "٠٥/٠١/٢٠٢٤",
        "jan" * 60 + " 5, 2024",
        "ſept 5, 2024",
        "5 Kasım 24",
        "é́ 5 2024",
        "KW 5-2024",
    ),
]


def _told(texts: list[str]) -> list[tuple[Any, ...]]:
    backend = connect()
    column = Column(backend.con, "date", "VARCHAR", Source(Path("a.csv"), ("date",), 1), 0)
    values = ", ".join(f"({at}, {literal(text)})" for at, text in enumerate(texts, start=1))
    backend.con.execute(
        f"CREATE TABLE texts_date AS SELECT text, {spaced('text')} AS plain, 2 AS rows, first "
        f"FROM (VALUES {values}) AS v(first, text)"
    )
    day_kinds.tell(column)
    if not one(backend.con, "SELECT count(*) FROM date_kinds WHERE kind <> ''")[0]:
        return []
    every = "SELECT k.text, k.kind, k.plain, k.rows, p.part FROM date_kinds AS k JOIN date_parts AS p USING (first)"
    return rows(backend.con, f"{every} WHERE k.kind <> '' ORDER BY first")


def test_both_tell_the_same_ways_and_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every way of writing, and of what is none; parts are equal letter by letter."""
    texts = [*dict.fromkeys(TEXTS)]
    here = _told([text for text in texts if "²" not in text and "Ⅷ" not in text and len(text) < 100])
    monkeypatch.setattr(day_kinds, "FEW", 0)
    there = _told(texts)
    assert len(there) > 60
    assert here == there


def test_many_days_are_read_as_few_are(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column of more texts than Python looks at gives the same days and money."""
    path = write("a.csv", "customer,date,amount", *(f"C{n},{1 + n % 28}.{1 + n % 12}.2024,1.25" for n in range(200)))
    few = reading.read(path)
    monkeypatch.setattr(day_kinds, "FEW", 3)
    many = reading.read(path)
    assert few.ledger == many.ledger
    assert few.days.order_by("customer").to_pyarrow() == many.days.order_by("customer").to_pyarrow()
    assert str(many.ledger.amount_used) == "250.00"


class _Counted:
    """A connection that counts what it is asked."""

    asked = 0

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        type(self).asked += name in ("execute", "sql")
        return getattr(self._connection, name)


def test_a_small_file_takes_few_statements(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes the database as long as hundreds of rows, for every file of a folder."""
    real = reading.convert
    monkeypatch.setattr(reading, "convert", lambda connection, *more: real(_Counted(connection), *more))
    lines = [f"{n},C{n},2024-01-05,completed,1.50" for n in range(20)]
    paths = [
        write(f"{n}.csv", "order_id,customer_id,order_date,status,amount", *lines, f"90,X{n},2024-01-06,completed,2")
        for n in range(3)
    ]
    orders = reading.read(paths)
    assert str(orders.ledger.amount_used) == "96.0"
    assert _Counted.asked <= 3 * 66
    con = orders.table.get_backend().con
    assert one(con, "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'texts%'") == (0,)
    assert one(con, "SELECT count(*) FROM duckdb_views() WHERE view_name LIKE '%parts'") == (0,)
