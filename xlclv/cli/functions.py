"""`xlclv functions`: the reference of the worksheet functions, printed from the terms."""

from __future__ import annotations

import difflib

import click

from xlclv.cli.command import Command
from xlclv.cli.talk import talking
from xlclv.errors import UsageError
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Function

_SHAPES = {
    "E": "cell by cell: single cells and ranges in any mixture, a column with a row gives a grid",
    "W": "a row of results for each row of the arguments",
    "A": "ranges to one number",
    "R": "one result for each row of a column, ranked against the whole column",
    "S": "a table that spills",
}


@click.command(cls=Command)
@click.argument("name", required=False)
@talking
def functions(name: str | None) -> None:
    """Print the reference of all worksheet functions, or of NAME alone."""
    if name is None:
        _list_all()
        return
    wanted = name.strip().lstrip("=").upper()
    if wanted not in FUNCTIONS:
        near = difflib.get_close_matches(wanted, FUNCTIONS, n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]}?" if near else ";"
        raise UsageError(f"there is no worksheet function {name}{hint} 'xlclv functions' lists them all")
    click.echo(reference(FUNCTIONS[wanted]))


def _list_all() -> None:
    family = ""
    for function in FUNCTIONS.values():
        if function.family != family:
            family = function.family
            click.echo(f"\n{family}")
        click.echo(f"  {function.call}\n      {function.summary}")


def reference(function: Function) -> str:
    """One function in full, as plain text."""
    width = max(len(a.name) for a in function.arguments)
    lines = [function.call, "", function.summary, "", "Arguments"]
    for a in function.arguments:
        default = (
            ""
            if a.required
            else " (optional)"
            if a.default is None
            else f" (default {a.default:.6g})"
            if isinstance(a.default, int | float)
            else f" (default {a.default})"
        )
        unit = f" [{a.term.unit}]" if a.term.unit else ""
        lines.append(f"  {a.name:<{width}}  {a.term.words}{unit}{default}")
        if a.term.kind in ("number", "option", "switch") and a.take != "params":
            lines.append(f"  {'':<{width}}  {a.term.rule}")
    lines += [
        "",
        f"Takes     {_SHAPES[function.shape]}",
        f"Formula   {function.formula}",
        f"Errors    {function.errors}",
    ]
    lines += [f"Source    {function.source}"]
    lines += [f"Example   {call} = {result}" for call, result in function.examples]
    return "\n".join(lines)
