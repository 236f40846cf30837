"""What the terminal and JSON show of a report: the headline numbers, the segments, the data check."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from xlclv.cli import backtest
from xlclv.cli.show_beside import beside_as_json
from xlclv.cli.show_counted import counted_as_table, without_money
from xlclv.cli.show_planning import movement_as_table, planning_as_json
from xlclv.orders.ledger import Ledger
from xlclv.report import Report
from xlclv.report.evidence import HOLDS, how_sure
from xlclv.validation import headline
from xlclv.validation.holdout import Assessment
from xlclv.valuation.intervals import Interval


def as_json(report: Report) -> dict[str, Any]:
    """The summary as plain JSON; amounts as numbers with all their digits."""
    models = (report.model, report.spend) if report.money else (report.model,)
    parameters = {e.name: e.value for model in models for e in model.estimates}
    found = {
        "version": report.version,
        "as_of": report.assumptions.as_of.isoformat(),
        "currency": report.assumptions.currency,
        "basis": report.assumptions.basis,
        "customers": report.customer_count,
        "customers_listed": len(report.customers.id),
        "orders": report.orders,
        "model": report.model.name,
        "parameters": parameters,
        "standard_errors": {e.name: e.standard_error for m in models for e in m.estimates},
        "log_likelihood": report.model.log_likelihood,
        "status": report.model.status,
        "model_choice": report.choice,
        "candidates": [
            {
                "model": c.name,
                "status": c.status,
                "log_likelihood": c.log_likelihood,
                "aic": c.aic,
                "bic": c.bic,
                "holdout_rmse": c.holdout_rmse,
            }
            for c in report.candidates
        ],
        "spend_model": report.spend.name,
        "spend_log_likelihood": report.spend.log_likelihood,
        "spend_correlation": report.spend_correlation,
        "rate": report.assumptions.rate,
        "margin": report.assumptions.margin,
        "horizon": report.assumptions.horizon,
        "cac": report.assumptions.cac,
        "customer_equity": report.customer_equity,
        "mean_clv": report.mean_clv,
        "median_clv": report.median_clv,
        "equity_interval": _interval(report.equity),
        "outcome_interval": _interval(report.outcome),
        "new_customer": _new_customer(report),
        "model_error": None if report.model_error is None else report.model_error._asdict(),
        "backtest": None if report.backtest is None else backtest.as_plain(report.backtest),
        "expected_active": report.expected_active,
        "expected_orders": report.expected_orders,
        "top_decile_share": report.top_decile_share,
        "segments": [
            {
                "segment": s.name,
                "customers": s.customers,
                "total": s.total,
                "mean": s.mean,
                "median": s.median,
                "share": s.share,
                "p_alive": s.p_alive,
                "index": s.index,
            }
            for s in report.segments
        ],
        **ledger_as_json(report.ledger),
        **beside_as_json(report),
        **planning_as_json(report),
        "holdout": _holdout(report.holdout),
        "how_sure": how_sure(report.evidence),
        "evidence": [
            {"point": p.name, "measure": p.measure, "words": p.words, "grade": p.grade} for p in report.evidence
        ],
        "share_left_out": report.ledger.share_left_out,
        "cautions": list(report.cautions),
        "checks_ok": report.checks_ok,
    }
    return found if report.money else without_money(found)


def _new_customer(report: Report) -> dict[str, Any] | None:
    """What a customer yet to be won is worth at the margin: the first order, and what follows."""
    found, margin = report.new_customer, report.assumptions.margin
    if found is None:
        return None
    total = found.total.times(margin)
    return {
        "value": total.value,
        "first_order": found.first_order * margin,
        "following": found.following * margin,
        "interval": _interval(total),
    }


def _interval(found: Interval | None) -> dict[str, float] | None:
    return None if found is None else {"low": found.low, "high": found.high, "confidence": found.confidence}


def _holdout(found: Assessment | None) -> dict[str, Any] | None:
    """How the model did on the last third of the history, fitted to the rest: purchases a customer."""
    if found is None:
        return None
    m = found.measures
    return {
        "sentence": headline.sentence(found),
        "came": found.came,
        "predicted": found.predicted,
        "cutoff": found.cutoff.isoformat(),
        "end": found.end.isoformat(),
        "customers": found.customers,
        "bias": m.bias,
        "mae": m.mae,
        "rmse": m.rmse,
        "spearman": m.spearman,
        "normalised_gini": m.gini,
        "tracking_mape": found.tracking.mape,
    }


def ledger_as_json(ledger: Ledger) -> dict[str, Any]:
    """The data check: what was read is what was used plus what was excluded."""
    found = {
        "files": [
            {
                "name": f.name,
                "sheet": f.sheet,
                "bytes": f.bytes,
                "sha256": f.sha256,
                "rows": f.rows,
                "amount": _number(f.amount),
            }
            for f in ledger.files
        ],
        "rows_read": ledger.rows_read,
        "amount_read": _number(ledger.amount_read),
        "rows_used": ledger.rows_used,
        "amount_used": _number(ledger.amount_used),
        "excluded": [
            {"reason": e.reason, "rows": e.rows, "amount": _number(e.amount), "first_rows": list(e.first_rows)}
            for e in ledger.excluded
        ],
        "assumed": list(ledger.assumed),
        "warnings": list(ledger.warnings),
        "reconciles": ledger.reconciles,
    }
    return found if ledger.money else without_money(found)


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


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
        ("Customers", f"{report.customer_count:,}", f"{report.expected_active:,.0f} expected to be active"),
        ("Mean CLV", f"{report.mean_clv:,.2f}{unit}", "remaining, per customer"),
        ("Median CLV", f"{report.median_clv:,.2f}{unit}", ""),
        ("Top 10% hold", f"{report.top_decile_share:.1%}", "of customer equity"),
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
        *([Text(line) for line in (report.choice, _listed_words(report)) if line]),
        Text(),
        _segments(report, unit),
        *(part for table in [movement_as_table(report)] if table for part in (Text(), table)),
        Text(),
        ledger_as_table(report.ledger, brief=True),
        Text(
            "All checks hold." if report.checks_ok else "A CHECK FAILS: see the sheet Checks.",
            style="green" if report.checks_ok else "bold red",
        ),
    )


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
    told = report.holdout
    if told is not None:
        rows.append(("Back-test", headline.ratio(told), headline.sentence(told)))
    return rows


def _segments(report: Report, unit: str) -> Table:
    table = Table(title_justify="left", title=f"Remaining CLV by value tier{',' + unit if unit else ''}")
    for name in ("Segment", "Customers", "Total", "Mean", "Share", "P(alive)"):
        table.add_column(name, justify="left" if name == "Segment" else "right")
    for s in report.segments:
        table.add_row(
            s.name, f"{s.customers:,}", f"{s.total:,.0f}", f"{s.mean:,.2f}", f"{s.share:.1%}", f"{s.p_alive:.1%}"
        )
    return table


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
        for f in ledger.files:
            sheet = f", sheet {f.sheet}" if f.sheet else ""
            digest = f", sha256 {f.sha256}" if f.sha256 else ""
            amount = f", amount {f.amount:,}" if ledger.money else ""
            parts.append(Text(f"File      {f.name}{sheet}: {f.rows:,} rows{amount}{digest}"))
        parts += [Text(f"Assumed   {line}") for line in ledger.assumed]
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
