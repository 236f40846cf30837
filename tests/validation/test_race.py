"""The race of forecasts: worlds are what they say, and a table counts what was run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.race import __main__ as race
from benchmarks.race import table
from benchmarks.race.shops import Shop, Split
from benchmarks.race.worlds import WORLDS, YEAR, World, simulate
from tests.validation.test_backtest import cdnow_days
from xlclv.validation.backtest.days import past, until


def test_the_same_seed_gives_the_same_orders_and_all_customers_are_known() -> None:
    """Nobody in a simulated base comes after its cut-off, for nobody could be judged; a seed fixes everything."""
    for world in WORLDS:
        made, again = simulate(world, 3), simulate(world, 3)
        assert np.array_equal(made.days.amount, again.days.amount), world.name
        assert made.days.first.max() <= made.cutoff, world.name
        assert made.days.end == made.cutoff + YEAR, world.name


def test_a_world_breaks_the_rule_it_names() -> None:
    """November and December sell more by the factor asked; prices grow; payments come at one price and interval."""
    made = simulate(World("", season=4.0, customers=3000, a=0.01, b=90.0), 1)  # nobody leaves, nobody comes any more
    month = made.days.day[made.days.day > made.cutoff].astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    a_day = np.bincount(month, minlength=12) / np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    assert a_day[10:].mean() / a_day[:10].mean() == pytest.approx(4.0, rel=0.1)
    fixed = simulate(next(world for world in WORLDS if world.every), 1).days
    same = np.diff(fixed.customer) == 0
    assert set(np.diff(fixed.day)[same].tolist()) <= {29, 30, 31}
    assert len(np.unique(fixed.amount)) == 3


def test_nothing_after_the_cut_off_is_known_to_a_contestant() -> None:
    """The days up to a cut-off know what was known then, customer by customer."""
    days = cdnow_days()
    cutoff = days.begin + 200
    seen, known = past(until(days, cutoff), cutoff), past(days, cutoff)
    assert seen.who.tolist() == known.who.tolist()
    assert np.array_equal(seen.spent, known.spent)
    assert until(days, cutoff).day.max() <= cutoff


def test_the_table_has_every_contestant_and_the_best_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One split of CDNOW: a row a contestant, three of rules, the aims in words; a second race goes on from the first,
    and its table takes that one's place."""
    shop = Shop("CDNOW", (Split(273, 273),), cdnow_days())
    monkeypatch.setattr(race, "shops", lambda: iter([shop]))
    monkeypatch.setattr(table, "_APART", 400)
    out = tmp_path / "RESULTS.md"
    out.write_text("# Benchmarks\n\nkept\n", encoding="utf-8")
    call = ["--only", "cdnow", "--output", str(out), "--kept", str(tmp_path / "kept.jsonl")]
    assert race.main(call) == 0
    first = out.read_text(encoding="utf-8")
    with (tmp_path / "kept.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"key": "half a li')  # interrupted while it wrote
    monkeypatch.setattr(table, "at", None)  # nothing is run again
    assert race.main(call) == 0
    assert out.read_text(encoding="utf-8") == first
    text = out.read_text(encoding="utf-8")
    assert text.count(race.TITLE) == 1
    assert text.startswith("# Benchmarks\n\nkept\n")
    rows = [line for line in text.splitlines() if line.startswith("| CDNOW 273 / 273 (2,357)")]
    assert [row.split(" | ")[1] for row in rows] == list(table.CONTESTANTS)
    assert all(f"| best {words}: " in text for words in ("total", "MAE", "ranking"))
    assert "aim: 70% to 90%" in text


def test_worlds_are_counted_by_base_and_by_world() -> None:
    """How many intervals held in all, and in how many worlds the share is what was aimed at."""
    held = [[True] * 8 + [False] * 2, [True] * 3 + [False] * 7]
    worlds = [[[table.Result(name, None, one) for name in table.CONTESTANTS] for one in bases] for bases in held]
    said = list(table.world_sentences(worlds))
    assert len(said) == len(table.CONTESTANTS)
    assert "held in 11 of 20 bases, 55%; in 1 of 2 worlds in 70% to 90%" in said[0]
    assert said[0].endswith("in 1 in fewer.")
