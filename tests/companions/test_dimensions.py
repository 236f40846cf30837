"""--by and the customers file: whose level counts, how cells become levels, what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.companions.shops import level, orders_file, run, shop, told, write
from xlclv.companions import luck
from xlclv.companions.asked import Asked
from xlclv.companions.base import base, keep_lines, of_orders
from xlclv.companions.levels import BLANK, MOST, OTHER, Levels, fewer, levels
from xlclv.orders.reading import read

LINES = [  # date, customer, channel, amount
    ["2026-01-05", "A", "Web", "10"],
    ["2026-01-05", "A", "Shop", "20"],  # the largest line of the first day
    ["2026-02-05", "A", "Phone", "25"],
    ["2026-03-05", "A", "Web", "18"],  # Web has most money in all, 28
    ["2026-01-07", "B", "Shop", "5"],
    ["2026-01-07", "B", "Web", "5"],  # of equals the first in the file
    ["2026-01-08", "C", "", "5"],
]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [("", ["Shop", "Shop", BLANK]), ("last", ["Web", "Shop", BLANK]), ("most", ["Web", "Shop", BLANK])],
)
def test_which_line_speaks_for_a_customer(line: str, wanted: list[str], tmp_path: Path) -> None:
    """The largest line of the first purchase day, or of the last, or the level with the most money."""
    path = write(tmp_path / "a.csv", ["date", "customer", "channel", "amount"], LINES)
    orders = read(path, by=["channel"])
    at = base(orders)
    keep_lines(at, orders, 1)
    found = of_orders(at, Asked("channel", line), 0)
    assert [found.labels[i] for i in found.of] == wanted


def cells(texts: list[str], edges: tuple[float, ...] = ()) -> list[str]:
    found = levels("x", "", texts, np.arange(len(texts)), edges)
    return [found.labels[i] for i in found.of]


def test_cells_become_levels() -> None:
    """Few numbers as they stand, more in round classes, edges as asked; dates by year; text as it stands."""
    assert cells(["1", "2", "", "1"]) == ["1", "2", BLANK, "1"]
    assert cells(["10", "40000", "60000"], (30000, 60000)) == [
        "under 30,000",
        "30,000 to under 60,000",
        "60,000 and more",
    ]
    assert cells(["2024-05-01", "31.12.2025", ""]) == ["2024", "2025", BLANK]
    assert cells([" web", "Web", "12 b"]) == ["web", "Web", "12 b"]
    many = levels("x", "", [str(i) for i in range(1000)], np.arange(1000))
    assert many.labels == ("under 200", "200 to under 400", "400 to under 600", "600 to under 800", "800 and more")


def test_more_levels_than_a_page_holds() -> None:
    """Nineteen that are worth most, and the others as one: nobody is lost."""
    of = np.arange(100) % 25
    found = fewer(Levels("x", "", tuple(f"L{i:02d}" for i in range(25)), of), of.astype(float))
    assert (len(found.labels), found.labels[-1], len(found.of)) == (MOST, OTHER, 100)
    assert found.labels[:-1] == tuple(f"L{i:02d}" for i in range(6, 25))
    assert int((found.of == MOST - 1).sum()) == 24


def test_the_customers_file_beside_the_orders(tmp_path: Path) -> None:
    """Matched, never bought, not in it, repeats; names are left out unless asked for; every column is a dimension."""
    path, names = orders_file(tmp_path), sorted({row[1] for row in shop()})
    rows = [[name, "Ann", "a@b.c", "North" if i % 2 else "South", 20 + i % 50] for i, name in enumerate(names[:-10])]
    rows += [rows[0], ["P1", "Bo", "", "North", 30], ["P2", "Bo", "", "South", 31]]
    people = write(tmp_path / "people.csv", ["Customer ID", "First Name", "E-mail", "Region", "Age"], rows)
    found = told(path, "--customers", people, "--by", "region")
    matched = len(names) - 10
    assert found["customers_file"] == {
        "rows": matched + 3, "matched": matched, "never_bought": 2, "not_in_file": 10, "duplicates": 1,
    }  # fmt: skip
    assert [d["name"] for d in found["dimensions"]] == ["Region", "Age"]
    assert [d["from"] for d in found["dimensions"]] == ["customers", "customers"]
    assert level(found, "Region", "(not in people.csv)")["customers"] == 10
    for dimension in found["dimensions"]:
        assert sum(one["customers"] for one in dimension["levels"]) == found["customers"]
        whole = sum(one["realised"] for one in dimension["levels"])
        assert whole == pytest.approx(found["amount_used"], rel=1e-12)
        assert sum(one["remaining"] for one in dimension["levels"]) == pytest.approx(found["customer_equity"], rel=1e-9)
    assert any('"First Name", "E-mail" left out' in line for line in found["assumed"])


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        (["customer", "x"], [["C0001", "a"], ["C0001", "b"]], 'customer "C0001" has two different rows, 2 and 3'),
        (["customer", "x"], [["C0001", "a"], ["", "b"]], "row 3, column \"customer\": the row has no customer"),
        (["customer", "x"], [["c0001", "a"], ["c0002", "b"]], 'here "c0001", "c0002"; in the orders "C0000"'),
        (["nobody", "x"], [["C0001", "a"]], "no column looks like a customer"),
    ],
)  # fmt: skip
def test_customers_files_that_are_refused(header: list[str], rows: list[list[str]], says: str, tmp_path: Path) -> None:
    """Place, value, rule and way out, in one line."""
    people = write(tmp_path / "people.csv", header, rows)
    done = run("summarize", orders_file(tmp_path), "--customers", people, "--json")
    assert says in str(done.exception)


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    """The nearest is named, of the orders and of the customers file."""
    done = run("summarize", orders_file(tmp_path), "--by", "Chanel", "--json")
    assert 'no column "Chanel" for --by; did you mean "Channel"?' in str(done.exception)


def test_pseudonyms_cover_every_file(tmp_path: Path) -> None:
    """The same key on both sides: all are matched, and no id stands in what is printed."""
    path, names = orders_file(tmp_path), sorted({row[1] for row in shop()})
    people = write(tmp_path / "people.csv", ["Customer", "Region"], [[name, "N"] for name in names])
    key = tmp_path / "clv.key"
    key.write_text("a key for this example", encoding="utf-8")
    done = run("summarize", path, "--customers", people, "--pseudonymise", "--pseudonym-key", key, "--json")
    assert f'"matched": {len(names)}' in done.stdout
    assert not [name for name in names if f'"{name}"' in done.output]


def test_differences_that_are_there_are_found_and_others_are_not() -> None:
    """Of skewed values in five groups without a difference few are named; a difference of a third is."""
    rng = np.random.default_rng(3)
    named = 0
    for _ in range(60):
        values, group = rng.lognormal(3, 1, 600), rng.integers(0, 5, 600)
        named += any(luck.discoveries([luck.chance(values, group == g) for g in range(5)]))
    assert named <= 8  # of 60 at 5%: more than 8 has a chance of 1 in 500
    values[group == 0] *= 1.5
    assert luck.discoveries([luck.chance(values, group == g) for g in range(5)])[0]
