"""What a reader says must be true and lead somewhere: a customer called Total, an amount that is no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.orders.contract import Case, cases, text
from xlclv.errors import InputError
from xlclv.orders.reading import read

LAST = text("customer,date,amount", "A,2024-01-05,5", "B,2024-01-06,7", "Total,2024-01-07,3")


@cases(
    (
        Case(4, "a customer called Total in the last row", LAST,
             "a.csv, row 4: the row looks like a total of 3, but the other rows add up to 12; remove the row, or "
             'complete the others, or say --keep-id "Total" if it is a customer'),
        Case(4, "a customer called Total who is kept", LAST,
             orders=("A 2024-01-05 5", "B 2024-01-06 7", "Total 2024-01-07 3"), options={"keep_ids": ["total"]}),
        Case(3, "a row of one cell", text("customer,date,amount", "A,2024-01-05,5", "B", "C,2024-01-06,7"),
             "a.csv, row 3: the row has 1 cell where the header has 3; quote cells that hold the delimiter, or fix the "
             "row"),
    )
)  # fmt: skip
def test_faults(case: Case, tmp_path: Path) -> None:
    """The message names a way out that works."""
    case.check(tmp_path)


@pytest.mark.parametrize("amount", [float("nan"), float("inf")])
def test_an_amount_of_parquet_that_is_no_number(amount: float, tmp_path: Path) -> None:
    """It is named by its row; the file is not damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.table({"customer": ["A", "B"], "date": pa.array([19000, 19001], pa.date32()), "amount": [1.5, amount]}),
        tmp_path / "a.parquet",
    )
    with pytest.raises(InputError, match=rf'row 2, column "amount": "{amount}" is not a finite amount'):
        read(tmp_path / "a.parquet")


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("names", [("amount",), ("quantity", "price"), ("price", "quantity")])
def test_what_a_file_states_of_its_amounts_does_not_hide_one(
    names: tuple[str, ...], amount: float, tmp_path: Path
) -> None:
    """The least and the most that Parquet states of a column leave NaN out: each is still named by its row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    cells = {"customer": [f"C{row % 9}" for row in range(40)], "date": pa.array(range(19000, 19040), pa.date32())}
    for name in names:
        values = [10.5 + row for row in range(40)]
        values[29] = amount if name == names[-1] else values[29]
        cells[name] = values
    pq.write_table(pa.table(cells), tmp_path / "a.parquet")
    with pytest.raises(InputError, match=rf'row 30, column "{names[-1]}": "{amount}" is not a finite amount'):
        read(tmp_path / "a.parquet")


def test_an_id_of_parquet_that_is_no_number(tmp_path: Path) -> None:
    """It is warned of as any that reads like nobody; the file is not damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    customers = [1.0 + row % 9 for row in range(39)] + [float("nan")]
    days = pa.array(range(19000, 19040), pa.date32())
    pq.write_table(pa.table({"customer": customers, "date": days, "amount": [10.5] * 40}), tmp_path / "a.parquet")
    said = [warning for warning in read(tmp_path / "a.parquet").ledger.warnings if "nan" in warning]
    assert len(said) == 1
    assert 'customer "nan" in column "customer" (1 row) reads like no customer but is kept' in said[0]
