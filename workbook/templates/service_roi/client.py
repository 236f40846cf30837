"""The service template's first sheet: one page that a client can be given."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.workbook.bars import bar_chart
from xlclv.workbook.calculation import Formula
from xlclv.workbook.charts import place
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PERCENT, RATE, WHOLE, cents_of, money, on_tile, sign_of
from xlclv.workbook.templates.page import heads, tile
from xlclv.workbook.templates.service_roi.assumptions import Rows
from xlclv.workbook.templates.service_roi.chain import Steps
from xlclv.workbook.templates.service_roi.pricing import Offers
from xlclv.workbook.templates.verification import Verdict
from xlclv.workbook.writer import Book

TITLE = "Client page"
_WIDTHS = (38, 14, 14, 14, 2, 36, 20, 20)
_TOP, _TABLE, _MESSAGE, _CHART, _END = 5, 9, 19, 20, 35
_CAUTION = (
    "Retention follows first-contact resolution as measured on the client's own customers: an association, which a "
    "pilot with a control group can test.",
    "CLV is the margin after service, discounted, without end, at the retention shown; the first margin is sure. "
    "Every figure follows the sheets Assumptions and Pricing.",
)


@dataclass(frozen=True, slots=True)
class _Words:
    """How money is shown on this page."""

    currency: str

    @property
    def amount(self) -> str:
        return money(self.currency, cents=True, sign=True)

    @property
    def whole(self) -> str:
        return money(self.currency, sign=True)

    @property
    def sign(self) -> str:
        return sign_of(self.currency)


def build(book: Book, currency: str, rows: Rows, offers: Offers, steps: Steps, verdict: Verdict) -> None:
    """Lay out the page."""
    sheet, words = book.sheets[TITLE], _Words(currency)
    sheet.widths(_WIDTHS)
    _table(sheet, words, rows, steps)
    _money(book, sheet, words, steps)
    _tiles(sheet, words, steps)
    _headline(sheet, words, verdict)
    _pictures(sheet, words, offers, steps)
    for row, text in enumerate(_CAUTION, _END):
        sheet.put(row, 1, text, "Note")
    sheet.ws.page_setup.fitToHeight = 1
    sheet.ws.print_area = f"A1:H{_END + len(_CAUTION)}"
    sheet.ws.print_options.horizontalCentered = True


def _table(sheet: Sheet, words: _Words, rows: Rows, steps: Steps) -> None:
    """Before, after and the change between them."""
    heads(sheet, _TABLE, 1, ["The service", "Before", "After", "Change"])
    cells = {key: (pair[0].full, pair[1].full) for key, pair in steps.pairs.items()}
    lines = [
        ("Average handle time, seconds", rows.both("aht_seconds"), WHOLE),
        ("First-contact resolution", rows.both("fcr"), PERCENT),
        ("Cost per contact", cells["cost"], words.amount),
        ("Contacts a customer and year", cells["contacts"], DECIMAL),
        ("Cost to serve a customer, a year", cells["to_serve"], words.amount),
        ("Margin after service, a year", cells["margin"], words.amount),
        ("Retention, a year", cells["kept"], RATE),
        ("Customer lifetime value", (steps.clv[0].full, steps.clv[3].full), words.amount),
    ]
    for row, (label, (before, after), fmt) in enumerate(lines, _TABLE + 1):
        last = row == _TABLE + len(lines)
        sheet.put(row, 1, label, "Total label" if last else "Line")
        for column, text in enumerate((f"={before}", f"={after}", f"=C{row}-B{row}"), 2):
            sheet.live(row, column, text, "Total" if last else "Fixed", fmt)


def _money(book: Book, sheet: Sheet, words: _Words, steps: Steps) -> None:
    """What the change is worth: by where it comes from, then against its cost."""
    heads(sheet, _TABLE, 6, ["What it is worth", "A customer", "All customers"])
    row = _TABLE + 4
    effects = zip(steps.effect_labels, steps.effects, strict=True)
    lines = [
        *((str(label.value), f"={ref.full}") for label, ref in effects),
        ("Uplift of CLV", f"=SUM(G{_TABLE + 1}:G{row - 1})"),
    ]
    for at, (label, text) in enumerate(lines, _TABLE + 1):
        sheet.put(at, 6, label, "Total label" if at == row else "Line")
        style = "Total" if at == row else "Fixed"
        each = sheet.live(at, 7, text, style, words.amount)
        every = sheet.live(at, 8, f"=G{at}*Customers", style, words.whole)
    define(book, "Uplift", each, "What the programme adds to a customer's CLV")
    define(book, "TotalValue", every, "The uplift for all customers it reaches")
    sheet.put(row + 1, 6, "Cost of the programme", "Line")
    sheet.live(row + 1, 7, '=IF(Customers>0,ProgrammeCost/Customers,"no customers")', "Fixed", words.amount)
    sheet.live(row + 1, 8, "=ProgrammeCost", "Fixed", words.whole)
    results = (
        ("Net value", "NetValue", "=TotalValue-ProgrammeCost", words.whole),
        ("Return on investment", "ReturnOnInvestment", "=NetValue/ProgrammeCost", PERCENT),
        ("Most the programme may cost", "BreakEvenCost", "=TotalValue", words.whole),
    )
    for at, (label, name, text, fmt) in enumerate(results, row + 2):
        sheet.put(at, 6, label, "Line")
        define(book, name, sheet.live(at, 8, text, "Fixed", fmt), label)


def _tiles(sheet: Sheet, words: _Words, steps: Steps) -> None:
    sign, places = words.sign, cents_of(words.currency)
    (before, after), first, last = (ref.full for ref in steps.pairs["kept"]), steps.clv[0].full, steps.clv[3].full
    large = on_tile(words.currency)
    tiles = (
        ((1, 1), "Net value", "=NetValue", large, '="on "&FIXED(Customers,0)&" customers, after the cost"'),
        ((2, 4), "Return", "=ReturnOnInvestment", "0%", f'="on {sign}"&FIXED(ProgrammeCost,0)'),
        (
            (6, 6),
            "Uplift a customer",
            "=Uplift",
            on_tile(words.currency, cents=True),
            f'="CLV {sign}"&FIXED({first},{places})&" before, {sign}"&FIXED({last},{places})&" after"',
        ),
        ((7, 8), "Retention after", f"={after}", RATE, f'="before: "&ROUND({before}*100,2)&"%"'),
    )
    for columns, label, text, fmt, note in tiles:
        tile(sheet, _TOP, columns, label, Formula(text), fmt, Formula(note))


def _headline(sheet: Sheet, words: _Words, verdict: Verdict) -> None:
    text = (
        '="Service "&IF(NetValue>=0,"returns ","loses ")&ROUND(ABS(ReturnOnInvestment)*100,0)'
        f'&"% on {words.sign}"&FIXED(ProgrammeCost,0)'
    )
    sheet.live(1, 1, text, "Title")
    sheet.height(1, 30)
    note = "From the cost of a contact and first-contact resolution to retention, customer lifetime value and return."
    sheet.put(2, 1, note, "Note")
    sheet.put(3, 1, verdict.sentence(), "Note")
    sheet.height(4, 6)
    sheet.height(8, 9)


def _pictures(sheet: Sheet, words: _Words, offers: Offers, steps: Steps) -> None:
    sheet.height(_MESSAGE, 24)
    share = f'"Better retention alone is "&ROUND({steps.effects[1].full}/Uplift*100,0)&"% of the uplift"'
    sheet.live(_MESSAGE, 1, f'=IF(Uplift>0,{share},"No uplift")', "Message")
    best = offers.cheapest.full
    name = f'IF({best}="fte","FTE",{best})'  # an abbreviation inside a sentence
    text = f'="At "&FIXED(Contacts,0)&" contacts a month the cheapest offer is "&{name}'
    sheet.live(_MESSAGE, 6, text, "Message")
    alt = "Bars: what cheaper service, better retention and both together add to CLV; figures on the sheet Workings."
    split = bar_chart(
        steps.effect_labels, steps.effects, steps.effect_head, fmt=words.amount, alt=alt, name="Uplift by effect"
    )
    place(sheet, split, f"A{_CHART}", f"E{_END}")
    alt = "Bars: cost per contact under each pricing model at the same volume; figures on the sheet Pricing."
    costs = bar_chart(
        offers.heads,
        offers.costs,
        offers.cost_head,
        fmt=words.amount,
        alt=alt,
        name="Cost per contact by pricing model",
    )
    costs.y_axis.scaling.min = 0
    place(sheet, costs, f"F{_CHART}", f"I{_END}")
