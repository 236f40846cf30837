"""Words are data, signatures are code: both must say the same, and every host must be able to take the names."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from typing import Any

import pytest

import udfs
from tests.worksheet.examples import BG, CHANNEL10, P3, SPEND, TX_AMOUNTS, TX_DATES, TX_IDS, VALUES10, column
from xlclv.terms import TERMS
from xlclv.terms.catalogue import FUNCTIONS

VBA_KEYWORDS = frozenset(
    """
    attribute addressof alias and any as boolean byref byte byval call case cbool cbyte cchar ccur cdate cdbl cdec
    cint class clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare defbool
    defbyte defcur defdate defdbl defint deflng defobj defsng defstr defvar dim do double each else elseif empty end
    endif enum eqv erase error event exit false for friend function get global gosub goto if imp implements in input
    integer is len let lib like lock long longlong longptr loop lset me mid mod new next not nothing null object on
    open option optional or paramarray preserve print private property public put raiseevent redim rem resume return
    rset seek select set single static step stop string sub tab then time to true type typeof until unlock variant
    wend while with withevents write xor
    """.split()  # noqa: SIM905 - a list of 130 quoted words would hide what it is
)
WRAPPER_NAMES = frozenset({"k", "argsarray", "caller", "xlpy", "failed", "app", "application", "err", "array"})
WIZARD_ROOM = 254  # characters the argument names and their count may take (xlwings issue 1489)

EVERY = list(FUNCTIONS)


def defined() -> list[str]:
    return [name for name, value in vars(udfs).items() if name.isupper() and callable(value)]


def test_every_function_has_words_and_every_word_a_function() -> None:
    """udfs.py and the terms know the same functions."""
    assert sorted(defined()) == sorted(FUNCTIONS)


@pytest.mark.parametrize("name", EVERY)
def test_signature_agrees_with_the_terms(name: str) -> None:
    """Names, order and defaults of the arguments and the description are the terms'."""
    function = FUNCTIONS[name]
    parameters = list(inspect.signature(getattr(udfs, name)).parameters.values())
    assert [p.name for p in parameters] == [a.name for a in function.arguments]
    for parameter, argument in zip(parameters, function.arguments, strict=True):
        given = parameter.default
        if argument.required:
            assert given is inspect.Parameter.empty
        else:
            assert given == argument.default
            assert type(given) is type(argument.default)
    assert getattr(udfs, name).__doc__ == function.summary


@pytest.mark.parametrize("name", EVERY)
def test_names_are_legal_everywhere(name: str) -> None:
    """No dots, no cell addresses, no VBA keywords, nothing that differs in case alone, room in the wizard."""
    function = FUNCTIONS[name]
    assert re.fullmatch(r"CLV(_[A-Z]+)*", name)
    assert name.lower() not in VBA_KEYWORDS
    names = [a.name for a in function.arguments]
    lowered = [n.lower() for n in names]
    assert len(set(lowered)) == len(lowered)
    assert not set(lowered) & (VBA_KEYWORDS | WRAPPER_NAMES | {name.lower()})
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", n) for n in names)
    assert sum(len(n) + 1 for n in names) <= WIZARD_ROOM
    kinds = {p.kind for p in inspect.signature(getattr(udfs, name)).parameters.values()}
    assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD}


@pytest.mark.parametrize("name", EVERY)
def test_words_fit_the_wizard(name: str) -> None:
    """The wizard cuts at 255 characters; every argument has words, defaults lie within their own bounds."""
    function = FUNCTIONS[name]
    assert 0 < len(function.summary) <= 255
    for argument in function.arguments:
        assert 0 < len(argument.term.words) <= 255
        term = argument.term
        if isinstance(argument.default, int | float):
            assert term.lower <= argument.default <= term.upper
            assert not term.choices or argument.default in term.choices
        if term.options and argument.default is not None and not argument.required:
            assert argument.default in term.options
    assert function.formula
    assert function.errors
    assert function.source
    assert function.examples


def test_no_term_is_dead() -> None:
    """Every term is an argument of a function, a parameter of a model or an option of the command line."""
    from xlclv.models import MODULES, by_name, gamma_gamma

    used = {id(a.term) for f in FUNCTIONS.values() for a in f.arguments}
    parameters = {n for m in [*map(by_name, MODULES), gamma_gamma] for n in m.Params.__dataclass_fields__}
    dead = [key for key, term in TERMS.items() if id(term) not in used and key not in parameters]
    assert set(dead) <= {"horizon_years", "continuous_rate"}  # --horizon, and the rate of dert


D1, D2 = dt.datetime(2026, 1, 1), dt.datetime(2026, 3, 1)


def repeated(*values: float) -> list[list[float]]:
    """A base that identifies the models: six histories, each of many customers."""
    counts = (40, 20, 10, 5, 30, 5)
    return column(*[v for v, n in zip(values, counts, strict=True) for _ in range(n)])


HISTORY = {
    "frequency": repeated(0.0, 1.0, 2.0, 6.0, 0.0, 3.0),
    "recency": repeated(0.0, 8.0, 20.0, 30.0, 0.0, 9.0),
    "T": repeated(30.0, 31.0, 28.0, 31.0, 20.0, 30.0),
}
SPENT = repeated(0.0, 12.0, 25.0, 18.0, 0.0, 22.0)

# For every function a call, and for every argument another value: the answer must change.
CALLS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "CLV": (
        {
            "avg_purchase_value": 50.0,
            "purchase_rate": 4.0,
            "lifetime": 3.0,
            "acquisition_cost": 100.0,
            "margin": 0.4,
            "discount_rate": 0.1,
            "timing": 0.0,
        },
        {
            "avg_purchase_value": 51.0,
            "purchase_rate": 5.0,
            "lifetime": 4.0,
            "acquisition_cost": 90.0,
            "margin": 0.5,
            "discount_rate": 0.2,
            "timing": 0.5,
        },
    ),
    "CLV_LIFETIME": ({"retention": 0.8, "nper": None}, {"retention": 0.7, "nper": 5.0}),
    "CLV_REALISED": (
        {"rate": 0.1, "values": [[1.0, 2.0]], "dates": [[D1, D2]], "as_of": D2, "margin": 1.0, "costs": 0.0},
        {
            "rate": 0.2,
            "values": [[1.0, 3.0]],
            "dates": [[D2, D2]],
            "as_of": dt.datetime(2026, 5, 1),
            "margin": 0.5,
            "costs": 1.0,
        },
    ),
    "CLV_PERIOD_RATE": (
        {"annual_rate": 0.12, "periods_per_year": 12.0, "method": 0.0},
        {"annual_rate": 0.1, "periods_per_year": 4.0, "method": 1.0},
    ),
    "CLV_RETENTION": (
        {
            "rate": 0.1,
            "retention": 0.8,
            "margin": 100.0,
            "nper": 5.0,
            "timing": 0.0,
            "first_certain": 1.0,
            "growth": 0.0,
            "acquisition_cost": 0.0,
        },
        {
            "rate": 0.2,
            "retention": 0.7,
            "margin": 90.0,
            "nper": None,
            "timing": 1.0,
            "first_certain": 0.0,
            "growth": 0.05,
            "acquisition_cost": 10.0,
        },
    ),
    "CLV_CURVE": (
        {"rate": 0.1, "survival": [[1.0, 0.5]], "margins": 100.0, "timing": 0.0, "acquisition_cost": 0.0},
        {"rate": 0.2, "survival": [[1.0, 0.4]], "margins": 90.0, "timing": 1.0, "acquisition_cost": 9.0},
    ),
    "CLV_PROMOTION": (
        {
            "rate": 0.2,
            "retention": 0.75,
            "contribution": 260.0,
            "promotion_cost": 50.0,
            "nper": 10.0,
            "purchases_per_period": 1.0,
        },
        {
            "rate": 0.1,
            "retention": 0.7,
            "contribution": 250.0,
            "promotion_cost": 40.0,
            "nper": 9.0,
            "purchases_per_period": 2.0,
        },
    ),
    "CLV_MIGRATION": (
        {"rate": 0.1, "transition": P3, "margins": column(300.0, 90.0, 0.0), "nper": None, "timing": 1.0},
        {
            "rate": 0.2,
            "transition": [[0.7, 0.25, 0.05], *P3[1:]],
            "margins": column(300.0, 80.0, 0.0),
            "nper": 3.0,
            "timing": 0.0,
        },
    ),
    "CLV_COHORT_TABLE": (
        {"ids": TX_IDS, "dates": TX_DATES, "amounts": TX_AMOUNTS, "metric": "revenue", "period": "month"},
        {
            "ids": column("A", "B", "A", "C", "A", "B", "B"),
            "dates": column(*[D1] * 7),
            "amounts": column(*[5.0] * 7),
            "metric": "orders",
            "period": "quarter",
        },
    ),
    "CLV_RFM_SUMMARY": (
        {"ids": TX_IDS, "dates": TX_DATES, "amounts": TX_AMOUNTS, "as_of": None, "unit_days": 7.0, "headers": 0.0},
        {
            "ids": column("A", "B", "A", "C", "A", "B", "B"),
            "dates": column(*[D1] * 7),
            "amounts": column(*[5.0] * 7),
            "as_of": dt.datetime(2026, 5, 1),
            "unit_days": 1.0,
            "headers": 1.0,
        },
    ),
    "CLV_BTYD_FIT": (
        {**HISTORY, "model": "BG/NBD", "weights": None},
        {
            "frequency": repeated(0.0, 1.0, 2.0, 7.0, 0.0, 3.0),
            "recency": repeated(0.0, 8.0, 21.0, 30.0, 0.0, 9.0),
            "T": repeated(30.0, 31.0, 29.0, 31.0, 20.0, 30.0),
            "model": "MBG/NBD",
            "weights": column(*[2.0] * 110),
        },
    ),
    "CLV_P_ALIVE": (
        {"params": BG, "frequency": 2.0, "recency": 30.43, "T": 38.86, "model": "BG/NBD"},
        {"params": [[0.3, 4.414, 0.793, 2.426]], "frequency": 3.0, "recency": 29.0, "T": 40.0, "model": "MBG/NBD"},
    ),
    "CLV_EXPECTED_ORDERS": (
        {"params": BG, "frequency": 2.0, "recency": 30.43, "T": 38.86, "horizon": 39.0, "model": "BG/NBD"},
        {
            "params": [[0.3, 4.414, 0.793, 2.426]],
            "frequency": 3.0,
            "recency": 29.0,
            "T": 40.0,
            "horizon": 40.0,
            "model": "MBG/NBD",
        },
    ),
    "CLV_SPEND_FIT": (
        {"frequency": HISTORY["frequency"], "monetary_value": SPENT},
        {
            "frequency": repeated(0.0, 1.0, 2.0, 7.0, 0.0, 3.0),
            "monetary_value": repeated(0.0, 12.0, 25.0, 19.0, 0.0, 22.0),
        },
    ),
    "CLV_EXPECTED_SPEND": (
        {"params": SPEND, "frequency": 2.0, "monetary_value": 22.35},
        {"params": [[6.0, 3.74, 15.44]], "frequency": 3.0, "monetary_value": 30.0},
    ),
    "CLV_BTYD": (
        {
            "rate": 0.15,
            "params": BG,
            "spend_params": SPEND,
            "frequency": 2.0,
            "recency": 30.43,
            "T": 38.86,
            "monetary_value": 22.35,
            "horizon": 52.0,
            "margin": 0.3,
            "periods_per_year": 365.25 / 7,
            "model": "BG/NBD",
        },
        {
            "rate": 0.1,
            "params": [[0.3, 4.414, 0.793, 2.426]],
            "spend_params": [[6.0, 3.74, 15.44]],
            "frequency": 3.0,
            "recency": 29.0,
            "T": 40.0,
            "monetary_value": 30.0,
            "horizon": 50.0,
            "margin": 0.4,
            "periods_per_year": 12.0,
            "model": "MBG/NBD",
        },
    ),
    "CLV_TIER": (
        {"values": VALUES10, "cuts": None, "labels": None, "scope": None},
        {
            "values": column(*[v for [v] in reversed(VALUES10)]),
            "cuts": [[0.1, 0.3, 0.6]],
            "labels": [["a", "b", "c", "d"]],
            "scope": column(1.0, 2.0, 3.0),
        },
    ),
    "CLV_SEGMENT_TABLE": (
        {"values": VALUES10, "groups": CHANNEL10, "cac": None},
        {"values": column(*[v for [v] in reversed(VALUES10)]), "groups": column(*["x"] * 10), "cac": 5.0},
    ),
    "CLV_CAC": (
        {"spend": 50000.0, "new_customers": 20000.0, "variable_cost": 15.0, "response": None},
        {"spend": 40000.0, "new_customers": 10000.0, "variable_cost": 10.0, "response": 0.02},
    ),
    "CLV_CAC_MAX": (
        {"gross_clv": 600.0, "target_ratio": 3.0, "min_profit": 450.0},
        {"gross_clv": 500.0, "target_ratio": 6.0, "min_profit": 400.0},
    ),
    "CLV_TO_CAC": ({"gross_clv": 600.0, "cac": 100.0}, {"gross_clv": 500.0, "cac": 90.0}),
    "CLV_PAYBACK": (
        {"cac": 100.0, "margin": 20.0, "retention": 0.95, "rate": 0.008, "timing": 0.0},
        {"cac": 90.0, "margin": 25.0, "retention": 0.9, "rate": 0.01, "timing": 1.0},
    ),
    "CLV_BREAKEVEN": (
        {
            "solve_for": "response",
            "rate": 0.1,
            "retention": 0.8,
            "margin": 100.0,
            "acquisition_cost": 12.0,
            "timing": 0.0,
        },
        {"solve_for": "margin", "rate": 0.2, "retention": 0.7, "margin": 90.0, "acquisition_cost": 10.0, "timing": 1.0},
    ),
}
MATTERS = [(name, argument.name) for name, function in FUNCTIONS.items() for argument in function.arguments]


@pytest.mark.parametrize(("name", "argument"), MATTERS)
def test_every_argument_matters(name: str, argument: str) -> None:
    """Changing one argument alone changes the answer: none is dropped or mistaken for another on the way."""
    base, other = CALLS[name]
    function = getattr(udfs, name)
    before, after = function(*base.values()), function(*{**base, argument: other[argument]}.values())
    assert list(base) == [a.name for a in FUNCTIONS[name].arguments]
    assert not (isinstance(before, str) and before.startswith("#")), before
    assert before != after
