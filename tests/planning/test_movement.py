"""The movement of customer equity: its identity, its law, and openings that are past days or earlier reports."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.calibration import PARAMS, SPEND
from benchmarks.planning import OBSERVED, PERIOD, SETTINGS, moved, simulate, standing
from tests.orders.test_contract_models import START, written
from tests.workbook.recalculation import Calculation
from xlclv.cli.show import as_json
from xlclv.errors import InputError
from xlclv.formulas.equity_movement import DATA
from xlclv.orders.reading import read
from xlclv.planning.movement import BY_HORIZON, BY_MARGIN, BY_RATE, LINES, Basis, Period, movement
from xlclv.planning.opening import Opening, opening
from xlclv.planning.worth import Belief
from xlclv.report import Report, build
from xlclv.workbook import write

FIRST, SECOND = START + dt.timedelta(days=400), START + dt.timedelta(days=550)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All orders, and those up to the first opening, one late among them left out."""
    folder = tmp_path_factory.mktemp("moved")
    lines = written(folder / "all.csv", 300).read_text(encoding="utf-8").splitlines()
    early = [line for line in lines[1:] if line.split(",")[1] <= FIRST.isoformat()]
    (folder / "early.csv").write_text("\n".join([lines[0], *early]) + "\n", encoding="utf-8")
    (folder / "lacking.csv").write_text("\n".join([lines[0], *early[:-5]]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(files: Path) -> Report:
    """The report of all orders with two openings."""
    return build(read(files / "all.csv"), margin=0.4, openings=(Opening(SECOND), Opening(FIRST)))


@pytest.fixture(scope="module")
def early(files: Path) -> Report:
    """What was reported on the first opening day."""
    return build(read(files / "early.csv", as_of=FIRST), as_of=FIRST, margin=0.4)


def near(left: float, right: float, share: float = 1e-9) -> bool:
    """Whether two amounts agree to a share of themselves."""
    return abs(left - right) <= share * max(abs(left), abs(right))


def test_lines_add_up(told: Report) -> None:
    """Lines sum to the closing, tiers to lines, periods join, and the last closes at the report's customer equity."""
    one, two = told.movement
    assert (one.start, one.end, two.start, two.end) == (FIRST, SECOND, SECOND, told.assumptions.as_of)
    for each in told.movement:
        assert near(sum(each.lines[:-1]), each.closing)
        for group in each.groups:
            assert abs(sum(group.lines[:-1]) - group.lines[-1]) < 1e-9 * each.closing
    assert near(one.closing, two.lines[0])
    assert near(two.closing, told.customer_equity)


def test_margin_of_the_period(told: Report, early: Report) -> None:
    """What came from old and new customers is the period's sales at the margin, to the cent."""
    one, two = told.movement
    came = sum(each.came_from_old + each.came_from_new for each in (one, two))
    assert round(came, 2) == round(told.realised - early.realised, 2)
    assert one.came_from_new > 0


def test_an_opening_day_is_the_report_of_that_day(told: Report, early: Report) -> None:
    """The opening worked out from all orders is the customer equity reported then, tier by tier."""
    opened = told.movement[0]
    assert near(opened.lines[0], early.customer_equity, 1e-6)
    for group, segment in zip(opened.groups, early.segments, strict=False):
        assert near(group.lines[0], segment.total, 1e-6)


def test_an_earlier_reports_json_opens_alike(told: Report, early: Report, files: Path) -> None:
    """Its parameters and amounts open the period as the day does; nothing is late."""
    (files / "early.json").write_text(json.dumps(as_json(early)), encoding="utf-8")
    again = build(read(files / "all.csv"), margin=0.4, openings=(opening(str(files / "early.json")),))
    found, day = again.movement[0], told.movement[0]
    assert near(found.lines[0], day.lines[0], 1e-6)
    assert abs(found.lines[LINES.index(DATA)]) < 1e-6 * found.lines[0]
    assert near(sum(found.lines[:-1]), again.customer_equity)


def test_late_orders_show_up_as_data(files: Path) -> None:
    """Orders of before the opening that the earlier report lacked are the line `data`, and nothing else of it."""
    lacking = build(read(files / "lacking.csv"), as_of=FIRST, margin=0.4)
    (files / "lacking.json").write_text(json.dumps(as_json(lacking)), encoding="utf-8")
    opened = opening(str(files / "lacking.json"))
    late = build(read(files / "all.csv"), margin=0.3, rate=0.12, horizon=2.0, openings=(opened,))
    found = late.movement[0]
    assert near(found.lines[0], lacking.customer_equity)
    assert found.lines[LINES.index(DATA)] > 0
    assert near(sum(found.lines[:-1]), late.customer_equity)
    assert all(found.lines[LINES.index(line)] < 0 for line in (BY_RATE, BY_MARGIN, BY_HORIZON))


@pytest.mark.parametrize("model", PARAMS)
def test_value_and_margin_are_a_martingale(model: str) -> None:
    """Under the true parameters behaviour and the margin's difference are 0 on average; benchmarks.planning counts
    200 bases, and here twelve small ones lie within three standard errors."""
    told = [moved(model, 400, seed) for seed in range(12)]
    for which in (0, 1):
        mean, error = standing([row[which] for row in told])
        assert abs(mean) < 3 * error


def test_behaviour_tells_false_parameters() -> None:
    """Where customers buy less than believed, behaviour and margin fall short in every base."""
    params = dataclasses.replace(PARAMS["BG/NBD"], r=1.1)
    found = simulate("BG/NBD", 400, OBSERVED + PERIOD, np.random.default_rng(3))
    basis = Basis(Belief("BG/NBD", params, SPEND), SETTINGS)
    period = Period(found.base(OBSERVED), found.base(OBSERVED + PERIOD), np.arange(400),
                    found.came(OBSERVED, OBSERVED + PERIOD), PERIOD)  # fmt: skip
    said = movement(period, basis, basis, FIRST, SECOND)
    assert said.lines[5] < -0.05 * said.lines[0]
    assert said.came_from_old < 0.8 * said.margin_expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2020-01-01", "is not between the first order"),
        ("2030-01-01", "is not between the first order"),
        (str(START + dt.timedelta(days=2)), "choose a later day"),
    ],
)
def test_days_that_cannot_open(files: Path, typed: str, words: str) -> None:
    """A day without customers, or after the closing, is refused by name, with what to do."""
    with pytest.raises(InputError, match=words):
        build(read(files / "early.csv"), openings=(opening(typed),))


@pytest.mark.parametrize("text", ["{}", "[1]", "no json", '{"model": "BG/NBD", "parameters": {}}'])
def test_files_that_are_no_report(tmp_path: Path, text: str) -> None:
    """What is not a report's JSON is refused in one line."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"--opening a\.json: is not the JSON of a report"):
        opening(str(tmp_path / "a.json"))
    with pytest.raises(InputError, match="neither a date nor a file"):
        opening(str(tmp_path / "b.json"))


def test_a_report_that_counts_orders_opens_nothing(tmp_path: Path) -> None:
    """It is a report, and says no money that could have moved: the refusal names that."""
    (tmp_path / "a.json").write_text('{"model": "BG/NBD", "customer_equity": null}', encoding="utf-8")
    with pytest.raises(InputError, match=r"--opening a\.json: .* \(it counts orders, without their money\)"):
        opening(str(tmp_path / "a.json"))


def test_the_sheet_adds_up(told: Report, tmp_path: Path) -> None:
    """Recalculated by another program, the statement closes at the engine's figure and every check holds."""
    write(told, tmp_path / "moved.xlsx")
    book = Calculation(tmp_path / "moved.xlsx")
    assert book.value("AllChecksOK") is True
    opened = book.value("EquityAtOpening")
    assert isinstance(opened, float)
    assert near(opened, told.movement[-1].lines[0])
    assert near(float(book.at(("Movement", 16, 3))), told.customer_equity)
