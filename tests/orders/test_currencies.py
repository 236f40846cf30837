"""Two currencies are never added up, wherever a file writes them: in cells, number formats or a column of codes."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS

from tests.orders.contract import DAY, Case, cases, sheet, text
from xlclv.companions.base import Base, Days
from xlclv.companions.file import refuse_other
from xlclv.errors import InputError
from xlclv.orders.currencies import agreed
from xlclv.orders.files.amounts import Money
from xlclv.orders.files.cells import Column
from xlclv.orders.reading import read
from xlclv.orders.source import Source
from xlclv.orders.tables.reading import read_table
from xlclv.report.build import build as build_report

HEAD = "customer,date,amount"


def formatted(*codes: str) -> Any:
    """What gives the amounts from row 2 on these number formats."""

    def then(book: Any) -> None:
        for row, code in enumerate(codes, start=2):
            book["Sheet"].cell(row, 3).number_format = code

    return then


MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def opened(*codes: str, beside: str = "") -> Any:
    """An .ods of amounts of 5 and 7 in these currencies, and perhaps a cell of another where no amounts are."""
    cell = '<table:table-cell office:value-type="{}" office:{}value="{}"{}/>'
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ["".join(map(text.format, ("customer", "date", "amount", "more")))]
    for amount, code in zip((5, 7), codes, strict=True):
        cells = [cell.format("date", "date-", DAY.date(), "")]
        cells += [cell.format("currency", "", amount, f' office:currency="{code}"')]
        cells += [cell.format("currency", "", 1, f' office:currency="{beside}"')] if beside else []
        rows.append("".join([text.format("A"), *cells]))
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )

    def make(folder: Path) -> Path:
        path = folder / "a.ods"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("META-INF/manifest.xml", f"<manifest:manifest xmlns:manifest='{MANIFEST}'/>")
            package.writestr("content.xml", content)
        return path

    return make


ROWS = (("A", DAY, 5), ("B", DAY, 7))
EURO, DOLLAR = "#,##0.00 [$€-407]", "[$$-409]#,##0.00"


@cases(
    (
        Case(40, "number formats of two currencies", sheet(*ROWS, then=formatted(EURO, DOLLAR)),
             'a.xlsx, sheet "Sheet", row 3, column "Amount": amounts in € and in $ cannot be added (as the cells\' '
             "number formats show them); convert them to one currency first"),
        Case(40, "euros in two countries' formats", sheet(*ROWS, then=formatted(EURO, '#,##0.00\\ "€"')),
             orders=("A 2024-03-05 5", "B 2024-03-05 7")),
        Case(40, "Excel's own format of accounting beside another currency",
             sheet(*ROWS, then=formatted(EURO, '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)')),
             'a.xlsx, sheet "Sheet", row 3, column "Amount": amounts in € and in $ cannot be added (as the cells\' '
             "number formats show them); convert them to one currency first"),
        Case(40, "cells of two currencies in an .ods", opened("EUR", "USD"),
             'a.ods, sheet "Sheet1", row 3, column "amount": amounts in EUR and in USD cannot be added (as the cells\' '
             "number formats show them); convert them to one currency first"),
        Case(40, "cells of one currency in an .ods", opened("EUR", "EUR", beside="USD"),
             orders=("A 2024-03-05 5", "A 2024-03-05 7")),
        Case(40, "another currency's format on a cell that is blank",
             sheet(*ROWS, ("", "", None), then=formatted(EURO, EURO, DOLLAR)),
             orders=("A 2024-03-05 5", "B 2024-03-05 7")),
        Case(40, "a sign against the code beside it", text(f"{HEAD},currency", "A,2024-01-05,$5,EUR"),
             'a.csv, row 2, column "currency": the column says EUR, but amounts are written in $; correct the one or '
             "the other, or leave the column of currencies out of the file"),
        Case(40, "a sign that the code beside it may have", text(f"{HEAD},currency", "A,2024-01-05,$5,CAD"),
             orders=("A 2024-01-05 5",), says=("a.csv: amounts are in CAD",)),
        Case(40, "a sign and the same sign with its country", text(HEAD, "A,2024-01-05,$5", "A,2024-01-06,US$7"),
             orders=("A 2024-01-05 5", "A 2024-01-06 7"),
             says=('a.csv: column "amount" is written in $ and in US$, one currency: US$',)),
        Case(40, "a sign and a code", text(HEAD, "A,2024-01-05,USD 5", "A,2024-01-06,$7"),
             orders=("A 2024-01-05 5", "A 2024-01-06 7"), says=("a.csv: amounts are in USD",)),
        Case(40, "a sign and two that it may be",
             text(HEAD, "A,2024-01-05,$5", "A,2024-01-06,US$7", "A,2024-01-07,CA$1"),
             'a.csv, row 4, column "amount": amounts in US$ and in CA$ cannot be added; convert them to one currency '
             "first"),
        Case(40, "a column of a sign and its code", text(f"{HEAD},currency", "A,2024-01-05,5,$", "A,2024-01-06,7,USD"),
             orders=("A 2024-01-05 5", "A 2024-01-06 7"), says=("a.csv: amounts are in USD",)),
        Case(40, "a column of two codes", text(f"{HEAD},currency", "A,2024-01-05,5,$", "A,2024-01-06,7,EUR"),
             'a.csv, row 3, column "currency": amounts in $ and in EUR cannot be added; convert them to one currency '
             'first, or read one alone: --only "currency=$"'),
    )
)  # fmt: skip
def test_currencies(case: Case, tmp_path: Path) -> None:
    """Where a file names two currencies it is refused; signs and codes that can be the same one agree."""
    case.check(tmp_path)


QUOTED, SPELLED = '#,##0.00 "€"', '"$"#,##0.00'


def every(code: str, *, head: str = "Amount", extra: str = "") -> Any:
    """A workbook of two amounts, all in one number format; perhaps with a column of currencies."""
    make = sheet(*((*row, *([extra] if extra else [])) for row in ROWS), then=formatted(code, code))

    def then(folder: Path) -> Path:
        path: Path = make(folder)
        book = openpyxl.load_workbook(path)
        book["Sheet"]["C1"] = head
        if extra:
            book["Sheet"]["D1"] = "Currency"
        book.save(path)
        return path

    return then


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        (QUOTED, "€"),
        (SPELLED, "$"),
        ("[$€-407] #,##0.00", "€"),
        ('#,##0.00\\ "zł"', "zł"),
        ("[$CHF-807] #,##0.00", "CHF"),
        ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-', "€"),
        ("_-* #,##0.00\\ _€_-;\\-* #,##0.00\\ _€_-", ""),  # room as wide as €, which nobody sees
        (BUILTIN_FORMATS[44], ""),  # each country's own, not spelled out
        ("#,##0.00", ""),
    ],
)
def test_one_currency_of_number_formats_is_the_files(code: str, currency: str, tmp_path: Path) -> None:
    """A workbook whose amounts all show one currency is in it, and says so."""
    orders = read(every(code)(tmp_path))
    assert orders.currency == currency
    assert any("amounts are in" in note for note in orders.ledger.assumed) == bool(currency)


@pytest.mark.parametrize(
    ("code", "head", "extra", "told"),
    [
        (QUOTED, "Amount", "USD", "the column of currencies says USD, but the cells' number formats show €"),
        (QUOTED, "Amount (USD)", "", "the header says USD, but the cells' number formats show €"),
        (SPELLED, "Amount in EUR", "", "the header says EUR, but the cells' number formats show $"),
        (SPELLED, "Amount", "CAD", ""),
        ("#,##0.00 [$kr-41D]", "Amount (NOK)", "", ""),
        (QUOTED, "Amount (EUR)", "EUR", ""),
        (QUOTED, "Amount (EUR)", "USD", ""),  # converted already, which is warned of
        (BUILTIN_FORMATS[44], "Amount (EUR)", "", ""),
    ],
)
def test_number_formats_that_contradict(code: str, head: str, extra: str, told: str, tmp_path: Path) -> None:
    """A header or a column goes before them, with a warning; a $ may be any dollar, a kr any crown."""
    orders = read(every(code, head=head, extra=extra)(tmp_path))
    assert orders.ledger.amount_used == 12
    assert len([said for said in orders.ledger.warnings if "number formats show" in said]) == bool(told)
    assert told in "".join(orders.ledger.warnings)
    assert not told or orders.currency == ("EUR" if "EUR" in head else "USD")


def test_two_currencies_of_a_column_beside_formats_are_refused(tmp_path: Path) -> None:
    """Number formats decide nothing there either."""
    path = every(SPELLED, extra="EUR")(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Sheet"]["D3"] = "USD"
    book.save(path)
    with pytest.raises(InputError, match="amounts in EUR and in USD cannot be added"):
        read(path)


@pytest.mark.parametrize("head", ["Discount", "Refunded amount", "Unit cost"])
def test_formats_of_other_columns_refuse_nothing(head: str, tmp_path: Path) -> None:
    """A discount or a refund in Excel's own dollars, beside amounts in euros."""
    path = every(QUOTED)(tmp_path)
    book = openpyxl.load_workbook(path)
    page = book["Sheet"]
    page["D1"] = head
    for cell in (page["D2"], page["D3"]):
        cell.value, cell.number_format = 0, SPELLED
    book.save(path)
    orders = read(path)
    assert (orders.ledger.amount_used, orders.currency) == (12, "€")


def test_files_whose_number_formats_differ_are_not_added(tmp_path: Path) -> None:
    """Euros and dollars of two workbooks, or of a workbook and a text file, or of an .ods, are never one sum."""
    folders = [tmp_path / name for name in ("one", "other", "third")]
    for folder in folders:
        folder.mkdir()
    one, other = every(QUOTED)(folders[0]), every(SPELLED)(folders[1]).rename(folders[1] / "b.xlsx")
    calc = opened("EUR", "EUR")(folders[2])
    listed = tmp_path / "c.csv"
    listed.write_text("Customer,Date,Amount USD\nA,2024-03-01,5\n", encoding="utf-8")
    assert read(calc).currency == "EUR"
    assert read([one, calc]).currency == "EUR"
    assert read([other, listed]).currency == "USD"
    for pair in ([one, other], [one, listed], [other, calc], [calc, listed]):
        with pytest.raises(InputError, match="cannot be added"):
            read(pair)


def test_a_column_formatted_in_one_of_two_currencies_is_in_it(tmp_path: Path) -> None:
    """A workbook of two sheets, one in euros and one in dollars: each is in its own, and they are not added."""
    path = sheet(*ROWS, then=formatted(EURO, EURO), Other=[("x", "y"), (1, 2)])(tmp_path)
    import openpyxl

    book = openpyxl.load_workbook(path)
    book["Other"]["A2"].number_format = DOLLAR
    book.save(path)
    assert read(path).currency == "€"


@pytest.mark.parametrize(("said", "written"), [("EUR", "$"), ("USD", "£"), ("GBP", "kr"), ("EUR", "¥"), ("kr", "€")])
def test_the_reports_currency_must_not_contradict_a_sign(said: str, written: str) -> None:
    """--currency may say which dollar, never that dollars are euros."""
    with pytest.raises(InputError, match="the amounts are in"):
        agreed(said, written)
    assert agreed("CAD", "$") == "CAD"


@cases(
    (
        Case(40, "amounts with and without a sign", text(HEAD, "A,2024-01-05,$5.00", "B,2024-01-06,10.00"),
             orders=("A 2024-01-05 5", "B 2024-01-06 10"),
             says=("a.csv: 1 row names no currency where others do; it is added as it stands, 10 in all",)),
        Case(40, "blank cells among codes",
             text(f"{HEAD},currency", "A,2024-01-05,5,EUR", "B,2024-01-06,11,", "B,2024-01-07,3,"),
             orders=("A 2024-01-05 5", "B 2024-01-06 11", "B 2024-01-07 3"),
             says=("a.csv: 2 rows name no currency where others do; they are added as they stand, 14 in all",)),
    )
)  # fmt: skip
def test_rows_without_a_currency_are_told(case: Case, tmp_path: Path) -> None:
    """Amounts that name no currency among others that do are added, and it is said how many and how much."""
    case.check(tmp_path)


def test_a_file_without_a_currency_beside_one_with(tmp_path: Path) -> None:
    """A file in euros and one that does not say are added with a warning; a code and its sign are one currency."""
    one = text(f"{HEAD},currency", "A,2024-01-05,5,EUR", name="a.csv")(tmp_path)
    sign = text(HEAD, "A,2024-01-06,€5", name="b.csv")(tmp_path)
    none = text(HEAD, "B,2024-01-07,7.5", name="c.csv")(tmp_path)
    orders = read([one, sign, none])
    assert orders.currency == "EUR"
    assert [line for line in orders.ledger.warnings if "currency" in line] == [
        "c.csv names no currency (1 row, 7.5 in all): it is added to amounts in EUR"
    ]


TYPED = f"{HEAD},type"
BILLS = ("A,2024-01-05,50,Invoice", "A,2024-01-06,{}5,{}", "A,2024-01-07,10,Invoice")


@pytest.mark.parametrize("word", ["Credit Note", "Credit memo", "Gutschrift", "Avoir", "Nota di credito", "Refund"])
@pytest.mark.parametrize("minus", ["", "-"])
def test_credit_notes_are_taken_off(word: str, minus: str, tmp_path: Path) -> None:
    """50 and 10 billed and 5 credited are 55, whether the credit note has a minus or not; the first is said."""
    path = text(TYPED, *(line.format(minus, word) for line in BILLS))(tmp_path)
    ledger = read(path).ledger
    assert ledger.amount_used == 55
    told = 'a.csv: 1 credit note in column "type" without a minus is taken off'
    assert (told in ledger.assumed) == (not minus)


def test_credit_notes_of_both_signs_are_refused(tmp_path: Path) -> None:
    """Which of them adds cannot be told; the way out works."""
    path = text(TYPED, *(line.format("", "Credit Note") for line in BILLS), "A,2024-01-08,-3,Credit Note")(tmp_path)
    with pytest.raises(InputError, match=r"row 3, .*: 1 credit note above 0 and 1 below: .*--status-column none"):
        read(path)
    assert read(path, status_column="none").ledger.amount_used == 62


QUICKBOOKS = "Date,Transaction type,Num,Customer,Amount"


@pytest.mark.parametrize("minus", ["", "-"])
@pytest.mark.parametrize(
    ("head", "bill", "credit"),
    [
        (QUICKBOOKS, "2024-02-25,Invoice,1,A,9.00", "2024-02-27,Credit Memo,2,A,{}1.50"),
        (QUICKBOOKS, "2024-02-25,Invoice,1,A,9.00", "2024-02-27,Refund,2,A,{}1.50"),
        ("ContactName,InvoiceNumber,InvoiceDate,Total,LineAmount,Status,Type", "A,1,2024-02-05,9,9,Paid,ACCREC",
         "A,2,2024-02-06,{0}1.50,{0}1.50,Paid,ACCRECCREDIT"),
        ("Customer,Document No,Type,Doc Date,Amt in loc cur", "A,1,RV,2024-02-05,9", "A,2,DG,2024-02-06,{}1.50"),
        ("Date,Receipt number,Receipt type,Gross sales,Net sales,Customer name,Status",
         "2024-02-05,1,Sale,9,9,A,Closed", "2024-02-06,2,Refund,{0}1.50,{0}1.50,A,Closed"),
    ],
)  # fmt: skip
def test_credit_notes_of_known_systems(head: str, bill: str, credit: str, minus: str, tmp_path: Path) -> None:
    """9 billed and 1.50 credited are 7.50, in each system's own words and with either sign."""
    orders = read(text(head, bill, credit.format(minus))(tmp_path))
    assert float(orders.ledger.amount_used) == 7.5
    assert "an export from" in " ".join(orders.ledger.assumed)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ((("amount USD", "10"), ("Betrag (in EUR)", "10")), "amounts in EUR and in USD cannot be added"),
        ((("amount", "$10"), ("amount_eur", "10")), "amounts in $ and in EUR cannot be added"),
        ((("amount EUR", "$10"),), "the header says EUR, but amounts are written in $"),
        ((("amount;currency", "$10;EUR"),), "the column says EUR, but amounts are written in $"),
        ((("amount ($);currency", "10;CAD"), ("amount ($);currency", "10;USD")), "in CAD and in USD cannot be added"),
        ((("Amount in US$", "10"), ("USD amount", "$10")), "USD"),
        ((("amount", "€10"), ("Total in euros", "10")), "EUR"),
    ],
)
def test_a_header_names_the_currency(tmp_path: Path, files: tuple[tuple[str, str], ...], told: str) -> None:
    """A header of amounts names their currency as a cell does: two are never added, one by two names is one."""
    paths = [tmp_path / f"{number}.csv" for number in range(len(files))]
    for number, (header, cell) in enumerate(files):
        paths[number].write_text(f"customer;date;{header}\nA{number};2026-01-03;{cell}\n", encoding="utf-8")
    if " " in told:
        with pytest.raises(InputError, match=re.escape(told)):
            read(paths)
    else:
        found = read(paths)
        assert (found.currency, found.ledger.amount_used) == (told, 20)
        assert not any("names no currency" in said for said in found.ledger.warnings)


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        ("Amount (USD)", ("10", "20"), "USD"), ("Total (USD)", ("10", "20"), "USD"),
        ("Betrag USD", ("10", "20"), "USD"),
        ("Unit price (USD),Quantity", ("10,1", "10,2"), "USD"), ("Amount (USD),Amount", ("10,9.50", "20,31"), "USD"),
        ("Amount,Amount (USD)", ("9.50,10", "31,20"), "USD"), ("Amount ($)", ("$10", "20"), "$"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("beside", [("EUR", "GBP"), ("EUR", "EUR"), ("USD", "EUR")])
def test_amounts_converted_into_one_currency(
    tmp_path: Path, header: str, cells: tuple[str, str], told: str, beside: tuple[str, str]
) -> None:
    """A header that names the currency goes before a column of those that were paid; said, in text and in types."""
    path = tmp_path / "a.csv"
    rows = "".join(f"A{at},2026-01-0{at + 3},{cells[at]},{beside[at]}\n" for at in (0, 1))
    path.write_text(f"customer,date,{header},currency\n{rows}", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "a.duckdb")) as base:
        base.execute(f"CREATE TABLE orders AS SELECT * FROM read_csv('{path}')")
        base.execute(f"COPY orders TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    for found in (
        read([path]), read([tmp_path / "a.parquet"]), read_table(f"duckdb://{tmp_path / 'a.duckdb'}", "orders")
    ):  # fmt: skip
        assert (found.currency, found.ledger.amount_used) == (told, 30)
        said = [words for words in found.ledger.warnings if 'column "currency" says' in words]
        assert len(said) == 1
        assert f"names {told}: its amounts are read as {told}, converted already" in said[0]


def test_several_currencies_under_one_sign_are_not_added(tmp_path: Path) -> None:
    """A header of dollars does not say that those of two lands were converted into one."""
    with pytest.raises(InputError, match="amounts in CAD and in USD cannot be added"):
        read([text("customer,date,Amount ($),currency", "A,2026-01-03,10,CAD", "B,2026-01-04,20,USD")(tmp_path)])


@pytest.mark.parametrize(("header", "cell", "refused"), [("spend USD", "", True), ("spend", "$", True),
                                                         ("spend EUR", "€", False), ("spend", "", False)])  # fmt: skip
def test_money_beside_the_orders_is_in_their_currency(header: str, cell: str, refused: bool) -> None:
    """What was spent, or a contact cost, is not set beside orders in another currency, by its header or its cells."""
    column = Column(None, "spend", "VARCHAR", Source(Path("spend.csv"), ("month", header), 2), 1)
    money = Money("spend_values", 2, currency=cell)
    none = np.empty(0, dtype=np.int64)
    days = Days(none, none, none, none.astype(bool), none)
    beside = Base(None, "people", days, dt.date(2026, 1, 1), 2, currency="EUR")
    if refused:
        with pytest.raises(InputError, match=r"spend\.csv, column .* cannot be set beside orders in EUR"):
            refuse_other(beside, {"spend": column}, "spend", money)
    else:
        assert refuse_other(beside, {"spend": column}, "spend", money)[0] in ("EUR", "€", "")


def test_costs_in_another_currency_than_the_user_says_are_refused(tmp_path: Path) -> None:
    """The amounts name none, and the costs would be taken for what the user says of them."""
    lines = "".join(f"C{at % 9},2025-01-{at % 27 + 1:02},{20 + at},{5 + at % 7}\n" for at in range(40))
    path = tmp_path / "a.csv"
    path.write_text("customer,date,amount,cost (USD)\n" + lines, encoding="utf-8")
    orders = read(path, cost="cost (USD)")
    assert (orders.currency, orders.cost_currency) == ("", "USD")
    assert agreed("USD", orders.currency, orders.cost_currency) == "USD"
    with pytest.raises(InputError, match="the costs or margins are in USD, not in EUR; leave"):
        build_report(orders, currency="EUR")
