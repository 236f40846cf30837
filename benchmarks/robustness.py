"""Attack every way in with files made to do harm, and write down what came of it.

    python -m benchmarks.robustness [--only WORDS] [--quick] [--loads] [--output benchmarks/ROBUSTNESS.md]

Each case is a run of `xlclv` in a process of its own, held to 2 GB of memory and two minutes of CPU. It must
read (exit code 0) or refuse in one line (exit code 3, or 2 for a wrong word): no traceback, no internal error, no
control character in the terminal, nothing left behind, and what is written has no formula or link of others in it.
The loads (benchmarks/loads) come last: many runs at once, large files, other worlds; --loads runs them alone. Ctrl-C
ends the campaign and writes what there is: the paths whose cases were all tried, and the loads that ended. Exit code 1
where anything was found. Needs Linux, and root for small disks.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.hostile import ORDERS, READ, REFUSED, Case, every, machines
from benchmarks.hostile.bases import SECRET
from benchmarks.hostile.days import kept
from benchmarks.hostile.written import alive
from benchmarks.loads import Came, Load
from benchmarks.loads import every as every_load

# Of address space, of which DuckDB reserves 4 GB for 10,000 columns without touching it; memory used may not pass MOST.
MEMORY, MOST, CPU_SECONDS = 8 << 30, 2048, 120
_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_OURS = {"stdout", "stderr", "home", "tmp", "out.xlsx", "out.csv", "out.html", "out.toml", "out.oxt"}
_OURS |= {"out.xlam", "out.intellisense.xml", "started"}
OUTPUT = Path(__file__).with_name("ROBUSTNESS.md")


_HEAD = (
    "# Robustness",
    "",
    f"Written by `python -m benchmarks.robustness`: hostile files on every way in, each in a process held to {MOST:,}",
    f"MB of memory and {CPU_SECONDS} CPU seconds. A case is right when the file is read as what it says, or refused in",
    "one line with exit code 3 (2 for a wrong option; on bad days 5 and 6, with the old file as it was); nothing alive",
    "or secret in what is written, nothing left behind. tests/test_hostile.py tries light ones.",
    "",
    "| path | cases | read | refused | found now | most CPU s | most MB |",
    "|---|---|---|---|---|---|---|",
)
_UNDER_LOAD = "## Under load"
_LOADS = (
    _UNDER_LOAD,
    "",
    "Scenarios of whole runs, each in a process of its own (`--loads` runs these alone). A run does what it was asked",
    "or refuses in one line; the file that stood there is then as it was, and nothing lies beside it or among the",
    "temporary files. CPU seconds are of all runs together, memory is of the largest.",
    "",
    "| load | runs | done | refused or stopped | found now | CPU s | most MB | figures |",
    "|---|---|---|---|---|---|---|---|",
)
_NOTHING = "Nothing of these cases and loads."


class Outcome(NamedTuple):
    """What came of one case: `found` is what is wrong, "" where nothing is."""

    case: Case
    code: int
    seconds: float
    peak: int
    said: str
    found: str


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robustness", description=__doc__)
    parser.add_argument("--only", default="", help="cases whose path or name has these words")
    parser.add_argument("--quick", action="store_true", help="without the heavy ones")
    parser.add_argument("--heavy", action="store_true", help="the heavy ones alone")
    parser.add_argument("--output", type=Path, help=f"where the table goes; {OUTPUT.name} for all cases")
    parser.add_argument("--loads", action="store_true", help="the loads alone")
    given = parser.parse_args(argv)
    cases = [case for case in every() if given.only in f"{case.path}: {case.name}" and not (given.quick and case.heavy)]
    cases = [case for case in cases if (case.heavy or not given.heavy) and not given.loads]
    some = given.loads or not (given.only or given.quick or given.heavy)
    loads = [load for load in every_load() if given.only in load.name] if some else []
    outcomes, came = list[Outcome](), list[tuple[Load, Came]]()
    with contextlib.suppress(KeyboardInterrupt):
        _attack(cases, outcomes)
        _carry(loads, came)
    stopped = (len(outcomes), len(came)) != (len(cases), len(loads))
    if given.output or not (given.only or given.quick or given.heavy):
        page = given.output or OUTPUT
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        page.write_text(table(whole_paths(cases, outcomes), came, before), encoding="utf-8")
    found = sum(bool(outcome.found) for outcome in outcomes) + sum(bool(one.found) for _, one in came)
    print(f"{len(outcomes):,} cases, {len(came):,} loads, {found} found{'; stopped before the end' if stopped else ''}")
    return 130 if stopped else 1 if found else 0


def whole_paths(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """What came of the paths all of whose cases were tried; some of a path's would stand for all of them."""
    asked, tried = (Counter(each.path for each in some) for some in (cases, [outcome.case for outcome in outcomes]))
    return [outcome for outcome in outcomes if tried[outcome.case.path] == asked[outcome.case.path]]


def _attack(cases: Sequence[Case], outcomes: list[Outcome]) -> None:
    if cases:
        _warm()
    for at, case in enumerate(cases, 1):
        outcome = attacked(case)
        outcomes.append(outcome)
        print(f"{at}/{len(cases)} {'FOUND' if outcome.found else 'ok':5} {case.path}: {case.name}: "
              f"{outcome.found or outcome.said[:150]} [{outcome.code}, {outcome.seconds:.1f} s, {outcome.peak} MB]",
              file=sys.stderr, flush=True)  # fmt: skip


def _carry(loads: Sequence[Load], came: list[tuple[Load, Came]]) -> None:
    for at, load in enumerate(loads, 1):
        began = time.monotonic()

        def told(words: str, load: Load = load, began: float = began, at: int = at) -> None:
            print(f"load {at}/{len(loads)} {load.name}: {time.monotonic() - began:,.0f} s: {words}", file=sys.stderr)
            sys.stderr.flush()

        with tempfile.TemporaryDirectory(prefix="xlclv-load-") as folder:
            one = load.run(Path(folder), told)
        came.append((load, one))
        for words in one.found:
            told(f"FOUND {words}")
        told(one.figure)


def _warm() -> None:
    """Load what a run needs, so that a case costs what it does and not what loading does. Nothing is started by it."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.csv").write_text(ORDERS, encoding="utf-8")
        child = os.fork()
        if not child:
            _run(["check", str(folder / "a.csv")], folder, folder / "modules")
        os.waitpid(child, 0)
        for module in (folder / "modules").read_text(encoding="utf-8").split():
            with contextlib.suppress(Exception):
                importlib.import_module(module)


def attacked(case: Case) -> Outcome:
    """One case in a child of this process, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = case.make(folder)
        before = {path.name for path in folder.iterdir()} | _OURS
        child = os.fork()
        if not child:
            _run(words, folder, before=case.before)
        _, status, usage = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        out, err = ((folder / name).read_bytes().decode(errors="replace") for name in ("stdout", "stderr"))
        left = {path.name for path in folder.iterdir()} - before
        found = judged(case, code, out, err, folder, left)
        if not found and usage.ru_maxrss >> 10 > MOST:
            found = f"{usage.ru_maxrss >> 10:,} MB of memory"
        said = (err.strip() or out.strip()).splitlines()[-1:] or [""]
        seconds = usage.ru_utime + usage.ru_stime
    return Outcome(case, code, seconds, usage.ru_maxrss >> 10, said[0], found)


def _run(
    words: list[str], folder: Path, loaded: Path | None = None, before: Callable[[Path], object] | None = None
) -> None:
    """The child: the program with these words, its output in files; never returns."""
    code = 70
    try:
        for fd, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), fd)
        for name in ("home", "tmp"):
            (folder / name).mkdir(exist_ok=True)
        os.environ.update(HOME=str(folder / "home"), TMPDIR=str(folder / "tmp"), COLUMNS="200")
        os.environ.pop("XLCLV_DEBUG", None)
        tempfile.tempdir = None
        os.chdir(folder / "home")
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 30, 2 << 30))
        sys.argv = ["xlclv", *words]
        sys.addaudithook(partial(_started, folder / "started"))
        if before is not None:
            before(folder)
        if words[0] == "-m":
            from benchmarks.hostile.pages import attack

            attack(words[1])
        else:
            from xlclv.cli import main as program

            program()
        code = 0
    except SystemExit as reason:
        code = reason.code if isinstance(reason.code, int) else 0 if reason.code is None else 71
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        if loaded:
            loaded.write_text("\n".join(sys.modules), encoding="utf-8")
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


def _started(told: Path, event: str, about: tuple[object, ...]) -> None:
    """Note the words with which a process is started: every user of the machine can read them."""
    if event == "subprocess.Popen":
        with told.open("a", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"{about[1]}\n")


def judged(case: Case, code: int, out: str, err: str, folder: Path, left: set[str]) -> str:
    """What is wrong with what came of a case, in words; "" where nothing is."""
    if "Traceback" in err or "internal error" in err:
        return f"internal: {err.strip().splitlines()[-1][:200]}"
    day = case.path in ("bad days", machines.PATH)
    stops = tuple(machines.STOPPED.values()) if case.path == machines.PATH else ()
    if code not in ((0, 3, 5, 6, *stops) if day else (0, 2, 3)):
        return f"exit code {code}: {(err.strip().splitlines() or [''])[-1][:200]}"
    if code == 0 and case.may == REFUSED:
        return "read, though it should be refused"
    if code and case.says not in err:
        return f"refused for another reason: {err.strip()[:200]}"
    if code and case.may == READ:
        return f"refused, though it should be read: {err.strip()[:200]}"
    lines = [line for line in err.splitlines() if line.startswith(("xlclv: ", "Error: "))]
    if code and len(lines) != 1:
        return f"{len(lines)} lines of refusal: {err[:200]!r}"
    data = "JSON" in case.name or ".csv in" in case.name  # for a program, letter by letter
    shown = err if data else out.replace("\t", " ") + err
    if raw := _RAW.search(shown):
        return f"{raw.group()!r} in the terminal"
    if SECRET in out + err:
        return "a password in the terminal"
    if (folder / "started").exists() and SECRET in (folder / "started").read_text(encoding="utf-8"):
        return "a password in the list of processes"
    if left:
        return f"left behind: {', '.join(sorted(left))}"
    if (folder / "tmp").is_dir() and any(folder.joinpath("tmp").iterdir()):
        return f"left in the temporary folder: {[p.name for p in folder.joinpath('tmp').iterdir()]}"
    return kept(folder, code) if day else alive(folder, out, err, case)


def table(outcomes: Sequence[Outcome], came: Sequence[tuple[Load, Came]], before: str) -> str:
    """The findings as a page; of a page from before, what was not tried again and the last part stay."""
    attacks, _, loads = before.partition(_UNDER_LOAD)
    rows, borne = _rows(attacks), _rows(loads.partition("\n## ")[0])
    left = [line for line in before.splitlines() if line.startswith("- ") and line not in _fixed(before)]
    for path in dict.fromkeys(outcome.case.path for outcome in outcomes):
        some = [outcome for outcome in outcomes if outcome.case.path == path]
        rows[path] = (
            f"| {path} | {len(some)} | {sum(not o.code for o in some)} | {sum(bool(o.code) for o in some)} | "
            f"{sum(bool(o.found) for o in some)} | {max(o.seconds for o in some):.1f} | {max(o.peak for o in some):,} |"
        )
        left = [line for line in left if not line.startswith(f"- {path}: ")]
        left += [f"- {path}: {o.case.name}: {o.found}" for o in some if o.found]
    for load, one in came:
        borne[load.name] = (
            f"| {load.name} | {one.runs} | {one.done} | {one.refused} | {len(one.found)} | {one.seconds:,.0f} | "
            f"{one.peak:,} | {one.figure} |"
        )
        left = [line for line in left if not line.startswith(f"- {load.name}: ")]
        left += [f"- {load.name}: {words}" for words in one.found]
    cases = sum(int(line.split("|")[2]) for line in rows.values())
    under = [*_LOADS, *(borne[load.name] for load in every_load() if load.name in borne), ""]
    body = [*rows.values(), "", f"{cases:,} cases.", "", *under, "## What is left", "", *(left or [_NOTHING])]
    return "\n".join([*_HEAD, *body, "", "## Found and fixed", *_fixed(before), ""])


def _rows(page: str) -> dict[str, str]:
    """The lines of a table, by what stands first in them."""
    lines = [line for line in page.splitlines() if line.startswith("| ")][1:]
    return {line.split(" | ")[0].strip("| "): line for line in lines}


def _fixed(page: str) -> list[str]:
    return page.partition("\n## Found and fixed\n")[2].rstrip().splitlines()


if __name__ == "__main__":
    sys.exit(main())
