"""The service template's checks: each result once more, by another way than the workings take."""

from __future__ import annotations

from xlclv.workbook.templates.service_roi.assumptions import Rows
from xlclv.workbook.templates.service_roi.chain import Steps
from xlclv.workbook.templates.service_roi.pricing import Offers
from xlclv.workbook.templates.verification import Check


def checks(rows: Rows, offers: Offers, steps: Steps) -> list[Check]:
    """All of them."""
    sides = (check for side in (0, 1) for check in _service(rows, steps, side))
    return [*sides, *_value(steps), *_rest(rows, offers)]


def _service(rows: Rows, steps: Steps, side: int) -> list[Check]:
    word, a = ("before", "after")[side], {name: rows.both(name)[side] for name in rows.at}
    own, kept, agent = (steps.pairs[key][side].full for key in ("own", "kept", "agent"))
    seconds = f"{a['paid_hours']}/MonthsPerYear*(1-{a['shrinkage']})*{a['occupancy']}"
    lost = f"(1-{a['fcr']})*({a['retention_resolved']}-{a['retention_unresolved']})"
    quiet = steps.pairs["quiet"][side].full
    every = f"{quiet}+{a['contact_share']}"
    return [
        Check(
            f"Cost per contact, own agents, {word} = cost of a productive second x handle time",
            f"={own}*SecondsPerHour/{a['aht_seconds']}",
            f"={agent}/({seconds})",
        ),
        Check(
            f"Retention, {word} = all solved, less what unsolved contacts lose",
            f"={kept}",
            f"={every}*({a['retention_resolved']}-{lost}-{quiet})",
        ),
    ]


def _value(steps: Steps) -> list[Check]:
    before, after = steps.clv[0].full, steps.clv[3].full
    kept, margin = steps.pairs["kept"][1].full, steps.pairs["margin"][1].full
    effects = f"{steps.effects[0].full}:{steps.effects[-1].fixed}"
    return [
        Check(
            "CLV after = one margin + the same worth a year later for those who stay",
            f"={after}",
            f"=({margin}*(1+DiscountRate)^Timing+{kept}*{after})/(1+DiscountRate)",
        ),
        Check("The effects together = CLV after - CLV before", f"=SUM({effects})", f"={after}-{before}"),
        Check(
            "Value for all customers = their worth after - their worth before",
            "=TotalValue",
            f"=Customers*{after}-Customers*{before}",
        ),
        Check("ROI = value over cost - 1", "=ReturnOnInvestment", "=TotalValue/ProgrammeCost-1"),
    ]


def _rest(rows: Rows, offers: Offers) -> list[Check]:
    (block,), (low, high) = rows.inputs, rows.bounds
    before, after = rows.both("retention_no_contact")
    blank = f"COUNTBLANK({before}:{after.partition('!')[2]})"
    return [
        *_offers(offers),
        Check("Inputs of the service below their lowest value", f"=SUMPRODUCT(--({block}<{low}))", 0),
        Check("Inputs of the service above their highest value", f"=SUMPRODUCT(--({block}>{high}))", 0),
        Check(
            "Inputs of the programme and of pricing outside what has a meaning",
            "=(Customers<0)+(ProgrammeCost<=0)+(DiscountRate<=0)+(DiscountRate>1)+(Contacts<=0)+(Overhead<0)+(ContactsAfter<0)",
            0,
        ),
        # Retention without contact may be left blank.
        Check("Inputs of the service that are numbers", f"=COUNT({block})+{blank}", 2 * (len(rows.at) - 1)),
    ]


def _offers(offers: Offers) -> list[Check]:
    sides = zip(("before", "after"), offers.blocks, ("Contacts", "ContactsAfter"), offers.totals, strict=True)
    return [
        Check(
            f"Offers, {word}: costs per contact x contacts = fees with vendor management",
            f"=SUM({block})*{contacts}",
            f"=({contacts}>0)*SUM({totals[0].full}:{totals[-1].fixed})",
        )
        for word, block, contacts, totals in sides
    ]
