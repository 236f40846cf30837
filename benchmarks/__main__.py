"""How fast, against whom, and by how much that meets the aims: one table, measured on both sides in the same run.

    python -m benchmarks [--quick] [--customers 1000000] [--pareto-peer 100000] [--output benchmarks/RESULTS.md]

Each side of a race runs alone in a process of its own; times are medians of CPU seconds, which on a shared machine move
less than the clock on the wall. Progress goes to stderr. Interrupted, it prints what it has.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks import beside, browser, intake, scale, writing
from benchmarks.jobs import CLV_ROWS, GROWTH, JOBS, Job
from benchmarks.measure import Reading, read

QUICK, FULL = 200_000, 1_000_000
HEAD = """| job | xlclv, CPU s | peer, CPU s | times faster | aim | met | peak MB (xlclv; peer) | figure (xlclv; peer) |
|---|---|---|---|---|---|---|---|"""


class Race(NamedTuple):
    """A job and what both sides took; the peer's time as it would be for all customers."""

    job: Job
    ours: Reading
    peer: Reading

    @property
    def scale(self) -> float:
        return self.ours.customers / self.peer.customers

    @property
    def peer_seconds(self) -> float:
        return self.peer.seconds * self.scale

    @property
    def ratio(self) -> float:
        return self.peer_seconds / self.ours.seconds

    @property
    def row(self) -> str:
        job, ours, peer = self.job, self.ours, self.peer
        aim = f"{job.aim:g} x" if job.aim else "-"
        met = "-" if not job.aim else "yes" if self.ratio >= job.aim else "no"
        size = "" if job.data in ("cdnow", "none") else f", {ours.customers:,} customers"
        theirs = f"{self.peer_seconds:.3g}"
        if self.scale != 1:
            theirs = f"about {theirs} ({peer.seconds:.3g} for {peer.customers:,}, times {self.scale:g})"
        figures = f"{ours.figure:,.2f}; " + ("of other customers" if self.scale != 1 else f"{peer.figure:,.2f}")
        return (
            f"| {job.name}{size}; against {job.peer_name} | {ours.seconds:.3g} | {theirs} | {self.ratio:,.1f} "
            f"| {aim} | {met} | {ours.peak:,.0f}; {peer.peak:,.0f} | {figures} |"
        )


def races(sizes: dict[str, int], folder: Path, only: str, growth: bool) -> Iterator[Race]:
    """Each race as it ends."""
    for number, job in enumerate(JOBS):
        if only.casefold() not in job.name.casefold():
            continue
        say(f"{job.name}: xlclv")
        ours = read(number, True, job.repeats, sizes, folder)
        say(f"{job.name}: xlclv {ours.seconds:.3g} s; {job.peer_name}")
        slow = job.data in ("base", "piece") and job.aim is not None
        peer = read(number, False, 1 if slow else job.repeats, sizes, folder)
        yield Race(job, ours, peer)
    if growth and not only:
        say(GROWTH.name)
        yield Race(GROWTH, read(-1, True, 1, sizes, folder), read(-1, False, 3, sizes, folder))


def sentences(done: Sequence[Race]) -> Iterator[str]:
    """The aims that are no ratio between two sides."""
    for race in done:
        if race.job is GROWTH:
            grown = race.ours.seconds / race.peer.seconds
            more, fewer = race.ours.customers, race.peer.customers
            met = "met" if grown <= 6 else "missed"
            yield f"From {fewer:,} to {more:,} customers the fit takes {grown:.1f} times as long; aim: 6 ({met})."
        elif race.job.aim_seconds:
            each, aim = race.peer.seconds / CLV_ROWS, race.job.aim_seconds
            met = "met" if each <= aim else "missed"
            yield f"One scalar =CLV takes {each * 1e6:.0f} microseconds inside Python; aim: {aim * 1e6:.0f} ({met})."


def machine() -> str:
    """What it ran on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        models = [line.partition(":")[2].strip() for line in lines if "model name" in line]
        cpu = models[0] if models else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0.0
    used = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "pandas", "lifetimes"))
    return (
        f"{cpu}, {os.cpu_count()} cores, shared, {memory:.0f} GB; {platform.system()}, "
        f"Python {platform.python_version()}, {used}; {dt.datetime.now(dt.UTC):%Y-%m-%d}."
    )


def say(words: str) -> None:
    print(f"[{time.perf_counter() - STARTED:4.0f} s] {words}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it where --output says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} customers: under five minutes")
    parser.add_argument("--customers", type=int, default=0, help=f"size of the simulated base (default {FULL:,})")
    parser.add_argument("--pareto-peer", type=int, default=0,
                        help="customers for lifetimes' Pareto/NBD, which takes 1,000 s for 1,000,000")  # fmt: skip
    parser.add_argument("--only", default="", help="jobs whose name has this")
    parser.add_argument("--orders", type=Path, help="Online Retail as .csv or .csv.gz, for reading a workbook")
    parser.add_argument("--output", type=Path, help="also write the table here")
    given = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it; both sides of a race inherit it
    size = given.customers or (QUICK if given.quick else FULL)
    sizes = {
        "base": size,
        "piece": min(size, given.pareto_peer or (20_000 if given.quick else 100_000)),
        "ten": 10 * size,
    }
    done: list[Race] = []
    written: list[str] = []
    summarised: list[str] = []
    scaled: list[str] = []
    grown: list[str] = []
    accompanied: list[str] = []
    loaded: list[str] = []
    interrupted = False
    with tempfile.TemporaryDirectory() as folder:
        try:
            for race in races(sizes, Path(folder), given.only, not given.quick):
                done.append(race)
                say(f"{race.job.name}: done")
            if given.only.casefold() in "writing the workbook":
                for row in writing.rows(Path(folder), writing.AIMS[:1] if given.quick else writing.AIMS):
                    written.append(row)
                    say("writing the workbook: done")
            if given.only.casefold() in "reading a workbook":
                summarised += intake.rows(Path(folder), given.orders)
                say("reading a workbook: done")
            if given.only.casefold() in "scale":
                for row in scale.rows(Path(folder), given.quick):
                    scaled.append(row)
                    say("scale: one row done")
                for row in () if given.quick else scale.growth(Path(folder)):
                    grown.append(row)
                    say("growth: one row done")
            if given.only.casefold() in "beside":
                for row in beside.rows(Path(folder), size):
                    accompanied.append(row)
                    say("beside: one row done")
            if given.only.casefold() in "pyodide":
                loaded += browser.table(Path(folder))
                say("pyodide: done")
        except (KeyboardInterrupt, BrokenProcessPool):
            interrupted = True
            say("interrupted; what follows is what was measured so far")
    table = "\n".join([HEAD, *(race.row for race in done if race.job is not GROWTH)])
    smaller = [f"The aims are for {FULL:,} customers."] if size != FULL else []
    more = ((writing.HEAD, written), (intake.HEAD, summarised), (scale.HEAD, scaled), (scale.GROWTH_HEAD, grown),
            (beside.HEAD, accompanied))  # fmt: skip
    books = ["\n".join([head, *lines]) for head, lines in more if lines]
    text = "\n\n".join([table, *smaller, *sentences(done), *books, *loaded, machine()])
    print(text)
    if given.output and not interrupted:
        # Where files lie is nobody's business.
        words = arguments if arguments is not None else sys.argv[1:]
        command = " ".join(["python -m benchmarks", *(Path(word).name for word in words)])
        given.output.write_text(f"# Benchmarks\n\nWritten by `{command}`.\n{NOTE}\n{text}\n", encoding="utf-8")
    return 130 if interrupted else 0


NOTE = """CPU seconds (all threads), medians, both sides in one run, each in a process of its own; peak memory is that
process's, customers and imports included. Where two sides race, libraries are loaded before the clock starts; BLAS has
one thread. Figures: log-likelihoods of fits, both by xlclv's function; totals of scores.
lifetimes' fits come without standard errors; its 12-month CLV counts in months of 4.345 weeks discounted at their ends.
"""
STARTED = time.perf_counter()

if __name__ == "__main__":
    sys.exit(main())
