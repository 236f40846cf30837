"""`xlclv demo`: the main job on the bundled sample, so that a newcomer sees the result in a minute."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import click

from xlclv.cli.summarize import DEFAULT_OUTPUT, run
from xlclv.valuation.settings import DEFAULTS

SAMPLE = "sample_orders.csv"


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=DEFAULT_OUTPUT,
    show_default=True,
    help="Workbook to write (.xlsx).",
)
def demo(output: Path) -> None:
    """Make the summary workbook from a bundled sample of orders (simulated by xlclv, no real customers)."""
    click.echo("Sample: orders of 4,000 customers simulated by xlclv; none of them is real.", err=True)
    options = {
        "customer": None,
        "date": None,
        "amount": None,
        "sheet": None,
        "decimal": None,
        "dayfirst": None,
        "encoding": None,
        "as_of": dt.date(2026, 6, 30),
        "rate": DEFAULTS.rate,
        "margin": 0.40,
        "horizon": DEFAULTS.horizon,
        "cac": 25.0,
        "currency": "EUR",
        "model": DEFAULTS.model,
    }
    with resources.as_file(resources.files("xlclv.demo") / SAMPLE) as sample:
        run((sample,), output, False, options, "xlclv demo", set(options))
    click.echo(f"Open {output} in Excel or LibreOffice; then try 'xlclv summarize YOUR_ORDERS.csv'.")
