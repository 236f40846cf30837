"""Our own extreme cases (random parameters over many powers of ten; 40-digit mpmath), apart from the published ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xlclv.models import by_name, gamma_gamma

CASES = json.loads(Path(__file__).with_name("own_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["function"])
def test_own_case(case):
    """Every function of every model is right to 1e-11 wherever its parameters lie."""
    name, function = case["function"].split()
    model = gamma_gamma if name == "Gamma-Gamma" else by_name(name)
    got = getattr(model, function)(model.Params(**case["params"]), *case["inputs"])
    assert float(got) == pytest.approx(float(case["expected"]), rel=1e-11)
