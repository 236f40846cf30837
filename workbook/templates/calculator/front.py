"""The calculator's one page: yellow inputs on the left, results in the middle, other conventions on the right."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, FREE, PERCENT, RATIO, cents_of, money, on_tile, sign_of
from xlclv.workbook.templates.calculator import pictures
from xlclv.workbook.templates.calculator.conventions import conventions
from xlclv.workbook.templates.calculator.example import Example
from xlclv.workbook.templates.calculator.workings import Parts
from xlclv.workbook.templates.page import TIMING, Field, input_cell, line, listed, section, tile
from xlclv.workbook.templates.verification import Verdict
from xlclv.workbook.writer import Book

TITLE = "Calculator"
_WIDTHS = (25, 14, 16, 1, 29, 14, 25, 1, 40, 12, 12, 12)
_TOP, _FIRST, _SECOND = 5, 9, 18


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet in the making, and its words for money and time."""

    sheet: Sheet
    currency: str
    period: str

    @property
    def amount(self) -> str:
        """The number format of money."""
        return money(self.currency, cents=True, sign=True)

    @property
    def large(self) -> str:
        """The number format of money in large letters."""
        return on_tile(self.currency, cents=True)

    @property
    def sign(self) -> str:
        """What stands before an amount in a sentence."""
        return sign_of(self.currency)

    def spoken(self, name: str) -> str:
        """An amount within a sentence, as a piece of its formula."""
        return f'"{self.sign}"&FIXED({name},{cents_of(self.currency)})'


def inputs(book: Book, currency: str, period: str, example: Example) -> Page:
    """The yellow cells, and beside them the table of conventions, whose header holds the choices of timing."""
    sheet = book.sheets[TITLE]
    sheet.widths(_WIDTHS)
    timings = conventions(sheet, _FIRST, 9, money(currency, cents=True), period)
    page = Page(sheet, currency, period)
    section(sheet, _FIRST, 1, "Your four numbers", 3)
    first = _fields(example, period, page.amount)
    for row, field in enumerate(first[:4], _FIRST + 1):
        _input(book, page, row, field)
    line(sheet, _FIRST + 5, 1, "CLV", Formula("=SimpleCLV"), page.amount, "by the simple formula")
    for row, words in enumerate(
        ("CLV = (average purchase x re-sale rate)", "x lifetime - acquisition cost"), _FIRST + 6
    ):
        sheet.put(row, 1, words, "Note")
    section(sheet, _SECOND, 1, "Options", 3)
    for row, field in enumerate(first[4:], _SECOND + 1):
        _input(book, page, row, field, timings if field.name == "Timing" else "")
    return page


def _input(book: Book, page: Page, row: int, field: Field, choices: str = "") -> None:
    page.sheet.put(row, 1, field.label, "Line")
    input_cell(book, page.sheet, row, 2, field, choices=choices)
    page.sheet.put(row, 3, Formula(listed(choices)) if choices else field.unit, "Line")


def _fields(example: Example, period: str, amount: str) -> list[Field]:
    most, rate = 1e9, f"a {period}"
    return [
        Field("avg_purchase_value", "Average purchase", "PurchaseValue", example.value, "each", amount, 0, most),
        Field("purchase_rate", "Purchases (re-sale rate)", "PurchaseRate", example.rate, rate, FREE, 0, 1e6),
        Field("lifetime", "Lifetime", "Lifetime", example.years, f"{period}s", FREE, 0, 1000),
        Field("cac", "Acquisition cost", "AcquisitionCost", example.cost, "a customer", amount, 0, most),
        Field("margin_share", "Margin", "Margin", example.share, "of the purchase", PERCENT, 0, 1),
        Field("discount_rate", "Discount rate", "DiscountRate", example.discount, rate, "0.00%", 0, 1),
        Field("timing", "Timing", "Timing", example.timing, "", FREE, 0, 1, TIMING),
        Field("retention", "Retention", "Retention", example.kept, f"kept {rate}", PERCENT, 0, 1),
        Field("target_ratio", "Wanted CLV : CAC", "TargetRatio", example.target, "times the cost", RATIO, 0.1, 100),
        Field("shock", "Drivers moved by", "Shock", example.shock, "for the picture", "0%", 0.01, 0.9),
    ]


def results(book: Book, page: Page) -> dict[str, Ref]:
    """The middle of the page."""
    section(page.sheet, _FIRST, 5, "What a customer is worth", 3)
    section(page.sheet, _SECOND, 5, "What it may cost to win one", 3)
    page.sheet.height(_SECOND, 17)  # the table beside it goes on through this row
    found = {}
    for row, (label, name, text, note) in (*enumerate(_WORTH, _FIRST + 1), *enumerate(_COST, _SECOND + 1)):
        shape, words = _SHAPES.get(name, page.amount), label.replace("{}", page.period)
        told = Formula(note) if note.startswith("=") else note
        found[name] = line(page.sheet, row, 5, words, Formula(text), shape, told)
        define(book, name, found[name], words)
    return found


_SHAPES = {
    "ValueRatio": RATIO, "BreakEvenRetention": PERCENT, "Payback": DECIMAL, "PaybackWithChurn": DECIMAL,
    "ImpliedLifetime": DECIMAL, "BreakEvenPurchases": DECIMAL,
}  # fmt: skip
# Label, name, formula, and the note beside it, in words or as a formula.
_WORTH = (
    ("By the simple formula", "SimpleCLV", "=PurchaseValue*PurchaseRate*Lifetime-AcquisitionCost",
     '="("&PurchaseValue&" x "&PurchaseRate&") x "&Lifetime&" - "&AcquisitionCost'),
    ("Margin of one {}", "PeriodMargin", "=PurchaseValue*PurchaseRate*Margin", "purchases x margin"),
    ("Worth before acquisition cost", "GrossCLV", "=PV(DiscountRate,Lifetime,-PeriodMargin)*TimingFactor",
     "over the lifetime, discounted"),
    ("Customer lifetime value", "CustomerValue", "=GrossCLV-AcquisitionCost", "after acquisition cost"),
    ("Worth at the retention rate", "RetentionCLV",
     '=IF(RetentionGap>0,PeriodMargin*TimingFactor/RetentionGap-AcquisitionCost,"no end")',
     "without end, after the cost"),
    ("Lifetime that retention means", "ImpliedLifetime", '=IF(Retention<1,1/(1-Retention),"no end")',
     '=IF(ISTEXT(ImpliedLifetime),"",IF(ImpliedLifetime>Lifetime,"longer","shorter")&" than the one given")'),
    ("One point more of retention", "RetentionPoint",
     '=IF(NarrowerGap>0,PeriodMargin*TimingFactor*(1/NarrowerGap-1/RetentionGap),"no end")', "adds to that worth"),
)  # fmt: skip
_COST = (
    ("The most you may pay", "BreakEvenCost", "=GrossCLV", "then nothing is earned"),
    ("The most at the wanted ratio", "FairCost", "=GrossCLV/TargetRatio", '=TargetRatio&" times back"'),
    ("CLV : CAC", "ValueRatio", '=IF(AcquisitionCost>0,GrossCLV/AcquisitionCost,"free")',
     '=IF(ISTEXT(ValueRatio),"free",IF(ValueRatio<1,"destroys value",'
     'IF(ValueRatio<TargetRatio,"below target","on target")))'),
    ("Payback in {}s, nobody leaves", "Payback",
     '=IF(PeriodMargin>0,IFERROR(NPER(DiscountRate,-PeriodMargin*TimingFactor,AcquisitionCost),"never"),"never")',
     '=IF(ISTEXT(Payback),"",IF(Payback>Lifetime,"after","within")&" the lifetime")'),
    ("Payback in {}s, some leave", "PaybackWithChurn",
     "=IF(AcquisitionCost=0,0,IF(RetentionGap=0,CostInMargins,IF(OnePayment,1,PaymentsNeeded)))",
     "at the retention rate"),
    ("Break-even retention", "BreakEvenRetention",
     '=IF(AcquisitionCost=0,"any",IF(ISTEXT(RetentionNeeded),"none",IF(RetentionNeeded<0,"any",RetentionNeeded)))',
     "pays the cost, without end"),
    ("Break-even purchases a {}", "BreakEvenPurchases",
     '=IF(GrossCLV>0,PurchaseRate*AcquisitionCost/GrossCLV,"never")', "pay the cost in the lifetime"),
)  # fmt: skip


def finish(page: Page, parts: Parts, found: dict[str, Ref], verdict: Verdict) -> None:
    """Title, tiles and pictures, which show what the rest of the workbook found."""
    sheet = page.sheet
    _headline(page, verdict)
    brief = "Average purchase x re-sale rate x lifetime - acquisition cost"
    tile(sheet, _TOP, (1, 3), "CLV by the simple formula", Formula("=SimpleCLV"), page.large, brief)
    words = '="Margin "&ROUND(Margin*100,1)&"%, discounted at "&ROUND(DiscountRate*100,2)&"%"'
    tile(sheet, _TOP, (5, 7), "CLV in today's money", Formula("=CustomerValue"), page.large, Formula(words))
    said = f'=$G${found["ValueRatio"].row}&": "&{page.spoken("GrossCLV")}&" for "&{page.spoken("AcquisitionCost")}'
    tile(sheet, _TOP, (9, 12), "CLV : CAC", Formula("=ValueRatio"), RATIO, Formula(said))
    pictures.draw(page.sheet, parts, page.amount, page.period)
    sheet.ws.page_setup.fitToHeight = 1
    sheet.ws.print_area = f"A1:L{pictures.END}"
    sheet.ws.print_options.horizontalCentered = True


def _headline(page: Page, verdict: Verdict) -> None:
    sheet = page.sheet
    sheet.live(1, 1, f'="A customer is worth "&{page.spoken("CustomerValue")}&" after acquisition cost"', "Title")
    sheet.height(1, 30)
    words = (
        "Yellow cells are yours to change, and everything follows at once: Excel's own formulas, no add-in, no macros. "
        f"Rates, lifetime and purchases all count the same period: a {page.period}."
    )
    sheet.put(2, 1, words, "Note")
    sheet.put(3, 1, verdict.sentence(), "Note")
    sheet.height(4, 6)
    sheet.height(8, 9)
