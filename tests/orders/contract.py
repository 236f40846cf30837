"""What arrives and what must happen: a case per kind of input, with the outcome and the message in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.orders.test_reading import rows
from tests.orders.test_workbooks import HEADER, workbook
from xlclv.errors import InputError
from xlclv.orders.reading import read

Make = Callable[[Path], Path]
DAY = dt.datetime(2024, 3, 5)


@dataclass(frozen=True)
class Case:
    """An input by its row in the table of inputs: either `refused`, the whole message, or the `orders` read.

    `orders` are "customer day amount", sorted; `says` are whole lines of what the data check assumes or warns of.
    """

    row: int
    name: str
    make: Make
    refused: str = ""
    orders: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def check(self, folder: Path) -> None:
        """Read the input and hold it to the outcome."""
        path = self.make(folder)
        if self.refused:
            with pytest.raises(InputError) as caught:
                read(path, **self.options)
            assert str(caught.value) == self.refused
            return
        orders = read(path, **self.options)
        assert orders.ledger.reconciles
        assert tuple(" ".join(map(str, order)) for order in rows(orders)) == self.orders
        said = (*orders.ledger.assumed, *orders.ledger.warnings)
        assert [line for line in self.says if line not in said] == [], said
        told = tuple(f"{e.reason}: {e.rows} {e.amount} {' '.join(e.first_rows)}" for e in orders.ledger.excluded)
        assert told == self.excluded


def cases(given: Iterable[Case]) -> Callable[[Any], Any]:
    """The decorator of a test that holds these cases, each by the number of its row."""
    return pytest.mark.parametrize("case", [pytest.param(case, id=f"row {case.row}: {case.name}") for case in given])


def text(*lines: str, name: str = "a.csv", encoding: str = "utf-8") -> Make:
    """A text file of these lines."""
    return lambda folder: _written(folder / name, ("\n".join(lines) + "\n").encode(encoding))


def data(content: bytes, name: str = "a.csv") -> Make:
    """A file of these bytes."""
    return lambda folder: _written(folder / name, content)


def cells(*columns: str, head: str = "customer;date;amount", name: str = "a.csv") -> Make:
    """A semicolon file of orders given as "customer;date;amount"."""
    return text(head, *columns, name=name)


def ids(*names: str) -> Make:
    """A file with an order of 1.5 on 2024-01-05 by each of these customers."""
    return cells(*(f"{name};2024-01-05;1.5" for name in names))


def days(*written: str) -> Make:
    """A file with an order of A's of 1.5 on each of these days."""
    return cells(*(f"A;{day};1.5" for day in written))


def amounts(*written: str) -> Make:
    """A file with an order of A's on 2024-01-05 of each of these amounts."""
    return cells(*(f"A;2024-01-05;{amount}" for amount in written))


def sheet(*lines: Iterable[Any], then: Callable[[Any], None] | None = None, **sheets: Any) -> Make:
    """A workbook with the header Customer ID, Order Date, Amount above these rows; `then` changes the openpyxl book."""

    def make(folder: Path) -> Path:
        path = workbook(folder / "a.xlsx", HEADER, *lines, **sheets)
        if then is not None:
            import openpyxl

            book = openpyxl.load_workbook(path)
            then(book)
            book.save(path)
        return path

    return make


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
