"""The options that look back and ahead: movement, budget, scenarios."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def planning_options(command: Callable[..., None]) -> Callable[..., None]:
    """How customer equity moved, what comes by month, what if."""
    for option in reversed(
        [
            click.option(
                "--opening",
                "openings",
                multiple=True,
                metavar="DAY|FILE",
                help="Tell how customer equity moved since this day, such as 2025-12-31, or since an earlier report's "
                "JSON; repeat it for a series. Default: none.",
            )
        ]
    ):
        command = option(command)
    return command


def planned(options: dict[str, Any]) -> dict[str, Any]:
    """What build takes of the options typed; files are read now, before the orders."""
    from xlclv.planning.opening import opening

    return {"openings": tuple(opening(text) for text in options.get("openings") or ())}
