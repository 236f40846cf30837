"""An order's total that stands on each of its lines: it counts once. The one rule, for files and tables alike.

Lines are of one order where number, customer and day are the same, and so is what their status means (a sale, none,
paid back, credited), not its word: numbers start again every year, and what is paid again on another day is another
payment. An order is alike where all its lines have one amount, unless quantity
x price is that amount on each of them, which proves that it is the line's own. The amount is an order's total where its
header says so and more than half of the orders of several lines are alike; where no header says so, nearly all of at
least five must be, of more than one amount, and it is a warning. Then each amount of an order counts once. What takes
money back is no line of the sale: it is left alone, unless its lines together would take back more than was sold. A
number under which nothing was sold, as a credit note has its own, is an order like others where its lines are alike.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from xlclv.errors import counted as many
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.sales import CANCELLED, FURTHER, STATUS_SAYS
from xlclv.orders.headers import plain
from xlclv.orders.ledger import CHOSEN
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import TOTALS
from xlclv.orders.rules.statuses import CREDIT
from xlclv.orders.source import SHOWN, Source, also
from xlclv.terms.options import bare_option

_ENOUGH, _NEARLY = 5, 0.95  # orders of several lines that show what no header says, and how many must be alike
_MOST, _SOME = 0.5, 0.25  # alike under a header called total: more count once, and fewer than that are no chance
_OFF = 0.005  # quantity x price and the amount may differ by half a cent
_ONE = "number, who, day, kind"  # what lines of one order have in common
_COUNTS = "state IS NULL AND NOT back"


class Alike(NamedTuple):
    """Of the orders of several lines: all, those alike, and how many amounts these have."""

    several: int
    alike: int
    amounts: int


def settle(connection: Any, source: Source, columns: Columns, table: str, scale: int) -> tuple[list[str], list[str]]:
    """Leave the further lines out of the table and carry what was refunded there to the first; notes and warnings."""
    if columns.order is None or columns.amount is None or not _lines(connection, columns, table, scale):
        return [], []
    _paid_back_later(connection, table)
    header = plain(source.headers[columns.amount]) if source.headers else ""
    said = _once(connection, source, columns, table, header in TOTALS)
    _carry(connection, table)
    connection.execute("DROP TABLE order_lines")
    return said


def _lines(connection: Any, columns: Columns, table: str, scale: int) -> int:
    """The table of lines of orders with several: what they have in common, and whether the amount is the line's own."""
    kind = (  # a line that adds nothing has no mark of its own
        f"CASE WHEN coalesce(t.left_out, {literal(FURTHER)}) <> {literal(FURTHER)} THEN 'none' WHEN t.perhaps IS NULL "
        f"THEN 'sale' WHEN t.perhaps = {literal(CREDIT)} THEN 'credit' ELSE 'back' END"
    )
    product, factors = (
        (_product(scale), ", beside{} AS units, beside{} AS each".format(*columns.of_line))
        if columns.of_line
        else ("FALSE", "")
    )
    number = trimmed('"order"')
    twice = f"SELECT 1 FROM raw WHERE {number} <> '' GROUP BY {number} HAVING count(*) > 1 LIMIT 1"
    if not rows(connection, twice):
        return 0
    apart = "bool_and(takes) OVER (PARTITION BY number, who)"
    connection.execute(
        f"CREATE OR REPLACE TABLE order_lines AS SELECT *, {apart} AS apart, takes AND NOT {apart} AS back, "
        f"bool_and(own) OVER of_one AS proven, min(amount) OVER of_one = max(amount) OVER of_one AS same "
        f"FROM (SELECT t.row, number, who, t.day, {kind} AS kind, t.amount, t.refunded, t.left_out AS state, "
        f"t.amount < 0 OR t.perhaps IS NOT DISTINCT FROM {literal(CREDIT)} AS takes, "
        f"coalesce({product}, FALSE) AS own FROM {table} AS t JOIN (SELECT row, {number} AS number, "
        f"{trimmed('customer')} AS who{factors} FROM raw) AS r "
        f"ON t.row = r.row WHERE number <> '' AND (t.left_out IS NULL OR t.left_out IN ({literal(FURTHER)}, "
        f"{literal(CANCELLED)}) OR starts_with(t.left_out, {literal(STATUS_SAYS)}) "
        f"OR starts_with(t.left_out, {literal(CHOSEN)})) "
        f"QUALIFY count(*) OVER (PARTITION BY number, who) > 1) WINDOW of_one AS (PARTITION BY {_ONE})"
    )
    return int(one(connection, "SELECT count(*) FROM order_lines")[0])


def _product(scale: int) -> str:
    """SQL: whether quantity x price is the line's amount, with decimal points or commas."""
    tests = []
    for text in ("replace({}, ',', '')", "replace(replace({}, '.', ''), ',', '.')"):
        units, each = (
            f"TRY_CAST(regexp_replace({text.format(name)}, '[^0-9.-]', '', 'g') AS DOUBLE)"
            for name in ("units", "each")
        )
        tests.append(f"coalesce(abs({units} * {each} - t.amount / {10**scale}.0) <= {_OFF}, FALSE)")
    return f"({' OR '.join(tests)})"


def _once(connection: Any, source: Source, columns: Columns, table: str, called: bool) -> tuple[list[str], list[str]]:
    """Each amount of an order counts once, where the amount is an order's total; says so, or what speaks against it."""
    found = _alike(connection, "NOT apart AND amount > 0")
    if called and not found.several:  # credit notes alone have several lines
        found = _alike(connection, "apart")
    order, amount = (source.column(columns.roles[role]).removeprefix("column ") for role in ("order", "amount"))
    shown = f"{found.alike:,} of {many(found.several, 'order')} of several lines"
    if not _total(found, called):
        if called and found.alike and found.alike >= _SOME * found.several:
            rule = f"{shown} have one {amount} on all of them ({order}), the others have not: every line counts"
            fix = "if it is an order's total, leave its further lines out of the file"
            return [], [f"{source.where}: {rule}; {fix}"]
        return [], []
    further = _leave_out(connection, table)
    if not further:
        return [], []
    left = f"it counts once, {many(further, 'further line')} {'is' if further == 1 else 'are'} left out"
    other = f"{bare_option('order-column', 'none')} counts every line"
    notes, warnings = [], []
    if called:
        notes.append(f"{amount} is the total of an order, repeated on its lines ({order}): {left}; {other}")
    else:
        taken = f"{amount} is taken for the total of an order ({order}), as {shown} have the same on all: {left}"
        warnings.append(f"{source.where}: {taken}; if it is what each line cost, {other}")
    if found.alike < found.several:
        warnings.append(_of_others(connection, source, amount))
    return notes, [warning for warning in warnings if warning]


def _alike(connection: Any, which: str) -> Alike:
    """How alike the orders of several lines are, of sales or of what has a number of its own."""
    return Alike(
        *one(
            connection,
            "SELECT count(*), count(*) FILTER (alike), count(DISTINCT least) FILTER (alike) FROM (SELECT min(amount) "
            "AS least, count(DISTINCT amount) = 1 AND NOT bool_or(proven) AS alike FROM order_lines WHERE "
            f"{_COUNTS} GROUP BY {_ONE} HAVING count(*) > 1 AND bool_or({which}))",
        )
    )


def _total(found: Alike, called: bool) -> bool:
    """Whether the amount is an order's total."""
    if called:
        return found.alike > _MOST * found.several
    return found.alike >= max(_ENOUGH, _NEARLY * found.several) and found.amounts > 1


def _leave_out(connection: Any, table: str) -> int:
    """Leave out the lines after the first of each amount of an order; gives how many."""
    sales = f"SELECT row, row_number() OVER (PARTITION BY {_ONE}, amount ORDER BY row) AS n FROM order_lines "
    sales += f"WHERE NOT back AND NOT proven AND (same OR NOT apart) AND state IS DISTINCT FROM {literal(FURTHER)}"
    refunds = (
        f"SELECT b.row, row_number() OVER (PARTITION BY {_ONE}, amount ORDER BY row) AS n, "
        "sum(abs(amount)) OVER (PARTITION BY number, who) > sold AS more FROM order_lines AS b JOIN (SELECT number, "
        "who, sum(amount) AS sold FROM (SELECT DISTINCT number, who, day, kind, amount FROM order_lines "
        f"WHERE {_COUNTS}) GROUP BY 1, 2) AS s USING (number, who) WHERE back"
    )
    connection.execute(
        f"UPDATE {table} SET left_out = {literal(FURTHER)}, customer = NULL FROM (SELECT row AS here FROM ({sales}) "
        f"WHERE n > 1 UNION SELECT row FROM ({refunds}) WHERE n > 1 AND more) WHERE row = here"
    )
    (further,) = one(
        connection,
        f"SELECT count(*) FROM {table} JOIN order_lines AS l USING (row) WHERE left_out = {literal(FURTHER)} "
        "AND l.state IS DISTINCT FROM left_out",
    )
    return int(further)


def _of_others(connection: Any, source: Source, amount: str) -> str:
    """A warning of the orders that are not alike, whose amounts count once each."""
    found = rows(
        connection,
        f"SELECT min(row), count(*) OVER () FROM order_lines WHERE {_COUNTS} AND NOT proven AND NOT apart GROUP BY "
        f"{_ONE} HAVING count(DISTINCT amount) > 1 ORDER BY 1 LIMIT {SHOWN}",
    )
    if not found:
        return ""
    first, *others = [source.row(row) for row, _ in found]
    rule = f"the order there has several amounts in {amount}, which else is its total: each counts once"
    return f"{source.where}, row {first:,}{also(others, found[0][1] - 1)}: {rule}; correct the file if one is wrong"


def _paid_back_later(connection: Any, table: str) -> None:
    """A row whose status says paid back, on a later day than its order's sale and for no more, is the refund of it."""
    connection.execute(
        f"UPDATE {table} AS t SET perhaps = {literal(CREDIT)} FROM order_lines AS l JOIN (SELECT number, who, "
        "min(s.day) AS first, max(s.amount) AS most FROM order_lines AS s JOIN "
        f"{table} AS p USING (row) WHERE {_COUNTS} AND p.perhaps IS NULL GROUP BY 1, 2) AS sale USING (number, who) "
        "WHERE t.row = l.row AND t.perhaps IS NOT NULL AND t.left_out IS NULL AND l.amount > 0 AND l.day > sale.first "
        "AND l.amount <= sale.most"
    )
    connection.execute(
        f"UPDATE order_lines SET back = TRUE FROM {table} AS t WHERE t.row = order_lines.row "
        f"AND t.perhaps = {literal(CREDIT)} AND NOT apart"
    )


def _carry(connection: Any, table: str) -> None:
    """What further lines refund is of the line that counts for them: once where all these say the same, else the sum.

    That is the first line of their amount; for those whose amount is blank it is the order's first.
    """
    further = literal(FURTHER)
    of_order, of_amount = (
        f"min(l.row) FILTER (t.left_out IS NULL) OVER (PARTITION BY {keys})"
        for keys in ("number, who, l.day", "number, who, l.day, kind, l.amount")
    )
    connection.execute(
        "CREATE OR REPLACE TABLE carried AS SELECT first, CASE WHEN count(DISTINCT refunded) = 1 THEN min(refunded) "
        "ELSE sum(refunded) END AS whole FROM (SELECT l.refunded, t.left_out, CASE WHEN t.left_out IS NULL THEN l.row "
        f"WHEN l.state IS NULL THEN {of_amount} ELSE {of_order} END AS first FROM order_lines AS l JOIN {table} AS t "
        f"USING (row) WHERE NOT l.back AND (l.state IS NULL OR l.state = {further}) AND (t.left_out IS NULL OR "
        f"t.left_out = {further})) GROUP BY first HAVING bool_or(left_out = {further}) AND max(refunded) > 0"
    )
    connection.execute(
        f"UPDATE {table} SET refunded = 0 FROM order_lines AS l WHERE {table}.row = l.row "
        f"AND {table}.left_out = {further} AND NOT l.back"
    )
    connection.execute(f"UPDATE {table} SET refunded = whole FROM carried WHERE row = first")
    connection.execute("DROP TABLE carried")
