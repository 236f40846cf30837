"""`xlclv demo`: the main job on the bundled sample, so that a newcomer sees the result in a minute."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import click

from xlclv.cli.contracts import DEFAULT_OUTPUT as CONTRACTS_OUTPUT
from xlclv.cli.summarize import DEFAULT_OUTPUT, run
from xlclv.valuation.settings import DEFAULTS

SAMPLE, CONTRACTS = "sample_orders.csv", "sample_contracts.csv"


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=f"Workbook to write (.xlsx). Default: {DEFAULT_OUTPUT}, or {CONTRACTS_OUTPUT} of contracts.",
)
@click.option("--contracts", is_flag=True, help="Make the workbook of contracts, from a sample of subscriptions.")
def demo(output: Path | None, contracts: bool) -> None:
    """Make the summary workbook from a bundled sample of orders (simulated by xlclv, no real customers)."""
    if contracts:
        _of_contracts(output or Path(CONTRACTS_OUTPUT))
        return
    output = output or Path(DEFAULT_OUTPUT)
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


def _of_contracts(output: Path) -> None:
    """The same with contracts."""
    from xlclv.cli.contracts import contracts

    click.echo("Sample: subscriptions of 2,400 customers simulated by xlclv; none of them is real.", err=True)
    said = ("--by", "Plan", "--margin", "60%", "--cac", "120", "--currency", "EUR", "--as-of", "2026-06-30")
    with resources.as_file(resources.files("xlclv.demo") / CONTRACTS) as sample:
        contracts.main([str(sample), *said, "-o", str(output)], standalone_mode=False)
    click.echo(f"Open {output} in Excel or LibreOffice; then try 'xlclv contracts YOUR_CONTRACTS.csv'.")
