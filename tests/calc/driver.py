"""Drives a running LibreOffice: a JSON line in is a command, a JSON line out what came of it.

Runs in the Python that has LibreOffice's module uno (Debian's own), whatever Python the tests run in.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import Any

_EXCEL, _CALC = "Calc MS Excel 2007 XML", "calc8"
_STARTS = 240  # quarters of a second
_ERRORS = 4  # com.sun.star.sheet.FormulaResult


class Driver:
    """One connection, and the documents opened through it."""

    def __init__(self, pipe: str) -> None:
        import uno

        self.uno = uno
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(_STARTS):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.25)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.documents: dict[str, Any] = {}

    def service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def load(self, document: str, url: str, hidden: bool = True) -> None:
        """Open a file, or a new sheet when there is no url."""
        url = url or "private:factory/scalc"
        self.documents[document] = self.desktop.loadComponentFromURL(url, "_blank", 0, self._named(Hidden=hidden))

    def window(self, document: str, width: int, height: int, address: str) -> None:
        """Lay a shown document's window over the screen, without a sidebar, with the cursor in a cell."""
        model = self.documents[document]
        controller = model.CurrentController
        controller.Frame.ContainerWindow.setPosSize(0, 0, width, height, 15)
        dispatcher = self.service("com.sun.star.frame.DispatchHelper")
        dispatcher.executeDispatch(controller.Frame, ".uno:Sidebar", "", 0, self._named(Sidebar=False))
        controller.select(model.Sheets.getByIndex(0).getCellRangeByName(address))

    def sheets(self, document: str) -> list[str]:
        return list(self.documents[document].Sheets.ElementNames)

    def new_sheet(self, document: str, name: str) -> None:
        self.documents[document].Sheets.insertNewByName(name, 0)

    def unprotect(self, document: str, sheet: str) -> None:
        """As a person may: our sheets are protected without a password."""
        self._sheet(document, sheet).unprotect("")

    def put(self, document: str, sheet: str, cells: dict[str, Any]) -> None:
        """Values, texts, formulas as they are typed; {=...} fills a range as one array formula, rows cell by cell."""
        where = self._sheet(document, sheet)
        for address, value in cells.items():
            at = where.getCellRangeByName(address)
            if isinstance(value, list):
                at.setFormulaArray(tuple(tuple(map(str, row)) for row in value))
            elif isinstance(value, str) and value.startswith("{="):
                at.setArrayFormula(value.strip("{}"))
            elif isinstance(value, str) and value.startswith("="):
                at.setFormula(value)
            elif isinstance(value, str):
                at.setString(value)
            elif value is None:
                at.clearContents(1023)
            else:
                at.setValue(value)

    def enter(self, document: str, address: str, text: str) -> None:
        """Type into a cell of the first sheet, in the language of the office, as by hand."""
        frame = self.documents[document].CurrentController.Frame
        dispatcher = self.service("com.sun.star.frame.DispatchHelper")
        dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, self._named(ToPoint=address))
        dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, self._named(StringName=text))

    def read(self, document: str, sheet: str, addresses: list[str]) -> list[Any]:
        """What each cell shows: a number, a text, or {"error": code}; for a range, rows of that."""
        where = self._sheet(document, sheet)
        return [self._shown(where.getCellRangeByName(address)) for address in addresses]

    def formulas(self, document: str, sheet: str, address: str) -> list[list[str]]:
        return [list(row) for row in self._sheet(document, sheet).getCellRangeByName(address).getFormulaArray()]

    def rows(self, document: str, sheet: str) -> int:
        """How many rows are in use."""
        cursor = self._sheet(document, sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        return int(cursor.RangeAddress.EndRow) + 1

    def calculate(self, document: str) -> float:
        """Seconds that a recalculation of everything takes."""
        began = time.perf_counter()
        self.documents[document].calculateAll()
        return time.perf_counter() - began

    def modified(self, document: str) -> bool:
        return bool(self.documents[document].isModified())

    def store(self, document: str, url: str) -> None:
        kind = _EXCEL if url.endswith(".xlsx") else _CALC
        self.documents[document].storeToURL(url, self._named(FilterName=kind))

    def close(self, document: str) -> None:
        self.documents.pop(document).close(True)

    def described(self, name: str) -> dict[str, Any]:
        """What the function wizard shows of a function."""
        descriptions = self.service("com.sun.star.sheet.FunctionDescriptions")
        found = {value.Name: value.Value for value in descriptions.getByName(name)}
        arguments = [[a.Name, a.Description] for a in found["Arguments"] or ()]
        return {"description": found["Description"], "arguments": arguments}

    def terminate(self) -> None:
        with contextlib.suppress(Exception):  # the connection goes with the office
            self.desktop.terminate()

    def _sheet(self, document: str, sheet: str) -> Any:
        sheets = self.documents[document].Sheets
        return sheets.getByName(sheet) if sheet else sheets.getByIndex(0)

    def _shown(self, at: Any) -> Any:
        shown = [list(row) for row in at.getDataArray()]
        top, left = at.RangeAddress.StartRow, at.RangeAddress.StartColumn
        for wrong in at.queryFormulaCells(_ERRORS):
            where = wrong.RangeAddress
            for i in range(where.StartRow - top, where.EndRow - top + 1):
                for j in range(where.StartColumn - left, where.EndColumn - left + 1):
                    shown[i][j] = {"error": at.getCellByPosition(j, i).getError()}
        return shown[0][0] if len(shown) == len(shown[0]) == 1 else shown

    def _named(self, **values: Any) -> tuple[Any, ...]:
        made = []
        for name, value in values.items():
            item = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            item.Name, item.Value = name, value
            made.append(item)
        return tuple(made)


def main() -> None:
    driver = Driver(sys.argv[1])
    for line in sys.stdin:
        name, given = json.loads(line)
        try:
            reply = {"done": getattr(driver, name)(*given)}
        except Exception as error:
            reply = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
