"""Words are data, signatures are code: both must say the same, and every host must be able to take the names."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from typing import Any

import pytest

from tests.worksheet.examples import (
    ACTUAL10,
    BG,
    CHANNEL10,
    CHURNED,
    DAYS_10,
    DURATIONS,
    FEATURES,
    HIGH_END,
    ORDERS_10,
    P3,
    POS10,
    PREDICTED10,
    REGULAR,
    SPAN_ENDS,
    SPAN_IDS,
    SPAN_STARTS,
    SPEND,
    SPEND_10,
    TX_AMOUNTS,
    TX_DATES,
    TX_IDS,
    VALUES10,
    WHALE10,
    WON,
    column,
)
from xlclv import udfs
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
    variable = {inspect.Parameter.VAR_POSITIONAL} if name == "CLV_WHY" else set()
    assert kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD} | variable


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


def test_every_function_with_arguments_has_a_call_to_vary() -> None:
    """No function escapes the test that every argument matters, but those of trust."""
    assert set(FUNCTIONS) - set(CALLS) == {"CLV_WHY", "CLV_SELFTEST"}


def test_no_term_is_dead() -> None:
    """Every term is an argument of a function, a parameter of a model or an option of the command line."""
    from xlclv.models import MODULES, bdw, bg_bb, by_name, gamma_gamma, named, sbg

    used = {id(a.term) for f in FUNCTIONS.values() for a in f.arguments}
    models = [*map(by_name, MODULES), gamma_gamma, named("log_normal"), sbg, bdw, bg_bb]
    parameters = {n for m in models for n in m.Params.__dataclass_fields__}
    dead = [key for key, term in TERMS.items() if id(term) not in used and key not in parameters]
    engine_alone = {"horizon_years", "continuous_rate", "opportunities", "recency_opportunity", "opportunities_ahead"}
    engine_alone |= {"mean_log", "scatter"}  # what log-normal spend takes
    assert set(dead) <= engine_alone  # --horizon, and what only engineers call


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
TENURES, TENURES_LEFT = column(0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 3.0, 5.0), column(1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
SPAN_FEES = column(30.0, 40.0, 30.0, 30.0)
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
        {"params": BG, "frequency": 2.0, "recency": 30.43, "T": 38.86, "model": "BG/NBD", "ahead": 0.0},
        {
            "params": [[0.3, 4.414, 0.793, 2.426]],
            "frequency": 3.0,
            "recency": 29.0,
            "T": 40.0,
            "model": "MBG/NBD",
            "ahead": 13.0,
        },
    ),
    "CLV_P_ACTIVE": (
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
    "CLV_NEXT_ORDER": (
        {"params": BG, "frequency": 2.0, "recency": 30.43, "T": 38.86, "probability": 0.5, "model": "BG/NBD"},
        {
            "params": [[0.3, 4.414, 0.793, 2.426]],
            "frequency": 3.0,
            "recency": 29.0,
            "T": 40.0,
            "probability": 0.25,
            "model": "MBG/NBD",
        },
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
    "CLV_FORECAST": (
        {
            "params": BG,
            "spend_params": SPEND,
            "frequency": column(2.0, 1.0),
            "recency": column(30.43, 20.0),
            "T": column(38.86, 38.86),
            "monetary_value": column(22.35, 30.0),
            "days": column(91.0, 182.0),
            "margin": 0.3,
            "model": "BG/NBD",
            "unit_days": 7.0,
        },
        {
            "params": [[0.3, 4.414, 0.793, 2.426]],
            "spend_params": [[6.0, 3.74, 15.44]],
            "frequency": column(3.0, 1.0),
            "recency": column(29.0, 20.0),
            "T": column(40.0, 38.86),
            "monetary_value": column(25.0, 30.0),
            "days": column(91.0, 200.0),
            "margin": 0.4,
            "model": "MBG/NBD",
            "unit_days": 1.0,
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
    "CLV_SURVIVAL": (
        {"durations": DURATIONS, "churned": CHURNED, "at": None},
        {
            "durations": column(2.0, 5.0, 5.0, 8.0, 12.0, 12.0, 15.0),
            "churned": column(1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0),
            "at": 8.0,
        },
    ),
    "CLV_CONTRACT_FIT": ({"survivors": HIGH_END, "model": "SBG"}, {"survivors": REGULAR, "model": "BDW"}),
    "CLV_TENURE": (
        {
            "start_date": dt.datetime(2026, 1, 31),
            "end_date": None,
            "as_of": dt.datetime(2026, 6, 30),
            "period": "month",
        },
        {
            "start_date": dt.datetime(2025, 1, 31),
            "end_date": dt.datetime(2026, 4, 1),
            "as_of": dt.datetime(2026, 9, 30),
            "period": "quarter",
        },
    ),
    "CLV_TENURE_FIT": (
        {"renewals": TENURES, "left": TENURES_LEFT, "model": "SBG", "weights": None},
        {
            "renewals": column(0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0),
            "left": column(1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0),
            "model": "BDW",
            "weights": column(5.0, 9.0, 4.0, 3.0, 6.0, 2.0, 1.0, 8.0),
        },
    ),
    "CLV_MRR": (
        {
            "ids": SPAN_IDS,
            "starts": SPAN_STARTS,
            "ends": SPAN_ENDS,
            "fees": SPAN_FEES,
            "period": "month",
            "months": 12.0,
        },
        {
            "ids": column("A", "A", "C", "D"),
            "starts": column(*[dt.datetime(2026, 1, 1)] * 4),
            "ends": column(*[dt.datetime(2026, 8, 1)] * 4),
            "fees": column(1.0, 2.0, 3.0, 4.0),
            "period": "year",
            "months": 3.0,
        },
    ),
    "CLV_NRR": (
        {
            "ids": SPAN_IDS,
            "starts": SPAN_STARTS,
            "ends": SPAN_ENDS,
            "fees": SPAN_FEES,
            "as_of": dt.datetime(2026, 6, 30),
            "months": 4.0,
        },
        {
            "ids": column("A", "A", "A", "D"),
            "starts": column(*[dt.datetime(2026, 1, 1)] * 4),
            "ends": column(*[dt.datetime(2026, 5, 1)] * 4),
            "fees": column(9.0, 2.0, 3.0, 4.0),
            "as_of": dt.datetime(2026, 5, 20),
            "months": 2.0,
        },
    ),
    "CLV_CONTRACT_SURVIVAL": ({"params": [[0.668, 3.806]], "period": 12.0}, {"params": [[0.7, 3.806]], "period": 11.0}),
    "CLV_CONTRACT": (
        {
            "rate": 0.1,
            "params": [[0.668, 3.806]],
            "margin": 100.0,
            "renewals": 0.0,
            "nper": None,
            "timing": 0.0,
            "first_certain": 1.0,
        },
        {
            "rate": 0.2,
            "params": [[0.7, 3.806]],
            "margin": 90.0,
            "renewals": 2.0,
            "nper": 5.0,
            "timing": 1.0,
            "first_certain": 0.0,
        },
    ),
    "CLV_RFM_SCORE": (
        {"days_since_last": DAYS_10, "orders": ORDERS_10, "monetary": SPEND_10, "bins": 5.0, "cuts": None},
        {
            "days_since_last": ORDERS_10,
            "orders": DAYS_10,
            "monetary": DAYS_10,
            "bins": 3.0,
            "cuts": [[8.0, 100.0, 60.0], [4.0, 200.0, 20.0]],
        },
    ),
    "CLV_RFM_SEGMENT": (
        {"r_score": 5.0, "f_score": 5.0, "map": None},
        {"r_score": 1.0, "f_score": 1.0, "map": [[0.0, 0.0, "All"]]},
    ),
    "CLV_ATTAINMENT": (
        {"realised": 150.0, "expected": 480.0, "tenure": 2.0, "lifetime": 4.0, "as_text": 0.0},
        {"realised": 160.0, "expected": 400.0, "tenure": 3.0, "lifetime": 5.0, "as_text": 1.0},
    ),
    "CLV_SERVICE_LEVEL": (
        {"status_or_attainment": "On track", "remaining_clv": 450.0, "high": 400.0, "low": 60.0, "map": None},
        {
            "status_or_attainment": "Exceeds",
            "remaining_clv": 40.0,
            "high": 500.0,
            "low": 460.0,
            "map": [["*", 0.0, "All"]],
        },
    ),
    "CLV_STAGE": (
        {
            "orders": column(2.0, 0.0),
            "days_since_last": 20.0,
            "typical_gap": 30.0,
            "enquired": 1.0,
            "satisfaction": 5.0,
            "attainment": 0.0,
        },
        {
            "orders": 1.0,
            "days_since_last": 120.0,
            "typical_gap": 10.0,
            "enquired": 0.0,
            "satisfaction": 3.0,
            "attainment": 1.0,
        },
    ),
    "CLV_PROFILE": (
        {"traits": CHANNEL10, "values": VALUES10, "top_share": 0.3},
        {"traits": column(*["x"] * 10), "values": column(*[v for [v] in reversed(VALUES10)]), "top_share": 0.5},
    ),
    "CLV_LOOKALIKE": (
        {"features": FEATURES, "ideal": [[35.0, 11.0]], "weights": None},
        {"features": [*FEATURES[:-1], [30.0, 1.0]], "ideal": [[40.0, 11.0]], "weights": [[1.0, 3.0]]},
    ),
    "CLV_ROI": (
        {"clv_before": 333.0, "clv_after": 360.0, "customers": 20000.0, "programme_cost": 250000.0},
        {"clv_before": 300.0, "clv_after": 370.0, "customers": 10000.0, "programme_cost": 100000.0},
    ),
    "CLV_RETENTION_OPTIMUM": (
        {"rate": 0.15, "margin": 100.0, "ceiling": 0.7, "retention": 0.4, "current_spend": 10.0},
        {"rate": 0.1, "margin": 90.0, "ceiling": 0.8, "retention": 0.5, "current_spend": 12.0},
    ),
    "CLV_WINBACK": (
        {"second_clv": 300.0, "winback_rate": 0.12, "retention_cost": 6.0, "cost_multiple": 5.0},
        {"second_clv": 200.0, "winback_rate": 0.1, "retention_cost": 5.0, "cost_multiple": 4.0},
    ),
    "CLV_CC_COST_FTE": (
        {
            "monthly_cost": 1800.0,
            "aht_seconds": 420.0,
            "occupancy": 0.82,
            "shrinkage": 0.3,
            "paid_hours": 2080 / 12,
            "attrition": 0.35,
            "replacement_cost": 2000.0,
        },
        {
            "monthly_cost": 1700.0,
            "aht_seconds": 400.0,
            "occupancy": 0.8,
            "shrinkage": 0.2,
            "paid_hours": 160.0,
            "attrition": 0.2,
            "replacement_cost": 1000.0,
        },
    ),
    "CLV_CC_COST_BPO": (
        {
            "model": column("hybrid", "transaction"),
            "contacts": 20000.0,
            "fte": 20.0,
            "fte_rate": 1700.0,
            "unit_fee": 2.2,
            "outcomes": 15000.0,
            "outcome_fee": 0.6,
            "fixed_fee": 100.0,
            "overhead": 0.05,
        },
        {
            "model": "fte",
            "contacts": 10000.0,
            "fte": 21.0,
            "fte_rate": 1600.0,
            "unit_fee": 2.3,
            "outcomes": 14000.0,
            "outcome_fee": 0.7,
            "fixed_fee": 0.0,
            "overhead": 0.0,
        },
    ),
    "CLV_COST_TO_SERVE": (
        {
            "issues": 3.0,
            "cost_per_contact": 2.5,
            "fcr": 0.67,
            "repeat_contacts": 1.5,
            "self_service": 0.2,
            "self_service_cost": 0.2,
        },
        {
            "issues": 2.0,
            "cost_per_contact": 2.0,
            "fcr": 0.7,
            "repeat_contacts": 1.0,
            "self_service": 0.1,
            "self_service_cost": 0.1,
        },
    ),
    "CLV_CC_RETENTION": (
        {
            "fcr": 0.67,
            "contact_share": 0.5,
            "retention_resolved": 0.88,
            "retention_unresolved": 0.7,
            "retention_no_contact": 0.86,
        },
        {
            "fcr": 0.7,
            "contact_share": 0.4,
            "retention_resolved": 0.9,
            "retention_unresolved": 0.6,
            "retention_no_contact": None,
        },
    ),
    "CLV_CC_ALLOWANCE": (
        {"remaining_clv": 600.0, "budget_share": 0.05, "contacts_remaining": 8.0, "cost_per_second": 0.006},
        {"remaining_clv": 500.0, "budget_share": 0.04, "contacts_remaining": 7.0, "cost_per_second": 0.005},
    ),
    "CLV_CC_AGENTS": (
        {
            "contacts": 200.0,
            "aht_seconds": 240.0,
            "service_level": 0.8,
            "target_seconds": 20.0,
            "interval": 1800.0,
            "shrinkage": 0.3,
            "max_occupancy": 1.0,
        },
        {
            "contacts": 300.0,
            "aht_seconds": 200.0,
            "service_level": 0.95,
            "target_seconds": 30.0,
            "interval": 900.0,
            "shrinkage": 0.2,
            "max_occupancy": 0.7,
        },
    ),
    "CLV_CONCENTRATION": (
        {"values": POS10, "stat": "top", "share": 0.2},
        {"values": VALUES10, "stat": "gini", "share": 0.4},
    ),
    "CLV_DECILES": ({"values": WHALE10, "bins": 5.0}, {"values": POS10, "bins": 2.0}),
    "CLV_EQUITY": (
        {
            "customers": column(5000.0, 100.0),
            "remaining_clv": column(420.0, 10.0),
            "rate": 0.1,
            "new_customers": WON,
            "net_clv_new": 95.0,
        },
        {
            "customers": column(4000.0, 100.0),
            "remaining_clv": column(400.0, 10.0),
            "rate": None,
            "new_customers": column(1.0, 2.0, 3.0),
            "net_clv_new": 90.0,
        },
    ),
    "CLV_MOVEMENT": (
        {
            "opening": 1000.0,
            "horizon_roll": 50.0,
            "rate": 0.1,
            "years": 0.25,
            "expected_margin": 120.0,
            "behaviour": -10.0,
            "new_value": 80.0,
            "model": 5.0,
            "assumptions": column(1.0, 2.0),
            "data": 3.0,
            "closing": 1040.0,
        },
        {
            "opening": 1100.0,
            "horizon_roll": 60.0,
            "rate": 0.12,
            "years": 0.5,
            "expected_margin": 110.0,
            "behaviour": 10.0,
            "new_value": 90.0,
            "model": 6.0,
            "assumptions": column(1.0, 3.0),
            "data": 4.0,
            "closing": 1050.0,
        },
    ),
    "CLV_CBCV": (
        {
            "rate": 0.1,
            "existing_equity": 6060000.0,
            "new_customers": WON,
            "net_clv_new": 95.0,
            "fixed_costs": 200000.0,
            "tax": 0.25,
            "growth": 0.02,
            "net_debt": 1500000.0,
            "non_operating": 300000.0,
            "shares": 1000000.0,
        },
        {
            "rate": 0.12,
            "existing_equity": 6000000.0,
            "new_customers": column(1.0, 2.0, 3.0),
            "net_clv_new": 90.0,
            "fixed_costs": 210000.0,
            "tax": 0.2,
            "growth": 0.01,
            "net_debt": 0.0,
            "non_operating": 0.0,
            "shares": None,
        },
    ),
    "CLV_TORNADO": (
        {
            "avg_purchase_value": 50.0,
            "purchase_rate": 4.0,
            "lifetime": 3.0,
            "acquisition_cost": 100.0,
            "margin": 0.4,
            "discount_rate": 0.1,
            "shock": 0.1,
        },
        {
            "avg_purchase_value": 40.0,
            "purchase_rate": 3.0,
            "lifetime": 2.0,
            "acquisition_cost": 90.0,
            "margin": 0.5,
            "discount_rate": 0.2,
            "shock": 0.2,
        },
    ),
    "CLV_INTERVAL": (
        {
            "rate": 0.1,
            "exposed": 500.0,
            "renewed": 400.0,
            "margin": 100.0,
            "confidence": 0.95,
            "timing": 0.0,
            "first_certain": 1.0,
        },
        {
            "rate": 0.2,
            "exposed": 600.0,
            "renewed": 300.0,
            "margin": 90.0,
            "confidence": 0.8,
            "timing": 1.0,
            "first_certain": 0.0,
        },
    ),
    "CLV_HOLDOUT": (
        {"actual": ACTUAL10, "predicted": PREDICTED10, "bins": None},
        {"actual": PREDICTED10, "predicted": ACTUAL10, "bins": 5.0},
    ),
}
MATTERS = [(name, argument.name) for name in CALLS for argument in FUNCTIONS[name].arguments]


@pytest.mark.parametrize(("name", "argument"), MATTERS)
def test_every_argument_matters(name: str, argument: str) -> None:
    """Changing one argument alone changes the answer: none is dropped or mistaken for another on the way."""
    base, other = CALLS[name]
    function = getattr(udfs, name)
    before, after = function(*base.values()), function(*{**base, argument: other[argument]}.values())
    assert list(base) == [a.name for a in FUNCTIONS[name].arguments]
    assert not (isinstance(before, str) and before.startswith("#")), before
    assert before != after


LISTS = [
    (name, argument.name)
    for name in CALLS
    for argument in FUNCTIONS[name].arguments
    if argument.take in ("list", "own", "rows", "grid", "ideal")
    and (not argument.required or argument.blank is not None)
]


@pytest.mark.parametrize(("name", "argument"), LISTS)
def test_a_list_of_blanks_is_one_left_out(name: str, argument: str) -> None:
    """Where a list may be left out, a range of blank cells says the same: no end, no weights, no costs."""
    base, _ = CALLS[name]
    function = getattr(udfs, name)
    size = max(max(len(value), len(value[0])) for value in base.values() if isinstance(value, list))
    left_out = function(*{**base, argument: None}.values())
    for given in ([[None]] * size, [[""] * (size + 2)]):
        assert function(*{**base, argument: given}.values()) == left_out
