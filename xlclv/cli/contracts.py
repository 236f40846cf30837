"""`xlclv contracts`: subscriptions, policies and plans to movement, retention and value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlclv.atomic import unnamed
from xlclv.cli import inputs as named
from xlclv.cli import outputs, pages, table_out, talk
from xlclv.cli.beside import file_options, opened_beside_contracts
from xlclv.cli.command import Command
from xlclv.cli.contract_options import Horizon, contract_options, shared_options
from xlclv.cli.options import PATH, Bounded, Currency, Listed
from xlclv.cli.pages import page_options
from xlclv.cli.planning import budget_asked, budget_options, opening_option, scenario_option
from xlclv.cli.reading import command_line, memory, pseudonyms
from xlclv.cli.saved import given, of_options, save_if_asked
from xlclv.cli.stopping import standing
from xlclv.cli.strict_json import written
from xlclv.cli.summarize import OF_A_DATABASE
from xlclv.companions.asked import Asked as By
from xlclv.companions.asked import all_of
from xlclv.errors import UsageError, counted
from xlclv.valuation.settings import DEFAULTS

if TYPE_CHECKING:
    from xlclv.contracts.data import Contracts

DEFAULT_OUTPUT = "contracts.xlsx"
_COLUMNS = {"end": "ended", "billing": "billed", "contract": "contract", "tenure": "tenure", "left": "has_left"}
_CELLS = ("sheet", "decimal", "dayfirst", "encoding", "timezone", "fill_down", "normalise")


@click.command(cls=Command)
@click.option(
    "-o",
    "--output",
    type=PATH,
    help=f"Workbook to write (.xlsx). Default: {DEFAULT_OUTPUT}; with --json, --to, --html or --pdf none unless named.",
)
@click.option(
    "--to",
    metavar="FILE",
    help="File of every running customer's numbers (.parquet, .csv, .xlsx), or - to print .csv. Default: none.",
)
@contract_options
@page_options
@click.option(
    "--horizon",
    type=Horizon("horizon_years"),
    default=f"{DEFAULTS.horizon:g}",
    show_default=True,
    help='Years ahead to value, or "for ever".',
)
@opening_option
@budget_options
@scenario_option(
    "Downturn: margin=55%, retention=-10%, spend=-5%",
    "rate, margin, horizon, growth, cac, spend (fees), retention, new-customers",
)
@file_options
@shared_options
@click.option("--cac", type=Bounded("cac"), help="Acquisition cost of one customer, in money. Default: none.")
@click.option("--currency", type=Currency(), default="", help="Currency of the fees, such as EUR. Default: the file's.")
@click.option(
    "--list",
    "listed",
    type=Listed(),
    metavar="N",
    help="Customers listed one by one, the best first; the others stand below, alike in one row, and in all totals. "
    f"Default: all that a sheet holds; of --source {OF_A_DATABASE:,}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on standard output.")
def contracts(inputs: tuple[Path, ...], output: Path | None, to: str | None, as_json: bool, **options: Any) -> None:
    """Value the customers behind contracts: start, end, fee. Movement of MRR, retention, churn, remaining value.

    \b
    xlclv contracts subscriptions.csv --margin 60% --currency EUR
    xlclv contracts policies.xlsx --period year --grace 31 --by Plan --json
    xlclv contracts payments.csv --payments monthly
    """

    target = output or (None if as_json or to is not None or pages.asked(options) else unnamed(Path(DEFAULT_OUTPUT)))
    if target is not None and target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target} must end in .xlsx")
    if to is not None:
        table_out.refuse_unless_file(to)
        if to == table_out.STANDARD and as_json:
            raise UsageError("--to - and --json both want standard output; give one of them a file")
    context = click.get_current_context()
    with standing() as stand:
        run(inputs, target, as_json, {**options, "to": to}, command_line(), given(context), stand)
        save_if_asked(context, options)


def run(
    inputs: tuple[Path, ...], target: Path | None, as_json: bool, options: dict[str, Any], command: str,
    given: set[str], stand: list[Any],
) -> None:  # fmt: skip
    """From files to workbook, scores, JSON and terminal; each file goes into `stand` when it is written."""
    from xlclv.cli import show_contracts as show
    from xlclv.contracts.build import build
    from xlclv.contracts.statement import opening
    from xlclv.contracts.values import Terms

    to = options.get("to")
    asked_for = {"-o": target, "--to": None if to in (None, table_out.STANDARD) else Path(to), **pages.options(options)}
    targets = outputs.refused(inputs, asked_for, options, of_options(), "contracts")
    with talk.working("Reading contracts ...") as step:
        companions = opened_beside_contracts(options)
        asked = budget_asked(options)
        openings = tuple(opening(text) for text in options.get("openings") or ())
        by = all_of(tuple(options["by"])) if companions is None else companions.of_orders
        found = read_contracts(inputs, options, targets, by)
        step("Fitting the curves ...")
        terms = Terms(
            options["rate"], options["margin"], options["horizon"], options["growth"], float(options["timing"])
        )
        made = build(
            found,
            terms,
            grace=options["grace"],
            by_contract=options["unit"] == "contract",
            cac=options["cac"],
            currency=options["currency"],
            command=command,
            given=given,
            companions=companions,
            openings=openings,
            planning=asked,
            scenarios=tuple(options.get("scenarios") or ()),
        )
    most = options.get("listed") or (OF_A_DATABASE if options.get("source") is not None else None)
    booked: list[str] = []
    if target is not None:
        made = replace(made, failing=_in_workbook(made, target, most))
        booked = [f"Wrote {target}", *talk.failing(target, made.failing)]
        stand.append(target)
    shown = [f"Wrote {path}" for path in pages.write(made, pages.asked(options), stand)]
    scored, warned = _scored(made, options.get("to"), stand)
    if as_json:
        click.echo(written(show.as_json(made)))
    elif options.get("to") != table_out.STANDARD:
        talk.result().print(show.as_table(made))
    for line in booked + shown + scored:
        talk.say(line, err=as_json or options.get("to") == table_out.STANDARD)
    talk.notes((*made.ledger.warnings, *made.cautions, *warned))


def _in_workbook(made: Any, target: Path, listed: int | None) -> tuple[str, ...]:
    """Write the workbook; gives its checks that do not hold."""
    from xlclv.cli.progress import bar
    from xlclv.workbook import contracts as book

    with bar(talk.aside()) as tell:
        return tuple(book.write(made, target, listed=listed, progress=tell))


def _scored(made: Any, to: str | None, stand: list[Any]) -> tuple[list[str], tuple[str, ...]]:
    """Write every customer's numbers where asked for; says so, and what to know of it."""
    if to is None:
        return [], ()
    from xlclv.contracts import scoring

    count, warned = table_out.write(scoring.table(made), to, lambda done, whole: None)
    if to != table_out.STANDARD:
        stand.append(to)
    return [f"Wrote {counted(count, 'customer')} to {to}"], warned


def _refuse_beside_payments(options: dict[str, Any], by: Sequence[By]) -> None:
    """What speaks of contracts says nothing of payments."""
    if by:
        raise UsageError("--payments knows no levels: leave --by out, or name a column of --customers with it")
    if options["period"] is not None:
        raise UsageError("--payments and --period both say the period; leave --period out")
    if options["unit"] == "contract":
        raise UsageError("--payments makes a contract of payments, so --unit contract says nothing; leave it out")
    if options["auto_renew"]:
        raise UsageError("--payments knows no ends that lie ahead, so --auto-renew says nothing; leave it out")
    if options["end_day"] is not None:
        raise UsageError("--payments knows no column of ends, so --end-day says nothing; leave it out")
    for name in _COLUMNS:
        if options[name] is not None:
            raise UsageError(
                f"--payments reads a customer, a day and an amount, so --{name} says nothing; leave it out"
            )


def read_contracts(
    inputs: tuple[Path, ...], options: dict[str, Any], targets: Sequence[Path] = (), by: Sequence[By] = ()
) -> Contracts:
    """The contracts of the inputs by the options typed."""
    from xlclv.contracts import reading

    for one in by:
        if one.line:
            rule = "contracts have no lines to choose from: each counts under its own level"
            raise UsageError(f'--by "{one.line}:{one.column}": {rule}; say --by {one.column}')
    asked = reading.Asked(
        options["period"],
        tuple(one.column for one in by),
        tuple(one.edges for one in by),
        options["as_of"],
        options["dedupe"],
        memory(options),
        options["auto_renew"],
        options["end_day"],
    )
    if options["payments"] is not None:
        from xlclv.cli.reading import read_orders
        from xlclv.contracts.payments import of_orders

        _refuse_beside_payments(options, by)
        return of_orders(read_orders(inputs, options, targets), options["payments"])
    told = reading.options(
        asked.by,
        {role: options[name] for name, role in _COLUMNS.items()},
        customer=options["customer"],
        date=options["date"],
        amount=options["amount"],
        **{name: options[name] for name in _CELLS},
        pseudonyms=pseudonyms(options),
        keep_ids=tuple(options["keep_ids"]),
        exclude=tuple(options["exclude"]),
    )
    if options["source"] is not None or options["table"] is not None:
        if inputs:
            raise UsageError(f"{inputs[0]} and --source are two sources of contracts; give one")
        if options["source"] is None or options["table"] is None:
            raise UsageError("--source and --table need each other")
        return reading.read_table(options["source"], options["table"], told, asked)
    if not inputs:
        raise UsageError("no contracts: name a file, or a database with --source URL --table NAME")
    files = named.files(inputs, targets)
    return named.noted(reading.read(files.paths, told, asked), files.notes)  # type: ignore[no-any-return]
