"""Days from cells as typed: one convention for the whole column, decided by the column or stated by the user.

Never decided cell by cell: 03/04/2024 beside 25/12/2024 is the third of April, and where no cell decides the
file is refused. A column that mixes conventions is refused too, for that is what a spreadsheet makes of dates
in another country's order: half of them become dates, wrong ones, and the rest stays text.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.orders.files import zones
from xlclv.orders.files.cells import Column, literal

EARLIEST = "1900-01-01"
SERIALS = (20000, 80000)  # Excel's day numbers 1954-10-03 to 2119-01-10; 59 and 60 are Excel's February 1900
NUMBERS = "dd/mm/yyyy or mm/dd/yyyy"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

_TIME = (
    r"(?:[T ,]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?) ?([AaPp]\.?[Mm]\.?)?"
    r" ?(Z|z|UTC|GMT|[-+][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_MONTH = r"[A-Za-z]{3,9}"
# kind -> (pattern of three groups and the time's, in which order the groups stand)
KINDS = {
    "yyyy-mm-dd": (r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _TIME, "ymd"),
    "yyyymmdd": (r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:\.0+)?" + _TIME, "ymd"),
    NUMBERS: (r"([0-9]{1,3})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})" + _TIME, "dmy"),
    "day month-name year": (rf"([0-9]{{1,2}})[-/. ]*({_MONTH})[-/., ]*([0-9]{{4}})" + _TIME, "dMy"),
    "month-name day year": (rf"({_MONTH})[-/. ]*([0-9]{{1,2}})[-/., ]+([0-9]{{4}})" + _TIME, "Mdy"),
    "two-digit year": (r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2})" + _TIME, "dmy"),
    "Excel day number": (r"(-?[0-9]{1,7})()()(?:\.[0-9]+)?()()()", "s"),
}
_NAMES = "['one', 'two', 'three', 'clock', 'half', 'zone']"


@dataclass(frozen=True, slots=True)
class Days:
    """One column converted: `table` maps each distinct `text` to `value`, a DATE; or none, with an expression."""

    table: str
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def convert(column: Column, dayfirst: bool | None, timezone: str | None = None) -> Days:
    """The column's distinct texts as days; InputError for the first cells that are no day."""
    kind = _kind(column)
    pattern, order = KINDS[kind]
    notes = [f"{column.source.where}: {column.called} read as {kind}"] if kind != "yyyy-mm-dd" else []
    if kind == "two-digit year":
        raise _refused(column, "has a year of two digits", "write the year with four digits")
    if kind == NUMBERS:
        first = _dayfirst(column, pattern, dayfirst)
        order = "dmy" if first else "mdy"
        notes = [f"{column.source.where}: {column.called} read as {'day/month/year' if first else 'month/day/year'}"]
    day = _day(order)
    notes += zones.one_zone(column, _parts(column, pattern), timezone, day)
    if timezone is not None and order != "s":
        day = zones.local_day(day, timezone)
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.role}_values AS SELECT text, {day} AS value, first, rows "
        f"FROM ({_parts(column, pattern)})"
    )
    _refuse_impossible(column)
    return Days(f"{column.role}_values", tuple(notes), _february(column, order == "s"))


def _parts(column: Column, pattern: str) -> str:
    """SQL: the distinct texts with the pattern's groups."""
    return (
        f"SELECT text, first, rows, regexp_extract(plain, {literal('^' + pattern + '$')}, {_NAMES}) AS part "
        f"FROM {column.table}"
    )


def _kind(column: Column) -> str:
    """The one convention that all cells follow; InputError when a cell follows none, or another."""
    cases = " ".join(
        f"WHEN regexp_matches(plain, {literal('^' + pattern + '$')}) THEN {literal(kind)}"
        for kind, (pattern, _) in KINDS.items()
    )
    found = column.rows(
        f"SELECT kind, sum(rows) AS n, min(first), arg_min(text, first) FROM (SELECT *, CASE {cases} ELSE '' END AS "
        f"kind FROM {column.table}) GROUP BY kind ORDER BY kind = '' DESC, n, kind"
    )
    kind, _, row, text = found[0]
    if kind == "":
        forms = " OR ".join(f"regexp_matches(plain, {literal('^' + pattern + '$')})" for pattern, _ in KINDS.values())
        raise _wrong(column, *column.bad(column.table, f"NOT ({forms})"))
    if len(found) > 1:
        most, _, other, example = found[-1]
        late = f'"{example.strip()}" (row {column.source.row(other):,})'
        rule = f'"{text.strip()}" is written as {kind} but {late} as {most}'
        mend = "write all dates one way, best as yyyy-mm-dd"
        if column.source.sheet:
            mend = "some are dates and some are text: make all dates in Excel (Data, Text to Columns)"
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, mend=mend)
    return str(kind)


def _wrong(column: Column, text: str, row: int, more: str) -> Exception:
    """What to say of a cell that is no date."""
    cell = text.strip()
    mend = "correct the cell, or leave the row out of the file"
    if not cell:
        rule = "the cell is blank where a date belongs"
        mend += "; if a blank means the date above, say --fill-down"
    elif cell.startswith("#"):
        rule, mend = f'"{cell}" is an error of the spreadsheet, not a date', "mend the cell where it comes from"
    else:
        rule = f'"{cell[:60]}" is not a date'
    return column.source.refuse(rule + more, row=column.source.row(row), column=column.called, mend=mend)


def _refused(column: Column, rule: str, mend: str) -> Exception:
    """The error for a column whose first cell shows what is wrong with all."""
    text, row = column.rows(f"SELECT text, first FROM {column.table} ORDER BY first LIMIT 1")[0]
    return column.source.refuse(f'"{text.strip()}" {rule}', row=column.source.row(row), column=column.called, mend=mend)


def _dayfirst(column: Column, pattern: str, stated: bool | None) -> bool:
    """Whether the day stands before the month: as stated, or as the cells above 12 say."""
    day, month = column.one(
        "SELECT arg_min(text, first) FILTER (TRY_CAST(part.one AS INTEGER) > 12), "
        f"arg_min(text, first) FILTER (TRY_CAST(part.two AS INTEGER) > 12) FROM ({_parts(column, pattern)})"
    )
    if stated is not None:
        return stated
    if day is not None and month is not None:
        raise column.source.refuse(
            f'"{day.strip()}" has the day first but "{month.strip()}" the month',
            column=column.called,
            mend="write all dates one way, best as yyyy-mm-dd",
        )
    if day is None and month is None:
        raise _refused(
            column, "can be day/month or month/day, and no other date decides it", "say --dayfirst or --monthfirst"
        )
    return day is not None


def _day(order: str) -> str:
    """SQL: the day from the pattern's groups; NULL when there is no such day."""
    if order == "s":
        number = "TRY_CAST(part.one AS INTEGER)"
        return (
            f"CASE WHEN {number} BETWEEN {SERIALS[0]} AND {SERIALS[1]} THEN DATE '1899-12-30' + {number} "
            f"WHEN {number} IN (59, 60) THEN DATE '1900-02-28' END"
        )
    places = dict(zip(order, ("part.one", "part.two", "part.three"), strict=True))
    month = places.get("m") or (f"CAST(list_position({MONTHS}, lower(left({places['M']}, 3))) AS VARCHAR)")
    return f"TRY_CAST({places['y']} || '-' || {month} || '-' || {places['d']} AS DATE)"


def _refuse_impossible(column: Column) -> None:
    """Every text is a day that exists, from 1900 on."""
    for condition, rule in (("IS NULL", "is not a day of any calendar"), (f"< DATE '{EARLIEST}'", "is before 1900")):
        text, row, more = column.bad(f"{column.role}_values", f"value {condition}")
        if not row:
            continue
        raise column.source.refuse(
            f'"{text.strip()}" {rule}{more}',
            row=column.source.row(row),
            column=column.called,
            mend="correct the date, or leave the row out of the file",
        )


def _february(column: Column, numbers: bool) -> tuple[str, ...]:
    """Excel counts a 29 February 1900 that never was: its day numbers 59 and 60 are one day."""
    if not (numbers or column.source.sheet):
        return ()
    (rows,) = column.one(f"SELECT coalesce(sum(rows), 0) FROM {column.role}_values WHERE value = DATE '1900-02-28'")
    fall = f"{rows:,} row{'s fall' if rows > 1 else ' falls'}"
    return (f"{column.source.where}: {fall} on Excel's day numbers 59 or 60, both 1900-02-28",) if rows else ()
