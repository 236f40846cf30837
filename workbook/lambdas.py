"""LAMBDA names: =CLV(...) in Excel 365 and 2024 without the add-in.

An extra, off by default: nothing in a workbook needs them. Checked in IronCalc against the engine, not yet seen in
Excel; versions before 2024 show #NAME? where one is used, and LibreOffice 7.4 an error.
"""

from __future__ import annotations

import re

from openpyxl.workbook.defined_name import DefinedName

from xlclv.workbook.writer import Book

# name: parameters in order, optional ones in brackets; body. As a person would type them into Excel's Name Manager.
_TEXTS = {
    "CLV": (
        "avg_purchase_value,purchase_rate,lifetime,[acquisition_cost],[margin],[discount_rate],[timing]",
        "LET(m,IF(ISOMITTED(margin),1,margin),d,IF(ISOMITTED(discount_rate),0,discount_rate),"
        "t,IF(ISOMITTED(timing),0,timing),ac,IF(ISOMITTED(acquisition_cost),0,acquisition_cost),"
        "PV(d,lifetime,-avg_purchase_value*purchase_rate*m)*(1+d)^t-ac)",
    ),
    "CLV_RETENTION": (
        "rate,retention,margin,[nper],[timing],[first_certain],[growth],[acquisition_cost]",
        "LET(f,IF(ISOMITTED(first_certain),1,first_certain),t,IF(ISOMITTED(timing),0,timing),"
        "g,IF(ISOMITTED(growth),0,growth),ac,IF(ISOMITTED(acquisition_cost),0,acquisition_cost),q,retention*(1+g),"
        "k,IF(ISOMITTED(nper),IF(q<1+rate,1/(1+rate-q),SQRT(-1)),"
        "IF(q=1+rate,nper/(1+rate),(1-(q/(1+rate))^nper)/(1+rate-q))),"
        "margin*IF(f=1,1,retention)*(1+rate)^t*k-ac)",
    ),
    "CLV_CONTRACT": (
        "rate,params,margin,[renewals],[nper],[timing],[first_certain]",
        "LET(a,INDEX(params,1),b,INDEX(params,2),w,IF(ISOMITTED(renewals),0,renewals),"
        "n,IF(ISOMITTED(nper),ROUNDUP(LN(10^9)/LN(1+rate),0),nper),t,IF(ISOMITTED(timing),0,timing),"
        "f,IF(ISOMITTED(first_certain),1,first_certain),j,SEQUENCE(n),k,w+j-f,"
        "margin*SUM(EXP(GAMMALN(b+k)-GAMMALN(a+b+k)-GAMMALN(b+w)+GAMMALN(a+b+w))*(1+rate)^-(j-t)))",
    ),
}
_NEW = ("LAMBDA", "LET", "ISOMITTED", "SEQUENCE")  # functions younger than the file format, stored with a prefix
_COMMENT = "xlclv: {name} as a LAMBDA for Excel 365 or 2024, without the add-in and its checks. Not yet seen in Excel."


def lambda_names() -> dict[str, str]:
    """Each name and its LAMBDA as a file stores it: no leading =, prefixes before new functions and own names.

    >>> lambda_names()["CLV"][:62]
    '_xlfn.LAMBDA(_xlpm.avg_purchase_value,_xlpm.purchase_rate,_xlp'
    """
    return {name: _stored(parameters, body) for name, (parameters, body) in _TEXTS.items()}


def typed(name: str) -> str:
    """The LAMBDA as a person types it, with the leading =.

    >>> typed("CLV")[:37]
    '=LAMBDA(avg_purchase_value,purchase_r'
    """
    parameters, body = _TEXTS[name]
    return f"=LAMBDA({parameters},{body})"


def add_lambdas(book: Book) -> None:
    """Define the names in a workbook."""
    for name, text in lambda_names().items():
        if name in book.workbook.defined_names:
            raise ValueError(f"the workbook has a name {name} of its own")
        book.workbook.defined_names[name] = DefinedName(name, attr_text=text, comment=_COMMENT.format(name=name))


def _stored(parameters: str, body: str) -> str:
    declared = re.findall(r"\w+", parameters)
    # A name of LET's own stands after "LET(" or a comma at its level, and before a comma; ours are known by that.
    own = [*declared, *_let_names(body)]
    text = re.sub(rf"(?<![\w.])({'|'.join(own)})\b(?!\()", r"_xlpm.\1", body)
    text = re.sub(rf"\b({'|'.join(_NEW)})\(", r"_xlfn.\1(", text)
    heads = [f"_xlop.{p[1:-1]}" if p.startswith("[") else f"_xlpm.{p}" for p in parameters.split(",")]
    return f"_xlfn.LAMBDA({','.join(heads)},{text})"


def _let_names(body: str) -> list[str]:
    """The names that the outermost LET gives: every other of its arguments but the last."""
    inside, depth, parts = body.removeprefix("LET("), 0, [""]
    for letter in inside[:-1]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts[0:-1:2]
