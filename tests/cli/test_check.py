"""`xlclv check` predicts what `summarize` would refuse, kind by kind, in the same words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.cli.running import run

FIRST = dt.date(2024, 1, 1)


def _orders(customers: int, orders: int, amount: str) -> list[str]:
    """So many customers, each with so many orders some days apart, all of one amount."""
    return [
        f"C{who},{FIRST + dt.timedelta(who + 17 * at + who * at % 5)},{amount}"
        for who in range(customers)
        for at in range(orders)
    ]


# Rows, options, and what the refusal speaks of.
REFUSED: dict[str, tuple[list[str], tuple[str, ...], str]] = {
    "few customers come back": (_orders(6, 3, "10"), (), "only 6 customers bought"),
    "nobody comes back": (_orders(40, 1, "10"), (), "no customer bought on two days"),
    "all amounts are zero": (_orders(40, 3, "0"), (), "no customer came back and paid"),
    "few repeat orders bring money": (
        [*_orders(40, 3, "0"), *_orders(2, 4, "5")], (), "only 2 customers came back and paid",
    ),
    "refunds alone": (_orders(40, 3, "-4"), (), "no customer has a purchase"),
    "few visitors come back": (_orders(6, 3, "1"), ("--amount", "none"), "only 6 customers bought"),
    "a day alone": ([f"C{who},2024-01-05,7" for who in range(40)], (), "before the last day"),
}  # fmt: skip


@pytest.mark.parametrize("many", [False, True], ids=["few", "as of many"])
@pytest.mark.parametrize("kind", REFUSED)
def test_check_predicts_each_refusal(kind: str, many: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few customers are fitted to see, of many the histories are looked at: the words are those of the refusal."""
    rows, options, about = REFUSED[kind]
    (tmp_path / "a.csv").write_text("\n".join(["customer,date,amount", *rows]) + "\n", encoding="utf-8")
    refused = run("summarize", "a.csv", "--require-model", *options, folder=tmp_path)
    assert refused.returncode in (3, 4), refused.stderr
    why = refused.stderr.strip().removeprefix("xlclv: ")
    assert about in why
    if many:
        monkeypatch.setattr("xlclv.cli.summarize._FEW", 0)
    told = run("check", "a.csv", *options, folder=tmp_path)
    assert why in told.stderr
