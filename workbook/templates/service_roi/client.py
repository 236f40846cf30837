"""The service template's first sheet: one page that a client can be given."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.bars import bar_chart
from workbook.cells import Ref
from workbook.charts import place
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.spoken import fixed, shown
from workbook.styles import DECIMAL, PERCENT, RATE, WHOLE, cents_of, money, sign_of
from workbook.templates.page import heads, tile, words_of
from workbook.templates.service_roi.assumptions import Rows
from workbook.templates.service_roi.chain import Steps
from workbook.templates.service_roi.figures import Example
from workbook.templates.service_roi.pricing import Offers
from workbook.templates.verification import Verdict
from workbook.writer import Book

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


def build(
    book: Book, currency: str, example: Example, rows: Rows, offers: Offers, steps: Steps, verdict: Verdict
) -> None:
    """Lay out the page."""
    sheet, words = book.sheets[TITLE], _Words(currency)
    sheet.widths(_WIDTHS)
    _table(sheet, words, example, rows, steps)
    _money(book, sheet, words, example, steps)
    _tiles(sheet, words, example, steps)
    _headline(sheet, words, example, verdict)
    _pictures(sheet, words, example, offers, steps)
    for row, text in enumerate(_CAUTION, _END):
        sheet.put(row, 1, text, "Note")
    sheet.ws.page_setup.fitToHeight = 1
    sheet.ws.print_area = f"A1:H{_END + len(_CAUTION)}"
    sheet.ws.print_options.horizontalCentered = True


def _table(sheet: Sheet, words: _Words, example: Example, rows: Rows, steps: Steps) -> None:
    """Before, after and the change between them."""
    b, a = example.before, example.after
    heads(sheet, _TABLE, 1, ["The service", "Before", "After", "Change"])
    handle, fcr = rows.both("aht_seconds"), rows.both("fcr")
    cells = {key: (pair[0].full, pair[1].full) for key, pair in steps.pairs.items()}
    clv = steps.clv[0].full, steps.clv[3].full
    worth = example.clv(b, b), example.clv(a, a)
    lines = [
        ("Average handle time, seconds", handle, (b.aht_seconds, a.aht_seconds), WHOLE),
        ("First-contact resolution", fcr, (b.fcr, a.fcr), PERCENT),
        ("Cost per contact", cells["cost"], (b.cost, a.cost), words.amount),
        ("Contacts a customer and year", cells["contacts"], (b.contacts, a.contacts), DECIMAL),
        ("Cost to serve a customer, a year", cells["to_serve"], (b.to_serve, a.to_serve), words.amount),
        ("Margin after service, a year", cells["margin"], (b.margin - b.to_serve, a.margin - a.to_serve), words.amount),
        ("Retention, a year", cells["kept"], (b.kept, a.kept), RATE),
        ("Customer lifetime value", clv, worth, words.amount),
    ]
    for row, (label, pair, values, fmt) in enumerate(lines, _TABLE + 1):
        last = row == _TABLE + len(lines)
        sheet.put(row, 1, label, "Total label" if last else "Line")
        style = "Total" if last else "Fixed"
        for column, (address, value) in enumerate(zip(pair, values, strict=True), 2):
            sheet.put(row, column, formula(f"={address}", value), style, fmt)
        sheet.put(row, 4, formula(f"=C{row}-B{row}", values[1] - values[0]), style, fmt)


def _money(book: Book, sheet: Sheet, words: _Words, example: Example, steps: Steps) -> None:
    """What the change is worth: by where it comes from, then against its cost."""
    found, roi = example.effects, example.roi
    heads(sheet, _TABLE, 6, ["What it is worth", "A customer", "All customers"])
    for row, (ref, value) in enumerate(zip(steps.effects, found, strict=True), _TABLE + 1):
        label = str(steps.effect_labels[row - _TABLE - 1].value)
        sheet.put(row, 6, label, "Line")
        _both(sheet, row, "Fixed", words, f"={ref.full}", value, example.customers)
    row = _TABLE + 4
    sheet.put(row, 6, "Uplift of CLV", "Total label")
    _both(sheet, row, "Total", words, f"=SUM(G{_TABLE + 1}:G{row - 1})", float(roi.uplift), example.customers)
    _name(book, "Uplift", Ref(TITLE, row, 7, float(roi.uplift)), "What the programme adds to a customer's CLV")
    _name(book, "TotalValue", Ref(TITLE, row, 8, float(roi.total)), "The uplift for all customers it reaches")
    each = example.cost / example.customers
    sheet.put(row + 1, 6, "Cost of the programme", "Line")
    cost = formula('=IF(Customers>0,ProgrammeCost/Customers,"no customers")', each)
    sheet.put(row + 1, 7, cost, "Fixed", words.amount)
    sheet.put(row + 1, 8, formula("=ProgrammeCost", example.cost), "Fixed", words.whole)
    lines = (
        ("Net value", "NetValue", "=TotalValue-ProgrammeCost", float(roi.net), words.whole),
        ("Return on investment", "ReturnOnInvestment", "=NetValue/ProgrammeCost", float(roi.roi), PERCENT),
        ("Most the programme may cost", "BreakEvenCost", "=TotalValue", float(roi.total), words.whole),
    )
    for at, (label, name, text, value, fmt) in enumerate(lines, row + 2):
        sheet.put(at, 6, label, "Line")
        _name(book, name, sheet.put(at, 8, formula(text, value), "Fixed", fmt), label)


def _both(sheet: Sheet, row: int, style: str, words: _Words, text: str, value: float, customers: float) -> None:
    sheet.put(row, 7, formula(text, value), style, words.amount)
    sheet.put(row, 8, formula(f"=G{row}*Customers", value * customers), style, words.whole)


def _name(book: Book, name: str, ref: Ref, comment: str) -> None:
    define(book, name, ref, comment)


def _tiles(sheet: Sheet, words: _Words, example: Example, steps: Steps) -> None:
    roi, places = example.roi, cents_of(words.currency)
    sign, (before, after) = words.sign, (pair.full for pair in steps.pairs["kept"])
    reach = '="on "&FIXED(Customers,0)&" customers, after the cost"'
    tile(
        sheet,
        _TOP,
        (1, 1),
        "Net value",
        formula("=NetValue", float(roi.net)),
        words.whole,
        formula(reach, f"on {fixed(example.customers)} customers, after the cost"),
    )
    spent = formula(f'="on {sign}"&FIXED(ProgrammeCost,0)', f"on {sign}{fixed(example.cost)}")
    tile(sheet, _TOP, (2, 4), "Return", formula("=ReturnOnInvestment", float(roi.roi)), "0%", spent)
    first, last = steps.clv[0].full, steps.clv[3].full
    told = (
        f"CLV {sign}{fixed(example.clv(*example.scenarios[0]), places)} before, "
        f"{sign}{fixed(example.clv(*example.scenarios[3]), places)} after"
    )
    text = f'="CLV {sign}"&FIXED({first},{places})&" before, {sign}"&FIXED({last},{places})&" after"'
    uplift = formula("=Uplift", float(roi.uplift))
    tile(sheet, _TOP, (6, 6), "Uplift a customer", uplift, words.amount, formula(text, told))
    kept = formula(f"={after}", example.after.kept)
    held = formula(f'="before: "&ROUND({before}*100,2)&"%"', f"before: {shown(example.before.kept * 100, 2)}%")
    tile(sheet, _TOP, (7, 8), "Retention after", kept, RATE, held)


def _headline(sheet: Sheet, words: _Words, example: Example, verdict: Verdict) -> None:
    roi, cost = float(example.roi.roi), f"{words.sign}{fixed(example.cost)}"
    text = (
        '="Service "&IF(NetValue>=0,"returns ","loses ")&ROUND(ABS(ReturnOnInvestment)*100,0)'
        f'&"% on {words.sign}"&FIXED(ProgrammeCost,0)'
    )
    sheet.put(1, 1, formula(text, f"Service returns {shown(roi * 100)}% on {cost}"), "Title")
    sheet.height(1, 30)
    note = "From the cost of a contact and first-contact resolution to retention, customer lifetime value and return."
    sheet.put(2, 1, note, "Note")
    sheet.put(3, 1, verdict.sentence(), "Note")
    sheet.height(4, 6)
    sheet.height(8, 9)


def _pictures(sheet: Sheet, words: _Words, example: Example, offers: Offers, steps: Steps) -> None:
    sheet.height(_MESSAGE, 24)
    retention, uplift = steps.effects[1].full, float(example.roi.uplift)
    part = shown(example.effects[1] / uplift * 100)
    text = f'=IF(Uplift>0,"Better retention alone is "&ROUND({retention}/Uplift*100,0)&"% of the uplift","No uplift")'
    sheet.put(_MESSAGE, 1, formula(text, f"Better retention alone is {part}% of the uplift"), "Message")
    best = offers.cheapest
    name = words_of(best).replace("fte", "FTE")  # an abbreviation inside a sentence
    spoken = f'IF({best.full}="fte","FTE",{best.full})'
    live = f'="At "&FIXED(Contacts,0)&" contacts a month the cheapest offer is "&{spoken}'
    told = f"At {fixed(example.contacts)} contacts a month the cheapest offer is {name}"
    sheet.put(_MESSAGE, 6, formula(live, told), "Message")
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
