"""What LibreOffice loads: the worksheet functions as an add-in of Calc, and the job that rereads Excel's workbooks."""

import json
from pathlib import Path

import unohelper
from com.sun.star.task import XJob
from org.xlclv import XFunctions
from xlclv_bridge import Bridge
from xlclv_reread import finder, fixed

FUNCTIONS, REREAD = "org.xlclv.Functions", "org.xlclv.Reread"
_FORMULA = 16  # com.sun.star.sheet.CellFlags
SETTINGS = json.loads(Path(__file__).with_name("settings.json").read_text(encoding="utf-8"))
BRIDGE = Bridge(SETTINGS)


class Functions(unohelper.Base, XFunctions):
    """Calc's side of every worksheet function; the methods are put in below, from the settings."""

    def __init__(self, context):
        self.context = context


def _method(name, rest):
    if rest:
        return lambda self, *given: BRIDGE.call(name, (*given[:-1], *given[-1]))
    return lambda self, *given: BRIDGE.call(name, given)


for _name, _function in SETTINGS["functions"].items():
    setattr(Functions, _function["method"], _method(_name, _function["rest"]))


class Reread(unohelper.Base, XJob):
    """Runs when a document has been loaded."""

    def __init__(self, context):
        self.context = context

    def execute(self, arguments):
        named = {a.Name: a.Value for a in arguments}
        document = {a.Name: a.Value for a in named.get("Environment", ())}.get("Model")
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            return
        if "Excel" in {a.Name: a.Value for a in document.Args}.get("FilterName", ""):
            reread(document)


def reread(document):
    """Type every formula of ours again that the import left unknown; the document stays unchanged otherwise."""
    pattern = finder(SETTINGS["functions"])
    was_modified = document.isModified()
    document.UndoManager.lock()
    document.lockControllers()
    try:
        for sheet in document.Sheets:
            for where in sheet.queryContentCells(_FORMULA):
                _reread_range(sheet, where, pattern)
    finally:
        document.unlockControllers()
        document.UndoManager.unlock()
        document.setModified(was_modified)


def _reread_range(sheet, where, pattern):
    arrays = set()
    for i, row in enumerate(where.getFormulaArray()):
        for j, formula in enumerate(row):
            typed = fixed(formula, pattern)
            if typed is None:
                continue
            cell = where.getCellByPosition(j, i)
            if not typed.startswith("{"):
                cell.setFormula(typed)
                continue
            array = sheet.createCursorByRange(cell)
            array.collapseToCurrentArray()
            if array.AbsoluteName not in arrays:  # each of its cells shows the formula, which is entered once
                arrays.add(array.AbsoluteName)
                array.setArrayFormula(typed[1:-1])


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816, the name LibreOffice's loader asks for
g_ImplementationHelper.addImplementation(Functions, FUNCTIONS, ("com.sun.star.sheet.AddIn", FUNCTIONS))
g_ImplementationHelper.addImplementation(Reread, REREAD, ("com.sun.star.task.Job", REREAD))
