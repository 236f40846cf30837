"""The report: the whole summary as plain data, and how it is built from orders."""

from xlclv.report.build import build
from xlclv.report.data import (
    Assumptions,
    Candidate,
    CohortTable,
    Customers,
    Estimate,
    FittedModel,
    Flows,
    Report,
    Segment,
)

__all__ = [
    "Assumptions",
    "Candidate",
    "CohortTable",
    "Customers",
    "Estimate",
    "FittedModel",
    "Flows",
    "Report",
    "Segment",
    "build",
]
