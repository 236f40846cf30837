"""What the browser's Python must answer: every worked example, and every function with each argument changed.

python -m tests.pyodide.jobs > jobs.json
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import Any

from tests.worksheet.examples import EXAMPLES
from tests.worksheet.test_parity import CALLS, MATTERS
from xlclv import udfs


def calls() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Function and arguments."""
    yield from ((name, arguments) for _, name, arguments, _ in EXAMPLES)
    yield from ((name, tuple(base.values())) for name, (base, _) in CALLS.items())
    for name, argument in MATTERS:
        base, other = CALLS[name]
        yield name, tuple({**base, argument: other[argument]}.values())
    yield "CLV_SELFTEST", ()


def plain(value: Any) -> Any:
    """A cell's value as JSON has it: days as {"day": ...}."""
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return {"day": value.isoformat()} if isinstance(value, dt.datetime) else value


if __name__ == "__main__":
    made = [[name, plain(arguments), plain(getattr(udfs, name)(*arguments))] for name, arguments in calls()]
    json.dump(made, sys.stdout, allow_nan=False)
