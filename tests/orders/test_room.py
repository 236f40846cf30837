"""Money with so many decimals that its sum outgrows 64 bits, and money that does in cents: every figure by hand."""

from __future__ import annotations

import datetime as dt
import sqlite3
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read
from xlclv.orders.tables.reading import read_table

DAYS = [dt.date(2026, 1, 3), dt.date(2026, 1, 4), dt.date(2026, 1, 5)]
MIXED = [0.333333333, 5e9, 5e9]
SAID = "rounded: with more, "


def made(folder: Path, form: str, customers: list[str], amounts: list[object]) -> Orders:
    """The orders of these amounts, kept in this form."""
    table_ = pa.table({"customer": customers, "date": DAYS[: len(amounts)], "amount": amounts})
    if form == "parquet":
        pq.write_table(table_, folder / "a.parquet")
        return read(folder / "a.parquet")
    if form == "duckdb":
        with duckdb.connect(folder / "a.duckdb") as base:
            base.execute("CREATE TABLE t AS SELECT * FROM table_")
        return read_table(f"duckdb://{folder / 'a.duckdb'}", "t")
    if form == "sqlite":
        with sqlite3.connect(folder / "a.db") as lite:
            lite.execute("CREATE TABLE t (customer, date, amount)")
            lines = zip(customers, map(str, DAYS), amounts, strict=False)
            lite.executemany("INSERT INTO t VALUES (?, ?, ?)", lines)
        lite.close()
        return read_table(f"sqlite://{folder / 'a.db'}", "t")
    if form == "xlsx":
        book = openpyxl.Workbook()
        for row in [("customer", "date", "amount"), *zip(customers, DAYS, amounts, strict=False)]:
            book.active.append(row)
        book.save(folder / "a.xlsx")
        return read(folder / "a.xlsx")
    lines = [f"{who},{day},{money}" for who, day, money in zip(customers, DAYS, amounts, strict=False)]
    (folder / "a.csv").write_text("\n".join(["customer,date,amount", *lines]), encoding="utf-8")
    return read(folder / "a.csv")


FORMS = ("csv", "xlsx", "sqlite", "parquet", "duckdb")


@pytest.mark.parametrize("form", FORMS)
def test_a_sum_that_has_no_room_for_nine_decimals_has_it_for_eight(tmp_path: Path, form: str) -> None:
    """10 billion at 10**-9 outgrow 64 bits, which nothing told but an internal error."""
    found = made(tmp_path, form, ["A", "B", "C"], [*MIXED])
    ledger = found.ledger
    assert found.scale == 8
    assert ledger.amount_read == ledger.amount_used == Decimal("10000000000.33333333")
    assert any("1 row with money of more than 8 decimals, " + SAID in line for line in ledger.warnings)
    units = found.customers.to_pyarrow().to_pydict()
    assert units["units"] == [33_333_333, 5 * 10**17, 5 * 10**17]


def test_a_sum_that_fits_keeps_every_digit(tmp_path: Path) -> None:
    """9.2 billion at nine decimals: as before."""
    found = made(tmp_path, "csv", ["A", "B", "C"], ["0.333333333", "4600000000", "4600000000"])
    assert (found.scale, found.ledger.amount_used) == (9, Decimal("9200000000.333333333"))
    assert not any("rounded" in line for line in found.ledger.warnings)


def test_an_amount_that_has_no_room_for_nine_decimals_alone(tmp_path: Path) -> None:
    """It was refused; with seven decimals 55 billion have the room that is left to what is added up."""
    found = made(tmp_path, "csv", ["A", "B", "C"], ["0.333333333", "50000000000", "5000000000"])
    assert (found.scale, found.ledger.amount_used) == (7, Decimal("55000000000.3333333"))
    assert any('more than 7 decimals in column "amount"; ' + SAID in line for line in found.ledger.warnings)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("customers", [["A", "A"], ["A", "B"]])
def test_a_sum_that_no_decimals_make_fit_is_refused(tmp_path: Path, form: str, customers: list[str]) -> None:
    """2**62 twice, of one customer and of two, were a broken Parquet file or an internal error."""
    with pytest.raises(InputError, match=r"add up to 9,223,372,036,854,775,808, too large to be held exactly") as said:
        made(tmp_path, form, customers, [2**62, 2**62])
    assert "row 2" in str(said.value) or form in ("sqlite", "parquet", "duckdb")


def test_cents_are_never_rounded(tmp_path: Path) -> None:
    """The most that whole cents hold, and five cents more."""
    with pytest.raises(InputError, match=r"add up to 92,233,720,368,547,758\.12, too large .* with 2 decimals"):
        made(tmp_path, "csv", ["A", "A"], ["92233720368547758.07", "0.05"])


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_files_that_fit_alone_and_not_together(tmp_path: Path, form: str) -> None:
    """Cells and views on files alike; the file that has the decimals is told."""
    paths = []
    for name, amounts in (("a", [0.333333333, 5e9]), ("b", [1e9, 4e9])):
        table = pa.table({"customer": [name, "C"], "date": DAYS[:2], "amount": amounts})
        if form == "parquet":
            pq.write_table(table, tmp_path / f"{name}.parquet")
        else:
            lines = [f"{name},{DAYS[0]},{amounts[0]}", f"C,{DAYS[1]},{amounts[1]:.0f}"]
            (tmp_path / f"{name}.csv").write_text("\n".join(["customer,date,amount", *lines]), encoding="utf-8")
        paths.append(tmp_path / f"{name}.{form}")
    found = read(paths)
    assert [file.amount for file in found.ledger.files] == [Decimal("5000000000.33333333"), Decimal("5000000000")]
    assert found.ledger.amount_used == Decimal("10000000000.33333333")
    assert next(line for line in found.ledger.warnings if SAID in line).startswith(f"a.{form}: 1 row")


@pytest.mark.parametrize(
    ("lines", "told", "read_", "used"),
    [
        (("amount,refunded", "5000000000,0.333333333", "15000000000,0"), {}, "20000000000", "19999999999.66666667"),
        (("amount,what", "5000000000,0.333333333", "15000000000,7"), {"cost": "what"}, "20000000000", "20000000000"),
        (("quantity,price", "3,0.333333333", "100,150000000"), {}, "15000000001", "15000000001"),
    ],
)
def test_what_stands_beside_amounts_has_room_too(
    tmp_path: Path, lines: tuple[str, ...], told: dict[str, str], read_: str, used: str
) -> None:
    """Refunds and costs of nine decimals, and a product of as many, beside billions."""
    head, *rest = lines
    cells = [f"{'AB'[at]},2026-01-0{at + 3},{line}" for at, line in enumerate(rest)]
    (tmp_path / "a.csv").write_text("\n".join([f"customer,date,{head}", *cells]), encoding="utf-8")
    found = read(tmp_path / "a.csv", **told)  # type: ignore[arg-type]
    assert (found.ledger.amount_read, found.ledger.amount_used, found.scale) == (Decimal(read_), Decimal(used), 8)
    assert found.ledger.amount_read == found.ledger.amount_used + sum(e.amount for e in found.ledger.excluded)
    assert any("8" in line and "with more" in line for line in found.ledger.warnings)
    if told:
        assert found.ledger.margin is not None
        assert found.ledger.margin.total == Decimal("19999999992.66666667")


def test_a_total_of_rounded_cells(tmp_path: Path) -> None:
    """Three cells of which two lose decimals may miss their total by those."""
    lines = ["A,2026-01-03,0.333333333", "B,2026-01-04,50000000000", "C,2026-01-05,0.3333333333"]
    text = "\n".join(["customer,date,amount", *lines, "Total,,50000000000.666666666"])
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    ledger = read(tmp_path / "a.csv").ledger
    assert (ledger.rows_used, ledger.amount_used) == (3, Decimal("50000000000.6666666"))
    (tmp_path / "a.csv").write_text(text.replace("0.666666666", "0.66667"), encoding="utf-8")
    with pytest.raises(InputError, match="looks like a total"):
        read(tmp_path / "a.csv")


def test_fees_of_contracts(tmp_path: Path) -> None:
    """Of 10 billion a month nine decimals are rounded to millionths; what outgrows them is refused."""
    lines = [
        "customer,start,end,fee",
        "A,2024-01-05,,0.333333333",
        "B,2024-01-05,,5000000000",
        "C,2024-01-05,,5000000000",
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    asked = Asked(as_of=dt.date(2026, 1, 5))
    found = read_contracts([tmp_path / "a.csv"], options(), asked)
    assert found.ledger.amount_used == Decimal("10000000000.33333333")
    assert found.spans is not None
    assert sorted(found.spans.mrr.tolist()) == [333_333, 5 * 10**15, 5 * 10**15]
    (tmp_path / "a.csv").write_text("\n".join(lines).replace("5000000000", "5000000000000"), encoding="utf-8")
    with pytest.raises(InputError, match="the fees add up to too much"):
        read_contracts([tmp_path / "a.csv"], options(), asked)


@pytest.mark.parametrize(
    ("kind", "column", "said"),
    [
        (pa.duration("s"), "amount", r'"amount": holds duration\[s\], which is a length of time, not amounts'),
        (pa.time32("s"), "amount", r'"amount": holds time32\[ms\], which is a time of day, not amounts'),
        (pa.duration("ms"), "refunded", r'"refunded": holds duration\[ms\]'),
        (pa.duration("s"), "date", r'"date": holds duration\[s\], which is a length of time, not dates'),
    ],
)
def test_lengths_of_time_are_no_money(tmp_path: Path, kind: pa.DataType, column: str, said: str) -> None:
    """5 s in Parquet is stored as 5; it was read as 5.00."""
    cells: dict[str, object] = {"customer": ["A", "B"], "date": DAYS[:2], "amount": [5, 7]}
    pq.write_table(pa.table(cells | {column: pa.array([45000, 45007], kind)}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match=said):
        read(tmp_path / "a.parquet")


@pytest.mark.parametrize(
    ("value", "said"), [("INTERVAL 5 SECONDS", "holds interval"), ("TIME '00:00:05'", "holds time")]
)
def test_lengths_of_time_of_tables(tmp_path: Path, value: str, said: str) -> None:
    """DuckDB's own types are named too; an interval was a cast that failed."""
    with duckdb.connect(tmp_path / "a.duckdb") as base:
        base.execute(f"CREATE TABLE t AS SELECT 'A' AS customer, DATE '2026-01-03' AS date, {value} AS amount")
    with pytest.raises(InputError, match=f'column "amount": {said}'):
        read_table(f"duckdb://{tmp_path / 'a.duckdb'}", "t")


def test_a_total_beside_costs_of_more_decimals(tmp_path: Path) -> None:
    """What is left out is the total's money, 12.00; it was told as 0.12."""
    lines = ["customer,date,amount,what", "A,2026-01-03,5,1.2345", "B,2026-01-04,7.00,2.5", "Total,,12.00,3.7345"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    ledger = read(tmp_path / "a.csv", cost="what").ledger
    assert (ledger.amount_read, ledger.amount_used) == (Decimal(24), Decimal(12))
