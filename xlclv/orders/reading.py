"""Order files in, orders out: raw cells, one convention a file, exact money, and a ledger of what was left out."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from xlclv.orders import worth_a_look
from xlclv.orders.accounting import ledger, nothing_left
from xlclv.orders.chosen import reached
from xlclv.orders.definition import TAKEN_OFF, by_id, customer_days, customer_table
from xlclv.orders.engine import connect, keep, one, rows, unplanned
from xlclv.orders.files import choosing, zones
from xlclv.orders.files.cells import literal
from xlclv.orders.files.opening import open_all, refuse_copies, twice, unchanged
from xlclv.orders.files.parquet import damage_told
from xlclv.orders.files.part import Part, convert
from xlclv.orders.files.same_columns import compared
from xlclv.orders.files.whole import settle_relation
from xlclv.orders.ledger import Ledger, after
from xlclv.orders.line_margin import below_cost, line_margin
from xlclv.orders.one_currency import counting, nameless, one_currency, refuse_costs
from xlclv.orders.one_scale import at_one_scale
from xlclv.orders.pseudonyms import Pseudonyms
from xlclv.orders.roles import Columns, kept
from xlclv.orders.source import SHOWN, Options, Source, refusal, several
from xlclv.orders.tables.stored import in_place
from xlclv.terms.options import bare_option, option, option_name


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders used: an Ibis table of customer (text or whole numbers), day (date) and amount (whole, at 10**-scale).

    `days` are the orders merged by customer and day, `customers` one row a customer: counted once, kept by the engine.
    `as_of` is the last day the orders are known for: as stated, else the last day among them (`last_day`).
    `currency` is as the files write it (EUR, $), "" where they do not. Without `money`, orders are counted: a purchase
    day is 1.
    """

    table: Any
    days: Any
    customers: Any
    scale: int
    ledger: Ledger
    as_of: dt.date
    first_day: dt.date
    last_day: dt.date
    currency: str = ""
    money: bool = True
    cost_currency: str = ""  # that costs or margins of the lines name


def read(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    customer: str | None = None,
    date: str | None = None,
    amount: str | None = None,
    sheet: str | Sequence[str] | None = None,
    decimal: str | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    as_of: dt.date | None = None,
    fill_down: bool = False,
    dedupe: bool = False,
    normalise: bool = False,
    timezone: str | None = None,
    memory_limit: str | None = None,
    pseudonyms: Pseudonyms | None = None,
    system: str | None = None,
    status_column: str | None = None,
    only: str | Sequence[str] | None = None,
    without: str | Sequence[str] | None = None,
    order_column: str | None = None,
    keep_ids: Sequence[str] = (),
    exclude: Sequence[str] = (),
    cost: str | None = None,
    margin_column: str | None = None,
    by: Sequence[str] = (),
    also: Sequence[str] = (),
    beside: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Orders:
    """The orders of one or several files: .csv, .txt, .gz, .xlsx, .xls, .ods or .parquet, by what the file is.

    `customer`, `date` and `amount` name columns where their own names do not tell, or give their places counted
    from 1 where there is no header; `amount` may be a product, "Quantity * UnitPrice", or "none":
    orders are counted. `decimal` ("." or ","),
    `dayfirst`, `encoding` and `timezone` settle what a file leaves open. `fill_down` repeats ids and dates over blanks
    below them, `dedupe` leaves out rows that repeat another in every column, `normalise` takes ids without regard to
    case and accents; `pseudonyms` take their place. `system` says whose export it is, `status_column`, `only` and
    `without` which rows are sales ("completed,paid", or "Channel=web" of another column; each may be several),
    `order_column` which lines are one order; `keep_ids` are
    placeholders that are customers after all, `exclude` customers to leave out. `cost` is what the goods of a line cost
    (of one, where its header says so or amount is quantity x price), `margin_column` what a line leaves: with either
    all values are margin. `since` and `until` are the first and the last day that count: rows beyond are left out, and
    where there are later ones, orders are known up to `until`. `sheet` may be several, or a pattern. `by` names further
    columns to keep, `beside` says that other files belong to the orders. Raises InputError, one line: file, sheet, row,
    column.
    """
    if decimal not in (None, ".", ","):
        raise refusal("decimal", f'"{decimal}" is not a decimal mark', "give . or ,")
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not given:
        raise refusal("input", "no file was given")
    backend = connect(memory_limit)
    zone = None if timezone is None else zones.check(backend.con, timezone)
    first, last = span_said(since, until)
    options = Options(
        customer, date, amount, several(sheet), decimal, dayfirst, encoding, pseudonyms, fill_down, normalise,
        zone, system, status_column, several(only), several(without), order_column, tuple(keep_ids), tuple(exclude),
        cost, margin_column, tuple(by), tuple(also), beside, since=first, until=last,
    )  # fmt: skip
    options = replace(options, lacking=len(given) > 1 or bool(options.sheet))
    with unchanged([Path(path) for path in given]):
        refuse_copies([Path(path) for path in given])
        opened = reached(list(open_all(map(Path, given), options)), options)
        with damage_told([source for source, _ in opened]):
            return read_opened(backend, opened, options, as_of, dedupe)


def span_said(since: dt.date | None, until: dt.date | None) -> tuple[str | None, str | None]:
    """The first and the last day that count, as they stand in the options."""
    if since is not None and until is not None and since > until:
        raise refusal(
            f"{option_name('from')} and {option_name('until')}",
            f"{since} is after {until}",
            f"give the earlier day with {option('from')}",
        )
    first, last = (None if day is None else day.isoformat() for day in (since, until))
    return first, last


def read_opened(
    backend: Any,
    opened: Sequence[tuple[Source, Columns]],
    options: Options,
    as_of: dt.date | None,
    dedupe: bool = False,
) -> Orders:
    """The orders of files, or of tables without types, as they were opened."""
    if options.cost is not None and options.margin_column is not None:
        raise refusal(
            f"{option_name('cost')} and {option_name('margin-column')}",
            "both say what a line leaves",
            "give one of them",
        )
    opened = [(source, settle_relation(backend.con, source, columns, options)) for source, columns in compared(opened)]
    parts = None if dedupe else in_place(backend, opened, options)
    if parts is None:
        parts = []
        for number, (source, columns) in enumerate(opened):
            with unplanned(backend.con, source.small):
                parts.append(convert(backend.con, source, columns, number, options))
    choosing.refuse_unreached([(part.source, part.columns) for part in parts], options)
    looked = worth_a_look.repeated(backend.con, parts, dedupe)
    return _together(backend, looked, as_of, options)


def _piece(part: Part, number: int, scale: int, extra: int, netted: bool) -> str:
    """SQL for the orders of one part; with its rows' places where they are needed to tell lines of a day apart.

    With `netted` it has what a column of refunds took off each amount.
    """
    up = 10 ** (scale - part.scale)
    off = f", {f'refunded * {up}' if part.netted else '0::BIGINT'} AS {TAKEN_OFF}" if netted else ""
    worth = f", worth * {up} AS worth" if part.worth else ""
    beside = "".join(f", {kept(at)}" for at in range(extra)) + f", {number} AS part, row" if extra else ""
    return (
        f"SELECT customer, day, amount * {up} AS amount{worth}{off}{beside} FROM {part.table} "
        "WHERE customer IS NOT NULL"
    )


def _together(backend: Any, parts: list[Part], as_of: dt.date | None, options: Options) -> Orders:
    """The parts as one table at one scale, with the ledger of all."""
    secret, extra, money = options.secret, len(options.by), not options.counted
    parts = at_one_scale(backend.con, parts)
    scale = max(part.scale for part in parts)
    for part in parts:
        _refuse_later(backend.con, part, as_of, options)
    netted = any(part.netted for part in parts)
    pieces = " UNION ALL ".join(_piece(part, number, scale, extra, netted) for number, part in enumerate(parts))
    backend.con.execute(f"CREATE VIEW orders AS {pieces}")
    first, last = one(backend.con, "SELECT min(day), max(day) FROM orders")
    accounts = ledger(backend.con, parts, scale)
    if last is None:
        raise nothing_left(parts, accounts)
    refuse_twice(accounts)
    table = backend.table("orders")
    days = keep(customer_days(table, counted=not money))
    # In an order of their own, else rows of scores and the last digits of sums change with how threads come along.
    customers = keep(by_id(customer_table(days)))
    accounts = replace(accounts, margin=line_margin(table, days, scale), money=money)
    warnings = [
        *worth_a_look.customer_list(accounts.files, customers),
        *worth_a_look.own_ids(accounts.files, customers, options.customer),
        *worth_a_look.below_zero(customers, scale),
        *(worth_a_look.dominant(customers, scale, secret) if money else ()),
        *(worth_a_look.of_lists(customers, scale) if money and not secret else ()),
        *worth_a_look.lone_days(days, partial(worth_a_look.places, backend.con, parts)),
    ]
    used, idle = counting(backend.con, parts)
    warnings += nameless(backend.con, used) if money else []
    if len(parts) > 1 and not secret:
        warnings += worth_a_look.alike(backend.con, parts)
    accounts = replace(
        accounts,
        assumed=(*accounts.assumed, *idle, *worth_a_look.occasions(days), *below_cost(accounts)),
        warnings=(*accounts.warnings, *warnings),
    )
    known = as_of or _known_until(backend.con, parts, options) or last
    return Orders(
        table, days, customers, scale, accounts, known, first, last, one_currency(used), money, refuse_costs(used)
    )


def _known_until(connection: Any, parts: list[Part], options: Options) -> dt.date | None:
    """The day of --until where there are orders after it: up to that day, then, all are known."""
    if options.until is None:
        return None
    reason = literal(after(options.until))
    later = any(one(connection, f"SELECT bool_or(left_out = {reason}) FROM {part.table}")[0] for part in parts)
    return dt.date.fromisoformat(options.until) if later else None


def refuse_twice(accounts: Ledger) -> None:
    """The same sheet or table asked for twice would count every order twice."""
    seen: dict[tuple[str, str, str], str] = {}
    for file in accounts.files:
        key = file.sha256 or file.name, file.sheet, file.table
        if key in seen:
            raise twice(seen[key], file.name)
        seen[key] = file.name


def _refuse_later(connection: Any, part: Part, as_of: dt.date | None, options: Options) -> None:
    """No row may lie after the day the analysis speaks of; when nobody says which, no order is from the future."""
    limit, called = (dt.date.today(), "today") if as_of is None else (as_of, "the as-of date")
    counts = "TRUE" if options.until is None else f"left_out IS DISTINCT FROM {literal(after(options.until))}"
    if (one(connection, f"SELECT max(day) FROM {part.table} WHERE {counts}")[0] or limit) <= limit:
        return
    found = rows(
        connection,
        f"SELECT row, day, count(*) OVER () FROM {part.table} WHERE day > ? AND {counts} ORDER BY row LIMIT {SHOWN}",
        [limit],
    )
    if found:
        places = ", ".join(f"{part.source.row(row):,} ({day})" for row, day, _ in found)
        rest = f" and {found[0][2] - len(found):,} more" if found[0][2] > len(found) else ""
        raise part.source.refuse(
            f"dates after {called}, {limit}: row{'s' if len(found) > 1 else ''} {places}{rest}",
            fix=f"correct them, leave those rows out with {bare_option('until', limit)}, or give a later "
            f"{option_name('as-of')}",
        )
