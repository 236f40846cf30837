"""`python -m tests.fuzz --minutes 30`: the intake against files that chance has broken.

Each file must read and reconcile, or be refused by an InputError of one line; never another exception, a crash, a hang
or a loss. Cases that fail are kept, and named by seed and number, which make them again.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.faults.sample import ROOT
from tests.fuzz import contracts
from tests.fuzz.exports import options
from tests.fuzz.mutate import mutated, seeds

HANG, BUSY = 900.0, 60  # seconds without a word: of the clock, on a machine that is busy with others; of the processor


def main() -> int:
    """Run workers one after the other until time or cases are over; 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="of the processor")
    parser.add_argument("--cases", type=int, default=10**9, help="stop after so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="where files that fail are put")
    parser.add_argument("--contracts", action="store_true", help="break files of contracts, and value what reads")
    parser.add_argument("--from-case", type=int, default=0)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        return work(given)
    left, case, found = given.minutes * 60, given.from_case, 0
    kinds: collections.Counter[str] = collections.Counter()
    while case < given.cases and left > 0:
        case, used, bad = watch(given, case, left, kinds)
        left, found = left - used, found + bad
    spent = given.minutes - left / 60
    print(f"{sum(kinds.values()):,} files: {dict(sorted(kinds.items()))}; {found} found; {spent:.1f} minutes worked")
    return 1 if found else 0


def watch(given: argparse.Namespace, case: int, left: float, kinds: collections.Counter[str]) -> tuple[int, float, int]:
    """One worker until it ends, by itself or with a crash or hang; the next case, seconds worked, what was found."""
    command = [sys.executable, "-m", "tests.fuzz", "--worker", "--seed", str(given.seed), "--cases", str(given.cases)]
    command += ["--minutes", str(left / 60), "--from-case", str(case), "--keep", str(given.keep)]
    command += ["--contracts"] * given.contracts
    found, used = 0, 0.0
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8") as worker,
    ):
        assert worker.stdout is not None
        for line in worker.stdout:
            words = line.split()
            case, used, kind = int(words[0]) + 1, float(words[1]), words[2]
            kinds[kind] += 1
            if kind == "BROKEN":
                found += 1
                print(line.rstrip(), flush=True)
        code = worker.wait()
        if code:
            errors.seek(0)
            print(f"{case} CRASH {code}: {errors.read()[-1500:]}", flush=True)
            kinds["CRASH"] += 1
            return case + 1, used, found + 1
    return case if used < left else given.cases, used, found


def work(given: argparse.Namespace) -> int:
    """Try case after case, a line for each; a case that hangs ends the worker with a traceback of where."""
    import faulthandler

    files = (contracts.seeds if given.contracts else seeds)()
    with tempfile.TemporaryDirectory() as folder:
        for case in range(given.from_case, given.cases):
            if worked() > given.minutes * 60:
                break
            rng = random.Random(f"{given.seed}-{case}")
            name = rng.choice(list(files))
            path = Path(folder) / name
            path.write_bytes(mutated(name, files[name], rng))
            faulthandler.dump_traceback_later(HANG, exit=True)
            _no_longer_than(BUSY)
            become = contracts.tried if given.contracts else partial(tried, options(name, rng))
            said = outcome(become, path)
            faulthandler.cancel_dump_traceback_later()
            if said.startswith("BROKEN"):
                given.keep.mkdir(exist_ok=True)
                (given.keep / f"{given.seed}-{case}-{name}").write_bytes(path.read_bytes())
            print(case, f"{worked():.1f}", said, name, flush=True)
    return 0


def worked() -> float:
    """Seconds of the processor that this process and those it waited for have used."""
    return sum(os.times()[:4])


def _no_longer_than(seconds: int) -> None:
    """End this process when it has worked so much longer, where the system can, with a traceback of where."""
    import faulthandler

    with contextlib.suppress(ImportError):
        import resource

        faulthandler.register(signal.SIGXCPU, chain=True)
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def outcome(become: Callable[[Path], str], path: Path) -> str:
    """What became of a file: read, refused, or BROKEN and how."""
    from xlclv.errors import InputError

    try:
        return become(path)
    except InputError as refused:
        return "refused" if "\n" not in str(refused) and str(refused).strip() else f"BROKEN words {str(refused)!r}"
    except BaseException:
        return "BROKEN " + " | ".join(traceback.format_exc().splitlines()[-7:])


def tried(said: dict[str, object], path: Path) -> str:
    """What became of a file of orders that was not refused."""
    from xlclv.orders.reading import read

    orders = read(path, **said)  # type: ignore[arg-type]
    ledger, table = orders.ledger, orders.table
    rows, units = table.aggregate(n=table.count(), units=table.amount.sum()).to_pyarrow().to_pylist()[0].values()
    if not ledger.reconciles:
        return "BROKEN the ledger does not reconcile"
    if rows != ledger.rows_used or int(units) != int(ledger.amount_used.scaleb(orders.scale)):
        return f"BROKEN table and ledger differ: {rows} {units} {ledger.rows_used} {ledger.amount_used}"
    return "read"


if __name__ == "__main__":
    sys.exit(main())
