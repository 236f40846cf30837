"""A table of a database as orders, with a ledger of what was left out; sums alone leave it, and some rows' words."""

from __future__ import annotations

import contextlib
import datetime as dt
import operator
from dataclasses import replace
from functools import reduce
from typing import Any

from xlclv.orders import worth_a_look
from xlclv.orders.account_or_name import by_name
from xlclv.orders.accounting import NO_CUSTOMER, called
from xlclv.orders.assumed import without_tax_marks
from xlclv.orders.columns import recognise
from xlclv.orders.currency_columns import by_cells
from xlclv.orders.definition import by_id, customer_days, customer_table
from xlclv.orders.engine import connect, keep
from xlclv.orders.files import balances, measures, zones
from xlclv.orders.files.whole import few, settled
from xlclv.orders.guests import by_email
from xlclv.orders.headers import UnclearError
from xlclv.orders.kinds import MOST, SEEN, SIGNED, Words, money_of, seen, status_by_values, status_sought
from xlclv.orders.ledger import Exclusion, Ledger, SourceFile, exact
from xlclv.orders.reading import Orders, read_opened, span_said
from xlclv.orders.roles import Columns
from xlclv.orders.source import Options, refusal
from xlclv.orders.tables import base_files, sqlite
from xlclv.orders.tables.cells import open_cells
from xlclv.orders.tables.connecting import FILES, database, file_of, plainly, scheme, shown, table_of
from xlclv.orders.tables.days import span
from xlclv.orders.tables.place import UndecidedError
from xlclv.orders.tables.size import as_text, bounded, long_columns, refuse_expanding, refuse_used
from xlclv.orders.tables.typed import Typed, convert

_GLANCE = 1000  # letters of a cell, of which some rows are told by a word or two


def read_table(
    url: str,
    name: str,
    *,
    as_of: dt.date | None = None,
    memory_limit: str | None = None,
    dedupe: bool = False,
    timezone: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    **told: Any,
) -> Orders:
    """The orders of a table or view: DuckDB, SQLite, PostgreSQL, Spark, or any other of Ibis' URLs.

    Columns are recognised as in files, or named; `told` are the options of `reading.read`. Where the types leave
    nothing to decide, the table is read where it is, and only sums leave the database, beside the words of some rows,
    which may say that they are no sales; else its cells are read here, by
    the rules for files. Raises InputError, one line, for a table that breaks a rule.
    """
    engine = connect() if timezone is not None else None  # closed when nothing holds it
    zone = zones.check(engine.con, timezone) if engine is not None and timezone is not None else None
    first, last = span_said(since, until)
    options = Options(timezone=zone, since=first, until=last, **told)
    if scheme(url) == "sqlite":  # its columns have no types: the cells are read as those of a file
        source, columns = sqlite.open_table(file_of(url), name, options)
        return read_opened(connect(memory_limit), [(source, columns)], options, as_of, dedupe)
    backend = database(url, memory_limit)
    table = table_of(backend, url, name)
    where = f"table {name}"
    with plainly(where, url, secret=options.secret):
        long = refuse_expanding(table, url, name, where)
    try:
        columns = recognise(table.columns, options)
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None
    with plainly(where, url, secret=options.secret):
        columns = _told_by_cells(table := bounded(table, long), columns, options, where)
        used = [table.columns[at] for at in columns.roles.values()]
        refuse_used(long or long_columns(table, used, url), used, where)
        of_cells = dedupe or _looks_at_cells(options)
        if columns.plain and not of_cells and not any(of.any_in(table, columns) for of in (balances, measures)):
            with contextlib.suppress(UndecidedError):
                found = convert(table, table.columns, columns, where, options)
                mine = SourceFile(
                    shown(url),
                    "",
                    0,
                    0,
                    exact(0, 0),
                    "",
                    tuple(table.columns),
                    called(table.columns, columns.roles),
                    name,
                )
                return _orders(found, url, mine, where, as_of, options)
        table = bounded(table, long_columns(table, table.columns, url))
        source = open_cells(table, name, columns, options.secret)
        return read_opened(connect(memory_limit), [(source, columns)], options, as_of, dedupe)


def _told_by_cells(table: Any, columns: Columns, options: Options, where: str) -> Columns:
    """The columns, with what cells tell and headers do not."""
    headers, words = table.columns, first_words(table, columns)
    columns = without_tax_marks(columns, headers, words, options)
    try:
        columns = by_name(columns, headers, words, options)
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None
    if not status_sought(columns, options):
        return by_cells(columns, headers, words, options)
    columns = status_by_values(columns, headers, words, options)
    return _settled(table, by_cells(columns, headers, words, options), options)


def first_words(table: Any, columns: Columns) -> list[list[str]]:
    """Some rows, with the cells of text, of money and of the customer alone."""
    looked_at = {table.columns[columns.roles[role]] for role in ("customer", *SIGNED) if role in columns.roles}
    names = {
        name: as_text(table[name]).left(_GLANCE) if _is_said(table[name].type()) else table[name]
        for name in table.columns
        if name in looked_at or is_text(table[name].type())
    }
    found = table.select(**names).limit(SEEN).to_pyarrow().to_pylist() if names else []
    return [seen([row.get(name) for name in table.columns], columns) for row in found]


def _settled(table: Any, columns: Columns, options: Options) -> Columns:
    """The columns, with those whose texts decide what is a sale anywhere in the table; the words of these leave it."""
    import ibis

    headers = tuple(table.columns)
    texts = [at for at in columns.watched if is_text(table[headers[at]].type())]

    def below(name: str) -> Any:
        if table[name].type().is_numeric():
            return table[name] < 0
        cell = table[name].cast("string")
        return cell.contains("-") | cell.contains("−") | cell.startswith("(")

    def words(at: int, signs: bool) -> Words:
        money = [below(headers[place]).fill_null(False) for place in money_of(columns)] if signs else []
        unsigned = ~reduce(operator.or_, money) if money else ibis.literal(True)
        said = table.select(word=table[headers[at]].cast("string").strip(), unsigned=ibis.ifelse(unsigned, 1, 0))
        found = said.filter(said.word != "").group_by("word").aggregate(unsigned=said.unsigned.max())
        return few([tuple(row.values()) for row in found.limit(MOST + 1).to_pyarrow().to_pylist()])

    return settled(replace(columns, watched=tuple(texts)), headers, options, words)


def _is_said(kind: Any) -> bool:
    """Whether what a column of this type holds is looked at as text; lengths of time have no other form in common."""
    return is_text(kind) or bool(kind.is_interval())


def is_text(kind: Any) -> bool:
    """Whether a column of this type holds text; types that users of a database made (lists of words) are unknown."""
    return bool(kind.is_string() or kind.is_unknown())


def _looks_at_cells(options: Options) -> bool:
    """Whether an option speaks of cells, which a database has not."""
    return bool(
        options.pseudonyms
        or options.fill_down
        or options.normalise
        or options.timezone
        or options.keep_ids
        or options.exclude
        or options.only
        or options.without
        or options.beside
        or options.since
        or options.until
    )


def _orders(found: Typed, url: str, mine: SourceFile, where: str, as_of: dt.date | None, options: Options) -> Orders:
    money = not options.counted
    first, last = span(where, found.table, as_of)
    table = found.table.filter(found.table.customer.notnull())
    accounts = _ledger(found, url, mine)
    if not accounts.rows_used:
        raise refusal(where, "no row has a customer")
    if accounts.excluded:
        first, last = span(where, table, as_of)
    days = keep(customer_days(table, counted=not money))
    whole = customer_table(days)
    customers = keep(by_id(whole) if whole.get_backend().name == "duckdb" else whole)  # as files' are

    def named(mark: str, day: dt.date) -> str:
        return f"{where}, days {'until' if mark == '<=' else 'from'} {day}"

    accounts = replace(
        accounts,
        money=money,
        assumed=(*accounts.assumed, *worth_a_look.occasions(days)),
        warnings=(
            *accounts.warnings,
            *worth_a_look.customer_list(accounts.files, customers),
            *worth_a_look.own_ids(accounts.files, customers, options.customer),
            *worth_a_look.below_zero(customers, found.scale),
            *(worth_a_look.dominant(customers, found.scale) if money else ()),
            *(worth_a_look.of_lists(customers, found.scale) if money else ()),
            *worth_a_look.lone_days(days, named),
        ),
    )
    return Orders(table, days, customers, found.scale, accounts, as_of or last, first, last, found.currency, money)


def _ledger(found: Typed, url: str, file: SourceFile) -> Ledger:
    """Rows and money, used and without a customer."""
    orders = found.table
    known = orders.customer.notnull()
    sums = orders.aggregate(
        rows=orders.count(),
        units=orders.amount.sum(),
        used=orders.count(where=known),
        used_units=orders.amount.sum(where=known),
    )
    row: dict[str, Any] = sums.to_pyarrow().to_pylist()[0]
    rows, used = int(row["rows"]), int(row["used"] or 0)
    units, used_units = int(row["units"] or 0), int(row["used_units"] or 0)
    left = (Exclusion(NO_CUSTOMER, rows - used, exact(units - used_units, found.scale)),) if rows > used else ()
    read = exact(units, found.scale)
    size = base_files.size(file_of(url)) if scheme(url) in FILES else 0
    return Ledger(
        files=(replace(file, bytes=size, rows=rows, amount=read),),
        rows_read=rows,
        amount_read=read,
        rows_used=used,
        amount_used=exact(used_units, found.scale),
        excluded=left,
        assumed=(*found.notes, *by_email(file.headers, dict(file.roles), f"table {file.table}", rows - used)),
        warnings=found.warnings,
    )
