"""The options that name what stands beside the orders, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlclv.errors import InputError, UsageError

if TYPE_CHECKING:
    from xlclv.companions.reading import Companions

_OF_IDS = ("customer", "decimal", "dayfirst", "timezone", "normalise", "keep_ids")


def beside_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that tells customers apart."""
    for option in (
        click.option(
            "--customers",
            "customers_file",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="One row a customer, any columns: who the best are, and who is like them. Default: none.",
        ),
        click.option(
            "--by",
            multiple=True,
            metavar="COLUMN",
            help="Tell customers apart by a column of the customers file, else of the orders, where the first purchase "
            "counts (last:COLUMN, most:COLUMN ask otherwise; COLUMN=30,60 sets classes). May be repeated. "
            "Default: none.",
        ),
    ):
        command = option(command)
    return command


def opened(options: dict[str, Any]) -> Companions | None:
    """The files beside the orders, opened; what the orders must be read for goes into `options`."""
    customers = options.get("customers_file")
    if not options.get("by") and customers is None:
        return None
    from xlclv.cli.reading import pseudonyms
    from xlclv.companions import reading

    missing = [str(path) for path in (customers,) if path is not None and not path.exists()]
    if missing:
        raise InputError(text=f"{', '.join(missing)}: no such file; check the name and the folder")
    said = {name: options[name] for name in _OF_IDS if options.get(name) is not None}
    found = reading.opened(options.get("by", ()), customers, **said, pseudonyms=pseudonyms(options))
    if found is not None:
        options.update(found.reading())
    return found


def refuse_two_margins(options: dict[str, Any], given: set[str]) -> None:
    """One share of all sales, or each line's own margin."""
    for name, option in (("cost", "--cost"), ("margin_column", "--margin-column")):
        if options.get(name) is not None and "margin" in given:
            raise UsageError(f"--margin and {option} both say what of a sale is margin; give one")
