"""Formulas as files store them: English, separated by commas, newer functions with their prefix, nothing dangling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 8192
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"'((?:[^']|'')+)'!|(?<![\w.\"'\]])([A-Za-z_][\w.]*)!")
_STRUCTURED = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")
_NEW = frozenset(
    [
        "ACOT",
        "ACOTH",
        "AGGREGATE",
        "ARABIC",
        "BASE",
        "BETA.DIST",
        "BETA.INV",
        "BINOM.DIST",
        "BINOM.DIST.RANGE",
        "BINOM.INV",
        "BITAND",
        "BITLSHIFT",
        "BITOR",
        "BITRSHIFT",
        "BITXOR",
        "BYCOL",
        "BYROW",
        "CEILING.MATH",
        "CEILING.PRECISE",
        "CHISQ.DIST",
        "CHISQ.DIST.RT",
        "CHISQ.INV",
        "CHISQ.INV.RT",
        "CHISQ.TEST",
        "CHOOSECOLS",
        "CHOOSEROWS",
        "COMBINA",
        "CONCAT",
        "CONFIDENCE.NORM",
        "CONFIDENCE.T",
        "COT",
        "COTH",
        "COVARIANCE.P",
        "COVARIANCE.S",
        "CSC",
        "CSCH",
        "DAYS",
        "DECIMAL",
        "DROP",
        "ERF.PRECISE",
        "ERFC.PRECISE",
        "EXPAND",
        "EXPON.DIST",
        "F.DIST",
        "F.DIST.RT",
        "F.INV",
        "F.INV.RT",
        "F.TEST",
        "FILTER",
        "FILTERXML",
        "FLOOR.MATH",
        "FLOOR.PRECISE",
        "FORECAST.ETS",
        "FORECAST.LINEAR",
        "FORMULATEXT",
        "GAMMA",
        "GAMMA.DIST",
        "GAMMA.INV",
        "GAMMALN.PRECISE",
        "GAUSS",
        "HSTACK",
        "HYPGEOM.DIST",
        "IFNA",
        "IFS",
        "ISFORMULA",
        "ISOMITTED",
        "LAMBDA",
        "LET",
        "LOGNORM.DIST",
        "LOGNORM.INV",
        "MAKEARRAY",
        "MAP",
        "MAXIFS",
        "MINIFS",
        "MODE.MULT",
        "MODE.SNGL",
        "MUNIT",
        "NEGBINOM.DIST",
        "NORM.DIST",
        "NORM.INV",
        "NORM.S.DIST",
        "NORM.S.INV",
        "NUMBERVALUE",
        "PDURATION",
        "PERCENTILE.EXC",
        "PERCENTILE.INC",
        "PERCENTRANK.EXC",
        "PERCENTRANK.INC",
        "PERMUTATIONA",
        "PHI",
        "POISSON.DIST",
        "QUARTILE.EXC",
        "QUARTILE.INC",
        "RANDARRAY",
        "RANK.AVG",
        "RANK.EQ",
        "REDUCE",
        "RRI",
        "SCAN",
        "SEC",
        "SECH",
        "SEQUENCE",
        "SHEET",
        "SHEETS",
        "SKEW.P",
        "SORT",
        "SORTBY",
        "STDEV.P",
        "STDEV.S",
        "SWITCH",
        "T.DIST",
        "T.DIST.2T",
        "T.DIST.RT",
        "T.INV",
        "T.INV.2T",
        "T.TEST",
        "TAKE",
        "TEXTAFTER",
        "TEXTBEFORE",
        "TEXTJOIN",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "UNICHAR",
        "UNICODE",
        "UNIQUE",
        "VAR.P",
        "VAR.S",
        "VSTACK",
        "WEIBULL.DIST",
        "WRAPCOLS",
        "WRAPROWS",
        "XLOOKUP",
        "XMATCH",
        "XOR",
        "Z.TEST",
    ]
)


@dataclass(frozen=True)
class Known:
    """What a formula may point at: sheets, tables with their columns, names."""

    sheets: set[str]
    tables: dict[str, list[str]]
    names: set[str]


def formula_faults(text: str, known: Known) -> Iterator[str]:
    """The faults of one formula, without its equals sign.

    >>> list(formula_faults("IF(A1>0;1;0)", Known({"A"}, {}, set())))
    ['";" separates arguments in IF(A1>0;1;0)']
    """
    short = text if len(text) <= 60 else text[:57] + "..."
    if text.startswith("="):
        yield f"a stored formula begins with =: {short}"
    if len(text) > _LONGEST:
        yield f"a formula of {len(text):,} characters"
    if "#REF!" in text:
        yield f"#REF! in {short}"
    bare = _TEXT.sub('""', text)
    if bare.count('"') % 2:
        yield f"a text is not closed in {short}"
    plain = re.sub(r"'(?:[^']|'')*'", "''", bare)
    outside = re.sub(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]", "[]", plain)
    if outside.count("(") != outside.count(")"):
        yield f"parentheses do not match in {short}"
    if ";" in re.sub(r"\{[^{}]*\}", "", outside):
        yield f'";" separates arguments in {short}'
    for function in _CALL.findall(outside):
        if function.upper() in _NEW:
            yield f"{function} lacks its prefix _xlfn. in {short}"
    for quoted, simple in _SHEET.findall(bare):
        title = quoted.replace("''", "'") or simple
        if title not in known.sheets:
            yield f"there is no sheet {title}, but {short} points at it"
    for name, inside in _STRUCTURED.findall(plain):
        yield from _structured(name, inside, known, short)


def _structured(name: str, inside: str, known: Known, short: str) -> Iterator[str]:
    columns = known.tables.get(name)
    if columns is None:
        yield f"there is no table {name}, but {short} points at it"
        return
    wanted = re.findall(r"\[([^\[\]]*)\]", inside) or [inside]
    for column in wanted:
        plain = re.sub(r"'([\[\]#'@])", r"\1", column).lstrip("@")
        if plain and not plain.startswith("#") and plain not in columns:
            yield f"{name} has no column {plain}, but {short} points at it"
