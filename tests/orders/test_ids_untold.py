"""With pseudonyms no message quotes a cell: an id put in each cell in turn is told nowhere, whatever reads it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from tests.cli import running
from xlclv.companions import reading as beside
from xlclv.companions.base import base
from xlclv.companions.contacts import read as read_contacts
from xlclv.companions.customers import read as read_customers
from xlclv.companions.spend import read as read_spend
from xlclv.contracts import reading as contracts
from xlclv.errors import XlclvError
from xlclv.orders.pseudonyms import Pseudonyms
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table
from xlclv.planning.plan import new_customers

KEY = "7be1d4f0aa935c6628d10f4e"
MASKS = Pseudonyms(KEY.encode())
SECRETS = ("Zq90817wX", "#Zq90817", "90817-4444", "Total (90817 Zq)", "nan90817")  # ids as they may look
MARK = "90817"
ROWS = 12
DAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=17 * i) for i in range(ROWS)]
Table = dict[str, list[str]]


def name(number: int) -> str:
    """An id that holds the mark."""
    return f"Kz{MARK}{number}"


def orders(**more: Sequence[str]) -> Table:
    """Orders of few customers, and further columns whose cells stand in turn."""
    amounts = {} if "Quantity" in more else {"Amount": [f"{10 + i}.50" for i in range(ROWS)]}
    table = {"Customer ID": [name(i % 5) for i in range(ROWS)], "Date": [day.isoformat() for day in DAYS], **amounts}
    return table | {header: [cells[i % len(cells)] for i in range(ROWS)] for header, cells in more.items()}


# Further columns, and what is asked.
ORDERS: list[tuple[Table, dict[str, Any]]] = [
    (orders(), {}),
    (orders(), {"fill_down": True}),
    (orders(), {"timezone": "Europe/Berlin"}),
    (orders(), {"decimal": ",", "dayfirst": True}),
    (orders(Quantity=["2", "1"], Price=["3.50", "4.25"], Discount=["0.1", "0"]), {}),
    (orders(Refunded=["0", "1.25"], Currency=["EUR", "EUR"]), {}),
    (orders(Status=["paid", "cancelled", "refunded"]), {}),
    (orders(Status=["paid", "cancelled"]), {"only": "paid"}),
    (orders(Status=["gold", "silver"]), {}),
    (orders(Status=["Cancel requested", "Order placed somehow"]), {}),
    (orders(Status=["paid", "partially refunded"]), {"without": "void"}),
    (orders(Type=["invoice", "credit note"]), {}),
    (orders(Status=["paid", "paid"], Type=["Invoice", "Credit note"]), {}),
    (orders(**{"Doc Type": ["FT", "NC"], "Invoice No": ["1", "2"]}), {}),
    (orders(**{"Order ID": ["1", "1", "2"], "Cancelled at": ["", ""], "Deleted": ["no", "no"]}), {}),
    (orders(Cost=["1.5", "2.5"]), {"cost": "Cost"}),
    (orders(Margin=["1.5", "2.5"]), {"margin_column": "Margin"}),
    (orders(**{"Is refund": ["no", "no"], "Voided": ["0", "0"]}), {}),
]
CONTRACTS: Table = {
    "Customer": [name(i) for i in range(ROWS)],
    "Start": [day.isoformat() for day in DAYS],
    "End": [(day + dt.timedelta(days=200)).isoformat() if i % 2 else "" for i, day in enumerate(DAYS)],
    "Fee": ["9.90"] * ROWS,
    "Billing": ["monthly", "annual"] * (ROWS // 2),
    "Status": ["active", "cancelled"] * (ROWS // 2),
    "Trial end": [""] * ROWS,
    "Currency": ["EUR"] * ROWS,
}
TERMS: list[tuple[Table, dict[str, Any]]] = [
    (CONTRACTS, {}),
    ({**CONTRACTS, "Plan": ["annual", "monthly"] * (ROWS // 2), "Frequency": ["monthly"] * ROWS}, {}),
    ({key: cells for key, cells in CONTRACTS.items() if key != "Billing"} | {"Frequency": ["7", "8"] * 6}, {}),
    (
        {
            "Customer": CONTRACTS["Customer"],
            "Tenure": ["3", "5"] * 6,
            "Churned": ["yes", "no"] * 6,
            "Fee": ["9"] * ROWS,
        },
        {},
    ),
]
LOG: Table = {
    "Customer ID": [name(i % 5) for i in range(ROWS)],
    "Date": [day.isoformat() for day in DAYS],
    "Handle time (s)": ["60", "90"] * 6,
    "Hold time (s)": ["5", "0"] * 6,
    "Cost": ["2.50", "1.75"] * 6,
    "Resolved": ["yes", "no"] * 6,
    "Satisfaction": ["4", "5"] * 6,
    "Reason": ["a", "b"] * 6,
}
PEOPLE: Table = {"Customer ID": [name(i) for i in range(ROWS)], "Income": [str(10 * i) for i in range(ROWS)]}
SPEND: Table = {
    "Period": ["2026-01", "2026-02", "2026-03"],
    "Spend": ["10.50", "20.25", "5.00"],
    "Channel": ["a", "b", "a"],
}


def shifted(table: Table) -> Iterator[tuple[str, Table]]:
    """The table with an id in a cell below each header in turn, and with rows that are shifted."""
    for at, header in enumerate(table):
        every = SECRETS if header in ("Date", "Amount", "Start", "End") else (SECRETS[0], SECRETS[1 + at % 4])
        for secret in every if "ustomer" not in header else ():
            cells = list(table[header])
            cells[2] = secret
            yield f"{header}: {secret}", {**table, header: cells}
    rows = [list(row) for row in zip(*table.values(), strict=True)]
    for by in (1, len(table) - 1):
        moved = [*rows[:2], [*rows[2][by:], *rows[2][:by]], *rows[3:]]
        yield f"shifted by {by}", dict(zip(table, map(list, zip(*moved, strict=True)), strict=True))
    last = [[*rows[-1][-1:], *rows[-1][:-1]], [MARK, *[""] * (len(table) - 1)], [f"Total {MARK}"] * len(table)]
    for at, line in enumerate(last):
        yield f"below {at}", dict(zip(table, map(list, zip(*rows, line, strict=True)), strict=True))


def written(folder: Path, kind: str, table: Mapping[str, Sequence[str]], called: str = "a") -> Path:
    """The table as a file or a base of this kind, all its cells text."""
    path, rows = folder / f"{called}.{kind}", list(zip(*table.values(), strict=True))
    path.unlink(missing_ok=True)
    if kind == "csv":
        path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in (tuple(table), *rows)), "utf-8")
    elif kind == "xlsx":
        book = Workbook()
        for row in (tuple(table), *rows):
            book.active.append([cell or None for cell in row])
        book.save(path)
    elif kind == "parquet":
        pq.write_table(pa.table({header: list(cells) for header, cells in table.items()}), path)
    else:
        link: Any = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(path)
        columns = ", ".join(f'"{header}" VARCHAR' for header in table)
        link.execute(f"CREATE TABLE t ({columns})")
        link.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(table))})", rows)
        link.commit()
        link.close()
    return path


def said(call: Any) -> str:
    """What is said where the call reads, and where it refuses."""
    try:
        found = call()
    except XlclvError as reason:
        return str(reason)
    ledger = getattr(found, "ledger", None)
    lines = (
        (*ledger.assumed, *ledger.warnings, *map(str, ledger.excluded)) if ledger else (*found.notes, *found.warnings)
    )
    return "\n".join((*map(str, lines), str(getattr(found, "currency", ""))))


def told_nowhere(case: str, words: str) -> None:
    assert MARK not in words, f"{case}: {words}"
    assert "Zq" not in words, f"{case}: {words}"


@pytest.mark.parametrize("number", range(len(ORDERS)))
def test_orders_of_text(tmp_path: Path, number: int) -> None:
    """Every role of orders, whatever else is asked."""
    table, asked = ORDERS[number]
    for case, moved in shifted(table):
        told_nowhere(case, said(partial(read, written(tmp_path, "csv", moved), pseudonyms=MASKS, **asked)))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Date", ["03/04/2026"]),
        ("Date", ["25/04/2026", "04/25/2026"]),
        ("Date", ["31/04/2026", "25/03/2026"]),
        ("Date", ["2026-02-31"]),
        ("Date", ["20260131", "05/01/2026"]),
        ("Date", ["2026-03-04", "25/03/2026"]),
        ("Date", ["Apr-30"]),
        ("Date", ["03.04.26"]),
        ("Date", ["2026-01-05T10:00:00+0100", "2026-02-05T10:00:00-0500"]),
        ("Date", ["2026-01-05T10:00:00Z", "2026-02-05T10:00:00"]),
        ("Date", ["1850-01-05"]),
        ("Amount", ["1.234"]),
        ("Amount", ["1.23", "1,24"]),
        ("Amount", ["12345678901234567890"]),
        ("Amount", ["NaN"]),
    ],
)
def test_dates_and_amounts_that_are_unclear(tmp_path: Path, header: str, cells: list[str]) -> None:
    """Each is refused with its place, and without what it says."""
    path = written(tmp_path, "csv", orders() | {header: [cells[i % len(cells)] for i in range(ROWS)]})
    with pytest.raises(XlclvError) as plain:
        read(path)
    with pytest.raises(XlclvError) as masked:
        read(path, pseudonyms=MASKS)
    assert any(cell in str(plain.value) for cell in cells)
    assert not any(cell in str(masked.value) for cell in cells)
    assert f'column "{header}"' in str(masked.value)


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "sqlite", "duckdb"])
def test_orders_of_other_kinds(tmp_path: Path, kind: str) -> None:
    """The same of a workbook, a Parquet file and a database."""
    table = orders(Status=["paid", "cancelled"], Currency=["EUR"])
    for case, moved in [*shifted(table)][:: 5 if kind == "xlsx" else 2]:
        path = written(tmp_path, kind, moved)
        of_base = partial(read_table, f"{kind}://{path}", "t") if kind in ("sqlite", "duckdb") else partial(read, path)
        told_nowhere(case, said(partial(of_base, pseudonyms=MASKS)))


def test_what_a_database_says(tmp_path: Path) -> None:
    """A view that casts, and a text that is none, of which the database quotes cells by itself."""
    path = written(tmp_path, "duckdb", orders() | {"Date": [SECRETS[0]] * ROWS})
    with duckdb.connect(str(path)) as link:
        link.execute('CREATE VIEW v AS SELECT "Customer ID", CAST("Date" AS DATE) AS "Date", "Amount" FROM t')
    assert SECRETS[0] in said(partial(read_table, f"duckdb://{path}", "v"))
    told_nowhere("a view", said(partial(read_table, f"duckdb://{path}", "v", pseudonyms=MASKS)))
    path = written(tmp_path, "sqlite", orders())
    with sqlite3.connect(path) as base_:
        base_.execute(f"""UPDATE t SET "Date" = CAST(X'{SECRETS[0].encode().hex()}FF' AS TEXT)""")
    plain = said(partial(read_table, f"sqlite://{path}", "t"))
    assert "column 'Date'" in plain
    assert plain.endswith("; store that text as UTF-8, or make a view without it")
    told_nowhere("no text", said(partial(read_table, f"sqlite://{path}", "t", pseudonyms=MASKS)))


@pytest.mark.parametrize(
    "asked",
    [
        {"customer": "Channel", "date": "Customer ID"},
        {"customer": "Channel", "amount": "Customer ID"},
        {"customer": "Channel", "amount": "Amount", "cost": "Customer ID"},
        {"customer": "Channel", "status_column": "Customer ID", "only": "paid"},
        {"customer": "Channel", "status_column": "Customer ID"},
        {"customer": "Channel", "order_column": "Customer ID"},
    ],
)
def test_a_column_of_ids_named_as_another(tmp_path: Path, asked: dict[str, Any]) -> None:
    """Whose ids are cells of a date, of money, or statuses."""
    path = written(tmp_path, "csv", orders(Channel=["web", "shop"]))
    told_nowhere(str(asked), said(partial(read, path, pseudonyms=MASKS, **asked)))


def test_currencies_of_two_files(tmp_path: Path) -> None:
    """Each file has an id in each cell of its column of currencies."""
    paths = [written(tmp_path, "csv", orders(Currency=[name(i)]), called=str(i)) for i in range(2)]
    for given in (paths, paths[:1]):
        told_nowhere("currencies", said(partial(read, given, pseudonyms=MASKS)))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "duckdb"])
@pytest.mark.parametrize("number", range(len(TERMS)))
def test_contracts(tmp_path: Path, kind: str, number: int) -> None:
    """Every role of contracts."""
    table, more = TERMS[number]
    for case, moved in [*shifted(table)][:: {"csv": 1, "duckdb": 4, "xlsx": 9}[kind]]:
        path, told = written(tmp_path, kind, moved), contracts.options(pseudonyms=MASKS, **more)
        asked = contracts.Asked()
        reads = partial(contracts.read, [path], told, asked)
        if kind == "duckdb":
            reads = partial(contracts.read_table, f"duckdb://{path}", "t", told, asked)
        told_nowhere(case, said(reads))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("file", ["contacts", "acquisition", "customers"])
def test_files_beside_orders(tmp_path: Path, kind: str, file: str) -> None:
    """Every role of contacts and of what was spent; the numbers of a class of the customers file."""
    at = base(read(written(tmp_path, "csv", orders(), called="orders"), pseudonyms=MASKS, beside=True))
    table = {"contacts": LOG, "acquisition": SPEND, "customers": PEOPLE}[file]
    for case, moved in [*shifted(table)][:: 1 if kind == "csv" else 7]:
        path = written(tmp_path, kind, moved)

        def reads(path: Path = path) -> Any:
            asked = beside.opened(("Income=20,50",) if file == "customers" else (), **{file: path}, pseudonyms=MASKS)
            assert asked is not None
            opened: Any = getattr(asked, file)
            if file == "customers":
                people = read_customers(at, opened, asked.options, ["Income"])
                people.every(asked.by[0], people.role("Income") or "")
                return type("Told", (), {"notes": people.notes, "warnings": ()})
            if file == "contacts":
                return read_contacts(at, opened, asked.options, asked.told)
            return read_spend(at, opened, asked.options)

        told_nowhere(case, said(reads))


def test_a_plan_of_customers(tmp_path: Path) -> None:
    """The file of --new-customers, as text and as a workbook."""
    plan = {"month": ["2026-01", "2026-02", "2026-03"], "customers": ["4", "5", "6"]}
    for case, moved in shifted(plan):
        for kind in ("csv", "xlsx"):
            path = written(tmp_path, kind, moved)

            def reads(path: Path = path) -> Any:
                new_customers(str(path), secret=True)
                return type("Told", (), {"notes": (), "warnings": ()})

            told_nowhere(f"{case}, {kind}", said(reads))


def test_without_pseudonyms_cells_are_quoted(tmp_path: Path) -> None:
    """So that they are found: nothing is hidden where nothing is asked for."""
    cells = [*orders()["Date"][:-1], SECRETS[0]]
    assert f'"{SECRETS[0]}" is not a date' in said(partial(read, written(tmp_path, "csv", orders() | {"Date": cells})))
    assert "the cell is not a date" in said(
        partial(read, written(tmp_path, "csv", orders() | {"Date": cells}), pseudonyms=MASKS)
    )


@pytest.mark.parametrize("words", [(), ("--only", "paid"), ("--status-column", "none")])
def test_no_output_tells_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Both streams, JSON, workbook and page, where statuses hold an id and where a cell refuses the file."""
    table = orders(Status=["paid", "cancelled", SECRETS[0]], Currency=[name(7)])
    written(tmp_path, "csv", table)
    outputs = ("-o", "clv.xlsx", "--html", "clv.html", "--json")
    for command in (("check", "a.csv"), ("summarize", "a.csv", *outputs)):
        done = running.run(*command, *words, "--pseudonymise", folder=tmp_path, XLCLV_PSEUDONYM_KEY=KEY)
        told_nowhere(str(command), done.stdout + done.stderr)
    for path in (tmp_path / "clv.xlsx", tmp_path / "clv.html"):
        if words:
            told_nowhere(path.name, unpacked(path))


def unpacked(path: Path) -> str:
    """All that a file holds."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(part).decode() for part in archive.namelist())
