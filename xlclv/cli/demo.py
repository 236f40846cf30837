"""`xlclv demo`: the main job on the bundled sample, so that a newcomer sees the result in a minute."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import Any

import click

from xlclv.cli.contracts import DEFAULT_OUTPUT as CONTRACTS_OUTPUT
from xlclv.cli.summarize import DEFAULT_OUTPUT, run
from xlclv.valuation.settings import DEFAULTS

CONTRACTS = "sample_contracts.csv"
FILES = ("sample_orders.csv", "sample_customers.csv", "sample_contacts.csv", "sample_acquisition.csv")
BESIDE = {"by": ("Channel",), "contact_cost": "phone=4.20,chat=2.10,e-mail=1.50"}


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
    options: dict[str, Any] = {
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
    with ExitStack() as files:
        sample, *beside = (
            files.enter_context(resources.as_file(resources.files("xlclv.demo") / name)) for name in FILES
        )
        options |= dict(zip(("customers_file", "contacts_file", "acquisition_file"), beside, strict=True))
        run((sample,), output, False, {**options, **BESIDE}, "xlclv demo", set(options))
    click.echo(f"Open {output} in Excel or LibreOffice; then try 'xlclv summarize YOUR_ORDERS.csv'.")


def _of_contracts(output: Path) -> None:
    """The same with contracts."""
    from xlclv.cli.contracts import contracts

    click.echo("Sample: subscriptions of 2,400 customers simulated by xlclv; none of them is real.", err=True)
    said = ("--by", "Plan", "--margin", "60%", "--cac", "120", "--currency", "EUR", "--as-of", "2026-06-30")
    with resources.as_file(resources.files("xlclv.demo") / CONTRACTS) as sample:
        contracts.main([str(sample), *said, "-o", str(output)], standalone_mode=False)
    click.echo(f"Open {output} in Excel or LibreOffice; then try 'xlclv contracts YOUR_CONTRACTS.csv'.")
