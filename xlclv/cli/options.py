"""What people type as options, and what it means: shares, dates, money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from xlclv.atomic import unnamed
from xlclv.checks import Check
from xlclv.errors import InputError
from xlclv.models import MODULES
from xlclv.terms import TERMS
from xlclv.valuation.settings import AUTO, DEFAULTS

PATH = click.Path(path_type=Path, readable=False)  # who reads or writes it says in our words what is wrong
_Command = TypeVar("_Command")  # a function, or the command that click has made of one
LAMBDAS = (
    "Add CLV, CLV_RETENTION and CLV_CONTRACT as LAMBDA names: =CLV(50,4,3,100) without the add-in in Excel 365 or "
    "2024. Not yet seen in Excel; nothing in the workbook needs them."
)


def unless_typed(ctx: click.Context, param: click.Parameter, path: Path) -> Path:
    """A name to write under; one that nobody typed follows no link out of the folder."""
    typed = ctx.get_parameter_source(str(param.name)) is not ParameterSource.DEFAULT
    return path if typed or ctx.resilient_parsing else unnamed(path)


def together(*options: Callable[[Any], Any]) -> Callable[[_Command], _Command]:
    """One decorator of several options, which help shows in this order."""

    def of(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return of


MODEL = "Model of repeat buying; auto takes the one that past days speak for, and says why."


def model_option(command: Callable[..., None]) -> Callable[..., None]:
    """The model of repeat buying, or the best of all."""
    kinds = click.Choice((*MODULES, AUTO), case_sensitive=False)
    return click.option("--model", type=kinds, default=DEFAULTS.model, show_default=True, help=MODEL)(command)


prior_option = click.option(
    "--prior/--no-prior",
    default=True,
    show_default=True,
    help="Let fewer than 200 customers lean on what other shops show, less the more they are; 8 are enough then.",
)
season_option = click.option(
    "--season",
    type=click.Choice(["auto", "off"]),
    default="auto",
    show_default=True,
    help="Reckon with a season by month where two years of orders show one (BG/NBD and MBG/NBD).",
)


class Bounded(click.ParamType[float]):
    """A number within the bounds of a term; with `share`, 10% and 0.1 are the same. `setting`: it is one of those."""

    def __init__(self, key: str, *, share: bool = False, setting: str = "") -> None:
        self.key, self.share, self.setting = key, share, setting
        self.name = "share" if share else "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value).strip()
        percent = self.share and text.endswith("%")
        try:
            number = float(text.removesuffix("%")) / 100 if percent else float(text)
        except ValueError:
            kind = "a share such as 10% or 0.1" if self.share else "a number"
            self.fail(f"{value!r} is not {kind}", param, ctx)
        check = Check()
        check.take(self.key, number)
        try:
            check.done()
        except InputError:
            fix = f"; {TERMS[self.key].fix}" if TERMS[self.key].fix else ""
            if self.share and not percent and 1 < number <= 100:
                fix = f"; type {number:g}% or {number / 100:g}"
            self.fail(f"{value!r} {TERMS[self.key].rule}{fix}", param, ctx)
        try:
            changed: dict[str, Any] = {self.setting: number} if self.setting else {}
            replace(DEFAULTS, **changed)
        except InputError as error:
            self.fail(str(error), param, ctx)
        return number


class Currency(click.ParamType[str]):
    """The currency of the amounts: a code of ISO 4217 or a sign."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from xlclv.orders.currencies import known

        text = str(value).strip()
        found = known(text) if text else ""
        if found is None:
            self.fail(f"{text!r} is not a currency; give a code such as EUR, or a sign such as €", param, ctx)
        return found


class Listed(click.ParamType[int]):
    """How many customers to list: no more than a sheet holds."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from xlclv.report import MOST_LISTED

        text = str(value).strip().replace(",", "")
        if not text.isdecimal() or not 1 <= int(text) <= MOST_LISTED:
            self.fail(
                f"{value!r} is not a number of customers; give 1 to {MOST_LISTED:,}, which a sheet holds", param, ctx
            )
        return int(text)


class Since(click.ParamType[dt.date]):
    """A calendar day; the name of a system, which --from took once, is told where it goes now."""

    name = "yyyy-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        from xlclv.orders.rules.systems import NAMES

        if str(value).strip().casefold() in (*(name.casefold() for name in NAMES), "none"):
            self.fail(f"{value!r} says whose export it is; type --system {value}", param, ctx)
        return Day().convert(value, param, ctx)


class Day(click.ParamType[dt.date]):
    """A calendar day, typed 2026-11-21."""

    name = "yyyy-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is not a date; type it as 2026-11-21", param, ctx)


# The options of every command that values customers.
valuing_options = together(
    click.option(
        "--rate",
        type=Bounded("annual_rate", share=True),
        default=f"{DEFAULTS.rate:.0%}",
        show_default=True,
        help="Discount rate, annual and effective: 10% or 0.1.",
    ),
    click.option(
        "--margin",
        type=Bounded("margin_share", share=True, setting="margin"),
        default=f"{DEFAULTS.margin:.0%}",
        show_default=True,
        help="Contribution share of revenue; at 100% every value is on revenue basis.",
    ),
    click.option(
        "--horizon",
        type=Bounded("horizon_years"),
        default=f"{DEFAULTS.horizon:g}",
        show_default=True,
        help="Years ahead to value.",
    ),
)
