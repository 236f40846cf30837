"""The options that name what stands beside the orders, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlclv.cli.options import PATH, together
from xlclv.errors import InputError, UsageError

if TYPE_CHECKING:
    from xlclv.companions.reading import Companions

_OF_CELLS = ("customer", "decimal", "dayfirst", "encoding", "timezone", "normalise", "keep_ids")
_WHAT = ("customers", "contacts", "acquisition")


def beside_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that tells the customers of orders apart."""
    by = click.option(
        "--by",
        multiple=True,
        metavar="COLUMN",
        help="Tell customers apart by a column of the customers file, else of the orders, where the first "
        "purchase counts (last:COLUMN, most:COLUMN ask otherwise; COLUMN=30,60 sets classes). May be repeated. "
        "Default: none.",
    )
    return by(file_options(command))


# The options that name the files beside orders or contracts, and what is said of them.
file_options = together(
    click.option(
        "--customers",
        "customers_file",
        type=PATH,
        metavar="FILE",
        help="One row a customer, any columns: who the best are, and who is like them. Default: none.",
    ),
    click.option(
        "--contacts",
        "contacts_file",
        type=PATH,
        metavar="FILE",
        help="One row a contact: customer, day, and perhaps handle time, channel, reason, resolved, "
        "satisfaction and cost. Default: none.",
    ),
    click.option(
        "--acquisition",
        "acquisition_file",
        type=PATH,
        metavar="FILE",
        help="What was spent to win customers: period and spend, perhaps by a column of --by. Default: none.",
    ),
    *(
        click.option(f"--{what}-table", metavar="NAME", help=f"Table of --source in place of --{what}. Default: none.")
        for what in _WHAT
    ),
    click.option(
        "--contact-cost",
        metavar="MONEY",
        help="What a contact costs, or phone=4.20,chat=2.10. Default: the log's own column.",
    ),
    click.option(
        "--minute-cost",
        type=click.FloatRange(min=0),
        metavar="MONEY",
        help="What a minute of handle time costs. Default: none.",
    ),
    click.option(
        "--handle-unit",
        metavar="UNIT",
        help="Unit of handle times: seconds, minutes, hours or milliseconds. Default: as their header says.",
    ),
    click.option(
        "--fcr-days",
        type=click.IntRange(min=1),
        default=7,
        show_default=True,
        help="Days without a further contact in which a contact counts as resolved.",
    ),
    click.option(
        "--after-days",
        type=click.IntRange(min=1),
        default=90,
        show_default=True,
        help="Days after a contact in which the next order is looked for.",
    ),
)


def opened(options: dict[str, Any]) -> Companions | None:
    """The files beside the orders, opened; what the orders must be read for goes into `options`."""
    places = _places(options)
    if not options.get("by") and not places:
        return None
    from xlclv.cli.reading import pseudonyms
    from xlclv.companions import reading
    from xlclv.companions.told import Told, costs, unit_named

    said = {name: options[name] for name in _OF_CELLS if options.get(name) is not None}
    told = Told(
        costs(options.get("contact_cost")),
        options.get("minute_cost"),
        unit_named(options.get("handle_unit")),
        options.get("fcr_days", 7),
        options.get("after_days", 90),
    )
    until = options.get("until")
    said |= {"until": until.isoformat()} if until is not None else {}
    dedupe = bool(options.get("dedupe"))
    masks = pseudonyms(options)
    found = reading.opened(options.get("by", ()), **places, told=told, dedupe=dedupe, **said, pseudonyms=masks)
    if found is not None:
        options.update(found.reading())
    return found


def opened_beside_contracts(options: dict[str, Any]) -> Companions | None:
    """The same beside contracts, whose own columns of --by need no file; a stated day of valuation is the last."""
    if not _places(options):
        return None
    asked = {**options, "until": options.get("as_of")}
    found = opened(asked)
    options.update({name: value for name, value in asked.items() if name != "until"})
    return found


def _places(options: dict[str, Any]) -> dict[str, Path | tuple[str, str]]:
    """Where each of the files lies: a path, or an address and the name of a table."""
    found: dict[str, Path | tuple[str, str]] = {}
    for what in _WHAT:
        file, table = options.get(f"{what}_file"), options.get(f"{what}_table")
        if file is not None and table is not None:
            raise UsageError(f"--{what} and --{what}-table are two sources of the same; give one")
        if table is not None:
            if options.get("source") is None:
                raise UsageError(f"--{what}-table names a table of a database; say --source URL, or give a file")
            found[what] = (options["source"], table)
        if file is not None:
            found[what] = file
    missing = [str(place) for place in found.values() if isinstance(place, Path) and not place.exists()]
    if missing:
        raise InputError(text=f"{', '.join(missing)}: no such file; check the name and the folder")
    return found


_OF_MONEY = {
    "margin": "--margin",
    "cac": "--cac",
    "currency": "--currency",
    "cost": "--cost",
    "margin_column": "--margin-column",
    "customers_file": "--customers",
    "by": "--by",
    "lambdas": "--lambdas",
    "openings": "--opening",
    "new_customers": "--new-customers",
    "fixed_costs": "--fixed-costs",
    "scenarios": "--scenario",
}


def refuse_without_money(options: dict[str, Any], given: set[str]) -> None:
    """Where orders are counted, what speaks of money says nothing."""
    if str(options.get("amount") or "").strip().casefold() != "none":
        return
    named = [option for name, option in _OF_MONEY.items() if name in given]
    if named:
        raise UsageError(f"--amount none counts orders, and {named[0]} is about their money; leave one of them out")


def refuse_two_margins(options: dict[str, Any], given: set[str]) -> None:
    """One share of all sales, or each line's own margin."""
    for name, option in (("cost", "--cost"), ("margin_column", "--margin-column")):
        if options.get(name) is not None and "margin" in given:
            raise UsageError(f"--margin and {option} both say what of a sale is margin; give one")
