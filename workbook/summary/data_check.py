"""The Data check sheet: what was read is what was used plus what was left out, to the last cent."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from decimal import Decimal

from xlclv.errors import printable
from xlclv.orders.accounting import NO_CUSTOMER
from xlclv.orders.ledger import Ledger
from xlclv.report import Report
from xlclv.report.described import Described
from xlclv.report.evidence import TOLD
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, WHOLE, brief, sign_of
from xlclv.workbook.summary import evidence
from xlclv.workbook.summary.evidence import EvidenceCells
from xlclv.workbook.writer import Book

TITLE = "Data check"
WIDTHS = (46, 14, 20, 60, 22, 14)
_LETTERS, _UNDER = 190, "    "  # of a line over all columns, and what sets its second line off


@dataclass(frozen=True, slots=True)
class LedgerCells:
    """Both sides of the law, in rows and in money."""

    rows_read: Ref
    rows_explained: Ref
    amount_read: Ref
    amount_explained: Ref
    left_out: Ref
    share_left_out: Ref
    in_brief: Ref
    heavy: Ref
    heavy_in_brief: Ref
    without: str
    evidence: EvidenceCells | None = None


def build(book: Book, report: Report | Described, cut: str = "") -> LedgerCells:
    """Lay out the sheet: the account, the files, what was assumed and what deserves a look.

    `cut` is the rule by which customers were left off their sheet, if they were.
    """
    sheet, ledger = book.sheets[TITLE], report.ledger
    amounts = f" Amounts in {report.assumptions.currency}." if report.assumptions.currency else ""
    sheet.title_block("Data check", f"Every row read was used, or left out for a reason given here.{amounts}")
    sheet.widths(WIDTHS)
    fmt = exact(ledger)
    cells, row = account(sheet, ledger, fmt, sign_of(report.assumptions.currency))
    row = files(sheet, ledger, fmt, row + 1)
    row = words(sheet, row + 1, "What was assumed about the files", ledger.assumed)
    cautions = (line[:1].upper() + line[1:] for line in report.cautions)
    row = words(sheet, row + 1, "What deserves a look", (*cautions, *filter(None, (cut,)), *ledger.warnings))
    found = evidence.build(sheet, report, row + 1, cells.share_left_out, len(WIDTHS))
    sheet.repeat_rows(1, 2)
    return replace(cells, evidence=found)


def exact(ledger: Ledger) -> str:
    """A format with as many decimals as the amounts have, so that they are shown to the last one."""
    amounts = [
        ledger.amount_read,
        ledger.amount_used,
        *(e.amount for e in ledger.excluded),
        *(f.amount for f in ledger.files),
    ]
    exponents = [
        exponent for exponent in (a.normalize().as_tuple().exponent for a in amounts) if isinstance(exponent, int)
    ]
    places = min(max([2, *(-exponent for exponent in exponents)]), 10)
    return "#,##0." + "0" * places


def _money(sheet: Sheet, row: int, column: int, amount: Decimal, fmt: str) -> Ref:
    """An amount as a number; one with more digits than a cell can hold stands as text, to stay exact."""
    number = float(amount)
    if Decimal(repr(number)) == amount and len(amount.normalize().as_tuple().digits) <= 15:
        return sheet.put(row, column, number, "Value", fmt)
    sheet.put(row, column + 1, f"exactly {amount:,f}", "Text")
    return sheet.put(row, column, number, "Value", fmt)


def account(sheet: Sheet, ledger: Ledger, fmt: str, sign: str) -> tuple[LedgerCells, int]:
    sheet.section(4, "The account", len(WIDTHS))
    sheet.headings(5, ["Rows of all files", "Rows", "Amount", "First places, as file:row", "", ""], (2, 3))
    sheet.put(6, 1, "Read", "Text")
    read = sheet.put(6, 2, ledger.rows_read, fmt=WHOLE), _money(sheet, 6, 3, ledger.amount_read, fmt)
    sheet.put(7, 1, "Used", "Text")
    sheet.put(7, 2, ledger.rows_used, fmt=WHOLE)
    _money(sheet, 7, 3, ledger.amount_used, fmt)
    row = 8
    asked = [e for e in ledger.excluded if e.asked]
    for left_out in (*ledger.missing, *asked):
        label, places = (printable(text) for text in (f"Left out: {left_out.reason}", ", ".join(left_out.first_rows)))
        sheet.put(row, 1, label, "Text")
        sheet.put(row, 2, left_out.rows, fmt=WHOLE)
        _money(sheet, row, 3, left_out.amount, fmt)
        if places:
            sheet.put(row, 4, places, "Text")
        sheet.fit(row, [(label, WIDTHS[0]), (places, WIDTHS[3])])
        row += 1
    sheet.put(row, 1, "Used and left out", "Total label")
    explained = (
        sheet.live(row, 2, f"=SUM(B7:B{row - 1})", "Total", WHOLE),
        sheet.live(row, 3, f"=SUM(C7:C{row - 1})", "Total", fmt),
    )
    sheet.put(row + 1, 1, "Read, but not accounted for", "Text")
    sheet.live(row + 1, 2, f"=B6-B{row}", fmt=WHOLE)
    sheet.live(row + 1, 3, f"=ROUND(C6-C{row},8)", fmt=fmt)
    sheet.put(row + 2, 1, "Left out, each reason by its size", "Text")
    gone, whole = f"C8:C{row - 1 - len(asked)}", f"(C6-SUM(C{row - len(asked)}:C{row - 1}))" if asked else "C6"
    none = f"={whole}-C7"
    text = f'=SUMIFS({gone},{gone},">0")-SUMIFS({gone},{gone},"<0")' if ledger.missing else none
    left = sheet.live(row + 2, 3, text, fmt=fmt)
    own = " in the days and of the customers asked for" if asked else ""
    sheet.put(row + 3, 1, f"As a share of the money read{own}", "Text")
    size = abs(float(ledger.amount_asked))
    share = sheet.live(row + 3, 3, f'=IF({whole}=0,"",{left.here}/ABS({whole}))', fmt=PERCENT)
    sheet.put(row + 4, 1, "In brief", "Text")
    of = f'&" of {sign}"&{brief(f"ABS({whole})", size)}'
    told = sheet.live(row + 4, 3, f'="{sign}"&{brief(left.here, size)}{of}', "Fixed")
    sheet.put(row + 5, 1, f"The same of reasons above {TOLD:.0%}", "Text")
    least = f"{TOLD:g}*ABS({whole})"
    text = f'=SUMIFS({gone},{gone},">"&{least})-SUMIFS({gone},{gone},"<"&-{least})' if ledger.missing else "=0"
    heavy = sheet.live(row + 5, 3, text, fmt=fmt)
    sheet.put(row + 6, 1, "In brief", "Text")
    most = sheet.live(row + 6, 3, f'="{sign}"&{brief(heavy.here, size)}{of}', "Fixed")
    found = (read[0], explained[0], read[1], explained[1], left, share, told, heavy, most)
    return LedgerCells(*found, without(ledger)), row + 7


def without(ledger: Ledger) -> str:
    """What the money left out lacks, in words without numbers."""
    heavy = [e.reason for e in ledger.missing if abs(float(e.amount)) > TOLD * abs(float(ledger.amount_asked))]
    if heavy == [NO_CUSTOMER]:
        return "has no customer and no value here"
    return f"is left out: {', '.join(heavy)}".replace('"', "'")


def files(sheet: Sheet, ledger: Ledger, fmt: str, row: int) -> int:
    sheet.section(row, "Files", len(WIDTHS))
    sheet.headings(
        row + 1, ["File", "Rows", "Amount", "SHA-256, the file's fingerprint", "Sheet or table", "Bytes"], (2, 3, 6)
    )
    first = row + 2
    for at, file in enumerate(ledger.files, first):
        name = printable(file.name)
        sheet.put(at, 1, name, "Text")
        sheet.put(at, 2, file.rows, fmt=WHOLE)
        sheet.put(at, 3, float(file.amount), fmt=fmt)
        sheet.put(at, 4, file.sha256, "Text")
        sheet.put(at, 5, printable(file.sheet or file.table), "Text")
        sheet.put(at, 6, file.bytes, fmt=WHOLE)
        sheet.fit(at, [(name, WIDTHS[0]), (file.sha256, WIDTHS[3] - 6)])
    last = first + len(ledger.files)
    sheet.put(last, 1, "All files", "Total label")
    if ledger.files:
        sheet.live(last, 2, f"=SUM(B{first}:B{last - 1})", "Total", WHOLE)
        sheet.live(last, 3, f"=SUM(C{first}:C{last - 1})", "Total", fmt)
    return last + 1


def words(sheet: Sheet, row: int, heading: str, lines: tuple[str, ...]) -> int:
    sheet.section(row, heading, len(WIDTHS))
    at = row + 1
    for line in lines or ("Nothing.",):
        # The text runs on over the empty cells at its right, none are merged; what would pass the page goes below.
        for i, piece in enumerate(textwrap.wrap(printable(line), _LETTERS) or [""]):
            sheet.put(at, 1, f"{_UNDER if i else ''}{piece}", "Line")
            at += 1
    return at
