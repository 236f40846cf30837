"""Columns of kinds (type, kind, invoice type): what is credited, what only looks so, and what moves no money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import openpyxl
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.orders.conftest import Write
from tests.orders.tables.test_postgres import PROGRAMS, url  # noqa: F401  (the server, as a fixture)
from tests.orders.test_rulebook import csv, duck, parquet, sqlite
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read
from xlclv.orders.tables.reading import read_table

DAY = dt.date(2024, 1, 1)
Make = Callable[..., Orders]


class Case(NamedTuple):
    """The words under a header, an amount each (100, 200, ...), the money used, with a status too, and the warning."""

    header: str
    words: tuple[str, ...]
    used: int
    beside: int | None = None  # None: the same
    warned: str = ""


CASES = {
    "sold for cash, or on credit": Case("invoice_type", ("Cash", "Credit"), 300),
    "in Spanish": Case("tipo", ("Contado", "Crédito"), 300),
    "cash memos and credit memos": Case("type", ("Cash Memo", "Credit Memo"), 300),
    "tickets": Case("type", ("Single", "Return"), 300),
    "tickets in Dutch": Case("soort", ("Enkel", "Retour"), 300),
    "sales and returns": Case("type", ("Sale", "Return"), -100),
    "cash sales, credit sales and returns": Case("type", ("Cash sale", "Credit sale", "Return"), 0),
    "invoices and credits": Case("invoice_type", ("Invoice", "Credit"), -100),
    "renewals": Case("transaction_type", ("Purchase", "Renewal"), 300),
    "new ones and upgrades": Case("transaction_type", ("New", "Upgrade", "Subscription"), 600),
    "a word that is not known": Case("type", ("Sale", "Webshop"), 300, None, 'and counted: "Webshop" 1'),
    "authorised, captured, sold, refunded, void": Case(
        "kind", ("authorization", "capture", "sale", "refund", "void"), 100
    ),
    "authorised and captured": Case("kind", ("authorization", "capture"), 200),
    "reserved and paid": Case("transaction_type", ("Authorisation", "Payment"), 200),
    "sold and credited back to a card": Case("transaction_type", ("sale", "credit"), -100),
    "charged, refunded, charged back, paid out": Case("type", ("charge", "refund", "chargeback", "payout"), -400),
    "captured and billed": Case("type", ("Invoice", "Capture"), 100),
}
NOT_NEGATIVE = 10_000  # bought beside, so that customers have money left


def table(case: Case, status: bool) -> pa.Table:
    """A row a word, of a customer each, and one that is large."""
    words = [case.words[0], *case.words]
    columns: dict[str, Any] = {
        "customer": [f"C{at}" for at in range(len(words))],
        "date": [DAY] * len(words),
        "amount": [NOT_NEGATIVE, *(100 * at for at in range(1, len(words)))],
        case.header: words,
    }
    return pa.table(columns | ({"status": ["paid"] * len(words)} if status else {}))


def used(case: Case, status: bool) -> int:
    """The money, with that of the first word's large row."""
    first = 0 if case.words[0].lower().startswith("authori") else NOT_NEGATIVE
    return first + (case.used if case.beside is None or not status else case.beside)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("make", "status"), [(csv, True), (csv, False), (parquet, False), (duck, True)])
def test_what_a_column_of_kinds_says(make: Make, name: str, status: bool, tmp_path: Path) -> None:
    """Only what is credited is taken off, whatever the orders come in, and beside a status too."""
    case = CASES[name]
    ledger = make(tmp_path, table(case, status)).ledger
    assert ledger.amount_used == used(case, status)
    assert ledger.reconciles
    warned = [said for said in ledger.warnings if "not known to be a sale" in said]
    assert len(warned) == bool(case.warned)
    assert case.warned in "".join(warned)


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (("Express", "Return"), "Return"),
        (("Standard", "Credit"), "Credit"),
        (("Cash", "Credit", "Invoice"), "Credit"),
        (("Sale", "Single", "Return"), "Return"),
        (("Sale", "Cancellation"), "Cancellation"),
        (("Sale", "Payment"), "Payment"),
    ],
)
def test_what_may_be_credited_is_never_taken_off_unasked(words: tuple[str, ...], way_out: str, write: Write) -> None:
    """Asked about where the column is all there is; counted and warned of beside a status."""
    rows = [f"C{at},2024-01-05,{100 * at},{word}" for at, word in enumerate(words, start=1)]
    plain = write("a.csv", "customer,date,amount,type", *rows)
    with pytest.raises(InputError, match=f'not known to be a sale or not: .*"{way_out}" 1'):
        read(plain)
    whole = sum(100 * at for at in range(1, len(words) + 1))
    of_it = 100 * (1 + words.index(way_out))
    assert read(plain, without=f"type={way_out}").ledger.amount_used == whole - of_it
    beside = read(write("b.csv", "customer,date,amount,type,status", *(f"{row},paid" for row in rows)))
    assert beside.ledger.amount_used == whole
    assert any(f'"{way_out}" 1' in said and "counted" in said for said in beside.ledger.warnings)


def test_the_credit_word_is_named(write: Write) -> None:
    """A question about one word says which other one makes it a question; of many words some are named."""
    words = ["Refund", *(f"Shop {at}" for at in range(9))]
    rows = [f"C{at},2024-01-05,5,{word}" for at, word in enumerate(words)]
    with pytest.raises(InputError) as refused:
        read(write("a.csv", "customer,date,amount,type", *rows))
    said = str(refused.value)
    assert '(beside "Refund" 1, which is credited)' in said
    assert '"Shop 4" 1 and 4 more (beside' in said


LATE = 3_000


def late(first: str, last: str, header: str) -> pa.Table:
    """A table in which a word first occurs in its last row, far below those that are looked at first."""
    columns = {
        "customer": [f"C{at % 50}" for at in range(LATE)],
        "date": [DAY] * LATE,
        "amount": [10] * (LATE - 1) + [7],
        header: [first] * (LATE - 1) + [last],
    }
    return pa.table(columns)


@pytest.mark.parametrize("make", [csv, parquet, duck, sqlite])
@pytest.mark.parametrize(
    ("first", "last", "header", "counts"),
    [
        ("Invoice", "Credit Note", "type", -7),
        ("Online", "Quote", "type", 7),
        ("authorization", "capture", "kind", 7 - 10 * (LATE - 1)),
        ("completed", "failed", "outcome", 0),
    ],
)
def test_the_last_row_is_looked_at(make: Make, first: str, last: str, header: str, counts: int, tmp_path: Path) -> None:
    """A credit note or a failure that stands far below the first rows is not counted as a sale."""
    ledger = make(tmp_path, late(first, last, header)).ledger
    assert ledger.amount_used == 10 * (LATE - 1) + counts
    assert ledger.reconciles


def test_the_last_row_of_a_workbook_is_looked_at(tmp_path: Path) -> None:
    """The same, of a sheet, with a row of totals below, whose word is no kind."""
    book = openpyxl.Workbook()
    book.active.append(["customer", "date", "amount", "type"])
    for at in range(999):
        book.active.append([f"C{at % 9}", DAY, 10, "Invoice"])
    book.active.append(["C1", DAY, 7, "Credit Note"])
    book.active.append(["Total", None, 9_983, None])
    book.save(tmp_path / "a.xlsx")
    ledger = read(tmp_path / "a.xlsx").ledger
    assert ledger.amount_used == 9_983
    assert not [said for said in ledger.warnings if "not known" in said]


def kinds(folder: Path, kind: pa.DataType) -> Path:
    words = pa.array(["Invoice", "Invoice", "Credit Note"]).cast(kind)
    path = folder / "a.parquet"
    columns = {"customer": ["A", "B", "A"], "date": [DAY] * 3, "amount": [5, 4, 2], "type": words}
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    "kind",
    [pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int8(), pa.large_string()),
     pa.string_view()],
    ids=str,
)  # fmt: skip
def test_parquet_s_other_kinds_of_text_are_looked_at(kind: pa.DataType, tmp_path: Path) -> None:
    """A category is text: a credit note in it is taken off (5 + 4 - 2)."""
    assert read(kinds(tmp_path, kind)).ledger.amount_used == 7


def test_categories_of_pandas_are_looked_at(tmp_path: Path) -> None:
    """As pandas writes them."""
    frame = pandas.DataFrame({"customer": ["A", "B", "A"], "date": [DAY] * 3, "amount": [5.0, 4.0, 2.0]})
    frame["type"] = pandas.Categorical(["Invoice", "Invoice", "Credit Note"])
    frame.to_parquet(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").ledger.amount_used == 7


def test_lists_of_words_in_duckdb_are_looked_at(tmp_path: Path) -> None:
    """Its ENUM is text."""
    with duckdb.connect(str(tmp_path / "a.duckdb")) as base:
        base.execute("CREATE TYPE kinds AS ENUM ('Invoice', 'Credit Note')")
        base.execute("CREATE TABLE orders (customer VARCHAR, date DATE, amount DECIMAL(9, 2), type kinds)")
        for customer, amount, kind in (("A", 5, "Invoice"), ("B", 4, "Invoice"), ("A", 2, "Credit Note")):
            base.execute("INSERT INTO orders VALUES (?, ?, ?, ?)", [customer, DAY, amount, kind])
    assert read_table(f"duckdb://{tmp_path / 'a.duckdb'}", "orders").ledger.amount_used == 7


def test_transactions_beside_their_status(write: Write) -> None:
    """An authorisation moves no money: of the four of an order, what was captured less what was refunded counts, once,
    and what failed does not."""
    lines = (
        "Order,Email,Kind,Gateway,Created At,Status,Amount,Currency",
        "#1,a@x.de,authorization,card,2024-01-05 10:00:00,success,100.00,EUR",
        "#1,a@x.de,capture,card,2024-01-05 10:05:00,success,100.00,EUR",
        "#2,b@x.de,sale,card,2024-01-06 10:00:00,success,40.00,EUR",
        "#2,b@x.de,sale,card,2024-01-06 09:00:00,failure,40.00,EUR",
        "#1,a@x.de,refund,card,2024-01-09 10:00:00,success,30.00,EUR",
        "#3,c@x.de,authorization,card,2024-01-10 10:00:00,success,9.00,EUR",
        "#3,c@x.de,void,card,2024-01-11 10:00:00,success,9.00,EUR",
    )
    ledger = read(write("a.csv", *lines)).ledger
    assert ledger.amount_used == 110
    assert {e.reason: int(e.amount) for e in ledger.excluded} == {
        'kind "authorization"': 109, 'kind "void"': 9, 'status "failure"': 40,
    }  # fmt: skip


@pytest.mark.postgres
@pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is not installed; .ci/run installs it")
@pytest.mark.parametrize("kind", ["text", "kinds"])
def test_postgresql_s_lists_of_words_are_looked_at(kind: str, url: str) -> None:  # noqa: F811
    """Text and a type of its users' own, to the table's last row."""
    import psycopg

    with psycopg.connect(host=url.rpartition("=")[2], user="ann", dbname="postgres") as base:
        base.execute("DROP TABLE IF EXISTS of_kinds; DROP TYPE IF EXISTS kinds")
        base.execute("CREATE TYPE kinds AS ENUM ('Invoice', 'Credit Note')")
        base.execute(f"CREATE TABLE of_kinds (customer text, date date, amount numeric(9, 2), type {kind})")
        base.execute(
            "INSERT INTO of_kinds SELECT 'C' || n % 50, '2024-01-05', 10, 'Invoice' FROM generate_series(1, 999) AS n"
        )
        base.execute("INSERT INTO of_kinds VALUES ('C1', '2024-01-06', 7, 'Credit Note')")
    assert read_table(url, "of_kinds").ledger.amount_used == 9_983
