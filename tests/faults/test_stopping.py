"""Every command ends as it is asked to, also while a library works in one call of its own, and a base without end is
refused.

Nothing here is timed: a run that does not hear is waited for generously, then ended.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from xlclv.errors import InputError
from xlclv.orders.tables import watched
from xlclv.orders.tables.reading import read_table

from .sample import listed
from .test_world import ended, start

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX knows them")

# A run tells when SQLite looks up for the first time, from within its own call.
HOOK = """
import atexit, sqlite3, sys
class Told(sqlite3.Connection):
    def set_progress_handler(self, look, steps):
        def told():
            if self.told:
                self.told = False
                open("working", "w").close()
            return look()
        self.told = True
        super().set_progress_handler(told, steps)
connect = sqlite3.connect
sqlite3.connect = lambda *given, **named: connect(*given, **named, factory=Told)
"""
# The same of a thread that reads cells of another database.
READING = """
import threading
begin = threading.Thread.start
def start(self):
    begin(self)
    if self.name == "xlclv-reading":
        open("working", "w").close()
threading.Thread.start = start
"""
_ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT"
_ORDER = """n AS "Customer ID", '2026-01-01' AS "Order Date", 1.0 AS Amount"""
_CONTRACT = """n AS "Customer ID", '2026-01-01' AS Start, '2027-01-01' AS "End", 1.0 AS "Monthly Fee" """
VIEWS = {
    "orders": f"{_ENDLESS} {_ORDER} FROM r",
    "contracts": f"{_ENDLESS} {_CONTRACT} FROM r",
    "slow": "SELECT a.n AS \"Customer ID\", '2026-01-01' AS \"Order Date\", 1.0 AS Amount "
            "FROM few AS a, few AS b, few AS c, few AS d WHERE a.n + b.n + c.n + d.n < 0",
}  # fmt: skip


def base(folder: Path) -> Path:
    """A file of SQLite with views that never end, or not before long."""
    path = folder / "a.sqlite"
    made = sqlite3.connect(path)
    made.execute("CREATE TABLE few (n INTEGER)")
    made.executemany("INSERT INTO few VALUES (?)", [(at,) for at in range(2000)])
    for name, query in VIEWS.items():
        made.execute(f"CREATE VIEW {name} AS {query}")
    made.commit()
    made.close()
    return path


@pytest.mark.parametrize(
    ("words", "number", "code"),
    [
        (("check", "--table", "orders"), signal.SIGINT, 130),
        (("summarize", "--table", "slow", "-o", "a.xlsx"), signal.SIGTERM, 143),
        (("score", "--table", "orders", "--to", "a.csv"), signal.SIGHUP, 129),
        (("backtest", "--table", "slow"), signal.SIGINT, 130),
        (("contracts", "--table", "contracts"), signal.SIGTERM, 143),
        (("check",), signal.SIGINT, 130),
    ],
)
def test_a_base_that_never_ends(
    words: tuple[str, ...], number: signal.Signals, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a call of SQLite's that would last for hours, a signal ends each command with its code and one line."""
    path = base(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    if len(words) == 1:  # from options that nobody named
        (tmp_path / "xlclv.toml").write_text('[check]\nsource="sqlite://a.sqlite"\ntable="orders"\n', encoding="utf-8")
    else:
        words = (*words, "--source", f"sqlite://{path}")
    before = listed(tmp_path)
    monkeypatch.setattr("tests.faults.test_world.ROOT", f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}")
    with start(*words, folder=tmp_path) as run:
        waited = threading.Event()
        while not (tmp_path / "working").exists() and run.poll() is None:
            waited.wait(0.02)
        run.send_signal(number)
        said = ended(run)
    assert run.returncode == code, said
    told = f"{words[-3]} was not written" if words[0] == "score" else "nothing was written"
    assert said.splitlines()[-1] == f"xlclv: stopped; {told}"
    assert len(said.splitlines()) == (2 if len(words) == 1 else 1)  # the first says where options came from
    assert sorted({*listed(tmp_path)} - {"working"}) == before


@pytest.mark.parametrize(
    ("some", "number", "code"), [(False, signal.SIGINT, 130), (True, signal.SIGTERM, 143), (True, signal.SIGHUP, 129)]
)
def test_a_view_of_duckdb_without_rows(
    some: bool, number: signal.Signals, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query of DuckDB's that never ends is heard in, from its first row on and after some."""
    made = duckdb.connect(str(tmp_path / "a.duckdb"))
    columns = """CAST(a.range AS VARCHAR) AS "Customer ID", '2026-01-01' AS "Order Date", '1.0' AS Amount"""
    first = f"SELECT {columns} FROM range(5000) AS a UNION ALL" if some else ""
    ever = "range(1000000000) AS a, range(1000000000) AS b WHERE a.range * b.range < 0"
    made.execute(f"CREATE VIEW orders AS {first} SELECT {columns} FROM {ever}")
    made.close()
    (tmp_path / "sitecustomize.py").write_text(READING, encoding="utf-8")
    monkeypatch.setattr("tests.faults.test_world.ROOT", f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}")
    with start("check", "--source", "duckdb://a.duckdb", "--table", "orders", folder=tmp_path) as run:
        waited = threading.Event()
        while not (tmp_path / "working").exists() and run.poll() is None:
            waited.wait(0.02)
        run.send_signal(number)
        said = ended(run)
    assert (run.returncode, said) == (code, "xlclv: stopped; nothing was written\n")


@pytest.mark.parametrize("table", ["orders", "slow"])
def test_no_end_in_sight(table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view on which SQLite works for longer than a file of its size needs is refused, and says what to do."""
    monkeypatch.setattr(watched, "SECONDS", 0.2)
    monkeypatch.setattr(watched, "SECONDS_A_MB", 0.0)
    with pytest.raises(InputError) as refusal:
        read_table(f"sqlite://{base(tmp_path)}", table)
    assert str(refusal.value) == (
        f'a.sqlite, table "{table}": SQLite worked 0 seconds on it, and is not at its end; if it is a view, mend its '
        "query, or store what it gives as a table"
    )


def test_rows_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows beyond all that a file of this size can hold are refused; as many as it may give are read."""
    path = base(tmp_path)
    made = sqlite3.connect(path)
    for rows in (1000, 20_000):
        columns = "'C' || (n % 9) AS \"Customer ID\", '2026-01-01' AS \"Order Date\", 1.5 AS Amount"
        made.execute(f"CREATE VIEW v{rows} AS {_ENDLESS} {columns} FROM r LIMIT {rows}")
    made.commit()
    made.close()
    monkeypatch.setattr(watched, "GIVEN", 1_000_000)
    monkeypatch.setattr(watched, "GIVEN_A_BYTE", 0)
    found = read_table(f"sqlite://{path}", "v1000").ledger
    assert (found.rows_read, str(found.amount_read)) == (1000, "1500.0")
    with pytest.raises(InputError, match='"v20000": it gives far more rows than a file of this size holds'):
        read_table(f"sqlite://{path}", "v20000")


def test_ctrl_c_in_python(tmp_path: Path) -> None:
    """Who reads in Python gets KeyboardInterrupt, as of any other call."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a command run in this process left its own
    timer = threading.Timer(0.5, signal.raise_signal, (signal.SIGINT,))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            read_table(f"sqlite://{base(tmp_path)}", "orders")
        timer.join()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_base_that_another_program_writes(tmp_path: Path) -> None:
    """Who has it locked is waited for; the base is read when he lets go."""
    path = base(tmp_path)
    made = sqlite3.connect(path, check_same_thread=False)
    made.execute("CREATE TABLE o AS SELECT 'C' || (n % 9) AS \"Customer ID\", '2026-01-01' AS \"Order Date\", "
                 "1.5 AS Amount FROM few")  # fmt: skip
    made.commit()
    made.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.5, made.rollback)
    timer.start()
    assert read_table(f"sqlite://{path}", "o").ledger.rows_read == 2000
    timer.join()
    made.close()


HEARD = """
import os, signal, threading
from xlclv.cli.stopping import Stop
from xlclv.orders.engine import connect
stop, backend = Stop(), connect()
backend.con.execute("SET threads = 2")
backend.con.execute("CREATE TABLE n AS SELECT range AS a FROM range(1000000)")
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
try:
    backend.con.execute("SELECT sum(x.a * y.a % 7) FROM n AS x, n AS y")
except RuntimeError:
    print(stop.code)
"""


def test_threads_of_the_database_end_with_the_query_that_is_stopped() -> None:
    """Not with the work that each of them has begun, which may take hours: whoever stops waits for them."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.Popen([sys.executable, "-c", HEARD], env=environment, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert run.communicate(timeout=60)[0] == "143\n"
    finally:
        run.kill()
