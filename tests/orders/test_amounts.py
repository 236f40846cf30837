"""Quantity x price, less a discount, as whole numbers: every figure here is worked out by hand."""

from __future__ import annotations

import duckdb
import pytest

from xlclv.orders import engine
from xlclv.orders.files.amounts import DECIMALS, Amount, Cut, Money, product


def worked(made: Amount, /, **values: int) -> int | None:
    """What the amount's SQL gives for these whole numbers, each in a table of its role's name."""
    tables = ", ".join(f"(SELECT {value}::BIGINT AS value) AS {role}" for role, value in values.items())
    with duckdb.connect() as connection:
        (found,) = engine.one(connection, f"SELECT {made.value} FROM {tables or '(SELECT 1)'}")
    return found  # type: ignore[no-any-return]


def of(quantity: int, price: int) -> dict[str, Money]:
    """Columns with so many decimals."""
    return {"quantity": Money("q", quantity), "price": Money("p", price)}


def test_an_order_without_an_amount_counts_as_one() -> None:
    """1, of no decimals; and a column alone is its own value."""
    assert (worked(product({})), product({}).scale) == (1, 0)
    alone = product({"amount": Money("a", 3)})
    assert (worked(alone, amount=-1250), alone.scale, alone.warnings) == (-1250, 3, ())


@pytest.mark.parametrize(
    ("decimals", "quantity", "price", "value", "scale"),
    [
        ((0, 2), -3, 1999, -5997, 2),
        ((4, 5), 12, 34, 408, 9),  # nine decimals in all: not rounded
        ((5, 5), 12, 34, 41, 9),  # 408 of the tenth decimal
        ((5, 5), 1, 4, 0, 9),
        ((5, 5), 1, 5, 1, 9),  # half goes away from zero
        ((5, 5), -1, 5, -1, 9),
        ((6, 5), 1, 49, 0, 9),
        ((6, 5), 1, 50, 1, 9),
        ((0, 0), 2**62, 2, None, 0),  # one more than 64 bits hold
        ((0, 0), 2**62, -2, -(2**63), 0),
        ((0, 0), 2**63 - 1, 2**63 - 1, None, 0),
    ],
)
def test_a_product(decimals: tuple[int, int], quantity: int, price: int, value: int | None, scale: int) -> None:
    """Exactly to nine decimals; nothing where 64 bits cannot hold it; that it is rounded is said."""
    found = product(of(*decimals))
    assert (worked(found, quantity=quantity, price=price), found.scale) == (value, scale)
    rounded = f"quantity x price has {sum(decimals)} decimals; rounded to {DECIMALS}"
    assert found.warnings == ((rounded,) if sum(decimals) > DECIMALS else ())


@pytest.mark.parametrize(
    ("kind", "decimals", "discount", "quantity", "value", "scale"),
    [
        ("share", 2, 15, 3, 509745, 4),  # 59.97 less 15% is 50.9745
        ("percent", 0, 15, 3, 509745, 4),
        ("percent", 1, 155, 3, 5067465, 5),  # 15.5%
        ("money", 1, 55, 3, 5447, 2),  # 59.97 less 5.5
        ("money", 3, 5125, 3, 54845, 3),  # less 5.125
        ("money", 1, -55, 3, 5447, 2),  # a discount written as what it takes away
        ("share", 2, -15, 3, 509745, 4),
        ("money", 1, 55, -3, -5447, 2),  # a refund is of what was paid
        ("share", 2, 15, -3, -509745, 4),
        ("money", 1, 55, 0, 0, 2),
    ],
)
def test_a_discount(kind: str, decimals: int, discount: int, quantity: int, value: int, scale: int) -> None:
    """A share, a percentage or money off quantity x 19.99, whatever the signs."""
    found = product(of(0, 2), Cut(kind, decimals))
    assert (worked(found, quantity=quantity, price=1999, discount=discount), found.scale) == (value, scale)
