"""What the files beside the orders say of the customers: each question's answer, in the order of the sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from xlclv.companions import acquisition, contacts, service
from xlclv.companions.asked import SHEETS, Asked
from xlclv.companions.base import Base, base, keep_lines, let_go, of_orders
from xlclv.companions.by_level import dimension
from xlclv.companions.customers import People
from xlclv.companions.customers import read as read_customers
from xlclv.companions.data import Beside, Dimension, Profile, Resemblance
from xlclv.companions.everyone import Everyone
from xlclv.companions.growth import Growth, growth
from xlclv.companions.journeys import journeys, second_orders, standing
from xlclv.companions.levels import OTHER, Levels, fewer, without_empty
from xlclv.companions.payback import Ahead
from xlclv.companions.profiles import profiles
from xlclv.companions.reading import Companions
from xlclv.companions.resemblance import best_fifth, resemblance
from xlclv.companions.spend import read as read_spend
from xlclv.companions.stages import stages
from xlclv.companions.steps import steps
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.currencies import more_exact
from xlclv.orders.headers import plain
from xlclv.orders.reading import Orders
from xlclv.orders.roles import kept
from xlclv.places import places

_STEPS = ("category", "channel", "product", "kategorie", "kanal", "produkt")  # what an order is called by, first wins


@dataclass(frozen=True, slots=True)
class Valued:
    """What the report knows already: all customers, money to come, the margin, the one cost of a customer.

    `currency` is that of the report: as the user says, else as the orders or contracts name it.
    """

    people: Everyone
    ahead: Ahead
    margin: float
    cac: float | None
    as_of: dt.date
    currency: str = ""


def found(asked: Companions, orders: Orders, valued: Valued) -> Beside:
    """Everything asked for beside orders."""
    at, mine, people = base(orders), asked.of_orders, valued.people

    def own(one: Asked) -> Levels:
        """The first one that is asked for makes the lines: while files are read, there is room for them alone."""
        if one == mine[0]:
            keep_lines(at, orders, len(mine))
        return of_orders(at, one, mine.index(one))

    answers = found_beside(asked, at, valued, own, _step(asked))
    log = answers.contacts is not None
    answers = replace(
        answers,
        journeys=journeys(at, people, _step(asked), log),
        steps=steps(at, people, answers.dimensions, log),
        second_orders=second_orders(at, people),
        stages=stages(at, people, log, _aware(answers)),
    )
    for table in (at.lines, at.people, contacts.TABLE):
        at.connection.execute(f"DROP TABLE IF EXISTS {table}")
    return answers


def _aware(answers: Beside) -> int:
    """People of the customers file who never bought."""
    return 0 if answers.customers_file is None else answers.customers_file.never_bought


def found_beside(
    asked: Companions, at: Base, valued: Valued, own: Callable[[Asked], Levels], step: str | None = None
) -> Beside:
    """Everything asked for beside orders or contracts, whose own columns of --by `own` tells; `step` is asked later.

    Files are read first, so that a fault in one is told before anything is worked out.
    """
    people, asked = valued.people, asked.beside(at.customer)
    at = replace(at, currency=more_exact(valued.currency, at.currency), in_it="orders" if valued.currency else at.in_it)
    file = None
    if asked.customers is not None:
        file = read_customers(at, asked.customers, asked.options, [one.column for one in asked.by])
    log = spend = None
    if asked.contacts is not None:
        log = contacts.read(at, asked.contacts, asked.options, asked.told, asked.dedupe)
    if asked.acquisition is not None:
        beside = at if log is None else at.with_money(log.currency, f"what contacts cost in {log.name},")
        spend = read_spend(beside, asked.acquisition, asked.options, asked.dedupe)
    grown = growth(at, valued.as_of)
    made = _dimensions(asked, file, people, grown, own)
    costs = acquisition.Costs(people, grown, valued.ahead, valued.margin, valued.as_of)
    bought = None if spend is None else acquisition.acquisition(spend, costs)
    warnings = [
        *(() if spend is None else spend.warnings),
        *(() if bought is None else acquisition.without_customers(bought)),
    ]
    for number, one in enumerate(made.dimensions):
        if spend is None:
            made.dimensions[number] = acquisition.at_one_cost(one, costs, valued.cac)
        else:
            made.dimensions[number], said = acquisition.by_level(one, spend, costs, valued.cac)
            warnings += said
    if asked.of_orders and at.lines:
        let_go(at, step)
    if file is not None:
        file.let_go()
    likeness, told = _likeness(at, file, made, people)
    del grown, costs, made.attributes[:], made.bought[:]
    notes = [note for read in (file, log, spend) if read is not None for note in read.notes]
    return Beside(
        dimensions=tuple(made.dimensions),
        customers_file=None if file is None else file.told,
        profiles=told,
        resemblance=likeness,
        contacts=None if log is None else service.contacts(at, log, asked.told, people),
        acquisition=bought,
        everyone=people,
        notes=tuple(notes),
        warnings=(*(() if file is None else file.warnings), *(() if log is None else log.warnings), *warnings),
    )


def _step(asked: Companions) -> str | None:
    """The orders' column that tells one order of a journey from another: of a category or channel, else any."""
    names = [plain(one.column) for one in asked.of_orders]
    for word in _STEPS:
        for number, name in enumerate(names):
            if word in name:
                return kept(number)
    return kept(0) if names else None


@dataclass(frozen=True, slots=True)
class _Made:
    """The dimensions, all attributes of the file that tell customers apart, of all its rows, and --by of the orders."""

    dimensions: list[Dimension]
    attributes: list[Levels]
    bought: list[Levels]


def _dimensions(
    asked: Companions, file: People | None, people: Everyone, grown: Growth, own: Callable[[Asked], Levels]
) -> _Made:
    """Those asked for, then the attributes of the customers file, as many as there is room for."""
    mine, made, roles, attributes, bought = asked.of_orders, [], [], [], []
    for one in asked.by:
        role = None if file is None or one in mine else file.role(one.column)
        roles.append(role)
        if role is None or file is None:
            bought.append(own(one))
            made.append(bought[-1])
        else:
            attributes.append(file.every(one, role))
            made.append(file.of_customers(attributes[-1]))
    for role, header in {} if file is None else file.attributes.items():
        if role in roles or file is None:
            continue
        every = file.every(Asked(header), role)
        if _tells(every):
            attributes.append(every)
            if len(made) < SHEETS:
                made.append(file.of_customers(every))
    return _Made([dimension(levels, people, grown) for levels in made], attributes, bought)


def _tells(levels: Levels) -> bool:
    """Whether an attribute puts people in groups: not if all are one, or nearly each is a level of its own."""
    return len(levels.labels) > 1 and 2 * len(levels.labels) <= len(levels.of)


def _likeness(
    at: Base, file: People | None, made: _Made, people: Everyone
) -> tuple[Resemblance | None, tuple[Profile, ...]]:
    """The scorecard and the profiles, of the customers whom the file knows.

    What the orders say of customers (--by) is a profile too, and no part of the scorecard: who never bought has none.
    """
    if file is None or not made.attributes:
        return None, ()
    lifetime = people.sales + people.remaining
    known = file.place >= 0
    best = best_fifth(lifetime[known])
    rows, names = file.prospects
    bought = [fewer(without_empty(replace(one, of=one.of[known])), lifetime[known]) for one in made.bought]
    columns, others = [], []
    for every in made.attributes:
        few = fewer(without_empty(replace(every, of=every.of[places(file.place[known])])), lifetime[known])
        columns.append(few)
        others.append(_others(every, few, rows))
    exceed, miss = standing(people)
    place = np.flatnonzero(known)

    def name_of(which: Ints) -> list[str]:
        wanted = place[which].tolist()
        found = at.arrow(f"SELECT place, customer FROM {at.people} WHERE place IN ({', '.join(map(str, wanted))})")
        named: dict[int, str] = dict(zip(found["place"].to_pylist(), found["customer"].to_pylist(), strict=True))
        return [named[one] for one in wanted]

    likeness = resemblance(columns, best, others, names, name_of, people.remaining[known])
    if likeness is not None and not known.all():
        of = np.zeros(people.count)
        of[known] = likeness.of
        likeness = replace(likeness, of=of)
    return likeness, profiles(columns, best, exceed[known], miss[known], bought)


def _others(every: Levels, few: Levels, rows: Ints) -> Ints:
    """The levels of people who never bought, among those of customers; one more than the last where none is theirs."""
    of_label = {label: i for i, label in enumerate(few.labels)}
    none = len(few.labels) - 1 if few.labels[-1] == OTHER else len(few.labels)
    turn = np.array([of_label.get(label, none) for label in every.labels], dtype=np.int64)
    return np.asarray(turn[places(every.of[places(rows)])])
