"""One file from its raw cells to its orders: what is blank, what is a total, which convention, which amount."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xlclv.orders.billed import paid_beside
from xlclv.orders.currencies import shown
from xlclv.orders.engine import rows
from xlclv.orders.files import (
    amounts,
    balances,
    cancelled_twice,
    cost_currency,
    cost_signs,
    costs,
    days,
    flags,
    ids,
    in_doubt,
    measures,
    order_totals,
    paid,
    price_units,
    room_for,
    sales,
    shares,
    signs,
    split_amounts,
    subtotals,
    totals,
    whole,
    worth,
)
from xlclv.orders.files.carried_back import carry_back
from xlclv.orders.files.cells import Column, distinct, literal, spaced
from xlclv.orders.files.currency_of import currency_of, header_currency, left_out, undecided
from xlclv.orders.files.layouts import sums
from xlclv.orders.files.nameless import unnamed
from xlclv.orders.files.room import at
from xlclv.orders.files.staging import drop_blank, encoded, fill_down, stage, swallowed, taken
from xlclv.orders.files.taken_off import adjusted, credits, discount, percents, refunds, twice_below
from xlclv.orders.ledger import Counted, after, before, excluded
from xlclv.orders.roles import Columns, kept
from xlclv.orders.rules.systems import own_refunds
from xlclv.orders.source import Options, Source
from xlclv.orders.taxed import of_refunds
from xlclv.terms.options import option

_MONEY = ("amount", "quantity", "price")
_OFF = ("discount", "refunded")


@dataclass(frozen=True, slots=True)
class Part:
    """One file converted: a table of row, customer (NULL: none), day, amount at 10**-scale, and the row's print.

    `total` is a row of totals and its amount, which is no order. `repeated` are rows taken out of the table because
    they repeat others.
    """

    source: Source
    table: str
    scale: int
    total: tuple[int, int] | None
    currency: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    repeated: Counted = field(default_factory=Counted)
    in_place: bool = False  # a view on the file, not a copy
    netted: int = 0  # units that a column of refunds takes off the amounts
    columns: Columns | None = None  # which column is what
    worth: bool = False  # the table has the margin of each row too, at the same scale
    cost_in: str = ""  # the currency that costs or margins name
    bound: int | None = None  # no sum of its amounts passes so many units; None: not known


def convert(connection: Any, source: Source, columns: Columns, number: int, options: Options) -> Part:
    """The orders of one file as it was opened, in a table of their own."""
    seen = *signs.beside(source.headers, columns), *columns.watched, *paid_beside(source.headers, columns)
    seen = *seen, *cost_currency.beside(source.headers, columns), *columns.currencies
    seen = *seen, *measures.beside(source.headers, columns)
    further = subtotals.others(source, columns) if options.fill_down else ()
    texts, per = balances.beside(source.headers, columns), price_units.beside(source.headers, columns)
    spare = split_amounts.beside(source, columns)
    types = stage(connection, source, columns, beside=tuple(dict.fromkeys((*seen, *further, *texts, *per, *spare))))
    named = taken(source, columns, paid.named(connection, source, columns))
    notes = [*encoded(source), named, *drop_blank(connection, source, columns)]
    price_units.refuse(connection, source, per, options.decimal)
    split = split_amounts.settle(connection, source, columns)
    source = subtotals.settle(connection, source, columns, further, options.keep_ids)
    roles = {role: Column(connection, role, types[role], source, at) for role, at in columns.roles.items()}
    sums.mark(connection, source, columns.roles)
    measures.refuse(connection, source, columns)
    notes += adjusted(connection, roles)
    total = None if source.totals else totals.find(connection, columns, options.fill_down, options.keep_ids)
    outside = total.row if total else None
    columns, late = whole.settle(connection, source, columns, options, outside)
    roles |= late
    filled: tuple[list[str], list[str]] = [], subtotals.nameless(connection, source)
    if options.fill_down:
        filled = fill_down(connection, source, columns, outside, further)
    notes += filled[0]
    sold = sales.settle(connection, source, columns, options, outside)
    notes, uncertain = [*notes, *sold.said], [*split, *filled[1], *sold.warned]
    if net := signs.proven(connection, source, columns, outside):
        notes.append(net)
        if signs.takes_off(source, columns):
            roles.pop("refunded", None)  # taken off already
    marked, unused = flags.settle(connection, roles, outside)
    read_not = [*sold.unused, *(["discount"] if "discount" not in roles else []), *(["refunded"] if unused else [])]
    notes += [*marked, *([] if net else flags.passed_over(source, columns, options))]
    if not net:
        unused += [f"{source.where}: {said}" for said in flags.not_looked_at(source.headers, columns)]
    customer = _customer(roles, options, outside if total and total.outside("customer") else None)
    distinct(roles["date"], outside, counted=True)
    day = days.convert(roles["date"], options.dayfirst, options.timezone)
    _leave_out_days(connection, day.table, options)
    percent = percents(connection) if "discount" in roles else False
    with_marks = "worth" in roles and shares.without_marks(roles["worth"])
    if "worth" in roles:
        if columns.order is not None:
            worth.spare_further(connection)
        if "pieces" in roles:
            worth.spare_pieces(connection)
        for role in ("worth", "pieces", "gross"):
            if role in roles:
                distinct(roles[role], outside)
    for role in ("currency", *_MONEY, *_OFF):
        if role in roles:
            distinct(roles[role], outside if total and total.outside(role) else None)
    numbers = [roles[role] for role in (*_MONEY, *_OFF) if role in roles]
    if options.amount is None and "amount" in roles:
        amounts.refuse_words(roles["amount"], option("amount"))
    factors = {role: amounts.convert(roles[role], options.decimal, numbers) for role in _MONEY if role in roles}
    off = {role: amounts.convert(roles[role], options.decimal, numbers) for role in _OFF if role in roles}
    cut, said = discount(roles["discount"], factors, off["discount"], percent) if "discount" in off else (None, [])
    notes += said
    amount = amounts.product(factors, cut, room_for.product(connection, factors, cut))
    notes += twice_below(connection, factors)
    margin = worth.converted(roles, options.decimal, numbers)
    margin = shares.settle(roles, margin, with_marks, options) if margin else margin
    table = f"part_{number}"
    more = (off, margin, tuple(map(kept, range(len(columns.extra)))))
    scale, tight = _create(connection, table, (customer, day), amount, factors, more, outside, options)
    said, odd = signs.returned(connection, source, columns, table, scale)
    notes += said
    unused += odd
    said, repeated = order_totals.settle(connection, source, columns, table, scale)
    notes += said
    if margin:
        worth.refuse_further(connection, roles["worth"], table)
        if columns.order is not None:
            worth.refuse_blank(connection, roles["worth"], table)
    notes += credits(connection, source, columns, table)
    said, doubts = cancelled_twice.settle(connection, source, columns, table, scale)
    notes, uncertain = [*notes, *said], [*uncertain, *doubts]
    if margin:
        said, doubts = _margins(connection, roles["worth"], margin, table, scale, options)
        notes, uncertain = [*notes, *said], [*uncertain, *doubts]
    if margin and "refunded" in off:
        scale, doubts = carry_back(connection, roles["refunded"], table, scale)
        uncertain += doubts
    netted, said = refunds(connection, roles, table, own_refunds(columns.system))
    if netted:
        uncertain += [f"{source.where}: {warned}" for warned in of_refunds(source.headers, columns)]
    notes += [*said, *worth.told(roles, options, margin)]
    if margin and not margin["worth"].share:
        uncertain += costs.in_doubt(connection, source, columns, (table, scale), margin, options, numbers)
    uncertain += in_doubt.told(connection, source, columns, (table, scale), options, sold.doubts, "refunded" in off)
    uncertain += balances.told(connection, source, columns, (table, scale), texts)
    sums.check(connection, source, table, scale)
    said, doubts = paid.told(connection, source, columns, table, scale, options)
    notes, uncertain = [*notes, *said], [*uncertain, *doubts]
    summed, warned = totals.left_out(connection, source, table, total, factors, scale, "an order")
    warnings = [*source.warnings, *swallowed(source), *repeated, *warned, *uncertain, *unused]
    warnings += [f"{source.where}: {tight}"] if tight else []
    converted: tuple[ids.Ids | days.Days | amounts.Money, ...] = (customer, day, *factors.values())
    currency, said = currency_of(roles, factors, table, choosable=True)
    passed_over, unclear = undecided(connection, source, columns, currency, table, choosable=True)
    warnings, notes = [*warnings, *said, *unclear], [*notes, *passed_over, *left_out(roles.get("currency"), table)]
    if currency:
        notes.append(f"amounts are in {shown(currency, source)}")
    cost_in = ""
    if margin:
        cost_in, said = cost_currency.told(connection, source, columns, roles, margin["worth"], currency, table)
        warnings += said
    if currency and not any(header_currency(roles[role]) for role in factors):
        warnings += unnamed(connection, source, table, roles, factors, scale)
    drop_working_tables(connection, roles)
    return Part(
        source,
        table,
        scale,
        summed,
        currency,
        (*source.notes, *(f"{source.where}: {note}" for note in notes), *(n for c in converted for n in c.notes)),
        (*warnings, *amount.warnings, *(w for c in converted for w in c.warnings)),
        netted=netted,
        columns=columns.without(read_not),
        worth=bool(margin),
        cost_in=cost_in,
    )


def _margins(
    connection: Any, column: Column, margin: dict[str, amounts.Money], table: str, scale: int, options: Options
) -> tuple[list[str], list[str]]:
    """Costs taken off whatever sign they are written with; notes, and warnings of what may be meant otherwise."""
    said = cost_signs.settle(connection, column, table, scale) if options.cost is not None else ([], [])
    return said[0], [*said[1], *shares.doubted(connection, column, margin, table, scale)]


def _leave_out_days(connection: Any, table: str, options: Options) -> None:
    """Mark the rows beyond the first and the last day that count."""
    for said, sign, words in ((options.since, "<", before), (options.until, ">", after)):
        if said is not None:
            connection.execute(
                f"UPDATE raw SET left_out = {literal(words(said))} FROM {table} AS d WHERE raw.date = d.text "
                f"AND d.value {sign} DATE '{said}' AND left_out IS NULL"
            )


def _customer(roles: dict[str, Column], options: Options, without: int | None) -> ids.Ids:
    """The ids; rows of customers whom the user leaves out are marked."""
    column = roles["customer"]
    distinct(column, without)
    found = ids.convert(column, options.pseudonyms, options.normalise, options.keep_ids, options.exclude)
    if found.excluded:
        texts = ", ".join(map(literal, found.excluded))
        column.connection.execute(
            f"UPDATE raw SET left_out = {literal(excluded())} WHERE left_out IS NULL AND customer IN ({texts})"
        )
    return found


def _create(
    connection: Any,
    table: str,
    keys: tuple[ids.Ids, days.Days],
    amount: amounts.Amount,
    factors: dict[str, amounts.Money],
    more: tuple[dict[str, amounts.Money], dict[str, amounts.Money], tuple[str, ...]],
    outside: int | None,
    options: Options,
) -> tuple[int, str]:
    """The part's table; its scale, fine enough for what was paid back and for costs too where there is room; a warning
    where there is not.
    """
    off, margin, extra = more
    joined = factors | off | margin
    joins = "".join(f" JOIN {f.table} AS {role} ON raw.{role} = {role}.text" for role, f in joined.items())
    back, value = "0::BIGINT", amount.value
    finest = [amount.scale, worth.scale_of(margin, amount.scale), *(money.scale for money in off.values())]
    wanted = max(finest if "refunded" in off else finest[:2])
    scale = room_for.line(connection, amount, joined, wanted)
    if scale != amount.scale:
        value = f"TRY({at(value, amount.scale, scale)})"
    if "refunded" in off:
        back = f"TRY({at('abs(refunded.value)', off['refunded'].scale, scale)})"
    others = f" WHERE row <> {outside}" if outside is not None else ""
    customer, day = keys
    beside = f", {worth.left(value, margin, options, scale)} AS worth" if margin else ""
    beside += "".join(f", {spaced(f'raw.{name}')} AS {name}" for name in extra)
    connection.execute(
        f"CREATE TABLE {table} AS SELECT row, CASE WHEN left_out IS NULL THEN c.value END AS customer, d.value AS day, "
        f"{value} AS amount, print, left_out, perhaps, {back} AS refunded{beside} "
        f"FROM raw JOIN {customer.table} AS c ON raw.customer = c.text LEFT JOIN {day.table} AS d ON raw.date = d.text"
        f"{joins}{others}"
    )
    why = "with more, amounts beside costs and refunds are too large to be held exactly"
    return scale, f"money of a line is rounded to {scale} decimals: {why}" if scale < wanted else ""


def drop_working_tables(connection: Any, roles: dict[str, Column]) -> None:
    """Free the memory of the raw cells: of the tables that a role may have, of which most roles have none."""
    names = {name for role in roles for name in (f"texts_{role}", f"canon_{role}", f"{role}_values")}
    ours = "database_name = current_database() AND schema_name = current_schema()"  # a base that is read has its own
    for (name,) in rows(connection, f"SELECT table_name FROM duckdb_tables() WHERE {ours}"):
        if name in names:
            connection.execute(f"DROP TABLE {name}")
    connection.execute("DROP TABLE raw")
