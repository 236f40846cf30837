"""A process of its own for the parser of workbooks, with limits on its memory and time.

Native code that runs out of memory, crashes or hangs ends that process alone: the terminal says one line, and Excel's
Python lives on. Memory is limited where the system can (Linux); time everywhere.

A question goes in as JSON. An answer comes out as the length of a JSON text, that text, and an Arrow stream.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from xlclv import children
from xlclv.errors import InputError
from xlclv.orders.files.told import called
from xlclv.orders.pseudonyms import VARIABLE
from xlclv.orders.source import Options, refusal
from xlclv.terms.options import asked_by, asking

SECONDS = 120.0  # for a workbook of no size
SECONDS_A_MB = 3.0  # packed
MEMORY = 256 << 20  # bytes above what Python and its libraries take
MEMORY_A_BYTE = 12  # unpacked
CRASH = "open the file in Excel and save it again, or save the sheet as .csv"
_OUT_OF_MEMORY = (b"memory allocation", b"MemoryError", b"bad_alloc", b"Cannot allocate memory", b"ArrowMemoryError")


def ask(path: Path, options: Options) -> tuple[dict[str, Any], Any]:
    """The facts of a workbook's table and its cells. Raises InputError: the child's own, or for how it ended."""
    seconds = SECONDS + SECONDS_A_MB * path.stat().st_size / 2**20
    asked = asdict(replace(options, pseudonyms=None, told=None))  # the key stays here
    question: dict[str, Any] = {"path": str(path), "options": asked}
    question["name"] = path.name
    question["told"] = _by_name(options.told)
    question["asked"] = asking()
    question["memory"] = [MEMORY, MEMORY_A_BYTE]
    try:
        done = subprocess.run(
            children.python("-c", "from xlclv.orders.files.child import answer; answer()"),
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=seconds,
            env=_environment(),
            creationflags=children.NO_WINDOW,
            check=False,
        )
    except subprocess.TimeoutExpired:
        rule = f"reading it took more than {seconds:,.0f} seconds and was stopped"
        raise refusal(path.name, rule, "save the sheet with the orders as .csv") from None
    if done.returncode or len(done.stdout) < 8:
        raise _ended(path, done)
    return _unpacked(done.stdout)


def _by_name(told: Any) -> list[Any] | None:
    """How columns are told, by name: a function of a module, and what it is told first."""
    if told is None:
        return None
    function, first = (told.func, told.args) if isinstance(told, partial) else (told, ())
    return [function.__module__, function.__name__, *first]


def _of_name(named: list[Any] | None) -> Any:
    if named is None:
        return None
    module, name, *first = named
    return partial(getattr(import_module(module), name), *first)


def answer() -> None:
    """The child's side: read the question, limit itself, print the answer."""
    asked = json.loads(sys.stdin.buffer.read())
    try:
        options = replace(Options(**asked["options"]), told=_of_name(asked["told"]))
        with asked_by(asked["asked"]):
            facts, cells = _answered(called(Path(asked["path"]), asked["name"]), options, asked["memory"])
    except InputError as reason:
        facts, cells = {"refused": str(reason)}, None
    text = json.dumps(facts).encode()
    sys.stdout.buffer.write(len(text).to_bytes(8, "little") + text)
    if cells is not None:
        import pyarrow as pa

        with pa.ipc.new_stream(sys.stdout.buffer, cells.schema) as stream:
            stream.write_table(cells)
    sys.stdout.buffer.flush()


def _answered(path: Path, options: Options, memory: list[int]) -> tuple[dict[str, Any], Any]:
    import fastexcel
    import pyarrow as pa

    from xlclv.orders.files import sheets, untrusted

    pa.set_cpu_count(1)
    size = untrusted.refuse(path)
    _limit(memory[0] + memory[1] * size)
    try:
        source, columns, cells = sheets.read_table(path, *untrusted.kind(path), options)
    except fastexcel.FastExcelError as reason:
        raise untrusted.unreadable(path, reason) from None
    facts = {
        "columns": asdict(columns),
        "kind": [type(columns).__module__, type(columns).__name__],
        "headers": source.headers,
        "width": source.width,
        "sheet": source.sheet,
        "alike": source.alike,
        "currency": source.currency,
        "formats": source.formats,
        "units": source.units,
    }
    facts |= {"numeric": sorted(source.numeric), "mixed": sorted(source.mixed)}
    facts |= {"places": source.places, "totals": list(source.totals.items())}
    return facts | {"notes": source.notes, "warnings": source.warnings}, cells


def _limit(more: int) -> None:
    """No more address space than there is now and `more` bytes, where the system can hold a process to that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
        ceiling = pages * os.sysconf("SC_PAGE_SIZE") + more
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (ceiling if hard < 0 else min(ceiling, hard), hard))


def _environment() -> dict[str, str]:
    """A child's environment without the key of pseudonyms, with one thread a library."""
    return {
        **{name: value for name, value in children.environment().items() if name != VARIABLE},
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "RUST_BACKTRACE": "0",
    }


def _ended(path: Path, done: subprocess.CompletedProcess[bytes]) -> InputError:
    """What to say of a child that ended without an answer."""
    if any(mark in done.stderr for mark in _OUT_OF_MEMORY) or done.returncode == -getattr(signal, "SIGKILL", 0):
        rule = "reading it takes more memory than a table of its size needs"
        fix = "delete cells that stand far from the table, or save the sheet with the orders as .csv"
        return refusal(path.name, rule, fix)
    how = f"exit code {done.returncode}"
    if done.returncode < 0:
        with contextlib.suppress(ValueError):
            how = signal.Signals(-done.returncode).name
    elif done.stderr.strip():
        how = done.stderr.decode(children.ENCODING, errors="replace").strip().splitlines()[-1][:200]
    return refusal(path.name, f"the reader of workbooks broke down on it ({how})", CRASH)


def _unpacked(said: bytes) -> tuple[dict[str, Any], Any]:
    import pyarrow as pa

    view = memoryview(said)
    size = 8 + int.from_bytes(view[:8], "little")
    facts = json.loads(bytes(view[8:size]))
    if "refused" in facts:
        raise InputError(text=facts["refused"])
    return facts, pa.ipc.open_stream(pa.py_buffer(view[size:])).read_all()
