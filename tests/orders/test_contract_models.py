"""Rows 30 to 45 and 60 of the table of inputs: what becomes of orders that were read well, and of numbers typed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from tests.cli.running import run
from tests.orders.contract import amounts
from tests.orders.test_contract_cells import CASES as CELLS
from tests.orders.test_contract_files import CASES as FILES
from xlclv import report, udfs, workbook
from xlclv.errors import InputError, NotIdentifiedError, OutputError
from xlclv.formulas import simple
from xlclv.models import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd
from xlclv.orders.reading import read
from xlclv.orders.summary import CustomerSummary, summarise
from xlclv.simulation import orders as simulated

MODELS = [pytest.param(model, id=model.__name__.rpartition(".")[2]) for model in (bg_nbd, mbg_nbd, pareto_nbd)]
HERE = (30, 32, 34, 35, 36, 37, 38, 39, 40, 42, 45, 60)  # the rows of this module
START = dt.date(2024, 1, 1)


def row(number: int, name: str = "") -> object:
    """A marker that gives a test without cases the number of its row as its id."""
    assert number in HERE
    return pytest.mark.parametrize("contract", [pytest.param(number, id=f"row {number}{name and ': '}{name}")])


def written(path: Path, customers: int, unit: float = 1.0, last: str = "") -> Path:
    """A file of simulated orders, their amounts in a unit, and one more line."""
    made = simulated(customers, seed=7)
    lines = ["customer,date,amount"]
    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        lines.append(f"C{who:04d},{START + dt.timedelta(day)},{cents / 100 * unit:.2f}")
    path.write_text("\n".join([*lines, *filter(None, [last])]) + "\n", encoding="utf-8")
    return path


def summary(folder: Path, *lines: str) -> CustomerSummary:
    """The customers of these orders."""
    path = folder / "a.csv"
    path.write_text("\n".join(["customer,date,amount", *lines]) + "\n", encoding="utf-8")
    return summarise(read(path))


@row(30)
def test_orders_of_a_day_are_one_purchase(contract: int, tmp_path: Path) -> None:
    """Three orders on two days are one repeat purchase, and the data check says how many rows were merged."""
    found = summary(tmp_path, "A,2024-01-05,1", "A,2024-01-05,2", "A,2024-01-19,4")
    assert (found.frequency.tolist(), found.monetary_value.tolist()) == ([1], [4.0])
    assert "2 rows of the same customer and day were merged to 1 day: one purchase occasion each" in (
        found.ledger.assumed
    )


@row(32)
def test_zero_counts_as_a_purchase_but_not_as_spend(contract: int, tmp_path: Path) -> None:
    """A sample given away is a purchase occasion; a customer without spend is left out of the fit of spend."""
    found = summary(tmp_path, "A,2024-01-05,0.00", "A,2024-01-12,0.00", "B,2024-01-05,5", "B,2024-01-12,7")
    assert (found.frequency.tolist(), found.monetary_value.tolist()) == ([1, 1], [0.0, 7.0])
    x, m = np.r_[found.frequency, np.full(30, 2)], np.r_[found.monetary_value, np.linspace(5, 50, 30)]
    assert gamma_gamma.fit(x, m).params == gamma_gamma.fit(x[1:], m[1:]).params


@row(34)
def test_a_billion_an_order(contract: int, tmp_path: Path) -> None:
    """The unit of money changes values in proportion and nothing else."""
    made = [
        report.build(read(written(tmp_path / f"{unit:g}.csv", 400, unit)), as_of=dt.date(2026, 1, 1), command="")
        for unit in (1.0, 1e7)
    ]
    assert made[1].customers.sales.max() > 1e9
    assert made[1].customer_equity == pytest.approx(1e7 * made[0].customer_equity, rel=1e-6)


@row(35)
@pytest.mark.parametrize("model", MODELS)
def test_one_customer_with_one_order(contract: int, model: object, tmp_path: Path) -> None:
    """Nothing can be fitted to one purchase; predictions with parameters from elsewhere work."""
    with pytest.raises(InputError, match=r"^frequency describes 1 customers?; a fit needs at least 20$"):
        model.fit([0], [0], [10])  # type: ignore[attr-defined]
    params = model.Params(0.24, 4.4, 0.79, 2.4)  # type: ignore[attr-defined]
    assert 0 < model.p_alive(params, [0], [0], [10])[0] <= 1  # type: ignore[attr-defined]
    amounts("5")(tmp_path)
    done = run("summarize", "a.csv", "--require-model", folder=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "no model of repeat buying can be fitted" in done.stderr


@row(36)
@pytest.mark.parametrize("model", MODELS)
def test_only_one_time_buyers(contract: int, model: object, tmp_path: Path) -> None:
    """Without a repeat purchase the parameters are not identifiable; no start values come out."""
    with pytest.raises(InputError, match=r"^frequency is 0 for every customer; a fit needs repeat purchases$"):
        model.fit(np.zeros(50), np.zeros(50), np.linspace(5, 50, 50))  # type: ignore[attr-defined]
    lines = [f"C{i},{START + dt.timedelta(i)},5" for i in range(50)]
    (tmp_path / "once.csv").write_text("\n".join(["customer,date,amount", *lines]) + "\n", encoding="utf-8")
    with pytest.raises(NotIdentifiedError, match=r"no model of repeat buying can be fitted: .*repeat purchases"):
        report.build(read(tmp_path / "once.csv"), command="")


@row(37)
@pytest.mark.parametrize("model", MODELS)
def test_everyone_bought_on_the_last_day(contract: int, model: object) -> None:
    """Where recency is T for all, nothing tells who left: said in the status, no parameters of nine million."""
    found = model.fit([1, 2, 3, 4] * 20, [30.0] * 80, [30.0] * 80)  # type: ignore[attr-defined]
    assert found.status == (
        "not identified: every repeat buyer bought on the last day, so nothing tells customers who stay from those who "
        "leave"
    )
    assert found.params is None


@row(38)
@pytest.mark.parametrize("model", MODELS)
def test_all_alike(contract: int, model: object) -> None:
    """Where frequency and T are the same for all, nothing tells frequent buyers from rare ones."""
    found = model.fit([1] * 50, np.linspace(1, 9, 50), [10.0] * 50)  # type: ignore[attr-defined]
    assert found.status == (
        "not identified: all customers have the same frequency and T, so nothing tells frequent buyers from rare ones"
    )


@row(38, "T = 0")
def test_customers_of_the_last_day(contract: int, tmp_path: Path) -> None:
    """A customer of age 0 says nothing to a fit: refused in a range, scored but not fitted from a file."""
    with pytest.raises(InputError, match=r"T\[0\] is 0; must be above 0; a customer of age 0 says nothing; leave"):
        bg_nbd.fit([0, 1, 2] * 10, [0, 1, 3] * 10, [0, 5, 5] * 10)
    lines = written(tmp_path / "a.csv", 400).read_text(encoding="utf-8").splitlines()[1:]
    last = max(line.split(",")[1] for line in lines)
    alone = report.build(read(tmp_path / "a.csv"), command="")
    path = written(tmp_path / "b.csv", 400, last=f"NEW,{last},25")
    with_new = report.build(read(path), command="")
    place = with_new.customers.id.index("NEW")
    assert with_new.customers.p_alive[place] > 0
    assert [e.value for e in with_new.model.estimates] == [e.value for e in alone.model.estimates]


@row(39)
@pytest.mark.parametrize("model", MODELS)
def test_half_a_purchase(contract: int, model: object) -> None:
    """A frequency of 2.5 is refused, never cut to 2."""
    words = r"^frequency\[0\] is 2.5; must be a whole number between 0 and 1,000,000,000; count purchases, without the"
    with pytest.raises(InputError, match=words):
        model.p_alive(model.Params(0.24, 4.4, 0.79, 2.4), [2.5], [1], [5])  # type: ignore[attr-defined]
    with pytest.raises(InputError, match=words):
        model.fit([2.5] * 30, [1] * 30, [5] * 30)  # type: ignore[attr-defined]


@row(40)
@pytest.mark.parametrize("model", MODELS)
def test_hours_or_decades(contract: int, model: object, tmp_path: Path) -> None:
    """The unit of time changes the scale parameter in proportion and no prediction."""
    found = summarise(read(written(tmp_path / "a.csv", 600)))
    keep = found.fit_rows
    x, recency, T = found.frequency[keep], found.recency[keep], found.T[keep]
    weeks = model.fit(x, recency, T).params  # type: ignore[attr-defined]
    for unit in (168.0, 1 / 521.775):
        other = model.fit(x, recency * unit, T * unit).params  # type: ignore[attr-defined]
        assert other.alpha == pytest.approx(weeks.alpha * unit, rel=1e-4)
        alive = model.p_alive(other, x, recency * unit, T * unit)  # type: ignore[attr-defined]
        assert alive == pytest.approx(model.p_alive(weeks, x, recency, T), abs=1e-4)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> report.Report:
    """A report in which one customer is called like a formula."""
    path = written(tmp_path_factory.mktemp("made") / "a.csv", 200, last="=cmd|' /C calc'!A0,2024-01-05,9")
    return report.build(read(path), command="")


@row(42)
def test_a_customer_called_like_a_formula(contract: int, made: report.Report, tmp_path: Path) -> None:
    """=cmd is written as text: no cell of the workbook is that formula."""
    workbook.write(made, tmp_path / "out.xlsx")
    found = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "out.xlsx")
        for line in sheet.iter_rows()
        for cell in line
        if "cmd|" in str(cell.value)
    ]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


@row(45)
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_no_number_is_no_cell(contract: int, made: report.Report, value: float, tmp_path: Path) -> None:
    """A number that is none stops the export with its place; no cell is left empty in silence."""
    spoiled = made.customers.expected_spend.copy()
    spoiled[3] = value
    customers = dataclasses.replace(made.customers, expected_spend=spoiled)
    with pytest.raises(OutputError, match=r"^the report holds a value that is not a number: expected_spend, row 4$"):
        workbook.write(dataclasses.replace(made, customers=customers), tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


@row(60)
@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: simple.lifetime(1.2), r"^retention is 1.2; "),
        (lambda: simple.lifetime(-0.1), r"^retention is -0.1; "),
        (lambda: simple.clv(50, 4, 3, discount_rate=-1), r"^discount_rate is -1; "),
        (lambda: simple.lifetime(0.8, 0), r"^nper is 0; "),
    ],
)
def test_rates_and_periods_that_cannot_be(contract: int, call: Callable[[], object], words: str) -> None:
    """A retention of 1.2, a rate of -1, no period: refused with the argument, the value and the rule."""
    with pytest.raises(InputError, match=words + "must"):
        call()


def test_rates_that_cannot_be_in_cells() -> None:
    """In a cell the same is Excel's own error."""
    assert [udfs.CLV_LIFETIME(1.2), udfs.CLV_LIFETIME(-0.1), udfs.CLV_LIFETIME(0.8, 0)] == ["#NUM!"] * 3


def test_every_row_has_a_test() -> None:
    """61 of 61."""
    assert {case.row for case in (*CELLS, *FILES)} | set(HERE) == set(range(1, 62))
