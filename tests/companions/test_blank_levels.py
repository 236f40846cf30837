"""Totals that no word calls so, as ROLLUP and pivot tables write them: the cell of a level is blank."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.companions.shops import write
from tests.companions.test_repeated import KINDS, Rows, csv_of, spent
from xlclv.companions.base import Base, base
from xlclv.companions.period_lines import line
from xlclv.companions.period_totals import totals
from xlclv.errors import InputError
from xlclv.orders.reading import read

SPEND = ["month", "campaign", "spend"]
JANUARY = [["2026-01", "brand", "100"], ["2026-01", "generic", "50"]]
FEBRUARY = [["2026-02", "brand", "70"], ["2026-02", "generic", "60"]]
SURE, UNSURE = "left out as ", "counts as spend of its own; if it is a total, take it out of the file"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Five customers of January and February 2026."""
    rows = [[f"C{i % 5}", f"2026-0{1 + i % 2}-{1 + i:02d}", "10"] for i in range(20)]
    path = write(tmp_path_factory.mktemp("orders") / "orders.csv", ["customer", "date", "amount"], rows)
    return base(read(path, as_of=dt.date(2026, 6, 30)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nothing", ["", "NULL", "-"])
def test_a_total_with_a_blank_word_is_left_out(
    shop: Base, tmp_path: Path, kind: Callable[..., Path], nothing: str
) -> None:
    """280 were spent; with the totals of each month and of all it was 840."""
    rows = [["2026-01", nothing, "150"], *JANUARY, *FEBRUARY, ["2026-02", nothing, "130"], [nothing, nothing, "280"]]
    found = spent(shop, kind(tmp_path, SPEND, rows))
    assert sorted(found.money.tolist()) == [50.0, 60.0, 70.0, 100.0]
    says = "3 rows left out as totals: they have a blank where others have something, and those add up to them, first "
    first = 1 if kind is KINDS[2] else 2
    assert next(each for each in found.warnings if SURE in each).endswith(f'{says}row {first} ("150")')


def test_totals_of_two_levels(shop: Base, tmp_path: Path) -> None:
    """ROLLUP by channel and campaign; a channel with one campaign has a total of one row, and CUBE those of campaigns.

    What was spent on no campaign of a channel counts.
    """
    head = ["month", "channel", "campaign", "clicks", "spend"]
    rows = [
        ["2026-01", "web", "A", 5, 50], ["2026-01", "web", "B", 6, 40], ["2026-01", "web", "", 2, 20],
        ["2026-01", "web", "", 13, 110], ["2026-01", "shop", "C", 1, 30], ["2026-01", "shop", "", 1, 30],
        ["2026-01", "", "", 14, 140], ["", "", "", 14, 140],
    ]  # fmt: skip
    found = spent(shop, csv_of(tmp_path, head, rows))
    assert found.money.tolist() == [50.0, 40.0, 20.0, 30.0]
    cube = [
        ["2026-01", "web", "A", 5, 50], ["2026-01", "web", "B", 6, 40], ["2026-01", "shop", "A", 2, 20],
        ["2026-01", "shop", "B", 2, 10], ["2026-01", "", "A", 7, 70], ["2026-01", "", "B", 8, 50],
        ["2026-01", "web", "", 11, 90], ["2026-01", "shop", "", 4, 30], ["2026-01", "", "", 15, 120],
    ]  # fmt: skip
    assert spent(shop, csv_of(tmp_path, head, cube)).money.tolist() == [50.0, 40.0, 20.0, 10.0]


def test_totals_below_what_they_are_of(shop: Base, tmp_path: Path) -> None:
    """Neither period nor word: a printed list, whose header may come again."""
    rows = [*JANUARY, ["", "", "150"], SPEND, *FEBRUARY, ["", "", "130"], ["", "", "280"]]
    assert spent(shop, csv_of(tmp_path, SPEND, rows)).money.tolist() == [100.0, 50.0, 70.0, 60.0]


@pytest.mark.parametrize("rows", [[*JANUARY, ["", "", "160"]], [["2026-01", "A", "100"], ["", "B", "50"]]])
def test_no_period_and_no_total(shop: Base, tmp_path: Path, rows: Rows) -> None:
    """It was said that "" is not a period."""
    says = r'column "month": the row has no period, and is no total: the others do not add up to it; write its period'
    with pytest.raises(InputError, match=says):
        spent(shop, csv_of(tmp_path, SPEND, rows))


def test_what_is_no_sum_counts_and_is_told(shop: Base, tmp_path: Path) -> None:
    """It may be a total that is out of date; less than one of its parts, it is none."""
    found = spent(shop, csv_of(tmp_path, SPEND, [*JANUARY, ["2026-01", "", "160"]]))
    assert found.money.tolist() == [100.0, 50.0, 160.0]
    assert any(f"row 4 has a blank where other rows of its period have something, and {UNSURE}" in x
               for x in found.warnings)  # fmt: skip
    found = spent(shop, csv_of(tmp_path, SPEND, [*JANUARY, ["2026-01", "", "20"]]))
    assert (found.money.sum(), found.warnings) == (170.0, ())


def test_no_campaign_is_a_level(shop: Base, tmp_path: Path) -> None:
    """Equal by chance in one month of three, or to one other row: it counts, and is told."""
    rest = [["2026-02", "", "15"], ["2026-03", "brand", "80"], ["2026-03", "generic", "60"], ["2026-03", "", "25"]]
    found = spent(shop, csv_of(tmp_path, SPEND, [*JANUARY, ["2026-01", "", "150"], *FEBRUARY, *rest]))
    assert found.money.sum() == 150 + 150 + 130 + 15 + 140 + 25
    assert [UNSURE in each for each in found.warnings] == [True]
    found = spent(shop, csv_of(tmp_path, SPEND, [["2026-01", "brand", "100"], ["2026-01", "", "100"]]))
    assert (found.money.tolist(), [UNSURE in each for each in found.warnings]) == ([100.0, 100.0], [True])


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["month", "spend"], [["2026-01", 100], ["2026-02", 50], ["2026-03", 150]]),
        (["month", "campaign", "note", "spend"],
         [["2026-01", "A", "new", 100], ["2026-01", "B", "", 50], ["2026-01", "C", "", 150]]),
        (["month", "campaign", "clicks", "spend"],
         [["2026-01", "A", 5, 100], ["2026-01", "B", 6, 50], ["2026-01", "TV", "", 150]]),
        (["month", "campaign", "spend"], [["2026-01", "", 100], ["2026-01", "", 50], ["2026-01", "", 150],
                                          ["2026-02", "A", 10]]),
    ],
)  # fmt: skip
def test_other_blanks_say_nothing(shop: Base, tmp_path: Path, header: Sequence[str], rows: Rows) -> None:
    """A note, clicks of what has none, months before campaigns were kept: all of it counts."""
    found = spent(shop, csv_of(tmp_path, header, rows))
    assert (found.money.sum(), found.warnings) == (sum(row[-1] for row in rows), ())


def test_many_rows_with_blanks_take_no_longer() -> None:
    """Sums are kept by period: 40,000 rows, half with a blank, in a second or two."""
    lines = [
        line(at, f"2026-{1 + at % 12:02d}-{1 + at % 28:02d}", (f"c{at % 90}", "" if at % 2 else "x"), 100 + at)
        for at in range(40_000)
    ]
    began = time.process_time()
    assert not totals(lines, 2).blank
    assert time.process_time() - began < 10
