"""Rows 5 to 34 of the table of inputs: what stands in a cell, a customer's id, a day, an amount."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.orders.contract import DAY, Case, amounts, cases, cells, days, ids, sheet, text

UNSURE = "can mean thousands or decimals, and no other amount decides it; say --decimal . or --decimal ,"
KEPT = "; fix the formula, or leave the row out of the file"
CORRECT = "; correct the cell, or leave the row out of the file"


def from_1904(book: Any) -> None:
    """Days count from 1904."""
    book.epoch = CALENDAR_MAC_1904


def as_date(book: Any) -> None:
    """A number is shown as a date."""
    book["Sheet"]["B3"].number_format = "yyyy-mm-dd"


A, B = ("A", DAY, 1.5), ("B", DAY, 2)
JAN = "A 2024-01-05 "
TWICE = ("customer,date,amount,item", *["A,2024-01-05,1.5,pen"] * 3, "A,2024-01-05,1.5,ink")

AMOUNTS = [
    Case(5, "an error in a workbook", sheet(A, ("B", DAY, "#N/A"), ("#REF!", DAY, 1), ("C", DAY, "#DIV/0!")),
         'a.xlsx, sheet "Sheet", row 3, column "Amount": "#N/A" is an error of the spreadsheet (also A4, C5)' + KEPT),
    Case(5, "an error as text", amounts("1", "#REF!", "#N/A"),
         'a.csv, row 3, column "amount": "#REF!" is an error of the spreadsheet, not an amount (also row 4); fix the '
         "cell where it comes from"),
    Case(6, "a formula never calculated", sheet(A, ("B", DAY, "=1+1"), ("B", DAY, "=C2")),
         'a.xlsx, sheet "Sheet", row 3, column "Amount": the formula has no stored value (also C4); open the file in '
         "Excel and save it"),
    Case(7, "the ways to write money", amounts("1,234.50", "(45.00)", "$12", "12-", "1'234.50", "-$3"),
         orders=tuple(JAN + value for value in ("-45.0", "-12.0", "-3.0", "12.0", "1234.5", "1234.5")),
         says=("6 rows of the same customer and day were merged to 1 day: one purchase occasion each",)),
    Case(7, "a euro", amounts("€12", "1.234,50 €"), orders=(JAN + "12.0", JAN + "1234.5"),
         says=('a.csv: column "amount" has decimal commas',)),
    Case(8, "decimal commas", amounts("1.234,50", "12,5"), orders=(JAN + "12.5", JAN + "1234.5"),
         says=('a.csv: column "amount" has decimal commas', "a.csv: columns are separated by semicolon")),
    Case(8, "decimal commas, stated", amounts("1.234", "12"), orders=(JAN + "12", JAN + "1234"),
         options={"decimal": ","}),
    Case(9, "thousands or decimals", amounts("12", "1.234"),
         f'a.csv, row 3, column "amount": "1.234" {UNSURE}'),
    Case(10, "other minus signs and blanks", amounts("\u221212.25", "1\u202f234.50"),
         orders=(JAN + "-12.25", JAN + "1234.50")),
    Case(11, "two currencies in the cells", amounts("$5", "€6"),
         'a.csv, row 3, column "amount": amounts in $ and in € cannot be added; convert them to one currency first'),
    Case(11, "two currencies in a column", cells("A;2024-01-05;1;EUR", "A;2024-01-05;1;USD",
                                                head="customer;date;amount;currency"),
         'a.csv, row 3, column "currency": amounts in EUR and in USD cannot be added; convert them to one currency '
         'first, or read one alone: --only "currency=EUR"'),
    Case(33, "no finite amount", amounts("1", "NaN", "-inf"),
         f'a.csv, row 3, column "amount": "NaN" is not a finite amount (also row 4){CORRECT}'),
    Case(33, "beyond all bounds", amounts("1", "1e400"),
         'a.csv, row 3, column "amount": "1e400" is too large to be held exactly with 0 decimals; correct it, or round '
         "the amounts to cents"),
    Case(32, "zero", amounts("0", "0.00"), orders=(JAN + "0", JAN + "0")),
]  # fmt: skip

DATES = [
    Case(12, "nothing decides", days("03/04/2024", "05/06/2024"),
         'a.csv, row 2, column "date": "03/04/2024" can be day/month or month/day, and no other date decides it; say '
         "--dayfirst or --monthfirst"),
    Case(12, "one row decides for all", days("03/04/2024", "25/12/2024"),
         orders=("A 2024-04-03 1.5", "A 2024-12-25 1.5"), says=('a.csv: column "date" read as day/month/year',)),
    Case(12, "two rows disagree", days("12/25/2024", "25/12/2024"),
         'a.csv, column "date": "25/12/2024" has the day first but "12/25/2024" the month; write all dates one way, '
         "best as yyyy-mm-dd"),
    Case(13, "day numbers", days("45325", "45326.75"), orders=("A 2024-02-03 1.5", "A 2024-02-04 1.5"),
         says=('a.csv: column "date" read as Excel day number',)),
    Case(13, "day numbers in a workbook", sheet(("A", 45325, 1.5)), orders=("A 2024-02-03 1.5",)),
    Case(14, "yyyymmdd", days("20240203", "20240204"), orders=("A 2024-02-03 1.5", "A 2024-02-04 1.5"),
         says=('a.csv: column "date" read as yyyymmdd',)),
    Case(15, "days from 1904", sheet(A, then=from_1904),
         orders=("A 2024-03-05 1.5",), says=('a.xlsx, sheet "Sheet": days count from 1904, as the workbook says',)),
    Case(16, "Excel's February 1900", days("59", "60", "45325", "45326", "45327"),
         orders=("A 1900-02-28 1.5", "A 1900-02-28 1.5", "A 2024-02-03 1.5", "A 2024-02-04 1.5", "A 2024-02-05 1.5"),
         says=("a.csv: 2 rows fall on Excel's day numbers 59 or 60, both 1900-02-28",
               "a.csv row 2 (1900-02-28), a.csv row 3 (1900-02-28): 124 years before all other orders; if the year is "
               "mistyped, correct it")),
    Case(17, "no day number", days("45325", "0", "-1", "2958466"),
         'a.csv, row 3, column "date": "0" is not a day of any calendar (also rows 4, 5); correct the date, or leave '
         "the row out of the file"),
    Case(17, "day 0 in a workbook", sheet(A, ("B", 0, 1), then=as_date),
         'a.xlsx, sheet "Sheet", row 3, column "Order Date": "1899-12-31" is before 1900; correct the date, '
         "or leave the row out of the file"),
    Case(18, "years of two digits", days("05/01/24"),
         'a.csv, row 2, column "date": "05/01/24" has a year of two digits: day/month/year or month/day/year or '
         "year-month-day, and no other date decides it; write the year with four digits, or say --dayfirst or "
         "--monthfirst"),
    Case(19, "several zones", days("2024-01-05T23:30:00+01:00", "2024-07-05T23:30:00Z"),
         'a.csv, row 3, column "date": "2024-07-05T23:30:00Z" is in another time zone than '
         '"2024-01-05T23:30:00+01:00"; say in which zone days are counted, such as --timezone Europe/Berlin'),
    Case(19, "several zones, one stated",
         days("2024-01-05T23:30:00+01:00", "2024-07-05T23:30:00Z", "2024-07-05 23:30:00"),
         orders=("A 2024-01-05 1.5", "A 2024-07-05 1.5", "A 2024-07-06 1.5"), options={"timezone": "europe/berlin"},
         says=('a.csv: times that name a zone (+01:00, Z) are read as Europe/Berlin, column "date" has the days of '
               "Europe/Berlin",)),
    Case(19, "no such zone", days("2024-01-05"), options={"timezone": "Berlin"},
         refused='--timezone: no time zone is called "Berlin"; give one such as Europe/Berlin or UTC'),
    Case(20, "after the cut-off", days("2024-01-05", "2024-03-05"), options={"as_of": DAY.date().replace(day=4)},
         refused="a.csv: dates after the as-of date, 2024-03-04: row 3 (2024-03-05); correct them, leave those rows "
         "out with --until 2024-03-04, or give a later --as-of"),
    Case(20, "a year mistyped", days("2024-01-05", "2024-01-06", "2024-01-07", "2014-01-08"),
         orders=("A 2014-01-08 1.5", "A 2024-01-05 1.5", "A 2024-01-06 1.5", "A 2024-01-07 1.5"),
         says=("a.csv row 5 (2014-01-08): 9 years before all other orders; if the year is mistyped, correct it",)),
    Case(20, "before 1900", days("2024-01-05", "1899-12-31"),
         'a.csv, row 3, column "date": "1899-12-31" is before 1900; correct the date, or leave the row out of the '
         "file"),
]  # fmt: skip

IDS = [
    Case(21, "zeros in front", ids("00042"), orders=("00042 2024-01-05 1.5",)),
    Case(22, "zeros here, none there", ids("123", '"123"', "00123"),
         orders=("00123 2024-01-05 1.5", "123 2024-01-05 1.5", "123 2024-01-05 1.5"),
         says=('a.csv: 1 pair of ids in column "customer" differs in zeros in front only, such as "00123" and "123"; '
               "kept apart",)),
    Case(23, "numbers of 16 digits in a workbook", sheet(A, (1234567890123456, DAY, 1), (1234567890123457, DAY, 1)),
         'a.xlsx, sheet "Sheet", row 3, column "Customer ID": 1234567890123456 is a number of 16 digits or more: its '
         "last digits are lost already (also A4); store ids as text, from where they come"),
    Case(24, "long ids beside a blank", ids("12345678901234567", "12345678901234568", ""),
         orders=("12345678901234567 2024-01-05 1.5", "12345678901234568 2024-01-05 1.5"),
         excluded=("no customer: 1 1.5 a.csv:4",)),
    Case(25, "ids with decimals", ids("17850.0", "9.0"), orders=("17850 2024-01-05 1.5", "9 2024-01-05 1.5"),
         says=('a.csv: column "customer" holds decimals such as 17850.0, read as 17850',)),
    Case(26, "ids that look like nothing", ids("NA", "None", "null", "NaN"),
         orders=("NA 2024-01-05 1.5", "NaN 2024-01-05 1.5", "None 2024-01-05 1.5", "null 2024-01-05 1.5")),
    Case(27, "blanks that nobody sees", ids("A", " A\u00a0", "\u200bA"), orders=(JAN + "1.5",) * 3,
         says=('a.csv: 2 ids in column "customer" differed in outer blanks only; merged',)),
    Case(28, "case and accents", ids("zoé", "ZOÉ", "zoe\u0301"),
         orders=("ZOÉ 2024-01-05 1.5", "zoe\u0301 2024-01-05 1.5", "zoé 2024-01-05 1.5"),
         says=('a.csv: 1 pair of ids in column "customer" differs in upper and lower case or accents only, such '
               'as "ZOÉ" and "zoé"; kept apart, say --normalise to make them one',)),
    Case(28, "case and accents, on request", ids("zoé", "ZOÉ", "zoe\u0301"), options={"normalise": True},
         orders=("zoe 2024-01-05 1.5",) * 3,
         says=('a.csv: column "customer" is read in lower case and without accents; 2 ids became one with '
               "another",)),
    Case(29, "exact duplicates", text(*TWICE),
         orders=(JAN + "1.5",) * 4,
         says=("a.csv: 2 rows repeat an earlier one in every column (rows 3, 4); counted as orders, say --dedupe to "
               "leave them out",)),
    Case(29, "exact duplicates, left out on request",
         text(*TWICE),
         options={"dedupe": True}, orders=(JAN + "1.5",) * 2, excluded=("exact duplicate row: 2 3.0 a.csv:3 a.csv:4",),
         says=("a.csv: 2 rows repeat an earlier one in every column (rows 3, 4); left out",)),
    Case(31, "refunds above sales", cells("A;2024-01-05;5", "A;2024-01-06;-7.5", "B;2024-01-05;3"),
         orders=("A 2024-01-05 5.0", "A 2024-01-06 -7.5", "B 2024-01-05 3.0"),
         says=("1 customer has refunds above sales: A (-2.5); if the sales are in another file, give that one too",)),
    Case(41, "right to left, and emoji", ids("שלום", "👩‍💻"), orders=("שלום 2024-01-05 1.5", "👩‍💻 2024-01-05 1.5")),
    Case(42, "formulas", ids("=cmd|' /C calc'!A0"), orders=("=cmd|' /C calc'!A0 2024-01-05 1.5",)),
    Case(43, "control characters", ids("A", "a\x07b", "c\x01", "d\0d"),
         'a.csv, row 3, column "customer": "a?b" has a control character in it (also rows 4, 5); remove it, '
         "though it may not be seen: marks that turn the direction of text are such too"),
    Case(44, "longer than a cell", ids("A", "x" * 32_768),
         f'a.csv, row 3, column "customer": "{"x" * 40}" has more characters than a cell can hold (32,767); shorten '
         "the id"),
]  # fmt: skip

CASES = [*AMOUNTS, *DATES, *IDS]


@cases(CASES)
def test_cell(case: Case, tmp_path: Path) -> None:
    """Every cell is read as it is meant, or refused with its place, its value, the rule and the fix."""
    case.check(tmp_path)
