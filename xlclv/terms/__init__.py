"""The vocabulary: every argument's words, unit and bounds, and every worksheet function in words."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import REQUIRED, Argument, Function, Term

__all__ = ["REQUIRED", "TERMS", "Argument", "Function", "Term"]
