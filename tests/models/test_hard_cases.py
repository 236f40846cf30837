"""Cases that break other programs, right to 1e-9 against 60-digit arithmetic (mpmath); a domain case is an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xlclv.errors import NUM, InputError
from xlclv.models import bg_nbd, gamma_gamma, pareto_nbd

CASES = json.loads(Path(__file__).with_name("hard_cases.json").read_text(encoding="utf-8"))
FUNCTIONS = {
    "bgnbd_loglik": (bg_nbd, "log_likelihood", ("x", "t_x", "T")),
    "bgnbd_palive": (bg_nbd, "p_alive", ("x", "t_x", "T")),
    "bgnbd_cond_exp": (bg_nbd, "expected_purchases", ("t", "x", "t_x", "T")),
    "pareto_loglik": (pareto_nbd, "log_likelihood", ("x", "t_x", "T")),
    "pareto_palive": (pareto_nbd, "p_alive", ("x", "t_x", "T")),
    "pareto_cond_exp": (pareto_nbd, "expected_purchases", ("t", "x", "t_x", "T")),
    "pareto_dert": (pareto_nbd, "dert", ("delta", "x", "t_x", "T")),
    "gg_loglik": (gamma_gamma, "log_likelihood", ("x", "m_x")),
    "gg_cond_mean": (gamma_gamma, "expected_spend", ("x", "m_x")),
}


def value(case):
    model, name, inputs = FUNCTIONS[case["function"]]
    return float(getattr(model, name)(model.Params(**case["params"]), *(case["inputs"][key] for key in inputs)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}: {case['trouble']}")
def test_hard_case(case):
    """Relative error at most 1e-9; a value below 1e-290 may be 0; outside the domain there is no number at all."""
    if case["expected"] == "DOMAIN_ERROR":
        with pytest.raises(InputError) as caught:
            value(case)
        assert caught.value.code == NUM
        return
    expected, got = float(case["expected"]), value(case)
    if abs(expected) < 1e-290:
        assert abs(got) <= (1e-12 if expected == 0 and case["expected"] == "0.0" else 1e-290)
    else:
        assert got == pytest.approx(expected, rel=1e-9)
