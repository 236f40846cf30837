"""The contact centre's return: cost per contact, cost to serve and retention, before and after, to CLV and ROI."""

from __future__ import annotations

from xlclv.workbook.finish import finish
from xlclv.workbook.furnish import furnish
from xlclv.workbook.templates import verification
from xlclv.workbook.templates.empty import new_book
from xlclv.workbook.templates.service_roi import assumptions, chain, checks, client, pricing
from xlclv.workbook.templates.service_roi.example import Example
from xlclv.workbook.writer import Book


def lay_out(currency: str = "") -> Book:
    """The workbook in memory: the client's page first, then what it rests on."""
    book, example = new_book("Contact centre: service to customer value"), Example()
    for title in (client.TITLE, assumptions.TITLE, pricing.TITLE, chain.TITLE, verification.TITLE):
        book.sheet(title)
    rows = assumptions.build(book, currency, example)
    offers = pricing.build(book, currency, example, rows, chain.CONTACTS)
    steps = chain.build(book, rows, offers)
    verdict = verification.build(book, checks.checks(rows, offers, steps))
    client.build(book, currency, rows, offers, steps, verdict)
    furnish(book, client.TITLE)
    return finish(book)
