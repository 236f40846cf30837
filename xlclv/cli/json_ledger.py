"""What JSON says of the data check, and of what `xlclv check` opens with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xlclv.cli import columns
from xlclv.cli.first_look import FirstLook
from xlclv.cli.keys import ABSENT, NUMBER, NUMBER_OR_NULL, TEXT, WHOLE, YES, Key, opening
from xlclv.orders.ledger import Ledger


def number(amount: Decimal) -> int | float:
    """An exact amount as a number with all its digits."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _files(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {"name": f.name, "sheet": f.sheet, "table": f.table, "bytes": f.bytes, "sha256": f.sha256, "rows": f.rows,
         "amount": number(f.amount), "headers": list(f.headers), "columns": dict(f.roles)}
        for f in ledger.files
    ]  # fmt: skip


def _excluded(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {"reason": e.reason, "rows": e.rows, "amount": number(e.amount), "first_rows": list(e.first_rows)}
        for e in ledger.excluded
    ]


_FILE = {"name": TEXT, "sheet": TEXT, "table": TEXT, "bytes": WHOLE, "sha256": TEXT, "rows": WHOLE, "amount": NUMBER,
         "headers": [TEXT], "columns": {"*": TEXT}}  # fmt: skip
_LEFT = {"reason": TEXT, "rows": WHOLE, "amount": NUMBER, "first_rows": [TEXT]}
LEDGER = (
    Key("files", [_FILE], "The files or tables read, each with its own total.", _files),
    Key("rows_read", WHOLE, "Rows of data read."),
    Key("amount_read", NUMBER, "Their amount.", lambda ledger: number(ledger.amount_read)),
    Key("rows_used", WHOLE, "Rows that are orders of a customer."),
    Key("amount_used", NUMBER, "Their amount.", lambda ledger: number(ledger.amount_used)),
    Key("excluded", [_LEFT], "What was left out, by reason; read is used plus all of these.", _excluded),
    Key("assumed", [TEXT], "What the files left open, and how it was read.", lambda ledger: list(ledger.assumed)),
    Key("warnings", [TEXT], "What to look at in the data.", lambda ledger: list(ledger.warnings)),
    Key("reconciles", YES, "Whether rows and money read are those used and left out, to the cent."),
)


def within(path: str, keys: Iterable[Key]) -> tuple[Key, ...]:
    """The keys of a part of what is told, as keys of the whole: `path` leads to the part."""
    from operator import attrgetter

    def of(key: Key) -> Key:
        return replace(key, of=lambda whole: key.value(attrgetter(path)(whole)))

    return tuple(map(of, keys))


LOOK = (
    Key("customers", WHOLE, "Customers who bought, as summarize counts them."),
    Key("orders", WHOLE, "Days on which a customer bought."),
    Key("first_order", TEXT, "The first day.", lambda look: look.first_day.isoformat()),
    Key("last_order", TEXT, "The last day.", lambda look: look.last_day.isoformat()),
    Key("largest_customer", TEXT, "The customer of most money.", "largest"),
    Key(
        "largest_customer_amount", NUMBER_OR_NULL, "That customer's money.",
        lambda look: float(look.largest_amount) if look.money else None,
    ),
    Key("largest_customer_share", NUMBER_OR_NULL, "Its share of all; null where all is not above 0.", "largest_share"),
)  # fmt: skip


class Checked:
    """What `xlclv check` tells."""

    def __init__(self, look: FirstLook | None, ledger: Ledger | None, columns: Any = ABSENT) -> None:
        self.look, self.ledger, self.columns = look, ledger, columns


_COLUMNS = Key("columns", columns.SHAPE, columns.WORDS, "columns", True)
CHECK = (opening("check"), *within("look", LOOK), *within("ledger", LEDGER), _COLUMNS)
REFUSED = (opening("check"), replace(_COLUMNS, sometimes=False))
