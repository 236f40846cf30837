"""The workbook of contracts: sound, alike in other programs, and a changed cell gives what a fresh run gives."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.contracts.by_hand import AS_OF, BY_HAND, HEADERS, simulated, written
from tests.workbook.recalculation import Calculation, Place, cached, differing, formulas, libreoffice, poison
from xlclv.cli.program import xlclv
from xlclv.contracts import cohorts
from xlclv.contracts.build import build
from xlclv.contracts.data import Contracts
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.retention import kaplan_meier
from xlclv.contracts.values import Terms, group, values
from xlclv.page.contracts import page
from xlclv.workbook import contracts as book
from xlclv.workbook.lint import faults

TERMS = Terms(rate=0.1, margin=0.6, horizon=3.0)


@pytest.fixture(scope="module")
def read_in(tmp_path_factory: pytest.TempPathFactory) -> Contracts:
    """Monthly contracts of two plans, one given notice, some by the quarter."""
    rows: list[tuple[str, ...]] = [
        (*row, "Gold" if i % 3 else "Tin") for i, row in enumerate(simulated(420, 0.8, 3.0, 1.2, 2))
    ]
    rows += [(f"N{i}", "2026-05-20", "2026-09-15", "55", "month", "Tin") for i in range(3)]
    rows += [(f"Q{i}", f"2025-0{1 + 2 * i}-31", "", "120", "quarter", "Tin") for i in range(4)]
    path = written(tmp_path_factory.mktemp("c") / "c.csv", rows, (*HEADERS, "Plan"))
    return read([path], options(("Plan",)), Asked(by=("Plan",), as_of=AS_OF))


@pytest.fixture(scope="module")
def made(read_in: Contracts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook."""
    path = tmp_path_factory.mktemp("w") / "contracts.xlsx"
    book.write(build(read_in, TERMS, currency="EUR"), path)
    return path


def values_of(calculation: Calculation, count: int) -> dict[str, float]:
    """Every customer's remaining value as the workbook shows it now."""
    heads = {str(calculation.at(("Customers", 4, column))): column for column in range(1, 30)}
    return {
        str(calculation.at(("Customers", row, 1))): float(calculation.at(("Customers", row, heads["Remaining value"])))
        for row in range(5, 5 + count)
    }


def fresh(found: Contracts, terms: Terms) -> dict[str, float]:
    """The same from a run of its own, the curve fitted to the same data."""
    made = build(found, terms)
    assert made.running is not None
    ids = [found.ids[i] for i in made.them.customer[made.running.at].tolist()]
    return dict(zip(ids, made.running.value.tolist(), strict=True))


def test_the_file_is_sound(made: Path) -> None:
    """Nothing that Excel would repair, and all checks hold."""
    assert faults(made) == []
    assert Calculation(made).value("AllChecksOK") is True


def test_words_of_others_are_no_harm_anywhere(tmp_path: Path) -> None:
    """Names of columns and of scenarios, and labels, of any letters and any length: each sheet has a name of its own,
    no formula is too long, and each part of the file is XML."""
    why = "Reason why they came to us in their first month"
    names = ("Preferred 'communication' channel", "Preferred communication channel, again", "😀" * 30, why,
             "Remaining value", "Se\x07g\x1b\uffff #1\n[all]", "@Plan")  # fmt: skip
    rows = [
        (*row, *("Gold\x07" if i % 3 else "Tin\x1b\uffff",) * 7)
        for i, row in enumerate(simulated(99, 0.8, 3.0, 1.2, 2))
    ]
    hard = read([written(tmp_path / "c.csv", rows, (*HEADERS, *names))], options(names), Asked(by=names, as_of=AS_OF))
    path = tmp_path / "hard.xlsx"
    told = ("Do\x07wn\x1b\uffff", "~x", "Base*")
    laid = book.lay_out(build(hard, TERMS, scenarios=[f"{name}: margin=30%" for name in told]), lambda *_: None)
    laid.save(path)
    assert faults(path) == []
    for at, name in enumerate(("Base", *told), 1):
        laid.calculation.put(("Assumptions", 3, 2), name)
        assert laid.calculation.value(("Scenarios", 4, 2)) == at
    opened = openpyxl.load_workbook(path)
    heads = [column.name for column in opened["Customers"].tables["CustomerTable"].tableColumns]
    assert {why, "Preferred communication channel, again", "😀" * 23} <= set(heads)  # longer than a sheet's name may be
    sheets = opened.sheetnames
    assert [title for title in sheets if title.startswith("By ")] == [
        "By Preferred communication chan", "By Preferred communication ch 2", "By " + "😀" * 14,
        "By Reason why they came to us i", "By Remaining value", "By Se g 1 all", "By Plan",
    ]  # fmt: skip


def test_another_program_recalculates_what_is_stored(made: Path) -> None:
    """Every formula gives in IronCalc the value that the file shows."""
    places = formulas(made)
    calculation = Calculation(made)
    shown = cached(made, places)
    assert differing({place: calculation.at(place) for place in places}, shown) == []


@pytest.mark.parametrize(
    ("name", "value", "terms"),
    [
        ("DiscountRate", 0.02, Terms(0.02, 0.6, 3.0)),
        ("Horizon", 5.25, Terms(0.1, 0.6, 5.25)),
        ("FeeGrowth", 0.04, Terms(0.1, 0.6, 3.0, growth=0.04)),
        ("Timing", 0, Terms(0.1, 0.6, 3.0, timing=0.0)),
        ("Margin", 0.35, Terms(0.1, 0.35, 3.0)),
    ],
)
def test_a_changed_input_gives_every_customer_what_a_fresh_run_gives(
    made: Path, read_in: Contracts, name: str, value: float, terms: Terms
) -> None:
    """To a millionth, customer by customer."""
    wanted = fresh(read_in, terms)
    calculation = Calculation(made)
    calculation.set(name, value)
    assert values_of(calculation, len(wanted)) == pytest.approx(wanted, rel=1e-6)
    assert calculation.value("CustomerEquity") == pytest.approx(sum(wanted.values()), rel=1e-6)
    assert calculation.value("AllChecksOK") is True


def by_engine(found: Contracts, terms: Terms, times: float) -> dict[str, float]:
    """Every customer's value with all parameters of all curves multiplied."""
    built = build(found, TERMS)
    assert built.running is not None
    wanted = {}
    for number, curve in enumerate(built.curves):
        other = replace(curve, params={name: times * value for name, value in curve.params.items()})
        for place, length in enumerate(found.periods):
            mine = (built.running.curve == number) & (built.them.period[built.running.at] == place)
            at = built.running.at[mine]
            worth = values(group(built.them, at, other, length, terms, found.day, True), terms)
            wanted |= {found.ids[i]: v for i, v in zip(built.them.customer[at].tolist(), worth.tolist(), strict=True)}
    return wanted


def typed_over(found: Contracts, times: float, terms: Terms) -> dict[str, float]:
    """The inputs of `terms` and every parameter times so much, by the names of their cells."""
    typed = {"DiscountRate": terms.rate, "Horizon": terms.horizon, "FeeGrowth": terms.growth, "Timing": terms.timing}
    for number, curve in enumerate(build(found, TERMS).curves):
        typed |= {f"{name.capitalize()}_{number}": times * value for name, value in curve.params.items()}
    return typed


ALL_MOVED = Terms(0.04, 0.6, 4.75, growth=0.03, timing=0.0)


def test_changed_parameters_move_every_customer(made: Path, read_in: Contracts) -> None:
    """All inputs and parameters of all curves typed over give every customer the engine's value, in IronCalc."""
    calculation = Calculation(made)
    for name, value in typed_over(read_in, 1.3, ALL_MOVED).items():
        calculation.set(name, value)
    wanted = by_engine(read_in, ALL_MOVED, 1.3)
    assert values_of(calculation, len(wanted)) == pytest.approx(wanted, rel=1e-6)
    assert calculation.value("AllChecksOK") is True


@pytest.mark.libreoffice
def test_libreoffice_moves_every_customer_too(made: Path, read_in: Contracts, tmp_path: Path) -> None:
    """The same inputs and parameters written into the file give the same values in LibreOffice."""
    places = {name: Calculation(made).place(name) for name in typed_over(read_in, 1.3, ALL_MOVED)}
    told = {places[name]: value for name, value in typed_over(read_in, 1.3, ALL_MOVED).items()}
    again = libreoffice(written_over(made, told, tmp_path / "moved.xlsx"), tmp_path)
    wanted = by_engine(read_in, ALL_MOVED, 1.3)
    head = cached(made, [("Customers", 4, column) for column in range(1, 30)])
    (at,) = (column for (_, _, column), text in head.items() if text == "Remaining value")
    shown = cached(again, [("Customers", row, column) for row in range(5, 5 + len(wanted)) for column in (1, at)])
    found = {str(shown["Customers", row, 1]): shown["Customers", row, at] for row in range(5, 5 + len(wanted))}
    assert found == pytest.approx(wanted, rel=1e-6)


def written_over(path: Path, told: dict[Place, float], target: Path) -> Path:
    """A copy whose input cells hold other numbers, and whose formulas no longer hold a value."""
    titles = openpyxl.load_workbook(path, read_only=True).sheetnames
    empty = poison(path, target.with_suffix(".poisoned.xlsx"))
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            text = source.read(name)
            for (title, row, column), value in told.items():
                if name == f"xl/worksheets/sheet{titles.index(title) + 1}.xml":
                    cell = f"{openpyxl.utils.get_column_letter(column)}{row}".encode()
                    text, many = re.subn(rb'(<c r="%b"[^>]*><v>)[^<]*' % cell, rb"\g<1>%r" % value, text)
                    assert many == 1, cell
            copy.writestr(name, text)
    return target


def test_sensitivity_is_what_fresh_runs_give(made: Path, read_in: Contracts) -> None:
    """Equity at another rate, horizon and margin is that of a run with it; a point of retention is the engine's."""
    calculation = Calculation(made)

    def at(row: int, column: int) -> float:
        return float(calculation.at(("Sensitivity", row, column)))

    def equity(terms: Terms) -> float:
        return sum(fresh(read_in, terms).values())

    assert at(19, 1) == pytest.approx(0.125)
    assert at(19, 4) == pytest.approx(equity(Terms(0.125, 0.6, 3.0)), rel=1e-5)
    assert at(19, 6) == pytest.approx(equity(Terms(0.125, 0.7, 3.0)), rel=1e-5)
    assert at(28, 1) == 4.0
    assert at(28, 4) == pytest.approx(equity(Terms(0.1, 0.6, 4.0)), rel=1e-5)
    built = build(read_in, TERMS)
    assert built.equity is not None
    assert built.retention_point is not None
    assert built.retention_point > 0
    assert calculation.value("PointOfRetention") == pytest.approx(built.retention_point, rel=1e-6)
    assert at(10, 4) - at(9, 4) == pytest.approx(built.retention_point, rel=1e-6)


def test_the_base_of_scenarios_is_equity_where_some_pay_once_more(tmp_path: Path) -> None:
    """Days of billing and horizons of no whole periods: who pays once more is not averaged with who does not."""
    rows = [
        ("-".join((who, "f")), start, end, fee, "2 weeks") for who, start, end, fee, _ in simulated(60, 0.8, 3, 1.2, 2)
    ]
    found = read([written(tmp_path / "c.csv", rows)], options(), Asked(as_of=AS_OF))
    book.write(build(found, replace(TERMS, horizon=1.03)), tmp_path / "w.xlsx")
    assert Calculation(tmp_path / "w.xlsx").value("AllChecksOK") is True


def test_acquisition_follows_costs_typed_by_month(made: Path, read_in: Contracts) -> None:
    """A new customer's value is the engine's sum; a month's own cost moves its payback and no check."""
    calculation = Calculation(made)
    built = build(read_in, TERMS)
    first = cohorts.of(built, 24)[0]
    row = 16
    assert calculation.at(("Acquisition", row, 1)) == first.name
    assert calculation.at(("Acquisition", row, 13)) == pytest.approx(0.6 * first.cumulative[0])
    assert calculation.at(("Acquisition", row, 11)) == "no cost given"
    calculation.set(("Acquisition", row, 5), 0.6 * first.cumulative[3] - 0.001)
    assert calculation.at(("Acquisition", row, 11)) == 3
    for rounding in (1 - 1e-13, 1, 1 + 1e-13):  # what a cost equal to the margin is off by in one program or another
        calculation.set(("Acquisition", row, 5), 0.6 * first.cumulative[3] * rounding)
        assert calculation.at(("Acquisition", row, 11)) == 3
    assert calculation.value("AllChecksOK") is True
    curve, n = built.curves[0], 36
    sums = sum(float(curve.survival(float(j))) * 1.1 ** (-j / 12) for j in range(n + 1))
    fee = cohorts.first_mrr(built)
    assert calculation.value("NewCustomerValue") == pytest.approx(0.6 * fee * sums, rel=1e-6)


def test_customers_without_a_row_are_in_all_totals_and_as_live(read_in: Contracts, tmp_path: Path) -> None:
    """With --list the others stand in rows of alike ones: equity, levels and checks hold, also when inputs change."""
    report = build(read_in, TERMS)
    book.write(report, tmp_path / "w.xlsx", listed=25)
    calculation = Calculation(tmp_path / "w.xlsx")
    assert faults(tmp_path / "w.xlsx") == []
    assert report.running is not None
    assert calculation.value("CustomerEquity") == pytest.approx(float(report.running.value.sum()), rel=1e-9)
    assert calculation.at(("Customers", 29, 1)) == report.contracts.ids[report.them.customer[report.running.at[24]]]
    assert str(calculation.at(("Customers", 30, 1))).startswith("Others alike (")
    assert calculation.value("AllChecksOK") is True
    calculation.set("DiscountRate", 0.02)
    calculation.set("Horizon", 4.4)
    wanted = fresh(read_in, Terms(0.02, 0.6, 4.4))
    assert calculation.value("CustomerEquity") == pytest.approx(sum(wanted.values()), rel=1e-6)
    assert calculation.value("AllChecksOK") is True


def test_retention_marks_where_what_was_seen_ends(made: Path, read_in: Contracts) -> None:
    """The curve goes on to the horizon beyond the last renewal seen; an upright line stands there, in the page too."""
    report = build(read_in, TERMS)
    last = len(kaplan_meier(report.counts))
    sheet = openpyxl.load_workbook(made, data_only=True)["Retention"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=24, max_row=23 + last + 36, values_only=True)}
    assert list(rows) == list(range(1, last + 37))
    assert [at for at, row in rows.items() if row[4] == "not seen yet"] == list(range(last + 1, last + 37))
    assert report.model is not None
    assert [row[7] for row in rows.values()] == pytest.approx(report.model.survival(np.arange(1, last + 37)), rel=1e-9)
    assert [(sheet.cell(row, 10).value, sheet.cell(row, 11).value) for row in (24, 25)] == [(last, 1), (last, 0)]
    chart = openpyxl.load_workbook(made)["Retention"]._charts[0]  # openpyxl has no other door to charts it has read
    assert [len(series.xVal.numRef.numCache.pt) for series in chart.series] == [2, last, last + 36]
    assert f"seen up to the upright line at {last}, beyond it by the curve alone" in page(report)


def test_retention_goes_on_by_the_period_of_most(tmp_path: Path) -> None:
    """Where most pay by the year, three years ahead are three renewals, whatever a few who pay by the month need."""
    years = [2020 + i % 5 for i in range(60)]
    rows = [(f"Y{i}", f"{y}-03-10", f"{y + 1}-03-10" * (i % 3 == 0), "500", "year") for i, y in enumerate(years)]
    rows += [(f"M{i}", "2024-01-10", "2025-09-10" * (i % 2), "50", "month") for i in range(10)]
    report = build(read([written(tmp_path / "c.csv", rows)], options(), Asked(as_of=AS_OF)), TERMS)
    last = len(kaplan_meier(report.counts))
    assert (str(report.period), last > 12) == ("year", True)
    assert book.write(report, tmp_path / "w.xlsx") == ()
    sheet = openpyxl.load_workbook(tmp_path / "w.xlsx", data_only=True)["Retention"]
    shown = [row[0] for row in sheet.iter_rows(min_row=24, max_row=23 + last + 4, values_only=True)]
    assert shown == [*range(1, last + 4), "All"]
    assert f"seen to renewal {last} and by the curve beyond it" in _spoken(tmp_path / "w.xlsx")
    gone = [(*row[:2], row[2] or "2026-02-10", *row[3:]) for row in rows]
    nobody = build(read([written(tmp_path / "g.csv", gone)], options(), Asked(as_of=AS_OF)), TERMS)
    book.write(nobody, tmp_path / "w.xlsx")
    assert "seen to renewal" in _spoken(tmp_path / "w.xlsx")
    assert "by the curve beyond it" not in _spoken(tmp_path / "w.xlsx")


def _spoken(path: Path) -> str:
    """What the drawings say to who does not see them."""
    with zipfile.ZipFile(path) as held:
        return "".join(held.read(name).decode() for name in held.namelist() if "drawings/drawing" in name)


@pytest.mark.libreoffice
def test_libreoffice_recalculates_what_is_stored(made: Path, tmp_path: Path) -> None:
    """Every formula, with the stored values taken away first."""
    places = formulas(made)
    again = libreoffice(poison(made, tmp_path / "contracts.xlsx"), tmp_path)
    assert differing(cached(again, places), cached(made, places)) == []


def test_the_command_writes_workbook_and_scores(tmp_path: Path) -> None:
    """One run, both files; the scores are the running customers' own numbers."""
    path = written(tmp_path / "c.csv", simulated(150, 0.8, 3.0, 1.2, 2))
    words = ["contracts", path, "--as-of", "2026-06-30", "-o", tmp_path / "w.xlsx", "--to", tmp_path / "s.parquet"]
    done = CliRunner().invoke(xlclv, [*map(str, words)], standalone_mode=False)
    assert done.exception is None
    kept: dict[str, list[Any]] = pq.read_table(tmp_path / "s.parquet").to_pydict()
    assert len(kept["customer"]) == len(set(kept["customer"]))
    assert kept["remaining_clv"] == sorted(kept["remaining_clv"], reverse=True)
    assert kept["next_renewal"][0] > dt.date(2026, 6, 30)
    assert Calculation(tmp_path / "w.xlsx").value("CustomerEquity") == pytest.approx(sum(kept["remaining_clv"]))


def test_what_has_no_curve_has_no_values(tmp_path: Path) -> None:
    """Nobody lost: a workbook of movement without customers, and all its checks hold."""
    found = read([written(tmp_path / "c.csv", [BY_HAND[0]])], options(), Asked(as_of=AS_OF))
    book.write(build(found, TERMS), tmp_path / "w.xlsx")
    assert Calculation(tmp_path / "w.xlsx").value("AllChecksOK") is True


def test_sensitivity_that_is_left_out_is_spoken_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the Curve is too long for scenarios, Method says why and Summary has the engine's point of retention."""
    monkeypatch.setattr(book.cases, "MOST", 10)
    report = build(read([written(tmp_path / "c.csv", BY_HAND)], options(), Asked(as_of=AS_OF)), TERMS)
    book.write(report, tmp_path / "w.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "w.xlsx", data_only=True)
    assert not {"Sensitivity", "Cases"} & set(shown.sheetnames)
    method = " ".join(str(row[0]) for row in shown["Method"].iter_rows(values_only=True))
    assert "Sensitivity and Cases are left out: beside a Curve of 127 rows" in method
    summary = {row[0]: row[1] for row in shown["Summary"].iter_rows(max_col=2, values_only=True)}
    assert summary["One point of retention"] == pytest.approx(report.retention_point)
    assert Calculation(tmp_path / "w.xlsx").value("AllChecksOK") is True


def test_wide_sheets_print_over_pages_that_can_be_read(made: Path) -> None:
    """No sheet is shrunk by more than a third and a bit; each page of a wide one has its first column."""
    shown = openpyxl.load_workbook(made)
    for title in ("Acquisition", "Customers", "Cases"):
        sheet = shown[title]
        width = sum(dimension.width for dimension in sheet.column_dimensions.values())
        assert width / sheet.page_setup.fitToWidth <= 1.6 * 146, title
        assert sheet.print_title_cols == "$A:$A", title
