"""The sheets Data check and Method of contracts."""

from __future__ import annotations

from xlclv.contracts.report import Report
from xlclv.errors import printable
from xlclv.workbook import sentences
from xlclv.workbook.contracts import cases
from xlclv.workbook.contracts.checks import Check, close
from xlclv.workbook.styles import sign_of
from xlclv.workbook.summary import data_check
from xlclv.workbook.writer import Book

DATA, METHOD = data_check.TITLE, "Method"
_METHOD = (
    "Renewals made: anniversaries of the start up to and including the as-of date; after an end, those strictly "
    "before it. A 31st falls on the last day of a shorter month.",
    "Relationship: contracts of one customer that overlap, or follow within the grace, are one; a later one is a "
    "return.",
    "MRR: fee over the months of its billing period, of contracts with start <= day < end. Movement compares each"
    " customer at two month ends: new had no contract in an earlier month, reactivated had one.",
    "NRR: MRR now of those who had some twelve months ago, over their MRR then; GRR caps each customer at then.",
    "Survival seen: Kaplan-Meier with intervals on the scale of ln(-ln S).",
    "Curves: constant churn; sBG, S(t) = B(alpha, beta + t)/B(alpha, beta) (Fader & Hardie 2007); BdW with t^c in"
    " place of t (Fader, Hardie, Liu, Davin & Steenburgh 2018); fitted by maximum likelihood to lost and running "
    "by renewals made, all cohorts.",
    "Which curve: each is fitted to what was known a third of the longest tenure ago and predicts the survivors "
    "since; the least error is used, of errors within 1% the simplest.",
    "Value: SUM over coming renewals within the horizon of fee x margin x S(k+j)/S(k), grown and discounted to "
    "the day of each; what was paid is sunk; one given notice is valued to the end only.",
    "Intervals, 80%: the delta method on ln(value) from the parameters' covariance and from how far the other curves "
    "lie, by Akaike's weights (Burnham & Anderson 2002); the wider one adds chance.",
)


def build(book: Book, report: Report, found: list[Check]) -> None:
    """Lay out both sheets."""
    sheet, ledger = book.sheets[DATA], report.ledger
    amounts = f" Amounts in {report.currency}." if report.currency else ""
    sheet.title_block(DATA, f"Every row read was used, or left out for a reason given here.{amounts}")
    sheet.widths(data_check.WIDTHS)
    fmt = data_check.exact(ledger)
    cells, row = data_check.account(sheet, ledger, fmt, sign_of(report.currency))
    row = data_check.files(sheet, ledger, fmt, row + 1)
    row = data_check.words(sheet, row + 1, "What was assumed about the files", ledger.assumed)
    said = tuple(line[:1].upper() + line[1:] for line in report.cautions)
    data_check.words(sheet, row + 1, "What deserves a look", (*said, *ledger.warnings))
    sheet.repeat_rows(1, 2)
    found.append(
        Check("Rows read = rows used + rows left out", f"={cells.rows_read.full}", f"={cells.rows_explained.full}")
    )
    found.append(
        Check("Fees read = fees used + fees left out", f"={cells.amount_read.full}", f"={cells.amount_explained.full}",
              close(cells.amount_read.number))
    )  # fmt: skip
    method = book.sheets[METHOD]
    method.title_block(METHOD, "What the words mean and how the numbers are made.")
    method.widths(data_check.WIDTHS)
    row = data_check.words(method, 4, "Definitions", _METHOD)
    row = data_check.words(method, row + 1, "This report", (report.why, *cases.left_out(report)))
    command = printable(f"Command: {report.command or 'from Python'}")  # typed elsewhere as it stands
    method.put(row, 1, command, "Line", sentences.DATA)
    row += 1
    fits = []
    for name, curve in report.candidates.items():
        if isinstance(curve, str):
            fits.append(f"{name}: {curve}")
            continue
        params = ", ".join(f"{key} {value:.6g}" for key, value in curve.params.items())
        fits.append(f"{name}: {params}; log-likelihood {curve.log_likelihood:.4f}; {curve.status}")
    data_check.words(method, row + 1, "Curves fitted to all", tuple(fits))
