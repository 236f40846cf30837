"""xlclv: customer lifetime value where finance already works. The engine: pure Python, no Excel.

    import xlclv

gives what a script needs, each loaded when it is first asked for; 'xlclv docs python' walks through it.
"""

import os
from importlib import import_module

__version__ = "0.1.0"

# In a checkout xlclv.workbook and xlclv.udfs lie beside this folder, installed in it. No other name is claimed.
# By os, which every Python has loaded.
if not os.path.isdir(os.path.join(__path__[0], "workbook")):  # noqa: PTH112, PTH118
    __path__.append(os.path.dirname(__path__[0]))  # noqa: PTH120

# Named as text, so that `import xlclv` costs nothing; __init__.pyi states the same for type checkers.
_HOMES = {
    "read_orders": "xlclv.face",
    "summarise": "xlclv.face",
    "fit": "xlclv.face",
    "score": "xlclv.face",
    "build_report": "xlclv.face",
    "write_workbook": "xlclv.workbook",
    "clv": "xlclv.formulas.simple",
    "Orders": "xlclv.orders.reading",
    "CustomerSummary": "xlclv.orders.summary",
    "Fits": "xlclv.valuation.customers",
    "Report": "xlclv.report",
    "InputError": "xlclv.errors",
    "NotIdentifiedError": "xlclv.errors",
    "OutputError": "xlclv.errors",
}
_CALLED = {"write_workbook": "write"}  # there, by itself
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), _CALLED.get(name, name))
    raise AttributeError(f"module 'xlclv' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
