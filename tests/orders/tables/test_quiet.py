"""The embedded database says nothing of its own: standard output is for results."""

from __future__ import annotations

from xlclv.orders.engine import connect, one


def test_no_progress_bar_of_its_own() -> None:
    """A long query prints no bar: `--json` and pipes stay clean, whatever the size."""
    assert one(connect().con, "SELECT current_setting('enable_progress_bar_print')") == (False,)
