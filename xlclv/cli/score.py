"""`xlclv score`: every customer's numbers, computed where the orders are, to a file or a table beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from xlclv.cli import table_out, talk
from xlclv.cli.beside import beside_options, opened
from xlclv.cli.command import Command
from xlclv.cli.options import model_option, prior_option, season_option, valuing_options
from xlclv.cli.reading import margin_options, read_orders, reading_options, refuse_input_as_output
from xlclv.cli.saved import save_if_asked
from xlclv.cli.stopping import noted
from xlclv.valuation.settings import AUTO, Settings


@click.command(cls=Command)
@reading_options
@margin_options
@click.option(
    "--to",
    required=True,
    metavar="FILE|TABLE",
    help="File to write (.parquet, .csv, .xlsx), - to print .csv, or a new table of --source. Default: none.",
)
@click.option(
    "--ranges",
    is_flag=True,
    help="Four columns more: the orders and the remaining CLV between which 80 of 100 such customers come to lie.",
)
@beside_options
@valuing_options
@model_option
@season_option
@prior_option
def score(inputs: tuple[Path, ...], to: str, ranges: bool, **options: Any) -> None:
    """Write every customer's P(alive), expected orders, spend and remaining CLV, computed where the orders are.

    \b
    xlclv score orders.parquet --to scores.parquet
    xlclv score orders.xlsx --to - | head
    xlclv score --source postgres://ann@db/shop --table orders --to clv_scores
    """
    from xlclv.cli.progress import bar
    from xlclv.models.likelihood.history import MIN_CUSTOMERS
    from xlclv.models.likelihood.prior import LEAST
    from xlclv.orders.aggregates import of_orders
    from xlclv.orders.by_month import repeat_months
    from xlclv.orders.tables import writing
    from xlclv.validation.automatic import chosen
    from xlclv.validation.backtest.short import Looked, look
    from xlclv.validation.data_warnings import refuse
    from xlclv.validation.holdout import cut
    from xlclv.valuation import scoring
    from xlclv.valuation.customers import fit_aggregates

    file = table_out.is_file(to) or to == table_out.STANDARD
    if table_out.is_file(to):
        refuse_input_as_output(inputs, Path(to))
    elif options.get("source") is None or options["source"].lower().startswith(("duckdb:", "sqlite:")):
        table_out.refuse_unless_file(to, "; tables are written to servers and clusters")
    settings = Settings(*(options[name] for name in ("rate", "margin", "horizon", "model")))
    with noted(f"{to} was not written"), talk.working("Reading orders ...") as step:
        companions = opened(options)
        orders = read_orders(inputs, options, Path(to))
        step("Fitting the models ...")
        said: tuple[str, ...] = ()
        warned: tuple[str, ...] = ()
        day, season, asked = options["as_of"], options["season"] == "auto", settings.model == AUTO
        known = of_orders(orders, day)
        prior = options["prior"]
        refuse(known.histories, LEAST if prior else MIN_CUSTOMERS)
        seen = look(orders, settings.horizon, day or orders.as_of, season) if asked else Looked()
        choice = chosen(settings.model, known.histories, cut(orders) if asked else None, seen)
        if choice.first:
            known = of_orders(orders, day, first=True)
        months = repeat_months(orders, day) if season else None
        fits = replace(fit_aggregates(known, choice.model, orders.money, months, prior), level=choice.level)
        if companions is None:
            scored = scoring.score(orders, known, fits, settings, day, ranges)
        else:
            from xlclv.report.scores import score_beside

            scored, beside = score_beside(companions, orders, known, fits, settings, day or orders.as_of, ranges)
            said = beside.warnings
        table = scoring.at_margin(scored, settings.margin) if orders.money else scoring.without_money(scored)
        if not file:
            step(f"Writing {to} ...")
            count = writing.to_table(table, to, options["source"])
    if file:
        with bar(talk.aside()) as tell:
            people = round(known.histories.customers.sum())
            count, warned = table_out.write(table, to, lambda *done: tell(f"Writing {to}", *done), people)
    if to != table_out.STANDARD:
        talk.say(f"Wrote {count:,} customers to {to}")
    if choice.sentence:
        talk.say(choice.sentence)
    talk.notes((*orders.ledger.warnings, *said, *warned))
    save_if_asked(click.get_current_context(), options)
