"""Every worked example of the catalogue, called as xlwings calls it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.worksheet.examples import EXAMPLES
from xlclv import udfs


def boxed(value: Any) -> Any:
    """An argument as xlwings hands it over with ndim=2: a scalar cell is a list of one row of one."""
    return value if isinstance(value, list) else [[value]]


def assert_shows(got: Any, wanted: Any) -> None:
    """Numbers agree to six decimals, everything else exactly; only plain Python values are shown."""
    if isinstance(wanted, list):
        assert isinstance(got, list), got
        assert len(got) == len(wanted), got
        for got_part, wanted_part in zip(got, wanted, strict=True):
            assert_shows(got_part, wanted_part)
    elif isinstance(wanted, float | int) and not isinstance(wanted, bool):
        assert type(got) in (int, float), got
        assert got == pytest.approx(wanted, rel=0, abs=1e-6)
    else:
        assert type(got) is type(wanted), got
        assert got == wanted


@pytest.mark.parametrize(("number", "name", "arguments", "wanted"), EXAMPLES)
def test_example(number: int, name: str, arguments: tuple[Any, ...], wanted: Any) -> None:
    """The cells show the catalogue's numbers, whether scalars come plain or boxed."""
    function = getattr(udfs, name)
    assert_shows(function(*arguments), wanted)
    assert_shows(function(*map(boxed, arguments)), wanted)
