"""Exports read line by line, where an order's first line has what the others leave blank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xlclv.orders.reading import read

HEAD_OF_LINES = (
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Cancelled at,Refunded Amount,Source"
)
LINES = [
    "#1,a@x.de,paid,EUR,30.00,2026-01-02 10:00:00 +0100,1,Hat,10.00,,0.00,web",
    "#1,a@x.de,,,,2026-01-02 10:00:00 +0100,2,Shoe,10.00,,,",
    "#2,b@x.de,voided,EUR,50.00,2026-01-03 11:00:00 +0100,1,Hat,10.00,,0.00,web",
    "#2,b@x.de,,,,2026-01-03 11:00:00 +0100,4,Shoe,10.00,,,",
    "#3,c@x.de,refunded,EUR,70.00,2026-01-04 12:00:00 +0100,1,Hat,10.00,,70.00,web",
    "#3,c@x.de,,,,2026-01-04 12:00:00 +0100,6,Shoe,10.00,,,",
    "#4,d@x.de,paid,EUR,90.00,2026-01-05 13:00:00 +0100,1,Hat,10.00,,0.00,pos",
    "#4,d@x.de,,,,2026-01-05 13:00:00 +0100,8,Shoe,10.00,,,",
    "#5,e@x.de,paid,EUR,40.00,2026-01-06 14:00:00 +0100,1,Hat,10.00,2026-01-07 10:00:00 +0100,0.00,web",
    "#5,e@x.de,,,,2026-01-06 14:00:00 +0100,3,Shoe,10.00,,,",
]


@pytest.mark.parametrize(
    ("told", "rows", "money"),
    [
        ({}, 4, 120),
        ({"only": "Source=web"}, 2, 30),
        ({"without": "Source=pos"}, 2, 30),
        ({"without": ["Source=pos", "Lineitem name=Hat"]}, 1, 20),
        ({"order_column": "none"}, 7, 250),
    ],
)
def test_further_lines_are_of_the_order_above(tmp_path: Path, told: dict[str, Any], rows: int, money: int) -> None:
    """Line by line, the status, the cancellation and what is chosen by stand on the first line alone."""
    made = tmp_path / "shop.csv"
    made.write_text("\n".join([HEAD_OF_LINES, *LINES]) + "\n", "utf-8")
    found = read(made, amount="Lineitem quantity*Lineitem price", **told).ledger
    assert (found.rows_used, found.amount_used) == (rows, money)
    assert found.warnings == () or "order_column" in told  # of lines that name no currency
