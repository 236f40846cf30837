"""JSON is what its schema says, key by key, for every command that prints it, and docs/json.md is its tables."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from xlclv.cli.keys import VERSION
from xlclv.cli.program import xlclv as program
from xlclv.cli.schema import NAMES, handbook, schema_of
from xlclv.simulation import orders

DEMO = resources.files("xlclv.demo")


def told(*words: str | Path) -> dict[str, Any]:
    """The JSON that a command prints."""
    done = CliRunner().invoke(program, [*map(str, words), "--json", "-q"], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def holds(name: str, data: dict[str, Any], variant: int | None = None) -> None:
    """The data follow the schema, and have no key that it does not name."""
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    keys = schema if variant is None else schema["anyOf"][variant]
    faults = [f"{e.json_path}: {e.message[:90]}" for e in jsonschema.Draft202012Validator(keys).iter_errors(data)]
    assert not faults
    assert set(data) <= set(keys["properties"])
    assert data["schema"] == schema["$id"] == f"xlclv/{name}/{VERSION}"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of 120 simulated customers of two channels, and what was spent to win them."""
    made = orders(120, seed=3)
    lines = ["customer,date,amount,channel"]
    import datetime as dt

    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        date = dt.date.fromordinal(733_000 + day)
        lines.append(f"C{who:04d},{date},{cents / 100:.2f},{('shop', 'web')[who % 2]}")
    path = tmp_path_factory.mktemp("shop") / "orders.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_summary(shop: Path) -> None:
    """With a model, with what stands beside the orders, and counted without money."""
    beside = told("summarize", shop, "--margin", "40%", "--cac", "5", "--by", "channel")
    holds("summarize", beside, 0)
    assert {"dimensions", "journeys"} <= set(beside)
    counted = told("summarize", shop, "--amount", "none")
    holds("summarize", counted, 0)
    assert (counted["customer_equity"], counted["currency"]) == (None, None)


def test_the_past_without_a_model(tmp_path: Path) -> None:
    """What needs a model is null; the other keys are as in a summary."""
    lines = ["customer,date,amount", *(f"C{n},2026-01-{n + 1:02d},{n}" for n in range(1, 9))]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    holds("summarize", told("summarize", tmp_path / "a.csv"), 1)
    holds("check", told("check", tmp_path / "a.csv", "--columns"), 0)


def test_contracts(tmp_path: Path) -> None:
    """Contracts with levels; and without a curve."""
    sample = (DEMO / "sample_contracts.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "a.csv").write_text("\n".join(sample[:400]) + "\n", encoding="utf-8")
    holds("contracts", told("contracts", tmp_path / "a.csv", "--by", "Plan"))


def test_a_back_test(shop: Path) -> None:
    """Every trial of it."""
    holds("backtest", told("backtest", shop, "--model", "BG/NBD", "--cuts", "1"))


def test_a_key_that_is_missing_or_of_another_kind_is_noticed() -> None:
    """The schema is more than a list of names."""
    schema = schema_of("check")["anyOf"][0]
    data = dict.fromkeys(schema["required"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)
    with pytest.raises(jsonschema.ValidationError, match="'files' is a required property"):
        jsonschema.validate({"schema": "x"}, {**schema, "required": ["files"]})


def test_the_command_and_the_page() -> None:
    """`xlclv schema` prints what these tests hold to, one or all; docs/json.md is written from the same tables."""
    run = CliRunner().invoke(program, ["schema", "backtest"], standalone_mode=False)
    assert json.loads(run.stdout) == schema_of("backtest")
    assert set(json.loads(CliRunner().invoke(program, ["schema"], standalone_mode=False).stdout)) == set(NAMES)
    page = Path(__file__).parents[2] / "docs" / "json.md"
    assert page.read_text(encoding="utf-8") == handbook(), "write it again: python -m tests.renew"
