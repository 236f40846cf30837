"""PostgreSQL, started for these tests from Debian's package: the same customers, parameters, equity and scores."""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.companions.typed import SAID, of_files, of_tables, tables
from tests.orders.tables.cdnow_tables import AS_OF, arrow
from tests.orders.tables.same import answer, same_answer, same_rows
from tests.orders.tables.same_report import same_report
from tests.validation.cdnow_orders import read_back
from tests.valuation.test_scoring import same_ranges, same_scores
from tests.valuation.test_variants import same_counts, same_wider_scores
from xlclv import children
from xlclv.cli.program import xlclv
from xlclv.errors import InputError, OutputError
from xlclv.models import MODULES
from xlclv.orders.aggregates import of_orders
from xlclv.orders.tables.reading import read_table
from xlclv.orders.tables.writing import to_table
from xlclv.valuation.customers import fit_aggregates
from xlclv.valuation.scoring import score
from xlclv.valuation.settings import DEFAULTS

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is not installed; .ci/run installs it"),
]


@contextmanager
def _server() -> Iterator[tuple[Path, Callable[..., None]]]:
    """A server of our own on a socket, and what runs its programs; PostgreSQL refuses to run as root."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed; .ci/run installs it")
    folder = Path(tempfile.mkdtemp(prefix="xlclv-pg-"))
    user = pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str, check: bool = True) -> None:
        path = PROGRAMS[-1].with_name(program)
        subprocess.run([path, *arguments], user=user, cwd=folder, check=check, capture_output=True, env={"LC_ALL": "C"})

    run("initdb", "-D", f"{folder}/data", "-U", "ann", "--auth=trust", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        yield folder, run
    finally:
        run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The CDNOW orders in a server."""
    with _server() as (folder, _):
        _load(folder)
        yield f"postgres://ann:s3cret@/postgres?host={folder}"


def _load(folder: Path) -> None:
    import psycopg

    with psycopg.connect(host=str(folder), user="ann", dbname="postgres") as base:
        base.execute("CREATE TABLE orders (customer_id integer, order_date date, amount numeric(18, 2))")
        with base.cursor().copy("COPY orders FROM STDIN") as copy:
            for row in zip(*arrow().to_pydict().values(), strict=True):
                copy.write_row(row)
        base.execute("CREATE VIEW typed AS SELECT customer_id::text AS client, order_date::timestamptz AS day, "
                     "amount::float8 AS revenue FROM orders")  # fmt: skip


def test_the_same_customers_parameters_and_equity(url: str, tmp_path: Path) -> None:
    """Row by row, and to 1e-12, what plain pandas and a file give."""
    orders = read_table(url, "orders", as_of=AS_OF)
    same_rows(orders)
    same_answer(answer(orders), answer(read_back(tmp_path)))


def test_other_types_are_the_same_orders(url: str) -> None:
    """Ids as text, days as times in a zone, money in floating point: the same customers, and what was assumed said."""
    orders = read_table(url, "public.typed", as_of=AS_OF)
    same_rows(orders)
    assert any("in floating point; amounts read with 2 decimals" in note for note in orders.ledger.assumed)


@pytest.mark.parametrize("model", MODULES)
def test_scores_are_computed_there(model: str, url: str) -> None:
    """Each customer's numbers, to 1e-12, from a small table joined in PostgreSQL."""
    same_scores(read_table(url, "orders", as_of=AS_OF), model)


def test_ranges_and_wider_models_are_computed_there(url: str) -> None:
    """Each customer's ranges, and the scores of regular buyers with log-normal spend, as here."""
    orders = read_table(url, "orders", as_of=AS_OF)
    same_ranges(orders)
    same_counts(orders)
    same_wider_scores(orders)


@pytest.mark.parametrize("table", ["orders", "typed"])
def test_the_report_is_made_from_sums(table: str, url: str) -> None:
    """Every figure of a report whose best customers alone leave PostgreSQL is that of all customers fetched."""
    same_report(read_table(url, table, as_of=AS_OF), 500, margin=0.4, model="auto")


def test_scores_go_to_a_table_that_must_be_new(url: str) -> None:
    """--to NAME makes a table beside the orders, once; a second time nothing is overwritten."""
    orders = read_table(url, "orders", as_of=AS_OF)
    known = of_orders(orders)
    table = score(orders, known, fit_aggregates(known, "BG/NBD"), DEFAULTS)
    assert to_table(table, "clv_scores", url) == 2357
    with pytest.raises(OutputError, match="table clv_scores is there already; drop it"):
        to_table(table, "clv_scores", url)


def test_orders_read_cell_by_cell_are_scored_into_a_table_too(url: str) -> None:
    """Dates as text are read here, by the rules for files; the scores go back to the server, once."""
    import psycopg

    with psycopg.connect(host=url.rpartition("=")[2], user="ann", dbname="postgres") as base:
        worded = "to_char(order_date, 'DD.MM.YYYY') AS order_date"
        base.execute(f"CREATE VIEW worded AS SELECT customer_id, {worded}, amount FROM orders")
    call = ["score", "--source", url, "--table", "worded", "--as-of", AS_OF.isoformat(), "--to", "clv_worded"]
    done = CliRunner().invoke(xlclv, call)
    assert "Wrote 2,357 customers to clv_worded" in done.output, done.exception
    with psycopg.connect(host=url.rpartition("=")[2], user="ann", dbname="postgres") as base:
        found = base.execute("SELECT count(*), sum(realised) FROM clv_worded").fetchone()
    assert found is not None
    assert found[0] == 2357
    assert float(found[1]) == pytest.approx(float(read_table(url, "orders", as_of=AS_OF).ledger.amount_used), rel=1e-9)
    assert isinstance(CliRunner().invoke(xlclv, call).exception, OutputError)


def test_errors_keep_the_password(url: str) -> None:
    """A table that is not there, and a server that is not: one line, and no password."""
    for wrong, name in ((url, "nothing"), (url.replace("?host=", "?host=/nowhere"), "orders")):
        with pytest.raises(InputError) as caught:
            read_table(wrong, name)
        assert "s3cret" not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_what_stands_beside_the_orders_is_read_by_the_same_definition(url: str, tmp_path: Path) -> None:
    """Margins, levels, contacts, spend, stages, journeys: every figure of the files is that of PostgreSQL's tables."""
    import psycopg

    with psycopg.connect(host=url.rpartition("=")[2], user="ann", dbname="postgres") as base:
        base.execute("CREATE SCHEMA beside")
        base.execute("SET search_path TO beside")
        for name, (columns, body) in tables().items():
            told = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            base.execute(f"CREATE TABLE {name} ({told})")
            with base.cursor().copy(f"COPY {name} FROM STDIN") as copy:
                for row in body:
                    copy.write_row(row)
    assert of_tables(url, "beside.") == of_files(tmp_path)
    _scored_beside(url, tmp_path)


def _scored_beside(url: str, folder: Path) -> None:
    """With the same files the scores go to a table of the server: every column and row that the .csv has."""
    import psycopg

    names = ("customers", "contacts")
    there = [word for name in names for word in (f"--{name}-table", f"beside.{name}")]
    call = ["score", "--source", url, "--table", "beside.orders", *SAID, *there, "--to", "beside.card"]
    done = CliRunner().invoke(xlclv, call)
    assert "to beside.card" in done.output, done.exception
    here = [word for name in names for word in (f"--{name}", str(folder / f"{name}.csv"))]
    done = CliRunner().invoke(xlclv, ["score", str(folder / "orders.csv"), *SAID, *here, "--to", str(folder / "s.csv")])
    assert done.exit_code == 0, done.exception
    with (folder / "s.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["customer"]: row for row in csv.DictReader(file)}
    with psycopg.connect(host=url.rpartition("=")[2], user="ann", dbname="postgres") as base:
        cursor = base.execute("SELECT * FROM beside.card")
        heads = [column.name for column in cursor.description or ()]
        rows = [dict(zip(heads, row, strict=True)) for row in cursor]
    assert (heads, len(rows)) == (list(next(iter(wanted.values()))), len(wanted))
    for row in rows:
        mine = wanted[row["customer"]]
        assert [mine[name] for name in ("tier", "stage", "service_level", "contacts_12_months", "by Region")] == [
            str(row[name]).replace("beside.customers", "customers.csv")
            for name in ("tier", "stage", "service_level", "contacts_12_months", "by Region")
        ]
        assert float(row["residual_clv"]) == pytest.approx(float(mine["residual_clv"]), rel=1e-6)


def test_a_server_that_stops_while_it_is_read(tmp_path: Path) -> None:
    """One line without the password and exit code 3; the old file stands as it was, and nothing is left behind."""
    with _server() as (folder, run):
        import psycopg

        with psycopg.connect(host=str(folder), user="ann", dbname="postgres") as base:
            base.execute(
                "CREATE VIEW slow AS SELECT 'C' || i AS customer, DATE '2024-01-01' + i AS date, 5.0 AS amount "
                "FROM generate_series(1, 90) i, pg_sleep(60)"
            )
        old = tmp_path / "out.csv"
        old.write_bytes(b"old")
        (tmp_path / "tmp").mkdir()
        address = f"postgres://ann:s3cret@/postgres?host={folder}"
        words = ["score", "--source", address, "--table", "slow", "--to", str(old)]
        with subprocess.Popen(
            children.python("-m", "xlclv", *words), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
            env={**children.environment(), "TMPDIR": str(tmp_path / "tmp")}, encoding="utf-8",
        ) as reading:  # fmt: skip
            asked = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep'"
            with psycopg.connect(host=str(folder), user="ann", dbname="postgres", autocommit=True) as base:
                while reading.poll() is None and not base.execute(asked).fetchall():
                    time.sleep(0.1)
            assert reading.poll() is None, "it must be reading"
            run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
            _, said = reading.communicate()
    assert reading.returncode == 3, said
    lines = [line for line in said.splitlines() if line.startswith("xlclv: ")]
    assert len(lines) == 1, said
    assert "s3cret" not in said
    assert "Traceback" not in said
    assert (old.read_bytes(), sorted(path.name for path in tmp_path.iterdir())) == (b"old", ["out.csv", "tmp"])
    assert not list((tmp_path / "tmp").iterdir())
