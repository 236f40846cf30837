"""An amount with a comma, unquoted in a file of commas, is never read as what stands before it without a word."""

from __future__ import annotations

import pytest

from tests.orders.conftest import Write
from xlclv.contracts import reading as contracts
from xlclv.errors import InputError
from xlclv.orders.reading import read

HEAD = "Customer,Date,Amount"
ROWS = "A,2026-01-02,1,000.50", "B,2026-01-03,20,", "C,2026-01-04,30,"


@pytest.mark.parametrize("row", [ROWS[0], "A,2026-01-02,1,000", "A,2026-01-02,$12,345.00", "A,2026-01-02,-1,000.50"])
def test_a_column_without_a_name_takes_the_rest(write: Write, row: str) -> None:
    """It was read as 1; quoted it is what it says."""
    with pytest.raises(InputError) as refused:
        read(write("a.csv", f"{HEAD},", row, *ROWS[1:]))
    assert str(refused.value) == (
        'a.csv, row 2, column "Amount": an amount with a comma seems to stand in two cells here, the second in column '
        "4; quote amounts that hold a comma"
    )
    quoted = read(write("b.csv", f"{HEAD},", 'A,2026-01-02,"1,000.50",', *ROWS[1:]))
    assert (str(quoted.ledger.amount_used), quoted.ledger.warnings) == ("1050.5", ())


def test_a_column_with_a_name_is_warned_of(write: Write) -> None:
    """It may be one of its own."""
    found = read(write("a.csv", f"{HEAD},Note", *ROWS)).ledger
    assert found.amount_used == 51
    assert [words for words in found.warnings if "two cells" in words] == [
        'a.csv, row 2, column "Amount": an amount with a comma seems to stand in two cells here, the second in column '
        '"Note"; if so, quote it: only the first is read'
    ]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Customer,Date,Amount,Units", ("A,2026-01-02,1,500", "B,2026-01-03,20,120")),
        ("Customer,Date,Amount,Units", ("A,2026-01-02,1,500", "B,2026-01-03,20,")),
        ("Customer,Date,Amount,", ("A,2026-01-02,1,7", "B,2026-01-03,20,500")),
        ("Customer;Date;Amount;", ("A;2026-01-02;1;000.50", "B;2026-01-03;20;")),
    ],
)
def test_columns_of_their_own_are_none(write: Write, head: str, rows: tuple[str, ...]) -> None:
    """Numbers of three digits with a name, of several sizes, or in a file of semicolons."""
    found = read(write("a.csv", head, *rows)).ledger
    assert found.amount_used == 21
    assert not any("two cells" in words for words in found.warnings)


def test_decimal_commas(write: Write) -> None:
    """Two digits behind each amount, in a column without a name."""
    found = read(write("a.csv", f"{HEAD},", "A,2026-01-02,12,50", "B,2026-01-03,20,00")).ledger
    assert any(
        "row 2" in words and "two cells here" in words and "(also 1 more row)" in words for words in found.warnings
    )


def test_contracts(write: Write) -> None:
    """Fees by the same rule."""
    path = write("a.csv", "Customer,Start,End,Fee,", "A,2026-01-02,,1,000.50", "B,2026-01-03,,20,")
    with pytest.raises(InputError, match="seems to stand in two cells here"):
        contracts.read([path], contracts.options(), contracts.Asked(period=None))
