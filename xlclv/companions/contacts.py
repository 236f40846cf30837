"""The contact log: who called, when, how long it took, whether it was solved, what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlclv.companions.base import Base
from xlclv.companions.contact_costs import cost_of, own_costs, without_time
from xlclv.companions.file import Opened, dropped, matched, refuse_strangers, staged
from xlclv.companions.handle import TIMES, put_together, refuse, seconds, together
from xlclv.companions.repeated import IDS, drop_totals, repeats
from xlclv.companions.told import Told, unheeded
from xlclv.errors import counted
from xlclv.orders.engine import one, rows
from xlclv.orders.files import days
from xlclv.orders.files.cells import Column, distinct, literal
from xlclv.orders.source import SHOWN, Options, also
from xlclv.terms.options import bare_option, option_name

TABLE = "contacts_log"
OTHERS = "contacts_of_others"  # day and id (other), of those who never bought: few have one, and ids take room
_CLOCK = "CASE WHEN text LIKE '____-%' THEN text END"  # text that sorts as time does
# 4,5 is a rating of four and a half: nobody groups thousands here. What is no number is counted, see _unrated.
_DECIMAL = "TRY_CAST(replace(plain, ',', '.') AS DOUBLE)"
_RATING = f"CASE WHEN isfinite({_DECIMAL}) THEN {_DECIMAL} END"
_ROLES = (*TIMES, "channel", "reason", "resolved", "satisfaction")  # looked at by their different texts, once each
_WORDS = {
    "TRUE": "yes y true t 1 ja j wahr oui vrai si sí sì resolved solved closed x",
    "FALSE": "no n false f 0 nein falsch non faux unresolved open escalated -",
}


@dataclass(frozen=True, slots=True)
class Log:
    """The log read: a table of place (NULL: never bought), day, turn (its moment's place in time), row (among those of
    one moment), handle (seconds), channel, solved (TRUE, FALSE or NULL: not known), satisfaction and cost.

    `has` are the roles that the file has.
    """

    name: str
    read: int
    used: int
    of_others: int
    excluded: int
    priced: bool
    has: frozenset[str]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    currency: str = ""  # of its costs, where they name one


def read(base: Base, opened: Opened, options: Options, told: Told, dedupe: bool = False) -> Log:
    """The log against the orders' customers, with `dedupe` without repeated rows; InputError, one line, for a cell that
    breaks a rule."""
    connection, source = base.connection, opened.source
    found, notes, seen = staged(connection, opened, options, base.people, prints=True)
    seen = (*seen, *drop_totals(connection, source, options.keep_ids))
    day, later = _days(base, found["date"], options)
    of_somebody = f"customer IN (SELECT text FROM {IDS} WHERE value IS NOT NULL)"
    again = repeats(connection, source, dedupe, "contacts", of_somebody)
    for role in found.keys() & {*_ROLES}:
        distinct(found[role])
    times = {role: seconds(found[role], options.decimal, told.handle_unit) for role in TIMES if role in found}
    said, lacking = put_together(source, found)
    said += [note for _, notes_of in times.values() for note in notes_of]
    scale, currency, of_costs = own_costs(base, found, options.decimal, told)
    unrated = _unrated(found.get("satisfaction"))
    cell = _values(base, found, told, {role: value for role, (value, _) in times.items()}, day.table)
    cell["handle"] = f"({together(found)})::DOUBLE"
    cell["cost"], priced = cost_of(found, told, scale, cell["channel"], cell["handle"])
    if "cost" not in found and not told.contact_cost and told.minute_cost is not None:
        lacking += without_time(connection, source, found)
    met, ids = matched(connection)
    if ids or not later:
        refuse_strangers(connection, found["customer"], base.people, met / max(ids, 1), options.secret)
    nobody, lost = _keep(connection, found, cell)
    used, others = one(connection, f"SELECT count(*), count(*) FILTER (place IS NULL) FROM {TABLE}")
    warned = (*seen, *day.warnings, *again.said, *lacking, *of_costs, *unrated)
    warnings = (*warned, *unheeded(connection, source, found, told))
    dropped(connection, found)
    for role in (*_ROLES, "cost", "date"):
        connection.execute(f"DROP TABLE IF EXISTS log_{role}")
    apart = (
        (f"left out, without a customer{f', with {lost:,.2f} of cost' if priced else ''}", nobody),
        (f"left out, after {options.until}, the last day that counts", later),
        ("of people who never bought, counted apart", int(others)),
    )
    notes = (*notes, *(f"{source.where}: {words}: {counted(many, 'contact')}" for words, many in apart if many))
    out = nobody + later + again.gone
    return Log(opened.name, int(used) + out, int(used), int(others), out, priced, frozenset(found),
               (*notes, *day.notes, *said), warnings, currency)  # fmt: skip


def _days(base: Base, column: Column, options: Options) -> tuple[days.Days, int]:
    """The days, and how many contacts after the last that counts were left out."""
    distinct(column)
    day = days.convert(column, options.dayfirst, options.timezone)
    later = _leave_out_later(base.connection, day.table, options.until)
    _refuse_later(base, column, day.table)
    return day, later


def _values(
    base: Base, found: Mapping[str, Column], told: Told, times: Mapping[str, str], table: str
) -> dict[str, str]:
    """The tables log_date and so on, of what each text means; SQL for each role's value in a contact."""
    solved = _resolved(base, found.get("resolved"), "reason" in found, told)
    values = {
        **times,
        "channel": "nullif(plain, '')",
        "reason": "dense_rank() OVER (ORDER BY plain)",
        "resolved": solved,
        "satisfaction": _RATING,
    }
    for role in found.keys() & {*_ROLES}:
        base.connection.execute(f"CREATE OR REPLACE TABLE log_{role} AS SELECT text, {values[role]} AS value FROM "
                                f"{found[role].table}")  # fmt: skip
    base.connection.execute(
        "CREATE OR REPLACE TABLE log_date AS SELECT text, value, "
        f"dense_rank() OVER (ORDER BY value, {_CLOCK})::INTEGER AS turn FROM {table}"
    )
    return {role: f"{role}.value" if role in found else "NULL" for role in _ROLES} | (
        {} if "resolved" in found else {"resolved": solved}
    )


def _keep(connection: Any, found: Mapping[str, Column], cell: Mapping[str, str]) -> tuple[int, float]:
    """The tables TABLE and OTHERS; how many contacts have no customer, and what they cost."""
    joined = "".join(
        f" JOIN log_{role} AS {role} ON {role}.text = r.{role}" for role in (*_ROLES, "cost") if role in found
    )
    origin = f"raw AS r JOIN log_date AS d ON d.text = r.date JOIN {IDS} AS v ON v.text = r.customer{joined}"
    connection.execute(
        f"CREATE OR REPLACE TABLE {TABLE} AS SELECT v.place, d.value AS day, d.turn, r.row::INTEGER AS row, "
        f"{cell['handle']} AS handle, {cell['channel']}::VARCHAR AS channel, {cell['resolved']} AS solved, "
        f"{cell['satisfaction']}::DOUBLE AS satisfaction, ({cell['cost']})::DOUBLE AS cost FROM {origin} "
        "WHERE v.value IS NOT NULL"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {OTHERS} AS SELECT v.value AS other, d.value AS day FROM raw AS r JOIN log_date AS d "
        f"ON d.text = r.date JOIN {IDS} AS v ON v.text = r.customer WHERE v.place IS NULL AND v.value IS NOT NULL"
    )
    nobody, lost = one(connection, f"SELECT count(*), sum({cell['cost']}) FROM {origin} WHERE v.value IS NULL")
    return int(nobody), float(lost or 0.0)


def _leave_out_later(connection: Any, table: str, until: str | None) -> int:
    """Take out the contacts after the last day that counts, and the ids that no other has; how many went."""
    if until is None:
        return 0
    after_it = f"SELECT text FROM {table} WHERE value > DATE '{until}'"
    (gone,) = one(connection, f"DELETE FROM raw WHERE date IN ({after_it})")
    if gone:
        connection.execute(f"DELETE FROM {IDS} WHERE text NOT IN (SELECT customer FROM raw)")
    return int(gone)


def _refuse_later(base: Base, column: Column, table: str) -> None:
    """No contact lies after the day the analysis speaks of."""
    limit = base.as_of
    found = rows(
        base.connection,
        f"SELECT r.row, d.value, count(*) OVER () FROM raw AS r JOIN {table} AS d ON d.text = r.date WHERE d.value > ? "
        f"ORDER BY r.row LIMIT {SHOWN}",
        [limit],
    )
    if found:
        row, day, many = found[0]
        more = also([column.source.row(row) for row, *_ in found[1:]], many - 1)
        rule = f"{day} is after the as-of date, {limit}{more}"
        out, later = bare_option("until", limit), option_name("as-of")
        fix = f"correct it, leave those rows out with {out}, or give a later {later}"
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)


def _unrated(column: Column | None) -> tuple[str, ...]:
    """What to say of cells of satisfaction that hold something, but no number."""
    if column is None:
        return ()
    text, row, many = column.one(
        f"SELECT arg_min(text, first), min(first), sum(rows) FROM {column.table} "
        f"WHERE plain <> '' AND ({_RATING}) IS NULL"
    )
    if row is None:
        return ()
    cells = f"{column.source.quoted(text, 'a cell', most=40)} (row {column.source.row(row):,})"
    cells += f" and {counted(int(many) - 1, 'other cell')} are" if many > 1 else " is"
    return (f"{column.source.where}: {column.called}: {cells} no number, and counted as not rated",)


def _resolved(base: Base, column: Column | None, reasons: bool, told: Told) -> str:
    """SQL for yes, no or not known: of a column's text as it says.

    Where none does, of a row: a contact is resolved that no further one follows; the last days are not known yet.
    """
    if column is None:
        window, limit = told.fcr_days, base.as_of
        alike = "(v.key::BIGINT << 32) | reason.value" if reasons else "v.key"
        following = f"lead(d.value) OVER (PARTITION BY {alike} ORDER BY d.turn, r.row)"
        return (
            f"CASE WHEN d.value + {window} <= DATE '{limit}' THEN coalesce({following} > d.value + {window}, TRUE) END"
        )
    word = "lower(trim(text))"
    yes, no = (", ".join(map(literal, words.split())) for words in _WORDS.values())
    refuse(column, f"{word} NOT IN ({yes}, {no}, '')", "is neither yes nor no",
           "write yes or no; leave it blank where it is not known")  # fmt: skip
    return f"CASE WHEN {word} IN ({yes}) THEN TRUE WHEN {word} IN ({no}) THEN FALSE END"
