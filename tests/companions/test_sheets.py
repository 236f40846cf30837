"""The sheets beside the orders: recalculated by another program, live in the margin, held by the checks, clean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.companions.shops import orders_file, run, shop, write
from tests.workbook.recalculation import Calculation
from xlclv.workbook import lint

LONG = "Preferred 'communication'\x07 channel\n#1 of [all]"
CALLS = ("customer", "day", "channel", "reason", "handle_seconds", "satisfaction")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with everything beside the orders."""
    folder = tmp_path_factory.mktemp("beside")
    rows = shop()
    path, names = orders_file(folder, rows), sorted({row[1] for row in rows})
    people = [[name, "North" if i % 2 else "South", 20 + i % 50] for i, name in enumerate(names[:-5])]
    people += [["P1", "North", 33], ["P2", "East", 44]]
    calls = [
        [
            name,
            f"2025-{1 + (i + k) % 12:02d}-1{k}",
            ("phone", "chat")[i % 2],
            ("bill", "delivery")[k % 2],
            60 + 7 * (i % 60),
            1 + i % 5,
        ]
        for i, name in enumerate(names)
        for k in range(i % 4)
    ]
    spend = [[f"2024-{month:02d}", channel, 200 + month] for month in range(7, 13) for channel in ("Web", "Agent")]
    target = folder / "clv.xlsx"
    done = run(
        "summarize", path, "--cost", "Cost", "--by", "Channel", "--by", "Category", "--customers",
        write(folder / "people.csv", ["Customer", "Region", LONG], people), "--contacts",
        write(folder / "calls.csv", CALLS, calls), "--contact-cost", "phone=4,chat=2", "--acquisition",
        write(folder / "spend.csv", ["month", "channel", "spend"], spend), "-o", target,
    )  # fmt: skip
    assert done.exit_code == 0, done.exception
    return target


def cells(book: Path, title: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(book, data_only=True)[title].iter_rows(values_only=True))


def test_no_fault_and_all_checks_hold(book: Path) -> None:
    """Excel has nothing to repair, another program works out the same, and every check holds."""
    assert lint.faults(book) == []
    calculation = Calculation(book)
    assert calculation.value("AllChecksOK") is True


def test_levels_move_with_the_margin(book: Path) -> None:
    """At half the margin every level is worth half, and the checks still hold."""
    calculation = Calculation(book)
    before = [calculation.at(("By Channel", row, 9)) for row in (6, 7, 8)]
    calculation.set("Margin", 0.5)
    assert [calculation.at(("By Channel", row, 9)) for row in (6, 7, 8)] == pytest.approx([one / 2 for one in before])
    assert calculation.value("AllChecksOK") is True
    calculation.set("DiscountRate", 0.3)
    assert calculation.at(("By Channel", 6, 9)) < before[0] / 2
    assert calculation.value("AllChecksOK") is True


def test_a_level_s_sentence_and_cost(book: Path) -> None:
    """The sentence names the level of the highest mean, and the one that pays best for its cost."""
    rows = cells(book, "By Channel")
    levels = {row[0]: row for row in rows[5:8]}
    best = max(levels.values(), key=lambda row: float(row[8]))
    assert str(rows[2][0]).startswith(f"Worth most a customer: {best[0]}, ")
    pays = max((row for row in levels.values() if isinstance(row[16], int | float)), key=lambda row: float(row[16]))
    assert str(rows[3][0]).startswith(f"Pays best for its cost: {pays[0]}, ")
    assert levels["Partner"][15] is None


def test_every_dimension_has_a_sheet_and_a_column(book: Path) -> None:
    """Those asked for first, then the attributes of the customers file, by names that Excel takes; customers carry
    their levels."""
    found = openpyxl.load_workbook(book, data_only=True)
    wanted = ["By Channel", "By Category", "By Region", "By Preferred communication chan"]
    assert [title for title in found.sheetnames if title.startswith("By ")] == wanted
    heads = [cell.value for cell in found["Customers"][4]]
    assert set(wanted) <= set(heads)
    at = heads.index("By Region")
    regions = [row[at] for row in found["Customers"].iter_rows(min_row=5, values_only=True)]
    assert regions.count("(not in people.csv)") == 5


def test_profiles_service_and_journey_have_their_sheets(book: Path) -> None:
    """Every file has its sheet, and points typed over move whoever has the level."""
    found = openpyxl.load_workbook(book)
    assert {"Profiles", "Service", "Journey"} <= set(found.sheetnames)
    rows = [[cell.value for cell in row] for row in found["Profiles"].iter_rows()]
    at = next(i for i, row in enumerate(rows, 1) if row[0] == "Attribute" and row[2] == "Points")
    first = next(i for i, row in enumerate(rows, 1) if row[0] == "Customer" and row[2] == "Points")
    calculation = Calculation(book)
    levels = {str(cell) for cell in rows[first][3:5]}
    spot = next(i for i in range(at + 1, first) if str(rows[i - 1][1]) in levels)
    before, points = calculation.at(("Profiles", first + 1, 3)), calculation.at(("Profiles", spot, 3))
    calculation.set(("Profiles", spot, 3), points + 10)
    assert calculation.at(("Profiles", first + 1, 3)) == pytest.approx(before + 10)


def test_service_takes_what_contacts_cost_off_what_customers_bring(book: Path) -> None:
    """By tier: margin after service, cost a customer, and the share resolved are what the sums say."""
    for row in cells(book, "Service")[5:9]:
        assert row[11] == pytest.approx(float(row[10]) - float(row[7]))
        assert row[9] == pytest.approx(float(row[8]) / float(row[1]))
        assert row[5] == pytest.approx(float(row[19]) / float(row[18]))
        assert row[14] == pytest.approx(float(row[13]) - float(row[7]) / float(row[22]) * float(row[23]))


def test_the_card_shows_whoever_is_chosen(book: Path) -> None:
    """Every line follows the id typed, no check minds, and an id that is nobody's is said to be."""
    rows = cells(book, "Customers")
    heads = rows[3]
    wanted = dict(zip(heads, rows[40], strict=True))
    calculation = Calculation(book)
    calculation.set("CardCustomer", str(wanted["Customer"]))
    card = {str(calculation.at(("Card", row, 1))): calculation.at(("Card", row, 2)) for row in range(4, 30)}
    assert card["Tier"] == wanted["Segment"]
    assert card["Remaining CLV"] == pytest.approx(wanted["Remaining CLV"])
    assert card["Contacts of 12 months"] == wanted["Contacts, 12 months"]
    lifetime = wanted["Margin of the lines"] + wanted["Remaining CLV"]
    assert card["Lifetime value, so far and to come"] == pytest.approx(lifetime)
    assert len(str(card["What to do"])) > 10
    assert calculation.value("AllChecksOK") is True
    calculation.set("CardCustomer", "nobody")
    assert calculation.at(("Card", 5, 2)) == "not found"


def test_the_first_page_answers_what_is_asked_most(book: Path) -> None:
    """One line a question: the best level, and after its cost, payback, who the best are, whom to call, when to act."""
    page = {row[0]: row[2] for row in cells(book, "Summary") if isinstance(row[0], str)}
    by = cells(book, "By Channel")
    assert page["Which Channel is worth most?"] == by[2][0]
    assert page["Which Channel pays best for its cost?"] == by[3][0]
    months = {row[0]: row[17] for row in by[5:8] if row[15] is not None}
    told = page["When is a new customer paid back?"]
    ending = " (month 1 begins with the first order; as exported)"  # the inputs move it nowhere
    assert told.endswith(ending)
    assert cells(book, "By Channel")[4][17] == "Payback month, as exported"
    assert told.removesuffix(ending).split("; ") == [
        f"{name}: month {month:g}" if isinstance(month, int | float) else f"{name}: not within the horizon"
        for name, month in months.items()
    ]
    profiles = cells(book, "Profiles")
    assert page["Who are the best customers?"] == profiles[2][0]
    assert str(profiles[2][0]).startswith("The best have more often: ")
    quality = next(str(row[0]) for row in profiles if str(row[0]).startswith("Tried on customers"))
    ids = [str(profiles[at + 2][0]) for at, row in enumerate(profiles) if "whom to call first" in str(row[0])]
    if "no better than chance" in quality:
        assert "no better than chance" in page["Whom to call first?"]
    else:
        assert all(name in page["Whom to call first?"] for name in ids)
    assert page["By when to act?"] == cells(book, "Journey")[2][0]
    assert page["What do those who exceed do early?"] == cells(book, "Journey")[3][0]
    assert page["And those who miss the mark?"] == cells(book, "Journey")[4][0]


def test_journey_says_what_differs(book: Path) -> None:
    """Shares and their difference are worked out of the counts on the sheet, and the sentence on top has them."""
    calculation, rows = Calculation(book), cells(book, "Journey")
    top = next(at for at, row in enumerate(rows, 1) if row[0] == "Step") + 1
    step = next(at for at, row in enumerate(rows, 1) if at > top and row[6] == "more than luck")
    exceed, miss = calculation.at(("Journey", top, 2)), calculation.at(("Journey", top, 3))
    shares = calculation.at(("Journey", step, 2)) / exceed, calculation.at(("Journey", step, 3)) / miss
    assert calculation.at(("Journey", step, 6)) == pytest.approx(shares[0] - shares[1])
    line = 4 if shares[0] > shares[1] else 5
    said = f"{rows[step - 1][0]} ({100 * max(shares):.0f}% against {100 * min(shares):.0f}%)"
    assert said in str(rows[line - 1][0])
    before = calculation.at(("Journey", line, 1))
    calculation.set(("Journey", step, 2), calculation.at(("Journey", step, 2)) + exceed)
    assert calculation.at(("Journey", line, 1)) != before
    assert calculation.value("AllChecksOK") is False
