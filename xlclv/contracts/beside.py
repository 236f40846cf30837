"""What stands beside contracts: customers, contacts and spend, by the definitions that orders have.

A customer's payments are the purchases, a renewal is one more; money to come is that of the running relationships.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions.asked import Asked
from xlclv.companions.base import Base, days_of
from xlclv.companions.data import Beside
from xlclv.companions.everyone import Everyone
from xlclv.companions.finding import Valued, found_beside
from xlclv.companions.levels import Levels, without_empty
from xlclv.companions.payback import Ahead
from xlclv.companions.reading import Companions
from xlclv.companions.service import YEAR
from xlclv.contracts.data import MRR_DECIMALS, Contracts, Ints
from xlclv.contracts.periods import later
from xlclv.contracts.relationships import Relationships, payments_made
from xlclv.contracts.report import Running
from xlclv.contracts.values import Group, Terms, alive_ahead
from xlclv.discounting import DAYS_PER_YEAR
from xlclv.orders.engine import connect
from xlclv.orders.source import refusal
from xlclv.places import places
from xlclv.segments import tiers

ORIGIN = "contracts, first"
LEFT = len(tiers.DEFAULT_LABELS)  # the tier of those of whom no contract runs
_NO_DAY = dt.date(1970, 1, 1)
_FARTHEST = 30.0  # years ahead that payback looks


def beside(
    asked: Companions,
    found: Contracts,
    them: Relationships,
    valued: tuple[Running | None, Sequence[Group]],
    terms: Terms,
    cac: float | None,
    currency: str = "",
) -> Beside:
    """Everything asked for, money in the `currency` of the report. InputError where a file speaks of days and the
    contracts have none."""
    if found.spans is None and (asked.contacts or asked.acquisition):
        where = (asked.contacts or asked.acquisition).source.where  # type: ignore[union-attr]
        raise refusal(where, "has days, but the contracts have tenures alone", "give contracts with a start and an end")
    running, groups = valued
    people = everyone(found, them, running)
    at = _base(found, people)
    cost = cac if found.spans is not None else None  # who has no first day has no month of payback
    told = Valued(people, _ahead(groups, them, people, terms), terms.margin, cost, found.as_of or _NO_DAY, currency)
    return found_beside(asked, at, told, lambda one: _own(found, them, one))


def everyone(found: Contracts, them: Relationships, running: Running | None) -> Everyone:
    """One row a customer: payments and money so far, value to come before margin, the first day, the tier."""
    count = len(found.ids)
    made, paid = _paid(found, count)
    worth, tier = np.zeros(count), np.full(count, LEFT, dtype=np.int8)
    coming, discounted = np.zeros(count), np.zeros(count)
    if running is not None:
        who = places(them.customer[running.at])
        fee = them.mrr[running.at] * _months(found)[them.period[running.at]] / 10.0**MRR_DECIMALS
        each = np.divide(running.sales, fee, out=np.zeros(len(fee)), where=fee != 0)
        worth += np.bincount(places(who), weights=running.sales, minlength=count)
        coming += np.bincount(places(who), weights=running.payments, minlength=count)
        discounted += np.bincount(places(who), weights=each, minlength=count)
        tier[who[::-1]] = running.tier[::-1]  # of several the most valuable, which stands first
    first = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(first, places(them.customer), them.start)
    runs = np.bincount(places(them.customer[them.running]), minlength=count) > 0
    return Everyone(
        orders=made,
        sales=paid,
        remaining=worth,
        p_alive=runs.astype(np.float64),
        expected_orders=coming,
        discounted_orders=discounted,
        first_day=first.astype("datetime64[D]"),
        tier=tier,
        ran=None if found.spans is None else _ran(found, them, count),
    )


def _ran(found: Contracts, them: Relationships, count: int) -> Bools:
    """Who had a contract in the last 12 months."""
    late = (them.end - 1 > found.day - YEAR) & (them.start <= found.day)
    return np.bincount(places(them.customer[late]), minlength=count) > 0


def _months(found: Contracts) -> Floats:
    return np.array([length.in_months for length in found.periods])


def _paid(found: Contracts, count: int) -> tuple[Ints, Floats]:
    """Each customer's payments until the day of valuation, and their money."""
    if found.spans is not None:
        who, many, fee = found.spans.customer, payments_made(found), found.spans.fee
    else:
        tenures = found.tenures
        assert tenures is not None
        who, many, fee = tenures.customer, tenures.tenure + ~tenures.left, tenures.fee
    made = np.bincount(places(who), weights=many, minlength=count).astype(np.int64)
    money = np.bincount(places(who), weights=many * fee / 10.0**MRR_DECIMALS, minlength=count)
    return made, np.asarray(money, dtype=np.float64)


def _base(found: Contracts, people: Everyone) -> Base:
    """The customers in an engine of their own, with the days on which they paid."""
    import pyarrow as pa

    backend = connect()
    con, name = backend.con, "beside_people"
    ids = pa.array(found.ids, pa.string())
    place, first = pa.array(np.arange(len(ids), dtype=np.int32)), pa.array(people.first_day)
    _table(con, name, {"place": place, "customer": ids, "key": ids, "first_day": first})
    _table(con, "beside_payments", _payment_days(found, ids))
    con.execute(
        "CREATE TABLE beside_days AS SELECT customer, day, sum(amount)::BIGINT AS amount, TRUE AS bought FROM "
        "beside_payments GROUP BY customer, day"
    )
    days = days_of(con, name, "beside_days")
    day, customer = found.as_of or _NO_DAY, found.ledger.customer
    return Base(backend, name, days, day, MRR_DECIMALS, currency=found.currency, customer=customer)


def _table(con: Any, name: str, columns: dict[str, Any]) -> None:
    import pyarrow as pa

    con.register("beside_given", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM beside_given")
    con.unregister("beside_given")


def _payment_days(found: Contracts, ids: Any) -> dict[str, Any]:
    """Every payment: whose, when, how much in millionths."""
    import pyarrow as pa

    who, when, money = (np.empty(0, dtype=np.int64),) * 3
    if found.spans is not None:
        spans, made = found.spans, payments_made(found)
        who, start, money = (np.repeat(column, places(made)) for column in (spans.customer, spans.start, spans.fee))
        nth = np.arange(len(who)) - np.repeat(np.cumsum(made) - made, places(made))
        period, when = np.repeat(spans.period, places(made)), np.zeros(len(who), dtype=np.int64)
        for place, length in enumerate(found.periods):
            mine = period == place
            when[mine] = later(start[mine], nth[mine], length)
    day = pa.array(when.astype("datetime64[D]"))
    return {"customer": ids.take(pa.array(who)), "day": day, "amount": pa.array(money)}


def _own(found: Contracts, them: Relationships, asked: Asked) -> Levels:
    """The levels of a column of the contracts: a customer's is that of the first contract."""
    number = found.by.index(asked.column)
    first = np.searchsorted(them.customer, np.arange(len(found.ids)))
    return without_empty(Levels(asked.column, ORIGIN, found.levels[number], them.levels[number][first]))


def _ahead(groups: Sequence[Group], them: Relationships, people: Everyone, terms: Terms) -> Ahead:
    """Fees to come by month and tier, before margin and undiscounted: those alike are paid for at their mean wait."""
    months = round(12 * min(terms.horizon, _FARTHEST)) + 1
    money = np.zeros((months, LEFT + 1))
    for one in groups:
        tier = people.tier[places(them.customer[one.at])].astype(np.int64)
        fee = them.mrr[one.at] * one.period.in_months / 10.0**MRR_DECIMALS
        wait = np.clip((them.next[one.at] - them.next[one.at].min()) / DAYS_PER_YEAR, 0.0, one.period.years)
        for made, ahead, mine in _alike(one):
            alive = alive_ahead(one.curve, made, ahead)
            when = float(wait[mine].mean()) + np.arange(ahead) * one.period.years
            at = np.minimum((12 * when).astype(np.int64), months - 1)
            owed = np.bincount(places(tier[mine]), weights=fee[mine], minlength=LEFT + 1)
            paid = alive * (1 + terms.growth) ** when
            money += np.bincount(places(at), weights=paid, minlength=months)[:, None] * owed
    return Ahead((np.arange(months) + 0.5) / 12, money)


def _alike(one: Group) -> Any:
    """Renewals made, renewals that can come, and who of the group has both."""
    kinds, of = np.unique(np.stack([one.renewals, one.ahead]), axis=1, return_inverse=True)
    order = np.argsort(of.reshape(-1), kind="stable")
    ends = np.cumsum(np.bincount(places(of.reshape(-1)), minlength=kinds.shape[1]))
    for (made, ahead), mine in zip(kinds.T.tolist(), np.split(order, ends[:-1]), strict=True):
        if ahead:
            yield made, ahead, mine
