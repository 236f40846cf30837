"""What `import xlclv` offers a script: orders from a file or a data frame, fits, a table of customers, the workbook."""

from __future__ import annotations

import datetime as dt
import functools
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from xlclv.orders import frames
from xlclv.orders.aggregates import of_orders
from xlclv.orders.reading import Orders, read
from xlclv.orders.source import FRAME
from xlclv.orders.summary import summarise as of_customers
from xlclv.report.build import build
from xlclv.terms.options import PYTHON, asked_by
from xlclv.validation.automatic import made
from xlclv.valuation.customers import Fits
from xlclv.valuation.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["build_report", "fit", "read_orders", "score", "summarise"]


P = ParamSpec("P")
T = TypeVar("T")


def _asked(function: Callable[P, T]) -> Callable[P, T]:
    """A function whose messages, warnings and notes name arguments: whoever calls it types no options."""

    @functools.wraps(function)
    def asked(*given: P.args, **named: P.kwargs) -> T:
        with asked_by(PYTHON):
            return function(*given, **named)

    return asked


build_report, summarise = _asked(build), _asked(of_customers)


@_asked
def read_orders(source: Any, **options: Any) -> Orders:
    """The orders of a path or several, a pandas or Polars data frame, an Arrow table, or an Ibis expression.

    A frame is read by the rules of a file: columns are recognised by name or named by `customer`, `date` and `amount`;
    the other options are those of xlclv.orders.reading.read. Raises InputError, one line, for orders that break a rule.
    """
    if isinstance(source, str | os.PathLike) or (
        isinstance(source, list | tuple) and all(isinstance(path, str | os.PathLike) for path in source)
    ):
        return read(source, **options)
    return _of_frame(source, options)


def _of_frame(source: Any, options: dict[str, Any]) -> Orders:
    folder = tempfile.mkdtemp(prefix="xlclv-")
    try:
        # Through a file, so that one rulebook reads all orders.
        path = Path(folder) / FRAME
        frames.write(source, path)
        orders = read(path, **options)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    # The engine reads rows where they lie, so the file lives as long as the engine.
    weakref.finalize(orders.customers.get_backend(), shutil.rmtree, folder, ignore_errors=True)
    return orders


@_asked
def fit(
    orders: Orders,
    model: str = DEFAULTS.model,
    *,
    as_of: dt.date | None = None,
    season: bool = True,
    prior: bool = True,
    horizon: float = DEFAULTS.horizon,
) -> Fits:
    """The models of repeat buying and of spend, fitted to all customers.

    `model` is a model's name, or "auto" for the one that past days speak for, looking as far ahead as `horizon` (years)
    where the orders reach so far. With `season` purchases follow one where two years of orders show it; with a `prior`
    fewer than 200 customers lean on what other shops show.

    Raises NotIdentifiedError, with the reason, where the data cannot support a model.
    """
    return made(orders, model, horizon, as_of, season=season, prior=prior).fits


@_asked
def score(
    orders: Orders,
    fits: Fits | None = None,
    *,
    rate: float = DEFAULTS.rate,
    margin: float = DEFAULTS.margin,
    horizon: float = DEFAULTS.horizon,
    as_of: dt.date | None = None,
    ranges: bool = False,
) -> pa.Table:
    """A table of customers, sorted by id as text, with the columns of `xlclv score`, as an Arrow table.

    `rate` is annual and effective, `margin` a share of revenue, `horizon` in years. Without `fits` the default model
    is fitted. `ranges` adds the four columns of `xlclv score --ranges`. Raises NotIdentifiedError where no
    model can be fitted.
    """
    from xlclv.valuation import scoring

    settings = Settings(rate, margin, horizon)  # before the work
    fits = fits or fit(orders, as_of=as_of, horizon=horizon)
    settings = replace(settings, model=fits.name)
    known = of_orders(orders, as_of, first=fits.first)
    found = scoring.score(orders, known, fits, settings, as_of, ranges)
    table = scoring.at_margin(found, margin).to_pyarrow()
    return table.sort_by("customer")
