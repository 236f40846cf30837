"""Amounts of a table as whole numbers of the smallest unit: decimals exactly, floating point as the decimals it shows.

The scale is the number of decimals the column needs, up to nine, whatever its declared type has room for: so the same
orders have the same scale in a file, in DuckDB, PostgreSQL and Spark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlclv.errors import counted
from xlclv.orders.files.amounts import DECIMALS
from xlclv.orders.files.room import CENTS, LARGEST
from xlclv.orders.rules.fee_words import unit_of
from xlclv.orders.tables.place import Asked, Field, UndecidedError, odd

if TYPE_CHECKING:
    import ibis.expr.types as ir

_NOISE = 1e-15  # of an amount: what a computed 45.900000000000006 has too much


@dataclass(frozen=True, slots=True)
class Amounts:
    """The column as whole numbers of 10**-scale; `most` is the largest of them, either way."""

    units: ir.Column
    scale: int
    most: int
    below: bool = False  # whether any is below 0
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def ask(field: Field) -> Asked:
    """What has to be known of the column; InputError for a type that is no number."""
    kind = field.value.type()
    if kind.is_string() or (kind.is_decimal() and kind.precision is None):  # PostgreSQL's numeric: any decimals
        raise UndecidedError
    if not kind.is_numeric() or kind.is_boolean():
        raise field.refuse(f"holds {kind}, not numbers", "make a view in which it is a DECIMAL")
    value = _shown(field.value)
    asked: Asked = {"missing": value.isnull().sum(), "least": value.min(), "most": value.max()}
    if kind.is_floating():
        asked["odd"] = odd(value).sum()
    asked |= {f"fits{scale}": _fits(value, scale).all() for scale in range(_room(kind))}
    if kind.is_floating() or (kind.is_decimal() and (kind.scale is None or kind.scale > DECIMALS)):
        asked["finer"] = (~_fits(value, DECIMALS)).sum()
    return {field.key(name): question for name, question in asked.items()}


def told(field: Field, answers: dict[str, Any]) -> Amounts:
    """The column by the answers; InputError for amounts that are missing, no numbers, or too large."""
    answer = {name.removeprefix(f"{field.role}_"): value for name, value in answers.items()}
    value = _shown(field.value)
    kind = value.type()
    if answer["missing"]:
        rule = f"{counted(int(answer['missing']), 'row')} without an amount"
        raise field.refuse(rule, "fill them in, or make a view that leaves them out")
    if answer.get("odd"):
        raise field.refuse(f"{counted(int(answer['odd']), 'row')} with an amount that is not finite", "correct them")
    room = _room(kind)
    scale = next((s for s in range(room) if answer[f"fits{s}"]), room)
    most = max(abs(int(answer["least"] or 0)), abs(int(answer["most"] or 0))) + 1
    if scale > CENTS and most <= LARGEST // 10**CENTS:
        if most > LARGEST // 10**scale:
            raise UndecidedError  # cells say how many decimals there is room for
    elif most > LARGEST // 10**scale:
        rule = f"an amount is too large to be held exactly with {scale} decimals"
        raise field.refuse(rule, "correct it, or round the amounts to cents")
    cents, said, warned = (0, "", "") if field.role == "quantity" else unit_of(field.header, field.called)
    notes, warnings = list(filter(None, (said,))), list(filter(None, (warned,)))
    if kind.is_floating():
        notes.append(f"{field.called} is in floating point; amounts read with {counted(scale, 'decimal')}")
    if answer.get("finer"):
        finer = counted(int(answer["finer"]), "amount")
        warnings.append(f"{field.called}: {finer} of more than {DECIMALS} decimals; rounded")
    below = bool(answer["least"] is not None and answer["least"] < 0)
    return Amounts(_units(value, scale), scale + cents, most * 10**scale, below, tuple(notes), tuple(warnings))


def product(quantity: Amounts, price: Amounts) -> Amounts:
    """Quantity x price, in whole numbers; undecided where 64 bits or nine decimals cannot be relied on."""
    scale, most = quantity.scale + price.scale, quantity.most * price.most
    if most > LARGEST or scale > DECIMALS or (quantity.below and price.below):  # rows of two minuses are returns
        raise UndecidedError
    both = quantity, price
    return Amounts(
        quantity.units * price.units,
        scale,
        most,
        quantity.below or price.below,
        tuple(note for part in both for note in part.notes),
        tuple(warning for part in both for warning in part.warnings),
    )


def _room(kind: Any) -> int:
    """How many scales below the last resort are worth a question."""
    if kind.is_integer():
        return 0
    return DECIMALS if kind.is_floating() or kind.scale is None else min(kind.scale, DECIMALS)


def _shown(value: ir.Column) -> ir.Column:
    """The column, that of 32 bits as the decimals it shows: 55625.48, which in 64 bits would be 55625.48046875."""
    kind = value.type()
    small = kind.is_float32() or kind.is_float16()
    return value.cast("string").cast("float64") if small else value


def _fits(value: ir.Column, scale: int) -> ir.BooleanColumn:
    """Whether the amount has no more than `scale` decimals."""
    import ibis

    if value.type().is_decimal():
        return value.round(scale) == value
    plain = value.cast("float64")
    moved = ibis.ifelse(odd(plain), 0.0, plain) * 10.0**scale  # what is not finite has no whole part
    small = moved.abs() < 2.0**53  # beyond, all are whole
    return ibis.ifelse(small, (moved.round() - moved).abs() <= moved.abs() * _NOISE, True)


def _units(value: ir.Column, scale: int) -> ir.Column:
    if value.type().is_integer():
        return value.cast("int64")
    if value.type().is_decimal():
        return (value.round(scale) * 10**scale).cast("int64")
    return (value.cast("float64") * 10.0**scale).round().cast("int64")
