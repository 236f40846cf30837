"""What a refusal of contracts names as a way out works."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.reading import Asked, options, read
from xlclv.errors import InputError


def test_charges_of_one_contract_are_added_up(tmp_path: Path) -> None:
    """A base of 10 and an add-on of 5 under one id are 15 a month without the id."""
    rows = [
        ("A", "S1", "2026-01-05", "", "10"),
        ("A", "S1", "2026-01-05", "", "5"),
        ("B", "S2", "2026-01-05", "", "10"),
    ]
    file = written(tmp_path / "c.csv", rows, ("customer", "contract id", "start", "end", "fee"))
    with pytest.raises(InputError, match="charges of one contract, --contract none adds them up"):
        read([file], options(), Asked(as_of=AS_OF))
    found = read([file], options(named={"contract": "none"}), Asked(as_of=AS_OF))
    assert (mrr(found), len(found.ids)) == (25, 2)


def test_gross_and_net_fees_are_explained(tmp_path: Path) -> None:
    """Which of two is meant is asked with what they mean; named, it is taken."""
    head = ("customer", "start", "end", "Betrag brutto", "Betrag netto")
    file = written(tmp_path / "c.csv", [("A", "2026-01-05", "", "119", "100")], head)
    with pytest.raises(InputError, match="net is that without tax, fees or discounts; say which with --fee"):
        read([file], options(), Asked(as_of=AS_OF))
    assert mrr(read([file], options(amount="Betrag netto"), Asked(as_of=AS_OF))) == 100
