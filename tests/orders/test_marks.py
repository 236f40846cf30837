"""Rows marked as void, as tests or as deleted; promises beside their payments; lists of customers; who paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.orders.conftest import Write
from tests.orders.test_rulebook import csv, duck, parquet
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

Make = Callable[..., Orders]
DAY = dt.date(2025, 1, 13)


def table(header: str, cells: list[Any]) -> pa.Table:
    """Rows of 10, 20, 40, each with a cell."""
    amounts = [10 * 2**at for at in range(len(cells))]
    columns = {"customer": [f"C{at}" for at in range(len(cells))], "date": [DAY] * len(cells), "amount": amounts}
    return pa.table(columns | {header: cells})


@pytest.mark.parametrize("make", [csv, parquet, duck])
@pytest.mark.parametrize(
    ("header", "cells", "used"),
    [
        ("Void", ["No", "Yes", "No"], 50),
        ("void", [0, 1, 0], 50),
        ("Test", ["true", "false", "false"], 60),
        ("test", [True, False, False], 60),
        ("is_test", [1, 0, 0], 60),
        ("Deleted", ["", "yes", ""], 50),
        ("deleted_at", ["", "2025-02-01 10:00:00", ""], 50),
        ("Storno", ["nein", "ja", "nein"], 50),
        ("deleted_at", ["0001-01-01", "2025-02-01", "0001-01-01"], 50),
        ("deleted_at", ["1970-01-01 00:00:00", "2025-02-01 10:00:00", "1970-01-01 01:00:00"], 50),
        ("deleted_at", ["1900-01-01T00:00:00Z", "2025-02-01T10:00:00Z", "1900-01-01T00:00:00Z"], 50),
        ("deleted_at", ["31.12.9999", "01.02.2025", "31.12.9999"], 50),
        ("cancelled_at", ["9999-12-31 23:59:59", "2025-02-01 10:00:00", "9999-12-31 23:59:59"], 50),
        ("Test", ["A", "B", "A"], 70),
        ("Void", ["12", "", "30"], 70),
    ],
)
def test_rows_marked_are_left_out(make: Make, header: str, cells: list[Any], used: int, tmp_path: Path) -> None:
    """Where all cells say yes or no, or are days of what happened; of anything else the column says nothing."""
    rows = table(header, cells + cells[2:] * 7).set_column(2, "amount", pa.array([10, 20, 40] + [1] * 7))
    ledger = make(tmp_path, rows).ledger
    assert ledger.amount_used == used + 7
    assert ledger.reconciles
    assert [e.reason.split()[0] for e in ledger.excluded] == (
        [["marked", "cancelled"][header[0] == "c"]] if used < 70 else []
    )


MARKED = (
    "Makulerad Nej Ja", "Makulerad no yes", "Anulada N S", "Anulowane Nie Tak", "Anulowana Nie Tak", "取消 いいえ はい",
    "キャンセル 0 1", "Annulleret Nej Ja", "Draft N Y", "Entwurf nein ja", "Brouillon non oui", "Annulé non oui",
    "Borrador no sí", "Peruutettu ei kyllä", "Zrušeno ne ano", "Törölve nem igen", "Cancelled Nej Ja", "Отменён нет да",
    "is_draft false true", "İptal Hayır Evet",
)  # fmt: skip


@pytest.mark.parametrize("mark", MARKED)
def test_marks_are_called_as_statuses_are(mark: str, write: Write) -> None:
    """A word of a status that is no sale marks rows too, and yes and no are those of any language under any header."""
    header, no, yes = mark.split()
    rows = [f"C{at},2025-01-13,{amount},{yes if at == 2 else no}" for at, amount in enumerate((10, 20, 40, 1, 1, 1))]
    ledger = read(write("a.csv", f"customer,date,amount,{header}", *rows)).ledger
    assert (ledger.amount_used, ledger.amount_read) == (33, 73)
    assert any(f'"{header}"' in said for said in ledger.assumed)


@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_two_kinds_of_marks_in_typed_tables(make: Make, tmp_path: Path) -> None:
    """Drafts and void rows are left out, each for its reason; what is not posted counts and is warned of."""
    rows = table("Draft", [True, *[False] * 7]).append_column("Anulada", pa.array(["N", "S", *["N"] * 6]))
    ledger = make(tmp_path, rows.append_column("Posted", pa.array([True, True, False, *[True] * 5]))).ledger
    assert ledger.amount_used == 2550 - 30
    assert {e.reason for e in ledger.excluded} == {"marked as a draft", "marked as void"}
    (said,) = [said for said in ledger.warnings if "Posted" in said]
    assert "1 row without a yes, and every row counts" in said
    assert '--only "Posted=true" counts the others alone' in said.replace("True", "true")


@pytest.mark.parametrize(("header", "cells"), [("Valid", "yes|no"), ("Gültig", "ja|nein"), ("Posted", "1|0")])
def test_what_is_not_valid_is_told(header: str, cells: str, write: Write) -> None:
    """The advice counts the others alone; where all are valid nothing is said."""
    yes, no = cells.split("|")
    rows = [f"C{at},2025-01-13,{10 + at},{no if at == 2 else yes}" for at in range(5)]
    file = write("a.csv", f"customer,date,amount,{header}", *rows)
    assert read(file).ledger.amount_used == 60
    assert any(f'"{header}": 1 row without a yes' in said for said in read(file).ledger.warnings)
    assert read(file, only=f"{header}={yes}").ledger.amount_used == 48
    rows[2] = rows[3]
    assert not read(write("b.csv", f"customer,date,amount,{header}", *rows[:3])).ledger.warnings


def test_a_column_that_cancels_every_row_is_named(write: Write) -> None:
    """With the way out."""
    file = write("a.csv", "customer,date,amount,Cancelled", "A,2025-01-13,10,Zut", "B,2025-01-13,20,Zut")
    with pytest.raises(InputError, match=r'column "Cancelled": no row is left .*--status-column none'):
        read(file)
    assert read(file, status_column="none").ledger.amount_used == 30


@pytest.mark.parametrize("make", [csv, parquet, duck])
@pytest.mark.parametrize(
    ("header", "cells", "fix"),
    [
        ("Test", ["no", "yes", "no", "yes"], '--without "Test=yes" leaves them out'),
        ("Void", ["FALSE", "TRUE", "FALSE", "FALSE"], '--without "Void=TRUE" leaves them out'),
        ("Deleted", ["", "x", "", "x"], '--without "Deleted=x" leaves them out'),
        ("deleted_at", ["", "2025-02-01", "2025-02-02", ""], "them out"),
    ],
)
def test_marks_on_many_rows_may_be_a_group(make: Make, header: str, cells: list[str], fix: str, tmp_path: Path) -> None:
    """More than one of five rows: all count, with a warning that says how to leave them out."""
    ledger = make(tmp_path, table(header, cells)).ledger
    assert ledger.amount_used == 150
    assert [said for said in ledger.warnings if "more than 1 of 5" in said and fix in said]


def test_a_column_of_by_marks_nothing(write: Write) -> None:
    """Its groups are asked for."""
    rows = [f"C{at},2025-01-13,10,{'no' if at else 'yes'}" for at in range(6)]
    file = write("a.csv", "customer,date,amount,Test", *rows)
    assert read(file).ledger.amount_used == 50
    assert read(file, by=("Test",)).ledger.amount_used == 60


def test_a_test_of_0_and_1_may_be_two_groups(write: Write) -> None:
    """It is told, and --without leaves rows out."""
    file = write("a.csv", "customer,date,amount,test", "A,2025-01-13,10,1", "B,2025-01-14,20,0")
    ledger = read(file).ledger
    assert ledger.amount_used == 30
    assert any('--without "test=1"' in said for said in ledger.warnings)
    assert read(file, without="test=1").ledger.amount_used == 20


def test_several_marks_and_boxes_that_are_not_ticked(write: Write) -> None:
    """Each leaves its rows out; a row of FALSE alone is blank; --status-column none counts every row."""
    head = "customer,date,amount,cancelled_at,deleted_at,void,test"
    rows = [
        "A,2025-01-13,1,,,FALSE,FALSE",
        "B,2025-01-13,2,2025-01-14,,FALSE,FALSE",
        "C,2025-01-13,4,,2025-01-14,FALSE,FALSE",
    ]
    file = write(
        "a.csv", head, *rows, "D,2025-01-13,8,,,TRUE,FALSE", "E,2025-01-13,16,,,FALSE,TRUE", ",,,,,FALSE,FALSE"
    )
    ledger = read(file).ledger
    assert (ledger.amount_used, ledger.rows_read) == (1, 5)
    assert read(file, status_column="none").ledger.amount_used == 31


@pytest.mark.parametrize("make", [csv, parquet, duck])
@pytest.mark.parametrize(
    ("cells", "used", "warned"),
    [
        (["Cash", "Pledge", "Pay-Cash"], 50, ""),
        (["Donation", "Pledge", "Pledge Payment"], 50, ""),
        (["Donation", "Pledge", "Payment"], 50, ""),
        (["Cash", "Recurring Gift", "Recurring Gift Pay-Cash"], 50, ""),
        (["Cash", "Pledge", "Pay-Cash", "Recurring Gift"], 130, "Recurring Gift"),
        (["Cash", "Pledge"], 30, "Pledge"),
        (["Pledge", "Pledge"], 30, "Pledge"),
    ],
)
def test_a_promise_is_no_money(make: Make, cells: list[str], used: int, warned: str, tmp_path: Path) -> None:
    """Where its payments are rows too; where not, it counts and is warned of."""
    ledger = make(tmp_path, table("Gift Type", cells)).ledger
    assert ledger.amount_used == used
    said = [said for said in ledger.warnings if "not known to be a sale" in said]
    assert len(said) == bool(warned)
    assert f'"{warned}"' in "".join(said) or not warned


@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_a_list_of_customers_is_no_list_of_orders(make: Make, tmp_path: Path) -> None:
    """One row a customer with the last day and the sum of all orders: read, with a warning that says what it is."""
    columns = {"Customer": ["A", "B"], "Last Order Date": [DAY] * 2, "Orders Count": [5, 3], "Total": [500, 300]}
    ledger = make(tmp_path, pa.table(columns)).ledger
    assert any('a list of customers, not of orders ("Last Order Date", "Orders Count")' in w for w in ledger.warnings)
    columns["Customer"][1] = "A"
    (tmp_path / "b").mkdir()
    assert not [w for w in make(tmp_path / "b", pa.table(columns)).ledger.warnings if "a list of customers" in w]


@pytest.mark.parametrize("make", [csv, parquet])
@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Paid?", [True, False, True]),
        ("Paid?", ["TRUE", "FALSE", "TRUE"]),
        ("Is paid", [1, 0, 1]),
        ("Paid?", ["Y", "N", "Y"]),
        ("Bezahlt?", ["Ja", "Nein", "Ja"]),
        ("Pagado?", ["Sí", "No", "Si"]),
    ],
)
def test_the_advice_on_what_is_paid_holds(make: Make, header: str, cells: list[Any], tmp_path: Path) -> None:
    """Whatever the cells hold for yes, what is advised counts those rows alone."""
    rows = table(header, cells)
    (said,) = [said for said in make(tmp_path, rows).ledger.warnings if "is not used; --only" in said]
    only = said.partition('--only "')[2].partition('"')[0]
    assert make(tmp_path, rows, only=only).ledger.amount_used == 50


@pytest.mark.parametrize("header", ["Paid?", "Paid"])
def test_paid_yes_or_no_is_no_amount(header: str, write: Write) -> None:
    """Beside an amount it is none; two columns of money are a question as before."""
    head = f"customer,date,amount,{header}"
    file = write("a.csv", head, "A,2025-01-13,10,No", "B,2025-01-14,20,Yes")
    assert read(file).ledger.amount_used == 30
    assert read(file, only=f"{header}=yes").ledger.amount_used == 20
    with pytest.raises(InputError, match='"amount" and "Paid" could each be the amount'):
        read(write("b.csv", "customer,date,amount,Paid", "A,2025-01-13,10,8", "B,2025-01-14,20,20"))


@pytest.mark.parametrize("make", [csv, parquet, duck])
@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("Concept", ["Outlet", "Flagship", "Outlet"], ""),
        ("Posted", ["2025-01-14", "2025-01-15", "2025-01-16"], ""),
        ("Void", ["12", "", "30"], ""),
        ("Concept", ["no", "yes", "no"], "draft"),
        ("Posted", ["yes", "no", "yes"], "valid"),
        ("deleted_at", ["", "2025-02-01", ""], "deleted"),
    ],
)
def test_columns_in_use_are_those_whose_cells_are(
    make: Make, header: str, cells: list[str], role: str, tmp_path: Path
) -> None:
    """A header that may be a mark names none where the cells say something else."""
    [file] = make(tmp_path, table(header, cells)).ledger.files
    assert dict(file.roles).get(role) == (header if role else None)
    assert (header in file.unused) == (not role)
