"""Whether a base's purchases are told with a season: where two years are known, and Akaike's criterion says so."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from xlclv.models import by_name
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.maximum import Fit
from xlclv.models.likelihood.prior import FADED
from xlclv.models.season.clock import MONTHS, STEADY, Clock
from xlclv.models.season.fit import Months, fit, seasonal


class Purchases(NamedTuple):
    """A fit, the clock it is on, and in a sentence why; empty where nobody asked."""

    fit: Fit[Any]
    clock: Clock
    sentence: str


def purchases(model: str, known: Rows, months: Months | None, prior: bool = False) -> Purchases:
    """The model, full name given, fitted to histories in weeks; on a season clock where `months` show a season.

    `prior` as the models' fits have it; a base small enough to lean on one has no season to tell.

    Raises InputError as the model's own fit does.
    """
    plain = by_name(model).fit(known.x, known.t_x, known.T, weights=known.customers, prior=prior)
    if months is None:
        return Purchases(plain, STEADY, "")
    if not seasonal(model):
        return Purchases(plain, STEADY, f"no season: {model} has customers leave in calendar time, and cannot hold one")
    if prior and known.customers.sum() < FADED:
        return Purchases(plain, STEADY, f"no season: fewer than {FADED} customers cannot show one")
    if not months.enough and months.late and months.again is not None:
        day = dt.date(1970, 1, 1) + dt.timedelta(days=months.again)
        return Purchases(plain, STEADY, f"no season: nobody bought again before {day}, and each month must come twice")
    if not months.enough:
        years = (months.now - months.first + 1) / 365.25
        return Purchases(plain, STEADY, f"no season: the orders span {years:.1f} years, and each month must come twice")
    found = fit(model, known, months, plain) if plain.aic is not None else None
    if found is None or found.fit.aic is None or plain.aic is None:
        return Purchases(plain, STEADY, "no season: these orders do not tell one")
    if found.fit.aic >= plain.aic:
        rule = f"with one AIC is {found.fit.aic:,.1f}, without {plain.aic:,.1f}"
        return Purchases(plain, STEADY, f"no season: {rule}")
    least, most = min(found.clock.weights), max(found.clock.weights)
    named = [MONTHS[found.clock.weights.index(weight)] for weight in (most, least)]
    told = (
        f"purchases follow a season, most in {named[0]} ({most:.2f} times the year's rate), least in {named[1]} "
        f"({least:.2f}): with it AIC is {found.fit.aic:,.1f}, without {plain.aic:,.1f}"
    )
    return Purchases(found.fit, found.clock, told)
