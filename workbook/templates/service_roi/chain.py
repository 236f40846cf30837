"""The service template's sheet Workings: from the cost of a contact to CLV, before and after, and the value split."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PARAMETER, RATE
from xlclv.workbook.templates.page import heads, section
from xlclv.workbook.templates.service_roi.assumptions import Rows
from xlclv.workbook.templates.service_roi.pricing import Offers
from xlclv.workbook.writer import Book

TITLE = "Workings"
_FIRST, _SPLIT = 6, 19
_WIDTHS = (40, 17, 22, 24, 17, 66)
_EXACT = "#,##0.000000"


@dataclass(frozen=True, slots=True)
class Steps:
    """The cells of the chain: before and after by step, the four scenarios' CLV, and the split of the uplift."""

    pairs: dict[str, tuple[Ref, Ref]]
    clv: list[Ref]
    effects: list[Ref]
    effect_labels: list[Ref]
    effect_head: Ref


def build(book: Book, rows: Rows, offers: Offers) -> Steps:
    """Lay out the sheet."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Workings", "Each step takes the one above it; the numbers come from Assumptions and Pricing.")
    sheet.widths(_WIDTHS)
    section(sheet, _FIRST - 2, 1, "From contact to customer", len(_WIDTHS))
    heads(sheet, _FIRST - 1, 1, ["Step", "Before", "After"])
    pairs = _chain(sheet, rows, offers)
    clv = _scenarios(sheet, pairs)
    labels, effects, head = _effects(sheet, clv)
    sheet.ws.page_setup.fitToHeight = 1
    return Steps(pairs, clv, effects, labels, head)


# Key, label, formula, format and words; [name] is an assumption or an earlier step, in the formula's own column.
_STEPS = (
    ("agent", "An agent, a month", "=[monthly_cost]+[attrition]/MonthsPerYear*[replacement_cost]", DECIMAL,
     "cost + leavers x replacing one"),
    ("handled", "Contacts an agent handles a month",
     "=[paid_hours]/MonthsPerYear*SecondsPerHour*(1-[shrinkage])*[occupancy]/[aht_seconds]", DECIMAL,
     "paid seconds x (1 - shrinkage) x occupancy / handle time"),
    ("own", "Cost per contact, own agents", "=[agent]/[handled]", _EXACT, "CLV_CC_COST_FTE"),
    ("cost", "Cost per contact", '=IF([basis]="agents",[own],INDEX([offers],MATCH([basis],[models],0)))', _EXACT,
     "own agents, or the provider's offer at the month's contacts (CLV_CC_COST_BPO)"),
    ("contacts", "Contacts a customer and year", "=[issues]*(1-[self_service])*(1+(1-[fcr])*[repeat_contacts])",
     PARAMETER, "issues x (1 - self-service) x (1 + (1 - FCR) x further contacts)"),
    ("to_serve", "Cost to serve a customer, a year",
     "=[contacts]*[cost]+[issues]*[self_service]*[self_service_cost]", _EXACT,
     "CLV_COST_TO_SERVE: contacts x cost + self-service"),
    ("contacted", "Retention of those in contact", "=[fcr]*[retention_resolved]+(1-[fcr])*[retention_unresolved]",
     RATE, "FCR x if solved + (1 - FCR) x if not"),
    ("quiet", "Retention without contact",
     '=IF([retention_no_contact]="",[retention_resolved],[retention_no_contact])', RATE,
     "as given; where blank, as if resolved"),
    ("kept", "Retention", "=(1-[contact_share])*[quiet]+[contact_share]*[contacted]", RATE,
     "CLV_CC_RETENTION: those not in contact + those in contact"),
    ("margin", "Margin after service, a year", "=[margin]-[to_serve]", _EXACT, "margin before service - cost to serve"),
)  # fmt: skip


_AT = {key: row for row, (key, *_) in enumerate(_STEPS[:-1], _FIRST)}  # the last shares its name with an assumption
CONTACTS = f"{TITLE}!B{_AT['contacts']}", f"{TITLE}!C{_AT['contacts']}"  # a customer's in a year, before and after


def _chain(sheet: Sheet, rows: Rows, offers: Offers) -> dict[str, tuple[Ref, Ref]]:
    pairs = {}
    for row, (key, label, text, fmt, words) in enumerate(_STEPS, _FIRST):
        sheet.put(row, 1, label, "Line")
        sheet.put(row, 4, words, "Line")
        cells = []
        for column, letter, costs in zip((2, 3), "BC", offers.blocks, strict=True):
            at = {
                **{name: f"Assumptions!{letter}{at}" for name, at in rows.at.items()},
                **{name: f"{letter}{at}" for name, at in _AT.items()},
                "offers": costs,
                "models": offers.models,
            }
            cells.append(sheet.live(row, column, _filled(text, at), "Fixed", fmt))
        pairs[key] = (cells[0], cells[1])
    return pairs


def _filled(text: str, at: dict[str, str]) -> str:
    """A formula with the places of what it names."""
    return re.sub(r"\[(\w+)\]", lambda found: at[found[1]], text)


def _scenarios(sheet: Sheet, pairs: dict[str, tuple[Ref, Ref]]) -> list[Ref]:
    """Four columns: the cost and the retention of before and after in all combinations."""
    section(sheet, _SPLIT - 2, 1, "Where the value comes from", len(_WIDTHS))
    heads(sheet, _SPLIT - 1, 1, ["Scenario", "Before", "Cheaper service alone", "Better retention alone", "After"])
    for i, label in enumerate(("Margin after service, a year", "Retention", "CLV")):
        sheet.put(_SPLIT + i, 1, label, "Line" if i < 2 else "Total label")
    sheet.put(_SPLIT + 2, 6, "CLV_RETENTION: margin x (1+rate)^timing / (1 + rate - retention), without end", "Line")
    clv = []
    for column, (cost, kept) in enumerate(((0, 0), (1, 0), (0, 1), (1, 1)), 2):  # 0 before, 1 after
        c = "ABCDE"[column - 1]
        sheet.live(_SPLIT, column, f"={pairs['margin'][cost].here}", "Fixed", _EXACT)
        sheet.live(_SPLIT + 1, column, f"={pairs['kept'][kept].here}", "Fixed", RATE)
        text = f"={c}{_SPLIT}*(1+DiscountRate)^Timing/(1+DiscountRate-{c}{_SPLIT + 1})"
        clv.append(sheet.live(_SPLIT + 2, column, text, "Total", _EXACT))
    return clv


def _effects(sheet: Sheet, clv: list[Ref]) -> tuple[list[Ref], list[Ref], Ref]:
    before, cheaper, loyal, after = (ref.here for ref in clv)
    row = _SPLIT + 5
    head = heads(sheet, row - 1, 1, ["Effect", "A customer"])[1]
    texts = (
        ("Cheaper service", f"={cheaper}-{before}"),
        ("Better retention", f"={loyal}-{before}"),
        ("Both at once, extra", f"={after}-{cheaper}-{loyal}+{before}"),
    )
    labels = [sheet.put(at, 1, label, "Line") for at, (label, _) in enumerate(texts, row)]
    effects = [sheet.live(at, 2, text, "Fixed", _EXACT) for at, (_, text) in enumerate(texts, row)]
    words = "What each alone adds to CLV; together they add a little more: cheaper service to customers who stay longer"
    sheet.put(row, 3, words, "Line")
    return labels, effects, head
