"""Files with one row a customer, as telephone firms have them: tenure, whether the customer left, a monthly charge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.contracts.by_hand import written
from tests.contracts.test_command import told
from xlclv.contracts.build import build
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.retention import BDW, CONSTANT, SBG, Fitted, candidates, count
from xlclv.contracts.values import Terms
from xlclv.orders.contract_columns import of_contracts
from xlclv.orders.source import Options

TELCO = (
    "customerID", "gender", "SeniorCitizen", "tenure", "PhoneService", "InternetService", "Contract",
    "PaperlessBilling", "PaymentMethod", "MonthlyCharges", "TotalCharges", "Churn",
)  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "customer", "tenure", "left", "fee"),
    [
        (TELCO, "customerID", "tenure", "Churn", "MonthlyCharges"),
        (
            ("CustomerID", "Count", "Tenure Months", "Contract", "Monthly Charges", "Total Charges", "Churn Label",
             "Churn Value", "Churn Score", "CLTV", "Churn Reason"),
            "CustomerID", "Tenure Months", "Churn Label", "Monthly Charges",
        ),
        (
            ("Customer ID", "Number of Referrals", "Tenure in Months", "Offer", "Contract", "Monthly Charge",
             "Total Charges", "Total Revenue", "Customer Status", "Churn Category", "Churn Reason"),
            "Customer ID", "Tenure in Months", "Customer Status", "Monthly Charge",
        ),
        (
            ("CustomerID", "Churn", "MonthlyRevenue", "TotalRecurringCharge", "MonthsInService", "HandsetPrice"),
            "CustomerID", "MonthsInService", "Churn", "MonthlyRevenue",
        ),
        (("msisdn", "months_on_network", "arpu", "status"), "msisdn", "months_on_network", "status", "arpu"),
        (("Rufnummer", "Vertragslaufzeit", "Monatsentgelt", "Gekündigt"), "Rufnummer", "Vertragslaufzeit", "Gekündigt",
         "Monatsentgelt"),
    ],
)  # fmt: skip
def test_headers_of_telephone_files(headers: tuple[str, ...], customer: str, tenure: str, left: str, fee: str) -> None:
    """The columns of well-known files are found at the first try, though others tell of churn and charges too."""
    found = of_contracts(headers, Options(form="contracts"))
    roles = {role: headers[at] for role, at in found.roles.items()}
    assert roles == {"customer": customer, "tenure": tenure, "has_left": left, "amount": fee}


def telephone(many: int, c: float, churn: float, seed: int) -> list[tuple[str, ...]]:
    """Customers alike in churn, which moves with time; the total is blank where nothing was billed."""
    rng = np.random.default_rng(seed)
    life = np.ceil((np.log(rng.random(many)) / np.log1p(-churn)) ** (1.0 / c))
    rows = []
    for i, (last, seen) in enumerate(zip(life.astype(int).tolist(), rng.integers(0, 73, many).tolist(), strict=True)):
        stayed, fee = min(last, seen), 20 + i % 90
        left = "Yes" if last <= seen else "No"
        total = f"{stayed * fee}.5" if stayed else " "
        rows.append((f"{i:04d}-ABCDE", "Female", "0", str(stayed), "Yes", "DSL", "Month-to-month", "Yes",
                     "Electronic check", f"{fee}.25", total, left))  # fmt: skip
    return rows


def test_a_telephone_file_as_it_comes(tmp_path: Path) -> None:
    """Counts are those of its rows; customers alike have a curve with a name and a sentence, and values that add up."""
    rows = telephone(3000, 0.7, 0.1, 7)
    said = told(written(tmp_path / "telco.csv", rows, TELCO), "--by", "Contract", "--margin", "50%")
    left = np.array([row[-1] == "Yes" for row in rows])
    tenure = np.array([int(row[3]) for row in rows])
    size = len(said["lost_by_renewals"])
    assert said["lost_by_renewals"] == np.bincount(tenure[left] - 1, minlength=size).tolist()
    assert said["running_by_renewals"] == np.bincount(tenure[~left], minlength=size).tolist()
    assert said["mrr"] == pytest.approx(sum(float(row[9]) for row, gone in zip(rows, left, strict=True) if not gone))
    bdw = next(fit for fit in said["candidates"] if fit["name"] == BDW)
    assert bdw["status"].startswith("boundary: all customers have the same churn, which moves with time (falls")
    assert bdw["params"]["churn"] == pytest.approx(0.1, rel=0.15)
    assert bdw["params"]["c"] == pytest.approx(0.7, rel=0.1)
    assert all(error > 0 for error in bdw["standard_errors"].values())
    assert said["model"]["name"] == BDW, "the test since two thirds of the longest tenure finds the true curve"
    assert any("rests on a boundary" in caution for caution in said["cautions"])
    assert said["customer_equity"] > 0
    assert said["equity_interval"]["low"] < said["customer_equity"] < said["equity_interval"]["high"]
    assert (said["rows_read"], said["rows_used"], said["checks_ok"]) == (3000, 3000, True)


def test_the_limit_is_the_curve_it_is_the_limit_of() -> None:
    """Where all are alike sBG is constant churn, and BdW has the likelihood its own formula gives."""
    rows = telephone(3000, 1.3, 0.03, 2)  # a churn that rises with time, which sBG cannot follow
    left, tenure = np.array([row[-1] == "Yes" for row in rows]), np.array([int(row[3]) for row in rows])
    counts = count(tenure - left, left)
    found = candidates(counts)
    plain, sbg, bdw = (found[name] for name in (CONSTANT, SBG, BDW))
    assert isinstance(plain, Fitted)
    assert isinstance(sbg, Fitted)
    assert isinstance(bdw, Fitted)
    assert sbg.params["churn"] == pytest.approx(plain.params["churn"], rel=1e-4)
    assert sbg.errors[0] == pytest.approx(plain.errors[0], rel=0.05)
    steps = np.arange(len(counts.lost) + 1.0)
    log_s = bdw.log_survival(steps)
    total = counts.lost @ np.log(np.exp(log_s[:-1]) - np.exp(log_s[1:])) + counts.running @ log_s[:-1]
    assert bdw.log_likelihood == pytest.approx(total, rel=1e-9)


def test_who_left_before_the_first_bill_is_left_out_and_counted(tmp_path: Path) -> None:
    """A leaver with a tenure of 0 was at risk of no renewal; the rows add up."""
    rows = [("A", "0", "Yes", "20"), ("B", "3", "Yes", "20"), ("C", "0", "No", "20"), ("D", "5", "No", "30")]
    path = written(tmp_path / "t.csv", rows, ("customer", "tenure", "churn", "monthly_charges"))
    made = build(read([path], options(), Asked()), Terms())
    assert (made.counts.lost.tolist(), made.counts.running.tolist()) == ([0, 0, 1, 0, 0, 0], [1, 0, 0, 0, 0, 1])
    assert (made.ledger.rows_read, made.ledger.rows_used) == (4, 3)
    assert made.ledger.reconciles
    assert any("tenure of 0" in entry.reason for entry in made.ledger.excluded)
