"""The calculator's checks: each result once more, by another way than the page takes."""

from __future__ import annotations

from xlclv.workbook.templates.calculator.workings import Parts
from xlclv.workbook.templates.verification import Check


def checks(parts: Parts) -> list[Check]:
    """All of them; those between the lists compare cells without a name."""
    lines = (
        *_VALUES,
        ("CLV = the end of the curve of value over the lifetime", "=CustomerValue", f"={parts.worth[-1].full}"),
        ("CLV = CLV with no driver moved", "=CustomerValue", f"={parts.base.full}"),
        *_COSTS,
        ("The swings, sorted = the swings", f"=SUM({parts.swings[1]})", f"=SUM({parts.swings[0]})"),
        *_SUMS,
    )
    return [Check(*line) for line in lines]


_VALUES = (
    ("CLV before cost = the annuity written out (Excel's PV does it for the page)", "=GrossCLV",
     "=IF(DiscountRate=0,GrossCLV,PeriodMargin*TimingFactor*(1-(1+DiscountRate)^-Lifetime)/DiscountRate)"),
    ("The simple formula = CLV at a margin of 100% without discounting", "=SimpleCLV",
     "=PV(0,Lifetime,-PurchaseValue*PurchaseRate)-AcquisitionCost"),
    ("Worth at the retention rate = this payment + the same worth a period later for those who stay",
     "=IF(ISTEXT(RetentionCLV),0,RetentionCLV+AcquisitionCost)",
     "=IF(ISTEXT(RetentionCLV),0,PeriodMargin*TimingFactor/(1+DiscountRate)+KeptFactor*(RetentionCLV+AcquisitionCost))"),
)  # fmt: skip
_COSTS = (
    ("The most at the wanted ratio x the ratio = CLV before cost", "=FairCost*TargetRatio", "=GrossCLV"),
    ("What comes in until payback, nobody leaving = acquisition cost",
     "=IF(ISTEXT(Payback),AcquisitionCost,PV(DiscountRate,Payback,-PeriodMargin)*TimingFactor)", "=AcquisitionCost"),
    ("What comes in until payback, some leaving = acquisition cost",
     "=IFERROR(PeriodMargin*TimingFactor*(1-KeptFactor^PaymentsNeeded)/RetentionGap,AcquisitionCost)",
     "=AcquisitionCost"),
    ("Worth at the break-even retention = acquisition cost",
     "=IF(ISTEXT(BreakEvenRetention),AcquisitionCost,PeriodMargin*TimingFactor/(1+DiscountRate-BreakEvenRetention))",
     "=AcquisitionCost"),
)  # fmt: skip
_SUMS = (
    ("Inputs below what has a meaning",
     "=(PurchaseValue<0)+(PurchaseRate<0)+(Lifetime<0)+(AcquisitionCost<0)+(TargetRatio<=0)+(Shock<=0)", 0),
    ("Shares and rates outside 0 to 100%",
     "=(ABS(Margin-1/(1+1))>1/(1+1))+(DiscountRate<0)+(DiscountRate>1)+(Retention<0)+(Retention>1)", 0),
    ("Inputs that are numbers",
     "=COUNT(PurchaseValue,PurchaseRate,Lifetime,AcquisitionCost,Margin,DiscountRate,Timing,Retention)", 8),
)  # fmt: skip
