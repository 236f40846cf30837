"""Two columns that could each be the billing period: the two halves of one, or rivals. Their cells tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xlclv.contracts.billing import both
from xlclv.contracts.counts import counts, small, texts_of
from xlclv.contracts.periods import Period, unit
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import either, find, plain
from xlclv.orders.period_names import of_a_period, of_a_unit, without_table
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import BILLING, BILLING_PART, HOW_LONG
from xlclv.orders.source import Options, Source

_MANY = 200  # different pairs, or texts: more are no periods
_FEW = 12  # different pairs of how many and which unit
_LONGEST = 120  # months: no bill comes later


def paired(connection: Any, source: Source, columns: Columns, options: Options, told: Period | None) -> Columns:
    """The columns, without the second one where the cells of both are not one period, and the user names the first.

    InputError where nobody says which it is.
    """
    roles = columns.roles
    at = roles.get(roles_of.BILLED_PART)
    if at is None or told is not None or find(BILLING_PART, [without_table(source.headers[at])]):
        return columns
    first, second = trimmed(roles_of.BILLED), trimmed(roles_of.BILLED_PART)
    found = rows(connection, f"SELECT DISTINCT {first}, {second} FROM raw LIMIT {_MANY + 1}")
    if len(found) <= _MANY and all(both(one, other) for one, other in found if one or other):
        return columns
    if dict(options.named).get(roles_of.BILLED) is None:
        names = [f'"{source.headers[place].strip()}"' for place in sorted((roles[roles_of.BILLED], at))]
        raise source.refuse(f"the columns {either(names, 'and')} could each be the billing; say which with --billing")
    return replace(columns, named=tuple(pair for pair in columns.named if pair[0] != roles_of.BILLED_PART))


def matched(
    connection: Any, source: Source, columns: Columns, options: Options, told: Period | None, kept: Sequence[int]
) -> Columns:
    """The columns, with the two halves of a billing period where each has a known name and their cells are such.

    One is of small whole numbers, the other of units. Who names the billing period is taken at the word. `kept` are
    the columns beside those in use, whole.
    """
    if _is_said(columns, options, told):
        return columns
    cells, seen = _known(connection, source, columns, kept)
    units = [at for at, texts in seen.items() if _units(source.headers[at], texts)]
    numbers = [at for at, texts in seen.items() if of_a_period(source.headers[at]) and small(texts)]
    billed = columns.roles.get(roles_of.BILLED)
    pairs = [
        (one, many)
        for one in units
        for many in numbers
        if billed in (None, one, many) and not _whole(source.headers[one], source.headers[many])
    ]
    pairs = pairs if len(pairs) == 1 else [pair for pair in pairs if counts(seen[pair[1]])]
    if len(pairs) != 1 or not _one_period(connection, *(cells[at] for at in pairs[0])):
        return columns
    named, (one, many) = columns.named, pairs[0]
    first, part = (many, one) if billed == many else (one, many)
    for role, at in ((roles_of.BILLED, first), (roles_of.BILLED_PART, part)):
        if cells[at] != role:
            connection.execute(f"ALTER TABLE raw RENAME COLUMN {cells[at]} TO {role}")
            named = (*named, (role, at))
    return replace(columns, named=named)


def unmatched(
    connection: Any, source: Source, columns: Columns, options: Options, told: Period | None, kept: Sequence[int]
) -> list[str]:
    """Warnings of halves that stand alone: numbers that are not used, and units beside a billing period of numbers."""
    monthly = roles_of.fee_of(source.headers[columns.roles["amount"]]) == roles_of.A_MONTHS_FEE
    if _is_said(columns, options, told) or monthly or columns.date is None:
        return []
    _, seen = _known(connection, source, columns, kept)
    billed = columns.roles.get(roles_of.BILLED)
    in_months = billed is not None and small(seen.get(billed, ()))
    said = []
    for at, texts in seen.items():
        name, lone = source.column(at), counts(texts) and of_a_period(source.headers[at])
        if at == billed or not (lone or (in_months and any(unit(text) and len(text) > 1 for text in texts))):
            continue
        found = f'{source.where}: {name} ("{texts[0]}") is not used, so '
        if billed is None:
            called = name.removeprefix("column ")
            said.append(
                f"{found}every fee is a month's: say --billing {called} if it tells for how many months a fee is, "
                "--billing none if it tells something else"
            )
            continue
        what = "as many months as its cells say" if in_months else "what its cells say, once"
        called = source.column(billed).removeprefix("column ")
        said.append(
            f"{found}the billing period is {called}, {what}: if both tell it together, write them in one column, such "
            f"as 3 months; if not, say --billing {called}"
        )
    return said


def _units(header: str, texts: Sequence[str]) -> bool:
    """Whether a column's texts are units: single letters only under a name of a period, or the word unit alone."""
    words = any(len(text) > 1 for text in texts) or of_a_period(header) or header.strip().isalpha()
    return bool(texts) and words and all(map(unit, texts))


def _whole(one: str, many: str) -> bool:
    """Whether a unit's header says the whole billing period, so that a bare period or cycle beside it is another."""
    return plain(without_table(one)) in BILLING[0] and plain(without_table(many)) in HOW_LONG[0]


def _is_said(columns: Columns, options: Options, told: Period | None) -> bool:
    """Whether the billing period is known, by the user or in both halves."""
    named = dict(options.named).get(roles_of.BILLED) is not None
    return told is not None or named or roles_of.BILLED_PART in columns.roles


def _known(
    connection: Any, source: Source, columns: Columns, kept: Sequence[int]
) -> tuple[dict[int, str], dict[int, tuple[str, ...]]]:
    """The columns that may be half a billing period by their names, as the raw table calls them; and their texts."""
    roles = columns.roles
    used = {at for role, at in roles.items() if not role.startswith("level")}
    headers = source.headers
    cells = {
        at: f"beside{at}" for at in kept if at not in used and (of_a_period(headers[at]) or of_a_unit(headers[at]))
    }
    if roles_of.BILLED in roles:
        cells[roles[roles_of.BILLED]] = roles_of.BILLED
    return cells, {at: texts_of(connection, cell, _MANY) for at, cell in cells.items()}


def _one_period(connection: Any, one: str, many: str) -> bool:
    """Whether the cells of both are a period on each row that has either."""
    first, second = trimmed(one), trimmed(many)
    found = rows(connection, f"SELECT DISTINCT {first}, {second} FROM raw LIMIT {_FEW + 2}")
    lengths = [both(*pair) if all(pair) else None for pair in found if any(pair)]
    return len(lengths) <= _FEW and all(length is not None and length.in_months <= _LONGEST for length in lengths)
