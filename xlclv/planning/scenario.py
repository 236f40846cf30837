"""Scenarios: a name and what is changed, resolved to the drivers of value, and what these come to.

A driver is given (margin=35%) or moved (margin=-10%, a tenth less of what it is); `growth` is given alone, so that -5%
is a growth and no move of one. `orders` and `spend` scale every order to come, `new-customers` the plan. `retention`
scales whom the base loses: at +10% a tenth fewer of those leave whom the model expects to.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from xlclv.orders.source import refusal
from xlclv.planning.budget import Budget
from xlclv.planning.lines import Totals, totals
from xlclv.terms.options import bare_option, option_name

OPTION = "scenario"
MOST = 5
GIVEN = ("rate", "margin", "horizon", "cac")  # drivers that may be given as well as moved
MOVED = ("orders", "spend", "retention", "new-customers")


class Keys(NamedTuple):
    """The drivers that may be given as well as moved, and those that are moved alone."""

    given: tuple[str, ...] = GIVEN
    moved: tuple[str, ...] = MOVED


OF_ORDERS = Keys()
_CHANGE = re.compile(r"[+-]\d+(\.\d+)?%")
_VALUES = {  # what a value may look like, and in words
    "growth": (re.compile(r"[+-]?\d+(\.\d+)?%?"), "a growth a year such as 3% or -5%"),
    "horizon": (re.compile(r"\d+(\.\d+)?"), "a number of years such as 2.5, or a change such as -10%"),
    "cac": (re.compile(r"\d+(\.\d+)?"), "an amount such as 25, or a change such as -10%"),
}
_SHARE = re.compile(r"\d+(\.\d+)?%?"), "a value such as 35%, or a change such as -10%"


@dataclass(frozen=True, slots=True)
class Drivers:
    """What value follows from: the assumptions, and by how much orders, spend, losses and newcomers are taken."""

    rate: float
    margin: float
    horizon: float
    cac: float | None
    orders: float = 1.0
    spend: float = 1.0
    losses: float = 1.0
    won: float = 1.0
    growth: float = 0.0  # of fees a year, of contracts


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name, the changes as they were typed, and the drivers that these make."""

    name: str
    changes: tuple[tuple[str, str], ...]
    drivers: Drivers


class Told(NamedTuple):
    """A scenario, the base among them, customer equity under it, and what all months of the budget come to."""

    name: str
    changes: tuple[tuple[str, str], ...]
    drivers: Drivers
    equity: float
    budget: Totals | None = None


def all_told(
    base: Drivers,
    found: Sequence[Scenario],
    equity: Callable[[Drivers], float],
    budget: Callable[[Drivers], Budget] | None,
) -> tuple[Told, ...]:
    """The base, then each scenario; nothing where there is none."""
    if not found:
        return ()
    told = []
    for name, changes, drivers in (("Base", (), base), *((each.name, each.changes, each.drivers) for each in found)):
        ahead = None if budget is None else totals(budget(drivers), drivers.rate, drivers.margin, drivers.cac)
        told.append(Told(name, changes, drivers, equity(drivers), ahead))
    return tuple(told)


def scenarios(texts: Iterable[str], base: Drivers, keys: Keys = OF_ORDERS) -> tuple[Scenario, ...]:
    """The scenarios as they are typed, `NAME: key=value, ...`, or lines of a file.

    Raises InputError for what cannot be read, more than five, or a driver out of bounds.

    >>> base = Drivers(0.1, 0.4, 3.0, 25.0)
    >>> found = scenarios(["Downturn: margin=35%, orders=-10%, cac=+20%"], base)[0]
    >>> found.name, found.drivers.margin, found.drivers.orders, found.drivers.cac
    ('Downturn', 0.35, 0.9, 30.0)
    """
    found = tuple(_one(line, base, keys) for text in texts for line in _lines(text))
    if len(found) > MOST:
        raise refusal(option_name(OPTION), f"{len(found)} scenarios", f"give at most {MOST}")
    names = [each.name.casefold() for each in found]
    for each in found:
        if each.name.casefold() == "base" or names.count(each.name.casefold()) > 1:
            raise refusal(
                f"{option_name(OPTION)} {each.name}", "the name is taken", "give each scenario a name of its own"
            )
    return found


def _lines(text: str) -> list[str]:
    if "=" in text:
        return [text]
    path = Path(text)
    if not path.is_file():
        rule = "is neither a scenario nor a file"
        raise refusal(
            f"{option_name(OPTION)} {text}",
            rule,
            'write "Downturn: margin=35%, orders=-10%", or name a file of such lines',
        )
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise refusal(f"{option_name(OPTION)} {path.name}", "is not a text in UTF-8", "save it as such") from error
    kept = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not kept:
        raise refusal(
            f"{option_name(OPTION)} {path.name}", "has no scenario", "write lines such as Downturn: margin=35%"
        )
    return kept


def _one(text: str, base: Drivers, keys: Keys) -> Scenario:
    name, colon, rest = text.partition(":")
    name = name.strip()
    where = f"{option_name(OPTION)} {name[:40]}"
    if not colon or not name or len(name) > 31:
        raise refusal(where, "has no name of 1 to 31 letters before a colon", 'write "Downturn: margin=35%"')
    changes: list[tuple[str, str]] = []
    held: dict[str, Any] = {key: getattr(base, key) for key in keys.given}
    for part in filter(None, (part.strip() for part in rest.split(","))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or key not in (*keys.given, *keys.moved):
            way = f"write key=value with a key of {', '.join((*keys.given, *keys.moved))}"
            raise refusal(where, f'"{part}" is not a change', way)
        if key in dict(changes):
            raise refusal(where, f"{key} is given twice", "give it once")
        changes.append((key, value))
        held[_FIELD.get(key, key)] = _value(where, key, value, getattr(base, key, None))
    if not changes:
        raise refusal(where, "changes nothing", "write at least one key=value")
    return Scenario(name, tuple(changes), _checked(where, Drivers(**held), base))


_FIELD = {"retention": "losses", "new-customers": "won"}


def times_of(key: str, text: str) -> float | None:
    """How many times what it is a driver becomes; None for what gives it a value.

    >>> round(times_of("margin", "-10%"), 9), times_of("margin", "35%"), times_of("growth", "-5%")
    (0.9, None, None)
    """
    return None if key == "growth" or not _CHANGE.fullmatch(text) else 1.0 + float(text[:-1]) / 100.0


def _value(where: str, key: str, text: str, base: float | None) -> float:
    times = times_of(key, text)
    if key in MOVED:
        if times is None:
            raise refusal(where, f'{key}="{text}" is not a change such as -10%', "write it so")
        return 2.0 - times if key == "retention" else times
    if times is not None:
        if base is None:
            raise refusal(where, f"{key}={text} moves what is not known", f"give {key} a value, or --{key}")
        if base == 0.0 or not math.isfinite(base):
            what = "is 0" if base == 0.0 else "has no end"
            raise refusal(where, f"{key}={text} moves what {what}", f"give {key} a value")
        return base * times
    pattern, kind = _VALUES.get(key, _SHARE)
    if not pattern.fullmatch(text):
        raise refusal(where, f'{key}="{text}" is not {kind}', "write it so")
    return float(text.rstrip("%")) / 100.0 if text.endswith("%") else float(text)


def _checked(where: str, found: Drivers, base: Drivers) -> Drivers:
    """Drivers within bounds; what the report has no sales for is asked of a longer report."""
    bounds = (
        (0.0 <= found.rate <= 1.0, f"a rate of {found.rate:.4g}", "give 0% to 100%"),
        (0.0 <= found.margin <= 1.0, f"a margin of {found.margin:.4g}", "give 0% to 100%"),
        (0.0 < found.horizon <= base.horizon, f"a horizon of {found.horizon:g} years, beyond the report's",
         f"give a report of {bare_option('horizon', f'{found.horizon:g}')}, and {base.horizon:g} to the others"),
        (found.cac is None or found.cac >= 0.0, f"an acquisition cost of {found.cac}", "give 0 or more"),
        (-0.5 <= found.growth <= 1.0, f"a growth of fees of {found.growth:.4g}", "give -50% to 100%"),
        (min(found.orders, found.spend, found.losses, found.won) >= 0.0, "less than nothing is left of a driver",
         "take at most 100% away"),
    )  # fmt: skip
    for holds, rule, way in bounds:
        if not holds:
            raise refusal(where, rule, way)
    return found
