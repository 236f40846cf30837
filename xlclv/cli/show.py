"""What the terminal and JSON show of a report: the headline numbers, the segments, the data check."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from xlclv.cli.first_look import FirstLook
from xlclv.cli.json_ledger import CHECK, REFUSED, Checked
from xlclv.cli.json_summary import SUMMARY
from xlclv.cli.keys import ABSENT, plain
from xlclv.cli.known import known
from xlclv.cli.show_counted import counted_as_table, without_money
from xlclv.cli.show_planning import movement_as_table, scenarios_as_table
from xlclv.errors import counted
from xlclv.orders.ledger import Ledger
from xlclv.orders.source import listed
from xlclv.report import Report
from xlclv.report.evidence import HOLDS, how_sure
from xlclv.validation import headline

_FILES = 20  # shown one by one


def as_json(report: Report) -> dict[str, Any]:
    """The summary as plain JSON; amounts as numbers with all their digits."""
    found = plain(SUMMARY, report)
    return found if report.money else without_money(found)


def checked_as_json(look: FirstLook, ledger: Ledger, columns: Any = ABSENT) -> dict[str, Any]:
    """The data check: what was read is what was used plus what was excluded; and the columns, if asked for."""
    found = plain(CHECK, Checked(look, ledger, columns))
    return found if ledger.money else without_money(found)


def refused_as_json(columns: Any) -> dict[str, Any]:
    """What is known of orders that were refused: the columns of their files."""
    return plain(REFUSED, Checked(None, None, columns))


def season_words(report: Report) -> str:
    """The season that purchases follow; empty where they follow none."""
    return f"Season: {report.season}." if report.months else ""


def as_table(report: Report) -> Group:
    """Headline numbers, segments, and the line that reconciles the data."""
    if not report.money:
        return counted_as_table(report, ledger_as_table(report.ledger, brief=True))
    a, unit = report.assumptions, f" {report.assumptions.currency}" if report.assumptions.currency else ""
    head = Table(show_header=False, box=None, pad_edge=False)
    head.add_column(style="bold")
    head.add_column(justify="right")
    head.add_column(style="dim")
    rows: list[tuple[str, str, str]] = [
        (
            "Customer equity",
            f"{report.customer_equity:,.0f}{unit}",
            f"{a.basis} basis, {a.horizon:g} year{'' if a.horizon == 1 else 's'} at {a.rate * 100:.4g}%",
        ),
        ("What will come", *_range_words(report, unit)),
        *_sure_words(report),
        ("Customers", f"{report.customer_count:,}", f"{report.expected_active:,.0f} {report.active_words}"),
        ("Mean CLV", f"{report.mean_clv:,.2f}{unit}", "remaining, per customer"),
        ("Median CLV", f"{report.median_clv:,.2f}{unit}", ""),
        *_new_words(report, unit),
        ("Top 10% hold", known(report.top_decile_share, ".1%"), "of customer equity"),
        ("Orders", f"{report.orders:,}", f"{report.first_order} to {report.last_order}, valued as of {a.as_of}"),
        ("Model", report.model.name, f"{report.model.status}, log-likelihood {report.model.log_likelihood:,.1f}"),
    ]
    if a.cac:
        rows.insert(rows.index(next(row for row in rows if row[0] == "Mean CLV")), _ratio_words(report, a.cac, unit))
    for row in rows:
        head.add_row(*row)
    return Group(
        Text(),
        head,
        *([Text(line) for line in (report.choice.sentence, season_words(report), _listed_words(report)) if line]),
        Text(),
        _segments(report, unit),
        *(part for table in _planned(report) if table for part in (Text(), table)),
        Text(),
        ledger_as_table(report.ledger, brief=True),
        Text(
            "All checks hold." if report.checks_ok else "A CHECK FAILS: see the sheet Checks.",
            style="green" if report.checks_ok else "bold red",
        ),
    )


def _planned(report: Report) -> tuple[Table | None, ...]:
    """How the value moved, and what if."""
    asked_if = report.what_if.told if report.what_if else ()
    return movement_as_table(report.movement), scenarios_as_table(asked_if)


def _new_words(report: Report, unit: str) -> list[tuple[str, str, str]]:
    """What a customer yet to be won is worth: the first order and what follows."""
    found, margin = report.new_customer, report.assumptions.margin
    if found is None:
        return []
    total = found.total.times(margin)
    parts = f"first order {found.first_order * margin:,.2f}, then {found.following * margin:,.2f}"
    ends = f"{total.low:,.2f} to {total.high:,.2f} ({total.confidence:.0%}, of the parameters)"
    return [("A new customer", f"{total.value:,.2f}{unit}", f"{parts}; in all {ends}")]


def _ratio_words(report: Report, cac: float, unit: str) -> tuple[str, str, str]:
    """What a customer brings over what one costs; sales are no measure of that."""
    if report.assumptions.basis == "revenue":
        return "CLV : CAC", "no verdict", "values are sales, too high to set against a cost: give --margin"
    lifetime = (report.realised + report.customer_equity) / report.customer_count
    return "CLV : CAC", f"{lifetime / cac:.2f}", f"realised and remaining, at {cac:,.2f}{unit} a customer"


def _listed_words(report: Report) -> str:
    """Who is listed one by one, where not everybody is."""
    if report.unlisted is None:
        return ""
    return f"Listed are the {len(report.customers.id):,} of highest remaining CLV; every total is of all customers."


def _range_words(report: Report, unit: str) -> tuple[str, str]:
    """The interval of what will really come, in the two columns beside its name."""
    found = report.outcome
    if found is None:
        return "unknown", "order values vary without bound, so no interval of the total can be told"
    ends = f"{found.low:,.0f} to {found.high:,.0f}{unit}"
    if report.model_error is None:
        return ends, f"{found.confidence:.0%} interval of chance and parameters, if the model holds"
    return ends, f"{found.confidence:.0%} interval of chance, parameters and the model's error on past days"


def _sure_words(report: Report) -> list[tuple[str, str, str]]:
    """The grade of the evidence with what it lacks, and the back-test."""
    lacking = ", ".join(f"{point.name} {point.grade}" for point in report.evidence if point.grade != HOLDS)
    rows = [("How sure", how_sure(report.evidence), lacking)] if report.evidence else []
    told, missed = report.holdout, report.missed
    if missed is not None:
        rows.append(("Back-test", missed.ratio, missed.said))
    elif told is not None:
        rows.append(("Back-test", headline.ratio(told), headline.sentence(told)))
    return rows


def _segments(report: Report, unit: str) -> Table:
    table = Table(title_justify="left", title=f"Remaining CLV by value tier{',' + unit if unit else ''}")
    for name in ("Segment", "Customers", "Total", "Mean", "Share", "P(alive)"):
        table.add_column(name, justify="left" if name == "Segment" else "right")
    for s in report.segments:
        table.add_row(
            s.name,
            f"{s.customers:,}",
            f"{s.total:,.0f}",
            known(s.mean, ",.2f"),
            known(s.share, ".1%"),
            known(s.p_alive, ".1%"),
        )
    return table


def _unused(ledger: Ledger) -> Iterator[str]:
    """The columns that count for nothing, of files with the same ones in one line: a kind of row may hide in them."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for file in ledger.files:
        alike.setdefault(file.unused, []).append(file.called)
    for headers, files in alike.items():
        if headers:
            named = listed([f'"{header}"' for header in headers])
            yield f"{listed(files)}: {named} (check --columns shows what columns hold)"


def ledger_as_table(ledger: Ledger, *, brief: bool = False) -> Group:
    """Read, used and excluded, in rows and money; with the files and what was assumed unless brief."""
    table = Table(title="Data check", title_justify="left")
    table.add_column("")
    table.add_column("Rows", justify="right")
    if ledger.money:
        table.add_column("Amount", justify="right")

    def row(name: str, count: int, amount: Decimal) -> None:
        table.add_row(name, f"{count:,}", *([f"{amount:,}"] if ledger.money else []))

    row("Read", ledger.rows_read, ledger.amount_read)
    for e in ledger.excluded:
        row(f"- {e.reason}", e.rows, e.amount)
    row("Used", ledger.rows_used, ledger.amount_used)
    parts: list[Any] = [table]
    if not brief:
        for f in ledger.files[:_FILES]:
            digest = f", sha256 {f.sha256}" if f.sha256 else ""
            amount = f", amount {f.amount:,}" if ledger.money else ""
            parts.append(Text(f"File      {f.called}: {counted(f.rows, 'row')}{amount}{digest}"))
        if more := ledger.files[_FILES:]:
            amount = f", amount {sum(f.amount for f in more):,}" if ledger.money else ""
            rows = counted(sum(f.rows for f in more), "row")
            parts.append(Text(f"Files     {len(more):,} more: {rows}{amount}; --json has each"))
        parts += [Text(f"Assumed   {line}") for line in ledger.assumed]
        parts += [Text(f"Not used  {line}") for line in _unused(ledger)]
        parts += [Text(f"Warning   {line}", style="yellow") for line in ledger.warnings]
        parts += [
            Text(f"Left out  {e.reason}: first at {', '.join(e.first_rows)}") for e in ledger.excluded if e.first_rows
        ]
    parts.append(
        Text(f"Read = used + excluded, in rows{' and money' if ledger.money else ''}.", style="green")
        if ledger.reconciles
        else Text("READ IS NOT USED + EXCLUDED.", style="bold red")
    )
    return Group(*parts)
