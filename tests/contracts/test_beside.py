"""Customers, contacts and spend beside contracts: by hand, through JSON and the workbook; what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.companions.shops import level, write
from tests.workbook.recalculation import Calculation
from xlclv.cli.program import xlclv as program
from xlclv.workbook import lint

CUSTOMERS = 60


def contracts(*typed: str | Path) -> Result:
    return CliRunner().invoke(program, ["contracts", *map(str, typed)])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Sixty customers of 10 a month since January, every third gone in June after five payments of July's seven."""
    folder = tmp_path_factory.mktemp("firm")
    names = [f"K{i:02d}" for i in range(CUSTOMERS)]
    spans = [[name, "2025-01-01", "2025-06-01" if i % 3 == 0 else "", 10] for i, name in enumerate(names)]
    people = [[name, "North" if i % 2 else "South", "TRUE" if i < 30 else "FALSE"] for i, name in enumerate(names)]
    calls = [[name, f"2025-03-{1 + i % 28:02d}", 120] for i, name in enumerate(names[:20])]
    return {
        "contracts": write(folder / "c.csv", ["Customer", "Start", "End", "Fee"], spans),
        "customers": write(folder / "people.csv", ["Customer", "Region", "Online"], [*people, ["P1", "North", "TRUE"]]),
        "contacts": write(folder / "calls.csv", ["customer", "day", "handle_seconds"], calls),
        "acquisition": write(folder / "spend.csv", ["month", "spend"], [["2025-01", 900]]),
        "book": folder / "book.xlsx",
    }


@pytest.fixture(scope="module")
def told(files: dict[str, Path]) -> dict[str, Any]:
    done = contracts(
        files["contracts"], "--as-of", "2025-07-01", "--margin", "50%", "--grace", "0", "--customers",
        files["customers"], "--contacts", files["contacts"], "--acquisition", files["acquisition"], "--contact-cost",
        "3", "--json", "-o", files["book"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_customers_paid_by_level(told: dict[str, Any]) -> None:
    """Whoever stayed has paid 7 times, whoever left 5: by region, with the share who run."""
    assert told["customers_file"] == {
        "rows": 61, "matched": 60, "never_bought": 1, "not_in_file": 0, "duplicates": 0,
    }  # fmt: skip
    for name in ("North", "South"):
        one = level(told, "Region", name)
        assert (one["customers"], one["realised"]) == (30, 0.5 * (10 * 5 + 20 * 7) * 10)
        assert one["purchase_days"] == pytest.approx(190 / 30)
        assert one["p_alive"] == pytest.approx(2 / 3)
        assert one["differs"] is False
        assert one["cac"] is None  # the file does not say what a region cost
    assert sum(one["remaining"] for one in told["dimensions"][0]["levels"]) == pytest.approx(told["customer_equity"])
    assert told["acquisition"]["by_cohort"] == [
        {"cohort": "2025-01", "spend": 900.0, "customers": 60, "cac": 15.0, "payback_months": 3.0, "observed": True}
    ]


@pytest.mark.parametrize(
    ("option", "header", "row", "says"),
    [
        ("--acquisition", ["month", "spend (USD)"], ["2025-01", "900"], "USD"),
        ("--acquisition", ["month", "spend", "currency"], ["2025-01", "900", "USD"], "USD"),
        ("--acquisition", ["month", "spend"], ["2025-01", "$900"], "$"),
        ("--contacts", ["customer", "date", "cost (USD)"], ["K00", "2025-03-01", "3"], "USD"),
    ],
)
def test_the_currency_that_the_user_says_holds_for_files_beside(
    option: str, header: list[str], row: list[str], says: str, files: dict[str, Path], tmp_path: Path
) -> None:
    """Fees and orders that name no currency are in that of --currency: files beside them too, or refused."""
    other = write(tmp_path / "other.csv", header, [row])
    orders = write(tmp_path / "o.csv", ["customer", "date", "amount"],
                   [[f"K{i:02d}", f"2025-0{month}-0{1 + i % 9}", 10 + i] for i in range(60) for month in
                    range(1, 2 + i % 5)])  # fmt: skip
    for asked in (["contracts", files["contracts"], "--as-of", "2025-07-01"], ["summarize", orders]):
        typed = [*asked, option, other, "-o", tmp_path / "book.xlsx"]
        refused = CliRunner().invoke(program, [*map(str, typed), "--currency", "EUR"])
        assert f"amounts in {says} cannot be set beside orders in EUR; convert them" in str(refused.exception)
        for alike in ("USD", "$"):
            done = CliRunner().invoke(program, [*map(str, typed), "--currency", alike])
            assert done.exit_code == 0, done.output


def test_the_year_s_cost_is_of_those_who_had_a_contract_in_it(tmp_path: Path) -> None:
    """Forty who run, four contacts of 5 each in 2025: 20 a customer, however many had left years before."""
    gone = [[f"G{i}", "2019-01-01", f"20{19 + i % 2}-12-01", 20] for i in range(200)]
    run = [[f"R{i}", "2024-01-01", "", 20] for i in range(40)]
    left = [
        ["L0", "2024-01-01", "2025-01-02", 20]
    ]  # gone on the first day of the twelve months: only the day before counts
    calls = [[f"R{i}", f"2025-{month:02}-15", 100] for i in range(40) for month in (2, 5, 8, 11)]
    log = write(tmp_path / "calls.csv", ["customer", "day", "handle_seconds"], calls)
    for rows in (run, [*gone, *run], [*gone, *run, *left]):
        path = write(
            tmp_path / "c.csv", ["Customer", "Start", "End", "Fee"], [*rows, ["X", "2019-02-01", "2019-05-01", 20]]
        )
        done = contracts(path, "--as-of", "2025-12-31", "--contacts", log, "--contact-cost", "5", "--json")
        count = 40 + (rows[-1] == left[0])
        assert json.loads(done.stdout)["contacts"]["cost_to_serve_a_year"] == pytest.approx(800 / count)


def test_contacts_of_contracts(told: dict[str, Any]) -> None:
    """Read = used; whoever paid within 90 days after it stayed or left in June."""
    found = told["contacts"]
    assert (found["read"], found["used"], found["cost"], found["fcr"]) == (20, 20, 60.0, 1.0)
    assert found["cost_to_serve_a_year"] == pytest.approx(1.0)
    assert found["after"]["resolved"] == 1.0


def test_the_workbook_has_their_sheets_and_lives(told: dict[str, Any], files: dict[str, Path]) -> None:
    """Nothing to repair; every check holds; levels halve with the margin, and the checks still hold."""
    assert lint.faults(files["book"]) == []
    calculation = Calculation(files["book"])
    assert calculation.value("AllChecksOK") is True
    before = [calculation.at(("By Region", row, 9)) for row in (6, 7)]
    assert sorted(before) == pytest.approx(sorted(one["mean_lifetime"] for one in told["dimensions"][0]["levels"]))
    calculation.set("Margin", 0.25)
    assert [calculation.at(("By Region", row, 9)) for row in (6, 7)] == pytest.approx([one / 2 for one in before])
    assert calculation.value("AllChecksOK") is True
    calculation.set("DiscountRate", 0.4)
    assert calculation.at(("By Region", 6, 9)) < before[0] / 2
    assert calculation.value("AllChecksOK") is True


def test_tenures_have_no_days(files: dict[str, Path], tmp_path: Path) -> None:
    """Contacts and spend speak of days, which tenures alone have not; who the customers are can be asked."""
    header, rows = ["customer", "tenure", "left", "fee"], [[f"K{i:02d}", 5 + i % 4, i % 3 == 0, 10] for i in range(60)]
    path = write(tmp_path / "t.csv", header, rows)
    done = contracts(path, "--contacts", files["contacts"], "--json")
    assert "calls.csv: has days, but the contracts have tenures alone" in str(done.exception)
    done = contracts(path, "--customers", files["customers"], "--json")
    assert done.exit_code == 0, done.stderr
    assert level(json.loads(done.stdout), "Region", "North")["customers"] == 30
