"""Reading a workbook's formulas and cached values, and recalculating them in two independent engines."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import warnings
import zipfile
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl

TOLERANCE = 1e-9
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""

Place = tuple[str, int, int]


def formulas(path: Path) -> dict[Place, str]:
    """Every formula, by sheet, row and column."""
    book = openpyxl.load_workbook(path)
    return {
        (ws.title, cell.row, cell.column): cell.value
        for ws in book
        for row in ws.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def cached(path: Path, places: Any) -> dict[Place, Any]:
    """What the file itself says that those cells show."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know what LibreOffice adds to a table
        book = openpyxl.load_workbook(path, data_only=True)
    return {place: plain(book[place[0]].cell(place[1], place[2]).value) for place in places}


class Calculation:
    """A workbook loaded into IronCalc: change inputs, read cells by name or place."""

    def __init__(self, path: Path) -> None:
        book = openpyxl.load_workbook(path, read_only=True)  # no cell of it is asked for
        self.sheets = {title: i for i, title in enumerate(book.sheetnames)}
        self.names = {name: defined.attr_text for name, defined in book.defined_names.items()}
        book.close()
        self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self.model.evaluate()

    def place(self, name: str) -> Place:
        """Where a defined name points."""
        sheet, column, row = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+)", self.names[name]).groups()  # type: ignore[union-attr]
        return sheet, int(row), openpyxl.utils.column_index_from_string(column)

    def at(self, place: Place) -> Any:
        """The value of a cell now."""
        return self.model.get_cell_value(self.sheets[place[0]], place[1], place[2])

    def value(self, name: str) -> Any:
        """The value of a named cell now."""
        return self.at(self.place(name))

    def set(self, target: str | Place, value: float | str) -> None:
        """Type a value into a cell and recalculate."""
        sheet, row, column = self.place(target) if isinstance(target, str) else target
        self.model.set_user_input(self.sheets[sheet], row, column, str(value))
        self.model.evaluate()


def libreoffice(path: Path, folder: Path) -> Path:
    """The workbook after a forced recalculation in LibreOffice."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    out = folder / "out"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return out / path.name


def poison(path: Path, target: Path) -> Path:
    """A copy in which every cached value is -999.25: what a reader would see if nothing recalculated."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(
                    rb'(<c r="[A-Z]+\d+" s="\d+")(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v>',
                    rb"\1>\2<v>-999.25</v>",
                    data,
                )
            copy.writestr(name, data)
    return target


def differing(left: dict[Place, Any], right: dict[Place, Any]) -> list[str]:
    """The cells whose values are not the same to the tolerance."""
    return [
        f"{place}: {left[place]!r} is not {right[place]!r}" for place in left if not same(left[place], right[place])
    ]


def same(left: Any, right: Any) -> bool:
    """Equal text and truth, numbers to 1e-9 of their size."""
    left, right = plain(left), plain(right)
    if isinstance(left, bool) or isinstance(right, bool) or isinstance(left, str) or isinstance(right, str):
        return left == right and isinstance(left, bool) == isinstance(right, bool)
    if left is None or right is None:
        return left is right
    return abs(left - right) <= TOLERANCE * max(1.0, abs(left), abs(right))


def plain(value: Any) -> Any:
    """A day as its serial number, a text without letters as no value, which is how openpyxl reads one."""
    if value == "":
        return None
    return (value - dt.datetime(1899, 12, 30)).days if isinstance(value, dt.datetime) else value
