"""The calculator's checks: each result once more, by another way than the page takes."""

from __future__ import annotations

from workbook.cells import Ref
from workbook.sheet import formula
from workbook.templates.calculator.figures import Example
from workbook.templates.calculator.workings import Parts
from workbook.templates.verification import Check

_COST = "AcquisitionCost"


def checks(example: Example, parts: Parts, results: dict[str, Ref]) -> list[Check]:
    """All of them."""
    return [*_values(example, parts), *_costs(example), *_sums(example, parts)]


def _values(example: Example, parts: Parts) -> list[Check]:
    annuity = "=IF(DiscountRate=0,GrossCLV,PeriodMargin*TimingFactor*(1-(1+DiscountRate)^-Lifetime)/DiscountRate)"
    kept = example.retained() + example.cost
    step = "=IF(ISTEXT(RetentionCLV),0,PeriodMargin*TimingFactor/(1+DiscountRate)+KeptFactor*(RetentionCLV+{}))"
    return [
        Check(
            "CLV before cost = the annuity written out (Excel's PV does it for the page)",
            formula("=GrossCLV", example.gross),
            formula(annuity, example.gross),
        ),
        Check(
            "The simple formula = CLV at a margin of 100% without discounting",
            formula("=SimpleCLV", example.simple),
            formula(f"=PV(0,Lifetime,-PurchaseValue*PurchaseRate)-{_COST}", example.simple),
        ),
        Check(
            "Worth at the retention rate = this payment + the same worth a period later for those who stay",
            formula(f"=IF(ISTEXT(RetentionCLV),0,RetentionCLV+{_COST})", kept),
            formula(step.format(_COST), kept),
        ),
        Check(
            "CLV = the end of the curve of value over the lifetime",
            formula("=CustomerValue", example.net()),
            formula(f"={parts.worth[-1].full}", example.net()),
        ),
        Check(
            "CLV = CLV with no driver moved",
            formula("=CustomerValue", example.net()),
            formula(f"={parts.base.full}", example.net()),
        ),
    ]


def _costs(example: Example) -> list[Check]:
    growth = "TimingFactor"
    paid = f"PV(DiscountRate,Payback,-PeriodMargin)*{growth}"
    cost = formula(f"={_COST}", example.cost)
    return [
        Check(
            "The most at the wanted ratio x the ratio = CLV before cost",
            formula("=FairCost*TargetRatio", example.gross),
            formula("=GrossCLV", example.gross),
        ),
        Check(
            "What comes in until payback, nobody leaving = acquisition cost",
            formula(f"=IF(ISTEXT(Payback),{_COST},{paid})", example.cost),
            cost,
        ),
        Check(
            "What comes in until payback, some leaving = acquisition cost",
            formula(
                f"=IFERROR(PeriodMargin*{growth}*(1-KeptFactor^PaymentsNeeded)/RetentionGap,{_COST})", example.cost
            ),
            cost,
        ),
        Check(
            "Worth at the break-even retention = acquisition cost",
            formula(
                f"=IF(ISTEXT(BreakEvenRetention),{_COST},PeriodMargin*{growth}/(1+DiscountRate-BreakEvenRetention))",
                example.cost,
            ),
            cost,
        ),
    ]


def _sums(example: Example, parts: Parts) -> list[Check]:
    swings = sum(round(abs(example.shocked(i, 1)[1] - example.shocked(i, -1)[1]), 9) for i in range(6))
    low = "(PurchaseValue<0)+(PurchaseRate<0)+(Lifetime<0)+(AcquisitionCost<0)+(TargetRatio<=0)+(Shock<=0)"
    outside = "(ABS(Margin-1/(1+1))>1/(1+1))+(DiscountRate<0)+(DiscountRate>1)+(Retention<0)+(Retention>1)"
    return [
        Check(
            "The swings, sorted = the swings",
            formula(f"=SUM({parts.swings[1]})", swings),
            formula(f"=SUM({parts.swings[0]})", swings),
        ),
        Check("Inputs below what has a meaning", formula(f"={low}", 0), 0),
        Check("Shares and rates outside 0 to 100%", formula(f"={outside}", 0), 0),
        Check(
            "Inputs that are numbers",
            formula(
                "=COUNT(PurchaseValue,PurchaseRate,Lifetime,AcquisitionCost,Margin,DiscountRate,Timing,Retention)", 8
            ),
            8,
        ),
    ]
