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
from xlclv.report.service import SERVICES

__all__ = [
    "SERVICES",
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
