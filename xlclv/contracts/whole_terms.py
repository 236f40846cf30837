"""Money that may be of a contract's whole term, where nothing says for which period it is: asked about, not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlclv.contracts.counts import texts_of
from xlclv.contracts.periods import Period
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.headers import plain
from xlclv.orders.objects import field
from xlclv.orders.roles import Columns
from xlclv.orders.rules import fee_words
from xlclv.orders.rules.term_words import CONTRACT_VALUE, LENGTHS, VAGUE, of_a_length, unit_in
from xlclv.orders.source import Options, Source

_MANY = 200  # different texts: more are no lengths of contracts
_WHOLE = re.compile(r"([0-9]{1,3})(?:[.,]0+)?")
_LONGEST = 120  # months, or years, that a contract binds
_MONTHS = frozenset((0, 1, 3, 6, 12, 18, 24, 30, 36, 48, 60, 72, 84, 96, 120))  # that contracts are made for
_YEARS = frozenset(range(6))


def is_contract_value(header: str) -> bool:
    """Whether money under this header may be that of a whole contract.

    >>> is_contract_value("Contract Value"), is_contract_value("contract_value (USD)"), is_contract_value("Fee")
    (True, True, False)
    """
    return plain(fee_words.without_cents(field(header))) in CONTRACT_VALUE


def ask(
    connection: Any, source: Source, columns: Columns, options: Options, told: Period | None, glance: Sequence[int]
) -> list[str]:
    """InputError where a fee may be for the whole term and no period is known; a warning where one is by a column."""
    at = columns.roles["amount"]
    header = source.headers[at] if source.headers else ""
    if told is not None or roles_of.fee_of(header):
        return []
    whole, fee = is_contract_value(header), source.column(at)
    by_user = dict(options.named).get(roles_of.BILLED) is not None
    if roles_of.BILLED in columns.roles:
        return [_read_as_one(source, columns, fee)] if whole and not by_user else []
    term = _term(connection, source, columns, glance) if whole or not by_user else None
    if term is not None:
        rule, fix = _of_a_term(source, fee, *term)
        raise source.refuse(rule, fix=fix)
    if whole:
        rule = "may be what the whole contract comes to, and nothing says for how long that is"
        fix = "say --period month, year or a number of months, name the column that says it with --billing, or another "
        raise source.refuse(rule, column=fee, fix=f"{fix}fee with --fee")
    return []


def _of_a_term(source: Source, fee: str, at: int, text: str) -> tuple[str, str]:
    """The rule and the way out where a column says how long contracts bind: numbers of years must say that they are."""
    called, shown = source.column(at), source.quoted(text, "")
    rule = f"{called} holds how long contracts bind{shown and f' ({shown})'}, and nothing says whether {fee} is for "
    name, header = called.removeprefix("column "), source.headers[at]
    as_it_is = bool(unit_in(header)) or int(_WHOLE.fullmatch(text)[1]) > max(_YEARS)  # type: ignore[index]
    if as_it_is:
        fix = f"say --billing {name} if it is for all of it, --period month if for a month, --period year if for a year"
    else:
        fix = "say --period month if it is for a month, --period year if for a year; if it is for all of the term, "
        fix += f'write the unit in the header, such as "{header.strip()} (years)", and say --billing with that'
    return f"{rule}all of it or for less", fix


def _read_as_one(source: Source, columns: Columns, fee: str) -> str:
    """The warning of a contract's value beside a column of billing periods."""
    billed = source.column(columns.roles[roles_of.BILLED]).removeprefix("column ")
    return (
        f"{source.where}: {fee} may be what the whole contract comes to, and is read as money for one billing period "
        f"({billed}): name another column with --fee if it is not"
    )


def _term(connection: Any, source: Source, columns: Columns, glance: Sequence[int]) -> tuple[int, str] | None:
    """The first column of how long contracts bind, in bare numbers, and one of them."""
    used = {at for role, at in columns.roles.items() if not role.startswith("level")}
    places = {at: f"glance[{number}]" for number, at in enumerate(glance, 1)}
    for at, header in enumerate(source.headers):
        listed = plain(header) in LENGTHS
        if at in used or columns.date is None or not (listed or of_a_length(header)):
            continue
        texts = texts_of(connection, places.get(at, f"beside{at}"), _MANY)
        if _lengths(header, texts):
            return at, max(texts, key=lambda text: int(_WHOLE.fullmatch(text)[1]))  # type: ignore[index]
    return None


def _lengths(header: str, texts: Sequence[str]) -> bool:
    """Whether cells are how long contracts bind, and not all one month: with no unit, only in numbers usual for it."""
    found = [_WHOLE.fullmatch(text) for text in texts]
    numbers = {int(one[1]) for one in found if one is not None}
    if not numbers or None in found or max(numbers) > _LONGEST:
        return False
    unit = unit_in(header)
    if unit:
        return numbers != {0} and (numbers != {1} or unit in ("year", "jahr", "an", "año", "anno", "ano", "jaar"))
    if plain(header) not in VAGUE and numbers <= _YEARS and numbers - {0, 1}:
        return True
    return numbers <= _MONTHS and max(numbers) > 3
