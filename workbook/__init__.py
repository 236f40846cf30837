"""Everything that writes an Excel file: the summary workbook, the templates and the add-in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlclv.report import Report
    from xlclv.report.described import Described
    from xlclv.workbook.progress import Progress


def write(
    report: Report | Described, path: str | os.PathLike[str], *, lambdas: bool = False, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write the summary workbook of `report` to `path`, or raise OutputError and leave what stood there.

    What comes back are the words of the checks that fail in the workbook: none, unless something in xlclv is wrong.

    Of a description (orders that no model can be fitted to) the workbook holds what happened and predicts nothing.

    With `lambdas`, =CLV(...) and two more work in it without the add-in, in Excel 365 and 2024. `progress` hears of
    every step, and of the customers as they are written. Equal reports give byte-identical files.
    """
    from xlclv.report.described import Described

    if isinstance(report, Described):
        from xlclv.workbook.described import write as write_described

        return write_described(report, path)
    from xlclv.workbook.summary import write as write_summary  # openpyxl takes most of a second: only when needed

    return write_summary(report, path, lambdas=lambdas, progress=progress)
