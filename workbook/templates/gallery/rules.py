"""What a yellow cell of the gallery takes: the bounds of its term, with a prompt in the term's words."""

from __future__ import annotations

import math

from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.terms.term import Argument, Term
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.templates.page import in_any_country

_LARGEST = 1e15  # a number to a worksheet's own digits


def guard(sheet: Sheet, ref: Ref, argument: Argument) -> None:
    """Put the rule and its prompt on a cell."""
    term = argument.term
    rule = term.rule if term.kind == "number" else "must be 0 or 1"
    told = in_any_country(f"{argument.name} {rule}.")
    validation = DataValidation(
        **_limits(term, ref.here),
        allow_blank=False,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=argument.name,
        error=told[:225],
        promptTitle=argument.name,
        prompt=in_any_country(f"{term.words}. {told}")[:255],
    )
    validation.add(ref.here)
    sheet.ws.add_data_validation(validation)


def _limits(term: Term, cell: str) -> dict[str, str]:
    """Excel's own kinds of rule know closed bounds; an open one needs a formula."""
    if term.kind == "switch":
        return {"type": "whole", "operator": "between", "formula1": "0", "formula2": "1"}
    if term.choices:
        listed = ",".join(f"{cell}={choice:g}" for choice in term.choices)
        return {"type": "custom", "formula1": f"AND(ISNUMBER({cell}),OR({listed}))"}
    low, high = max(term.lower, -_LARGEST), min(term.upper, _LARGEST)
    if not (term.above and math.isfinite(term.lower)) and not (term.below and math.isfinite(term.upper)):
        kind = "whole" if term.whole else "decimal"
        return {"type": kind, "operator": "between", "formula1": f"{low:.15g}", "formula2": f"{high:.15g}"}
    parts = [f"{cell}{'>' if term.above else '>='}{low:.15g}", f"{cell}{'<' if term.below else '<='}{high:.15g}"]
    if term.whole:
        parts.append(f"{cell}=INT({cell})")
    return {"type": "custom", "formula1": f"AND(ISNUMBER({cell}),{','.join(parts)})"}
