"""Reports that are no plain table: months side by side, groups, pivot tables, printed lists; read without an option."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.orders.conftest import Write
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read


def used(orders: Orders) -> list[tuple[str, str, str]]:
    """Customer, day and amount of the orders used, as text, in order."""
    assert orders.ledger.reconciles
    rows = orders.table.to_pyarrow().to_pylist()
    unit = Decimal(1).scaleb(-orders.scale)
    return sorted((row["customer"], str(row["day"]), f"{row['amount'] * unit:.2f}") for row in rows)


def totals(orders: Orders) -> dict[str, tuple[int, Decimal]]:
    return {each.reason: (each.rows, each.amount) for each in orders.ledger.excluded}


def said(orders: Orders) -> str:
    return "\n".join((*orders.ledger.assumed, *orders.ledger.warnings))


THREE = [("A", "2024-01-05", "10.50"), ("A", "2024-03-06", "4.00"), ("B", "2024-02-20", "7.25")]
MONTHLY = [("A", "2024-01-01", "10.50"), ("A", "2024-03-01", "4.00"), ("B", "2024-02-01", "7.25")]


@pytest.mark.parametrize(
    "lines",
    [
        ("Customer,Jan-24,Feb-24,Mar-24", "A,10.5,,4", "B,,7.25,"),
        ("Sum of Sales,Column Labels", "Row Labels,Jan-24,Feb-24,Mar-24,Grand Total", "A,10.5,,4,14.5",
         "B,,7.25,,7.25", "Grand Total,10.5,7.25,4,21.75"),
        ("Kunde;Januar 2024;Februar 2024;März 2024;Gesamtergebnis", "A;10,50;;4,00;14,50", "B;;7,25;0,00;7,25"),
        ("Sales report 2024", "", "Client,Nom,2024-01,2024-02,2024-03", "A,Alain,10.50,-,4.00", "B,Berthe,-,7.25,-"),
        (",,2024,,,2024 Total", "Cust,Region,Jan,Feb,Mar,", "A,North,10.5,,4,14.5", "B,South,,7.25,,7.25"),
        ("Customer,1/1/2024,2/1/2024,3/1/2024", "A,10.50,,4", "B,,7.25,"),
        ("Клиент;янв.24;фев.24;мар.24;Общий итог", "A;10,50;;4,00;14,50", "B;;7,25;;7,25"),
        ("顧客番号,2024年1月,2024年2月,2024年3月,合計", "A,10.5,,4,14.5", "B,,7.25,,7.25", "合計,10.5,7.25,4,21.75"),
    ],
)  # fmt: skip
def test_months_side_by_side(lines: tuple[str, ...], write: Write) -> None:
    """Each filled cell is an order on its month's first day; totals at the right and below are none."""
    assert used(orders := read(write("a.csv", *lines))) == MONTHLY
    assert "columns are months" in said(orders)


def test_a_wide_total_that_does_not_add_up_is_refused(write: Write) -> None:
    """A total of a month, of a customer or of all is held to its cells."""
    head = "Customer,Jan-24,Feb-24,Mar-24,Total"
    for lines in (("A,1,2,3,7", "B,1,,,1"), ("A,1,2,3,6", "B,1,,,1", "Total,2,2,4,8"), ("A,1,2,3,6", "Total,1,2,3,9")):
        with pytest.raises(InputError, match=r"a\.csv, row [234]: the row is a total of \d, but its rows add up to \d"):
            read(write("a.csv", head, *lines))


QUICKBOOKS = ("Acme Trading", "Sales by Customer Detail", "", ",Date,Transaction Type,Num,Amount,Balance")


@pytest.mark.parametrize(
    "lines",
    [
        (*QUICKBOOKS, "A,,,,,", ",01/05/2024,Invoice,1,10.50,10.50", ",03/06/2024,Invoice,2,4.00,14.50",
         "Total for A,,,,$14.50,", "B,,,,,", ",02/20/2024,Invoice,3,7.25,7.25", "Total for B,,,,$7.25,",
         "TOTAL,,,,$21.75,", "", '"Accrual Basis Friday, January 9, 2026",,,,,'),
        (",Type,Date,Num,Amount", "A,,,,", ",Invoice,2024-01-05,1,10.5", ",Invoice,2024-03-06,2,4", "Total A,,,,14.5",
         "B,,,,", ",Invoice,2024-02-20,3,7.25", "Total B,,,,7.25"),
        ("Kunde;Datum;Betrag", "Kunde: A;;", ";05.01.2024;10,50", ";06.03.2024;4,00", "Summe A;;14,50", "Kunde: B;;",
         ";20.02.2024;7,25", "Summe B;;7,25", "Gesamtsumme;;21,75"),
        ("Cliente;Fecha;Importe", "A;;", ";05/01/2024;10,50", ";06/03/2024;4,00", "Total A;;14,50", "B;;",
         ";20/02/2024;7,25", "Total B;;7,25", "Total general;;21,75"),
        ("Customer,Order Date,Sum of Amount", "A,2024-01-05,10.5", ",2024-03-06,4", "A Total,,14.5",
         "B,2024-02-20,7.25", "B Total,,7.25", "Grand Total,,21.75"),
        ("Kunde;Datum;Summe von Umsatz", "A;05.01.2024;10,50", ";06.03.2024;4,00", "A Ergebnis;;14,50",
         "B;20.02.2024;7,25", "B Ergebnis;;7,25", "Gesamtergebnis;;21,75"),
        ("Customer,Date,Amount", "A,,14.5", ",2024-01-05,10.5", ",2024-03-06,4", "B,,7.25", ",2024-02-20,7.25",
         "Grand Total,,21.75"),
        ("Row Labels,Sum of Amount", "A,14.5", "2024-01-05,10.5", "2024-03-06,4", "B,7.25", "2024-02-20,7.25",
         "Grand Total,21.75"),
    ],
)  # fmt: skip
def test_groups(lines: tuple[str, ...], write: Write) -> None:
    """The customer stands once, above its rows or on the first; totals of groups and of all are left out, said."""
    orders = read(write("a.csv", *lines))
    assert used(orders) == THREE
    assert totals(orders)["totals row"][1] in (Decimal("21.75"), Decimal("43.50"))


def test_a_pivot_of_years_and_months(write: Write) -> None:
    """Customers, years and months in one column."""
    lines = ("Row Labels,Sum of Sales", "A,14.5", "2024,14.5", "Jan,10.5", "Mar,4", "B,7.25", "2024,7.25", "Feb,7.25")
    orders = read(write("a.csv", *lines, "Grand Total,21.75"))
    assert used(orders) == MONTHLY
    assert totals(orders)["totals row"] == (5, Decimal("65.25"))


def test_customers_of_a_customer(write: Write) -> None:
    """A heading below a heading is a customer of its own; after its total the rows are the first one's again."""
    lines = ("Acme,,,,,", "Acme:North,,,,,", ",01/05/2024,Invoice,1,10,10", "Total for Acme:North,,,,10,",
             ",01/16/2024,Invoice,2,5,5", "Total for Acme,,,,15,")  # fmt: skip
    orders = read(write("a.csv", *QUICKBOOKS, *lines))
    assert used(orders) == [("Acme", "2024-01-16", "5.00"), ("Acme:North", "2024-01-05", "10.00")]


def test_a_group_whose_total_is_not_its_sum_is_refused(write: Write) -> None:
    """The row named is the total's own in the file, with what its rows add up to."""
    lines = ("A,,,,,", ",01/05/2024,Invoice,1,10,10", ",01/15/2024,Invoice,1,4,14", "Total for A,,,,15,")
    with pytest.raises(
        InputError, match=r"a\.csv, row 8: the row is a total of 15, but its rows add up to 14; complete"
    ):
        read(write("a.csv", *QUICKBOOKS, *lines))


def test_a_fault_in_a_report_is_named_where_it_stands(write: Write) -> None:
    """Rows are counted in the report, not in the table it becomes."""
    lines = ("A,,,,,", ",01/25/2024,Invoice,1,ten,10", "Total for A,,,,10,")
    with pytest.raises(InputError, match=r'a\.csv, row 6, column "Amount": "ten" is not an amount'):
        read(write("a.csv", *QUICKBOOKS, *lines))


RULE = "-" * 60


@pytest.mark.parametrize(
    "lines",
    [
        (RULE, "|Customer |Doc. Date |Amt.in loc.cur.|LCurr|", RULE, "|A        |05.01.2024|          10,50|EUR  |",
         "|A        |06.03.2024|           4,00|EUR  |", RULE, "|Customer |Doc. Date |Amt.in loc.cur.|LCurr|", RULE,
         "|B        |20.02.2024|           7,25|EUR  |", RULE, "|*        |          |          21,75|EUR  |", RULE),
        ("31.12.2025\tListe\t\t1", "", "\tAuftraggeb.\tBelegdatum\tNettowert\tWährg", "", "\tA\t05.01.2024\t14,50\tEUR",
         "\tA\t05.01.2024\t4,00-\tEUR", "\tA\t06.03.2024\t4,00\tEUR", "\tAuftraggeb.\tBelegdatum\tNettowert\tWährg",
         "\tB\t20.02.2024\t7,25\tEUR"),
        ("Customer            A", RULE, "|DocumentNo|Doc. Date |Amt.in loc.cur.|", RULE,
         "|1         |05.01.2024|10,50|",
         "|2         |06.03.2024|4,00|", RULE, "|*         |          |14,50|", RULE, "", "Customer            B", RULE,
         "|DocumentNo|Doc. Date |Amt.in loc.cur.|", RULE, "|3         |20.02.2024|7,25|", RULE,
         "|*         |          |7,25|", "|**        |          |21,75|", RULE),
        ("Customer              Doc. Date     Amount", "A                     2024-01-05     10.50",
         "A                     2024-03-06      4.00", "B                     2024-02-20      7.25"),
        (" customer |    date    | amount ", "----------+------------+--------", " A        | 2024-01-05 |  10.50",
         " A        | 2024-03-06 |   4.00", " B        | 2024-02-20 |   7.25", "(3 rows)"),
    ],
)  # fmt: skip
def test_printed_lists(lines: tuple[str, ...], write: Write) -> None:
    """SAP's lists and tables of a terminal: drawn lines, repeated headers, trailing minus, rows of *."""
    orders = read(write("a.txt", *lines))
    by_day: dict[tuple[str, str], Decimal] = {}
    for customer, day, amount in used(orders):
        by_day[customer, day] = by_day.get((customer, day), Decimal(0)) + Decimal(amount)
    assert sorted((c, d, f"{a:.2f}") for (c, d), a in by_day.items()) == THREE


def test_plain_tables_stay_plain(write: Write) -> None:
    """Groups need a heading or a total of their own: ids that stand once a group are still asked for."""
    with pytest.raises(InputError, match="blank where a date belongs"):
        read(write("a.csv", "customer,date,amount", "A,2026-01-03,10", ",,5", "B,2026-02-03,7"))
    orders = read(write("b.csv", "customer,date,amount", "A,2024-01-05,10.5", "B,2024-01-06,4", "Total,,14.5"))
    assert totals(orders)["totals row"] == (1, Decimal("14.5"))


def _workbook(path: Path, rows: list[list[Any]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_reports_in_workbooks(tmp_path: Path) -> None:
    """Sheets are turned as text is: typed dates and numbers, and rows counted in the sheet."""
    import datetime as dt

    first, second, third = dt.datetime(2024, 1, 5), dt.datetime(2024, 3, 6), dt.datetime(2024, 2, 20)
    pivot = [["Customer", "Order Date", "Sum of Amount"], ["A", first, 10.5], [None, second, 4],
             ["A Total", None, 14.5], ["B", third, 7.25], ["B Total", None, 7.25],
             ["Grand Total", None, 21.75]]  # fmt: skip
    assert used(read(_workbook(tmp_path / "a.xlsx", pivot))) == THREE
    months = [dt.datetime(2024, month, 1) for month in (1, 2, 3)]
    wide: list[list[Any]] = [["Sum of Amount", "Column Labels"], ["Row Labels", *months, "Grand Total"]]
    wide += [["A", 10.5, None, 4, 14.5], ["B", None, 7.25, None, 7.25], ["Grand Total", 10.5, 7.25, 4, 21.75]]
    assert used(read(_workbook(tmp_path / "b.xlsx", wide))) == MONTHLY
    wide[2][4] = 99
    with pytest.raises(InputError, match=r'b\.xlsx, sheet "Sheet", row 3: the row is a total of 99'):
        read(_workbook(tmp_path / "b.xlsx", wide))


def test_the_refusal_speaks_of_the_sheet_nearest_to_orders(tmp_path: Path) -> None:
    """Of several sheets that are no orders, the one that names most of what is needed; of its rows, the header."""
    import openpyxl

    path = _workbook(tmp_path / "a.xlsx", [["customer_id", "Full Name"], [1, "Ann"]])
    book = openpyxl.load_workbook(path)
    orders = book.create_sheet("Orders")
    for row in (["All orders", "by", "Ann"], ["order", "customer_id", "order_date"], ["x", 1, "2024-01-05"]):
        orders.append(row)
    book.save(path)
    with pytest.raises(InputError, match=r'sheet "Orders": no column looks like an amount; .* are order, customer_id'):
        read(path)


def test_a_cell_that_runs_into_the_next_is_refused(write: Write) -> None:
    """Columns of a fixed width are told by the blanks between them: a row with fewer cells is never shifted."""
    lines = ("Customer    Name       Doc. Date     Amount", "A           Ann        2024-01-05     10.50")
    with pytest.raises(InputError, match=r"a\.txt, row 3: the columns have a fixed width, and a cell of this row is"):
        read(write("a.txt", *lines, "B                      2024-02-20      7.25"))


def test_korean_pivots_of_windows(write: Write) -> None:
    """Known headers decide between encodings that all make words."""
    lines = (
        "고객명,2024년 1월,2024년 2월,2024년 3월,총합계",
        "A,10.5,,4,14.5",
        "B,,7.25,,7.25",
        "총합계,10.5,7.25,4,21.75",
    )
    assert used(read(write("a.csv", *lines, encoding="cp949"))) == MONTHLY


LIST = "customer,date,amount"
PAGE = ("C00,2026-01-10,10.50", "C01,2026-02-11,11.50", "C02,2026-03-12,12.50")
NEXT = ("C03,2026-04-13,13.50", "C04,2026-05-14,14.50")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("C77,55.55", "row 6"), ("C01,55", "row 6"), ("C77;2026-06-20;1055.55", "row 6"),
        ("C77;2026-06-20;1055", "row 6"), ("Adjustment,55.55,", "row 6"), ('"Correction 55.55",,', "row 6"),
        ("C77,77,", "row 6"), ("C77,2026-06-20,", "row 6"), ("C77,2026-06-20", "row 6"),
        ("C77,2026-06-20,12,50", "row 6: the row has 4 cells where the header has 3"),
        ("C77,the 20th,55.55", "row 6"),
        ("C77,,55.55", "row 6: the row is a total of 55.55, but its rows add up to 34.50"),
        ('"C77,2026-06-20,1055.55', "row 6: a quote opens here, is not closed where its cell ends"),
    ],
)  # fmt: skip
def test_orders_among_lines_of_a_printed_list_are_refused(line: str, says: str, write: Write, tmp_path: Path) -> None:
    """A repeated header, or a drawn line, made such lines vanish with no more than a count of lines."""
    for again in (LIST, "---,---,---"):
        lines = (LIST, *PAGE, again, line, *NEXT)
        with pytest.raises(InputError, match=rf"a\.csv, {says}"):
            read(write("a.csv", *lines))
    rows = [[cell or None for cell in each.split(",")] for each in (LIST, *PAGE, LIST, "C77,,,77.7", *NEXT)]
    with pytest.raises(InputError, match=r'sheet "Sheet", row 6, column "date": the cell is blank where a date'):
        read(_workbook(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize(
    "line",
    [
        "Page 2", "Page 2 of 3,,", "Page,2", "Page,2,of,3", "Printed on 2026-07-01 10:15 by Ann", "- 2 -", "2", ",,",
        "Continued,,", "(3 rows)", "3 rows in set (0.00 sec)", "Sales of 2026,,", "List 1,of 2026,",
    ],
)  # fmt: skip
def test_pages_of_a_printed_list_are_passed_over(line: str, write: Write) -> None:
    """Pages, titles that stood above the first header too, days of printing and how many rows there are."""
    head = ("Sales of 2026,,", "List 1,of 2026,")
    orders = read(write("a.csv", *head, LIST, *PAGE, line, LIST, *NEXT))
    assert (orders.ledger.rows_used, str(orders.ledger.amount_used)) == (5, "62.5")
    assert orders.ledger.excluded == ()


@pytest.mark.parametrize(
    ("ends", "last", "rows", "amount"),
    [
        (("Subtotal,,34.50",), ("Subtotal,,28.00", "Grand total,,62.50"), 3, "125.0"),
        (("Total 34.50,,",), ("Total 28.00,,",), 2, "62.5"),
        (("* ,,34.50",), ("*,,28.00", "**,,62.50"), 3, "125.0"),
        (("Carried forward,,34.50", LIST, "Brought forward,,34.50"), ("Total,,62.50",), 3, "131.5"),
        (("Übertrag,,34.50",), ("Übertrag,,62.50",), 2, "97.0"),
        ((",,34.50",), (",,28.00",), 2, "62.5"),
    ],
)
def test_totals_of_a_printed_list_are_told_and_held(
    ends: tuple[str, ...], last: tuple[str, ...], rows: int, amount: str, write: Write
) -> None:
    """They stand among what was left out; one that is not the sum of its rows is refused, and so is money after one."""
    orders = read(write("a.csv", LIST, *PAGE, *ends, LIST, *NEXT, *last))
    assert totals(orders)["totals row"] == (rows, Decimal(amount))
    assert str(orders.ledger.amount_used) == "62.5"
    wrong = last[-1].replace("62.50", "62.40").replace("28.00", "27.90")
    with pytest.raises(InputError, match=r"the row is a total of \d\d.\d+, but its rows add up to \d\d.\d+; complete"):
        read(write("a.csv", LIST, *PAGE, *ends, LIST, *NEXT, *last[:-1], wrong))
    with pytest.raises(InputError, match=r'row 6, column "date": the cell is blank where a date belongs; correct'):
        read(write("a.csv", LIST, *PAGE, "Subtotal,,34.50", "Adjustment,,5.55", LIST, *NEXT))


@pytest.mark.parametrize(
    ("lines", "many", "bad"),
    [
        (("Customer,Jan-24,Feb-24,Mar-24",), ("C{n},10.5,,4",), "Correction 55.55,,,"),
        (("Row Labels,Sum of Amount",), ("C{n},10.5", "2024-01-05,10.5"), ",55.55"),
        (("Row Labels,Sum of Amount",), ("C{n},10.5", "2024-01-05,10.5"), "Correction 55.55,"),
        (("Customer,Date,Amount",), ("C{n},,10.5", ",2024-01-05,10.5"), "Correction 55.55,,"),
    ],
)
def test_money_among_the_lines_of_other_reports_is_refused(
    lines: tuple[str, ...], many: tuple[str, ...], bad: str, write: Write
) -> None:
    """Of months side by side, pivot tables and groups too: such a line is no title."""
    every = [*lines, *(line.format(n=n) for n in range(50) for line in many)]
    assert read(write("a.csv", *every)).ledger.rows_used >= 50
    with pytest.raises(InputError, match=rf"a\.csv, row {len(every) + 1:,}, column"):
        read(write("a.csv", *every, bad, *(line.format(n=99) for line in many)))


QUARTERS = (
    "Customer,Jan 2025,Feb 2025,Mar 2025,Q1 2025,Apr 2025,May 2025,Jun 2025,Q2 2025,H1,Total",
    "Ann,10,20,30,60,1,2,3,6,66,66",
    "Bob,1,2,3,6,4,,6,10,16,16",
    "Total,11,22,33,66,5,2,9,16,82,82",
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_quarters_beside_their_months(kind: str, write: Write, tmp_path: Path) -> None:
    """Quarters and half years are sums of the months before them, and held to that; refused before."""
    path = write("a.csv", *QUARTERS)
    if kind == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for line in QUARTERS:
            book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
        book.save(path := tmp_path / "a.xlsx")
    ledger = read(path).ledger
    assert (ledger.rows_used, ledger.amount_used, ledger.reconciles) == (11, 82, True)
    assert any("columns Q1 2025, Q2 2025, H1 are the sums of months before" in said for said in ledger.assumed)


def test_a_quarter_that_is_not_the_sum_of_its_months(write: Write) -> None:
    """Refused, as is one without months, which may be the only one to say what was sold then."""
    head = "Customer,Jan 2025,Feb 2025,Mar 2025,Q1"
    with pytest.raises(InputError, match="row 2: the row is a total of 7, but its rows add up to 6"):
        read(write("a.csv", head, "Ann,1,2,3,7"))
    with pytest.raises(InputError, match=r"row 3, column .Month.: the cell is blank where a date belongs"):
        read(write("a.csv", head, "Ann,1,2,3,6", "Bob,,,,5"))
    for names in ("Customer,Q4 2024,Jan 2025,Feb 2025,Mar 2025", "Customer,Jan 2025,Feb 2025,Mar 2025,Q1,Q2"):
        with pytest.raises(
            InputError, match=r'months side by side, but column "Q[42]( 2024)?" does not stand behind mon'
        ):
            read(write("a.csv", names, "Ann,1,2,3,6,6"[: 2 * len(names.split(",")) + 1]))


def test_months_without_a_year(write: Write) -> None:
    """The way out is named."""
    says = "the columns Jan, Feb, Mar are months without a year; write the year to each, such as Jan 2026"
    with pytest.raises(InputError, match=says):
        read(write("a.csv", "Customer,Jan,Feb,Mar,Q1", "Ann,1,2,3,6"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("Customer,Jan 2025,Feb 2025,Feb 2025,Mar 2025",
         "but Feb 2025 stands twice (columns 3 and 4); add the two up, or take one out of the file"),
        ("Customer,Jan 2025,Feb 2025,Mar 2025,Returns",
         'but column "Returns" beside them is no month; take it out of the file, or call it Total if it is the sum'),
        ("Customer,Jan 2025,Feb 2025,Mar 2025,YTD", 'but column "YTD" beside them is no month; take it out of the'),
        ("Jan 2025,Feb 2025,Mar 2025,Customer,Total", "but no column stands before the first of them; put that of the"),
    ],
)  # fmt: skip
def test_months_that_are_not_read_name_the_reason(
    kind: str, head: str, says: str, write: Write, tmp_path: Path
) -> None:
    """It was said that no column looks like a date, to be named with --date: there is none."""
    rows = [head.split(","), ["Ann", 1, 2, 3, 6], ["Bob", 4, None, 5, 9]]
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    path = write("a.csv", *lines) if kind == "csv" else _workbook(tmp_path / "a.xlsx", rows)
    with pytest.raises(InputError) as refused:
        read(path)
    assert f"the columns Jan 2025 to Mar 2025 are months side by side, {says}" in str(refused.value)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("cell", ["n/a", "unknown", "none yet"])
def test_a_cell_below_months_that_is_no_amount(kind: str, cell: str, write: Write, tmp_path: Path) -> None:
    """Its row is named; without it the rest is read."""
    rows = [["Customer", "Jan 2025", "Feb 2025", "Mar 2025"], ["Ann", 1, 2, 3], ["Bob", 4, cell, 5]]
    lines = [",".join(map(str, row)) for row in rows]
    path = write("a.csv", *lines) if kind == "csv" else _workbook(tmp_path / "a.xlsx", rows)
    with pytest.raises(InputError, match=rf'row 3, column "Amount": "{cell}" is not an amount'):
        read(path)


def test_rows_of_several_days_are_no_months(write: Write) -> None:
    """An order's days are not taken for months, whatever else is wrong with the table."""
    lines = ("Customer,Bought,Sent,Paid", *["Ann,2025-01-05,2025-01-06,2025-01-07"] * 3)
    with pytest.raises(InputError) as refused:
        read(write("a.csv", *lines))
    assert "side by side" not in str(refused.value)
