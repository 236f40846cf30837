"""The Customers sheet: a row a running customer, whose chance, payments and value are looked up live on the Curve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter

from xlclv.contracts.data import Ints
from xlclv.contracts.report import Report
from xlclv.contracts.values import before_end
from xlclv.discounting import DAYS_PER_YEAR
from xlclv.segments.tiers import DEFAULT_LABELS
from xlclv.workbook import titles
from xlclv.workbook.bulk import chunks, numbers, rows
from xlclv.workbook.calculation import Formula, Words
from xlclv.workbook.calculation import Table as Long
from xlclv.workbook.cells import escaped, exact
from xlclv.workbook.contracts.assumptions import UNCHANGED
from xlclv.workbook.contracts.checks import Check, close
from xlclv.workbook.contracts.curve import Places
from xlclv.workbook.contracts.listing import Listing
from xlclv.workbook.progress import Progress
from xlclv.workbook.styles import DAY, DECIMAL, FACTOR, PERCENT, WHOLE, money
from xlclv.workbook.summary import recomputed
from xlclv.workbook.summary.customers import FIRST, HEAD, TABLE, TITLE, Column, column, furnish, serials
from xlclv.workbook.writer import Book

VALUE, MRR = column("Remaining value"), column("MRR")
LIVE = (
    "Renewals in horizon", "Renewals ahead", "Chance of next renewal", "Expected payments", "Discounted payments",
    "Carried", "Remaining value",
)  # fmt: skip
_LEFT = (
    "Customer", "Customers", "Start", "Curve", "Renewals made", "MRR", "Chance of next renewal", "Expected payments",
    "Remaining value", "Tier, as exported", "Renewals to notice",
)  # fmt: skip
_WORKING = (
    "Billing period", "Fee a period", "Years to next renewal", "Part of a period", "Years a period", "Place on Curve",
)  # fmt: skip
_LINK = "MRR"  # differs from customer to customer: the checks of a row multiply by it
_NO_END = 999_999  # renewals to an end that is not known
_TO_NOTICE = f'[={_NO_END}]"none given";{WHOLE}'
__all__ = ["TITLE"]


def build(book: Book, report: Report, places: Places, shown: Listing, found: list[Check], tell: Progress) -> None:
    """Lay out the sheet."""
    sheet, cash = book.sheets[TITLE], money(report.currency, cents=True)
    columns = _columns(report, places, shown, cash)
    formats = (WHOLE, WHOLE, PERCENT, DECIMAL, DECIMAL, FACTOR, cash)
    given = {entry.header: entry for entry in columns}
    headers = _ordered([*given, *LIVE], headers_of(report.contracts.by).values())
    letter = {header: get_column_letter(i) for i, header in enumerate(headers, 1)}
    live = _live(letter, places, bool(report.what_if))
    amounts = f"Amounts in {report.currency}. " if report.currency else ""
    how = "Value = fee x margin x what the Curve gives for the renewals made and those still to come, discounted."
    held = f"{len(report.them.renewals[report.them.running]):,} run. "
    if not shown.whole:
        held += (
            f"The {shown.listed:,} most valuable have a row each; the other {shown.others:,} stand below, alike in one "
            "row, and in all totals. "
        )
    sheet.title_block("Customers", f"{held}{amounts}{how}")
    sheet.height(3, 6)
    words = {entry.header for entry in columns if not entry.numeric}
    sheet.headings(HEAD, headers, [i for i, header in enumerate(headers, 1) if header not in words], 32)
    widths = dict.fromkeys(LIVE, 11.0) | {"Remaining value": 15.0}
    widths |= {header: entry.width for header, entry in given.items()}
    sheet.widths([widths[header] for header in headers])
    sheet.pages_across(sum(widths.values()), "A:A")
    first = columns[0].values
    assert not isinstance(first, Words | np.ndarray), "every customer has its own id"
    count = len(first)
    cells: dict[str, Any] = {entry.header: entry.values for entry in columns}
    cells |= {header: Formula("=" + text.replace("\0", str(FIRST))) for header, text in live.items()}
    book.calculation.table(TABLE, TITLE, Long(HEAD, {header: cells[header] for header in headers}, count))
    row_of = _template(book, headers, given, live, dict(zip(LIVE, formats, strict=True)))

    def streamed() -> Iterator[bytes]:
        told = {header: book.calculation.numbers(TABLE, header) for header in live}
        for i, j in chunks(count):
            tell("Writing customers", i, count)
            insides = {header: entry.cells(book.strings, i, j) for header, entry in given.items()}
            insides |= {header: numbers(values[i:j]) for header, values in told.items()}
            yield rows(row_of, [insides[header] for header in headers], FIRST + i)

    sheet.stream(streamed, HEAD + count, len(headers))
    furnish(sheet, headers, HEAD + count, "Remaining value")
    _checks(report, shown, found)
    found += recomputed.linked(columns, _LINK)
    found += recomputed.named(first, letter, (_LINK,), book.calculation)
    found += recomputed.levels(columns, _LINK, letter, count, book.calculation)


def headers_of(by: Sequence[str]) -> dict[str, str]:
    """The table's header over each column of --by: its name, if no other column of the table has it."""
    return dict(zip(by, titles.headers(by, {*_LEFT, *LIVE, *_WORKING}), strict=True))


def _ordered(headers: list[str], by: Iterable[str]) -> list[str]:
    """What a reader looks for at the left, then the working."""
    first = [header for header in (*_LEFT, *by) if header in headers]
    return [*first, *(header for header in headers if header not in first)]


def _columns(report: Report, places: Places, shown: Listing, cash: str) -> list[Column]:
    running, them, today = report.running, report.them, report.contracts.day
    assert running is not None
    at, follows = running.at[shown.pick], running.curve[shown.pick]
    periods = report.contracts.periods
    years = np.array([length.years for length in periods])[them.period[at]]
    dated = report.as_of is not None
    wait = (them.next[at] - today) / DAYS_PER_YEAR if dated else np.zeros(len(at))
    base = np.zeros(len(at), dtype=np.int64)
    for curve, period in places.blocks:
        base[(follows == curve) & (them.period[at] == period)] = places.place(curve, period)
    ids = [report.contracts.ids[i] for i in them.customer[at[: shown.listed]].tolist()]
    ids += [f"Others alike ({many:,})" for many in shown.customers[shown.listed :].tolist()]
    fee = shown.mrr / 1e6 * years * 12
    found = [Column("Customer", 24, "@", ids, lambda i, j: ids[i:j])]
    if not shown.whole:
        found.append(_numbers("Customers", 11, WHOLE, shown.customers))
    if dated:
        found.append(_numbers("Start", 11, DAY, serials(them.start[at].astype("datetime64[D]"))))
    found += [
        _words("Curve", 12, report.curve_names, follows),
        _words("Billing period", 11, [str(length) for length in periods], them.period[at]),
        _numbers("Renewals made", 10, WHOLE, them.renewals[at]),
        _numbers("MRR", 12, cash, shown.mrr / 1e6),
        _numbers("Fee a period", 12, cash, fee),
        _numbers("Years to next renewal", 10, "0.0000", wait),
        _numbers("Part of a period", 9, "0.0000", np.clip(wait / years, 1e-6, 1.0)),
        _numbers("Renewals to notice", 10, _TO_NOTICE, _to_end(report, at)),
        _numbers("Years a period", 9, "0.0000", years),
        _numbers("Place on Curve", 9, WHOLE, base + them.renewals[at]),
        _words("Tier, as exported", 12, DEFAULT_LABELS, running.tier[shown.pick]),
    ]
    called = headers_of(report.contracts.by).values()
    for header, names, level in zip(called, report.contracts.levels, them.levels, strict=True):
        found.append(_words(header, 16, names, level[at]))
    return found


def _to_end(report: Report, at: Ints) -> Ints:
    """Renewals still to come before the end of those given notice."""
    them = report.them
    out = np.full(len(at), _NO_END, dtype=np.int64)
    if report.as_of is None:
        return out
    for place, length in enumerate(report.contracts.periods):
        mine = them.period[at] == place
        out[mine] = before_end(them, at[mine], length, out[mine])
    return out


def _live(letter: dict[str, str], places: Places, moved: bool) -> dict[str, str]:
    """The formulas of the live columns; \\0 stands for the row. A MIN of two cells is (a + b - |a - b|) / 2 here."""
    cell = {header: f"{column}\0" for header, column in letter.items()}
    years, at, wait = cell["Years a period"], cell["Place on Curve"], cell["Years to next renewal"]
    due, end, ahead = cell["Renewals in horizon"], cell["Renewals to notice"], cell["Renewals ahead"]
    s, d, g, sums = (places.column(name) for name in "DEFG")
    carried = f"((1+FeeGrowth)/(1+DiscountRate))^({wait}-{years})*(1+DiscountRate)^((Timing-1)*{years})"
    return {
        "Renewals in horizon": f"INT(Horizon/{years}-{cell['Part of a period']}+0.000000001)+1",
        "Renewals ahead": f"({due}+{end}-ABS({due}-{end}))/2",
        "Chance of next renewal": f"INDEX({s},{at}+1)/INDEX({s},{at})*({ahead}>0)",
        "Expected payments": f"(INDEX({sums},{at}+{ahead})-INDEX({sums},{at}))/INDEX({s},{at})",
        "Discounted payments": f"(INDEX({g},{at}+{ahead})-INDEX({g},{at}))/INDEX({d},{at})",
        "Carried": carried,
        "Remaining value": f"{cell['Fee a period']}*Margin*{cell['Carried']}*{cell['Discounted payments']}"
        + "*SpendTimes" * moved,
    }


def _numbers(header: str, width: float, fmt: str, values: Any) -> Column:
    return Column(header, width, fmt, values, lambda i, j: numbers(values[i:j]))


def _words(header: str, width: float, names: Any, at: Any) -> Column:
    told = Words(tuple(names), at)
    return Column(header, width, "@", told, lambda i, j: [names[k] for k in at[i:j].tolist()])


def _template(
    book: Book, headers: list[str], given: dict[str, Column], live: dict[str, str], formats: dict[str, str]
) -> str:
    cells = []
    for i, header in enumerate(headers, 1):
        at = get_column_letter(i)
        if header in given:
            entry = given[header]
            style = book.styles.id("Value" if entry.numeric else "Line", entry.fmt)
            kind = "" if entry.numeric else ' t="s"'
            cells.append(f'<c r="{at}\0" s="{style}"{kind}><v>%s</v></c>')
            continue
        body = escaped(live[header].replace("\0", "~")).replace("~", "\0").replace("%", "%%")
        style = book.styles.id("Value", formats[header])
        cells.append(f'<c r="{at}\0" s="{style}"><f>{body}</f><v>%s</v></c>')
    return '<row r="\0">' + "".join(cells) + "</row>"


def _checks(report: Report, shown: Listing, found: list[Check]) -> None:
    running, them = report.running, report.them
    assert running is not None
    assert report.equity is not None
    total = report.equity.value
    found.append(
        Check("Sum over customers = the engine's equity", f"=IF({UNCHANGED},SUM({VALUE}),{exact(total)})", total,
              close(report.scale) * 1000)
    )  # fmt: skip
    mrr = report.mrr / 1e6
    found.append(Check("MRR over customers = MRR of the day", f"=SUM({MRR})", mrr, close(mrr)))
    made = int(them.renewals[running.at].sum())
    of, each = column("Renewals made"), column("Customers")
    total_made = f"=SUM({of})" if shown.whole else f"=SUMPRODUCT({of},{each})"
    found.append(Check("Control total of renewals made", total_made, made))
    found.append(Check("Customers whose value is not a number", f"=ROWS({VALUE})-COUNT({VALUE})", 0))
