"""Help while typing, for those who use the Excel-DNA IntelliSense add-in: its XML, to stand beside the .xlam."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from xlclv.terms.catalogue import FUNCTIONS


def xml() -> str:
    """Every function and argument in words."""
    lines = ['<IntelliSense xmlns="http://schemas.excel-dna.net/intellisense/1.0">', "  <FunctionInfo>"]
    for function in FUNCTIONS.values():
        lines.append(f"    <Function Name={quoteattr(function.name)} Description={quoteattr(function.summary)}>")
        lines += [
            f"      <Argument Name={quoteattr(a.name)} Description={quoteattr(a.term.words)}/>"
            for a in function.arguments
        ]
        lines.append("    </Function>")
    return "\n".join([*lines, "  </FunctionInfo>", "</IntelliSense>", ""])
