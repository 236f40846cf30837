"""Which curve: fit what was known a third of the longest tenure ago, predict the survivors since; least error wins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from xlclv.checks import Floats
from xlclv.contracts.data import Contracts, Ints
from xlclv.contracts.relationships import Relationships, counted
from xlclv.contracts.retention import BDW, CONSTANT, Counts, Fitted, candidates, count
from xlclv.places import places

_TIE = 0.01  # errors closer than this share of the least are one
ORDER = (CONSTANT, "sBG", BDW)


@dataclass(frozen=True, slots=True)
class Test:
    """Survivors predicted and seen by renewals since the cut; `predicted` by curve, with the error of each.

    `cut` is the day of the cut, None where only tenures are known: then `renewals` is where those are cut.
    """

    cut: dt.date | None
    renewals: int
    base: int
    seen: Floats
    predicted: dict[str, Floats]
    errors: dict[str, float]
    winner: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What was known at the cut, and what came: running then by renewals made and renewals due since, those made.

    Of a tenure nobody knows how far it could have been followed beyond its end: `reach` is how many would still be due
    for renewal 1, 2, ... for each of whom it is known, those lost by then among them.
    """

    counts: Counts
    made: Ints
    due: Ints
    since: Ints
    cut: dt.date | None
    renewals: int
    reach: Floats


def choose(found: Contracts, them: Relationships, now: dict[str, Fitted | str]) -> tuple[str, Test | None, str]:
    """The curve's name, its test where there could be one, and a sentence; `now` are those fitted to everyone."""
    known = _by_tenure(them) if found.tenures is not None else _by_day(found, them)
    if known is None or not known.counts.losses:
        return _by_likelihood(now, "nobody was lost by then")
    due = int(known.due.max(initial=0))
    if due < 1:
        return _by_likelihood(now, "no renewal has fallen due since")
    curves = {name: curve for name, curve in candidates(known.counts).items() if isinstance(curve, Fitted)}
    steps = np.arange(1, due + 1)
    seen = np.array([float((known.since >= j).sum()) for j in steps])
    predicted = {name: _predict(curve, known, steps) for name, curve in curves.items()}
    errors = {name: float(np.sqrt(np.mean((line - seen) ** 2))) for name, line in predicted.items()}
    least = min(errors.values())
    able = [name for name in ORDER if name in errors and isinstance(now[name], Fitted)]
    winner = next((name for name in able if errors[name] <= least * (1 + _TIE)), "")
    winner = winner or min(able, key=errors.__getitem__)
    test = Test(known.cut, known.renewals, int((known.due > 0).sum()), seen, predicted, errors, winner)
    return winner, test, _sentence(test)


def _sentence(test: Test) -> str:
    when = f"{test.cut}" if test.cut is not None else f"renewal {test.renewals}"
    listed = ", ".join(f"{name} {error:.1f}" for name, error in test.errors.items())
    return (
        f"{test.winner}: fitted to what was known at {when}, it predicted the survivors since best "
        f"(root mean square error in survivors: {listed})"
    )


def _by_likelihood(now: dict[str, Fitted | str], why: str) -> tuple[str, None, str]:
    """Without a test: Akaike's criterion."""
    curves = {name: curve for name, curve in now.items() if isinstance(curve, Fitted)}
    name = min(curves, key=lambda name: curves[name].aic)
    return name, None, f"{name}: the curve could not be tested on the last third of the tenures ({why}), so by AIC"


def _by_day(found: Contracts, them: Relationships) -> _Known | None:
    """The relationships as they stood a third of the longest tenure ago."""
    today = found.day
    longest = int((np.minimum(them.end, today) - them.start).max(initial=0))
    cut = today - round(longest / 3)
    then = them.start <= cut
    if not then.any() or cut >= today:
        return None
    start, end, period = them.start[then], them.end[then], them.period[then]
    made, _ = counted(start, end, period, cut, found.periods)
    lost = end <= cut
    running = ~lost
    due, _ = counted(start[running], np.full(int(running.sum()), 2**31), period[running], today, found.periods)
    now = them.renewals[then][running]
    return _Known(
        count(made, lost),
        made[running],
        due - made[running],
        now - made[running],
        dt.date(1970, 1, 1) + dt.timedelta(days=cut),
        0,
        np.ones(int((due - made[running]).max(initial=0))),
    )


def _by_tenure(them: Relationships) -> _Known | None:
    """Tenures cut at two thirds of the longest: who got there is followed as far as the tenure tells."""
    longest = int(them.renewals.max(initial=0))
    cut = longest - round(longest / 3)
    if cut < 1 or cut >= longest:
        return None
    beyond = them.renewals >= cut
    made = np.minimum(them.renewals, cut)
    counts = count(made, them.lost & ~beyond)
    since = them.renewals[beyond] - cut
    due = since + them.lost[beyond]  # who left after so many came to one renewal more
    steps = range(1, int(due.max(initial=0)) + 1)
    came, stayed = (np.array([float((many >= j).sum()) for j in steps]) for many in (due, since))
    still = np.append(1.0, np.cumprod(stayed / came)[:-1])[: len(steps)]  # Kaplan-Meier: nobody comes after 0
    return _Known(counts, made[beyond], due, since, None, cut, 1.0 / still)


def _predict(curve: Fitted, known: _Known, steps: Ints) -> Floats:
    """Survivors expected after 1, 2, ... renewals, of those who ran at the cut and were due for so many."""
    size = int((known.made + known.due).max()) + 1
    log_s = curve.log_survival(np.arange(size + 1, dtype=np.float64))
    top = int(known.made.max()) + 1
    out = np.empty(len(steps))
    for i, j in enumerate(steps.tolist()):
        mine = np.bincount(places(known.made[known.due >= j]), minlength=top)
        k = np.flatnonzero(mine)
        out[i] = known.reach[i] * float(mine[k] @ np.exp(log_s[k + j] - log_s[k]))
    return out
