"""For which period a fee is: as a column says, by its header or, where no header is of it, by its cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from xlclv.contracts.periods import MONTH, Period, period
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import Column, spaced, trimmed
from xlclv.orders.headers import either
from xlclv.orders.roles import Columns
from xlclv.orders.source import Options, Source

_NUMBER = re.compile(r"\s*[0-9]+([.,][0-9]+)?\s*")
_SHORTEST = 4  # letters of a word that tells a period by itself: m, d and w may be men, others and women
_OTHER_LENGTH = re.compile(r"\b(?:semi|half|bi|tri|two|three|six|non|not|no|halb|zwei|drei|every|other)\b")
_OF_BILLING = re.compile(
    r"bill|invoic|payment|interval|frequen|recurr|cycle|renew|abrechn|zahl|factur|fattur|betal|pago|paie|pagam", re.I
)
_OF_LENGTH = re.compile(
    r"length|duration|commit|contract|laufzeit|dauer|dur[ée]e|engagement|duraci|durata|duraç|looptijd|contrat", re.I
)
_MANY = 200  # different texts: more are no names of periods
_MOST = 0.5  # of the filled rows tell a period in a column that is taken for one, or asked about


@dataclass(frozen=True, slots=True)
class _Seen:
    """A column whose cells tell periods."""

    at: int
    texts: tuple[str, ...]  # that do, the first ones first
    kinds: int
    lengths: bool  # counted ones, such as 12 months, which may be how long a contract binds
    of_billing: bool


def told_by_cells(
    connection: Any, source: Source, columns: Columns, options: Options, told: Period | None
) -> tuple[Columns, list[str]]:
    """The columns, with a billing period where no header names one but cells do, and what is to be said of it.

    InputError where it cannot be told whether fees are for such periods.
    """
    said = dict(options.named).get(roles_of.BILLED)
    if told is not None or said is not None or roles_of.BILLED in columns.roles or columns.date is None:
        return columns, []
    used = {at for role, at in columns.roles.items() if not role.startswith("level")}
    seen = [_seen(connection, source, at) for at in range(len(source.headers)) if at not in used]
    found = [one for one in seen if one is not None]
    found = [one for one in found if one.of_billing] or found
    if not found:
        return columns, []
    named = [source.column(one.at).removeprefix("column ") for one in found]
    monthly = roles_of.fee_of(source.headers[columns.roles["amount"]]) == roles_of.A_MONTHS_FEE
    if len(found) == 1 and not found[0].lengths and found[0].kinds + found[0].of_billing > 1:
        connection.execute(f"ALTER TABLE raw RENAME COLUMN beside{found[0].at} TO {roles_of.BILLED}")
        note = f"the billing period is what the cells of {named[0]} say; --billing none or --period says otherwise"
        return replace(columns, named=(*columns.named, (roles_of.BILLED, found[0].at))), [note]
    shown = f"columns {either(named, 'and')} hold" if len(found) > 1 else f"{source.column(found[0].at)} holds"
    texts = ", ".join(f'"{text}"' for text in found[0].texts[:2])
    if monthly:
        return columns, [f"{shown} periods ({texts}), not used: --billing {named[0]} if contracts renew by it"]
    rule = f"{shown} periods ({texts}), but nothing says that the fee is for such a one"
    fix = f"say --billing {named[0]} if it is, or --period month if all fees are for a month"
    raise source.refuse(rule, fix=fix)


def _seen(connection: Any, source: Source, at: int) -> _Seen | None:
    """What a column tells of periods; None where most of its cells tell none, or all the same month."""
    text = trimmed(f"beside{at}")
    found = rows(
        connection, f"SELECT {spaced(text)}, count(*) FROM raw WHERE {text} <> '' GROUP BY 1 ORDER BY min(row) "
                    f"LIMIT {_MANY + 1}"
    )  # fmt: skip
    if not found or len(found) > _MANY:
        return None
    header = source.headers[at]
    of_billing = _OF_BILLING.search(header) is not None
    told = {cell: length for cell, _ in found if (length := _length(cell, of_billing)) is not None}
    kinds = set(told.values())
    if sum(count for cell, count in found if cell in told) < _MOST * sum(count for _, count in found):
        return None
    if not kinds or (kinds == {MONTH} and not of_billing):
        return None
    counted = any(any(letter.isdigit() for letter in cell) for cell in told)
    lengths = not of_billing and (counted or _OF_LENGTH.search(header) is not None)
    return _Seen(at, tuple(told), len(kinds), lengths, of_billing)


def _length(text: str, of_billing: bool) -> Period | None:
    """The period that a cell tells in words; any short form of one only where the header is of bills.

    >>> _length("Monthly", False), _length("Pro Annual", False), _length("m", False), _length("12", True)
    (Period(months=1, days=0), Period(months=12, days=0), None, None)
    """
    if not any(letter.isalpha() for letter in text):
        return None
    words = re.findall(r"[^\W\d_]+", text)
    if not of_billing and max(map(len, words)) < _SHORTEST and max(map(len, words)) < len(text.strip()) - 1:
        return None
    if not of_billing and len(text.strip()) < _SHORTEST:
        return None
    return period(text) or in_words(text)


def in_words(text: str) -> Period | None:
    """The one period among the words of a cell; None where there is none, or several.

    >>> in_words("Pro (annual)"), in_words("billed monthly"), in_words("Team semi-annual")
    (Period(months=12, days=0), Period(months=1, days=0), Period(months=6, days=0))
    >>> in_words("annual, paid monthly"), in_words("every two months"), in_words("7 day pass"), in_words("Pro")
    (None, None, None, None)
    """
    if any(letter.isdigit() for letter in text):
        return None
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    pairs = [length for one, other in pairwise(words) if (length := period(one + other))]
    if len(set(pairs)) == 1:
        return pairs[0]
    if pairs or any(map(_OTHER_LENGTH.fullmatch, words)):
        return None
    single = {length for word in words if len(word) >= _SHORTEST and (length := period(word))}
    return single.pop() if len(single) == 1 else None


def periods(column: Column | None, part: Column | None, told: Period | None, outside: int | None) -> dict[str, Period]:
    """The period of each text of the column; under "" that of all where nothing else says.

    With a second column, of units or of how many, the texts are those of both, as `looked_up` puts them together.
    """
    if told is not None or column is None:
        return {"": told or MONTH}
    found = {}
    first, second = trimmed(f"raw.{column.role}"), trimmed(f"raw.{part.role}") if part else "''"
    others = f"WHERE row <> {outside} " if outside is not None else ""
    pairs = column.rows(
        f"SELECT {looked_up(column, part)}, {first}, {second}, min(row) FROM raw {others}GROUP BY ALL ORDER BY min(row)"
    )
    for text, plain, unit, row in pairs:
        length = _both(plain, unit) or (None if unit else in_words(plain))
        if length is None:
            shown = f'"{" ".join([plain, unit]).strip()[:60]}" is not a billing period'
            shown = shown if plain else "the cell is blank where a period belongs"
            fix = "write day, week, month, quarter, half-year, year or a number of months, or say --period"
            raise column.source.refuse(shown, row=column.source.row(row), column=column.called, fix=fix)
        found[text] = length
    return found


def _both(plain: str, unit: str) -> Period | None:
    """A billing period from a cell, and from one beside it where one of both is a number and the other a unit.

    >>> _both("3.0", " month"), _both("month", "3"), _both("year", ""), _both("1 year", "month"), _both("1,0", "")
    (Period(months=3, days=0), Period(months=3, days=0), Period(months=12, days=0), Period(months=12, days=0), \
Period(months=1, days=0))
    >>> _both("3", "moon"), _both("month", "2.5"), _both("month", "year"), _both("3", "1 year")  # not joined
    (None, None, None, None)
    """
    numbers = [part.strip() for part in (plain, unit) if _NUMBER.fullmatch(part)]
    words = [part.strip() for part in (plain, unit) if part.strip() and not _NUMBER.fullmatch(part)]
    if len(numbers) == len(words) == 1 and not words[0][0].isdecimal():
        return period(f"{numbers[0]} {words[0]}")
    if not unit or (words and words[0][0].isdecimal() and not numbers):  # how many and of which unit, in one cell
        return period(plain)
    return period(plain) if period(plain) == period(unit) else None


def looked_up(column: Column, part: Column | None) -> str:
    """SQL for what is looked up among the periods."""
    return f"raw.{column.role}" + (f" || chr(31) || raw.{part.role}" if part else "")
