"""The service template's sheet Pricing: what a contact costs under each way of paying a provider, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, WHOLE, money
from xlclv.workbook.templates.page import Field, heads, input_cell, line
from xlclv.workbook.templates.service_roi.example import MODELS, Example
from xlclv.workbook.writer import Book

TITLE = "Pricing"
_WIDTHS = (36, 16, 16, 16, 16, 16, 72)
_HEAD, _FEES, _RESULT = 7, 8, 15
_UNUSED = "not used"
_LABELS = {
    "fte": ("Agents", "provided"),
    "fte_rate": ("Fee for an agent", "a month"),
    "unit_fee": ("Fee for a contact", "each"),
    "outcomes": ("Outcomes", "a month"),
    "outcome_fee": ("Fee for an outcome", "each"),
    "fixed_fee": ("Fixed fee", "a month"),
}
_WORDS = {
    "fte": "fte: agents x fee. You pay for people, whatever they handle.",
    "transaction": "transaction: a fee for each contact. You pay for volume, however long a contact takes.",
    "outcome": "outcome: a fee for each issue solved or sale made. The provider carries the effort.",
    "hybrid": "hybrid: agents x fee + outcomes x fee (+ a fixed fee). Part capacity, part result.",
    "fixed": "fixed: one fee a month. The provider carries the volume.",
}


@dataclass(frozen=True, slots=True)
class Offers:
    """Where the offers stand: their names, what a contact costs under each, and blocks for formulas."""

    heads: list[Ref]
    costs: list[Ref]
    totals: list[Ref]
    cost_head: Ref
    models: str
    block: str
    cheapest: Ref


def build(book: Book, currency: str, example: Example) -> Offers:
    """Lay out the sheet."""
    sheet = book.sheets[TITLE]
    sheet.title_block(
        "Pricing", "A provider's offers at the same volume. Fill in what each offer names; 0 if it is free."
    )
    sheet.widths(_WIDTHS)
    amount = money(currency, cents=True, sign=True)
    contacts = Field("contacts", "Contacts a month", "Contacts", example.contacts, "all of them", WHOLE, 1, 1e9)
    share = Field("overhead", "Own vendor management", "Overhead", example.overhead, "of the fees", PERCENT, 0, 1)
    for row, field in ((4, contacts), (5, share)):
        sheet.put(row, 1, field.label, "Line")
        input_cell(book, sheet, row, 2, field)
        sheet.put(row, 3, field.unit, "Line")
    found = heads(sheet, _HEAD, 1, ["Pricing model", *MODELS])[1:]
    sheet.put(_HEAD, 7, "How it works", "Head")
    _fees(book, sheet, example, amount)
    for row, model in enumerate(MODELS, _FEES):
        sheet.put(row, 7, _WORDS[model], "Line")
    offers = _results(sheet, amount, found)
    sheet.ws.page_setup.fitToHeight = 1
    return offers


def _fees(book: Book, sheet: Sheet, example: Example, amount: str) -> None:
    for row, (key, (label, unit)) in enumerate(_LABELS.items(), _FEES):
        fmt = WHOLE if key in ("fte", "outcomes") else amount
        sheet.put(row, 1, f"{label}, {unit}", "Line")
        for column, offer in enumerate(example.offers, 2):
            value = getattr(offer, key)
            if value is None:
                sheet.put(row, column, _UNUSED, "Fixed")
            else:
                title = f"{offer.model}: {label.lower()}"
                input_cell(book, sheet, row, column, Field(key, title, "", value, unit, fmt, 0, 1e9))


def _results(sheet: Sheet, amount: str, found: list[Ref]) -> Offers:
    costs, totals, head = [], [], found[0]
    labels = ("Fees a month", "With own vendor management", "Cost per contact", "Above the cheapest")
    rows = [_RESULT + i for i in range(len(labels))]
    for row, label in zip(rows, labels, strict=True):
        ref = sheet.put(row, 1, label, "Line" if row != rows[2] else "Total label")
        head = ref if row == rows[2] else head
    block = f"$B${rows[2]}:$F${rows[2]}"
    for column, c in enumerate("BCDEF", 2):
        agents, rate, unit, results, fee, fixed = (f"N({c}{_FEES + i})" for i in range(len(_LABELS)))
        sheet.live(rows[0], column, f"={agents}*{rate}+{unit}*Contacts+{results}*{fee}+{fixed}", "Fixed", amount)
        totals.append(sheet.live(rows[1], column, f"={c}{rows[0]}*(1+Overhead)", "Fixed", amount))
        costs.append(sheet.live(rows[2], column, f"={c}{rows[1]}/Contacts", "Total", amount))
        sheet.live(rows[3], column, f"={c}{rows[2]}/MIN({block})-1", "Fixed", PERCENT)
    models = f"$B${_HEAD}:$F${_HEAD}"
    best = Formula(f"=INDEX({models},MATCH(MIN({block}),{block},0))")
    told = line(sheet, rows[3] + 2, 1, "Cheapest at this volume", best, "@")
    return Offers(found, costs, totals, head, f"{TITLE}!{models}", f"{TITLE}!{block}", told)
