"""The ways people and programs write dates: one a column, or several that each can be read in one way only."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from tests.orders.conftest import Write
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read
from xlclv.orders.tables.reading import read_table


def _read(write: Write, cells: list[str], **options: object) -> Orders:
    return read(write("a.csv", "customer;date;amount", *(f"c{i};{c};1" for i, c in enumerate(cells))), **options)


def _days(orders: Orders) -> list[str]:
    return [str(day) for day in orders.days.order_by("customer").to_pyarrow()["day"].to_pylist()]


TWO = "years 00 to 29 are 2000 to 2029"
FIRST = "counted on the month's first day"
WAYS = {
    "d-mmm-yy": (["02-Jan-24", "31-Dec-69"], ["2024-01-02", "1969-12-31"], TWO),
    "German months": (["2. Mai 24", "4. März 24"], ["2024-05-02", "2024-03-04"], TWO),
    "dd/mm/yy": (["25/12/23", "01/02/24"], ["2023-12-25", "2024-02-01"], "day/month/year, years"),
    "mm/dd/yy with a time": (["12/25/23 5:04 PM", "01/02/24 1:00 AM"], ["2023-12-25", "2024-01-02"], "month/day/year"),
    "yy-mm-dd": (["23-12-25", "24-01-31"], ["2023-12-25", "2024-01-31"], "year-month-day"),
    "year and month": (["2024-04", "2023-12"], ["2024-04-01", "2023-12-01"], FIRST),
    "month and year": (["04/2024", "12/2023"], ["2024-04-01", "2023-12-01"], FIRST),
    "yyyymm": (["202404", "202312"], ["2024-04-01", "2023-12-01"], FIRST),
    "names of months": (["avril 2024", "févr. 2023"], ["2024-04-01", "2023-02-01"], FIRST),
    "mmm-yy": (["Apr-24", "Dez-23"], ["2024-04-01", "2023-12-01"], FIRST),
    "Unix seconds": (["1704067199", "1704067200"], ["2023-12-31", "2024-01-01"], "Unix seconds, days are UTC's"),
    "Unix milliseconds": (["1704067199999", "1704067200000"], ["2023-12-31", "2024-01-01"], "Unix milliseconds"),
    "Japanese": (["2024年1月5日", "2023年12月31日"], ["2024-01-05", "2023-12-31"], "年"),
    "Japanese weekdays": (["2024/1/5(金)", "２０２４／０１／０６"], ["2024-01-05", "2024-01-06"], ""),
    "Japanese eras": (["令和元年5月1日", "平成31年4月30日"], ["2019-05-01", "2019-04-30"], "Japanese era"),
    "Chinese months": (["2024年4月", "2023年12月"], ["2024-04-01", "2023-12-01"], FIRST),
    "Korean": (["2024. 1. 5.", "2024. 12. 31."], ["2024-01-05", "2024-12-31"], ""),
    "ISO weeks": (["2024-W01", "2020-W53"], ["2024-01-01", "2020-12-28"], "week's Monday"),
    "days of ISO weeks": (["2024-W01-3", "2024-W52-7"], ["2024-01-03", "2024-12-29"], "day of a week"),
    "German weeks": (["KW 05/2024", "KW 52/2023"], ["2024-01-29", "2023-12-25"], "week's Monday"),
    "quarters": (["2024-Q1", "2023-Q4"], ["2024-01-01", "2023-10-01"], "quarter's first day"),
    "yyyymmddhhmmss": (["20240105123000", "20231231000000"], ["2024-01-05", "2023-12-31"], "yyyymmddhhmmss"),
    "weekdays in front": (["Friday, January 5, 2024", "Mon, July 1st, 2024"], ["2024-01-05", "2024-07-01"], ""),
    "Spanish": (["5 de enero de 2024", "7 de agosto de 2024"], ["2024-01-05", "2024-08-07"], ""),
    "Russian": (["5 января 2024", "6 мая 2024"], ["2024-01-05", "2024-05-06"], ""),
    "Turkish": (["5 Ağustos 2024", "6 Kasım 2024"], ["2024-08-05", "2024-11-06"], ""),
    "Polish": (["5 października 2024", "6 maja 2024"], ["2024-10-05", "2024-05-06"], ""),
    "a zone's winter and summer": (["2024-01-05T10:00:00+0100", "2024-07-05T10:00:00+0200"],
                                   ["2024-01-05", "2024-07-05"], "winter and summer"),
    "half of them converted": (["01-02-22", "01/13/2022", "03-04-22"], ["2022-01-02", "2022-01-13", "2022-03-04"],
                               "2 ways: month/day/year (1 row); month/day/year, years"),
    "blanks after the points": (["13. 1. 2025", "1. 12. 2025 14:05"], ["2025-01-13", "2025-12-01"], "day/month/year"),
    "a point at the end too": (["13. 1. 2025.", "1. 12. 2025. 9:30"], ["2025-01-13", "2025-12-01"], "day/month/year"),
    "blanks and two digits": (["13. 1. 25", "31. 12. 24"], ["2025-01-13", "2024-12-31"], TWO),
    "blanks around other signs": (["13 / 1 / 2025", "1 - 12 - 2025"], ["2025-01-13", "2025-12-01"], "day/month/year"),
    "names beside yyyy-mm-dd": (["2024-01-15", "Jan 5, 2024"], ["2024-01-15", "2024-01-05"], "2 ways"),
    "dates past the 12th": (["2024-01-15", "01/13/2024"], ["2024-01-15", "2024-01-13"], "yyyy-mm-dd (1 row)"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_way_of_writing(way: str, write: Write) -> None:
    """Each is read without an option, and the data check says what is not plain to see."""
    cells, days, words = WAYS[way]
    orders = _read(write, cells)
    assert _days(orders) == days
    assert words in "\n".join(orders.ledger.assumed)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["05/01/24"], "has a year of two digits: day/month/year or month/day/year or year-month-day, and no other"),
        (
            ["2022-02-01", "01/13/2022"],
            'no date written as "2022-02-01" is after the 12th of its month, and all '
            'written as "01/13/2022" are: a spreadsheet seems to have taken months for days',
        ),
        (["Apr-24", "Apr-30"], '"Apr-30" is a day without a year'),
        (["2024-W53"], '"2024-W53" is not a day of any calendar'),
        (["2024-13"], '"2024-13" is not a day of any calendar'),
        (["5 Foo 2024"], '"5 Foo 2024" is not a day of any calendar'),
        (["45321", "2024-01-05"], '"45321" is written as Excel day number but "2024-01-05"'),
        (["13/12/24", "12/13/24"], 'has the day first but "12/13/24" the month'),
    ],
)
def test_what_cannot_be_told_is_asked(cells: list[str], words: str, write: Write) -> None:
    """Never guessed: the message names the cell, and what would settle it."""
    with pytest.raises(InputError, match=re.escape(words)):
        _read(write, cells)


@pytest.mark.parametrize(
    ("cell", "dayfirst", "words"),
    [
        ("01/25/2024", True, '"01/25/2024" has the month first, against --dayfirst; leave --dayfirst out'),
        ("25/01/2024", False, '"25/01/2024" has the day first, against --monthfirst; leave --monthfirst out'),
        ("31/02/2024", True, '"31/02/2024" is not a day of any calendar'),
    ],
)
def test_a_day_against_the_stated_order_is_told_as_such(cell: str, dayfirst: bool, words: str, write: Write) -> None:
    """It is a day, read the other way; only what is none in either is not a day."""
    with pytest.raises(InputError, match=re.escape(words)):
        _read(write, [cell], dayfirst=dayfirst)


def test_options_settle_two_digits_and_zones(write: Write) -> None:
    """--dayfirst and --monthfirst for years of two digits, --timezone for instants."""
    assert _days(_read(write, ["05/01/24"], dayfirst=True)) == ["2024-01-05"]
    assert _days(_read(write, ["05/01/24"], dayfirst=False)) == ["2024-05-01"]
    assert _days(_read(write, ["1704067199"], timezone="Europe/Berlin")) == ["2024-01-01"]


def test_dates_and_text_in_one_sheet(tmp_path: Path) -> None:
    """A sheet's own dates after the 12th were no months: the text beside them is read too."""
    import datetime as dt

    book = openpyxl.Workbook()
    rows = (("a", dt.date(2024, 1, 15), 1), ("b", "01/13/2024", 2), ("c", "02/14/2024", 4))
    for row in (("customer", "date", "amount"), *rows):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert _days(read(tmp_path / "a.xlsx")) == ["2024-01-15", "2024-01-13", "2024-02-14"]


def test_julian_days_are_told_with_the_way_out(write: Write, tmp_path: Path) -> None:
    """Which SQLite counts from noon: a view of its own function, or an export of that."""
    with pytest.raises(InputError, match=r'"2460311\.5" is no date; it may be a Julian day .*export from SQLite date'):
        _read(write, ["2460311.5", "2460322.25"])
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("CREATE TABLE orders (customer, date, amount)")
        base.execute("INSERT INTO orders VALUES ('A', 2460311.5, 5)")
        base.execute('CREATE VIEW days AS SELECT customer, date("date") AS date, amount FROM orders')
        base.commit()
    url = f"sqlite://{tmp_path / 'a.sqlite'}"
    with pytest.raises(InputError, match=r'make a view that selects date\("date"\) in its place, as yyyy-mm-dd'):
        read_table(url, "orders")
    assert _days(read_table(url, "days")) == ["2024-01-02"]
