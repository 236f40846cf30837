"""The fitted blocks of the catalogue, as cells: parameters, standard errors, log-likelihood, status."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.models import cdnow
from tests.worksheet.examples import HIGH_END, REGULAR, column
from xlclv import udfs


def block(found: Any) -> dict[str, tuple[Any, Any]]:
    """The rows of a block by their name."""
    assert all(len(row) == 3 for row in found), found
    return {row[0]: (row[1], row[2]) for row in found}


@pytest.fixture(scope="module")
def history() -> dict[str, Any]:
    data = cdnow.rounded()
    return {name: column(*values.tolist()) for name, values in zip("xtTm", data, strict=True)}


# catalogue 15: model -> parameters with their standard errors, log-likelihood
BTYD = {
    "BG/NBD": ({"r": (0.242593, 0.0126), "alpha": (4.413532, 0.3782), "a": (0.792886, 0.1857), "b": (2.425753, 0.7053)},
               -9582.425561),
    "MBG/NBD": ({"r": (0.524838, None), "alpha": (6.182992, None), "a": (0.891356, None), "b": (1.614, None)},
                -9582.132685),
    "Pareto/NBD": ({"r": (0.553276, 0.0476), "alpha": (10.577613, 0.8427), "s": (0.606214, 0.1873),
                    "beta": (11.667909, 6.211)}, -9594.97393),
}  # fmt: skip


@pytest.mark.parametrize("model", BTYD)
def test_btyd_fit(model: str, history: dict[str, Any]) -> None:
    """CDNOW's 2,357 customers give the published estimates, in the order of the block."""
    found = udfs.CLV_BTYD_FIT(history["x"], history["t"], history["T"], model)
    wanted, log_likelihood = BTYD[model]
    assert [row[0] for row in found] == ["model", *wanted, "log_likelihood", "customers", "status"]
    shown = block(found)
    for name, (estimate, error) in wanted.items():
        assert shown[name][0] == pytest.approx(estimate, rel=1e-4)
        if error is not None:
            assert shown[name][1] == pytest.approx(error, rel=1e-2)
    assert shown["model"] == (model, "")
    assert shown["log_likelihood"] == (pytest.approx(log_likelihood, abs=1e-3), "")
    assert shown["customers"] == (2357, "")
    assert shown["status"] == ("converged", "")


def test_spend_fit(history: dict[str, Any]) -> None:
    """All customers may be passed: 946 of them bought again and spent."""
    shown = block(udfs.CLV_SPEND_FIT(history["x"], history["m"]))
    for name, estimate, error in (("p", 6.248804, 1.1897), ("q", 3.744588, 0.2902), ("gamma", 15.447744, 4.1602)):
        assert shown[name] == (pytest.approx(estimate, rel=1e-4), pytest.approx(error, rel=1e-2))
    assert shown["log_likelihood"][0] == pytest.approx(-4055.923244, abs=1e-3)
    assert shown["customers"][0] == 946
    assert shown["correlation"][0] == pytest.approx(0.113884, abs=1e-6)
    assert shown["status"][0] == "converged"


@pytest.mark.parametrize(
    ("survivors", "model", "wanted", "log_likelihood"),
    [
        (HIGH_END, "SBG", {"alpha": (0.668088, 0.1037), "beta": (3.806095, 0.7855)}, -1611.158147),
        (REGULAR, "sbg", {"alpha": (0.704077, 0.0656), "beta": (1.182043, 0.1525)}, -1680.265188),
        (REGULAR, "BDW", {"alpha": (0.455614, 0.1670), "beta": (0.779326, 0.2827), "c": (1.283451, 0.2980)},
         -1679.602833),
    ],
)  # fmt: skip
def test_contract_fit(survivors: Any, model: str, wanted: dict[str, Any], log_likelihood: float) -> None:
    """A cohort as a column or as a row gives the published estimates."""
    shown = block(udfs.CLV_CONTRACT_FIT(survivors, model))
    assert block(udfs.CLV_CONTRACT_FIT([[n for [n] in survivors]], model)) == shown
    assert shown["model"] == (model.upper(), "")
    for name, (estimate, error) in wanted.items():
        assert shown[name] == (pytest.approx(estimate, rel=1e-4), pytest.approx(error, rel=1e-2))
    assert shown["log_likelihood"][0] == pytest.approx(log_likelihood, abs=1e-3)
    assert shown["customers"] == (1000, "")
    assert shown["status"] == ("converged", "")


@pytest.mark.parametrize("model", ["SBG", "BDW"])
def test_one_row_a_customer_is_the_cohort(model: str) -> None:
    """Renewals made and who has left, as many as the survivors tell of, give the block that these give."""
    there = [n for [n] in HIGH_END]
    lost = [before - after for before, after in pairwise(there)]
    made = column(*map(float, range(len(lost))), float(len(lost)))
    left, weights = [*([True] for _ in lost), [False]], column(*lost, there[-1])
    shown, wanted = (
        block(udfs.CLV_TENURE_FIT(made, left, model, weights)),
        block(udfs.CLV_CONTRACT_FIT(HIGH_END, model)),
    )
    assert shown.keys() == wanted.keys()
    for name, (estimate, _) in wanted.items():
        assert shown[name][0] == (estimate if isinstance(estimate, str) else pytest.approx(estimate, rel=1e-5)), name


def test_cohorts_side_by_side_end_where_they_are_known() -> None:
    """Two cohorts in two columns, the younger blank at the foot, are fitted together."""
    both = [[a, b if i < 4 else None] for i, ([a], [b]) in enumerate(zip(HIGH_END, HIGH_END, strict=True))]
    shown = block(udfs.CLV_CONTRACT_FIT(both))
    assert shown["customers"] == (2000, "")
    assert shown["status"] == ("converged", "")


@pytest.mark.parametrize(
    ("survivors", "model", "error"),
    [
        (column(100.0, 90.0), "SBG", "#N/A"), (column(100.0, 90.0, 80.0), "BDW", "#N/A"),
        (column(100.0, 100.0, 100.0), "SBG", "#N/A"), (column(100.0, 90.0, 95.0), "SBG", "#NUM!"),
        (column(100.0, 90.0, -5.0), "SBG", "#NUM!"), (column(100.0, "x", 80.0), "SBG", "#VALUE!"),
        (HIGH_END, "Weibull", "#VALUE!"), (column(100.0, "#REF!", 80.0), "SBG", "#REF!"),
    ],
)  # fmt: skip
def test_contract_fit_errors(survivors: Any, model: str, error: str) -> None:
    """Too few points, no loss, survivors that rise or fall below 0, text, an unknown model."""
    assert udfs.CLV_CONTRACT_FIT(survivors, model) == error


def test_a_fit_feeds_the_functions_behind_it(history: dict[str, Any]) -> None:
    """The whole block, referenced as it stands, is a parameter of the functions that need it."""
    fit = udfs.CLV_BTYD_FIT(history["x"], history["t"], history["T"], "Pareto/NBD")
    spend = udfs.CLV_SPEND_FIT(history["x"], history["m"])
    contract = udfs.CLV_CONTRACT_FIT(HIGH_END)
    assert udfs.CLV_P_ALIVE(fit, 2.0, 30.43, 38.86) == pytest.approx(0.869168, abs=1e-4)
    assert udfs.CLV_EXPECTED_SPEND(spend, 2.0, 22.35) == pytest.approx(24.663714, abs=1e-2)
    assert isinstance(udfs.CLV_BTYD(0.15, fit, spend, 2.0, 30.43, 38.86, 22.35, 52.0), float)
    assert udfs.CLV_CONTRACT_SURVIVAL(contract, 12.0) == pytest.approx(0.378, abs=5e-4)


def test_an_amount_near_the_largest_number_is_named() -> None:
    """Where gamma would overflow, CLV_WHY speaks of the argument, not of a parameter nobody typed."""
    frequency, value = [1, 2, 3] * 10, [*range(10, 39), 1e308]
    assert udfs.CLV_SPEND_FIT(frequency, value) == "#NUM!"
    assert udfs.CLV_WHY("CLV_SPEND_FIT", frequency, value) == (
        "monetary_value spans more orders of magnitude than a computer can hold; look for an amount typed wrongly"
    )
