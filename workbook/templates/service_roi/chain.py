"""The service template's sheet Workings: from the cost of a contact to CLV, before and after, and the value split."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.cells import Ref
from workbook.sheet import Sheet, formula
from workbook.styles import DECIMAL, PARAMETER, RATE
from workbook.templates.page import heads, section
from workbook.templates.service_roi.assumptions import Rows
from workbook.templates.service_roi.figures import Example, Service
from workbook.templates.service_roi.pricing import Offers
from workbook.writer import Book

TITLE = "Workings"
_FIRST, _SPLIT = 6, 18
_WIDTHS = (40, 17, 22, 24, 17, 74)
_EXACT = "#,##0.000000"


@dataclass(frozen=True, slots=True)
class Steps:
    """The cells of the chain: before and after by step, the four scenarios' CLV, and the split of the uplift."""

    pairs: dict[str, tuple[Ref, Ref]]
    clv: list[Ref]
    effects: list[Ref]
    effect_labels: list[Ref]
    effect_head: Ref


def build(book: Book, example: Example, rows: Rows, offers: Offers) -> Steps:
    """Lay out the sheet."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Workings", "Each step takes the one above it; the numbers come from Assumptions and Pricing.")
    sheet.widths(_WIDTHS)
    section(sheet, _FIRST - 2, 1, "From contact to customer", len(_WIDTHS))
    heads(sheet, _FIRST - 1, 1, ["Step", "Before", "After"])
    pairs = _chain(sheet, example, rows, offers)
    clv = _scenarios(sheet, example, pairs)
    labels, effects, head = _effects(sheet, example, clv)
    sheet.ws.page_setup.fitToHeight = 1
    return Steps(pairs, clv, effects, labels, head)


def _chain(sheet: Sheet, example: Example, rows: Rows, offers: Offers) -> dict[str, tuple[Ref, Ref]]:
    pairs = {}
    for row, (key, label, text, fmt, words) in enumerate(_steps(rows, offers), _FIRST):
        sheet.put(row, 1, label, "Line")
        sheet.put(row, 4, words, "Line")
        cells = []
        for column, service in ((2, example.before), (3, example.after)):
            # The column's letter stands in braces, as in every formula that is filled to the right.
            filled = text.replace("{}", "BC"[column - 2])
            cells.append(sheet.put(row, column, formula(filled, _value(service, key)), "Fixed", fmt))
        pairs[key] = (cells[0], cells[1])
    return pairs


def _value(service: Service, key: str) -> float:
    return {
        "agent": service.agent_cost,
        "handled": service.handled,
        "own": service.cost,
        "cost": service.cost,
        "contacts": service.contacts,
        "to_serve": service.to_serve,
        "contacted": service.fcr * service.retention_resolved + (1 - service.fcr) * service.retention_unresolved,
        "kept": service.kept,
        "margin": service.margin - service.to_serve,
    }[key]


def _steps(rows: Rows, offers: Offers) -> list[tuple[str, str, str, str, str]]:
    a = {name: f"Assumptions!{{}}{row}" for name, row in rows.at.items()}
    offer = f"INDEX({offers.block},MATCH({a['basis']},{offers.models},0))"
    attrition = f"{a['attrition']}/MonthsPerYear*{a['replacement_cost']}"
    hours = f"{a['paid_hours']}/MonthsPerYear*SecondsPerHour"
    issue = f"(1+(1-{a['fcr']})*{a['repeat_contacts']})"
    solved = f"{a['fcr']}*{a['retention_resolved']}+(1-{a['fcr']})*{a['retention_unresolved']}"
    own_service = f"{a['issues']}*{a['self_service']}*{a['self_service_cost']}"
    quiet = f"(1-{a['contact_share']})*{a['retention_no_contact']}"
    at = {key: f"{{}}{_FIRST + i}" for i, key in enumerate(_KEYS)}
    return [
        ("agent", "An agent, a month", f"={a['monthly_cost']}+{attrition}", DECIMAL, "cost + leavers x replacing one"),
        (
            "handled",
            "Contacts an agent handles a month",
            f"={hours}*(1-{a['shrinkage']})*{a['occupancy']}/{a['aht_seconds']}",
            DECIMAL,
            "paid seconds x (1 - shrinkage) x occupancy / handle time",
        ),
        ("own", "Cost per contact, own agents", f"={at['agent']}/{at['handled']}", _EXACT, "CLV_CC_COST_FTE"),
        (
            "cost",
            "Cost per contact",
            f'=IF({a["basis"]}="agents",{at["own"]},{offer})',
            _EXACT,
            "own agents, or the provider's offer (CLV_CC_COST_BPO)",
        ),
        (
            "contacts",
            "Contacts a customer and year",
            f"={a['issues']}*(1-{a['self_service']})*{issue}",
            PARAMETER,
            "issues x (1 - self-service) x (1 + (1 - FCR) x further contacts)",
        ),
        (
            "to_serve",
            "Cost to serve a customer, a year",
            f"={at['contacts']}*{at['cost']}+{own_service}",
            _EXACT,
            "CLV_COST_TO_SERVE: contacts x cost + self-service",
        ),
        ("contacted", "Retention of those in contact", f"={solved}", RATE, "FCR x if solved + (1 - FCR) x if not"),
        (
            "kept",
            "Retention",
            f"={quiet}+{a['contact_share']}*{at['contacted']}",
            RATE,
            "CLV_CC_RETENTION: those not in contact + those in contact",
        ),
        (
            "margin",
            "Margin after service, a year",
            f"={a['margin']}-{at['to_serve']}",
            _EXACT,
            "margin before service - cost to serve",
        ),
    ]


_KEYS = ("agent", "handled", "own", "cost", "contacts", "to_serve", "contacted", "kept", "margin")


def _scenarios(sheet: Sheet, example: Example, pairs: dict[str, tuple[Ref, Ref]]) -> list[Ref]:
    """Four columns: the cost and the retention of before and after in all combinations."""
    section(sheet, _SPLIT - 2, 1, "Where the value comes from", len(_WIDTHS))
    heads(sheet, _SPLIT - 1, 1, ["Scenario", "Before", "Cheaper service alone", "Better retention alone", "After"])
    words = ("Margin after service, a year", "Retention", "CLV")
    for i, label in enumerate(words):
        sheet.put(_SPLIT + i, 1, label, "Line" if i < 2 else "Total label")
    sheet.put(_SPLIT + 2, 6, "CLV_RETENTION: margin x (1+rate)^timing / (1 + rate - retention), without end", "Line")
    clv = []
    for column, (cost, kept) in enumerate(example.scenarios, 2):
        c = "ABCDE"[column - 1]
        margin, share = pairs["margin"][cost is example.after], pairs["kept"][kept is example.after]
        sheet.put(_SPLIT, column, formula(f"={margin.here}", cost.margin - cost.to_serve), "Fixed", _EXACT)
        sheet.put(_SPLIT + 1, column, formula(f"={share.here}", kept.kept), "Fixed", RATE)
        text = f"={c}{_SPLIT}*(1+DiscountRate)^Timing/(1+DiscountRate-{c}{_SPLIT + 1})"
        clv.append(sheet.put(_SPLIT + 2, column, formula(text, example.clv(cost, kept)), "Total", _EXACT))
    return clv


def _effects(sheet: Sheet, example: Example, clv: list[Ref]) -> tuple[list[Ref], list[Ref], Ref]:
    before, cheaper, loyal, after = (ref.here for ref in clv)
    row = _SPLIT + 5
    head = heads(sheet, row - 1, 1, ["Effect", "A customer"])[1]
    texts = (
        ("Cheaper service", f"={cheaper}-{before}"),
        ("Better retention", f"={loyal}-{before}"),
        ("Both at once, extra", f"={after}-{cheaper}-{loyal}+{before}"),
    )
    labels, effects = [], []
    for at, ((label, text), value) in enumerate(zip(texts, example.effects, strict=True), row):
        labels.append(sheet.put(at, 1, label, "Line"))
        effects.append(sheet.put(at, 2, formula(text, value), "Fixed", _EXACT))
    words = "What each alone adds to CLV; together they add a little more: cheaper service to customers who stay longer"
    sheet.put(row, 3, words, "Line")
    return labels, effects, head
