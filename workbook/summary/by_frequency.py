"""On the Tracking sheet: customers by repeat purchases, then and later, and by what the model expected of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlclv.validation.holdout import Assessment
from xlclv.workbook.bars import column_chart
from xlclv.workbook.calculation import shown
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PERCENT, WHOLE
from xlclv.workbook.summary.check import Check

_SHEET = "Tracking"
NONE_CAME = "none came"  # where there is nothing to be a share of
_MOST = 10  # rows of the tallest table: eight frequencies, ten tenths


@dataclass(frozen=True, slots=True)
class Groups:
    """What came after the cut-off and what was predicted for it, as formulas, and the lines for the Checks sheet."""

    came: str
    predicted: str
    checks: list[Check]


def second_page(row: int) -> int:
    """Where the tables of the holdout begin: below the calibration and its chart."""
    return row + _MOST + 3


def rows(row: int) -> int:
    """The first row below everything laid out from `row` on."""
    return second_page(row) + _MOST + 3


def build(sheet: Sheet, told: Assessment, row: int) -> Groups:
    """Calibration with its chart; below it the holdout by frequency and by tenth, side by side."""
    below = second_page(row)
    counts = _calibration(sheet, told, row)
    later = _conditional(sheet, told, below)
    tenths, came, predicted = _tenths(sheet, told, below)
    people = told.customers
    blocks = (
        ("frequency", counts[0], 0),
        ("expected frequency", counts[1], 1e-6 * people),
        ("frequency, holdout", later, 0),
        ("tenth", tenths, 0),
    )
    words = "Tracking: customers by {} = customers judged"
    return Groups(
        came, predicted, [Check(words.format(what), f"=SUM({block})", people, near) for what, block, near in blocks]
    )


def _block(letter: str, first: int, count: int) -> str:
    return f"{_SHEET}!${letter}${first}:${letter}${first + count - 1}"


def _calibration(sheet: Sheet, told: Assessment, row: int) -> tuple[str, str]:
    found = told.calibration
    sheet.section(row, "Up to the cut-off: customers by repeat purchases", 4)
    heads = _heads(sheet, row + 1, 1, ("Repeat purchases", "Actual", "Model", "Model / actual - 1"))
    labels, actual, model = [], [], []
    for at, (label, is_, was) in enumerate(zip(found.labels, found.actual, found.expected, strict=True), row + 2):
        labels.append(sheet.put(at, 1, label, "Text"))
        actual.append(sheet.put(at, 2, float(is_), fmt=WHOLE))
        model.append(sheet.put(at, 3, float(was), fmt="#,##0.0"))
        _apart(sheet, at, 4, "C", "B")
    spoken = "; ".join(
        f"{a.value}: {shown(b.number)}, model {shown(c.number)}" for a, b, c in zip(labels, actual, model, strict=True)
    )
    alt = f"Columns: customers by repeat purchases up to the cut-off, actual and model. {spoken}"
    chart = column_chart(
        labels,
        [(heads[1], actual), (heads[2], model)],
        fmt=WHOLE,
        x="Repeat purchases",
        y="Customers",
        alt=alt,
        name="Calibration by frequency",
    )
    place(sheet, chart, f"F{row}", f"L{row + _MOST + 2}")
    count = len(labels)
    return _block("B", row + 2, count), _block("C", row + 2, count)


def _conditional(sheet: Sheet, told: Assessment, row: int) -> str:
    found = told.conditional
    sheet.section(row, "After it: mean purchases, by those before", 5)
    _heads(sheet, row + 1, 1, ("Repeat purchases before", "Customers", "Actual", "Model", "Model / actual - 1"))
    columns = zip(found.labels, found.customers, found.actual, found.expected, strict=True)
    for at, (label, people, is_, was) in enumerate(columns, row + 2):
        sheet.put(at, 1, label, "Text")
        sheet.put(at, 2, int(people), fmt=WHOLE)
        sheet.put(at, 3, float(is_), fmt=DECIMAL)
        sheet.put(at, 4, float(was), fmt=DECIMAL)
        _apart(sheet, at, 5, "D", "C")
    return _block("B", row + 2, len(found.labels))


def _tenths(sheet: Sheet, told: Assessment, row: int) -> tuple[str, str, str]:
    """By falling expectation: does the model rank well, and is each group's mean right?"""
    for column in range(7, 12):
        sheet.put(row, column, "After it: mean purchases, by what was expected" if column == 7 else None, "Heading")
    _heads(sheet, row + 1, 7, ("Group, best first", "Customers", "Actual", "Model", "Model / actual - 1"))
    for at, group in enumerate(told.deciles, row + 2):
        values = (group.place, "0"), (group.n, WHOLE), (group.actual, DECIMAL), (group.predicted, DECIMAL)
        for column, (value, fmt) in enumerate(values, 7):
            sheet.put(at, column, value, fmt=fmt)
        _apart(sheet, at, 11, "J", "I")
    count = len(told.deciles)
    people, is_, was = (_block(letter, row + 2, count).partition("!")[2] for letter in "HIJ")
    return _block("H", row + 2, count), f"=SUMPRODUCT({people},{is_})", f"=SUMPRODUCT({people},{was})"


def _heads(sheet: Sheet, row: int, column: int, words: Sequence[str]) -> list[Ref]:
    sheet.height(row, 32)
    return [
        sheet.put(row, column + i, word, "Head number" if i or column > 1 else "Head") for i, word in enumerate(words)
    ]


def _apart(sheet: Sheet, row: int, column: int, model: str, actual: str) -> None:
    text = f'=IF({actual}{row}=0,IF({model}{row}=0,"","{NONE_CAME}"),{model}{row}/{actual}{row}-1)'
    sheet.live(row, column, text, fmt=PERCENT)
