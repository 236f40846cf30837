"""What an end is: a contract's last day, or the first on which it no longer runs, as the days of a file tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from tests.contracts.by_hand import HEADERS, simulated, written
from tests.contracts.test_command import told
from xlclv.errors import InputError, UsageError

HEAD = ("Customer", "Start Date", "End Date", "Fee")
YEAR_END = ("--period", "year", "--as-of", "2025-12-31")
Rows = list[tuple[str, ...]]


def years(going_on: int = 36, last: int = 0, back: int = 0) -> Rows:
    """40 customers by calendar year, two and some a third to 2026 or so many years back; ends so many days after."""
    rows: Rows = []
    for who in range(40):
        for year in (2024, 2025, *([2026] if who < going_on else [])):
            end = dt.date(year - back, 12, 31) + dt.timedelta(last)
            rows.append((f"C{who}", f"{year - back}-01-01", end.isoformat(), "1200"))
    return rows


def months(first: str = "2025-10-01", many: int = 3, gap: int = 1) -> Rows:
    """40 customers by month, each term ending so many days before the next one."""
    start, rows = dt.date.fromisoformat(first), []
    for _ in range(many):
        following = (start.replace(day=1) + dt.timedelta(32)).replace(day=start.day)
        rows += [(f"C{who}", str(start), str(following - dt.timedelta(gap)), "100") for who in range(40)]
        start = following
    return rows


def assumed(said: dict[str, Any]) -> bool:
    return any("an end is a contract's last day" in words for words in said["assumed"])


def asks(said: dict[str, Any]) -> bool:
    return any("say --end-day last if they run on that day" in words for words in said["warnings"])


def movement(said: dict[str, Any], month: str) -> tuple[float, ...]:
    (row,) = (row for row in said["movement"] if row["month"] == month)
    return tuple(row[name] for name in ("opening", "new", "reactivated", "churned", "closing"))


def test_customers_run_on_the_last_day_of_their_year(tmp_path: Path) -> None:
    """40 run at the end of 2025 at 100 a month each, none has left, 36 go on; the 4 others are gone a day later."""
    file = written(tmp_path / "c.csv", years(), HEAD)
    said = told(file, *YEAR_END)
    assert (said["running"], said["lost"], said["mrr"], said["nrr_12"]) == (40, 0, 4000, 1)
    assert movement(said, "2024-12") == (4000, 0, 0, 0, 4000)
    assert movement(said, "2025-01") == (4000, 0, 0, 0, 4000)
    assert assumed(said)
    assert not asks(said)
    assert any("(36 customers go on by a contract that starts later)" in words for words in said["warnings"])
    assert any(words.startswith("36 customers go on by a contract that starts after") for words in said["assumed"])
    said = told(file, "--period", "year", "--as-of", "2026-01-01")
    assert (said["running"], said["lost"], said["mrr"]) == (36, 4, 3600)
    assert said["constant_churn"] == pytest.approx(4 / 80)  # 40 renewed once; 36 of 40 the second time
    said = told(file, *YEAR_END, "--auto-renew")
    assert (said["running"], said["notice_given"], said["mrr"]) == (40, 0, 4000)
    said = told(file, *YEAR_END, "--end-day", "gone")  # as the user states
    assert (said["running"], said["lost"], assumed(said), asks(said)) == (0, 40, False, False)


def test_without_a_day_of_valuation_it_is_the_last_day_told(tmp_path: Path) -> None:
    """The last end as it stands in the file: who has it as the last day still runs, which the warning says."""
    said = told(written(tmp_path / "c.csv", years(back=1), HEAD), "--period", "year")
    assert (said["as_of"], said["running"], said["lost"]) == ("2025-12-31", 36, 4)
    assert any("2025-12-31, the last end, so nothing is expected of them after it" in w for w in said["warnings"])
    said = told(tmp_path / "c.csv", "--period", "year", "--auto-renew")
    assert (said["as_of"], said["running"], said["lost"], said["notice_given"]) == ("2025-01-01", 36, 4, 0)


def test_ends_on_which_nothing_runs_stay_as_they_are(tmp_path: Path) -> None:
    """The same contracts with the day after as their end: 40 run on the last of December, nothing to be assumed."""
    said = told(written(tmp_path / "c.csv", years(last=1), HEAD), *YEAR_END)
    assert (said["running"], said["lost"], said["mrr"], assumed(said), asks(said)) == (40, 0, 4000, False, False)
    said = told(tmp_path / "c.csv", *YEAR_END, "--end-day", "last")
    assert (said["running"], said["mrr"]) == (40, 4000)


@pytest.mark.parametrize("first", ["2025-10-01", "2025-10-15"])
def test_terms_of_a_month(tmp_path: Path, first: str) -> None:
    """From the first to the last of a month, or the 15th to the 14th: MRR of 40 x 100 at each month's end."""
    said = told(written(tmp_path / "m.csv", months(first), HEAD), "--as-of", "2025-12-31")
    assert [row["closing"] for row in said["movement"]] == [4000, 4000, 4000]
    assert (said["running"], said["lost"], said["returned"], assumed(said)) == (40, 0, 0, True)
    said = told(written(tmp_path / "g.csv", months(first, gap=0), HEAD), "--as-of", "2025-12-31")
    assert (said["running"], said["lost"], assumed(said)) == (40, 0, False)


def test_terms_of_a_week_and_of_a_day(tmp_path: Path) -> None:
    """Monday to Sunday, and passes of one day whose end is their start."""
    begun = dt.date(2025, 12, 1)
    for length, fee in ((7, "7"), (1, "1")):
        days = [begun + dt.timedelta(length * at) for at in range(4)]
        rows = [(f"C{who}", str(day), str(day + dt.timedelta(length - 1)), fee) for day in days for who in range(5)]
        last = days[-1] + dt.timedelta(length - 1)
        said = told(written(tmp_path / "w.csv", rows, HEAD), "--period", str(length) + " days", "--as-of", str(last))
        assert (said["running"], said["lost"], said["returned"], assumed(said)) == (5, 0, 0, True)


def test_days_of_leaving_are_no_last_days(tmp_path: Path) -> None:
    """Subscriptions cancelled on any day, or all on the day before the next fee under a name of leaving: as before."""
    said = told(written(tmp_path / "c.csv", simulated(300, 1.0, 4.0, 1.0, 8)), "--as-of", "2026-06-30")
    assert not assumed(said)
    assert not asks(said)
    rows = [(f"S{at}", f"2025-0{1 + at % 6}-15", f"2025-0{2 + at % 6}-14", "30") for at in range(20)]
    head = ("Customer", "Start", "Canceled At", "Fee")
    said = told(written(tmp_path / "s.csv", rows, head), "--as-of", "2025-08-31")
    assert not assumed(said)
    assert not asks(said)  # within a month, which changes no number
    said = told(tmp_path / "s.csv", "--as-of", "2025-07-14")
    assert (said["running"], assumed(said), asks(said)) == (0, False, True)


def test_two_days_of_leaving_say_nothing(tmp_path: Path) -> None:
    """Two of six who cancelled the day before a fee, at a month's end: asked about under the name of terms alone."""
    rows = [(f"C{at}", f"2025-01-{day}", f"2025-03-{end}", "100") for at, (day, end) in enumerate(
        [("01", "31"), ("01", "31"), ("09", "20"), ("11", "05"), ("14", "02"), ("19", "27")]
    )]  # fmt: skip
    rows += [(f"R{at}", "2025-01-05", "", "100") for at in range(10)]
    for name, asked in (("Canceled At", False), ("End Date", True)):
        said = told(written(tmp_path / "c.csv", rows, ("Customer", "Start", name, "Fee")), "--as-of", "2025-06-30")
        assert (asks(said), assumed(said)) == (asked, False)


def test_days_added_up_are_no_last_days(tmp_path: Path) -> None:
    """30 days from January, and 365 over a leap day, look like a month and a year less a day: they tell nothing."""
    for start, added in ((dt.date(2025, 1, 2), 30), (dt.date(2023, 6, 2), 365)):
        days = [start + dt.timedelta(at) for at in range(25)]
        rows = [(f"C{day}", str(day), str(day + dt.timedelta(added)), "30") for day in days]
        said = told(written(tmp_path / "d.csv", rows, HEAD), "--as-of", "2025-12-31")
        assert not assumed(said)
        assert not asks(said)


def test_too_few_or_mixed_ends_are_asked_about(tmp_path: Path) -> None:
    """Two ends, or as many of both kinds, stay as they were; a warning gives the way, and each way silences it."""
    few = [("A", "2025-01-01", "2025-06-30", "100"), ("B", "2025-04-01", "2025-06-30", "100")]
    few += [("C", "2025-01-01", "", "100")]
    mixed = [*years()[:20], *((f"D{at}", "2025-01-01", "2026-01-01", "1200") for at in range(10))]
    for rows, month in ((few, "2025-06"), (mixed, "2024-12")):
        file = written(tmp_path / "f.csv", rows, HEAD)
        said = told(file, "--as-of", "2025-12-31")
        assert (assumed(said), asks(said)) == (False, True)
        gone, last = (told(file, "--as-of", "2025-12-31", "--end-day", day) for day in ("gone", "last"))
        assert gone["movement"] == said["movement"]
        assert not asks(gone) | asks(last)
        assert movement(last, month)[-1] > movement(gone, month)[-1]
        assert any("(--end-day last)" in words for words in last["assumed"])
    assert movement(told(written(tmp_path / "f.csv", few, HEAD), "--end-day", "last"), "2025-06")[-1] == 300


def test_files_of_one_system_are_judged_together(tmp_path: Path) -> None:
    """A year a file: what the first ones tell holds for the one with a single row, and starts are seen across them."""
    rows = years()
    files = [
        written(tmp_path / f"{year}.csv", [row for row in rows if row[1].startswith(year)], HEAD)
        for year in ("2024", "2025")
    ]
    files.append(written(tmp_path / "late.csv", [("L", "2025-03-07", "2025-12-31", "1200")], HEAD))
    said = told(*files, *YEAR_END)
    assert (said["running"], said["lost"], said["mrr"]) == (41, 0, 4100)
    other = written(tmp_path / "other.csv", [("M", "2025-03-07", "2025-12-31", "1200")], (*HEAD[:2], "Ended", HEAD[3]))
    assert told(*files, other, *YEAR_END)["running"] == 41  # another name of ends, which tells nothing alone


def test_every_kind_of_table_has_last_days(tmp_path: Path) -> None:
    """A workbook, Parquet and a table of a database, with days as such, give what the text file gives."""
    file = written(tmp_path / "c.csv", years(), HEAD)
    book = openpyxl.Workbook()
    for row in (HEAD, *((who, dt.date.fromisoformat(a), dt.date.fromisoformat(b), 1200) for who, a, b, _ in years())):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    with duckdb.connect(str(tmp_path / "c.duckdb")) as base:
        base.execute(f"CREATE TABLE c AS SELECT * FROM read_csv('{file}')")
        base.execute(f"COPY c TO '{tmp_path / 'c.parquet'}' (FORMAT parquet)")
    table = ("--source", f"duckdb://{tmp_path / 'c.duckdb'}", "--table", "c")
    for given in ((tmp_path / "c.xlsx",), (tmp_path / "c.parquet",), table):
        said = told(*given, *YEAR_END)
        assert (said["running"], said["lost"], said["mrr"], assumed(said)) == (40, 0, 4000, True)


def test_value_and_its_movement_from_an_opening(tmp_path: Path) -> None:
    """From the end of 2025, when 40 of 48 ran, to January 2026, when 36 do: the lines add up, and all checks hold."""
    rows = [*years(), *((f"E{at}", "2024-01-01", "2024-12-31", "1200") for at in range(8))]
    said = told(written(tmp_path / "c.csv", rows, HEAD), "--period", "year", "--as-of", "2026-01-31", "--auto-renew",
                "--opening", "2025-12-31", "--opening", "2025-06-30")  # fmt: skip
    assert said["checks_ok"] is True
    assert (said["running"], said["lost"]) == (36, 12)
    assert said["equity_movement"][-1]["closing"] == pytest.approx(said["customer_equity"])


def test_where_nothing_ends_an_end_day_is_refused(tmp_path: Path) -> None:
    """Tenures, payments and contracts without a column of ends have none."""
    rows: Iterable[tuple[str, ...]] = [(f"{at}", "2", "yes", "30") for at in range(3)]
    tenures = written(tmp_path / "t.csv", rows, ("customerID", "tenure", "Churn", "MonthlyCharges"))
    with pytest.raises(InputError, match="has tenures without ends, so --end-day says nothing"):
        told(tenures, "--end-day", "last")
    contracts = written(tmp_path / "c.csv", [("A", "2026-01-01", "30")], ("customer", "start", "fee"))
    with pytest.raises(InputError, match="no column of ends, so --end-day says nothing"):
        told(contracts, "--end", "none", "--end-day", "gone")
    with pytest.raises(UsageError, match="--payments knows no column of ends"):
        told(written(tmp_path / "p.csv", [], HEADERS), "--payments", "monthly", "--end-day", "last")
