"""End to end: what we write for people without the add-in, opened in Calc beside the add-in, formula by formula."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl.utils import get_column_letter

from tests.calc.office import Book, Office
from xlclv.cli.summarize import summarize
from xlclv.workbook import templates
from xlclv.workbook.templates.gallery import FAMILIES

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


_SCRATCH = "With the add-in"
_SAMPLE = Path(__file__).parents[2] / "xlclv" / "demo" / "sample_orders.csv"
_WEEKS = "Horizon*365.25/7"


class Places:
    """Where the summary's sheets have what, by their own words, so that a new column moves nothing here."""

    def __init__(self, book: Book, sheet: str) -> None:
        self._sheet = sheet
        self._rows = book.sees("A1:AZ80", sheet=sheet)

    def row(self, label: str) -> int:
        """The row that begins with a label."""
        return next(i for i, row in enumerate(self._rows, 1) if row[0] == label)

    def column(self, heading: str) -> str:
        """The column under a heading."""
        return next(get_column_letter(row.index(heading) + 1) for row in self._rows if heading in row)

    def at(self, heading: str, first: int, last: int = 0) -> str:
        """Cells of a column as a formula names them."""
        column = self.column(heading)
        return f"${self._sheet}.{column}{first}" + (f":{column}{last}" if last else "")

    def by(self, label: str) -> str:
        """The cell beside a label."""
        return f"${self._sheet}.B{self.row(label)}"


def twins_of(book: Book) -> list[tuple[str, str]]:
    """Each with the add-in, then the workbook's own cell; the rows of one sheet one after the other."""
    last = book.ask("rows", "Customers")
    people, tiers, tenths, cost, inputs = (
        Places(book, title) for title in ("Customers", "Segments", "Concentration", "Acquisition", "Assumptions")
    )
    buying = f"{inputs.by('r')}:B{inputs.row('b')}"
    spend = f"{inputs.by('p')}:B{inputs.row('gamma')}"
    found = []
    first = people.row("Customer") + 1
    for row in (first, first + 1, 1200, last):
        history = ";".join(people.at(heading, row) for heading in ("Frequency", "Recency (weeks)", "T (weeks)"))
        money = people.at("Monetary value", row)
        found += [
            (f"=CLV_P_ALIVE({buying};{history})", people.at("P(alive)", row)),
            (f"=CLV_EXPECTED_ORDERS({buying};{history};{_WEEKS})", people.at("Expected orders", row)),
            (f"=CLV_EXPECTED_SPEND({spend};{people.at('Frequency', row)};{money})", people.at("Expected spend", row)),
            (f"=CLV_BTYD(DiscountRate;{buying};{spend};{history};{money};{_WEEKS};Margin)",
             people.at("Remaining CLV", row)),
        ]  # fmt: skip
    values, groups = people.at("Remaining CLV", first, last), people.at("Segment", first, last)
    own = {2: "Customers", 3: "Mean CLV", 5: "Remaining CLV", 6: "Share of value", 7: "Index, average = 100"}
    head = tiers.row("Segment")
    for i in range(1, 5):
        for column, heading in own.items():
            call = f"=INDEX(CLV_SEGMENT_TABLE({values};{groups});{i + 1};{column})"
            found.append((call, tiers.at(heading, head + i)))
    share = f"$Segments.D{tiers.row('Share of the value')}"
    found += [(f"=CLV_CONCENTRATION({values})", "Gini"), (f'=CLV_CONCENTRATION({values};"top";TopShare)', share)]
    zero = tenths.row("Tenth of customers") + 1
    for i in range(1, 11):
        found.append((f"=INDEX(CLV_DECILES({values});{i};3)", tenths.at("Value of the tenth", zero + i)))
    lifetime = cost.by("Lifetime value, before the cost of winning")
    return [
        *found,
        (f"=CLV_CAC_MAX({lifetime};TargetRatio)", cost.by("Most by target ratio")),
        (f"=CLV_CAC_MAX({lifetime};1;MinimumProfit)", cost.by("Most by minimum profit")),
        (f"=CLV_TO_CAC({lifetime};AcquisitionCost)", cost.by("CLV : CAC")),
    ]


class Summary(NamedTuple):
    """The exported workbook in Calc, with a sheet more: the add-in's formulas, and beside each the workbook's cell."""

    book: Book
    twins: list[tuple[str, str]]


@pytest.fixture(scope="module")
def summary(calc: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Summary]:
    path = tmp_path_factory.mktemp("summary") / "clv-summary.xlsx"
    # The functions take a model's parameters and no level of values, so it is one model as it is.
    terms = ["--model", "BG/NBD", "--margin", "40%", "--cac", "25"]
    summarize.main([str(_SAMPLE), "-o", str(path), *terms], standalone_mode=False)
    book = calc.book(path)
    twins = twins_of(book)
    book.ask("new_sheet", _SCRATCH)
    book.put({f"A1:B{len(twins)}": [[with_it, f"={own}"] for with_it, own in twins]}, sheet=_SCRATCH)
    yield Summary(book, twins)
    book.ask("close")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"Margin": 0.55},
        {"Top group": 0.2, "Target CLV : CAC": 2.0},
        {"Acquisition cost": 60.0, "Minimum profit": 30.0},
    ],
    ids=["as exported", "margin", "top group and target ratio", "acquisition cost and minimum profit"],
)
def test_the_summary_s_formulas_are_the_add_in_s_answers(summary: Summary, change: dict[str, float]) -> None:
    """Customers, segments, concentration, acquisition: the same from both, as exported and after a changed input."""
    book, inputs = summary.book, Places(summary.book, "Assumptions")
    book.put({f"B{inputs.row(label)}": value for label, value in change.items()}, sheet="Assumptions")
    book.ask("calculate")
    for twin, row in zip(summary.twins, book.sees(f"A1:B{len(summary.twins)}", sheet=_SCRATCH), strict=True):
        assert isinstance(row[0], float), (twin, row)
        assert row[0] == pytest.approx(row[1], rel=1e-6), twin
    assert book.sees("E3", sheet="Checks") == 1.0
