"""Family K in words: why a call fails, and whether the numbers are right on this machine."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Trust"

FUNCTIONS = (
    Function(
        "CLV_WHY",
        FAMILY,
        "A",
        "Why a function shows an error, in words: argument, row, value, rule and how to fix it; or OK.",
        (
            Argument("function_name", TERMS["function_name"], take="one"),
            Argument("arguments", TERMS["why_arguments"], take="rest"),
        ),
        "Runs the function with the same arguments and puts into words what its checks found",
        "None of its own; an unknown name gives a sentence that begins with #N/A",
        "xlclv",
        (('=CLV_WHY("CLV_RETENTION",10%,80,100)', "retention is 80; must be between 0 and 1; type 80% or 0.8"),),
    ),
    Function(
        "CLV_SELFTEST",
        FAMILY,
        "S",
        "Recomputes published numbers where you sit: check, source, expected, actual, pass.",
        (),
        "A row for the version, then rows of every family: numbers in print, by hand or by other programs; one error hides no other",
        "None",
        "The sources stand in the table",
        (("=CLV_SELFTEST()", "a table"),),
    ),
)
