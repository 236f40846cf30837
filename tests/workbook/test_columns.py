"""No number shows as ###: columns are as wide as what stands in them, whatever the amounts."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from xlclv import workbook
from xlclv.report import Report

from .conftest import make_report

MONEY = ("monetary_value", "expected_spend", "sales", "remaining")
_PLAIN = re.compile(r'(?:"[^"]*")?#,##0(?:\.(0+))?(?:;.*)?')


def large(times: float) -> Report:
    """The synthetic report in another unit of money."""
    report = make_report()
    people, flows = report.customers, report.flows
    return dataclasses.replace(
        report,
        customers=dataclasses.replace(
            people,
            **{
                name: getattr(people, name) * times
                for name in ("monetary_value", "expected_spend", "sales", "remaining")
            },
        ),
        tiers=tuple(
            tier._replace(remaining=tier.remaining * times, median=tier.median * times) for tier in report.tiers
        ),
        flows=dataclasses.replace(flows, sales=flows.sales * times),
        cohorts=dataclasses.replace(report.cohorts, revenue=report.cohorts.revenue * times),
        sales=report.sales * times,
        remaining=report.remaining * times,
        median_remaining=report.median_remaining * times,
        assumptions=dataclasses.replace(report.assumptions, cac=45.0 * times),
    )


@pytest.mark.parametrize("times", [1.0, 1e3, 1e7])
def test_every_number_fits_its_column(times: float, tmp_path: Path) -> None:
    """Digits, separators and sign take no more room than the column has, at the size of the cell's letters."""
    path = tmp_path / "large.xlsx"
    workbook.write(large(times), path)
    shown, looks = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    judged = 0
    for ws in shown:
        for row in ws.iter_rows():
            for cell in row:
                look = looks[ws.title][cell.coordinate]
                plain = _PLAIN.fullmatch(look.number_format)
                if plain and isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
                    width = looks[ws.title].column_dimensions[get_column_letter(cell.column)].width
                    text = f"{cell.value:,.{len(plain[1] or '')}f}"
                    assert len(text) * look.font.sz / 11 + 0.7 <= width, (ws.title, cell.coordinate, text)
                    judged += 1
    assert judged > 5000


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs soffice and pdftotext")
@pytest.mark.libreoffice
def test_no_page_shows_hashes(tmp_path: Path) -> None:
    """Printed by LibreOffice, a workbook of billions has no ### on any page."""
    path = tmp_path / "large.xlsx"
    workbook.write(large(1e7), path)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, capture_output=True, timeout=240)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    assert "Customers are worth" in text
    assert "###" not in text
