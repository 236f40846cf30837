"""The bar on standard error: for someone who looks on, and for nobody else."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from xlclv.cli.progress import bar


@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_is_for_terminals(terminal: bool) -> None:
    """A terminal shows words and share; a file or a pipe stays empty."""
    held = io.StringIO()
    with bar(Console(file=held, force_terminal=terminal, width=100)) as tell:
        tell("Laying out", 0, 0)
        tell("Writing customers", 25_000, 100_000)
    assert ("Writing customers" in held.getvalue()) == terminal
    assert ("25%" in held.getvalue()) == terminal
