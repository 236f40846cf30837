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
