"""The house's one page, CONTRIBUTING.md: the stops of its walks are there, as many as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WALKS = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("Two walks")[2].partition("\n## ")[0]
NUMBERS = {"Three": 3, "Eight": 8}


def test_every_stop_of_a_walk_is_there() -> None:
    """Each names a module of the house."""
    stops = re.findall(r"`((?:xlclv|workbook)/[\w/]+\.py)`", WALKS)
    assert stops
    assert [stop for stop in stops if not (ROOT / stop).exists()] == []


@pytest.mark.parametrize("walk", WALKS.split("\n- ")[1:], ids=["a margin", "an amount"])
def test_a_walk_has_as_many_stops_as_it_says(walk: str) -> None:
    """One more than its arrows."""
    said = re.search("Three|Eight", walk)
    assert said
    assert len(re.findall(r"\s->\s", walk)) + 1 == NUMBERS[said.group()]
