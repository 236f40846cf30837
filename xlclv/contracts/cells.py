"""One contract file from its raw cells to a table of contracts, by the rules that order files have."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from xlclv.contracts.beside_columns import looked_at, refuse_starts
from xlclv.contracts.billing import looked_up as billed_by
from xlclv.contracts.billing import periods, told_by_cells
from xlclv.contracts.ends import end_of, other_days, some_ends, taken_as_none
from xlclv.contracts.impossible import refuse
from xlclv.contracts.no_contracts import leave_out, taken_back
from xlclv.contracts.paired import matched, paired, unmatched
from xlclv.contracts.passed_over import passed_over
from xlclv.contracts.periods import MONTH, Period, period
from xlclv.contracts.states import hold
from xlclv.contracts.trials import flag, free, leave_out_free
from xlclv.contracts.unsaid_periods import by_month, open_span, year_terms
from xlclv.contracts.whole_terms import ask
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.files import amounts, days, ids, split_amounts, subtotals, totals
from xlclv.orders.files.cells import Column, distinct, literal, trimmed
from xlclv.orders.files.currency_of import currency_of, undecided
from xlclv.orders.files.currency_of import left_out as currencies_left_out
from xlclv.orders.files.part import Part, drop_working_tables
from xlclv.orders.files.staging import drop_blank, fill_down, stage, swallowed
from xlclv.orders.ledger import excluded
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import NO, NOT_BEGUN, OPEN_FROM, TRIALS, UNUSUAL, YES, YES_FLAGS
from xlclv.orders.source import Options, Source

NOT_STARTED = "not started yet"
NEVER_BILLED = "left with a tenure of 0, before the first bill"
BLANK = "(blank)"
_FACTORS = ("quantity", "amount")  # of a fee: how many there are of what it is for, where it is for one


@dataclass(frozen=True, slots=True)
class ContractPart:
    """A part with, in its table: who, start, ended (NULL: none), place of the period, tenure, has_left, levels."""

    part: Part
    periods: tuple[Period, ...]
    fee_is: Period | None  # what the fee is for, where that is not the billing period
    tenures: bool
    ends: str | None = None  # the header of the column of ends, where there is one


def convert(
    connection: Any, source: Source, columns: Columns, number: int, options: Options, told: Period | None, day: dt.date
) -> ContractPart:
    """The contracts of one file as it was opened, in a table of their own; `told` is the user's billing period.

    `day` is that of valuation, or the last on which it can be.
    """
    core = {at for role, at in columns.roles.items() if not role.startswith("level")}
    beside, glance = looked_at(source, core, options, columns.currencies)
    further = subtotals.others(source, columns) if options.fill_down and "date" in columns.roles else ()
    seen = dict.fromkeys((*beside, *further, *split_amounts.beside(source, columns)))
    types = stage(connection, source, columns, beside=tuple(seen), glance=glance)
    alike = refuse_starts(connection, source, columns, options)
    columns = paired(connection, source, columns, options, told)
    columns = matched(connection, source, columns, options, told, beside)
    columns, notes = told_by_cells(connection, source, columns, options, told, glance)
    halves = unmatched(connection, source, columns, options, told, beside)
    halves += ask(connection, source, columns, options, told, glance)
    roles = {
        role: Column(connection, role, types.get(role, "VARCHAR"), source, at) for role, at in columns.roles.items()
    }
    notes = [_taken(source, columns), *alike, *notes, *drop_blank(connection, source, columns)]
    total = totals.find(connection, columns, options.fill_down, options.keep_ids) if "date" in roles else None
    outside = total.row if total else None
    doubts = split_amounts.settle(connection, source, columns)
    if options.fill_down and "date" in roles:
        filled, unsure = fill_down(connection, source, columns, outside, further)
        notes, doubts = [*notes, *filled], [*doubts, *unsure]
    notes += free(connection, source, columns)
    for role, column in roles.items():
        distinct(column, outside if role != "amount" else None)
    customer = _customer(roles, options)
    said: list[ids.Ids | days.Days | amounts.Money] = [customer]
    for role in ("date", roles_of.ENDED):
        if role in roles and (role == "date" or some_ends(roles[role])):
            said.append(days.convert(roles[role], options.dayfirst, options.timezone))
    unread: list[str] = []
    for role, what in ((roles_of.TRIAL_ENDS, "on which trials end"), (roles_of.PAID_UNTIL, "until which is paid")):
        read, unclear = other_days(roles.get(role), options, what)
        said, unread = [*said, *read], [*unread, *unclear]
    numbers = [roles[role] for role in _FACTORS if role in roles]
    if options.amount is None:
        amounts.refuse_words(roles["amount"], "--fee")
    factors = {role: amounts.convert(roles[role], options.decimal, numbers) for role in _FACTORS if role in roles}
    said += factors.values()
    fee = amounts.product(factors)
    known = periods(roles.get(roles_of.BILLED), roles.get(roles_of.BILLED_PART), told, outside)
    header = source.headers[columns.roles["amount"]] if source.headers else ""
    fee_is = period(roles_of.fee_of(header))
    if not told and roles_of.BILLED not in roles:
        notes.append(by_month(fee_is))
    if fee_is and any(length != fee_is for length in known.values()):
        notes.append(f"{roles['amount'].called} is read as money a {fee_is}, whatever the billing period")
    table = f"part_{number}"
    listed = _create(connection, table, roles, known, outside, fee.value)
    no_contracts = leave_out(connection, source, beside, table, fee.scale)
    leave_out_free(connection, source, columns, table, fee_is is not None)
    connection.execute(
        f"UPDATE {table} SET customer = NULL, left_out = {literal(NEVER_BILLED)} "
        "WHERE has_left AND tenure = 0 AND customer IS NOT NULL"
    )
    held = hold(connection, source, columns, options, table)
    flag(connection, source, columns, options, table)
    notes += held.notes
    if roles_of.ENDED in roles:
        notes += taken_as_none(roles[roles_of.ENDED], table)
    summed, warned = totals.left_out(
        connection, source, table, total, {"amount": factors["amount"]}, fee.scale, "a contract"
    )
    warnings = [
        *source.warnings,
        *swallowed(source),
        *doubts,
        *no_contracts,
        *held.warnings,
        *unread,
        *halves,
        *warned,
        *passed_over(connection, source, columns),
        *taken_back(connection, source, beside, table),
    ]
    if not told and roles_of.BILLED not in roles and fee_is != MONTH:
        warnings += year_terms(connection, source, table, fee_is) + open_span(roles["amount"], header, fee_is)
    refuse(connection, source, roles, table, fee.scale)
    begun = _begun(connection, table, day)
    currency, converted = currency_of(roles, {"amount": factors["amount"]}, begun)
    beside_it, unclear = undecided(connection, source, columns, currency, begun)
    warnings = [*warnings, *converted, *unclear]
    notes = [*notes, *beside_it, *currencies_left_out(roles.get("currency"), begun)]
    connection.execute(f"DROP VIEW {begun}")
    drop_working_tables(connection, roles)
    part = Part(
        source,
        table,
        fee.scale,
        summed,
        currency,
        (*source.notes, *(f"{source.where}: {note}" for note in notes), *(n for c in said for n in c.notes)),
        (*warnings, *fee.warnings, *(w for c in said for w in c.warnings)),
    )
    ends = source.headers[columns.roles[roles_of.ENDED]] if roles_of.ENDED in roles else None
    return ContractPart(part, listed, fee_is, roles_of.TENURE_ROLE in roles, ends)


def _begun(connection: Any, table: str, day: dt.date) -> str:
    """A view of the rows of a part that bring money by the day: those of trials and of what has not started do not."""
    name = f"{table}_begun"
    paying = f"coalesce(start <= DATE '{day}', TRUE) AND NOT coalesce(trial_ends > DATE '{day}', FALSE)"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT row, customer FROM {table} WHERE {paying}")
    return name


def _taken(source: Source, columns: Columns) -> str:
    """The columns in use, in words."""
    words = {
        "date": "start", "amount": "fee", "ended": "end", "billed": "billing period", "billed_part": "its other half",
        "has_left": "left", "trial_ends": "trial's end", "paid_until": "paid until",
        "at_period_end": "ends with the period",
    }  # fmt: skip
    named = []
    for role, at in columns.roles.items():
        called = "--by" if role.startswith("level") else words.get(role, role)
        named.append(f"{called} is {source.column(at).removeprefix('column ')}")
    return ", ".join(named)


def _customer(roles: dict[str, Column], options: Options) -> ids.Ids:
    column = roles["customer"]
    found = ids.convert(column, options.pseudonyms, options.normalise, options.keep_ids, options.exclude)
    if found.excluded:
        texts = ", ".join(map(literal, found.excluded))
        column.connection.execute(f"UPDATE raw SET left_out = {literal(excluded())} WHERE customer IN ({texts})")
    return found


def _create(
    connection: Any, table: str, roles: dict[str, Column], known: dict[str, Period], outside: int | None, fee: str
) -> tuple[Period, ...]:
    """The part's table; its periods, in the order of their places."""
    lengths = tuple(sorted(set(known.values())))
    cases = " ".join(f"WHEN {literal(text)} THEN {lengths.index(length)}" for text, length in known.items() if text)
    looked_up = billed_by(roles[roles_of.BILLED], roles.get(roles_of.BILLED_PART)) if cases else ""
    billed = f"CASE {looked_up} {cases} END" if cases else "0"
    contract = trimmed(f"raw.{roles_of.CONTRACT_ID}") if roles_of.CONTRACT_ID in roles else "''"
    levels = "".join(
        f", coalesce(nullif({trimmed('raw.' + role)}, ''), {literal(BLANK)}) AS {role}"
        for role in roles
        if role.startswith("level")
    )
    joins = "".join(f" JOIN {role}_values AS {role} ON raw.{role} = {role}.text" for role in _FACTORS if role in roles)
    start, ended = "NULL::DATE", "NULL::DATE"
    if "date" in roles:
        joins, start = joins + " LEFT JOIN date_values AS d ON raw.date = d.text", "d.value"
    if roles_of.ENDED in roles:
        joins += " LEFT JOIN ended_values AS e ON raw.ended = e.text"
        ended = end_of("e.value", start)
    tried = "NULL::DATE"
    if roles_of.TRIAL_ENDS in roles:
        joins += " LEFT JOIN trial_ends_values AS n ON raw.trial_ends = n.text"
        tried = f"CASE WHEN n.value < DATE '{OPEN_FROM}' THEN n.value END"
    until = "NULL::DATE"
    if roles_of.PAID_UNTIL in roles:
        joins += " LEFT JOIN paid_until_values AS u ON raw.paid_until = u.text"
        until = f"CASE WHEN u.value < DATE '{OPEN_FROM}' AND {_asked_to_end(roles)} THEN u.value END"
    tenure, left = "NULL::BIGINT", "NULL::BOOLEAN"
    if roles_of.LEFT_ROLE in roles:
        left = _left(roles[roles_of.LEFT_ROLE])
        ended = f"CASE WHEN {left} THEN {ended} END"  # the day of a status is an end where the status says so
    if roles_of.TENURE_ROLE in roles:
        tenure = _tenure(roles[roles_of.TENURE_ROLE])
    others = f" WHERE row <> {outside}" if outside is not None else ""
    connection.execute(
        f"CREATE TABLE {table} AS SELECT row, CASE WHEN left_out IS NULL THEN c.value END AS customer, c.value AS who, "
        f"{start} AS start, {ended} AS ended, {fee} AS amount, 0::BIGINT AS refunded, CAST({billed} AS BIGINT) AS "
        f"period, {contract} AS contract, {tenure} AS tenure, {left} AS has_left, {tried} AS trial_ends, "
        f"{until} AS noticed, "
        f"CAST(NULL AS VARCHAR) AS flagged, CAST(NULL AS VARCHAR) AS flagged_by, FALSE AS called_off, print, "
        f"left_out{levels} FROM raw "
        f"JOIN customer_values AS c ON raw.customer = c.text"
        f"{joins}{others}"
    )
    return lengths


def _asked_to_end(roles: dict[str, Column]) -> str:
    """SQL for whether a contract ends with the period that is paid for: as a flag says, where there is one."""
    if roles_of.AT_PERIOD_END not in roles:
        return "TRUE"
    return f"{_bare(trimmed('raw.' + roles_of.AT_PERIOD_END))} IN ({', '.join(map(literal, sorted(YES_FLAGS)))})"


def _tenure(column: Column) -> str:
    """SQL for the tenure in whole periods."""
    text, row, more = column.bad(column.table, "NOT regexp_full_match(plain, '[0-9]{1,5}([.,]0+)?')")
    if row:
        rule = f"{column.source.quoted(text, most=60)} is not a tenure in whole periods{more}"
        raise column.source.refuse(
            rule, row=column.source.row(row), column=column.called, fix=f"correct it, or {column.source.without()}"
        )
    return f"CAST(regexp_extract(raw.{column.role}, '[0-9]+') AS BIGINT)"


def _left(column: Column) -> str:
    """SQL for whether the customer has left."""
    words = ", ".join(map(literal, sorted(YES | NO | UNUSUAL | TRIALS | NOT_BEGUN)))
    text, row, more = column.bad(column.table, f"{_bare('plain')} NOT IN ({words})")
    if row:
        said = f"{column.source.quoted(text, most=60)} is neither yes nor no" if text.strip() else "the cell is blank"
        fix = "write yes where the customer has left, no where not"
        raise column.source.refuse(said + more, row=column.source.row(row), column=column.called, fix=fix)
    yes = ", ".join(map(literal, sorted(YES)))
    return f"{_bare(trimmed('raw.' + column.role))} IN ({yes})"


def _bare(text: str) -> str:
    """SQL: the text in small letters, past_due as pastdue."""
    return f"regexp_replace(lower({text}), '[ _-]', '', 'g')"
