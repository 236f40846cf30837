"""The movement of customer equity of contracts: its identity, its law, and openings that are days or reports."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import contracts as simulated_contracts
from benchmarks.planning import moved_contracts, standing
from tests.contracts.by_hand import AS_OF, HEADERS, simulated, written
from tests.workbook.recalculation import Calculation
from xlclv.cli.show_contracts import as_json
from xlclv.contracts import retention
from xlclv.contracts.build import build, fitted
from xlclv.contracts.data import Contracts
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.report import Report
from xlclv.contracts.retention import Counts, Fitted
from xlclv.contracts.statement import LINES, Basis, movements, opening
from xlclv.contracts.values import Terms
from xlclv.errors import InputError
from xlclv.workbook import contracts as book
from xlclv.workbook.lint import faults

TERMS = Terms(rate=0.1, margin=0.6, horizon=3.0)
DAYS = (dt.date(2025, 9, 30), dt.date(2025, 12, 15), dt.date(2026, 3, 31))


@pytest.fixture(scope="module", autouse=True)
def fitted_once() -> Iterator[None]:
    """The same counts are fitted once in this module, as no curve hangs on anything else."""
    known: dict[tuple[bytes, bytes], dict[str, Fitted | str]] = {}

    def candidates(counts: Counts) -> dict[str, Fitted | str]:
        key = counts.lost.tobytes(), counts.running.tobytes()
        if key not in known:
            known[key] = retention.candidates(counts)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlclv.contracts.build.candidates", candidates)
        patch.setattr("xlclv.contracts.choice.candidates", candidates)
        yield


def _read(path: Path, day: dt.date = AS_OF) -> Contracts:
    return read([path], options(("Plan",)), Asked(by=("Plan",), as_of=day))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All contracts; those known at the first day, ends since then blank; and these without the last ten."""
    place = tmp_path_factory.mktemp("moved")
    heads = (*HEADERS, "Plan")
    rows = [(*row, "Gold" if at % 4 else "Tin") for at, row in enumerate(simulated(300, 0.8, 3.0, 1.0, 5))]
    rows += [(f"Q{at}", f"2025-0{1 + at}-15", "", "150", "quarter", "Tin") for at in range(6)]
    written(place / "all.csv", rows, heads)
    first = DAYS[0].isoformat()
    early = [(who, start, end if end <= first else "", *rest) for who, start, end, *rest in rows if start <= first]
    written(place / "early.csv", early, heads)
    written(place / "lacking.csv", early[10:], heads)
    return place


@pytest.fixture(scope="module")
def told(folder: Path) -> Report:
    """The report of all with three openings."""
    return build(_read(folder / "all.csv"), TERMS, openings=tuple(opening(str(day)) for day in DAYS))


@pytest.fixture(scope="module")
def early(folder: Path) -> Report:
    """What was reported on the first opening day."""
    return build(_read(folder / "early.csv", DAYS[0]), TERMS)


def closing(report: Report) -> Basis:
    """What the report's values rest on."""
    return Basis(report.curves, report.curve_names, report.terms)


def test_lines_add_up(told: Report) -> None:
    """Lines sum to the closing, tiers to lines, periods join, and the last closes at the report's customer equity."""
    assert told.equity is not None
    for each in told.statements:
        assert sum(each.lines[:-1]) == pytest.approx(each.closing, rel=1e-12)
        for group in each.groups:
            assert sum(group.lines[:-1]) == pytest.approx(group.lines[-1], abs=1e-9 * each.closing)
    joined = zip(told.statements, told.statements[1:], strict=False)
    assert all(one.closing == pytest.approx(two.lines[0], rel=1e-12) for one, two in joined)
    assert told.statements[-1].closing == pytest.approx(told.equity.value, rel=1e-12)


def test_what_came_is_what_was_paid(told: Report, folder: Path) -> None:
    """Margin from old and new customers is a plain count of the payments in the period, to the cent."""
    with (folder / "all.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for each in told.statements:
        paid = 0.0
        for row in rows:
            start, last = dt.date.fromisoformat(row["start_date"]), row["end_date"] or "9999"
            step = 3 if row["billing_period"] == "quarter" else 1
            for at in range(60 // step):
                month = start.year * 12 + start.month - 1 + at * step
                ends = (dt.date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
                day = dt.date(month // 12, month % 12 + 1, min(start.day, ends))
                if each.start < day <= each.end and day.isoformat() < last:
                    paid += 0.6 * float(row["fee"])
        assert each.came_from_old + each.came_from_new == pytest.approx(paid, abs=0.005)
        assert each.came_from_new > 0


def test_an_opening_day_is_the_report_of_that_day(told: Report, early: Report, folder: Path) -> None:
    """The opening worked out from all contracts is what was reported then, tier by tier; that report's JSON opens
    alike, and nothing is late."""
    assert early.equity is not None
    opened = told.statements[0]
    assert opened.lines[0] == pytest.approx(early.equity.value, rel=1e-9)
    for group, (name, people, total) in zip(opened.groups, early.segments, strict=False):
        assert (group.name, group.customers) == (name, people)
        assert group.lines[0] == pytest.approx(total, rel=1e-9)
    (folder / "early.json").write_text(json.dumps(as_json(early)), encoding="utf-8")
    found = _read(folder / "all.csv")
    two = tuple(opening(text) for text in (str(folder / "early.json"), str(DAYS[1])))
    again = movements(found, two, closing(told), told.grace, False, "", lambda *_: (told.curves, told.curve_names))[0]
    assert again.lines[: LINES.index("model")] == pytest.approx(
        opened.lines[: LINES.index("model")], rel=1e-9, abs=1e-6
    )


def test_late_contracts_show_up_as_data_and_changed_terms_by_name(folder: Path) -> None:
    """What the earlier report lacked is the line `data`; every changed term has a line of its own."""
    lacking = build(_read(folder / "lacking.csv", DAYS[0]), TERMS)
    (folder / "lacking.json").write_text(json.dumps(as_json(lacking)), encoding="utf-8")
    terms = Terms(0.12, 0.5, 2.0, 0.02, 0.0)
    found = build(_read(folder / "all.csv"), terms, openings=(opening(str(folder / "lacking.json")),))
    assert lacking.equity is not None
    assert found.equity is not None
    said = dict(zip(LINES, found.statements[0].lines, strict=True))
    assert said["opening"] == pytest.approx(lacking.equity.value, rel=1e-12)
    assert said["data"] > 0
    assert sum(list(said.values())[:-1]) == pytest.approx(found.equity.value, rel=1e-12)
    for line in ("rate", "margin", "horizon", "timing"):
        assert said[f"assumptions: {line}"] < 0
    assert said["assumptions: growth of fees"] > 0


def test_value_and_payments_are_a_martingale() -> None:
    """Under the true curve behaviour and the margin's difference are 0 on average; benchmarks.planning counts 200
    bases, and here twelve small ones lie within three standard errors."""
    told = [moved_contracts(simulated_contracts.TRUTHS[0], 300, seed) for seed in range(12)]
    for which in (0, 1):
        mean, error = standing([row[which] for row in told])
        assert abs(mean) < 3 * error


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2010-01-01", "is not between the first contract"), ("2026-06-30", "is not between the first contract"),
     ("2024-07-20", "choose a later day")],
)  # fmt: skip
def test_days_that_cannot_open(told: Report, typed: str, words: str) -> None:
    """A day without contracts or losses, or not before the closing, is refused by name, with what to do."""
    with pytest.raises(InputError, match=words):
        movements(told.contracts, (opening(typed),), closing(told), told.grace, False, "", fitted)


@pytest.mark.parametrize("text", ["{}", "no json", '{"model": {"name": "sBG", "params": {}}}', '{"model": "BG/NBD"}'])
def test_files_that_are_no_report_of_contracts(tmp_path: Path, text: str) -> None:
    """What is not the JSON of such a report, that of orders among it, is refused in one line."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"--opening a\.json: is not the JSON of a report.*xlclv contracts --json"):
        opening(str(tmp_path / "a.json"))


def test_the_sheet_adds_up(told: Report, tmp_path: Path) -> None:
    """Nothing that Excel would repair; recalculated by another program, the statement closes at the engine's figure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book.assumptions, "LEAST_YEARS", 3.0)  # a Curve no longer than the horizon needs
        patch.setattr(book.assumptions, "TIMES", 1.0)
        book.write(told, tmp_path / "moved.xlsx", listed=20)
    assert faults(tmp_path / "moved.xlsx") == []
    calculation = Calculation(tmp_path / "moved.xlsx")
    assert calculation.value("AllChecksOK") is True
    assert calculation.value("EquityAtOpening") == pytest.approx(told.statements[-1].lines[0], rel=1e-12)
    closing = calculation.at(("Equity movement", 4 + len(LINES), 1 + len(DAYS)))
    assert closing == pytest.approx(told.statements[-1].closing, rel=1e-12)


def test_who_had_left_before_the_opening_is_no_new_customer(tmp_path: Path) -> None:
    """Of 40 with 10 gone before, 1 who began since, 1 who came and went since, and 1 who came back: 3 are new."""
    rows = [(f"C{at}", "2024-01-05", "2025-06-05" if at < 10 else "", "10", "month") for at in range(40)]
    rows += [("N1", "2025-11-05", "", "10", "month"), ("N2", "2025-10-05", "2025-12-05", "10", "month")]
    rows += [("C0", "2025-11-20", "", "10", "month")]
    found = read([written(tmp_path / "c.csv", rows, HEADERS)], options(), Asked(as_of=dt.date(2025, 12, 31)))
    (moved,) = build(found, TERMS, openings=(opening("2025-09-30"),)).statements
    assert [group.customers for group in moved.groups][-1] == 3
    assert sum(group.customers for group in moved.groups) == 33
