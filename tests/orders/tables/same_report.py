"""What it means that a report made of sums and the best customers is the report of all customers, fetched."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from tests.workbook.cutting import shortened
from xlclv import report
from xlclv.orders.reading import Orders

NEAR = 1e-12


def same_report(
    orders: Orders, listed: int, near: float = NEAR, whole: report.Report | None = None, **terms: Any
) -> report.Report:
    """Every figure of both to `near` (ten times that after a standard error); counts, dates, words and ids the same.

    `whole` is the report of all customers where it is at hand. Gives the one made of sums.
    """
    wanted = shortened(whole or report.build(orders, **terms), listed)
    found = report.build(orders, listed=listed, **terms)
    assert wanted.checks_ok
    apart = list(_apart("report", found, wanted, near))
    assert not apart, "\n".join(apart)
    return found


def _apart(name: str, one: Any, other: Any, near: float) -> Any:
    if is_dataclass(other):
        for field in fields(other):
            yield from _apart(f"{name}.{field.name}", getattr(one, field.name), getattr(other, field.name), near)
    elif isinstance(other, tuple) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _apart(f"{name}[{i}]", a, b, near)
    elif isinstance(other, np.ndarray) and other.dtype.kind == "f":
        scale = float(np.nanmax(np.abs(other), initial=0.0)) if name.endswith("flows.sales") else np.abs(other)
        bad = ~((np.abs(one - other) <= near * _slack(name) * scale) | (np.isnan(one) & np.isnan(other)))
        if bad.any():
            i = tuple(int(k) for k in np.argwhere(bad)[0])
            yield f"{name}{list(i)}: {one[i]!r} is not {other[i]!r} ({int(bad.sum())} of {bad.size})"
    elif isinstance(other, np.ndarray):
        if not np.array_equal(one, other):
            yield f"{name}: differs"
    elif isinstance(other, float) and isinstance(one, float):
        if abs(one - other) > near * _slack(name) * abs(other):
            yield f"{name}: {one!r} is not {other!r}"
    elif one != other:
        yield f"{name}: {one!r} is not {other!r}"


def _slack(name: str) -> float:
    """A standard error comes out of the inverse of a matrix."""
    return 10.0 if name.endswith(("relative_error", ".low", ".high")) else 1.0
