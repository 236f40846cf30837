"""Early steps of those who exceed and of those who miss, counted by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.companions.shops import write
from xlclv.companions import contacts
from xlclv.companions.asked import Asked
from xlclv.companions.base import base, keep_lines, of_orders
from xlclv.companions.by_level import dimension
from xlclv.companions.columns import of_contacts
from xlclv.companions.data import Steps
from xlclv.companions.everyone import Everyone
from xlclv.companions.file import open_beside
from xlclv.companions.growth import growth
from xlclv.companions.steps import steps
from xlclv.companions.told import Told
from xlclv.orders.reading import read
from xlclv.orders.source import Options

AS_OF = dt.date(2026, 6, 30)
EXCEED, MISS = [f"E{n}" for n in range(8)], [f"M{n}" for n in range(8)]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """Eight who came back (seven of them within 30 days) for 100 in all, eight who bought once for 10, and a new one.

    Five of the eight who bought once had a contact that was not resolved, one of them gave something back; one who came
    back had asked before the first order, by chat.
    """
    folder = tmp_path_factory.mktemp("steps")
    rows = [[name, "2026-01-10", "Coffee", "40"] for name in EXCEED]
    rows += [[name, "2026-01-10", "Tea", "10"] for name in MISS]
    rows += [[name, "2026-02-20" if name == "E0" else "2026-01-20", "Tea", "60"] for name in EXCEED]
    rows += [["M7", "2026-02-01", "Tea", "-2"], ["N", "2026-05-01", "Coffee", "1000"], ["N", "2026-05-02", "Tea", "1"]]
    bought = write(folder / "o.csv", ["customer", "date", "category", "amount"], rows)
    calls = [[name, "2026-02-01", "phone", "no"] for name in MISS[:5]] + [["E1", "2026-01-09", "chat", "yes"]]
    calls += [["M0", "2026-06-01", "chat", "yes"]]  # later than a step is counted
    log = write(folder / "c.csv", ["customer", "day", "channel", "resolved"], calls)
    orders = read(bought, by=("category",), as_of=AS_OF)
    at = base(orders)
    keep_lines(at, orders, 1)
    contacts.read(at, open_beside(log, of_contacts(None), Options()), Options(), Told())
    sales = np.array([100.0] * 8 + [10.0] * 7 + [8.0, 45.0])
    none = np.zeros(17)
    days = np.array(["2026-01-10"] * 16 + ["2026-05-01"], dtype="datetime64[D]")
    people = Everyone(np.ones(17, dtype=np.int64), sales, none, none, none, none, days, np.zeros(17, dtype=np.int8))
    first = dimension(of_orders(at, Asked("category"), 0), people, growth(at, AS_OF))
    return steps(at, people, [first], contacts=True)


def test_steps_by_hand(found: Steps) -> None:
    """Of each group those who took the step; whoever came 60 days ago is left out; the most telling comes first."""
    assert (found.days, found.exceed, found.miss) == (90, 8, 8)
    assert {one.name: (one.exceed, one.miss) for one in found.steps} == {
        "First order: category Coffee": (8, 0),
        "First order: category Tea": (0, 8),
        "Second order within 30 days": (7, 0),
        "Second order within 90 days": (8, 0),
        "Refund within 90 days": (0, 1),
        "Contact before the first order": (1, 0),
        "Contact within 90 days": (0, 5),
        "Contact within 90 days: phone": (0, 5),
        "Contact within 90 days: not resolved at once": (0, 5),
    }
    apart = [abs(one.exceed / 8 - one.miss / 8) for one in found.steps]
    assert apart == sorted(apart, reverse=True)


def test_luck_is_told_from_a_difference(found: Steps) -> None:
    """Seven of eight against none is no luck, by Fisher's test over all steps; one of eight against none may be."""
    differs = {one.name: one.differs for one in found.steps}
    assert differs["Second order within 30 days"]
    assert differs["Contact within 90 days: not resolved at once"]
    assert not differs["Refund within 90 days"]
    assert not differs["Contact before the first order"]
