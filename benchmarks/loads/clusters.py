"""A cluster of Spark on this machine that loses workers while `xlclv score` asks it: the right rows, or one line."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.loads import OLD, Came, Ended, Load, Run, Told, beside, summed, wrong
from benchmarks.loads.large import rows

_ROWS, _CUSTOMERS = 200_000, 20_000
_PROGRAM = """
import sys
from pathlib import Path
from xlclv.orders.tables.connecting import database
url, path, begun = sys.argv[1:]
session = database(url)._session
session.sparkContext.setLogLevel("OFF")
session.read.parquet(path).createOrReplaceTempView("orders")
sys.argv = ["xlclv", "score", "--source", url, "--table", "orders", "--to", "out.csv", "-v"]
from xlclv.cli import main
Path(begun).touch()
main()
"""
_WAIT = 60.0  # seconds
_EXECUTOR, _JAVA = "CoarseGrainedExecutorBackend", "SparkSubmit"
Strike = Callable[[Run], int]


def killed(folder: Path, told: Told) -> Came:
    """One worker killed (twice, at two moments), all of them again and again, and the Java that leads them."""
    if shutil.which("java") is None or find_spec("pyspark") is None:
        return Came(0, 0, 0, ["Java or PySpark is not installed: pip install '.[spark]'"], 0.0, 0, "not run")
    orders = rows(folder / "orders.parquet", _ROWS, _CUSTOMERS)
    home = folder / "home"
    home.mkdir()
    out = home / "out.csv"
    alone = _run(folder, home, orders).ended()
    ends, found = [alone], [wrong(alone, (0,))]
    whole = out.read_bytes().splitlines() if out.exists() else []
    if alone.code:
        return summed(ends, [*found, alone.err.strip()[-300:]], "the cluster did not start")
    told(f"alone: {alone.code}, {len(whole):,} lines, {alone.err.strip()[-200:]}")
    days: dict[str, tuple[Strike, tuple[int, ...]]] = {
        "a worker killed at work": (lambda run: _one(run, 1.0), (0,)),
        "a worker killed later": (lambda run: _one(run, 5.0), (0,)),
        "every worker killed for a minute, and the run asked to end": (lambda run: _all(run, 2.0), (3, 143)),
        "the Java that leads them killed": (lambda run: _java(run, 2.0), (3,)),
    }
    said = []
    for name, (strike, allowed) in days.items():
        out.write_bytes(OLD)
        run = _run(folder, home, orders)
        struck = strike(run)
        end = run.ended()
        ends.append(end)
        problem = wrong(end, allowed) or ("" if struck else "nothing was killed")
        found.append(f"{name}: {problem}" if problem else "")
        found += [f"{name}: {words}" for words in _kept(out, whole, end)]
        found += beside(home, ("out.csv",))
        found += [f"{name}: {path.name} is left behind" for path in (folder / "aside" / "tmp").glob(".xlclv-*")]
        ending = "the same rows" if not end.code else f"exit code {end.code}"
        said.append(f"{name} ({struck} killed): {ending}")
        told(f"{said[-1]}; {end.err.strip()[-300:]}")
    return summed(ends, found, "; ".join(said))


def _run(folder: Path, home: Path, orders: Path) -> Run:
    """Spark tries a task that was lost four times, and starts a worker again ten times."""
    settings = (
        "spark.master=local-cluster[2,1,1024]", "spark.ui.enabled=false", "spark.sql.shuffle.partitions=8",
        f"spark.sql.warehouse.dir={folder}/warehouse", f"spark.local.dir={folder}/spark",
    )  # fmt: skip
    given = {
        "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "PYTHONWARNINGS": "ignore",
        "SPARK_WORKER_DIR": str(folder / "work"),
    }  # fmt: skip
    begun = folder / "begun"
    begun.unlink(missing_ok=True)
    words = (f"pyspark://?{'&'.join(settings)}", str(orders), str(begun))
    return Run(words, home, folder / "aside", environment=given, program=("-c", _PROGRAM))


def _below(top: int, named: str) -> Iterator[int]:
    """The processes that a process has started, and these, with this word in their command."""
    parents = dict[int, int]()
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError):
                told = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                parents[int(path.name)] = int(told[1])
    for pid in parents:
        above = pid
        while above in parents and above != top:
            above = parents[above]
        with contextlib.suppress(OSError):
            if above == top and named.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                yield pid


def _used(pid: int) -> float:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / 100
    return 0.0


def _at_work(run: Run, after: float) -> int:
    """A worker that has used that many CPU seconds for the command itself; 0 where the run ended before."""
    begun, before = Path(run.words[-1]), dict[int, float]()
    while run.alive:
        for pid in _below(run.process.pid, _EXECUTOR) if begun.exists() else ():
            if _used(pid) > before.setdefault(pid, _used(pid)) + after:
                return pid
        time.sleep(0.2)
    return 0


def _one(run: Run, after: float) -> int:
    pid = _at_work(run, after)
    return _kill(pid) if pid else 0


def _all(run: Run, after: float) -> int:
    """All workers from that moment on. Spark may wait for others for ever: then the run is asked to end."""
    count, until = set[int]([_at_work(run, after)]), time.monotonic() + _WAIT
    while run.alive and time.monotonic() < until:
        for pid in _below(run.process.pid, _EXECUTOR):
            _kill(pid)
            count.add(pid)
        time.sleep(0.2)
    if run.alive:
        os.kill(run.process.pid, signal.SIGTERM)
    return len(count - {0})


def _java(run: Run, after: float) -> int:
    if not _at_work(run, after):
        return 0
    return sum(map(_kill, list(_below(run.process.pid, _JAVA))[:1]))


def _kill(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return 1
    return 0


def _kept(out: Path, whole: list[bytes], end: Ended) -> list[str]:
    """The old file, or the same rows: their order is the cluster's, and so are the last digits of sums."""
    kept = out.read_bytes()
    if end.code:
        return [] if kept == OLD else ["the old file is lost"]
    mine, theirs = sorted(kept.splitlines()), sorted(whole)
    same = len(mine) == len(theirs) and all(_alike(*pair) for pair in zip(mine, theirs, strict=True))
    return [] if same else ["other rows than without"]


def _alike(one: bytes, other: bytes) -> bool:
    for mine, theirs in zip(one.decode().split(","), other.decode().split(","), strict=True):
        if mine != theirs:
            try:
                if abs(float(mine) - float(theirs)) > 1e-9 * max(1.0, abs(float(theirs))):
                    return False
            except ValueError:
                return False
    return True


LOADS = [Load("Spark loses workers during score", killed)]
