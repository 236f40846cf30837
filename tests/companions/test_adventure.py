"""Real numbers, worked out apart: AdventureWorks' orders and customers, where XLCLV_ADVENTURE names their folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.companions.shops import level, run, told
from tests.workbook.recalculation import Calculation, Place, cached, differing, formulas, libreoffice, poison

FOLDER = os.environ.get("XLCLV_ADVENTURE", "")
TYPED = (Path(FOLDER) / "orders.csv.gz", "--cost", "Cost", "--by", "Country", "--by", "Category", "--customers",
         Path(FOLDER) / "customers.csv.gz")  # fmt: skip
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="XLCLV_ADVENTURE names no folder with orders.csv.gz, customers.csv.gz"
)

LEVELS = [  # dimension, level, customers, margin, mean margin, purchase days, share who bought again
    ("Country", "Australia", 3480, 3_050_986.31, 876.72, 1.7408, 61.95),
    ("Country", "United States", 7235, 3_316_328.21, 458.37, 1.2022, 20.08),
    ("Country", "United Kingdom", 1822, 1_198_981.74, 658.06, 1.5192, 41.16),
    ("Country", "Canada", 1499, 737_060.71, 491.70, 1.9987, 42.29),
    ("Category", "Bikes", 8793, 9_966_736.83, 1_133.49, 1.5838, 48.53),
    ("Category", "Accessories", 6443, 246_745.66, 38.30, 1.2887, 17.99),
    ("Category", "Clothing", 2180, 107_870.09, 49.48, 1.3289, 19.54),
    ("HomeOwner", "Y", 11777, None, 612.01, None, None),
    ("HomeOwner", "N", 5639, None, 552.17, None, None),
    ("Occupation", "Professional", 5219, None, 676.31, None, None),
    ("Occupation", "Manual", 2275, None, 444.41, None, None),
]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return told(*TYPED)


def test_all_customers(found: dict[str, Any]) -> None:
    """Sales, margin, lines below cost, who is in the file and who never bought."""
    assert (found["basis"], found["customers"], found["amount_used"]) == ("margin by line", 17_416, 24_778_199.71)
    margin = found["line_margin"]
    assert (margin["margin"], margin["lines_below_cost"], margin["below_cost"]) == (10_321_352.58, 2201, -4971.14)
    assert (found["customers_file"]["rows"], found["customers_file"]["never_bought"]) == (18_148, 732)


@pytest.mark.parametrize(("name", "label", "customers", "margin", "mean", "days", "again"), LEVELS)
def test_a_level(
    found: dict[str, Any], name: str, label: str, customers: int, margin: float | None, mean: float,
    days: float | None, again: float | None,
) -> None:  # fmt: skip
    """To the cent and digit."""
    one = level(found, name, label)
    assert one["customers"] == customers
    assert round(one["realised"] / customers, 2) == mean
    if margin is not None:
        assert round(one["realised"], 2) == margin
        assert round(one["purchase_days"], 4) == days
        assert round(100 * one["bought_again"], 2) == again


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook; the figures of all customers, a few of them listed."""
    path = tmp_path_factory.mktemp("adventure") / "adventure.xlsx"
    done = run("summarize", *TYPED, "--list", "200", "-o", path)
    assert done.exit_code == 0, done.output or done.exception
    return path


def _meets(shown: Callable[[Place], Any]) -> None:
    """The sheets By ... show LEVELS to the cent and digit, and all checks hold."""
    for name, label, customers, margin, mean, days, again in LEVELS:
        row = next(row for row in range(6, 40) if shown((f"By {name}", row, 1)) == label)
        count, orders, bought, realised = (float(shown((f"By {name}", row, at))) for at in (2, 5, 6, 7))
        assert (count, round(realised / count, 2)) == (customers, mean)
        if margin is not None:
            assert (round(realised, 2), round(orders, 4), round(100 * bought, 2)) == (margin, days, again)


def test_the_workbook_recalculated_by_ironcalc(book: Path) -> None:
    """What the file shows, and what IronCalc makes of its formulas, are the table; cell for cell they agree."""
    places = formulas(book)
    kept = cached(book, [*places, *_cells(book)])
    _meets(kept.__getitem__)
    calculation = Calculation(book)
    _meets(calculation.at)
    assert calculation.value("AllChecksOK") is True
    assert not differing({place: kept[place] for place in places}, {place: calculation.at(place) for place in places})


@pytest.mark.libreoffice
def test_the_workbook_recalculated_by_libreoffice(book: Path, tmp_path: Path) -> None:
    """From a copy whose kept values are wrong, LibreOffice comes to the table and to every cell of the file."""
    again = libreoffice(poison(book, tmp_path / book.name), tmp_path)
    places = formulas(book)
    found = cached(again, [*places, *_cells(book)])
    _meets(found.__getitem__)
    assert not differing(cached(book, places), {place: found[place] for place in places})


def _cells(book: Path) -> list[Place]:
    """The cells of the sheets By ... that LEVELS speaks of."""
    return [
        (f"By {name}", row, at)
        for name in dict.fromkeys(one[0] for one in LEVELS)
        for row in range(6, 40)
        for at in (1, 2, 5, 6, 7)
    ]
