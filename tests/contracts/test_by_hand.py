"""The engine of contracts against what can be worked out by hand, and against simple programs of another kind."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.contracts.by_hand import AS_OF, BY_HAND, HEADERS, simulated, written
from xlclv.contracts import cohorts
from xlclv.contracts.build import build
from xlclv.contracts.periods import MONTH, Period, anniversary, whole_periods
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.relationships import Grace, relationships
from xlclv.contracts.retention import count, kaplan_meier
from xlclv.contracts.values import Terms
from xlclv.models import sbg
from xlclv.models.contracts import tenures


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def read_rows(path: Path, rows: Any, as_of: dt.date | None = AS_OF, **more: Any) -> Any:
    return read([written(path / "contracts.csv", rows)], options(**more), Asked(as_of=as_of))


def test_the_example_worked_by_hand(tmp_path: Path) -> None:
    """Renewals, states and months of contracts.md's five contracts are those worked out by hand."""
    found = read_rows(tmp_path, BY_HAND)
    them = relationships(found, Grace())
    assert [found.ids[i] for i in them.customer] == ["A", "B", "C", "D"]
    assert them.renewals.tolist() == [5, 2, 0, 1]
    assert them.lost.tolist() == [False, True, True, False]
    assert them.notice.tolist() == [False, False, False, True]
    assert found.not_started == 1
    counts = count(them.renewals, them.lost)
    assert (counts.lost.tolist(), counts.running.tolist()) == ([1, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 1])
    made = build(found, Terms(margin=0.6))
    months = {row.month - 12 * 56: row for row in made.movement}
    moved = {number: [part // 1_000_000 for part in row[1:8]] for number, row in months.items()}
    assert moved[0] == [0, 60, 0, 0, 0, 0, 60]
    assert moved[2] == [60, 0, 0, 0, 0, 0, 60]
    assert (months[2].came_and_left, months[2].came_and_left_fees) == (1, 30_000_000)
    assert moved[3] == [60, 0, 0, 0, 0, -30, 30]
    assert moved[4] == [30, 30, 0, 0, 0, 0, 60]
    assert made.checks_ok


def test_each_level_moves_by_its_own_contracts(tmp_path: Path) -> None:
    """A and C in one plan, B and D in the other: opening, new, churned and closing of six months, by hand."""
    rows = [(*row, plan) for row, plan in zip(BY_HAND, ("Gold", "Tin", "Gold", "Tin", "Tin"), strict=True)]
    path = written(tmp_path / "contracts.csv", rows, (*HEADERS, "Plan"))
    made = build(read([path], options(("Plan",)), Asked(by=("Plan",), as_of=AS_OF)), Terms(margin=0.6))
    moved = {level.name: level.moved for level in made.levels}
    parts = {name: [part // 1_000_000 for part in row[1:8]] for name, row in moved.items() if row is not None}
    assert parts == {"Gold": [0, 30, 0, 0, 0, 0, 30], "Tin": [0, 60, 0, 0, 0, -30, 30]}
    assert moved["Gold"] is not None
    assert (moved["Gold"].came_and_left, moved["Gold"].came_and_left_fees) == (1, 30_000_000)


def test_a_month_later_falls_on_the_last_day_of_a_shorter_month() -> None:
    """31 January, 28 February, 31 March; and a leap day comes back after four years."""
    start = day("2026-01-31")
    shown = anniversary(start, np.arange(4)).astype("datetime64[D]").astype(str).tolist()
    assert shown == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert int(whole_periods(day("2024-02-29"), day("2028-02-28"), Period(12))) == 3
    assert int(whole_periods(day("2024-02-29"), day("2028-02-29"), Period(12))) == 4


def test_whole_periods_are_the_last_anniversary_by_another_way() -> None:
    """Counting anniversaries one by one gives the same number, for random days and periods."""
    rng = np.random.default_rng(5)
    for _ in range(300):
        start, later = int(rng.integers(0, 20_000)), int(rng.integers(0, 4_000))
        length = Period(int(rng.integers(1, 15)))
        many = 0
        while int(anniversary(start, (many + 1) * length.months)) <= start + later:
            many += 1
        assert int(whole_periods(start, start + later, length)) == many


@pytest.mark.parametrize(("days", "many"), [(0, 3), (9, 3), (10, 2), (40, 1)])
def test_grace_joins_contracts(tmp_path: Path, days: int, many: int) -> None:
    """A contract that follows within the grace continues the one before; a later one is a return."""
    rows = [
        ("A", "2026-01-01", "2026-02-01", "10", "month"),
        ("A", "2026-02-11", "2026-03-01", "10", "month"),
        ("A", "2026-04-05", "", "10", "month"),
    ]
    them = relationships(read_rows(tmp_path, rows), Grace(days))
    assert len(them) == many
    assert int(them.returned.sum()) == many - 1


def test_a_return_is_one_by_contract_too(tmp_path: Path) -> None:
    """Counted by contract, a second line, a change of plan or what follows within the grace is no return."""
    rows = [
        ("A", "2026-01-01", "2026-04-01", "10", "month"),
        ("A", "2026-02-01", "2026-03-01", "10", "month"),  # a second line
        ("A", "2026-04-01", "2026-04-20", "20", "month"),  # another plan, from the day the first ended
        ("A", "2026-04-25", "2026-05-01", "20", "month"),  # within the grace
        ("A", "2026-06-05", "", "10", "month"),  # back after five weeks
        ("B", "2026-06-05", "", "10", "month"),
    ]
    found = read_rows(tmp_path, rows)
    them = relationships(found, Grace(), by_contract=True)
    assert them.returned.tolist() == [False, False, False, False, True, False]
    assert int(relationships(found, Grace()).returned.sum()) == 1


def test_overlapping_contracts_are_one_relationship(tmp_path: Path) -> None:
    """One runs on within another's span: the relationship ends with the last of them, and MRR adds up."""
    rows = [
        ("A", "2026-01-01", "", "10", "month"),
        ("A", "2026-02-01", "2026-03-01", "120", "year"),
        ("A", "2026-05-01", "", "300", "quarter"),
    ]
    found = read_rows(tmp_path, rows)
    them = relationships(found, Grace(0))
    assert (len(them), int(them.mrr[0])) == (1, 110_000_000)
    assert len(relationships(found, Grace(0), by_contract=True)) == 3


def test_the_bridge_is_what_a_slow_count_gives(tmp_path: Path) -> None:
    """Every month's movement equals one counted customer by customer from MRR at two month ends."""
    rng = np.random.default_rng(11)
    rows = []
    for _ in range(400):
        start = dt.date(2025, 1, 1) + dt.timedelta(days=int(rng.integers(0, 500)))
        end = start + dt.timedelta(days=int(rng.integers(0, 200)))
        shown = end.isoformat() if rng.random() < 0.8 and end <= AS_OF else ""
        rows.append((f"C{rng.integers(0, 120):03d}", start.isoformat(), shown, str(int(rng.integers(1, 90))), "month"))
    found = read_rows(tmp_path, rows)
    spans = found.spans
    made = build(found, Terms())

    def at(when: int) -> dict[int, int]:
        out: dict[int, int] = {}
        for who, start, end, mrr in zip(spans.customer, spans.start, spans.end, spans.mrr, strict=True):
            if start <= when < end:
                out[int(who)] = out.get(int(who), 0) + int(mrr)
        return out

    for row in made.movement:
        first = np.datetime64(row.month, "M").astype("datetime64[D]").astype(int)
        last = min(int(np.datetime64(row.month + 1, "M").astype("datetime64[D]").astype(int)) - 1, found.day)
        then, now = at(int(first) - 1), at(last)
        known = {int(who) for who, start in zip(spans.customer, spans.start, strict=True) if start < first}
        parts = dict.fromkeys(("new", "reactivated", "expansion", "contraction", "churned"), 0)
        for who in {*then, *now}:
            before, after = then.get(who, 0), now.get(who, 0)
            kind = "expansion" if after > before else "contraction"
            if not before:
                kind = "reactivated" if who in known else "new"
            elif not after:
                kind = "churned"
            parts[kind] += after - before
        assert {name: getattr(row, name) for name in parts} == parts
        assert (row.opening, row.closing, row.customers) == (sum(then.values()), sum(now.values()), len(now))
    assert made.checks_ok


def test_pooled_tenures_fit_as_survivors_do() -> None:
    """One cohort told by tenures has the estimates and the likelihood of its survivor counts (2007, table 1)."""
    survivors = [1000, 869, 743, 653, 593, 551, 517, 491]
    lost = [*(a - b for a, b in pairwise(survivors)), 0]
    one, other = sbg.fit(survivors), tenures.fit(sbg, lost, [0] * 7 + [491])
    assert one.params is not None
    assert other.params is not None
    assert other.params.alpha == pytest.approx(one.params.alpha, rel=1e-9)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-12)


def test_kaplan_meier_is_the_product_of_what_stays() -> None:
    """Four of ten lost at the first renewal, three running, one of three at the second."""
    counts = count(
        np.array([0] * 4 + [1] * 3 + [1] + [2] * 2), np.array([True] * 4 + [False] * 3 + [True, False, False])
    )
    steps = kaplan_meier(counts)
    assert [(s.at_risk, s.lost) for s in steps[:2]] == [(10, 4), (3, 1)]
    assert [s.survival for s in steps[:2]] == pytest.approx([0.6, 0.4])
    assert all(s.low < s.survival < s.high for s in steps[:2])


def test_a_value_is_the_sum_its_definition_says(tmp_path: Path) -> None:
    """Every running customer's value equals a plain loop over its coming renewals, their dates and chances."""
    found = read_rows(tmp_path, [*simulated(600, 0.8, 3.0, 1.2, 3), ("Z9", "2026-05-20", "2026-09-15", "55", "month")])
    terms = Terms(rate=0.12, margin=0.6, horizon=2.0, growth=0.03, timing=1.0)
    made = build(found, terms)
    assert made.running is not None
    assert made.model is not None
    them, shown = made.them, 0
    for at, value in zip(made.running.at.tolist(), made.running.value.tolist(), strict=True):
        k, total = int(them.renewals[at]), 0.0
        log_k = float(made.model.log_survival(float(k)))
        for j in range(1, 40):
            when = int(anniversary(them.start[at], k + j))
            if when > day("2028-06-30") or when >= them.end[at]:
                break
            wait = (int(them.next[at]) - found.day) / 365.25 + (j - 1) / 12
            alive = np.exp(float(made.model.log_survival(float(k + j))) - log_k)
            total += float(them.mrr[at]) / 1e6 * 0.6 * alive * (1.03 / 1.12) ** wait
        assert value == pytest.approx(total, rel=1e-9)
        shown += 1
    assert shown == int(them.running.sum())
    assert made.equity is not None
    assert made.equity.low < made.equity.value < made.equity.high


def test_what_starters_paid_by_months_ends_at_what_they_paid(tmp_path: Path) -> None:
    """Fees by months since the start grow to the fees so far, by hand; one that ends on its first day has paid."""
    rows = [*BY_HAND, ("F", "2026-02-10", "2026-02-10", "30", "month")]
    made = build(read_rows(tmp_path, rows), Terms())
    assert cohorts.paid_so_far(made).tolist() == [180, 90, 30, 60, 30]
    by_months = cohorts.paid_by_months(made, 12, np.arange(5), 5)
    assert by_months[-1].tolist() == [180, 90, 30, 60, 30]
    assert by_months[:3, 1].tolist() == [30, 60, 90]
    january = cohorts.of(made, 12)[0]
    assert (january.name, january.starters, january.age) == ("2026-01", 2, 5)
    assert january.cumulative[:4] == (30, 60, 90, 105)
    assert cohorts.first_mrr(made) == 30


def test_the_period_counts(tmp_path: Path) -> None:
    """The same contract by the month and by the quarter has made other renewals."""
    found = read_rows(tmp_path, [("A", "2026-01-31", "", "30", "month"), ("B", "2026-01-31", "", "90", "3 months")])
    them = relationships(found, Grace())
    assert them.renewals.tolist() == [5, 1]
    assert them.mrr.tolist() == [30_000_000, 30_000_000]
    assert found.periods == (MONTH, Period(3))
