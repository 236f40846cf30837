"""`xlclv score`: every customer's numbers, computed where the orders are, to a file or a table beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from xlclv.cli import outputs, table_out, talk
from xlclv.cli.beside import beside_options, opened
from xlclv.cli.command import Command
from xlclv.cli.options import model_option, prior_option, season_option, valuing_options
from xlclv.cli.reading import margin_options, read_orders, reading_options
from xlclv.cli.saved import given, of_options, save_if_asked
from xlclv.cli.stopping import noted, standing
from xlclv.errors import UsageError, counted
from xlclv.valuation.settings import AUTO, Settings, without_margin
from xlclv.valuation.variants import Wider

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xlclv.orders.aggregates import Aggregates
    from xlclv.orders.reading import Orders
    from xlclv.valuation.customers import Fits


OF_BUYING = ("regularity", "cohorts", "covariates")  # wider models of repeat buying
PLAINEST = "BG/NBD"  # what they are built on where nobody names a model


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
@click.option(
    "--regularity",
    is_flag=True,
    help="Let customers buy more regularly than at random, as regularly as their orders show (BG/NBD, MBG/NBD).",
)
@click.option(
    "--cohorts",
    is_flag=True,
    help="Rates of buying and leaving by the quarter of the first order, where the orders speak for it.",
)
@click.option(
    "--covariates",
    is_flag=True,
    help="Rates of buying and leaving, and order values, by the levels of --by, where the orders speak for it.",
)
@click.option(
    "--spend",
    type=click.Choice(["gamma-gamma", "log-normal"]),
    default="gamma-gamma",
    show_default=True,
    help="Model of order values; log-normal is for tails in which a few orders are worth very much more.",
)
@click.option(
    "--own-rates",
    is_flag=True,
    help="Hand half of what remains out by customers' own repeat rates so far; the total stays.",
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
    from xlclv.orders.tables import writing

    of_wider(options, given(click.get_current_context()))
    refuse_apart(ranges, options)
    file = _to_file(to, inputs, options)
    warned: tuple[str, ...] = ()
    with standing() as stand:
        with noted(f"{to} was not written"), talk.working("Reading orders ...") as step:
            made = _scored(inputs, to, ranges, options, step)
            if not file:
                step(f"Writing {to} ...")
                count = writing.to_table(made.table, to, options["source"])
        if file:
            with bar(talk.aside()) as tell:
                count, warned = table_out.write(made.table, to, lambda *done: tell(f"Writing {to}", *done), made.people)
        stand += [] if to == table_out.STANDARD else [to]
        if to != table_out.STANDARD:
            talk.say(f"Wrote {counted(count, 'customer')} to {to}")
        if made.choice:
            talk.say(made.choice, err=to == table_out.STANDARD)
        talk.notes((*made.notes, *warned))
        save_if_asked(click.get_current_context(), options)


class _Scored(NamedTuple):
    """The scores, still where the orders are, how many customers they are, and what is said of them."""

    table: ir.Table
    people: int
    choice: str
    notes: tuple[str, ...]


def _to_file(to: str, inputs: tuple[Path, ...], options: dict[str, Any]) -> bool:
    """Whether the scores go to a file or standard output, not to a table; refuses what they cannot go to."""
    if table_out.is_file(to):
        outputs.refused(inputs, {"--to": Path(to)}, options, of_options())
    elif options.get("source") is None or options["source"].lower().startswith(("duckdb:", "sqlite:")):
        table_out.refuse_unless_file(to, "; tables are written to servers and clusters")
    return table_out.is_file(to) or to == table_out.STANDARD


def _scored(
    inputs: tuple[Path, ...], to: str, ranges: bool, options: dict[str, Any], step: Callable[[str], None]
) -> _Scored:
    """Read, fit and score, beside other files where there are any; `step` hears what is done."""
    from xlclv.orders.definition import by_id
    from xlclv.orders.summary import require_purchase
    from xlclv.report.scores import score_beside
    from xlclv.report.scores_by_levels import refuse_later, sentences
    from xlclv.terms.money import words
    from xlclv.validation.automatic import made
    from xlclv.valuation import scoring

    settings = Settings(*(options[name] for name in ("rate", "margin", "horizon", "model")))
    companions = opened(options)
    if companions is not None and options["covariates"]:
        refuse_later(companions.by)
    orders = read_orders(inputs, options, [Path(to)])
    refuse_without_money(orders, options)
    require_purchase(orders)
    step("Fitting the models ...")
    day = options["as_of"]
    season = options["season"] == "auto" and not any(options[name] for name in OF_BUYING)
    choice, known, fits, *_ = made(orders, settings.model, settings.horizon, day, season=season, prior=options["prior"])
    if companions is None:
        wider, said = widened(orders, known, fits, day, options)
        scored = scoring.score(orders, known, fits, settings, day, ranges, wider)
        if options["own_rates"]:
            scored = scoring.by_own_rates(scored)
            said += ("half of the remaining CLV is handed out by customers' own repeat rates; the total stays",)
    else:
        when, told = day or orders.as_of, options["covariates"]
        scored, beside, levels = score_beside(companions, orders, known, fits, settings, when, ranges, told)
        said = (
            beside.warnings
            if levels is None
            else (*sentences(levels, words(orders.ledger.margin is not None)), *beside.warnings)
        )
    table = scoring.at_margin(scored, settings.margin) if orders.money else scoring.without_money(scored)
    if table.get_backend().name == "duckdb":  # its threads hand over large joins in any order
        table = by_id(table)
    at_none = without_margin(settings.margin) if orders.money else ()
    people = round(known.histories.customers.sum())
    return _Scored(table, people, choice.why.sentence, (*orders.ledger.warnings, *at_none, *said))


def of_wider(options: dict[str, Any], named: set[str]) -> None:
    """Wider models are built on one model, where nobody names another BG/NBD; nothing then leans on other shops."""
    if any(options[name] for name in OF_BUYING) or options["spend"] == "log-normal":
        options |= {name: value for name, value in (("model", PLAINEST), ("prior", False)) if name not in named}


def refuse_apart(ranges: bool, options: dict[str, Any]) -> None:
    """Raises UsageError for what a wider model, or own rates, cannot go with."""
    asked = [f"--{name}" for name in OF_BUYING if options[name]]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} are models of repeat buying: give one of them")
    asked += ["--spend log-normal"] if options["spend"] == "log-normal" else []
    if options["covariates"] and not options.get("by"):
        raise UsageError("--covariates takes the columns of --by: name one, such as --by Channel")
    files = ("by", "customers_file", "contacts_file", "acquisition_file")
    beside = [f"--{name.removesuffix('_file')}" for name in files if options.get(name)]
    apart = ["--ranges"] if ranges else []
    apart += ["--model auto"] if options["model"] == AUTO else []
    apart += ["--prior"] if options["prior"] else []
    if options["covariates"]:
        apart += [name for name in asked if name != "--covariates"] + (["--own-rates"] if options["own_rates"] else [])
    own = beside + (["--ranges"] if ranges else [])
    both = (
        (asked, apart if options["covariates"] else beside + apart),
        (["--own-rates"] if options["own_rates"] else [], own),
    )
    for these, those in both:
        if these and those:
            raise UsageError(f"{these[0]} cannot go with {those[0]}: leave one of them out")
    if options["regularity"] and options["model"] not in ("BG/NBD", "MBG/NBD"):
        raise UsageError("--regularity is built for BG/NBD and MBG/NBD: give one of them with --model")


def refuse_without_money(orders: Orders, options: dict[str, Any]) -> None:
    """Raises UsageError for what hands money out, where orders were counted alone."""
    of_money = {"--spend log-normal": options["spend"] == "log-normal", "--own-rates": options["own_rates"]}
    needing = [name for name, given in of_money.items() if given and not orders.money]
    if needing:
        raise UsageError(f"{needing[0]} needs money, which these orders do not have: leave it out")


def widened(
    orders: Orders, known: Aggregates, fits: Fits, day: dt.date | None, options: dict[str, Any]
) -> tuple[Wider, tuple[str, ...]]:
    """The wider models asked for, fitted, and a sentence each."""
    from xlclv.orders.arrow import as_numpy
    from xlclv.orders.each_order import log_gaps, log_values
    from xlclv.valuation import variants

    buying, spend, said = None, None, []
    if options["regularity"]:
        buying = variants.regular(fits.name, known.histories, log_gaps(orders, day))
    elif options["cohorts"]:
        buying = variants.by_cohort(fits.name, known.histories, day or orders.as_of)
    if buying is not None:
        said.append(f"{buying.sentence}; no season is reckoned with")
    if options["spend"] == "log-normal":
        logs = log_values(orders, day).select("told", "mean_log", "scatter").to_pyarrow()
        spend = variants.heavy_spend(*(as_numpy(logs, name).astype(float) for name in logs.column_names))
        told = (
            f"median {spend.median:,.2f}, spread of a customer's orders {spend.sigma:.2f}, of customers {spend.tau:.2f}"
        )
        said.append(f"log-normal spend in place of Gamma-Gamma: {told}")
    return Wider(buying, spend), tuple(said)
