"""`xlclv schema`: the JSON Schema of what commands print with --json, for programs that read it."""

from __future__ import annotations

import json
from typing import Any

import click

from xlclv.cli.command import Command
from xlclv.cli.keys import Key, page
from xlclv.cli.keys import schema as json_schema
from xlclv.cli.talk import talking

NAMES = ("summarize", "contracts", "backtest", "check")
_TITLES = {
    "summarize": ("What xlclv summarize --json prints", "Where no model can be fitted"),
    "contracts": ("What xlclv contracts --json prints",),
    "backtest": ("What xlclv backtest --json prints",),
    "check": ("What xlclv check --json prints", "With --columns, where the orders are refused"),
}


def _variants(name: str) -> tuple[tuple[Key, ...], ...]:
    """The keys of a command's output; two sets where it may tell of two things."""
    if name == "summarize":
        from xlclv.cli.json_summary import DESCRIBED, SUMMARY

        return SUMMARY, DESCRIBED
    if name == "contracts":
        from xlclv.cli.json_contracts import CONTRACTS

        return (CONTRACTS,)
    if name == "backtest":
        from xlclv.cli.backtest import BACKTEST

        return (BACKTEST,)
    from xlclv.cli.json_ledger import CHECK, REFUSED

    return CHECK, REFUSED


def schema_of(name: str) -> dict[str, Any]:
    """The schema of a command's JSON."""
    from xlclv.cli.show_counted import OF_MONEY

    return json_schema(
        name, _TITLES[name][0], _variants(name), OF_MONEY if name in ("summarize", "check") else frozenset()
    )


def handbook() -> str:
    """The page of the handbook that lists all keys."""
    lines = [
        "# JSON, key by key", "",
        "Written by `python -m tests.renew` from `xlclv/cli/keys.py` and its tables: edit the words there.", "",
        "`--json` prints one object. Its first key, `schema`, names the schema and its version: the version grows when",
        "a key goes or changes what it means; a later xlclv may add keys, so a program should pass over those that it",
        "does not know. `xlclv schema summarize` prints the JSON Schema (2020-12). Amounts are numbers with all their",
        "digits, in the currency of the orders; shares are parts of 1. Where orders are counted (`--amount none`) all",
        "money is null.", "",
    ]  # fmt: skip
    for name in NAMES:
        for title, keys in zip(_TITLES[name], _variants(name), strict=True):
            lines += page(title, keys)
    return "\n".join(lines).rstrip() + "\n"


@click.command(cls=Command)
@click.argument("name", metavar="COMMAND", type=click.Choice(NAMES), required=False)
@talking
def schema(name: str | None) -> None:
    """Print the JSON Schema of what COMMAND prints with --json; without a COMMAND, of all by name."""
    found = schema_of(name) if name else {each: schema_of(each) for each in NAMES}
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
