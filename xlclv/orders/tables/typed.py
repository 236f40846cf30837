"""A table whose columns have types, as orders: customer, day and amount, by the rules for files, where the data is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlclv.orders.billed import are_money, of_paid, paid_beside, unpaid
from xlclv.orders.blanks import not_read
from xlclv.orders.currencies import apart, converted, converted_into_one, one_of, other_than, way_out
from xlclv.orders.currency_columns import are_currencies
from xlclv.orders.currency_names import plainly, surely_converted
from xlclv.orders.files import price_units, signs
from xlclv.orders.files.flags import not_looked_at
from xlclv.orders.files.room import LARGEST
from xlclv.orders.roles import Columns, kept
from xlclv.orders.rules.units import currency_in
from xlclv.orders.source import Options, refusal
from xlclv.orders.tables import amounts, days, ids
from xlclv.orders.tables.place import Asked, Field, UndecidedError
from xlclv.orders.taxed import taxed

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROW, PRINT = "row", "print"
_NAMES = 20  # of currencies: $, US$ and USD are one
_CELLS = 200  # different ones of a column that may be money
_MONEY = ("amount", "quantity", "price")


@dataclass(frozen=True, slots=True)
class Typed:
    """The orders of one table: customer (NULL: none), day, amount at 10**-scale; row and print where it has them."""

    table: ir.Table
    scale: int
    currency: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    bound: int  # no sum of its amounts passes so many units


def convert(table: ir.Table, headers: Sequence[str], columns: Columns, where: str, options: Options) -> Typed:
    """The table's orders; InputError, one line, where a type or a value breaks a rule.

    `headers` are the table's columns in order; columns `row` and `print` after them are kept.
    """
    if price_units.beside(headers, columns):
        raise UndecidedError
    if columns.currencies or (columns.of_line and of_paid(headers, columns, options)):
        raise UndecidedError  # cells say which column is of currencies, or what quantity x price is beside payments
    table, fields, answers, blank = _asked(table, headers, columns, where)
    money = [role for role in _MONEY if role in fields]
    customer, day = ids.told(fields["customer"], answers), days.told(fields["date"], answers)
    parts = [amounts.told(fields[role], _of(role, answers)) for role in money]
    amount = _amount(parts)
    if signs.net_of(headers, columns) or _contradicts(table, headers, columns, amount):
        raise UndecidedError
    shown = " x ".join(fields[role].header for role in money)
    said = (
        f", amount is {shown}{taxed(headers, columns, _paid_beside(table, headers, columns))}"
        if money
        else "; orders are counted, without money"
    )
    notes = [f"{where}: customer is {fields['customer'].header}, date is {fields['date'].header}{said}"]
    notes += [f"{where}: {said}" for said in not_read(*blank)]
    currency, beside = _currency(fields, table, customer.customer)
    if currency:
        notes.append(f"{where}: amounts are in {currency}")
    more = {name: table[name] for name in (ROW, PRINT) if name in table.columns and name not in headers}
    more |= {kept(number): table[headers[at]].cast("string") for number, at in enumerate(columns.extra)}
    orders = table.select(**more, customer=customer.customer, day=day.day, amount=amount.units)
    beside += _unpaid(orders, of_paid(headers, columns, options))
    return Typed(
        orders,
        amount.scale,
        currency,
        (*notes, *customer.notes, *day.notes, *amount.notes),
        (*customer.warnings, *amount.warnings, *(f"{where}: {w}" for w in (*beside, *not_looked_at(headers, columns)))),
        _bound(orders, amount, int(answers["rows"])),
    )


def _bound(orders: ir.Table, amount: amounts.Amounts, rows: int) -> int:
    """What no sum of the amounts passes; undecided where 64 bits cannot be relied on: cells are rounded, or refused."""
    bound = amount.most * rows
    if bound <= LARGEST:
        return bound
    known = orders.filter(orders.customer.notnull())
    total = known.amount.cast("decimal(38, 0)").abs().sum().to_pyarrow().as_py()
    if (bound := int(total or 0)) > LARGEST:
        raise UndecidedError
    return bound


def _paid_beside(table: ir.Table, headers: Sequence[str], columns: Columns) -> str:
    """The header of what was paid beside what was billed, where its cells are money; "" where none is."""
    for at in paid_beside(headers, columns):
        cell = table[headers[at]].cast("string").name("cell").as_table().distinct()
        found = cell.order_by("cell").limit(_CELLS).to_pyarrow()["cell"].to_pylist()
        if are_money([text or "" for text in found]):
            return headers[at].strip()
    return ""


def _unpaid(orders: ir.Table, paid: str) -> list[str]:
    """What to warn of where the amount is what was paid, by its name, and often 0."""
    if not paid:
        return []
    known = orders.customer.notnull()
    found = orders.aggregate(nothing=orders.count(where=known & (orders.amount == 0)), rows=orders.count(where=known))
    row = found.to_pyarrow().to_pylist()[0]
    return unpaid(paid, int(row["nothing"]), int(row["rows"]))


def _contradicts(table: ir.Table, headers: Sequence[str], columns: Columns, amount: amounts.Amounts) -> bool:
    """Whether rows may have a quantity below 0 and an amount above it, which cells are looked at for."""
    if columns.units is None:
        return False
    below = []
    for at in columns.of_line or (columns.units,):
        value = table[headers[at]]
        kind = value.type()
        if kind.is_string():
            below.append(value.re_search(r"^\s*[-(]|[0-9]-\s*$"))
        elif kind.is_numeric():
            below.append(value < 0)
    if not below:
        return False
    import ibis

    odd = ibis.or_(*below) & (amount.units > 0)
    return bool(table.aggregate(odd=odd.sum()).to_pyarrow()["odd"][0].as_py())


def _amount(parts: Sequence[amounts.Amounts]) -> amounts.Amounts:
    """The one column, quantity x price, or 1 where orders are counted."""
    if not parts:
        import ibis

        return amounts.Amounts(ibis.literal(1, "int64"), 0, 1)
    return parts[0] if len(parts) == 1 else amounts.product(parts[0], parts[1])


def _asked(
    table: ir.Table, headers: Sequence[str], columns: Columns, where: str
) -> tuple[ir.Table, dict[str, Field], dict[str, Any], tuple[int, int]]:
    """The table without rows that hold nothing in a column in use, its fields, what was asked of them, such rows:
    those without any cell, and those with others.
    """
    import ibis

    blank = 0, 0
    while True:
        fields = {
            role: Field(role, table[headers[at]], headers[at].strip(), where) for role, at in columns.roles.items()
        }
        empty = ibis.and_(*(field.value.isnull() for field in fields.values()))
        asked: Asked = {"rows": table.count(), "blank": empty.sum(), **ids.ask(fields["customer"])}
        asked |= days.ask(fields["date"])
        for role in (role for role in _MONEY if role in fields):
            asked |= amounts.ask(fields[role])
        answers = table.aggregate(**asked).to_pyarrow().to_pylist()[0]
        if answers["rows"] == (answers["blank"] or 0):
            raise refusal(where, "there are no rows")
        if not answers["blank"]:
            return table, fields, answers, blank
        others = table.filter(empty & ibis.or_(*(table[name].notnull() for name in headers)))
        beside = int(others.count().to_pyarrow().as_py())
        table, blank = table.filter(~empty), (int(answers["blank"]) - beside, beside)  # a second look, at the others


def _of(role: str, answers: dict[str, Any]) -> dict[str, Any]:
    return {name: answer for name, answer in answers.items() if name.startswith(f"{role}_")}


def _currency(fields: dict[str, Field], table: ir.Table, customer: Any) -> tuple[str, list[str]]:
    """The one currency in the header of amounts, which goes before, or of a column of its own; never several.

    Rows without a customer, which are not used, are not asked.
    """
    field = fields.get("currency")
    heads = {currency_in(fields[role].header): fields[role] for role in ("amount", "price") if role in fields}
    named = max(heads, default="")
    if field is None or not field.value.type().is_string():
        return named, []
    known = table.select(code=field.value.strip().upper(), who=customer).filter(lambda each: each.who.notnull())
    code = known.select("code").distinct()
    found = code.filter(code.code != "").order_by("code").limit(_NAMES).to_pyarrow()["code"].to_pylist()
    if not plainly(field.header) and not are_currencies(found):  # a column of something else
        return named, []
    if other := other_than(named, found):
        column, amounts_in = (f'column "{each.header}"' for each in (field, heads[named]))
        return named, [converted(column, other, amounts_in, named)]
    if found and one_of(found) is None:
        money = [fields[role].header for role in ("amount", "price") if role in fields]
        of_one = next(filter(surely_converted, money), None) if plainly(field.header) else None
        if of_one is not None:
            return named, [converted_into_one(f'column "{field.header}"', apart(found), f'column "{of_one}"')]
        rule = "amounts in {} and in {} cannot be added".format(*apart(found))
        raise field.refuse(rule, way_out(field.header, apart(found)[0]))
    return one_of(found) or named, []
