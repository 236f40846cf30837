"""The files that `.ci/quick` leaves out."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import SLOW

HERE = Path(__file__).parent


def test_every_file_called_slow_is_there() -> None:
    """A file that was renamed would come back into the inner loop unseen."""
    named = [(room, name) for room, names in SLOW.items() for name in names.split()]
    assert [(room, name) for room, name in named if not list((HERE / room).glob(f"test_{name}.py"))] == []
