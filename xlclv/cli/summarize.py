"""`xlclv summarize` and `xlclv check`: orders to the summary workbook, JSON and terminal, or to the data check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlclv.atomic import unnamed
from xlclv.cli import outputs, pages, talk
from xlclv.cli.beside import beside_options, opened, refuse_two_margins, refuse_without_money
from xlclv.cli.command import Command
from xlclv.cli.inputs import noted as noted_in
from xlclv.cli.keys import ABSENT
from xlclv.cli.options import (
    LAMBDAS,
    PATH,
    Bounded,
    Currency,
    Listed,
    model_option,
    prior_option,
    season_option,
    valuing_options,
)
from xlclv.cli.pages import page_options
from xlclv.cli.planning import planned, planning_options
from xlclv.cli.reading import command_line, margin_options, memory, read_orders, reading_options
from xlclv.cli.saved import given, of_options, save_if_asked
from xlclv.cli.stopping import standing
from xlclv.cli.strict_json import written
from xlclv.errors import InputError, NotIdentifiedError, UsageError, XlclvError

if TYPE_CHECKING:
    from xlclv.orders.reading import Orders
    from xlclv.report import Report
    from xlclv.report.described import Described

DEFAULT_OUTPUT = "clv-summary.xlsx"
_FEW = 1000  # customers whose histories are looked at to predict whether a model can be fitted
OF_A_DATABASE = 100_000  # customers listed of --source unless somebody asks for others


@click.command(cls=Command)
@reading_options
@margin_options
@beside_options
@click.option(
    "-o",
    "--output",
    type=PATH,
    help=f"Workbook to write (.xlsx). Default: {DEFAULT_OUTPUT}; with --json, --html or --pdf none unless named.",
)
@valuing_options
@click.option(
    "--cac", type=Bounded("cac"), help="Acquisition cost of one customer, in money. Default: none, no CLV:CAC is shown."
)
@click.option(
    "--currency",
    type=Currency(),
    default="",
    help="Currency of the amounts, such as EUR. Default: what the orders say.",
)
@model_option
@season_option
@prior_option
@planning_options
@page_options
@click.option(
    "--require-model",
    is_flag=True,
    help="Stop with exit code 4 where no model can be fitted, in place of a workbook of what happened.",
)
@click.option(
    "--list",
    "listed",
    type=Listed(),
    metavar="N",
    help="Customers listed one by one, the best first; the others stay where they are, and in all totals. "
    f"Default: all that a sheet holds; of --source {OF_A_DATABASE:,}.",
)
@click.option("--lambdas", is_flag=True, help=LAMBDAS)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the summary as JSON on standard output; messages go to standard error.",
)
def summarize(inputs: tuple[Path, ...], output: Path | None, as_json: bool, **options: Any) -> None:
    """Value the customers behind order files and write a live workbook.

    \b
    xlclv summarize orders.csv --margin 40% --currency EUR
    xlclv summarize 2025.xlsx 2026.xlsx --as-of 2026-06-30 --cac 25 -o clv.xlsx
    xlclv summarize exports/ --until 2026-03-31 --save-options
    xlclv summarize --source postgres://ann@db/shop --table sales.orders
    """
    target = output or (None if as_json or pages.asked(options) else unnamed(Path(DEFAULT_OUTPUT)))
    if target is not None and target.suffix.lower() != ".xlsx":
        raise UsageError(f"-o {target} must end in .xlsx")
    context = click.get_current_context()
    with standing() as stand:
        run(inputs, target, as_json, options, command_line(), given(context), stand)
        save_if_asked(context, options)


def run(
    inputs: tuple[Path, ...], target: Path | None, as_json: bool, options: dict[str, Any], command: str,
    given: set[str], stand: list[Any],
) -> None:  # fmt: skip
    """The main job, from files to workbook, JSON and terminal; `given` names the options that are the user's own, and
    each file goes into `stand` when it is written.
    """
    from xlclv import report
    from xlclv.cli import described, show
    from xlclv.cli.progress import bar
    from xlclv.report.described import Described, describe

    refuse_two_margins(options, given)
    refuse_without_money(options, given)
    targets = outputs.refused(inputs, {"-o": target, **pages.options(options)}, options, of_options())
    replaces = target is not None and target.exists()
    with talk.working("Reading orders ...") as step:
        companions, plans = opened(options), planned(options)
        orders = read_orders(inputs, options, targets)
        step("Fitting the models ...")
        terms = {name: options[name] for name in ("as_of", "rate", "margin", "horizon", "cac", "currency")}
        terms |= {"command": command, "given": given, "listed": _listed(options)}
        made: Report | Described
        try:
            how = {"season": options["season"] == "auto", "prior": options["prior"]}
            made = report.build(orders, model=options["model"], companions=companions, **how, **plans, **terms)
        except NotIdentifiedError as reason:
            if options.get("require_model") or not orders.money:
                raise
            made = describe(orders, str(reason), **terms)
    del orders, companions  # the report says all; their memory is for the workbook
    failing: tuple[str, ...] = ()
    if target is not None:
        from xlclv import workbook

        with bar(talk.aside()) as tell:
            failing = workbook.write(made, target, lambdas=options.get("lambdas", False), progress=tell)
        stand.append(target)
        made = replace(made, checks_ok=made.checks_ok and not failing)  # JSON and page say what the workbook does
    shown = pages.write(made, pages.asked(options), stand)
    if as_json:
        click.echo(written(described.as_json(made) if isinstance(made, Described) else show.as_json(made)))
    else:
        talk.result().print(described.as_table(made) if isinstance(made, Described) else show.as_table(made))
    if target is not None:
        talk.say(f"Wrote {target}{', which replaced the file of that name' if replaces else ''}", err=as_json)
    for line in (*talk.failing(target, failing), *(f"Wrote {path}" for path in shown)):
        talk.say(line, err=as_json)
    talk.notes((*made.cautions, *made.ledger.warnings))


def _listed(options: dict[str, Any]) -> int:
    """How many customers are listed at most."""
    from xlclv.report import MOST_LISTED

    asked: int | None = options.get("listed")
    return asked or (OF_A_DATABASE if options.get("source") is not None else MOST_LISTED)


@click.command(cls=Command)
@reading_options
@margin_options
@click.option("--json", "as_json", is_flag=True, help="Print the data check as JSON.")
@click.option(
    "--columns", "with_columns", is_flag=True,
    help="List every column of the files too, with some of its values; also where the orders are refused.",
)  # fmt: skip
def check(inputs: tuple[Path, ...], as_json: bool, with_columns: bool, **options: Any) -> None:
    """Read order files and show what is used, what is left out and why; nothing is written."""
    from xlclv.cli import show
    from xlclv.cli.first_look import first_look
    from xlclv.orders.summary import accounts

    columns, notes = ABSENT, ()
    if with_columns:
        inputs, notes, columns = _columns(inputs, as_json, options)
    try:
        with talk.working("Reading orders ...") as step:
            orders = noted_in(read_orders(inputs, options), notes)
            step("Looking whether they can be valued ...")
            look, ledger, note = first_look(orders), accounts(orders), _predicted(orders)
    except XlclvError:
        if as_json and with_columns:
            click.echo(written(show.refused_as_json(columns)))
        raise
    if as_json:
        click.echo(written(show.checked_as_json(look, ledger, columns)))
    else:
        talk.result().print(look.as_table(), show.ledger_as_table(ledger))
    talk.notes(filter(None, [note]))
    save_if_asked(click.get_current_context(), options)


def _columns(inputs: tuple[Path, ...], as_json: bool, options: dict[str, Any]) -> Any:
    """The files, what is said of them, and their columns: shown at once, but as JSON together with what follows."""
    from xlclv.cli import columns
    from xlclv.cli.inputs import files
    from xlclv.orders.peek import seen

    if options.get("source") is not None:
        raise UsageError("--columns is for files: a database shows its own; leave it out")
    if options.get("pseudonymise"):
        raise UsageError("--columns shows values as they are, ids among them; leave out --pseudonymise, or --columns")
    found = files(inputs)
    try:
        with talk.working("Looking at the columns ..."):
            each = seen(found.paths, sheet=options["sheet"], encoding=options["encoding"], memory_limit=memory(options))
    except InputError as reason:  # without a header, say; the orders may be read all the same
        talk.notes([f"the columns cannot be listed: {reason}"])
        return tuple(found.paths), found.notes, []
    if not as_json:
        talk.result().print(columns.as_table(each))
    return tuple(found.paths), found.notes, columns.as_json(each)


def _predicted(orders: Orders) -> str:
    """Why summarize would value nobody, or refuse these orders, in its own words. Many customers are not fitted."""
    from xlclv import report
    from xlclv.models.likelihood.prior import LEAST
    from xlclv.orders.aggregates import of_orders
    from xlclv.orders.overview import overview
    from xlclv.report.described import nothing_valued
    from xlclv.validation.data_warnings import refuse
    from xlclv.valuation.customers import require_payers

    try:
        if orders.customers.count().to_pyarrow().as_py() > _FEW:
            overview(orders)
            known = of_orders(orders)
            refuse(known.histories, LEAST)
            if orders.money:
                require_payers(known, True)
        else:
            report.build(orders)
    except NotIdentifiedError as reason:
        return nothing_valued(str(reason)) if orders.money else f"summarize would refuse these orders: {reason}"
    except XlclvError as refusal:
        return f"summarize would refuse these orders: {refusal}"
    return ""
