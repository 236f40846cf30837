"""Scenarios: read as typed, and the workbook that shows one is the report made with its options."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.orders.test_contract_models import written
from tests.workbook.recalculation import Calculation
from xlclv.cli.show_planning import PLANNING
from xlclv.contracts.what_if import KEYS
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.planning.plan import Asked
from xlclv.planning.scenario import Drivers, scenarios
from xlclv.report import Report, build
from xlclv.workbook import write

BASE = Drivers(0.1, 0.4, 3.0, 12.0)
OPTIONS = "Options: rate=12%, margin=-25%, horizon=1.37, cac=+50%"
WORLD = "World: orders=-10%, spend=+5%, retention=-20%, new-customers=-50%"


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("scenarios") / "a.csv", 300)


@pytest.fixture(scope="module")
def told(orders: Path) -> Report:
    return build(read(orders), margin=0.4, cac=12.0, budget=Asked(14, 40.0), scenarios=(OPTIONS, WORLD))


@pytest.fixture(scope="module")
def fresh(orders: Path) -> Report:
    """A run with the options of the first scenario."""
    return build(read(orders), rate=0.12, margin=0.3, horizon=1.37, cac=18.0)


@pytest.fixture(scope="module")
def made(told: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "if.xlsx"
    write(told, path)
    return path


def test_the_workbook_shows_the_scenario_chosen(told: Report, fresh: Report, made: Path) -> None:
    """Equity is that of a fresh run with these options (1e-6), the engine's own in every scenario, customers follow
    their tiers, and every check holds, whichever is shown."""
    assert told.what_if is not None
    own = {each.name: float(told.what_if.equity(each.drivers).sum()) for each in told.what_if.scenarios}
    assert own["Options"] == pytest.approx(fresh.customer_equity, rel=1e-6)
    book = Calculation(made)
    row = next(row for row in range(1, 90) if book.at(("Budget", row, 1)) == "2026-02")
    base = {column: float(book.at(("Budget", row, column))) for column in (8, 16)}
    for name, value in (*own.items(), ("Base", told.customer_equity)):
        book.set("ScenarioShown", name)
        assert float(book.value("CustomerEquity")) == pytest.approx(value, rel=1e-9)  # type: ignore[arg-type]
        assert book.value("AllChecksOK") is True, name
        month = {column: float(book.at(("Budget", row, column))) for column in (8, 16)}
        if name == "Options":
            assert month[8] == pytest.approx(base[8] * 0.75, rel=1e-9)
            assert month[16] == pytest.approx(base[16] * 1.5, rel=1e-9)
        if name == "World":
            assert month[8] < base[8] * 0.9 * 1.05
            assert month[16] == pytest.approx(base[16] * 0.5, rel=1e-9)


def test_a_new_customer_in_the_scenario_shown(told: Report, fresh: Report, made: Path) -> None:
    """The first order and what follows it are those of a fresh run with these options (1e-5, of the week that the
    horizon cuts; 1e-9 without a cut), times what the scenario says of orders and their value; losses move today's
    customers alone; and a first order typed over is seen."""
    book, first, rest = Calculation(made), told.new_customer, fresh.new_customer
    assert first is not None
    assert rest is not None
    assert told.what_if is not None

    def shown(name: str) -> float:
        book.set("ScenarioShown", name)
        return float(book.value("NewCustomerValue"))  # type: ignore[arg-type]

    assert shown("Options") == pytest.approx(0.3 * rest.total.value, rel=1e-5)
    assert shown("World") == pytest.approx(0.4 * 1.05 * (first.first_order + 0.9 * first.following), rel=1e-9)
    for each in told.what_if.scenarios:
        assert shown(each.name) == pytest.approx(told.what_if.newcomer(each.drivers, first), rel=1e-9)
    lines = {"Discount rate": 0.12, "Orders, times": 1.0, "Value of an order, times": 1.1,
             "Customers lost, times": 1.2}  # fmt: skip
    for row in range(7, 20):
        if (label := book.at(("Scenarios", row, 1))) in lines:
            book.set(("Scenarios", row, 5), lines.pop(label))
    assert not lines
    weeks = np.array(first.weekly) @ 1.12**-told.flows.midpoint
    assert shown("World") == pytest.approx(0.4 * 1.1 * (first.first_order + weeks), rel=1e-9)
    assert book.value("AllChecksOK") is True
    row = next(row for row in range(30, 60) if book.at(("Acquisition", row, 1)) == "First order, sales")
    book.set(("Acquisition", row, 2), first.first_order)
    assert book.value("AllChecksOK") is False


def test_what_is_told_in_json(told: Report) -> None:
    """The base first, at the report's own equity, then each scenario with what was typed and what it makes."""
    said = next(key for key in PLANNING if key.name == "scenarios").value(told)
    assert [each["name"] for each in said] == ["Base", "Options", "World"]
    assert said[0]["customer_equity"] == pytest.approx(told.customer_equity, rel=1e-12)
    assert said[1]["changes"]["cac"] == "+50%"
    assert (said[1]["cac"], said[2]["losses"], said[2]["new_customers"]) == pytest.approx((18.0, 1.2, 0.5))
    assert said[2]["difference"] < 0
    base, options, world = (each["budget"] for each in said)
    assert options["margin"] == pytest.approx(0.75 * base["margin"], rel=1e-12)
    assert options["acquisition"] == pytest.approx(1.5 * base["acquisition"], rel=1e-12)
    assert world["new_customers"] == pytest.approx(0.5 * base["new_customers"], rel=1e-12)
    assert world["margin"] < 0.945 * base["margin"]
    told_by_month = next(key for key in PLANNING if key.name == "budget").value(told)
    assert base["cash_flow"] == pytest.approx(sum(month["cash_flow"] for month in told_by_month), rel=1e-12)


def test_fewer_losses_are_worth_more(told: Report) -> None:
    """Nobody leaving keeps the first week's sales for ever; losses as expected change nothing."""
    assert told.what_if is not None
    kept = told.what_if.kept(Drivers(0.1, 0.4, 3.0, None, losses=0.0))
    sales = told.flows.sales.sum(axis=1)[:-1] * kept[:-1]
    assert sales == pytest.approx(sales[0], rel=1e-9)
    assert told.what_if.kept(BASE) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("margin=35%", "has no name"),
        ("A: margin, rate=3%", "is not a change"),
        ("A: colour=3", "is not a change"),
        ("A: margin=35%, margin=30%", "given twice"),
        ("A: margin=140%", "a margin of 1.4"),
        ("A: horizon=4", "beyond the report's"),
        ("A: orders=90%", "a change such as -10%"),
        ("A: rate=much", "is not a value"),
        ("A: horizon=50%", "is not a number of years"),
        ("A: cac=20%", "is not an amount"),
        ("base: rate=5%", "the name is taken"),
        ("nowhere.txt", "neither a scenario nor a file"),
    ],
)
def test_what_cannot_be_read(text: str, words: str) -> None:
    """Each is refused with the place, the rule and the way out."""
    with pytest.raises(InputError, match=words):
        scenarios([text], BASE)


@pytest.mark.parametrize(("key", "base"), [("rate", 0.0), ("margin", 0.0), ("cac", 0.0), ("horizon", float("inf"))])
def test_nothing_and_for_ever_cannot_be_moved(key: str, base: float) -> None:
    """A tenth more of 0 is 0 and of no end none: refused, with the way out, where a value is taken."""
    held = {**{name: getattr(BASE, name) for name in ("rate", "margin", "horizon", "cac")}, key: base}
    with pytest.raises(InputError, match=rf"{key}=\+10% moves what .*; give {key} a value"):
        scenarios([f"A: {key}=+10%"], Drivers(**held))
    assert getattr(scenarios([f"A: {key}=0.5"], Drivers(**held))[0].drivers, key) == 0.5


@pytest.mark.parametrize(
    ("text", "growth"), [("-5%", -0.05), ("+3%", 0.03), ("3%", 0.03), ("-0.05", -0.05), ("0", 0.0)]
)
def test_a_growth_is_a_value_whatever_its_sign(text: str, growth: float) -> None:
    """-5% a year is shrinking fees, whatever the growth of the base."""
    for base in (0.0, 0.02):
        found = scenarios([f"A: growth={text}"], Drivers(0.1, 0.4, 3.0, None, growth=base), KEYS)
        assert found[0].drivers.growth == growth
    with pytest.raises(InputError, match=r"a growth of fees of -0\.6; give -50% to 100%"):
        scenarios(["A: growth=-60%"], BASE, KEYS)


def test_a_file_of_scenarios(tmp_path: Path) -> None:
    """One a line, without blank lines and remarks; more than five are refused."""
    path = tmp_path / "what-if.txt"
    path.write_text("# next year\nA: orders=+10%\n\nB: cac=20\n", encoding="utf-8")
    assert [each.name for each in scenarios([str(path)], BASE)] == ["A", "B"]
    with pytest.raises(InputError, match="give at most 5"):
        scenarios([f"{name}: cac=20" for name in "ABCDEF"], BASE)
