"""The report: the whole summary as plain data, and how it is built from orders."""

from xlclv.report.build import build
from xlclv.report.data import (
    MOST_LISTED,
    TENTHS,
    Assumptions,
    Candidate,
    CohortTable,
    Customers,
    Estimate,
    FittedModel,
    Flows,
    Report,
    Rest,
    Segment,
    Tier,
    Unlisted,
)
from xlclv.report.service import SERVICES

__all__ = [
    "MOST_LISTED",
    "SERVICES",
    "TENTHS",
    "Assumptions",
    "Candidate",
    "CohortTable",
    "Customers",
    "Estimate",
    "FittedModel",
    "Flows",
    "Report",
    "Rest",
    "Segment",
    "Tier",
    "Unlisted",
    "build",
]
