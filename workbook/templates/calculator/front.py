"""The calculator's one page: yellow inputs on the left, results in the middle, other conventions on the right."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.cells import Formula, Ref
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.spoken import fixed, shown
from workbook.styles import FREE, PERCENT, RATIO, cents_of, money, sign_of
from workbook.templates.calculator import pictures
from workbook.templates.calculator.conventions import Conventions, conventions
from workbook.templates.calculator.figures import ENDLESS, NEVER, Example
from workbook.templates.calculator.workings import Parts
from workbook.templates.page import Field, input_cell, line, section, tile
from workbook.templates.verification import Verdict
from workbook.writer import Book

TITLE = "Calculator"
_WIDTHS = (27, 15, 17, 1.5, 32, 15, 27, 1.5, 42, 12, 12, 12)
_TOP, _FIRST, _SECOND = 5, 9, 18


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet in the making, its words for money and time, and where the choices of timing stand."""

    sheet: Sheet
    currency: str
    period: str
    conventions: Conventions

    @property
    def amount(self) -> str:
        """The number format of money."""
        return money(self.currency, cents=True, sign=True)

    @property
    def sign(self) -> str:
        """What stands before an amount in a sentence."""
        return sign_of(self.currency)

    def spoken(self, name: str, value: float) -> tuple[str, str]:
        """An amount within a sentence: the piece of its formula, and the text it gives."""
        places = cents_of(self.currency)
        return f'"{self.sign}"&FIXED({name},{places})', f"{self.sign}{fixed(value, places)}"


def inputs(book: Book, currency: str, period: str, example: Example) -> Page:
    """The yellow cells, and beside them the table of conventions, whose header holds the choices of timing."""
    sheet = book.sheets[TITLE]
    sheet.widths(_WIDTHS)
    table = conventions(sheet, _FIRST, 9, money(currency, cents=True), example, period)
    page = Page(sheet, currency, period, table)
    section(sheet, _FIRST, 1, "Your four numbers", 3)
    first = _fields(example, period, page.amount)
    for row, field in enumerate(first[:4], _FIRST + 1):
        _input(book, page, row, field)
    line(sheet, _FIRST + 5, 1, "CLV", formula("=SimpleCLV", example.simple), page.amount, "by the simple formula")
    for row, words in enumerate(
        ("CLV = (average purchase x re-sale rate)", "x lifetime - acquisition cost"), _FIRST + 6
    ):
        sheet.put(row, 1, words, "Note")
    section(sheet, _SECOND, 1, "Options", 3)
    for row, field in enumerate(first[4:], _SECOND + 1):
        _input(book, page, row, field, table.timings if field.name == "Timing" else "")
    return page


def _input(book: Book, page: Page, row: int, field: Field, choices: str = "") -> None:
    page.sheet.put(row, 1, field.label, "Line")
    input_cell(book, page.sheet, row, 2, field, choices=choices)
    page.sheet.put(row, 3, field.unit, "Line")


def _fields(example: Example, period: str, amount: str) -> list[Field]:
    most, rate = 1e9, f"a {period}"
    return [
        Field("avg_purchase_value", "Average purchase", "PurchaseValue", example.value, "each", amount, 0, most),
        Field("purchase_rate", "Purchases (re-sale rate)", "PurchaseRate", example.rate, rate, FREE, 0, 1e6),
        Field("lifetime", "Lifetime", "Lifetime", example.years, f"{period}s", FREE, 0, 1000),
        Field("cac", "Acquisition cost", "AcquisitionCost", example.cost, "a customer", amount, 0, most),
        Field("margin_share", "Margin", "Margin", example.share, "of the purchase", PERCENT, 0, 1),
        Field("discount_rate", "Discount rate", "DiscountRate", example.discount, rate, "0.00%", 0, 1),
        Field("timing", "Timing", "Timing", example.timing, "0, 0.5 or 1", FREE, 0, 1),
        Field("retention", "Retention", "Retention", example.kept, f"kept {rate}", PERCENT, 0, 1),
        Field("target_ratio", "Wanted CLV : CAC", "TargetRatio", example.target, "times the cost", RATIO, 0.1, 100),
        Field("shock", "Drivers moved by", "Shock", example.shock, "for the picture", "0%", 0.01, 0.9),
    ]


def results(book: Book, page: Page, example: Example) -> dict[str, Ref]:
    """The middle of the page."""
    sheet, amount = page.sheet, page.amount
    section(sheet, _FIRST, 5, "What a customer is worth", 3)
    section(sheet, _SECOND, 5, "What it may cost to win one", 3)
    found = {}
    lines = [*enumerate(_worth(example, page), _FIRST + 1), *enumerate(_cost(example, page), _SECOND + 1)]
    sheet.height(_SECOND, 17)  # the table beside it goes on through this row
    for row, (label, name, text, value, note) in lines:
        shape = {"PeriodMargin": amount, "ValueRatio": RATIO, "BreakEvenRetention": PERCENT}.get(name, amount)
        if name in ("Payback", "PaybackWithChurn", "ImpliedLifetime", "BreakEvenPurchases"):
            shape = "#,##0.00"
        found[name] = line(sheet, row, 5, label, formula(text, value), shape, note)
        define(book, name, found[name], label)
    return found


_Line = tuple[str, str, str, float | str, Formula | str]


def _worth(example: Example, page: Page) -> list[_Line]:
    growth, retained = "TimingFactor", example.retained()
    mean = '=IF(ISTEXT(ImpliedLifetime),"",IF(ImpliedLifetime>Lifetime,"longer","shorter")&" than the one given")'
    brief = '="("&PurchaseValue&" x "&PurchaseRate&") x "&Lifetime&" - "&AcquisitionCost'
    told = f"({example.value:g} x {example.rate:g}) x {example.years:g} - {example.cost:g}"
    every = "PurchaseValue*PurchaseRate*Margin"
    longer = f"{'longer' if 1 / (1 - example.kept) > example.years else 'shorter'} than the one given"
    lasting = f'=IF(RetentionGap>0,PeriodMargin*{growth}/RetentionGap-AcquisitionCost,"{ENDLESS}")'
    more = f'=IF(NarrowerGap>0,PeriodMargin*{growth}*(1/NarrowerGap-1/RetentionGap),"{ENDLESS}")'
    return [
        (
            "By the simple formula",
            "SimpleCLV",
            "=PurchaseValue*PurchaseRate*Lifetime-AcquisitionCost",
            example.simple,
            formula(brief, told),
        ),
        (f"Margin of one {page.period}", "PeriodMargin", f"={every}", example.margin, "purchases x margin"),
        (
            "Worth before acquisition cost",
            "GrossCLV",
            f"=PV(DiscountRate,Lifetime,-PeriodMargin)*{growth}",
            example.gross,
            "over the lifetime, discounted",
        ),
        (
            "Customer lifetime value",
            "CustomerValue",
            "=GrossCLV-AcquisitionCost",
            example.net(),
            "after acquisition cost",
        ),
        ("Worth at the retention rate", "RetentionCLV", lasting, retained, "without end, after the cost"),
        (
            "Lifetime that retention means",
            "ImpliedLifetime",
            f'=IF(Retention<1,1/(1-Retention),"{ENDLESS}")',
            1 / (1 - example.kept),
            formula(mean, longer),
        ),
        ("One point more of retention", "RetentionPoint", more, example.one_point, "adds to that worth"),
    ]


def _cost(example: Example, page: Page) -> list[_Line]:
    paid = "NPER(DiscountRate,-PeriodMargin*TimingFactor,AcquisitionCost)"
    verdict = (
        '=IF(ISTEXT(ValueRatio),"free",IF(ValueRatio<1,"destroys value",'
        'IF(ValueRatio<TargetRatio,"below target","on target")))'
    )
    churn = "=IF(AcquisitionCost=0,0,IF(RetentionGap=0,CostInMargins,IF(OnePayment,1,PaymentsNeeded)))"
    kept = 'IF(ISTEXT(RetentionNeeded),"none",IF(RetentionNeeded<0,"any",RetentionNeeded))'
    within = '=IF(ISTEXT(Payback),"",IF(Payback>Lifetime,"after","within")&" the lifetime")'
    return [
        ("The most you may pay", "BreakEvenCost", "=GrossCLV", example.gross, "then nothing is earned"),
        (
            "The most at the wanted ratio",
            "FairCost",
            "=GrossCLV/TargetRatio",
            example.fair,
            formula('=TargetRatio&" times back"', f"{example.target:g} times back"),
        ),
        (
            "CLV : CAC",
            "ValueRatio",
            '=IF(AcquisitionCost>0,GrossCLV/AcquisitionCost,"free")',
            example.ratio,
            formula(verdict, example.verdict),
        ),
        (
            f"Payback in {page.period}s, nobody leaves",
            "Payback",
            f'=IF(PeriodMargin>0,IFERROR({paid},"{NEVER}"),"{NEVER}")',
            example.payback(1),
            formula(within, f"{'after' if example.payback(1) > example.years else 'within'} the lifetime"),
        ),
        (
            f"Payback in {page.period}s, some leave",
            "PaybackWithChurn",
            churn,
            example.payback(example.kept),
            "at the retention rate",
        ),
        (
            "Break-even retention",
            "BreakEvenRetention",
            f'=IF(AcquisitionCost=0,"any",{kept})',
            example.break_even_retention,
            "pays the cost, without end",
        ),
        (
            f"Break-even purchases a {page.period}",
            "BreakEvenPurchases",
            f'=IF(GrossCLV>0,PurchaseRate*AcquisitionCost/GrossCLV,"{NEVER}")',
            example.rate * example.cost / example.gross,
            "pay the cost in the lifetime",
        ),
    ]


def finish(book: Book, page: Page, example: Example, parts: Parts, found: dict[str, Ref], verdict: Verdict) -> None:
    """Title, tiles and pictures, which show what the rest of the workbook found."""
    sheet = page.sheet
    _headline(page, example, verdict)
    value, told = page.spoken("GrossCLV", example.gross)
    cost, paid = page.spoken("AcquisitionCost", example.cost)
    brief = "Average purchase x re-sale rate x lifetime - acquisition cost"
    tile(sheet, _TOP, (1, 3), "CLV by the simple formula", formula("=SimpleCLV", example.simple), page.amount, brief)
    words = '="Margin "&ROUND(Margin*100,1)&"%, discounted at "&ROUND(DiscountRate*100,2)&"%"'
    spoken = f"Margin {shown(example.share * 100, 1)}%, discounted at {shown(example.discount * 100, 2)}%"
    net = formula("=CustomerValue", example.net())
    tile(sheet, _TOP, (5, 7), "CLV in today's money", net, page.amount, formula(words, spoken))
    verdict_cell = f"$G${found['ValueRatio'].row}"
    note = formula(f'={verdict_cell}&": "&{value}&" for "&{cost}', f"{example.verdict}: {told} for {paid}")
    tile(sheet, _TOP, (9, 12), "CLV : CAC", formula("=ValueRatio", example.ratio), RATIO, note)
    pictures.draw(page.sheet, parts, example, page.amount, page.period)
    sheet.ws.page_setup.fitToHeight = 1
    sheet.ws.print_area = f"A1:L{pictures.END}"
    sheet.ws.print_options.horizontalCentered = True


def _headline(page: Page, example: Example, verdict: Verdict) -> None:
    sheet = page.sheet
    amount, told = page.spoken("CustomerValue", example.net())
    text = f'="A customer is worth "&{amount}&" after acquisition cost"'
    sheet.put(1, 1, formula(text, f"A customer is worth {told} after acquisition cost"), "Title")
    sheet.height(1, 30)
    sheet.put(
        2,
        1,
        "Yellow cells are yours to change, and everything follows at once: Excel's own formulas, no add-in, no macros. "
        f"Rates, lifetime and purchases all count the same period: a {page.period}.",
        "Note",
    )
    sheet.put(3, 1, verdict.sentence(), "Note")
    sheet.height(4, 6)
    sheet.height(8, 9)
