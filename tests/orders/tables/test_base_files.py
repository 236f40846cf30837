"""What stands beside a database file: what is read of it is hashed, and nothing is left there."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from xlclv.contracts.periods import Period
from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read_table as read_contracts
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.orders.tables import base_files
from xlclv.orders.tables.reading import read_table
from xlclv.orders.tables.watched import Watched

ROWS = [("A", "2024-01-01", 5.0), ("B", "2024-01-02", 6.0), ("A", "2024-02-01", 7.0)]


def _base(path: Path, mode: str = "wal") -> Path:
    """A SQLite file of three orders, whose writers have gone."""
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"PRAGMA journal_mode = {mode}")
        base.execute("CREATE TABLE orders (customer, date, amount)")
        base.executemany("INSERT INTO orders VALUES (?, ?, ?)", ROWS)
        base.commit()
    return path


def _noted(path: Path, amount: float) -> Path:
    """The base with a further order that is in its -wal alone, as after a crash, or in a copy of both."""
    made = _base(path.with_name(f"made-{path.name}"))
    with closing(sqlite3.connect(made)) as base:
        base.execute("INSERT INTO orders VALUES ('C', '2024-03-01', ?)", [amount])
        base.commit()
        shutil.copy(made, path)
        shutil.copy(f"{made}-wal", f"{path}-wal")
    made.unlink()
    return path


def test_rows_in_the_wal_are_of_the_fingerprint(tmp_path: Path) -> None:
    """Two contents have two fingerprints, each what `cat shop.db shop.db-wal | sha256sum` gives; of contracts too."""
    told = set()
    for amount in (10.0, 20.0):
        path = _noted(tmp_path / "shop.db", amount)
        both = path.read_bytes() + Path(f"{path}-wal").read_bytes()
        ledger = read_table(f"sqlite://{path}", "orders").ledger
        (file,) = ledger.files
        assert (float(ledger.amount_used), file.bytes) == (18 + amount, len(both))
        assert file.sha256 == hashlib.sha256(both).hexdigest()
        named = options(named={"customer": "customer", "date": "date", "amount": "amount", "ended": "none"})
        asked = Asked(as_of=dt.date(2024, 4, 1), period=Period(1))
        (again,) = read_contracts(f"sqlite://{path}", "orders", named, asked).ledger.files
        assert again.sha256 == file.sha256
        told.add(file.sha256)
    assert len(told) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="links as POSIX has them")
def test_the_wal_is_sought_where_a_link_leads(tmp_path: Path) -> None:
    """SQLite finds it beside the file, not beside the link to it."""
    (tmp_path / "there").mkdir()
    path = _noted(tmp_path / "there" / "shop.db", 10)
    (tmp_path / "link.db").symlink_to(path)
    (file,) = read_table(f"sqlite://{tmp_path / 'link.db'}", "orders").ledger.files
    assert (file.rows, file.bytes) == (4, path.stat().st_size + Path(f"{path}-wal").stat().st_size)


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_base_at_rest_is_read_and_nothing_is_left_beside_it(tmp_path: Path, mode: str) -> None:
    """SQLite would make shop.db-wal and shop.db-shm, and leave both, as soon as such a base is opened for reading."""
    path = _base(tmp_path / "shop.db", mode)
    (file,) = read_table(f"sqlite://{path}", "orders").ledger.files
    assert (file.rows, file.sha256) == (3, hashlib.sha256(path.read_bytes()).hexdigest())
    assert [each.name for each in tmp_path.iterdir()] == ["shop.db"]


def test_a_base_in_use_is_read_without_harm(tmp_path: Path) -> None:
    """Another program has it open and goes on to write."""
    path = _base(tmp_path / "shop.db")
    with closing(sqlite3.connect(path)) as base:
        base.execute("INSERT INTO orders VALUES ('C', '2024-03-01', 10)")
        base.commit()
        assert read_table(f"sqlite://{path}", "orders").ledger.amount_used == 28
        base.execute("INSERT INTO orders VALUES ('D', '2024-03-01', 20)")
        base.commit()
        assert read_table(f"sqlite://{path}", "orders").ledger.amount_used == 48


def test_no_fingerprint_is_told_of_what_was_written_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be of other rows than were read. A line in the -wal counts as a change."""
    path, hashed = _noted(tmp_path / "shop.db", 10), base_files.fingerprint

    def late(found: Path) -> str:
        with Path(f"{path}-wal").open("ab") as wal:
            wal.write(b"more")
        return hashed(found)

    monkeypatch.setattr(base_files, "fingerprint", late)
    ledger = read_table(f"sqlite://{path}", "orders").ledger
    assert (ledger.rows_read, ledger.files[0].sha256) == (4, "")
    assert any("was written while it was read, so no fingerprint" in line for line in ledger.warnings)


def test_a_base_at_rest_that_is_written_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """SQLite was told that nobody does, so that it would not notice."""
    path = _base(tmp_path / "shop.db")
    with closing(Watched(path, "shop.db")) as base:
        assert base.rows("SELECT count(*) FROM orders") == [(3,)]
        with closing(sqlite3.connect(path)) as other:  # its last connection moves the rows into the file
            other.executemany("INSERT INTO orders VALUES (?, ?, ?)", ROWS * 1000)
            other.commit()
        with pytest.raises(InputError, match=r"shop\.db: it changed while it was read; wait"):
            list(base.pieces("SELECT * FROM orders"))


def test_an_interrupted_write_is_said_with_the_way_out(tmp_path: Path) -> None:
    """To undo it the base must be written, which is not ours to do."""
    path = _base(tmp_path / "shop.db", "delete")
    script = (
        "import os, sqlite3, sys; base = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "base.execute('PRAGMA cache_size = 1'); base.execute('BEGIN'); "
        "base.executemany('INSERT INTO orders VALUES (?, 1, 1)', [('x' * 500,)] * 3000); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True)
    before = path.read_bytes()
    rule = r"a write of it was interrupted, and how to undo that stands beside it \(shop\.db-journal\); open it once"
    with pytest.raises(InputError, match=rule):
        read_table(f"sqlite://{path}", "orders")
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as base:
        base.execute("SELECT 1 FROM orders")
    assert read_table(f"sqlite://{path}", "orders").ledger.rows_read == 3


def test_the_bytes_of_a_duckdb_file_are_those_of_its_wal_too(tmp_path: Path) -> None:
    """Its rows are read; a fingerprint is told of no DuckDB file."""
    path = tmp_path / "shop.duckdb"
    script = (
        "import duckdb, os, sys; base = duckdb.connect(sys.argv[1]); base.execute(\"CREATE TABLE orders AS SELECT 'A' "
        "AS customer, DATE '2024-01-01' AS date, 5.0 AS amount\"); base.execute('CHECKPOINT'); "
        "base.execute(\"INSERT INTO orders VALUES ('B', DATE '2024-01-02', 6.0)\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True)
    wal = Path(f"{path}.wal").stat().st_size
    (file,) = read_table(f"duckdb://{path}", "orders").ledger.files
    assert (file.rows, file.bytes, file.sha256) == (2, path.stat().st_size + wal, "")


def test_a_database_given_as_a_file_says_how_it_is_named(tmp_path: Path) -> None:
    """Its bytes are no text in any encoding."""
    _base(tmp_path / "shop.db")
    duckdb.connect(str(tmp_path / "shop.duckdb")).close()
    for name, kind in (("shop.db", "SQLite"), ("shop.duckdb", "DuckDB")):
        url = f"--source {kind.lower()}://FILE --table NAME"
        with pytest.raises(InputError) as told:
            read(tmp_path / name)
        assert str(told.value).startswith(
            f"{name}: this is a database of {kind}, in which the rows are those of a table"
        )
        assert str(told.value).endswith(url)
