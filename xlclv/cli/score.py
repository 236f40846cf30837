"""`xlclv score`: every customer's numbers, computed where the orders are, to a Parquet file or a table beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from xlclv.cli.options import valuing_options
from xlclv.cli.reading import margin_options, read_orders, reading_options, refuse_input_as_output
from xlclv.cli.stopping import noted
from xlclv.errors import UsageError
from xlclv.models import MODULES
from xlclv.valuation.settings import DEFAULTS, Settings


@click.command()
@reading_options
@margin_options
@click.option("--to", required=True, metavar="FILE|TABLE", help="Parquet file to write, or new table. Default: none.")
@valuing_options
@click.option(
    "--model",
    type=click.Choice(tuple(MODULES), case_sensitive=False),
    default=DEFAULTS.model,
    show_default=True,
    help="Model of repeat buying.",
)
def score(inputs: tuple[Path, ...], to: str, **options: Any) -> None:
    """Write every customer's P(alive), expected orders, spend and remaining CLV, computed where the orders are.

    \b
    xlclv score orders.parquet --to scores.parquet
    xlclv score --source postgres://ann@db/shop --table orders --to clv_scores
    """
    from rich.console import Console

    from xlclv.cli.progress import bar
    from xlclv.orders.aggregates import of_orders
    from xlclv.orders.tables import writing
    from xlclv.validation.data_warnings import refuse
    from xlclv.valuation import scoring
    from xlclv.valuation.customers import fit_aggregates

    file = to.lower().endswith(".parquet")
    if file:
        refuse_input_as_output(inputs, Path(to))
    elif options.get("source") is None or options["source"].lower().startswith(("duckdb:", "sqlite:")):
        raise UsageError(f"--to {to}: name a file that ends in .parquet; tables are written to servers and clusters")
    settings = Settings(*(options[name] for name in ("rate", "margin", "horizon", "model")))
    talk = Console(stderr=True)
    with noted(f"{to} was not written"), talk.status("Reading orders ...", spinner="dots") as status:
        orders = read_orders(inputs, options)
        status.update("Fitting the models ...")
        known = of_orders(orders, options["as_of"])
        refuse(known.histories)
        fits = fit_aggregates(known, settings.model, orders.money)
        scored = scoring.score(orders, known, fits, settings)
        table = scoring.at_margin(scored, settings.margin) if orders.money else scoring.without_money(scored)
        if not file:
            status.update(f"Writing {to} ...")
            count = writing.to_table(table, to, options["source"])
    if file:
        with bar(talk) as tell:
            people = round(known.histories.customers.sum())
            count = writing.to_parquet(table, Path(to), lambda *done: tell(f"Writing {to}", *done), people)
    click.echo(f"Wrote {count:,} customers to {to}")
    for warning in orders.ledger.warnings:
        click.echo(f"Note: {warning}", err=True)
