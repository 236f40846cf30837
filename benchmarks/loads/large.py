"""Ten million rows within limits on memory: a right result, or one line with exit code 6; and which limit is enough."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.loads import OLD, Came, Ended, Load, Run, Told, beside, limited, summed, wrong

ROWS = 10_000_000
CUSTOMERS = 1_000_000
_MADE = """
COPY (
    SELECT 'C' || who AS customer,  -- each buys for a while of their own, from a day of their own
        DATE '2022-01-01' + CAST(hash(who + 7) % 700 + hash(i + 10_007) % (1 + hash(who) % 300) AS INTEGER) AS date,
        CAST(500 + hash(i + 20_011) % 9_500 AS DECIMAL(18, 2)) / 100 AS amount
    FROM (SELECT i, hash(i) % {customers} AS who FROM range({rows}) AS made(i))
) TO '{path}' ({format})
"""
_FORMATS = {"orders.csv": "FORMAT csv, HEADER", "orders.parquet": "FORMAT parquet"}
_MB = 1 << 20
# Of address space, as `ulimit -v` counts it: more than is ever used. The first ends in exit code 6.
_SCORE, _SUMMARIZE = (1_200, 3_000, 4_500), (3_000, 9_000)
_DATABASE = ("--memory-limit", "600MB")  # of the database alone: what it cannot hold goes to disk
_SCORES = ("--to", "out.parquet")
_TOKEN = re.compile(rb"[^<>,\s]+")


def rows(path: Path, count: int = ROWS, customers: int = CUSTOMERS) -> Path:
    """A file of so many orders, the same in every run."""
    import duckdb

    told = _MADE.format(rows=count, customers=customers, path=path, format=_FORMATS[path.name])
    duckdb.connect().execute(told)
    return path


def within(words: tuple[str, ...], limits: Iterable[int], folder: Path, told: Told, count: int = ROWS) -> Came:
    """The command under each limit in MB: done, and as without one; or exit code 6, and the old file stands there."""
    name, output = words[1], words[-1]
    home = folder / "home"
    home.mkdir()
    rows(home / name, count, max(count // 10, 1))
    out = home / output
    free = _one(words, home, None)
    found, ends, enough = [wrong(free, (0,))], [free], 0
    whole = out.read_bytes() if free.code == 0 else b""
    told(_shown("no limit", free))
    tries = [("", words, limit) for limit in limits]
    for kind, given, limit in (("--memory-limit 600MB", (*words[:2], *_DATABASE, *words[2:]), None), *tries):
        out.write_bytes(OLD)
        end = _one(given, home, limit)
        ends.append(end)
        said = kind or f"{limit:,} MB"
        told(_shown(said, end))
        found.append(wrong(end, (0, 5, 6) if limit else (0,)))
        kept = out.read_bytes()
        if end.code and kept != OLD:
            found.append(f"{said}: the old file is lost")
        if not end.code and not alike(kept, whole):
            found.append(f"{said}: not what a run without a limit writes")
        found += beside(home, (name, output)) + beside(folder / "aside" / "tmp", ())
        enough = enough or (0 if end.code or limit is None else limit)
    last = f"{enough:,} MB of addresses are enough" if enough else "no limit on addresses that was tried is enough"
    figure = f"{_shown('no limit', free)}; {_shown('`--memory-limit 600MB`', ends[1])}; {last}"
    return summed(ends, found, figure)


def _shown(what: str, end: Ended) -> str:
    said = f"; {end.err.strip()[-150:]}" if end.code else ""
    return f"{what}: {end.seconds:.0f} CPU s, {end.peak:,} MB{said}"


def _one(words: tuple[str, ...], home: Path, limit: int | None) -> Ended:
    before = None if limit is None else limited(RLIMIT_AS=limit * _MB)
    return Run(words, home, home.parent / "aside", before=before).ended(within=3_000)


def alike(mine: bytes, theirs: bytes) -> bool:
    """The same rows and cells, numbers to a billionth: the last digits of large sums depend on how threads come in."""
    if mine == theirs:
        return True
    if mine[:2] != b"PK":
        return _columns(mine, theirs)
    one, other = (zipfile.ZipFile(io.BytesIO(content)) for content in (mine, theirs))
    if one.namelist() != other.namelist():
        return False
    return all(_tokens(_undone(one.read(name)), _undone(other.read(name))) for name in one.namelist())


def _undone(text: bytes) -> bytes:
    """Without the limit, which the workbook writes down as part of its command."""
    return text.replace(f" {' '.join(_DATABASE)}".encode(), b"")


def _columns(mine: bytes, theirs: bytes) -> bool:
    import numpy as np
    import pyarrow.parquet as pq

    one, other = (pq.read_table(io.BytesIO(content)) for content in (mine, theirs))
    if (one.schema, one.num_rows) != (other.schema, other.num_rows):
        return False
    for name in one.column_names:
        ours, others = one[name], other[name]
        if not ours.equals(others) and not (
            str(ours.type) == "double" and np.allclose(ours.to_numpy(), others.to_numpy(), rtol=1e-9, atol=1e-9)
        ):
            return False
    return True


def _tokens(mine: bytes, theirs: bytes) -> bool:
    ours, others = (_TOKEN.findall(text) for text in (mine, theirs))
    if len(ours) != len(others):
        return False
    return all(one == other or _near(one, other) for one, other in zip(ours, others, strict=True))


def _near(one: bytes, other: bytes) -> bool:
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(other)))
    except ValueError:
        return False


def _load(words: tuple[str, ...], limits: Iterable[int]) -> Load:
    return Load(f"{ROWS:,} rows: {' '.join(words[:2])}", partial(within, words, limits))


LOADS = [
    _load(("score", "orders.parquet", *_SCORES), _SCORE),
    _load(("score", "orders.csv", *_SCORES), _SCORE[-1:]),
    _load(("summarize", "orders.parquet", "--list", "10000", "-o", "out.xlsx"), _SUMMARIZE),
]
