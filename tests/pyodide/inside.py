# Run by Pyodide (tests/pyodide/run.mjs), where top-level await is the rule: the wheel installed as Lite's
# requirements.txt has it, then every call compared with what CPython answered.
import datetime as dt
import json
import sys
import time
import zipfile
from pathlib import Path

import micropip

RELATIVE = 1e-9
# Where a fit ends at a bound, its likelihood is flat in what is left: to 1e-14 of the likelihood the parameters are
# the same to the root of that, and the last digits are those of each machine's exponential.
ON_THE_BOUND = 1e-7
zipfile.ZipFile("/given/xlwings.zip").extractall("/given/site")  # Lite brings xlwings: its Python part is enough here
sys.path.insert(0, "/given/site")


async def timed(job):
    started = time.perf_counter()
    answer = job()
    if hasattr(answer, "__await__"):
        answer = await answer
    return answer, time.perf_counter() - started


def load():
    global udfs
    from xlclv import udfs


def given(value):
    if isinstance(value, list):
        return [given(part) for part in value]
    return dt.datetime.fromisoformat(value["day"]) if isinstance(value, dict) else value


def differs(got, wanted):
    """How far apart two answers are, relative to the wanted one; None where they are not of one kind."""
    if isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            return None
        apart = [differs(*pair) for pair in zip(got, wanted, strict=True)]
        return None if None in apart else max(apart, default=0.0)
    if type(wanted) in (int, float) and type(got) in (int, float):
        return 0.0 if got == wanted else abs(got - wanted) / max(abs(wanted), 1e-300)
    return 0.0 if type(got) is type(wanted) and got == wanted else None


_, installed = await timed(lambda: micropip.install(WHEEL))  # noqa: F704, F821
_, imported = await timed(load)  # noqa: F704
first, asked = await timed(lambda: udfs.CLV(50.0, 4.0, 3.0, 100.0))  # noqa: F704
assert first == 500.0, first
assert "scipy" not in sys.modules, "a first =CLV() waited for SciPy"
_, again = await timed(lambda: udfs.CLV(50.0, 4.0, 3.0, 100.0))  # noqa: F704
jobs = json.loads(Path("/given/jobs.json").read_text(encoding="utf-8"))
faults, worst, began, names = 0, (0.0, ""), time.perf_counter(), set()
for name, arguments, wanted in jobs:
    try:
        got = getattr(udfs, name)(*given(arguments))
    except Exception as error:
        got = f"{type(error).__name__}: {error}"
    apart = differs(got, wanted)
    names.add(name)
    worst = max(worst, (apart or 0.0, name))
    if apart is None or apart > (ON_THE_BOUND if "'boundary: " in str(wanted) else RELATIVE):
        faults += 1
        print(f"{name}: {apart}\n  here    {str(got)[:300]}\n  CPython {str(wanted)[:300]}")
unasked = {name for name in dir(udfs) if name.startswith("CLV") and callable(getattr(udfs, name))} - names
print(f"{len(jobs)} calls of {len(names)} functions, {faults} differ; furthest {worst[0]:.2g} ({worst[1]}); "
      f"not asked: {sorted(unasked) or 'none'}")  # fmt: skip
figures = json.dumps({
    "wheel installed": installed, "udfs imported": imported, "first =CLV()": asked, "another =CLV()": again,
    "all calls": time.perf_counter() - began, "calls": len(jobs), "functions": len(names), "furthest": worst[0],
})  # fmt: skip
faults + len(unasked)
