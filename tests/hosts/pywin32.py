"""Stand-ins for pywin32, so that the real xlwings.udfs runs where there is no Windows.

Only the COM library is replaced. What decides names, the VBA text, how arguments are read and how results are
written is xlwings' own code. Excel's objects are the few attributes of them that xlwings touches.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import sys
import types
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

OMITTED = -2147352572  # DISP_E_PARAMNOTFOUND: what COM passes for an argument that was left out
COM_ERRORS = {
    "#N/A": -2146826246, "#DIV/0!": -2146826281, "#NUM!": -2146826252, "#SPILL!": -2146826243, "#CALC!": -2146826238,
}  # fmt: skip


class _Guid(str):
    __slots__ = ()


class _ComError(Exception):
    hresult = 0


def _module(name: str, **attributes: Any) -> None:
    module = types.ModuleType(name)
    module.__dict__.update(attributes)
    module.__file__ = __file__
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def _put_stand_ins() -> None:
    _module("pywintypes", com_error=_ComError, error=OSError, IID=_Guid, TimeType=dt.datetime)
    _module(
        "pythoncom",
        IID_IDispatch="IDispatch",
        TypeIIDs={"IDispatch": type("PyIDispatch", (), {})},
        CoInitialize=lambda: None,
        ole_error=_ComError,
        VT_ERROR=10,
        CoMarshalInterThreadInterfaceInStream=lambda _, com: com,
        CoGetInterfaceAndReleaseStream=lambda stream, _: stream,
    )
    for name in (
        "win32api",
        "win32con",
        "win32gui",
        "win32process",
        "win32event",
        "win32timezone",
        "win32com",
        "win32com.server",
        "win32com.server.dispatcher",
        "win32com.server.policy",
    ):
        _module(name)
    sys.modules["win32process"].GetWindowThreadProcessId = lambda _: (1, 1)
    sys.modules["win32timezone"].TimeZoneInfo = types.SimpleNamespace(utc=lambda: dt.UTC)
    _module("win32com.server.util", wrap=lambda com, **_: com, unwrap=lambda com: com)
    _module("win32com.server.exception", COMException=_ComError)
    classes = {name: type(name, (), {}) for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass")}
    _module("win32com.client", Dispatch=lambda com, *_, **__: com, DispatchEx=lambda *_, **__: None, **classes)
    _module("win32com.client.gencache", EnsureModule=lambda *_, **__: None)


def real_udfs_of_xlwings() -> types.ModuleType:
    """xlwings.udfs as it is on Windows, with xlwings.func and its kin pointing at it."""
    _put_stand_ins()
    python_dll, ctypes.PyDLL = ctypes.PyDLL, MagicMock()
    ctypes.oledll = ctypes.windll = MagicMock()
    import xlwings
    from xlwings import _xlwindows
    from xlwings.main import Engine

    ctypes.PyDLL = python_dll
    if "excel" not in [engine.name for engine in xlwings.engines]:
        xlwings.engines.add(Engine(impl=_xlwindows.engine))
    xlwings.engines.active = xlwings.engines["excel"]
    import xlwings.udfs as real

    xlwings.func, xlwings.arg, xlwings.ret, xlwings.sub = real.xlfunc, real.xlarg, real.xlret, real.xlsub
    return real


class Book:
    """The add-in workbook that import_udfs writes into: keeps the VBA text and the MacroOptions calls."""

    def __init__(self, name: str = "xlclv.xlam") -> None:
        self.Name, self.vba, self.options = name, "", []
        self.Application = types.SimpleNamespace(
            Version="16.0", MacroOptions=lambda name, **options: self.options.append((name, options))
        )
        components = MagicMock()
        components.Import = self._keep
        self.VBProject = types.SimpleNamespace(VBComponents=components)
        self.Worksheets = MagicMock(Count=0)
        self.Worksheets.__iter__.return_value = iter(())

    def _keep(self, path: str) -> None:
        self.vba = Path(path).read_text(encoding="utf-8")
