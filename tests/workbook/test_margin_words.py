"""Where values are the margin of the lines, no word of any sheet calls them sales."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.companions.shops import run, write
from tests.workbook.conftest import make_report
from tests.workbook.recalculation import Calculation
from xlclv import workbook
from xlclv.terms.money import MARGIN, SALES

_SALES = re.compile(r"\b(?:sales|spen[dt]|revenue)\b", re.IGNORECASE)
PAGES = ("Summary", "Segments", "Cohorts")
SAMPLE = resources.files("xlclv.demo")
# What is sales, or spent, all the same: sheet by sheet.
RIGHTLY = {
    "Data check": (
        r"every value is margin: [\d,.]+ of sales of [\d,.]+, line by line",
        r".*: spend by month, \d+ rows",
        r'.*: period is ".*", spend is ".*"',  # the columns taken
    ),
    "Sentences": (r"every value is margin: [\d,.]+ of sales of [\d,.]+(, line by line)?", r" of sales of "),
    "Journey": ("Spend",),  # to win customers
    "Service": (r"Rule: seconds a contact may take spend \d+% of the remaining CLV on the contacts to come\.",),
    "Method": (r"xlclv summarize .*",),  # the command as it was typed
}


def texts(path: Path, pages: tuple[str, ...]) -> dict[str, list[str]]:
    """What the cells of these sheets show that speaks of sales."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return {
        page: [cell.value for row in book[page].iter_rows() for cell in row
               if isinstance(cell.value, str) and _SALES.search(cell.value)]
        for page in pages if page in book.sheetnames
    }  # fmt: skip


@pytest.mark.parametrize("by_line", [True, False])
def test_the_headline_says_what_values_are(by_line: bool, tmp_path: Path) -> None:
    """Margin by line is what customers are worth, as with --margin; sales they will spend."""
    report = make_report(60, margin=1.0)
    given = replace(report.assumptions, by_line=by_line)
    workbook.write(replace(report, assumptions=given), tmp_path / "a.xlsx")
    said = Calculation(tmp_path / "a.xlsx").at(("Summary", 1, 1))
    assert str(said).startswith("Customers are worth " if by_line else "Customers will spend ")
    assert any(texts(tmp_path / "a.xlsx", PAGES).values()) != by_line


def test_too_few_customers_for_values_left_margin_too(tmp_path: Path) -> None:
    """Of a base that no model fits to: what the lines left so far, not what customers spent."""
    rows = [["2026-01-05", "A", "10.00", "4.00"], ["2026-02-05", "B", "20.00", "5.00"]]
    path = write(tmp_path / "a.csv", ["date", "customer", "amount", "line cost"], rows)
    run("summarize", path, "--cost", "line cost", "-o", str(tmp_path / "a.xlsx"))
    book = Calculation(tmp_path / "a.xlsx")
    assert book.at(("Summary", 1, 1)) == "Customers have left 21 margin so far"
    assert book.at(("Summary", 3, 1)) == "Margin by line"
    assert texts(tmp_path / "a.xlsx", ("Summary",)) == {"Summary": []}


def told(path: Path) -> Iterator[tuple[str, str]]:
    """Sheet and text of whatever a reader of the workbook sees: cells, what they ask for, names, pictures."""
    import zipfile

    import openpyxl

    shown, held = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    for sheet in shown:
        texts: list[Any] = [cell.value for row in sheet.iter_rows() for cell in row]
        rules = held[sheet.title].data_validations.dataValidation
        texts += [text for rule in rules for text in (rule.prompt, rule.error, rule.promptTitle)]
        yield from ((sheet.title, text) for text in texts if isinstance(text, str))
        # Words that a formula would show at other inputs, too; names of cells are no words.
        for cell in (cell for row in held[sheet.title].iter_rows() for cell in row):
            if isinstance(cell.value, str) and cell.value.startswith("="):
                yield from ((sheet.title, word) for word in re.findall(r'"([^"]*)"', cell.value))
    yield from (("names", name.comment) for name in held.defined_names.values() if name.comment)
    with zipfile.ZipFile(path) as package:
        for part in (part for part in package.namelist() if re.search(r"charts?/|drawings/|comments", part)):
            for found in re.findall(r"<(?:a:t|c:v|t)>([^<]+)<|descr=\"([^\"]*)\"", package.read(part).decode()):
                yield "pictures", "".join(found)


def by_line(folder: Path, customers: str) -> Path:
    """Orders of some customers of the sample, each line with its cost."""
    with SAMPLE.joinpath("sample_orders.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if re.fullmatch(customers, row["Customer ID"])]
    lines = [[*row.values(), f"{float(row['Amount']) * (0.5 + at % 20 / 100):.2f}"] for at, row in enumerate(rows)]
    return write(folder / "orders.csv", [*rows[0], "Line cost"], lines)


def strayed(path: Path) -> list[tuple[str, str]]:
    """Texts that speak of sales, and of no figure that is."""
    return [
        (sheet, text) for sheet, text in told(path)
        if _SALES.search(text) and not any(re.fullmatch(allowed, text) for allowed in RIGHTLY.get(sheet, ()))
    ]  # fmt: skip


def test_no_sheet_says_sales_of_what_is_margin(tmp_path: Path) -> None:
    """With everything beside the orders, an opening, scenarios and a budget; HTML and terminal neither."""
    path, book = by_line(tmp_path, r"C.*[07]"), tmp_path / "a.xlsx"
    beside = [
        word for name in ("customers", "contacts", "acquisition")
        for word in (f"--{name}", str(SAMPLE / f"sample_{name}.csv"))
    ]  # fmt: skip
    plans = [
        "--opening",
        "2026-03-31",
        "--new-customers",
        "40",
        "--fixed-costs",
        "2500",
        "--scenario",
        "Down: orders=-10%",
    ]
    done = run("summarize", path, "--cost", "Line cost", "--currency", "EUR", "--cac", "25", "--as-of", "2026-06-30",
               "--contact-cost", "3", "--by", "Channel", *beside, *plans, "-o", book,
               "--html", tmp_path / "a.html")  # fmt: skip
    assert done.exit_code == 0, done.output or done.exception
    sheets = {sheet for sheet, _ in told(book)}
    assert {"Budget", "Movement", "Scenarios", "Service", "Journey", "Card", "By Channel", "Profiles"} <= sheets
    assert strayed(book) == []
    page = re.sub(r"<style.*?</style>", "", (tmp_path / "a.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    shown = [*re.split(r"<[^>]*>", page), *done.stdout.splitlines()]
    allowed = [text for texts in RIGHTLY.values() for text in texts]
    said = [text.strip() for text in shown if _SALES.search(text)]
    assert [text for text in said if not any(re.search(one, text) for one in allowed)] == []
    assert said


def test_nor_does_that_of_too_few_customers(tmp_path: Path) -> None:
    """What happened was margin too."""
    path, book = by_line(tmp_path, r"C0000[1-7]"), tmp_path / "a.xlsx"
    done = run("summarize", path, "--cost", "Line cost", "--currency", "EUR", "-o", book)
    assert done.exit_code == 0, done.output or done.exception
    assert strayed(book) == []


def test_every_word_is_said_for_both() -> None:
    """No word for margin speaks of sales, and the words for sales are those of before."""
    for field in fields(MARGIN):
        assert not _SALES.search(getattr(MARGIN, field.name)), field.name
    assert (SALES.add_up, MARGIN.add_up) == ("sales of the months add up", "margin of the months adds up")
    assert (SALES.to_date, SALES.given, SALES.times) == ("sales to date", "sales before margin", " x margin")
