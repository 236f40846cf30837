"""What stands above a header, beside a table or below it: rows of the table there are refused, the rest is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.orders.conftest import Write
from xlclv.companions.columns import of_acquisition, of_contacts, of_customers
from xlclv.companions.file import open_beside
from xlclv.contracts import reading as contracts
from xlclv.errors import InputError
from xlclv.orders.engine import connect
from xlclv.orders.files.staging import drop_blank, stage
from xlclv.orders.pseudonyms import Pseudonyms
from xlclv.orders.reading import read
from xlclv.orders.source import Options

HEADER = "customer,date,amount"
ROWS = ("C01,2026-02-05,30", "C02,2026-02-06,40", "C03,2026-02-07,50")
LOST = ("A,2026-01-03,10", "B,2026-02-04,20")


def said(path: Path, **options: Any) -> str:
    """What the data check says of a file of the three orders."""
    ledger = read(path, **options).ledger
    assert (ledger.rows_used, str(ledger.amount_used), ledger.reconciles) == (3, "120", True)
    return "\n".join((*ledger.assumed, *ledger.warnings))


def book(path: Path, lines: tuple[str, ...], **further: tuple[str, ...]) -> Path:
    """A workbook of typed cells; `further` are sheets beside the first, by name."""
    import openpyxl

    made = openpyxl.Workbook()
    sheets = [(made.active, lines), *((made.create_sheet(name), rows) for name, rows in further.items())]
    for sheet, rows in sheets:
        for line in rows:
            sheet.append([_typed(cell) for cell in line.split(",")])
    made.save(path)
    return path


def _typed(cell: str) -> Any:
    for kind in (int, float, dt.datetime.fromisoformat):
        try:
            return kind(cell)
        except ValueError:
            pass
    return cell or None


def semicolons(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line.replace(",", ";") for line in lines)


@pytest.mark.parametrize("title", [(), ("Sales of 2026", "")])
@pytest.mark.parametrize("kind", ["comma", "semicolon", "workbook", "repeated"])
def test_rows_above_the_header_are_refused(title: tuple[str, ...], kind: str, write: Write, tmp_path: Path) -> None:
    """Read 70 of 100 without a word before: the rows and the header are named, and the way out."""
    lines = (*title, *LOST, HEADER, *ROWS)
    if kind == "workbook":
        path = book(tmp_path / "a.xlsx", lines)
    else:
        again = (HEADER, "C01,2026-03-01,5") if kind == "repeated" else ()
        path = write("a.csv", *(semicolons(lines) if kind == "semicolon" else (*lines, *again)))
    first = len(title) + 1
    says = f"row {first}: it stands above the header, row {first + 2}, and looks like a row of the table "
    with pytest.raises(InputError, match=says + rf"\(also row {first + 1}\); put the header first, or cut what is no"):
        read(path)


@pytest.mark.parametrize(
    "line", ["C77,2026-01-03,n/a", "C77,,10", "C77,2026-01,10", "Ann,2026-01-03,$10.00", "C01,3 Jan 2026,10"]
)
def test_a_row_with_a_fault_is_one_too(line: str, write: Write) -> None:
    """Two of an id like those below, a day and money make a row of the table."""
    with pytest.raises(InputError, match="row 1: it stands above the header, row 2, and looks like a row of the"):
        read(write("a.csv", line, HEADER, *ROWS))


@pytest.mark.parametrize(
    "lines",
    [
        ("Sales report", ""), ("From 2024-01-01 to 2024-12-31",), ("Exported by,Ann", "Filter,status = paid"),
        ("Customers,3", "Orders,3"), ("# made by a system on 2026-01-01",), ("Total,123.00",),
    ],
)  # fmt: skip
def test_titles_are_passed_over(lines: tuple[str, ...], write: Write, tmp_path: Path) -> None:
    """What holds no day below the date's place and no money below the amount's is no row, and needs no word."""
    assert "above" not in said(write("a.csv", *lines, HEADER, *ROWS))
    assert "above" not in said(book(tmp_path / "a.xlsx", (*lines, HEADER, *ROWS)))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Report date,2026-01-01", "Report date, 2026-01-01"),
        ("Period:,2026-01-01,2026-12-31", "Period:, 2026-01-01, 2026-12-31"),
        ("Total,,123.00", "Total, 123.00"),
        ("Total,2026-12-31,123.00", "Total, 2026-12-31, 123.00"),
        ("Opening balance,2026-01-01,500.00", "Opening balance, 2026-01-01, 500.00"),
        ("Saldovortrag,2026-01-01,500.00", "Saldovortrag, 2026-01-01, 500.00"),
    ],
)
def test_a_date_or_a_total_above_the_header_is_told(line: str, shown: str, write: Write, tmp_path: Path) -> None:
    """Reports have them; they are read on, with a note."""
    words = f'row 1 above the header was not read: "{shown}"'
    lines = said(write("a.csv", line, HEADER, *ROWS))
    assert words in lines
    assert "if it belongs" not in lines
    assert "row 1 above the header was not read" in said(book(tmp_path / "a.xlsx", (line, HEADER, *ROWS)))


def test_what_may_be_an_order_above_the_header_is_warned_of(write: Write) -> None:
    """A name, a day and n/a: nothing in the table says that it is a row, and nothing that it is none."""
    assert 'n/a"; if it belongs to the table, put it below' in said(write("a.csv", "Ann,2026-01-03,n/a", HEADER, *ROWS))
    lines = said(write("b.csv", "A,2026-01-03,n/a", *ROWS), customer="1", date="2", amount="3")
    assert 'row 1 above the table was not read: "A, 2026-01-03, n/a"' in lines


def test_places_in_a_file_whose_first_line_is_short(write: Write) -> None:
    """It broke off with a fault of ours."""
    said(write("a.csv", "x,y", *ROWS), customer="1", date="2", amount="3")


def test_months_above_their_header_are_refused(write: Write) -> None:
    """Of months side by side too; a year or one number above them is no customer."""
    wide = ("Customer,Jan-24,Feb-24,Mar-24", "A,10.5,,4", "B,,7.25,")
    with pytest.raises(InputError, match="row 1: it stands above the header, row 2,"):
        read(write("a.csv", "C,10.5,,4", *wide))
    assert str(read(write("b.csv", "Rate,1.08", ",,2024", *wide)).ledger.amount_used) == "21.75"


CONTRACTS = ("customer,start,end,fee", "K1,2024-01-05,,10", "K2,2024-02-05,2025-02-05,20", "K3,2024-03-05,,30")
CONTACTS = ("customer,date,channel", "C01,2026-02-05,phone", "C02,2026-02-06,mail", "C03,2026-02-07,mail")
SPEND = ("month,spend", "2026-01,100", "2026-02,200", "2026-03,300")
PEOPLE = ("customer,country", "C01,DE", "C02,FR", "C03,IT")
Told = Callable[..., Any]


def staged(path: Path, told: Any) -> None:
    """Open a file beside the orders, and take out what is blank or below it."""
    opened = open_beside(path, told, Options())
    backend = connect(None)
    connection = backend.con
    stage(connection, opened.source, opened.columns, orders=False)  # type: ignore[arg-type]
    drop_blank(connection, opened.source, opened.columns)  # type: ignore[arg-type]


def of_contracts(path: Path, _told: Any) -> None:
    contracts.read([path], contracts.options(), contracts.Asked(as_of=dt.date(2026, 1, 1)))


FORMS = [
    (CONTRACTS, of_contracts, None),
    (CONTACTS, staged, of_contacts(None)),
    (SPEND, staged, of_acquisition),
    (PEOPLE, staged, of_customers(None)),
]


@pytest.mark.parametrize(("lines", "opens", "told"), FORMS)
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_other_forms(lines: tuple[str, ...], opens: Told, told: Any, name: str, write: Write, tmp_path: Path) -> None:
    """Contracts, contacts, spend and customers: the same rows above the header; without them all is read."""

    def made(*given: str) -> Path:
        return write(name, *given) if name == "a.csv" else book(tmp_path / name, given)

    opens(made("Exported 2026", "", *lines), told)
    with pytest.raises(InputError, match="row 1: it stands above the header, row 2, and looks like a row of the table"):
        opens(made(lines[1], lines[0], *lines[2:]), told)


@pytest.mark.parametrize(("lines", "opens", "told"), [((HEADER, *ROWS), lambda path, _: read(path), None), *FORMS[:3]])
def test_a_quote_never_closed_below_a_blank_row(lines: tuple[str, ...], opens: Told, told: Any, write: Write) -> None:
    """It took in the rest of the file as one line of a footer: 60 of 120 were left."""
    for end in (2, len(lines) - 1):  # the rows below it, or it alone
        path = write("a.csv", *lines[:end], "", f'"{lines[end]}', *lines[end + 1 :])
        with pytest.raises(
            InputError, match=rf"a\.csv, row {end + 2}: a quote opens here, is not closed where its cell"
        ):
            opens(path, told)
    if opens is staged:
        return  # what is no period is refused where periods are read
    closed = (*lines[:-2], "", f'"{lines[-2]}', f'{lines[-1]}"' + "," * lines[0].count(","))
    with pytest.raises(InputError, match="a quote opens here"):
        opens(write("a.csv", *closed), told)


def test_a_footer_of_two_lines_in_quotes_is_one(write: Write) -> None:
    """What the quote takes in has not the table's cells."""
    assert 'was not read: ""Made by Ann, 2026""' in said(write("a.csv", HEADER, *ROWS, "", '"Made by', 'Ann, 2026"'))


def test_sheets_without_a_header_are_warned_of(tmp_path: Path) -> None:
    """The second page of an export: 60 of 120 were passed over without its name; other figures are a note."""
    path = book(
        tmp_path / "a.xlsx",
        (HEADER, *ROWS),
        Feb=ROWS,
        Summary=("Sales,2026", "Orders,3", "Total,120"),
        Cover=("By Ann",),
    )
    lines = said(path)
    says = (
        'a.xlsx: sheet "Feb" (3 rows) was not read: it holds dates and numbers and has no header; if they are rows of'
    )
    assert says in lines
    assert 'a.xlsx: the sheet "Summary" was not read; --sheet reads another' in lines
    assert "Cover" not in lines
    assert "not read" not in said(path, sheet="Sheet")
    with pytest.raises(InputError, match=r"give the columns by their place"):
        read(path, sheet="Feb")


def test_sheets_of_other_forms(tmp_path: Path) -> None:
    """Contracts say the same; a file beside the orders has no option that names a sheet."""
    path = book(tmp_path / "a.xlsx", CONTRACTS, Feb=CONTRACTS[1:])
    found = contracts.read([path], contracts.options(), contracts.Asked(as_of=dt.date(2026, 1, 1)))
    assert 'sheet "Feb" (3 rows) was not read' in "\n".join(found.ledger.warnings)
    opened = open_beside(
        book(tmp_path / "b.xlsx", SPEND, Feb=("2026-01-05,100", "2026-01-06,200")), of_acquisition, Options()
    )
    assert "--sheet" not in opened.source.warnings[0]
    assert 'sheet "Feb" (2 rows) was not read' in opened.source.warnings[0]


def test_a_table_beside_the_table_is_warned_of(write: Write, tmp_path: Path) -> None:
    """Columns without a name that hold dates and numbers, in text and in a workbook; one of numbers is no table."""
    lines = (HEADER + ",,,", *(f"{row},{row}" for row in ROWS))
    for path in (write("a.csv", *lines), book(tmp_path / "a.xlsx", lines)):
        assert "columns 4 to 6 hold dates and numbers below no header and were not read" in said(path)
    assert "below no header" not in said(write("a.csv", HEADER + ",", *(f"{row},1.00" for row in ROWS)))


TWICE = f"{HEADER},,Customer,Date,Amount"
PLACES = {"customer": "1", "date": "2", "amount": "3"}


def test_a_second_table_with_the_same_headers_is_warned_of(write: Write, tmp_path: Path) -> None:
    """Of two tables side by side the second was lost without a word; what is the same in both is no table."""
    lines = (TWICE, *(f"{row},,D01,2026-03-0{n},9" for n, row in enumerate(ROWS, start=1)))
    says = "columns 5 to 7 have the headers of those read and were not read; if they are rows of the table, put them"
    for path in (write("a.csv", *lines), book(tmp_path / "a.xlsx", lines), write("b.csv", "Sales,,", *lines)):
        assert says in said(path, **PLACES)
    again = (TWICE, lines[1], TWICE, *lines[2:])  # as a printed list
    assert "columns 4 to 6" not in said(write("c.csv", *again, ""), **PLACES)
    for path in (write("c.csv", *again), book(tmp_path / "c.xlsx", again)):
        assert says in said(path, **PLACES)
    joined = (TWICE, *(f"{row},,{row}" for row in ROWS))
    for other in (
        joined,
        (TWICE, *(f"{row},,,," for row in ROWS)),
        (f"{HEADER},,Date,Amount", *(f"{row},,2026-03-01,9" for row in ROWS)),
    ):
        assert "were not read" not in said(write("d.csv", *other), **PLACES)


def test_a_nameless_table_beside_columns_given_by_place_is_warned_of(write: Write, tmp_path: Path) -> None:
    """It was where names gave them; a table without a header may have any columns."""
    lines = (HEADER + ",,,", *(f"{row},{row}" for row in ROWS))
    for path in (write("a.csv", *lines), book(tmp_path / "a.xlsx", lines)):
        assert "columns 4 to 6 hold dates and numbers below no header" in said(path, **PLACES)
    assert "below no header" not in said(write("a.csv", *lines[1:]), **PLACES)


KEPT = "stands at a repeated header and was not read; if the rows below it are of another kind, such as returns, cut"


def test_a_title_above_a_repeated_header_is_warned_of(write: Write, tmp_path: Path) -> None:
    """Returns below sales counted as sales, and the title that said so was one of two lines not read."""
    for title, row in (((), 4), (("Sales", ""), 6)):
        lines = (*title, HEADER, ROWS[0], "", "Returns", HEADER, *ROWS[1:])
        assert f'a.csv, row {row}: "Returns" {KEPT}' in said(write("a.csv", *lines))
        assert f'a.xlsx, sheet "Sheet", row {row}: "Returns" {KEPT}' in said(book(tmp_path / "a.xlsx", lines))
    below = (HEADER, ROWS[0], "", HEADER, "Returns,,", *ROWS[1:])
    for path in (write("a.csv", *below), book(tmp_path / "a.xlsx", below)):
        assert f'row 5: "Returns" {KEPT}' in said(path)
    two = (HEADER, ROWS[0], "Returns", HEADER, ROWS[1], "Free goods of 2026", "---,---", HEADER, ROWS[2])
    says = '"Returns" (row 3), "Free goods of 2026" (row 6) stand at repeated headers and were not read; if the'
    assert says in said(write("a.csv", *two))


@pytest.mark.parametrize(
    "line",
    [
        "Sales", "Page 2", "Page 2 of 3", "Seite,2", "Printed on 2026-07-01 10:15 by Ann", "31.12.2026 10:15", "---",
        "(3 rows)", "3 rows in set (0.00 sec)", "Continued", "End of page", "Customer: C02", "Subtotal,,30",
    ],
)  # fmt: skip
def test_what_pages_have_above_a_repeated_header_is_no_news(line: str, write: Write) -> None:
    """Titles and ends of every page, pages, drawn lines, days of printing, totals and names of customers."""
    path = write("a.csv", "Sales", HEADER, ROWS[0], line, HEADER, *ROWS[1:], "End of page,,")
    assert "repeated header and" not in "\n".join(read(path).ledger.warnings)


def test_titles_are_not_shown_beside_pseudonyms(write: Write) -> None:
    """A title may be a customer's name."""
    key = Pseudonyms(b"k" * 32)
    lines = said(write("a.csv", HEADER, ROWS[0], "Ann Smith", HEADER, *ROWS[1:]), pseudonyms=key)
    assert "row 3: a line of text stands at a repeated header" in lines
    assert "Smith" not in lines


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (dt.timedelta(hours=30), r'"1900-01-01 06:00:00" is not an amount'),
        (dt.datetime(2026, 1, 5), r'"2026-01-05" is not an amount'),
    ],
)
def test_days_and_durations_among_amounts(cell: Any, says: str, tmp_path: Path) -> None:
    """They are named by row and column, as other cells are; a duration made the workbook one that cannot be read."""
    import openpyxl

    made = openpyxl.load_workbook(book(tmp_path / "a.xlsx", (HEADER, *ROWS)))
    made.active["C3"] = cell
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=rf'a\.xlsx, sheet "Sheet", row 3, column "amount": {says}'):
        read(tmp_path / "a.xlsx")


def test_a_process_of_its_own_knows_who_asks(tmp_path: Path) -> None:
    """What is said of a workbook names arguments where Python asked, as of text."""
    import xlclv

    path = book(tmp_path / "a.xlsx", (HEADER, *ROWS), Other=(HEADER, *ROWS))
    with pytest.raises(InputError, match=r"say which with sheet=\.\.\., once for each"):
        xlclv.read_orders(path)
    with pytest.raises(InputError, match="say which with --sheet, once for each"):
        read(path)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_rows_of_another_table_are_not_blank(kind: str, write: Write, tmp_path: Path) -> None:
    """Rows with cells beside the table alone are counted as such, and not as blank ones."""
    lines = (
        "customer,date,amount,note",
        *(f"{row},x" for row in ROWS),
        ",,,target",
        ",,,goal",
        ",,,",
        "C01,2026-02-08,0,",
    )
    if kind == "csv":
        path = write("a.csv", *lines)
    elif kind == "xlsx":
        path = book(tmp_path / "a.xlsx", lines)
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        names, *rows = (line.split(",") for line in lines)
        cells = [[cell or None for cell in column] for column in zip(*rows, strict=True)]
        days = pa.array([cell and dt.date.fromisoformat(cell) for cell in cells[1]], pa.date32())
        money = pa.array([cell and float(cell) for cell in cells[2]], pa.float64())
        pq.write_table(
            pa.table([pa.array(cells[0]), days, money, pa.array(cells[3])], names), path := tmp_path / "a.parquet"
        )
    ledger = read(path).ledger
    assert (ledger.rows_used, ledger.amount_used) == (4, 120)
    told = "\n".join(ledger.assumed)
    assert "2 rows with cells only in columns that are not used were not read" in told
    assert "1 blank row was not read" in told


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "units", [",yyyy-mm-dd,EUR", "text,date,[EUR]", ",,EUR", "-,YYYY-MM-DD,in €", "id,dd.mm.yyyy hh:mm,€"]
)
def test_a_row_of_units_below_the_header(units: str, kind: str, write: Write, tmp_path: Path) -> None:
    """It is no order, and says the currency; refused as no date or no amount before."""
    lines = (HEADER, units, *ROWS, "C04,2026-02-08,1.234")
    path = write("a.csv", *lines) if kind == "csv" else book(tmp_path / "a.xlsx", lines)
    ledger = read(path, decimal="." if kind == "csv" else None).ledger
    assert (ledger.rows_used, str(ledger.amount_used), ledger.reconciles) == (4, "121.234", True)
    told = "\n".join(ledger.assumed)
    assert "row 2 says the units and was not read" in told
    assert "amounts are in " + ("€" if "€" in units else "EUR") in told


@pytest.mark.parametrize(
    ("quantity", "price"), [("kg", "EUR"), ("Std.", "€/Std."), ("pcs", "EUR per pc"), ("%", "USD/kg")]
)
def test_units_of_quantities_and_of_prices_for_one(quantity: str, price: str, write: Write) -> None:
    """Whatever is counted, and what the price is for one of; for 100 of them it is no unit of the product."""
    lines = (
        "Customer,Date,Qty,Price",
        f",yyyy-mm-dd,{quantity},{price}",
        "Ann,2026-02-08,2,1.50",
        "Bob,2026-03-08,3,2.00",
    )
    ledger = read(write("a.csv", *lines)).ledger
    assert (ledger.rows_used, ledger.amount_used) == (2, 9)
    with pytest.raises(InputError, match=r'row 2, column "(Date|Price)"'):
        read(write("b.csv", *(line.replace(price, "EUR/100 kg") for line in lines)))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "units", [",yyyy-mm-dd,kEUR", ",yyyy-mm-dd,%", "Ann,,EUR", "C01,2026-02-08,EUR", ",q,EUR", ",,n/a"]
)
def test_a_row_that_may_be_more_than_units(units: str, kind: str, write: Write, tmp_path: Path) -> None:
    """Thousands of euros are no euros, and what may be an order is refused as ever."""
    lines = (HEADER, units, *ROWS)
    with pytest.raises(InputError, match=r"row 2, column .(date|amount)."):
        read(write("a.csv", *lines) if kind == "csv" else book(tmp_path / "a.xlsx", lines))


def test_units_that_amounts_contradict(write: Write, tmp_path: Path) -> None:
    """Two currencies are never added, and it is said where either stands."""
    lines = (HEADER, ",,EUR", "C01,2026-02-08,$2")
    for path in (write("a.csv", *lines), book(tmp_path / "a.xlsx", lines)):
        with pytest.raises(InputError, match=r"written in \$ and in EUR \(as the row of units below the header says\)"):
            read(path)


def test_the_marks_of_an_unfinished_merge_are_refused(write: Write) -> None:
    """They passed for drawn lines, and both versions of a row counted: 132 of 120."""
    path = write("a.csv", HEADER, "<<<<<<< HEAD", ROWS[0], "=======", "C01,2026-02-05,12", ">>>>>>> other", *ROWS[1:])
    with pytest.raises(InputError, match=r"a\.csv, row 2: two versions of the rows .*\(also row 6\); keep one version"):
        read(path)
