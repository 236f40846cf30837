"""What an engineer calls is documented: meaning, a running example, and what it raises."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "xlclv"
# The rooms that engineers call; other modules of the same rooms are their machinery.
PUBLIC = [
    "discounting.py", "simulation.py",
    *(f"formulas/{name}.py" for name in ("simple", "retention", "acquisition", "loyalty", "service", "staffing",
                                         "survival", "portfolio", "risk")),
    *(f"models/{name}.py" for name in ("dropout/bg_nbd", "dropout/mbg_nbd", "pareto/pareto_nbd", "opportunities/bg_bb",
                                       "spend/gamma_gamma", "contracts/sbg", "contracts/bdw")),
    *(f"segments/{name}.py" for name in ("rfm", "tiers", "tables", "attainment", "stages", "profiles")),
    "valuation/residual.py", "valuation/whole.py", "valuation/uncertainty.py",
    *(f"validation/{name}.py" for name in ("split", "tracking", "by_frequency", "metrics", "independence", "comparison",
                                           "data_warnings")),
]  # fmt: skip
NEEDS_A_FILE = {"split_orders", "activity_of_orders", "activity"}  # their examples are tests, with files
QUIET = {"top_count", "share_of", "labels_for", "by_label", "rows_of", "top_group", "annuity", "survival_annuity",
         "log_ratio", "factor", "reach", "orders", "ranks", "correlation", "lift", "default_cutoff", "day_number",
         "p_value"}  # nothing to refuse  # fmt: skip


def functions() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for name in PUBLIC:
        for node in ast.parse((ROOT / name).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found.append((name, node))
    return found


@pytest.mark.parametrize(("name", "node"), functions(), ids=lambda v: v if isinstance(v, str) else v.name)
def test_public_functions_are_documented(name: str, node: ast.FunctionDef) -> None:
    """One line of meaning that ends; an example (doctest runs it); errors, unless there is nothing to refuse."""
    words = ast.get_docstring(node) or ""
    assert words
    assert words.splitlines()[0].strip()
    if node.name not in NEEDS_A_FILE:
        assert ">>>" in words, f"{name}: {node.name} has no example"
    if node.name not in QUIET | NEEDS_A_FILE:
        assert "Raises" in words or "errors as there" in words, f"{name}: {node.name} does not say what it raises"
