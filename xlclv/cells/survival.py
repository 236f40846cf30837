"""Survival as cells: the steps of the curve, or the survival at the times of a range."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.cells.read import Cells
from xlclv.cells.settle import free, settle
from xlclv.formulas.survival import kaplan_meier, survival_at


def survival(durations: Any, churned: Any, at: Cells | None) -> list[list[Any]]:
    """The rows of CLV_SURVIVAL: duration, at risk, churned, survival; or the survival at each cell of `at`."""
    curve = kaplan_meier(durations, churned)
    if at is None:
        columns = (curve.duration, curve.at_risk, curve.churned, curve.survival)
        return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    answers = np.full((at.count, 1), None, dtype=object)
    for marks in (at.faults, at.errors):
        for i, text in marks.items():
            answers[i] = text
    settle(lambda rows: survival_at(curve, at.values[rows]), answers, free(answers))
    grid: list[list[Any]] = answers.reshape(at.rows, at.columns).tolist()
    return grid
