"""With how many decimals the money of a file's lines is held, where its columns together may leave no room for all."""

from __future__ import annotations

from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files.amounts import DECIMALS, Amount, Cut, Money
from xlclv.orders.files.room import CENTS, decimals, fits

_LINE = ("amount", "quantity", "price")
_OF_GOODS = ("worth", "pieces")


def product(connection: Any, factors: dict[str, Money], cut: Cut | None) -> int:
    """The decimals that quantity x price may have: nine where each line has room for them."""
    scale = sum(money.scale for money in factors.values())
    if cut is not None:  # a share of it joins its own decimals
        scale = cut.of("1", scale)[1]
    scale = min(scale, DECIMALS)
    if len(factors) < 2 or scale <= CENTS or fits(_most(connection, factors), scale):
        return DECIMALS
    found = decimals(*_asked(connection, factors, _times(factors, _LINE)), scale)
    return DECIMALS if found == scale else found


def line(connection: Any, amount: Amount, joined: dict[str, Money], scale: int) -> int:
    """The decimals that a line's amount has beside its costs and what was paid back, of as many as `scale`."""
    others = {role: money for role, money in joined.items() if role not in (*_LINE, "discount")}
    if not others or scale <= CENTS:
        return scale
    terms = [_times(joined, _LINE) or "1.0", _times(joined, _OF_GOODS)]
    terms += [_times(joined, (role,)) for role in ("refunded", "gross")]
    return decimals(*_asked(connection, joined, " + ".join(filter(None, terms))), scale)


def _times(found: dict[str, Money], roles: tuple[str, ...]) -> str:
    """SQL for the size of the product of those of the columns that there are, as money; "" where there is none."""
    sizes = [f"abs({role}.value::DOUBLE) / 1e{found[role].scale}" for role in roles if role in found]
    return f"({' * '.join(sizes)})" if sizes else ""


def _most(connection: Any, factors: dict[str, Money]) -> float:
    """What the product of the columns does not pass."""
    most = 1.0
    for money in factors.values():
        (largest,) = one(connection, f"SELECT max(abs(value::DOUBLE)) FROM {money.table}")
        most *= (largest or 0.0) / 10**money.scale
    return most


def _asked(connection: Any, joined: dict[str, Money], size: str) -> tuple[float, float]:
    """The largest of the rows' sizes, and their sum."""
    joins = "".join(f" JOIN {money.table} AS {role} ON raw.{role} = {role}.text" for role, money in joined.items())
    found = one(connection, f"SELECT coalesce(max({size}), 0), coalesce(sum({size}), 0) FROM raw{joins}")
    return float(found[0]), float(found[1])
