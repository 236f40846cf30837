"""`xlclv demo`: the main job on the bundled sample, so that a newcomer sees the result in a minute."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import Any

import click

from xlclv.atomic import Replacement, unnamed, write_bytes
from xlclv.cli import talk
from xlclv.cli.command import Command
from xlclv.cli.contracts import DEFAULT_OUTPUT as CONTRACTS_OUTPUT
from xlclv.cli.options import PATH
from xlclv.cli.stopping import standing
from xlclv.cli.summarize import DEFAULT_OUTPUT, run
from xlclv.valuation.settings import DEFAULTS

CONTRACTS = "sample_contracts.csv"
FILES = ("sample_orders.csv", "sample_customers.csv", "sample_contacts.csv", "sample_acquisition.csv")
LEFT = {"orders": "orders.csv", "contracts": "contracts.csv"}  # what stays beside the workbook, to try the commands on
BESIDE = {"by": ("Channel", "Category"), "contact_cost": "phone=4.20,chat=2.10,e-mail=1.50"}


@click.command(cls=Command)
@click.option(
    "-o",
    "--output",
    type=PATH,
    help=f"Workbook to write (.xlsx). Default: {DEFAULT_OUTPUT}, or {CONTRACTS_OUTPUT} of contracts.",
)
@click.option("--html", is_flag=True, help="Write the report as an HTML page beside the workbook too.")
@talk.talking
@click.option("--contracts", is_flag=True, help="Make the workbook of contracts, from a sample of subscriptions.")
def demo(output: Path | None, contracts: bool, html: bool) -> None:
    """Make the summary workbook from a bundled sample of orders (simulated by xlclv, no real customers)."""
    if contracts:
        _of_contracts(output or unnamed(Path(CONTRACTS_OUTPUT)), html)
        return
    output = output or unnamed(Path(DEFAULT_OUTPUT))
    talk.say("Sample: orders of 4,000 customers simulated by xlclv; none of them is real.", err=True)
    options: dict[str, Any] = {
        "customer": None,
        "date": None,
        "amount": None,
        "sheet": (),
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
        "season": "auto",
        "prior": True,
        "html": unnamed(output.with_suffix(".html")) if html else None,
    }
    with ExitStack() as files:
        sample, *beside = (
            files.enter_context(resources.as_file(resources.files("xlclv.demo") / name)) for name in FILES
        )
        options |= dict(zip(("customers_file", "contacts_file", "acquisition_file"), beside, strict=True))
        left = _left(sample, output, "orders")
        with standing() as stand:
            run((sample,), output, False, {**options, **BESIDE}, "xlclv demo", set(options), stand)
            _leave(sample, left)
    talk.say(f"Open {output} in Excel or LibreOffice. The orders behind it are in {left}.")
    talk.say("Then try 'xlclv check YOUR_ORDERS.csv' and 'xlclv summarize YOUR_ORDERS.csv'.")


def _left(sample: Path, output: Path, kind: str) -> Path:
    """Where the sample goes beside the workbook: a name that nothing has yet but the sample itself, or else where it
    is. A link there, or a folder that nothing can be written to, is refused before the work.
    """
    content = sample.read_bytes()
    for name in (LEFT[kind], f"xlclv-demo-{LEFT[kind]}"):
        path = unnamed(output.with_name(name))
        if not path.exists():
            Replacement(path)
            return path
        if path.is_file() and path.read_bytes() == content:
            return path
    return sample


def _leave(sample: Path, left: Path) -> None:
    if not left.exists():
        write_bytes(left, sample.read_bytes(), everyone=True)


def _of_contracts(output: Path, html: bool) -> None:
    """The same with contracts."""
    from xlclv.cli.contracts import contracts

    talk.say("Sample: subscriptions of 2,400 customers simulated by xlclv; none of them is real.", err=True)
    said = ("--by", "Plan", "--margin", "60%", "--cac", "120", "--currency", "EUR", "--as-of", "2026-06-30")
    with resources.as_file(resources.files("xlclv.demo") / CONTRACTS) as sample:
        page = ("--html", str(unnamed(output.with_suffix(".html")))) if html else ()
        quiet = {-1: ("-q",), 0: (), 1: ("-v",)}[talk.level()]
        left = _left(sample, output, "contracts")
        with standing() as stand:
            contracts.main([str(sample), *said, *quiet, *page, "-o", str(output)], standalone_mode=False)
            stand += [output, *page[1:]]
            _leave(sample, left)
    talk.say(f"Open {output} in Excel or LibreOffice. The contracts behind it are in {left}.")
    talk.say("Then try 'xlclv contracts YOUR_CONTRACTS.csv'.")
