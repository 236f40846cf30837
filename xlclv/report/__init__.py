"""The report: the whole summary as plain data, and how it is built from orders."""

from xlclv.report.build import build
from xlclv.report.data import Assumptions, Candidate, CohortTable, Estimate, FittedModel, Flows, Report
from xlclv.report.listed import MOST_LISTED, TENTHS, Customers, Rest, Unlisted
from xlclv.report.service import SERVICES
from xlclv.report.tiers import Segment, Tier

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
