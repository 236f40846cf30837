"""Rows in groups: the customer stands once, above its rows or on the first of them, and a total may end the group."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders.files.layouts import lines
from xlclv.orders.files.layouts.plain import EVERYTHING, HEAD, Plain, Record, at, filled
from xlclv.orders.headers import find, plain
from xlclv.orders.rules.headers import AMOUNT, CUSTOMER, DATE, PRICE, QUANTITY
from xlclv.orders.rules.layouts import is_day, is_month, number, total_of

_LONGEST = 3  # cells of a line that names a customer
_LEDGER = "account"  # where a report has customers as headings, that is one of its own books


class Shape:
    """Where the header, the dates, the money and the names of the groups stand."""

    def __init__(self, place: int, names: Sequence[str], date: int, money: Sequence[int]) -> None:
        self.place, self.names, self.date, self.money = place, names, date, money

    def kind(self, cells: Sequence[str]) -> str:
        """An order, a total, a heading with or without a sum, or nothing."""
        some = filled(cells)
        if not some:
            return ""
        if is_day(at(cells, self.date)) or is_month(at(cells, self.date)):
            return "order"
        total = any(total_of(cells[column]) is not None for column in some[:2])
        money = any(number(at(cells, column)) for column in self.money)
        if total and money:
            return "total"
        if at(cells, self.date) and some[0] != self.date:
            return "order"  # a row with something for a date that is none: said where dates are read
        if money:
            return "sum" if some[0] < min(self.money) else "order"
        return "heading" if len(some) <= _LONGEST and not (lines.of_money(cells) and not total) else "order"


def shape(records: Sequence[Record]) -> Shape | None:
    """The header among the first records: it names a date and money."""
    for place, (_, cells) in enumerate(records[:HEAD]):
        dates, money = find(DATE, cells), find(AMOUNT, cells)
        product = [*find(QUANTITY, cells), *find(PRICE, cells)]
        if dates and (money or len(product) > 1) and len(filled(cells)) > 1:
            return Shape(place, cells, dates[0], money or product)
    return None


def fits(records: Sequence[Record]) -> bool:
    """Whether headings stand above rows without a name, or totals end groups whose name is on their first row."""
    found = shape(records)
    if found is None:
        return False
    below = [cells for _, cells in records[found.place + 1 : HEAD] if filled(cells)]
    kinds = [found.kind(cells) for cells in below]
    orders = [cells for cells, kind in zip(below, kinds, strict=True) if kind == "order"]
    if not orders:
        return False
    label = _label(found, records)
    names = {at(cells, label).casefold() for cells in orders} - {""}
    headings = sum(kind in ("heading", "sum") for kind in kinds)
    if kinds[0] in ("heading", "sum") and not names and headings >= (1 if "total" in kinds else 2):
        return True
    if kinds[0] == "heading" and "total" in kinds and _every(orders, label):
        return True
    if _ended(list(zip(below, kinds, strict=True)), label):
        return True
    return any(
        kind == "total" and (total_of(at(cells, filled(cells)[0])) or "").casefold() in names
        for cells, kind in zip(below, kinds, strict=True)
    )


def _ended(rows: Sequence[tuple[Sequence[str], str]], label: int) -> bool:
    """Whether bare totals end groups, each with its name on its first row alone; one without a total is that row."""
    ended, blanks, open_ = 0, 0, 0  # rows of the group that is open
    for cells, kind in rows:
        if kind == "total" and any(total_of(cells[column]) == "" for column in filled(cells)[:2]):
            ended, open_ = ended + (open_ > 0), 0
        elif kind != "order" or (not at(cells, label) and not open_) or (at(cells, label) and open_ > 1):
            return False
        else:
            open_ = 1 if at(cells, label) else open_ + 1
            blanks += open_ > 1
    return bool(blanks) and (ended > 1 or (ended == 1 and open_ > 0))


def _label(found: Shape, records: Sequence[Record]) -> int:
    """The column of the groups' names: a customer's own in every row, else where headings stand, else called so."""
    below = [cells for _, cells in records[found.place + 1 : HEAD]]
    headings = [filled(cells)[0] for cells in below if found.kind(cells) in ("heading", "sum")]
    orders = [cells for cells in below if found.kind(cells) == "order"]
    called = [column for column in find(CUSTOMER, found.names) if plain(found.names[column]) != _LEDGER]
    if called and (not headings or _every(orders, called[0])):
        return called[0]
    if headings:
        return headings[0]
    before = [column for column in range(found.date) if not found.names[column].strip()] or list(range(found.date))
    return (called or before or [0])[0]


def _every(orders: Sequence[Sequence[str]], column: int) -> bool:
    return bool(orders) and all(at(cells, column) for cells in orders)


def turn(records: Sequence[Record]) -> Plain:
    """Every row with its group's name; totals of groups, and of all, are totals."""
    found = shape(records)
    assert found is not None
    label = _label(found, records)
    names = list(found.names)
    names[label] = names[label].strip() or "Customer"
    table = Plain("a report in groups", names, {"customer": label, "date": found.date})
    table.drawn = {column: [column] for column in range(len(names))}
    table.start = found.place + 1
    walk = _Walk(table, found, label)
    for row, cells in records[found.place + 1 :]:
        walk.take(row, list(cells[: len(names)]) + [""] * (len(names) - len(cells)))
    walk.close()
    table.notes.append(f"the customer stands once for each of {walk.groups:,} groups of rows")
    if walk.unused:
        table.notes.append(f"{walk.unused:,} lines of text hold no order")
    return table


class _Walk:
    """Down the rows, with the names of the groups that are open."""

    def __init__(self, table: Plain, found: Shape, label: int) -> None:
        self.table, self.found, self.label = table, found, label
        self.open: list[tuple[str, int]] = []  # name, and the first row below it
        self.sums: list[tuple[int, int]] = []  # totals above their rows: the total's number, the first row
        self.groups = self.unused = 0
        self.last_heading = False
        self.named = self.shared = False  # the open group by its first row, and some such group has further rows

    def take(self, row: int, cells: list[str]) -> None:
        """One row of the report."""
        kind = self.found.kind(cells)
        if kind == "order":
            self._order(row, cells)
        elif kind == "total":
            self._total(row, cells)
        elif kind in ("heading", "sum"):
            self.unused += self.last_heading
            self._heading(row, cells, kind == "sum")
        if kind:
            self.last_heading = kind == "heading"

    def _order(self, row: int, cells: list[str]) -> None:
        name = at(cells, self.label)
        if name and (not self.open or self.open[-1][0] != name):
            self.open = [(name, len(self.table.rows))]
            self.groups += 1
            self.named = True
        elif self.open:
            self.shared = self.shared or self.named
            cells[self.label] = self.open[-1][0]
            self.groups += self.open[-1][1] == len(self.table.rows)
        self.table.add(row, cells)

    def _heading(self, row: int, cells: list[str], summed: bool) -> None:
        name = heading([cells[column].strip() for column in filled(cells) if column not in self.found.money])
        self.named = False
        if summed:
            self._end_sums()
            blank = [cell if column in self.found.money else "" for column, cell in enumerate(cells)]
            number_ = self.table.add(row, blank)
            self.sums.append((number_, number_ + 1))
            self.open = []
        self.open.append((name, len(self.table.rows)))

    def _total(self, row: int, cells: list[str]) -> None:
        """The end of the group it names, of the one that is open, or of everything."""
        said = next(t for c in filled(cells) if (t := total_of(cells[c])) is not None)
        said = "" if any(plain(said) in tier for tier in CUSTOMER[:2]) else said  # Total customer
        blank = [cell if column in self.found.money else "" for column, cell in enumerate(cells)]
        names = [name.casefold() for name, _ in self.open]
        first, last = EVERYTHING
        if said.casefold() in names:
            where = len(names) - 1 - names[::-1].index(said.casefold())
            first, last = self.open[where][1], len(self.table.rows) - 1
            del self.open[where:]
        elif not said and self.open and self._of_group():
            first, last = self.open.pop()[1], len(self.table.rows) - 1
        self.table.add_total(row, blank, first, last)

    def _of_group(self) -> bool:
        """Whether a bare Total ends the group, as those before it did; what comes after one is of everything."""
        if self.sums or not self.table.totals:
            return (self.groups == 1 or self.shared) and not self.sums
        return max(self.table.totals) < len(self.table.rows) - 1

    def _end_sums(self) -> None:
        for number_, first in self.sums:
            self.table.totals[number_] = (first, len(self.table.rows) - 1)
        self.sums = []

    def close(self) -> None:
        """Nothing more comes."""
        self._end_sums()
        self.unused += self.last_heading


def heading(cells: Sequence[str]) -> str:
    """The name in a heading: without the word customer before it; of a number and a name, the number.

    >>> heading(["Customer: Acme"]), heading(["Kunde", "100248", "Müller"]), heading(["Acme: North"])
    ('Acme', '100248', 'Acme: North')
    """
    words = [part.strip() for cell in cells for part in ([cell] if cells[1:] else cell.split(":", 1)) if part.strip()]
    if len(words) > 1 and any(plain(words[0]) in tier for tier in CUSTOMER[:2]):
        return words[1]
    return cells[0] if cells else ""
