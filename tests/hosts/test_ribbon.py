"""The ribbon's buttons: a selection becomes a summary workbook, or a clear message."""

from __future__ import annotations

import datetime as dt
import types
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlclv import udfs
from xlclv.cells import selection
from xlclv.errors import InputError
from xlclv.simulation import orders

START = dt.datetime(2024, 1, 1)


@pytest.fixture(scope="module")
def rows() -> list[list[Any]]:
    made = orders(150, seed=8)
    body: list[list[Any]] = [
        [float(who + 1), START + dt.timedelta(days=day), cents / 100]
        for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True)
    ]
    return [["Customer ID", "Order Date", "Amount"], *body]


def cells(value: Any) -> Any:
    """A range of the sheet Orders that holds this: rows, or one value."""
    found = types.SimpleNamespace(
        size=sum(map(len, value)) if isinstance(value, list) else 1,
        sheet=types.SimpleNamespace(name="Orders"),
        get_address=lambda *_: "A1:C9",
        options=lambda **_: types.SimpleNamespace(value=value),
    )
    found.current_region = found
    return found


def named(name: str, value: Any) -> Any:
    """A defined name that leads to a range holding this."""
    return types.SimpleNamespace(name=name, refers_to_range=cells(value), refers_to="=Settings!$B$2")


class Excel:
    """The few attributes of xlwings' objects that the buttons touch."""

    def __init__(self, rows: list[list[Any]], fullname: str) -> None:
        self.said: list[str] = []
        self.bar: list[Any] = []
        self.selection = cells(rows)
        book = types.SimpleNamespace(name="Book1.xlsx", fullname=fullname, sheets=[], names=[])
        self.books = types.SimpleNamespace(active=book)

    def alert(self, words: str, title: str) -> None:
        assert title == "xlclv"
        self.said.append(words)

    @property
    def status_bar(self) -> Any:
        return self.bar[-1]

    @status_bar.setter
    def status_bar(self, words: Any) -> None:
        self.bar.append(words)


def pressed(button: Any, monkeypatch: pytest.MonkeyPatch, rows: list[list[Any]], fullname: str, **book: Any) -> Excel:
    excel = Excel(rows, fullname)
    vars(excel.books.active).update(book)
    monkeypatch.setattr(udfs.xw, "apps", types.SimpleNamespace(active=excel))
    button()
    return excel


def test_export_writes_beside_the_open_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[list[Any]]
) -> None:
    """The same report as the command line's; progress in the status bar, which is given back; nothing is replaced.

    Tables named CLV_Customers and CLV_Contacts go with the orders, and CLV_By says what to tell apart by.
    """
    people = [["Customer", "Region"], *([float(i + 1), "North" if i % 2 else "South"] for i in range(150))]
    calls = [["Customer", "Day"], *([float(i + 1), START + dt.timedelta(days=600)] for i in range(9))]
    tables = [types.SimpleNamespace(name="clv_customers", range=cells(people))]
    beside = {"sheets": [types.SimpleNamespace(tables=tables)],
              "names": [named("CLV_Contacts", calls), named("CLV_By", "Region; ")]}  # fmt: skip
    for expected, book_has in (("clv-summary.xlsx", {}), ("clv-summary-2.xlsx", beside)):
        excel = pressed(udfs.export_summary, monkeypatch, rows, str(tmp_path / "Book1.xlsx"), **book_has)
        assert excel.said == [f"Wrote {tmp_path / expected}"]
        assert str(excel.bar[0]).startswith("xlclv: working")
        assert excel.bar[-1] is False
    book = openpyxl.load_workbook(tmp_path / "clv-summary.xlsx", data_only=True)
    sheet, cell = next(iter(book.defined_names["CustomerCount"].destinations))
    assert book[sheet][cell.replace("$", "")].value == 150
    more = openpyxl.load_workbook(tmp_path / "clv-summary-2.xlsx", read_only=True).sheetnames
    assert {"By Region", "Profiles", "Service", "Card"} <= set(more) - set(book.sheetnames)


def test_check_says_what_would_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[list[Any]]) -> None:
    """The data check as a message; nothing is written."""
    excel = pressed(udfs.check_data, monkeypatch, rows, str(tmp_path / "Book1.xlsx"))
    assert "Read = used + excluded" in excel.said[0]
    assert list(tmp_path.iterdir()) == []


def test_one_cell_selected_takes_what_is_named_clv_orders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[list[Any]]
) -> None:
    """A table of that name, whatever its case, or a defined name; several selected cells go before both."""
    table = types.SimpleNamespace(name="clv_orders", range=cells(rows))
    sheet = types.SimpleNamespace(tables=[types.SimpleNamespace(name="Other", range=cells("no")), table])
    where = str(tmp_path / "Book1.xlsx")
    for book in ({"sheets": [sheet]}, {"names": [named("CLV_Orders", rows)]}):
        excel = pressed(udfs.check_data, monkeypatch, [["x"]], where, **book)
        assert "Read = used + excluded" in excel.said[0]
    excel = pressed(udfs.check_data, monkeypatch, [["a", "b", "c"], [1.0, 2.0, 3.0]], where, sheets=[sheet])
    assert "Read = used + excluded" not in excel.said[0]


def test_cells_with_the_settings_names_are_the_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[list[Any]]
) -> None:
    """CLV_Rate and its kin are taken into the summary; a blank one leaves the default."""
    names = [named("clv_rate", 0.08), named("CLV_Margin", 0.4), named("CLV_CAC", None), named("CLV_Currency", "EUR"),
             named("CLV_AsOf", dt.datetime(2027, 1, 1)), named("Margin", 0.9)]  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(selection, "_run", lambda rows, name, command, tell, beside: seen.append(command))
        seen: list[list[str]] = []
        pressed(udfs.export_summary, patch, rows, str(tmp_path / "Book1.xlsx"), names=names)
    assert seen[0][3:] == ["--rate", "0.08", "--margin", "0.4", "--currency", "EUR", "--as-of", "2027-01-01"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (named("CLV_Rate", "#N/A"), "CLV_Rate leads to #N/A"),
        (named("CLV_Rate", [[0.1, 0.2]]), "CLV_Rate leads to several cells"),
        (named("CLV_Rate", 9.0), "must be"),
        (types.SimpleNamespace(name="CLV_Rate", refers_to="=0.1"), "CLV_Rate leads to =0.1; it must lead to cells"),
    ],
)
def test_a_setting_that_cannot_be_taken_stops_the_export(
    name: Any, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[list[Any]]
) -> None:
    """An assumption in the workbook is used or refused, never passed over."""
    excel = pressed(udfs.export_summary, monkeypatch, rows, str(tmp_path / "Book1.xlsx"), names=[name])
    assert says in excel.said[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("cells", "fullname", "says"),
    [
        ([["x"]], "Book1.xlsx", "select a table of orders with its header"),
        ([["a", "b", "c"], [1.0, 2.0, 3.0]], "Book1.xlsx", "a, b, c"),
        ([["Customer ID", "Order Date", "Amount"], ["A", "#N/A", 1.0]], "Book1.xlsx", "#N/A"),
        ([["Customer ID", "Order Date", "Amount"], ["A", START, 1.0]], "", "save this workbook first"),
    ],
)
def test_a_selection_that_is_no_order_table_gets_a_message(
    cells: list[list[Any]], fullname: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One clear sentence, the status bar given back, nothing written."""
    where = str(tmp_path / fullname) if fullname else ""
    excel = pressed(udfs.export_summary, monkeypatch, cells, where)
    assert len(excel.said) == 1
    assert says in excel.said[0]
    assert "Traceback" not in excel.said[0]
    assert excel.bar[-1] is False
    assert list(tmp_path.iterdir()) == []


def test_cells_read_back_as_what_they_are(tmp_path: Path) -> None:
    """Dates as ISO, whole numbers without a point, errors as themselves, blanks as blanks."""
    selection._write([["a", "b", "c"], [17850.0, START, None], ["007", dt.datetime(2024, 1, 1, 9, 30), "#REF!"]],
                     tmp_path / "x.csv")  # fmt: skip
    text = (tmp_path / "x.csv").read_text(encoding="utf-8").split("\n")
    assert [line.strip() for line in text[1:3]] == ["17850,2024-01-01,", "007,2024-01-01 09:30:00,#REF!"]
    with pytest.raises(InputError, match="select a table"):
        selection._write([["a", "b"]], tmp_path / "y.csv")
