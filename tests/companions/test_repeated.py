"""Lines of files beside the orders that are none of their rows: totals, rows and headers that come again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.companions.shops import write
from xlclv.companions import contacts, reading
from xlclv.companions.base import Base, base
from xlclv.companions.columns import of_acquisition, of_contacts, of_customers
from xlclv.companions.contacts import Log
from xlclv.companions.customers import People
from xlclv.companions.customers import read as read_customers
from xlclv.companions.file import open_beside
from xlclv.companions.spend import Spend
from xlclv.companions.spend import read as read_spend
from xlclv.companions.told import Told
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.orders.source import Options

Rows = Sequence[Sequence[Any]]
AGAIN = "rows repeat an earlier one in every column"


def csv_of(folder: Path, header: Sequence[str], rows: Rows) -> Path:
    return write(folder / "beside.csv", header, rows)


def xlsx_of(folder: Path, header: Sequence[str], rows: Rows) -> Path:
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(folder / "beside.xlsx")
    return folder / "beside.xlsx"


def parquet_of(folder: Path, header: Sequence[str], rows: Rows) -> Path:
    table = pa.table({name: [str(row[at]) for row in rows] for at, name in enumerate(header)})
    pq.write_table(table, folder / "beside.parquet")
    return folder / "beside.parquet"


KINDS: tuple[Callable[[Path, Sequence[str], Rows], Path], ...] = (csv_of, xlsx_of, parquet_of)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Five customers, C0 to C4, of January and February 2026."""
    rows = [[f"C{i % 5}", f"2026-0{1 + i % 2}-{1 + i:02d}", "10"] for i in range(20)]
    path = write(tmp_path_factory.mktemp("orders") / "orders.csv", ["customer", "date", "amount"], rows)
    return base(read(path, as_of=dt.date(2026, 6, 30)))


def spent(at: Base, path: Path, dedupe: bool = False) -> Spend:
    return read_spend(at, open_beside(path, of_acquisition, Options()), Options(), dedupe)


def called(at: Base, path: Path, dedupe: bool = False, **said: Any) -> Log:
    return contacts.read(at, open_beside(path, of_contacts(None), Options()), Options(), Told(**said), dedupe)


def known(at: Base, path: Path, **said: Any) -> People:
    return read_customers(at, open_beside(path, of_customers(None), Options()), Options(**said), [])


def cost_of(at: Base) -> float:
    return float(at.connection.execute(f"SELECT sum(cost) FROM {contacts.TABLE}").fetchall()[0][0])


SPEND = ["period", "campaign", "spend"]
PARTS = [["2026-01", "A", "100.25"], ["2026-01", "B", "49.75"]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["Total", "All", "Gesamt", "Summe", "Alle", "Tous", "合計", "All campaigns"])
def test_a_total_of_its_period_is_left_out(shop: Base, tmp_path: Path, kind: Callable[..., Path], word: str) -> None:
    """150 were spent in January and 120 in February; with the totals beside them it was 540."""
    later = [["2026-02", "A", "70"], ["2026-02", "B", "50"], ["2026-02", word, "120"]]
    rows = [*PARTS, ["2026-01", word, "150.00"], *later]
    found = spent(shop, kind(tmp_path, SPEND, rows))
    assert found.money.tolist() == [100.25, 49.75, 70.0, 50.0]
    assert any("2 rows of totals left out" in line for line in found.warnings)


def test_subtotals_are_of_what_their_words_say(shop: Base, tmp_path: Path) -> None:
    """Of a channel, of a period, of all; clicks have totals too, and a final one of everything."""
    rows = [
        ["2026-01", "web", "A", 5, 50], ["2026-01", "web", "B", 6, 50], ["2026-01", "web", "Total", 11, 100],
        ["2026-01", "shop", "C", 2, 50], ["2026-01", "shop", "Total", 2, 50], ["2026-01", "Total", "", 13, 150],
        ["2026-02", "web", "A", 9, 60], ["Total", "", "", 22, 210],
    ]  # fmt: skip
    found = spent(shop, csv_of(tmp_path, ["period", "channel", "campaign", "clicks", "spend"], rows))
    assert found.money.tolist() == [50.0, 50.0, 50.0, 60.0]
    assert any("4 rows of totals left out" in line for line in found.warnings)


def test_what_is_called_so_and_is_no_total_counts(shop: Base, tmp_path: Path) -> None:
    """Alone in its period it is the period's spend; beside parts that are not its sum, All is told and counts."""
    alone = spent(shop, csv_of(tmp_path, SPEND, [["2026-01", "All", "150"], ["2026-02", "Total", "120"]]))
    assert (alone.money.tolist(), alone.warnings) == ([150.0, 120.0], ())
    beside = spent(shop, csv_of(tmp_path, SPEND, [*PARTS, ["2026-01", "All", "160"]]))
    assert beside.money.tolist() == [100.25, 49.75, 160.0]
    assert any('row 4 has "All" beside other rows of its period, which do not' in line for line in beside.warnings)


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        (SPEND, [*PARTS, ["2026-01", "Total", "160"]],
         'row 4: the row looks like a total of 160 for "2026-01", but the other rows of the period add up to 150'),
        (["period", "spend"], [["2026-01", 100], ["2026-02", 500], ["Total", 650]],
         "row 4: the row looks like a total of 650, but the other rows add up to 600; remove the row, or complete"),
        (["period", "spend"], [["2026-01", 100], ["Total", 100], ["2026-01", 100], ["Total", 100], ["Total", 250]],
         "row 6: the row looks like a total of 250, but the other rows add up to 200; remove the row, or complete the "
         "others; --dedupe leaves out 2 rows that repeat others"),
    ],
)  # fmt: skip
def test_a_total_of_something_else_is_refused(
    shop: Base, tmp_path: Path, header: list[str], rows: Rows, says: str
) -> None:
    """As in orders: 650 over 600 was left out without a word."""
    with pytest.raises(InputError) as refused:
        spent(shop, csv_of(tmp_path, header, rows))
    assert says in str(refused.value)


def test_totals_that_stand_between_periods(shop: Base, tmp_path: Path) -> None:
    """Each is of what stands above it up to the one before; half a cent a line may be lost in rounding."""
    rows = [["2026-01", "10.333"], ["2026-02", "10.333"], ["Subtotal", "20.67"], ["2026-03", "5"], ["Subtotal", "5"]]
    assert spent(shop, csv_of(tmp_path, ["period", "spend"], rows)).money.tolist() == [10.333, 10.333, 5.0]


@pytest.mark.parametrize("kind", KINDS)
def test_spend_appended_to_itself(shop: Base, tmp_path: Path, kind: Callable[..., Path]) -> None:
    """Counts as 600 with --dedupe; without it 1,200 and a warning that names the rows and the way."""
    path = kind(tmp_path, ["period", "spend"], [["2026-01", 100], ["2026-02", 500]] * 2)
    told, once = spent(shop, path), spent(shop, path, dedupe=True)
    assert (told.money.sum(), once.money.sum()) == (1200.0, 600.0)
    rows = "(rows 3, 4)" if kind is parquet_of else "(rows 4, 5)"
    assert any(f"2 {AGAIN} {rows}; counted as spend, say --dedupe to leave them out" in x for x in told.warnings)
    assert any(line.endswith(f"2 {AGAIN} {rows}; left out") for line in once.warnings)


LOG = ["customer", "day", "cost"]
CALLS = [["C0", "2026-05-01", "2.50"], ["C1", "2026-05-02", "2.50"], ["C2", "2026-05-03", "4"]]


@pytest.mark.parametrize("kind", KINDS)
def test_contacts_appended_to_themselves(shop: Base, tmp_path: Path, kind: Callable[..., Path]) -> None:
    """Cost 9 with --dedupe; without it 18 and a warning, for two calls of a day may be two."""
    path = kind(tmp_path, LOG, [*CALLS, *CALLS])
    told = called(shop, path)
    assert (told.used, cost_of(shop)) == (6, 18.0)
    assert any(f"3 {AGAIN}" in line and "counted as contacts, say --dedupe" in line for line in told.warnings)
    once = called(shop, path, dedupe=True)
    assert (once.read, once.used, once.excluded, cost_of(shop)) == (6, 3, 3, 9.0)
    assert any(f"3 {AGAIN}" in line and line.endswith("; left out") for line in once.warnings)


def test_dedupe_reaches_the_files_beside(shop: Base, tmp_path: Path) -> None:
    """The option of the command, by way of what is opened."""
    path = csv_of(tmp_path, ["period", "spend"], [["2026-01", 100]] * 2)
    asked = reading.opened(acquisition=path, dedupe=True)
    assert asked is not None
    assert asked.dedupe
    assert not replace(asked, dedupe=False).dedupe


def test_blank_costs_are_told(shop: Base, tmp_path: Path) -> None:
    """They cost 0, and no price of the command takes their place; so is what contacts of nobody cost."""
    rows = [*CALLS, ["C3", "2026-05-04", ""], ["C4", "2026-05-04", " "], ["", "2026-05-04", "7.25"]]
    said = called(shop, csv_of(tmp_path, LOG, rows), minute_cost=0.5)
    blank = 'column "cost" is blank in 2 contacts (first row 5): they cost 0; --minute-cost is not used for them either'
    assert f"beside.csv: {blank}" in said.warnings
    assert "beside.csv: left out, without a customer, with 7.25 of cost: 1 contact" in said.notes
    assert cost_of(shop) == 9.0
    assert not any("is blank" in line for line in called(shop, csv_of(tmp_path, LOG, CALLS)).warnings)


@pytest.mark.parametrize("kind", KINDS)
def test_totals_and_headers_are_no_people(shop: Base, tmp_path: Path, kind: Callable[..., Path]) -> None:
    """Of 5 customers and one who never bought, a list made of two with totals; --keep-id keeps one."""
    header = ["customer", "country"]
    people = [*([f"C{i}", "AT"] for i in range(5)), header, ["P1", "AT"], ["Total", "6"], ["Grand total", "6"]]
    path = kind(tmp_path, header, people)
    found = known(shop, path)
    assert (found.told.rows, found.told.matched, found.told.never_bought) == (6, 5, 1)
    assert found.prospects[1] == ("P1",)
    assert any("1 line that repeats the header was not read" in line for line in found.notes)
    assert any("2 rows of totals left out" in x and '--keep-id "Total" if it is' in x for x in found.warnings)
    assert known(shop, path, keep_ids=("total",)).prospects[1] == ("P1", "Total")


def test_totals_of_a_log_are_no_contacts(shop: Base, tmp_path: Path) -> None:
    """Whether they have a day or not."""
    for day in ("", "2026-05-31"):
        said = called(shop, csv_of(tmp_path, LOG, [*CALLS, ["Total", day, "9"]]))
        assert (said.used, said.of_others, cost_of(shop)) == (3, 0, 9.0)
        assert any("1 row of totals left out, row 5" in line for line in said.warnings)


def test_a_header_that_comes_again_in_spend(shop: Base, tmp_path: Path) -> None:
    """Files of two months put one below the other."""
    path = csv_of(tmp_path, ["month", "spend"], [["2026-01", 100], ["month", "spend"], ["2026-02", 500]])
    assert spent(shop, path).money.tolist() == [100.0, 500.0]


TABLES = {
    "customers": (of_customers(None), [("customer", "country"), ("C0", "AT")]),
    "contacts": (of_contacts(None), [("customer", "day"), ("C0", "2026-05-01"), ("C0", "2026-05-02")]),
    "acquisition": (of_acquisition, [("month", "spend"), ("2026-01", 500)]),
}


@pytest.mark.parametrize("name", TABLES)
def test_two_sheets_name_a_way_that_works(name: str, tmp_path: Path) -> None:
    """--sheet is of the orders and reaches no file beside them."""
    told, rows = TABLES[name]
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("More")):
        for row in rows:
            sheet.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(InputError) as refused:
        open_beside(tmp_path / "two.xlsx", told, Options())
    where = 'two.xlsx: the sheets "Sheet" and "More" could each be the table that is meant'
    assert str(refused.value) == f"{where}; save that one as a file of its own"


def test_no_way_out_fills_down(shop: Base, tmp_path: Path) -> None:
    """Merged cells and blank days: --fill-down is of the orders too."""
    path = xlsx_of(tmp_path, LOG[:2], [["C0", "2026-05-01"], ["C0", "2026-05-02"]])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    for file in (path, csv_of(tmp_path, LOG, [*CALLS, ["C0", "", "1"]])):
        with pytest.raises(InputError) as refused:
            called(shop, file)
        assert "--fill-down" not in str(refused.value)


def test_hidden_rows_beside_the_orders_are_warned_of(shop: Base, tmp_path: Path) -> None:
    """As those of orders are."""
    path = xlsx_of(tmp_path, ["month", "spend"], [["2026-01", 100], ["2026-02", 500]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    assert any("1 hidden or filtered row was read like the others" in x for x in spent(shop, path).warnings)
