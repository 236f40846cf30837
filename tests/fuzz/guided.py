"""`python -m tests.fuzz.guided recognition --minutes 10`: fuzzing that looks which lines of ours each input reaches.

Needs atheris (PyPI; wheels for Linux). Minutes are of the processor. Inputs that reach new lines are kept in --corpus;
what breaks a contract is shown with its traceback, written to --keep, and ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from pathlib import Path


def main() -> int:
    """Fuzz one target until the time is over."""
    import atheris

    with atheris.instrument_imports(include=["xlclv"], enable_loader_override=False):
        from tests.fuzz import targets  # not before: what is imported already is not followed
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.guided", description=__doc__)
    parser.add_argument("target", choices=targets.TARGETS)
    parser.add_argument("--minutes", type=float, default=10.0, help="of the processor")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of inputs, which grows")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    given = parser.parse_args()
    with atheris.instrument_imports(include=["xlclv"], enable_loader_override=False):
        given.corpus.mkdir(parents=True, exist_ok=True)
        for at, content in enumerate(targets.seeds(given.target)):
            (given.corpus / f"seed-{at}").write_bytes(content)
            targets.TARGETS[given.target](content)
    began, tried, found = time.monotonic(), 0, 0
    seen: set[str] = set()

    def one(data: bytes) -> None:
        nonlocal tried, found
        tried += 1
        try:
            targets.TARGETS[given.target](data)
        except BaseException:
            where = "".join(traceback.format_exc().splitlines(keepends=True)[-5:])
            if where not in seen and len(seen) < 50:
                seen.add(where)
                found += 1
                (given.keep / f"{given.target}-{found}").write_bytes(data)
                print(f"FOUND {given.target}-{found}\n{where}", flush=True)
        worked = sum(os.times()[:4]) / 60
        if worked > given.minutes:
            kept, clock = len(list(given.corpus.iterdir())), (time.monotonic() - began) / 60
            spent = f"{worked:.1f} minutes of the processor, {clock:.0f} of the clock"
            print(f"{given.target}: {tried:,} inputs, {kept:,} kept, {found} found; {spent}")
            sys.stdout.flush()
            os._exit(1 if found else 0)

    given.keep.mkdir(exist_ok=True)
    limits = ("-timeout=1200", "-rss_limit_mb=4000", "-max_len=7000", f"-artifact_prefix={given.keep}/")
    atheris.Setup([sys.argv[0], str(given.corpus), *limits], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
