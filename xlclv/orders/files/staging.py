"""The raw cells of one file in the database, as text: rows of blanks taken out, and blank ids filled when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.blanks import not_read
from xlclv.orders.engine import one, rows
from xlclv.orders.files import footer, subtotals
from xlclv.orders.files.cells import is_blank, trimmed
from xlclv.orders.headers import plain
from xlclv.orders.roles import MARKS, Columns
from xlclv.orders.rules.headers import CUSTOMER
from xlclv.orders.source import Source, also, refusal
from xlclv.orders.taxed import taxed
from xlclv.terms.options import option

BESIDE = 60  # letters of a cell that is not in use
GLANCE = 1000  # rows of a column of which only a glance is wanted
_APART = "chr(31)"  # what no cell has in it


def stage(
    connection: Any,
    source: Source,
    columns: Columns,
    orders: bool = True,
    prints: bool = True,
    beside: Sequence[int] = (),
    glance: Sequence[int] = (),
) -> dict[str, str]:
    """The table `raw`: row, the columns in use as text, named by role, and `print`, a fingerprint of all columns.

    Those of files with the same columns are the same wherever these stand. Only rows of `orders` can be marked as no
    sales, and only with `prints` have rows a print. The columns `beside` are kept as beside0 and so on, by their
    places, shortened, for whoever asks what they say; of the columns of `glance` only the first rows are, as one list.
    Rows of blanks never get there, and are counted in `source.met`: a file of a few bytes may have millions of them.
    Gives the types the columns had.
    """
    import duckdb

    try:
        scanned = source.scan(range(source.width))  # which reads the first piece
    except InputError:
        if source.met.too_many:
            raise footer.uneven(source) from None
        raise
    origin, passed = f"({scanned})" if isinstance(scanned, str) else "scanned", [0]
    if not isinstance(scanned, str):
        connection.register("scanned", _counting(scanned, passed))
    named = ", ".join(f'coalesce(CAST("{at}" AS VARCHAR), \'\') AS "{role}"' for role, at in columns.roles.items())
    cells = source.compared or range(source.width)
    every = ", ".join("''" if at is None else f"coalesce(CAST(\"{at}\" AS VARCHAR), '')" for at in cells)
    more = f", md5_number(concat_ws({_APART}, {every})) AS print" if prints else ""
    more += ", CAST(NULL AS VARCHAR) AS left_out, CAST(NULL AS VARCHAR) AS perhaps" if orders else ""
    short = {at: f"left(coalesce(CAST(\"{at}\" AS VARCHAR), ''), {BESIDE})" for at in (*beside, *glance)}
    more += "".join(f", {short[at]} AS beside{at}" for at in beside)
    if glance:  # a list: columns of NULL take as much memory as others
        more += f", CASE WHEN row <= {GLANCE} THEN [{', '.join(short[at] for at in glance)}] END AS glance"
    try:
        types = {name: str(kind) for name, kind, *_ in rows(connection, f"DESCRIBE SELECT * FROM {origin}")}
        filled = _filled(columns, source.width)
        connection.execute(f"CREATE OR REPLACE TABLE raw AS SELECT row, {named}{more} FROM {origin} WHERE {filled}")
        if isinstance(scanned, str):
            passed = [*one(connection, f"SELECT count(*) FROM {origin}")]
        passed[0] += sum(source.met.skipped)
        source.met.blank[:] = [passed[0] - one(connection, "SELECT count(*) FROM raw")[0]]
    except (InputError, duckdb.Error, ValueError):  # ArrowInvalid is a ValueError
        if source.met.too_many:
            raise footer.uneven(source) from None
        if source.met.failed:
            raise source.met.failed[0] from None
        raise
    finally:
        if not isinstance(scanned, str):
            connection.unregister("scanned")
    return {role: types[str(at)] for role, at in columns.roles.items()}


def _filled(columns: Columns, width: int) -> str:
    """SQL: the row has a cell in a column in use, or else in any; a box not ticked is none."""
    boxes = {at for role, at in columns.roles.items() if role in MARKS}
    used = (f"coalesce(CAST(\"{at}\" AS VARCHAR), '')" for at in sorted({*columns.roles.values()} - boxes))
    every = ", ".join(f'CAST("{at}" AS VARCHAR)' for at in range(width) if at not in boxes)
    return " OR ".join(f"NOT ({is_blank(cell)})" for cell in (*used, f"concat({every})"))


def _counting(scanned: Any, passed: list[int]) -> Any:
    """The same reader or table of Arrow's; how many rows went through it is known afterwards."""
    import pyarrow as pa

    if isinstance(scanned, pa.Table):
        passed[0] = scanned.num_rows
        return scanned

    def batches() -> Iterator[Any]:
        for batch in scanned:
            passed[0] += batch.num_rows
            yield batch

    return pa.RecordBatchReader.from_batches(scanned.schema, batches())


def drop_blank(connection: Any, source: Source, columns: Columns) -> list[str]:
    """Take out the rows that are blank in every column in use, and what stands below the table; says what it was."""
    below = footer.cut(connection, source, columns)
    blank = " AND ".join(is_blank(f'"{role}"') for role in columns.roles if role not in MARKS)  # a box not ticked
    beside = one(connection, f"DELETE FROM raw WHERE {blank}")[0]
    if not one(connection, "SELECT count(*) FROM raw")[0]:
        raise refusal(source.where, "there is a header but no rows below it", "add the orders, or give another file")
    return [*below, *not_read(len(source.met.dropped) + sum(source.met.blank), beside)]


def encoded(source: Source) -> list[str]:
    """What bytes that are no UTF-8 were taken for."""
    return [
        f"read as {name} text, whose letters make words; {option('encoding')} says otherwise"
        for name in source.met.encoding
    ]


def swallowed(source: Source) -> list[str]:
    """A warning where a quote, closed too late, seems to have made one cell of several rows."""
    found = source.met.swallowed
    if not found:
        return []
    named = f"row {source.row(found[0]):,}{also([source.row(row) for row in found[1:]])}"
    rule = "a cell holds line breaks and lines that look like rows"
    return [f"{source.where}, {named}: {rule}; if they are orders, a quote is closed too late there: fix the file"]


def fill_down(
    connection: Any, source: Source, columns: Columns, without: int | None, further: Sequence[int]
) -> tuple[list[str], list[str]]:
    """Blank customers and dates take what stands above them, up to the last total; how many, and what to warn of.

    Rows of totals are left alone, and refused where nobody knows that they are some. In a report customers alone do.
    """
    said = []
    total = f"(left_out IS NOT NULL OR row = {-1 if without is None else without})"
    subtotals.refuse_filled(connection, source, further, total)
    warned = subtotals.without_words(connection, source, columns, total)
    part = f"sum({total}::INT) OVER (ORDER BY row) AS part"
    connection.execute(f"CREATE OR REPLACE TABLE parts AS SELECT row, {total} AS total, {part} FROM raw")
    for role in ("customer",) if source.places else ("customer", "date"):
        above = f"last_value(nullif({trimmed(role)}, '') IGNORE NULLS) OVER (PARTITION BY part ORDER BY row) AS above"
        connection.execute(
            f"CREATE OR REPLACE TABLE filled AS SELECT row AS filled_row, above FROM (SELECT row, total, "
            f"{trimmed(role)} = '' AS blank, {above} FROM raw JOIN parts USING (row)) "
            "WHERE blank AND NOT total AND above IS NOT NULL"
        )
        connection.execute(f"UPDATE raw SET {role} = above FROM filled WHERE row = filled_row")
        (count,) = one(connection, "SELECT count(*) FROM filled")
        if count:
            column = source.column(columns.roles[role])
            said.append(f"{count:,} blank cell{'s' if count > 1 else ''} in {column} took what stands above")
    connection.execute("DROP TABLE filled")
    connection.execute("DROP TABLE parts")
    return said, warned


def taken(source: Source, columns: Columns, paid: str = "") -> str:
    """The columns in use, in words; `paid` as `taxed` has it."""
    named = {role: source.column(at).removeprefix("column ") for role, at in columns.roles.items()}
    if "amount" not in named and "price" not in named:
        return f"customer is {named['customer']}, date is {named['date']}; orders are counted, without money"
    amount = named.get("amount") or f"{named['quantity']} x {named['price']}"
    if columns.cost is not None:
        cost = source.column(columns.cost).removeprefix("column ")
        amount += f"; {cost} is what items cost you and is not used, {option('margin')} takes it into account"
    amount += taxed(source.headers, columns, paid)
    words = f"customer is {named['customer']}{_aside(source, columns)}, date is {named['date']}, amount is {amount}"
    for role in columns.assumed:
        what = "days" if role == "date" else "amounts"
        words += f"; {named[role]} is assumed, being the only column of {what}, {option(role)} says otherwise"
    return words


def _aside(source: Source, columns: Columns) -> str:
    """Which column could be the customer too: an id that may be the row's own."""
    at = columns.roles["customer"]
    if at >= len(source.headers) or plain(source.headers[at]) not in CUSTOMER[2] | CUSTOMER[3]:
        return ""
    ids = [header.strip() for header in source.headers if plain(header) in CUSTOMER[-1]]
    return f' (not "{ids[0]}", which is the row\'s own; {option("customer", ids[0])} says otherwise)' if ids else ""
