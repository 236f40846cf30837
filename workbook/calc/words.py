"""What Calc reads about the functions: their interface (IDL) and their words (XCU), from the terms."""

from __future__ import annotations

from xml.sax.saxutils import escape

from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Argument, Function

SERVICE, JOB = "org.xlclv.Functions", "org.xlclv.Reread"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'


def method(function: Function) -> str:
    """The function's name inside LibreOffice, where an identifier has no underscores."""
    return function.name.replace("_", "").lower()


def interface() -> str:
    """The type library, as source: LibreOffice reads that as well as its binary form, and nobody needs its SDK."""
    lines = ["module org { module xlclv {", "interface XFunctions {"]
    for function in FUNCTIONS.values():
        given = ", ".join(
            f"[in] {'sequence< any >' if argument.take == 'rest' else 'any'} a{i:02}"
            for i, argument in enumerate(function.arguments)
        )
        lines.append(f"  sequence< sequence< any > > {method(function)}( {given} );")
    return "\n".join([*lines, "};", "}; };", ""])


def add_in() -> str:
    """Names and help texts for the function wizard, and the names that Excel's files use."""
    functions = _node(SERVICE, _node("AddInFunctions", *map(_function, FUNCTIONS.values())), how="replace")
    return _component("CalcAddIns", _node("AddInInfo", functions))


def jobs() -> str:
    """What is to be run when a document has been loaded."""
    job = _node(JOB, _property("Service", JOB, language=""), how="replace")
    event = _node("OnLoadFinished", _node("JobList", _node(JOB, how="replace")), how="fuse")
    return _component("Jobs", _node("Jobs", job) + _node("Events", event))


def _component(name: str, content: str) -> str:
    """A file of LibreOffice's configuration."""
    head = f'{_HEAD}<oor:component-data {_SPACES} oor:name="{name}" oor:package="org.openoffice.Office">'
    return f"{head}{content}</oor:component-data>\n"


def _node(name: str, *content: str, how: str = "") -> str:
    """A node of the configuration; one that is LibreOffice's own is only entered."""
    operation = f' oor:op="{how}"' if how else ""
    return f'<node oor:name="{name}"{operation}>{"".join(content)}</node>'


def _function(function: Function) -> str:
    return _node(
        method(function),
        _property("DisplayName", function.name),
        _property("Description", function.summary),
        _property("Category", "Add-In", language=""),
        _property("CompatibilityName", function.name),
        _node("Parameters", *(_argument(i, argument) for i, argument in enumerate(function.arguments))),
        how="replace",
    )


def _argument(place: int, argument: Argument) -> str:
    """An argument's words; Calc sorts arguments by the names of their nodes."""
    words, default = argument.term.words, argument.default
    if not argument.required and default is not None:
        words += f" (left out: {f'{default:g}' if isinstance(default, float) else default})"
    return _node(
        f"a{place:02}", _property("DisplayName", argument.name), _property("Description", words), how="replace"
    )


def _property(name: str, value: str, language: str = "en-US") -> str:
    shown = f' xml:lang="{language}"' if language else ""
    return f'<prop oor:name="{name}"><value{shown}>{escape(value)}</value></prop>'
