"""End to end: what we write for people without the add-in, opened in Calc beside the add-in, formula by formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.calc.office import Book, Office
from workbook import templates
from workbook.templates.gallery import FAMILIES
from xlclv.cli.demo import demo

pytestmark = pytest.mark.libreoffice

# On a sheet of the gallery: where values begin, and a corner right of everything for the add-in's own answer.
_VALUES, _CORNER, _AREA = "D", "AN", "AN{}:BE{}"
_ROWS = 16
ENTRIES = {name: (sheet, entry.kind) for sheet, family in FAMILIES.items() for name, entry in family.items()}
# These show no call on cells: words about one, a table of its own, and two fits to data that the file does not carry.
CALLS = [name for name in ENTRIES if name not in ("CLV_WHY", "CLV_SELFTEST", "CLV_BTYD_FIT", "CLV_SPEND_FIT")]


@pytest.fixture(scope="module")
def gallery(calc: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("gallery") / "functions.xlsx"
    templates.write_functions(path)
    book = calc.book(path)
    for sheet in FAMILIES:
        book.ask("unprotect", sheet)
    yield book
    book.ask("close")


class Block(NamedTuple):
    """A function's block on its sheet: its call with the add-in, and its rows of results."""

    typed: str
    results: list[tuple[str, list[Any]]]


@pytest.fixture(scope="module")
def blocks(gallery: Book) -> dict[str, Block]:
    found: dict[str, Block] = {}
    for title in FAMILIES:
        last = gallery.ask("rows", title)
        name, results = "", []
        for line in [*gallery.sees(f"A1:R{last}", sheet=title), [""] * 18]:
            if line[0] in ENTRIES:
                name, results = line[0], []
                found[name] = Block("", results)
            elif line[0] == "With the add-in":
                found[name] = Block(line[1], results)
            elif str(line[0]).startswith("Result"):
                results.append((line[0], [value for value in line[3:] if value != ""]))
    return found


@pytest.mark.parametrize("name", CALLS)
def test_the_gallery_s_twin_is_the_add_in_s_answer(gallery: Book, blocks: dict[str, Block], name: str) -> None:
    """The call that a block tells a user to type gives, on the same sheet, what the block's own formulas show."""
    sheet, kind = ENTRIES[name]
    block = blocks[name]
    assert block.typed.startswith(f"={name}(")
    assert block.results
    calls = [block.typed.replace(",", ";")]
    if name == "CLV_RETENTION":  # the block shows the endless value too
        calls.append(f"{';'.join([*calls[0].split(';')[:3], '', *calls[0].split(';')[4:]])}")
    answers: list[Any] = []
    for call in calls:
        gallery.put({_AREA.format(1, _ROWS): f"{{{call}}}"}, sheet=sheet)
        answers += [cell for row in gallery.sees(_AREA.format(1, _ROWS), sheet=sheet) for cell in row]
        gallery.put({_AREA.format(1, _ROWS): None}, sheet=sheet)
    for label, values in block.results:
        assert values, label
        for value in values:
            assert any(alike(value, answer, kind) for answer in answers), (label, value, answers[:12])


def alike(shown: Any, answer: Any, kind: str) -> bool:
    """Equal texts; numbers to nine digits, a fit that stands there as a value as far as it is printed."""
    if isinstance(shown, str) or isinstance(answer, str):
        return bool(shown == answer)
    return bool(answer == pytest.approx(shown, rel=1e-9 if kind == "N" else 1e-4, abs=1e-12))


@pytest.fixture(scope="module")
def summary(calc: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("summary") / "clv-summary.xlsx"
    demo.main(["-o", str(path)], standalone_mode=False)
    book = calc.book(path)
    book.ask("new_sheet", _SCRATCH)
    book.put({f"{column}{i}": text for i, pair in enumerate(TWINS, 1) for column, text in zip("AB", pair, strict=True)},
             sheet=_SCRATCH)  # fmt: skip
    yield book
    book.ask("close")


_SCRATCH = "With the add-in"
_BUYING, _SPEND = "$Assumptions.B27:B30", "$Assumptions.B32:B34"
_CLV, _SEGMENTS = "$Customers.S5:S4004", "$Customers.B5:B4004"
_WEEKS = "Horizon*365.25/7"
# with the add-in, and the workbook's own cell; a later row stands on the same sheet as an earlier one
TWINS = [
    *[
        pair
        for row in (5, 6, 1200, 4004)
        for history in (f"$Customers.F{row};$Customers.G{row};$Customers.H{row}",)
        for pair in (
            (f"=CLV_P_ALIVE({_BUYING};{history})", f"=$Customers.J{row}"),
            (f"=CLV_EXPECTED_ORDERS({_BUYING};{history};{_WEEKS})", f"=$Customers.K{row}"),
            (f"=CLV_EXPECTED_SPEND({_SPEND};$Customers.F{row};$Customers.I{row})", f"=$Customers.L{row}"),
            (
                f"=CLV_BTYD(DiscountRate;{_BUYING};{_SPEND};{history};$Customers.I{row};{_WEEKS};Margin)",
                f"=$Customers.S{row}",
            ),
        )
    ],
    *[
        (f"=INDEX(CLV_SEGMENT_TABLE({_CLV};{_SEGMENTS});{row - 4};{column})", f"=$Segments.{own}{row}")
        for row in range(6, 10)
        for column, own in ((2, "B"), (3, "G"), (5, "D"), (6, "E"), (7, "I"))
    ],
    (f"=CLV_CONCENTRATION({_CLV})", "=Gini"),
    (f'=CLV_CONCENTRATION({_CLV};"top";TopShare)', "=$Segments.D16"),
    *[(f"=INDEX(CLV_DECILES({_CLV});{i};3)", f"=$Concentration.F{6 + i}") for i in range(1, 11)],
    ("=MIN($Acquisition.B9;CLV_CAC_MAX($Acquisition.B8;TargetRatio;MinimumProfit))", "=MaximumCAC"),
    ("=CLV_TO_CAC($Acquisition.B8;AcquisitionCost)", "=$Acquisition.B14"),
    ("=CLV_PAYBACK(AcquisitionCost;$Acquisition.B21;$Acquisition.B22;DiscountRate;$Acquisition.B23)",
     "=$Acquisition.B25"),
]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [{}, {"B6": 0.55}, {"B9": 0.2, "B10": 2.0}, {"B8": 60.0, "B11": 30.0}],
    ids=["as exported", "margin", "top group and target ratio", "acquisition cost and minimum profit"],
)
def test_the_summary_s_formulas_are_the_add_in_s_answers(summary: Book, change: dict[str, float]) -> None:
    """Customers, segments, concentration, acquisition: the same from both, as exported and after a changed input."""
    summary.put(change, sheet="Assumptions")
    summary.ask("calculate")
    for i, row in enumerate(summary.sees(f"A1:B{len(TWINS)}", sheet=_SCRATCH)):
        assert isinstance(row[0], float), (TWINS[i], row)
        assert row[0] == pytest.approx(row[1], rel=1e-6), TWINS[i]
    assert summary.sees("E3", sheet="Checks") == 1.0
