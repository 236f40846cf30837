"""Which rows are sales: a status that means none, a blank line of an order, a date of cancellation."""

from __future__ import annotations

from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files import choosing, marks, natures, to_bill
from xlclv.orders.files.cells import is_blank, literal, trimmed
from xlclv.orders.files.coded import read_codes
from xlclv.orders.files.in_doubt import doubtful
from xlclv.orders.files.meanings import meanings, said_of, shown
from xlclv.orders.headers import plain
from xlclv.orders.ledger import TOTALS_ROW
from xlclv.orders.roles import Columns, choice_role
from xlclv.orders.rules.documents import OF_DOCUMENTS, OF_SIGNS, promised, speaks, taken_perhaps, unsure
from xlclv.orders.rules.roughly import is_minus
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, REFUNDED, SALE
from xlclv.orders.rules.systems import known
from xlclv.orders.source import SHOWN, Options, Source, listed
from xlclv.terms.options import bare_option, option

FURTHER = "further line of an order, whose total counts once"
STATUS_SAYS, CANCELLED = "status ", "cancelled"  # how reasons begin that a status or a cancellation gives
_OF_ORDER = ("customer", "date", "status", "cancelled")  # what may stand on an order's first line only
_ORDER = trimmed('"order"')


def settle(connection: Any, source: Source, columns: Columns, options: Options, total: int | None) -> natures.Told:
    """Mark the rows of `raw` that are no sales in `left_out`, or in `perhaps` if they are sales.

    Says what was taken, and warns of what is not known. The row of totals is not looked at.
    """
    told = natures.Told([], [], [], [])
    said = told.said
    if columns.system:
        said.append(
            f"the headers are those of an export from {known(columns.system).title}; "
            f"{bare_option('system', 'none')} reads without"
        )
    if columns.plain:
        return told
    others = f"row IS DISTINCT FROM {'NULL' if total is None else total}"
    others += f" AND left_out IS DISTINCT FROM {literal(TOTALS_ROW)}"
    if columns.beside_status and columns.order is not None and _blanks(connection, columns):
        _belong(connection, columns, others)
    choosing.settle(connection, source, columns, others, told, options.lacking)
    if columns.nature is not None:
        natures.mark(connection, source, columns, others, told)
    if columns.payer is not None and columns.amount is not None:
        back = f"{is_minus(trimmed('amount'))} AND {trimmed('payer')} <> '' AND {others}"
        connection.execute(f"UPDATE raw SET customer = payer WHERE {back}")
    if columns.order is not None:
        said.extend(_orders(connection, source, columns, others))
    if columns.status is not None:
        _status(connection, source, columns, options, others, told)
    marks.settle(connection, source, columns, others, told)
    if columns.cancelled is not None:
        said.extend(_cancelled(connection, source, columns, others))
    for role in ("refunded", "discount"):
        if role in columns.roles:
            connection.execute(f"UPDATE raw SET {role} = '0' WHERE {trimmed(role)} = ''")
    for role in ("amount", "quantity", "price", "worth", "pieces"):
        if role in columns.roles:
            connection.execute(f"UPDATE raw SET {role} = '0' WHERE left_out IS NOT NULL AND {trimmed(role)} = ''")
    return told


def _orders(connection: Any, source: Source, columns: Columns, others: str) -> list[str]:
    """Lines of one order: what stands on the first alone is theirs too; `order_totals` has the totals that repeat."""
    blanks = _blanks(connection, columns)
    if not blanks:
        return []
    _belong(connection, columns, others)
    if columns.amount is None or "amount" not in blanks:
        return []
    _blank_totals(connection, others)
    column = source.column(columns.roles["order"]).removeprefix("column ")
    amount = source.column(columns.roles["amount"]).removeprefix("column ")
    (blank,) = one(connection, f"SELECT count(*) FROM raw WHERE left_out = {literal(FURTHER)}")
    said = []
    if blank:
        said.append(
            f"{amount} stands on the first line of each order ({column}): {_lines(blank)} "
            f"add{'s' if blank == 1 else ''} nothing"
        )
    return said


def _blanks(connection: Any, columns: Columns) -> list[str]:
    """The columns with a blank cell, of those that an order's first line may say for the others: mostly none."""
    roles = [*_of_order(columns), *({"amount"} & columns.roles.keys())]
    tests = ", ".join(f"bool_or({is_blank(role)})" for role in roles)
    return [role for role, blank in zip(roles, one(connection, f"SELECT {tests} FROM raw"), strict=True) if blank]


def _of_order(columns: Columns) -> list[str]:
    """The columns in use that an order's first line may say for the others."""
    line_by_line = ("currency",) if columns.amount is None else ()  # each line is money
    of_order = (*_OF_ORDER, *line_by_line, *map(choice_role, columns.beside_status))
    return [role for role in of_order if role in columns.roles]


def _lines(count: int) -> str:
    return f"{count:,} further line{'s' if count != 1 else ''}"


def _belong(connection: Any, columns: Columns, others: str) -> None:
    """Rows without an order, customer and date belong to the order above; its first line speaks for the others."""
    order = _ORDER
    bare = f"{order} = '' AND {trimmed('customer')} = '' AND {trimmed('date')} = '' AND {others}"
    if one(connection, f"SELECT count(*) FROM raw WHERE {bare}")[0]:
        connection.execute(
            'UPDATE raw SET "order" = above FROM (SELECT row AS here, last_value(nullif('
            f"{order}, '') IGNORE NULLS) OVER (ORDER BY row) AS above FROM raw) WHERE row = here AND {bare} "
            "AND above IS NOT NULL"
        )
    for role in _of_order(columns):
        blank = f"{trimmed(role)} = '' AND {order} <> '' AND {others}"
        if one(connection, f"SELECT count(*) FROM raw WHERE {blank}")[0]:
            keys = order if role in ("customer", "date") else f"{order}, {trimmed('customer')}"
            once = keys == order
            if not once and columns.amount is not None:  # others may differ where a number starts again
                keys += f", {trimmed('date')}"
            said = f"nullif({trimmed(role)}, '')"
            over = f"OVER (PARTITION BY {keys} ORDER BY row"
            below = f"first_value({said} IGNORE NULLS) {over} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"
            _fill(connection, role, blank, below, f"last_value({said} IGNORE NULLS) {over})", others)
            if not once and columns.amount is not None:  # a refund on another day is of the sale above
                back = is_minus(trimmed("amount"))
                sale = f"CASE WHEN {trimmed('amount')} <> '' AND NOT {back} THEN {trimmed(role)} END"
                above = f"last_value({sale} IGNORE NULLS) OVER (PARTITION BY {order} ORDER BY row)"
                _fill(connection, role, f"{blank} AND {back}", "NULL", above, others)


def _fill(connection: Any, role: str, blank: str, below: str, above: str, others: str) -> None:
    """Blank cells take what stands above in their order, or else below."""
    connection.execute(
        f"UPDATE raw SET {role} = said FROM (SELECT row AS here, coalesce({above}, {below}) AS said FROM raw "
        f"WHERE {others}) WHERE row = here AND said IS NOT NULL AND {blank}"
    )


def _blank_totals(connection: Any, others: str) -> None:
    """Lines without an amount, of an order that has one above."""
    amount, who = trimmed("amount"), trimmed("customer")
    connection.execute(
        f"UPDATE raw SET left_out = {literal(FURTHER)} FROM (SELECT {_ORDER} AS of, {who} AS its, min(row) AS first "
        f"FROM raw WHERE {amount} <> '' AND {others} GROUP BY 1, 2) WHERE {_ORDER} = of AND {who} = its "
        f"AND {_ORDER} <> '' AND {amount} = '' AND row > first AND {others}"
    )


def _status(
    connection: Any, source: Source, columns: Columns, options: Options, others: str, told: natures.Told
) -> None:
    """Rows whose status means no sale are left out; every status is counted, and one not known is asked for.

    Not so a kind of document that is not known where nothing is credited: it counts, and is warned of.
    """
    counts, minus = natures.counts_of(connection, "status", columns, f"left_out IS NULL AND {others}")
    at = columns.roles["status"]
    column, header = source.column(at), plain(source.headers[at]) if source.headers else ""
    read, doubts = read_codes(connection, source, columns, "status", dict(counts), minus)
    told.warned.extend([] if _named(columns) else doubts)
    means = meanings([status for status, _ in counts], source, columns, minus, read)
    said = {status: shown(source, status, columns) if status else "blank" for status, _ in counts}
    named = {status: f"{said[status]} {count:,}" for status, count in counts}
    kinds = header in OF_DOCUMENTS - OF_SIGNS
    perhaps_goods = unsure(means) if kinds and options.status_column is None else []
    means = dict.fromkeys(perhaps_goods) | {status: means[status] for status in means if status not in perhaps_goods}
    unknown = [status for status, meant in means.items() if meant is None]
    perhaps = taken_perhaps(means, header, minus) if header in OF_DOCUMENTS else []
    knows = (
        header in OF_SIGNS
        or perhaps
        or (kinds and (perhaps_goods or promised(unknown) or speaks(means, header)))
        or any(meant is not None for status, meant in means.items() if status)
    )
    if not knows:
        if len(named) <= SHOWN * 4 and not doubtful(header, named):  # else `in_doubt` warns, with the money
            few = listed([*named.values()])
            told.said.append(
                f"{column} has no status known here ({few}): all rows count; "
                f"{option('only')} or {option('without')} says otherwise"
            )
        return
    if unknown and (perhaps or not kinds):
        raise natures.asked(source, at, unknown, named, natures.credited(means, named))
    found = to_bill.settle(connection, source, columns, "status", f"left_out IS NULL AND {others}", means)
    told.doubts.extend(natures.counted(source, "status", at, found))
    if not options.only and not options.without:
        where = f"left_out IS NULL AND {others}"
        told.doubts.extend(to_bill.paid_twice(connection, source, columns, "status", where, found.means))
    told.warned.extend(to_bill.left_out(source, at, found, named))
    means = found.means | dict.fromkeys(unknown, SALE)
    _mark(connection, means, said, others)
    words = {SALE: "counted", NO_SALE: "left out", REFUNDED: "paid back", CREDIT: "credited"}
    lists = [
        f"{listed([named[s] for s, m in means.items() if m == meant])} {word}"
        for meant, word in words.items()
        if meant in means.values()
    ]
    told.said.append(f"{column} says what is a sale: {'; '.join(lists)}")


def _named(columns: Columns) -> bool:
    """Whether the user names statuses."""
    return any(said_of(columns, "status", only=only) for only in (True, False))


def _mark(connection: Any, means: dict[str, str | None], said: dict[str, str], others: str) -> None:
    """Mark the rows whose status means no sale, or that something was paid back or credited, with its words."""
    for status, meant in means.items():
        if meant != SALE:
            why = CREDIT if meant == CREDIT else f"{STATUS_SAYS}{said[status]}"
            mark = "left_out" if meant == NO_SALE else "perhaps"
            connection.execute(
                f"UPDATE raw SET {mark} = {literal(why)} WHERE {trimmed('status')} = {literal(status)} "
                f"AND left_out IS NULL AND {others}{'' if mark == 'left_out' else ' AND perhaps IS NULL'}"
            )


def _cancelled(connection: Any, source: Source, columns: Columns, others: str) -> list[str]:
    """Rows with a date of cancellation, or a yes, are no sales."""
    column = source.column(columns.roles["cancelled"])
    yes = f"{marks.happened('cancelled')} AND left_out IS NULL AND {others}"
    (count,) = one(connection, f"SELECT count(*) FROM raw WHERE {yes}")
    connection.execute(f"UPDATE raw SET left_out = {literal(CANCELLED)} WHERE {yes}")
    return [f"{column} is filled on {count:,} more row{'s' if count > 1 else ''}, left out"] if count else []
