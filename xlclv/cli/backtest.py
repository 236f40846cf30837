"""`xlclv backtest`: what the models would have predicted on past days, beside easy rules, against what then came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlclv.cli import talk
from xlclv.cli.beside import opened
from xlclv.cli.command import Command
from xlclv.cli.keys import INTERVAL, NUMBER, NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, WHOLE, YES, Key, opening, plain
from xlclv.cli.options import prior_option
from xlclv.cli.reading import margin_options, read_orders, reading_options
from xlclv.cli.saved import save_if_asked
from xlclv.cli.strict_json import written
from xlclv.errors import UsageError
from xlclv.models import MODULES

if TYPE_CHECKING:
    from rich.console import Group

    from xlclv.validation.backtest.judging import Nearness, Trial
    from xlclv.validation.backtest.rolling import Backtest
    from xlclv.validation.backtest.verdict import Row

_DAY_ONE = dt.date(1970, 1, 1)
_MOST = 8


@click.command(cls=Command)
@reading_options
@margin_options
@click.option(
    "--model",
    type=click.Choice((*MODULES, "all"), case_sensitive=False),
    default="all",
    show_default=True,
    help="Model of repeat buying to try beside the easy rules.",
)
@click.option(
    "--cuts",
    type=click.IntRange(1, 24),
    default=_MOST,
    show_default=True,
    metavar="N",
    help="Past days to cut at, at most: fewer where the history leaves no room for so many.",
)
@click.option(
    "--variants",
    is_flag=True,
    help="Try wider models too: regular buyers, cohorts, log-normal spend, half customers' own rates.",
)
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="With --variants: a column of the orders as covariate, as each customer's first order has it. May be "
    "repeated. Default: none.",
)
@prior_option
@click.option("--json", "as_json", is_flag=True, help="Print every trial as JSON on standard output.")
def backtest(inputs: tuple[Path, ...], model: str, cuts: int, variants: bool, as_json: bool, **options: Any) -> None:
    """Cut the orders at past days, fit the models to what was known, and set what they predicted beside what came.

    \b
    xlclv backtest orders.csv
    xlclv backtest orders.csv --model BG/NBD --cuts 3 --json
    """
    from xlclv.cli.progress import bar
    from xlclv.orders.summary import require_purchase
    from xlclv.report.scores_by_levels import refuse_later
    from xlclv.validation.backtest import cuts as past_days
    from xlclv.validation.backtest.days import of_orders
    from xlclv.validation.backtest.rolling import backtest as tried
    from xlclv.validation.backtest.told import told

    if options["by"] and not variants:
        raise UsageError("--by is tried as one of the --variants: give both")
    with talk.working("Reading orders ..."):
        companions = opened(options)
        by = () if companions is None else companions.by
        refuse_later(by)
        orders = read_orders(inputs, options)
        require_purchase(orders)
        if not orders.money:
            raise UsageError(
                "a back-test compares money, which these orders do not have; name its column with --amount"
            )
        days, columns = of_orders(orders), told(orders, by) if by else ()
    models = tuple(MODULES) if model == "all" else (model,)
    with bar(talk.aside()) as tell:
        found = tried(
            days,
            models,
            past_days.cuts(days.begin, days.end, cuts),
            tell,
            wider=variants,
            prior=options["prior"],
            told=columns,
        )
    if as_json:
        click.echo(written(plain(BACKTEST, as_plain(found))))
    else:
        talk.result().print(as_tables(found, orders.currency))
    talk.notes((*orders.ledger.warnings, *_notes(found)))
    save_if_asked(click.get_current_context(), options)


_ROW = {"method": TEXT, "model": YES, "days_ahead": WHOLE, "cutoffs": WHOLE, "bias_orders": NUMBER_OR_NULL,
        "bias_money": NUMBER_OR_NULL, "missed_by": NUMBER_OR_NULL, "mae": NUMBER, "spearman": NUMBER_OR_NULL,
        "best_tenth": NUMBER_OR_NULL, "interval_held": WHOLE, "interval_tried": WHOLE}  # fmt: skip
_NEAR = {"predicted": NUMBER_OR_NULL, "came": NUMBER, "bias": NUMBER_OR_NULL, "mae": NUMBER_OR_NULL,
         "spearman": NUMBER_OR_NULL, "best_tenth": NUMBER_OR_NULL, "?": True}  # fmt: skip
_TRIAL = {"method": TEXT, "model": YES, "cutoff": TEXT, "days_ahead": WHOLE, "customers": WHOLE, "orders": _NEAR,
          "money": _NEAR, "interval": {**INTERVAL, "held": "boolean?"}, "refusal": TEXT_OR_NULL}  # fmt: skip
SHAPES = {"begin": TEXT, "end": TEXT, "cutoffs": [TEXT], "days_ahead": [WHOLE], "summary": [_ROW], "sentences": [TEXT],
          "notes": [TEXT], "trials": [_TRIAL]}  # fmt: skip
_WORDS = {
    "begin": "The first day of the orders.",
    "end": "The last day known.",
    "cutoffs": "The past days at which the orders were cut.",
    "days_ahead": "How far ahead each was predicted.",
    "summary": "Each method over all cut-offs.",
    "sentences": "What the back-test says of each model.",
    "notes": "What is worth a note: biases, intervals that failed, easy rules that were nearer.",
    "trials": "Each method at each cut-off.",
}


def _told(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda whole: whole[name]


BACKTEST = (opening("backtest"), *(Key(name, SHAPES[name], words, _told(name)) for name, words in _WORDS.items()))


def as_plain(found: Backtest) -> dict[str, Any]:
    """The back-test as plain JSON: the trials one by one, and the means over the cut-offs."""
    from xlclv.validation.backtest.verdict import notes, rows, sentence

    return {
        "begin": _day(found.begin),
        "end": _day(found.end),
        "cutoffs": [_day(cut.day) for cut in found.cuts],
        "days_ahead": list(found.horizons),
        "summary": [_row(row) for ahead in found.horizons for row in rows(found, ahead)],
        "sentences": [sentence(found, model, ahead) for model in found.models for ahead in found.horizons],
        "notes": [note for model in found.models for ahead in found.horizons for note in notes(found, model, ahead)],
        "trials": [_trial(trial) for trial in found.trials],
    }


def as_tables(found: Backtest, currency: str) -> Group:
    """A table for each stretch of days ahead, and the sentences that judge it."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from xlclv.validation.backtest.verdict import nearest, period, rows, sentence

    parts: list[Any] = [Text(f"{len(found.cuts)} cut-offs, {_day(found.cuts[0].day)} to {_day(found.cuts[-1].day)}; "
                             f"orders from {_day(found.begin)}, known up to {_day(found.end)}")]  # fmt: skip
    unit = f", {currency}" if currency else ""
    for ahead in found.horizons:
        table = Table(title_justify="left", title=f"{period(ahead).capitalize()} ahead ({ahead} days){unit}",
                      box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)  # fmt: skip
        for name in ("", "Cuts", "Orders", "Money", "Missed", "MAE", "Rank", "Tenth", "Held"):
            table.add_column(name, justify="right" if name else "left", no_wrap=True)
        shown = rows(found, ahead)
        for row, following in zip(shown, (*shown[1:], None), strict=True):
            last_model = following is not None and row.is_model and not following.is_model
            table.add_row(*_cells(row), end_section=last_model)
        parts += [Text(), table, Text(sentence(found, nearest(found, ahead), ahead) + ".")]
    words = (
        "Orders, Money: predicted over what came, less 1, over all cut-offs. Missed: the mean size of it at each, of "
        "money. MAE, Rank (Spearman) and Tenth (of the tenth of customers that brought most, how many were predicted "
        "to) are of customers' money. Held: cut-offs at which the money lay in the model's 80% interval."
    )
    return Group(*parts, Text(), Text(words, style="dim"))


def _cells(row: Row) -> tuple[str, ...]:
    held = f"{row.held}/{row.with_interval}" if row.with_interval else ""
    signed = (f"{bias:+.0%}" if bias is not None else "" for bias in (row.bias_orders, row.bias))
    miss = "" if row.miss is None else f"{row.miss:.0%}"
    ranked = ("" if value is None else f"{value:.2f}" for value in (row.spearman, row.best_tenth))
    mae = f"{row.mae:,.2f}" if row.mae < 1000 else f"{row.mae:,.0f}"
    return row.method, str(row.cuts), *signed, miss, mae, *ranked, held


def _notes(found: Backtest) -> list[str]:
    """The notes on the first model, which is summarize's own, over the longest stretch: a budget rests on that."""
    from xlclv.validation.backtest.verdict import notes

    return list(notes(found, found.models[0], found.horizons[-1]))


def _day(number: int) -> str:
    return (_DAY_ONE + dt.timedelta(days=number)).isoformat()


def _row(row: Row) -> dict[str, Any]:
    return {
        "method": row.method, "model": row.is_model, "days_ahead": row.ahead, "cutoffs": row.cuts,
        "bias_orders": row.bias_orders, "bias_money": row.bias, "missed_by": row.miss, "mae": row.mae,
        "spearman": row.spearman, "best_tenth": row.best_tenth, "interval_held": row.held,
        "interval_tried": row.with_interval,
    }  # fmt: skip


def _trial(trial: Trial) -> dict[str, Any]:
    interval = trial.interval
    return {
        "method": trial.method, "model": trial.is_model, "cutoff": _day(trial.cutoff), "days_ahead": trial.ahead,
        "customers": trial.customers, "orders": _nearness(trial.orders), "money": _nearness(trial.money),
        "interval": None if interval is None else {"low": interval.low, "high": interval.high,
                                                   "confidence": interval.confidence, "held": trial.held},
        "refusal": trial.refusal or None,
    }  # fmt: skip


def _nearness(found: Nearness | None) -> dict[str, float | None] | None:
    if found is None:
        return None
    return {
        "predicted": found.predicted, "came": found.came, "bias": found.bias, "mae": found.mae,
        "spearman": found.spearman, "best_tenth": found.best_tenth,
    }  # fmt: skip
