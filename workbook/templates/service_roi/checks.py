"""The service template's checks: each result once more, by another way than the workings take."""

from __future__ import annotations

from workbook.sheet import formula
from workbook.templates.service_roi.assumptions import Rows
from workbook.templates.service_roi.chain import Steps
from workbook.templates.service_roi.figures import Example
from workbook.templates.service_roi.pricing import Offers
from workbook.templates.verification import Check


def checks(example: Example, rows: Rows, offers: Offers, steps: Steps) -> list[Check]:
    """All of them."""
    return [*_service(example, rows, steps), *_value(example, steps), *_rest(example, rows, offers)]


def _service(example: Example, rows: Rows, steps: Steps) -> list[Check]:
    found = []
    for side, (word, service) in enumerate((("before", example.before), ("after", example.after))):
        a = {name: pair[side] for name in rows.at for pair in [rows.both(name)]}
        own, kept = steps.pairs["own"][side].full, steps.pairs["kept"][side].full
        seconds = f"{a['paid_hours']}/MonthsPerYear*(1-{a['shrinkage']})*{a['occupancy']}"
        agent = steps.pairs["agent"][side].full
        found.append(
            Check(
                f"Cost per contact, own agents, {word} = cost of a productive second x handle time",
                formula(f"={own}*SecondsPerHour/{a['aht_seconds']}", service.cost * 3600 / service.aht_seconds),
                formula(f"={agent}/({seconds})", service.cost * 3600 / service.aht_seconds),
            )
        )
        lost = f"(1-{a['fcr']})*({a['retention_resolved']}-{a['retention_unresolved']})"
        every = f"{a['retention_no_contact']}+{a['contact_share']}"
        found.append(
            Check(
                f"Retention, {word} = all solved, less what unsolved contacts lose",
                formula(f"={kept}", service.kept),
                formula(f"={every}*({a['retention_resolved']}-{lost}-{a['retention_no_contact']})", service.kept),
            )
        )
    return found


def _value(example: Example, steps: Steps) -> list[Check]:
    before, after = steps.clv[0].full, steps.clv[3].full
    kept, margin = steps.pairs["kept"][1].full, steps.pairs["margin"][1].full
    clv = example.clv(example.after, example.after)
    uplift, roi = float(example.roi.uplift), float(example.roi.roi)
    effects = f"{steps.effects[0].full}:{steps.effects[-1].fixed}"
    total = uplift * example.customers
    return [
        Check(
            "CLV after = one margin + the same worth a year later for those who stay",
            formula(f"={after}", clv),
            formula(f"=({margin}*(1+DiscountRate)^Timing+{kept}*{after})/(1+DiscountRate)", clv),
        ),
        Check(
            "The effects together = CLV after - CLV before",
            formula(f"=SUM({effects})", uplift),
            formula(f"={after}-{before}", uplift),
        ),
        Check(
            "Value for all customers = their worth after - their worth before",
            formula("=TotalValue", total),
            formula(f"=Customers*{after}-Customers*{before}", total),
        ),
        Check(
            "ROI = value over cost - 1",
            formula("=ReturnOnInvestment", roi),
            formula("=TotalValue/ProgrammeCost-1", roi),
        ),
    ]


def _rest(example: Example, rows: Rows, offers: Offers) -> list[Check]:
    total = sum(offer.cost(example.contacts, example.overhead) for offer in example.offers) * example.contacts
    sums = f"{offers.totals[0].full}:{offers.totals[-1].fixed}"
    low, high = rows.bounds
    block = rows.inputs[0]
    return [
        Check(
            "Offers: costs per contact x contacts = fees with vendor management",
            formula(f"=SUM({offers.block})*Contacts", total),
            formula(f"=SUM({sums})", total),
        ),
        Check("Inputs of the service below their lowest value", formula(f"=SUMPRODUCT(--({block}<{low}))", 0), 0),
        Check("Inputs of the service above their highest value", formula(f"=SUMPRODUCT(--({block}>{high}))", 0), 0),
        Check(
            "Inputs of the programme and of pricing outside what has a meaning",
            formula(
                "=(Customers<0)+(ProgrammeCost<=0)+(DiscountRate<=0)+(DiscountRate>1)+(Contacts<=0)+(Overhead<0)", 0
            ),
            0,
        ),
        Check(
            "Inputs of the service that are numbers",
            formula(f"=COUNT({block})", 2 * (len(rows.at) - 1)),
            2 * (len(rows.at) - 1),
        ),
    ]
