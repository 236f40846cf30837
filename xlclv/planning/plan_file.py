"""The file of customers to be won: which column has them, its months, and the rows that are totals of others."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from xlclv.companions.columns import PERIOD
from xlclv.companions.period_lines import Line, Totals, line
from xlclv.companions.period_text import day_without_year, period
from xlclv.companions.period_totals import by_blank, doubted, totals, unequal
from xlclv.companions.spend_words import SPEND
from xlclv.errors import InputError, counted
from xlclv.orders.files.totals import FIX
from xlclv.orders.headers import UnclearError, describe, find, rivals
from xlclv.orders.rules.headers import AMOUNT, tiers
from xlclv.orders.rules.units import currency_in
from xlclv.orders.source import also, quoted, refusal

OPTION = "--new-customers"
MOST = 1_000_000_000  # customers a month
_FORM = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_WRITE = "write it as 2026-07"
_TABLES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")
_SCALE = 6  # digits of a number of customers after the point
_WON = tiers(
    "newcustomers newcustomer newcustomercount numberofnewcustomers customerswon customerstobewon customersacquired "
    "acquiredcustomers customersadded newclients newusers newbuyers newsubscribers newmembers newdonors newaccounts "
    "newcontracts newsubscriptions newpatients newguests plannednewcustomers "
    "neukunden neuekunden neukundenzahl anzahlneukunden anzahlneuekunden gewonnenekunden kundenneu neuverträge "
    "nouveauxclients nombredenouveauxclients nuevosclientes clientesnuevos nuoviclienti clientinuovi nieuweklanten "
    "aantalnieuweklanten novosclientes nowiklienci nowychklientów yenimüşteriler yenimüşteri новыеклиенты "
    "новыхклиентов 新規顧客 新規顧客数 新規客数 신규고객 신규고객수 新客户 新客户数 新增客户 新客戶 新客戶數 nyakunder "
    "nyekunder uudetasiakkaat novízákazníci újügyfelek",
    "customers customercount numberofcustomers noofcustomers clients users buyers subscribers members donors accounts "
    "contracts subscriptions patients guests plannedcustomers kunden kundenzahl kundenanzahl anzahlkunden "
    "anzahlderkunden verträge nombredeclients clientes númerodeclientes numerodeclientes clienti numeroclienti "
    "numerodiclienti klanten aantalklanten klienci liczbaklientów müşteriler müşterisayısı клиенты клиентов "
    "количествоклиентов 顧客 顧客数 客数 고객 고객수 客户 客户数 客戶 客戶數 kunder asiakkaat zákazníci ügyfelek",
    "count number anzahl zahl nombre cantidad número numero conteo conteggio quantità aantal quantidade contagem "
    "liczba ilość sayı adet количество число 人数 数 件数 수 인원 数量 antal määrä počet darab",
)


class Read(NamedTuple):
    """Customers to be won by month, and what is said of the file."""

    plan: dict[str, float]
    notes: tuple[str, ...]


class _Table(NamedTuple):
    """The rows with their numbers, the names of the columns (none where there is no header), the mark of thousands."""

    rows: list[tuple[int, list[str]]]
    headers: list[str]
    thousands: str
    said: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(cells) for _, cells in self.rows), default=len(self.headers))


def number(text: str, thousands: str) -> float | None:
    """A number with that mark between thousands and the other before decimals; None where it is none, or no such.

    >>> number("1,200", ","), number("1.200", "."), number("12,5", "."), number("1.200", ","), number("1,5", ",")
    (1200.0, 1200.0, 12.5, 1.2, None)
    """
    part, point = re.escape(thousands), "." if thousands == "," else ","
    if not re.fullmatch(rf"-?(\d+|\d{{1,3}}({part}\d{{3}})+)({re.escape(point)}\d+)?", text.strip(), re.ASCII):
        return None
    return float(text.strip().replace(thousands, "").replace(point, "."))


def read(path: Path, secret: bool) -> Read:
    """Months and numbers of a file: month, customers, and perhaps a level, over which customers add up.

    Raises InputError for what is none; `secret`: no message quotes its cells.
    """
    where = f"{OPTION} {path.name}"
    if not path.is_file():
        raise refusal(f"{OPTION} {path}", "is neither a number nor a file", "give customers a month, or name a file")
    table = _of_table(path, where, secret) if path.suffix.lower() in _TABLES else _of_text(path, where)
    try:
        month_at, won = _places(table)
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None
    levels = [at for at in range(table.width) if at not in (month_at, won) and not _numeric(table, at)]
    _refuse_days(where, table, month_at, secret)
    lines = [_line(table, row, cells, (month_at, won, *levels)) for row, cells in table.rows]
    found = totals([each for each in lines if each.units >= 0], _SCALE)
    if found.wrong is not None:
        raise refusal(f"{where}, row {found.wrong[0].row}", unequal(found, _SCALE, secret), FIX)
    gone = set(found.rows)
    plan: dict[str, float] = {}
    seen: dict[tuple[str, ...], int] = {}
    for each, (_, cells) in zip(lines, table.rows, strict=True):
        if each.row not in gone:
            month, many = _month(where, each, secret), _customers(where, each.row, cells, won, table.thousands, secret)
            _refuse_again(where, each, month, seen)
            plan[month] = plan.get(month, 0.0) + many
    if not plan:
        raise refusal(where, "has no month", "write lines of month and customers, such as 2026-07,400")
    return Read(plan, (*table.said, *_said(path.name, table, (month_at, won), found, secret)))


def _said(name: str, table: _Table, places: tuple[int, int], found: Totals, secret: bool) -> list[str]:
    """Which columns were taken, and which rows were left out as totals."""
    said = []
    if table.headers:
        month, won = (quoted(table.headers[at], False) for at in places)
        said.append(f"{name}: month is {month}, customers to be won are {won}")
    if found.gone:
        rest = also([each.row for each in found.gone[1:]])
        many = counted(len(found.gone), "row")
        said.append(f"{name}: {many} of totals left out, row {found.gone[0].row:,}{rest}")
    if found.blank:
        rest = also([each.row for each in found.blank[1:]])
        said.append(f"{name}: {by_blank(len(found.blank))}, row {found.blank[0].row:,}{rest}")
    return [*said, *doubted(name, found, "customers", secret)]


def _places(table: _Table) -> tuple[int, int]:
    """The columns of the month and of the customers to be won; UnclearError where none or several may be the latter."""
    named = find(PERIOD, table.headers)
    month_at = named[0] if len(named) == 1 else 0
    names = ["" if at == month_at else header for at, header in enumerate(table.headers)]
    found = find(_WON, names)
    if len(found) == 1:
        return month_at, found[0]
    others = [at for at in range(table.width) if at != month_at]
    numbers = found or [at for at in others if _numeric(table, at)]
    free = found or [at for at in numbers if not _of_money(names[at : at + 1])]
    if len(free) > 1:
        shown = rivals(free, names)[0] if names else " and ".join(f"{at + 1}" for at in free)
        way = "call only one so" if found else 'call the one "new customers"'
        way = way if names else "put a header above them: month, new customers"
        raise UnclearError(f"the columns {shown} could each be the customers to be won; {way}")
    if numbers and not free:
        rule = "no column looks like customers to be won; call it new customers"
        raise UnclearError(f"{rule}; the columns are {describe(table.headers)}")
    return month_at, (free or others or [1])[0]


def _numeric(table: _Table, at: int) -> bool:
    """Whether the column has numbers, and not words in most of its cells."""
    cells = [cells[at] for _, cells in table.rows if at < len(cells) and cells[at]]
    numbers = sum(number(cell, table.thousands) is not None for cell in cells)
    return bool(numbers) and 2 * numbers >= len(cells)


def _of_money(header: Sequence[str]) -> bool:
    return bool(find(SPEND, header) or find(AMOUNT, header) or any(map(currency_in, header)))


def _line(table: _Table, row: int, cells: Sequence[str], places: Sequence[int]) -> Line:
    """The row with its levels, which stand after month and number in `places`. Below 0: no number."""
    month_at, won, *levels = places
    said = number(cells[won], table.thousands) if won < len(cells) else None
    units = -1 if said is None or said > MOST else round(said * 10**_SCALE)
    month = cells[month_at] if month_at < len(cells) else ""
    return line(row, _as_month(month) or month,
                [cells[at] if at < len(cells) else "" for at in levels], units)  # fmt: skip


def _as_month(text: str) -> str:
    """A month as 2026-07, however it is written; "" for what is none."""
    if _FORM.fullmatch(text[:7]):
        return text[:7]
    found = period(text)
    return f"{found[1]:%Y-%m}" if found is not None and found[0] == "month" else ""


def _refuse_days(where: str, table: _Table, month_at: int, secret: bool) -> None:
    """InputError for texts such as Jul-26 that seem to be days without a year."""
    texts = [cells[month_at] if month_at < len(cells) else "" for _, cells in table.rows]
    if (at := day_without_year(texts)) is not None:
        rule = f"{quoted(texts[at], secret)} may be a month of a year or a day without one"
        raise refusal(f"{where}, row {table.rows[at][0]}", f"{rule}: there are more years than months", _WRITE)


def _month(where: str, each: Line, secret: bool) -> str:
    if not _FORM.fullmatch(each.period):
        rule = f"{quoted(each.period, secret)} is not a month"
        raise refusal(f"{where}, row {each.row}", rule, _WRITE)
    return each.period


def _customers(where: str, row: int, cells: Sequence[str], won: int, thousands: str, secret: bool) -> float:
    said = cells[won] if won < len(cells) else ""
    many = number(said, thousands)
    if many is None or not 0 <= many <= MOST:
        rule = f"{quoted(said, secret)} is not a number of customers from 0 to {MOST:,}"
        raise refusal(f"{where}, row {row}", rule, "write it plainly, such as 1200")
    return many


def _refuse_again(where: str, each: Line, month: str, seen: dict[tuple[str, ...], int]) -> None:
    """A month stands once, or once for each of its levels: to add up what stands twice is a guess."""
    first = seen.setdefault((month, *(cell.casefold() for cell in each.cells)), each.row)
    if first != each.row:
        level = " for the same level" if any(each.cells) else ""
        rule = f"{month} stands in row {first} already{level}"
        raise refusal(f"{where}, row {each.row}", rule, "give each month once, or once for each level")


def _of_text(path: Path, where: str) -> _Table:
    """The rows of a CSV file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(where, "is not a CSV file in UTF-8", "save it so, or as .xlsx: month, customers") from error
    first = text.partition("\n")[0]
    mark = next((mark for mark in ";\t" if mark in first), ",")
    every = enumerate(csv.reader(text.splitlines(), delimiter=mark), 1)
    rows = [(at, cells) for at, line in every if any(cells := [cell.strip() for cell in line])]
    names = rows.pop(0)[1] if rows and _is_header(rows[0][1][0]) else []
    return _Table(rows, names, "." if mark == ";" else ",")


def _is_header(cell: str) -> bool:
    """Whether the first cell of the first row begins a header: words, no number that was meant as a month."""
    return not _as_month(cell) and (any(map(str.isalpha, cell)) or not any(map(str.isdigit, cell)))


def _of_table(path: Path, where: str, secret: bool) -> _Table:
    """The rows of a workbook or of Parquet, by the readers of order files: in a process of its own, with limits."""
    from xlclv.orders.engine import connect, rows
    from xlclv.orders.files.opening import open_source
    from xlclv.orders.files.staging import stage
    from xlclv.orders.peek import every_column
    from xlclv.orders.source import Options

    try:
        source, columns = open_source(path, Options(told=every_column, secret=secret, companion=True))
        backend = connect()
        stage(backend.con, source, columns, orders=False, prints=False)
    except InputError as reason:
        rule = f"is not a table that can be read ({reason})"
        raise refusal(where, rule, "save it with one sheet, whose first row says month, customers") from reason
    cells = ", ".join(f"trim({role})" for role in columns.roles)
    found = [(source.row(row), line) for row, *line in rows(backend.con, f"SELECT row, {cells} FROM raw ORDER BY row")]
    said = (*source.notes, *source.warnings)
    return _Table([each for each in found if any(each[1])], list(source.headers), ",", said)
