"""What deserves a look in the orders of all files: rows that repeat others, more refunds than sales, lone days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xlclv.orders.engine import one, rows
from xlclv.orders.files.ids import LOOK_ALIKE
from xlclv.orders.files.part import Part
from xlclv.orders.headers import plain
from xlclv.orders.ledger import Counted, SourceFile, exact
from xlclv.orders.rules.customer_lists import END_OF_ORDERS, OF_ALL_SPENT, OF_COUNTS
from xlclv.orders.rules.headers import CUSTOMER
from xlclv.orders.rules.ids import OF_MEDIAN, OF_MONEY
from xlclv.orders.rules.layouts import BALANCES
from xlclv.orders.source import SHOWN, Source
from xlclv.terms.options import option

if TYPE_CHECKING:
    import ibis.expr.types as ir

MANY = 20_000_000  # rows; a comparison of all with all beyond that is made when it is asked for
MANY_IN_PLACE = 5_000_000  # rows of files that are read in place, where nothing else takes as long
APART = dt.timedelta(days=730)  # a few days so far from all others are more often mistyped than meant
FEW = 3
_SOME = 8  # customers of whom one has, to the cent, as much as all others: of two or three it may well be so


def repeated(connection: Any, parts: list[Part], remove: bool, what: str = "orders") -> list[Part]:
    """The parts, with a warning for rows that repeat an earlier one in every column, or without those rows.

    `what` is what the rows count as.
    """
    total = sum(one(connection, f"SELECT count(*) FROM {part.table}")[0] for part in parts)
    if total > (MANY_IN_PLACE if parts[0].in_place else MANY) and not remove:
        note = f"rows that repeat others were not looked for among {total:,}; "
        note += f"{option('dedupe')} looks, and leaves them out"
        parts = [replace(parts[0], notes=(*parts[0].notes, note)), *parts[1:]]
    else:
        _find_repeated(connection, parts)
        parts = [_without(connection, part, number, remove, what) for number, part in enumerate(parts)]
        connection.execute("DROP TABLE repeats")
    for part in (part for part in parts if not part.in_place):
        connection.execute(f"ALTER TABLE {part.table} DROP COLUMN print")
    return parts


def _find_repeated(connection: Any, parts: list[Part]) -> None:
    """The table `repeats`: part and row of each row with a customer that an earlier one had already."""
    every = " UNION ALL ".join(
        f"SELECT {number} AS part, row, print FROM {part.table} WHERE customer IS NOT NULL"
        for number, part in enumerate(parts)
    )
    connection.execute(
        "CREATE TABLE repeats AS SELECT part, row FROM (SELECT part, row, row_number() OVER (PARTITION BY print "
        f"ORDER BY part, row) AS n FROM ({every}) SEMI JOIN (SELECT print FROM ({every}) GROUP BY print "
        "HAVING count(*) > 1) USING (print)) WHERE n > 1"
    )


def _without(connection: Any, part: Part, number: int, remove: bool, kind: str) -> Part:
    mine = f"(SELECT row FROM repeats WHERE part = {number})"
    count, units = one(connection, f"SELECT count(*), sum(amount) FROM {part.table} WHERE row IN {mine}")
    if not count:
        return part
    # The first alone: a file that is doubled has as many of them as rows.
    limit = "" if part.source.places else f" LIMIT {SHOWN}"
    found = rows(connection, f"SELECT row FROM repeats WHERE part = {number} ORDER BY 1{limit}")
    every = {part.source.row(row): row for (row,) in reversed(found)}  # of several made of one line, the first
    first = tuple(sorted(every.values()))[:SHOWN]
    said = again(part.source, first, len(every) if part.source.places else count)
    if not remove:
        way = f"say {option('dedupe')} to leave them out"
        return replace(part, warnings=(*part.warnings, f"{said}; counted as {kind}, {way}"))
    connection.execute(f"DELETE FROM {part.table} WHERE row IN {mine}")
    return replace(part, warnings=(*part.warnings, f"{said}; left out"), repeated=Counted(count, int(units), first))


def again(source: Source, first: Sequence[int], count: int) -> str:
    """That so many rows repeat earlier ones, the first of them named."""
    named = ", ".join(f"{source.row(row):,}" for row in first)
    rest = f" and {count - len(first):,} more" if count > len(first) else ""
    what = f"{count:,} rows repeat" if count > 1 else "1 row repeats"
    return f"{source.where}: {what} an earlier one in every column (row{'s' if count > 1 else ''} {named}{rest})"


def occasions(days: ir.Table) -> list[str]:
    """How many rows share a day with another of the same customer: together they are one purchase occasion."""
    many = days.rows > 1
    row = days.aggregate(merged=days.count(where=many), count=days.rows.sum(where=many)).to_pyarrow().to_pylist()[0]
    if not row["merged"]:
        return []
    merged = f"{int(row['merged']):,} days" if row["merged"] > 1 else "1 day"
    return [
        f"{int(row['count']):,} rows of the same customer and day were merged to {merged}: one purchase occasion each"
    ]


def customer_list(files: Sequence[SourceFile], customers: ir.Table) -> list[str]:
    """Files that look like lists of customers, one row each, whose sums of many orders are read as one order."""
    if int(customers.rows.max().to_pyarrow().as_py() or 0) > 1:
        return []
    return [
        f"{file.name}: this looks like a list of customers, not of orders ({said}): each row is read as one order on "
        "one day, and so are all the orders in its sum; give the list of orders"
        for file in files
        if (said := _of_customers(file))
    ]


def own_ids(files: Sequence[SourceFile], customers: ir.Table, named: str | None) -> list[str]:
    """Files whose customer is a column called id alone, of which each row has its own: those of orders or payments."""
    found = [
        (file.name, header.strip())
        for file in files
        for role, header in file.roles
        if role == "customer" and named is None and plain(header) in CUSTOMER[-1]
    ]
    most = int(customers.rows.max().to_pyarrow().as_py() or 0) if found else 0
    if most != 1 or int(customers.count().to_pyarrow().as_py()) < _SOME:
        return []
    return [
        f'{name}: the customer is taken from column "{header}", which is different on every row, as the ids of orders '
        f"and payments are; if another column says who bought, name it with {option('customer')}"
        for name, header in found
    ]


def _of_customers(file: SourceFile) -> str:
    """The headers that say so: a first or last date, or a count of orders beside what was spent in all."""
    named = dict(file.roles)
    date, amount = named.get("date", ""), named.get("amount", "")
    count = [header for header in file.headers if plain(header) in OF_COUNTS]
    if END_OF_ORDERS.match(plain(date)):
        return ", ".join(f'"{header}"' for header in (date, *count))
    return f'"{count[0]}", "{amount}"' if count and OF_ALL_SPENT.search(plain(amount)) else ""


def below_zero(customers: ir.Table, scale: int) -> list[str]:
    """Customers who got more back than they ever paid: perhaps the sales are in a file that was not given."""
    paid = "sales" if "sales" in customers.columns else "units"
    owed = customers.filter(customers[paid] < 0)
    count = int(owed.count().to_pyarrow().as_py())
    if not count:
        return []
    found = owed.order_by(paid, "customer").limit(SHOWN).to_pyarrow().to_pylist()
    named = ", ".join(f"{row['customer']} ({exact(row[paid], scale):,f})" for row in found)
    rest = f" and {count - len(found):,} more" if count > len(found) else ""
    have = f"{count:,} customers have" if count > 1 else "1 customer has"
    return [f"{have} refunds above sales: {named}{rest}; if the sales are in another file, give that one too"]


def dominant(customers: ir.Table, scale: int, secret: bool = False) -> list[str]:
    """One id with much of the money and far more rows than others: perhaps a till or a marketplace, no customer."""
    sums = customers.aggregate(units=customers.units.sum(), most=customers.units.max(), rows=customers.rows.max())
    row = sums.to_pyarrow().to_pylist()[0]
    units, most = int(row["units"] or 0), int(row["most"] or 0)
    if units <= 0 or most <= OF_MONEY * units:
        return []
    (middle,) = customers.aggregate(middle=customers.rows.median()).to_pyarrow().to_pylist()[0].values()
    large = (customers.units > int(OF_MONEY * units)) & (customers.rows > int(OF_MEDIAN * middle))
    found = customers.filter(large).order_by("units").to_pyarrow().to_pylist()
    said = []
    for each in found[::-1]:
        money, share = exact(int(each["units"]), scale), int(each["units"]) / units
        fix = (
            "leave it out in the file"
            if secret
            else f"{option('exclude-customer', str(each['customer']))} leaves it out"
        )
        said.append(
            f'customer "{each["customer"]}" has {share:.0%} of all money ({money:,f}) in {int(each["rows"]):,} rows, '
            f"where half the customers have up to {float(middle):g}; if it stands for many people or nobody, {fix}"
        )
    return said


def of_lists(customers: ir.Table, scale: int) -> list[str]:
    """Ids that are lines of a list and nobody: a balance by its words, a total by its money, which is that of all."""
    sums = customers.aggregate(units=customers.units.sum(), count=customers.count()).to_pyarrow().to_pylist()[0]
    units, count = int(sums["units"] or 0), int(sums["count"])
    alone = customers.filter(customers.rows == 1)
    balance = alone.filter(alone.customer.cast("string").re_search(BALANCES)).order_by("customer").limit(SHOWN)
    said = [(each, "reads like a balance") for each in balance.to_pyarrow().to_pylist()]
    if units > 0 and units % 2 == 0 and count >= _SOME:
        total = alone.filter(alone.units == units // 2).limit(1).to_pyarrow().to_pylist()
        said += [(each, "has in one row as much as all others together") for each in total]
    return [
        f'customer "{each["customer"]}" {why} ({exact(int(each["units"]), scale):,f}); if it is no customer, '
        f"{option('exclude-customer', str(each['customer']))} leaves it out"
        for each, why in said
    ]


def lone_days(days: ir.Table, named: Callable[[str, dt.date], str]) -> list[str]:
    """The few rows before or after a gap of two years; `named` says which lie on "<=" or ">=" a day."""
    table = days.group_by("day").aggregate(rows=days.rows.sum()).order_by("day").to_pyarrow()
    counts = list(zip(table["day"].to_pylist(), map(int, table["rows"].to_pylist()), strict=True))
    said, total = [], sum(rows for _, rows in counts)
    for order, mark, side in ((counts, "<=", "before"), (counts[::-1], ">=", "after")):
        count = 0
        for (day, some), (following, _) in pairwise(order):
            count += some
            if count > FEW or 2 * count >= total:
                break
            if abs(following - day) > APART:
                years = abs((following - day).days) // 365
                said.append(
                    f"{named(mark, day)}: {years:,} years {side} all other orders; if the year is mistyped, correct it"
                )
                break
    return said


def places(connection: Any, parts: Sequence[Part], mark: str, day: dt.date) -> str:
    """The rows of files on that side of a day."""
    return ", ".join(
        f"{part.source.name} row {part.source.row(row):,} ({found})"
        for part in parts
        for row, found in rows(
            connection,
            f"SELECT row, day FROM {part.table} WHERE day {mark} ? AND customer IS NOT NULL ORDER BY row LIMIT {FEW}",
            [day],
        )
    )


def alike(connection: Any, parts: Sequence[Part]) -> list[str]:
    """Ids written one way in one file and another way in the next, as when a spreadsheet drops zeros in front."""
    every = " UNION ALL ".join(
        f"SELECT DISTINCT {number} AS part, customer AS value FROM {part.table} WHERE customer IS NOT NULL"
        for number, part in enumerate(parts)
    )
    said = []
    for key, words, done in LOOK_ALIKE:
        inner = (
            f"SELECT part, {key} AS k, min(value) AS low, max(value) AS high FROM ({every}) GROUP BY part, k "
            "HAVING k IS NOT NULL"
        )
        count, a, b = one(
            connection,
            "SELECT count(*), min(a), arg_min(b, a) FROM (SELECT min(low) AS a, max(high) AS b FROM "
            f"({inner}) GROUP BY k HAVING bool_and(low = high) AND a <> b)",
        )
        if count:
            pairs = f"{count:,} pairs of ids differ" if count > 1 else "1 pair of ids differs"
            said.append(
                f'across the files {pairs} in {words} only, such as "{a}" and "{b}"; {done.format(option("normalise"))}'
            )
    return said
