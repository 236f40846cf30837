"""The workbook's room, for a script whose own folder may hold a workbook.py, which Python then takes for ours."""

from __future__ import annotations

from pathlib import Path

import workbook

__all__ = ["write_workbook"]

_THEIRS = Path(workbook.__file__ or str(workbook.__path__))
if _THEIRS.parent != Path(__file__).parents[1] / "workbook":
    raise ImportError(
        f"{_THEIRS} is a module called workbook, which hides the package of that name that xlclv writes Excel files "
        "with; rename it, or run 'xlclv summarize', which looks nowhere but where xlclv is installed",
        name="workbook",
    )

write_workbook = workbook.write
