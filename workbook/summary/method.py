"""The Method sheet: what was computed, how, on what, and what it cannot say."""

from __future__ import annotations

from xlclv.errors import printable
from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.workbook.sentences import DATA
from xlclv.workbook.sheet import Sheet, fitted
from xlclv.workbook.styles import FREE
from xlclv.workbook.summary.limits import REPRODUCE, glossary, limits, versions
from xlclv.workbook.writer import Book

TITLE = "Method"
_WIDTHS = (28, 118)
_PAGE, _REPEATED = 512, 48  # points of rows on a landscape page of this width, and of the title on each

MODELS = {
    "BG/NBD": "Fader, Hardie & Lee (2005): while active, a customer buys at random at a rate of their own; after any "
    "purchase they may leave for good. Rates differ between customers by a gamma, chances of leaving by a beta "
    "distribution.",
    "MBG/NBD": "Batislam, Denizel & Filiztekin (2007): as BG/NBD, but a customer may also leave right after the "
    "first purchase.",
    "Pareto/NBD": "Schmittlein, Morrison & Colombo (1987): while active, a customer buys at random at a rate of "
    "their own; "
    "an unobserved lifetime of random length ends it. Both rates differ between customers by gamma distributions.",
}


def build(book: Book, report: Report) -> None:
    """Lay out the sheet: one heading a topic, one paragraph a row."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Method", "What was computed, how, on what, and what it cannot say.")
    sheet.widths(_WIDTHS)
    row, used = 4, float(_REPEATED)
    for heading, lines in _topics(report):
        height = _height(lines)
        if used + height > _PAGE:
            sheet.page_break(row)
            used = float(_REPEATED)
        row, used = topic(sheet, row, heading, lines), used + height
    sheet.repeat_rows(1, 2)


def topic(sheet: Sheet, row: int, heading: str, lines: list[tuple[str, str]]) -> int:
    sheet.section(row, heading, len(_WIDTHS))
    for at, (word, held) in enumerate(lines, row + 1):
        text = printable(held, lines=True)  # a command and names of files, as they were typed
        sheet.put(at, 1, word, "Text")
        sheet.put(at, 2, text, "Text", DATA if heading == REPRODUCE else FREE)
        sheet.fit(at, [(word, _WIDTHS[0]), (text, _WIDTHS[1])])
    sheet.height(row + len(lines) + 1, 8)
    return row + len(lines) + 2


def _height(lines: list[tuple[str, str]]) -> float:
    """Points that a topic takes, with its heading and the gap below."""
    return 29 + sum(fitted([(word, _WIDTHS[0]), (text, _WIDTHS[1])]) for word, text in lines)


def _topics(report: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        ("The figures in words", _figures(report)),
        ("How the workbook stays live", _live(report)),
        ("Estimation", _estimation(report)),
        ("Data", _data(report)),
        ("What it cannot say", limits(report)),
        ("Glossary", glossary()),
        (REPRODUCE, versions(report)),
    ]


def _figures(report: Report) -> list[tuple[str, str]]:
    said = words_of(report)
    return [
        (
            "Remaining CLV",
            f"For each customer: expected {said.per_order} x {said.share} x expected orders within the horizon, each "
            "order discounted to the as-of date. It holds neither past purchases nor the acquisition cost.",
        ),
        (
            "Expected orders",
            f"From {report.model.name}, given the customer's own frequency, recency and T. "
            + MODELS.get(report.model.name, ""),
        ),
        (
            f"Expected {said.spend}",
            f"From {report.spend.name}: the customer's own mean {said.order_value}, drawn towards the mean of all "
            "customers the more, the fewer orders there are."
            + ("" if report.level == 1.0 else f" Then times {report.level:.4f}, as the choice of model below says."),
        ),
        *_listed(report),
        ("P(alive)", "The probability that the customer has not left for good by the as-of date."),
        (
            "Customer equity",
            "The sum of remaining CLV over all customers of the data; customers not yet won are not in it.",
        ),
        (
            "CLV : CAC",
            f"What a customer has brought so far ({said.brought}, not discounted) and will still bring "
            "(remaining CLV), divided by the cost of winning one. The line below it counts remaining CLV alone.",
        ),
        (
            "Segments",
            "Tiers by rank of remaining CLV at the exported assumptions; a customer keeps the segment when an "
            "input is changed.",
        ),
        *_decisions(report),
    ]


def _listed(report: Report) -> list[tuple[str, str]]:
    """Who has a row of their own, where not everybody has."""
    if report.unlisted is None:
        return []
    words = (
        f"The sheet Customers lists the {len(report.customers.id):,} of highest remaining CLV among "
        f"{report.customer_count:,}; the others were added up by segment where the orders are, and stand below them. "
        "Every total, segment, share and interval is of all customers; the table of service levels counts those listed."
    )
    return [("Customers listed", words)]


def _decisions(report: Report) -> list[tuple[str, str]]:
    lines = [
        (
            "Concentration",
            "Customers by remaining CLV in ten equal groups. The Gini coefficient takes single customers by their "
            "rank as exported, however the table is sorted; how many a changed input has put out of order stands "
            "beside it.",
        ),
        (
            "Sensitivity",
            f"Every cell discounts the expected {words_of(report).sales} of Flows again, at its own rate and up to its "
            "own horizon, and takes its own margin. The tornado moves one input at a time: the horizon no "
            "further than exported, the margin no higher than 100%.",
        ),
        (
            "Acquisition",
            "Lifetime value is the margin so far, not discounted, and the remaining CLV of the average customer. "
            "Payback in closed form takes the coming year's margin of an active customer, kept at one yearly rate; "
            "payback by cohort counts what new customers brought.",
        ),
    ]
    if report.holdout is not None:
        told = (
            f"The model is fitted again to the orders up to {report.holdout.cutoff:%Y-%m-%d}; what it expects of the "
            "weeks after is set against what came. MAPE is the mean error of cumulative repeat purchases over these "
            "weeks."
        )
        lines.insert(1, ("Tracking", told))
    return lines


def _live(report: Report) -> list[tuple[str, str]]:
    said = words_of(report)
    return [
        (
            "Totals and segments",
            f"The Flows sheet holds the expected {said.sales} of each week, {said.before} and not discounted. Present "
            f"value = sum of {said.sales} x (1 + rate)^-(years to the middle of the week) x {said.share}, "
            "at any rate, margin and shorter horizon; when the horizon cuts a week, the part of it inside counts "
            "in proportion, valued at that part's middle.",
        ),
        (
            "Single customers",
            "A customer's row holds discounted orders at the exported rate and horizon. At other inputs they are "
            "multiplied by "
            "the segment's rate factor: its present value now, divided by its present value as exported. At the "
            "exported inputs the factor is 1 "
            "and each row is the model's own figure; at others, the sum of a segment is exact and the split within "
            "it an approximation.",
        ),
        (
            "What does not move",
            "The as-of date, the currency, the data, the fitted parameters, P(alive), intervals (CLV low and high), "
            "segments, attainment and service levels are values: run the command at the end of this sheet again to "
            "change them, or to value a horizon longer than the exported one.",
        ),
        (
            "Checks",
            "The Checks sheet works the main totals out a second way, which holds at all inputs, and holds every block "
            "of figures to its total as exported. If any fails, the Summary says so in words and colour.",
        ),
    ]


def _estimation(report: Report) -> list[tuple[str, str]]:
    fitted = [
        (
            model.name,
            f"Maximum likelihood on {model.customers:,} customers: {model.status}. Log-likelihood "
            f"{model.log_likelihood:,.2f}. "
            + ", ".join(f"{e.name} = {e.value:.6g}" for e in model.estimates)
            + ". Standard errors are on the Assumptions sheet.",
        )
        for model in (report.model, report.spend)
    ]
    said = words_of(report)
    found = "unknown" if report.spend_correlation is None else f"{report.spend_correlation:z.2f}"
    words = f"The correlation of {said.an_order} and frequency is {found}; the {said.spend_model} assumes that it is "
    words += "near 0."
    why = report.choice
    chosen = [("Choice of model", f"{why.sentence} {why.details}")] if why.sentence else []
    season = [("Season", _season(report))] if report.months else []
    return [*fitted, *chosen, *season, ("Independence", words), *_holdout(report)]


def _season(report: Report) -> str:
    return (
        f"{report.season[:1].upper()}{report.season[1:]}. Times are counted on a clock that runs as fast as the month "
        "buys, so orders ahead, budgets and tracking follow the season. Rates of the months are on the Assumptions "
        "sheet."
    )


def _holdout(report: Report) -> list[tuple[str, str]]:
    """How the model did on the last third of the history, in a sentence."""
    found = report.holdout
    if found is None or found.measures.bias is None:
        return []
    m, bias, tracked = found.measures, found.measures.bias, found.tracking.mape
    by_week = "" if tracked is None else f" Week by week its cumulative count was off by {tracked:.1%} on average."
    ranks = "" if m.gini is None else f" It ranked customers {m.gini:.0%} as well as hindsight would (normalised Gini)."
    return [
        (
            "Holdout",
            f"Fitted to orders up to {found.cutoff:%Y-%m-%d}, {report.model.name} predicted {1 + bias:.0%} of the "
            f"purchases that {found.customers:,} customers made by {found.end:%Y-%m-%d}.{by_week}{ranks}",
        )
    ]


def _data(report: Report) -> list[tuple[str, str]]:
    ledger = report.ledger
    left_out = ledger.rows_read - ledger.rows_used
    reasons = "; ".join(f"{e.reason} ({e.rows:,})" for e in ledger.excluded)
    return [
        (
            "Window",
            f"{report.orders:,} orders from {report.first_order:%Y-%m-%d} to {report.last_order:%Y-%m-%d}, as of "
            f"{report.assumptions.as_of:%Y-%m-%d}.",
        ),
        (
            "Left out",
            f"{left_out:,} of {ledger.rows_read:,} rows"
            + (f": {reasons}. " if reasons else ". ")
            + "Amounts and places are on the Data check sheet.",
        ),
        (
            "Conventions",
            "Orders of one customer on one day are one purchase. "
            f"Refunds lower a customer's {words_of(report).of_customer} and are no "
            "purchases. "
            "Frequency counts purchases after the first; times are weeks; a year has 365.25 days.",
        ),
        ("Latest period", "In the Cohorts triangles the newest cell of each row may cover only a part of its period."),
    ]
