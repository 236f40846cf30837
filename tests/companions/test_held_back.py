"""Real files held back while the sheets were built: the sums of another program, by a recipe that shares no line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from tests.companions.shops import run, told

ONLINE_RETAIL, RAVENSTACK = "XLCLV_ONLINE_RETAIL", "XLCLV_RAVENSTACK"
EVERY = 5  # of Online Retail's customers one in so many


@pytest.mark.skipif(ONLINE_RETAIL not in os.environ, reason=f"{ONLINE_RETAIL} names no file")
def test_online_retail_by_country(tmp_path: Path) -> None:
    """Customers, money, purchase days and who bought again, by the country of the first day's largest line."""
    lines = pd.read_csv(os.environ[ONLINE_RETAIL]).dropna(subset="CustomerID")
    lines = lines[lines.CustomerID % EVERY == 0].reset_index(drop=True)
    lines.to_csv(tmp_path / "orders.csv", index=False)
    found = told(tmp_path / "orders.csv", "--by", "Country", "--model", "BG/NBD", "--season", "off")
    lines["mils"] = (lines.Quantity * lines.UnitPrice * 1000).round().astype("int64")
    lines["day"] = lines.InvoiceDate.str[:10]
    days = lines.groupby(["CustomerID", "day"]).mils.agg(["sum", "min", "max"]).reset_index()
    bought = days[(days["sum"] > 0) | ((days["min"] == 0) & (days["max"] == 0))]
    people = bought.groupby("CustomerID").day.agg(first="min", orders="size")
    lines = lines.join(people, on="CustomerID", how="inner")
    people["money"] = lines.groupby("CustomerID").mils.sum()
    first = lines[lines.day == lines["first"]].sort_values("mils", ascending=False, kind="stable")
    people["country"] = first.drop_duplicates("CustomerID").set_index("CustomerID").Country
    by = people.groupby("country").agg(
        customers=("orders", "size"), money=("money", "sum"), days=("orders", "mean"),
        again=("orders", lambda orders: (orders > 1).mean()),
    )  # fmt: skip
    levels = {one["level"]: one for one in found["dimensions"][0]["levels"]}
    assert len(by) > 10
    assert set(by.index) >= set(levels) - {"(other)"}
    for country, one in levels.items():
        if country == "(other)":
            continue
        mine = by.loc[country]
        assert (one["customers"], round(one["realised"], 3)) == (mine.customers, mine.money / 1000)
        assert (one["purchase_days"], one["bought_again"]) == (pytest.approx(mine.days), pytest.approx(mine.again))
    assert sum(one["customers"] for one in levels.values()) == len(people)


@pytest.mark.skipif(RAVENSTACK not in os.environ, reason=f"{RAVENSTACK} names no file with others beside it")
def test_tickets_of_a_software_firm() -> None:
    """First-contact resolution of 2,000 tickets, none of which says that it was: the next one in 7 days tells."""
    path = Path(os.environ[RAVENSTACK])
    log = path.with_name("support_tickets.csv.gz")
    done = run("contracts", path, "--contacts", log, "--customers", path.with_name("accounts.csv.gz"),
               "--margin", "60%", "--json")  # fmt: skip
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    tickets = pd.read_csv(log, parse_dates=["submitted_at"]).sort_values("submitted_at", kind="stable")
    following = tickets.groupby(["account_id", "priority"]).submitted_at.shift(-1)
    known = tickets.submitted_at + pd.Timedelta(days=7) <= pd.Timestamp(found["as_of"])
    solved = ~(following - tickets.submitted_at <= pd.Timedelta(days=7))
    assert (found["contacts"]["used"], found["contacts"]["known"]) == (len(tickets), known.sum())
    assert found["contacts"]["fcr"] == pytest.approx(solved[known].mean(), abs=1e-12)
    accounts = pd.read_csv(path.with_name("accounts.csv.gz"))
    industry = next(one for one in found["dimensions"] if one["name"] == "industry")
    assert {one["level"]: one["customers"] for one in industry["levels"]} == accounts.industry.value_counts().to_dict()
