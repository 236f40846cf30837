"""The options of `xlclv contracts`: those of its own, and those it shares with orders."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import click

from xlclv.cli.options import Bounded, together, valuing_options
from xlclv.cli.reading import reading_options

if TYPE_CHECKING:
    from xlclv.contracts.periods import Period
    from xlclv.contracts.relationships import Grace


class Length(click.ParamType[Any]):
    """A billing period: a word, or a number of months."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        from xlclv.contracts.periods import period

        found = period(str(value))
        if found is None:
            self.fail(
                f"{value!r} is not a billing period; say day, week, month, quarter, half-year, year or a "
                "number of months",
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
            self.fail(f'{value!r} is not a grace; say days such as 31, or "1 period"', param, ctx)
        many = int(said[1])
        return Grace(None, many) if (said[2] or "").startswith("period") else Grace(many)


class Horizon(Bounded):
    """Years ahead, or for ever."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if str(value).strip().casefold().replace(" ", "") in ("forever", "inf", "infinite"):
            return math.inf
        return super().convert(value, param, ctx)


_COLUMN: dict[str, Any] = {"metavar": "COLUMN"}
_NAMED = "by name or place. Default: recognised by its name."
# The options of contracts beside those of reading and valuing.
contract_options = together(
    click.option("--start", "date", **_COLUMN, help=f"Column of the contract's start, {_NAMED}"),
    click.option("--end", **_COLUMN, help=f"Column of its end, blank while it runs, or none, {_NAMED}"),
    click.option(
        "--fee", "amount", **_COLUMN, help=f'Column of the fee of a billing period, or "seats x price", {_NAMED}'
    ),
    click.option("--billing", **_COLUMN, help=f"Column of the billing period, or none, {_NAMED}"),
    click.option("--contract", **_COLUMN, help=f"Column of the contract's id, or none, {_NAMED}"),
    click.option("--tenure", **_COLUMN, help=f"Column of tenure in periods, without dates, {_NAMED}"),
    click.option("--left", **_COLUMN, help=f"Column of who has left, beside a tenure or an end, or none, {_NAMED}"),
    click.option(
        "--by",
        multiple=True,
        metavar="COLUMN",
        help="Tell customers apart by this column of the contracts, the first of which has curves of its own, "
        "or of --customers; COLUMN=30,60 sets classes. Default: none.",
    ),
    click.option("--period", type=Length(), help="Billing period of all rows. Default: the file's, or month."),
    click.option(
        "--payments", type=Length(), help="The file holds payments of this period, not contracts. Default: contracts."
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
        "--auto-renew",
        is_flag=True,
        help="An end that lies ahead is that of a term which renews by itself, no notice given. Default: off.",
    ),
    click.option(
        "--end-day",
        type=click.Choice(["last", "gone"]),
        help="Whether an end is a contract's last day, or the first on which it no longer runs. Default: as most ends "
        "and starts tell, else gone.",
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
)


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


def shared_options(command: Any) -> Any:
    """The options that orders have too, without those that speak of orders alone."""
    command = reading_options(valuing_options(command))
    command.__click_params__ = [option for option in command.__click_params__ if option.name not in _OF_ORDERS]
    return command
