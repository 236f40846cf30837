"""The report as one HTML file, for people without Excel: self-contained, readable without a script, printable."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlclv.contracts.report import Report as Contracts
    from xlclv.report import Report
    from xlclv.report.described import Described


def html(report: Report | Described | Contracts) -> str:
    """The page of a report of orders, with or without a model, or of contracts."""
    from xlclv.contracts.report import Report as Contracts
    from xlclv.page import contracts, described, summary
    from xlclv.report.described import Described

    if isinstance(report, Contracts):
        return contracts.page(report)
    if isinstance(report, Described):
        return described.page(report)
    return summary.page(report)


def write(report: Any, path: str | os.PathLike[str]) -> None:
    """Write the page, whole or not at all."""
    from xlclv.atomic import write_bytes

    write_bytes(path, html(report).encode("utf-8", errors="xmlcharrefreplace"))
