"""Amounts from cells as typed to whole numbers of the smallest unit: nothing is added up in floating point.

The scale is the number of decimals the column needs. The decimal mark is decided once for the column, by the
cells that leave no choice; where none does, 1.234 could be either and the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlclv.errors import InputError
from xlclv.orders.currencies import BEFORE, CODES, NAMES, apart, called, one_of, way_out
from xlclv.orders.files.cells import Column, literal, trimmed
from xlclv.orders.files.decimal_marks import decimal_mark, plainly
from xlclv.orders.files.room import LARGEST, at, decimals
from xlclv.orders.rules.fee_words import unit_of
from xlclv.terms.options import option

DECIMALS = 9  # finer than any currency; a computed 45.900000000000006 becomes 45.9

_SIGN = rf"(?:(?:{'|'.join(BEFORE)})?\p{{Sc}}|(?i:{'|'.join(CODES)}|(?:{'|'.join(NAMES)})\.?|円|원|元))"
_OF_SOMEBODY = f"left_out IS NULL AND {trimmed('customer')} <> ''"
_SHORT = frozenset(map(str.upper, NAMES))  # Rs and kr are shown as they are written
# As ledgers write debit and credit, before or behind; a letter alone only where cents show that it is money.
_SIDES = "[dc]r|db|credit|debit|kredit|haben|soll|crédit|débit|crédito|débito|credito|debito|avere|dare"
_SIDE = re.compile(
    rf"[0-9]\)?\s*(?:[A-Z]{{3}}|\W)?\s*\(?(?:{_SIDES})\.?\)?$|^(?:{_SIDES})\b\.?\W*(?:[A-Z]{{3}} ?)?[0-9]|^[dc]r[0-9]|"
    r"[.,][0-9]{2}\s*[CDHS]$|^[CDHS]\s+[0-9.,]*[.,][0-9]{2}$",
    re.IGNORECASE,
)
_GROUP = {".": r"[, '’]", ",": r"[. '’]"}


@dataclass(frozen=True, slots=True)
class Money:
    """One column converted: `table` maps each distinct `text` to `value`, whole numbers at 10**-scale."""

    table: str
    scale: int
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    currency: str = ""
    share: str = ""  # of the amount beside it, not money: as a "share" (0.4) or in "percent" (40)
    rounded: int = 0  # cells that have more decimals


def convert(column: Column, decimal: str | None, beside: Sequence[Column] = ()) -> Money:
    """The column's distinct texts as whole numbers; InputError for the first cells that are no amount.

    `beside` are the other columns of numbers in use: where no cell decides the decimal mark, theirs do.
    """
    plainly(column)
    stated = "." if column.numeric else decimal
    mark, decided = (stated, "") if stated else decimal_mark(column, beside)
    if mark == "," and column.position in column.source.mixed:
        rule = "holds numbers beside text with decimal commas; as text, 1.234 could be either"
        raise column.source.refuse(
            rule, column=column.called, fix=f"make all its cells numbers{' in Excel' if column.source.sheet else ''}"
        )
    _canonical(column, mark)
    currency, notes = _currency(column)
    scale, most, rounded = _scale(column)
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.role}_values AS SELECT text, "
        f"TRY_CAST(TRY_CAST(canon AS DECIMAL(28, {scale})) * {10**scale} AS BIGINT) AS value, first, rows "
        f"FROM canon_{column.role}"
    )
    _refuse_large(column, scale)
    if mark == ",":
        notes = f"{column.source.where}: {column.called} {_of_commas(column)}{decided}", *notes
    cents, said, warned = _unit(column)
    notes += tuple(f"{column.source.where}: {note}" for note in said)
    warnings = tuple(f"{column.source.where}: {note}" for note in warned)
    if rounded:
        many = f"{rounded:,} cell" + ("s have" if rounded > 1 else " has")
        why = "" if most == DECIMALS else ": with more, amounts are too large to be held exactly"
        warnings += (f"{column.source.where}: {many} more than {most} decimals in {column.called}; rounded{why}",)
    return Money(f"{column.role}_values", scale + cents, notes, warnings, currency, rounded=rounded)


def _scale(column: Column) -> tuple[int, int, int]:
    """The decimals that the column is held with, those it may have, and how many of its cells have more."""
    size = "abs(TRY_CAST(canon AS DOUBLE))"
    exactly = f"CAST(TRY_CAST(canon AS DECIMAL(38, {DECIMALS})) AS VARCHAR)"
    rounded = "SELECT coalesce(sum(rows) FILTER (decimals > {0}), 0)"
    over, needed, largest, total = column.one(
        f"{rounded.format(DECIMALS)}, least(coalesce(max(length(rtrim(split_part({exactly}, '.', 2), '0'))), 0), "
        f"{DECIMALS}), coalesce(max({size}), 0), coalesce(sum({size} * rows), 0) "
        f"FROM canon_{column.role}"
    )
    scale = decimals(largest, total, needed)
    if scale == needed:
        return scale, DECIMALS, int(over)
    return scale, scale, int(column.one(f"{rounded.format(scale)} FROM canon_{column.role}")[0])


def _unit(column: Column) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Decimals that the header moves the money by, what to say of it and what to warn of."""
    headers = column.source.headers
    if not headers or column.role in ("quantity", "pieces"):
        return 0, (), ()
    cents, said, warned = unit_of(headers[column.position], column.called)
    return cents, tuple(filter(None, (said,))), tuple(filter(None, (warned,)))


def _of_commas(column: Column) -> str:
    """How a column is written that is read with decimal commas: it may have points alone, 1.250円."""
    points = column.one(f"SELECT bool_or(plain LIKE '%.%') AND NOT bool_or(plain LIKE '%,%') FROM {column.table}")[0]
    return "has points between thousands" if points else "has decimal commas"


@dataclass(frozen=True, slots=True)
class Amount:
    """SQL for the amount of a row of `raw` joined with its factors' tables, and the scale it comes out at."""

    value: str
    scale: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A column of discounts: a share of quantity x price, in hundredths or not, or money off the line."""

    kind: str  # "share", "percent" or "money"
    scale: int

    def of(self, gross: str, scale: int) -> tuple[str, int]:
        """SQL for what is left of the gross amount, exactly, and its scale."""
        off = "abs(CAST(discount.value AS HUGEINT))"
        if self.kind == "money":
            finest = max(scale, self.scale)
            off = f"sign({gross})::HUGEINT * {off} * {10 ** (finest - self.scale)}"
            return f"({gross} * {10 ** (finest - scale)} - {off})", finest
        more = 2 if self.kind == "percent" else 0
        return f"({gross} * ({10 ** (self.scale + more)} - {off}))", scale + self.scale + more


def product(factors: dict[str, Money], cut: Cut | None = None, most: int = DECIMALS) -> Amount:
    """The one column's value, or quantity x price in 128 bits, where nothing wraps: NULL when it outgrows 64.

    It has so many decimals at `most`. Without either every row is 1: orders are counted.
    """
    if not factors:
        return Amount("1::BIGINT", 0)
    values = [f"{role}.value" for role in factors]
    scale = sum(factor.scale for factor in factors.values())
    if len(values) == 1:
        return Amount(values[0], scale)
    one, other = (f"CAST({value} AS HUGEINT)" for value in values)
    exactly = f"CASE WHEN {one} < 0 THEN {one} * abs({other}) ELSE {one} * {other} END"  # two minuses are a return
    exactly = f"({exactly})"
    if cut is not None:
        exactly, scale = cut.of(exactly, scale)
    if scale <= most:
        return Amount(f"TRY_CAST(TRY({exactly}) AS BIGINT)", scale)
    warning = f"quantity x price has {scale} decimals; rounded to {most}"
    warning += "" if most == DECIMALS else ": with more, amounts are too large to be held exactly"
    return Amount(f"TRY_CAST(TRY({at(exactly, scale, most)}) AS BIGINT)", most, (warning,))


def _number(mark: str) -> str:
    """The pattern of an amount: sign, currency, digits in groups of three or in one run, decimals, exponent."""
    group, point = _GROUP[mark], "\\" + mark
    indian = r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|" if mark == "." else ""  # 1,23,456.50: lakh and crore
    digits = rf"(?:{indian}[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)(?:{point}[0-9]*)?|{point}[0-9]+"
    return rf"(\()? ?([-+])? ?({_SIGN})? ?([-+])? ?({digits})([eE][-+]?[0-9]{{1,3}})? ?({_SIGN})? ?([-+])? ?(\))?"


def _canonical(column: Column, mark: str) -> None:
    """A table of text and canon: the amount as -1234.5, with its currency; InputError for what is none."""
    names = "['open', 'first', 'before', 'second', 'digits', 'exponent', 'after', 'last', 'close']"
    column.connection.execute(
        f"CREATE OR REPLACE TABLE canon_{column.role} AS "
        f"SELECT text, rows, first, part.before || part.after AS currency, "
        f"length(part.open) + length(part.first) + length(part.second) + length(part.last) AS signs, "
        f"length(rtrim(split_part(replace(part.digits, {literal(mark)}, '.'), '.', 2), '0')) "
        f"- coalesce(TRY_CAST(substr(part.exponent, 2) AS INTEGER), 0) AS decimals, "
        f"CASE WHEN part.digits IS NULL OR part.digits = '' OR part.open || part.close NOT IN ('', '()') "
        f"OR length(part.open || part.first || part.second || part.last) > 1 THEN NULL ELSE "
        f"CASE WHEN part.open = '(' OR '-' IN (part.first, part.second, part.last) THEN '-' ELSE '' END || "
        f"replace(regexp_replace(part.digits, {literal(_GROUP[mark])}, '', 'g'), {literal(mark)}, '.') || "
        f"part.exponent END AS canon "
        f"FROM (SELECT *, regexp_extract(plain, {literal('^' + _number(mark) + '$')}, {names}) AS part "
        f"FROM {column.table})"
    )
    text, row, more = column.bad(f"canon_{column.role}", "canon IS NULL")
    if row:
        raise refusal(column, text.strip(), row, more)


def refusal(column: Column, cell: str, row: int, more: str) -> InputError:
    """What to say of a cell that is no amount."""
    fix, said = f"correct the cell, or {column.source.without()}", column.source.quoted(cell, most=60)
    if not cell:
        rule = f"the cell is blank where {'a number of pieces' if column.role == 'pieces' else 'an amount'} belongs"
    elif cell.startswith("#"):
        rule, fix = f"{said} is an error of the spreadsheet, not an amount", "fix the cell where it comes from"
    elif cell.lstrip("+-").casefold() in ("nan", "inf", "infinity"):
        rule = f"{said} is not a finite amount"
    else:
        rule = f"{said} is not {'a number of pieces' if column.role == 'pieces' else 'an amount'}"
        if column.role not in ("quantity", "pieces") and _SIDE.search(cell):
            rule += ": debit and credit add or take off by whose ledger it is"
            fix = "write what adds plainly, and what is taken off with a minus"
        if "\n" in cell:
            fix = "a quote in this row or before it is not closed: the cell goes on over the lines below; fix that"
    if column.role == "pieces":
        more += ", and what a line costs or leaves is that of one piece times it"
        fix = f"correct the cell, name what the whole line costs with {option('cost')}, or {column.source.without()}"
    return column.source.refuse(rule + more, row=column.source.row(row), column=column.called, fix=fix)


def refuse_words(column: Column, option: str) -> None:
    """A column without any number was taken for money by its name: `option` names another."""
    odd = "plain LIKE '#%' OR lower(ltrim(plain, '+-')) IN ('nan', 'inf', 'infinity')"
    letters, digits = (
        f"regexp_matches(plain, '\\p{{L}}') AND NOT ({odd})",
        f"regexp_matches(plain, '\\p{{Nd}}') OR {odd}",
    )
    row, text, numbers = column.one(
        f"SELECT min(first) FILTER ({letters}), arg_min(plain, first) FILTER ({letters}), count(*) FILTER ({digits}) "
        f"FROM {column.table}"
    )
    if row is not None and not numbers:
        rule = f"no cell is an amount ({column.source.quoted(text, 'not shown', most=60)})"
        fix = f"name the column of money with {option}"
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)


def _refuse_large(column: Column, scale: int) -> None:
    """No amount may outgrow 64 bits at the column's scale."""
    text, row, more = column.bad(f"{column.role}_values", f"value IS NULL OR value < -{LARGEST}")
    if row:
        rule = f"{column.source.quoted(text, most=60)} is too large to be held exactly with {scale} decimals{more}"
        raise column.source.refuse(
            rule, row=column.source.row(row), column=column.called, fix="correct it, or round the amounts to cents"
        )


def _written(column: Column, which: str = "") -> list[tuple[str, int, str]]:
    """The currencies written with the amounts, in capitals, each with its first row and as it is written there."""
    return column.rows(
        "SELECT upper(rtrim(currency, '.')) AS c, min(first), arg_min(rtrim(currency, '.'), first) "
        f"FROM canon_{column.role} WHERE currency <> ''{which} GROUP BY c ORDER BY 2"
    )


def _currency(column: Column) -> tuple[str, tuple[str, ...]]:
    """The one currency written with the amounts, and what to say of its names; amounts in several cannot be added.

    Those of rows that are left out already, or have no customer, are not asked.
    """
    found = _written(column)
    if len(found) > 1 and column.marked():
        found = _written(column, f" AND text IN (SELECT {column.role} FROM raw WHERE {_OF_SOMEBODY})")
    first: dict[str, int] = {}
    for name, row, written in found:
        first.setdefault(called(written if name in _SHORT else name), row)
    names = [*first]
    currency = one_of(names)
    if found and currency is None:
        one, other = apart(names)
        row = first[other]
        raise column.source.refuse(
            f"amounts in {one} and in {other} cannot be added",
            row=column.source.row(row),
            column=column.called,
            fix=way_out(),
        )
    said = f"{column.source.where}: {column.called} is written in {' and in '.join(names)}, one currency: {currency}"
    return currency or "", (said,) if len(names) > 1 else ()
