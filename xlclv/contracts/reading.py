"""Contract files and tables in, contracts out: the cells, days, money, ids and ledger are those of orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from xlclv.contracts import two_states
from xlclv.contracts.by_columns import name_levels
from xlclv.contracts.cells import NOT_STARTED, ContractPart, convert
from xlclv.contracts.data import MRR_DECIMALS, Contracts, Ints, Signed, Spans, Tenures
from xlclv.contracts.end_days import settle as settle_ends
from xlclv.contracts.ends_ahead import ends_ahead, notices
from xlclv.contracts.periods import FOREVER, Period
from xlclv.contracts.states import BY_STATUS, WAITS
from xlclv.contracts.trials import BY_DAY, TRIAL, leave_out_running
from xlclv.contracts.trials import settle as settle_trials
from xlclv.errors import counted
from xlclv.orders import contract_columns as roles_of
from xlclv.orders import worth_a_look
from xlclv.orders.accounting import ledger
from xlclv.orders.assumed import without_words
from xlclv.orders.columns import recognise
from xlclv.orders.currency_columns import by_cells
from xlclv.orders.engine import connect, one, unplanned
from xlclv.orders.files import zones
from xlclv.orders.files.cells import literal
from xlclv.orders.files.opening import open_all, refuse_copies, unchanged
from xlclv.orders.files.parquet import damage_told
from xlclv.orders.files.room import LARGEST
from xlclv.orders.files.same_columns import compared
from xlclv.orders.headers import UnclearError
from xlclv.orders.ledger import Ledger, exact
from xlclv.orders.one_currency import counting, nameless, one_currency
from xlclv.orders.one_scale import at_one_scale
from xlclv.orders.reading import refuse_twice
from xlclv.orders.roles import Columns, asked_of
from xlclv.orders.source import Options, Source, refusal
from xlclv.orders.tables import sqlite
from xlclv.orders.tables.cells import open_cells
from xlclv.orders.tables.connecting import database, file_of, plainly, scheme, table_of
from xlclv.orders.tables.reading import first_words
from xlclv.orders.tables.size import bounded, long_columns, refuse_expanding, refuse_used

_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the reading of contracts beside the options of cells."""

    period: Period | None = None
    by: tuple[str, ...] = ()
    edges: tuple[tuple[float, ...], ...] = ()  # of the classes of each of --by; () where none are told
    as_of: dt.date | None = None
    dedupe: bool = False
    memory_limit: str | None = None
    auto_renew: bool = False  # an end that lies ahead is a term's, which renews by itself
    end_day: str | None = None  # "last": a contract runs on its end; "gone": no longer; None: as the days tell


def options(by: Sequence[str] = (), named: dict[str, str | None] | None = None, **cells: Any) -> Options:
    """The options of orders as contracts use them: `date` is the start, `amount` the fee."""
    roles = {**(named or {}), **{roles_of.level(number): name for number, name in enumerate(by)}}
    told = tuple((role, name) for role, name in roles.items() if name is not None)
    return Options(form="contracts", named=told, **cells)


def read(paths: Sequence[Path], told: Options, asked: Asked) -> Contracts:
    """The contracts of files. Raises InputError, one line: file, sheet, row, column, rule, fix."""
    if not paths:
        raise refusal("input", "no file was given")
    backend = connect(asked.memory_limit)
    if told.timezone is not None:
        zones.check(backend.con, told.timezone)
    with unchanged([Path(path) for path in paths]):
        refuse_copies([Path(path) for path in paths])
        opened = list(open_all(map(Path, paths), told))
        with damage_told([source for source, _ in opened]):
            return _together(backend, opened, told, asked)


def read_table(url: str, name: str, told: Options, asked: Asked) -> Contracts:
    """The contracts of a table or view in a database, its cells read by the rules for files."""
    if scheme(url) == "sqlite":
        opened = sqlite.open_table(file_of(url), name, told)
        return _together(connect(asked.memory_limit), [opened], told, asked)
    table = table_of(database(url, asked.memory_limit), url, name)
    where = f"table {name}"
    try:
        columns = recognise(table.columns, told)
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None
    with plainly(where, url, secret=told.secret):
        long = refuse_expanding(table, url, name, where) or long_columns(table, table.columns, url)
        refuse_used(long, [table.columns[at] for at in asked_of(columns.roles)], where)
        table = bounded(table, long)
        words = first_words(table, columns)
        columns = by_cells(without_words(columns, table.columns, words, told), table.columns, words, told)
        source = open_cells(table, name, columns, told.secret)
        return _together(connect(asked.memory_limit), [(source, columns)], told, asked)


def _together(backend: Any, opened: Sequence[tuple[Source, Columns]], told: Options, asked: Asked) -> Contracts:
    con = backend.con
    found = []
    for number, (source, columns) in enumerate(compared(opened)):
        with unplanned(con, source.small):
            found.append(convert(con, source, columns, number, told, asked.period, asked.as_of or dt.date.today()))
    if len({part.tenures for part in found}) > 1:
        rule = "some files have starts and ends, others tenures"
        raise refusal(" and ".join(p.part.source.where for p in found), rule, "give files of one kind")
    if found[0].tenures and asked.as_of is not None:
        rule = "has tenures without dates, so --as-of says nothing of it"
        raise refusal(found[0].part.source.where, rule, "leave --as-of out, or give starts and ends")
    if found[0].tenures and asked.auto_renew:
        rule = "has tenures without ends, so --auto-renew says nothing of it"
        raise refusal(found[0].part.source.where, rule, "leave --auto-renew out, or give starts and ends")
    scaled = at_one_scale(con, [each.part for each in found])
    scale = max(part.scale for part in scaled)
    found = [replace(each, part=part) for each, part in zip(found, scaled, strict=True)]
    as_of, later = (None, ()) if found[0].tenures else _day(con, found, asked)
    told_ends, flagged_ends = settle_ends(con, found, asked.end_day, as_of)
    if as_of is not None:
        leave_out_running(con, [part.part for part in found], as_of)
    said = ends_ahead(con, found, as_of if later else asked.as_of, as_of, asked.auto_renew)
    assumed, ahead = (*told_ends, *said.assumed, *notices(con, found)), (*later, *flagged_ends, *said.warnings)
    if as_of is not None:
        for part in found:
            con.execute(
                f"UPDATE {part.part.table} SET customer = NULL, left_out = {literal(NOT_STARTED)} "
                f"WHERE start > DATE '{as_of}' AND customer IS NOT NULL"
            )
    tried, flagged = settle_trials(con, [part.part for part in found], as_of)
    doubled = two_states.look(con, [part.part for part in found], scale)
    assumed, ahead = (*assumed, *tried), (*ahead, *flagged, *doubled)
    parts = worth_a_look.repeated(con, [part.part for part in found], asked.dedupe, "contracts")
    if not sum(one(con, f"SELECT count(customer) FROM {part.table}")[0] for part in parts):
        where = " and ".join(part.source.where for part in parts)
        raise refusal(where, "no row is a contract with a customer, a fee and a start in time")
    accounts = ledger(con, parts, scale)
    parts, idle = counting(con, parts)
    assumed, ahead = (*assumed, *idle), (*ahead, *nameless(con, parts))
    accounts = replace(accounts, assumed=(*accounts.assumed, *assumed), warnings=(*accounts.warnings, *ahead))
    refuse_twice(accounts)
    levels = [roles_of.level(number) for number in range(len(asked.by))]
    _unite(con, found, scale, levels)
    return replace(_fetch(con, found, accounts, as_of, asked, one_currency(parts)), ahead=said.to_warn)


def _day(con: Any, found: list[ContractPart], asked: Asked) -> tuple[dt.date, tuple[str, ...]]:
    """The day as stated, else the last start or end in the files up to today; an end that renews is no day of the past.

    What lies after today is told: it has not come, and a slip such as 2062 must not move the day.
    """
    if asked.as_of is not None:
        return asked.as_of, ()
    today = dt.date.today()
    starts = " UNION ALL ".join(f"SELECT start AS day FROM {part.part.table}" for part in found)
    ends = "" if asked.auto_renew else "".join(f" UNION ALL SELECT ended FROM {part.part.table}" for part in found)
    sums = f"SELECT max(day) FILTER (day <= DATE '{today}'), count(*) FILTER (day > DATE '{today}') FROM "
    last, later = one(con, f"{sums}({starts}{ends})")
    if not later:
        return last, ()
    _, waiting = one(con, f"{sums}({starts})")
    told = f"{counted(later, 'day')} of starts and ends {'lies' if later == 1 else 'lie'} after today, {today}"
    told += f" ({counted(waiting, 'contract')} not started)" if waiting else ""
    day = last or today
    return day, (f"{told}: the day of valuation is taken as {day}, the last one before; state --as-of for another",)


def _unite(con: Any, found: list[ContractPart], scale: int, levels: list[str]) -> None:
    """One table `contracts` of all parts: fees at the common scale, periods by their place among all."""
    everyone = _all_periods(found)
    pieces = []
    for part in found:
        up = 10 ** (scale - part.part.scale)
        places = " ".join(f"WHEN {i} THEN {everyone.index(length)}" for i, length in enumerate(part.periods))
        by_month = " ".join(
            f"WHEN {i} THEN {(part.fee_is or length).in_months!r}" for i, length in enumerate(part.periods)
        )
        a_period = " ".join(f"WHEN {i} THEN {length.in_months!r}" for i, length in enumerate(part.periods))
        money = f"CAST(amount * {up} AS DOUBLE) / {10**scale} * {10**MRR_DECIMALS}"
        mrr = f"TRY_CAST(round({money} / CASE period {by_month} END) AS BIGINT)"
        fee = f"TRY_CAST(round({money} * CASE period {a_period} END / CASE period {by_month} END) AS BIGINT)"
        more = "".join(f", {level}" for level in levels)
        pieces.append(
            f"SELECT who, start, ended, {mrr} AS mrr, {fee} AS fee, CASE period {places} END AS period, tenure, "
            f"has_left, called_off, left_out, customer IS NOT NULL AS used{more} FROM {part.part.table}"
        )
    con.execute(f"CREATE TABLE contracts AS {' UNION ALL '.join(pieces)}")
    _refuse_large(con, found)
    con.execute(
        "CREATE TABLE people AS SELECT who, row_number() OVER (ORDER BY who) - 1 AS place FROM "
        "(SELECT DISTINCT who FROM contracts WHERE used)"
    )


def _refuse_large(con: Any, found: list[ContractPart]) -> None:
    """Fees in millionths fit into 64 bits, each and added up."""
    sums = "coalesce(sum(abs({}::HUGEINT)), 0)"
    largest, lacking = one(
        con,
        f"SELECT greatest({sums.format('mrr')}, {sums.format('fee')}), count(*) FILTER (used AND (mrr IS NULL OR fee "
        "IS NULL)) FROM contracts",
    )
    if largest > LARGEST or lacking:
        rule = f"the fees add up to too much to be held exactly with {MRR_DECIMALS} decimals, as those of a month are: "
        rule += f"the most is {exact(LARGEST, MRR_DECIMALS):,f}"
        raise refusal(" and ".join(part.part.source.where for part in found), rule, "give all fees in thousands")


def _all_periods(found: list[ContractPart]) -> tuple[Period, ...]:
    return tuple(sorted({length for part in found for length in part.periods}))


def _fetch(
    con: Any, found: list[ContractPart], accounts: Ledger, as_of: dt.date | None, asked: Asked, currency: str
) -> Contracts:
    """The united table as arrays."""
    ids = [who for (who,) in con.execute("SELECT who FROM people ORDER BY place").fetchall()]
    by, notes = asked.by, list(accounts.assumed)
    names: list[tuple[str, ...]] = []
    for number, called in enumerate(by):
        edges = asked.edges[number] if asked.edges else ()
        labels, said = name_levels(con, roles_of.level(number), called, edges)
        names.append(labels)
        notes += said
    accounts = replace(accounts, assumed=tuple(notes))
    joins = "".join(f" JOIN names{i} AS n{i} ON n{i}.name = level{i}" for i in range(len(by)))
    more = "".join(f", n{i}.place AS place{i}" for i in range(len(by)))
    raw = con.execute(
        f"SELECT p.place AS customer, coalesce({_since('start')}, 0) AS start, "
        f"coalesce({_since('ended')}, {FOREVER}) AS ended, mrr, fee, period, "
        f"coalesce(tenure, 0) AS tenure, coalesce(has_left, FALSE) AS has_left{more} "
        f"FROM contracts JOIN people AS p USING (who){joins} WHERE used ORDER BY 1, 2, 3, 4"
    ).fetchnumpy()
    column: dict[str, Ints] = {name: np.asarray(values).astype(np.int64) for name, values in raw.items()}
    places = tuple(column[f"place{i}"] for i in range(len(by)))
    shared = (column["mrr"], column["fee"], column["period"], places)
    tenures = spans = None
    if found[0].tenures:
        tenures = Tenures(column["customer"], column["tenure"], column["has_left"].astype(bool), *shared)
        _refuse_several(ids, tenures, found)
    else:
        spans = Spans(column["customer"], column["start"], column["ended"], *shared)
    (waiting,) = one(con, f"SELECT count(*) FROM contracts WHERE left_out = {literal(NOT_STARTED)}")
    tried, paid = one(
        con,
        f"SELECT count(DISTINCT who), count(DISTINCT who) FILTER (who IN (SELECT who FROM people)) FROM contracts "
        f"WHERE left_out IN ({literal(TRIAL)}, {literal(BY_STATUS)}, {literal(BY_DAY)}) AND who IS NOT NULL",
    )
    return Contracts(
        ids, spans, tenures, _all_periods(found), by, tuple(names), accounts, as_of, currency, waiting, tried, paid,
        None if as_of is None else _signed(con, as_of),
    )  # fmt: skip


def _signed(con: Any, as_of: dt.date) -> Signed | None:
    """What customers who are used have signed that is not begun, and not called off either."""
    raw = con.execute(
        f"SELECT p.place AS customer, {_since('start')} AS start, coalesce({_since('ended')}, {FOREVER}) AS ended, "
        "mrr, period FROM contracts JOIN people AS p USING (who) "
        f"WHERE left_out IN ({literal(NOT_STARTED)}, {literal(WAITS)}) AND start > DATE '{as_of}' "
        "AND NOT called_off AND NOT coalesce(has_left, FALSE) ORDER BY 1, 2, 3"
    ).fetchnumpy()
    columns = [np.asarray(raw[name]).astype(np.int64) for name in ("customer", "start", "ended", "mrr", "period")]
    return Signed(*columns) if len(columns[0]) else None


def _since(day: str) -> str:
    return f"date_diff('day', DATE '1970-01-01', {day})"


def _refuse_several(ids: list[str], tenures: Tenures, found: list[ContractPart]) -> None:
    """Where only tenures are known a customer has one row."""
    again = np.flatnonzero(tenures.customer[1:] == tenures.customer[:-1])
    if len(again):
        where = " and ".join(part.part.source.where for part in found)
        rule = f'customer "{ids[int(tenures.customer[int(again[0])])]}" has several rows, but a tenure belongs to one'
        raise refusal(where, rule, "keep one row a customer, or give starts and ends")
