"""The service template's sheet Pricing: what a contact costs under each way of paying a provider, before and after."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, WHOLE, money
from xlclv.workbook.templates.page import Field, heads, input_cell, line
from xlclv.workbook.templates.service_roi.assumptions import Rows
from xlclv.workbook.templates.service_roi.example import MODELS, Example
from xlclv.workbook.writer import Book

TITLE = "Pricing"
_WIDTHS = (36, 16, 16, 16, 16, 16, 72)
_HEAD, _FEES, _RESULT, _AFTER = 8, 9, 18, 25
_MOST = 1e9
_UNUSED = "not used"
_LABELS = {
    "fte": ("Agents", "provided"),
    "fte_after": ("Agents after", "if others"),
    "fte_rate": ("Fee for an agent", "a month"),
    "unit_fee": ("Fee for a contact", "each"),
    "outcomes": ("Outcomes", "a month"),
    "outcomes_after": ("Outcomes after", "if others"),
    "outcome_fee": ("Fee for an outcome", "each"),
    "fixed_fee": ("Fixed fee", "a month"),
}
_WORDS = {
    "fte": "fte: agents x fee. You pay for people, whatever they handle: fewer contacts alone save nothing.",
    "transaction": "transaction: a fee for each contact. You pay for volume, however long a contact takes.",
    "outcome": "outcome: a fee for each issue solved or sale made. The provider carries the effort.",
    "hybrid": "hybrid: agents x fee + outcomes x fee (+ a fixed fee). Part capacity, part result.",
    "fixed": "fixed: one fee a month. More contacts cost you no more, and fewer save you nothing.",
}
# What a yellow cell that may stay blank means.
_OPTIONAL = {
    "contacts_after": "Contacts a month after the programme. Blank: they change as the contacts of a customer do",
    "fte_after": "Agents paid for after the programme. Blank: as many as before",
    "outcomes_after": "Outcomes paid for after the programme. Blank: they change as the issues that reach agents do",
}
_OF = {"fte_after": "fte", "outcomes_after": "outcomes"}  # which offers have the cell: those with the other
_MANAGED = "With own vendor management"
_LATER = (
    ("Contacts a month", "As typed above; else they change as the contacts of a customer do"),
    ("Agents", "As typed above; else as many as before: their freed time is paid for"),
    ("Outcomes a month", "As typed above; else as issues do: one solved sooner is still one outcome"),
    ("Fees a month", "By the same offer"),
    (_MANAGED, "A share of the fees, as before"),
    ("Cost per contact", "Seats and fixed fees are spread over the contacts that are left"),
    ("Issues that reach agents, of before", "Issues x (1 - self-service), after / before"),
)


@dataclass(frozen=True, slots=True)
class Offers:
    """Where the offers stand: their names, what a contact costs under each, and blocks for formulas.

    Where two stand together, the first is before the programme and the second after it.
    """

    heads: list[Ref]
    costs: list[Ref]
    totals: tuple[list[Ref], list[Ref]]
    cost_head: Ref
    models: str
    blocks: tuple[str, str]
    cheapest: Ref


def build(book: Book, currency: str, example: Example, rows: Rows, contacts: tuple[str, str]) -> Offers:
    """Lay out the sheet; `contacts` is where a customer's contacts in a year stand, before and after."""
    sheet = book.sheets[TITLE]
    sheet.title_block(
        "Pricing",
        "A provider's offers at the same volume. Fill in what each offer names, 0 if it is free; after may stay blank.",
    )
    sheet.widths(_WIDTHS)
    amount = money(currency, cents=True, sign=True)
    volume = Field("contacts", "Contacts a month", "Contacts", example.contacts, "all of them", WHOLE, 1, _MOST)
    share = Field("overhead", "Own vendor management", "Overhead", example.overhead, "of the fees", PERCENT, 0, 1)
    later = _field("contacts_after", "Contacts after, if others", None, "blank: as below", WHOLE)
    for row, field in ((4, volume), (5, later), (6, share)):
        sheet.put(row, 1, field.label, "Line")
        input_cell(book, sheet, row, 2, field)
        sheet.put(row, 3, field.unit, "Line")
    found = heads(sheet, _HEAD, 1, ["Pricing model", *MODELS])[1:]
    sheet.put(_HEAD, 7, "How it works", "Head")
    _fees(book, sheet, example, amount)
    for row, model in enumerate(MODELS, _FEES):
        sheet.put(row, 7, _WORDS[model], "Line")
    costs, before, head, best = _before(sheet, amount)
    after = _after(book, sheet, amount, rows, contacts)
    sheet.ws.page_setup.fitToHeight = 1
    blocks = f"{TITLE}!{_block(_RESULT + 2)}", f"{TITLE}!{_block(_AFTER + 6)}"
    return Offers(found, costs, (before, after), head, f"{TITLE}!{_block(_HEAD)}", blocks, best)


def _row(key: str) -> int:
    return _FEES + list(_LABELS).index(key)


def _block(row: int) -> str:
    return f"$B${row}:$F${row}"


def _field(key: str, label: str, value: float | None, unit: str, fmt: str) -> Field:
    return Field(key, label, "", value, unit, fmt, 0, _MOST, _OPTIONAL.get(key, ""))


def _fees(book: Book, sheet: Sheet, example: Example, amount: str) -> None:
    for key, (label, unit) in _LABELS.items():
        row, fmt = _row(key), amount if "fee" in key or "rate" in key else WHOLE
        sheet.put(row, 1, f"{label}, {unit}", "Line")
        for column, offer in enumerate(example.offers, 2):
            if getattr(offer, _OF.get(key, key)) is None:
                sheet.put(row, column, _UNUSED, "Fixed")
            else:
                value = None if key in _OF else getattr(offer, key)
                input_cell(book, sheet, row, column, _field(key, f"{offer.model}: {label.lower()}", value, unit, fmt))


def _fee(column: str, agents: str, outcomes: str, contacts: str) -> str:
    """What is paid a month for so many of each."""
    rate, unit, fee, fixed = (f"N({column}{_row(key)})" for key in ("fte_rate", "unit_fee", "outcome_fee", "fixed_fee"))
    return f"={agents}*{rate}+{unit}*{contacts}+{outcomes}*{fee}+{fixed}"


def _before(sheet: Sheet, amount: str) -> tuple[list[Ref], list[Ref], Ref, Ref]:
    """What a contact costs now: its cells, those of the fees they share, its head, and the cheapest offer."""
    fees, total, each, above = range(_RESULT, _RESULT + 4)
    for row, label in ((fees, "Fees a month"), (total, _MANAGED), (above, "Above the cheapest")):
        sheet.put(row, 1, label, "Line")
    head = sheet.put(each, 1, "Cost per contact", "Total label")
    costs, totals, block = [], [], _block(each)
    for column, c in enumerate("BCDEF", 2):
        text = _fee(c, f"N({c}{_row('fte')})", f"N({c}{_row('outcomes')})", "Contacts")
        sheet.live(fees, column, text, "Fixed", amount)
        totals.append(sheet.live(total, column, f"={c}{fees}*(1+Overhead)", "Fixed", amount))
        costs.append(sheet.live(each, column, f"={c}{total}/Contacts", "Total", amount))
        sheet.live(above, column, f"={c}{each}/MIN({block})-1", "Fixed", PERCENT)
    best = Formula(f"=INDEX({_block(_HEAD)},MATCH(MIN({block}),{block},0))")
    return costs, totals, head, line(sheet, above + 2, 1, "Cheapest at this volume", best, "@")


def _after(book: Book, sheet: Sheet, amount: str, rows: Rows, contacts: tuple[str, str]) -> list[Ref]:
    """What a contact costs then: seats and fees as they stand are spread over the contacts that are left."""
    heads(sheet, _AFTER, 1, ["After the programme", *MODELS])
    volume, agents, outcomes, fees, total, each = range(_AFTER + 1, _AFTER + 7)
    for row, (label, words) in enumerate(_LATER, volume):
        sheet.put(row, 1, label, "Line" if row != each else "Total label")
        sheet.put(row, 7, words, "Line")
    (now, then), (issues, issues_then), (alone, alone_then) = contacts, rows.both("issues"), rows.both("self_service")
    text = f'=IF(B5="",IF({now}>0,Contacts*{then}/{now},Contacts),B5)'
    define(book, "ContactsAfter", sheet.live(volume, 2, text, "Fixed", WHOLE), "Contacts a month after the programme")
    handled, handled_then = f"({issues}*(1-{alone}))", f"{issues_then}*(1-{alone_then})"
    ratio = sheet.live(each + 1, 2, f"=IF({handled}>0,{handled_then}/{handled},1)", "Fixed", PERCENT)
    totals = []
    for column, c in enumerate("BCDEF", 2):
        typed, before = f"{c}{_row('fte_after')}", f"{c}{_row('fte')}"
        sheet.live(agents, column, f'=IF({typed}="",{before},{typed})', "Fixed", WHOLE)
        typed, before = f"{c}{_row('outcomes_after')}", f"{c}{_row('outcomes')}"
        sheet.live(outcomes, column, f'=IF({typed}="",{before}*{ratio.fixed},{typed})', "Fixed", WHOLE)
        text = _fee(c, f"N({c}{agents})", f"N({c}{outcomes})", "ContactsAfter")
        sheet.live(fees, column, text, "Fixed", amount)
        totals.append(sheet.live(total, column, f"={c}{fees}*(1+Overhead)", "Fixed", amount))
        none = f'IF({c}{total}=0,0,"no contacts")'  # a fee for nothing has no cost per contact; no fee has none
        sheet.live(each, column, f"=IF(ContactsAfter>0,{c}{total}/ContactsAfter,{none})", "Total", amount)
    return totals
