"""The same companions from files, from tables of a database, and in the scores."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.companions.shops import HEADER, orders_file, run, shop, told, write
from tests.companions.typed import of_files, of_tables, tables, worded

PEOPLE, CALLS = ("Customer", "Region"), ("customer", "day", "satisfaction")
SAID = ("--margin", "40%", "--by", "Channel", "--contact-cost", "3")


@pytest.fixture(scope="module")
def rows() -> dict[str, tuple[Any, list[list[Any]]]]:
    orders = shop(150)
    names = sorted({row[1] for row in orders})
    people = [[name, "North" if i % 2 else "South"] for i, name in enumerate([*names[:-3], "P1", "P2"])]
    calls = [[name, f"2025-{1 + i % 12:02d}-11", 1 + i % 5] for i, name in enumerate([*names[:80], "P1", "Q7"])]
    return {"orders": (HEADER, orders), "customers": (PEOPLE, people), "contacts": (CALLS, calls)}


@pytest.fixture(scope="module")
def files(rows: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    made = {name: write(folder / f"{name}.csv", *rows[name]) for name in ("customers", "contacts")}
    return {**made, "orders": orders_file(folder, rows["orders"][1])}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return of_files(tmp_path_factory.mktemp("typed"))


@pytest.fixture(scope="module")
def found(files: dict[str, Path]) -> dict[str, Any]:
    return told(files["orders"], *SAID, "--customers", files["customers"], "--contacts", files["contacts"])


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_tables_of_a_database_tell_the_same(engine: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    """Every figure of the files is that of tables with types: margins, levels, contacts, spend, stages, journeys."""
    path = tmp_path / "shop.db"
    base: Any = duckdb.connect(str(path)) if engine == "duckdb" else sqlite3.connect(path)
    for name, (columns, body) in tables().items():
        base.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
        base.executemany(
            f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", worded(body) if engine == "sqlite" else body
        )
    base.commit()
    base.close()
    assert of_tables(f"{engine}://{path}") == wanted


def test_a_table_needs_a_database(files: dict[str, Path]) -> None:
    """And two sources of one thing are refused."""
    done = run("summarize", files["orders"], "--customers-table", "people", "--json")
    assert "--customers-table names a table of a database; say --source URL" in str(done.exception)
    two = ("--customers", files["customers"], "--customers-table", "people")
    done = run("summarize", "--source", "sqlite://x.db", "--table", "orders", *two, "--json")
    assert "--customers and --customers-table are two sources of the same" in str(done.exception)


def test_stages_add_up(found: dict[str, Any]) -> None:
    """On the last day: all customers, and four people without orders, of whom two were in contact."""
    stages = found["stages"]
    last = dict(zip(stages["names"], stages["customers"][-1], strict=True))
    assert (last["Awareness"], last["Consideration"]) == (1, 2)
    assert sum(last.values()) == found["customers"] + 3
    came = [sum(column) for column in zip(*stages["moved"], strict=True)]
    assert came[2:] == stages["customers"][-1][2:]


def test_scores_have_the_columns_of_the_files(found: dict[str, Any], files: dict[str, Path], tmp_path: Path) -> None:
    """By customer: levels, stage, contacts and standing add up to what the report says."""
    target = tmp_path / "scores.csv"
    done = run(
        "score", files["orders"], *SAID, "--customers", files["customers"], "--contacts", files["contacts"], "--to",
        target,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    with target.open(encoding="utf-8", newline="") as file:
        scores = list(csv.DictReader(file))
    for dimension in found["dimensions"]:
        wanted = {level["level"]: level["customers"] for level in dimension["levels"]}
        assert Counter(row[f"by {dimension['name']}"] for row in scores) == wanted
    stages = dict(zip(found["stages"]["names"], found["stages"]["customers"][-1], strict=True))
    assert Counter(row["stage"] for row in scores) == Counter(
        {name: count for name, count in stages.items() if count and name not in ("Awareness", "Consideration")}
    )
    year = sum(float(row["cost_to_serve_12_months"]) for row in scores)
    assert year == pytest.approx(found["contacts"]["cost_to_serve_a_year"] * found["customers"])
    assert {row["standing"] for row in scores} <= {"exceeds", "on the way", "misses"}
    assert all(row["likeness"] and row["tier"] and row["service_level"] for row in scores)
