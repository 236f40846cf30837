"""Tables of DuckDB and SQLite: the same orders as in a file, the same rules, and one line for what breaks them."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import openpyxl
import pyarrow as pa
import pytest
from click.testing import CliRunner

from tests.orders.tables.cdnow_tables import AS_OF, duckdb_url, sqlite_url
from tests.orders.tables.same import answer, same_answer, same_rows
from tests.validation.cdnow_orders import read_back
from xlclv.cli.program import xlclv
from xlclv.errors import InputError
from xlclv.orders.summary import summarise
from xlclv.orders.tables.connecting import database, in_short, scheme, shown
from xlclv.orders.tables.reading import read_table

DAY = dt.date(2024, 3, 5)
GOOD: dict[str, Any] = {"customer": ["A", "B"], "date": [DAY, DAY], "amount": [Decimal("1.50"), Decimal("2.00")]}


def table(folder: Path, **columns: Any) -> str:
    """A DuckDB file with two good orders, but for the columns given."""
    return duckdb_url(folder, pa.table({**GOOD, **columns}))


@pytest.mark.parametrize("made", [duckdb_url, sqlite_url])
def test_a_table_is_the_file(made: Any, tmp_path: Path) -> None:
    """CDNOW in DuckDB and in SQLite gives pandas' customers row by row, and the file's parameters and equity."""
    orders = read_table(made(tmp_path), "orders", as_of=AS_OF)
    same_rows(orders)
    same_answer(answer(orders), answer(read_back(tmp_path)))


def test_the_ledger_reconciles_and_says_what_was_taken(tmp_path: Path) -> None:
    """Rows without a customer are left out with their money; the columns taken and the scale are as in a file."""
    found = read_table(table(tmp_path, customer=["A", None]), "orders")
    ledger = found.ledger
    assert (ledger.rows_read, ledger.rows_used, ledger.amount_read) == (2, 1, Decimal("3.5"))
    assert [(e.reason, e.rows, e.amount) for e in ledger.excluded] == [("no customer", 1, Decimal(2))]
    assert ledger.reconciles
    assert ledger.assumed[0] == "table orders: customer is customer, date is date, amount is amount"
    assert found.scale == 1  # 1.5 and 2: what the amounts need, not what DECIMAL(3, 2) has room for


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize("options", [{}, {"normalise": True}])
def test_what_was_read_is_a_table_and_its_columns_are_named(engine: str, options: Any, tmp_path: Path) -> None:
    """The ledger has the table's name and no sheet, its columns and what each is, read there or cell by cell."""
    url = table(tmp_path) if engine == "duckdb" else f"sqlite://{tmp_path / 'few.db'}"
    if engine == "sqlite":
        with closing(sqlite3.connect(tmp_path / "few.db")) as base:
            base.execute("CREATE TABLE orders (customer, date, amount)")
            base.executemany(
                "INSERT INTO orders VALUES (?, ?, ?)", [("A", "2024-03-05", 1.5), ("B", "2024-03-05", 2.0)]
            )
            base.commit()
    (file,) = read_table(url, "orders", **options).ledger.files
    assert (file.sheet, file.table, file.headers) == ("", "orders", ("customer", "date", "amount"))
    assert dict(file.roles) == {"customer": "customer", "date": "date", "amount": "amount"}
    assert file.called.endswith("table orders")


def test_schemas_views_and_products(tmp_path: Path) -> None:
    """A table may stand in a schema, be a view, and have its amount as quantity x price."""
    url = duckdb_url(tmp_path, pa.table({**GOOD, "quantity": [2, 3], "unit_price": [Decimal("0.25")] * 2}), "wide")
    import duckdb

    with duckdb.connect(url.removeprefix("duckdb://")) as base:
        base.execute("CREATE SCHEMA sales; CREATE VIEW sales.lines AS SELECT * EXCLUDE (amount) FROM wide")
    found = read_table(url, "sales.lines")
    assert found.ledger.amount_used == Decimal("1.25")


def test_macros_of_a_file_change_nothing_of_ours(tmp_path: Path) -> None:
    """One that has the name of a function of DuckDB's is passed over; one of its own is there for its views."""
    rules = ("sum(x) AS 0", "count(x) AS 1", "round(x, y) AS 7", "min(x) AS 5", "lower(x) AS 'q'", "trim(x) AS 'A'",
             "regexp_replace(a, b, c) AS 'z'", "doubled(x) AS x * 2")  # fmt: skip
    url = duckdb_url(tmp_path, pa.table(GOOD | {"status": ["paid", "cancelled"]}))
    with duckdb.connect(unquote(url.removeprefix("duckdb://"))) as base:
        for rule in rules:
            base.execute(f"CREATE MACRO {rule}")
        base.execute("CREATE VIEW twice AS SELECT customer, date, doubled(amount) AS amount FROM orders")
        base.execute("CREATE VIEW few AS SELECT customer, date, amount FROM orders")
    for name, used in (("orders", "1.5"), ("few", "3.5"), ("twice", "7")):
        orders = read_table(url, name)
        assert orders.ledger.amount_used == Decimal(used)
        assert sorted(orders.customers.customer.to_pyarrow().to_pylist()) == (["A"] if name == "orders" else ["A", "B"])


def test_a_file_of_any_name_is_opened(tmp_path: Path) -> None:
    """Quotes, commas and dots in it are part of its name."""
    path = Path(duckdb_url(tmp_path, pa.table(GOOD)).removeprefix("duckdb://"))
    odd = path.rename(path.with_name("Ann's, best.shop.duckdb"))
    assert read_table(f"duckdb://{odd}", "orders").ledger.amount_used == Decimal("3.5")


@pytest.mark.parametrize("name", ["main", "Temp", "system"])
def test_files_with_names_that_are_duckdb_s_own(name: str, tmp_path: Path) -> None:
    """Their database has another name, as where DuckDB opens them; views name their tables by that."""
    with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as base:
        base.execute("CREATE TABLE orders AS SELECT 'A' AS customer, DATE '2026-01-02' AS date, 3.5 AS amount")
        base.execute(f"CREATE VIEW seen AS SELECT * FROM {name}_db.main.orders")
    for table_ in ("orders", "main.orders", "seen"):
        found = read_table(f"duckdb://{tmp_path / name}.duckdb", table_)
        assert found.ledger.amount_used == Decimal("3.5")


@pytest.mark.parametrize(
    ("amounts", "used", "scale"),
    [
        ([0.1, 0.2], "0.3", 1),
        ([45.900000000000006, 1.0], "46.9", 1),
        ([1e9 + 0.01, 1e-9], "1000000000.010000001", 9),
        ([3, -1], "2", 0),
    ],
)
def test_floating_point_is_read_as_the_decimals_it_shows(
    amounts: list[float], used: str, scale: int, tmp_path: Path
) -> None:
    """0.1 + 0.2 is 0.3, to the last digit, and the data check says that the column is in floating point."""
    found = read_table(table(tmp_path, amount=amounts), "orders")
    assert (found.ledger.amount_used, found.scale) == (Decimal(used), scale)
    assert any("in floating point" in note for note in found.ledger.assumed) == isinstance(amounts[0], float)


def test_ids_follow_the_rules_for_files(tmp_path: Path) -> None:
    """Blanks at the ends go, zeros in front stay, 17850.0 is 17850, look-alikes are named."""
    many = {"date": [DAY] * 4, "amount": [1, 2, 3, 4]}
    found = read_table(table(tmp_path, customer=["007", "7 ", "Ann", "ann"], **many), "orders")
    assert summarise(found).id == ["7", "007", "Ann", "ann"]
    assert 'zeros in front only, such as "007" and "7"' in found.ledger.warnings[0]
    assert 'upper and lower case only, such as "Ann" and "ann"' in found.ledger.warnings[1]
    (tmp_path / "other").mkdir()
    found = read_table(table(tmp_path / "other", customer=[17850.0, 2.0]), "orders")
    assert summarise(found).id == ["2", "17850"]
    assert "read as 17850" in "".join(found.ledger.assumed)


def test_fingerprints_of_64_bits_are_ids(tmp_path: Path) -> None:
    """Beyond what signed numbers hold too, where DuckDB's refusal was that the table cannot be read."""
    two = pa.array([2**64 - 1, 2**63 + 1], pa.uint64())
    assert set(summarise(read_table(table(tmp_path, customer=two), "orders")).id) == {str(2**63 + 1), str(2**64 - 1)}


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"amount": [Decimal(1), None]}, 'table orders, column "amount": 1 row without an amount; fill them in'),
        ({"amount": ["1.00", "x"]}, 'table orders, row 2, column "amount": "x" is not an amount'),
        ({"amount": [1.0, float("nan")]}, "1 row with an amount that is not finite"),
        ({"amount": [Decimal(10) ** 30, Decimal(1)]}, "too large to be held exactly"),
        ({"date": [DAY, None]}, 'column "date": 1 row without a date'),
        ({"date": ["5.3.2024", "6.3.2024"]}, "can be day/month or month/day, and no other date decides it"),
        (
            {"date": [dt.date(1812, 1, 1), DAY]},
            "table orders: 1 row before 1900, the first on 1812-01-01; correct them",
        ),
        ({"date": [dt.date(2999, 1, 1), DAY]}, "1 row dated after today"),
        ({"customer": ["1.23E+15", "B"]}, '"1.23E+15" is a long number that a spreadsheet has shortened'),
        ({"customer": ["#N/A", "B"]}, "is an error of the spreadsheet"),
        ({"customer": ["A\x07", "B"]}, '"A?" has a control character'),
        ({"customer": [1e17, 2.0]}, "numbers of 16 digits or more in floating point"),
        ({"customer": [1.5, 2.0]}, "holds fractional numbers"),
        ({"customer": [None, None]}, "table orders: no row has a customer"),
        ({"currency": ["EUR", "USD"]}, "amounts in EUR and in USD cannot be added"),
        ({"customer_id": ["x", "y"], "client_id": ["x", "y"]}, "could each be the customer"),
    ],
)
def test_what_breaks_a_rule_is_one_line(columns: dict[str, Any], says: str, tmp_path: Path) -> None:
    """Table, column, how many rows, the rule and how to fix it."""
    with pytest.raises(InputError) as caught:
        read_table(table(tmp_path, **columns), "orders")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "name", "says"),
    [
        ("shop.duckdb", "orders", "is not a URL; write duckdb://FILE"),
        ("duckdb://nowhere.duckdb", "orders", "no such file: nowhere.duckdb"),
        ("postgres://ann:s3cret@127.0.0.1:1/shop", "orders", "--source postgres://ann:***@127.0.0.1:1/shop"),
        ("mysqll://ann:s3cret@host/shop", "orders", "--source mysqll://ann:***@host/shop"),
    ],
)
def test_what_cannot_be_reached_is_one_line_without_the_password(url: str, name: str, says: str) -> None:
    """The place is named and the password is not."""
    with pytest.raises(InputError) as caught:
        read_table(url, name)
    assert says in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_table_is_one_line(tmp_path: Path) -> None:
    """The table's name and why it is not read stand in the message, for both kinds of file."""
    for url in (duckdb_url(tmp_path), sqlite_url(tmp_path)):
        with pytest.raises(InputError, match=r"nothing.*: no such table"):
            read_table(url, "nothing")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing", "no such table; check the name; a schema goes before it: sales.orders"),
        ("pragma_version", "no such table; check the name; a schema goes before it: sales.orders"),
        ("main.nothing", "no such table; check the name and its schema"),
        ("../o.csv", "this is not the name of a table; write TABLE, or SCHEMA.TABLE"),
        ("a.b.c", "this is not the name of a table; write TABLE, or SCHEMA.TABLE"),
        ("", "this is not the name of a table; write TABLE, or SCHEMA.TABLE"),
    ],
)
def test_names_that_are_no_table_of_duckdb(name: str, says: str, tmp_path: Path) -> None:
    """The reason is ours, and no schema is advised where one was given."""
    url = duckdb_url(tmp_path)
    with pytest.raises(InputError) as caught:
        read_table(url, name)
    assert str(caught.value) == f"--source {url} --table {name}: {says}"


SECRET = "S3CRET"
ADDRESSES = (
    "host=db user=ann password=S3CRET", "postgres://ann:my S3CRET@127.0.0.1:1/shop", "postgres://ann:a\tS3CRET@h:1/shop",
    "postgres://ann@h/b?password=my S3CRET", "postgres://ann@h/b?password=a;S3CRET", "postgres://ann:12/S3CRET@h/b",
    "postgres://ann:80/S3CRET@h/b", "postgres://h/b?pw=S3CRET", "postgres://h/b?auth=S3CRET", "postgres://h/b?sig=S3CRET",
    "postgres://h/b?options=-c%20password=S3CRET", "postgres://h/b?S3CRET", "mysql://ann:S3CRET", "mysql://ann:12/S3CRET",
    "postgres//ann:S3CRET", "postgres//ann:S3CRET@db/b", "postgres://ann:S3CRET\uff20h/b", "postgres://ann:a@S3CRET/x@h/b",
    "postgres://ann:a?S3CRET@h/b", "postgres://ann:a#S3CRET@h/b", "postgres://ann%3AS3CRET@h/b",
    "postgres://h/b?password=a@S3CRET", "postgres://me:[S3CRET@h/b", "postgres://ann:S3CRET@h:x/b", "sqlite://a:S3CRET@d",
    "sqlite://a:b/S3CRET@c.db", "duckdb://a.db?token=S3CRET", "me:S3CRET@db/shop", "postgres:ann:S3CRET@h", "S3CRET ",
)  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES)
def test_no_password_is_shown_however_it_is_written(url: str) -> None:
    """Neither by itself, nor by what a driver says of the address, of a part of it, or of what it took for the port."""
    assert SECRET not in shown(url)
    said = f"cannot connect by {url} as {unquote(url)}, {SECRET!r} is no port, nor is {unquote(url).partition(':')[2]}"
    assert SECRET not in in_short(ValueError(said), url)
    if "://" not in url:
        with pytest.raises(InputError) as refused:
            scheme(url)
        assert SECRET not in str(refused.value)


def test_what_is_no_password_is_shown() -> None:
    """User, host, port and base, the path of a file, and settings that are known to be none."""
    assert shown("mysql://u:p%40ss@h:3306/d") == "mysql://u:***@h:3306/d"
    assert shown("snowflake://u@acct/d?private_key=abc&role=r") == "snowflake://u@acct/d?***&role=r"
    assert (
        shown("postgres://ann:s3cret@db.example/b?sslmode=require") == "postgres://ann:***@db.example/b?sslmode=require"
    )
    assert shown("postgres://db:5432/b") == "postgres://db:***"  # db may be a user, and the rest a password
    for told in (
        "duckdb://orders:2024.duckdb", "duckdb://C:/a@b.duckdb", "duckdb://my shop.duckdb", "sqlite:///srv/a.db",
        "postgres://db.example:5432/b", "postgres://ann@db:5432/b", "postgres://[::1]:5432/b", "postgres:///b",
        "pyspark://?spark.master=local[2]", "pyspark://localhost:7077", "orders.duckdb", "C:\\data\\orders.duckdb",
    ):  # fmt: skip
        assert shown(told) == told
    for odd in ("se/cret", "s@cret", "a:b", "/x", "a b", "80/x"):
        assert shown(f"postgres://me:{odd}@h/b") == "postgres://me:***@h/b"


def test_sqlite_cells_follow_the_rules_for_files(tmp_path: Path) -> None:
    """SQLite's cells have the types they were given: text dates and mixed ids are read as in a file, by row."""
    base = sqlite3.connect(tmp_path / "a.sqlite")
    base.execute("CREATE TABLE sales (client, day, money)")
    base.executemany(
        "INSERT INTO sales VALUES (?, ?, ?)",
        [("007", "25.12.2024", "1,50"), (8, "24.12.2024", 2), ("9", "1.2.2024", "x")],
    )
    base.commit()
    url = f"sqlite://{tmp_path / 'a.sqlite'}"
    with pytest.raises(InputError, match=r"a\.sqlite.*sales.*money"):
        read_table(url, "sales", amount="money")
    base.execute("DELETE FROM sales WHERE client = '9'")
    base.execute("UPDATE sales SET money = '2,00' WHERE client = 8")
    base.commit()
    base.close()
    found = read_table(url, "sales", amount="money")
    assert found.ledger.amount_used == Decimal("3.5")
    assert summarise(found).id == ["8", "007"]


def test_a_view_of_sqlite_is_worked_out_once_for_its_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many columns are in use: once for all types, once to read. Binary data is refused by its column."""
    connect, worked_out = sqlite3.connect, [0]

    def counted(row: int) -> int:
        worked_out[0] += row == 5000
        return row

    def heard(*given: Any, **named: Any) -> sqlite3.Connection:
        base = connect(*given, **named)
        base.create_function("counted", 1, counted)
        return base

    monkeypatch.setattr(sqlite3, "connect", heard)
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("CREATE TABLE o (client, day, price, quantity, discount, order_id, n INTEGER PRIMARY KEY)")
        rows = [(f"C{at % 9}", "2024-01-25", 1.5, 2, None if at else "0", at % 7) for at in range(5000)]
        base.executemany("INSERT INTO o VALUES (?, ?, ?, ?, ?, ?, NULL)", rows)
        base.execute("CREATE VIEW v AS SELECT * FROM o WHERE counted(n)")
        base.commit()
        found = read_table(f"sqlite://{tmp_path / 'a.sqlite'}", "v").ledger
        assert (found.rows_read, found.amount_used, worked_out) == (5000, 15000, [2])
        base.execute("UPDATE o SET quantity = x'00' WHERE n = 5000")
        base.commit()
        with pytest.raises(InputError, match='table "v", column "quantity": holds binary data; make a view that casts'):
            read_table(f"sqlite://{tmp_path / 'a.sqlite'}", "v")


def test_a_secret_of_spark_is_refused() -> None:
    """Spark starts Java with every setting of its session, in words that every user of the machine can list."""
    for key in ("spark.hadoop.fs.s3a.secret.key", "spark.ssl.keyPassword", "spark.hadoop.fs.s3a.access.key"):
        with pytest.raises(InputError, match=r"list of processes; put it into spark-defaults\.conf") as refused:
            database(f"pyspark://?spark.master=local&{key}=hush7")
        assert "hush7" not in str(refused.value)


def test_no_child_is_told_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads a workbook beside a database is a process whose words everyone can list: no address is among them."""
    told: list[str] = []
    start = subprocess.Popen.__init__

    def noted(self: Any, words: Any, *rest: Any, **more: Any) -> None:
        told.append(str(words))
        start(self, words, *rest, **more)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("customer", "plan"), ("A", "x"), ("B", "y")):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("CREATE TABLE orders (customer TEXT, date TEXT, amount REAL)")
        base.executemany("INSERT INTO orders VALUES (?, ?, ?)", [("A", "2024-01-25", 30), ("B", "2024-02-26", 7.5)])
        base.commit()
    words = ["score", "--source", f"sqlite://{tmp_path / 'a.sqlite'}?password=hush7", "--table", "orders"]
    done = CliRunner().invoke(xlclv, [*words, "--to", str(tmp_path / "s.csv"), "--customers", str(tmp_path / "c.xlsx")])
    assert told, done.output
    assert "hush7" not in "".join(told)


@pytest.mark.parametrize("column", ["customer", "date"])
@pytest.mark.parametrize("long", ["Z" * 5_000_000, b"Z" * 5_000_000], ids=["text", "picture"])
def test_a_cell_of_sqlite_that_is_a_file_of_its_own_is_refused(column: str, long: str | bytes, tmp_path: Path) -> None:
    """In one line, and a view without its column is read."""
    url = f"sqlite://{tmp_path / 'a.sqlite'}"
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("CREATE TABLE orders (customer, date, amount, note)")
        row = {"customer": "C", "date": "2025-03-04", "note": "", column: long}
        base.execute("INSERT INTO orders VALUES (:customer, :date, 1.5, :note)", row)
        base.execute("INSERT INTO orders VALUES ('B', '2025-03-05', 2, ?)", (b"P" * 3_000_000,))
        base.execute("CREATE VIEW narrow AS SELECT customer, date, amount FROM orders")
        base.commit()
    with pytest.raises(
        InputError, match=r'"orders", column "\w+": a cell holds more than 4 MB, .*; shorten it, or make'
    ) as it:
        read_table(url, "orders")
    assert len(str(it.value)) < 200


@pytest.mark.parametrize("long", ["Z" * 5_000_000, b"Z" * 5_000_000], ids=["text", "picture"])
def test_a_picture_of_sqlite_in_a_column_that_nobody_uses_is_no_matter(long: Any, tmp_path: Path) -> None:
    """The others are read; and rows that differ in it alone do not repeat each other."""
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("CREATE TABLE orders (customer, date, amount, note)")
        for photo in (long, long[:-1], long, None):
            base.execute("INSERT INTO orders VALUES ('C', '2025-03-04', 1.5, ?)", (photo,))
        base.commit()
    used = read_table(f"sqlite://{tmp_path / 'a.sqlite'}", "orders", dedupe=True).ledger
    assert (used.rows_read, used.rows_used) == (4, 3)


def test_blank_rows_of_sqlite_are_counted_and_rows_behind_them_keep_their_place(tmp_path: Path) -> None:
    """However many: no cell of theirs is looked at."""
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("CREATE TABLE orders (customer, date, amount)")
        base.execute("INSERT INTO orders VALUES ('C', '2025-03-04', 1.5)")
        base.executemany("INSERT INTO orders VALUES (?, ?, ?)", [(None, None, None)] * 1000)
        base.execute("INSERT INTO orders VALUES ('C', '2025-13-04', 1.5)")
        base.commit()
    url = f"sqlite://{tmp_path / 'a.sqlite'}"
    with pytest.raises(InputError, match="row 1,002"):
        read_table(url, "orders")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("UPDATE orders SET date = '2025-12-04' WHERE date = '2025-13-04'")
        base.commit()
    ledger = read_table(url, "orders").ledger
    assert (ledger.rows_used, ledger.amount_used) == (2, 3)
    assert any("1,000 blank rows were not read" in said for said in ledger.assumed)
