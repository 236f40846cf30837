"""Contracts in PostgreSQL and Spark: the numbers of the same contracts in a file. DuckDB stands in test_command."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.contracts.by_hand import AS_OF, HEADERS, simulated, written
from tests.contracts.test_command import told
from tests.faults.sample import ROOT
from tests.orders.tables.test_postgres import PROGRAMS
from tests.orders.tables.test_postgres import url as url  # the server that the orders' tests start

ROWS = simulated(300, 1.0, 4.0, 1.0, 8)
SAME = ("relationships", "lost_by_renewals", "running_by_renewals", "movement", "model", "customer_equity",
        "equity_interval", "rows_read", "rows_used", "amount_read")  # fmt: skip


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def same(said: dict[str, Any], tmp_path: Path) -> None:
    """What a table says is what the file says, key by key."""
    plain = told(written(tmp_path / "c.csv", ROWS), "--as-of", AS_OF.isoformat())
    assert {name: said[name] for name in SAME} == {name: plain[name] for name in SAME}


@pytest.mark.postgres
@pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is not installed; .ci/run installs it")
def test_contracts_in_postgresql(url: str, tmp_path: Path) -> None:
    """Dates as dates, fees as numeric: the same relationships, curve, movement and equity."""
    import psycopg

    with psycopg.connect(host=url.rpartition("=")[2], user="ann", dbname="postgres") as base:
        base.execute("CREATE TABLE terms (customer_id text, start_date date, end_date date, fee numeric(18, 2), "
                     "billing_period text)")  # fmt: skip
        with base.cursor().copy("COPY terms FROM STDIN") as copy:
            for who, start, end, fee, period in ROWS:
                copy.write_row((who, day(start), day(end), fee, period))
    same(told("--source", url, "--table", "terms", "--as-of", AS_OF.isoformat()), tmp_path)


_SPARK = """
import sys
from click.testing import CliRunner
from xlclv.cli.program import xlclv
from xlclv.orders.tables.connecting import database
file, url, day = sys.argv[1:]
session = database(url)._session
session.sparkContext.setLogLevel("OFF")
session.read.parquet(file).createOrReplaceTempView("terms")
done = CliRunner().invoke(xlclv, ["contracts", "--source", url, "--table", "terms", "--as-of", day, "--json"])
assert done.exit_code == 0, done.output
print("JSON" + done.stdout.replace("\\n", " "))
session.stop()
"""


@pytest.mark.spark
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed; .ci/run installs it")
def test_contracts_in_spark(tmp_path: Path) -> None:
    """A view in a session of Spark gives the same."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed; .ci/run installs it")
    who, start, end, fee, period = zip(*ROWS, strict=True)
    columns = (list(who), [day(t) for t in start], [day(t) for t in end], [float(f) for f in fee], list(period))
    pq.write_table(pa.table(dict(zip(HEADERS, columns, strict=True))), tmp_path / "terms.parquet")
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    url = (
        "pyspark://?spark.master=local[2]&spark.ui.enabled=false&spark.sql.shuffle.partitions=4"
        f"&spark.sql.warehouse.dir={tmp_path}/warehouse"
    )
    done = subprocess.run(
        [sys.executable, "-c", _SPARK, str(tmp_path / "terms.parquet"), url, AS_OF.isoformat()],
        env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("JSON"))
    same(json.loads(line.removeprefix("JSON")), tmp_path)
