"""Fits as cells: the model behind a parameter block, a fit laid out as a block, and what is computed from both."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from xlclv.cells.block import Parameters
from xlclv.checks import Floats
from xlclv.errors import NA, VALUE, Fault, InputError, counted
from xlclv.models import Model, bg_bb, by_name, full_name, gamma_gamma
from xlclv.models.likelihood.maximum import Fit

SPEND_MODEL = "Gamma-Gamma"


def btyd(given: Parameters, model: str) -> tuple[Model, Any]:
    """The model and its parameters; a block names its model, bare numbers leave that to the argument.

    Raises InputError: another number of parameters (code #VALUE!), one that is out of bounds.
    """
    kernel = _kernel(given.model or model)[1]
    return kernel, _params(kernel.Params, given, "params")


def named_btyd(given: Parameters, model: str) -> tuple[str, Any]:
    """The model's name in place of the model; else as `btyd`, and for models in time alone."""
    return full_name(given.model or model), btyd(given, model)[1]


def spend(given: Parameters, name: str = "params") -> gamma_gamma.Params:
    """The Gamma-Gamma parameters of a block or of bare numbers; `name` is the argument they stand in."""
    if given.model is not None and given.model.strip().casefold() != SPEND_MODEL.casefold():
        raise InputError((Fault(name, "must be the block of CLV_SPEND_FIT", VALUE, True, given.model),))
    params: gamma_gamma.Params = _params(gamma_gamma.Params, given, name)
    return params


def _params(kind: type, given: Parameters, argument: str) -> Any:
    names = [field.name for field in fields(kind)]
    if len(given.numbers) != len(names):
        held = counted(len(given.numbers), "number")
        rule = f"has {held}; must be the block of a fit, or {len(names)} numbers: {', '.join(names)}"
        raise InputError((Fault(argument, rule, VALUE, True),))
    return kind(*given.numbers)


def btyd_block(frequency: Any, recency: Any, T: Any, model: str, weights: Any) -> list[list[Any]]:
    """The block of CLV_BTYD_FIT."""
    name, kernel = _kernel(model)
    return block(name, kernel.Params, kernel.fit(frequency, recency, T, weights=weights))


def _kernel(model: str) -> tuple[str, Any]:
    """A model's full name and module; BG/BB too, which counts opportunities in place of time."""
    if str(model).strip().casefold().replace("/", "") == "bgbb":
        return "BG/BB", bg_bb
    return full_name(model), by_name(model)


def spend_block(frequency: Floats, monetary_value: Floats) -> list[list[Any]]:
    """The block of CLV_SPEND_FIT, with the correlation of frequency and monetary_value that the model denies."""
    fit = gamma_gamma.fit(frequency, monetary_value)
    return block(SPEND_MODEL, gamma_gamma.Params, fit, correlation=fit.correlation)


def block(model: str, kind: type, fit: Fit[Any], **more: float | None) -> list[list[Any]]:
    rows: list[list[Any]] = [["model", model, ""]]
    for field, error in zip(fields(kind), fit.standard_errors, strict=True):
        estimate = NA if fit.params is None else getattr(fit.params, field.name)
        rows.append([field.name, estimate, NA if error is None else error])
    rows.append(["log_likelihood", NA if fit.log_likelihood is None else fit.log_likelihood, ""])
    rows.append(["customers", int(fit.customers) if float(fit.customers).is_integer() else fit.customers, ""])
    rows += [[name, NA if value is None else value, ""] for name, value in more.items()]
    rows.append(["status", fit.status, ""])
    return rows


def residual_clv(
    rate: Any,
    given: Parameters,
    spend_given: Parameters,
    frequency: Any,
    recency: Any,
    T: Any,
    monetary_value: Any,
    horizon: Any,
    margin: Any,
    periods_per_year: Any,
    model: str,
) -> Floats:
    """Remaining CLV of each customer from blocks or bare numbers."""
    from xlclv.valuation import residual

    _, params = btyd(given, model)
    return residual.residual_clv(
        full_name(given.model or model),
        params,
        spend(spend_given, "spend_params"),
        rate,
        horizon,
        frequency,
        recency,
        T,
        monetary_value,
        margin=margin,
        periods_per_year=periods_per_year,
    )


def forecast(
    given: Parameters,
    spend_given: Parameters,
    frequency: Any,
    recency: Any,
    T: Any,
    monetary_value: Any,
    days: Any,
    margin: Any,
    model: str,
    unit_days: Any,
) -> list[list[float]]:
    """The rows of CLV_FORECAST: orders and margin of each period."""
    from xlclv.valuation import forecast as ahead

    name, params = named_btyd(given, model)
    told = (frequency, recency, T, monetary_value, days)
    spend_params = spend(spend_given, "spend_params")
    orders, money = ahead.forecast(name, params, spend_params, *told, margin=margin, unit_days=unit_days)
    return [list(row) for row in zip(orders.tolist(), money.tolist(), strict=True)]
