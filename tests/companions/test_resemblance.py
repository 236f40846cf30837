"""Profiles and the scorecard: what tells the best apart is found, chance is called chance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.companions.shops import orders_file, shop, told, write
from xlclv.companions.levels import Levels
from xlclv.companions.profiles import overlap, profiles, wilson
from xlclv.companions.resemblance import NO_BETTER, area, best_fifth, resemblance, weights


def column(name: str, of: np.ndarray, count: int) -> Levels:  # type: ignore[type-arg]
    return Levels(name, "customers", tuple(f"{name}{i}" for i in range(count)), of.astype(np.int64))


def test_points_by_hand() -> None:
    """100 customers, the best 20: of level 0 there are 40 with 16 of them; evidence LN((16.5/21)/(24.5/81)) x 40/60."""
    of = np.repeat([0, 1], [40, 60])
    best = np.zeros(100, dtype=bool)
    best[[*range(16), *range(40, 44)]] = True
    wanted = 20 / np.log(2) * 40 / 60 * np.log((16.5 / 21) / (24.5 / 81))
    assert weights(of, 2, best)[0] == pytest.approx(wanted)


def test_the_area_counts_equals_half() -> None:
    """Two of the best with 3 and 1 points, others with 1 and 0: 1 + 1 + 0.5 + 1 of 4 pairs."""
    assert area(np.array([3.0, 1.0, 1.0, 0.0]), np.array([True, True, False, False])) == pytest.approx(3.5 / 4)


def ids(which: np.ndarray) -> list[str]:  # type: ignore[type-arg]
    return [f"C{i}" for i in which.tolist()]


def test_chance_is_no_better_than_chance_and_a_trait_is_found() -> None:
    """Out of sample: traits without a meaning stay near a half, one with a meaning is well above."""
    rng = np.random.default_rng(4)
    n = 5000
    noise = [column(f"n{i}", rng.integers(0, 5, n), 5) for i in range(4)]
    trait = rng.integers(0, 3, n)
    best = best_fifth(rng.lognormal(0, 1, n) * (1 + 2 * (trait == 2)))
    nothing = [np.zeros(0, dtype=np.int64)] * 4
    coming = rng.lognormal(0, 1, n)
    by_chance = resemblance(noise, best, nothing, [], ids, coming)
    found = resemblance([column("t", trait, 3)], best, [np.array([2, 0, 3])], ["P2", "P0", "P9"], ids, coming)
    assert by_chance is not None
    assert by_chance.auc is not None
    assert by_chance.auc < NO_BETTER
    assert found is not None
    assert found.auc is not None
    assert found.auc > 0.65
    assert [one.id for one in found.prospects] == ["P2", "P9", "P0"]
    assert found.alike[0].levels == ("t2",)
    most = np.flatnonzero((trait == 2) & ~best)
    assert found.alike[0].id == f"C{most[np.argmax(coming[most])]}"  # of equals who still brings most
    told_ = profiles([*noise, column("t", trait, 3)], best, best * 1.0, ~best * 1.0)
    assert [(one.column, one.differs) for one in told_[:2]] == [("t", True)] * 2
    assert sum(one.differs for one in told_) <= 4


def test_fishers_test_and_wilsons_interval() -> None:
    """The tea tasting lady: all four right has a chance of 1 in 70, doubled for both sides."""
    assert overlap(4, 4, 4, 8) == pytest.approx(2 / 70)
    assert wilson(0, 10)[0] == pytest.approx(0.0, abs=1e-12)


def test_prospects_are_counted_and_never_valued(tmp_path: Path) -> None:
    """People who never bought are in the file's counts alone; the points of every level are told."""
    path, names = orders_file(tmp_path), sorted({row[1] for row in shop()})
    rows = [[name, "North" if i % 2 else "South"] for i, name in enumerate(names)] + [["P1", "North"], ["P2", "East"]]
    said = told(path, "--customers", write(tmp_path / "people.csv", ["Customer", "Region"], rows))
    assert said["customers"] == len(names)
    assert said["customers_file"]["never_bought"] == 2
    assert {(one["column"], one["level"]) for one in said["resemblance"]["points"]} >= {("Region", "North")}
    assert 0.3 < said["resemblance"]["auc"] < 0.7
