"""What every report says in the same way: cautions, the data check, how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xlclv.orders.ledger import Ledger
from xlclv.page.document import Element, el, facts, listed, number, section, table


def cautions(lines: Iterable[str]) -> Element | None:
    """What to know before believing the values."""
    return listed(lines, class_="cautions", aria_label="Cautions")


def data_check(ledger: Ledger) -> Element:
    """Read, left out and used, in rows and money; the files; what was assumed."""
    rows: list[tuple[str, int, Any]] = [("Read", ledger.rows_read, ledger.amount_read)]
    rows += [(f"left out: {each.reason}", each.rows, each.amount) for each in ledger.excluded]
    rows += [("Used", ledger.rows_used, ledger.amount_used)]
    money = ledger.money
    heads = ("What", "Rows", "Amount") if money else ("What", "Rows")
    cells = [[name, number(count), *([number(amount, 2)] if money else [])] for name, count, amount in rows]
    words = f"Read = used + left out, in rows{' and money' if money else ''}."
    holds = (
        el("p", words, class_="holds") if ledger.reconciles else el("p", "READ IS NOT USED + LEFT OUT.", class_="fails")
    )
    files = facts(
        (file.called,
         [number(file.rows), " rows", el("span", f", sha256 {file.sha256}", class_="screen") if file.sha256 else None])
        for file in ledger.files
    )  # fmt: skip
    said = [listed(ledger.assumed, class_="note screen"), listed(ledger.warnings, class_="screen")]
    return section("Data check", table(heads, cells, caption="What was read, used and left out"), holds, files, *said)


def method(pairs: Iterable[tuple[str, Any]], command: str, checks_ok: bool) -> Element:
    """How the numbers were made, so that they can be made again."""
    holds = el("p", "All checks hold.", class_="holds") if checks_ok else el("p", "A CHECK FAILS.", class_="fails")
    return section("Method", facts([*pairs, ("Command", _typed(command))]), holds)


def _typed(command: str) -> Element:
    """A command whose words are not broken at their hyphens."""
    return el("code", [[el("span", word), " "] for word in command.split(" ")])


def unit(currency: str) -> str:
    """The currency after an amount."""
    return f" {currency}" if currency else ""


def years(horizon: float) -> str:
    """A horizon in words."""
    return f"{horizon:g} year{'' if horizon == 1 else 's'}"
