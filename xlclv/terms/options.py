"""What an option is called where a message is made: as the command line has it, the argument of a function, or the
field of the page.

Whoever makes a message says `option("amount", "Net")` and need not know who reads it: the command line unless
`asked_by(PYTHON)` is around the call, or the page has started the process. Options that no function takes, or that no
field stands for, keep their name.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum

from xlclv.terms.page_fields import field

COMMAND, PYTHON, PAGE, PAGE_OF_CONTRACTS = "command", "python", "page", "page-of-contracts"
# Who starts a process of ours says here that it is the page; a person at the command line sets nothing.
VARIABLE = "XLCLV_ASKED_BY"
_PAGES = {PAGE: True, PAGE_OF_CONTRACTS: False}  # and whether it asks of orders
_ASKED = os.environ.get(VARIABLE, "")
_ASKING: ContextVar[str] = ContextVar("asking", default=_ASKED if _ASKED in _PAGES else COMMAND)  # of one thread

_READ_BY_SHELLS = re.compile(r'["`\\]|\$[\w({]')  # within quotes too, but for single ones

Kind = Enum("Kind", ["TEXT", "LIST", "NUMBER", "DAY", "YES", "NO"])


@dataclass(frozen=True, slots=True)
class Argument:
    """What a function calls an option, and what it takes; a switch of the command line is True or False."""

    name: str
    kind: Kind = Kind.TEXT


# Each option with its argument of `read_orders`, or of what follows it.
ARGUMENTS = {
    "customer": Argument("customer"),
    "date": Argument("date"),
    "amount": Argument("amount"),
    "sheet": Argument("sheet"),
    "decimal": Argument("decimal"),
    "encoding": Argument("encoding"),
    "timezone": Argument("timezone"),
    "system": Argument("system"),
    "status-column": Argument("status_column"),
    "only": Argument("only"),
    "without": Argument("without"),
    "order-column": Argument("order_column"),
    "cost": Argument("cost"),
    "margin-column": Argument("margin_column"),
    "keep-id": Argument("keep_ids", Kind.LIST),
    "exclude-customer": Argument("exclude", Kind.LIST),
    "by": Argument("by", Kind.LIST),
    "as-of": Argument("as_of", Kind.DAY),
    "from": Argument("since", Kind.DAY),
    "until": Argument("until", Kind.DAY),
    "dayfirst": Argument("dayfirst", Kind.YES),
    "monthfirst": Argument("dayfirst", Kind.NO),
    "dedupe": Argument("dedupe", Kind.YES),
    "fill-down": Argument("fill_down", Kind.YES),
    "normalise": Argument("normalise", Kind.YES),
    "no-prior": Argument("prior", Kind.NO),
    "horizon": Argument("horizon", Kind.NUMBER),
    "rate": Argument("rate", Kind.NUMBER),
    "cac": Argument("cac", Kind.NUMBER),
    "model": Argument("model"),
    "list": Argument("listed", Kind.NUMBER),
    "opening": Argument("openings", Kind.LIST),
    "scenario": Argument("scenarios", Kind.LIST),
    "new-customers": Argument("budget", Kind.NUMBER),
    "memory-limit": Argument("memory_limit"),
    "margin": Argument("margin", Kind.NUMBER),
    "currency": Argument("currency"),
}


@contextmanager
def asked_by(who: str) -> Iterator[None]:
    """Messages that are made inside are for them: COMMAND, PYTHON, PAGE or PAGE_OF_CONTRACTS."""
    before = _ASKING.set(who)
    try:
        yield
    finally:
        _ASKING.reset(before)


def asking() -> str:
    """Who asks here; a thread of its own must be told."""
    return _ASKING.get()


def page_asks() -> bool:
    """Whether messages name fields of the page, each of which holds one value."""
    return asking() in _PAGES


def option(name: str, value: str = "") -> str:
    """An option, and the column or text to give it.

    >>> option("amount"), option("amount", "Net"), option("dedupe")
    ('--amount', '--amount "Net"', '--dedupe')
    >>> with asked_by(PYTHON):
    ...     option("amount"), option("amount", "Net"), option("exclude-customer", "0"), option("dedupe")
    ('amount=...', 'amount="Net"', 'exclude=["0"]', 'dedupe=True')
    >>> with asked_by(PAGE):
    ...     option("amount", "Net"), option("until"), option("encoding", "cp949")
    ('"Net" in the field "Amount"', 'the field "Count orders up to this day"', '--encoding "cp949"')
    >>> print(option("amount", 'Total "net"'))  # as a shell reads it
    --amount 'Total "net"'
    """
    return _said(name, value, shlex.quote(value) if _READ_BY_SHELLS.search(value) else f'"{value}"')


def bare_option(name: str, value: object) -> str:
    """An option, and the word, number or day to give it, which the command line takes without quotes.

    >>> bare_option("decimal", "."), bare_option("until", dt.date(2026, 1, 31))
    ('--decimal .', '--until 2026-01-31')
    >>> with asked_by(PYTHON):
    ...     bare_option("decimal", "."), bare_option("until", dt.date(2026, 1, 31))
    ('decimal="."', 'until=date(2026, 1, 31)')
    """
    return _said(name, str(value), str(value))


def bare_options(*given: tuple[str, object]) -> str:
    """Several options with a word each, as they stand in one call.

    >>> bare_options(("customer", 1), ("date", 2))
    '--customer 1 --date 2'
    """
    return (" " if asking() == COMMAND else ", ").join(bare_option(name, value) for name, value in given)


def option_name(name: str) -> str:
    """The name alone.

    >>> option_name("from"), sorted(option_names("from"))
    ('--from', ['--from', 'since'])
    """
    if called := _field(name):
        return called
    return _argument(name).name if asking() == PYTHON and name in ARGUMENTS else f"--{name}"


def option_names(name: str) -> frozenset[str]:
    """The names of an option, whoever asked when a text was made."""
    return frozenset({f"--{name}", _argument(name).name, field(name, "", orders=True) or f"--{name}"})


def _field(name: str, value: str = "") -> str:
    """The field of the page, where the page asks and has one; else ""."""
    return field(name, value, orders=_PAGES[asking()]) if page_asks() else ""


def _argument(name: str) -> Argument:
    return ARGUMENTS.get(name, Argument(f"--{name}"))


def _said(name: str, value: str, typed: str) -> str:
    if called := _field(name, value):
        return called
    if asking() != PYTHON or name not in ARGUMENTS:
        return f"--{name} {typed}" if value else f"--{name}"
    argument = ARGUMENTS[name]
    if argument.kind in (Kind.YES, Kind.NO):
        return f"{argument.name}={argument.kind is Kind.YES}"
    if not value:
        return f"{argument.name}=..."
    if argument.kind is Kind.DAY:
        day = dt.date.fromisoformat(value)
        return f"{argument.name}=date({day.year}, {day.month}, {day.day})"
    if argument.kind is Kind.NUMBER:
        return f"{argument.name}={value}"
    quoted = repr(value) if '"' in value or "\\" in value else f'"{value}"'
    return f"{argument.name}=[{quoted}]" if argument.kind is Kind.LIST else f"{argument.name}={quoted}"
