"""Which record of a table is its header: the one whose cells name the columns needed."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.errors import listed
from xlclv.orders.assumed import by_values, without_words
from xlclv.orders.columns import positions, recognise, without_header
from xlclv.orders.contract_columns import NAMING
from xlclv.orders.every_cell import by_all_cells
from xlclv.orders.files.layouts.wide import missed
from xlclv.orders.headers import UnclearError, describe, find
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import AMOUNT, CUSTOMER, DATE
from xlclv.orders.rules.layouts import is_month_name
from xlclv.orders.source import Options, refusal
from xlclv.terms.options import bare_options

_A_YEAR = 2026  # as messages show one
HEADER_ROWS = 20  # a header stands among the first of these


def find_header(records: list[list[str]], options: Options, where: str) -> tuple[Columns, int]:
    """The columns, and how many records stand before the data: 0 for a table without a header.

    The header is the one record among the first twenty whose cells name every column needed.
    """
    found: list[tuple[Columns, int]] = []
    reasons: list[tuple[int, int, str]] = []
    why: dict[int, str] = {}
    for at, cells in enumerate(records[:HEADER_ROWS], start=1):
        try:
            found.append((recognise(cells, options), at))
        except UnclearError as reason:
            why[at] = str(reason)
            reasons.append((named(cells, options.form), sum(map(_wordlike, cells)), str(reason)))
    try:
        placed = positions(options, max(map(len, records)))
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None
    if placed is not None:
        at = _places_header(records, placed)
        return next(((columns, row) for columns, row in found if row == at), None) or (
            _bare(placed, records, options, where, why.get(at)),
            at,
        )
    if options.told is not None and found:  # beside orders no layout has looked for a header that comes again
        first = records[found[0][1] - 1]
        found = [found[0], *(each for each in found[1:] if records[each[1] - 1] != first)]
    if len(found) == 1:
        columns, at = found[0]
        columns = without_words(columns, records[at - 1], records[at:], options)
        return _by_cells(columns, records[at - 1], records[at:], options, where), at
    if found:
        rows = listed([str(at) for _, at in found]) if len(found) > 2 else " and ".join(str(at) for _, at in found)
        raise refusal(where, f"rows {rows} could each be the header", "keep one of them")
    if (guessed := _assumed(records, options, where)) is not None:
        return guessed
    if options.told is None and options.date is None and (beside := missed([*enumerate(records, start=1)])):
        raise refusal(where, *beside)
    if options.secret and not max(reasons)[0]:
        rule = "no row names a customer, a date or an amount, and beside pseudonyms no cell is shown"
        raise refusal(where, rule, _by_place())
    if not options.secret and len(months := max((_month_names(cells) for cells in records[:HEADER_ROWS]), key=len)) > 2:
        rule = f"the columns {listed(months)} are months without a year"
        raise refusal(where, rule, f"write the year to each, such as {months[0]} {_A_YEAR}")
    first = next(cells for cells in records if any(cell.strip() for cell in cells))
    if max(reasons)[0] or not any(_datalike(cell) for cell in first):
        raise refusal(where, max(reasons, key=lambda r: r[:2])[2])
    raise refusal(where, f"the file has no header; its first row is {describe(first)}", _by_place())


def _assumed(records: list[list[str]], options: Options, where: str) -> tuple[Columns, int] | None:
    """The columns of the record most like a header, where values tell what its names do not."""
    if options.form == "contracts":
        return None  # a balance or a salary is no fee because it is the only amount
    alike = [(named(cells), at) for at, cells in enumerate(records[:HEADER_ROWS]) if not any(map(_datalike, cells))]
    most, at = max(alike, key=lambda one: (one[0], -one[1]), default=(0, 0))
    if not most:
        return None
    try:
        columns = by_values(records[at], records[at + 1 :], options)
    except UnclearError:
        return None
    return _by_cells(columns, records[at], records[at + 1 :], options, where), at + 1


def _by_cells(columns: Columns, headers: list[str], below: list[list[str]], options: Options, where: str) -> Columns:
    """The same, refused with the place."""
    try:
        return by_all_cells(columns, headers, below, options)
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None


def named(cells: Sequence[str], form: str = "orders") -> int:
    """How many of customer, date and amount the cells name; of contracts the words that are no values as well."""
    return sum(bool(find(tiers, cells)) for tiers in (NAMING if form == "contracts" else (CUSTOMER, DATE, AMOUNT)))


def _bare(placed: Columns, records: list[list[str]], options: Options, where: str, why: str | None) -> Columns:
    """The columns by place where no header tells more; `why` the record above the data tells none."""
    try:
        return without_header(placed, options, max(map(len, records)))
    except UnclearError as reason:
        raise refusal(where, why or str(reason)) from None


def _places_header(records: list[list[str]], columns: Columns) -> int:
    """Records before the first one with a digit under both date and money: a header never has them."""
    money = columns.amount if columns.amount is not None else columns.price
    for at, cells in enumerate(records[:HEADER_ROWS]):
        places = [place for place in (columns.date, money) if place is not None]
        needed = [cells[i] if i < len(cells) else "" for i in places]
        if all(any(c.isdigit() for c in cell) for cell in needed):
            return at
    return 0


def _month_names(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if is_month_name(cell)]


def _datalike(cell: str) -> bool:
    """Whether a cell can only be a value, a number or a date, which no header is."""
    return any(c.isdigit() for c in cell) and not any(c.isalpha() for c in cell)


def _wordlike(cell: str) -> bool:
    """Whether a cell reads as a word, not as a number, a date or an id."""
    return any(c.isalpha() for c in cell) and not any(c.isdigit() for c in cell)


def _by_place() -> str:
    return f"give the columns by their place, such as {bare_options(('customer', 1), ('date', 2), ('amount', 3))}"
