"""The options by which every command reads orders, from files or a database, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlclv.cli import inputs as named
from xlclv.cli.options import PATH, Day, Since, together
from xlclv.cli.recorded import as_typed
from xlclv.cli.saved import saving
from xlclv.cli.talk import talking
from xlclv.errors import UsageError
from xlclv.orders.rules.systems import NAMES

if TYPE_CHECKING:
    from xlclv.orders.pseudonyms import Pseudonyms

_OF_FILES = ("sheet", "encoding")
_BESIDE = ("customers_file", "contacts_file", "acquisition_file")  # which have an encoding beside a database too
_SAID = (
    "customer", "date", "amount", "sheet", "decimal", "dayfirst", "encoding", "as_of", "timezone", "fill_down",
    "dedupe", "normalise", "system", "status_column", "only", "without", "order_column", "keep_ids", "exclude",
    "cost", "margin_column", "by", "also", "beside", "since", "until",
)  # fmt: skip


_READING = together(
    click.argument("inputs", nargs=-1, type=PATH, metavar="[INPUT]..."),
    click.option(
        "--source",
        metavar="URL",
        help="Database in place of files: duckdb://FILE, sqlite://FILE, postgres://USER@HOST/BASE, pyspark://. "
        "Default: the files named.",
    ),
    click.option("--table", metavar="NAME", help="Table or view of --source: orders, sales.orders. Default: none."),
    click.option(
        "--customer",
        metavar="COLUMN",
        help="Column of the customer id, by name or place (1, 2, ...). Default: recognised by its name.",
    ),
    click.option("--date", metavar="COLUMN", help="Column of the order date. Default: recognised by its name."),
    click.option(
        "--amount",
        metavar="COLUMN",
        help="Column of the money of each line, or QUANTITY*PRICE; none counts orders without money (visits, "
        "logins). Default: recognised by its name.",
    ),
    click.option(
        "--sheet",
        multiple=True,
        metavar="NAME",
        help='Sheet of a workbook, or a pattern such as "2025*"; may be repeated, and all are read together. '
        "Default: the only one that looks like orders.",
    ),
    click.option(
        "--as-of",
        type=Day(),
        help="Day of valuation. Default: the last date in the data, or --until where there are later ones.",
    ),
    click.option(
        "--from", "since", type=Since(), help="First day that counts; earlier rows are left out. Default: all."
    ),
    click.option(
        "--until",
        type=Day(),
        help="Last day that counts; later rows are left out, so that a quarter's end can be valued from any "
        "later export. Default: all.",
    ),
    click.option(
        "--decimal", type=click.Choice([".", ","]), help="Decimal sign of the amounts. Default: what the file shows."
    ),
    click.option(
        "--dayfirst/--monthfirst",
        default=None,
        help="Dates such as 03/04/2026: day or month first. Default: what the file shows.",
    ),
    click.option(
        "--encoding", metavar="NAME", help="Text encoding of a file. Default: by its byte order mark, else UTF-8."
    ),
    click.option(
        "--timezone",
        metavar="NAME",
        help="Zone in which days are counted, such as Europe/Berlin. Default: the one zone of the file.",
    ),
    click.option(
        "--fill-down", is_flag=True, help="Blank customer and date cells take what stands above (merged cells)."
    ),
    click.option(
        "--system",
        type=click.Choice([*NAMES, "none"], case_sensitive=False),
        help="Whose export it is; none for no system. Default: as the headers say.",
    ),
    click.option(
        "--only",
        multiple=True,
        metavar="STATUSES",
        help='Statuses that are sales, "completed,processing"; or what rows must say in another column, "Channel=web". '
        "May be repeated, and every one must hold. Default: the statuses that mean a sale.",
    ),
    click.option(
        "--without",
        multiple=True,
        metavar="STATUSES",
        help='Statuses that are not sales either, "test"; or rows to leave out by another column, "Channel=shop". '
        "May be repeated. Default: the statuses that mean no sale.",
    ),
    click.option(
        "--status-column",
        metavar="COLUMN",
        help="Column that says what is a sale, or none. Default: recognised by its name.",
    ),
    click.option(
        "--order-column",
        metavar="COLUMN",
        help="Column of the order's number, whose total counts once, or none. Default: recognised by its name.",
    ),
    click.option(
        "--keep-id",
        "keep_ids",
        multiple=True,
        metavar="ID",
        help='A customer after all, though it reads like none, such as "0". May be repeated. Default: none.',
    ),
    click.option(
        "--exclude-customer",
        "exclude",
        multiple=True,
        metavar="ID",
        help="Leave this customer out. May be repeated. Default: none.",
    ),
    click.option("--dedupe", is_flag=True, help="Leave out rows that repeat an earlier one in every column."),
    click.option(
        "--normalise",
        is_flag=True,
        help="Take ids that differ in upper and lower case or accents alone (Zoë, zoe) as one customer.",
    ),
    click.option(
        "--memory-limit",
        metavar="SIZE",
        help="Memory for orders, such as 1.5GB; beyond it they go to disk. Default: most of the machine's.",
    ),
    click.option(
        "--pseudonymise",
        is_flag=True,
        help="Replace customer ids by pseudonyms (keyed HMAC-SHA256); ids appear nowhere in what is made.",
    ),
    click.option(
        "--pseudonym-key",
        type=PATH,
        metavar="FILE",
        help="The key of --pseudonymise, any text of 16 characters or more. Default: XLCLV_PSEUDONYM_KEY.",
    ),
)


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads orders."""
    return talking(saving(_READING(command)))


# What says how much of a line is margin.
margin_options = together(
    click.option(
        "--cost",
        metavar="COLUMN",
        help='Column of what the goods of a line cost, or of one where its header says so, or "Quantity * Cost": '
        "every value is then margin, line by line. Default: none.",
    ),
    click.option(
        "--margin-column",
        metavar="COLUMN",
        help="Column of the margin of each line: every value is then margin. Default: none.",
    ),
)


def read_orders(inputs: tuple[Path, ...], options: dict[str, Any], targets: Sequence[Path] = ()) -> Any:
    """The orders of the inputs by the options typed; `targets` are the files to write, which a folder may have."""
    if options.get("source") is not None or options.get("table") is not None:
        return _read_table(inputs, options)
    if not inputs:
        raise UsageError("no orders: name a file, or a database with --source URL --table NAME")
    from xlclv.orders.reading import read

    found = named.files(inputs, targets)
    given = {name: options[name] for name in _SAID if name in options}
    made = read(found.paths, **given, memory_limit=memory(options), pseudonyms=pseudonyms(options))
    return named.noted(made, found.notes)


def _read_table(inputs: tuple[Path, ...], options: dict[str, Any]) -> Any:
    """The orders of a table in a database; what is only said of files is refused, not passed over."""
    from xlclv.orders.tables.reading import read_table

    if inputs:
        raise UsageError(f"{inputs[0]} and --source are two sources of orders; give one")
    for name, other in (("source", "table"), ("table", "source")):
        if options.get(name) is None:
            raise UsageError(f"--{other} needs --{name} too")
    for name in _OF_FILES:
        if options.get(name) and not (name == "encoding" and any(map(options.get, _BESIDE))):
            raise UsageError(f"--{name} is for files: a database has no such thing; leave it out")
    given = {name: options[name] for name in _SAID if name in options and name not in _OF_FILES}
    return read_table(
        options["source"], options["table"], **given, memory_limit=memory(options), pseudonyms=pseudonyms(options)
    )


def memory(options: dict[str, Any]) -> str | None:
    size: str | None = options.get("memory_limit")
    if size is not None and not re.fullmatch(r"(?i)[0-9]+(\.[0-9]+)? ?[KMGT]i?B", size.strip()):
        raise UsageError(f'--memory-limit "{size}" is not a size; write it as 800MB or 1.5GB')
    return size


def pseudonyms(options: dict[str, Any]) -> Pseudonyms | None:
    """What takes the place of customer ids, if anything is to."""
    file = options.get("pseudonym_key")
    if not options.get("pseudonymise"):
        if file is not None:
            raise UsageError("--pseudonym-key does nothing alone; add --pseudonymise")
        return None
    from xlclv.orders.pseudonyms import from_key

    return from_key(file)


def command_line() -> str:
    """The command as it may be recorded."""
    return as_typed(click.get_current_context(silent=True))
