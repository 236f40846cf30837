"""Spark on this machine: threads, and a cluster of two workers in processes of their own, give what a file gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.orders.tables.cdnow_tables import arrow

ROOT = Path(__file__).parents[3]
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed; .ci/run installs it"),
]
PROGRAM = """
import sys
from pathlib import Path
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from tests.companions.typed import files, of_files, of_tables, tables
from tests.orders.tables.cdnow_tables import AS_OF
from tests.orders.tables.same import answer, same_answer, same_rows
from tests.orders.tables.same_report import same_report
from tests.valuation.test_scoring import same_ranges, same_scores
from tests.valuation.test_variants import same_counts, same_wider_scores
from tests.validation.cdnow_orders import read_back
from xlclv.errors import OutputError
from xlclv.orders.aggregates import of_orders
from xlclv.orders.tables.reading import read_table
from xlclv.orders.tables.writing import to_parquet, to_table
from xlclv.valuation import customers
from xlclv.valuation.scoring import score
from xlclv.valuation.settings import DEFAULTS

folder, url = Path(sys.argv[1]), sys.argv[2]
from xlclv.orders.tables.connecting import database
session = database(url)._session
session.sparkContext.setLogLevel("OFF")
session.read.parquet(str(folder / "orders.parquet")).createOrReplaceTempView("orders")
orders = read_table(url, "orders", as_of=AS_OF)
assert orders.customers.get_backend().name == "pyspark"
same_rows(orders)
same_answer(answer(orders), answer(read_back(folder)))
for model in sys.argv[3:]:
    same_scores(orders, model)
same_ranges(orders)
same_counts(orders)
same_wider_scores(orders)
known = of_orders(orders)
scored = score(orders, known, customers.fit_aggregates(known, "BG/NBD"), DEFAULTS)
heard = []
assert to_parquet(scored, folder / "scores.parquet", lambda *done: heard.append(done), 2357) == 2357
assert heard[-1] == (2357, 2357)
assert to_table(scored, "clv_scores", url) == 2357
assert session.table("clv_scores").agg({"remaining": "sum"}).first()[0] == pytest.approx(
    sum(pq.read_table(folder / "scores.parquet")["remaining"].to_pylist()), rel=1e-12)
with pytest.raises(OutputError, match="table clv_scores is there already; drop it, or name another with --to"):
    to_table(scored, "clv_scores", url)
same_report(orders, 500, margin=0.4)
if not sys.argv[4:]:  # on one cluster: the tables beside the orders too
    files(folder)
    for name, (columns, _) in tables().items():
        kinds = ", ".join(f"`{column}` {kind}" for column, kind in columns.items()).replace("varchar(9)", "string")
        read = session.read.csv(str(folder / f"{name}.csv"), header=True, schema=kinds)
        read.createOrReplaceTempView(name if name != "orders" else "sold")
    assert of_tables(url, orders="sold") == of_files(folder)
executors = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
session.stop()
print(f"SAME with {executors} executors")
"""


@pytest.mark.parametrize(
    ("master", "executors", "models"),
    [("local[2]", 0, ("BG/NBD", "MBG/NBD", "Pareto/NBD")), ("local-cluster[2,1,1024]", 2, ("BG/NBD",))],
)
def test_the_same_rows_parameters_equity_scores_and_report(
    master: str, executors: int, models: tuple[str, ...], tmp_path: Path
) -> None:
    """Row by row what plain pandas gives; parameters, equity, scores and the report to 1e-12 what a file gives.

    Scores go to a file here or to a table there, which must be new.
    """
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed; .ci/run installs it")
    pq.write_table(arrow(), tmp_path / "orders.parquet")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore",
    }
    url = (
        f"pyspark://?spark.master={master}&spark.ui.enabled=false&spark.sql.shuffle.partitions=4"
        f"&spark.sql.warehouse.dir={tmp_path}/warehouse"
    )
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), url, *models],
        env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"SAME with {executors} executors" in done.stdout
