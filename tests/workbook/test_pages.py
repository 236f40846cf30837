"""What a reader sees at first sight: room for large amounts, a word where something deserves a look."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
import pytest

from xlclv import workbook
from xlclv.report import Report
from xlclv.workbook.styles import in_brief

from .conftest import make_report


@pytest.mark.parametrize(("periods", "across"), [(12, 1), (36, 2)])
def test_long_triangles_go_over_pages(periods: int, across: int, tmp_path: Path) -> None:
    """A year of cohorts prints on one page's width; three years on two, each of which repeats whose rows they are."""
    workbook.write(make_report(periods=periods), tmp_path / "cohorts.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "cohorts.xlsx")["Cohorts"]
    assert sheet.page_setup.fitToWidth == across
    assert (sheet.print_title_cols is not None) == (across > 1)


@pytest.mark.parametrize(
    ("currency", "largest", "fmt"),
    [
        ("EUR", 999_999, '"€"#,##0;-"€"#,##0'),
        ("IDR", 2e8, '"IDR "#,##0.0,,"m";-"IDR "#,##0.0,,"m"'),
        ("", -2e10, '#,##0.0,,,"bn";-#,##0.0,,,"bn"'),
    ],
)
def test_amounts_beside_bars_are_brief(currency: str, largest: float, fmt: str) -> None:
    """From ten millions on in millions, gains and losses alike."""
    assert in_brief(currency, largest) == fmt


@pytest.mark.parametrize(("cautions", "words"), [((), "1 thing deserves"), (("x rests on y", "z"), "3 things deserve")])
def test_the_summary_points_at_what_deserves_a_look(
    report: Report, tmp_path: Path, cautions: tuple[str, ...], words: str
) -> None:
    """Warnings of the files and cautions of the models are counted on the Summary, told on Data check."""
    path = tmp_path / "look.xlsx"
    workbook.write(dataclasses.replace(report, cautions=cautions), path)
    book = openpyxl.load_workbook(path)
    cell = book["Summary"]["G3"]
    assert cell.value == f"{words} a look: see Data check"
    assert cell.hyperlink.location == "'Data check'!A1"
    told = [row[0].value for row in book["Data check"].iter_rows(max_col=1)]
    assert set(told) >= {caution[0].upper() + caution[1:] for caution in cautions}


def test_a_long_line_of_the_data_check_goes_on_below(report: Report, tmp_path: Path) -> None:
    """No word is cut off at the edge of the page, and none is lost."""
    path, long = tmp_path / "long.xlsx", " ".join(f"word{i}" for i in range(90))
    workbook.write(dataclasses.replace(report, ledger=dataclasses.replace(report.ledger, warnings=(long,))), path)
    rows = [str(row[0].value) for row in openpyxl.load_workbook(path)["Data check"].iter_rows(max_col=1)]
    pieces = [row for row in rows if "word" in row]
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 200
    assert " ".join(piece.strip() for piece in pieces) == long


def luminance(color: str) -> float:
    """Of a colour as six hex digits, by the accessibility guidelines of the W3C."""
    parts = (int(color[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_stand_out_from_what_is_behind_them(written: Path) -> None:
    """Every cell's letters have a contrast of at least 4.5 to 1 with their background."""
    judged = set()
    for ws in openpyxl.load_workbook(written):
        for row in ws.iter_rows(max_row=60):
            for cell in row:
                if cell.value is not None:
                    filled = cell.fill.fill_type == "solid"
                    judged.add((cell.font.color.rgb, cell.fill.fgColor.rgb if filled else "FFFFFF"))
    assert len(judged) > 5
    for letters, behind in judged:
        dark, light = sorted((luminance(letters), luminance(behind)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (letters, behind)
