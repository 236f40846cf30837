"""Inside LibreOffice: formulas of a workbook from Excel that Calc did not recognise, put into words that it does.

In an Excel workbook Calc 7.4 knows an add-in's function by its long internal name alone, and Excel writes the short
one, with the add-in's file before it when it is an .xlam: [1]!CLV(A1;B1). Typed again, the short name is known.
"""

import re

_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_BEFORE = r"(?:\[\d+\]!|_xll\.|_xludf\.)?"


def finder(names):
    """What finds a function of ours in a formula, with what Excel wrote before it."""
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"(?i)(?<![\w.\]!]){_BEFORE}({listed})\(")


def fixed(formula, pattern):
    """The formula with our functions by their short names; None where it holds none."""
    parts = _QUOTED.split(formula)
    found = False
    for i in range(0, len(parts), 2):  # the others are texts
        parts[i], count = pattern.subn(lambda match: match.group(1).upper() + "(", parts[i])
        found = found or count > 0
    return "".join(parts) if found else None
