"""What JSON says of a summary, key by key: `xlclv summarize --json`, with a model and without."""

from __future__ import annotations

from typing import Any

from xlclv.cli import backtest
from xlclv.cli.json_ledger import LEDGER, within
from xlclv.cli.keys import INTERVAL, NUMBER, NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, WHOLE, YES, Key, opening
from xlclv.cli.show_beside import BESIDE
from xlclv.cli.show_planning import PLANNING
from xlclv.report import Report
from xlclv.report.evidence import how_sure
from xlclv.validation import headline
from xlclv.valuation.intervals import Interval


def interval(found: Interval | None) -> dict[str, float] | None:
    """An interval as JSON has it."""
    return None if found is None else {"low": found.low, "high": found.high, "confidence": found.confidence}


def _estimates(report: Report, part: str) -> dict[str, Any]:
    models = (report.model, report.spend) if report.money else (report.model,)
    return {e.name: getattr(e, part) for model in models for e in model.estimates}


def _candidates(report: Report) -> list[dict[str, Any]]:
    return [
        {"model": c.name, "status": c.status, "log_likelihood": c.log_likelihood, "aic": c.aic, "bic": c.bic,
         "holdout_rmse": c.holdout_rmse}
        for c in report.candidates
    ]  # fmt: skip


def _season(report: Report) -> dict[str, Any]:
    months = [{"month": m.name, "rate": m.rate, "log_standard_error": m.log_error} for m in report.months]
    return {"used": bool(months), "why": report.season, "months": months}


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
        "interval": interval(total),
    }


def _segments(report: Report) -> list[dict[str, Any]]:
    return [
        {"segment": s.name, "customers": s.customers, "total": s.total, "mean": s.mean, "median": s.median,
         "share": s.share, "p_alive": s.p_alive, "index": s.index}
        for s in report.segments
    ]  # fmt: skip


def _holdout(report: Report) -> dict[str, Any] | None:
    """How the model did on the last third of the history, fitted to the rest: purchases a customer."""
    found = report.holdout
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


def _evidence(report: Report) -> list[dict[str, Any]]:
    return [{"point": p.name, "measure": p.measure, "words": p.words, "grade": p.grade} for p in report.evidence]


_CANDIDATE = {"model": TEXT, "status": TEXT, "log_likelihood": NUMBER_OR_NULL, "aic": NUMBER_OR_NULL,
              "bic": NUMBER_OR_NULL, "holdout_rmse": NUMBER_OR_NULL}  # fmt: skip
_SEASON = {"used": YES, "why": TEXT, "months": [{"month": TEXT, "rate": NUMBER, "log_standard_error": NUMBER_OR_NULL}]}
_NEW = {"value": NUMBER, "first_order": NUMBER, "following": NUMBER, "interval": INTERVAL, "?": True}
_SEGMENT = {"segment": TEXT, "customers": WHOLE, "total": NUMBER, "mean": NUMBER_OR_NULL,
            "median": NUMBER_OR_NULL, "share": NUMBER_OR_NULL, "p_alive": NUMBER_OR_NULL,
            "index": NUMBER_OR_NULL}  # fmt: skip
_HOLDOUT = {"sentence": TEXT, "came": NUMBER, "predicted": NUMBER, "cutoff": TEXT, "end": TEXT, "customers": NUMBER,
            "bias": NUMBER, "mae": NUMBER, "rmse": NUMBER, "spearman": NUMBER_OR_NULL,
            "normalised_gini": NUMBER_OR_NULL, "tracking_mape": NUMBER_OR_NULL, "?": True}  # fmt: skip
_EVIDENCE = {"point": TEXT, "measure": NUMBER_OR_NULL, "words": TEXT, "grade": TEXT}

# What a report has with a model and without one.
_TERMS = (
    opening("summarize"),
    Key("version", TEXT, "The version of xlclv that made it."),
    Key("as_of", TEXT, "The day of valuation.", lambda r: r.assumptions.as_of.isoformat()),
    Key("currency", TEXT, "The currency of all money, empty where nobody said.", "assumptions.currency"),
    Key("basis", TEXT, "Whether values are sales (revenue), contribution (margin) or margin by line.",
        "assumptions.basis"),
    Key("customers", WHOLE, "Customers with a purchase.", "customer_count"),
    Key("orders", WHOLE, "Days on which a customer bought."),
    Key("rate", NUMBER, "Discount rate, annual and effective.", "assumptions.rate"),
    Key("margin", NUMBER, "Contribution share of sales.", "assumptions.margin"),
    Key("horizon", NUMBER, "Years ahead that are valued.", "assumptions.horizon"),
    Key("cac", NUMBER_OR_NULL, "Acquisition cost of one customer, where it was given.", "assumptions.cac"),
)  # fmt: skip
_JUDGED = (
    *within("ledger", LEDGER),
    Key("share_left_out", NUMBER_OR_NULL, "Share of the money read, but for days, customers and rows of another "
        "column than the status that the user left out, that no customer's value holds.", "ledger.share_left_out"),
    Key("cautions", [TEXT], "What to know before believing the values, the gravest first.", lambda r: list(r.cautions)),
    Key("checks_ok", YES, "Whether all checks of the report hold."),
)  # fmt: skip

SUMMARY = (
    *_TERMS,
    Key("customers_listed", WHOLE, "Those listed one by one in the workbook.", lambda r: len(r.customers.id)),
    Key("model", TEXT, "The model of repeat buying.", "model.name"),
    Key("parameters", {"*": NUMBER}, "Its parameters and those of the spend model.", lambda r: _estimates(r, "value")),
    Key("standard_errors", {"*": NUMBER_OR_NULL}, "Their standard errors; null on a boundary.",
        lambda r: _estimates(r, "standard_error")),
    Key("log_likelihood", NUMBER, "Of the model of repeat buying.", "model.log_likelihood"),
    Key("status", TEXT, "How its fit ended.", "model.status"),
    Key("model_choice", TEXT, "Why this model; empty where it was named.", "choice.sentence"),
    Key("model_choice_details", TEXT, "The figures behind that; empty where it was named.", "choice.details"),
    Key("season", _SEASON, "Whether and why the model counts with months that buy unlike.", _season),
    Key("candidates", [_CANDIDATE], "The models compared by --model auto.", _candidates),
    Key("level", NUMBER, "What order values are multiplied by, as past days show it (--model auto); else 1."),
    Key("order_values_of", TEXT, "The orders that tell what a customer's are worth: repeat orders, or all orders.",
        lambda r: "all orders" if r.first_orders else "repeat orders"),
    Key("spend_model", TEXT, "The model of order values.", "spend.name"),
    Key("spend_log_likelihood", NUMBER, "Of the spend model.", "spend.log_likelihood"),
    Key("spend_correlation", NUMBER_OR_NULL, "Of frequency and mean order value, which the model takes for 0."),
    Key("customer_equity", NUMBER, "What all customers together are still worth."),
    Key("mean_clv", NUMBER, "What the average customer is still worth."),
    Key("median_clv", NUMBER, "What the customer in the middle is still worth."),
    Key("equity_interval", INTERVAL, "Of customer equity, from the parameters' uncertainty alone.",
        lambda r: interval(r.equity)),
    Key("outcome_interval", INTERVAL, "Of what customers will really bring: parameters, chance, the model's error.",
        lambda r: interval(r.outcome)),
    Key("new_customer", _NEW, "What a customer yet to be won is worth.", _new_customer),
    Key("model_error", {"*": "any", "?": True}, "The model's own error as past days show it.",
        lambda r: None if r.model_error is None else r.model_error._asdict()),
    Key("backtest", {**backtest.SHAPES, "?": True}, "The short back-test, as in `xlclv backtest`.",
        lambda r: None if r.backtest is None else backtest.as_plain(r.backtest)),
    Key("expected_active", NUMBER, "Sum of every customer's P(alive)."),
    Key("expected_orders", NUMBER, "Orders expected of all customers within the horizon."),
    Key("top_decile_share", NUMBER_OR_NULL, "Share of customer equity that the best tenth hold."),
    Key("segments", [_SEGMENT], "Value tiers, the best first.", _segments),
    *BESIDE,
    *PLANNING,
    Key("holdout", _HOLDOUT, "What came on the last third of the history against what was predicted.", _holdout),
    Key("how_sure", TEXT, "How sure the values are, in a word.", lambda r: how_sure(r.evidence)),
    Key("evidence", [_EVIDENCE], "The points of evidence behind that.", _evidence),
    *_JUDGED,
)  # fmt: skip

DESCRIBED = (
    *_TERMS,
    Key("customers_listed", WHOLE, "Those listed one by one in the workbook.", lambda r: len(r.buyers.id)),
    Key("model", TEXT_OR_NULL, "Null: no model could be fitted.", lambda r: None),
    Key("reason", TEXT, "Why not."),
    *(Key(name, NUMBER_OR_NULL, "Null: it needs a model.", lambda r: None)
      for name in ("customer_equity", "mean_clv", "median_clv", "expected_active", "top_decile_share")),
    *(Key(name, {"*": "any", "?": True}, "Null: it needs a model.", lambda r: None)
      for name in ("equity_interval", "outcome_interval", "holdout")),
    Key("segments", [_SEGMENT], "Empty: it needs a model.", lambda r: []),
    Key("sales", NUMBER, "Sales to date."),
    Key("realised", NUMBER, "The same at the margin."),
    Key("repeat_buyers", WHOLE, "Customers with two days of purchase or more.", "repeat"),
    Key("top_decile_share_of_sales", NUMBER_OR_NULL, "Share of sales to date of the best tenth.", "top_share"),
    *_JUDGED,
)  # fmt: skip
