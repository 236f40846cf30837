"""For which period a fee is: as a column says, by its header or, where no header is of it, by its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from xlclv.contracts.counts import counts, texts_of
from xlclv.contracts.periods import DAY, MONTH, Period, period
from xlclv.contracts.periods import unit as unit_of
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import Column, spaced, trimmed
from xlclv.orders.headers import either, plain
from xlclv.orders.period_names import of_a_period, of_a_unit, without_table
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import HOW_LONG, OFTEN
from xlclv.orders.rules.term_words import unit_in
from xlclv.orders.source import Options, Source

_NUMBER = re.compile(r"\s*[0-9]+([.,][0-9]+)?\s*")
_SHORTEST = 4  # letters of a word that tells a period by itself: m, d and w may be men, others and women
_OTHER_LENGTH = re.compile(r"\b(?:semi|half|bi|tri|two|three|six|non|not|no|halb|zwei|drei|every|other)\b")
_OF_BILLING = re.compile(
    r"bill|invoic|payment|\bfees?\b|recurr|renew|abrechn|\bzahl|factur|fattur|betal|pago|paie|pagam", re.I
)
_OF_PLANS = re.compile(
    r"\bplan|\bproduct|produkt|producto|produit|prodotto|packag|paket|\bterms?\b|tarif|subscription|\babo|licen[cs]e",
    re.I,
)
_OF_OTHERS = re.compile(r"news|mail|visit|log ?in|report|contact|deliver|digest|usage|support|backup|meeting", re.I)
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
    of_billing: bool  # by its header, or by its cells where the header says only that something is periodical
    of_terms: bool  # its header is of plans or of lengths
    often: bool
    all_tell: bool  # every filled cell

    @property
    def sure(self) -> bool:
        """Whether it can be nothing but the period of a fee."""
        return self.all_tell and not self.lengths and self.kinds + self.of_billing > 1


def told_by_cells(
    connection: Any, source: Source, columns: Columns, options: Options, told: Period | None, glance: Sequence[int]
) -> tuple[Columns, list[str]]:
    """The columns, with a billing period where no header names one but cells do, and what is to be said of it.

    InputError where it cannot be told whether fees are for such periods.
    """
    said = dict(options.named).get(roles_of.BILLED)
    if told is not None or said is not None or roles_of.BILLED in columns.roles:
        return columns, []
    used = {at for role, at in columns.roles.items() if not role.startswith("level")}
    places = {at: f"glance[{number}]" for number, at in enumerate(glance, 1)}
    seen = [
        _seen(connection, source, at, places.get(at, f"beside{at}"))
        for at in range(len(source.headers))
        if at not in used
    ]
    told_there = [one for one in seen if one is not None and (one.often or columns.date is not None)]
    monthly = roles_of.fee_of(source.headers[columns.roles["amount"]]) == roles_of.A_MONTHS_FEE
    unsaid = _no_periods(connection, source, used, told_there, places, monthly) if columns.date is not None else []
    found = [one for one in told_there if one.of_billing] or [one for one in told_there if one.of_terms]
    if not found or (monthly and not (len(found) == 1 and found[0].often and found[0].sure)):
        return columns, [*([_unused(source, told_there)] if told_there else []), *unsaid]
    named = [source.column(one.at).removeprefix("column ") for one in found]
    if len(found) == 1 and found[0].sure:
        connection.execute(f"ALTER TABLE raw RENAME COLUMN beside{found[0].at} TO {roles_of.BILLED}")
        notes = [f"the billing period is what the cells of {named[0]} say; --billing none or --period says otherwise"]
        others = [one for one in told_there if one is not found[0]]
        notes += [*([_unused(source, others)] if others else []), *unsaid]
        return replace(columns, named=(*columns.named, (roles_of.BILLED, found[0].at))), notes
    rule = f"{_holding(source, found)}, but nothing says that the fee is for such a one"
    fix = f"say --billing {named[0]} if it is, or --period month if all fees are for a month"
    raise source.refuse(rule, fix=fix)


def _holding(source: Source, found: Sequence[_Seen]) -> str:
    named = [source.column(one.at).removeprefix("column ") for one in found]
    shown = f"columns {either(named, 'and')} hold" if len(found) > 1 else f"{source.column(found[0].at)} holds"
    texts = ", ".join(filter(None, (source.quoted(text, "") for text in found[0].texts[:2])))
    return f"{shown} periods{texts and f' ({texts})'}"


def _unused(source: Source, found: Sequence[_Seen]) -> str:
    """What is said of columns whose periods need not be those of fees."""
    first = source.column(found[0].at).removeprefix("column ")
    return f"{_holding(source, found)}, not used: --billing {first} if contracts renew by it"


def _no_periods(
    connection: Any, source: Source, used: Collection[int], told: Sequence[_Seen], places: Mapping[int, str],
    monthly: bool,
) -> list[str]:  # fmt: skip
    """What is said of columns called frequency or the like whose cells are numbers, or other things, not periods.

    Of small numbers beside a fee that may not be a month's a warning is given instead: `paired.unmatched`.
    """
    said = []
    for at, header in enumerate(source.headers):
        known = plain(without_table(header)) in OFTEN[0] | HOW_LONG[0]
        if at in used or not known or any(one.at == at for one in told):
            continue
        cell = places.get(at, f"beside{at}")
        if not monthly and counts(texts_of(connection, cell, _MANY)):
            continue
        text = trimmed(cell)
        cells = rows(connection, f"SELECT {text} FROM raw WHERE {text} NOT IN ('', '1') ORDER BY row LIMIT 1")
        if cells:
            name = source.column(at).removeprefix("column ")
            said.append(
                f"{source.column(at)} holds no words of periods ({source.quoted(cells[0][0], 'not shown')}), not used: "
                f"--billing {name} if contracts renew by it"
            )
    return said


def of_periods(header: str) -> bool:
    """Whether a column so called is more than named where its cells are periods.

    >>> [of_periods(header) for header in ("Turnus", "billed", "Plan name", "contract_length", "Newsletter", "City")]
    [True, True, True, True, False, False]
    """
    if of_a_period(header) or of_a_unit(header):
        return True
    words = _spoken(header)
    return not _OF_OTHERS.search(words) and any(
        pattern.search(words) for pattern in (_OF_BILLING, _OF_PLANS, _OF_LENGTH)
    )


def _spoken(header: str) -> str:
    return " ".join(re.split(r"[\s_.\-]+", header.strip()))


def _seen(connection: Any, source: Source, at: int, text: str) -> _Seen | None:
    """What a column tells of periods; None where most of its cells tell none, or all the same month."""
    text = trimmed(text)
    found = rows(
        connection, f"SELECT {spaced(text)}, count(*) FROM raw WHERE {text} <> '' GROUP BY 1 ORDER BY min(row) "
                    f"LIMIT {_MANY + 1}"
    )  # fmt: skip
    if not found or len(found) > _MANY:
        return None
    header, name = _spoken(source.headers[at]), plain(without_table(source.headers[at]))
    often = name in OFTEN[0] | HOW_LONG[0]
    other = _OF_OTHERS.search(header) is not None
    of_billing = often or (not other and _OF_BILLING.search(header) is not None)
    of_length = not other and _OF_LENGTH.search(header) is not None
    told = {cell: length for cell, _ in found if (length := _length(cell, of_billing)) is not None}
    if name in HOW_LONG[0]:
        told |= {cell: length for cell, _ in found if cell.isdecimal() and (length := period(cell)) is not None}
    kinds = set(told.values())
    if often and DAY in kinds:  # bills come daily nowhere; other things do
        often = of_billing = False
    if sum(count for cell, count in found if cell in told) < _MOST * sum(count for _, count in found):
        return None
    if not kinds or (kinds == {MONTH} and not of_billing):
        return None
    counted = any(any(letter.isdigit() for letter in cell) for cell in told)
    of_terms = of_length or (not other and _OF_PLANS.search(header) is not None)
    lengths = not of_billing and (counted or of_length)
    return _Seen(at, tuple(told), len(kinds), lengths, of_billing, of_terms, often, len(told) == len(found))


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

    With a second column, of units or of how many, the texts are those of both, as `looked_up` puts them together. A
    bare number is of the unit that the header names, as in Term (years), else of months.
    """
    if told is not None or column is None:
        return {"": told or MONTH}
    found = {}
    named = unit_in(column.source.headers[column.position]) if column.source.headers else ""
    first, second = trimmed(f"raw.{column.role}"), trimmed(f"raw.{part.role}") if part else "''"
    others = f"WHERE row <> {outside} " if outside is not None else ""
    pairs = column.rows(
        f"SELECT {looked_up(column, part)}, {first}, {second}, min(row) FROM raw {others}GROUP BY ALL ORDER BY min(row)"
    )
    for text, written, unit, row in pairs:
        if named and not unit and _NUMBER.fullmatch(written):
            length = period(f"{written} {named}")
        else:
            length = both(written, unit) or (None if unit else in_words(written))
        if length is None:
            shown = f"{column.source.quoted(f'{written} {unit}', most=60)} is not a billing period"
            shown = shown if written else "the cell is blank where a period belongs"
            fix = "write day, week, month, quarter, half-year, year or a number of months, or say --period"
            raise column.source.refuse(shown, row=column.source.row(row), column=column.called, fix=fix)
        found[text] = length
    return found


def both(plain: str, unit: str) -> Period | None:
    """A billing period from a cell, and from one beside it where one of both is a number and the other a unit.

    >>> both("3.0", " month"), both("month", "3"), both("year", ""), both("1 year", "month"), both("1,0", "")
    (Period(months=3, days=0), Period(months=3, days=0), Period(months=12, days=0), Period(months=12, days=0), \
Period(months=1, days=0))
    >>> both("3", "Monate"), both("1", "Jahr")
    (Period(months=3, days=0), Period(months=12, days=0))
    >>> both("3", "moon"), both("month", "2.5"), both("month", "year"), both("3", "1 year")  # not joined
    (None, None, None, None)
    """
    numbers = [part.strip() for part in (plain, unit) if _NUMBER.fullmatch(part)]
    words = [part.strip() for part in (plain, unit) if part.strip() and not _NUMBER.fullmatch(part)]
    if len(numbers) == len(words) == 1 and not words[0][0].isdecimal():
        return period(f"{numbers[0]} {unit_of(words[0]) or words[0]}")
    if not unit or (words and words[0][0].isdecimal() and not numbers):  # how many and of which unit, in one cell
        return period(plain)
    return period(plain) if period(plain) == period(unit) else None


def looked_up(column: Column, part: Column | None) -> str:
    """SQL for what is looked up among the periods."""
    return f"raw.{column.role}" + (f" || chr(31) || raw.{part.role}" if part else "")
