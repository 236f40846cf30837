"""What was spent to win customers: cost by cohort and level, and the month in which it is paid back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from tests.companions.shops import level, orders_file, run, shop, told, write
from xlclv.companions.acquisition import without_customers
from xlclv.companions.base import Base, base
from xlclv.companions.columns import of_acquisition
from xlclv.companions.data import Acquisition, CohortCost
from xlclv.companions.everyone import Everyone
from xlclv.companions.file import open_beside
from xlclv.companions.growth import Growth
from xlclv.companions.payback import Ahead, payback
from xlclv.companions.spend import Spend, label, periods_of, read
from xlclv.errors import InputError
from xlclv.orders.reading import read as read_orders
from xlclv.orders.source import Options


def firsts(rows: list[list[str]]) -> dict[str, tuple[str, str]]:
    """First day and channel of each customer."""
    found: dict[str, tuple[str, str]] = {}
    for day, name, channel, *_ in rows:
        found.setdefault(name, (day, channel))
    return found


def test_a_cohort_costs_its_spend_by_its_new_customers(tmp_path: Path) -> None:
    """Spend without customers is kept and named; customers in periods without spend have no cost, never 0."""
    rows = shop()
    path, came = orders_file(tmp_path, rows), firsts(rows)
    months = sorted({day[:7] for day, _ in came.values()})
    spend = [[month, 100.0 + i] for i, month in enumerate(months[1:])] + [["2019-01", 77]]
    file = write(tmp_path / "spend.csv", ["month", "spend"], spend)
    said = told(path, "--acquisition", file)
    by_cohort = {one["cohort"]: one for one in said["acquisition"]["by_cohort"]}
    assert by_cohort["2019-01"]["customers"] == 0
    assert by_cohort["2019-01"]["cac"] is None
    assert by_cohort[months[0]]["cac"] is None
    assert by_cohort[months[0]]["spend"] is None
    for month, money in spend[:-1]:
        new = sum(day[:7] == month for day, _ in came.values())
        assert by_cohort[str(month)]["customers"] == new
        assert by_cohort[str(month)]["cac"] == pytest.approx(money / new)
    assert said["acquisition"]["spend"] == pytest.approx(sum(money for _, money in spend))
    assert said["acquisition"]["new_customers"] == sum(day[:7] != months[0] for day, _ in came.values())
    assert any("77.00 in 2019-01 won no customer" in line for line in said["warnings"])
    assert any("in periods without spend" in line for line in said["warnings"])


def test_spend_by_a_level(tmp_path: Path) -> None:
    """A column called as a --by gives every level its own cost; the ratio is lifetime value to cost."""
    rows = shop()
    path, came = orders_file(tmp_path, rows), firsts(rows)
    spend = [["2024", "Web", 1000], ["2025", "Web", 500], ["2024", "Agent", 3000], ["2024", "Radio", 5]]
    file = write(tmp_path / "spend.csv", ["Year", "Channel", "Spend"], spend)
    said = told(path, "--acquisition", file, "--by", "Channel")
    web = level(said, "Channel", "Web")
    new = sum(channel == "Web" for _, channel in came.values())
    assert web["cac"] == pytest.approx(1500 / new)
    assert web["clv_to_cac"] == pytest.approx(web["mean_lifetime"] / web["cac"])
    assert level(said, "Channel", "Partner")["cac"] is None
    assert any("spend of 5.00 is for Channel of nobody who bought: Radio" in line for line in said["warnings"])


def test_a_period_that_is_none(tmp_path: Path) -> None:
    """The row and the ways to write it."""
    file = write(tmp_path / "spend.csv", ["month", "spend"], [["2024-07", 1], ["summer", 2]])
    done = run("summarize", orders_file(tmp_path), "--acquisition", file, "--json")
    assert 'row 3, column "month": "summer" is not a period; write months as 2026-03' in str(done.exception)


@pytest.mark.parametrize(
    ("header", "spend"),
    [
        ("Start Date (in UTC);Campaign Name;Total Spent;Impressions;Clicks", 2),
        ("Datum;Gesamtausgaben;Budget", 1),
        ("Date;Spend in account currency;Total cost", 1),
        ("Date;Campaign;Total cost", 2),
        ("Date;Amount spent;Total spent", 1),
        ("Date;Cost;Total cost", 1),
        ("Month;Budget;Actual spend", 2),
        ("Month;Budget;Net spend", 2),
        ("Month;Budget;Actual", 2),
        ("Monat;Budget;Ist-Kosten", 2),
        ("Monat;Plan;Ist", 2),
        ("Mois;Budget;Dépenses réelles", 2),
        ("Mes;Presupuesto;Gasto real", 2),
        ("Mese;Preventivo;Consuntivo", 2),
        ("Maand;Begroting;Werkelijke kosten", 2),
        ("月;予算;実績", 2),
        ("Month;Spend (plan);Spend (actual)", 2),
        ("Month;Kosten (Soll);Kosten", 2),
        ("Month;Actual spend;Spend", 2),
    ],
)
def test_what_platforms_call_spend(header: str, spend: int) -> None:
    """A word for all of it is spend where no plainer word stands beside it."""
    assert of_acquisition(header.split(";")).roles["spend"] == spend


PLAN = [[f"2024-{month:02}", "100.00", "70.00"] for month in range(7, 13)]


@pytest.mark.parametrize(("header", "shown"), [("Paid media", "70.00"), ("Google", "€ 70,00"), ("Agency fee", "70")])
def test_a_plan_is_no_spend_beside_what_may_be(tmp_path: Path, header: str, shown: str) -> None:
    """A budget beside a column of numbers that no name tells is asked about; 600 is not what was spent."""
    file = write(tmp_path / "plan.csv", ["Month", "Budget", header], [[*row[:2], shown] for row in PLAN])
    done = run("summarize", orders_file(tmp_path), "--acquisition", file, "--json")
    assert f'column "Budget" is of a plan by its name, and column "{header}" may be what was spent' in str(
        done.exception
    )


@pytest.mark.parametrize("header", ["Clicks", "Conversions", "Campaign"])
def test_a_plan_alone_is_taken_with_a_warning(tmp_path: Path, header: str) -> None:
    """Beside other numbers of a campaign, or words, a budget is all there is; the columns taken are named."""
    file = write(tmp_path / "plan.csv", ["Month", "Budget", header], PLAN if header != "Campaign" else
                 [[*row[:2], "Brand"] for row in PLAN])  # fmt: skip
    said = told(orders_file(tmp_path), "--acquisition", file)
    assert said["acquisition"]["spend"] == 600
    assert any('"Budget" is of a plan by its name, and is taken as what was spent' in one for one in said["warnings"])
    assert 'plan.csv: period is "Month", spend is "Budget"' in said["assumed"]


def test_actual_spend_beside_a_plan(tmp_path: Path) -> None:
    """420 were spent where 600 were planned."""
    file = write(tmp_path / "plan.csv", ["Month", "Budget", "Actual spend"], PLAN)
    said = told(orders_file(tmp_path), "--acquisition", file)
    assert said["acquisition"]["spend"] == 420
    assert 'plan.csv: period is "Month", spend is "Actual spend"' in said["assumed"]


@pytest.mark.parametrize("months", [("Jul-24", "Aug-24"), ("Juli 2024", "Aug. 2024"), ("juil. 2024", "août 2024")])
def test_months_by_their_names(tmp_path: Path, in_dollars: Base, months: tuple[str, str]) -> None:
    """Of two digits and in other languages; more years than months of one name are days without a year."""
    found = spent(in_dollars, tmp_path, ["month", "spend"], [[months[0], "100"], [months[1], "50"]])
    assert [label(n, found.kind) for n in found.period.tolist()] == ["2024-07", "2024-08"]
    days = [["Jul-24", "100"], ["Jul-25", "50"], ["Jul-26", "50"]]
    with pytest.raises(
        InputError, match='row 2, column "month": "Jul-24" may be a month of a year or a day without one'
    ):
        spent(in_dollars, tmp_path, ["month", "spend"], days)


def test_periods_and_their_names() -> None:
    """Months, quarters and years are numbered by the calendar."""
    days = np.array(["2026-02-28", "2026-04-01"], dtype="datetime64[D]")
    assert [label(n, "quarter") for n in periods_of(days, "quarter").tolist()] == ["2026-Q1", "2026-Q2"]
    assert [label(n, "month") for n in periods_of(days, "day").tolist()] == ["2026-02", "2026-04"]


def everyone(sales: list[float]) -> Everyone:
    n = len(sales)
    one, day = np.ones(n), np.full(n, np.datetime64(dt.date(2026, 1, 1)))
    return Everyone(one.astype(np.int64), np.array(sales), one * 10, one, one, one, day, np.zeros(n, dtype=np.int8))


def test_payback_is_seen_or_predicted_or_neither() -> None:
    """Two customers bring 5 at once and 2 a month; 20 more are to come, half of it in each of two years."""
    growth = Growth(np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1]), np.array([5.0, 5.0, 2.0, 2.0]), np.array([2, 3]))
    of, people = np.zeros(2, dtype=np.int64), everyone([7.0, 7.0])
    seen, whole = growth.of_levels(of, 1)[0], growth.through(of, 0)
    assert (seen.tolist(), whole) == ([5.0, 7.0, 7.0], 3)
    ahead, mine = Ahead(np.array([0.5, 1.5]), np.array([[10.0], [10.0]])), np.ones(2, dtype=bool)
    assert payback(5.0, seen, whole, people, mine, ahead, 2.5) == (1.0, True)
    assert payback(6.0, seen, whole, people, mine, ahead, 2.5) == (2.0, True)
    assert payback(7.0 * (1 + 1e-12), seen, whole, people, mine, ahead, 2.5) == (2.0, True)  # by rounding alone
    assert payback(12.0, seen, whole, people, mine, ahead, 2.5) == (9.0, False)  # 2.5 + 6 months, the 9th
    assert payback(18.0, seen, whole, people, mine, ahead, 2.5) == (None, None)


@pytest.mark.parametrize(("months", "through"), [([0, 0, 5], 0), ([0, 4, 5], 4), ([0, 3, 4, 5], 4), ([7], 7), ([], 60)])
def test_half_of_a_group_shows_its_months(months: list[int], through: int) -> None:
    """Whoever came last week does not turn what the others have shown into a prediction."""
    none = np.zeros(0, dtype=np.int64)
    growth = Growth(none, none, np.zeros(0), np.array(months, dtype=np.int64))
    assert growth.through(np.zeros(len(months), dtype=np.int64), 0) == through


def test_one_newcomer_does_not_change_the_month_of_payback(tmp_path: Path) -> None:
    """First days bring more than the cost on average: month 1, seen, also with a customer of the last day beside."""
    rows = shop()
    first: dict[str, float] = {}
    days = firsts(rows)
    for day, name, channel, _, amount, _ in rows:
        if channel == "Web" and day == days[name][0]:
            first[name] = first.get(name, 0.0) + float(amount)
    cost = sum(first.values()) / len(first) * 0.9
    spend = write(
        tmp_path / "spend.csv", ["Year", "Channel", "Spend"],
        [[year, "Web", cost * sum(days[name][0].startswith(year) for name in first)] for year in ("2024", "2025")],
    )  # fmt: skip
    for late in ([], [[rows[-1][0], "New", "Web", "Bikes", "1.00", "0.50"]]):
        path = orders_file(tmp_path, [*rows, *late])
        web = level(told(path, "--acquisition", spend, "--by", "Channel"), "Channel", "Web")
        assert (web["payback_months"], web["observed"]) == (1, True)


def test_a_level_says_whether_its_payback_was_seen(tmp_path: Path) -> None:
    """On its sheet and on the page: what is predicted is marked, what was seen is a number alone."""
    book, page = tmp_path / "clv.xlsx", tmp_path / "clv.html"
    rows = shop()
    costs = [[year, *each] for year in ("2024", "2025") for each in (("Web", 2_000), ("Agent", 18_000))]
    spend = write(tmp_path / "spend.csv", ["Year", "Channel", "Spend"], costs)
    asked = (orders_file(tmp_path, rows), "--acquisition", spend, "--by", "Channel")
    found = told(*asked)
    assert run("summarize", *asked, "-o", book).exit_code == 0
    assert run("summarize", *asked, "--html", page).exit_code == 0
    sheet, text = openpyxl.load_workbook(book)["By Channel"], page.read_text("utf-8")
    marked = {}
    for name in ("Web", "Agent"):
        one = level(found, "Channel", name)
        row = next(row for row in sheet.iter_rows(min_row=6) if row[0].value == name)
        assert row[17].value == one["payback_months"], name
        marked[name] = one["observed"]
        assert ("predicted" in row[17].number_format) == (one["observed"] is False)
    assert marked == {"Web": True, "Agent": False}
    assert sheet.column_dimensions["R"].width >= len("24 predicted")
    assert text.count(" predicted</td>") == 1


@pytest.fixture(scope="module")
def in_dollars(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Customers whose orders are in USD, of 2025-01-01 and 2025-02-03."""
    path = write(
        tmp_path_factory.mktemp("orders") / "orders.csv",
        ["customer", "date", "amount", "currency"],
        [["A", "2025-01-01", "10", "USD"], ["B", "2025-02-03", "10", "USD"]],
    )
    return base(read_orders(path, as_of=dt.date(2025, 12, 31)))


def spent(at: Base, folder: Path, header: list[str], rows: Sequence[Sequence[str]]) -> Spend:
    opened = open_beside(write(folder / "spend.csv", header, rows), of_acquisition, Options())
    return read(at, opened, Options())


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        (["Month", "Spend", "Currency"], [["2025-01", "100", "EUR"]],
         'column "Currency": amounts in EUR cannot be set beside orders in USD; convert them'),
        (["Month", "Spend", "Currency"], [["2025-01", "100", "USD"], ["2025-02", "100", "EUR"]],
         "amounts in USD and in EUR cannot be added"),
        (["Month", "Spend (EUR)"], [["2025-01", "100"]], "amounts in EUR cannot be set beside orders in USD"),
        (["Month", "Spend"], [["2025-01", "-100"], ["2025-02", "-200.50"]],
         "what was spent adds up to -300.5, below 0 (2 amounts with a minus), as ledgers write costs; write what was"),
        (["Month", "Marke", "Zahl"], [["2025-01", "x", "1"]], "no column looks like the spend; call it spend"),
        (["Week", "Spend"], [["2025-W54", "1"]], '"2025-W54" is not a period'),
        (["Month", "Spend"], [["2025-01", "1"], ["0001-01", "1"]], 'row 3, column "Month": "0001-01" is before 1900;'),
        (["Day", "Spend"], [["2025-01-02", "1"], ["9999-01-02", "1"]],
         'row 3, column "Day": "9999-01-02" is more than 10 years after the orders; correct the period'),
        (["Week", "Spend"], [["2025-W01", "1"], ["2025-02", "1"]], '"2025-02" is a month where others are a week'),
    ],
)  # fmt: skip
def test_spend_that_is_refused(
    in_dollars: Base, tmp_path: Path, header: list[str], rows: list[list[str]], says: str
) -> None:
    """Another currency, wherever it is said; a ledger's minus; no such column; no such week."""
    with pytest.raises(InputError) as refused:
        spent(in_dollars, tmp_path, header, rows)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "header",
    [["Month", "Spend", "Currency"], ["Reporting starts", "Amount spent (USD)", "Budget"], ["Month", "Cost", "Amount"],
     ["Monat", "Ausgaben", "Währung"]],
)  # fmt: skip
def test_spend_as_advertisers_export_it(in_dollars: Base, tmp_path: Path, header: list[str]) -> None:
    """Its currency beside it, or in the header; a budget beside is not what was spent."""
    third = "USD" if header[2] in ("Currency", "Währung") else "999"
    rows = [["2025-01-01", "100", third], ["2025-02-01", "50", third]]
    found = spent(in_dollars, tmp_path, header, rows)
    assert (found.kind, found.money.tolist(), found.warnings) == ("month", [100.0, 50.0], ())


def test_credits_in_spend_are_taken_off_and_told(in_dollars: Base, tmp_path: Path) -> None:
    """One amount below 0 beside others above."""
    found = spent(in_dollars, tmp_path, ["Month", "Spend"], [["2025-01", "100"], ["2025-02", "-20"]])
    assert found.money.tolist() == [100.0, -20.0]
    (warning,) = found.warnings
    assert "has 1 amount below 0 (-20 in all, first row 3), taken off as credits" in warning


def test_spend_by_week(in_dollars: Base, tmp_path: Path) -> None:
    """ISO weeks as orders are read by: 2025-01-01 lies in the first of 2025, which begins on 30 December."""
    found = spent(in_dollars, tmp_path, ["Week", "Spend"], [["2025-W01", "100"], ["KW 6 2025", "50"]])
    first = periods_of(np.array(["2025-01-01", "2025-02-03", "2025-02-09"], dtype="datetime64[D]"), "week")
    assert (found.kind, found.period.tolist()) == ("week", first[:2].tolist())
    assert [label(n, "week") for n in first.tolist()] == ["2025-W01", "2025-W06", "2025-W06"]


@pytest.mark.parametrize(
    ("header", "last"),
    [
        (["Month", "Channel", "Spend"], [["Total", "", "150"]]),
        (["Monat", "Kanal", "Ausgaben"], [["Gesamtsumme", "", "150"], ["", "Summe", "150"]]),
        (["Month", "Campaign", "Cost"], [["--", "Total: Campaigns", "150"], [" --", "Total: Account", "150"]]),
    ],
)
def test_totals_in_spend_are_left_out(
    in_dollars: Base, tmp_path: Path, header: list[str], last: list[list[str]]
) -> None:
    """And counted; a campaign called Total in a month is a campaign."""
    rows = [["2025-01", "Total", "100"], ["2025-02", "Web", "50"], *last]
    found = spent(in_dollars, tmp_path, header, rows)
    assert found.money.tolist() == [100.0, 50.0]
    assert [f"{len(last)} row" in line and 'left out, first row 4 ("150")' in line for line in found.warnings] == [True]


def test_lists_that_are_cut_say_so() -> None:
    """Seven months of spend that won nobody, of which five are named."""
    idle = [CohortCost(f"2025-{month:02d}", 1.0, 0, None, None, None) for month in range(1, 8)]
    (said,) = without_customers(Acquisition("spend.csv", 7, 7.0, 0, tuple(idle)))
    assert "spend of 7.00 in 2025-01, 2025-02, 2025-03, 2025-04, 2025-05 and 2 more won no customer" in said
