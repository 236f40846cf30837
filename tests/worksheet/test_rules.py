"""Each rule of the catalogue, one call each, and CLV_WHY with words for every one that shows an error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.worksheet.examples import column
from tests.worksheet.rules import RULES
from tests.worksheet.test_examples import assert_shows
from xlclv import udfs

CALLS = [(name, *call) for name, calls in RULES.items() for call in calls]
IDS = [f"{name}-{i}" for name, calls in RULES.items() for i in range(len(calls))]


@pytest.mark.parametrize(("name", "arguments", "shows"), CALLS, ids=IDS)
def test_rule(name: str, arguments: tuple[Any, ...], shows: Any) -> None:
    """The cells show what the catalogue says, and CLV_WHY has more to say than OK of every error."""
    assert_shows(getattr(udfs, name)(*arguments), shows)
    why = udfs.CLV_WHY(name, *arguments)
    assert why != "OK" if "#" in str(shows) else why.startswith("OK")


def test_from_a_contact_centre_to_the_clients_return() -> None:
    """Shorter and better calls, followed through cost per contact, cost to serve, retention and CLV to an ROI."""

    def chain(seconds: float, fcr: float) -> list[float]:
        contact = udfs.CLV_CC_COST_FTE(1800.0, seconds, 0.82, 0.30)
        serve = udfs.CLV_COST_TO_SERVE(3.0, contact, fcr, 1.5, 0.20, 0.20)
        retention = udfs.CLV_CC_RETENTION(fcr, 0.5, 0.88, 0.70, 0.86)
        return [contact, serve, retention, udfs.CLV_RETENTION(0.1, retention, 120 - serve)]

    before, after = chain(420.0, 0.67), chain(400.0, 0.75)
    assert_shows(before, [2.110694, 7.693171, 0.8403, 432.448322])
    assert_shows(after, [2.010185, 6.75361, 0.8475, 448.500553])
    roi = udfs.CLV_ROI(before[3], after[3], 20000.0, 250000.0)
    assert_shows(roi, [[16.052231, 321044.622511, 71044.622511, 0.284178, 16.052231]])
    cost_alone = udfs.CLV_RETENTION(0.1, before[2], 120 - after[1]) - before[3]
    retention_alone = udfs.CLV_RETENTION(0.1, after[2], 120 - before[1]) - before[3]
    assert_shows([cost_alone, retention_alone], [3.617868, 12.3312])


def test_no_cell_shows_a_negative_zero() -> None:
    """A sheet would show it as -0."""
    company = udfs.CLV_CBCV(0.1, -1e9, [[1.0]], 0.0, 0.0, 0.25, 0.02, 0.0)
    zeros = [value for _, value in company if value == 0]
    zeros += [udfs.CLV(-0.0, 4.0, 3.0), udfs.CLV([[-0.0], [1.0]], 4.0, 3.0)[0][0]]
    assert len(zeros) > 3
    assert not any(str(value).startswith("-") for value in zeros)


@pytest.mark.parametrize(
    ("name", "arguments", "shows"),
    [
        ("CLV_RFM_SCORE", (column("x", 1.0, 2.0), column("#N/A", 1.0, 2.0), column(1.0, 2.0, 3.0), 2.0),
         [["#N/A"] * 3, [2, 1, 1], [1, 2, 2]]),
        ("CLV_RFM_SCORE", (column(10**400, 1.0, 2.0), column("x", 1.0, 2.0), column(1.0, 2.0, 3.0), 2.0),
         [["#VALUE!"] * 3, [2, 1, 1], [1, 2, 2]]),
        ("CLV_REALISED", (0.1, column(1.0, 2.0), "#REF!"), "#REF!"),
        ("CLV_REALISED", ("x", column(1.0, 2.0), 46000.0), "#VALUE!"),
        ("CLV_CURVE", ("#REF!", column(None), column(None)), "#REF!"),
        ("CLV_CURVE", (0.1, column(None, None), "#NUM!"), "#NUM!"),
        ("CLV_SEGMENT_TABLE", (column(None), column(None), "#NAME?"), "#NAME?"),
    ],
)  # fmt: skip
def test_which_error_wins_in_lists(name: str, arguments: tuple[Any, ...], shows: Any) -> None:
    """An error that came in wins over text, text over what is missing, whatever argument it stands in."""
    assert_shows(getattr(udfs, name)(*arguments), shows)
