"""`xlclv template`: workbooks that need no data: a calculator, the contact centre's return, a gallery of functions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from xlclv.cli.command import Group
from xlclv.cli.options import LAMBDAS, PATH, unless_typed
from xlclv.cli.talk import talking, wrote
from xlclv.errors import UsageError

_PERIODS = ("year", "quarter", "month")
_NOTICE = "LAMBDA names are not yet seen in Excel; they need Excel 365 or 2024."


@click.group(cls=Group)
@talking
def template() -> None:
    """Write a live workbook to fill in: no data, no add-in and no macros are needed to use it.

    \b
    xlclv template calculator -o clv.xlsx --currency EUR     what one customer is worth, and may cost
    xlclv template service-roi -o service.xlsx               what better service returns, on one page
    xlclv template functions -o functions.xlsx               every worksheet function by example
    """


def _output(name: str) -> Callable[..., Any]:
    return click.option(
        "-o",
        "--output",
        type=PATH,
        default=name,
        show_default=True,
        callback=unless_typed,
        help="Workbook to write (.xlsx).",
    )


_currency = click.option(
    "--currency", default="", metavar="CODE", help="Currency of the amounts, such as EUR. Default: none shown."
)
_lambdas = click.option("--lambdas", is_flag=True, help=LAMBDAS)


@template.command(short_help="One customer: CLV from four numbers.")
@_output("clv-calculator.xlsx")
@_currency
@click.option(
    "--period",
    type=click.Choice(_PERIODS),
    default="year",
    show_default=True,
    help="What purchases, lifetime, retention and discount rate are counted in.",
)
@_lambdas
@talking
def calculator(output: Path, currency: str, period: str, lambdas: bool) -> None:
    """CLV from four numbers at once; then margin, discounting, retention, fair cost, payback, conventions."""
    from xlclv.workbook import templates

    templates.write_calculator(_target(output), currency=currency, period=period, lambdas=lambdas)
    _say(output, "type your own numbers into its yellow cells", lambdas)


@template.command("service-roi", short_help="What a better contact centre returns.")
@_output("service-roi.xlsx")
@_currency
@_lambdas
@talking
def service_roi(output: Path, currency: str, lambdas: bool) -> None:
    """A contact centre's programme: pricing models, cost to serve, retention, CLV and return, before and after."""
    from xlclv.workbook import templates

    templates.write_service_roi(_target(output), currency=currency, lambdas=lambdas)
    _say(output, "its sheet Assumptions has the yellow cells, its first sheet is the client's page", lambdas)


@template.command(short_help="Every worksheet function by example.")
@_output("clv-functions.xlsx")
@_lambdas
@talking
def functions(output: Path, lambdas: bool) -> None:
    """Every worksheet function with a worked example and, where there is one, its twin in Excel's own functions."""
    from xlclv.workbook import templates

    templates.write_functions(_target(output), lambdas=lambdas)
    _say(output, "its first sheet lists the functions", lambdas)


def _target(output: Path) -> Path:
    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"-o {output} must end in .xlsx")
    return output


def _say(output: Path, words: str, lambdas: bool) -> None:
    wrote(output, f"Wrote {output}: {words}.{f' {_NOTICE}' if lambdas else ''}")
