"""A selected table of orders: its cells as a file that the command line reads, and the summary beside the workbook.

The command runs as a process of its own, so that whatever happens to it cannot take the spreadsheet's Python with it.
"""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlclv import children
from xlclv.cells.read import error_in
from xlclv.errors import InputError, OutputError
from xlclv.scratch import Folder

Rows = Sequence[Sequence[Any]]
TABLE = "CLV_Orders"  # a table or range of this name is taken when a single cell is selected
# Cells of these names are options of the command, so that an export says what its workbook says.
SETTINGS = {
    "CLV_Rate": "--rate",
    "CLV_Margin": "--margin",
    "CLV_Horizon": "--horizon",
    "CLV_CAC": "--cac",
    "CLV_Currency": "--currency",
    "CLV_AsOf": "--as-of",
    "CLV_ContactCost": "--contact-cost",
    "CLV_By": "--by",  # several columns with semicolons between them
}
# Tables or ranges of these names stand beside the orders.
COMPANIONS = {"CLV_Customers": "--customers", "CLV_Contacts": "--contacts", "CLV_Acquisition": "--acquisition"}
_POLL = 0.5  # seconds between two words in the status bar


def export(
    rows: Rows,
    name: str,
    folder: Path,
    tell: Callable[[str], None],
    options: Sequence[str] = (),
    beside: Mapping[str, Rows] | None = None,
) -> Path:
    """Write the summary workbook of the selected orders into `folder`; the path of the new file.

    `rows` has the header first; `name` says where the rows came from, for the Data check; `tell` is given a few words
    while the work goes on; `beside` has the rows of COMPANIONS, by name.

    Raises InputError, in the words of the command, for a selection that is no table of orders.
    """
    target = _free(folder / "clv-summary.xlsx")
    _run(rows, name, ["summarize", "-o", str(target), *options], tell, beside or {})
    return target


def check(rows: Rows, name: str, tell: Callable[[str], None], options: Sequence[str] = ()) -> str:
    """The data check of the selected orders, as text. Raises InputError as `export` does."""
    return _run(rows, name, ["check", *options], tell)


def options(settings: Mapping[str, Any]) -> list[str]:
    """The command's options from the cells of SETTINGS, by name; a blank cell leaves the default.

    Raises InputError for an error value or several cells: an assumption is never dropped in silence.
    """
    words = []
    for name, value in settings.items():
        if isinstance(value, list | tuple) or error_in(value):
            found = "several cells" if isinstance(value, list | tuple) else error_in(value)
            raise InputError(text=f"the name {name} leads to {found}; it must be one cell with a value, or blank")
        if _text(value).strip():
            several = _text(value).split(";") if name == "CLV_By" else [_text(value)]
            words += [word for one in several if one.strip() for word in (SETTINGS[name], one.strip())]
    return words


def _run(
    rows: Rows, name: str, command: list[str], tell: Callable[[str], None], beside: Mapping[str, Rows] | None = None
) -> str:
    with Folder() as folder:
        source = folder / f"{_safe(name)}.csv"
        _write(rows, source)
        for called, held in (beside or {}).items():
            _write(held, folder / f"{called}.csv", called, 2)
            command = [*command, COMPANIONS[called], str(folder / f"{called}.csv")]
        words = children.python("-m", "xlclv", command[0], str(source), "--decimal", ".", *command[1:])
        with (folder / "said").open("w+", encoding=children.ENCODING, errors="replace") as said:
            child = subprocess.Popen(
                words,
                stdout=said,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=children.environment(),
                creationflags=children.NO_WINDOW,
            )
            started = time.monotonic()
            while child.poll() is None:
                tell(f"xlclv: working, {time.monotonic() - started:.0f} s")
                time.sleep(_POLL)
            said.seek(0)
            text = said.read().strip()
    if child.returncode == OutputError.exit_code:
        raise OutputError(_last(text))
    if child.returncode:
        raise InputError(text=_last(text))
    return text


def _last(text: str) -> str:
    """The one line that says what is wrong."""
    lines = text.splitlines()
    return lines[-1].removeprefix("xlclv: ") if lines else "the command ended without a word"


def _write(rows: Rows, path: Path, called: str = "", columns: int = 3) -> None:
    """The cells as text that reads back as what they are: dates as ISO, numbers with all their digits."""
    if len(rows) < 2 or len(rows[0]) < columns:
        where = f"the table {called} needs a header, a row below it and {columns} columns; fill it, or rename it"
        raise InputError(
            text=where
            if called
            else "select a table of orders with its header: at least the columns customer, date and amount"
        )
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Any) -> str:
    found = error_in(cell)
    if found or cell is None:
        return found or ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _safe(name: str) -> str:
    """A name that any file system takes."""
    return "".join(c if c.isalnum() or c in " -_." else "-" for c in name)[:80] or "selection"


def _free(path: Path) -> Path:
    """The path, or the next numbered one that is not taken: an export never replaces an earlier one."""
    number = 2
    candidate = path
    while candidate.exists():
        candidate = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return candidate
