"""Every function's worked examples and pairs of calls, with what a plain Python answers: that of Linux, if asked."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

Job = tuple[str, list[Any], Any]


def jobs() -> list[Job]:
    """Function, arguments, answer: as Linux gave it if it was written down, else as this Python gives it."""
    written = os.environ.get("XLCLV_LINUX_ANSWERS")
    return pickle.loads(Path(written).read_bytes()) if written else _computed()


def write(path: Path) -> None:
    """Write down what this Python answers."""
    path.write_bytes(pickle.dumps(_computed(), protocol=4))


def _computed() -> list[Job]:
    from tests.worksheet.examples import EXAMPLES
    from tests.worksheet.test_parity import CALLS
    from xlclv import udfs

    calls: list[tuple[str, list[Any]]] = [(name, list(given)) for _, name, given, _ in EXAMPLES]
    for name, (base, other) in CALLS.items():
        calls.append((name, list(base.values())))
        calls.append((name, [other.get(argument, value) for argument, value in base.items()]))
    calls += [("CLV_WHY", ["CLV_RETENTION", 0.1, 80.0, 100.0]), ("CLV_SELFTEST", [])]
    return [(name, given, getattr(udfs, name)(*given)) for name, given in calls]
