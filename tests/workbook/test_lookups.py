"""Texts that Excel takes for one another (vip4 and VIP4, 5 and 05, * and all) keep their own figures in every sheet."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.by_hand import simulated
from xlclv.workbook import lookups
from xlclv.workbook.calculation import Formula
from xlclv.workbook.calculation.expression import Call, Expression, Negative, Operation
from xlclv.workbook.calculation.scope import Scope
from xlclv.workbook.calculation.values import FormulaError, array, is_block
from xlclv.workbook.lint import faults
from xlclv.workbook.writer import Book

from .mutants import book_by
from .recalculation import Calculation, cached, differing, formulas, libreoffice, poison

NUMBERS = ("5", "05", "5.0", "5e0")
NAMES = ("Basic", "basic", "BASIC", "*", "Ba?ic", ">5", "TRUE")
IDS = [*(f"{word}{i}" for i in range(6) for word in ("vip", "VIP")), "a*", "a~b", "x" * 300]
_LOOKED_FOR = {"MATCH": 1, "COUNTIF": 0, "COUNTIFS": 0, "SUMIFS": 1, "AVERAGEIFS": 1}  # where the blocks begin


LONG = "What the plan was called in the contract signed at first by the clerk"  # more letters than a header has


def _file(path: Path, head: str, rows: Iterable[Iterable[Any]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head.split(","), *rows])
    return str(path)


def _orders(folder: Path) -> list[str]:
    """Orders of customers told apart by capitals alone, some with a level by order and two by customer."""
    ids, start = [*IDS, *(f"n{i}" for i in range(90))], dt.date(2024, 1, 1)
    rows = [
        (
            name,
            start + dt.timedelta(i % 200 + k * (30 + i % 5)),
            500 - 7 * i if i < len(IDS) else 20 + i,
            NUMBERS[i % 4],
        )
        for i, name in enumerate(ids)
        for k in range(18 if i < len(IDS) else 1 + i % 5)
    ]
    people = [(name, NUMBERS[i // 2 % 4], NAMES[i % 7]) for i, name in enumerate(ids)]
    return ["summarize", _file(folder / "orders.csv", "customer,date,amount,chan", rows), "--by", "chan", "--customers",
            _file(folder / "people.csv", "customer,size,tariff", people), "-o", str(folder / "clv.xlsx")]  # fmt: skip


def _contracts(folder: Path) -> list[str]:
    rows = [
        (*row, NUMBERS[i % 4], NAMES[i % 7], NAMES[i % 5]) for i, row in enumerate(simulated(160, 0.8, 3.0, 1.2, 2))
    ]
    people = [(row[0], NUMBERS[i // 3 % 4], NAMES[i // 2 % 7]) for i, row in enumerate(rows)]
    head = "customer_id,start_date,end_date,fee,billing_period,Plan,Tariff," + LONG
    by = [word for name in ("Plan", "Tariff", LONG) for word in ("--by", name)]
    return ["contracts", _file(folder / "contracts.csv", head, rows), *by, "--customers",
            _file(folder / "people.csv", "customer_id,size,grade", people), "--as-of", "2026-06-30", "-o",
            str(folder / "clv.xlsx")]  # fmt: skip


@pytest.fixture(scope="module", params=["orders", "contracts"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Both kinds that have a user's words in them."""
    return book_by((_orders if request.param == "orders" else _contracts)(tmp_path_factory.mktemp("alike")))


def column(book: Book, header: str) -> list[Any]:
    """A column of the customers' table."""
    return array(book.calculation.whole("CustomerTable", header)).ravel().tolist()  # type: ignore[no-any-return]


def test_every_check_holds_and_excel_has_nothing_to_repair(book: Book, tmp_path: Path) -> None:
    """Sound files give a workbook that says so."""
    book.save(tmp_path / "clv.xlsx")
    assert book.checks
    assert book.calculation.worked("=AllChecksOK") is True
    assert faults(tmp_path / "clv.xlsx") == []


def test_the_best_customers_have_their_own_value(book: Book) -> None:
    """On the Summary each stands with the value that its own row of the table has."""
    if "Card" not in book.sheets:
        return
    worth = dict(zip(column(book, "Customer"), column(book, "Remaining CLV"), strict=True))
    cells = {(row, at): value for row, at, _, value in book.sheets["Summary"].cells()}
    found = {
        str(cells[row, next(c for c in range(at - 1, 0, -1) if cells.get((row, c)) is not None)]):
            book.calculation.value(("Summary", row, at))
        for (row, at), value in cells.items() if isinstance(value, Formula) and "[Customer]" in value.text
    }  # fmt: skip
    assert len(found) == 10
    assert {"vip1", "VIP1"} <= set(found)
    assert found == {name: pytest.approx(worth[name]) for name in found}


def test_the_card_shows_the_customer_chosen(book: Book) -> None:
    """Value and levels are those of the very id, whatever another id is alike to."""
    if "Card" not in book.sheets:
        return
    ids, worth, size = (column(book, header) for header in ("Customer", "Remaining CLV", "By size"))
    lines = {value: row for row, at, _, value in book.sheets["Card"].cells() if at == 1}
    for name in IDS:
        at = ids.index(name)
        book.calculation.put(("Card", 4, 2), name)
        assert book.calculation.value(("Card", lines["Remaining CLV"], 2)) == pytest.approx(worth[at]), name
        assert book.calculation.value(("Card", lines["size"], 2)) == size[at], name
        assert book.calculation.worked("=AllChecksOK") is True
    book.calculation.put(("Card", 4, 2), "Vip1")
    assert book.calculation.value(("Card", 5, 2)) == "not found"
    book.calculation.put(("Card", 4, 2), ids[0])


def test_each_level_has_its_own_customers_value(book: Book) -> None:
    """The sum over the customers whose level is the very text."""
    if "Card" in book.sheets:
        return
    for title, levels in (("By Plan", NUMBERS), ("By Tariff", NAMES)):
        worth = dict.fromkeys(levels, 0.0)
        for level, value in zip(column(book, title[3:]), column(book, "Remaining value"), strict=True):
            worth[level] += value
        cells = {value: row for row, at, _, value in book.sheets[title].cells() if at == 1 and 5 <= row < 12}
        found = {level: book.calculation.value((title, cells[level], 8)) for level in levels}
        assert found == {level: pytest.approx(value) for level, value in worth.items()}
        assert len({round(value, 2) for value in worth.values()}) == len(levels)


def test_points_are_those_of_the_very_level(book: Book) -> None:
    """Whoever is like the best has the points of the levels that stand beside, not of levels alike to them."""
    rows: dict[int, list[Any]] = {}
    for row, at, _, _ in book.sheets["Profiles"].cells():
        rows.setdefault(row, [None] * 20)[at - 1] = book.calculation.value(("Profiles", row, at))
    at = next(row for row, cells in rows.items() if cells[:3] == ["Attribute", "Level", "Points"])
    points = {}
    while rows.get(at := at + 1, [None])[0]:
        points[rows[at][0], rows[at][1]] = rows[at][2]
    top = next(row for row, cells in rows.items() if cells[:3] == ["Customer", "Rank", "Points"])
    names = rows[top][3:5]
    people = [rows[row] for row in range(top + 1, max(rows) + 1) if isinstance(rows.get(row, [0, 0])[1], float)]
    assert len(people) > 5
    assert [one[2] for one in people] == pytest.approx(
        [points[names[0], one[3]] + points[names[1], one[4]] for one in people]
    )


def test_ironcalc_agrees(book: Book, tmp_path: Path) -> None:
    """A program that takes one cell of a range where a text is asked for works the same figures out."""
    book.save(tmp_path / "clv.xlsx")
    found, judge = formulas(tmp_path / "clv.xlsx"), Calculation(tmp_path / "clv.xlsx")
    mine = {place: book.calculation.value(place) for place, text in found.items() if "EXACT(" in text}
    assert len(mine) > 10
    assert differing({place: judge.at(place) for place in mine}, mine) == []
    assert judge.value("AllChecksOK") is True


@pytest.mark.libreoffice
def test_libreoffice_agrees(book: Book, tmp_path: Path) -> None:
    """Recalculated from nothing, every cell is the same there, and every check holds."""
    book.save(tmp_path / "clv.xlsx")
    found = formulas(tmp_path / "clv.xlsx")
    again = libreoffice(poison(tmp_path / "clv.xlsx", tmp_path / "poisoned.xlsx"), tmp_path)
    assert differing(cached(again, found), cached(tmp_path / "clv.xlsx", found)) == []


def _said(book: Book) -> Iterator[tuple[str, Scope]]:
    """Every formula with where it stands; of a table's column its first row."""
    for title, sheet in book.sheets.items():
        held = [(f"{title} {row} {at}", value) for row, at, _, value in sheet.cells()]
        table = book.calculation._grid(title).table
        held += [(f"{title} {header}", value) for header, value in table.columns.items()] if table else []
        for place, value in held:
            if isinstance(value, Formula):
                yield place, Scope(book.calculation, value, title)


def _parts(whole: Expression) -> Iterator[Expression]:
    yield whole
    if isinstance(whole, Call):
        inside: tuple[Expression, ...] = whole.arguments
    elif isinstance(whole, Operation):
        inside = (whole.left, whole.right)
    else:
        inside = (whole.of,) if isinstance(whole, Negative) else ()
    for one in inside:
        yield from _parts(one)


def _blocks(part: Expression) -> list[Expression]:
    """What a part of a formula looks for a text in, by rules that take texts for one another."""
    if isinstance(part, Operation) and part.sign in ("=", "<>"):
        return [part.left, part.right]
    if not isinstance(part, Call) or part.name not in _LOOKED_FOR:
        return []
    blocks = part.arguments[_LOOKED_FOR[part.name] :]
    return list(blocks[:1] if part.name == "MATCH" else blocks[::2])


def test_no_formula_looks_a_users_text_up_by_rules_that_take_others_for_it(book: Book) -> None:
    """MATCH, criteria and = over a column of ids or levels go by `lookups`: what it cannot tell apart is not there."""
    theirs, judged, wrong = {*NUMBERS, *NAMES, *IDS}, 0, []
    for place, scope in _said(book):
        for part in _parts(scope.root):
            for block in _blocks(part):
                judged += 1
                try:
                    held = block.value(scope)
                except FormulaError:
                    continue
                texts = {value for value in array(held).ravel().tolist() if isinstance(value, str)}
                if is_block(held) and texts & theirs:
                    wrong.append(place)
    assert judged > 50
    assert wrong == []


def test_texts_are_told_apart_by_the_strictest_program() -> None:
    """Capitals, width, accents, kana, unseen letters, wildcards and length; zeros in front are no matter to MATCH."""
    twins = [("vip4", "VIP4"), ("ｖip", "vip"), ("Zoe\u0301", "Zoë"), ("か", "カ"), ("a\u200bb", "ab"), ("ß", "SS")]
    for one, other in twins:
        assert lookups.alone([one, other], [one, other]) == [False, False], (one, other)
        assert lookups.alone([one], [one, "else"]) == [True]
    assert (
        lookups.alone(["a*", "a?", "a~", "y" * 256, "😀" * 128, "05", "y" * 255], NUMBERS) == [False] * 5 + [True] * 2
    )
