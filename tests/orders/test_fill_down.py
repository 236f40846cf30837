"""`--fill-down`: merged cells reach a file as one filled cell with blank ones below it."""

from __future__ import annotations

from pathlib import Path

from xlclv.orders.reading import read


def test_blank_customers_and_dates_take_what_stands_above(tmp_path: Path) -> None:
    """Every row is used, by the customer and the day above it, and how many were filled is said."""
    path = tmp_path / "merged.csv"
    path.write_text("customer,date,amount\nA,2026-01-03,10\n,,5\nB,2026-01-04,7\n,2026-01-05,1\n", encoding="utf-8")
    orders = read(path, fill_down=True)
    used = orders.table.to_pyarrow().to_pylist()
    assert sorted((row["customer"], str(row["day"])[:10], row["amount"]) for row in used) == [
        ("A", "2026-01-03", 5),
        ("A", "2026-01-03", 10),
        ("B", "2026-01-04", 7),
        ("B", "2026-01-05", 1),
    ]
    said = " ".join((*orders.ledger.assumed, *orders.ledger.warnings))
    assert '2 blank cells in column "customer" took what stands above' in said
    assert '1 blank cell in column "date" took what stands above' in said


def test_a_total_that_says_of_how_many_orders(tmp_path: Path) -> None:
    """TOTAL (3 orders) below the data is the total of the others; a company with brackets in its name is none."""
    rows = "customer,date,amount\nA,2026-01-03,10\nB,2026-01-04,20\nTotal (Ltd),2026-01-05,20\nTOTAL (3 orders),,50\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    found = read(tmp_path / "a.csv").ledger
    assert (found.rows_used, found.amount_used) == (3, 50)
