"""Workbooks as people get them, made by the command line from real orders: `python -m tests.workbook.real FOLDER`.

CDNOW comes with the lifetimes wheel (MIT), the demo with xlclv. Online Retail (D. Chen, UCI 352, CC BY 4.0) is too
large to carry: XLCLV_ONLINE_RETAIL names its file of 541,909 lines, as .csv, .csv.gz or .xlsx.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.models import cdnow

ROOT = Path(__file__).parents[2]
ONLINE_RETAIL = "XLCLV_ONLINE_RETAIL"
TEMPLATES = ("calculator", "service-roi", "functions")


def summaries(folder: Path) -> dict[str, list[str]]:
    """What to type for each summary workbook whose orders are there."""
    cdnow_orders = ["summarize", _cdnow(folder), "--currency", "USD", "--margin", "30%", "--cac", "8"]
    found = {"demo": ["demo"], "cdnow": cdnow_orders}
    if os.environ.get(ONLINE_RETAIL):
        found["online-retail"] = ["summarize", str(Path(os.environ[ONLINE_RETAIL]).resolve()), "--currency", "GBP"]
    return found


def make(words: list[str], path: Path) -> Path:
    """One workbook, by the program as a shell would start it in its folder: the command is part of the workbook."""
    subprocess.run(
        [sys.executable, "-m", "xlclv", *words, "-o", path.name],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    return path


def _cdnow(folder: Path) -> str:
    """The sample of 2,357 customers as a file of orders in the folder."""
    lines = (cdnow.folder() / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines()
    rows = [f"{who},{day[:4]}-{day[4:6]}-{day[6:]},{money}" for _, who, day, _, money in map(str.split, lines)]
    path = folder / "cdnow.csv"
    path.write_text("\n".join(["customer,date,amount", *rows]) + "\n", encoding="utf-8")
    return path.name


def _others(folder: Path) -> dict[str, list[str]]:
    """What to type for the workbooks with sheets that the summaries above have not."""
    few = folder / "few.csv"
    rows = [f"C{n},2026-01-{n:02},{n}" for n in range(1, 9)]
    few.write_text("\n".join(["customer,date,amount", *rows, ""]), encoding="utf-8")
    plan = ["--margin", "40%", "--cac", "20", "--opening", "2026-01-01", "--scenario", "bad year: margin=30%"]
    return {
        "contracts": ["demo", "--contracts"],
        "planned": ["summarize", str(ROOT / "xlclv" / "demo" / "sample_orders.csv"), *plan],
        "described": ["summarize", few.name],
    }


def every(folder: Path) -> Iterator[Path]:
    """Summaries and templates, without LAMBDA names and with them; contracts, plans and what has no model."""
    asked = {**summaries(folder), **{name: ["template", name] for name in TEMPLATES}}
    for name, words in _others(folder).items():
        yield make(words, folder / f"{name}.xlsx")
    for name, words in asked.items():
        yield make(words, folder / f"{name}.xlsx")
        if words != ["demo"]:
            yield make([*words, "--lambdas"], folder / f"{name}-lambdas.xlsx")


if __name__ == "__main__":
    for made in every(Path(sys.argv[1])):
        print(made)
    if not os.environ.get(ONLINE_RETAIL):
        print(f"not made: Online Retail; {ONLINE_RETAIL} names no file", file=sys.stderr)
