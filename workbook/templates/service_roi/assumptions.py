"""The service template's sheet Assumptions: the service before and after, the programme, and constants of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import FREE, PERCENT, WHOLE, money
from xlclv.workbook.templates.page import TIMING, Field, choice_cell, input_cell, listed, section
from xlclv.workbook.templates.service_roi.example import AGENTS, MODELS, MONTHS, SECONDS, Example
from xlclv.workbook.writer import Book

TITLE = "Assumptions"
_WIDTHS = (36, 15, 15, 23, 9, 15, 72)
_FIRST = 6
_CHOICES = 5  # rows from the input of timing down to its choices, among the constants
_MOST = 1e9
_MARGIN = "Contribution of a customer in a year, before the cost to serve"


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each assumption of the service stands, by its name: in column B before, in C after."""

    at: dict[str, int]
    inputs: tuple[str, ...]
    bounds: tuple[str, str]

    def before(self, name: str) -> str:
        """Its address from another sheet, in the column of before; relative, so that a formula may be filled right."""
        return f"{TITLE}!B{self.at[name]}"

    def both(self, name: str) -> tuple[str, str]:
        """Its addresses before and after."""
        return f"{TITLE}!B{self.at[name]}", f"{TITLE}!C{self.at[name]}"


def build(book: Book, currency: str, example: Example) -> Rows:
    """Lay out the sheet."""
    sheet = book.sheets[TITLE]
    sheet.title_block(
        "Assumptions", "Yellow cells are yours to change: put the client's own figures here, before and after."
    )
    sheet.widths(_WIDTHS)
    sheet.headings(
        _FIRST - 2, ["The service", "Before", "After", "Unit", "Lowest", "Highest", "What it means"], (2, 3, 5, 6)
    )
    at = {"basis": _FIRST - 1}
    _basis(sheet, _FIRST - 1, example)
    fields = _fields(money(currency, cents=True, sign=True))
    for row, field in enumerate(fields, _FIRST):
        at[field.name] = row
        for column, service in ((2, example.before), (3, example.after)):
            _yellow(book, sheet, row, column, field, getattr(service, field.name), "")
        _words(sheet, row, field)
    last = _FIRST + len(fields) - 1
    programme = _programme(book, sheet, last + 2, currency, example)
    _constants(book, sheet, programme + 2)
    sheet.ws.page_setup.fitToHeight = 1
    block = f"{TITLE}!$B${_FIRST}:$C${last}"
    bounds = block.replace("$B", "$E").replace("$C", "$E"), block.replace("$B", "$F").replace("$C", "$F")
    return Rows(at, (block,), bounds)


def _basis(sheet: Sheet, row: int, example: Example) -> None:
    words = "Own agents, as many as the contacts need, or one of the provider's offers on the sheet Pricing"
    sheet.put(row, 1, "A contact costs what it does with", "Line")
    for column, service in ((2, example.before), (3, example.after)):
        choice_cell(sheet, row, column, service.basis, "Cost of a contact", f"{words}.", (AGENTS, *MODELS))
    sheet.put(row, 4, "agents, or a pricing model", "Line")
    sheet.put(row, 7, words, "Text")


def _yellow(book: Book, sheet: Sheet, row: int, column: int, field: Field, value: float, name: str) -> Ref:
    """The cell with its own value; a field that stands twice has no name."""
    given: dict[str, Any] = {slot: getattr(field, slot) for slot in Field.__slots__}
    return input_cell(book, sheet, row, column, Field(**{**given, "value": value, "name": name}))


def _words(sheet: Sheet, row: int, field: Field) -> None:
    sheet.put(row, 1, field.label, "Line")
    sheet.put(row, 4, field.unit, "Line")
    bound = field.fmt if field.fmt.endswith("%") else FREE if field.highest < _MOST else WHOLE
    sheet.put(row, 5, field.lowest, "Fixed", bound)
    sheet.put(row, 6, field.highest, "Fixed", bound)
    sheet.put(row, 7, field.words, "Line")


def _fields(amount: str) -> list[Field]:
    share = PERCENT, 0.0, 1.0
    return [
        Field("monthly_cost", "Cost of an agent", "monthly_cost", 0, "a month, all in", amount, 0, _MOST),
        Field("attrition", "Agents who leave", "attrition", 0, "share a year", PERCENT, 0, 3),
        Field("replacement_cost", "Replacing one", "replacement_cost", 0, "an agent", amount, 0, _MOST),
        Field("aht_seconds", "Average handle time", "aht_seconds", 0, "seconds a contact", WHOLE, 1, 36_000),
        Field("occupancy", "Occupancy", "occupancy", 0, "of time at work", PERCENT, 0.01, 1),
        Field("shrinkage", "Shrinkage", "shrinkage", 0, "of paid time", PERCENT, 0, 0.99),
        Field(
            "paid_hours",
            "Paid hours",
            "paid_hours",
            0,
            "an agent and year",
            WHOLE,
            1,
            8784,
            "Hours an agent is paid for, a year",
        ),
        Field("issues", "Issues", "issues", 0, "a customer and year", FREE, 0, 1000),
        Field("fcr", "First-contact resolution", "fcr", 0, "of issues with agents", *share),
        Field("repeat_contacts", "Further contacts if not", "repeat_contacts", 0, "an issue", FREE, 0, 100),
        Field("self_service", "Self-service", "self_service", 0, "of issues", *share),
        Field("self_service_cost", "Cost of self-service", "self_service_cost", 0, "an issue", amount, 0, _MOST),
        Field("contact_share", "Customers in contact", "contact_share", 0, "a year", *share),
        Field("retention_resolved", "Retention if solved", "retention_resolved", 0, "a year", *share),
        Field("retention_unresolved", "Retention if not", "retention_unresolved", 0, "a year", *share),
        Field("retention_no_contact", "Retention without contact", "retention_no_contact", 0, "a year", *share),
        Field("margin", "Margin before service", "margin", 0, "a customer and year", amount, 0, _MOST, _MARGIN),
    ]


def _programme(book: Book, sheet: Sheet, row: int, currency: str, example: Example) -> int:
    amount = money(currency, sign=True)
    section(sheet, row, 1, "The programme", len(_WIDTHS))
    fields = [
        Field("customers", "Customers it reaches", "Customers", example.customers, "customers", WHOLE, 0, _MOST),
        Field(
            "programme_cost", "Cost of the programme", "ProgrammeCost", example.cost, "once, today", amount, 1, _MOST
        ),
        Field("rate", "Discount rate", "DiscountRate", example.rate, "a year", "0.00%", 0.001, 1),
    ]
    for at, field in enumerate(fields, row + 1):
        input_cell(book, sheet, at, 2, field)
        _words(sheet, at, field)
    at = row + 1 + len(fields)
    marks = [sheet.put(at + _CHOICES, column, value, "Fixed", FREE) for column, value in ((2, 0.0), (3, 0.5), (4, 1.0))]
    timing = Field("timing", "Timing of the margin", "Timing", example.timing, "", FREE, 0, 1, TIMING)
    sheet.put(at, 1, timing.label, "Line")
    block = f"{marks[0].fixed}:{marks[-1].fixed}"
    sheet.live(at, 4, listed(block), "Line")
    sheet.put(at, 7, timing.words, "Line")
    input_cell(book, sheet, at, 2, timing, choices=block)
    return at


def _constants(book: Book, sheet: Sheet, row: int) -> None:
    section(sheet, row, 1, "Constants", len(_WIDTHS))
    for at, (label, name, value) in enumerate(
        (("Months in a year", "MonthsPerYear", MONTHS), ("Seconds in an hour", "SecondsPerHour", SECONDS)), row + 1
    ):
        sheet.put(at, 1, label, "Line")
        define(book, name, sheet.put(at, 2, value, "Fixed", WHOLE), label)
    sheet.put(row + 3, 1, "Choices of timing: end, middle, start", "Line")
