"""Everything that writes an Excel file: the summary workbook, later the templates and the add-in."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlclv.report import Report


def write(report: Report, path: str | os.PathLike[str], *, progress: Callable[[str], None] | None = None) -> None:
    """Write the summary workbook of `report` to `path`, or raise OutputError and leave what stood there.

    `progress` is called with a few words before each step. Equal reports give byte-identical files.
    """
    from workbook.summary import write as write_summary  # openpyxl takes most of a second: only when needed

    write_summary(report, path, progress=progress)
