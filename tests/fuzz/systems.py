"""An export of every system that the intake knows by its headers, made from those headers."""

from __future__ import annotations

import datetime as dt

from xlclv.orders.rules.systems import SYSTEMS, System

_STATUSES = ("completed", "Cancelled", "pending", "paid", "refunded")
_NATURES = ("Invoice", "charge", "Payment", "refund", "payout", "DZ", "RV", "Credit Memo")


def of_systems(rows: list[tuple[str, dt.date, str]]) -> dict[str, str]:
    """A file for each set of headers, each order on one line and on a second that is partly blank."""
    return {
        f"{system.name}-{number}.csv": _written(system, mark.split(), rows)
        for system in SYSTEMS
        for number, mark in enumerate(system.marks)
    }


def _written(system: System, headers: list[str], rows: list[tuple[str, dt.date, str]]) -> str:
    names, roles = list(headers), {}
    for role, words in system.columns.items():
        of_role = words.split()
        there = [word for word in of_role if word in names] or of_role[:1]
        names += [word for word in there if word not in names]
        roles[there[0]] = role
    out = [",".join(names)]
    for i, (who, day, money) in enumerate(rows):
        cells = {"customer": f"{who}@shop.example", "date": str(day), "amount": money, "order": f"#{i}",
                 "status": _STATUSES[i % 5], "nature": _NATURES[i % 8], "refunded": money if i % 7 == 0 else "0",
                 "cancelled": str(day) if i % 9 == 0 else "", "payer": "me@shop.example"}  # fmt: skip
        out.append(",".join(cells.get(roles.get(name, ""), "x") for name in names))
        if system.columns.get("order"):
            out.append(",".join(f"#{i}" if roles.get(name) == "order" else "" for name in names))
    return "\n".join(out) + "\n"
