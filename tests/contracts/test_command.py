"""`xlclv contracts`: what is read, what is said, and what is refused with its place and a way out."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

from tests.contracts.by_hand import AS_OF, BY_HAND, HEADERS, simulated, written
from xlclv.cli.program import xlclv
from xlclv.contracts.build import build
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.statement import opening
from xlclv.contracts.values import Terms
from xlclv.errors import InputError, UsageError
from xlclv.orders.contract_columns import of_contracts
from xlclv.orders.source import Options
from xlclv.planning.plan import Asked as Plan
from xlclv.workbook import contracts as book


def told(*arguments: str | Path) -> dict[str, Any]:
    done = CliRunner().invoke(xlclv, ["contracts", *map(str, arguments), "--json"], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(path: Path, rows: Iterable[Iterable[str]], *arguments: str, headers: tuple[str, ...] = HEADERS) -> str:
    with pytest.raises(InputError) as raised:
        told(written(path / "bad.csv", rows, headers), *arguments)
    return str(raised.value)


def test_json_tells_what_was_worked_out_by_hand(tmp_path: Path) -> None:
    """The five contracts of the example, as a program reads them."""
    said = told(written(tmp_path / "c.csv", BY_HAND), "--as-of", "2026-06-30", "--margin", "60%")
    assert (said["customers"], said["relationships"], said["lost"], said["running"]) == (2, 4, 2, 2)
    assert (said["mrr"], said["arr"], said["not_started"]) == (60, 720, 1)
    assert [row["month"] for row in said["movement"]][::5] == ["2026-01", "2026-06"]
    assert said["excluded"][0]["reason"] == "not started yet"
    assert (said["rows_read"], said["rows_used"], said["checks_ok"]) == (5, 4, True)
    assert said["model"]["name"] == "constant churn"
    assert said["constant_churn"] == pytest.approx(2 / 10)


def test_every_form_of_table_gives_the_same_numbers(tmp_path: Path) -> None:
    """A text file with commas, with semicolons and German headers, a Parquet file, and a table of DuckDB."""
    rows = simulated(300, 1.0, 4.0, 1.0, 8)
    plain = told(written(tmp_path / "c.csv", rows), "--as-of", "2026-06-30")
    german = tmp_path / "vertraege.csv"
    lines = ["Kundennr;Vertragsbeginn;Vertragsende;Gebühr;Zahlweise"]
    for who, start, end, fee, _ in rows:
        dates = [".".join(reversed(text.split("-"))) for text in (start, end)]
        lines.append(";".join([who, *dates, f"{fee},00", "monatlich"]))
    german.write_text("\n".join(lines), encoding="utf-8")
    base = duckdb.connect(str(tmp_path / "c.duckdb"))
    base.execute(f"CREATE TABLE c AS SELECT * FROM read_csv('{tmp_path / 'c.csv'}')")
    base.execute(f"COPY c TO '{tmp_path / 'c.parquet'}' (FORMAT parquet)")
    base.close()
    table = ("--source", f"duckdb://{tmp_path / 'c.duckdb'}", "--table", "c")
    for other in ((german,), (tmp_path / "c.parquet",), table):
        said = told(*other, "--as-of", "2026-06-30")
        for name in (
            "relationships",
            "lost_by_renewals",
            "running_by_renewals",
            "movement",
            "model",
            "customer_equity",
        ):
            assert said[name] == plain[name], (other, name)


def test_a_workbook_is_read_like_a_text_file(tmp_path: Path) -> None:
    """Typed dates and numbers of a sheet are the same contracts."""
    import datetime as dt

    from openpyxl import Workbook

    rows = simulated(60, 1.0, 4.0, 1.0, 8)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADERS))
    for who, start, end, fee, period in rows:
        days = [dt.date.fromisoformat(text) if text else None for text in (start, end)]
        sheet.append([who, *days, float(fee), period])
    book.save(tmp_path / "c.xlsx")
    one, other = (
        told(path, "--as-of", "2026-06-30") for path in (written(tmp_path / "c.csv", rows), tmp_path / "c.xlsx")
    )
    assert (one["movement"], one["lost_by_renewals"]) == (other["movement"], other["lost_by_renewals"])


def test_tenures_without_dates(tmp_path: Path) -> None:
    """A leaver with tenure n was lost at renewal n; a running customer has made n. Held back and predicted too."""
    rng = np.random.default_rng(4)
    rows = []
    for i, chance in enumerate(rng.beta(0.8, 6.0, 3000)):
        life, seen = int(rng.geometric(chance)), int(rng.integers(0, 60))
        rows.append((f"{i:04d}", str(min(life, seen)), "Yes" if life <= seen else "No", "55.5"))
    said = told(written(tmp_path / "t.csv", rows, ("customerID", "tenure", "Churn", "MonthlyCharges")))
    lost = [int(n) for _, n, left, _ in rows if left == "Yes"]
    assert (
        said["lost_by_renewals"]
        == np.bincount(np.array(lost) - 1, minlength=60)[: len(said["lost_by_renewals"])].tolist()
    )
    assert said["as_of"] is None
    assert said["test"]["cut_renewals"] == pytest.approx(40, abs=2)
    assert said["model"]["name"] in ("sBG", "BdW")
    assert said["movement"] == []
    assert said["checks_ok"] is True
    with pytest.raises(InputError, match="tenures without dates, so --as-of"):
        told(tmp_path / "t.csv", "--as-of", "2026-06-30")


def test_payments_are_contracts_while_the_gap_is_short(tmp_path: Path) -> None:
    """Monthly payments run on over 1.5 periods at most; then the contract has ended a month after the last."""
    rows = [("A", f"2026-0{month}-05", "20") for month in range(1, 7)] + [
        ("B", "2026-01-10", "20"),
        ("B", "2026-02-10", "20"),
    ]
    path = written(tmp_path / "p.csv", rows, ("customer", "date", "amount"))
    said = told(path, "--payments", "monthly", "--as-of", "2026-06-30")
    assert (said["relationships"], said["lost"], said["running"], said["mrr"]) == (2, 1, 1, 20)
    assert said["lost_by_renewals"] == [0, 1, 0, 0, 0, 0]
    assert said["running_by_renewals"] == [0, 0, 0, 0, 0, 1]
    beside = (("--period", "year"), ("--by", "customer"), ("--unit", "contract"), ("--end", "date"))
    for option, value in beside:
        with pytest.raises(UsageError, match=option):
            told(path, "--payments", "monthly", option, value)


def value_by_hand(rate: float, growth: float, timing: int, months: int) -> float:
    """Of A and D of the example: A's next renewals, D's two before its end, a fifth of all lost at each."""
    wait = 31 / 365.25  # 2026-07-31
    years = [wait + month / 12 for month in range(months)]
    each = [
        18 * 0.8**j * (1 + growth) ** t / (1 + rate) ** (t + (0 if timing else 1 / 12)) for j, t in enumerate(years, 1)
    ]
    return sum(each) + sum(each[:2])


def test_every_term_moves_the_value_as_by_hand(tmp_path: Path) -> None:
    """Timing, growth, rate, horizon and for ever: the sums of the example, added up here apart."""
    found = read([written(tmp_path / "c.csv", BY_HAND)], options(), Asked(as_of=AS_OF))
    for rate, growth, timing, years in (
        (0.1, 0.0, 1, 3.0),
        (0.1, 0.0, 0, 3.0),
        (0.1, 0.03, 1, 3.0),
        (0.04, 0.0, 1, 2.0),
    ):
        made = build(found, Terms(rate, 0.6, years, growth, float(timing)))
        assert made.equity is not None
        assert made.equity.value == pytest.approx(value_by_hand(rate, growth, timing, round(12 * years)), rel=1e-9)
    said = told(
        tmp_path / "c.csv", "--as-of", "2026-06-30", "--margin", "60%", "--horizon", "for ever", "--timing", "0"
    )
    assert said["customer_equity"] == pytest.approx(value_by_hand(0.1, 0.0, 0, 3000), rel=1e-9)
    (owed,) = (line for line in said["cautions"] if "--timing 0" in line)
    assert f"{said['mrr']:,.0f} of fees for the periods that run count as brought in" in owed  # a month each


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ([], (2, 0, [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 2])),
        (["--grace", "19"], (2, 0, [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 2])),
        (["--grace", "18"], (3, 1, [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1])),
        (["--unit", "contract"], (4, 2, [1, 1, 0, 0, 0], [0, 0, 0, 0, 2])),
    ],
)
def test_grace_and_unit_make_relationships(tmp_path: Path, more: list[str], wanted: tuple[object, ...]) -> None:
    """A comes again after 19 days, B has two contracts that overlap; what pays now is the same whatever is counted."""
    rows = [("A", "2026-01-01", "2026-02-01", "30"), ("A", "2026-02-20", "", "30"),
            ("B", "2026-01-01", "2026-03-01", "30"), ("B", "2026-02-01", "", "10")]  # fmt: skip
    said = told(written(tmp_path / "c.csv", rows, HEADERS[:4]), "--as-of", "2026-06-30", *more)
    names = ("relationships", "lost", "lost_by_renewals", "running_by_renewals")
    assert tuple(said[name] for name in names) == wanted
    assert said["mrr"] == 40


@pytest.mark.parametrize(
    ("period", "mrr", "lost"), [("year", 10, 0), ("half-year", 20, 1), ("quarter", 40, 2), ("2", 60, 3)]
)
def test_a_period_for_all_rows(tmp_path: Path, period: str, mrr: float, lost: int) -> None:
    """Of 15 January to 15 September the renewals strictly before the end; the fee is one period's."""
    rows = [("A", "2025-01-31", "", "120"), ("B", "2025-01-15", "2025-09-15", "120")]
    said = told(written(tmp_path / "c.csv", rows, HEADERS[:4]), "--as-of", "2026-06-30", "--period", period)
    assert (said["mrr"], said["lost_by_renewals"].index(1)) == (mrr, lost)


def test_trials_are_no_customers_until_they_pay(tmp_path: Path) -> None:
    """A fee of 0 is left out and counted, and so is who paid later."""
    rows = [*BY_HAND, ("A", "2025-12-31", "2026-01-31", "0", "month"), ("F", "2026-03-01", "", "0", "month")]
    said = told(written(tmp_path / "c.csv", rows), "--as-of", "2026-06-30")
    assert (said["trials"], said["trials_converted"], said["customers"]) == (2, 1, 2)


def test_a_level_with_enough_losses_has_a_curve_of_its_own(tmp_path: Path) -> None:
    """100 relationships and 30 losses make a curve; a smaller level follows all."""
    rows = [(*row, "Gold" if i % 4 else "Tin") for i, row in enumerate(simulated(300, 1.0, 3.0, 1.0, 8))]
    said = told(written(tmp_path / "c.csv", rows, (*HEADERS, "Plan")), "--by", "Plan", "--as-of", "2026-06-30")
    own = {level["level"]: level["own_curve"] for level in said["levels"]}
    assert own == {"Gold": True, "Tin": False}
    assert sum(level["equity"] for level in said["levels"]) == pytest.approx(said["customer_equity"])
    assert sum(level["mrr"] for level in said["levels"]) == pytest.approx(said["mrr"])


def test_levels_are_those_that_orders_would_have(tmp_path: Path) -> None:
    """Numbers stand in classes, days and many months by year, of many names the best nineteen; all of it is said."""
    rows = simulated(300, 1.0, 3.0, 1.0, 8)
    more = [(*row, str(i % 97), row[1], row[1][:7], f"S{i % 30:02d}") for i, row in enumerate(rows)]
    path = written(tmp_path / "c.csv", more, (*HEADERS, "Seats", "Day", "Month", "Seller"))
    columns = ("Seats", "Seats=10,50", "Day", "Month", "Seller")
    for asked in columns:
        said = told(path, "--by", asked, "--as-of", "2026-06-30")
        names = [level["level"] for level in said["levels"]]
        notes = [note for note in said["assumed"] if note.startswith(f"--by {asked.split('=')[0]}")]
        if asked == "Seats=10,50":
            assert (names, notes) == (["0 to 9", "10 to 49", "50 and more"], [])
            assert said["levels"][0]["relationships"] == sum(i % 97 < 10 for i in range(300))
        elif asked == "Seats":
            assert len(names) == 5
            assert "in classes" in notes[0]
        elif asked == "Seller":
            assert len(names) == 20
            assert names[-1] == "(other)"
            assert "the 19 of most MRR stand alone, the other 11" in notes[0]
        else:
            assert names == ["2024", "2025", "2026"]
            assert "by year" in notes[0]
        assert sum(level["relationships"] for level in said["levels"]) == 300
    with pytest.raises(UsageError, match="contracts have no lines"):
        told(path, "--by", "last:Seller")


def test_nobody_lost_gives_no_curve_and_says_so(tmp_path: Path) -> None:
    """Without a loss no value is given, and the sentence says what churn can be."""
    said = told(written(tmp_path / "c.csv", [BY_HAND[0]]), "--as-of", "2026-06-30")
    assert (said["model"], said["customer_equity"], said["mrr"]) == (None, None, 30)
    assert "nobody has left at 5 renewals" in said["cautions"][0]


@pytest.mark.parametrize(
    ("row", "place", "rule"),
    [
        (("A", "2026-03-01", "2026-02-01", "30", "month"), 'row 3, column "end_date"', "is before the start"),
        (("A", "2026-03-01", "", "-30", "month"), 'row 3, column "fee"', "is a negative fee"),
        (("A", "2026-03-01", "", "30", "moon"), 'row 3, column "billing_period"', '"moon" is not a billing period'),
        (("A", "soon", "", "30", "month"), 'row 3, column "start_date"', '"soon" is not a date'),
        (("A", "2026-03-01", "later", "30", "month"), 'row 3, column "end_date"', '"later" is not a date'),
        (("A", "2026-03-01", "", "free", "month"), 'row 3, column "fee"', '"free" is not an amount'),
    ],
)
def test_bad_cells_are_named_with_their_rule(tmp_path: Path, row: tuple[str, ...], place: str, rule: str) -> None:
    """File, row, column, value, rule and a way out."""
    said = refused(tmp_path, [BY_HAND[1], row])
    assert said.startswith("bad.csv, ")
    assert place in said
    assert rule in said
    assert ";" in said


def test_one_contract_runs_once_at_a_time(tmp_path: Path) -> None:
    """A customer running twice under one contract id is refused with both rows."""
    rows = [("A", "2026-01-01", "", "30", "month", "K1"), ("A", "2026-02-01", "", "30", "month", "K1")]
    said = refused(tmp_path, rows, headers=(*HEADERS, "contract_id"))
    assert "row 3" in said
    assert "(row 2)" in said


def test_missing_columns_are_all_named_at_once(tmp_path: Path) -> None:
    """Nobody is told of one after the other."""
    said = refused(tmp_path, [("a", "b")], headers=("who", "what"))
    assert "a customer, a start or a fee" in said
    assert "--customer, --start and --fee" in said


def test_a_value_for_ever_must_have_an_end(tmp_path: Path) -> None:
    """At a growth above the rate payments never shrink: refused, with the way out."""
    path = written(tmp_path / "c.csv", simulated(300, 0.5, 2.0, 1.0, 8))
    with pytest.raises(InputError, match="value without end"):
        told(path, "--horizon", "for ever", "--growth", "12%", "--as-of", "2026-06-30")
    assert told(path, "--horizon", "for ever", "--as-of", "2026-06-30")["customer_equity"] > 0


SPANS = {
    "stripe": (
        ("id", "Customer ID", "Plan", "Quantity", "Currency", "Interval", "Amount", "Status", "Created (UTC)",
         "Start Date (UTC)", "Current Period End (UTC)", "Canceled At (UTC)", "Ended At (UTC)"),
        ("Customer ID", "Start Date (UTC)", "Ended At (UTC)", "Amount", None),  # whose cells tell Interval
    ),
    "chargebee": (
        ("subscriptions.id", "customers.id", "customers.email", "subscriptions.status", "subscriptions.created_at",
         "subscriptions.started_at", "subscriptions.activated_at", "subscriptions.cancelled_at", "subscriptions.mrr"),
        ("customers.id", "subscriptions.started_at", "subscriptions.cancelled_at", "subscriptions.mrr", None),
    ),
    "chartmogul": (
        ("UUID", "Customer External ID", "Name", "Status", "Customer Since", "Billing Cycle", "MRR", "ARR",
         "Churned On"),
        ("Customer External ID", "Customer Since", "Churned On", "MRR", "Billing Cycle"),
    ),
    "energy": (
        ("Account Number", "Supply Start Date", "Supply End Date", "Tariff", "Monthly Direct Debit"),
        ("Account Number", "Supply Start Date", "Supply End Date", "Monthly Direct Debit", None),
    ),
    "gym": (
        ("Member ID", "Member Name", "Join Date", "Cancellation Date", "Monthly Dues"),
        ("Member ID", "Join Date", "Cancellation Date", "Monthly Dues", None),
    ),
    "German telephone": (
        ("Kundennummer", "Vertragsnummer", "Rufnummer", "Tarif", "Aktivierungsdatum", "Kündigungsdatum",
         "Monatl. Grundpreis", "Status"),
        ("Kundennummer", "Aktivierungsdatum", "Kündigungsdatum", "Monatl. Grundpreis", None),
    ),
    "French insurance": (
        ("N° client", "N° police", "Date d'effet", "Date de résiliation", "Prime annuelle TTC", "Fractionnement"),
        ("N° client", "Date d'effet", "Date de résiliation", "Prime annuelle TTC", "Fractionnement"),
    ),
    "German bank": (
        ("Kontonummer", "Kundennr", "Eröffnungsdatum", "Schließungsdatum", "Kontoführungsgebühr mtl."),
        ("Kundennr", "Eröffnungsdatum", "Schließungsdatum", "Kontoführungsgebühr mtl.", None),
    ),
    "British energy": (
        ("Account Number", "MPAN", "Supply Start Date", "Supply End Date", "Estimated Annual Bill"),
        ("Account Number", "Supply Start Date", "Supply End Date", "Estimated Annual Bill", None),
    ),
    "American policies": (
        ("Policy #", "Insured ID", "Effective Date", "Expiration Date", "Written Premium", "Policy Status"),
        ("Insured ID", "Effective Date", "Expiration Date", "Written Premium", None),
    ),
    "Japanese": (
        ("会員番号", "契約開始日", "解約日", "プラン", "月額料金"),
        ("会員番号", "契約開始日", "解約日", "月額料金", None),
    ),
    "Dutch": (
        ("Klantnummer", "Polisnummer", "Ingangsdatum", "Einddatum", "Premie per maand", "Betaaltermijn"),
        ("Klantnummer", "Ingangsdatum", "Einddatum", "Premie per maand", "Betaaltermijn"),
    ),
    "Portuguese": (
        ("Código do cliente", "Data de início", "Data de cancelamento", "Mensalidade"),
        ("Código do cliente", "Data de início", "Data de cancelamento", "Mensalidade", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", SPANS)
def test_headers_of_other_systems(system: str) -> None:
    """Start, end, fee and period of lists as systems write them are found, though other columns tell of days too."""
    headers, wanted = SPANS[system]
    roles = {role: headers[at] for role, at in of_contracts(headers, Options(form="contracts")).roles.items()}
    assert tuple(roles.get(role) for role in ("customer", "date", "ended", "amount", "billed")) == wanted


@pytest.mark.parametrize(
    ("headers", "rule"),
    [
        ("Policy No,Policyholder,Inception Date,Expiry Date,Lapse Date,Annual Premium", "each be the end.*--end"),
        ("account_code,activated_at,canceled_at,expires_at,unit_amount", "each be the end.*--end"),
        ("customer_id,start_date,end_date,billing_period,billing_interval,order_total", "each be the billing.*--bill"),
        ("CustomerId,Tenure,Balance,EstimatedSalary,Exited", "like a fee .*--fee"),
        ("State,Account Length,Phone,Day Mins,Day Charge,Eve Charge,Churn", "like a fee .*columns are State.*--fee"),
    ],
)
def test_what_is_not_clear_is_asked_for(tmp_path: Path, headers: str, rule: str) -> None:
    """No amount is a fee because it is the only one, no end is chosen of two: the option that says it is named."""
    names = headers.split(",")
    row = ["2026-01-01" if re.search("date|_at", name, re.IGNORECASE) else str(at) for at, name in enumerate(names)]
    (tmp_path / "list.csv").write_text(f"{headers}\n{','.join(row)}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rule):
        told(tmp_path / "list.csv")


def test_a_period_in_two_columns_is_put_together(tmp_path: Path) -> None:
    """How many, and of which unit: 1 year is no month, whichever of both columns has the number."""
    rows = [("A", "2026-01-31", "", "120", "1", "year"), ("B", "2026-01-15", "", "30", "3", "month")]
    head = ("customer_id", "start_date", "end_date", "fee", "Billing Period", "Billing Period Unit")
    first = told(written(tmp_path / "a.csv", rows, head), "--as-of", "2026-06-30")
    turned = [(*row[:4], row[5], row[4]) for row in rows]
    head = (*head[:4], "interval", "interval_count")
    second = told(written(tmp_path / "b.csv", turned, head), "--as-of", "2026-06-30")
    assert first["mrr"] == second["mrr"] == 20.0
    assert first["running_by_renewals"] == [1, 1]
    counted = [(*row[:4], f"{row[4]}.0", row[5]) for row in rows]  # as a table of numbers writes them
    head = ("customer_id", "start_date", "end_date", "fee", "Billing Period", "Billing Period Unit")
    assert told(written(tmp_path / "c.csv", counted, head), "--as-of", "2026-06-30")["mrr"] == 20.0
    assert '"3 moon" is not a billing period' in refused(tmp_path, [(*rows[1][:5], "moon")], headers=head)


def test_fees_in_hundredths_and_in_thousands(tmp_path: Path) -> None:
    """A header that says cents moves the point, in the ledger too; one that says thousands is warned of."""
    rows = [("A", "2026-01-31", "", "1999", "month"), ("B", "2026-01-15", "", "4900", "month")]
    said = told(written(tmp_path / "a.csv", rows, (*HEADERS[:3], "unit_amount_in_cents", HEADERS[4])))
    assert (said["mrr"], said["amount_read"], said["checks_ok"]) == (68.99, 68.99, True)
    assert any("read as hundredths" in note for note in said["assumed"])
    said = told(written(tmp_path / "b.csv", rows, (*HEADERS[:3], "ARR ($k)", HEADERS[4])))
    assert said["arr"] == pytest.approx(6899)
    assert any("is in thousands" in note for note in said["warnings"])


def test_the_day_of_a_status_ends_a_contract_where_the_status_says_so(tmp_path: Path) -> None:
    """Active, Frozen and their like are dated too; without a status the day says nothing, so one is asked for."""
    rows = [("A", "2026-01-31", "2026-03-02", "30", "Active"), ("B", "2026-01-15", "2026-04-01", "30", "Terminated"),
            ("C", "2026-02-15", "2026-05-20", "30", "Frozen")]  # fmt: skip
    head = ("Customer No.", "Start Date", "Status Date", "Monthly Fee", "Status")
    said = told(written(tmp_path / "a.csv", rows, head), "--as-of", "2026-06-30")
    assert (said["running"], said["lost"], said["lost_by_renewals"][2]) == (2, 1, 1)
    gone = refused(tmp_path, [*rows, ("D", "2026-02-15", "", "30", "Cancelled")], headers=head)
    assert 'row 5, column "Status Date"' in gone
    assert 'no day says when the contract ended, though column "Status" says that it has; give the day' in gone
    with pytest.raises(InputError, match=r"day of a status, but no column looks like the status.*--left"):
        told(written(tmp_path / "b.csv", [row[:4] for row in rows], head[:4]))


def test_terms_that_renew_by_themselves(tmp_path: Path) -> None:
    """Ends of a term ahead are no notice with --auto-renew; without it, and without a period, a note says so."""
    rows = []
    for i in range(24):
        for year in range(2022, 2025 if i < 12 else 2026):
            rows.append((f"P{i}", f"{year}-03-0{i % 9 + 1}", f"{year + 1}-03-0{i % 9 + 1}", "1200"))
    path = written(tmp_path / "p.csv", rows, ("customer_id", "start_date", "end_date", "premium"))
    said = told(path, "--as-of", "2025-06-30", "--period", "year", "--auto-renew")
    assert (said["running"], said["lost"], said["notice_given"], said["mrr"]) == (12, 12, 0, 1200)
    assert said["customer_equity"] > 0
    assert any("12 ends that lie ahead are those of terms" in words for words in said["assumed"])
    said = told(path, "--as-of", "2025-06-30")
    assert said["notice_given"] == 12
    assert any("12 of 12 contracts that run on 2025-06-30 have an end ahead" in words for words in said["warnings"])
    assert any("84 of 84 contracts with an end run for just a year" in words for words in said["warnings"])
    assert any("it is a month, for fees and renewals" in words for words in said["warnings"])
    said = told(path)  # the last end is the day: all of them have left by then
    assert (said["as_of"], said["running"], said["notice_given"]) == ("2026-03-09", 0, 0)
    assert any("valuation is taken as 2026-03-09, the last end, so all of them" in words for words in said["warnings"])
    more = [*rows, ("P0", "2025-03-05", "2026-03-05", "0"), ("P1", "2025-07-05", "2026-07-05", "1200")]
    yearly = written(tmp_path / "y.csv", more, ("customer_id", "start_date", "end_date", "annual premium"))
    said = told(yearly, "--as-of", "2025-06-30", "--auto-renew")
    assert any("12 ends that lie ahead" in words for words in said["assumed"])  # no trial's, none not yet started
    assert any("it is a month, for renewals: say" in words for words in said["warnings"])  # the fee's year is known
    said = told(path, "--as-of", "2026-12-31", "--auto-renew")
    assert not any("lie ahead" in words for words in said["assumed"])
    said = told(path, "--auto-renew", "--period", "year")  # the last start is the day, no end of a term
    assert (said["as_of"], said["running"]) == ("2025-03-09", 12)
    with pytest.raises(UsageError, match="--payments knows no ends that lie ahead"):
        told(path, "--payments", "monthly", "--auto-renew")


def test_where_no_contract_runs_any_more_nothing_is_valued(tmp_path: Path) -> None:
    """Movement, churn and curve are told; value, budget and scenarios have nobody to speak of."""
    rows = [row for row in simulated(90, 0.8, 3.0, 1.2, 2) if row[2]]
    path = written(tmp_path / "c.csv", rows)
    said = told(path, "--as-of", "2026-12-31")
    assert (said["customers"], said["running"], said["lost"]) == (0, 0, len(rows))
    assert said["customer_equity"] is None
    assert said["checks_ok"] is True
    assert "no contract runs on 2026-12-31: nothing is left to value" in said["cautions"]
    found = read([path], options(), Asked(as_of=dt.date(2026, 12, 31)))
    since = build(found, Terms(), openings=(opening("2026-03-31"),))
    book.write(since, tmp_path / "w.xlsx")
    assert since.statements[0].closing == 0.0
    assert openpyxl.load_workbook(tmp_path / "w.xlsx")["Equity movement"].max_row > 20
    tenures = [(f"{i}", "2", "yes", "30") for i in range(3)]
    gone = told(written(tmp_path / "t.csv", tenures, ("customerID", "tenure", "Churn", "MonthlyCharges")))
    assert "nobody runs any more: nothing is left to value" in gone["cautions"]
    with pytest.raises(InputError, match="no contract runs, so there is no value to ask about"):
        told(path, "--as-of", "2026-12-31", "--scenario", "a: margin=50%")


WORTH_NOTHING = "no renewal of those who run is expected within the horizon, so what they are still worth is 0"
YOUNG = [*((f"Y{i}", f"2026-0{1 + i % 4}-15", "", "120", "year") for i in range(8)),
         ("Z", "2026-01-15", "2026-03-20", "120", "year")]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "horizon"),
    [
        (YOUNG, 3.0),  # whoever came to a renewal was lost there: a churn of all
        ([*simulated(40, 0.8, 3.0, 1.2, 2)], 0.002),  # no renewal within the horizon
        ([(*row[:2], row[2] or "2026-12-31", *row[3:]) for row in YOUNG], 3.0),  # everyone has given notice
    ],
)
def test_who_runs_may_be_worth_nothing(tmp_path: Path, rows: list[tuple[str, ...]], horizon: float) -> None:
    """The value is 0, no unknown: intervals of no width, a caution, a workbook with budget and scenarios that holds."""
    found = read([written(tmp_path / "c.csv", rows)], options(), Asked(as_of=AS_OF))
    made = build(found, Terms(horizon=horizon), planning=Plan(), scenarios=["a: margin=50%"])
    assert made.running is not None
    assert made.equity is not None
    assert (made.equity.low, made.equity.value, made.equity.high) == (0.0, 0.0, 0.0)
    assert WORTH_NOTHING in made.cautions
    assert book.write(made, tmp_path / "w.xlsx") == ()
    assert openpyxl.load_workbook(tmp_path / "w.xlsx")["Budget"].max_row > 20


def test_yen_and_totals_in_other_languages(tmp_path: Path) -> None:
    """A comma in yen can only group; a row called Totaal or 合計, without dates, is the sum of the others."""
    head = ("会員番号", "契約開始日", "解約日", "月額料金", "支払周期")
    first = ("K1", "2026/01/15", "", "3,980円", "month")
    for word in ("合計", "Totaal", "Итого:"):
        rows = [first, ("K2", "2026/02/15", "2026/04/15", "1,980円", "month"), (word, "", "", "5,960円", "")]
        said = told(written(tmp_path / "c.csv", rows, head), "--as-of", "2026-06-30")
        assert (said["mrr"], said["rows_used"], said["amount_used"], said["lost"]) == (3980, 2, 5960, 1)


def test_an_end_of_zeros_is_none(tmp_path: Path) -> None:
    """Shops write 0 or 0000-00-00 where a subscription runs."""
    rows = [("A", "2026-01-31", "0", "30", "month"), ("B", "2026-01-15", "0000-00-00 00:00:00", "30", "month")]
    assert told(written(tmp_path / "c.csv", rows), "--as-of", "2026-06-30")["running"] == 2


SUBSCRIPTIONS, RAVENSTACK = "XLCLV_SUBSCRIPTIONS", "XLCLV_RAVENSTACK"


@pytest.mark.skipif(SUBSCRIPTIONS not in os.environ, reason=f"{SUBSCRIPTIONS} names no file")
def test_real_subscriptions() -> None:
    """Maven Analytics' public exercise: counts, money and fits computed apart from xlclv."""
    said = told(os.environ[SUBSCRIPTIONS], "--grace", "0")
    assert (said["relationships"], said["lost"], said["running"]) == (3061, 1996, 1065)
    assert said["lost_by_renewals"] == [764, 551, 267, 171, 90, 57, 42, 23, 17, 10, 1, 3, 0]
    assert said["running_by_renewals"] == [223, 185, 155, 102, 88, 73, 45, 71, 38, 30, 29, 16, 10]
    assert said["constant_churn"] == pytest.approx(0.238585, abs=5e-7)
    fits = {fit["name"]: fit for fit in said["candidates"]}
    assert [*fits["sBG"]["params"].values()] == pytest.approx([2.1116, 5.2491], rel=1e-4)
    assert fits["sBG"]["log_likelihood"] == pytest.approx(-4543.1025, abs=1e-4)
    assert [*fits["BdW"]["params"].values()] == pytest.approx([0.8038, 2.1702, 1.3670], rel=1e-4)
    assert fits["BdW"]["log_likelihood"] == pytest.approx(-4534.0271, abs=1e-4)
    months = {row["month"]: row for row in said["movement"]}
    assert [months["2023-06"][n] for n in ("opening", "new", "reactivated", "churned", "closing")] == [
        33345, 8463, 546, -7059, 35295,
    ]  # fmt: skip
    # Six who had come and left within a month of the summer, and came again in August, are not new there.
    assert [months["2023-08"][n] for n in ("new", "reactivated", "churned", "closing")] == [7059, 1677, -6825, 41067]
    said = told(os.environ[SUBSCRIPTIONS], "--grace", "31")
    fits = {fit["name"]: fit for fit in said["candidates"]}
    assert (said["relationships"], said["lost"]) == (2975, 1910)
    assert [*fits["BdW"]["params"].values()] == pytest.approx([0.6712, 1.9185, 1.4572], rel=1e-4)


@pytest.mark.skipif(RAVENSTACK not in os.environ, reason=f"{RAVENSTACK} names no file")
def test_real_accounts_of_several_contracts() -> None:
    """The invented software firm: December 2024 and the retention of the year, computed apart from xlclv."""
    said = told(os.environ[RAVENSTACK])
    last = said["movement"][-1]
    names = ("opening", "new", "expansion", "contraction", "closing", "customers")
    assert [last[name] for name in names] == [8460824, 496667, 1365101, -162984, 10159608, 500]
    assert (said["customers_12_months_ago"], said["logo_retention_12"]) == (185, 1.0)
    assert said["nrr_12"] == pytest.approx(2.9227, abs=5e-5)
    assert said["grr_12"] == pytest.approx(0.9959, abs=5e-5)


@pytest.mark.parametrize("late", ["2062-01-05", "9999-12-31"])
def test_a_start_after_today_moves_no_day(late: str, tmp_path: Path) -> None:
    """A contract that is signed, or a slip: it is not started, and who runs is worth what they were without it."""
    rows = [*simulated(60, 0.8, 3.0, 1.0, 7)]
    plain = told(written(tmp_path / "a.csv", rows))
    more = told(written(tmp_path / "b.csv", [*rows, ("Late", late, "", "40", "month")]))
    assert (more["as_of"], more["not_started"]) == (plain["as_of"], 1)
    assert more["customer_equity"] == plain["customer_equity"]
    (said,) = (line for line in more["warnings"] if "after today" in line)
    assert "1 day of starts and ends lies after today" in said
    assert f"(1 contract not started): the day of valuation is taken as {plain['as_of']}" in said
    ends = told(written(tmp_path / "c.csv", [*rows, ("Late", "2024-01-05", late, "40", "month")]))
    assert (ends["as_of"], ends["running"]) == (plain["as_of"], plain["running"] + 1)


def test_pseudonyms_with_a_file_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Contracts of pseudonyms meet their customers, and no id is told."""
    monkeypatch.setenv("XLCLV_PSEUDONYM_KEY", "a key of sixteen letters")
    rows = simulated(60, 0.8, 3.0, 1.0, 7)
    ids = sorted({row[0] for row in rows})
    people = tmp_path / "people.csv"
    regions = (f"{name},{'NS'[at % 2]}" for at, name in enumerate(ids))
    people.write_text("\n".join(["customer,region", *regions]), "utf-8")
    made = told(written(tmp_path / "a.csv", rows), "--customers", str(people), "--pseudonymise")
    assert made["customers_file"]["matched"] == len(ids)
    assert not [name for name in ids if name in str(made)]
