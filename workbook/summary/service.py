"""The Service sheet: contacts by tier and service level, what they cost, what is left after them, does solving pay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from xlclv.companions.data import CONFIDENCE, Contacts
from xlclv.companions.everyone import Everyone
from xlclv.companions.service import SHARE
from xlclv.models.likelihood.collapse import Ints
from xlclv.places import places
from xlclv.report import SERVICES, Report
from xlclv.workbook.calculation import fixed
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PERCENT, WHOLE, money
from xlclv.workbook.summary.block import WORDS, Cell, lay
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.summary.customers import CLV, SEGMENT, SERVICE, CustomerTable
from xlclv.workbook.writer import Book

TITLE = "Service"
_HEADS = (
    "", "Customers", "Contacts", "Contacts a customer", "Mean handle seconds", "Resolved at once", "Mean satisfaction",
    "Cost", "Cost of 12 months", "Cost to serve a customer, 12 months", "Realised margin", "Margin after service",
    "Cost of one {0}", "Remaining CLV", "Remaining after service", "Seconds a contact may take",
    "Timed contacts", "Handle seconds", "Known", "Resolved", "Ratings", "Sum of ratings", "{0}s so far",
    "{0}s to come, discounted", "Money so far",
)  # fmt: skip
_WIDTHS = (23, 10, 10, 10, 10, 11, 12.5, 11, 11, 13, 12, 12, 10, 12, 13, 13, *[12] * 9)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sheet must know of the report, be it of orders or of contracts.

    `worth` gives the formula for what is to come of the tier named in a row; `levels` are service levels, if any.
    """

    currency: str
    margin: float
    tiers: tuple[str, ...]
    worth: Callable[[int], str]
    levels: Callable[[int], list[list[Cell]]]
    equity: str
    value: float
    words: tuple[str, str]  # what customers do, one such and several: bought, order


def build(book: Book, report: Report, table: CustomerTable) -> list[Check]:
    """Lay out the sheet, where there is a log of contacts."""
    found, people = (None, None) if report.beside is None else (report.beside.contacts, report.beside.everyone)
    if found is None or people is None:
        return []
    told = Frame(
        report.assumptions.currency,
        report.assumptions.margin,
        tuple(segment.name for segment in report.segments),
        lambda row: _worth(table, SEGMENT, row),
        lambda row: _levels(report, told, found, people, row),
        "=CustomerEquity",
        report.scale,
        ("bought", "order"),
    )
    return lay_out(book, told, found, people)


def lay_out(book: Book, told: Frame, found: Contacts, people: Everyone) -> list[Check]:
    """The sheet from its parts."""
    sheet = book.sheets[TITLE]
    amounts = f"Amounts in {told.currency}. " if told.currency else ""
    sheet.title_block(
        TITLE, f"{amounts}Contacts of customers in {found.name}; what each costs is taken off what it earns."
    )
    sheet.widths(_WIDTHS)
    if "satisfaction" not in found.has:
        sheet.ws.column_dimensions["G"].hidden = True  # nothing stands under its head
    sheet.put(2, 15, "Share of remaining CLV for contacts", "Fixed")
    sheet.put(2, 16, SHARE, fmt="0%")
    sheet.put(3, 1, _message(told, found, people), "Message")
    tiers, heads = told.tiers, [head.format(told.words[1]) for head in _HEADS]
    row, total = 6, 6 + len(tiers)
    sheet.section(row - 2, "By tier of remaining CLV", len(_HEADS))
    lines = [_line(told, found, people, name, people.tier == i, at, told.worth(at))
             for i, (name, at) in enumerate(zip(tiers, range(row, total), strict=True))]  # fmt: skip
    refs = lay(sheet, row - 1, ("Tier", *heads[1:]), lines, height=45)
    row = total + 3
    levels = told.levels(row)
    if levels:
        sheet.section(row - 2, "By service level earned, of the customers listed", len(_HEADS))
        lay(sheet, row - 1, ("Service level", *heads[1:]), levels, height=45)
        row += len(levels) + 3
    if found.channels:
        sheet.section(row - 2, "By channel of the contact", 5)
        lay(
            sheet,
            row - 1,
            ("Channel", "Contacts", "Mean handle seconds", "Resolved at once", "Cost"),
            _channels(told, found),
            height=45,
        )
        row += len(found.channels) + 3
    _pays(sheet, told, found, row - 2)
    sheet.ws.freeze_panes = "B4"
    sheet.ws.print_area = f"A1:P{row + 12}"
    contacts = f"=SUM({refs[0][2].full}:{refs[-1][2].fixed})"
    worth = f"=SUM({refs[0][13].full}:{refs[-1][13].fixed})"
    near = close(told.value) * 10
    return [
        Check(
            "Service: contacts of all tiers = contacts of customers read", contacts, found.used - found.of_non_customers
        ),
        Check("Service: remaining CLV of all tiers = customer equity", worth, told.equity, near),
    ]


def _message(told: Frame, found: Contacts, people: Everyone) -> str:
    """Resolution and cost in a sentence; of the log, which no input moves."""
    said = [f"{found.read:,} contacts"]
    if found.fcr is not None:
        said.append(f"{fixed(100 * found.fcr, 1)}% resolved at once")
    if found.cost_to_serve_a_year is not None:
        said.append(f"{fixed(found.cost_to_serve_a_year, 2)} a customer over 12 months")
    dear = _dear(told, found, people)
    if dear:
        said.append(dear)
    return "; ".join(said)


def _dear(told: Frame, found: Contacts, people: Everyone) -> str:
    """Customers whose contacts cost more than they have brought."""
    if found.cost is None:
        return ""
    lost = found.served.cost - people.sales * told.margin
    many = lost > 0
    if not many.any():
        return "no customer cost more than it brought"
    most = fixed(float(lost[many].sum()), 0)
    return f"{int(many.sum()):,} customers cost more than they brought, {most} in all, as exported"


def _worth(table: CustomerTable, column: str, row: int) -> str:
    return f"=SUMIFS({table.every(CLV)},{table.every(column)},A{row})"


def _line(told: Frame, found: Contacts, people: Everyone, name: str, mine: Ints, row: int, worth: str) -> list[Cell]:
    """One group's line: ratios are formulas on the sums at its right."""
    cash, cents = money(told.currency), money(told.currency, cents=True)
    served = found.served

    def total(values: np.ndarray) -> float:
        return float(values[mine].sum())

    def ratio(above: str, below: str) -> str:
        return f'=IF({below}{row}=0,"",{above}{row}/{below}{row})'

    priced = found.cost is not None
    count = int(np.count_nonzero(mine)) if mine.dtype == bool else len(mine)
    none: Cell = (None, cents)
    allowed = f'=IFERROR(MAX(0,N{row})*P$2/(C{row}/W{row}*X{row})/(H{row}/R{row}),"")'
    return [
        (name, WORDS),
        (count, WHOLE),
        (total(served.contacts), WHOLE),
        (ratio("C", "B"), DECIMAL),
        (ratio("R", "Q"), WHOLE),
        (ratio("T", "S"), PERCENT),
        (ratio("V", "U"), DECIMAL),
        (total(served.cost), cash) if priced else none,
        (total(served.cost_year), cash) if priced else none,
        (ratio("I", "B"), cents) if priced else none,
        (f"=Y{row}*Margin", cash),
        (f"=K{row}-H{row}", cash) if priced else none,
        (ratio("H", "W"), cents) if priced else none,
        (worth, cash),
        (f"=N{row}-N(M{row})*X{row}", cash) if priced else none,
        (allowed, WHOLE) if priced else none,
        (total(served.timed), WHOLE),
        (total(served.handle), WHOLE),
        (total(served.known), WHOLE),
        (total(served.solved), WHOLE),
        (total(served.rated), WHOLE),
        (total(served.satisfaction), WHOLE),
        (total(people.orders), WHOLE),
        (total(people.discounted_orders), DECIMAL),
        (total(people.sales), cash),
    ]


def _levels(report: Report, told: Frame, found: Contacts, people: Everyone, row: int) -> list[list[Cell]]:
    """The same by service level; only those listed have one."""
    level, place = report.customers.service, report.customers.place
    if level is None or place is None:
        return []
    return [
        _line(told, found, people, name, places(place[level == i]), row + i, f"=SUMIFS({CLV},{SERVICE},A{row + i})")
        for i, name in enumerate(SERVICES)
    ]


def _channels(told: Frame, found: Contacts) -> list[list[Cell]]:
    cash = money(told.currency)
    return [
        [(name, WORDS), (count, WHOLE), (time, WHOLE), (solved, PERCENT), (cost, cash)]
        for name, count, time, solved, cost in found.channels
    ]


def _pays(sheet: Sheet, told: Frame, found: Contacts, row: int) -> None:
    """Does resolution pay: the two shares, their difference, the same held equal, and what a proof needs."""
    after = found.after
    who = f"Customers who {told.words[0]} within {after.days} days after a contact"
    sheet.section(row, f"Does resolving at once pay? {who}", 8)
    if after.difference is None:
        sheet.put(row + 1, 1, "Too few contacts of both kinds, with so many days behind them.", "Note")
        return
    heads = ("", f"Share who {told.words[0]}", "Contacts", f"Low, {CONFIDENCE:.0%}", f"High, {CONFIDENCE:.0%}")
    lines: Sequence[Sequence[Cell]] = [
        [("Resolved at once", WORDS), (after.resolved, PERCENT), (after.resolved_contacts, WHOLE)],
        [("Not resolved", WORDS), (after.unresolved, PERCENT), (after.unresolved_contacts, WHOLE)],
        [("Difference", WORDS), (f"=B{row + 2}-B{row + 3}", PERCENT), (None, WHOLE), (after.low, PERCENT),
         (after.high, PERCENT)],
        [("Held equal by tier before", WORDS), (after.equal, PERCENT), (None, WHOLE), (after.equal_low, PERCENT),
         (after.equal_high, PERCENT)],
    ]  # fmt: skip
    lay(sheet, row + 1, heads, lines)
    said = ["This is an association: customers whose question was solved may differ in other ways too."]
    if after.pilot is not None:
        said.append(
            f"A trial that would prove such a difference needs {after.pilot.customers:,} customers in each of two "
            f"groups "
            f"drawn by lot, to find it in {after.pilot.power:.0%} of cases."
        )
    said.append(
        f"Rule: a contact is resolved at once as the log says, else if no further one follows within {found.fcr_days} "
        f"days."
    )
    said.append(f"Rule: service costs, for each {told.words[1]} to come, what it cost so far; Remaining CLV less that.")
    said.append(f"Rule: seconds a contact may take spend {SHARE:.0%} of the remaining CLV on the contacts to come.")
    for at, words in enumerate(said, row + 6):
        sheet.put(at, 1, words, "Note")
