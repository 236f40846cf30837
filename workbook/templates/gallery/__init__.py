"""The gallery: every worksheet function with a worked example, live in Excel's own functions where it has a twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.worksheet.hyperlink import Hyperlink

from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook import sentences
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref, quoted
from xlclv.workbook.finish import finish
from xlclv.workbook.furnish import furnish
from xlclv.workbook.names import define
from xlclv.workbook.templates.empty import new_book
from xlclv.workbook.templates.gallery import cohorts, investment, portfolio, segments, simple
from xlclv.workbook.templates.gallery.block import EQUAL, WIDTHS, Block
from xlclv.workbook.writer import Book

TITLE = "Functions"
_FIRST = 6
_TOLERANCE = 1e-9
_LAMBDAS = "Also as a LAMBDA name (--lambdas)"
_LONG = "It could be a formula of 200 terms; the gallery shows the value"
_HELPERS = "The summary workbook's sheet Cohorts shows such a table with live ratios"

_NARROW, _WIDER = 11, {"E": 16, "I": 14, "J": 16}  # columns of numbers; of words such as Self-service first
_ROW = 5.6  # a page is scaled to its width: so many units of width to one row that fits
# How many columns of values the widest example of a family takes, so that a page is printed no smaller than need be.
_MOST_VALUES = dict(zip("ABCDEFGHIJK", (4, 5, 10, 7, 10, 4, 4, 4, 10, 10, 4), strict=True))


@dataclass(frozen=True, slots=True)
class Entry:
    """How a function stands in the gallery: class N has a twin here, class V only its value."""

    kind: str
    write: Callable[[Block], None]
    remark: str = ""


FAMILIES: dict[str, dict[str, Entry]] = {
    "A Simple CLV": {
        "CLV": Entry("N", simple.clv, _LAMBDAS),
        "CLV_LIFETIME": Entry("N", simple.lifetime),
        "CLV_REALISED": Entry("N", simple.realised),
        "CLV_PERIOD_RATE": Entry("N", simple.rate_of_period),
    },
    "B Retention": {
        "CLV_RETENTION": Entry("N", simple.kept, _LAMBDAS),
        "CLV_CURVE": Entry("N", simple.curve),
        "CLV_PROMOTION": Entry("N", simple.promotion),
        "CLV_MIGRATION": Entry("N", simple.migration),
    },
    "C Contracts": {
        "CLV_COHORT_TABLE": Entry("V", cohorts.cohort_table, _HELPERS),
        "CLV_SURVIVAL": Entry("N", cohorts.kaplan_meier),
        "CLV_CONTRACT_FIT": Entry("V", cohorts.contract_fit),
        "CLV_CONTRACT_SURVIVAL": Entry("N", cohorts.contract_survival),
        "CLV_CONTRACT": Entry("N", cohorts.contract, _LAMBDAS),
        "CLV_TENURE": Entry("V", cohorts.tenure),
        "CLV_TENURE_FIT": Entry("V", cohorts.tenure_fit),
        "CLV_MRR": Entry("V", cohorts.mrr),
        "CLV_NRR": Entry("V", cohorts.nrr),
    },
    "D Repeat buying": {
        "CLV_RFM_SUMMARY": Entry("N", cohorts.rfm_summary),
        "CLV_BTYD_FIT": Entry("V", cohorts.btyd_fit),
        "CLV_P_ALIVE": Entry("N", cohorts.p_alive),
        "CLV_P_ACTIVE": Entry("N", cohorts.p_active),
        "CLV_NEXT_ORDER": Entry("N", cohorts.next_order),
        "CLV_EXPECTED_ORDERS": Entry("V", cohorts.expected_orders, _LONG),
        "CLV_SPEND_FIT": Entry("V", cohorts.spend_fit),
        "CLV_EXPECTED_SPEND": Entry("N", cohorts.expected_spend),
        "CLV_BTYD": Entry("V", cohorts.btyd),
        "CLV_FORECAST": Entry("V", cohorts.forecast),
    },
    "E Segments": {
        "CLV_RFM_SCORE": Entry("N", segments.rfm_score),
        "CLV_RFM_SEGMENT": Entry("N", segments.rfm_segment),
        "CLV_TIER": Entry("N", segments.tier),
        "CLV_ATTAINMENT": Entry("N", segments.attained),
        "CLV_SERVICE_LEVEL": Entry("N", segments.service_level),
        "CLV_STAGE": Entry("N", segments.stage),
        "CLV_SEGMENT_TABLE": Entry("N", segments.segment_table, "The median alone needs an array formula"),
        "CLV_PROFILE": Entry("N", segments.profile),
        "CLV_LOOKALIKE": Entry("N", segments.lookalike),
    },
    "F Acquisition": {
        "CLV_CAC": Entry("N", investment.cac),
        "CLV_CAC_MAX": Entry("N", investment.cac_max),
        "CLV_TO_CAC": Entry("N", investment.to_cac),
        "CLV_PAYBACK": Entry("N", investment.payback),
        "CLV_BREAKEVEN": Entry("N", investment.breakeven),
    },
    "G Keeping customers": {
        "CLV_ROI": Entry("N", investment.roi),
        "CLV_RETENTION_OPTIMUM": Entry("V", investment.optimum),
        "CLV_WINBACK": Entry("N", investment.winback),
    },
    "H Contact centre": {
        "CLV_CC_COST_FTE": Entry("N", investment.cost_fte),
        "CLV_CC_COST_BPO": Entry("N", investment.cost_bpo),
        "CLV_COST_TO_SERVE": Entry("N", investment.cost_to_serve),
        "CLV_CC_RETENTION": Entry("N", investment.kept),
        "CLV_CC_ALLOWANCE": Entry("N", investment.allowance),
        "CLV_CC_AGENTS": Entry("N", investment.agents, "For a given number of agents; the search needs the engine"),
    },
    "I Portfolio": {
        "CLV_CONCENTRATION": Entry("N", portfolio.concentration),
        "CLV_DECILES": Entry("N", portfolio.deciles),
        "CLV_EQUITY": Entry("N", portfolio.equity),
        "CLV_CBCV": Entry("N", portfolio.company),
        "CLV_MOVEMENT": Entry("N", portfolio.movement),
    },
    "J Risk and validation": {
        "CLV_TORNADO": Entry("N", portfolio.tornado),
        "CLV_INTERVAL": Entry("N", portfolio.interval),
        "CLV_HOLDOUT": Entry("N", portfolio.holdout),
    },
    "K Trust": {"CLV_WHY": Entry("V", portfolio.why), "CLV_SELFTEST": Entry("V", portfolio.selftest)},
}


def lay_out() -> Book:
    """The workbook in memory."""
    book = new_book("Customer lifetime value: worksheet functions by example")
    for title in (TITLE, *FAMILIES, sentences.TITLE):
        book.sheet(title)
    tolerance = book.sheets[TITLE].put(4, 3, _TOLERANCE, "Fixed", "0.0000000%")
    define(book, "Tolerance", tolerance, "How far a formula may be from the engine, as a share")
    _index(book, {title: _family(book, title) for title in FAMILIES})
    sentences.follow_locale(book)
    furnish(book, TITLE)
    return finish(book)


def _family(book: Book, title: str) -> list[Block]:
    """One sheet a family, its functions below each other."""
    sheet = book.sheets[title]
    words = "Yellow cells are yours to try other numbers in; every twin formula follows them."
    sheet.title_block(FUNCTIONS[next(iter(FAMILIES[title]))].family, words)
    sheet.labels = "B"
    widths = (*WIDTHS, *[_WIDER.get(title[0], _NARROW)] * _MOST_VALUES[title[0]])
    sheet.widths(widths)
    page = int(sum(widths) / _ROW)
    row, top, blocks = 5, 1, []
    for name, entry in FAMILIES[title].items():
        block = Block(sheet, row, FUNCTIONS[name], entry.kind, len(widths), entry.remark)
        entry.write(block)
        blocks.append(block)
        if block.row - top > page and block.start > top + 4:
            sheet.page_break(block.start)
            top = block.start
        row = block.row + 2
    return blocks


def _index(book: Book, families: dict[str, list[Block]]) -> None:
    sheet = book.sheets[TITLE]
    sheet.title_block(
        "Worksheet functions by example", "Class N lives in a workbook as Excel's own formulas; V needs the engine."
    )
    sheet.put(4, 1, "A twin formula may differ from the engine by this share", "Note")
    widths = (27, 24, 13, 100, 20)  # the third holds the tolerance too
    sheet.widths(widths)
    sheet.headings(_FIRST - 1, ["Function", "Sheet", "Class", "What it does", "Twin and engine"], ())
    row, first, last = _FIRST, _FIRST, _FIRST - 1
    flags = []
    for title, blocks in families.items():
        for block in blocks:
            ref = sheet.put(row, 1, block.function.name, "Link")
            target = f"{quoted(title)}!A{block.start}"
            sheet.links.append(Hyperlink(ref=ref.here, location=target, tooltip=f"Go to {block.function.name}"))
            sheet.put(row, 2, title, "Line")
            sheet.put(row, 3, block.kind, "Line")
            sheet.put(row, 4, block.function.summary, "Text")
            sheet.fit(row, [(block.function.summary, widths[3])])
            flags.append(_flag(sheet.put, row, block))
            row += 1
            last = row - 1
    every = f"E{first}:E{last}"
    count = len(flags)
    text = f'=COUNTIFS({every},"{EQUAL}")&" of "&(ROWS({every})-COUNTIFS({every},"no twin"))&" twins equal the engine"'
    sheet.live(3, 1, text, "Message")
    holds = Formula(f'=COUNTIFS({every},"{EQUAL}")+COUNTIFS({every},"no twin")=ROWS({every})')
    define(
        book,
        "AllChecksOK",
        sheet.put(3, 5, holds, "Check"),
        f"TRUE when every twin among the {count} functions equals the engine's value at the example",
    )
    sheet.ws.freeze_panes = f"A{_FIRST}"
    sheet.repeat_rows(_FIRST - 1, _FIRST - 1)


def _flag(put: Callable[..., Ref], row: int, block: Block) -> Ref:
    """Whether all results of a function equal the engine's; its rows stand in column C of its block."""
    if not block.flags:
        return put(row, 5, "no twin", "Line")
    first, last = block.flags[0], block.flags[-1]
    # One row more, which holds no flag: IronCalc takes no single cell for a range.
    where = f"{first.full}:$C${last.row + 1}"
    text = f'=IF(COUNTIFS({where},"inputs changed")=0,"{EQUAL}","inputs changed")'
    return put(row, 5, Formula(text), "Line")
