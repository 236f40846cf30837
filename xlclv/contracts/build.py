"""From contracts to their report: relationships, curves, values, movement and cautions, each computed once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from xlclv import __version__
from xlclv.companions.reading import Companions
from xlclv.contracts import movement as moves
from xlclv.contracts.beside import beside
from xlclv.contracts.budget import budget
from xlclv.contracts.choice import choose
from xlclv.contracts.data import Contracts, Ints
from xlclv.contracts.endless import refuse_endless
from xlclv.contracts.relationships import Grace, Relationships, belonging, payments_made, relationships
from xlclv.contracts.report import Level, Report, Running
from xlclv.contracts.retention import FEW_LOSSES, Counts, Fitted, candidates, count, in_words
from xlclv.contracts.statement import Basis, movements
from xlclv.contracts.values import Group, Terms, expected_payments, groups_of, intervals, of_more_retention, values
from xlclv.contracts.what_if import Steps, what_if
from xlclv.orders.currencies import agreed
from xlclv.orders.source import refusal
from xlclv.places import places
from xlclv.planning.budget import Budget
from xlclv.planning.movement import Movement
from xlclv.planning.opening import OPTION as OPENING
from xlclv.planning.opening import Opening
from xlclv.planning.plan import Asked
from xlclv.planning.scenario import OPTION as SCENARIO
from xlclv.planning.scenario import Told
from xlclv.segments import tiers
from xlclv.terms.options import option_name
from xlclv.valuation.intervals import Interval
from xlclv.valuation.settings import refuse_cac, without_margin

LEVEL_SIZE, LEVEL_LOSSES = 100, 30  # relationships and losses of a level with a curve of its own
MONTHS = 12
POINT = 0.01  # of retention, whose worth is told


def build(
    found: Contracts,
    terms: Terms,
    *,
    grace: Grace | None = None,
    by_contract: bool = False,
    cac: float | None = None,
    currency: str = "",
    command: str = "",
    given: Collection[str] | None = None,
    companions: Companions | None = None,
    openings: tuple[Opening[Basis], ...] = (),
    planning: Asked | None = None,
    scenarios: Sequence[str] = (),
) -> Report:
    """The report of contracts: relationships, movement, curves, values, intervals and checks.

    `companions` are the files beside the contracts; from each of the `openings` the movement of customer equity is
    told; `planning` says what is asked of the months ahead, `scenarios` what if.

    Raises InputError for a value for ever that has no end, or openings that do not fit.
    """
    refuse_cac(cac)
    length = grace or Grace()
    shown = agreed(currency, found.currency)
    them = relationships(found, length, by_contract)
    counts = count(them.renewals, them.lost)
    fits: dict[str, Fitted | str] = {}
    model, test, why = None, None, "nobody has left, so no curve of renewals follows and no value is given"
    if counts.losses:
        fits = candidates(counts)
        name, test, why = choose(found, them, fits)
        chosen = fits[name]
        assert isinstance(chosen, Fitted)
        model = chosen
    curves, names, follows, rivals = _curves(found, them, model, fits)
    running: Running | None = None
    groups: list[Group] = []
    if model is not None and them.running.any():
        running, groups = _valued(found, them, terms, curves, follows)
    refuse_endless(groups, terms)
    expected, coming = intervals(groups, terms, rivals)
    rows, kept, mrr = _money(found, them)
    moved = _moved(found, openings, Basis(curves, names, terms), (length, by_contract), shown)
    ahead = None
    if planning is not None and running is not None and found.spans is not None:
        ahead = budget(planning, found, them, (running.at, running.tier), groups, terms, rivals)
    told, steps = _what_if(scenarios, found, them, curves, follows, terms, cac, ahead)
    return Report(
        __version__, command, found, them, length, by_contract, terms, cac, shown,
        None if given is None else frozenset(given), counts, fits, model, why, test, curves, names,
        _levels(found, them, curves, follows, running, _moved_levels(found, them, length, by_contract)), rows, kept,
        mrr,
        len(np.unique(them.customer[them.running])), running, expected, coming,
        (*without_margin(terms.margin), *_cautions(found, them, counts, model, expected),
         *_owed(them, groups, terms),
         *([ahead.doubt] if ahead and ahead.doubt else [])),
        None if expected is None else (of_more_retention(groups, terms, POINT) - expected.value) * terms.margin,
        None if companions is None else beside(companions, found, them, (running, groups), terms, cac, shown),
        moved,
        ahead,
        told,
        steps,
        plan_notes=() if planning is None else planning.notes,
    )  # fmt: skip


def _what_if(
    texts: Sequence[str], found: Contracts, them: Relationships, curves: tuple[Fitted, ...], follows: Ints,
    terms: Terms, cac: float | None, ahead: Budget | None,
) -> tuple[tuple[Told, ...], Steps | None]:  # fmt: skip
    """The scenarios asked for, and what the budget's months are under them."""
    if texts and not (curves and them.running.any()):
        why = "no contract runs" if curves else "nobody has left"
        raise refusal(option_name(SCENARIO), f"{why}, so there is no value to ask about", "leave it out")
    return what_if(texts, found, them, curves, follows, terms, cac, ahead)


def _moved(
    found: Contracts, openings: tuple[Opening[Basis], ...], closing: Basis, joined: tuple[Grace, bool], currency: str
) -> tuple[Movement, ...]:
    """The statements asked for."""
    if openings and found.spans is None:
        raise refusal(
            option_name(OPENING), "tenures without dates have no days", "give contracts with a start and an end"
        )
    if openings and not closing.curves:
        raise refusal(
            option_name(OPENING), "nobody has left, so there is no value to open or close with", "leave it out"
        )
    return movements(found, openings, closing, *joined, currency, fitted)


def fitted(found: Contracts, them: Relationships) -> tuple[tuple[Fitted, ...], tuple[str, ...]]:
    """The curves of other contracts: those of a past day."""
    fits = candidates(count(them.renewals, them.lost))
    model = fits[choose(found, them, fits)[0]]
    assert isinstance(model, Fitted)
    curves, names, _, _ = _curves(found, them, model, fits)
    return curves, names


def _money(found: Contracts, them: Relationships) -> tuple[tuple[moves.Month, ...], moves.Retained | None, int]:
    """The bridge, the retention over twelve months, and the MRR at the day of valuation."""
    spans = found.spans
    if spans is None:
        return (), None, int(them.mrr.sum())
    shared = (spans.customer, spans.start, spans.end, spans.mrr)
    rows = moves.movement(*shared, spans.fee * payments_made(found), found.day)
    kept = moves.over_months(*shared, found.day, MONTHS, len(found.ids))
    return tuple(rows), kept, int(moves.at(*shared, found.day, len(found.ids)).sum())


def _curves(
    found: Contracts, them: Relationships, model: Fitted | None, fits: dict[str, Fitted | str]
) -> tuple[tuple[Fitted, ...], tuple[str, ...], Ints, list[list[Fitted]]]:
    """The pooled curve and those of levels that can bear one; which each relationship follows; all that were fitted."""
    follows = np.zeros(len(them), dtype=np.int64)
    if model is None:
        return (), (), follows, []
    curves, names = [model], ["all"]
    rivals = [[fit for fit in fits.values() if isinstance(fit, Fitted)]]
    for place, name in enumerate(found.levels[0] if found.by else ()):
        mine = them.levels[0] == place
        own = count(them.renewals[mine], them.lost[mine])
        if own.everyone < LEVEL_SIZE or own.losses < LEVEL_LOSSES:
            continue
        able = candidates(own)
        fit = able.get(model.name)
        if isinstance(fit, Fitted):
            follows[mine] = len(curves)
            curves.append(fit)
            names.append(name)
            rivals.append([one for one in able.values() if isinstance(one, Fitted)])
    return tuple(curves), tuple(names), follows, rivals


def _valued(
    found: Contracts, them: Relationships, terms: Terms, curves: tuple[Fitted, ...], follows: Ints
) -> tuple[Running, list[Group]]:
    """The running relationships with their values, the most valuable first; groups are before margin."""
    at = np.flatnonzero(them.running)
    before = replace(terms, margin=1.0)
    worth, payments, chance = np.zeros(len(them)), np.zeros(len(them)), np.zeros(len(them))
    groups = groups_of(them, at, curves, follows, found.periods, before, found.day, found.as_of is not None)
    for one in groups:
        mine = one.at
        worth[mine], payments[mine] = values(one, before), expected_payments(one)
        k = them.renewals[mine].astype(np.float64)
        after = np.exp(one.curve.log_survival(k + 1) - one.curve.log_survival(k))
        chance[mine] = np.where(one.ahead > 0, after, 0.0)
    rank = worth if terms.margin >= 0 else -worth
    order = at[np.lexsort((at, -rank[at]))]
    who = order, follows[order], chance[order], payments[order], worth[order]
    return Running(*who, terms.margin, tiers.places(rank[order])), groups


def _levels(
    found: Contracts,
    them: Relationships,
    curves: tuple[Fitted, ...],
    follows: Ints,
    running: Running | None,
    moved: list[list[moves.Month]],
) -> tuple[Level, ...]:
    worth = np.zeros(len(them))
    if running is not None:
        worth[running.at] = running.value
    made = []
    for number, (by, known) in enumerate(zip(found.by, found.levels, strict=True)):
        for place, name in enumerate(known):
            mine = them.levels[number] == place
            curve = int(follows[mine].max(initial=0)) if number == 0 else 0
            made.append(
                Level(
                    by, name, int(mine.sum()), int(them.lost[mine].sum()), int(them.running[mine].sum()),
                    int(them.mrr[mine].sum()), curves[curve] if curves else None, curve > 0,
                    None if running is None else float(worth[mine].sum()),
                    moved[number][place] if moved else None,
                )
            )  # fmt: skip
    return tuple(made)


def _moved_levels(found: Contracts, them: Relationships, grace: Grace, by_contract: bool) -> list[list[moves.Month]]:
    """The bridge of the last twelve months of each level of each column; empty where nothing has a day."""
    spans = found.spans
    if spans is None or not found.by:
        return []
    out: list[list[moves.Month]] = []
    paid = spans.fee * payments_made(found)
    of = places(belonging(found, grace, by_contract))
    for number, levels in enumerate(them.levels):
        out.append([])
        level = levels[of]
        for place in range(len(found.levels[number])):
            mine = level == place
            who, start, end, mrr = spans.customer[mine], spans.start[mine], spans.end[mine], spans.mrr[mine]
            rows = moves.movement(who, start, end, mrr, paid[mine], found.day)
            out[-1].append(moves.together(rows[-MONTHS:]))
    return out


def _owed(them: Relationships, groups: Sequence[Group], terms: Terms) -> tuple[str, ...]:
    """That fees paid at the end of a period are owed for those that run: brought in, as `payments_made` counts them."""
    owed = sum(float((them.mrr[one.at] * one.period.in_months / 1e6).sum()) for one in groups)
    if not owed or terms.timing == 1:
        return ()
    return (
        f"fees fall due at the end of their periods (--timing 0): {owed:,.0f} of fees for the periods that run count "
        "as brought in already, though nobody has paid them; the budget has them in the months in which they fall due, "
        "the remaining value begins after them",
    )


def _cautions(
    found: Contracts, them: Relationships, counts: Counts, model: Fitted | None, expected: Interval | None
) -> tuple[str, ...]:
    """What a reader should know before believing the values."""
    said = []
    if len(np.unique(them.period)) > 1:
        many = ", ".join(f"{int((them.period == i).sum()):,} by {length}" for i, length in enumerate(found.periods))
        said.append(
            f"billing periods differ ({many}): renewals are counted in each one's own, and one curve is fitted to all; "
            "--period month counts all in months"
        )
    if 0 < counts.losses < FEW_LOSSES:
        said.append(
            f"only {in_words(counts.losses)}: values rest on constant churn; a curve needs {FEW_LOSSES} or more"
        )
    if model is not None and model.status != "converged":
        said.append(f"{model.name} rests on a {model.status}")
    if not them.running.any():
        when = "nobody runs any more" if found.as_of is None else f"no contract runs on {found.as_of}"
        said.append(f"{when}: nothing is left to value")
    if expected is not None and expected.value == 0.0:
        said.append("no renewal of those who run is expected within the horizon, so what they are still worth is 0")
    if model is None:
        upper = 1 - 0.05 ** (1 / counts.exposed) if counts.exposed else 1.0
        said.append(
            f"nobody has left at {counts.exposed:,} renewals, so churn is 0 to {upper:.2%} a renewal (95%) and "
            "no value is given: it would be that of customers who never leave"
        )
    return tuple(said)
