"""`xlclv contracts`: subscriptions, policies and plans to movement, retention and value."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlclv.cli import inputs as named
from xlclv.cli import pages, table_out, talk
from xlclv.cli.beside import file_options, opened_beside_contracts
from xlclv.cli.command import Command
from xlclv.cli.options import Bounded, Currency, Listed, valuing_options
from xlclv.cli.pages import page_options
from xlclv.cli.reading import command_line, memory, pseudonyms, reading_options, refuse_input_as_output
from xlclv.cli.saved import given
from xlclv.cli.stopping import noted
from xlclv.cli.strict_json import written
from xlclv.cli.summarize import OF_A_DATABASE
from xlclv.errors import UsageError
from xlclv.valuation.settings import DEFAULTS

if TYPE_CHECKING:
    from xlclv.contracts.data import Contracts
    from xlclv.contracts.periods import Period
    from xlclv.contracts.relationships import Grace

DEFAULT_OUTPUT = "contracts.xlsx"
_COLUMNS = {"end": "ended", "billing": "billed", "contract": "contract", "tenure": "tenure", "left": "has_left"}
_CELLS = ("sheet", "decimal", "dayfirst", "encoding", "timezone", "fill_down", "normalise")


class Length(click.ParamType[Any]):
    """A billing period: a word, or a number of months."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        from xlclv.contracts.periods import period

        found = period(str(value))
        if found is None:
            self.fail(
                f"{value!r} is no billing period; say day, week, month, quarter, half-year, year or a number of months",
                param, ctx,
            )  # fmt: skip
        return found


class GraceOf(click.ParamType[Any]):
    """A number of days, or of billing periods."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Grace:
        from xlclv.contracts.relationships import Grace

        said = re.fullmatch(r"([0-9]{1,5}) ?(days?|d|periods?)?", str(value).strip().lower())
        if said is None:
            self.fail(f'{value!r} is no grace; say days such as 31, or "1 period"', param, ctx)
        many = int(said[1])
        return Grace(None, many) if (said[2] or "").startswith("period") else Grace(many)


class Horizon(Bounded):
    """Years ahead, or for ever."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if str(value).strip().casefold().replace(" ", "") in ("forever", "inf", "infinite"):
            return math.inf
        return super().convert(value, param, ctx)


def _options(command: Any) -> Any:
    """The options of contracts beside those of reading and valuing."""
    column: dict[str, Any] = {"metavar": "COLUMN"}
    named = "by name or place. Default: recognised by its name."
    for option in reversed(
        [
            click.option("--start", "date", **column, help=f"Column of the contract's start, {named}"),
            click.option("--end", **column, help=f"Column of its end, blank while it runs, or none, {named}"),
            click.option("--fee", "amount", **column, help=f"Column of the fee of a billing period, {named}"),
            click.option("--billing", **column, help=f"Column of the billing period, {named}"),
            click.option("--contract", **column, help=f"Column of the contract's id, or none, {named}"),
            click.option("--tenure", **column, help=f"Column of tenure in periods, without dates, {named}"),
            click.option("--left", **column, help=f"Column of who has left, beside a tenure, {named}"),
            click.option(
                "--by",
                multiple=True,
                metavar="COLUMN",
                help="Tell customers apart by this column of the contracts, the first of which has curves of its own, "
                "or of --customers. Default: none.",
            ),
            click.option("--period", type=Length(), help="Billing period of all rows. Default: the file's, or month."),
            click.option(
                "--payments",
                type=Length(),
                help="The file holds payments of this period, not contracts. Default: contracts.",
            ),
            click.option(
                "--grace",
                type=GraceOf(),
                help='Days, or "1 period", in which a further contract continues the one before. Default: one period.',
            ),
            click.option(
                "--unit",
                type=click.Choice(["customer", "contract"]),
                default="customer",
                show_default=True,
                help="Whether a customer's contracts are one relationship, or each is one.",
            ),
            click.option(
                "--timing",
                type=click.Choice(["1", "0"]),
                default="1",
                show_default=True,
                help="Fees are paid at the start of a billing period (1) or at its end (0).",
            ),
            click.option(
                "--growth",
                type=Bounded("annual_rate", share=True),
                default="0%",
                show_default=True,
                help="Growth of fees a year: 3% or 0.03.",
            ),
        ]
    ):
        command = option(command)
    return command


_OF_ORDERS = (
    "date",
    "amount",
    "system",
    "only",
    "without",
    "status_column",
    "order_column",
    "horizon",
    "since",
    "until",
)


def _shared(command: Any) -> Any:
    """The options that orders have too, without those that speak of orders alone."""
    command = reading_options(valuing_options(command))
    command.__click_params__ = [option for option in command.__click_params__ if option.name not in _OF_ORDERS]
    return command


@click.command(cls=Command)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=f"Workbook to write (.xlsx). Default: {DEFAULT_OUTPUT}; with --json, --to, --html or --pdf none unless named.",
)
@click.option(
    "--to",
    metavar="FILE",
    help="File of every running customer's numbers (.parquet, .csv, .xlsx), or - to print .csv. Default: none.",
)
@_options
@page_options
@click.option(
    "--horizon",
    type=Horizon("horizon_years"),
    default=f"{DEFAULTS.horizon:g}",
    show_default=True,
    help='Years ahead to value, or "for ever".',
)
@file_options
@_shared
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
    from xlclv.cli.summarize import save_if_asked

    target = output or (None if as_json or to is not None or pages.asked(options) else Path(DEFAULT_OUTPUT))
    if target is not None and target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target} must end in .xlsx")
    if to is not None:
        table_out.refuse_unless_file(to)
        if to == table_out.STANDARD and as_json:
            raise UsageError("--to - and --json both want standard output; give one of them a file")
    for path in (target, Path(to) if to is not None else None):
        if path is not None:
            refuse_input_as_output(inputs, path, "the file of contracts")
            refuse_input_as_output(filter(None, [options["pseudonym_key"]]), path, "the key")
    context = click.get_current_context()
    run(inputs, target, as_json, {**options, "to": to}, command_line(), given(context))
    save_if_asked(context, options)


def run(
    inputs: tuple[Path, ...], target: Path | None, as_json: bool, options: dict[str, Any], command: str, given: set[str]
) -> None:
    """From files to workbook, scores, JSON and terminal."""
    from xlclv.cli import show_contracts as show
    from xlclv.contracts.build import build
    from xlclv.contracts.values import Terms

    with talk.working("Reading contracts ...") as step:
        companions = opened_beside_contracts(options)
        found = read_contracts(inputs, options, target)
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
        )
    most = options.get("listed") or (OF_A_DATABASE if options.get("source") is not None else None)
    shown = [f"Wrote {path}" for path in pages.write(made, pages.asked(options))]
    written_to = shown + _written(made, target, options.get("to"), most)
    with noted("; ".join(written_to) or "nothing was written"):
        if as_json:
            click.echo(written(show.as_json(made)))
        elif options.get("to") != table_out.STANDARD:
            talk.result().print(show.as_table(made))
        for line in written_to:
            talk.say(line, err=as_json or options.get("to") == table_out.STANDARD)
        talk.notes((*made.ledger.warnings, *made.cautions))


def _written(made: Any, target: Path | None, to: str | None, listed: int | None) -> list[str]:
    """Write what is asked for; says what was written."""
    said = []
    if target is not None:
        from workbook import contracts as book
        from xlclv.cli.progress import bar

        with bar(talk.aside()) as tell:
            failing = book.write(made, target, listed=listed, progress=tell)
        said += [f"Wrote {target}", *talk.failing(target, failing)]
    if to is not None:
        from xlclv.contracts import scoring

        count = table_out.write(scoring.table(made), to, lambda done, whole: None)
        said.append(f"Wrote {count:,} customers to {to}")
    return said


def read_contracts(inputs: tuple[Path, ...], options: dict[str, Any], target: Path | None = None) -> Contracts:
    """The contracts of the inputs by the options typed."""
    from xlclv.contracts import reading

    asked = reading.Asked(options["period"], tuple(options["by"]), options["as_of"], options["dedupe"], memory(options))
    if options["payments"] is not None:
        from xlclv.cli.reading import read_orders
        from xlclv.contracts.payments import of_orders

        return of_orders(read_orders(inputs, options, target), options["payments"])
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
    files = named.files(inputs, target)
    return named.noted(reading.read(files.paths, told, asked), files.notes)  # type: ignore[no-any-return]
